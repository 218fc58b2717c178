package extract

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// kind is what sort of line a block is.
type kind int

const (
	loose kind = iota // text that stands directly in a div
	paragraph
	heading
	item
	quotation
	cell
)

// block is one paragraph of the text, with line breaks where the page has br.
type block struct {
	kind  kind
	text  string
	chars int
}

// length counts the characters of the blocks.
func length(blocks []block) int {
	n := 0
	for i := range blocks {
		n += blocks[i].chars
	}
	return n
}

// blocks reads the text below top, leaving out what is gone. Loose text counts
// only when all is set, for a page that does not use paragraphs.
func (t *tree) blocks(top int, all bool) []block {
	w := writer{all: all}
	w.walk(t, top, loose, false)
	w.flush()
	return trimHeadings(w.out)
}

// writer gathers blocks while it walks a tree.
type writer struct {
	all   bool
	out   []block
	kind  kind
	lines []string
	line  strings.Builder
	links int // characters of the block that are inside links
}

func (w *writer) walk(t *tree, i int, k kind, link bool) {
	n := &t.nodes[i]
	if n.gone != "" {
		if !inline(n.tag()) {
			w.flush()
		}
		return
	}
	if n.isText() {
		if w.line.Len() == 0 && len(w.lines) == 0 {
			w.kind = k
		}
		w.line.WriteString(n.src.Data)
		if link {
			w.links += n.chars
		}
		return
	}
	a := n.tag()
	if a == atom.Br || a == atom.Hr {
		w.newline()
		return
	}
	link = link || a == atom.A
	block := !inline(a)
	if block {
		if a == atom.Td || a == atom.Th {
			w.line.WriteByte(' ')
			block = false
		} else {
			w.flush()
		}
		k = kindOf(a, k)
	}
	for c := i + 1; c < n.end; c = t.nodes[c].end {
		w.walk(t, c, k, link)
	}
	if block {
		w.flush()
	}
}

// kindOf is the kind of text in an element, given that of its parent.
func kindOf(a atom.Atom, parent kind) kind {
	switch a {
	case atom.P:
		if parent == loose || parent == cell {
			return paragraph
		}
		return parent
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Summary:
		return heading
	case atom.Li, atom.Dd, atom.Dt:
		return item
	case atom.Blockquote, atom.Pre, atom.Q:
		return quotation
	case atom.Tr:
		return cell
	}
	return parent
}

// newline ends a line within a block.
func (w *writer) newline() {
	if s := collapse(w.line.String()); s != "" {
		w.lines = append(w.lines, s)
	}
	w.line.Reset()
}

// flush ends a block.
func (w *writer) flush() {
	w.newline()
	links := w.links
	w.links = 0
	if len(w.lines) == 0 {
		return
	}
	text := strings.Join(w.lines, "\n")
	w.lines = w.lines[:0]
	if w.kind == loose && !w.all && len(text) < 160 {
		return
	}
	chars := readable(text)
	if w.kind != cell && links*10 > chars*7 {
		return
	}
	w.out = append(w.out, block{kind: w.kind, text: text, chars: chars})
}

// trimHeadings takes off headings at the end: nothing of the report follows them.
func trimHeadings(blocks []block) []block {
	for len(blocks) > 0 && blocks[len(blocks)-1].kind == heading {
		blocks = blocks[:len(blocks)-1]
	}
	return blocks
}
