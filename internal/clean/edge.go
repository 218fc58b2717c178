package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// headline finds the report's title on top of the text and takes it, and every
// line that repeats it, out.
func (p *page) headline() {
	if p.title == "" && !p.in.FromPage {
		p.findTitle()
	}
	if utf8.RuneCountInString(p.title) < 6 || !strings.Contains(p.title, " ") {
		return // "Iran" may be a line of its own
	}
	for i := range p.lines {
		if l := &p.lines[i]; l.open() && !l.long && p.repeatsTitle(l) {
			l.why = sameTitle
		}
	}
}

// repeatsTitle reports whether l is the title, or the title with the outlet's
// name behind it, or the title without it.
func (p *page) repeatsTitle(l *line) bool {
	if l.fold == p.title {
		return true
	}
	const outlet = 40 // bytes of " | Name of the Outlet", folded
	if rest, ok := strings.CutPrefix(l.fold, p.title+" "); ok {
		return len(rest) <= outlet && l.stop == openEnd && l.barAfter(len(p.title))
	}
	rest, ok := strings.CutPrefix(p.title, l.fold+" ")
	return ok && l.words >= 4 && len(rest) <= outlet && l.stop != fullStop
}

// barAfter reports whether a bar follows the word that ends at byte n of the
// folded line.
func (l *line) barAfter(n int) bool {
	for i := 0; i+1 < len(l.tokens); i++ {
		if int(l.tokens[i].to) == n {
			return bar(l.gap(i+1)) != 0
		}
	}
	return false
}

// top returns the open lines before the first paragraph of the story, and
// whether such a paragraph follows.
func (p *page) top() (lines []*line, story bool) {
	for i := range p.lines {
		l := &p.lines[i]
		switch {
		case l.why != "":
		case l.prose || l.stop == commaAtEnd || l.ends():
			return lines, true
		default:
			lines = append(lines, l)
		}
	}
	return lines, false
}

// Most words of a menu word or kicker, least and most of a headline, most of a
// link below the story.
const (
	kicker      = 3
	leastTitle  = 4
	mostTitle   = 32
	shortTitle  = 2
	mostTrailer = 20
	loneTrailer = 12 // more may be the last paragraph, its period lost
	announces   = 6  // words of a sentence that ends with a colon and opens a list
)

// findTitle makes a headline on top the title. Where there is none, a line such as
// "Interview: ..." that was taken for a link to another story is.
func (p *page) findTitle() {
	lines, story := p.top()
	if !story {
		return
	}
	for _, least := range []int{leastTitle, shortTitle} {
		for _, l := range lines {
			if l.words >= least && l.words <= mostTitle && l.stop != colon {
				p.takeTitle(l)
				return
			}
		}
	}
	for i := range p.lines {
		l := &p.lines[i]
		if l.why == "" {
			return
		}
		if (l.why == readMore || l.why == player) && l.words > leastTitle && l.stop != colon {
			l.why = ""
			p.takeTitle(l)
			return
		}
	}
}

// takeTitle moves l out of the text. A bullet before it is listed as dropped.
func (p *page) takeTitle(l *line) {
	l.isTitle = true
	title := strings.TrimLeftFunc(l.text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("•●▪◦‣·*-–—>►▶■□#", r)
	})
	if mark := strings.TrimSpace(l.text[:len(l.text)-len(title)]); mark != "" {
		l.before, l.beforeWhy = mark, bullet
	}
	p.out.Title = title
	p.title = l.fold
}

// edges drops what stands before and after the story without saying in words
// what it is: kickers on top, links below.
func (p *page) edges() {
	p.gluedLines()
	lines, story := p.top()
	if story {
		for _, l := range lines {
			if l.open() && l.words <= kicker && !bracketAtEnd(l.text) && (p.titleAfter(l, lines) || p.in.Title != "") && !p.repeatsTitle(l) {
				l.why = menu
			}
		}
	}
	p.bottom()
}

// ends reports whether l ends like a sentence of the story. A question may be a
// headline.
func (l *line) ends() bool {
	return l.stop == fullStop || quoted(text.Clip(l.text, 4)) && l.closed()
}

// bracketAtEnd reports whether s is a dateline on a line of its own, as in
// "München (ots)".
func bracketAtEnd(s string) bool {
	i := strings.IndexAny(s, "(（")
	return i > 0 && strings.HasSuffix(s, ")") || i > 0 && strings.HasSuffix(s, "）")
}

// titleAfter reports whether a headline follows l on top of the text.
func (p *page) titleAfter(l *line, lines []*line) bool {
	seen := false
	for _, o := range lines {
		if o == l {
			seen = true
		} else if seen && o.words > l.words {
			return true
		}
	}
	return false
}

// gluedLines drops category names run together.
func (p *page) gluedLines() {
	for i := range p.lines {
		if l := &p.lines[i]; l.open() && p.glued(l) {
			l.why = menu
		}
	}
}

// bottom drops the lines after the last paragraph that end with no mark.
func (p *page) bottom() {
	last, below := p.lastParagraph()
	if last < 0 {
		return
	}
	most := mostTrailer
	if below == 1 {
		most = loneTrailer
	}
	for i := last + 1; i < len(p.lines); i++ {
		l := &p.lines[i]
		if !l.open() {
			continue
		}
		switch {
		case l.stop == commaAtEnd || l.inside || l.words > most || l.signed() || l.figures():
			continue
		case l.words <= kicker, l.stop == colon, hasAny(l.text, "@", "://", "www."):
			l.why = navigation
		default:
			l.why = otherStory
		}
	}
}

// lastParagraph returns the last line that is surely of the story, -1 where there
// is none, and how many open lines stand below it. A list that a sentence
// announces belongs to it.
func (p *page) lastParagraph() (last, below int) {
	last = -1
	for i := range p.lines {
		l := &p.lines[i]
		switch {
		case !l.open():
		case l.prose, l.ends():
			last, below = i, 0
		case l.stop == colon && l.words >= announces:
			return len(p.lines), 0
		default:
			below++
		}
	}
	return last, below
}

// signed reports whether l is a sentence with an agency's sign or initials after
// its period.
func (l *line) signed() bool {
	at := lastStop(l.text)
	return at > 0 && len(l.text)-at <= 30 && length(l.tokens) >= leastTitle+3
}

// figures reports whether l is a row of a table: numbers for the most part. A
// telephone number is none.
func (l *line) figures() bool {
	n := 0
	for _, t := range l.tokens {
		if t.class&digit != 0 {
			n++
		}
	}
	return n >= 3 && n*2 > len(l.tokens) && !hasAny(l.text, "+", "/", "(0")
}
