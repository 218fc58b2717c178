package date

import (
	"strings"
	"time"
	_ "time/tzdata" // "Asia/Tehran" resolves on machines without a zone database

	"github.com/dragoman-news/dragoman/internal/news"
)

// longestStamp is the longest string that Parse and FindPublished look at; a
// date line is far shorter.
const longestStamp = 400

// Parse reads one publication date as feeds, meta tags, bylines and scraped
// lines write it: RFC 3339, RFC 1123 and their broken variants, month and
// weekday names of all eleven languages, Persian and lunar Hijri dates, Chinese
// dates, "2020-03", "2020", seconds or milliseconds since 1970, with offsets,
// zone abbreviations that mean one thing, and IANA zone names. The first date
// in the string counts, so "[Updated: ...]" does not.
//
// hint is the language where it is known. 3/4/2020 is the third of April
// unless hint is English or the numbers decide; without a hint such a date is
// refused when both numbers could be the month and they differ, for then nobody
// can tell. A year from 1300 to 1420 is of the Persian calendar, one from 1421 to
// 1500 lunar Hijri. A time without a zone is Floating. Years outside 1800 to
// 2100 are refused: there is no clock here to say what is still to come.
func Parse(s string, hint news.Lang) (news.Interval, bool) {
	st, ok := read(s, hint)
	if !ok {
		return news.Interval{}, false
	}
	return st.interval, true
}

// stamp is a publication date found in a string.
type stamp struct {
	interval news.Interval
	span     news.Span // of its words in the string
	tokens   []token
	a, b     int // the tokens it covers
	lex      *lexicon
	numeric  bool // written as 2020-03-08
}

// read tries hint's language, then, where that finds no date, each of the others.
func read(s string, hint news.Lang) (stamp, bool) {
	if len(s) > longestStamp {
		s = s[:cut(s, 0, longestStamp)]
	}
	if iv, ok := epoch(s); ok {
		return stamp{interval: iv, span: news.Span{Start: 0, End: len(s)}, tokens: []token{}}, true
	}
	var best stamp
	for _, lang := range tryOrder(hint, s) {
		st, verdict := readAs(s, lang, hint)
		if verdict == refused {
			return stamp{}, false
		}
		if verdict == dated && (best.tokens == nil || grain[st.interval.Precision] < grain[best.interval.Precision]) {
			best = st
		}
		if best.tokens != nil && grain[best.interval.Precision] <= grain[news.Day] {
			break
		}
	}
	return best, best.tokens != nil
}

// verdict is what reading a string in one language comes to.
type verdict uint8

const (
	undated verdict = iota
	dated
	refused // a date that does not exist, or whose order nobody can tell
)

func readAs(s string, lang, hint news.Lang) (stamp, verdict) {
	b := bag{lex: lexiconOf(lang), hint: hint, src: s}
	b.tokens = tokenize(nil, s, 0, len(s))
	b.lex.look(s, b.tokens, nil)
	complete := b.gather()
	switch {
	case b.impossible:
		return stamp{}, refused
	case b.ambiguous && !b.labelled:
		return stamp{}, undated
	case !complete:
		return stamp{}, undated
	}
	iv, ok := b.interval()
	if !ok {
		return stamp{}, undated
	}
	span := news.Span{Start: b.tokens[b.from].Start, End: b.tokens[b.to-1].End}
	return stamp{iv, span, b.tokens, b.from, b.to, b.lex, b.hasNumeric}, dated
}

// tryOrder lists the languages whose words may stand in s, the hint first. The
// script narrows it.
func tryOrder(hint news.Lang, s string) []news.Lang {
	latin := []news.Lang{"en", "fr", "es", "de", "it", "pt", "tr"}
	order := latin
	for _, r := range s {
		switch {
		case r >= 0x0400 && r < 0x0530:
			order = []news.Lang{"ru"}
		case r >= 0x0600 && r < 0x0700 && digit(r) < 0:
			order = []news.Lang{"ar", "fa"}
			if strings.ContainsAny(s, "یپچژگک\u200c") {
				order = []news.Lang{"fa", "ar"}
			}
		case r >= 0x06F0 && r <= 0x06F9:
			order = []news.Lang{"fa", "ar"}
		case r >= 0x4E00 && r < 0xA000:
			order = []news.Lang{"zh"}
		default:
			continue
		}
		break
	}
	if _, ok := languages()[hint]; ok && hint != news.Undetermined {
		return append([]news.Lang{hint}, order...)
	}
	return order
}

// epoch reads seconds or milliseconds since 1970.
func epoch(s string) (news.Interval, bool) {
	s = strings.TrimSpace(s)
	if len(s) != 10 && len(s) != 13 {
		return news.Interval{}, false
	}
	var n int64
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return news.Interval{}, false
		}
		n = n*10 + int64(c-'0')
	}
	if len(s) == 13 {
		n /= 1000
	}
	t := time.Unix(n, 0).UTC()
	if t.Year() < 1980 || t.Year() > maxYear {
		return news.Interval{}, false
	}
	return news.Interval{From: t, To: t, Precision: news.Second}, true
}

// bag gathers the parts of a date in whatever order they stand.
type bag struct {
	lex      *lexicon
	hint     news.Lang
	src      string
	tokens   []token
	from, to int // tokens that belong to the date
	frame
	months     []item // readings of words that may be a month
	second     int
	hasSecond  bool
	hasNumeric bool // year, month and day came as one numeric date
	ambiguous  bool // both 3/4 and 4/3 are possible and nothing decides
	impossible bool // 31/02/2020
	labelled   bool // a word of the language stands beside it, which decides the order
}

// note widens the date to tokens i to i+n.
func (b *bag) note(i, n int) {
	if b.to == 0 {
		b.from = i
	}
	b.to = max(b.to, i+n)
}

// gather walks the tokens until the date is complete and something that does
// not belong to it follows.
func (b *bag) gather() bool {
	b.from, b.to = 0, 0
	for i := 0; i < len(b.tokens); {
		n := b.step(i)
		if n == 0 {
			if b.done(i) {
				break
			}
			n = 1
		}
		i += n
	}
	return b.is(hasYear)
}

// done reports whether the date ends before token i: after a bracket, a bar, a
// label or a second date, once there is a year.
func (b *bag) done(i int) bool {
	if !b.is(hasYear) {
		return false
	}
	t := &b.tokens[i]
	switch t.mark {
	case '[', '|', ';':
		return true
	}
	for _, it := range t.lex {
		if it.class == label && it.value != values["other"] {
			return true
		}
	}
	return t.kind == number && b.complete() && !b.wantsClock(i)
}

func (b *bag) complete() bool { return b.is(hasYear) && b.is(hasMonth) && b.is(hasDay) }

func (b *bag) wantsClock(i int) bool { return !b.is(hasHour) && i-b.to <= 4 }

// step takes what begins at token i and returns the tokens used, 0 for none.
func (b *bag) step(i int) int {
	t := &b.tokens[i]
	if t.kind == number {
		for _, f := range []func(int) int{b.numericDate, b.clockAt, b.plainNumber} {
			if n := f(i); n > 0 {
				return n
			}
		}
		return 0
	}
	if t.mark == '+' || t.mark == '-' && b.is(hasHour) {
		return b.offsetAt(i)
	}
	if n := b.zoneName(i); n > 0 {
		return n
	}
	for _, it := range t.lex {
		b.labelled = b.labelled || it.class == label && b.lex.lang != "en"
	}
	return b.wordAt(i)
}

// interval puts the bag on the calendar.
func (b *bag) interval() (news.Interval, bool) {
	if b.ambiguous && !b.labelled {
		return news.Interval{}, false
	}
	if b.is(hasDay) && !b.is(hasMonth) {
		b.has &^= hasDay
	}
	b.part, b.until = 0, nil
	b.clock()
	f := b.frame
	f.has &= hasDay | hasMonth | hasYear
	iv, absolute, valid := f.alone()
	if !absolute || !valid || iv.From.Year() < minYear || iv.To.Year() > maxYear {
		return iv, false
	}
	if !b.is(hasHour) || iv.Precision != news.Day {
		return iv, true
	}
	return b.withTime(iv), true
}

// withTime adds the hour, in the zone given or floating.
func (b *bag) withTime(iv news.Interval) news.Interval {
	zone := b.zone
	if zone == nil {
		zone = time.UTC
		iv.Floating = true
	}
	y, m, d := iv.From.Date()
	hour := min(b.hour, 23)
	iv.From = time.Date(y, m, d, hour, b.minute, b.second, 0, zone)
	iv.To = iv.From
	switch {
	case b.hasSecond:
		iv.Precision = news.Second
	case b.is(hasMinute):
		iv.Precision = news.Minute
	default:
		iv.Precision = news.Hour
	}
	return iv
}
