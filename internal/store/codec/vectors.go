package codec

import (
	"encoding/binary"
	"fmt"

	"github.com/dragoman-news/dragoman/internal/meaning"
	"github.com/dragoman-news/dragoman/internal/news"
)

// The vectors of a document are kept as
//
//	1 byte   version, now 1
//	uvarint  d: values of a vector
//	uvarint  n: vectors
//	n × d    bytes: the vectors, that of title and lead first where there is one
//	n × 4    bytes: the sum of squares of each, little end first
//	n ×      uvarint, uvarint: where the sentence begins in the text and how long it
//	         is; the length of the lead is 0
//
// Vectors come first so that looking through all of them reads as little else as
// can be; the sentences are spans and not places in a list, so that splitting
// sentences better one day does not make old vectors point at others.

// vectors1 is the first byte of what EncodeVectors writes.
const vectors1 = 1

// squaresSize is the bytes of a sum of squares.
const squaresSize = 4

// EncodeVectors returns the kept form of the vectors of doc, nil when there are
// none: no reading, or only zeros. index.Check has looked at them.
func EncodeVectors(doc *news.Document) []byte {
	if doc.Reading == nil {
		return nil
	}
	vectors, spans := pointing(doc)
	if len(vectors) == 0 {
		return nil
	}
	d := len(vectors[0])
	out := make([]byte, 0, len(vectors)*(d+2*squaresSize)+16)
	out = append(out, vectors1)
	out = binary.AppendUvarint(out, uint64(d))
	out = binary.AppendUvarint(out, uint64(len(vectors)))
	for _, v := range vectors {
		for _, x := range v {
			out = append(out, byte(x))
		}
	}
	for _, v := range vectors {
		out = binary.LittleEndian.AppendUint32(out, meaning.Squares(v))
	}
	for _, s := range spans {
		out = binary.AppendUvarint(out, uint64(max(s.Start, 0)))
		out = binary.AppendUvarint(out, uint64(max(s.Len(), 0)))
	}
	return out
}

// pointing returns the vectors of a reading that are not all zeros, with their
// sentences; the lead comes first and has an empty span.
func pointing(doc *news.Document) (vectors [][]int8, spans []news.Span) {
	if meaning.Squares(doc.Reading.Lead) > 0 {
		vectors, spans = append(vectors, doc.Reading.Lead), append(spans, news.Span{})
	}
	for i, v := range doc.Reading.Sentences {
		if i < len(doc.Sentences) && !doc.Sentences[i].Empty() && meaning.Squares(v) > 0 {
			vectors, spans = append(vectors, v), append(spans, doc.Sentences[i])
		}
	}
	return vectors, spans
}

// Vectors is the kept form of a document's vectors, looked into without copying.
type Vectors struct {
	d, n                    int
	vectors, squares, spans []byte
}

// ParseVectors looks at what EncodeVectors wrote. The result points into data.
func ParseVectors(data []byte) (Vectors, error) {
	if len(data) == 0 {
		return Vectors{}, fmt.Errorf("decode vectors: %w", errShort)
	}
	if data[0] != vectors1 {
		return Vectors{}, &news.Error{
			Code:    news.Invalid,
			Message: fmt.Sprintf("vectors of version %d, this program knows version %d", data[0], vectors1),
			Hint:    "open it with the release of Dragoman that wrote it, or a later one",
		}
	}
	d, a := binary.Uvarint(data[1:])
	if a <= 0 || d == 0 || d > meaning.MaxDimensions {
		return Vectors{}, fmt.Errorf("decode vectors: %w", errShort)
	}
	n, b := binary.Uvarint(data[1+a:])
	rest := data[min(1+a+max(b, 0), len(data)):]
	if b <= 0 || n > uint64(len(rest))/(d+squaresSize) {
		return Vectors{}, fmt.Errorf("decode vectors: %w", errShort)
	}
	v := Vectors{d: int(d), n: int(n)} //nolint:gosec // both are bounded by what is there
	v.vectors, rest = rest[:v.n*v.d], rest[v.n*v.d:]
	v.squares, v.spans = rest[:v.n*squaresSize], rest[v.n*squaresSize:]
	return v, nil
}

// Nearest returns which vector is nearest to the query, the first of equals, and
// its cosine; ok is false when none can be compared.
func (v Vectors) Nearest(q meaning.Query) (i int, cosine float64, ok bool) {
	if v.d != q.Dimensions() {
		return 0, 0, false
	}
	for k := range v.n {
		squares := binary.LittleEndian.Uint32(v.squares[k*squaresSize:])
		if c := q.Cosine(v.vectors[k*v.d:(k+1)*v.d], squares); !ok || c > cosine {
			i, cosine, ok = k, c, true
		}
	}
	return i, cosine, ok
}

// Span returns the sentence of vector i; it is empty for the lead, and where the
// bytes are damaged.
func (v Vectors) Span(i int) news.Span {
	rest := v.spans
	for k := 0; ; k++ {
		start, a := binary.Uvarint(rest)
		if a <= 0 {
			return news.Span{}
		}
		length, b := binary.Uvarint(rest[a:])
		if b <= 0 || start > maxSize || length > maxSize {
			return news.Span{}
		}
		if k == i {
			if length == 0 {
				return news.Span{}
			}
			return news.Span{Start: int(start), End: int(start + length)}
		}
		rest = rest[a+b:]
	}
}

// Reading returns the vectors as a reading has them: the lead's, and those of sentences, each at the place of its sentence. The vectors are copies.
func (v Vectors) Reading(model string, sentences []news.Span) *news.Reading {
	r := &news.Reading{Model: model, Sentences: make([][]int8, len(sentences))}
	at := make(map[news.Span]int, len(sentences))
	for i, s := range sentences {
		at[s] = i
	}
	for k := range v.n {
		span := v.Span(k)
		i, ok := at[span]
		if !ok && !span.Empty() {
			continue // of a sentence that is split otherwise now
		}
		vector := make([]int8, v.d)
		for j, b := range v.vectors[k*v.d : (k+1)*v.d] {
			vector[j] = int8(b) //nolint:gosec // it was one
		}
		if span.Empty() {
			r.Lead = vector
		} else {
			r.Sentences[i] = vector
		}
	}
	return r
}
