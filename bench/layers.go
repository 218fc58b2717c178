package main

import (
	"log"
	"math/rand/v2"
	"os"
	"time"

	"github.com/dragoman-news/dragoman/internal/model/embedded"
	"github.com/dragoman-news/dragoman/internal/model/encoder"
	"github.com/dragoman-news/dragoman/internal/model/kernel"
	"github.com/dragoman-news/dragoman/internal/model/ort"
	"github.com/dragoman-news/dragoman/internal/model/weights"
)

// The quickest round of each backend counts, of so many or of those that it had time for.
const (
	layerRounds = 12
	layerTime   = 6 * time.Second
)

// backend runs the reading model's network.
type backend struct {
	name string
	run  func(w *encoder.Workspace, sequences [][]int32, use func(int, *encoder.Output)) error
	best time.Duration
	took time.Duration // all rounds
}

// layers measures the network alone, in this process: tokens a second of one core for each kernel
// that the processor has, and for ONNX Runtime where this program was built with it and it is found.
func (b *bench) layers() {
	f, err := weights.Parse(embedded.Reader)
	if err != nil {
		log.Fatal(err)
	}
	var all []*backend
	for _, k := range kernel.All() {
		e, err := encoder.New(f, k)
		if err != nil {
			log.Fatal(err)
		}
		all = append(all, &backend{name: k.Name(), run: e.Run})
	}
	if path, ok := ort.Find(); ok && os.Getenv(ort.Variable) != "" {
		o, err := ort.Open(path, f)
		if err != nil {
			log.Fatal(err)
		}
		defer o.Close()
		all = append(all, &backend{name: "ONNX Runtime " + o.Version(), run: o.Run})
	}
	sequences, tokens := sentences(f.Header)
	for range layerRounds { // in turns, so that what else the machine does weighs on all
		for _, n := range all {
			if n.took > layerTime {
				continue
			}
			start := cpuTime()
			if err := n.run(&encoder.Workspace{}, sequences, func(int, *encoder.Output) {}); err != nil {
				log.Fatal(err)
			}
			took := cpuTime() - start
			n.took += took
			if n.best == 0 || took < n.best {
				n.best = took
			}
		}
	}
	for _, n := range all {
		b.line("%-28s %8d %9.3f   %.0f tokens/s/core", "layers, "+n.name, tokens, n.best.Seconds(), float64(tokens)/n.best.Seconds())
	}
}

// sentences are 13 sequences of 12 to 80 pieces, as news has them. Which pieces they are does not
// change what they cost.
func sentences(h weights.Header) (sequences [][]int32, tokens int) {
	g := rand.New(rand.NewPCG(1, 1))
	for _, n := range []int{12, 25, 31, 33, 36, 38, 41, 44, 47, 52, 56, 61, 80} {
		ids := make([]int32, n)
		for i := range ids {
			ids[i] = int32(g.IntN(h.Pieces))
		}
		sequences, tokens = append(sequences, ids), tokens+n
	}
	return sequences, tokens
}
