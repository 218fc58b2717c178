package event

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// topic is a row of data/contexts.tsv that needs no words: a context that a sector of a party, or a mode of
// a type, brings along.
type topic struct {
	context string
	sector  string
	kind    news.EventType
	mode    string
}

// addContext takes in a row of contexts.tsv: language, context, words; or "*", context, "sector" or a type, and
// the sectors or modes.
func (r *Rules) addContext(f []string) string {
	if !modeName.MatchString(at(f, 1)) {
		return fmt.Sprintf("%q is no name of a context: small letters, such as military", at(f, 1))
	}
	if f[0] == "*" {
		return r.addTopic(f)
	}
	if bad := head(f, 3); bad != "" {
		return bad
	}
	for w := range strings.SplitSeq(f[2], "|") {
		r.at(f[0]).contexts.Add(w, f[1])
	}
	return ""
}

func (r *Rules) addTopic(f []string) string {
	if len(f) != 4 {
		return fmt.Sprintf("it has %d columns, parted by tabs, and needs 4", len(f))
	}
	for v := range strings.SplitSeq(f[3], "|") {
		t := topic{context: f[1], sector: v}
		if f[2] != "sector" {
			t = topic{context: f[1], kind: news.EventType(f[2]), mode: v}
			if bad := r.knows(f[2]); bad != "" {
				return bad
			}
		}
		r.topic = append(r.topic, t)
	}
	return ""
}

// contexts are what an event has to do with: by words of its sentence, by the sectors of its parties and by its
// mode, in the order of the alphabet, each once. The sentence is read whole, quotations too: what is
// spoken of there is what the event is about.
func (s *scan) contexts(sent sentence, e *news.Event) []string {
	var out []string
	for i := sent.from; i < sent.to; i++ {
		m := s.rows.contexts.At(s.text, s.toks, i)
		if m.N == 0 || i+m.N > sent.to || s.partOfName(i, m.N) {
			continue
		}
		out = append(out, m.Values...)
		i += m.N - 1
	}
	for _, t := range s.rules.topic {
		if t.kind == e.Type && (t.mode == e.Mode || t.mode == "-") || t.sector != "" && (hasSector(e.Actors, t.sector) || hasSector(e.Recipients, t.sector)) {
			out = append(out, t.context)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// partOfName reports whether words are part of a longer name: the "Security Council" of a "Supreme National Security Council".
func (s *scan) partOfName(i, n int) bool {
	m := s.named[i]
	return m >= 0 && s.all[m].Kind == news.Organisation && s.all[m].Span.Start < s.toks[i].Span.Start && s.named[i+n-1] == m
}

func hasSector(parties []news.Party, sector string) bool {
	return slices.ContainsFunc(parties, func(p news.Party) bool { return p.Sector == sector })
}
