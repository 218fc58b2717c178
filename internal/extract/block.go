package extract

import (
	"strings"

	"golang.org/x/net/html/atom"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
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

// reading is what was read below one element: its blocks, and the pieces among
// them that were left out.
type reading struct {
	blocks  []block
	dropped []news.Dropped
}

// length counts the characters of the blocks.
func (r reading) length() int {
	n := 0
	for i := range r.blocks {
		n += r.blocks[i].chars
	}
	return n
}

// read reads the text below top, leaving out what is gone. Loose text counts
// only when all is set, for a page that does not use paragraphs.
func (t *tree) read(top int, all bool) reading {
	w := writer{all: all}
	w.walk(t, top, loose, false)
	w.flush()
	return reading{trimHeadings(w.out), w.dropped}
}

// writer gathers blocks while it walks a tree.
type writer struct {
	all     bool
	out     []block
	dropped []news.Dropped
	kind    kind
	begun   bool // the block has text, which is of kind
	lines   []string
	line    strings.Builder
	links   int // characters of the block that are inside links
}

// drop lists a piece that is left out. Whole side parts are listed by their
// beginning, and no more than maxDropped pieces.
func (w *writer) drop(s string, why reason) {
	if s = tidy(text.Clip(s, 300)); s != "" && len(w.dropped) < maxDropped {
		w.dropped = append(w.dropped, news.Dropped{Text: s, Reason: string(why)})
	}
}

const maxDropped = 60

func (w *writer) walk(t *tree, i int, k kind, link bool) {
	n := &t.nodes[i]
	if n.gone != "" {
		if !inline(n.tag()) {
			w.flush()
		}
		if n.gone != "embedded" && n.gone != "hidden" && len(w.dropped) < maxDropped && n.end-i < 500 {
			w.drop(t.brief(i), n.gone)
		}
		return
	}
	if n.isText() {
		if !w.begun && n.own > 0 {
			w.kind, w.begun = k, true
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
	w.links, w.begun = 0, false
	if len(w.lines) == 0 {
		return
	}
	text := strings.Join(w.lines, "\n")
	w.lines = w.lines[:0]
	if w.kind == loose && !w.all && len(text) < 160 {
		w.drop(text, "loose line")
		return
	}
	chars := readable(text)
	if w.kind != cell && links*10 > chars*7 {
		w.drop(text, "headline of another story")
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
