package text

import (
	_ "embed"
	"sync"
)

// Han characters in daily use lie between these.
const firstHan, endHan = 0x3400, 0xA000

// simplifiedPairs are traditional characters, each with the simplified one: the table of OpenCC, made by
// train/simplified.py.
//
//go:embed data/simplified.txt
var simplifiedPairs string

// simplified holds what each Han character folds to, 0 for itself.
var simplified = sync.OnceValue(func() *[endHan - firstHan]uint16 {
	var t [endHan - firstHan]uint16
	var from rune
	for _, r := range simplifiedPairs {
		switch {
		case r == '\n':
			from = 0
		case from == 0:
			from = r
		case from >= firstHan && from < endHan && r >= firstHan && r < endHan:
			t[from-firstHan] = uint16(r)
		}
	}
	return &t
})

// foldHan is the simplified form of a Han character: a text from Taipei names what one from Beijing does.
func foldHan(r rune) rune {
	if f := simplified()[r-firstHan]; f != 0 {
		return rune(f)
	}
	return r
}
