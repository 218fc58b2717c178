package sqlite

import (
	"bytes"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

func entries(t *testing.T, chunks []chunk) []entry {
	t.Helper()
	var out []entry
	for _, c := range chunks {
		err := walkChunk(c.c, c.data, func(e entry) error {
			if e.n < c.c || len(out) > 0 && e.n <= out[len(out)-1].n {
				t.Errorf("report %d lies in chunk %d behind %d", e.n, c.c, out[max(len(out)-1, 0)].n)
			}
			out = append(out, e)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestChunksHoldWhatIsPutAndMerged(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 3))
	want := make(map[int64]entry)
	var chunks []chunk
	for range 60 {
		changes := make(map[int64]entry)
		for range 1 + r.IntN(20) {
			e := entry{n: 7<<placeBits | int64(r.IntN(400)), m: int64(1 + r.IntN(3))}
			if r.IntN(4) > 0 {
				e.data = bytes.Repeat([]byte{byte(r.IntN(256))}, 1+r.IntN(9000))
			}
			changes[e.n] = e
			want[e.n] = e
		}
		ordered := make([]entry, 0, len(changes))
		for _, n := range slices.Sorted(maps.Keys(changes)) {
			ordered = append(ordered, changes[n])
		}
		chunks = cutChunks(mergeEntries(entries(t, chunks), ordered))
	}
	maps.DeleteFunc(want, func(_ int64, e entry) bool { return e.data == nil })
	got := entries(t, chunks)
	if len(got) != len(want) {
		t.Errorf("%d reports, want %d", len(got), len(want))
	}
	for _, e := range got {
		if w := want[e.n]; w.m != e.m || !bytes.Equal(w.data, e.data) {
			t.Errorf("report %d has %d bytes of model %d, want %d of %d", e.n, len(e.data), e.m, len(w.data), w.m)
		}
	}
	for i, c := range chunks {
		if len(c.data) > chunkSize+16 || i > 0 && len(c.data)+len(chunks[i-1].data) <= chunkSize {
			t.Errorf("chunk %d has %d bytes", i, len(c.data))
		}
	}
}

func TestAReportLargerThanAChunkHasItsOwn(t *testing.T) {
	large := bytes.Repeat([]byte{1}, 3*chunkSize)
	got := cutChunks([]entry{{n: 1, m: 1, data: []byte{1}}, {n: 2, m: 1, data: large}, {n: 3, m: 1, data: []byte{1}}})
	if len(got) != 3 || got[1].c != 2 {
		t.Errorf("%d chunks", len(got))
	}
}

func FuzzWalkChunk(f *testing.F) {
	f.Add(cutChunks([]entry{{n: 1, m: 1, data: []byte{1, 2, 3}}, {n: 9, m: 2, data: []byte{4}}})[0].data)
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 0, 0})
	f.Add([]byte{0, 0, 255, 255, 3})
	f.Fuzz(func(t *testing.T, data []byte) {
		total := 0
		err := walkChunk(5, data, func(e entry) error {
			if e.n < 5 || e.n >= 5+places {
				t.Errorf("report %d", e.n)
			}
			total += len(e.data)
			return nil
		})
		if total > len(data) || err != nil && !errors.Is(err, errChunk) {
			t.Errorf("%d bytes of %d, %v", total, len(data), err)
		}
	})
}

func FuzzWalkNearest(f *testing.F) {
	f.Add([]byte{1, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 4, 9})
	f.Add([]byte{1, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 4})
	f.Add([]byte{255})
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		if err := walkNearest(5, data, func(near) { n++ }); err != nil && !errors.Is(err, errChunk) {
			t.Error(err)
		}
		if n > len(data)/11 {
			t.Errorf("%d reports in %d bytes", n, len(data))
		}
	})
}

func TestNearestOfADamagedChunkIsAnError(t *testing.T) {
	for _, data := range [][]byte{{1}, {0, 1, 200, 1}, {0, 1, 1, 9}} {
		if _, err := nearestOf([]byte{1, 2}, 1, 5, data); err == nil {
			t.Errorf("%v passes", data)
		}
	}
	if got, err := nearestOf([]byte{0, 0}, 1, 5, nil); got != nil || err != nil {
		t.Errorf("a query of zeros finds %v, %v", got, err)
	}
}
