package web_test

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
)

// BenchmarkPages writes pages whose reports were asked for before.
func BenchmarkPages(b *testing.B) {
	st := memstore.New(store.Options{})
	keep(b, st, "s-lamu", lamu(b)...)
	many(b, st, 60)
	h := pages(st)
	for _, path := range []string{"/", "/stories/s-lamu", "/reports/may-ar?mark=0-10", "/search?q=Nairobi"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				if w := get(b, h, path); w.Code != 200 {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
