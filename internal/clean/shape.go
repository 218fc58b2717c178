package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a stretch of tokens between two bars of a line.
type piece struct{ from, to int }

// bars cuts a line at the marks that menus set between their items.
func (l *line) bars() (out []piece, mark rune) {
	from := 0
	for i := 1; i < len(l.tokens); i++ {
		r := bar(l.gap(i))
		if r == 0 {
			continue
		}
		out = append(out, piece{from, i})
		from = i
		if mark == 0 || r == '>' {
			mark = r
		}
	}
	return append(out, piece{from, len(l.tokens)}), mark
}

// bar returns the bar within a gap between two words, 0 where there is none.
// Arrows of all kinds are '>'. A stroke, a hyphen or a point in mid-air must
// stand between spaces.
func bar(gap string) rune {
	if strings.HasPrefix(gap, "  ") && strings.TrimSpace(gap) == "" {
		return '|' // what is left of columns
	}
	spaced := strings.HasPrefix(gap, " ") && strings.HasSuffix(gap, " ")
	for _, r := range gap {
		switch r {
		case '>', '›', '→', '»', '＞', '«', '‹', '◄', '►', '▶', '▸':
			return '>'
		case '|', '｜', '¦', '丨', '\t':
			return '|'
		case '•', '·', '●', '▪', '∙', '⋅':
			if spaced || r == '•' {
				return '•'
			}
		case '/', '-', '–', '—', '\\', '／':
			if spaced || r == '／' {
				return '/'
			}
		}
	}
	return 0
}

// segments judges a line with bars in it.
func (p *page) segments(l *line) string {
	parts, mark := l.bars()
	if len(parts) < 2 || strings.Contains(l.text, "«") && strings.Contains(l.text, "»") {
		return ""
	}
	why, known := "", 0
	for _, s := range parts {
		if w := p.segment(l, s); w != "" {
			known++
			if why == "" || why == menu {
				why = w
			}
		}
	}
	if known == len(parts) && why != menu {
		return why
	}
	if known > 0 && known == len(parts)-1 && len(parts) >= 2 && why != menu && l.words <= 14 && !l.closed() {
		return why // a name or an outlet between them
	}
	return p.menu(l, parts, mark)
}

// segment judges one part of a line.
func (p *page) segment(l *line, s piece) string {
	if why := p.tile(l, s.from, s.to); why != "" {
		return why
	}
	if p.isSection(l, s) {
		return menu
	}
	if why := p.opening(l, s.from, s.to); why != "" {
		return why
	}
	if p.isByline(l, s.from, s.to) {
		return byline
	}
	return ""
}

func (p *page) isSection(l *line, s piece) bool {
	return p.table.at(l, s.from, s.to, kSection, p.in.Lang).n == s.to-s.from
}

// menuKind names a line of menu words.
func (p *page) menuKind(l *line) string {
	if _, mark := l.bars(); mark == '>' {
		return breadcrumb
	}
	return menu
}

// menu judges short items between bars.
func (p *page) menu(l *line, parts []piece, mark rune) string {
	sections, short := 0, 0
	for _, s := range parts {
		if p.isSection(l, s) {
			sections++
		}
		if length(l.tokens[s.from:s.to]) <= 4 {
			short++
		}
	}
	why := menu
	if mark == '>' {
		why = breadcrumb
	}
	last := parts[len(parts)-1]
	switch {
	case sections > 0 && short >= len(parts)-1 && mark == '>' && length(l.tokens[last.from:last.to]) <= 30:
		return why
	case short < len(parts) || l.closed() && l.words > 8:
		return ""
	case sections > 0 || mark == '>', mark == '|' && len(parts) >= 3, mark == '•' && len(parts) >= 4, mark == '/' && len(parts) >= 5:
		return why
	}
	return ""
}

// glued reports whether a line is category names run together, as in
// "IranIraqMiddle East".
func (p *page) glued(l *line) bool {
	const shortest = 3 // letters of a name: "McDonald" is one
	if l.words > 8 || l.stop != openEnd || l.long {
		return false
	}
	items, sections, at, prev := 1, 0, 0, rune(0)
	for i, r := range l.text {
		switch {
		case unicode.IsUpper(r) && unicode.IsLower(prev):
			if utf8.RuneCountInString(l.text[at:i]) < shortest {
				return false
			}
			items++
			sections += p.sectionIn(l.text[at:i])
			at = i
		case unicode.IsLower(r) && !unicode.IsLetter(prev):
			return false
		case !unicode.IsLetter(r) && r != ' ' && r != '&' && r != '-':
			return false
		}
		prev = r
	}
	sections += p.sectionIn(l.text[at:])
	return items >= 3 || items == 2 && (sections == 2 || sections > 0 && l.words > 1)
}

func (p *page) sectionIn(s string) int {
	for k := p.table.phrases[foldLine(s)]; k != 0; k = p.table.rows[k].next {
		if p.table.rows[k].kind == kSection {
			return 1
		}
	}
	return 0
}

// maxList is how many headlines may follow "Read more:".
const maxList = 30

// lists drops the headlines under a header such as "Read more:" or "Tags".
func (p *page) lists() {
	for i := 0; i < len(p.lines); i++ {
		l := &p.lines[i]
		if !p.header(l) {
			continue
		}
		most := 40
		if l.why == tags {
			most = 5
		}
		j := i + 1
		for ; j < len(p.lines) && j <= i+maxList; j++ {
			n := &p.lines[j]
			if n.why != "" {
				continue
			}
			if n.prose && (n.closed() || n.words > 30) || n.stop == fullStop || n.words > most || n.stop == colon {
				break
			}
			n.why = otherStory
			if l.why == tags {
				n.why = tags
			}
		}
		i = j - 1
	}
}

// header reports whether a dropped line announces a list.
func (p *page) header(l *line) bool {
	if l.why != readMore && l.why != tags || l.words > 8 {
		return false
	}
	if l.stop == colon {
		return true
	}
	c, ok := p.cover(l, 0, len(l.tokens))
	if ok && c.strong != "" && c.sections == 0 {
		return true
	}
	m := p.table.at(l, 0, len(l.tokens), kLead|kStart, p.in.Lang)
	return m.n == len(l.tokens)
}

// repeats drops teasers: a headline that stands twice, or once more glued to
// the sentence below it.
func (p *page) repeats() {
	prev := -1
	for i := range p.lines {
		l := &p.lines[i]
		if l.text == "" || l.why != "" {
			continue
		}
		if prev >= 0 {
			p.repeat(&p.lines[prev], l)
		}
		prev = i
	}
}

func (p *page) repeat(a, b *line) {
	if a.long || a.words < 4 || a.stop == fullStop || len(a.fold) > len(b.fold) {
		return
	}
	switch {
	case a.fold == b.fold && !a.prose:
		if p.title == a.fold || p.title == "" && p.first(a) {
			b.why = sameTitle
			return
		}
		a.why, b.why = otherStory, otherStory
	case strings.HasPrefix(b.text, a.text) && len(b.text) > len(a.text) && !p.first(a):
		if r := firstRune(b.text[len(a.text):]); unicode.IsUpper(r) || isCaseless(r) || r == ' ' && a.words > 4 {
			a.why, b.why = otherStory, otherStory
		}
	}
}

// first reports whether no line of the story stands before l.
func (p *page) first(l *line) bool {
	for i := range p.lines {
		o := &p.lines[i]
		if o == l {
			return true
		}
		if o.why == "" && o.text != "" {
			return false
		}
	}
	return true
}
