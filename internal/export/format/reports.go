package format

import (
	"context"

	"github.com/dragoman-news/dragoman/internal/news"
)

// kept is how many reports Reports remembers: those of one large story, or of several small ones.
const kept = 64

// Reports reads reports and remembers the last ones, because entries of one story stand side by side in a list and
// rest on the same reports. It is for one goroutine.
type Reports struct {
	src  Source
	docs map[string]*news.Document
	ids  []string // in the order in which they came; the first goes first
}

// NewReports reads from src.
func NewReports(src Source) *Reports {
	return &Reports{src: src, docs: map[string]*news.Document{}}
}

// Get returns one report. Who gets it does not change it.
func (r *Reports) Get(ctx context.Context, id string) (*news.Document, error) {
	if doc, ok := r.docs[id]; ok {
		return doc, nil
	}
	doc, err := r.src.Document(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(r.ids) == kept {
		delete(r.docs, r.ids[0])
		r.ids = r.ids[1:]
	}
	r.docs[id], r.ids = doc, append(r.ids, id)
	return doc, nil
}

// Text returns the text of a report: an export.Texts.
func (r *Reports) Text(ctx context.Context) func(id string) (string, error) {
	return func(id string) (string, error) {
		doc, err := r.Get(ctx, id)
		if err != nil {
			return "", err
		}
		return doc.Text, nil
	}
}
