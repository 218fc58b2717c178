// Package jsonld writes the record in the words of schema.org as one JSON-LD graph: reports as NewsArticle with their
// quotes, entries as Event where they took place or are to, and as Claim with the words that it appears in; people,
// bodies and places once each. What was denied or only asked for is a Claim and no Event: schema.org knows no event
// that is not one. The file may stand inside a page: no text in it ends a script element.
package jsonld

import (
	"context"
	"io"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Format is schema.org as JSON-LD.
func Format() format.Format {
	return format.Format{
		Name: "jsonld", Extension: ".jsonld", MediaType: "application/ld+json",
		About:   "schema.org as JSON-LD: articles, events, claims, people, organisations and places as one graph",
		Stories: true, Writer: format.WriterFunc(write),
	}
}

// node is one thing of the graph, or one inside another.
type node map[string]any

// ref names a thing that stands elsewhere.
func ref(id string) node { return node{"@id": id} }

// set gives n a property unless it is empty.
func (n node) set(property string, v any) {
	switch v := v.(type) {
	case string:
		if v == "" {
			return
		}
	case []string:
		if len(v) == 0 {
			return
		}
	case []node:
		if len(v) == 0 {
			return
		}
	case node:
		if len(v) == 0 {
			return
		}
	}
	n[property] = v
}

type exporter struct {
	ctx  context.Context
	opt  format.Options
	docs *format.Reports
	list *kit.List
	cast kit.Cast
	lost format.Drops
}

func write(ctx context.Context, src format.Source, opt format.Options, w io.Writer) (format.Dropped, error) {
	x := &exporter{
		ctx: ctx, opt: opt, docs: format.NewReports(src),
		list: kit.NewList(w, `{"@context":"https://schema.org","@graph":[`, true),
	}
	for s, err := range src.Stories(ctx, opt.Filter) {
		if err != nil {
			return nil, err
		}
		if err := x.story(s); err != nil {
			return nil, err
		}
	}
	for key, m := range x.cast.Members(ctx, src) {
		if m.Err != nil {
			return nil, m.Err
		}
		if err := x.list.Add(x.member(key, &m.Entity)); err != nil {
			return nil, err
		}
	}
	return x.lost.List(), x.list.Close("\n]}\n")
}

func (x *exporter) story(s *news.Story) error {
	docs, err := kit.Load(x.ctx, x.docs, s.Reports)
	if err != nil {
		return err
	}
	for _, doc := range docs {
		n, err := x.article(doc)
		if err != nil {
			return err
		}
		if err := x.list.Add(n); err != nil {
			return err
		}
	}
	if err := x.list.Add(x.whole(s, docs)); err != nil {
		return err
	}
	for _, e := range kit.Narrow(x.opt, s.Entries) {
		if err := x.entry(e); err != nil {
			return err
		}
	}
	return x.differences(s)
}

// whole is a story: the collection of its reports, about what its entries tell.
func (x *exporter) whole(s *news.Story, docs []*news.Document) node {
	n := node{"@type": "Collection", "@id": storyID(s)}
	n.set("identifier", s.ID)
	n.set("name", titles(s))
	if s.From != "" && s.To != "" {
		n.set("temporalCoverage", s.From+"/"+s.To)
	}
	n.set("url", kit.URI(format.Page(x.opt.Base, "stories", s.ID)))
	var parts, about []node
	for _, doc := range docs {
		if !doc.Withdrawn {
			parts = append(parts, ref(kit.ReportID(&doc.Report)))
		}
	}
	for _, e := range kit.Narrow(x.opt, s.Entries) {
		if isEvent(e.Status) {
			about = append(about, ref(eventID(e)))
		}
	}
	n.set("hasPart", parts)
	n.set("about", about)
	return n
}

func storyID(s *news.Story) string { return kit.URN("story", s.ID) }

// titles are the titles of a story, each in its language.
func titles(s *news.Story) []node {
	var out []node
	for _, l := range s.Languages {
		if t := kit.Line(s.Titles[l]); t != "" {
			out = append(out, inLanguage(t, l))
		}
	}
	if len(out) == 0 {
		t, l := kit.Title(s)
		out = append(out, inLanguage(t, l))
	}
	return out
}

// inLanguage is a text with its language.
func inLanguage(s string, l news.Lang) node {
	if l == "" || l == news.Undetermined {
		return node{"@value": s}
	}
	return node{"@value": s, "@language": string(l)}
}
