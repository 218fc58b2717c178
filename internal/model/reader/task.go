package reader

import (
	"math"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/model/encoder"
	"github.com/dragoman-news/dragoman/internal/model/weights"
	"github.com/dragoman-news/dragoman/internal/news"
)

// statusTask names the task that says of a trigger whether it happened.
const statusTask = "status"

// likely is the score from which a type of event is worth telling to the stages.
const likely = 0.05

// task is one head of the network with what its labels mean.
type task struct {
	name   string
	at     int // its place in the header
	kind   weights.Kind
	labels []string
	span   []string // of a label "B-PER" or "I-PER": "PER"; "" for "O"
	begins []bool   // label is a B
	peers  [][]int  // of a label: those of the same span
}

func newTask(at int, h weights.Task) task {
	t := task{name: h.Name, at: at, kind: h.Kind, labels: h.Labels}
	for _, l := range h.Labels {
		kind, found := strings.CutPrefix(l, "B-")
		t.begins = append(t.begins, found)
		if !found {
			kind, found = strings.CutPrefix(l, "I-")
		}
		if !found {
			kind = ""
		}
		t.span = append(t.span, kind)
	}
	for _, kind := range t.span {
		var peers []int
		for a, other := range t.span {
			if other == kind {
				peers = append(peers, a)
			}
		}
		t.peers = append(t.peers, peers)
	}
	return t
}

// merging gathers what the windows of one sentence say.
type merging struct {
	pooling
	spans  []news.Span
	glued  []bool      // of a piece: it goes on with the word of the one before
	logits [][]float32 // by task; of tags one row a piece, one after the other
}

// add takes over from a window the pieces that count.
func (m *merging) add(o *encoder.Output, tasks []task, p *part) {
	if m.logits == nil {
		m.logits = make([][]float32, len(tasks))
	}
	m.pooling.add(o.Pooled(), o.Len())
	m.spans = append(m.spans, p.spans[p.from:p.to]...)
	m.glued = append(m.glued, p.glued[p.from:p.to]...)
	for k, t := range tasks {
		l := o.Logits(t.at)
		switch t.kind {
		case weights.Sentence:
			if m.logits[k] == nil {
				m.logits[k] = slices.Clone(l)
			}
			for i, v := range l {
				m.logits[k][i] = max(m.logits[k][i], v)
			}
		default:
			n := len(t.labels)
			m.logits[k] = append(m.logits[k], l[(1+p.from)*n:(1+p.to)*n]...)
		}
	}
}

// types appends the types of event that a sentence may tell of.
func (t *task) types(out []news.TypeScore, sentence int, logits []float32) []news.TypeScore {
	for i, l := range logits {
		if score := 1 / (1 + math.Exp(-float64(l))); score >= likely {
			out = append(out, news.TypeScore{Sentence: sentence, Type: news.EventType(t.labels[i]), Score: score})
		}
	}
	return out
}

// tags appends the spans of the best sequence of labels: by Viterbi, where an
// I follows only its own B or I.
func (t *task) tags(out []news.Tag, m *merging, status func(from, to int) news.Status) []news.Tag {
	if m.tokens == 0 || len(m.spans) == 0 {
		return out
	}
	n := len(t.labels)
	logits := m.logits[t.at]
	best := t.best(logits, m.glued)
	for i := 0; i < len(best); {
		kind := t.span[best[i]]
		j := i + 1
		for kind != "" && j < len(best) && t.span[best[j]] == kind && !t.begins[best[j]] {
			j++
		}
		if kind != "" {
			if span := cover(m.spans[i:j]); !span.Empty() {
				tag := news.Tag{Span: span, Head: t.name, Label: kind, Confidence: t.confidence(logits[i*n:j*n], kind)}
				if t.name == "trigger" && status != nil {
					tag.Status = status(i, j)
				}
				out = append(out, tag)
			}
		}
		i = j
	}
	return out
}

// cover is the span from the first to the last of spans that are not empty.
func cover(spans []news.Span) news.Span {
	var out news.Span
	for _, s := range spans {
		if s.Empty() {
			continue
		}
		if out.Empty() {
			out.Start = s.Start
		}
		out.End = max(out.End, s.End)
	}
	return out
}

// best is the likeliest sequence of labels that is well formed; a label does not change within
// a word. What a row's probabilities are divided by is the same for all its labels, and left out.
func (t *task) best(logits []float32, glued []bool) []int {
	n := len(t.labels)
	steps := len(logits) / n
	score, next := make([]float64, n), make([]float64, n)
	back := make([]int32, steps*n)
	for i := range steps {
		top := highest(score)
		for b := range n {
			from := top
			inner := t.span[b] != "" && !t.begins[b]
			if i > 0 && (inner || glued[i]) {
				from = t.peer(b, score)
			}
			if i == 0 && inner || i > 0 && glued[i] && t.begins[b] {
				next[b] = math.Inf(-1)
			} else {
				next[b] = score[from] + float64(logits[i*n+b])
			}
			back[i*n+b] = int32(from)
		}
		score, next = next, score
	}
	at := highest(score)
	out := make([]int, steps)
	for i := steps - 1; i >= 0; i-- {
		out[i] = at
		at = int(back[i*n+at])
	}
	return out
}

// peer is the label with the highest score among those of the span of b.
func (t *task) peer(b int, score []float64) int {
	at := t.peers[b][0]
	for _, a := range t.peers[b] {
		if score[a] > score[at] {
			at = a
		}
	}
	return at
}

// highest is the place of the highest score, of the first if there are several.
func highest(score []float64) int {
	at := 0
	for i, s := range score {
		if s > score[at] {
			at = i
		}
	}
	return at
}

func logSum(row []float32) float64 {
	top := float64(slices.Max(row))
	sum := 0.0
	for _, v := range row {
		sum += math.Exp(float64(v) - top)
	}
	return top + math.Log(sum)
}

// confidence is the mean probability, over pieces, that they are of a kind.
func (t *task) confidence(logits []float32, kind string) float64 {
	n, total := len(t.labels), 0.0
	for row := range slices.Chunk(logits, n) {
		norm := logSum(row)
		for b, l := range row {
			if t.span[b] == kind {
				total += math.Exp(float64(l) - norm)
			}
		}
	}
	return total * float64(n) / float64(len(logits))
}

// status returns a function that says of a run of pieces which status the network gives
// them together, or nil where it has no such task.
func (r *Reader) status(m *merging) func(from, to int) news.Status {
	for _, t := range r.tasks {
		if t.name != statusTask || m.tokens == 0 {
			continue
		}
		n := len(t.labels)
		return func(from, to int) news.Status {
			sum := make([]float32, n)
			for i := from; i < to; i++ {
				for b := range n {
					sum[b] += m.logits[t.at][i*n+b]
				}
			}
			best := 0
			for b := range n {
				if sum[b] > sum[best] {
					best = b
				}
			}
			return news.Status(t.labels[best])
		}
	}
	return nil
}
