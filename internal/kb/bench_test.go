package kb

import (
	"testing"
)

func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		k, err := Read(built)
		if err != nil {
			b.Fatal(err)
		}
		if len(k.Find("Baghdad")) == 0 {
			b.Fatal("Baghdad is not found")
		}
	}
}

var lookUps = []string{"Baghdad", "بغداد", "Northern Ireland", "Nations Unies", "Нижний Новгород", "no such name", "San José", "联合国"}

func BenchmarkFind(b *testing.B) {
	k := open(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		k.Find(lookUps[i%len(lookUps)])
	}
}

func BenchmarkEntry(b *testing.B) {
	k := open(b)
	e, _ := k.ByID("GN:98182")
	b.ReportAllocs()
	for b.Loop() {
		if e, ok := k.Entry(e.Ref); !ok || e.Country != "IRQ" {
			b.Fatal(e)
		}
	}
}

func BenchmarkHas(b *testing.B) {
	k := open(b)
	keys := make([]string, len(lookUps))
	for i, n := range lookUps {
		keys[i] = Key(n)
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		k.Has(keys[i%len(keys)])
	}
}
