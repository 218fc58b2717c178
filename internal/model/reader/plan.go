package reader

import (
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// plan is what the network is to read of a document.
type plan struct {
	sequences [][]int32
	titles    int // how many of the sequences are the title: 1 or 0
	parts     []part
}

// part is a sequence that is a sentence or a window of one.
type part struct {
	sentence int
	spans    []news.Span // of its pieces, in the text
	glued    []bool      // of its pieces: it goes on with the word of the one before
	from, to int         // the pieces of the sequence, without <s>, whose tags count
}

func (r *Reader) plan(doc *news.Document) *plan {
	p := &plan{}
	if ids, _ := r.tok.Encode(doc.Title); len(ids) > 0 {
		p.sequences, p.titles = append(p.sequences, r.around(ids[:min(len(ids), window)])), 1
	}
	var ids []int32
	var spans []news.Span
	for k, s := range doc.Sentences {
		at := len(ids)
		if at >= most {
			break
		}
		ids, spans = r.tok.Append(ids, spans, s.In(doc.Text))
		ids, spans = ids[:min(len(ids), most)], spans[:min(len(spans), most)]
		for i := at; i < len(spans); i++ {
			spans[i].Start, spans[i].End = spans[i].Start+s.Start, spans[i].End+s.Start
		}
		p.windows(r, k, ids[at:], spans[at:], gluedIn(doc.Text, spans[at:]))
	}
	return p
}

// windows cuts a sentence into the sequences that are read: one, unless it is
// long. Of what two windows share each gives the half that is farther from its edge.
func (p *plan) windows(r *Reader, sentence int, ids []int32, spans []news.Span, glued []bool) {
	for at := 0; at < len(ids); at += window - overlap {
		end := min(at+window, len(ids))
		w := part{sentence: sentence, spans: spans[at:end:end], glued: glued[at:end], to: end - at}
		if at > 0 {
			w.from = overlap / 2
		}
		if end < len(ids) {
			w.to -= overlap / 2
		}
		p.sequences = append(p.sequences, r.around(ids[at:end]))
		p.parts = append(p.parts, w)
		if end == len(ids) {
			return
		}
	}
}

// gluedIn says of each piece whether it goes on with the word of the one before. Only scripts
// that write words apart and add nothing in front of a name or behind it have such words; Arabic
// writes "and" onto a name.
func gluedIn(text string, spans []news.Span) []bool {
	out := make([]bool, len(spans))
	for i := 1; i < len(spans); i++ {
		a, b := spans[i-1], spans[i]
		if a.Empty() || b.Empty() || a.End != b.Start {
			out[i] = b.Start < a.End // pieces of one character
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(text[:a.End])
		first, _ := utf8.DecodeRuneInString(text[b.Start:])
		out[i] = inWord(last) && inWord(first)
	}
	return out
}

// inWord reports letters of words that are one with the name they are.
func inWord(r rune) bool {
	return unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek) || unicode.Is(unicode.Mn, r)
}
