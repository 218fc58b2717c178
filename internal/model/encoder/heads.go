package encoder

import (
	"github.com/dragoman-news/dragoman/internal/model/kernel"
	"github.com/dragoman-news/dragoman/internal/model/weights"
)

// Heads is what the network has behind its layers: it makes sentence vectors
// and the numbers of each task out of final states, wherever these were
// computed. It is not changed by use.
type Heads struct {
	head  weights.Header
	k     kernel.Kernel
	tasks []task
}

type task struct {
	weights.Task
	w, b []float32
}

// NewHeads takes the heads alone out of the file, for states that come from
// elsewhere than an Encoder.
func NewHeads(f *weights.File, k kernel.Kernel) (*Heads, error) {
	l := loader{f: f, k: k}
	h := l.heads()
	return h, l.err
}

// Output is what the network says about the sequence with those final states,
// one row a token. It lies in the workspace and holds until the workspace is
// used again or the states change.
func (h *Heads) Output(w *Workspace, states []float32) *Output {
	w.out.set(h, states)
	return &w.out
}

func (l *loader) heads() *Heads {
	head := l.f.Header
	h := &Heads{head: head, k: l.k, tasks: make([]task, len(head.Tasks))}
	for i, t := range head.Tasks {
		n := len(t.Labels)
		h.tasks[i] = task{t, l.floats("head."+t.Name+".w", n, head.Hidden), l.floats("head."+t.Name+".b", n)}
	}
	return h
}
