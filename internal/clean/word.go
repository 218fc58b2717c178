package clean

import (
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/date"
)

// Reasons that the rules themselves give; the others stand in lang/*.txt.
const (
	menu       = "menu"
	breadcrumb = "breadcrumb"
	byline     = "byline"
	dateLine   = "date line"
	sourceLine = "source line"
	readMore   = "read more"
	tags       = "tags"
	caption    = "caption"
	player     = "audio or video player"
	credit     = "photo credit"
	navigation = "navigation"
	otherStory = "headline of another story"
	sameTitle  = "repeated title"
	ruler      = "ruler"
	bullet     = "bullet"
)

// limits are the most words that a line of a kind has; a longer one is prose
// that happens to begin alike.
var limits = map[string]int{
	caption: 80, credit: 60, readMore: 40, tags: 60, "newsletter": 70, "cookie notice": 150,
	"copyright": 80, "advertisement": 60, player: 40, sourceLine: 20, byline: 20,
}

// wordyKinds are the kinds that are written in whole sentences. Of the others a
// long sentence with a period is the story's: "Background: the two states …".
var wordyKinds = map[string]bool{
	caption: true, credit: true, "newsletter": true, "cookie notice": true, "copyright": true, tags: true,
}

func limit(reason string) int {
	if n, ok := limits[reason]; ok {
		return n
	}
	return 25
}

// words drops the lines whose words say what they are. A bare date between two
// paragraphs of the story is a heading of a chronicle and stays.
func (p *page) words() {
	before, dates := false, []*line(nil)
	for i := range p.lines {
		l := &p.lines[i]
		l.why = p.judge(l)
		switch {
		case l.why == dateLine && before && p.table.at(l, 0, len(l.tokens), kPublished, p.in.Lang).n == 0:
			dates = append(dates, l)
		case l.why == "" && l.prose:
			for _, d := range dates {
				d.why = ""
			}
			before, dates = true, nil
		}
	}
}

// judge returns why l is furniture, "" where its words do not say so.
func (p *page) judge(l *line) string {
	n := len(l.tokens)
	switch {
	case n == 0:
		return ruler
	case l.long:
		return ""
	}
	if l.whole && (!l.prose || n <= 40) && (n <= 3 || l.stop != fullStop && l.stop != question) {
		if why := p.tile(l, 0, n); why == menu {
			return p.menuKind(l)
		} else if why != "" {
			return why
		}
	}
	if why := p.opening(l, 0, n); why != "" {
		return why
	}
	if why := p.credited(l); why != "" {
		return why
	}
	if l.prose && l.words > 30 {
		return ""
	}
	if p.stamped(l) {
		return dateLine
	}
	if why := p.part(l); why != "" {
		return why
	}
	if why := p.segments(l); why != "" {
		return why
	}
	if p.isByline(l, 0, n) {
		return byline
	}
	if p.cued(l) {
		return readMore
	}
	return ""
}

// cued reports whether l is a label with a word of reading or seeing in it, a
// colon and a headline: "From our archive, read again: ...". Labels are made up
// anew by every site; such words are in most of them.
func (p *page) cued(l *line) bool {
	const longest = 6 // words of a label
	if l.stop == fullStop || l.stop == colon || l.words > 25 || len(l.tokens) == 0 || quoted(l.text[:l.tokens[0].start]) {
		return false
	}
	end := 1
	for end < len(l.tokens) && !strings.ContainsAny(l.gap(end), ":：") {
		if set(l.gap(end)) && strings.ContainsAny(l.gap(end), ",،，.。") {
			return false
		}
		end++
	}
	if end == len(l.tokens) || length(l.tokens[:end]) > longest || l.tokens[end].class&digit != 0 {
		return false
	}
	for i := range end {
		if p.table.at(l, i, end, kCue, p.in.Lang).n > 0 {
			return true
		}
	}
	return false
}

// tiling is what the tokens of a line are made of.
type tiling struct {
	strong                                           string // reason of the first furniture phrase
	fillers, digits, months, dates, published, agent int
	sections, photos                                 int
}

const tiles = kLine | kFiller | kAgency | kSection | kMonth | kWeekday | kDate | kZone | kPublished | kPhoto

// cover reads tokens [from,to) as a row of known phrases and numbers.
func (p *page) cover(l *line, from, to int) (c tiling, ok bool) {
	for i := from; i < to; {
		m := p.table.at(l, i, to, tiles, p.in.Lang)
		c.count(m.kinds)
		switch t := l.tokens[i]; {
		case m.kinds&kLine != 0:
			if c.strong == "" {
				c.strong = m.reason
			}
		case m.kinds&^(kFiller) != 0:
			if i > from && l.tokens[i-1].end == t.start && m.kinds&kSection != 0 {
				c.fillers++ // Chinese run on: a phrase, not a menu
			}
		case m.kinds != 0:
			c.fillers++
		case t.class&digit != 0:
			c.digits++
			m.n = 1
		case t.end-t.start == 1 && to-from > 1:
			c.fillers++
			m.n = 1
		default:
			return c, false
		}
		i += m.n
	}
	return c, true
}

func (c *tiling) count(k kind) {
	if k&kSection != 0 {
		c.sections++
	}
	if k&kPhoto != 0 {
		c.photos++
	}
	if k&kAgency != 0 {
		c.agent++
	}
	switch {
	case k&kLine != 0:
	case k&(kMonth|kWeekday) != 0:
		c.months++
	case k&kPublished != 0:
		c.published++
	case k&(kDate|kZone) != 0:
		c.dates++
	}
}

// tile judges a line that consists of known phrases only.
func (p *page) tile(l *line, from, to int) string {
	c, ok := p.cover(l, from, to)
	if !ok || to-from > 60 {
		return ""
	}
	when := c.months + c.published
	switch {
	case c.photos > 0 && c.agent > 0:
		return credit
	case c.strong != "" && c.strong != tags && c.sections > 2:
		return menu
	case c.strong != "":
		return c.strong
	case c.digits > 0 && (when > 0 || c.dates > 1) || c.digits >= 2 && l.numeric(from, to) || c.published > 0 && c.digits+c.months+c.dates+c.fillers == 0:
		return dateLine
	case c.agent > 0 && when+c.dates+c.sections+c.digits == 0:
		return sourceLine
	case c.sections >= 3 && c.fillers == 0:
		return menu
	}
	return ""
}

// stamped reports whether the line, taken whole, says when the report was
// published.
func (p *page) stamped(l *line) bool {
	if l.prose || len(l.tokens) < 2 || l.words > 24 || !strings.ContainsFunc(l.text, isDigit) {
		return false
	}
	if _, _, ok := date.FindPublished(l.text); !ok {
		return false
	}
	return p.unknown(l) <= 2 || p.table.at(l, 0, len(l.tokens), kPublished, p.in.Lang).n > 0
}

// unknown counts the words of l that date lines are not made of.
func (p *page) unknown(l *line) (n int) {
	for i := 0; i < len(l.tokens); {
		m := p.table.at(l, i, len(l.tokens), tiles, p.in.Lang)
		if m.n == 0 && l.tokens[i].class&digit == 0 {
			n++
		}
		i += max(m.n, 1)
	}
	return n
}

// numeric reports whether the tokens are the numbers of a date or a time, as in
// 12/03/2020 14:05.
func (l *line) numeric(from, to int) bool {
	for i := from; i+1 < to; i++ {
		if gap := l.text[l.tokens[i].end:l.tokens[i+1].start]; gap == ":" || gap == "/" || gap == "-" || gap == "." {
			return len(l.text) <= 40
		}
	}
	return false
}

// opening judges tokens [from,to) by the phrase that they open with.
func (p *page) opening(l *line, from, to int) string {
	at := l.tokens[from].start
	if from == 0 && quoted(l.text[:at]) {
		return ""
	}
	m := p.table.at(l, from, to, kStart|kLead, p.in.Lang)
	if m.n == 0 || l.words > limit(m.reason) {
		return ""
	}
	wordy := l.prose && l.stop == fullStop && l.words > 15 && !wordyKinds[m.reason]
	if m.kinds&kStart != 0 && !wordy {
		return m.reason
	}
	rest := l.text[l.tokens[from+m.n-1].end:]
	if to < len(l.tokens) {
		rest = l.text[l.tokens[from+m.n-1].end:l.tokens[to].start]
	}
	if strings.TrimSpace(rest) == "" && to == len(l.tokens) {
		return "" // "Background": a heading of the story
	}
	if leads(rest) && !wordy && (strings.ContainsAny(rest[:min(len(rest), 8)], ":：") || p.table.at(l, from, from+m.n, kSection, p.in.Lang).n < m.n) {
		return m.reason // "Opinion: ..." but not "Opinion | ..."
	}
	return ""
}

// quoted reports whether s, what stands before the first word, opens a quotation.
func quoted(s string) bool { return strings.ContainsAny(s, "\"“«„「『‘") }

// leads reports whether what follows a phrase sets it off as a label.
func leads(rest string) bool {
	rest = strings.TrimLeft(rest, ")]】》」'’\"”\t \u00a0\u202f")
	r, n := utf8.DecodeRuneInString(rest)
	switch r {
	case ':', '：', '|', '›', '»', '>', '→', '►', '▶', '/', '•', '·', '–', '—', '】', '丨', '／':
		return true
	case '-':
		return strings.HasPrefix(rest[n:], " ")
	}
	return rest == ""
}

// part judges a short line by a phrase anywhere in it.
func (p *page) part(l *line) string {
	for i := range l.tokens {
		m := p.table.at(l, i, len(l.tokens), kPart, p.in.Lang)
		if m.n > 0 && l.words <= limit(m.reason) {
			return m.reason
		}
	}
	return ""
}

// longestCredited is the most words of a caption that only its credit tells.
// A whole report on one line may end with a credit, too.
const longestCredited = 50

// credited judges a line that ends with whom a picture is from: "(AFP photo)",
// "©Reuters", "/ Getty Images". An agency alone in brackets is left, unless the
// text has not begun: stories end so too.
func (p *page) credited(l *line) string {
	const near = 80 // bytes from the end
	if strings.HasPrefix(l.text, "©") {
		return "copyright"
	}
	if l.words > longestCredited {
		return ""
	}
	t, tail := l, clipEnd(l.text, near)
	if hasAny(tail, "©", "®") {
		return caption
	}
	if !l.whole {
		m := measure(tail)
		t = &m
	}
	n := len(t.tokens)
	for i := max(n-8, 1); i < n; i++ {
		if int(t.tokens[i].start) < len(t.text)-near || !strings.ContainsAny(t.gap(i), "(（[/|:：—–") {
			continue
		}
		if p.creditTail(t, i) {
			return caption
		}
	}
	return ""
}

// creditTail reports whether the tokens from i to the end are a credit: words of
// pictures and an agency.
func (p *page) creditTail(l *line, i int) bool {
	photos, agencies := 0, 0
	for j := i; j < len(l.tokens); {
		m := p.table.at(l, j, len(l.tokens), kPhoto|kAgency|kFiller, p.in.Lang)
		if m.kinds&kPhoto != 0 {
			photos++
			if next := j + m.n; j == i && next < len(l.tokens) && strings.ContainsAny(l.gap(next), ":：") {
				return true // "(Photo: Jane Doe)"
			}
		}
		if m.kinds&kAgency != 0 {
			agencies++
		}
		j += max(m.n, 1)
	}
	return photos > 0 && agencies > 0
}
