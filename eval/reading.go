package main

import (
	"crypto/sha1" //nolint:gosec // tells the held-back rows apart; nothing is secured by it
	"os"

	"github.com/dragoman-news/dragoman/internal/entity"
	"github.com/dragoman-news/dragoman/internal/model/embedded"
	"github.com/dragoman-news/dragoman/internal/model/reader"
	"github.com/dragoman-news/dragoman/internal/model/weights"
	"github.com/dragoman-news/dragoman/internal/news"
)

// readers are what texts are read with: the reading model and the stage of names.
type readers struct {
	model *reader.Reader // nil: rules and tables alone
	names *entity.Finder
}

// newReaders opens the reading model inside the program, or the weights that EVAL_MODEL
// names, to compare others.
func newReaders() (*readers, error) {
	data := embedded.Reader
	if file := os.Getenv("EVAL_MODEL"); file != "" {
		b, err := os.ReadFile(file) //nolint:gosec // the user names the file
		if err != nil {
			return nil, err
		}
		data = b
	}
	f, err := weights.Parse(data)
	if err != nil {
		return nil, err
	}
	m, err := reader.New(f, nil)
	if err != nil {
		return nil, err
	}
	names, err := entity.New()
	return &readers{model: m, names: names}, err
}

// mentions reads doc and finds its mentions, by rules and tables alone without a model.
func (r *readers) mentions(doc *news.Document) error {
	if r.model != nil {
		if err := r.model.Read(doc); err != nil {
			return err
		}
	}
	doc.Mentions, doc.References = r.names.Read(doc)
	return nil
}

// heldBack reports whether a labelled row is of the fifth that no model is trained on.
func heldBack(id string) bool { return sha1.Sum([]byte(id))[0]%5 == 0 } //nolint:gosec // as above
