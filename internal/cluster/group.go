package cluster

import (
	"slices"
	"strconv"
)

// Group is a story as clustering sees it.
type Group struct {
	ID      string
	Reports []string          // all members, by publication, undated last, then id
	Copies  map[string]string // of the members that are copies: id -> id of the original
}

// Groups sorts items into stories, the earliest first. Reports that are joined, over
// however many steps, are looked at together. Copies go with their original and
// have no say; originals are put together by average linkage: two groups become one
// while the mean log odds over all pairs between them is above 0, the best first.
// So one doubtful pair does not chain two stories together. The outcome depends
// on the set of items only.
func Groups(items []*Item) []Group {
	items = sorted(items)
	links := make([][]int, len(items))
	posted := map[string][]int{}
	for i, it := range items {
		keys := it.Keys()
		for _, j := range sharing(posted, keys) {
			if Pair(it, items[j]).Joined {
				links[i] = append(links[i], j)
				links[j] = append(links[j], i)
			}
		}
		for _, k := range keys {
			posted[k] = append(posted[k], i)
		}
	}
	return grouped(items, links)
}

// sharing returns who has enough keys in common with keys.
func sharing(posted map[string][]int, keys []string) []int {
	shared := map[int]int{}
	for _, k := range keys {
		for _, i := range posted[k] {
			shared[i] += KeyWeight(k)
		}
	}
	out := make([]int, 0, len(shared))
	for i, weight := range shared {
		if weight >= Enough {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}

// grouped sorts items, which are in order, into stories by the graph of joined pairs.
func grouped(items []*Item, links [][]int) []Group {
	var out []Group
	for _, part := range components(links) {
		g := &graph{original: make([]int, len(part)), member: make([]int, len(part))}
		for _, i := range part {
			g.items = append(g.items, items[i])
		}
		g.copies()
		g.agglomerate()
		out = append(out, g.groups()...)
	}
	at := make(map[string]int, len(items))
	for i, it := range items {
		at[it.Report] = i
	}
	slices.SortFunc(out, func(a, b Group) int { return at[a.Reports[0]] - at[b.Reports[0]] })
	return out
}

// components returns the connected parts of a graph, each sorted, by their first.
func components(links [][]int) [][]int {
	seen := make([]bool, len(links))
	var out [][]int
	for i := range links {
		if seen[i] {
			continue
		}
		seen[i] = true
		part := []int{i}
		for k := 0; k < len(part); k++ {
			for _, j := range links[part[k]] {
				if !seen[j] {
					seen[j] = true
					part = append(part, j)
				}
			}
		}
		slices.Sort(part)
		out = append(out, part)
	}
	return out
}

// graph holds the items of one component in their order, and what becomes of them.
type graph struct {
	items    []*Item
	original []int // of each item: itself, or the item it is a copy of
	heads    []int // items that are originals
	member   []int // of each head: the head of its group
}

// copies finds the original of each item: the earliest one that it is a copy of,
// or a copy of that one's. Items are in order, so an original comes first.
func (g *graph) copies() {
	posted := map[string][]int{}
	for i, it := range g.items {
		best := i
		keys := it.copyKeys()
		for _, j := range sharing(posted, keys) {
			jaccard, contained := overlap(it, g.items[j])
			if isCopy(it, g.items[j], jaccard, contained) {
				best = min(best, g.original[j])
			}
		}
		g.original[i] = best
		if best == i {
			g.heads = append(g.heads, i)
		}
		for _, k := range keys {
			posted[k] = append(posted[k], i)
		}
	}
}

// agglomerate joins originals. sum[i][j] is the log odds added up over the pairs
// between two groups, so the mean needs no recomputing.
func (g *graph) agglomerate() {
	n := len(g.heads)
	sum := make([][]float32, n)
	size := make([]float32, n)
	for i := range n {
		g.member[g.heads[i]] = g.heads[i]
		size[i] = 1
		sum[i] = make([]float32, n)
		for j := range i {
			s := float32(judge(g.items[g.heads[i]], g.items[g.heads[j]]).Score)
			sum[i][j], sum[j][i] = s, s
		}
	}
	best := make([]int, n) // the group that each fits best, -1 for none
	for i := range best {
		best[i] = fittest(sum, size, i)
	}
	for {
		at, top := -1, float32(0)
		for i, b := range best {
			if size[i] > 0 && b >= 0 {
				if m := sum[i][b] / (size[i] * size[b]); m > top {
					at, top = i, m
				}
			}
		}
		if at < 0 {
			return
		}
		g.join(sum, size, best, min(at, best[at]), max(at, best[at]))
	}
}

// join puts group b into group a, which comes first.
func (g *graph) join(sum [][]float32, size []float32, best []int, a, b int) {
	for k := range sum {
		if k != a && k != b {
			sum[a][k] += sum[b][k]
			sum[k][a] = sum[a][k]
		}
	}
	size[a] += size[b]
	size[b] = 0
	for _, h := range g.heads {
		if g.member[h] == g.heads[b] {
			g.member[h] = g.heads[a]
		}
	}
	for k := range best {
		if size[k] > 0 {
			if k == a || best[k] == a || best[k] == b {
				best[k] = fittest(sum, size, k)
			} else if m := sum[k][a] / (size[k] * size[a]); best[k] >= 0 && m > sum[k][best[k]]/(size[k]*size[best[k]]) || best[k] < 0 && m > 0 {
				best[k] = a
			}
		}
	}
}

// fittest returns the group with the highest positive mean to i, the first of equals.
func fittest(sum [][]float32, size []float32, i int) int {
	at, top := -1, float32(0)
	for j := range sum {
		if j != i && size[j] > 0 {
			if m := sum[i][j] / (size[i] * size[j]); m > top {
				at, top = j, m
			}
		}
	}
	return at
}

// groups writes down what was found.
func (g *graph) groups() []Group {
	at := map[int]int{}
	var out []Group
	for i, it := range g.items {
		head := g.member[g.original[i]]
		k, ok := at[head]
		if !ok {
			k = len(out)
			at[head] = k
			out = append(out, Group{ID: StoryID(it.Report), Copies: map[string]string{}})
		}
		out[k].Reports = append(out[k].Reports, it.Report)
		if o := g.original[i]; o != i {
			out[k].Copies[it.Report] = g.items[o].Report
		}
	}
	return out
}

// StoryID returns the id of the story whose earliest report is the one given, so
// that the same reports get the same id in whatever order they came.
func StoryID(earliest string) string {
	h := uint64(14695981039346656037)
	for i := range len(earliest) {
		h = (h ^ uint64(earliest[i])) * 1099511628211
	}
	s := strconv.FormatUint(mix64(h), 36)
	return "s" + s[max(0, len(s)-11):]
}
