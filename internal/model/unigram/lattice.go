package unigram

import (
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// lattice collects the characters of one word after another, cuts each into its best pieces and appends these to the result.
type lattice struct {
	t      *Tokenizer
	word   []byte      // the word so far, with its marker; empty between words
	source []news.Span // by byte of word: what part of the text gave it
	space  bool        // the word's marker is a space that came last
	best   []path      // by byte of word: the best path that ends there
	back   []int32     // ends of the best path's pieces, from the last to the first
	ids    []int32
	spans  []news.Span
}

// path is the best way to cut a word up to some byte.
type path struct {
	score float64
	start int32 // where its last piece begins; -1 where there is no path
	id    int32 // that piece; -1 for a character that no piece covers
}

func (l *lattice) reset(t *Tokenizer, ids []int32, spans []news.Span) {
	l.t, l.ids, l.spans = t, ids, spans
	l.word, l.source, l.space = l.word[:0], l.source[:0], false
}

// finish ends the last word and returns the result. Spaces at the end of the text are no word.
func (l *lattice) finish() ([]int32, []news.Span) {
	if !l.space {
		l.flush()
	}
	ids, spans := l.ids, l.spans
	l.ids, l.spans = nil, nil
	return ids, spans
}

// add adds the characters of s, which take the place of a part of the text.
func (l *lattice) add(s string, from news.Span) {
	for len(s) > 0 {
		_, n := utf8.DecodeRuneInString(s)
		l.put(s[:n], from)
		s = s[n:]
	}
}

// put adds one character. A space begins a word, unless it follows a space; so does a marker in the text itself.
func (l *lattice) put(c string, from news.Span) {
	switch c {
	case " ":
		if !l.space {
			l.flush()
			l.begin(from)
			l.space = true
		}
		return
	case marker:
		l.flush()
		l.begin(from)
	default:
		if len(l.word) == 0 {
			l.begin(from)
		}
		l.word = append(l.word, c...)
		for range len(c) {
			l.source = append(l.source, from)
		}
	}
	l.space = false
}

// begin starts a word with its marker.
func (l *lattice) begin(from news.Span) {
	l.word = append(l.word[:0], marker...)
	empty := news.Span{Start: from.Start, End: from.Start}
	l.source = append(l.source[:0], empty, empty, empty)
}

// flush cuts the word, if there is one.
func (l *lattice) flush() {
	if len(l.word) == 0 {
		return
	}
	if n := len(marker); len(l.word) > n { // the marker belongs where the word begins, not where the space is
		empty := news.Span{Start: l.source[n].Start, End: l.source[n].Start}
		l.source[0], l.source[1], l.source[2] = empty, empty, empty
	}
	l.cut()
	l.emit()
	l.word, l.source = l.word[:0], l.source[:0]
}

// cut finds the best path to every byte of the word at which a character ends: Viterbi's algorithm.
func (l *lattice) cut() {
	n := len(l.word)
	if cap(l.best) <= n {
		l.best = make([]path, n+n/2+64)
	}
	best := l.best[:n+1]
	for i := range best {
		best[i].start = -1
	}
	best[0].score = 0
	for at := 0; at < n; {
		at += l.from(at, best)
	}
}

// from takes the pieces that begin at a byte of the word onto the best path to it, and returns the size of the character there.
func (l *lattice) from(at int, best []path) int {
	pieces := l.t.pieces
	_, size := utf8.DecodeRune(l.word[at:])
	score := best[at].score
	covered := false
	hash := uint32(hashStart)
	limit := maxPiece
	for end, chars := at, 0; end < len(l.word) && end-at < limit; {
		hash = hashOn(hash, l.word[end])
		if end++; end < len(l.word) && !utf8.RuneStart(l.word[end]) {
			continue
		}
		if chars++; chars == 2 {
			limit = int(pieces.longest[hash%beginnings])
		}
		id, ok := pieces.find(hash, l.word[at:end])
		if !ok {
			continue
		}
		covered = covered || chars == 1
		if s := score + float64(pieces.scores[id]); best[end].start < 0 || s > best[end].score {
			best[end] = path{score: s, start: int32(at), id: id}
		}
	}
	if s := score + l.t.penalty; !covered && (best[at+size].start < 0 || s > best[at+size].score) {
		best[at+size] = path{score: s, start: int32(at), id: -1}
	}
	return size
}

// emit appends the pieces of the best path.
func (l *lattice) emit() {
	l.back = l.back[:0]
	for end := int32(len(l.word)); end > 0; end = l.best[end].start {
		l.back = append(l.back, end)
	}
	unknown := false
	for i := len(l.back) - 1; i >= 0; i-- {
		end := l.back[i]
		start, id := l.best[end].start, l.best[end].id
		span := news.Span{Start: l.source[start].Start, End: l.source[end-1].End}
		switch {
		case id >= 0:
			l.ids, l.spans = append(l.ids, id), append(l.spans, span)
		case l.t.bytes >= 0:
			for _, c := range l.word[start:end] {
				l.ids, l.spans = append(l.ids, l.t.bytes+int32(c)), append(l.spans, span)
			}
		case unknown: // characters in a row that no piece covers are one unknown piece
			l.spans[len(l.spans)-1].End = span.End
		default:
			l.ids, l.spans = append(l.ids, l.t.unknown), append(l.spans, span)
		}
		unknown = id < 0
	}
}
