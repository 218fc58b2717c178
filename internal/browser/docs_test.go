//go:build browser

package browser

import (
	"bytes"
	"errors"
	"flag"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "write the pictures in docs/images")

// What the pictures of the documentation may weigh, one and all: they stay in the repository for good.
const (
	mostPicture  = 150_000
	mostPictures = 600_000
)

const docsFolder = "../../docs/images"

// keepForDocs keeps a picture among the artefacts, and in the documentation where that is asked for.
func keepForDocs(t *testing.T, name string, shot []byte) {
	t.Helper()
	path := filepath.Join(pictures, "newcomer", name+".png")
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o750), os.WriteFile(path, shot, 0o600)); err != nil {
		t.Fatal(err)
	}
	if !*update {
		return
	}
	small := indexed(t, shot)
	if len(small) > mostPicture {
		t.Errorf("the picture %s has %d bytes", name, len(small))
	}
	if err := os.WriteFile(filepath.Join(docsFolder, name+".png"), small, 0o600); err != nil {
		t.Fatal(err)
	}
}

// indexed is a picture of the 256 colours that are most frequent in it, which a page hardly exceeds, in a third of the bytes.
func indexed(t *testing.T, shot []byte) []byte {
	t.Helper()
	in, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	b := in.Bounds()
	often := map[color.RGBA]int{}
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(in.At(x, y)).(color.RGBA) }
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			often[at(x, y)]++
		}
	}
	key := func(c color.RGBA) int { return int(c.R)<<16 | int(c.G)<<8 | int(c.B) }
	colours := slices.SortedFunc(maps.Keys(often), func(c, d color.RGBA) int {
		if often[c] != often[d] {
			return often[d] - often[c]
		}
		return key(c) - key(d)
	})
	palette := make(color.Palette, 0, 256)
	for _, c := range colours[:min(len(colours), 256)] {
		palette = append(palette, c)
	}
	out := image.NewPaletted(b, palette)
	index := map[color.RGBA]uint8{}
	for _, c := range colours {
		index[c] = uint8(palette.Index(c))
	}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			out.SetColorIndex(x, y, index[at(x, y)])
		}
	}
	var w bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&w, out); err != nil {
		t.Fatal(err)
	}
	return w.Bytes()
}

// TestThePicturesOfTheDocumentationAreSmall holds what lies in docs/images to its bounds, and lets none lie there that no page shows.
func TestThePicturesOfTheDocumentationAreSmall(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(docsFolder, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal("there are none", err)
	}
	var text []byte
	for _, page := range []string{"../../README.md", "../../docs/pages.md"} {
		raw, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		text = append(text, raw...)
	}
	total := 0
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		total += int(info.Size())
		if info.Size() > mostPicture {
			t.Errorf("%s has %d bytes", file, info.Size())
		}
		if !bytes.Contains(text, []byte("images/"+filepath.Base(file))) {
			t.Errorf("no page shows %s", file)
		}
	}
	if total > mostPictures {
		t.Errorf("the pictures have %d bytes together", total)
	}
}
