package model_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/model"
	"github.com/dragoman-news/dragoman/internal/model/embedded"
	"github.com/dragoman-news/dragoman/internal/news"
)

func TestManifestFileSaysTheSame(t *testing.T) {
	b, err := os.ReadFile("../../models/MANIFEST.json")
	if err != nil {
		t.Fatal(err)
	}
	var written struct{ Models []model.Entry }
	if err := json.Unmarshal(b, &written); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(model.Manifest(), written.Models); diff != "" {
		t.Errorf("models/MANIFEST.json differs from internal/model (-here +there):\n%s", diff)
	}
	notice, err := os.ReadFile("../../NOTICE")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range model.Manifest() {
		file, err := os.ReadFile("../../" + e.Path)
		if err != nil {
			t.Fatal(err)
		}
		if sum := sha256.Sum256(file); hex.EncodeToString(sum[:]) != e.SHA256 || int64(len(file)) != e.Size {
			t.Errorf("%s has %d bytes and the sum %x; the manifest says otherwise", e.Path, len(file), sum)
		}
		if !strings.Contains(string(notice), e.Name) {
			t.Errorf("NOTICE does not credit %s", e.Name)
		}
	}
}

func TestEmbeddedModelsAreWhole(t *testing.T) {
	files, err := embedded.FS.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := model.Open(embedded.FS, f.Name())
		if err != nil {
			t.Errorf("%s: %v", f.Name(), err)
		}
		if len(b) == 0 {
			t.Errorf("%s is empty", f.Name())
		}
	}
	if len(files) == 0 {
		t.Error("no model is embedded")
	}
}

func TestOpenRefuses(t *testing.T) {
	whole, err := model.Open(embedded.FS, model.Language)
	if err != nil {
		t.Fatal(err)
	}
	damaged := append([]byte(nil), whole...)
	damaged[1000] ^= 1
	for _, c := range []struct {
		sentence string
		fs       fstest.MapFS
		name     string
		code     news.Code
	}{
		{"a model that nobody knows is not found", fstest.MapFS{"x": {Data: whole}}, "x", news.NotFound},
		{"a model that is not there is not found", fstest.MapFS{}, model.Language, news.NotFound},
		{"one flipped bit is noticed", fstest.MapFS{model.Language: {Data: damaged}}, model.Language, news.Invalid},
		{"half a file is noticed", fstest.MapFS{model.Language: {Data: whole[:len(whole)/2]}}, model.Language, news.Invalid},
		{"an empty file is noticed", fstest.MapFS{model.Language: {}}, model.Language, news.Invalid},
		{"a byte too many is noticed", fstest.MapFS{model.Language: {Data: append(damaged[:len(damaged):len(damaged)], 0)}}, model.Language, news.Invalid},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			_, err := model.Open(c.fs, c.name)
			if got := news.CodeOf(err); got != c.code {
				t.Errorf("got %v, code %q; want code %q", err, got, c.code)
			}
		})
	}
}
