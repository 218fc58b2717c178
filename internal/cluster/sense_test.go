package cluster

import (
	"math"
	"math/rand/v2"
	"slices"
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

// Two short reports of one town are compared if title and lead mean the like, and two with nothing but that in common are not.
func TestTitleAndLeadMakeUpForKeys(t *testing.T) {
	near, far := []uint64{0, 0, 0, 1<<21 - 1}, []uint64{0, 0, 1<<22 - 1, 1<<64 - 1}
	item := func(report string, place, model uint32, sense []uint64) *Item {
		return &Item{Report: report, Names: []Name{{ID: place, Weight: 1}}, Model: model, Sense: sense}
	}
	it := item("a", 11, 5, make([]uint64, 4))
	for _, c := range []struct {
		name  string
		other *Item
		want  bool
	}{
		{"one name and a near vector", item("b", 11, 5, near), true},
		{"one name and a vector that is not near", item("b", 11, 5, far), false},
		{"one name and a near vector of another model", item("b", 11, 6, near), false},
		{"one name and no vector", item("b", 11, 0, nil), false},
		{"a near vector alone", item("b", 13, 5, near), false},
	} {
		posted := map[string][]int{}
		for _, k := range c.other.Keys() {
			posted[k] = append(posted[k], 0)
		}
		if got := slices.Contains(sharing(posted, it.Keys(), it, []*Item{c.other}), 0); got != c.want {
			t.Errorf("%s: compared is %v, want %v", c.name, got, c.want)
		}
	}
}
