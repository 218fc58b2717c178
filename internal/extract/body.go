package extract

import (
	"html"
	"slices"
	"strings"

	"golang.org/x/net/html/atom"
)

// enough is how many characters make a text that needs no second attempt
// (trafilatura's MIN_EXTRACTED_SIZE).
const enough = 250

// body finds the text of the report: first in the element that the publisher
// names as its place, then in the paragraphs of the whole page, then wherever
// most running text stands.
func (t *tree) body(h *head) reading {
	best := t.named()
	if n := best.length(); n < enough*ample {
		if wild := t.wild(); wild.length() > max(n, (n-enough)*wildShare) {
			best = wild
		}
	}
	if dense := t.dense(); dense.length() > 2*best.length() {
		best = dense
	}
	if best.length() < enough {
		if all := t.everything(); all.length() > 2*best.length() {
			best = all
		}
	}
	if h.article != nil && len(h.article.body) > best.length() {
		// Part of the text is not in the page, or stands where nobody would look.
		if given := paragraphs(h.article.body); given.length() >= enough && given.length() > 2*best.length() {
			best = given
		}
	}
	return best
}

// A text of fewer than ample times enough characters is taken for a part, where
// the paragraphs of the whole page hold wildShare times what it has above enough.
const (
	ample     = 6
	wildShare = 6
)

// paragraphs reads a text in which lines or tags divide paragraphs.
func paragraphs(s string) reading {
	s = html.UnescapeString(s)
	for _, tag := range []string{"</p>", "<br>", "<br/>", "<br />", "</h2>", "</h3>", "</li>"} {
		s = strings.ReplaceAll(s, tag, "\n")
	}
	var r reading
	for line := range strings.Lines(s) {
		if line = plain(line); line != "" {
			r.blocks = append(r.blocks, block{kind: paragraph, text: line, chars: readable(line)})
		}
	}
	return r
}

// named looks for the element whose name says that it holds the text. Names are
// tried from the most to the least telling; one with a small part of what a later
// one holds is a lead or a teaser, and passed over.
func (t *tree) named() reading {
	all := t.paragraphChars() < 3*enough
	var found []reading
	longest := 0
	for _, group := range contentGroups() {
		at := t.first(group)
		if at < 0 {
			continue
		}
		t.prune(at)
		got := t.read(at, all)
		found = append(found, got)
		longest = max(longest, got.length())
	}
	for _, got := range found {
		if n := got.length(); n > 0 && (n >= enough || n == longest) && n*leadShare >= longest {
			return got
		}
	}
	return reading{}
}

// leadShare is how many times the text of a named element another named element
// must hold to be taken in its place.
const leadShare = 5

// first is the first element of the page for which one of the rules holds and no
// drop rule, -1 where there is none.
func (t *tree) first(rules []rule) int {
	for i := 0; i < len(t.nodes); i++ {
		n := &t.nodes[i]
		switch n.tag() {
		case atom.Nav, atom.Aside, atom.Footer, atom.Head:
			i = n.end - 1
		case atom.Article, atom.Div, atom.Main, atom.Section:
			for j := range rules {
				if rules[j].holds(n) && t.dropReason(n) == "" {
					return i
				}
			}
		}
	}
	return -1
}

// paragraphChars counts the characters in the paragraphs of the whole page.
func (t *tree) paragraphChars() int {
	total := 0
	for i := 0; i < len(t.nodes); i++ {
		n := &t.nodes[i]
		if unreadable(n.tag()) {
			i = n.end - 1
			continue
		}
		if n.tag() == atom.P {
			total += readable(t.text(i))
			i = n.end - 1
		}
	}
	return total
}

// prune marks what does not belong to the text below top. A rule by name is
// taken back when it would leave less than a seventh (trafilatura's backup).
func (t *tree) prune(top int) {
	for i := top; i < t.nodes[top].end; i++ {
		t.nodes[i].gone = ""
	}
	for i := top + 1; i < t.nodes[top].end; i++ {
		if why := t.unwantedTag(i); why != "" {
			t.nodes[i].gone = why
			i = t.nodes[i].end - 1
		}
	}
	t.measure(top)
	before := t.nodes[top].chars
	var marked []int
	for i := top + 1; i < t.nodes[top].end; i++ {
		n := &t.nodes[i]
		if n.gone == "" {
			n.gone = t.dropReason(n)
			if n.gone != "" {
				marked = append(marked, i)
			}
		}
		if n.gone != "" {
			i = n.end - 1
		}
	}
	t.measure(top)
	if t.nodes[top].chars <= before/7 {
		for _, i := range marked {
			t.nodes[i].gone = ""
		}
		t.measure(top)
	}
	for range 2 {
		t.pruneLinks(top)
		t.measure(top)
	}
}

// unwantedTag says why node i is left out for its tag alone.
func (t *tree) unwantedTag(i int) reason {
	n := &t.nodes[i]
	why := tagReason(n.tag())
	if n.tag() == atom.Figure && t.contains(i, atom.Table) {
		return ""
	}
	return why
}

// contains reports whether an element of tag a lies below i.
func (t *tree) contains(i int, a atom.Atom) bool {
	for j := i + 1; j < t.nodes[i].end; j++ {
		if t.nodes[j].tag() == a {
			return true
		}
	}
	return false
}

// pruneLinks marks divs, lists, paragraphs and tables that are mostly links.
func (t *tree) pruneLinks(top int) {
	for i := top + 1; i < t.nodes[top].end; i++ {
		n := &t.nodes[i]
		if n.gone == "" && t.linkList(i) {
			n.gone = "menu"
		}
		if n.gone != "" {
			i = n.end - 1
		}
	}
}

// linkList reports whether node i is a list of links and not text. The limits are
// trafilatura's (htmlprocessing.py, link_density_test and link_density_test_tables).
func (t *tree) linkList(i int) bool {
	n := &t.nodes[i]
	if n.links == 0 {
		return false
	}
	limit := 100
	switch n.tag() {
	case atom.P:
		limit = 30
	case atom.Div, atom.Ul, atom.Ol, atom.Dl:
	case atom.Table:
		switch {
		case n.chars < 200:
			return false
		case n.chars < 1000:
			return n.linked*5 > n.chars*4
		default:
			return n.linked*2 > n.chars
		}
	default:
		return false
	}
	if n.links == 1 && n.linked > 100 && n.linked*10 > n.chars*9 {
		return true
	}
	if t.lastElement(i) {
		limit *= 3
		if n.tag() == atom.P {
			limit = 60
		}
	}
	return n.chars < limit && (n.linked*5 > n.chars*4 || n.links > 1 && n.short*5 > n.links*4)
}

// wild takes the paragraphs, quotations and tables of the whole page.
func (t *tree) wild() reading {
	top := t.bodyNode()
	t.prune(top)
	r := t.read(top, false)
	r.blocks = slices.DeleteFunc(r.blocks, func(b block) bool { return b.kind != paragraph && b.kind != quotation && b.kind != cell })
	return r
}

// everything takes whatever stands in the page, menus of links aside.
func (t *tree) everything() reading {
	top := t.bodyNode()
	for i := top; i < t.nodes[top].end; i++ {
		t.nodes[i].gone = ""
	}
	for i := top + 1; i < t.nodes[top].end; i++ {
		n := &t.nodes[i]
		if why := tagReason(n.tag()); why == "embedded" || why == "footer" || why == "aside" || why == "menu" {
			n.gone = why
			i = n.end - 1
		}
	}
	t.measure(top)
	t.pruneLinks(top)
	t.measure(top)
	return t.read(top, true)
}

// bodyNode is the body element, 0 (the whole page) where there is none.
func (t *tree) bodyNode() int {
	for i := range t.nodes {
		if t.nodes[i].tag() == atom.Body {
			return i
		}
	}
	return 0
}

// dense finds the element in which most running text stands, whatever its name:
// each paragraph counts for its parent and by half for its grandparent, as in
// Readability (Arc90), less the share of text that is links.
func (t *tree) dense() reading {
	top := t.bodyNode()
	t.prune(top)
	score := make(map[int]float64)
	best := -1
	for i := top + 1; i < t.nodes[top].end; i++ {
		n := &t.nodes[i]
		if n.gone != "" {
			i = n.end - 1
			continue
		}
		if !t.leaf(i) || n.chars < 25 || n.linked*2 > n.chars {
			continue
		}
		points := 1 + min(float64(n.chars)/100, 3) + float64(strings.Count(t.text(i), ","))
		for at, share := n.parent, 1.0; at > top && share > 0.2; at, share = t.nodes[at].parent, share/2 {
			score[at] += points * share
		}
		i = n.end - 1
	}
	high := 0.0
	for i := top; i < t.nodes[top].end; i++ { // in order, so that ties are settled
		s, ok := score[i]
		if !ok {
			continue
		}
		n := &t.nodes[i]
		s *= 1 - float64(n.linked)/float64(max(n.chars, 1))
		if s > high {
			best, high = i, s
		}
	}
	if best < 0 {
		return reading{}
	}
	return t.read(best, true)
}

// leaf reports whether i is a block of text without blocks inside.
func (t *tree) leaf(i int) bool {
	n := &t.nodes[i]
	if n.isText() || inline(n.tag()) {
		return false
	}
	for j := i + 1; j < n.end; j++ {
		m := &t.nodes[j]
		if !m.isText() && !inline(m.tag()) && m.tag() != atom.Br && m.tag() != atom.Hr {
			return false
		}
	}
	return true
}
