package date

import (
	"strings"
	"time"
)

// offsetAt takes +0200, +02:00, +2 and -0430 after a time, at their sign.
func (b *bag) offsetAt(i int) int {
	if b.zone != nil && b.zone != time.UTC || !b.is(hasHour) {
		return 0
	}
	sign := 1
	switch b.markAt(i) {
	case '+':
	case '-':
		sign = -1
	default:
		return 0
	}
	h := b.numberAt(i + 1)
	if h == nil || h.spaced {
		return 0
	}
	n, minutes := 2, 0
	switch {
	case h.digits == 4:
		minutes = h.value/100*60 + h.value%100
	case h.digits <= 2:
		minutes = h.value * 60
		if m := b.numberAt(i + 3); b.markAt(i+2) == ':' && m != nil && m.digits == 2 {
			minutes += m.value
			n = 4
		}
	default:
		return 0
	}
	if minutes > 14*60 {
		return 0
	}
	b.zone = fixedZone(sign * minutes)
	b.note(i, n)
	return n
}

func fixedZone(minutes int) *time.Location {
	if minutes == 0 {
		return time.UTC
	}
	return time.FixedZone("", minutes*60)
}

// zoneName takes Z, GMT, EST, and IANA names such as Asia/Tehran, after a time.
func (b *bag) zoneName(i int) int {
	t := &b.tokens[i]
	if t.kind != word || !b.is(hasHour) || b.zone != nil {
		return 0
	}
	if n := b.iana(i); n > 0 {
		b.note(i, n)
		return n
	}
	w := t.In(b.src)
	if w == "Z" || w == "z" && !t.spaced {
		b.zone = time.UTC
		b.note(i, 1)
		return 1
	}
	if w[0] < 0x80 && w != strings.ToUpper(w) {
		return 0
	}
	for _, it := range t.lex {
		if it.class == zone {
			b.zone = fixedZone(it.value)
			b.note(i, it.n)
			return it.n
		}
	}
	return 0
}

// iana reads Area/City at token i; the zone database is in the binary.
func (b *bag) iana(i int) int {
	if b.markAt(i+1) != '/' {
		return 0
	}
	end := b.tokens[i].End
	n := 1
	for j := i + 1; j < len(b.tokens) && !b.tokens[j].spaced; j++ {
		if m := b.tokens[j].mark; b.tokens[j].kind != word && m != '/' && m != '_' && m != '-' {
			break
		}
		end = b.tokens[j].End
		n = j - i + 1
	}
	name := b.src[b.tokens[i].Start:end]
	if !strings.Contains(name, "/") || strings.Contains(name, "..") {
		return 0
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return 0
	}
	b.zone = loc
	return n
}
