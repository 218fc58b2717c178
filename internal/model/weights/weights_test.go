package weights_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/model/weights"
	"github.com/dragoman-news/dragoman/internal/model/weights/weightstest"
	"github.com/dragoman-news/dragoman/internal/news"
)

func TestOpen(t *testing.T) {
	h := weightstest.Small
	file := weightstest.Random(h, 1)
	f, err := weights.Open(fstest.MapFS{"reader.bin": {Data: file}}, "reader.bin")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(h, f.Header); diff != "" {
		t.Errorf("header read back differs (-want +got):\n%s", diff)
	}
	data, dtype, shape, err := f.Tensor("emb.word")
	if err != nil || dtype != weights.Q4 || !cmp.Equal(shape, []int{300, 64}) || len(data) != 300*2*18 {
		t.Errorf("emb.word is %s %v of %d bytes, %v", dtype, shape, len(data), err)
	}
	if _, _, _, err := f.Tensor("nothing"); news.CodeOf(err) != news.Invalid {
		t.Errorf("a missing tensor gives %v", err)
	}
	if _, err := weights.Open(fstest.MapFS{}, "reader.bin"); err == nil {
		t.Error("a missing file opens")
	}
}

func TestNumbersSurvive(t *testing.T) {
	floats := []float32{1, -2.5, 0, 3e-9}
	matrix := make([]float32, 2*64)
	for i := range matrix {
		matrix[i] = float32(i%15-7) / 8
	}
	tensors := []weightstest.Tensor{
		weightstest.Floats("floats", floats, 2, 2),
		weightstest.Uints("uints", []uint32{7, math.MaxUint32}),
		weightstest.Bytes("bytes", []byte("abc")),
		weightstest.Halves("halves", matrix, 2, 64),
	}
	tensors = append(tensors, weightstest.Ints("ints", matrix, 2, 64)...)
	f, err := weights.Parse(weightstest.Write(weightstest.Small, tensors))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := f.Floats("floats", 2, -1); err != nil || !cmp.Equal(got, floats) {
		t.Errorf("floats are %v, %v", got, err)
	}
	if got, err := f.Uints("uints", -1); err != nil || !cmp.Equal(got, []uint32{7, math.MaxUint32}) {
		t.Errorf("uints are %v, %v", got, err)
	}
	if got, err := f.Bytes("bytes"); err != nil || string(got) != "abc" {
		t.Errorf("bytes are %q, %v", got, err)
	}
	row := make([]float32, 64)
	for _, name := range []string{"halves", "ints"} {
		table, err := f.Table(name, 2, 64)
		if err != nil {
			t.Fatal(err)
		}
		table.Row(row, 1)
		for i, v := range row {
			if d := math.Abs(float64(v - matrix[64+i])); d > 0.008 {
				t.Fatalf("%s: place %d is %g, written as %g", name, i, v, matrix[64+i])
			}
		}
	}
	if _, err := f.Floats("floats", 4); err == nil {
		t.Error("a tensor is given out in another shape")
	}
	if _, err := f.Uints("floats", 2, 2); err == nil {
		t.Error("a tensor is given out as another type")
	}
}

func TestHalf(t *testing.T) {
	for bits, want := range map[uint16]float32{
		0: 0, 0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 0x0001: 0x1p-24, 0x0400: 0x1p-14, 0x3555: 0.33325195,
	} {
		if got := weights.Half(bits); got != want {
			t.Errorf("half %04x is %g, want %g", bits, got, want)
		}
	}
	if got := weights.Half(0xfc00); !math.IsInf(float64(got), -1) {
		t.Errorf("half fc00 is %g", got)
	}
}

func TestBadFiles(t *testing.T) {
	good := weightstest.Random(weightstest.Small, 1)
	// replace keeps the length, so that offsets and the header's size stay true.
	replace := func(from, to string) []byte {
		if len(from) != len(to) || !bytes.Contains(good, []byte(from)) {
			t.Fatalf("cannot put %q for %q", to, from)
		}
		return bytes.Replace(good, []byte(from), []byte(to), 1)
	}
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"an empty file", nil, "does not begin with"},
		{"another format", []byte("PK\x03\x04 and so on"), "does not begin with"},
		{"a later version", append([]byte("DRGR\x02\x00\x00\x00"), good[8:]...), "version 2"},
		{"cut short in the header", good[:100], "cut short"},
		{"cut short in the tensors", good[:len(good)-64], "outside the file"},
		{"a header that is not JSON", replace(`"format":`, `"format";`), "not JSON"},
		{"a header of another format", replace(`reader/1`, `reader/9`), "reader/9"},
		{"a width that heads do not divide", replace(`"heads":2`, `"heads":3`), "multiples of 32"},
		{"a negative width", replace(`"hidden":64`, `"hidden":-4`), "hidden -4"},
		{"an unknown kind of task", replace(`"kind":"tags"`, `"kind":"togs"`), "togs"},
		{"a tensor that is listed twice", replace(`"emb.ln.w"`, `"emb.ln.b"`), "listed twice"},
		{"a tensor at a crooked place", replace(`"offset":`, `"0ffset":`), "lies at 0"},
		{"byte pieces behind the vocabulary", replace(`"pieces":300`, `"pieces":200`), "bytes 4"},
		{"a shape that does not fit the bytes", replace(`"shape":[300,64]`, `"shape":[301,64]`), "wants"},
		{"a type nobody knows", replace(`"dtype":"q4"`, `"dtype":"q5"`), "q5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := weights.Parse(tt.file)
			if news.CodeOf(err) != news.Invalid || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Parse gives %v; want an invalid file, with %q", err, tt.want)
			}
		})
	}
}

func TestBadNumbers(t *testing.T) {
	broken := weightstest.Halves("halves", make([]float32, 32), 1, 32)
	binary.LittleEndian.PutUint16(broken.Data, 0x7c00)
	large := weightstest.Ints("ints", make([]float32, 32), 1, 32)
	large[0].Data[5] = 64
	f, err := weights.Parse(weightstest.Write(weightstest.Small, append(large, broken,
		weightstest.Floats("floats", []float32{float32(math.NaN())}, 1))))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Floats("floats", 1); news.CodeOf(err) != news.Invalid {
		t.Errorf("a number that is none gives %v", err)
	}
	if _, _, err := f.Ints("ints", 1, 32); news.CodeOf(err) != news.Invalid {
		t.Errorf("an eight-bit weight gives %v", err)
	}
	if _, err := f.Table("halves", 1, 32); news.CodeOf(err) != news.Invalid {
		t.Errorf("an infinite scale gives %v", err)
	}
}

// TestSevenBits puts every byte at every place of a row.
func TestSevenBits(t *testing.T) {
	ints := weightstest.Ints("ints", make([]float32, 32), 1, 32)
	for place := range 32 {
		for v := -128; v < 128; v++ {
			clear(ints[0].Data)
			ints[0].Data[place] = byte(v)
			f, err := weights.Parse(weightstest.Write(weightstest.Small, ints))
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = f.Ints("ints", 1, 32)
			if fits := v >= -weights.MaxI7 && v <= weights.MaxI7; (err == nil) != fits {
				t.Fatalf("%d at %d gives %v", v, place, err)
			}
		}
	}
}

// FuzzParse asserts that no bytes make the reader panic, and that what it
// gives out has the size that type and shape say.
func FuzzParse(f *testing.F) {
	small := weightstest.Small
	small.Pieces, small.Positions, small.Layers, small.Bytes = 4, 1, 0, -1
	f.Add(weightstest.Random(small, 1))
	f.Add([]byte("DRGR\x01\x00\x00\x00\x02\x00\x00\x00{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := weights.Parse(data)
		if err != nil {
			if news.CodeOf(err) != news.Invalid {
				t.Fatalf("error without a code: %v", err)
			}
			return
		}
		h := file.Header
		if table, err := file.Table("emb.word", h.Pieces, h.Hidden); err == nil {
			table.Row(make([]float32, h.Hidden), h.Pieces-1)
		}
		if v, err := file.Floats("emb.pos", h.Positions, h.Hidden); err == nil && len(v) != h.Positions*h.Hidden {
			t.Fatalf("%d positions of %d have %d numbers", h.Positions, h.Hidden, len(v))
		}
		if w, s, err := file.Ints("l0.qkv.w", 3*h.Hidden, h.Hidden); err == nil && len(w) != len(s)*h.Hidden {
			t.Fatalf("%d weights in %d rows of %d", len(w), len(s), h.Hidden)
		}
	})
}
