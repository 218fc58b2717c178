package meaning

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// vector makes one up.
func vector(r *rand.Rand, n int) []int8 {
	v := make([]int8, n)
	for i := range v {
		v[i] = int8(r.IntN(256) - 128)
	}
	return v
}

func bytesOf(v []int8) []byte {
	out := make([]byte, len(v))
	for i, x := range v {
		out[i] = byte(x)
	}
	return out
}

func TestTheKernelsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 400 {
		a, b := vector(r, n), vector(r, n)
		want := int32(0)
		for i := range a {
			want += int32(a[i]) * int32(b[i])
		}
		if got := dotPlain(a, bytesOf(b)); got != want {
			t.Errorf("dotPlain of %d = %d, want %d", n, got, want)
		}
		if got := dot(a, bytesOf(b)); got != want {
			t.Errorf("dot of %d = %d, want %d", n, got, want)
		}
	}
	least := slices.Repeat([]int8{-128}, MaxDimensions)
	if got := dot(least, bytesOf(least)); got != 128*128*MaxDimensions {
		t.Errorf("the largest sum is %d", got)
	}
}

func TestCosine(t *testing.T) {
	for _, tc := range []struct {
		name string
		a, b []int8
		want float64
	}{
		{"the same direction, another length", []int8{2, 4}, []int8{50, 100}, 1},
		{"the opposite", []int8{2, 4}, []int8{-1, -2}, -1},
		{"nothing in common", []int8{0, 127}, []int8{127, 0}, 0},
		{"half a right angle", []int8{100, 0}, []int8{90, 90}, math.Sqrt2 / 2},
		{"a vector of zeros", []int8{1, 2}, []int8{0, 0}, 0},
		{"another length of vector", []int8{1, 2}, []int8{1, 2, 3}, 0},
	} {
		q, ok := NewQuery(tc.a)
		if !ok {
			t.Fatalf("%s: no query", tc.name)
		}
		if got := q.Cosine(bytesOf(tc.b), Squares(tc.b)); math.Abs(got-tc.want) > 1e-12 {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestAVectorThatPointsNowhereIsNoQuery(t *testing.T) {
	for _, v := range [][]int8{nil, {}, {0, 0, 0}, slices.Repeat([]int8{1}, MaxDimensions+1)} {
		if _, ok := NewQuery(v); ok {
			t.Errorf("a query of %d values", len(v))
		}
	}
}

func TestTopKeepsTheNearestInWhateverOrderTheyCome(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	scores := make([]float64, 1000)
	for i := range scores {
		scores[i] = float64(r.IntN(300)) // many equals
	}
	sorted := slices.SortedFunc(slices.Values(scores), func(a, b float64) int { return cmp.Compare(b, a) })
	for _, n := range []int{1, 10, 64, 999, 1000, 5000, 0} {
		for _, order := range [][]int{r.Perm(1000), r.Perm(1000)} {
			top := NewTop[int](n)
			for _, i := range order {
				top.Add(scores[i], i)
			}
			want := len(scores)
			if n > 0 && n < want {
				for want = n; want < len(sorted) && sorted[want] == sorted[n-1]; want++ {
				}
			}
			got := top.Nearest()
			if len(got) != want {
				t.Errorf("the nearest %d are %d with their equals, want %d", n, len(got), want)
			}
			for _, s := range got {
				if scores[s.Value] != s.Score || s.Score < sorted[want-1] {
					t.Errorf("the nearest %d hold %v", n, s)
				}
			}
		}
	}
}

func TestTopOfEqualsIsBoundedByThem(t *testing.T) {
	top := NewTop[int](3)
	for i := range 10_000 {
		top.Add(0.5, i)
	}
	for i := range 10 {
		top.Add(0.6, i)
	}
	if got := len(top.Nearest()); got != 10 {
		t.Errorf("%d, want the 10 nearest, which are equal", got)
	}
}

func BenchmarkCosine(b *testing.B) {
	for _, n := range []int{256, 384} {
		r := rand.New(rand.NewPCG(5, 6))
		q, _ := NewQuery(vector(r, n))
		v := vector(r, n)
		data, squares := bytesOf(v), Squares(v)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(n))
			for b.Loop() {
				_ = q.Cosine(data, squares)
			}
		})
		b.Run(fmt.Sprint(n, " plain"), func(b *testing.B) {
			b.SetBytes(int64(n))
			for b.Loop() {
				_ = dotPlain(q.vector, data)
			}
		})
	}
}
