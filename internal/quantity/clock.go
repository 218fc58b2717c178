package quantity

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// hour is an hour of the day while it is read.
type hour struct {
	first, start, next int // the first token of its words, the first of the number, the one behind
	at                 int // of its bytes, where the number begins
	end                int // where its bytes end
	minutes            float64
	full               bool // hours of 24, no part of the day to look for
	past               bool // named by a part of the hour: half past ten
	sure               bool // the words leave no doubt that it is one
	part               string
}

// clockAt reads the hour of the day that begins at token i: named ("noon"), or a number with a sign that it is one.
func (c *scan) clockAt(i int) (Quantity, int, bool) {
	if w, next, ok := c.at("clock named", i, ""); ok && !c.isName(i) {
		h := hour{first: i, start: i, next: next, at: c.toks[i].Span.Start, end: c.toks[next-1].Span.End, minutes: w.n, full: true}
		c.minutesBehind(&h)
		return c.hourFound(h)
	}
	h, ok := c.hourAt(i)
	if !ok {
		return Quantity{}, i, false
	}
	if w, next, ok := c.at("clock named", h.next, ""); ok && c.near(h.next) && h.minutes == 720 { // 12 noon
		h.minutes, h.next, h.full, h.sure = w.n, next, true, true
		h.end = c.toks[next-1].Span.End
	}
	if !h.sure && !c.saidHour(h) {
		return Quantity{}, i, false
	}
	c.partBehind(&h)
	c.partBefore(&h)
	return c.hourFound(h)
}

// saidHour reports whether a bare number is an hour by the part of the day behind it: "11 p.m.", "11 مساء", "السادسة مساء".
func (c *scan) saidHour(h hour) bool {
	if !c.near(h.next) {
		return false
	}
	if c.lex.traits["bareclock"] {
		_, _, ok := c.at("clock ampm", h.next, "")
		return ok
	}
	_, _, nth := c.at("clock nth", h.start, "")
	_, _, ok := c.at("clock part", h.next, "")
	return ok && (nth || c.toks[h.start].Digit && c.lex.traits["standalone"])
}

// isName reports whether the word is written as a name: "le Midi", "il Mezzogiorno".
func (c *scan) isName(i int) bool {
	t := &c.toks[i]
	return t.Upper && t.Before&(phrase.Start|phrase.Stop|phrase.Line|phrase.Quote) == 0 && i > 0 && !c.lex.traits["nouncaps"]
}

// hourFound puts the hour into its half of the day and reads how near it is.
func (c *scan) hourFound(h hour) (Quantity, int, bool) {
	if !h.full && h.part == "" {
		h.part = c.partAround(h)
	}
	m := inPart(h.minutes, h.part, h.full)
	q := Quantity{Span: news.Span{Start: h.at, End: h.end}, Kind: Clock, From: m, To: m}
	starts := []int{h.first, h.start}
	if h.past { // the "nach" of "Viertel nach acht" is none
		starts = starts[:1]
	}
	for _, first := range starts {
		if w, _, ok := c.left("clock when", first); ok {
			q.Bound = boundOf(w.unit)
			break
		}
		if w, _, ok := c.left("bound", first); ok && boundOf(w.unit) != AtMost { // until three
			q.Bound = boundOf(w.unit)
			break
		}
	}
	if h.next < len(c.toks) && c.toks[h.next].Before&(phrase.Comma|phrase.Stop|phrase.Line|phrase.Paren) == 0 {
		if w, next, ok := c.at("clock whenafter", h.next, ""); ok {
			q.Bound, h.next = boundOf(w.unit), next
		}
	}
	if c.isStamp(h) {
		return Quantity{}, h.next, false
	}
	return q, h.next, true
}

// inPart moves an hour of twelve into its part of the day.
func inPart(m float64, part string, full bool) float64 {
	const noon, half = 720, 720
	switch {
	case full || m >= noon+60:
	case part == "pm" && m < noon, part == "night" && m >= 6*60 && m < noon:
		m += half
	case part == "am" && m >= noon, part == "night" && m >= noon:
		m -= noon
	}
	return math.Mod(m+day, day)
}

// hourAt reads the number of an hour, in figures, in words or by its place, with what makes it one.
func (c *scan) hourAt(i int) (hour, bool) {
	if w, at, ok := c.at("clock past", i, ""); ok && c.near(at) {
		h, ok := c.plainHour(at)
		if !ok {
			return hour{}, false
		}
		h.first, h.at = i, c.toks[i].Span.Start
		h.minutes += w.n
		h.sure, h.past = true, true
		c.mark(&h)
		return h, true
	}
	h, ok := c.colonHour(i)
	if ok {
		return h, true
	}
	if h, ok = c.plainHour(i); !ok {
		return hour{}, false
	}
	w, at, cued := c.left("clock at", i)
	cued = cued && at >= c.done && c.trusts(w.unit, h) // the "ساعت" of "48 hours" belongs to those
	if cued {
		h.first = at
	}
	if math.Mod(h.minutes, 60) != 0 && !cued && !h.sure { // "diez y media" is half past ten only behind "a las"
		return hour{}, false
	}
	marked := c.mark(&h)
	if w, next, ok := c.at("clock beyond", h.next, ""); ok && c.near(h.next) && (cued || marked) {
		h.minutes += w.n
		h.next, h.end, h.sure = next, c.toks[next-1].Span.End, true
		c.mark(&h)
	}
	h.sure = h.sure || marked || cued && c.standsAlone(h)
	c.suffix(&h)
	return h, true
}

// trusts reports whether a word before a number makes it an hour, by what its row asks for.
func (c *scan) trusts(asks string, h hour) bool {
	switch asks {
	case "weak":
		return c.partFollows(h.next)
	case "near":
		return h.minutes <= 12*60 && (h.next >= len(c.toks) || c.toks[h.next].Before&breaks != 0 || c.isBar(h.next) || c.partFollows(h.next))
	case "nth":
		_, _, ok := c.at("clock nth", h.start, "")
		return ok
	}
	return true
}

// standsAlone reports whether an hour with only a word before it that may stand before any number ("alle 11") counts
// nothing that follows. Where that word is the one for hour, nothing can.
func (c *scan) standsAlone(h hour) bool {
	if !c.lex.traits["openat"] {
		_, _, unit := c.at("time", h.next, "")
		return !unit
	}
	if h.next >= len(c.toks) || c.toks[h.next].Before&breaks != 0 {
		return true
	}
	if c.partFollows(h.next) {
		return true
	}
	_, _, barred := c.at("bar", h.next, "")
	return barred
}

// partFollows reports whether a part of the day begins with token i, or behind one linking word.
func (c *scan) partFollows(i int) bool {
	if !c.near(i) {
		return false
	}
	if _, _, ok := c.at("clock part", i, ""); ok {
		return true
	}
	_, next, ok := c.at("clock link", i, "")
	if ok && c.near(next) {
		_, _, ok = c.at("clock part", next, "")
	}
	return ok
}

// plainHour reads a number up to 24, or the place of an hour: "eleven", "23", "الحادية عشرة", "одиннадцатого".
func (c *scan) plainHour(i int) (hour, bool) {
	if w, next, ok := c.at("clock nth", i, ""); ok {
		at, _, cued := c.left("clock at", i)
		cued = cued && at.unit != "weak"
		_, _, past := c.left("clock past", i)
		return hour{first: i, start: i, next: next, at: c.toks[i].Span.Start, end: c.toks[next-1].Span.End, minutes: w.n * 60, sure: cued || past}, true
	}
	n, ok := c.numberAt(i)
	if !ok || n.broken || c.isNth(n) || n.from != n.to || n.from*4 != math.Trunc(n.from*4) || n.figures && n.from != math.Trunc(n.from) || n.from > 24 || n.scale > 1 || n.article && !c.lex.traits["cases"] || n.from == 0 && !n.figures && !c.lex.traits["letters"] {
		return hour{}, false
	}
	h := hour{first: i, start: i, next: n.b, at: n.span.Start, end: n.span.End, minutes: n.from * 60}
	h.full = n.from > 12 || n.figures && (n.from == 0 || c.lex.traits["day24"])
	if n.key == "" {
		return h, true
	}
	return c.glued(h, n)
}

// glued reads 22h30, 17h and 11pm.
func (c *scan) glued(h hour, n number) (hour, bool) {
	h.end = c.toks[n.b-1].Span.End
	if rest, ok := strings.CutPrefix(n.key, "h"); ok {
		if rest == "" {
			h.sure = true
			c.minutesBehind(&h)
			h.full = h.full || c.lex.traits["day24"]
			return h, true
		}
		if m, more := leading(rest); more == "" && len(m) == 2 && m < "60" {
			h.minutes += float64(int(m[0]-'0')*10 + int(m[1]-'0'))
			h.sure, h.full = true, h.full || c.lex.traits["day24"]
			return h, true
		}
		return hour{}, false
	}
	if w, _, ok := c.at("clock part", n.b-1, n.key); ok {
		h.part, h.sure = w.unit, true
		return h, true
	}
	return hour{}, false
}

// colonHour reads hours and minutes in figures: 10:30, and with a point where a word says that it is an hour.
func (c *scan) colonHour(i int) (hour, bool) {
	if i+1 >= len(c.toks) || !c.toks[i].Digit || !c.toks[i+1].Digit {
		return hour{}, false
	}
	r, ok := c.between(i + 1)
	h, rest := leading(c.toks[i].Key)
	m, more := leading(c.toks[i+1].Key)
	if gap := c.s[c.toks[i].Span.End:c.toks[i+1].Span.Start]; gap == ": " { // as texts cut into words have it: 4: 20 p.m.
		_, _, ok = c.at("clock ampm", i+2, "")
		r = ':'
	}
	if !ok || !strings.ContainsRune(":：.∶", r) || rest != "" || len(m) != 2 || m >= "60" || len(h) > 2 || len(h) == 2 && h > "24" {
		return hour{}, false
	}
	if prev, ok := c.between(i); i > 0 && ok && c.toks[i-1].Digit && strings.ContainsRune(".:/-", prev) {
		return hour{}, false
	}
	if next, ok := c.between(i + 2); ok && i+2 < len(c.toks) && c.toks[i+2].Digit && strings.ContainsRune(".:/", next) {
		return hour{}, false
	}
	hours, minutes := float64(atoi(h)), float64(atoi(m))
	out := hour{
		first: i, start: i, next: i + 2, at: c.toks[i].Span.Start, end: c.toks[i+1].Span.End, minutes: hours*60 + minutes,
		full: hours > 12 || hours == 0 || h[0] == '0' || c.lex.traits["day24"], sure: r != '.',
	}
	if w, _, ok := c.at("clock part", i+1, more); ok && more != "" {
		out.part, out.sure, out.full = w.unit, true, hours > 12
		return out, true
	}
	if more != "" && more != "h" {
		return hour{}, false
	}
	for _, role := range []string{"clock at", "clock colon"} {
		if _, start, ok := c.left(role, i); ok && !c.measured(i+2) {
			out.first, out.sure = start, true
		}
	}
	if out.first == i && i > 0 && c.toks[i-1].Digit && len(c.toks[i-1].Key) == 4 && c.near(i) { // 22 July 2020 00:20
		return hour{}, false
	}
	out.sure = c.mark(&out) || out.sure
	c.suffix(&out)
	return out, true
}

// measured reports whether a unit follows: "bis 22.30 Meter".
func (c *scan) measured(i int) bool {
	if !c.near(i) {
		return false
	}
	for _, role := range []string{"measure", "money", "percent"} {
		if _, _, ok := c.at(role, i, ""); ok {
			return true
		}
	}
	_, _, _, number := c.numeralAt(i)
	return number || strings.HasPrefix(strings.TrimLeft(c.s[c.toks[i-1].Span.End:], " \u00a0"), "%")
}

func atoi(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// mark reads the word for hour behind a number, and minutes behind that. Where the word is the unit of time too,
// something before it or a part of the day behind has to say that an hour of the day is meant.
func (c *scan) mark(h *hour) bool {
	if !c.near(h.next) {
		return false
	}
	if _, next, ok := c.at("clock mark", h.next, ""); ok && !c.isPoint(h, next) {
		h.next, h.end = next, c.toks[next-1].Span.End
		c.minutesBehind(h)
		return true
	}
	_, next, ok := c.at("clock hour", h.next, "")
	if !ok {
		return false
	}
	_, start, cued := c.left("clock cue", h.start)
	long := *h
	long.next, long.end = next, c.toks[next-1].Span.End
	c.partBehind(&long)
	of := false
	if c.near(next) {
		_, _, of = c.at("link", next, "")
	}
	if long.part == "" && (!cued || of) {
		return false
	}
	if cued {
		h.first = start
	}
	h.next, h.end = next, c.toks[next-1].Span.End
	c.minutesBehind(h)
	return true
}

// isPoint reports whether 点 behind a number means points: an hour has a part of the day, minutes or a preposition.
func (c *scan) isPoint(h *hour, next int) bool {
	if !c.lex.traits["letters"] || c.toks[next-1].Span.In(c.s) != "点" {
		return false
	}
	if _, _, ok := c.left("clock part", h.start); ok {
		return false
	}
	if next >= len(c.toks) {
		return false
	}
	if _, _, ok := c.at("clock whenafter", next, ""); ok {
		return false
	}
	if _, _, ok := c.at("clock beyond", next, ""); ok {
		return false
	}
	if n, ok := c.numberAt(next); ok && n.to < 60 {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(c.s[:h.at])
	return !strings.ContainsRune("日于在至到前号", before)
}

// minutesBehind reads the minutes of "22 Uhr 30", "22时30分", "18 heures trente".
func (c *scan) minutesBehind(h *hour) {
	if !c.near(h.next) {
		return
	}
	if w, next, ok := c.at("clock beyond", h.next, ""); ok && math.Mod(h.minutes, 60) == 0 {
		h.minutes += w.n
		h.next, h.end = next, c.toks[next-1].Span.End
		return
	}
	n, ok := c.numberAt(h.next)
	if !ok || n.broken || n.key != "" || n.from != n.to || n.from >= 60 || n.from != math.Trunc(n.from) || n.article || math.Mod(h.minutes, 60) != 0 {
		return
	}
	next := n.b
	w, behind, timed := c.at("time", n.b, "")
	switch {
	case timed && w.n == 1:
		next = behind
	case c.lex.traits["letters"] && n.b < len(c.toks) && c.toks[n.b].Key == "分":
		next = n.b + 1
	case timed || n.from < 5 || c.countsSomething(n):
		return
	}
	h.minutes += n.from
	h.next, h.end = next, c.toks[next-1].Span.End
}

// countsSomething reports whether a noun follows the number directly.
func (c *scan) countsSomething(n number) bool {
	class, _, _, _ := c.nounBehind(n)
	return class != ""
}

// suffix passes over a Turkish case ending: 23.00'te.
func (c *scan) suffix(h *hour) {
	if !c.lex.traits["cases"] || h.next >= len(c.toks) || c.toks[h.next].Before != phrase.Apos {
		return
	}
	if _, _, ok := c.at("clock whenafter", h.next, ""); !ok {
		h.next++
	}
}
