//go:build !race

package unigram_test

import (
	"strings"
	"testing"
)

// The race detector makes sync.Pool forget at random, so allocations are counted without it.
func TestAllocations(t *testing.T) {
	tok := tokenizer(t)
	text := strings.Repeat("Präsidentin Ναι президент ﬁn الرئيس ", 20)
	ids, spans := tok.Encode(text)
	n := testing.AllocsPerRun(100, func() { ids, spans = tok.Append(ids[:0], spans[:0], text) })
	if n >= 1 {
		t.Errorf("%v allocations a call into memory that is there", n)
	}
}
