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
func Groups(items []*Item) []Group { return groups(items, nil) }

// groups is Groups with what a person decided about the reports.
func groups(items []*Item, links *Links) []Group {
	items = sorted(items)
	near := make([][]edge, len(items))
	posted := map[string][]int{}
	for i, it := range items {
		keys := it.Keys()
		for _, j := range sharing(posted, keys, it, items) {
			if score := pairOf(it, items[j], false).Score; score > -maxScore {
				near[i] = append(near[i], edge{j, score})
				near[j] = append(near[j], edge{i, score})
			}
		}
		for _, k := range keys {
			posted[k] = append(posted[k], i)
		}
	}
	return grouped(items, near, links)
}

// edge is the score of a pair, as one of the two sees it. Pairs without one are the
// farthest apart that a score can say.
type edge struct {
	to    int
	score float64
}

// sharing returns who of items has enough in common with an item: the keys, by which items are
// posted, and what title and lead mean.
func sharing(posted map[string][]int, keys []string, it *Item, items []*Item) []int {
	shared := map[int]int{}
	for _, k := range keys {
		for _, i := range posted[k] {
			shared[i] += KeyWeight(k)
		}
	}
	signs := it.Signs()
	out := make([]int, 0, len(shared))
	for i, weight := range shared {
		if weight >= Enough || weight+signs.Weight(items[i].Signs()) >= Enough {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}

// grouped sorts items, which are in order, into stories by what is known of pairs.
func grouped(items []*Item, near [][]edge, links *Links) []Group {
	var out []Group
	place := make([]int, len(items)) // of an item in its component
	for _, part := range components(items, near, links.tied(items)) {
		g := &graph{original: make([]int, len(part)), near: make([][]edge, len(part))}
		for k, i := range part {
			place[i] = k
			g.items = append(g.items, items[i])
		}
		for k, i := range part {
			for _, e := range near[i] {
				if to := place[e.to]; to < len(part) && part[to] == e.to {
					g.near[k] = append(g.near[k], edge{to, e.score})
				}
			}
		}
		g.bound = links.over(g.items)
		g.copies()
		g.agglomerate()
		for _, story := range g.groups() {
			links.name(&story)
			out = append(out, story)
		}
	}
	at := make(map[string]int, len(items))
	for i, it := range items {
		at[it.Report] = i
	}
	slices.SortFunc(out, func(a, b Group) int { return at[a.Reports[0]] - at[b.Reports[0]] })
	return out
}

// firm is the score from which two reports in one language are looked at together. A pair
// below it counts in the mean of a story but does not begin one: in a stream of
// hundreds of reports a day such pairs would string all of them together.
// Across languages, where less can be compared, any score above 0 does.
const firm = 1

// holds reports whether a pair with a score keeps two reports in one component.
func holds(a, b *Item, score float64) bool {
	return score > firm || score > 0 && a.Lang != b.Lang
}

// components returns the parts of a graph that are held together, or tied by decision,
// each sorted, by their first.
func components(items []*Item, near [][]edge, tied [][]int) [][]int {
	seen := make([]bool, len(near))
	var out [][]int
	for i := range near {
		if seen[i] {
			continue
		}
		seen[i] = true
		part := []int{i}
		take := func(to int) {
			if !seen[to] {
				seen[to] = true
				part = append(part, to)
			}
		}
		for k := 0; k < len(part); k++ {
			for _, e := range near[part[k]] {
				if holds(items[part[k]], items[e.to], e.score) {
					take(e.to)
				}
			}
			for _, to := range tied[part[k]] {
				take(to)
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
	near     [][]edge
	original []int // of each item: itself, or the item it is a copy of
	heads    []int // items that are originals
	linkage        // of the heads
}

// copies finds the original of each item: the earliest one that it is a copy of,
// or a copy of that one's, and not apart from by decision. Items are in order, so an
// original comes first.
func (g *graph) copies() {
	posted := map[string][]int{}
	for i, it := range g.items {
		var of []int
		keys := it.copyKeys()
		for _, j := range sharing(posted, keys, it, g.items) {
			jaccard, contained := overlap(it, g.items[j])
			if isCopy(it, g.items[j], jaccard, contained) {
				of = append(of, g.original[j])
			}
		}
		slices.Sort(of)
		g.original[i] = i
		if at := slices.IndexFunc(of, func(o int) bool { return g.bound.tie(i, o) }); at >= 0 {
			g.original[i] = of[at]
		} else {
			g.heads = append(g.heads, i)
		}
		for _, k := range keys {
			posted[k] = append(posted[k], i)
		}
	}
}

// agglomerate joins originals into groups.
func (g *graph) agglomerate() {
	bound := g.bound
	g.linkage = newLinkage(len(g.items))
	g.bound = bound
	for _, i := range g.heads {
		for _, e := range g.near[i] {
			if e.to < i && g.original[e.to] == e.to {
				g.put(i, e.to, e.score)
			}
		}
	}
	g.run()
}

// story names the group that an item is in, by an item of it.
func (g *graph) story(i int) int {
	if g.bound != nil {
		return g.bound.find(i)
	}
	return g.find(g.original[i])
}

// groups writes down what was found.
func (g *graph) groups() []Group {
	at := map[int]int{}
	var out []Group
	for i, it := range g.items {
		head := g.story(i)
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
