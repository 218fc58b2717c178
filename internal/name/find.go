package name

import (
	"cmp"
	"slices"
	"strings"
)

const (
	mostTried  = 3000   // words of the same keys that are compared with one of the query
	mostWords  = 128    // of the index, that one word of the query is taken for
	mostNamed  = 60_000 // names of these words that are looked at
	mostHalf   = 300    // names that some words of the query speak for, of which the others are compared as well
	mostSure   = 1000   // names that are all looked at, before it is said that the right one is among them
	mostNames  = 24     // that are compared whole
	leastLogit = -1.5
	sureLogit  = 1.5
)

// Find returns the names that s may be, the likeliest first, at most so many. Each id comes once.
func (ix *Index) Find(s string, most int) []Match {
	q := prepare(Parse(s))
	if len(q.cores) == 0 || most <= 0 {
		return nil
	}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	f := ix.search(&q)
	defer f.close()
	var out []Match
	for _, n := range f.likely(max(mostNames, 2*most)) {
		id, s := ix.of(n)
		p := prepare(Parse(s))
		if score := q.compare(&p); score > 0.01 {
			out = append(out, Match{ID: id, Name: s, Score: score})
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.ID, b.ID), strings.Compare(a.Name, b.Name))
	})
	seen := map[string]bool{}
	out = slices.DeleteFunc(out, func(m Match) bool {
		again := seen[m.ID]
		seen[m.ID] = true
		return again
	})
	return out[:min(most, len(out))]
}

// search is what is remembered while a query is answered.
type search struct {
	ix    *Index
	q     *prepared
	walk  walk
	sum   []float32 // what speaks for each name
	cores []uint8   // for which cores of the query a name was counted, a bit each
	names []uint32  // that were counted

	stamp uint32
	seen  []uint32 // of each word, the last stamp with which it was seen
	found []uint32
}

// search begins one.
func (ix *Index) search(q *prepared) *search {
	f, _ := ix.pool.Get().(*search)
	if f == nil {
		f = &search{ix: ix}
	}
	if len(f.sum) < len(ix.names) {
		n := len(ix.names) + len(ix.names)/8
		f.sum, f.cores = make([]float32, n), make([]uint8, n)
	}
	if len(f.seen) < len(ix.words) {
		f.seen, f.stamp = make([]uint32, len(ix.words)+len(ix.words)/8), 0
	}
	f.q = q
	f.walk.forget()
	q.ask(&f.walk)
	return f
}

// close makes the search ready for the next one.
func (f *search) close() {
	for _, n := range f.names {
		f.sum[n], f.cores[n] = 0, 0
	}
	f.names, f.q = f.names[:0], nil
	f.ix.pool.Put(f)
}

// likely returns the names that the words of the query speak most for.
func (f *search) likely(most int) []uint32 {
	order, all := f.order()
	done := uint8(0)
	for _, i := range order {
		c := &f.q.cores[i]
		if done != 0 && f.sure(all) { // who has only this word is less likely, unless it is written the same
			f.count(f.exact(nil, &c.word), 1<<i)
			continue
		}
		f.count(f.alike(c), 1<<i)
		done |= 1 << i
	}
	for _, n := range f.names {
		f.sum[n] -= 0.5 * float32(f.ix.names[n].cores)
	}
	for _, n := range f.top(mostHalf, func(n uint32) bool { return f.cores[n] != all }) {
		f.complete(n, all)
	}
	return f.top(most, func(uint32) bool { return true })
}

// order returns the cores of the query that words are looked for by, the one that shares its keys with the fewest first,
// and all of them as bits.
func (f *search) order() (cores []int, all uint8) {
	var words [mostCores]int
	for i := range f.q.cores {
		c := &f.q.cores[i]
		if c.kind == Initial {
			continue
		}
		for _, k := range c.keys() {
			words[i] += len(f.ix.byKey[hash(k)])
		}
		cores, all = append(cores, i), all|1<<i
	}
	slices.SortStableFunc(cores, func(a, b int) int { return cmp.Compare(words[a], words[b]) })
	return cores, all
}

// sure compares the other words of the query with those of the names that were found, if these are not too many, and
// reports whether there is one that all words speak for.
func (f *search) sure(all uint8) bool {
	if len(f.names) > mostSure {
		return false
	}
	found := false
	for _, n := range f.names {
		found = f.complete(n, all) > sureLogit || found
	}
	return found
}

// scored is a word of the index and how it goes with one of the query.
type scored struct {
	word  uint32
	logit float32
}

// alike returns the words of the index that a core of the query may be, the likeliest first.
func (f *search) alike(c *core) []scored {
	var out []scored
	out = f.tried(out, &c.word)
	for _, w := range c.alts {
		out = f.tried(out, w)
	}
	if c.both != nil {
		out = f.tried(out, c.both)
	}
	slices.SortFunc(out, func(a, b scored) int { return cmp.Or(cmp.Compare(b.logit, a.logit), cmp.Compare(a.word, b.word)) })
	return out[:min(len(out), mostWords)]
}

// exact adds the word that has the letters of w.
func (f *search) exact(out []scored, w *word) []scored {
	if at, ok := f.ix.byWord[string(rune(w.script))+w.letters]; ok {
		out = append(out, scored{at, sameLogit(w)})
	}
	return out
}

// tried adds the words that w may be.
func (f *search) tried(out []scored, w *word) []scored {
	out = f.exact(out, w)
	for _, at := range f.fewer(w, f.sharing(w)) {
		have := &f.ix.words[at]
		if have.script == w.script && have.letters == w.letters {
			continue
		}
		if l := w.asked.logit(w, have.letters, have.script, leastLogit); l > leastLogit {
			out = append(out, scored{at, l})
		}
	}
	return out
}

// sharing returns the words that share a key with w.
func (f *search) sharing(w *word) []uint32 {
	f.stamp++
	f.found = f.found[:0]
	for _, k := range w.keys() {
		for _, at := range f.ix.byKey[hash(k)] {
			if f.seen[at] != f.stamp {
				f.seen[at] = f.stamp
				f.found = append(f.found, at)
			}
		}
	}
	return f.found
}

// fewer keeps of too many words those whose length is the likeliest.
func (f *search) fewer(w *word, found []uint32) []uint32 {
	if len(found) <= mostTried {
		return found
	}
	own := int(size(w))
	far := func(at uint32) int {
		d := int(f.ix.sizes[at]) - own
		return max(d, -d)
	}
	var count [mostSize + 1]int
	for _, at := range found {
		count[far(at)]++
	}
	limit, sum := 0, count[0]
	for limit < mostSize && sum+count[limit+1] <= mostTried {
		limit++
		sum += count[limit]
	}
	kept := found[:0]
	for _, at := range found {
		if d := far(at); d <= limit || d == limit+1 && sum < mostTried {
			if d > limit {
				sum++
			}
			kept = append(kept, at)
		}
	}
	return kept
}

// count adds what the words speak for their names. Of one core only the best word counts.
func (f *search) count(words []scored, core uint8) {
	room := mostNamed
	for _, w := range words {
		names := f.ix.words[w.word].names
		if room -= len(names); room < 0 {
			return
		}
		for _, n := range names {
			have := f.cores[n]
			if have&core != 0 {
				continue
			}
			if have == 0 {
				f.names = append(f.names, n)
			}
			f.cores[n] = have | core
			f.sum[n] += w.logit - leastLogit
		}
	}
}

// complete adds what the cores that a name was not counted for say of its words: they may share no key. It returns the
// least of these.
func (f *search) complete(n uint32, all uint8) float32 {
	missing, least := all&^f.cores[n], float32(surely)
	f.cores[n] |= all
	for i := range f.q.cores {
		if missing>>i&1 == 0 {
			continue
		}
		best := float32(leastLogit)
		c := &f.q.cores[i]
		for _, at := range f.ix.wordsOf(n) {
			have := &f.ix.words[at]
			best = max(best, c.asked.logit(&c.word, have.letters, have.script, best))
			for _, w := range c.alts {
				best = max(best, w.asked.logit(w, have.letters, have.script, best))
			}
		}
		f.sum[n] += best - leastLogit
		least = min(least, best)
	}
	if missing == 0 {
		return hardly
	}
	return least
}

// top returns those of the names with the highest sums, in no order that matters but always the same.
func (f *search) top(most int, of func(uint32) bool) []uint32 {
	best := make([]uint32, 0, most+1)
	less := func(a, b uint32) int { return cmp.Or(cmp.Compare(f.sum[b], f.sum[a]), cmp.Compare(a, b)) }
	for _, n := range f.names {
		if len(best) == most && less(n, best[most-1]) > 0 || !of(n) {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, n, less)
		best = slices.Insert(best, at, n)
		best = best[:min(len(best), most)]
	}
	return best
}

// ask makes the words of a query ready for being compared with very many.
func (x *prepared) ask(r *walk) {
	for i := range x.cores {
		c := &x.cores[i]
		for _, w := range append([]*word{&c.word, c.both}, c.alts...) {
			if w != nil {
				w.asked = &profiles{walk: r}
			}
		}
	}
}
