// Package record says what the reports of one story tell together: the merged
// events (entries), each attribute with the reports that give it, and where the
// reports disagree. Which reports are of one story, and which are copies, it leaves
// to package cluster; it reads documents and does no I/O.
package record

import (
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Story puts together what docs, the reports of one story with the earliest first,
// tell. copies names the original of each report that is a copy; copies are listed
// and counted, but what they say is what their original says, so they give no
// evidence of their own. Nor do reports that were withdrawn: they are listed as such, and
// have no title to give while another report has one. corrections are what the user said otherwise of
// what these reports tell.
func Story(id string, docs []*news.Document, copies map[string]string, corrections ...news.Correction) *news.Story {
	s := &news.Story{ID: id}
	list(s, docs, copies)
	own := speaking(docs, copies)
	sources := map[string]bool{}
	for _, d := range own {
		sources[d.Outlet()] = true
	}
	if s.Titles = titles(own); len(s.Titles) == 0 {
		s.Titles = titles(docs)
	}
	s.Sources = len(sources)
	slices.Sort(s.Languages)
	s.Languages = slices.Compact(s.Languages)
	s.Entries, s.Differences = Build(own)
	correct(s, docs, corrections)
	for i := range s.Entries {
		s.Entries[i].Story = id
	}
	if len(own) == 0 {
		own = docs // all were withdrawn: the days of publication are what is left
	}
	s.From, s.To = told(own, s.Entries)
	return s
}

// told returns the first and last day of what the entries say occurred; only days
// from a month before the first publication to the day after the last count, for a
// date far off is a mistake or background. Without any, it is the days of
// publication, and without these nothing.
func told(docs []*news.Document, entries []news.Entry) (from, to string) {
	published := span{}
	for _, d := range docs {
		if d.Published != nil {
			published.add(d.Published.Interval)
		}
	}
	events := span{}
	for _, e := range entries {
		if e.Status != news.Occurred || e.Date == nil || !days(e.Date.Precision) {
			continue
		}
		if published.set && (e.Date.To.Before(published.from.AddDate(0, -1, 0)) || e.Date.From.After(published.to.AddDate(0, 0, 2))) {
			continue
		}
		events.add(*e.Date)
	}
	if events.set {
		return events.iso()
	}
	return published.iso()
}

// span is the days that intervals cover.
type span struct {
	from, to time.Time
	set      bool
}

func (s *span) add(iv news.Interval) {
	from, to := day(iv.From), day(iv.To)
	if !s.set || from.Before(s.from) {
		s.from = from
	}
	if !s.set || to.After(s.to) {
		s.to = to
	}
	s.set = true
}

func (s *span) iso() (from, to string) {
	if !s.set {
		return "", ""
	}
	return s.from.Format(time.DateOnly), s.to.Format(time.DateOnly)
}

// day is the calendar date of t where it was written, as midnight in UTC.
func day(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// days reports whether p names a day or less.
func days(p news.Precision) bool {
	switch p {
	case news.Second, news.Minute, news.Hour, news.PartOfDay, news.Day:
		return true
	}
	return false
}
