package window

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/store"
)

// TestIndexFindsWhatWasPutIn puts rows in one by one, past the point where the fresh run settles, and after
// a part that is sorted at once.
func TestIndexFindsWhatWasPutIn(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	var x index
	want := map[string][]uint32{}
	put := func(row uint32, sorted bool) {
		var keys []string
		for range 40 {
			keys = append(keys, fmt.Sprint("k", int(rnd.ExpFloat64()*200)))
		}
		slices.Sort(keys)
		keys = slices.Compact(keys)
		x.add(row, keys, sorted)
		for _, k := range keys {
			want[k] = append(want[k], row)
		}
	}
	const rows = 1500
	for row := range uint32(rows) {
		if row < 300 {
			put(row, false)
		} else {
			put(row, true)
		}
		if row == 299 {
			x.sort(nil)
		}
	}
	if len(x.settled) <= 300*40 || len(x.fresh) == 0 {
		t.Fatalf("%d postings settled, %d fresh: the test misses one of the runs", len(x.settled), len(x.fresh))
	}
	for k, rows := range want {
		settled, fresh := x.find(keyHash(k))
		var got []uint32
		for _, p := range slices.Concat(settled, fresh) {
			got = append(got, uint32(p&rowMask))
		}
		slices.Sort(got)
		if !slices.Equal(got, rows) {
			t.Fatalf("rows of %s\ngot  %v\nwant %v", k, got, rows)
		}
	}
	if settled, fresh := x.find(keyHash("nobody's")); len(settled)+len(fresh) != 0 {
		t.Errorf("%d rows have a key that nobody has", len(settled)+len(fresh))
	}
	gone := make([]bool, rows)
	gone[7] = true
	x.sort(gone)
	for k := range want {
		settled, fresh := x.find(keyHash(k))
		if slices.ContainsFunc(settled, func(p uint64) bool { return p&rowMask == 7 }) || len(fresh) > 0 {
			t.Fatalf("a row that is gone is still found by %s", k)
		}
	}
}

// listed is rows whose text is their keys.
type listed struct {
	rows map[string]string
	read int // how many rows were read by their ids
}

func (l *listed) Features(_ context.Context, q store.FeatureQuery) iter.Seq2[store.Feature, error] {
	return func(yield func(store.Feature, error) bool) {
		ids := q.Reports
		if ids == nil && !q.Undated {
			for id := range l.rows {
				ids = append(ids, id)
			}
			slices.Sort(ids)
		}
		for _, id := range ids {
			l.read += min(len(q.Reports), 1)
			if !yield(store.Feature{Report: id, Day: "2020-03-01", Data: []byte(l.rows[id])}, nil) {
				return
			}
		}
	}
}

func (l *listed) window(decoded int) *Window[string] {
	w := New(l, Codec[string]{Decode: func(f store.Feature) (string, error) { return string(f.Data), nil }, Keys: strings.Fields})
	w.decoded.most = decoded
	return w
}

func (l *listed) ask(t *testing.T, w *Window[string], keys string, most int) []string {
	t.Helper()
	rows, err := w.Candidates(t.Context(), Ask{
		FeatureQuery: store.FeatureQuery{From: "2020-03-01", To: "2020-03-01", Keys: strings.Fields(keys)},
		Weigh:        func(string) int { return 1 }, Least: 1, Most: most,
	})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range rows {
		if r.Value != l.rows[r.Report] {
			t.Errorf("row %s is %q, want %q", r.Report, r.Value, l.rows[r.Report])
		}
		out = append(out, r.Report)
	}
	return out
}

func TestTheRarestKeysComeFirst(t *testing.T) {
	l := &listed{rows: map[string]string{"a": "common rare", "b": "common", "c": "common some", "d": "some", "e": "common some other"}}
	w := l.window(100)
	if got, want := l.ask(t, w, "common rare some", 2), []string{"a", "c"}; !slices.Equal(got, want) && !slices.Equal(got, []string{"a", "e"}) {
		t.Errorf("got %v, want %v or a and e", got, want)
	}
	if got := l.ask(t, w, "common rare some", 0); len(got) != 5 || got[0] != "a" || got[4] != "b" {
		t.Errorf("without a bound %v, want all five, a first and b last", got)
	}
	if again := l.ask(t, w, "common rare some", 2); !slices.Equal(again, l.ask(t, l.window(100), "common rare some", 2)) {
		t.Errorf("another window answers otherwise than %v", again)
	}
}

// TestRowsThatWereLetGoOfAreReadAgain has place for three decoded rows of ten.
func TestRowsThatWereLetGoOfAreReadAgain(t *testing.T) {
	l := &listed{rows: map[string]string{}}
	for i := range 10 {
		l.rows[fmt.Sprint("r", i)] = fmt.Sprintf("all k%d", i)
	}
	w := l.window(3)
	for range 4 {
		for i := range 10 {
			if got, want := l.ask(t, w, fmt.Sprint("k", i), 0), []string{fmt.Sprint("r", i)}; !slices.Equal(got, want) {
				t.Fatalf("got %v, want %v", got, want)
			}
		}
	}
	if got := l.ask(t, w, "all", 0); len(got) != 10 {
		t.Errorf("got %v, want all ten", got)
	}
	if len(w.decoded.ring) != 3 {
		t.Errorf("%d rows are kept decoded, want 3", len(w.decoded.ring))
	}
	l.read = 0
	for range 5 {
		l.ask(t, w, "k4", 0)
	}
	if l.read > 1 {
		t.Errorf("a row that was just used was read %d times", l.read)
	}
}

// TestTheBestOfMany compares with sorting all of them.
func TestTheBestOfMany(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 9))
	b := &bucket[string]{}
	var all []match[string]
	for i := range 3000 {
		at := b.add(fmt.Sprint("r", i), nil, Signs{}, true)
		all = append(all, match[string]{in: b, at: at, rank: float32(rnd.IntN(40))})
	}
	want := slices.Clone(all)
	slices.SortFunc(want, match[string].before)
	for _, n := range []int{1, 20, 700, 2999, 5000, 0} {
		k := n
		if n == 0 {
			k = len(want)
		}
		if got := best(slices.Clone(all), n); !slices.Equal(got, want[:min(k, len(want))]) {
			t.Errorf("the best %d are others", n)
		}
	}
	var rows []uint32
	for _, m := range all {
		rows = append(rows, m.at)
	}
	sorted := slices.SortedFunc(slices.Values(rows), b.before)
	for _, n := range []int{1, 50, 1500, 2999} {
		if got := b.first(slices.Clone(rows), n); !slices.Equal(got, sorted[:n]) {
			t.Errorf("the first %d rows are others", n)
		}
	}
}

// TestSignsMakeUpForKeys asks for two keys in common, or one and a near vector, of rows that have their vector behind their keys.
func TestSignsMakeUpForKeys(t *testing.T) {
	l := &listed{rows: map[string]string{
		"both": "k1 k2 1:ff", "near": "k1 1:f0", "far": "k1 1:fff00", "other model": "k1 2:ff", "none": "k1", "vector alone": "k3 1:ff", "long": "k2 1:ff:ff",
	}}
	codec := Codec[string]{
		Decode: func(f store.Feature) (string, error) { return string(f.Data), nil },
		Keys: func(s string) []string {
			return slices.DeleteFunc(strings.Fields(s), func(k string) bool { return strings.Contains(k, ":") })
		},
		Signs: func(s string) Signs {
			var of Signs
			words := strings.Split(s[strings.LastIndex(s, " ")+1:], ":")
			if len(words) > 1 {
				_, _ = fmt.Sscan(words[0], &of.Model)
			}
			for _, w := range words[1:] {
				var bits uint64
				_, _ = fmt.Sscanf(w, "%x", &bits)
				of.Bits = append(of.Bits, bits)
			}
			return of
		},
	}
	ask := Ask{
		FeatureQuery: store.FeatureQuery{From: "2020-03-01", To: "2020-03-01", Keys: []string{"k1", "k2"}},
		Weigh:        func(string) int { return 1 }, Least: 2, Signs: Signs{1, []uint64{0xff}},
		Near: func(differ, all int) int {
			if all != 64 {
				t.Errorf("%d signs were compared", all)
			}
			return max(0, 5-differ) / 5 // 1 where none differ
		},
	}
	got := func(q Ask) []string {
		rows, err := New(l, codec).Candidates(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range rows {
			out = append(out, r.Report)
		}
		slices.Sort(out)
		return out
	}
	if got, want := got(ask), []string{"both"}; !slices.Equal(got, want) {
		t.Errorf("none but its own vector is near: got %v, want %v", got, want)
	}
	ask.Near = func(differ, _ int) int { return min(1, max(0, 8-differ)/4) } // up to four differ
	if got, want := got(ask), []string{"both", "near"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	ask.From, ask.To = "", "" // no days that a window holds: the store is asked
	if got, want := got(ask), []string{"both", "near"}; !slices.Equal(got, want) {
		t.Errorf("from the store got %v, want %v", got, want)
	}
	ask.Near = nil
	if got, want := got(ask), []string{"both"}; !slices.Equal(got, want) {
		t.Errorf("without a weight of nearness got %v, want %v", got, want)
	}
}

// TestFrequentKeysBringInNoMore asks for keys that 600 rows have some of, and one that all of 2,000 have.
func TestFrequentKeysBringInNoMore(t *testing.T) {
	l := &listed{rows: map[string]string{}}
	keys := "often"
	for i := range 2000 {
		row := "often"
		if i%2 == 1 {
			row = "seldom"
		}
		if i < 600 {
			row += fmt.Sprint(" rare", i%20)
		}
		l.rows[fmt.Sprintf("r%04d", i)] = row
	}
	for i := range 20 {
		keys += fmt.Sprint(" rare", i)
	}
	ask := func(w *Window[string], most int) []string {
		rows, err := w.Candidates(t.Context(), Ask{
			FeatureQuery: store.FeatureQuery{From: "2020-03-01", To: "2020-03-01", Keys: strings.Fields(keys), PerKey: 50},
			Weigh:        func(string) int { return 1 }, Least: 1, Most: most,
		})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range rows {
			out = append(out, r.Value[:strings.Index(r.Value+" ", " ")]+" "+r.Report)
		}
		return out
	}
	w := l.window(3000)
	few := ask(w, 100)
	for _, r := range few {
		if !strings.HasPrefix(r, "often r0") || r >= "often r06" {
			t.Fatalf("%s is among the first hundred: it has one key at most", r)
		}
	}
	if got := ask(w, 550); len(got) != 550 || !slices.Equal(got[:100], few) {
		t.Errorf("%d rows, want 550, the first hundred as before", len(got))
	} else if n := len(slices.DeleteFunc(got, func(r string) bool { return strings.HasPrefix(r, "often") })); n != 250 {
		t.Errorf("%d rows have a rare key alone, want 250 behind the 300 that have two", n)
	}
	if got := ask(w, 1000); len(got) < 600 || len(got) > 650 {
		t.Errorf("%d rows, want the 600 and at most fifty that have the frequent key alone", len(got))
	}
}

// TestAskingForMoreOfTheSame compares with asking for as many at once, while rows come and go.
func TestAskingForMoreOfTheSame(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	l := &listed{rows: map[string]string{}}
	put := func(i int) string {
		var keys []string
		for range 6 {
			keys = append(keys, fmt.Sprint("k", int(rnd.ExpFloat64()*20)))
		}
		slices.Sort(keys)
		id := fmt.Sprintf("r%04d", i)
		l.rows[id] = strings.Join(slices.Compact(keys), " ")
		return id
	}
	for i := range 3000 {
		put(i)
	}
	w := l.window(5000)
	ask := func(w *Window[string], most int) string {
		rows, err := w.Candidates(t.Context(), Ask{
			FeatureQuery: store.FeatureQuery{From: "2020-03-01", To: "2020-03-01", Keys: strings.Fields("k1 k4 k30 k50 k60"), PerKey: 100},
			Weigh:        func(string) int { return 1 }, Least: 1, Most: most,
		})
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range rows {
			out = append(out, r.Report+" "+r.Value)
		}
		return strings.Join(out, "\n")
	}
	for round := range 4 {
		for _, most := range []int{10, 40, 160, 640, 40, 2560} {
			if got, want := ask(w, most), ask(l.window(5000), most); got != want {
				t.Fatalf("round %d, %d rows: got\n%s\nwant\n%s", round, most, got, want)
			}
		}
		if err := w.Refresh(t.Context(), []string{put(rnd.IntN(3000)), put(3000 + round)}); err != nil {
			t.Fatal(err)
		}
	}
}
