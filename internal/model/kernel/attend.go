//go:build amd64 || arm64

package kernel

const (
	queries  = 4  // that attention computes together
	keyBlock = 16 // keys, likewise
	masked   = -1e30
)

// attend is Attend with the processor's transpose, scores, softmaxes and values.
// The last queries of a sequence may be those of rows that follow it; they are
// computed with and written past its end, where the caller says nothing is
// defined yet. Keys past the end are whatever is there: their scores are masked.
func attend(out, qkv []float32, n, hidden, heads int, s *Scratch) {
	d, stride := hidden/heads, 3*hidden
	width := (n + keyBlock - 1) / keyBlock * keyBlock
	s.keys = grow(s.keys, d*width)
	s.scores = grow(s.scores, queries*width)
	_, _ = qkv[Pad(n)*stride-1], out[Pad(n)*hidden-1]
	for h := range heads {
		query, key, value := qkv[h*d:], qkv[hidden+h*d:], qkv[2*hidden+h*d:]
		transpose(s.keys, key, Pad(n), width, d, stride)
		for i := 0; i < n; i += queries {
			scores(&s.scores[0], width, &query[i*stride], 4*stride, &s.keys[0], d)
			for q := range queries {
				for j := n; j < width; j++ {
					s.scores[q*width+j] = masked
				}
			}
			softmaxes(s.scores, width)
			values(&out[i*hidden+h*d], 4*hidden, &s.scores[0], width, &value[0], 4*stride, n, d)
		}
	}
}
