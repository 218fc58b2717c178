package weights

import (
	"encoding/json"
	"fmt"

	"github.com/dragoman-news/dragoman/internal/news"
)

// format is the name and the version that every header states.
const format = "dragoman.reader/1"

// A Header says what the network of a file looks like.
type Header struct {
	Name      string  `json:"name"`
	Hidden    int     `json:"hidden"`    // width of a token's state
	Layers    int     `json:"layers"`    // how many times the states are rewritten
	Heads     int     `json:"heads"`     // attention heads a layer
	FFN       int     `json:"ffn"`       // width of the inner feed-forward layer
	Pieces    int     `json:"pieces"`    // size of the vocabulary
	Positions int     `json:"positions"` // longest sequence
	Eps       float64 `json:"eps"`       // added to the variance in layer norm

	BOS     int `json:"bos"`
	Pad     int `json:"pad"`
	EOS     int `json:"eos"`
	Unknown int `json:"unk"`
	Bytes   int `json:"bytes"` // first of the 256 byte pieces; -1 without them

	Vector int    `json:"vector"` // dimensions of the sentence vector
	Tasks  []Task `json:"heads_of"`
}

// A Task is one thing the model says about a text.
type Task struct {
	Name   string   `json:"name"`
	Kind   Kind     `json:"kind"`
	Labels []string `json:"labels"`
}

// Kind says what a task's numbers belong to.
type Kind string

// The kinds of task.
const (
	Tags     Kind = "tags"     // one softmax over the labels for each token
	Flags    Kind = "flags"    // one sigmoid for each token and label
	Sentence Kind = "sentence" // one sigmoid for each label, over the pooled state
)

// The limits keep a damaged header from asking for absurd amounts of memory,
// and the multiples are what the kernels count in.
const (
	maxWidth     = 8192
	maxLayers    = 64
	maxPieces    = 1 << 21
	maxPositions = 1 << 14
	maxTasks     = 64
	maxLabels    = 4096
	bytePieces   = 256
)

// Lane is the number that the width of an attention head and of the inner
// feed-forward layer are multiples of.
const Lane = 32

func parseHeader(src []byte) (Header, []spec, error) {
	var h struct {
		Format string `json:"format"`
		Header
		Tensors []spec `json:"tensors"`
	}
	h.Bytes = -1
	if err := json.Unmarshal(src, &h); err != nil {
		return Header{}, nil, &news.Error{Code: news.Invalid, Message: "the header of the weights is not JSON", Err: err}
	}
	if h.Format != format {
		return Header{}, nil, invalid("weights of format %q; this program reads %s", h.Format, format)
	}
	if h.Vector == 0 {
		h.Vector = h.Hidden
	}
	if err := h.check(); err != nil {
		return Header{}, nil, err
	}
	return h.Header, h.Tensors, nil
}

func (h *Header) check() error {
	for _, r := range []struct {
		name     string
		n        int
		low, top int
	}{
		{"hidden", h.Hidden, Lane, maxWidth},
		{"layers", h.Layers, 0, maxLayers},
		{"heads", h.Heads, 1, maxWidth / Lane},
		{"ffn", h.FFN, Lane, maxWidth},
		{"pieces", h.Pieces, 1, maxPieces},
		{"positions", h.Positions, 1, maxPositions},
		{"bos", h.BOS, 0, h.Pieces - 1},
		{"pad", h.Pad, 0, h.Pieces - 1},
		{"eos", h.EOS, 0, h.Pieces - 1},
		{"unk", h.Unknown, 0, h.Pieces - 1},
		{"bytes", h.Bytes, -1, h.Pieces - bytePieces},
		{"vector", h.Vector, 1, h.Hidden},
		{"number of tasks", len(h.Tasks), 0, maxTasks},
	} {
		if r.n < r.low || r.n > r.top {
			return invalid("weights with %s %d; it must be from %d to %d", r.name, r.n, r.low, r.top)
		}
	}
	if h.Hidden%(h.Heads*Lane) != 0 || h.FFN%Lane != 0 {
		return invalid("weights with hidden %d, heads %d, ffn %d; hidden/heads and ffn must be multiples of %d",
			h.Hidden, h.Heads, h.FFN, Lane)
	}
	if !(h.Eps > 0 && h.Eps < 1) {
		return invalid("weights with eps %g", h.Eps)
	}
	return h.checkTasks()
}

func (h *Header) checkTasks() error {
	seen := make(map[string]bool, len(h.Tasks))
	for _, t := range h.Tasks {
		switch {
		case t.Name == "" || seen[t.Name]:
			return invalid("weights with two tasks of the name %q, or none", t.Name)
		case t.Kind != Tags && t.Kind != Flags && t.Kind != Sentence:
			return invalid("task %q of the unknown kind %q", t.Name, t.Kind)
		case len(t.Labels) == 0 || len(t.Labels) > maxLabels:
			return invalid("task %q with %d labels", t.Name, len(t.Labels))
		}
		seen[t.Name] = true
	}
	return nil
}

// Layer names a tensor of layer l, as in "l3.qkv.w".
func Layer(l int, part string) string { return fmt.Sprintf("l%d.%s", l, part) }
