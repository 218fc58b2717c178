// Package app puts the parts together. It is the only package that may import
// all of them, and it decides nothing about the news: read it to see what the
// program is made of and in which order the parts run.
package app

import (
	"fmt"
	"sync"

	"github.com/dragoman-news/dragoman/internal/date"
	"github.com/dragoman-news/dragoman/internal/entity"
	"github.com/dragoman-news/dragoman/internal/lang"
	"github.com/dragoman-news/dragoman/internal/model"
	"github.com/dragoman-news/dragoman/internal/model/embedded"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/pipeline"
	"github.com/dragoman-news/dragoman/internal/quote"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Version is the release that this is; the linker sets it for a build from a tag.
var Version = "0.1.0-dev"

// parts are what stages need once: opened on first use, so that a command that
// reads nothing pays for nothing.
type parts struct {
	detector func() (*lang.Detector, error)
	names    func() (*entity.Finder, error)
	model    *ReadingModel
	own      Knowledge
	rules    *Rules
}

func newParts(m *ReadingModel, own Knowledge, rules *Rules) *parts {
	return &parts{
		model: m, own: own, rules: rules,
		detector: sync.OnceValues(func() (*lang.Detector, error) {
			weights, err := model.Open(embedded.FS, model.Language)
			if err != nil {
				return nil, fmt.Errorf("open the language model: %w", err)
			}
			return lang.New(weights)
		}),
		names: sync.OnceValues(entity.New),
	}
}

// Reading returns the pipeline from a raw report to a Document. workers is how
// many reports are read at once; 0 is one for each core. m is the reading model, own
// what the user knows, rules the rows that events are found by.
func Reading(workers int, m *ReadingModel, own Knowledge, rules *Rules) *pipeline.Pipeline {
	p := newParts(m, own, rules)
	return &pipeline.Pipeline{Open: p.open, Stages: p.stages(), Workers: workers}
}

// finder finds names, those of the user's own entities among them.
func (p *parts) finder() (*entity.Finder, error) {
	names, err := p.names()
	if err != nil || p.own == nil {
		return names, err
	}
	own, err := p.own()
	if err != nil {
		return nil, err
	}
	return names.With(own), nil
}

// stages lists what is found in a text, in the order in which it is looked for:
// each stage reads what those before it found.
func (p *parts) stages() []pipeline.Stage {
	return []pipeline.Stage{
		{Name: "lang", Annotate: p.language},
		{Name: "sentence", Annotate: func(doc *news.Document) error {
			doc.Sentences = text.Sentences(doc.Text, doc.Lang)
			return nil
		}},
		{Name: "model", Annotate: p.model.annotate},
		{Name: "date", Annotate: func(doc *news.Document) error {
			doc.Dates = date.Find(doc.Text, doc.Lang, published(doc))
			return nil
		}},
		{Name: "entity", Annotate: func(doc *news.Document) error {
			names, err := p.finder()
			if err != nil {
				return err
			}
			doc.Mentions, doc.References = names.Read(doc)
			return nil
		}},
		{Name: "quote", Annotate: func(doc *news.Document) error {
			doc.Quotes = quote.Find(doc)
			return nil
		}},
		{Name: "event", Annotate: func(doc *news.Document) error {
			names, err := p.finder()
			if err != nil {
				return err
			}
			doc.Events = p.rules.find(doc)
			locate(doc, names)
			return nil
		}},
	}
}

// locate puts the places of events on the map: the coordinates are those of the
// place that a mention with the same name and country was resolved to.
func locate(doc *news.Document, names *entity.Finder) {
	for i := range doc.Events {
		at := doc.Events[i].Location
		if at == nil || at.HasPoint {
			continue
		}
		for _, m := range doc.Mentions {
			if m.Kind != news.Place || m.Name != at.Name || m.Country != at.Country {
				continue
			}
			if lat, lon, ok := names.Place(m.Entity); ok {
				at.Lat, at.Lon, at.HasPoint = lat, lon, true
				break
			}
		}
	}
}

func published(doc *news.Document) *news.Interval {
	if doc.Published == nil {
		return nil
	}
	return &doc.Published.Interval
}

// Models lists the weights inside the program.
func Models() []model.Entry { return model.Manifest() }
