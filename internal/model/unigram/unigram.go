// Package unigram cuts a text into the pieces of a SentencePiece unigram vocabulary and says which bytes of the text each piece
// stands for. It takes the vocabulary as plain values; where these are kept, what a piece means and which special pieces go
// around a text are its callers' affair.
//
// Pieces are those that the Hugging Face tokenizers library gives for XLM-RoBERTa (precompiled normaliser, runs of spaces made
// one, a marker before each word, best path by the sum of scores), with four differences: spaces at the end of a text leave no
// marker behind; no text spells a special piece or a byte piece; a character that no piece covers becomes its bytes; and
// each byte that is not UTF-8 is read as U+FFFD.
package unigram

import (
	"fmt"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
)

// marker stands in pieces for the space before a word.
const marker = "\u2581"

// unknownPenalty is how much worse than the worst piece a character is that no piece covers.
const unknownPenalty = 10

// maxPiece bounds the bytes of a piece, and so what is looked at from each character of a text.
const maxPiece = 255

// maxKept is the longest word, in bytes, whose working memory is kept for the next text.
const maxKept = 1 << 16

// Vocabulary is what a Tokenizer is made of. Piece i, whose id is i, is Blob[Offsets[i]:Offsets[i+1]] in UTF-8, with U+2581 for
// a space.
type Vocabulary struct {
	Blob    []byte
	Offsets []uint32
	Scores  []float32 // log probabilities, one a piece
	Norm    []byte    // rules of the normaliser: by rule, a byte of length and the key, a byte of length and the value
	Special []int32   // ids of pieces that no text spells, like <s>
	Bytes   int32     // id of the first of 256 consecutive byte pieces; negative if there are none
	Unknown int32     // id for a character that no piece covers, where there are no byte pieces
}

// Tokenizer cuts texts into pieces. It may be used from many goroutines.
type Tokenizer struct {
	pieces  *table
	rules   *rules
	bytes   int32
	unknown int32
	penalty float64 // the score of a character that no piece covers
	scratch sync.Pool
}

// New returns a Tokenizer for v. It keeps the slices, which nobody writes to from then on.
func New(v Vocabulary) (*Tokenizer, error) {
	n := len(v.Scores)
	if len(v.Offsets) != n+1 {
		return nil, fmt.Errorf("unigram vocabulary: %d offsets for %d scores; there must be one more", len(v.Offsets), n)
	}
	if v.Bytes >= 0 && int(v.Bytes)+256 > n || v.Bytes < 0 && (v.Unknown < 0 || int(v.Unknown) >= n) {
		return nil, fmt.Errorf("unigram vocabulary: byte pieces from %d or unknown piece %d are not among the %d pieces", v.Bytes, v.Unknown, n)
	}
	r, err := parseRules(v.Norm)
	if err != nil {
		return nil, fmt.Errorf("unigram normaliser: %w", err)
	}
	pieces, err := newTable(v)
	if err != nil {
		return nil, fmt.Errorf("unigram vocabulary: %w", err)
	}
	t := &Tokenizer{pieces: pieces, rules: r, bytes: v.Bytes, unknown: v.Unknown, penalty: pieces.lowest - unknownPenalty}
	t.scratch.New = func() any { return new(lattice) }
	return t, nil
}

// Encode returns the ids of the pieces of text and, for each, the bytes of text that gave its characters. Starts and ends of
// the spans never go back, and no span splits a character; pieces of one character (its bytes, or the letters of a ligature)
// share its span. The space before a word is not part of the word's span; a marker that is a piece of its own has an empty span
// where the word begins. Special pieces around the text are the caller's to add.
func (t *Tokenizer) Encode(text string) ([]int32, []news.Span) {
	return t.Append(nil, nil, text)
}

// Append is Encode into memory that the caller has: it appends to ids and spans and returns them.
func (t *Tokenizer) Append(ids []int32, spans []news.Span, text string) ([]int32, []news.Span) {
	l := t.scratch.Get().(*lattice)
	l.reset(t, ids, spans)
	t.rules.apply(text, l)
	ids, spans = l.finish()
	if cap(l.word) <= maxKept {
		t.scratch.Put(l)
	}
	return ids, spans
}
