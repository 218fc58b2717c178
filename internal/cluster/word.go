package cluster

import (
	"sync"
	"unicode"

	"github.com/dragoman-news/dragoman/internal/text"
)

// word is a word of a text: its place, the hash of its folded letters and what a
// skeleton needs to know. Scripts that mark no words give a word a character.
type word struct {
	start, end int32
	hash       uint32
	runes      int16
	single     bool // a character of a script without word marks
	digit      bool // begins with a digit
	upper      bool // begins with a capital
}

const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

// words cuts s and appends to dst. Letters are folded as package text folds them,
// by a table, because the signature of every report is computed from them.
func words(dst []word, s string) []word {
	t := folds()
	var w word
	var h uint32 = fnvOffset
	in := false
	flush := func(end int) {
		if in {
			w.end, w.hash = int32(end), mix32(h)
			dst = append(dst, w)
		}
		in, h = false, fnvOffset
	}
	for i, r := range s {
		var c class
		var f rune
		if r < foldLimit {
			c, f = t.class[r], t.fold[r]
		} else {
			c, f = classify(r), r
		}
		switch c {
		case other:
			flush(i)
		case single:
			flush(i)
			in, w = true, word{start: int32(i), runes: 1, single: true}
			h = (h ^ uint32(f)) * fnvPrime
			flush(i + runeLen(r))
		case mark: // part of a word, adds nothing
		default:
			if !in {
				in, w = true, word{start: int32(i), digit: c == digit, upper: c == upper}
			}
			w.runes++
			h = (h ^ uint32(f)) * fnvPrime
			if f >= foldLimit { // several letters: ligatures
				h = (h ^ uint32(f>>8)) * fnvPrime
			}
		}
	}
	flush(len(s))
	return dst
}

// class is what a rune does to the word it stands in.
type class uint8

const (
	other class = iota
	letter
	upper
	digit
	mark
	single
)

func classify(r rune) class {
	switch {
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return single
		}
		return other
	case unicode.IsUpper(r):
		return upper
	case unicode.IsLetter(r):
		return letter
	case unicode.IsDigit(r):
		return digit
	case unicode.IsMark(r), r == 0x0640, r == 0x200c, r == 0x200d:
		return mark
	}
	return other
}

// foldLimit bounds the table: all letters of European and Middle Eastern scripts
// lie below it.
const foldLimit = 0x2100

type foldTable struct {
	class [foldLimit]class
	fold  [foldLimit]rune
}

var folds = sync.OnceValue(func() *foldTable {
	t := new(foldTable)
	for r := rune(0); r < foldLimit; r++ {
		c := classify(r)
		t.class[r], t.fold[r] = c, r
		if c == other || c == mark {
			continue
		}
		f := []rune(text.Fold(string(r)))
		switch len(f) {
		case 0:
			t.class[r] = mark
		case 1:
			t.fold[r] = f[0]
		default: // ß, ligatures: any number above the limit that stands for all
			n := rune(foldLimit)
			for _, x := range f {
				n = (n*31 + x) & 0xffff
			}
			t.fold[r] = foldLimit + n
		}
	}
	return t
})

func runeLen(r rune) int {
	switch {
	case r < 0x80:
		return 1
	case r < 0x800:
		return 2
	case r < 0x10000:
		return 3
	}
	return 4
}

// mix32 spreads a weak hash over all 32 bits (the finaliser of MurmurHash3).
func mix32(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}

// mix64 does so for 64 bits (the finaliser of SplitMix64).
func mix64(h uint64) uint64 {
	h ^= h >> 30
	h *= 0xbf58476d1ce4e5b9
	h ^= h >> 27
	h *= 0x94d049bb133111eb
	return h ^ h>>31
}

func hashString(s string) uint32 {
	var h uint32 = fnvOffset
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * fnvPrime
	}
	return mix32(h)
}
