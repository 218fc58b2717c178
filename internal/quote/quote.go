// Package quote finds what people are reported to have said, directly and
// indirectly, and who said it. It reads a document's text and mentions and returns
// spans; names come from the mentions, and whether the words are true is nobody's
// business here.
//
// Quotation marks alone make no quote: somebody must be said to say it. A verb of
// speech beside the marks, of the rows in data/verbs.tsv, and a speaker near it do.
package quote

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// Find returns the quotes of doc in the order of the text.
func Find(doc *news.Document) []news.Quote {
	s := newScan(doc)
	if len(s.toks) == 0 {
		return nil
	}
	var out []news.Quote
	for _, m := range marked(doc.Text) {
		if q, ok := s.direct(m); ok {
			out = append(out, q)
		}
		s.prior = out
	}
	out = append(out, s.indirect(out)...)
	out = append(out, s.byTags(out)...)
	slices.SortStableFunc(out, func(a, b news.Quote) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	s.prior = out
	for i := range out {
		out[i].Addressee = s.addressee(out[i])
		if m := out[i].SpeakerMention; m >= 0 {
			out[i].SpeakerMention = s.named[m]
		}
	}
	return out
}

// scan is the work on one document.
type scan struct {
	doc    *news.Document
	text   string
	all    []news.Mention // the mentions, and as such the titles and pronouns that mean somebody
	named  []int          // for each of all: the index into doc.Mentions of a name, -1 if none
	verbs  *verbs
	heads  heads // what the reading model marked
	toks   []phrase.Token
	who    []int                  // for each token: index of the person or organisation that covers it, -1
	any    []int                  // for each token: index of the mention that covers it, -1
	said   []int                  // for each token: tokens of the verb of speech that begins there, 0 if none
	prior  []news.Quote           // the direct quotes so far, in order
	told   []news.Quote           // the indirect ones so far, in order; read after the direct ones
	titles map[int][]phrase.Token // the words of the roles of mentions, nil until asked for
	people []int                  // a mention for each person and title
	only   map[string]int         // country: the one person from there, -1 for several; nil until asked for
	tails  map[string]int         // last part of a name: the one person of it, -1 for several; nil until asked for
	home   map[string]string      // entity: the country that the report gives a person
	long   map[string]string      // entity: the longest name the report has for it
}

func newScan(doc *news.Document) *scan {
	s := &scan{doc: doc, text: doc.Text, verbs: forLang(doc.Lang), heads: headsOf(doc.Reading), toks: phrase.Tokens(doc.Text), long: map[string]string{}, home: map[string]string{}}
	s.all, s.named = doc.Everybody()
	n := len(s.toks)
	s.who, s.any, s.said = make([]int, n), make([]int, n), make([]int, n)
	at := 0
	for i, t := range s.toks {
		s.who[i], s.any[i] = -1, -1
		for at < len(s.all) && s.all[at].Span.End <= t.Span.Start {
			at++
		}
		if at < len(s.all) && s.all[at].Span.Overlaps(t.Span) {
			s.any[i] = at
			if s.speaks(s.all[at]) {
				s.who[i] = at
			}
		}
		if s.any[i] < 0 {
			s.said[i] = s.verbs.said.At(s.text, s.toks, i).N
		}
	}
	for _, m := range doc.Mentions {
		if m.Kind == news.Person && m.Country != "" {
			s.home[m.Entity] = m.Country
		}
		if name := m.Span.In(doc.Text); m.Kind == news.Person && len(name) > len(s.long[m.Entity]) {
			s.long[m.Entity] = name
		}
	}
	return s
}

// isName reports whether one of all is a name, not a title or pronoun.
func (s *scan) isName(i int) bool {
	n := s.named[i]
	return n >= 0 && s.doc.Mentions[n].Span == s.all[i].Span
}

// speaks reports whether a mention can be a speaker: a person, a body, or a place that
// stands for its government, without an ending that another part of the clause has.
func (s *scan) speaks(m news.Mention) bool {
	if m.Kind == news.Person || m.Kind == news.Organisation {
		return true
	}
	rest := s.text[m.Span.End:]
	return m.ActsAs != nil && !m.Adjective && !strings.HasPrefix(rest, "'") && !strings.HasPrefix(rest, "’")
}

// name is what a speaker is called: in full where the report does so anywhere.
func (s *scan) name(mention int) string {
	m := s.all[mention]
	if m.ActsAs != nil {
		return m.ActsAs.Name
	}
	if m.Kind != news.Person || m.Name != m.Span.In(s.text) {
		return m.Name
	}
	return cmp.Or(s.long[m.Entity], m.Name)
}

// tokenAt is the index of the first token that begins at byte at or later.
func (s *scan) tokenAt(at int) int {
	i, _ := slices.BinarySearchFunc(s.toks, at, func(t phrase.Token, at int) int { return cmp.Compare(t.Span.Start, at) })
	return i
}
