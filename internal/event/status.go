package event

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// near is how many tokens before a trigger a cue may stand.
const near = 5

// statuses in the order in which they outrank one another.
var statuses = []news.Status{news.Denied, news.Background, news.Planned, news.CalledFor}

// status tells what happened from what was said, planned or long ago.
func (s *scan) status(sent sentence, c candidate) news.Status {
	h := c.hit
	got := map[news.Status]bool{h.status: true, news.Planned: h.future || h.status == news.Planned}
	for i := sent.from; i < sent.to; i++ {
		if i >= h.from && i < h.to || s.said[i] {
			continue
		}
		m := s.rows.cues.At(s.text, s.toks, i)
		if m.N == 0 {
			continue
		}
		for _, c := range m.Values {
			if c.any || i < h.from && h.from-(i+m.N) <= near && !s.parted(i+m.N, h.from) {
				got[c.status] = true
			}
		}
	}
	if s.recalled(sent) {
		got[news.Background] = true
	}
	if h.shape == "ask" {
		delete(got, news.CalledFor) // the request itself was made
	}
	for _, st := range statuses {
		if got[st] {
			return st
		}
	}
	return cmp.Or(c.says, news.Occurred)
}

// parted reports whether a comma or the like lies between two tokens.
func (s *scan) parted(from, to int) bool {
	for i := from; i <= to && i < len(s.toks); i++ {
		if i > 0 && i > from-1 && s.toks[i].Before&(phrase.Comma|phrase.Colon|phrase.Dash) != 0 {
			return true
		}
	}
	return false
}

// longAgo is how many days before publication an event counts as recalled.
const longAgo = 45

// recalled reports whether the sentence is set in a time well before the report's.
func (s *scan) recalled(sent sentence) bool {
	if s.doc.Published != nil {
		for _, d := range s.dates(sent.span) {
			if d.Interval != nil && s.doc.Published.From.Sub(d.Interval.To).Hours() > longAgo*24 {
				return true
			}
		}
	}
	for i := sent.from; i < sent.to; i++ {
		y := yearOf(s.toks[i])
		switch {
		case y == 0:
		case s.doc.Published != nil && y < s.doc.Published.From.Year():
			return true
		case s.doc.Published == nil && !s.fullDate(s.toks[i].Span):
			return true // news seldom writes out its own year
		}
	}
	return false
}

// fullDate reports whether the year at a span belongs to a date with a day.
func (s *scan) fullDate(year news.Span) bool {
	for _, d := range s.dates(news.Span{Start: max(0, year.Start-80), End: year.End}) {
		if d.Span.Contains(year) && d.Interval != nil {
			return d.Interval.Precision != news.Year && d.Interval.Precision != news.Month
		}
	}
	return false
}

func yearOf(t phrase.Token) int {
	if !t.Digit || len(t.Key) != 4 || !strings.HasPrefix(t.Key, "19") && !strings.HasPrefix(t.Key, "20") {
		return 0
	}
	y, err := strconv.Atoi(t.Key)
	if err != nil {
		return 0
	}
	return y
}
