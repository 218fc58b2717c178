package clean

import "strings"

// isByline reports whether tokens [from,to) name who wrote the report.
func (p *page) isByline(l *line, from, to int) bool {
	names, ok := p.byline(l, from, to)
	return ok && len(names) > 0
}

// maxNames bounds how many words the names of a byline have.
const maxNames = 12

// byline reads "By John Smith, Staff writer" or "Jean Dupont, envoyé spécial".
// Names are capitalised words, or few words of a script without capitals.
func (p *page) byline(l *line, from, to int) (names []string, ok bool) {
	if to-from > 24 || from == to || quoted(l.text[:l.tokens[from].start]) {
		return nil, false
	}
	m := p.table.at(l, from, to, kByline|kLead, p.in.Lang)
	i := from + m.n
	if i >= to {
		return nil, false
	}
	label := m.n > 0 && strings.ContainsAny(l.gap(i), ":：|/")
	switch {
	case m.kinds&kByline == 0 && (m.reason != byline || !label):
		return p.signature(l, from, to)
	case l.stop != openEnd && !label && (l.stop != fullStop || l.tokens[i].class&caseless != 0):
		return nil, false
	}
	names, next := p.names(l, i, to, label)
	if len(names) == 0 {
		return nil, false
	}
	if and := p.afterPlace(l, next, to); and > 0 {
		others, after := p.names(l, and, to, false)
		names, next = append(names, others...), after
	}
	return names, label || next >= to || p.roles(l, next, to, kRole|kAgency|kWhere|kMonth) ||
		to-next <= 5 && set(l.gap(next))
}

// afterPlace returns where a second name begins after a place, as in "in Paris
// and John Smith", 0 where there is none.
func (p *page) afterPlace(l *line, i, to int) int {
	if i >= to || p.table.at(l, i, to, kWhere, p.in.Lang).n == 0 {
		return 0
	}
	for i++; i+1 < to && l.tokens[i].class&upper != 0; i++ {
		if isAnd(l.word(i+1)) && i+2 < to && l.tokens[i+2].class&upper != 0 {
			return i + 2
		}
	}
	return 0
}

// signature reads names without a word such as "by" before them: what the
// person is must follow.
func (p *page) signature(l *line, from, to int) (names []string, ok bool) {
	if l.stop != openEnd {
		return nil, false
	}
	names, next := p.names(l, from, to, false)
	if len(names) == 0 || next >= to || next-from < 2 || next-from > 5 {
		return nil, false
	}
	return names, set(l.gap(next)) && p.roles(l, next, to, kRole|kAgency)
}

// set reports whether a gap between words sets off what follows.
func set(gap string) bool { return strings.ContainsAny(gap, ",،，、|/(-–—·•") }

// names reads a list of names from token i on and returns the token after it.
func (p *page) names(l *line, i, to int, label bool) (out []string, next int) {
	start := i
	flush := func(end int) {
		if end > start && end-start <= 5 || end > start && l.tokens[start].class&caseless != 0 {
			out = append(out, l.text[l.tokens[start].start:l.tokens[end-1].end])
		}
	}
	for ; i < to && i-start < maxNames; i++ {
		t := l.tokens[i]
		if i > start {
			gap := l.gap(i)
			if set(gap) && gap != "-" {
				flush(i)
				return p.more(l, out, i, to)
			}
		}
		m := p.table.at(l, i, to, kName|kRole|kWhere|kMonth|kWeekday, p.in.Lang)
		switch {
		case m.kinds&(kMonth|kWeekday) != 0 && i == start:
			return nil, i
		case m.kinds&(kRole|kWhere) != 0 && i > start:
			flush(i)
			return out, i
		case m.kinds&kName != 0 && isAnd(l.word(i)) && i > start:
			flush(i)
			rest, next := p.names(l, i+1, to, label)
			return append(out, rest...), next
		case m.kinds&kName != 0 && i > start, t.class&upper != 0, t.class&caseless != 0 && (label || to-start <= 6):
		default:
			if i > start && !label {
				flush(i)
				return out, i
			}
			return nil, i
		}
	}
	flush(i)
	return out, i
}

// more reads further names after a comma, as long as they are names of two
// words or more and no roles.
func (p *page) more(l *line, out []string, i, to int) ([]string, int) {
	end := i
	for end < to && (end == i || !set(l.gap(end))) {
		if l.tokens[end].class&upper == 0 || p.table.at(l, end, to, kRole|kAgency|kMonth, p.in.Lang).n > 0 {
			return out, i
		}
		end++
	}
	if end-i < 2 || end-i > 4 {
		return out, i
	}
	return append(out, l.text[l.tokens[i].start:l.tokens[end-1].end]), end
}

func isAnd(w string) bool {
	switch w {
	case "and", "et", "und", "y", "e", "i", "и", "ve", "و", "和":
		return true
	}
	return false
}

// roles reports whether the tokens say what the writer is, where or for whom:
// a word of the kinds wanted is among them.
func (p *page) roles(l *line, from, to int, want kind) bool {
	found := 0
	for i := from; i < to; {
		m := p.table.at(l, i, to, want|kWhere|kFiller|kName|kMonth|kDate, p.in.Lang)
		if m.kinds&want != 0 {
			found++
		}
		if m.n == 0 && l.tokens[i].class&upper == 0 && l.tokens[i].class&caseless == 0 && l.tokens[i].class&digit == 0 {
			return false
		}
		i += max(m.n, 1)
	}
	return found > 0
}
