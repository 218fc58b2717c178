package unigram

import (
	"bytes"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// table finds the pieces that begin at a place of a word. It is a hash table over the vocabulary's own bytes, because nothing else
// is there as soon after a program has started: it takes a tenth of the time of a trie. A hash grows with its text, so that all
// pieces that begin at a place are found in one pass.
type table struct {
	blob    []byte
	offsets []uint32
	scores  []float32
	slots   []uint32          // a piece's id and one, and above it some bits of its hash; 0 without a piece
	shift   int               // what is left of a mixed hash after it is the number of a slot
	longest [beginnings]uint8 // bytes of the longest piece, by hash of its first two characters
	lowest  float64           // score
}

const (
	beginnings = 1 << 14
	hashStart  = 2166136261 // FNV-1a
	hashPrime  = 16777619
	mix        = 0x9E3779B1 // FNV's upper bits alone are poor
	idBits     = 22
	idMask     = 1<<idBits - 1
)

// newTable returns the table of the pieces that a text can spell.
func newTable(v Vocabulary) (*table, error) {
	size := bits.Len(uint(2*len(v.Scores) - 1)) // at least half of the slots are empty
	t := &table{
		blob: v.Blob, offsets: v.Offsets, scores: v.Scores, lowest: math.Inf(1),
		slots: make([]uint32, 1<<size), shift: 32 - size,
	}
	for i, score := range v.Scores {
		id := int32(i)
		if slices.Contains(v.Special, id) || v.Bytes >= 0 && id >= v.Bytes && id < v.Bytes+256 {
			continue
		}
		if math.IsNaN(float64(score)) || math.IsInf(float64(score), 0) {
			return nil, fmt.Errorf("the score of piece %d is not finite", i)
		}
		if err := t.add(id); err != nil {
			return nil, err
		}
		t.lowest = min(t.lowest, float64(score))
	}
	if math.IsInf(t.lowest, 1) {
		return nil, fmt.Errorf("none of the %d pieces can be spelled", len(v.Scores))
	}
	return t, nil
}

func (t *table) add(id int32) error {
	from, to := t.offsets[id], t.offsets[id+1]
	if from >= to || uint64(to) > uint64(len(t.blob)) || to-from > maxPiece {
		return fmt.Errorf("piece %d lies at %d to %d of %d bytes", id, from, to, len(t.blob))
	}
	text := t.blob[from:to]
	if !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0 {
		return fmt.Errorf("piece %d, %q, is not text", id, text)
	}
	hash, two, chars := uint32(hashStart), uint32(0), 0
	for _, c := range text {
		if utf8.RuneStart(c) {
			if chars++; chars == 3 {
				two = hash
			}
		}
		hash = hashOn(hash, c)
	}
	if chars < 3 {
		two = hash
	}
	longest := &t.longest[two%beginnings]
	*longest = max(*longest, uint8(len(text)))
	if other, ok := t.find(hash, text); ok {
		return fmt.Errorf("pieces %d and %d are both %q", other, id, text)
	}
	at := t.start(hash)
	for t.slots[at] != 0 {
		at = t.after(at)
	}
	t.slots[at] = hash<<idBits | uint32(id+1)
	return nil
}

// hashOn is the hash of a text that goes on with c.
func hashOn(hash uint32, c byte) uint32 { return (hash ^ uint32(c)) * hashPrime }

// start is the slot where pieces of that hash begin, after the one that follows.
func (t *table) start(hash uint32) uint32 { return hash * mix >> t.shift }

func (t *table) after(at uint32) uint32 { return (at + 1) & uint32(len(t.slots)-1) }

func (t *table) text(id int32) []byte { return t.blob[t.offsets[id]:t.offsets[id+1]] }

// find returns the id of the piece s, whose hash that is.
func (t *table) find(hash uint32, s []byte) (int32, bool) {
	for at := t.start(hash); ; at = t.after(at) {
		slot := t.slots[at]
		if slot == 0 {
			return 0, false
		}
		if id := int32(slot&idMask) - 1; (slot^hash<<idBits)>>idBits == 0 && bytes.Equal(t.text(id), s) {
			return id, true
		}
	}
}
