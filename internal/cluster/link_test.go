package cluster

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// parse reads a decision: parts are set apart by a bar, reports by a space; a cross begins those
// that the first part keeps away from.
func parse(s string) Decision {
	s, away, _ := strings.Cut(s, "x")
	d := Decision{Apart: strings.Fields(away)}
	for part := range strings.SplitSeq(s, "|") {
		d.Parts = append(d.Parts, strings.Fields(part))
	}
	return d
}

func TestLaterDecisionsOutrankEarlierOnes(t *testing.T) {
	for _, tc := range []struct {
		name, decisions string
		with            string // reports of a's block
		apart           string // of a b c d e those that are apart from a
	}{
		{"nothing", "", "", ""},
		{"a merge", "a b c", "a b c", ""},
		{"a split", "a b | c", "a b", "c"},
		{"two merges with a report in common", "a b; b c", "a b c", ""},
		{"a split of what was merged", "a b c; a b | c", "a b", "c"},
		{"a merge of what was split", "a b | c; a b c", "a b c", ""},
		{"a report moves from one story to another", "a b c; a b | c; c d", "a b", "c d"},
		{"and back again", "a b | c; c d; a b c", "a b c d", ""},
		{"a report of a merge that was split off stays out", "a b c d; a b c | d; a e", "a b c e", "d"},
		{"what is apart stays so over reports in common", "a b | c; d c; e a", "a b e", "c d"},
		{"a merge over a split that came later", "b c; a | b; a c", "a c", "b"},
		{"a part of one report", "a | b", "a", "b"},
		{"away from others", "a | b x c d", "a", "b c d"},
		{"away from others that are merged later", "a | b x c d; a c", "a c", "b d"},
		{"the others are tied to nobody", "b | a x c d", "a", "b"},
	} {
		var ds []Decision
		for s := range strings.SplitSeq(tc.decisions, ";") {
			ds = append(ds, parse(s))
		}
		l := NewLinks(ds)
		if got := strings.Join(l.With("a"), " "); got != tc.with {
			t.Errorf("%s: with a are %q, want %q", tc.name, got, tc.with)
		}
		var apart []string
		for _, r := range strings.Fields("b c d e") {
			if l.With(r) != nil && l.apart[[2]int{l.block["a"], l.block[r]}] {
				apart = append(apart, r)
			}
		}
		if got := strings.Join(apart, " "); got != tc.apart {
			t.Errorf("%s: apart from a are %q, want %q", tc.name, got, tc.apart)
		}
	}
}

// storyOf returns the group that holds a report.
func storyOf(groups []Group, report string) Group {
	for _, g := range groups {
		if slices.Contains(g.Reports, report) {
			return g
		}
	}
	return Group{}
}

// decided are decisions about the corpus: two stories are one, one falls in two, and a copy
// is a story of its own.
func decided(t *testing.T, all []Group) (ds []Decision, names []string) {
	t.Helper()
	var large []Group
	var original, copied string
	for _, g := range all {
		if len(g.Reports) > 1 {
			large = append(large, g)
		}
		for c, o := range g.Copies {
			if copied == "" || c < copied {
				original, copied = o, c
			}
		}
	}
	if len(large) < 3 || copied == "" {
		t.Fatalf("the corpus has %d stories of two reports, and the copy %q", len(large), copied)
	}
	var whole []string // the story of the copy
	for _, r := range storyOf(all, original).Reports {
		if r != copied {
			whole = append(whole, r)
		}
	}
	last := large[len(large)-1].Reports
	if slices.Contains(last, copied) {
		last = large[len(large)-2].Reports
	}
	one, other := large[0].Reports, all[len(all)-1].Reports
	for _, g := range large[:len(large)-2] {
		if !slices.Contains(g.Reports, copied) {
			one = g.Reports
		}
	}
	ds = []Decision{
		{Parts: [][]string{slices.Concat(one, other)}},
		{Parts: [][]string{last[1:], last[:1]}, Apart: one, Keeps: StoryID(last[0])},
		{Parts: [][]string{whole, {copied}}},
	}
	for _, d := range ds {
		names = append(names, slices.Concat(d.Parts...)...)
	}
	return ds, names
}

func TestDecisionsHold(t *testing.T) {
	items := itemsOf(corpus(t))
	ds, _ := decided(t, Groups(items))
	got := groups(items, NewLinks(ds))
	for i, d := range ds {
		for p, part := range d.Parts {
			for _, r := range part {
				g := storyOf(got, r)
				if !slices.Contains(g.Reports, part[0]) {
					t.Errorf("decision %d: %s is not with %s", i, r, part[0])
				}
				for _, other := range slices.Concat(d.Parts[:p]...) {
					if slices.Contains(g.Reports, other) {
						t.Errorf("decision %d: %s is with %s", i, r, other)
					}
				}
			}
		}
	}
	copied := ds[2].Parts[1][0]
	if o := storyOf(got, copied).Copies[copied]; o != "" {
		t.Errorf("%s is apart from its original and still a copy of %s", copied, o)
	}
	if a, b := described(Groups(items)), described(groups(items, NewLinks(nil))); a != b {
		t.Errorf("no decisions are not the same as none:\n%s\n%s", a, b)
	}
}

// With decisions in force the stories are a function of the reports and the decisions: in
// whatever order the reports come, and whenever it is decided.
func TestAnyOrderSettlesAlikeWithDecisions(t *testing.T) {
	docs := corpus(t)
	items := itemsOf(docs)
	plain := described(Groups(items))
	ds, named := decided(t, Groups(items))
	want := described(groups(items, NewLinks(ds)))
	if want == plain {
		t.Fatal("the decisions change nothing")
	}
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 5))
		order := rnd.Perm(len(docs))
		m := &memory{map[string][]byte{}, map[string][]string{}, map[string]string{}, map[string]Group{}, map[string]string{}}
		s := NewSettler(m)
		step := func(ids []string) {
			ch, err := s.Settle(t.Context(), ids)
			if err != nil {
				t.Fatal(err)
			}
			m.apply(ch)
		}
		when := rnd.IntN(len(docs) + 1)
		for len(order) > 0 {
			if len(order) <= when && s.links == nil {
				s.Decide(NewLinks(ds))
				step(named)
			}
			n := 1 + rnd.IntN(min(len(order), 6))
			var ids []string
			for _, i := range order[:n] {
				m.add(docs[i])
				ids = append(ids, docs[i].ID)
			}
			order = order[n:]
			step(ids)
		}
		s.Decide(NewLinks(ds))
		step(named)
		if diff := cmp.Diff(want, m.described(docs)); diff != "" {
			t.Errorf("seed %d (-all at once +in batches):\n%s", seed, diff)
		}
		s.Decide(NewLinks(nil))
		step(named)
		if diff := cmp.Diff(plain, m.described(docs)); diff != "" {
			t.Errorf("seed %d, all taken back (-as before +now):\n%s", seed, diff)
		}
	}
}

// Whatever is tied and parted, no group holds what is apart, and what is tied is one.
func TestLinkageKeepsWhatIsDecided(t *testing.T) {
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 7))
		const n = 20
		l := newLinkage(n)
		l.bound = newBound(n)
		var tied, parted [][2]int
		for range 6 {
			i, j := rnd.IntN(n), rnd.IntN(n)
			if l.bound.tie(i, j) {
				tied = append(tied, [2]int{i, j})
			}
			if i, j = rnd.IntN(n), rnd.IntN(n); l.bound.find(i) != l.bound.find(j) {
				l.bound.part(i, j)
				parted = append(parted, [2]int{i, j})
			}
		}
		for i := range n {
			for j := range i {
				l.put(i, j, 5-6*rnd.Float64())
			}
		}
		l.run()
		for _, p := range tied {
			if l.bound.find(p[0]) != l.bound.find(p[1]) {
				t.Errorf("seed %d: %v are two", seed, p)
			}
		}
		for _, p := range parted {
			if l.bound.find(p[0]) == l.bound.find(p[1]) {
				t.Errorf("seed %d: %v are one", seed, p)
			}
		}
		for i := range n {
			if l.bound.find(i) != l.bound.find(l.find(i)) {
				t.Errorf("seed %d: %d fits a group that it is not of", seed, i)
			}
		}
	}
}

// Whoever is like one half of what a person made one becomes of it, though it is nothing
// like the other half.
func TestNewReportsJoinEitherHalfOfAMergedStory(t *testing.T) {
	l := newLinkage(5)
	l.bound = newBound(5)
	l.bound.tie(0, 1)
	l.bound.tie(0, 2)
	l.bound.tie(0, 3)
	l.put(0, 1, 4) // one half
	l.put(2, 3, 4) // the other
	l.put(2, 4, 2)
	l.put(3, 4, 2)
	l.run()
	for i := range 5 {
		if got := l.bound.find(i); got != 0 {
			t.Errorf("point %d is in group %d", i, got)
		}
	}
	if got := fmt.Sprint(l.find(1), l.find(3), l.find(4)); got != "0 2 2" {
		t.Errorf("by fit the groups are %s", got)
	}
}

// The story of the first part keeps the id that a decision names, and whoever would have it by its
// earliest report gets another.
func TestAStoryKeepsItsIDWhenReportsAreTakenOffIt(t *testing.T) {
	items := itemsOf(corpus(t))
	var whole Group
	for _, g := range Groups(items) {
		if len(g.Reports) > len(whole.Reports) && len(g.Copies) == 0 {
			whole = g
		}
	}
	if len(whole.Reports) < 3 {
		t.Fatal("the corpus has no story of three originals")
	}
	first, rest := whole.Reports[:1], whole.Reports[1:]
	split := Decision{Parts: [][]string{rest, first}, Keeps: whole.ID}
	again := Decision{Parts: [][]string{rest[1:], rest[:1]}, Keeps: whole.ID}
	for _, tc := range []struct {
		name      string
		decisions []Decision
		keeper    string // a report of the story that has the id
		others    []string
	}{
		{"nothing decided", nil, first[0], nil},
		{"its first report is taken off", []Decision{split}, rest[0], first},
		{"and another one", []Decision{split, again}, rest[1], []string{first[0], rest[0]}},
		{"and put back", []Decision{split, {Parts: [][]string{whole.Reports}}}, first[0], nil},
	} {
		seen := map[string]bool{}
		got := groups(items, NewLinks(tc.decisions))
		for _, g := range got {
			if seen[g.ID] {
				t.Errorf("%s: two stories have the id %s", tc.name, g.ID)
			}
			seen[g.ID] = true
		}
		if g := storyOf(got, tc.keeper); g.ID != whole.ID {
			t.Errorf("%s: the story of %s has the id %s, want %s", tc.name, tc.keeper, g.ID, whole.ID)
		}
		for _, r := range tc.others {
			if g := storyOf(got, r); g.ID == whole.ID {
				t.Errorf("%s: the story of %s has the id", tc.name, r)
			}
		}
	}
}
