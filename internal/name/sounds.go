package name

import (
	"bytes"
	"compress/flate"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/dragoman-news/dragoman/internal/text"
)

//go:embed data/sounds.bin
var soundsFile []byte

// sounds are the weights of two scripts: how much likelier chunks of letters of the one
// and the other are to be written for one sound than by chance, and what makes
// a probability of their sum.
type sounds struct {
	left, right chunks
	rows        pairTable
	partners    []uint64 // of each left chunk, a bit for the right ones that it has rows with, by their last six bits
	ofLeft      links    // the rows once more, by their left chunk
	ofRight     links    // and by their right one
	odds        odds
}

// links are rows by the chunk of one side.
type links struct {
	start []uint32 // where those of a chunk begin, and the end
	to    []uint16 // the chunk of the other side
	value []int8
}

// of returns the rows of a chunk.
func (l *links) of(id uint16) ([]uint16, []int8) {
	a, b := l.start[id], l.start[id+1]
	return l.to[a:b], l.value[a:b]
}

// count is how many rows a chunk has.
func (l *links) count(id uint16) int { return int(l.start[id+1] - l.start[id]) }

// linked sorts rows, of which from and to are the chunks, by the first of n.
func linked(n int, from, to []uint16, value []int8) links {
	l := links{start: make([]uint32, n+1), to: make([]uint16, len(to)), value: make([]int8, len(to))}
	for _, f := range from {
		l.start[f+1]++
	}
	for i := range n {
		l.start[i+1] += l.start[i]
	}
	next := slices.Clone(l.start)
	for i, f := range from {
		l.to[next[f]], l.value[next[f]] = to[i], value[i]
		next[f]++
	}
	return l
}

// odds are the numbers of the logistic function of a pair of scripts.
type odds struct{ bias, sum, share, length float32 }

// chunks numbers the chunks of letters of one side.
type chunks struct {
	number  codeTable
	packed  []uint64 // of each chunk, its letters
	lengths []uint8  // and how many
	letter  letterTable
	cost    []int16 // of each letter by itself, in the unit of the weights
	bits    uint
	longest int
}

// unit is what a weight of 1 is of a nat.
const unit = 1.0 / 8

var scriptCodes = map[string]text.Script{"latn": text.Latin, "arab": text.Arabic, "cyrl": text.Cyrillic, "hebr": text.Hebrew, "hani": text.Han}

// scriptPair names the weights of two scripts, in the order in which the file has them.
type scriptPair struct{ a, b text.Script }

// section is a model as it stands in the file: unpacked on first use.
type section struct {
	once   sync.Once
	packed []byte
	plain  int
	model  *sounds
	err    error
}

// library is the directory of the weights file.
var library = sync.OnceValues(func() (map[scriptPair]*section, error) { return directory(soundsFile) })

var errDamaged = errors.New("the weights of names are damaged")

// directory reads which models a file has, without unpacking them.
func directory(file []byte) (map[scriptPair]*section, error) {
	rest, ok := bytes.CutPrefix(file, []byte("DNS2"))
	if !ok {
		return nil, errDamaged
	}
	r := &reader{b: rest}
	out := map[scriptPair]*section{}
	for range r.number() {
		key := scriptPair{scriptCodes[string(r.bytes(4))], scriptCodes[string(r.bytes(4))]}
		packed, plain := r.number(), r.number()
		out[key] = &section{packed: r.bytes(packed), plain: plain}
	}
	return out, r.err
}

// between returns the weights for two scripts, and whether they are the other way round. It is
// nil where there are none.
func between(a, b text.Script) (m *sounds, swapped bool) {
	all, err := library()
	if err != nil {
		return nil, false
	}
	s := all[scriptPair{a, b}]
	if s == nil {
		s, swapped = all[scriptPair{b, a}], true
	}
	if s == nil {
		return nil, false
	}
	s.once.Do(func() { s.model, s.err = s.unpack() })
	if s.err != nil {
		return nil, false
	}
	return s.model, swapped
}

func (s *section) unpack() (*sounds, error) {
	body := make([]byte, s.plain)
	if _, err := io.ReadFull(flate.NewReader(bytes.NewReader(s.packed)), body); err != nil {
		return nil, fmt.Errorf("unpack weights of names: %w", err)
	}
	return parseSounds(body)
}

// parseSounds reads the model of one pair of scripts. train/names.py says how it is written.
func parseSounds(body []byte) (*sounds, error) {
	r := &reader{b: body}
	m := &sounds{}
	m.odds = odds{r.float(), r.float(), r.float(), r.float()}
	m.left, m.right = r.chunks(), r.chunks()
	rows := r.number()
	if r.err != nil || rows > len(body) {
		return nil, errDamaged
	}
	m.rows, m.partners = newPairTable(rows), make([]uint64, m.left.number.n)
	var lefts, rights []uint16
	var values []int8
	for left := range m.left.number.n {
		at := 0
		for range r.number() {
			at += r.number()
			if rows--; rows < 0 || at >= m.right.number.n {
				return nil, errDamaged
			}
			weight := int8(r.byte()) //nolint:gosec // written as one
			m.partners[left] |= 1 << (at & 63)
			m.rows.put(uint32(left)<<16|uint32(at), weight)                         //nolint:gosec // both are numbers of chunks, below 65,536
			lefts, rights = append(lefts, uint16(left)), append(rights, uint16(at)) //nolint:gosec // as above
			values = append(values, weight)
		}
	}
	m.ofLeft = linked(m.left.number.n, lefts, rights, values)
	m.ofRight = linked(m.right.number.n, rights, lefts, values)
	return m, r.err
}

// code packs up to longest letters into a number; 0 if one of them is unknown.
func (c *chunks) code(s []rune) uint64 {
	var v uint64
	for _, r := range s {
		l := c.letter.of(r)
		if l == 0 {
			return 0
		}
		v = v<<c.bits | uint64(l)
	}
	return v
}

// reader reads the numbers of the file; after an error it gives zeros.
type reader struct {
	b   []byte
	err error
}

func (r *reader) number() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > 1<<28 {
		r.b, r.err = nil, errDamaged
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *reader) bytes(n int) []byte {
	if n > len(r.b) {
		r.b, r.err = nil, errDamaged
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) byte() byte {
	if b := r.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

// float is a signed number in thousandths.
func (r *reader) float() float32 {
	v, n := binary.Varint(r.b)
	if n <= 0 {
		r.b, r.err = nil, errDamaged
		return 0
	}
	r.b = r.b[n:]
	return float32(v) / 1000
}

// chunks reads the letters of a side with their costs and its chunks, which are numbered as they stand.
func (r *reader) chunks() chunks {
	c := chunks{cost: []int16{0}}
	for range r.number() {
		letter := []rune(string(r.bytes(r.number())))
		if r.err != nil || len(letter) != 1 || len(c.cost) >= noChunk {
			r.err = errDamaged
			return c
		}
		c.letter.put(letter[0], uint16(len(c.cost))) //nolint:gosec // that many fit
		c.cost = append(c.cost, int16(r.byte()))
	}
	for 1<<c.bits <= len(c.cost) {
		c.bits++
	}
	n := r.number()
	if n > len(r.b) || n >= noChunk {
		r.err = errDamaged
		return c
	}
	c.number = newCodeTable(n)
	for i := range n {
		s := []rune(string(r.bytes(r.number())))
		c.longest = max(c.longest, len(s))
		c.packed, c.lengths = append(c.packed, c.code(s)), append(c.lengths, uint8(len(s))) //nolint:gosec // checked below
		c.number.put(c.packed[i], uint16(i))                                                //nolint:gosec // fewer than 65,536, as the script that writes them holds
	}
	if r.err == nil && (c.longest >= mostChunk || uint(c.longest)*c.bits > 64 || c.number.n != n) {
		r.err = errDamaged
	}
	return c
}

// letterTable numbers the letters of one side, by pages of 256 code points.
type letterTable []*[256]uint16

func (t *letterTable) put(r rune, n uint16) {
	page := int(r >> 8)
	for len(*t) <= page {
		*t = append(*t, nil)
	}
	if (*t)[page] == nil {
		(*t)[page] = &[256]uint16{}
	}
	(*t)[page][r&255] = n
}

// of is the number of a letter, 0 if it has none.
func (t letterTable) of(r rune) uint16 {
	if page := uint(r >> 8); page < uint(len(t)) && t[page] != nil { //nolint:gosec // no rune is negative
		return t[page][r&255]
	}
	return 0
}

// mostChunk is more letters than any chunk has.
const mostChunk = 8

// codeTable maps packed letters to the number of their chunk, as pairTable does.
type codeTable struct {
	keys   []uint64 // plus one: 0 is free
	values []uint16
	shift  uint
	n      int
}

func newCodeTable(n int) codeTable {
	size, bits := 16, uint(4)
	for size < 3*n {
		size, bits = size*2, bits+1
	}
	return codeTable{keys: make([]uint64, size), values: make([]uint16, size), shift: 64 - bits}
}

func (t *codeTable) put(code uint64, v uint16) {
	i := ((code + 1) * 0x9E3779B97F4A7C15) >> t.shift
	for t.keys[i] != 0 {
		if t.keys[i] == code+1 {
			return
		}
		i = (i + 1) & uint64(len(t.keys)-1)
	}
	t.keys[i], t.values[i] = code+1, v
	t.n++
}

func (t *codeTable) get(code uint64) uint16 {
	i := ((code + 1) * 0x9E3779B97F4A7C15) >> t.shift
	for t.keys[i] != 0 {
		if t.keys[i] == code+1 {
			return t.values[i]
		}
		i = (i + 1) & uint64(len(t.keys)-1)
	}
	return noChunk
}

// pairTable maps pairs of chunk numbers to weights, by open addressing: it is asked
// hundreds of times for one pair of names.
type pairTable struct {
	keys   []uint32 // 0 is free, so keys are kept plus one
	values []int8
	shift  uint
}

func newPairTable(n int) pairTable {
	size, bits := 16, uint(4)
	for size < 2*n {
		size, bits = size*2, bits+1
	}
	return pairTable{keys: make([]uint32, size), values: make([]int8, size), shift: 32 - bits}
}

func (t *pairTable) put(key uint32, v int8) {
	i := (key * 2654435769) >> t.shift
	for t.keys[i] != 0 {
		i = (i + 1) & uint32(len(t.keys)-1) //nolint:gosec // a power of two below 2^32
	}
	t.keys[i], t.values[i] = key+1, v
}

func (t *pairTable) get(key uint32) (int8, bool) {
	i := (key * 2654435769) >> t.shift
	for t.keys[i] != 0 {
		if t.keys[i] == key+1 {
			return t.values[i], true
		}
		i = (i + 1) & uint32(len(t.keys)-1) //nolint:gosec // as above
	}
	return 0, false
}
