package main

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

//go:embed testdata/unknown_people.tsv
var unknownPeople string

// told is a report made of the names that a story has in one language.
type toldReport struct {
	doc  *news.Document
	lang string
	keys []string // who each mention is
}

// evalUnknown scores who is who among people whom no knowledge has: by what reports write alone.
func evalUnknown(half string) ([]score, error) {
	reports, err := tellUnknown(half)
	if err != nil {
		return nil, err
	}
	docs := make([]*news.Document, len(reports))
	for i, r := range reports {
		docs[i] = r.doc
	}
	settled, err := settle(docs)
	if err != nil {
		return nil, err
	}
	var seen []sighted
	for _, r := range reports {
		for i, key := range r.keys {
			seen = append(seen, sighted{key, r.lang, settled[r.doc.ID].Mentions[i].Entity})
		}
	}
	return samePerson("unknown, "+half, seen), nil
}

// tellUnknown makes the reports of one half of testdata/unknown_people.tsv.
func tellUnknown(half string) ([]*toldReport, error) {
	byID := map[string]*toldReport{}
	var out []*toldReport
	var story []string
	for line := range strings.Lines(unknownPeople) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		switch {
		case strings.HasPrefix(line, "#"):
		case len(f) == 4 && (f[1] == "tune" || f[1] == "held"):
			story = f
		case len(f) < 4 || len(story) == 0 || f[0] != story[0]:
			return nil, fmt.Errorf("unknown_people.tsv: %s", line)
		case story[1] != half:
		default:
			for _, cell := range f[3:] {
				lang, written, ok := strings.Cut(cell, "=")
				if !ok {
					return nil, fmt.Errorf("unknown_people.tsv: %s", cell)
				}
				id := story[0] + "-" + lang
				if byID[id] == nil {
					r, err := beginReport(id, lang, story)
					if err != nil {
						return nil, err
					}
					byID[id] = r
					out = append(out, r)
				}
				byID[id].name(f[1], f[2], written)
			}
		}
	}
	for _, r := range out {
		r.place(r.doc.Title)
	}
	return out, nil
}

func beginReport(id, lang string, story []string) (*toldReport, error) {
	day, err := time.Parse(time.DateOnly, story[2])
	if err != nil {
		return nil, err
	}
	return &toldReport{lang: lang, doc: &news.Document{Report: news.Report{
		ID: id, Lang: news.Lang(lang), Title: story[3],
		Published: &news.Published{Interval: news.Interval{From: day, To: day, Precision: news.Day}},
	}}}, nil
}

// name adds a sentence that names somebody: "name/role".
func (r *toldReport) name(key, country, cell string) {
	written, role, _ := strings.Cut(cell, "/")
	r.mention(news.Mention{Kind: news.Person, Entity: localID(written), Name: written, Country: country, Role: role})
	r.keys = append(r.keys, key)
}

// place adds where it happened, by an id that all reports of the place give.
func (r *toldReport) place(name string) {
	r.mention(news.Mention{Kind: news.Place, Entity: "GN:" + localID(name), Name: name})
}

func (r *toldReport) mention(m news.Mention) {
	m.Span = news.Span{Start: len(r.doc.Text), End: len(r.doc.Text) + len(m.Name)}
	r.doc.Text += m.Name + "\n"
	if !slices.ContainsFunc(r.doc.Mentions, func(o news.Mention) bool { return o.Span == m.Span }) {
		r.doc.Mentions = append(r.doc.Mentions, m)
	}
}
