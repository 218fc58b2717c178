//go:build unix

package encoder_test

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/model/encoder"
	"github.com/dragoman-news/dragoman/internal/model/kernel"
	"github.com/dragoman-news/dragoman/internal/model/weights"
)

// BenchmarkRun encodes 13 sentences of 40 tokens on one core, with networks of
// the real width. The rates are those of the quickest round, by the processor
// time that it took: other work on the machine lengthens the rest.
func BenchmarkRun(b *testing.B) {
	for _, layers := range []int{4, 6} {
		h := weights.Header{
			Hidden: 384, Layers: layers, Heads: 12, FFN: 1536, Pieces: 8000, Positions: 512,
			Eps: 1e-12, EOS: 2, Bytes: -1, Vector: 384,
		}
		f := parse(b, h, 1)
		var lengths []int
		for range 13 {
			lengths = append(lengths, 40)
		}
		input := sequences(h, lengths...)
		for _, k := range kernel.All() {
			b.Run(fmt.Sprintf("layers=%d/%s", layers, k.Name()), func(b *testing.B) {
				e := load(b, f, k)
				w := &encoder.Workspace{}
				best := time.Hour
				for b.Loop() {
					start := processor(b)
					if err := e.Run(w, input, func(_ int, out *encoder.Output) { out.Vector() }); err != nil {
						b.Fatal(err)
					}
					best = min(best, processor(b)-start)
				}
				tokens := 13 * 40 / best.Seconds()
				macs := float64(layers * (4*h.Hidden*h.Hidden + 2*h.Hidden*h.FFN))
				b.ReportMetric(tokens, "tokens/s")
				b.ReportMetric(tokens*macs/1e9, "GMAC/s")
			})
		}
	}
}

// processor is the processor time that the program has used.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
