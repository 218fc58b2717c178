package record

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Judged returns the verdicts on what became of a commitment that docs, the reports of its story, tell of: those that rest on its
// words, in the order in which they were given. Of two on the same follow-up the later holds.
func Judged(c *news.Commitment, docs []*news.Document, all []news.Verdict) []news.Verdict {
	var out []news.Verdict
	for _, v := range all {
		if v.Commitment != c.Kind || !restsOn(docs, v.Made, clauses(c)) {
			continue
		}
		out = append(slices.DeleteFunc(out, func(o news.Verdict) bool { return sameFollowUp(o, v) }), v)
	}
	return out
}

// clauses are where the reports say what is to be done.
func clauses(c *news.Commitment) []news.ReportSpan {
	out := make([]news.ReportSpan, len(c.What))
	for i, w := range c.What {
		out[i] = news.ReportSpan{Report: w.Report, Span: w.Clause}
	}
	return out
}

// restsOn reports whether evidence in docs has words that were quoted from one of them.
func restsOn(docs []*news.Document, words []news.Quoted, evidence []news.ReportSpan) bool {
	there := slices.ContainsFunc(words, func(q news.Quoted) bool { return among(docs, q.Report) })
	return there && newReading(docs).evident(evidence, words, verbatim) > 0
}

func among(docs []*news.Document, report string) bool {
	return slices.ContainsFunc(docs, func(d *news.Document) bool { return d.ID == report })
}

// sameFollowUp reports whether two verdicts on a commitment are about one follow-up.
func sameFollowUp(a, b news.Verdict) bool {
	return a.Kind == b.Kind && slices.ContainsFunc(a.Told, func(q news.Quoted) bool {
		return slices.ContainsFunc(b.Told, func(o news.Quoted) bool { return q.Report == o.Report && q.Text == o.Text })
	})
}

// Judge is the verdict on a follow-up of a commitment; docs are the reports that tell of either.
func Judge(c *news.Commitment, f *news.FollowUp, docs []*news.Document, accepted bool) news.Verdict {
	r := newReading(docs)
	quoted := func(spans []news.ReportSpan) []news.Quoted {
		var out []news.Quoted
		for _, s := range spans {
			if words := r.quote(s); words != "" {
				out = append(out, news.Quoted{ReportSpan: s, Text: words})
			}
		}
		return out
	}
	return news.Verdict{
		Accepted: accepted, Commitment: c.Kind, Made: quoted(clauses(c)), Kind: f.Kind, Told: quoted(f.Evidence),
		Date: f.Date, Reason: f.Reason, Confidence: f.Confidence,
	}
}

// Standing is where reports have now the words that a verdict quotes of what became of a commitment: nowhere in one that was withdrawn,
// or that says something else since.
func Standing(v *news.Verdict, docs []*news.Document) []news.ReportSpan {
	var out []news.ReportSpan
	for _, q := range v.Told {
		i := slices.IndexFunc(docs, func(d *news.Document) bool { return d.ID == q.Report && !d.Withdrawn })
		if i < 0 {
			continue
		}
		text, at := docs[i].Text, q.Span
		if at.End > len(text) || at.In(text) != q.Text {
			from := strings.Index(text, q.Text)
			if from < 0 {
				continue
			}
			at = news.Span{Start: from, End: from + len(q.Text)}
		}
		out = append(out, news.ReportSpan{Report: q.Report, Span: at})
	}
	return out
}

// Accepted is the follow-up of a commitment that a verdict accepted: evidence is where its words stand, in reports of a story.
func Accepted(c *news.Commitment, v *news.Verdict, story *news.Story, evidence []news.ReportSpan) news.FollowUp {
	f := news.FollowUp{
		Kind: v.Kind, Story: story.ID, Date: v.Date, Evidence: evidence, Reason: v.Reason, Confidence: v.Confidence, Accepted: v,
	}
	for _, e := range story.Entries {
		if slices.ContainsFunc(e.Evidence, func(s news.ReportSpan) bool { return slices.Contains(evidence, s) }) {
			f.Entry = e.ID
			break
		}
	}
	f.ID = followUpID(c, &f)
	return f
}

// Became is what became of a commitment as the user has it: the kind of the latest follow-up that was accepted, "" where none was. That
// it was made again is no end of it.
func Became(after []news.FollowUp) news.FollowUpKind {
	var last *news.FollowUp
	for i := range after {
		f := &after[i]
		if f.Accepted == nil || f.Kind == news.Repeated {
			continue
		}
		if last == nil || laterTold(f, last) {
			last = f
		}
	}
	if last == nil {
		return ""
	}
	return last.Kind
}

// laterTold reports whether a follow-up tells of a later day than another, or was accepted later where the days are one.
func laterTold(a, b *news.FollowUp) bool {
	switch {
	case a.Date == nil || b.Date == nil:
		return b.Date == nil && (a.Date != nil || a.Accepted.Number > b.Accepted.Number)
	default:
		return cmp.Or(day(a.Date.To).Compare(day(b.Date.To)), cmp.Compare(a.Accepted.Number, b.Accepted.Number)) > 0
	}
}

// followUpID names a follow-up by the story of its commitment and, shortly, by the words that both rest on.
func followUpID(c *news.Commitment, f *news.FollowUp) string {
	h := fnv.New64a()
	write := func(kind string, at []news.ReportSpan) {
		_, _ = h.Write(append([]byte(kind), 0))
		if len(at) > 0 {
			_, _ = h.Write([]byte(at[0].Report + "\x00" + strconv.Itoa(at[0].Span.Start) + "\x00" + strconv.Itoa(at[0].Span.End) + "\x00"))
		}
	}
	write(string(c.Kind), clauses(c))
	write(string(f.Kind), f.Evidence)
	return c.Story + "." + strconv.FormatUint(h.Sum64()%namesOfFollowUps, 36)
}

// namesOfFollowUps is how many names the follow-ups of a story's commitments may have: six digits or letters.
const namesOfFollowUps = 36 * 36 * 36 * 36 * 36 * 36
