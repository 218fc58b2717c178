package export

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Entity is dragoman.entity/1: who or what reports name.
type Entity struct {
	Schema  string  `json:"schema"`
	ID      string  `json:"id"`
	Kind    string  `json:"kind"`
	Name    string  `json:"name"`
	Country string  `json:"country"`
	Sector  string  `json:"sector"`
	Reports int     `json:"reports"`
	Aliases []Alias `json:"aliases"`
	Roles   []Role  `json:"roles"`
}

// Alias is one way to write a name.
type Alias struct {
	Name string `json:"name"`
	Lang string `json:"lang"`
	N    int    `json:"n"`
}

// Role is what reports called an entity, with the dates of the first and last
// report that did, "" where undated.
type Role struct {
	Title string `json:"title"`
	From  string `json:"from"`
	To    string `json:"to"`
	N     int    `json:"n"`
}

// NewEntity renders e.
func NewEntity(e *news.Entity) Entity {
	return Entity{
		Schema: EntitySchema, ID: e.ID, Kind: string(e.Kind), Name: e.Name, Country: e.Country,
		Sector: e.Sector, Reports: e.Reports,
		Aliases: each(e.Aliases, func(a news.Alias) Alias { return Alias{a.Name, string(a.Lang), a.N} }),
		Roles:   each(e.Roles, func(r news.Role) Role { return Role(r) }),
	}
}

// QuoteLine is dragoman.quote/1: one quote with where it was read.
type QuoteLine struct {
	Schema string `json:"schema"`
	Report string `json:"report"`
	Source string `json:"source"`
	Lang   string `json:"lang"`
	Date   string `json:"date"` // of the report, "" when undated
	Quote
}

// NewQuotes renders the quotes of doc, a line each.
func NewQuotes(doc *news.Document) []QuoteLine {
	d := NewDocument(doc)
	day := ""
	if d.Published != nil {
		day = d.Published.From
	}
	return each(d.Quotes, func(q Quote) QuoteLine {
		return QuoteLine{QuoteSchema, d.ID, d.Source, d.Lang, day, q}
	})
}

// Speaks reports whether the speaker of q is the entity asked for: its id, or its name in
// any spelling that the report uses of it.
func Speaks(doc *news.Document, q news.Quote, entity string) bool {
	want := text.Fold(entity)
	if strings.Contains(text.Fold(q.Speaker), want) {
		return true
	}
	if q.SpeakerMention < 0 {
		return false
	}
	id := doc.Mentions[q.SpeakerMention].Entity
	if id == entity {
		return true
	}
	for _, m := range doc.Mentions {
		if id != "" && m.Entity == id && (strings.Contains(text.Fold(m.Name), want) || strings.Contains(text.Fold(m.Span.In(doc.Text)), want)) {
			return true
		}
	}
	return false
}

// HitLine is dragoman.hit/1: one search hit. Highlight counts code points into
// Snippet. Found is "words" or "meaning"; by meaning Score is the cosine and Snippet
// the nearest sentence.
type HitLine struct {
	Schema    string  `json:"schema"`
	Report    string  `json:"report"`
	Title     string  `json:"title"`
	Lang      string  `json:"lang"`
	Source    string  `json:"source"`
	Date      string  `json:"date"`
	Score     float64 `json:"score"`
	Snippet   string  `json:"snippet"`
	Highlight []Span  `json:"highlight"`
	Found     string  `json:"found"`
}

// NewHit renders h.
func NewHit(h store.Hit) HitLine {
	c := newCounter(h.Snippet)
	return HitLine{
		Schema: HitSchema, Report: h.Report, Title: h.Title, Lang: string(h.Lang), Source: h.Source, Date: h.Day,
		Score: round(h.Score), Snippet: h.Snippet, Highlight: each(h.Highlight, c.span), Found: string(h.Found),
	}
}
