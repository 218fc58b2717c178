package reader

import (
	"github.com/dragoman-news/dragoman/internal/model/encoder"
	"github.com/dragoman-news/dragoman/internal/model/kernel"
	"github.com/dragoman-news/dragoman/internal/model/unigram"
	"github.com/dragoman-news/dragoman/internal/model/weights"
)

// NewWith makes a Reader of a parsed weights file, which it keeps, and of what runs its
// network: the encoder in Go, or another that gives the same.
func NewWith(f *weights.File, n network) (*Reader, error) {
	tok, err := tokenizer(f)
	if err != nil {
		return nil, err
	}
	return newWith(f, tok, n, kernel.Best())
}

func newWith(f *weights.File, tok *unigram.Tokenizer, n network, k kernel.Kernel) (*Reader, error) {
	r := &Reader{name: f.Header.Name, tok: tok, enc: n, kernel: k, bos: int32(f.Header.BOS), eos: int32(f.Header.EOS)}
	r.spaces.New = func() any { return new(encoder.Workspace) }
	for i, h := range f.Header.Tasks {
		r.tasks = append(r.tasks, newTask(i, h))
	}
	return r, r.turning(f)
}
