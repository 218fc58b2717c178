// Package index derives from a document what a store keeps beside it for lists and
// searches: the posting terms, the names of its entities, its place in time, its
// folded words, and from a query the phrases to look for and the snippet to
// show. All stores use it, so that they answer alike. It keeps nothing.
package index

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/meaning"
	"github.com/dragoman-news/dragoman/internal/news"
)

// maxID bounds the length of an id in bytes: URLs serve as ids, whole pages do not.
const maxID = 4096

// Check says whether a document can be kept: it has an id, its texts are UTF-8,
// its publication lies in the years 1 to 9999, every span is in range and splits no rune, and
// its vectors can be compared.
// Its error has code news.Invalid.
func Check(doc *news.Document) error {
	if doc == nil {
		return invalid("a report is missing", "")
	}
	if err := checkID(doc.ID); err != nil {
		return err
	}
	for _, s := range []struct{ name, value string }{
		{"text", doc.Text}, {"title", doc.Title}, {"source", doc.Source}, {"site", doc.Site}, {"language", string(doc.Lang)},
	} {
		if !utf8.ValidString(s.value) {
			return invalid(fmt.Sprintf("report %s: its %s is not UTF-8", doc.ID, s.name), "read it again: decoding comes before keeping")
		}
	}
	if p := doc.Published; p != nil {
		for _, t := range []int{p.From.UTC().Year(), p.To.UTC().Year(), p.From.Year(), p.To.Year()} {
			if t < 1 || t > 9999 {
				return invalid(fmt.Sprintf("report %s: published in year %d", doc.ID, t), "")
			}
		}
		if p.To.Before(p.From) {
			return invalid(fmt.Sprintf("report %s: its publication ends before it begins", doc.ID), "")
		}
	}
	if err := checkSpans(doc); err != nil {
		return err
	}
	return checkVectors(doc)
}

// checkVectors wants vectors of one length, a model's name, and no more sentences
// than the document has.
func checkVectors(doc *news.Document) error {
	r := doc.Reading
	if r == nil || len(r.Lead) == 0 && len(r.Sentences) == 0 {
		return nil
	}
	d := len(r.Lead)
	for _, v := range r.Sentences {
		if d == 0 {
			d = len(v)
		}
		if len(v) > 0 && len(v) != d {
			return invalid(fmt.Sprintf("report %s: vectors of %d and of %d values", doc.ID, d, len(v)), "")
		}
	}
	switch {
	case d > meaning.MaxDimensions:
		return invalid(fmt.Sprintf("report %s: vectors of %d values, at most %d are kept", doc.ID, d, meaning.MaxDimensions), "")
	case len(r.Sentences) > len(doc.Sentences):
		return invalid(fmt.Sprintf("report %s: vectors of %d sentences, it has %d", doc.ID, len(r.Sentences), len(doc.Sentences)), "")
	case d > 0 && r.Model == "" || !utf8.ValidString(r.Model):
		return invalid(fmt.Sprintf("report %s: vectors of a model named %q", doc.ID, r.Model), "")
	}
	return nil
}

func checkID(id string) error {
	switch {
	case id == "":
		return invalid("a report has no id", "give it one, or let reading make it from the URL or the text")
	case len(id) > maxID:
		return invalid(fmt.Sprintf("an id of %d bytes, at most %d are kept", len(id), maxID), "")
	case !utf8.ValidString(id):
		return invalid(fmt.Sprintf("the id %q is not UTF-8", id), "")
	}
	for _, r := range id {
		if r < ' ' || r == 0x7f {
			return invalid(fmt.Sprintf("the id %q has a control character", id), "")
		}
	}
	return nil
}

// spanCheck remembers the first span that does not fit the text.
type spanCheck struct {
	doc *news.Document
	err error
}

func checkSpans(doc *news.Document) error {
	c := &spanCheck{doc: doc}
	for _, s := range doc.Sentences {
		c.span("sentence", s)
	}
	for _, l := range doc.Languages {
		c.span("language", l.Span)
	}
	for _, d := range doc.Dates {
		c.span("date", d.Span)
	}
	for _, m := range doc.Mentions {
		c.span("mention", m.Span)
		c.utf8("mention", m.Name, m.Role, m.Entity, m.Country, m.Sector)
	}
	for _, r := range doc.References {
		c.span("reference", r.Span)
		c.mention("reference", r.Mention)
		c.utf8("reference", r.Name, r.Entity, r.Country, r.Sector)
	}
	for _, q := range doc.Quotes {
		c.span("quote", q.Span)
		c.span("speaker", q.SpeakerSpan)
		c.mention("quote", q.SpeakerMention)
	}
	for _, e := range doc.Events {
		for _, s := range e.Evidence {
			c.span("evidence", s)
		}
		for _, a := range e.AccordingTo {
			c.span("attribution", a.Span)
		}
		for _, p := range slices.Concat(e.Actors, e.Recipients) {
			c.mention("party", p.Mention)
			c.utf8("party", p.Name, p.Entity, p.Country, p.Sector)
		}
	}
	return c.err
}

func (c *spanCheck) span(what string, s news.Span) {
	text := c.doc.Text
	switch {
	case c.err != nil:
	case s.Start < 0 || s.End < s.Start || s.End > len(text):
		c.err = invalid(fmt.Sprintf("report %s: the %s at %d-%d lies outside its text of %d bytes", c.doc.ID, what, s.Start, s.End, len(text)), "")
	case !boundary(text, s.Start) || !boundary(text, s.End):
		c.err = invalid(fmt.Sprintf("report %s: the %s at %d-%d splits a character", c.doc.ID, what, s.Start, s.End), "")
	}
}

func (c *spanCheck) mention(what string, i int) {
	if c.err == nil && (i < -1 || i >= len(c.doc.Mentions)) && (i != 0 || len(c.doc.Mentions) > 0) {
		c.err = invalid(fmt.Sprintf("report %s: the %s names mention %d of %d", c.doc.ID, what, i, len(c.doc.Mentions)), "")
	}
}

func (c *spanCheck) utf8(what string, values ...string) {
	for _, v := range values {
		if c.err == nil && !utf8.ValidString(v) {
			c.err = invalid(fmt.Sprintf("report %s: %q of a %s is not UTF-8", c.doc.ID, v, what), "")
		}
	}
}

func boundary(s string, i int) bool { return i == len(s) || utf8.RuneStart(s[i]) }

func invalid(message, hint string) error {
	return &news.Error{Code: news.Invalid, Message: message, Hint: hint}
}
