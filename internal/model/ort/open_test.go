package ort

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/model/weights"
	"github.com/dragoman-news/dragoman/internal/model/weights/weightstest"
	"github.com/dragoman-news/dragoman/internal/news"
)

// other is a library that every system of its kind has, and that is not ONNX
// Runtime.
var other = map[string]string{"linux": "libm.so.6", "darwin": "/usr/lib/libSystem.B.dylib"}

// refused holds that an error is for people, names the file and says what to do.
func refused(t *testing.T, err error, parts ...string) {
	t.Helper()
	e, ok := errors.AsType[*news.Error](err)
	if !ok || e.Code != news.Invalid || !strings.Contains(e.Hint, "make ort") {
		t.Fatalf("error %#v", err)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
}

func TestBadLibrary(t *testing.T) {
	f := parse(t, weightstest.Small, 8)
	text := filepath.Join(t.TempDir(), "libonnxruntime.so.1")
	if err := os.WriteFile(text, []byte("not a library"), 0o600); err != nil {
		t.Fatal(err)
	}
	missing := text + ".missing"
	wrong := other[runtime.GOOS]
	for path, why := range map[string]string{text: "opened", missing: "opened", wrong: "not ONNX Runtime"} {
		if apiVersion == 0 {
			why = "built without it"
		}
		_, err := Open(path, f)
		refused(t, err, path, why)
	}
}

func TestOldLibrary(t *testing.T) {
	_, err := load(libraryPath(t), 10_000)
	refused(t, err, "too old", "10000")
}

// TestBadModel holds that what the library says of a model arrives, and that the
// places in its table are those of these functions.
func TestBadModel(t *testing.T) {
	l, err := load(libraryPath(t), apiVersion)
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	if !strings.HasPrefix(l.version, "1.") {
		t.Errorf("release %q", l.version)
	}
	unknown := &graph{}
	unknown.input("x", typeFloat, "n")
	unknown.to("y", microsoft, "NoSuchOperator", []string{"x"})
	unknown.output("y", typeFloat, "n")
	for model, want := range map[string]string{
		"\xff\xff\xff":          "code 7", // invalid protobuf
		string(unknown.model()): "NoSuchOperator",
	} {
		if s, err := l.session([]byte(model)); err == nil || s != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a bad model gives %v, wanted %q", err, want)
		}
	}
}

// TestBadWeights needs no library: the network is written before one is opened.
func TestBadWeights(t *testing.T) {
	h := weightstest.Small
	file := string(weightstest.Random(h, 9))
	for _, name := range []string{"emb.word", "emb.pos", "emb.ln.w", "l0.qkv.w", "l1.fo.w.s", "l1.oln.b", "head.types.w"} {
		f, err := weights.Parse([]byte(strings.Replace(file, `"`+name+`"`, `"`+name[:len(name)-1]+`?"`, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Open("", f); news.CodeOf(err) != news.Invalid || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: error %v", name, err)
		}
	}
}

func TestFind(t *testing.T) {
	t.Setenv(Variable, "/no/such/library")
	if path, ok := Find(); !ok || path != "/no/such/library" {
		t.Errorf("Find() = %q, %v: the environment is not followed", path, ok)
	}
	root := t.TempDir()
	if path, ok := In(root); ok {
		t.Errorf("In an empty folder there is %s", path)
	}
	if len(names[runtime.GOOS]) == 0 {
		return
	}
	folder := filepath.Join(root, fetched)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, names[runtime.GOOS][1]), 0o700); err != nil { // not a file
		t.Fatal(err)
	}
	// From the last choice to the first: each that comes is preferred.
	patterns := names[runtime.GOOS]
	for _, name := range []string{strings.Replace(patterns[2], "*", "22.0", 1), patterns[0]} {
		want := filepath.Join(folder, name)
		if err := os.WriteFile(want, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if path, ok := In(root); !ok || path != want {
			t.Errorf("In(%s) = %q, %v; wanted %s", root, path, ok, want)
		}
	}
}
