package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/dragoman-news/dragoman/internal/text"
)

// tree is a parsed page laid out flat in document order: the subtree of node i is
// nodes[i:nodes[i].end], so that leaving a part out is a jump and not a copy.
type tree struct {
	nodes []node
	names map[string]reason // drop rule for an id and class seen before
}

// node is one element or one text of a page.
type node struct {
	src    *html.Node
	parent int
	end    int    // index after its last descendant
	id     string // of elements, lower case
	class  string // of elements, lower case
	own    int    // characters of a text, spaces run together
	chars  int    // characters of readable text within
	linked int    // how many of chars are inside links
	links  int    // links with text
	short  int    // links with fewer than 10 characters
	gone   reason // why it is left out, "" while it stays
}

// isText reports whether n is a piece of text and not an element.
func (n *node) isText() bool { return n.src.Type == html.TextNode }

// tag is the element's name as an atom; 0 for texts and unknown elements.
func (n *node) tag() atom.Atom {
	if n.src.Type == html.ElementNode {
		return n.src.DataAtom
	}
	return 0
}

// newTree lays out the page below root. x/net/html refuses to nest deeper than
// 512 elements, so the recursion is bounded.
func newTree(root *html.Node) *tree {
	t := &tree{nodes: make([]node, 0, 2048), names: map[string]reason{}}
	t.add(root, -1)
	return t
}

func (t *tree) add(src *html.Node, parent int) {
	at := len(t.nodes)
	n := node{src: src, parent: parent}
	if src.Type == html.ElementNode {
		n.id = strings.ToLower(attr(src, "id"))
		n.class = strings.ToLower(attr(src, "class"))
	} else {
		n.own = readable(src.Data)
	}
	t.nodes = append(t.nodes, n)
	for c := src.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.ElementNode, html.TextNode:
			t.add(c, at)
		}
	}
	t.nodes[at].end = len(t.nodes)
}

// measure counts characters and links below every node of the subtree at top,
// leaving out what is gone. Children come after their parents, so one walk
// backwards sums up.
func (t *tree) measure(top int) {
	end := t.nodes[top].end
	for i := top; i < end; i++ {
		n := &t.nodes[i]
		n.chars, n.linked, n.links, n.short = 0, 0, 0, 0
		if n.gone != "" {
			i = n.end - 1
			continue
		}
		n.chars = n.own
	}
	for i := end - 1; i > top; i-- {
		n := &t.nodes[i]
		if n.gone != "" {
			continue
		}
		if n.tag() == atom.A && n.chars > 0 {
			n.linked, n.links, n.short = n.chars, 1, 0
			if n.chars < 10 {
				n.short = 1
			}
		}
		p := &t.nodes[n.parent]
		p.chars += n.chars
		p.linked += n.linked
		p.links += n.links
		p.short += n.short
	}
}

// lastElement reports whether no element follows i among its siblings.
func (t *tree) lastElement(i int) bool {
	for s := t.nodes[i].src.NextSibling; s != nil; s = s.NextSibling {
		if s.Type == html.ElementNode {
			return false
		}
	}
	return true
}

// within reports whether i has an ancestor, or is itself, of one of the tags.
func (t *tree) within(i int, tags ...atom.Atom) bool {
	for ; i >= 0; i = t.nodes[i].parent {
		for _, a := range tags {
			if t.nodes[i].tag() == a {
				return true
			}
		}
	}
	return false
}

// text is the readable text below i, spaces run together.
func (t *tree) text(i int) string { return t.textUpTo(i, 1<<30) }

// brief is the text below i where that is short, and its beginning otherwise:
// nested elements with a long text must not be read whole again and again.
func (t *tree) brief(i int) string { return t.textUpTo(i, 1500) }

// textUpTo is the readable text below i, of which it reads about limit bytes.
func (t *tree) textUpTo(i, limit int) string {
	var sb strings.Builder
	for j := i; j < t.nodes[i].end && sb.Len() < limit; j++ {
		n := &t.nodes[j]
		if unreadable(n.tag()) {
			j = n.end - 1
			continue
		}
		switch {
		case n.isText():
			sb.WriteString(text.Clip(n.src.Data, limit))
		case !inline(n.tag()):
			sb.WriteByte(' ')
		}
	}
	return collapse(sb.String())
}

// readable counts the characters of s with spaces run together.
func readable(s string) int {
	n, space := 0, true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			return n + readableRunes(s[i:], space, n > 0)
		}
		if c == ' ' || '\t' <= c && c <= '\r' {
			space = true
			continue
		}
		if space && n > 0 {
			n++
		}
		space = false
		n++
	}
	return n
}

// readableRunes goes on where readable meets a character beyond ASCII.
func readableRunes(s string, space, begun bool) int {
	n := 0
	for _, r := range s {
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if space && (begun || n > 0) {
			n++
		}
		space = false
		n++
	}
	return n
}

// collapse trims s and makes one space of every run of spaces.
func collapse(s string) string {
	return strings.Join(strings.Fields(s), " ")
}

// attr is the value of an attribute, trimmed, "" where it is not given.
func attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key && n.Attr[i].Namespace == "" {
			return strings.TrimSpace(n.Attr[i].Val)
		}
	}
	return ""
}

// hasAttr reports whether an attribute is given, be it empty.
func hasAttr(n *html.Node, key string) bool {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return true
		}
	}
	return false
}

// unreadable elements hold no text for readers.
func unreadable(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Head, atom.Iframe,
		atom.Object, atom.Svg, atom.Math, atom.Textarea, atom.Select, atom.Option:
		return true
	}
	return false
}

// inline elements do not begin a new line. Unknown elements do not either.
func inline(a atom.Atom) bool {
	switch a {
	case 0, atom.A, atom.Abbr, atom.Acronym, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code,
		atom.Data, atom.Del, atom.Dfn, atom.Em, atom.Font, atom.I, atom.Img, atom.Input, atom.Ins, atom.Kbd, atom.Label,
		atom.Mark, atom.Nobr, atom.Q, atom.Rp, atom.Rt, atom.Ruby, atom.S, atom.Samp, atom.Small, atom.Span,
		atom.Strike, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.Tt, atom.U, atom.Var, atom.Wbr:
		return true
	}
	return false
}
