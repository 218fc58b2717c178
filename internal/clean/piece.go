package clean

import (
	"strings"
	"unicode/utf8"
)

// pieces cuts furniture off the two ends of lines that stay.
func (p *page) pieces() {
	for i := range p.lines {
		l := &p.lines[i]
		if l.open() && l.text != "" {
			p.cutFront(l)
			p.cutEnd(l)
		}
	}
}

// cutFront cuts "date 2020-03" or "Published 12 March 2020:" off a sentence.
func (p *page) cutFront(l *line) {
	m := p.table.at(l, 0, len(l.tokens), kPublished, p.in.Lang)
	if m.n == 0 {
		return
	}
	digits, months, end := 0, 0, m.n
	for i := m.n; i < len(l.tokens) && i < 24; {
		t := l.tokens[i]
		w := p.table.at(l, i, len(l.tokens), kPublished|kMonth|kWeekday|kDate|kZone|kFiller, p.in.Lang)
		switch {
		case t.class&digit != 0:
			digits++
			i++
			end = i
		case w.kinds&(kMonth|kWeekday|kDate|kZone|kPublished) != 0 && (t.class&upper == 0 || w.kinds&(kDate|kFiller) == 0):
			if w.kinds&kMonth != 0 {
				months++
			}
			i += w.n
			end = i
		case w.kinds&kFiller != 0 && t.class&upper == 0:
			i += w.n
		default:
			i = len(l.tokens)
		}
	}
	if digits == 0 || digits+months < 2 || end >= len(l.tokens) {
		return
	}
	next := l.tokens[end]
	if next.class&upper == 0 && next.class&caseless == 0 {
		return
	}
	at := int(next.start)
	if gap := l.text[l.tokens[end-1].end:next.start]; quoted(gap) {
		at = int(l.tokens[end-1].end) + strings.IndexAny(gap, "\"“«„「『‘")
	}
	l.before = strings.TrimSpace(l.text[:at])
	l.beforeWhy = dateLine
	p.cutTo(l, at, len(l.text))
}

// cutEnd cuts a button off the end of a paragraph: "…, he said. Read more".
func (p *page) cutEnd(l *line) {
	at := lastStop(l.text)
	if at <= 0 {
		return
	}
	t := measure(l.text[at:])
	if t.stop == fullStop && len(t.tokens) > 1 {
		return
	}
	why := p.tail(&t)
	if why == "" {
		return
	}
	l.after, l.afterWhy = t.text, why
	p.cutTo(l, 0, at)
}

// tail judges what stands after the last sentence of a paragraph.
func (p *page) tail(t *line) string {
	n := len(t.tokens)
	switch {
	case n == 0:
		return ""
	case strings.HasPrefix(t.text, "©"):
		return "copyright"
	case t.tokens[0].class&(upper|caseless) == 0:
		return ""
	}
	switch why := p.tile(t, 0, n); why {
	case sourceLine, dateLine:
		return "" // "(Reuters)", "In March 2018": the story's own
	case "":
	default:
		return why
	}
	if why := p.opening(t, 0, n); why != "" {
		return why
	}
	if t.closed() {
		return ""
	}
	if bracketed(t.text) && p.isByline(t, 0, n) {
		return byline
	}
	return p.segments(t)
}

func bracketed(s string) bool {
	return strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") || strings.HasPrefix(s, "（") && strings.HasSuffix(s, "）")
}

// lastStop returns where the last sentence of s begins, 0 where there is only
// one or it is longer than a button.
func lastStop(s string) int {
	const stops = ".!?。！？…؟۔"
	tail := clipEnd(s, edgeLen)
	skip := len(s) - len(tail)
	i := strings.LastIndexAny(strings.TrimRight(tail, closers+stops), stops)
	if i < 0 {
		return 0
	}
	r, n := utf8.DecodeRuneInString(tail[i:])
	i += n
	rest := strings.TrimLeft(tail[i:], closers)
	if r < utf8.RuneSelf && len(rest) == len(tail[i:]) || rest == "" {
		return 0 // 0.67
	}
	return skip + len(tail) - len(rest)
}

// cutTo keeps bytes [from,to) of the line's text.
func (p *page) cutTo(l *line, from, to int) {
	rest := measure(strings.TrimSpace(l.text[from:to]))
	rest.before, rest.beforeWhy, rest.after, rest.afterWhy = l.before, l.beforeWhy, l.after, l.afterWhy
	*l = rest
}
