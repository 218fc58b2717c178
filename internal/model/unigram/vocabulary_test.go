package unigram_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"io"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/dragoman-news/dragoman/internal/model/unigram"
)

// vocabularyFile holds the vocabulary that the tests run with, as tensors tok.* in the container of the reader's weights;
// compressed if it is named so.
const vocabularyFile = "testdata/vocabulary.bin.gz"

// container reads the file once.
var container = sync.OnceValues(func() ([]byte, error) {
	data, err := os.ReadFile(vocabularyFile)
	if err != nil || !strings.HasSuffix(vocabularyFile, ".gz") {
		return data, err
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
})

func vocabulary(t testing.TB) unigram.Vocabulary {
	t.Helper()
	data, err := container()
	if err != nil {
		t.Fatal(err)
	}
	var header struct {
		BOS, PAD, EOS, UNK, Bytes int32
		Tensors                   []struct {
			Name          string
			Offset, Bytes int
		}
	}
	if err := json.Unmarshal(data[12:12+binary.LittleEndian.Uint32(data[8:])], &header); err != nil {
		t.Fatal(err)
	}
	v := unigram.Vocabulary{Special: []int32{header.BOS, header.PAD, header.EOS, header.UNK}, Bytes: header.Bytes, Unknown: header.UNK}
	for _, e := range header.Tensors {
		raw := data[e.Offset : e.Offset+e.Bytes]
		switch e.Name {
		case "tok.blob":
			v.Blob = raw
		case "tok.norm":
			v.Norm = raw
		case "tok.offsets":
			v.Offsets = make([]uint32, len(raw)/4)
			_, err = binary.Decode(raw, binary.LittleEndian, v.Offsets)
		case "tok.scores":
			v.Scores = make([]float32, len(raw)/4)
			_, err = binary.Decode(raw, binary.LittleEndian, v.Scores)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// tokenizer returns the tokenizer of the whole vocabulary.
func tokenizer(t testing.TB) *unigram.Tokenizer {
	t.Helper()
	tok, err := unigram.New(vocabulary(t))
	if err != nil {
		t.Fatal(err)
	}
	return tok
}
