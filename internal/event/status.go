package event

import (
	"cmp"
	"slices"
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
	// "announced that they had reached": in what somebody said, the past of the past is no more than past.
	told := c.says == news.Occurred && s.toldAt(h.from) >= 0
	for i := sent.from; i < sent.to; i++ {
		if i >= h.from && i < h.to || s.said[i] {
			continue
		}
		m := s.rows.cues.At(s.text, s.toks, i)
		if m.N == 0 {
			continue
		}
		for _, c := range m.Values {
			if c.any || i < h.from && h.from-(i+m.N) <= near && !s.parted(i+m.N, h.from) && (c.status != news.Background || !told) {
				got[c.status] = true
			}
		}
	}
	if s.recalled(sent, h, c.says) {
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

// fresh is how many days before publication a time is that of the news itself.
const fresh = 7

// recalled reports whether the words of an event are set in a time well before the report's: one that no fresh time stands nearer to, and
// that is not of a clause behind them in a sentence of what the model takes for news ("embraced the emir, who had not been there since 2017").
func (s *scan) recalled(sent sentence, h hit, says news.Status) bool {
	at := s.words(h.from, max(h.to, h.from+1))
	if h.whole {
		at = news.Span{Start: sent.span.Start, End: sent.span.Start}
	}
	var old, now []news.Span
	for _, d := range s.dates(sent.span) {
		if s.doc.Published == nil || d.Interval == nil {
			continue
		}
		switch hours := s.doc.Published.From.Sub(d.Interval.To).Hours(); {
		case hours > longAgo*24:
			old = append(old, d.Span)
		case hours <= fresh*24 && hours > -fresh*24:
			now = append(now, d.Span)
		}
	}
	for i := sent.from; i < sent.to; i++ {
		y := yearOf(s.toks[i])
		if y > 0 && (s.doc.Published != nil && y < s.doc.Published.From.Year() || s.doc.Published == nil && !s.fullDate(s.toks[i].Span)) {
			old = append(old, s.toks[i].Span) // news seldom writes out its own year
		}
	}
	for _, sp := range old {
		nearer := func(o news.Span) bool { return gap(o, at) < gap(sp, at) }
		behind := says == news.Occurred && sp.Start > at.End && !h.whole && s.parted(h.to, tokenAt(s.toks, sp.Start))
		if !behind && !slices.ContainsFunc(now, nearer) {
			return true
		}
	}
	return false
}

// gap is how many bytes lie between two spans.
func gap(a, b news.Span) int { return max(0, b.Start-a.End, a.Start-b.End) }

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
