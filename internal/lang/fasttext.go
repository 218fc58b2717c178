package lang

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// classifier is a supervised fastText model with a quantised input matrix (.ftz).
// The format and the arithmetic are those of fastText 0.9.2: args.cc, dictionary.cc,
// quantmatrix.cc, productquantizer.cc and loss.cc. It is read-only once loaded.
type classifier struct {
	dim        int
	minn, maxn int              // lengths of the subwords, in code points
	buckets    uint32           // subwords are hashed into so many
	words      map[string]int32 // row of a word
	pruned     map[uint32]int32 // row of a bucket, for the buckets that pruning kept
	input      quantised
	tree       []node // hierarchical softmax; the leaves come first, one a label
	labels     []string
}

// node is an inner node of the Huffman tree: the probability of going right is
// the sigmoid of its row times the hidden vector.
type node struct {
	parent int32
	right  bool
	row    []float32 // nil for a leaf
}

const (
	magic        = 793712314
	version      = 12
	lossHS       = 1
	modelSup     = 3
	eos          = "</s>"
	maxDim       = 4096
	maxRows      = 1 << 24
	maxWordBytes = 256 // of a token that is hashed; a longer one is no word
)

// loadClassifier reads a .ftz file. Whatever is wrong in it is an error: sizes
// are checked against the bytes that are there before anything is made of them.
func loadClassifier(b []byte) (*classifier, error) {
	r := &reader{b: b}
	c := &classifier{}
	if err := c.readArgs(r); err != nil {
		return nil, err
	}
	counts, err := c.readDictionary(r)
	if err != nil {
		return nil, err
	}
	if r.byte() != 1 {
		return nil, errors.New("the input matrix is not quantised")
	}
	if err := c.input.read(r, c.dim, len(c.words)+len(c.pruned)); err != nil {
		return nil, err
	}
	if r.byte() != 0 {
		return nil, errors.New("a quantised output matrix is not supported")
	}
	rows, cols := r.int64(), r.int64()
	if rows != int64(len(c.labels)) || cols != int64(c.dim) {
		return nil, fmt.Errorf("output matrix of %d x %d for %d labels", rows, cols, len(c.labels))
	}
	output := r.floats(len(c.labels) * c.dim)
	if r.failed {
		return nil, errors.New("the file ends early")
	}
	c.grow(counts, output)
	return c, nil
}

func (c *classifier) readArgs(r *reader) error {
	if m, v := r.int32(), r.int32(); m != magic || v != version {
		return fmt.Errorf("not a fastText model of version %d", version)
	}
	c.dim = int(r.int32())
	r.skip(4 * 4) // window, epochs, smallest count, negatives
	wordNgrams, loss, kind := r.int32(), r.int32(), r.int32()
	c.buckets = uint32(r.int32())
	c.minn, c.maxn = int(r.int32()), int(r.int32())
	r.skip(4 + 8) // update rate, sampling threshold
	switch {
	case r.failed, c.dim <= 0, c.dim > maxDim, c.buckets == 0, c.minn < 0, c.maxn > 16:
		return errors.New("impossible settings")
	case wordNgrams > 1, loss != lossHS, kind != modelSup:
		return errors.New("only supervised models of single words with hierarchical softmax are supported")
	}
	return nil
}

// readDictionary reads words, labels and kept buckets, and returns how often each label occurred.
func (c *classifier) readDictionary(r *reader) ([]int64, error) {
	size, words, labels := int(r.int32()), int(r.int32()), int(r.int32())
	r.int64() // tokens seen
	kept := r.int64()
	if r.failed || words < 0 || labels < 2 || size != words+labels || size > len(r.b) || kept < 0 || kept > int64(len(r.b)/8) {
		return nil, errors.New("impossible dictionary")
	}
	c.words = make(map[string]int32, words)
	var counts []int64
	for i := range size {
		word := r.cstring()
		count, kind := r.int64(), r.byte()
		switch {
		case r.failed, kind == 0 && i >= words, kind > 1:
			return nil, errors.New("damaged dictionary")
		case kind == 0:
			c.words[word] = int32(i)
		default:
			c.labels = append(c.labels, strings.TrimPrefix(word, "__label__"))
			counts = append(counts, count)
		}
	}
	if len(c.words) != words || len(c.labels) != labels {
		return nil, errors.New("a word or label is there twice or missing")
	}
	c.pruned = make(map[uint32]int32, kept)
	for range kept {
		bucket, row := r.int32(), r.int32()
		if row < 0 || int64(row) >= kept {
			return nil, errors.New("damaged table of subwords")
		}
		c.pruned[uint32(bucket)] = int32(words) + row
	}
	if int64(len(c.pruned)) != kept {
		return nil, errors.New("a subword is there twice")
	}
	return counts, nil
}

// grow builds the Huffman tree of the labels, as loss.cc does: counts fall, so two
// queues give the two smallest nodes each time.
func (c *classifier) grow(counts []int64, output []float32) {
	n := len(counts)
	c.tree = make([]node, 2*n-1)
	weight := make([]int64, 2*n-1)
	copy(weight, counts)
	leaf, inner := n-1, n
	for i := n; i < 2*n-1; i++ {
		var small [2]int
		for j := range small {
			if leaf >= 0 && (inner >= i || weight[leaf] < weight[inner]) {
				small[j] = leaf
				leaf--
			} else {
				small[j] = inner
				inner++
			}
			c.tree[small[j]].parent = int32(i)
		}
		c.tree[small[1]].right = true
		weight[i] = weight[small[0]] + weight[small[1]]
		c.tree[i].row = output[(i-n)*c.dim : (i-n+1)*c.dim]
	}
}

// predict returns the probability of each label for the text, which is split at spaces.
func (c *classifier) predict(text string) []float64 {
	hidden := make([]float32, c.dim)
	rows := 0
	for word := range strings.FieldsSeq(text) {
		rows += c.addWord(word, hidden)
	}
	if row, ok := c.words[eos]; ok { // fastText ends every line with it
		c.input.addRow(row, hidden)
		rows++
	}
	for i := range hidden {
		hidden[i] /= float32(max(rows, 1))
	}
	all := make([]float64, len(c.tree)) // of each node, from the root down
	all[len(all)-1] = 1
	for i := len(c.tree) - 2; i >= 0; i-- {
		n := c.tree[i]
		p := sigmoid(dot(c.tree[n.parent].row, hidden))
		if !n.right {
			p = 1 - p
		}
		all[i] = all[n.parent] * p
	}
	return all[:len(c.labels)]
}

func dot(a, b []float32) float64 {
	var sum float32
	for i, x := range a {
		sum += x * b[i]
	}
	return float64(sum)
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// addWord adds the rows of a word and its subwords to sum and returns how many.
func (c *classifier) addWord(word string, sum []float32) int {
	if len(word) > maxWordBytes {
		return 0
	}
	rows := 0
	if row, ok := c.words[word]; ok {
		c.input.addRow(row, sum)
		rows++
	}
	var buf [maxWordBytes + 2]byte
	b := append(append(append(buf[:0], '<'), word...), '>')
	for i := range b {
		if !utf8.RuneStart(b[i]) {
			continue
		}
		h := uint32(2166136261)
		end := i
		for n := 1; n <= c.maxn && end < len(b); n++ {
			for first := true; end < len(b) && (first || !utf8.RuneStart(b[end])); first = false {
				h = (h ^ uint32(int8(b[end]))) * 16777619 // fastText hashes signed characters
				end++
			}
			if n < c.minn || n == 1 && (i == 0 || end == len(b)) {
				continue
			}
			if row, ok := c.pruned[h%c.buckets]; ok {
				c.input.addRow(row, sum)
				rows++
			}
		}
	}
	return rows
}

// quantised is a matrix whose rows are codes of a product quantiser: a row is a
// direction, put together of one centroid for each few dimensions, times a norm.
type quantised struct {
	rows, parts int // parts of a row, one code each
	part        int // dimensions of a part; the last may have fewer
	dim         int
	codes       []uint8
	centroids   []float32 // 256 for each part
	normCodes   []uint8   // nil where rows keep their length
	norms       []float32
}

const centroids = 256

func (q *quantised) read(r *reader, dim, wantRows int) error {
	hasNorm := r.byte() == 1
	rows, cols, size := r.int64(), r.int64(), int64(r.int32())
	if r.failed || rows <= 0 || rows > maxRows || int(rows) != wantRows || int(cols) != dim || size <= 0 {
		return errors.New("impossible input matrix")
	}
	q.rows, q.dim = int(rows), dim
	q.codes = r.bytes(int(size))
	d, parts, part, lastPart := int(r.int32()), int(r.int32()), int(r.int32()), int(r.int32())
	if r.failed || d != dim || parts <= 0 || part <= 0 || lastPart <= 0 || lastPart > part || (parts-1)*part+lastPart != dim || size != rows*int64(parts) {
		return errors.New("impossible product quantiser")
	}
	q.parts, q.part = parts, part
	q.centroids = r.floats(dim * centroids)
	if hasNorm {
		q.normCodes = r.bytes(q.rows)
		if nd, np := r.int32(), r.int32(); nd != 1 || np != 1 {
			return errors.New("impossible quantiser of norms")
		}
		r.skip(4 + 4)
		q.norms = r.floats(centroids)
	}
	if r.failed {
		return errors.New("the file ends early")
	}
	return nil
}

func (q *quantised) addRow(row int32, sum []float32) {
	norm := float32(1)
	if q.normCodes != nil {
		norm = q.norms[q.normCodes[row]]
	}
	codes := q.codes[int(row)*q.parts : (int(row)+1)*q.parts]
	for p, code := range codes {
		start := p * q.part
		size := min(q.part, q.dim-start)
		// The centroids of a part lie together; those of the last, smaller part too.
		at := start*centroids + int(code)*size
		for j, x := range q.centroids[at : at+size] {
			sum[start+j] += norm * x
		}
	}
}

// reader reads little-endian numbers. Past the end it sets failed and gives zeros,
// so that callers check once.
type reader struct {
	b      []byte
	failed bool
}

func (r *reader) bytes(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.failed = true
		r.b = nil
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) skip(n int) { r.bytes(n) }

func (r *reader) byte() byte {
	if b := r.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) int32() int32 {
	if b := r.bytes(4); b != nil {
		return int32(binary.LittleEndian.Uint32(b))
	}
	return 0
}

func (r *reader) int64() int64 {
	if b := r.bytes(8); b != nil {
		return int64(binary.LittleEndian.Uint64(b))
	}
	return 0
}

func (r *reader) cstring() string {
	n := bytes.IndexByte(r.b, 0)
	if n < 0 {
		r.failed = true
		return ""
	}
	s := string(r.bytes(n))
	r.skip(1)
	return s
}

func (r *reader) floats(n int) []float32 {
	b := r.bytes(4 * n)
	if b == nil {
		return nil
	}
	f := make([]float32, n)
	for i := range f {
		f[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return f
}
