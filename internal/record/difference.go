package record

import (
	"cmp"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// differences compares what the reports say of each draft.
func differences(drafts []*draft, docs []*news.Document) []news.Difference {
	var out []news.Difference
	for i, d := range drafts {
		for _, attribute := range []struct {
			name   string
			claims []claim
		}{{"date", dates(d)}, {"place", places(d, docs)}} {
			if vs := rival(attribute.claims); len(vs) > 1 {
				out = append(out, news.Difference{Entry: i, Attribute: attribute.name, Values: vs})
			}
		}
		if vs := statuses(drafts, i); len(vs) > 1 {
			out = append(out, news.Difference{Entry: i, Attribute: "status", Values: vs})
		}
		if vs := outcomes(drafts, docs, i); len(vs) > 1 {
			out = append(out, news.Difference{Entry: i, Attribute: "status", Values: vs})
		}
		if vs := started(drafts, i); len(vs) > 1 {
			out = append(out, news.Difference{Entry: i, Attribute: "who did it", Values: vs})
		}
		for _, diff := range delegates(d, docs) {
			diff.Entry = i
			out = append(out, diff)
		}
	}
	out = append(out, figures(docs, drafts, out)...)
	return append(out, wording(docs)...)
}

// claim is a value that one telling gives.
type claim struct {
	value string
	telling
}

// rival groups claims by value, in the order of the reports. A report that gives
// two values gives none: it speaks of two things, or was misread.
func rival(claims []claim) []news.DifferenceValue {
	said := map[string]string{}
	unsure := map[string]bool{}
	for _, c := range claims {
		if v, ok := said[c.report]; ok && v != c.value {
			unsure[c.report] = true
		}
		said[c.report] = c.value
	}
	var out []news.DifferenceValue
	for _, c := range claims {
		if unsure[c.report] {
			continue
		}
		i := slices.IndexFunc(out, func(v news.DifferenceValue) bool { return v.Value == c.value })
		if i < 0 {
			i = len(out)
			out = append(out, news.DifferenceValue{Value: c.value})
		}
		v := &out[i]
		if !slices.Contains(v.Reports, c.report) {
			v.Reports = append(v.Reports, c.report)
		}
		for _, s := range c.event.Evidence {
			v.Evidence = append(v.Evidence, news.ReportSpan{Report: c.report, Span: s})
		}
	}
	return out
}

// dates returns the days that are given to the day. "Sunday" and "8 March" are one
// value once both are on the calendar, and "March" contradicts neither; a stretch of
// days contradicts a day outside it only.
func dates(d *draft) []claim {
	var exact []claim
	for _, t := range d.tellings {
		if iv := t.date; iv != nil && days(iv.Precision) {
			exact = append(exact, claim{value(*iv), t})
		}
	}
	var out []claim
	for _, t := range d.tellings {
		iv := t.date
		switch {
		case iv == nil:
		case days(iv.Precision):
			out = append(out, claim{value(*iv), t})
		case outside(*iv, exact):
			out = append(out, claim{value(*iv), t})
		}
	}
	return out
}

// outside reports whether iv holds none of the exact dates.
func outside(iv news.Interval, exact []claim) bool {
	for _, c := range exact {
		if d := day(c.date.From); !d.Before(day(iv.From)) && !d.After(day(iv.To)) {
			return false
		}
	}
	return len(exact) > 0
}

// places returns the towns that reports state; a country or region does not
// contradict a town, and what was inferred contradicts nothing. A report that names the other's town, too, knows of both: talks in one,
// the signing in the other.
func places(d *draft, docs []*news.Document) []claim {
	var out []claim
	for _, t := range d.tellings {
		if l := t.event.Location; l != nil && !l.Inferred && l.Precision == "city" {
			out = append(out, claim{l.Name, t})
		}
	}
	slices.SortStableFunc(out, func(a, b claim) int { return cmp.Compare(a.at, b.at) })
	for i := range out { // one spelling for one town
		for _, c := range out[:i] {
			if text.Fold(c.value) == text.Fold(out[i].value) {
				out[i].value = c.value
				break
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(out), func(c claim) bool {
		return slices.ContainsFunc(out, func(o claim) bool { return o.value != c.value && namesPlace(docs[c.at], o.value) })
	})
}

// namesPlace reports whether a report names a place.
func namesPlace(doc *news.Document, name string) bool {
	folded := text.Fold(name)
	return slices.ContainsFunc(doc.Mentions, func(m news.Mention) bool { return m.Kind == news.Place && text.Fold(m.Name) == folded })
}

// statuses returns the statuses of draft i and of those that deny it: the same
// type, parties and time. What is planned or asked for contradicts nothing.
func statuses(drafts []*draft, i int) []news.DifferenceValue {
	d := drafts[i]
	if d.first().Status != news.Occurred {
		return nil
	}
	claims := statusClaims(d)
	for _, o := range drafts {
		if o.first().Status != news.Denied {
			continue
		}
		denied := *o.first()
		denied.Status = news.Occurred
		if fits(d.first(), &denied) > 0 {
			claims = append(claims, statusClaims(o)...)
		}
	}
	return rival(claims)
}

func statusClaims(d *draft) []claim {
	out := make([]claim, len(d.tellings))
	for i, t := range d.tellings {
		out[i] = claim{string(t.event.Status), t}
	}
	return out
}

// value writes an interval as ISO dates: a day, or two with a slash between.
func value(iv news.Interval) string {
	from := day(iv.From).Format(time.DateOnly)
	if to := day(iv.To).Format(time.DateOnly); to != from {
		return from + "/" + to
	}
	return from
}
