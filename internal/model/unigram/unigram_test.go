package unigram_test

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/model/unigram"
	"github.com/dragoman-news/dragoman/internal/news"
)

// TestIDs compares with what the reference gives for own sentences and odd texts.
func TestIDs(t *testing.T) {
	tok := tokenizer(t)
	n := 0
	for _, line := range linesOf(t, "testdata/ids.jsonl") {
		var want struct {
			Text string
			IDs  []int32
		}
		if err := json.Unmarshal(line, &want); err != nil {
			t.Fatal(err)
		}
		ids, spans := tok.Encode(want.Text)
		if !slices.Equal(ids, want.IDs) {
			t.Errorf("%q\n got %v\nwant %v", want.Text, ids, want.IDs)
		}
		if err := checkSpans(want.Text, ids, spans); err != nil {
			t.Errorf("%q: %v", want.Text, err)
		}
		n++
	}
	if n < 300 {
		t.Errorf("only %d texts", n)
	}
}

// TestLabelledLines compares with what the reference gives for ten thousand lines of the labelled data, of which only
// checksums are kept here.
func TestLabelledLines(t *testing.T) {
	data := os.Getenv("EVAL_DATA")
	if data == "" {
		data = "../../../../shared/data"
	}
	if _, err := os.Stat(data); err != nil {
		t.Skipf("EVAL_DATA: no labelled data at %s: lines.golden is not compared", data)
	}
	tok := tokenizer(t)
	var rows [][]byte
	var name, field string
	n, wrong := 0, 0
	for _, line := range linesOf(t, "testdata/lines.golden") {
		s := string(line)
		if strings.HasPrefix(s, "#") {
			continue
		}
		if !strings.HasPrefix(s, "\t") {
			name, field, _ = strings.Cut(s, " ")
			rows = linesOf(t, filepath.Join(data, name))
			continue
		}
		var i int
		var want uint32
		if _, err := fmt.Sscanf(s, "\t%d %x", &i, &want); err != nil || i >= len(rows) {
			t.Fatalf("%s: %q of %d lines: %v", name, s, len(rows), err)
		}
		text := textOf(t, rows[i], field)
		ids, spans := tok.Encode(text)
		raw, err := binary.Append(nil, binary.LittleEndian, ids)
		if err != nil {
			t.Fatal(err)
		}
		if got := crc32.ChecksumIEEE(raw); got != want {
			wrong++
			t.Errorf("%s line %d, field %s: ids differ from the reference", name, i, field)
		}
		if err := checkSpans(text, ids, spans); err != nil {
			t.Errorf("%s line %d: %v", name, i, err)
		}
		n++
	}
	if n < 9000 {
		t.Errorf("only %d lines were compared", n)
	}
	t.Logf("%d lines, %d differ", n, wrong)
}

// textOf returns a field of a row: a string, or tokens joined by spaces.
func textOf(t *testing.T, row []byte, field string) string {
	t.Helper()
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(row, &fields); err != nil {
		t.Fatal(err)
	}
	var text string
	if json.Unmarshal(fields[field], &text) == nil {
		return text
	}
	var tokens []string
	if err := json.Unmarshal(fields[field], &tokens); err != nil {
		t.Fatalf("field %s: %v", field, err)
	}
	return strings.Join(tokens, " ")
}

func linesOf(t testing.TB, path string) [][]byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Split(bytes.TrimRight(data, "\n"), []byte("\n"))
}

func TestSpans(t *testing.T) {
	tok := tokenizer(t)
	cases := []struct{ name, text, want string }{
		{"a word's span leaves out the space before it", "the  cat sat", "the|cat|sat"},
		{"spaces at both ends belong to nothing", "  the cat\n", "the|cat"},
		{"pieces of a ligature share it", "a ﬃ", "a||ﬃ"},
		{"marks that are composed belong to the letter", "cafe\u0301 noir", "cafe\u0301|noir"},
		{"a marker alone is empty and lies where the word begins", "a \U000F0000", "a||\U000F0000"},
		{"the bytes of a character share it", "x\U000F0000\U000F0000", "x|\U000F0000|\U000F0000"},
		{"what is not UTF-8 parts words", "the\xffcat", "the|cat"},
		{"letters of full width count as the letters", "ｔｈｅ　ｃａｔ", "ｔｈｅ|ｃａｔ"},
	}
	for _, c := range cases {
		_, spans := tok.Encode(c.text)
		spans = slices.Compact(spans)
		var got []string
		for _, s := range spans {
			got = append(got, s.In(c.text))
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%s: %q gives %q, want %q", c.name, c.text, strings.Join(got, "|"), c.want)
		}
	}
}

func TestNotUTF8(t *testing.T) {
	tok := tokenizer(t)
	for _, text := range []string{"a\xffb", "\xc3", "\xe2\x82", "caf\xe9 noir", "a\xff\u0301b", "a\xf0\x9f\x98", "\xed\xa0\x80"} {
		got, _ := tok.Encode(text)
		want, _ := tok.Encode(string([]rune(text)))
		if !slices.Equal(got, want) {
			t.Errorf("%q gives %v; with U+FFFD %v", text, got, want)
		}
	}
}

// TestBytes spells a character that no piece covers.
func TestBytes(t *testing.T) {
	v := vocabulary(t)
	ids, _ := tokenizer(t).Encode("\U000F0000")
	want := []int32{v.Bytes + 0xF3, v.Bytes + 0xB0, v.Bytes + 0x80, v.Bytes + 0x80}
	if len(ids) < 4 || !slices.Equal(ids[len(ids)-4:], want) {
		t.Errorf("got %v, want the four bytes %v", ids, want)
	}
}

// TestUnknown is a vocabulary without byte pieces: characters that no piece covers are one unknown piece.
func TestUnknown(t *testing.T) {
	v := toy("<unk>", "\u2581", "a", "b", "\u2581ab")
	tok, err := unigram.New(v)
	if err != nil {
		t.Fatal(err)
	}
	ids, spans := tok.Encode("ab aйцb <unk>")
	if want := []int32{4, 1, 2, 0, 3, 1, 0}; !slices.Equal(ids, want) {
		t.Errorf("ids %v, want %v", ids, want)
	}
	if want := (news.Span{Start: 4, End: 8}); len(spans) != 7 || spans[3] != want {
		t.Errorf("spans %v; the fourth should be %v", spans, want)
	}
}

func toy(pieces ...string) unigram.Vocabulary {
	v := unigram.Vocabulary{Offsets: []uint32{0}, Special: []int32{0}, Bytes: -1}
	for i, p := range pieces {
		v.Blob = append(v.Blob, p...)
		v.Offsets = append(v.Offsets, uint32(len(v.Blob)))
		v.Scores = append(v.Scores, -float32(i))
	}
	return v
}

func TestFaultyVocabulary(t *testing.T) {
	good := func() unigram.Vocabulary { return toy("<unk>", "a", "b") }
	if _, err := unigram.New(good()); err != nil {
		t.Fatal(err)
	}
	cases := map[string]func(*unigram.Vocabulary){
		"empty":                  func(v *unigram.Vocabulary) { *v = unigram.Vocabulary{} },
		"offset missing":         func(v *unigram.Vocabulary) { v.Offsets = v.Offsets[1:] },
		"offset beyond the blob": func(v *unigram.Vocabulary) { v.Offsets[3] = 100 },
		"offsets go back":        func(v *unigram.Vocabulary) { v.Offsets[2] = 1 },
		"piece twice":            func(v *unigram.Vocabulary) { v.Blob[6] = 'a' },
		"piece not UTF-8":        func(v *unigram.Vocabulary) { v.Blob[6] = 0xFF },
		"zero byte":              func(v *unigram.Vocabulary) { v.Blob[6] = 0 },
		"no byte pieces there":   func(v *unigram.Vocabulary) { v.Bytes = 1 },
		"unknown out of range":   func(v *unigram.Vocabulary) { v.Unknown = 3 },
		"rule cut off":           func(v *unigram.Vocabulary) { v.Norm = []byte{1, 'x', 2, 'y'} },
		"rule without a key":     func(v *unigram.Vocabulary) { v.Norm = []byte{0, 1, 'y'} },
		"nothing but specials":   func(v *unigram.Vocabulary) { v.Special = []int32{0, 1, 2} },
	}
	for name, spoil := range cases {
		v := good()
		spoil(&v)
		if _, err := unigram.New(v); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestAppend reuses memory, from several goroutines on one tokenizer.
func TestAppend(t *testing.T) {
	tok := tokenizer(t)
	text := "Le Conseil s’est réuni mardi à Genève; 国务院 宣布。"
	ids, spans := tok.Encode(text)
	for range 4 {
		t.Run("parallel", func(t *testing.T) {
			t.Parallel()
			var gotIDs []int32
			var gotSpans []news.Span
			for range 50 {
				gotIDs, gotSpans = tok.Append(gotIDs[:0], gotSpans[:0], text)
				if !slices.Equal(gotIDs, ids) || !slices.Equal(gotSpans, spans) {
					t.Fatalf("got %v %v", gotIDs, gotSpans)
				}
			}
		})
	}
	more, _ := tok.Append(slices.Clone(ids), slices.Clone(spans), "oui")
	tail, _ := tok.Encode("oui")
	if !slices.Equal(more, append(slices.Clone(ids), tail...)) {
		t.Errorf("appended %v", more)
	}
}

func BenchmarkNew(b *testing.B) {
	v := vocabulary(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := unigram.New(v); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	tok := tokenizer(b)
	texts := map[string]string{}
	for _, line := range linesOf(b, "testdata/ids.jsonl") {
		var row struct{ Text string }
		if err := json.Unmarshal(line, &row); err != nil {
			b.Fatal(err)
		}
		if n := len(row.Text); n > 100 && n < 2000 {
			texts[script(row.Text)] += row.Text + "\n"
		}
	}
	for _, name := range []string{"latin", "cyrillic", "arabic", "han"} {
		b.Run(name, func(b *testing.B) {
			text := texts[name]
			if len(text) < 2000 {
				b.Fatalf("only %d bytes", len(text))
			}
			var ids []int32
			var spans []news.Span
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				ids, spans = tok.Append(ids[:0], spans[:0], text)
			}
		})
	}
}

// script names the alphabet of most of text.
func script(text string) string {
	n := map[string]int{}
	for _, c := range text {
		switch {
		case c >= 'A' && c < 0x250:
			n["latin"]++
		case c >= 0x400 && c < 0x530:
			n["cyrillic"]++
		case c >= 0x600 && c < 0x700:
			n["arabic"]++
		case c >= 0x4E00 && c < 0xA000:
			n["han"]++
		}
	}
	best := "latin"
	for _, s := range []string{"cyrillic", "arabic", "han"} {
		if n[s] > n[best] {
			best = s
		}
	}
	return best
}

// TestLongWord cuts half a megabyte without a space, where whatever is not linear would show.
func TestLongWord(t *testing.T) {
	tok := tokenizer(t)
	one, _ := tok.Encode("中国国务院宣布")
	text := strings.Repeat("中国国务院宣布", 25_000)
	ids, spans := tok.Encode(text)
	if err := checkSpans(text, ids, spans); err != nil {
		t.Error(err)
	}
	if n := len(ids); n < 25_000*(len(one)-2) || n > 25_000*len(one) {
		t.Errorf("%d pieces; one of 25,000 parts has %d", n, len(one))
	}
}
