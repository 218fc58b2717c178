package main

import (
	"log"
	"runtime"

	"github.com/dragoman-news/dragoman/internal/kb"
)

// known measures look-ups in the knowledge base, in this process: every name of every thousandth entry, words that are
// nobody's name, and the facts of what was found. It is part of the program, so its memory is what of it is touched.
func (b *bench) known() {
	before := heap()
	k, err := kb.Open()
	if err != nil {
		log.Fatal(err)
	}
	var names, none []string
	i := 0
	for e := range k.All() {
		if i++; i%1000 != 0 {
			continue
		}
		for _, n := range e.Names() {
			names, none = append(names, n.Text), append(none, n.Text+" qxz")
		}
	}
	b.line("%-28s %8s %9s %12s %10s", "knowledge base", "looked", "CPU s", "a second", "MB")
	b.lookUps(k, "names that it has", names, true)
	b.lookUps(k, "names that it has not", none, false)
	after := heap()
	b.line("%-28s %8d %9s %12s %10.1f   %d names", "memory of its own", k.Len(), "", "", float64(after-min(before, after))/1e6, k.Keys())
	runtime.KeepAlive(k)
}

// lookUps looks for names and reads the facts of what they mean.
func (b *bench) lookUps(k *kb.KB, what string, names []string, there bool) {
	const rounds = 200
	found := 0
	start := cpuTime()
	for range rounds {
		for _, n := range names {
			for _, h := range k.Find(n) {
				if e, ok := k.Entry(h.Ref); ok && e.ID != "" {
					found++
				}
			}
		}
	}
	took := cpuTime() - start
	if there != (found > 0) {
		log.Fatalf("%s: %d found", what, found)
	}
	n := rounds * len(names)
	b.line("%-28s %8d %9.2f %12.0f", what, n, took.Seconds(), float64(n)/took.Seconds())
}
