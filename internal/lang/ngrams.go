package lang

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"math/bits"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
)

// ngramsFile holds how likely a letter is after the one to three before it, by
// language. models/ngrams.py makes it and says how it is laid out.
//
//go:embed ngrams.bin
var ngramsFile []byte

// ngramTable looks letter sequences up. It is an open hash table over the sequences,
// packed 16 bits a letter; each points at its postings.
type ngramTable struct {
	codes    []news.Lang // by number
	keys     []uint64    // 0 where free
	at       []uint32    // of the postings of a key: a count, then pairs of language and cost
	postings []byte
}

// A cost is -20 ln P. A letter that a language's table does not have after the one
// before it costs unseenCost.
const (
	costUnit   = 20
	unseenCost = 9 * costUnit
)

var ngrams = sync.OnceValues(func() (*ngramTable, error) { return readNgrams(ngramsFile) })

func readNgrams(b []byte) (*ngramTable, error) {
	damaged := errors.New("ngrams.bin is damaged")
	if len(b) < 4 || string(b[:4]) != "DLN1" {
		return nil, damaged
	}
	r := &reader{b: b[4:]}
	t := &ngramTable{}
	for range r.uvarint() {
		if r.failed {
			return nil, damaged
		}
		t.codes = append(t.codes, news.Lang(r.bytes(r.uvarint())))
	}
	count := r.uvarint()
	if r.failed || count > len(b) || len(t.codes) > 64 {
		return nil, damaged
	}
	size := 1 << bits.Len(uint(2*count))
	t.keys, t.at = make([]uint64, size), make([]uint32, size)
	t.postings = make([]byte, 0, len(r.b))
	var gram []byte
	for range count {
		shared := r.uvarint()
		if shared > len(gram) {
			return nil, damaged
		}
		gram = append(gram[:shared], r.bytes(r.uvarint())...)
		n := r.uvarint()
		if r.failed || n > len(t.codes) {
			return nil, damaged
		}
		key := uint64(0)
		for _, c := range string(gram) {
			key = key<<16 | uint64(uint16(c))
		}
		slot := t.slot(key)
		t.keys[slot], t.at[slot] = key, uint32(len(t.postings))
		t.postings = append(append(t.postings, byte(n)), r.bytes(2*n)...)
	}
	if r.failed {
		return nil, damaged
	}
	return t, nil
}

// slot returns where key is, or where it would go.
func (t *ngramTable) slot(key uint64) int {
	mask := uint64(len(t.keys) - 1)
	i := key * 0x9E3779B97F4A7C15 >> 20 & mask
	for t.keys[i] != 0 && t.keys[i] != key {
		i = (i + 1) & mask
	}
	return int(i)
}

// costs adds to sums what each letter of word but the first costs in each language.
func (t *ngramTable) costs(word string, sums []int) {
	var history uint64
	everyone := uint64(1)<<len(t.codes) - 1
	for _, r := range word {
		if r > 0xFFFF {
			history = 0
			continue
		}
		history = history<<16 | uint64(r)
		if history < 1<<16 {
			continue
		}
		found := uint64(0)
		for _, key := range [...]uint64{history, history & (1<<48 - 1), history & (1<<32 - 1)} {
			slot := t.slot(key)
			if t.keys[slot] == 0 {
				continue
			}
			p := t.postings[t.at[slot]:]
			for _, pair := 0, p[1:1+2*int(p[0])]; len(pair) > 0; pair = pair[2:] {
				if bit := uint64(1) << pair[0]; found&bit == 0 {
					found |= bit
					sums[pair[0]] += int(pair[1])
				}
			}
			if found == everyone {
				break
			}
		}
		for rest := everyone &^ found; rest != 0; rest &= rest - 1 {
			sums[bits.TrailingZeros64(rest)] += unseenCost
		}
	}
}

func (r *reader) uvarint() int {
	n, size := binary.Uvarint(r.b)
	if size <= 0 || n > 1<<30 {
		r.failed = true
		r.b = nil
		return 0
	}
	r.skip(size)
	return int(n)
}

// place returns the number of code in the table, -1 if it has none.
func (t *ngramTable) place(code news.Lang) int {
	for i, c := range t.codes {
		if c == code {
			return i
		}
	}
	return -1
}
