// Package reader is the reading model as the rest of Dragoman sees it: a document
// goes in, and its tags and vectors come out, with spans in the document's own
// bytes. It puts together the weights, the pieces and the network; which tags make a
// mention or an event is for the stages to say.
package reader

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/dragoman-news/dragoman/internal/model/encoder"
	"github.com/dragoman-news/dragoman/internal/model/kernel"
	"github.com/dragoman-news/dragoman/internal/model/unigram"
	"github.com/dragoman-news/dragoman/internal/model/weights"
	"github.com/dragoman-news/dragoman/internal/news"
)

// The bounds of what the network sees at once, in pieces.
const (
	window  = 128    // of a sentence; longer ones are read in windows
	overlap = 32     // of two windows; a tag is taken from the one that has more around it
	most    = 16_384 // of a document, which is some 60 KB; what lies beyond is left to rules and tables
	lead    = 64     // of title and first sentences, at least, for the document's own vector
)

// Reader reads documents. It may be used from many goroutines.
type Reader struct {
	name   string
	tok    *unigram.Tokenizer
	enc    network
	kernel kernel.Kernel // for vectors
	tasks  []task
	mean   []float32   // of sentence vectors, taken off them
	axes   [][]float32 // the axes that they are turned onto; none: they stay as they are
	bos    int32
	eos    int32
	spaces sync.Pool
}

// network is what runs the pieces: the encoder in Go, or another that gives the same.
type network interface {
	Header() weights.Header
	Run(w *encoder.Workspace, sequences [][]int32, use func(i int, out *encoder.Output)) error
}

// New makes a Reader of parsed weights, which it keeps, with the network in Go. With a nil kernel
// the fastest that the processor has is used.
func New(f *weights.File, k kernel.Kernel) (*Reader, error) {
	if k == nil {
		k = kernel.Best()
	}
	pieces := make(chan opened, 1) // pieces and layers take as long, so both at once
	go func() {
		tok, err := tokenizer(f)
		pieces <- opened{tok, err}
	}()
	enc, err := encoder.New(f, k)
	got := <-pieces
	if err := errors.Join(err, got.err); err != nil {
		return nil, err
	}
	return newWith(f, got.tok, enc, k)
}

type opened struct {
	tok *unigram.Tokenizer
	err error
}

// tokenizer takes the pieces out of the weights.
func tokenizer(f *weights.File) (*unigram.Tokenizer, error) {
	v := unigram.Vocabulary{Bytes: int32(f.Header.Bytes), Unknown: int32(f.Header.Unknown)}
	var errs [4]error
	v.Blob, errs[0] = f.Bytes("tok.blob")
	v.Offsets, errs[1] = f.Uints("tok.offsets", f.Header.Pieces+1)
	v.Scores, errs[2] = f.Floats("tok.scores", f.Header.Pieces)
	v.Norm, errs[3] = f.Bytes("tok.norm")
	if err := errors.Join(errs[:]...); err != nil {
		return nil, err
	}
	for _, id := range []int{f.Header.BOS, f.Header.Pad, f.Header.EOS, f.Header.Unknown} {
		v.Special = append(v.Special, int32(id))
	}
	return unigram.New(v)
}

// turning reads how a pooled state becomes a vector.
func (r *Reader) turning(f *weights.File) error {
	if !f.Has("vec.mean") {
		return nil
	}
	var err error
	if r.mean, err = f.Floats("vec.mean", f.Header.Hidden); err != nil {
		return err
	}
	flat, err := f.Floats("vec.axes", -1, f.Header.Hidden)
	if err != nil {
		return err
	}
	for row := range slices.Chunk(flat, f.Header.Hidden) {
		r.axes = append(r.axes, row)
	}
	return nil
}

// Name is the name of the weights: vectors of two names are not comparable.
func (r *Reader) Name() string { return r.name }

// Vector returns the vector of a text: of a title with a lead, or of a question to
// search by. It is nil for a text without words.
func (r *Reader) Vector(text string) ([]int8, error) {
	ids, _ := r.tok.Encode(text)
	if len(ids) == 0 {
		return nil, nil
	}
	var out []int8
	err := r.run([][]int32{r.around(ids[:min(len(ids), window)])}, func(_ int, o *encoder.Output) { out = r.vector(o.Pooled()) })
	return out, err
}

func (r *Reader) around(ids []int32) []int32 {
	out := make([]int32, 0, len(ids)+2)
	return append(append(append(out, r.bos), ids...), r.eos)
}

func (r *Reader) run(sequences [][]int32, use func(i int, o *encoder.Output)) error {
	w, _ := r.spaces.Get().(*encoder.Workspace)
	defer r.spaces.Put(w)
	if err := r.enc.Run(w, sequences, use); err != nil {
		return fmt.Errorf("run the reading model: %w", err)
	}
	return nil
}

// Read fills doc.Reading from the title, the text and the sentences.
func (r *Reader) Read(doc *news.Document) error {
	p := r.plan(doc)
	out := &news.Reading{Model: r.name, Sentences: make([][]int8, len(doc.Sentences))}
	merged := make([]merging, len(doc.Sentences))
	var opening pooling
	err := r.run(p.sequences, func(i int, o *encoder.Output) {
		if i < p.titles {
			opening.add(o.Pooled(), o.Len())
			return
		}
		part := &p.parts[i-p.titles]
		merged[part.sentence].add(o, r.tasks, part)
	})
	if err != nil {
		return err
	}
	for k := 0; k < len(merged) && opening.tokens < lead; k++ {
		opening.add(merged[k].state, merged[k].tokens)
	}
	out.Lead = r.vector(opening.state)
	for k := range merged {
		m := &merged[k]
		if m.tokens == 0 {
			continue
		}
		out.Sentences[k] = r.vector(m.state)
		for _, t := range r.tasks {
			if t.kind == weights.Sentence {
				out.Types = t.types(out.Types, k, m.logits[t.at])
			}
		}
	}
	for _, t := range r.tasks {
		if t.kind != weights.Tags || t.name == statusTask {
			continue
		}
		for k := range merged {
			out.Tags = t.tags(out.Tags, &merged[k], r.status(&merged[k]))
		}
	}
	doc.Reading = out
	return nil
}
