package record

import (
	"cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

// due is the time in a clause that lies ahead of the report: the last that a word for "by" stands beside,
// else the first. Without a day of publication only the former count.
func (s *statement) due(clause news.Span) *news.Interval {
	var first, by *news.Interval
	for i := range s.doc.Dates {
		d := &s.doc.Dates[i]
		if d.Interval == nil || !clause.Overlaps(d.Span) {
			continue
		}
		months := s.reach(d.Span)
		if months == 0 && by != nil && s.joined(i) {
			months = byReach
		}
		iv := s.forward(d, months)
		switch ahead := (found{doc: s.doc}).ahead(*iv); {
		case months > 0 && (ahead || s.doc.Published == nil):
			by = iv
		case ahead && first == nil && !s.begun(*iv):
			first = iv
		}
	}
	return cmp.Or(by, first)
}

// joined reports whether date i of the document goes on the one before: "the end of the month of April" may be two.
func (s *statement) joined(i int) bool {
	return i > 0 && s.doc.Dates[i].Span.Start-s.doc.Dates[i-1].Span.End <= 4
}

// How many months ahead a month without a year, or a day of one, is looked for: behind a word for "by", and
// behind one for "in", which may stand for a month that is over.
const (
	byReach = 11
	onReach = 6
)

// forward is when a date is that may lie ahead: what is to be done "by June" is not meant for the June before,
// which a date without a year is taken for elsewhere.
func (s *statement) forward(d *news.Date, months int) *news.Interval {
	r := d.Relation
	if months == 0 || s.doc.Published == nil || r == nil || r.Direction != 0 || r.Unit != "" && r.Offset != 0 {
		return d.Interval
	}
	iv := *d.Interval
	last := day(s.doc.Published.To)
	switch {
	case !day(iv.To).Before(last):
		return d.Interval
	case r.Month > 0:
		iv.From = iv.From.AddDate(1, 0, 0)
		if iv.Precision == news.Month {
			iv.To = iv.From.AddDate(0, 1, -1)
		} else {
			iv.To = iv.To.AddDate(1, 0, 0)
		}
	case r.Weekday > 0 && months == byReach:
		iv.From, iv.To = iv.From.AddDate(0, 0, 7), iv.To.AddDate(0, 0, 7)
	}
	if day(iv.To).Before(last) || day(iv.From).After(last.AddDate(0, months, 0)) {
		return d.Interval
	}
	return &iv
}

// ahead reports whether an interval ends after the day on which the report was published.
func (f found) ahead(iv news.Interval) bool {
	return f.doc.Published != nil && day(iv.To).After(day(f.doc.Published.To))
}

// begun reports whether an interval had begun when the report was published: "this year" is due only with "by".
func (s *statement) begun(iv news.Interval) bool { return !day(iv.From).After(day(s.doc.Published.To)) }

// reach is how many months ahead a date may lie by the word in front of it, at most one other between, or
// behind it: 0 where there is no such word.
func (s *statement) reach(sp news.Span) int {
	from, to := s.tokensIn(sp)
	beside := func(r role) bool {
		for i := max(0, from-4); i < from; i++ {
			if n := s.is(r, i); n > 0 && from-(i+n) <= 1 {
				return true
			}
		}
		for i := from; i < min(to+2, len(s.toks)); i++ {
			if s.is(r, i) > 0 {
				return true
			}
		}
		return false
	}
	switch {
	case beside(roleBy):
		return byReach
	case beside(roleOn):
		return onReach
	}
	return 0
}
