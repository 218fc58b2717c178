// Package ort runs the layers of the reading model in ONNX Runtime, where that
// library is found: the same weights file, the same answers within a stated
// tolerance, by other kernels than ours. The library is opened while the
// program runs, without cgo; nothing of it is needed to build or to start.
// Sequences of pieces, sentence vectors and the numbers of each task are as
// package encoder defines them; choosing between the two is left to others.
package ort

import (
	"fmt"
	"sync"

	"github.com/dragoman-news/dragoman/internal/model/encoder"
	"github.com/dragoman-news/dragoman/internal/model/kernel"
	"github.com/dragoman-news/dragoman/internal/model/weights"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Backend is the network of a weights file in ONNX Runtime. It may be used from
// many goroutines: each call works on its own thread and starts no other.
type Backend struct {
	f     *weights.File
	k     kernel.Kernel
	heads *encoder.Heads
	words *weights.Table
	pos   []float32
	w, b  []float32 // norm of the first states

	lib     *library
	open    sync.RWMutex // held for reading while the session runs
	session *session     // nil once closed
	batches sync.Pool
}

// Open opens the library at path and gives it the network of f, with products
// of bytes as package encoder has them. What cannot be opened is explained by a
// news.Error with a hint.
func Open(path string, f *weights.File) (*Backend, error) { return open(path, f, bytewise{}) }

func open(path string, f *weights.File, p products) (*Backend, error) {
	b := &Backend{f: f, k: kernel.Best()}
	b.batches.New = func() any { return new(batch) }
	if err := b.load(); err != nil {
		return nil, err
	}
	model, err := network(f, p)
	if err != nil {
		return nil, err
	}
	if b.lib, err = load(path, apiVersion); err != nil {
		return nil, err
	}
	if b.session, err = b.lib.session(model); err != nil {
		b.lib.close()
		return nil, fmt.Errorf("give the network to ONNX Runtime %s: %w", b.lib.version, err)
	}
	return b, nil
}

// load takes out of the file what is computed here: what comes before the
// layers and what comes after them.
func (b *Backend) load() error {
	h := b.f.Header
	var err error
	if b.heads, err = encoder.NewHeads(b.f, b.k); err != nil {
		return err
	}
	if b.words, err = b.f.Table("emb.word", h.Pieces, h.Hidden); err != nil {
		return err
	}
	if b.pos, err = b.f.Floats("emb.pos", h.Positions, h.Hidden); err != nil {
		return err
	}
	if b.w, err = b.f.Floats("emb.ln.w", h.Hidden); err != nil {
		return err
	}
	b.b, err = b.f.Floats("emb.ln.b", h.Hidden)
	return err
}

// Header says what the network looks like, and names its tasks.
func (b *Backend) Header() weights.Header { return b.f.Header }

// Version is what the library says its version is.
func (b *Backend) Version() string { return b.lib.version }

// Run encodes sequences and calls use with each, in order, as encoder.Encoder
// does. Sequences of like length go through the layers together.
func (b *Backend) Run(w *encoder.Workspace, sequences [][]int32, use func(i int, out *encoder.Output)) error {
	if err := encoder.Check(b.f.Header, sequences); err != nil {
		return err
	}
	run, _ := b.batches.Get().(*batch)
	defer b.batches.Put(run)
	for from := 0; from < len(sequences); {
		to := span(sequences, from)
		if err := b.encode(run, sequences[from:to]); err != nil {
			return err
		}
		at := 0
		for ; from < to; from++ {
			n := len(sequences[from]) * b.f.Header.Hidden
			use(from, b.heads.Output(w, run.done[at:at+n]))
			at += n
		}
	}
	return nil
}

// run computes the final states of one batch.
func (b *Backend) run(r *batch) error {
	b.open.RLock()
	defer b.open.RUnlock()
	if b.session == nil {
		return &news.Error{Code: news.Internal, Message: "the reading model in ONNX Runtime has been closed"}
	}
	return b.lib.run(b.session, r)
}

// Close waits for what is running and gives the network's memory back. Runs
// after it fail. The library itself stays in the program: C++ libraries leave
// things behind in threads that would point to where they had been.
func (b *Backend) Close() {
	b.open.Lock()
	defer b.open.Unlock()
	if b.session == nil {
		return
	}
	b.lib.release(b.session)
	b.session = nil
	b.lib.close()
}
