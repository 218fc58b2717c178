//go:build linux || darwin

package ort

import (
	"syscall"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/model/encoder"
	"github.com/dragoman-news/dragoman/internal/model/kernel"
)

// BenchmarkRun encodes sentences on one core, in turns with the encoder in Go,
// so that other work on the machine slows both. The rates are those of the
// quickest round of each, by the processor time that it took.
func BenchmarkRun(b *testing.B) {
	f := parse(b, real(6), 1)
	alike, unlike := make([]int, 13), []int{12, 25, 31, 33, 36, 38, 41, 44, 47, 52, 56, 61, 80}
	for i := range alike {
		alike[i] = 40
	}
	for _, c := range []struct {
		name    string
		lengths []int
	}{{"13x40", alike}, {"12to80", unlike}} {
		b.Run(c.name, func(b *testing.B) {
			nets := map[string]runner{
				"ort":       backend(b, f, bytewise{}),
				"ort-float": backend(b, f, floatwise{}),
			}
			for _, k := range kernel.All() {
				e, err := encoder.New(f, k)
				if err != nil {
					b.Fatal(err)
				}
				nets[k.Name()] = e
			}
			turns(b, nets, sequences(f.Header, c.lengths...))
		})
	}
}

func turns(b *testing.B, nets map[string]runner, input [][]int32) {
	tokens, w, best := 0, &encoder.Workspace{}, map[string]time.Duration{}
	for _, s := range input {
		tokens += len(s)
	}
	for b.Loop() {
		for name, n := range nets {
			start := processor(b)
			if err := n.Run(w, input, func(int, *encoder.Output) {}); err != nil {
				b.Fatal(err)
			}
			if took := processor(b) - start; best[name] == 0 || took < best[name] {
				best[name] = took
			}
		}
	}
	for name, d := range best {
		b.ReportMetric(float64(tokens)/d.Seconds(), name+"-tokens/s")
	}
}

// BenchmarkOpen is what it takes to give the network to the library.
func BenchmarkOpen(b *testing.B) {
	f, path := parse(b, real(6), 1), libraryPath(b)
	for b.Loop() {
		n, err := Open(path, f)
		if err != nil {
			b.Fatal(err)
		}
		n.Close()
	}
}

// processor is the processor time that the program has used.
func processor(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
