package cluster

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

// The signs of two vectors tell their cosine.
func TestSignsTellTheCosine(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 7))
	vector := func() []int8 {
		v := make([]int8, 256)
		for i := range v {
			v[i] = int8(max(-127, min(127, rnd.NormFloat64()*40)))
		}
		return v
	}
	item := func(v []int8, model string) *Item {
		it := &Item{}
		it.sense(&news.Reading{Model: model, Lead: v})
		return it
	}
	for range 50 {
		a, b := vector(), vector()
		share := rnd.Float64()
		for i := range b {
			b[i] = int8(share*float64(a[i]) + (1-share)*float64(b[i]))
		}
		var dot, na, nb float64
		for i := range a {
			dot, na, nb = dot+float64(a[i])*float64(b[i]), na+float64(a[i])*float64(a[i]), nb+float64(b[i])*float64(b[i])
		}
		want := dot/math.Sqrt(na*nb) - unlike
		if got := meaningOf(item(a, "m"), item(b, "m")); math.Abs(got-want) > 0.3 {
			t.Errorf("signs say %.2f, the vectors %.2f", got, want)
		}
	}
	v := vector()
	if got := meaningOf(item(v, "m"), item(v, "m")); math.Abs(got-(1-unlike)) > 1e-9 {
		t.Errorf("a vector and itself: %v", got)
	}
	if got := meaningOf(item(v, "m"), item(v, "another")); got != 0 {
		t.Errorf("vectors of two models were compared: %v", got)
	}
	if got := meaningOf(item(nil, "m"), item(v, "m")); got != 0 {
		t.Errorf("no vector was compared: %v", got)
	}
}
