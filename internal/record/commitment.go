package record

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strconv"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Commitments returns what was agreed, promised, offered, threatened, demanded and asked for in a
// story: docs are its reports, the earliest first; copies among them say nothing of their own. What
// several reports tell of one commitment is one, with the words of each. The order is that of the
// reports and of their texts.
func Commitments(docs []*news.Document, story *news.Story) []news.Commitment {
	var groups [][]found
	for _, d := range docs {
		if d.CopyOf != "" || d.Withdrawn {
			continue
		}
		for _, f := range inReport(d) {
			if g := bestGroup(groups, f); g >= 0 {
				groups[g] = append(groups[g], f)
			} else {
				groups = append(groups, []found{f})
			}
		}
	}
	out := make([]news.Commitment, 0, len(groups))
	for _, g := range groups {
		out = append(out, commitmentOf(g, story))
	}
	return out
}

// mostGroups is how many commitments a finding is compared with, the latest: no story has so many but one that
// was made to.
const mostGroups = 1000

// bestGroup is the place of the group that tells of the same commitment as f, -1 where none does.
// f has to be like all of a group, or groups would drift.
func bestGroup(groups [][]found, f found) int {
	best, top := -1, 0.0
	first := max(0, len(groups)-mostGroups)
	for i, g := range groups[first:] {
		fit := 0.0
		for _, o := range g {
			l := o.like(f)
			if l == 0 {
				fit = 0
				break
			}
			fit = max(fit, l)
		}
		if fit > top {
			best, top = first+i, fit
		}
	}
	return best
}

// like says how well two findings are one commitment, 0 for not at all.
func (f found) like(o found) float64 {
	if f.kind != o.kind || f.due != nil && o.due != nil && disjoint(*f.due, *o.due) {
		return 0
	}
	if share(f.who, o.who) == 0 {
		return 0
	}
	if len(f.to) > 0 && len(o.to) > 0 && share(f.to, o.to) == 0 {
		return 0
	}
	return f.gist.like(o.gist)
}

// disjoint reports whether two intervals have no day in common.
func disjoint(a, b news.Interval) bool {
	return day(a.To).Before(day(b.From)) || day(b.To).Before(day(a.From))
}

// commitmentOf puts together what a group says.
func commitmentOf(g []found, story *news.Story) news.Commitment {
	first := g[0]
	c := news.Commitment{ID: first.id(), Kind: first.kind, Status: news.Occurred, Made: made(g)}
	if story != nil {
		c.Story = story.ID
	}
	for _, f := range g {
		c.Who = addParties(c.Who, f.who, f.doc.ID)
		c.To = addParties(c.To, f.to, f.doc.ID)
		c.Confidence = max(c.Confidence, f.confidence)
		if c.Due == nil || f.due != nil && daysBeyond(*f.due) < daysBeyond(*c.Due) {
			c.Due = f.due
		}
		if f.event != nil && c.Type == "" {
			c.Type = f.event.Type
			if f.event.Status != news.Background {
				c.Status = f.event.Status
			}
		}
		if c.Entry == "" {
			c.Entry = f.entry(story)
		}
		if n := len(c.What); n == 0 || c.What[n-1].Report != f.doc.ID {
			c.What = append(c.What, news.Wording{
				Report: f.doc.ID, Lang: f.doc.Lang, Text: f.clause.In(f.doc.Text), Clause: f.clause, Sentence: f.sentence,
			})
		}
	}
	return c
}

// daysBeyond is how many days an interval has, less one.
func daysBeyond(iv news.Interval) float64 { return day(iv.To).Sub(day(iv.From)).Hours() / 24 }

// made is when a commitment was entered into: the first date of its events, else the first publication.
func made(g []found) *news.Interval {
	for _, f := range g {
		if f.event != nil && f.event.Date != nil && (f.due == nil || disjoint(*f.event.Date, *f.due)) && !f.ahead(*f.event.Date) {
			return f.event.Date
		}
	}
	for _, f := range g {
		if f.doc.Published != nil {
			iv := f.doc.Published.Interval
			if days(iv.Precision) { // the hour of a report is not that of the deed
				iv = news.Interval{From: day(iv.From), To: day(iv.To), Precision: news.Day}
			}
			return &iv
		}
	}
	return nil
}

// entry is the id of the story's entry that the event of f went into, "" where there is none.
func (f found) entry(story *news.Story) string {
	if f.event == nil || story == nil {
		return ""
	}
	for _, e := range story.Entries {
		if e.Type != f.event.Type || e.Status != f.event.Status {
			continue
		}
		for _, sp := range f.event.Evidence {
			if slices.Contains(e.Evidence, news.ReportSpan{Report: f.doc.ID, Span: sp}) {
				return e.ID
			}
		}
	}
	return ""
}

// id hashes the report, the kind and the clause, so that it stays while the story around it moves.
func (f found) id() string {
	h := fnv.New64a()
	for _, s := range []string{f.doc.ID, string(f.kind), strconv.Itoa(f.clause.Start), strconv.Itoa(f.clause.End)} {
		_, _ = h.Write(append([]byte(s), 0))
	}
	return "c" + strconv.FormatUint(h.Sum64(), 36)
}

// ByDue orders commitments by when they are due, those without a date last, the earlier made before the later.
func ByDue(a, b news.Commitment) int {
	return cmp.Or(compareTimes(a.Due, b.Due), compareTimes(a.Made, b.Made), cmp.Compare(a.ID, b.ID))
}

func compareTimes(a, b *news.Interval) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return cmp.Or(day(a.To).Compare(day(b.To)), day(a.From).Compare(day(b.From)))
}
