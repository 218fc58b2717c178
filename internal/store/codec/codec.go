// Package codec turns documents and stories into the bytes a store keeps and back.
// It knows no database; the shapes it writes are frozen: a later release adds
// a version and still reads the earlier ones.
//
// A kept document is
//
//	1 byte   version, now 1
//	the rest one zstd frame of
//	         uvarint  length of the text
//	         text     UTF-8, as in Report.Text
//	         JSON     everything else, see document1
//
// so that a search result reads the text without the findings. A kept story is
// 1 byte of version and one zstd frame of JSON, see story1; a kept entity of the user's is
// 1 byte of version and JSON, see known1.
package codec

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	jsonv2 "github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/klauspost/compress/zstd"

	"github.com/dragoman-news/dragoman/internal/news"
)

// maxSize bounds what one kept document may unpack to, so that a damaged or hostile
// database cannot ask for all memory.
const maxSize = 256 << 20

var encoder = sync.OnceValues(func() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(true))
})

var decoder = sync.OnceValues(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxSize))
})

// EncodeDocument returns the kept form of doc, without its CopyOf and Revision,
// which are the store's own columns.
func EncodeDocument(doc *news.Document) ([]byte, error) {
	var buf bytes.Buffer
	buf.Grow(len(doc.Text) + 4096)
	buf.Write(binary.AppendUvarint(nil, uint64(len(doc.Text))))
	buf.WriteString(doc.Text)
	if err := writeJSON(&buf, toDocument1(doc)); err != nil {
		return nil, fmt.Errorf("encode document %s: %w", doc.ID, err)
	}
	return pack(buf.Bytes())
}

// DecodeDocument returns the document kept in data.
func DecodeDocument(data []byte) (*news.Document, error) {
	text, rest, err := unpackDocument(data)
	if err != nil {
		return nil, fmt.Errorf("decode document: %w", err)
	}
	var d document1
	if err := readJSON(rest, &d); err != nil {
		return nil, fmt.Errorf("decode document: %w", err)
	}
	return d.document(string(text)), nil
}

// DecodeText returns only the text of the document kept in data.
func DecodeText(data []byte) (string, error) {
	text, _, err := unpackDocument(data)
	if err != nil {
		return "", fmt.Errorf("decode text: %w", err)
	}
	return string(text), nil
}

// EncodeStory returns the kept form of a story.
func EncodeStory(s *news.Story) ([]byte, error) {
	var buf bytes.Buffer
	if err := writeJSON(&buf, toStory1(s)); err != nil {
		return nil, fmt.Errorf("encode story %s: %w", s.ID, err)
	}
	return pack(buf.Bytes())
}

// DecodeStory returns the story kept in data.
func DecodeStory(data []byte) (*news.Story, error) {
	plain, err := unpack(data)
	if err != nil {
		return nil, fmt.Errorf("decode story: %w", err)
	}
	var s story1
	if err := readJSON(plain, &s); err != nil {
		return nil, fmt.Errorf("decode story: %w", err)
	}
	return s.story(), nil
}

// version1 is the first byte of everything this release writes.
const version1 = 1

var errShort = errors.New("the record is cut short")

func unpackDocument(data []byte) (text, rest []byte, err error) {
	plain, err := unpack(data)
	if err != nil {
		return nil, nil, err
	}
	n, used := binary.Uvarint(plain)
	if used <= 0 || n > uint64(len(plain)-used) {
		return nil, nil, errShort
	}
	plain = plain[used:]
	return plain[:n], plain[n:], nil
}

func writeJSON(buf *bytes.Buffer, v any) error {
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// readJSON reads what writeJSON wrote. Most of what a page costs is reading records, and this decoder takes less
// than half the time of encoding/json's: docs/speed.md.
func readJSON(data []byte, v any) error {
	return jsonv2.Unmarshal(data, v, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

func pack(plain []byte) ([]byte, error) {
	enc, err := encoder()
	if err != nil {
		return nil, err
	}
	return enc.EncodeAll(plain, append(make([]byte, 0, len(plain)/2+64), version1)), nil
}

func unpack(data []byte) ([]byte, error) {
	switch {
	case len(data) == 0:
		return nil, errShort
	case data[0] != version1:
		return nil, unknownVersion(data[0])
	}
	dec, err := decoder()
	if err != nil {
		return nil, err
	}
	return dec.DecodeAll(data[1:], nil)
}

func unknownVersion(v byte) error {
	return &news.Error{
		Code:    news.Invalid,
		Message: fmt.Sprintf("a record of version %d, this program knows version %d", v, version1),
		Hint:    "open it with the release of Dragoman that wrote it, or a later one",
	}
}
