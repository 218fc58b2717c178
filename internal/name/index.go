package name

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// Index finds names among many, in whatever script they are asked for. It may be read by many at once, and
// added to at any time.
type Index struct {
	mu     sync.RWMutex
	names  []entry
	words  []indexed
	byWord map[string]uint32   // letters with their script in front: number of the word
	byKey  map[uint32][]uint32 // words by the hash of a key
	pool   sync.Pool           // *marks
}

// entry is a name of the index.
type entry struct {
	id, name string
	cores    uint8
}

// indexed is a word that names of the index have.
type indexed struct {
	letters string
	script  text.Script
	names   []uint32
}

// Match is a name that was found.
type Match struct {
	ID, Name string
	Score    float64 // as Similarity has it
}

// NewIndex returns an empty index.
func NewIndex() *Index {
	return &Index{byWord: map[string]uint32{}, byKey: map[uint32][]uint32{}}
}

// Len is how many names the index has.
func (ix *Index) Len() int {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return len(ix.names)
}

// Add puts the names of one who has that id in.
func (ix *Index) Add(id string, names ...string) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	for _, s := range names {
		p := prepare(Parse(s))
		if len(p.cores) == 0 {
			continue
		}
		number := uint32(len(ix.names)) //nolint:gosec // memory ends before
		ix.names = append(ix.names, entry{id: id, name: s, cores: uint8(len(p.cores))})
		for i := range p.cores {
			c := &p.cores[i]
			ix.addWord(&c.word, number)
			if c.script != text.Cyrillic {
				for _, w := range c.alts { // with the small word in front
					ix.addWord(w, number)
				}
			}
			if c.both != nil && (c.kind == Servant || c.tight) {
				ix.addWord(c.both, number)
			}
		}
	}
}

func (ix *Index) addWord(w *word, name uint32) {
	key := string(rune(w.script)) + w.letters
	at, ok := ix.byWord[key]
	if !ok {
		at = uint32(len(ix.words)) //nolint:gosec // as above
		letters := key[utf8.RuneLen(rune(w.script)):]
		ix.words = append(ix.words, indexed{letters: letters, script: w.script})
		ix.byWord[key] = at
		for _, k := range w.keys() {
			h := hash(k)
			ix.byKey[h] = append(ix.byKey[h], at)
		}
	}
	if have := ix.words[at].names; len(have) == 0 || have[len(have)-1] != name {
		ix.words[at].names = append(have, name)
	}
}

const (
	mostWords  = 48   // of the index, that one word of the query is taken for
	mostTried  = 250  // words of the same keys that are compared with it
	mostLooked = 4000 // words of one key that are looked at
	mostNames  = 24   // that are compared whole
	leastLogit = -1.5
)

// Find returns the names that s may be, the likeliest first, at most so many. Each id comes once.
func (ix *Index) Find(s string, most int) []Match {
	q := prepare(Parse(s))
	if len(q.cores) == 0 || most <= 0 {
		return nil
	}
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	var out []Match
	for _, n := range ix.likely(&q, max(mostNames, 2*most)) {
		e := ix.names[n]
		p := prepare(Parse(e.name))
		if score := q.compare(&p); score > 0.01 {
			out = append(out, Match{ID: e.id, Name: e.name, Score: score})
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

// marks are the sums of what speaks for each name, while a query is answered.
type marks struct {
	sum     []float32
	core    []uint8 // the last core of the query that counted for it, plus one
	touched []uint32
}

func (ix *Index) marks() *marks {
	m, _ := ix.pool.Get().(*marks)
	if m == nil {
		m = &marks{}
	}
	if len(m.sum) < len(ix.names) {
		n := len(ix.names) + len(ix.names)/8
		m.sum, m.core = make([]float32, n), make([]uint8, n)
	}
	return m
}

func (m *marks) clear() {
	for _, n := range m.touched {
		m.sum[n], m.core[n] = 0, 0
	}
	m.touched = m.touched[:0]
}

// likely returns the names that the words of the query speak most for.
func (ix *Index) likely(q *prepared, most int) []uint32 {
	m := ix.marks()
	defer func() {
		m.clear()
		ix.pool.Put(m)
	}()
	sharing := make([][]uint32, len(q.cores)) // words that share a key with each core
	for i := range q.cores {
		if c := &q.cores[i]; c.kind != Initial {
			sharing[i] = ix.sharing(&c.word)
		}
	}
	both := ix.meeting(m, sharing)
	for i := range q.cores {
		c := &q.cores[i]
		if c.kind == Initial {
			continue
		}
		found := ix.alike(&c.word, ix.fewer(&c.word, sharing[i], both))
		others := c.alts
		if c.both != nil {
			others = append(others[:len(others):len(others)], c.both)
		}
		for _, w := range others {
			found = append(found, ix.alike(w, ix.fewer(w, ix.sharing(w), nil))...)
		}
		if len(others) > 0 {
			slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.logit, a.logit) })
		}
		m.count(ix, found, uint8(i+1))
	}
	for _, n := range m.touched {
		m.sum[n] -= 0.5 * float32(ix.names[n].cores)
	}
	return m.top(most)
}

// count adds what the words speak for their names. Of one core only the best word counts.
func (m *marks) count(ix *Index, found []scored, core uint8) {
	for _, f := range found {
		for _, n := range ix.words[f.word].names {
			switch m.core[n] {
			case core:
				continue
			case 0:
				m.touched = append(m.touched, n)
			}
			m.core[n] = core
			m.sum[n] += f.logit - leastLogit
		}
	}
}

// top returns the touched names with the highest sums, in no order that matters but always the same.
func (m *marks) top(most int) []uint32 {
	best := make([]uint32, 0, most+1)
	less := func(a, b uint32) int { return cmp.Or(cmp.Compare(m.sum[b], m.sum[a]), cmp.Compare(a, b)) }
	for _, n := range m.touched {
		if len(best) == most && less(n, best[most-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, n, less)
		best = slices.Insert(best, at, n)
		best = best[:min(len(best), most)]
	}
	return best
}

// scored is a word of the index and how it goes with one of the query.
type scored struct {
	word  uint32
	logit float32
}

// alike returns the words of the index that w may be, of the candidates and its own letters, the likeliest first.
func (ix *Index) alike(w *word, candidates []uint32) []scored {
	var out []scored
	exact, ok := ix.byWord[string(rune(w.script))+w.letters]
	if ok {
		out = append(out, scored{exact, sameLogit(w)})
	}
	for _, at := range candidates {
		have := &ix.words[at]
		if ok && at == exact {
			continue
		}
		other := word{letters: have.letters, script: have.script}
		if l := w.logit(&other); l > leastLogit {
			out = append(out, scored{at, l})
		}
	}
	slices.SortFunc(out, func(a, b scored) int { return cmp.Or(cmp.Compare(b.logit, a.logit), cmp.Compare(a.word, b.word)) })
	return out[:min(len(out), mostWords)]
}

// sharing returns the words that share a key with w.
func (ix *Index) sharing(w *word) []uint32 {
	var found []uint32
	for _, k := range w.keys() {
		bucket := ix.byKey[hash(k)]
		found = append(found, bucket[:min(len(bucket), mostLooked)]...)
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// meeting returns the words by which a name shares keys with two cores of the query: it is likelier the right
// one than one that shares them with one. It is nil where the query has one core.
func (ix *Index) meeting(m *marks, sharing [][]uint32) map[uint32]bool {
	if len(sharing) < 2 {
		return nil
	}
	const met = 255
	for i, words := range sharing {
		core := uint8(i + 1)
		for _, w := range words {
			for _, n := range ix.words[w].names {
				switch m.core[n] {
				case 0:
					m.core[n] = core
					m.touched = append(m.touched, n)
				case core, met:
				default:
					m.core[n] = met
				}
			}
		}
	}
	both := map[uint32]bool{}
	for _, words := range sharing {
		for _, w := range words {
			if slices.ContainsFunc(ix.words[w].names, func(n uint32) bool { return m.core[n] == met }) {
				both[w] = true
			}
		}
	}
	m.clear()
	return both
}

// fewer keeps of too many words those of names that share more with the query, and then those whose length is the likeliest.
func (ix *Index) fewer(w *word, found []uint32, both map[uint32]bool) []uint32 {
	if len(found) <= mostTried {
		return found
	}
	own := length(w.letters, w.script)
	far := func(at uint32) int {
		d := length(ix.words[at].letters, ix.words[at].script) - own
		d = max(d, -d)
		if both[at] {
			return min(d, maxFar) / 8
		}
		return min(d, maxFar)
	}
	var count [maxFar + 1]int
	for _, at := range found {
		count[far(at)]++
	}
	limit, sum := 0, count[0]
	for limit < maxFar && sum < mostTried {
		limit++
		sum += count[limit]
	}
	kept := make([]uint32, 0, mostTried)
	for _, at := range found {
		if far(at) <= limit && len(kept) < 2*mostTried {
			kept = append(kept, at)
		}
	}
	return kept
}

// maxFar is a difference of lengths that is as good as any greater, in tenths of Latin letters.
const maxFar = 80

// length is about how many Latin letters a word has, in tenths.
func length(letters string, script text.Script) int {
	n := 10 * utf8.RuneCountInString(letters)
	switch script {
	case text.Arabic, text.Hebrew:
		return n * 4 / 3
	case text.Han:
		return n * 5 / 2
	}
	return n
}
