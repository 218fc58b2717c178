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
	rest = strings.TrimLeft(rest, "  \u202f\t)]】》」'’\"”")
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

// credited judges a line that ends with whom a picture is from: "(AFP photo)",
// "©Reuters", "/ Getty Images". An agency alone in brackets is left, unless the
// text has not begun: stories end so too.
func (p *page) credited(l *line) string {
	const near = 80 // bytes from the end
	if strings.HasPrefix(l.text, "©") {
		return "copyright"
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
