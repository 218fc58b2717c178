package name

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/dragoman-news/dragoman/internal/text"
)

// TestAllPairsHaveWeights holds that any two of the scripts can be compared.
func TestAllPairsHaveWeights(t *testing.T) {
	for i, a := range modelScripts {
		for _, b := range modelScripts[i:] {
			m, swapped := between(a, b)
			if m == nil || swapped {
				t.Errorf("no weights for %v and %v", a, b)
				continue
			}
			if again, swapped := between(b, a); again != m || swapped != (a != b) {
				t.Errorf("%v and %v have other weights than %v and %v", b, a, a, b)
			}
		}
	}
	if m, _ := between(text.Latin, text.Thai); m != nil {
		t.Error("weights for Thai")
	}
}

// TestDamagedWeights holds that a file that was cut off or changed gives an error.
func TestDamagedWeights(t *testing.T) {
	for _, file := range [][]byte{nil, []byte("DNS"), []byte("DNS9\x01"), soundsFile[:5], soundsFile[:len(soundsFile)/2], soundsFile[:len(soundsFile)-1]} {
		if _, err := directory(file); err == nil {
			t.Errorf("a file of %d bytes is read", len(file))
		}
	}
	whole, err := directory(soundsFile)
	if err != nil {
		t.Fatal(err)
	}
	s := whole[scriptPair{text.Latin, text.Hebrew}]
	if _, err := (&section{packed: s.packed[:len(s.packed)/2], plain: s.plain}).unpack(); err == nil {
		t.Error("half a model is unpacked")
	}
}

func FuzzWeights(f *testing.F) {
	whole, err := directory(soundsFile)
	if err != nil {
		f.Fatal(err)
	}
	s := whole[scriptPair{text.Arabic, text.Hebrew}]
	body, err := io.ReadAll(flate.NewReader(bytes.NewReader(s.packed)))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(0, byte(0), len(body))
	f.Add(9, byte(255), len(body))
	f.Add(len(body)/2, byte(200), len(body))
	f.Add(0, byte(0), 40)
	f.Fuzz(func(t *testing.T, at int, b byte, size int) {
		changed := bytes.Clone(body[:max(0, min(size, len(body)))])
		if at >= 0 && at < len(changed) {
			changed[at] ^= b
		}
		m, err := parseSounds(changed)
		if err != nil {
			return
		}
		x, y := m.left.cut("علي"), m.right.cut("עלי")
		if v := m.align(&x, &y); v > 127*40 {
			t.Errorf("weight %d", v)
		}
	})
}

// TestManifest holds that data/MANIFEST.json describes the files that are embedded.
func TestManifest(t *testing.T) {
	b, err := os.ReadFile("../../data/MANIFEST.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Data []struct {
			File, Sha256 string
			Size         int
		}
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{"sounds.bin": true, "simplified.txt": true, "hanclasses.tsv": true}
	for _, d := range doc.Data {
		if filepath.Dir(d.File) != "internal/name/data" {
			continue
		}
		delete(want, filepath.Base(d.File))
		file, err := os.ReadFile(filepath.Join("../..", d.File))
		if err != nil {
			t.Error(err)
			continue
		}
		if sum := sha256.Sum256(file); hex.EncodeToString(sum[:]) != d.Sha256 || len(file) != d.Size {
			t.Errorf("%s differs from its entry in data/MANIFEST.json", d.File)
		}
	}
	for f := range want {
		t.Errorf("data/MANIFEST.json has no entry for %s", f)
	}
}
