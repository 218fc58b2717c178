package record

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// reading compares what entries rest on by its words.
type reading struct {
	docs  map[string]*news.Document
	words map[string]folded // by text
}

// folded is the words of a text as search compares them.
type folded struct {
	words []string
	run   string // with a space around each
}

func newReading(docs []*news.Document) *reading {
	r := &reading{docs: map[string]*news.Document{}, words: map[string]folded{}}
	for _, d := range docs {
		r.docs[d.ID] = d
	}
	return r
}

// quote returns the words of a span, "" where the report has no such span.
func (r *reading) quote(s news.ReportSpan) string {
	d := r.docs[s.Report]
	if d == nil || s.Span.Start < 0 || s.Span.Empty() || s.Span.End > len(d.Text) {
		return ""
	}
	return s.Span.In(d.Text)
}

// fold returns the words of a text.
func (r *reading) fold(s string) folded {
	if f, ok := r.words[s]; ok {
		return f
	}
	var f folded
	for _, t := range text.Analyze(s) {
		f.words = append(f.words, t.Word)
	}
	f.run = " " + strings.Join(f.words, " ") + " "
	r.words[s] = f
	return f
}

// The bounds of sayAlike.
const (
	withinWords = 4   // fewer words lie within another sentence by chance
	alikeShare  = 0.8 // a word or two of a sentence were changed, no more
)

// How nearly words have to be those that were quoted.
type likening int

const (
	verbatim likening = iota // the same, or one a piece of the other, for another reading parts sentences otherwise
	edited                   // or changed in a word or two
)

// sayAlike reports whether words are those that were quoted.
func sayAlike(said, quoted folded, how likening) bool {
	if len(said.words) == 0 || len(quoted.words) == 0 {
		return false
	}
	if said.run == quoted.run || runOf(said, quoted) || runOf(quoted, said) {
		return true
	}
	if how == verbatim {
		return false
	}
	left := map[string]int{}
	for _, w := range said.words {
		left[w]++
	}
	common := 0
	for _, w := range quoted.words {
		if left[w] > 0 {
			left[w]--
			common++
		}
	}
	return 2*float64(common) >= alikeShare*float64(len(said.words)+len(quoted.words))
}

// runOf reports whether a few words are a run of others.
func runOf(few, many folded) bool {
	return len(few.words) >= withinWords && strings.Contains(many.run, few.run)
}

// evident counts how many of the quoted words evidence has. Another report than the one that was quoted counts where it has the very same
// words: a copy that is found later takes the place of what it was made of.
func (r *reading) evident(evidence []news.ReportSpan, words []news.Quoted, how likening) int {
	of, runs := map[string][]news.ReportSpan{}, map[string]bool{}
	for _, e := range evidence {
		of[e.Report] = append(of[e.Report], e)
		if f := r.fold(r.quote(e)); len(f.words) > 0 {
			runs[f.run] = true
		}
	}
	n := 0
	for _, q := range words {
		if runs[r.fold(q.Text).run] || slices.ContainsFunc(of[q.Report], func(e news.ReportSpan) bool { return r.says(e, q, how) }) {
			n++
		}
	}
	return n
}

// says reports whether evidence in the report that was quoted says the same.
func (r *reading) says(e news.ReportSpan, q news.Quoted, how likening) bool {
	words := r.quote(e)
	return e == q.ReportSpan && words == q.Text || sayAlike(r.fold(words), r.fold(q.Text), how)
}

// rests reports whether a difference has to do with what was quoted.
func (r *reading) rests(d news.Difference, words []news.Quoted) bool {
	return slices.ContainsFunc(d.Values, func(v news.DifferenceValue) bool { return r.evident(v.Evidence, words, edited) > 0 })
}

// unjudged returns the reports of evidence that were not there when a correction was made, or have been revised since, and do
// not say the very words that were quoted then: a date that was changed is one word.
func (r *reading) unjudged(a *news.Anchor, evidence []news.ReportSpan, words []news.Quoted) []string {
	var out []string
	for _, report := range (&news.Entry{Evidence: evidence}).Voices() {
		doc := r.docs[report]
		if was, ok := a.Reports[report]; ok && doc != nil && max(was, 1) == max(doc.Revision, 1) {
			continue
		}
		of := slices.DeleteFunc(slices.Clone(evidence), func(e news.ReportSpan) bool { return e.Report != report })
		if r.evident(of, words, verbatim) == 0 {
			out = append(out, report)
		}
	}
	return out
}

// resemblance is how much an entry has of what an anchor says, the weightier first.
type resemblance [4]int

// find returns the index of the entry that an anchor means, -1 where there is none any more. One that is meant tells it in
// words that were quoted, and has the type or parties in common; what was told in the same words beside it is something else. Of
// two that may be meant and have no party in common with the anchor neither is. Only what has the same type and status, and parties in
// common, can be wrong: a verdict on it says nothing of what else the words may mean.
func (r *reading) find(a *news.Anchor, entries []news.Entry, wrong bool) int {
	best, top, equals := -1, resemblance{}, 0
	for i := range entries {
		l, ok := r.resembles(a, &entries[i], wrong)
		if !ok {
			continue
		}
		switch c := slices.Compare(l[:], top[:]); {
		case best < 0 || c > 0:
			best, top, equals = i, l, 1
		case c == 0:
			equals++
		}
	}
	if equals > 1 && top[3] == 0 {
		return -1
	}
	return best
}

// resembles compares an entry with an anchor. ok says whether it can be the one.
func (r *reading) resembles(a *news.Anchor, e *news.Entry, wrong bool) (l resemblance, ok bool) {
	parties := partiesOf(e)
	words := r.evident(e.Evidence, a.Words, edited)
	common, named := shared(a.Parties, parties), len(a.Parties) > 0 && len(parties) > 0
	oneType := e.Type == a.Type
	switch {
	case words == 0, slices.ContainsFunc(a.Beside, func(b news.Told) bool { return isSibling(a, &b, e, common) }),
		!oneType && (wrong || share(a.Parties, parties) == 0),
		wrong && (named && share(a.Parties, parties) == 0 || e.Status != a.Status):
		return l, false
	}
	return resemblance{one(oneType), words, one(e.Status == a.Status), common}, true
}

// isSibling reports whether an entry is rather what was told beside what an anchor means.
func isSibling(a *news.Anchor, b *news.Told, e *news.Entry, common int) bool {
	if b.Type != e.Type || b.Type == a.Type && b.Status != e.Status {
		return false
	}
	return e.Type != a.Type || shared(b.Parties, partiesOf(e)) > common
}

func partiesOf(e *news.Entry) []news.Party {
	return slices.Concat(news.Parties(e.Actors), news.Parties(e.Recipients))
}

// shared is how much two lists of parties have in common, those that are the same counted twice.
func shared(a, b []news.Party) int {
	equal, also := inCommon(a, b)
	return 2*equal + also
}

// one counts a truth.
func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// AnchorOf returns what an entry of a story, told without corrections, is known by; -1 is the story as a whole. docs are its reports.
func AnchorOf(s *news.Story, at int, docs []*news.Document) news.Anchor {
	a := news.Anchor{Reports: map[string]int{}}
	r := newReading(docs)
	for _, d := range docs {
		a.Reports[d.ID] = max(d.Revision, 1)
	}
	if at < 0 {
		return a
	}
	e := &s.Entries[at]
	a.Entry, a.Told, a.Words = e.ID, toldOf(e), r.quoted(e.Evidence)
	for i := range s.Entries {
		if i != at && r.evident(s.Entries[i].Evidence, a.Words, verbatim) > 0 {
			a.Beside = append(a.Beside, toldOf(&s.Entries[i]))
		}
	}
	return a
}

func toldOf(e *news.Entry) news.Told {
	return news.Told{Type: e.Type, Status: e.Status, Parties: partiesOf(e)}
}

func (r *reading) quoted(evidence []news.ReportSpan) []news.Quoted {
	out := make([]news.Quoted, len(evidence))
	for i, e := range evidence {
		out[i] = news.Quoted{ReportSpan: e, Text: r.quote(e)}
	}
	return out
}

// AgreementOn says that what reports differ on as an attribute of an entry is none; -1 is the story as a whole. It returns nil where they
// do not differ on that.
func AgreementOn(s *news.Story, at int, attribute string, docs []*news.Document) *news.Agreement {
	var out *news.Agreement
	r := newReading(docs)
	for _, d := range s.Differences {
		if d.Entry != at || d.Attribute != attribute {
			continue
		}
		if out == nil {
			out = &news.Agreement{Attribute: attribute}
		}
		for _, v := range d.Values {
			out.Values = append(out.Values, v.Value)
			out.Words = append(out.Words, r.quoted(v.Evidence)...)
		}
	}
	return out
}
