package cluster

import (
	"maps"
	"slices"
)

// Decision is what a person decided about some reports: those of one part tell of one story,
// those of two parts of two.
type Decision struct {
	Parts [][]string
	Apart []string // reports that are never of the story of the first part; it ties them to nobody
	Keeps string   // the id that the story of the first part keeps, whichever its earliest report is; "" for none
}

// Links is what decisions say together: which reports are one story whatever they
// tell, and which are never one. It is a function of the decisions alone, so that stories
// stay a function of the reports and the decisions. nil says nothing.
type Links struct {
	block   map[string]int   // of each report that a decision names
	members map[int][]string // the reports of a block, sorted
	apart   map[[2]int]bool  // blocks that are never one story, both ways round

	keeps map[string]kept // by report: the id that its story keeps
	taken map[string]bool // ids that are kept
}

// kept is an id that a story keeps.
type kept struct {
	id string
	at int // place of the decision that says so: of two the later one holds
}

// NewLinks takes decisions in the order in which they were made. Where two contradict each
// other, directly or over reports that both have to do with, the later one holds.
func NewLinks(decisions []Decision) *Links {
	number := map[string]int{}
	for _, d := range decisions {
		for _, r := range append(slices.Concat(d.Parts...), d.Apart...) {
			number[r] = 0
		}
	}
	reports := slices.Sorted(maps.Keys(number))
	for i, r := range reports {
		number[r] = i
	}
	b := newBound(len(reports))
	for _, d := range slices.Backward(decisions) {
		b.decide(d, number)
	}
	l := &Links{block: make(map[string]int, len(reports)), members: map[int][]string{}, apart: map[[2]int]bool{}}
	l.keep(decisions)
	for i, r := range reports {
		at := b.find(i)
		l.block[r] = at
		l.members[at] = append(l.members[at], r)
	}
	for i, others := range b.apart {
		for j := range others {
			l.apart[[2]int{i, j}] = true
		}
	}
	return l
}

// keep notes which ids are kept: of each id the latest decision says by whom.
func (l *Links) keep(decisions []Decision) {
	l.keeps, l.taken = map[string]kept{}, map[string]bool{}
	for at, d := range slices.Backward(decisions) {
		if d.Keeps == "" || l.taken[d.Keeps] || len(d.Parts) == 0 || len(d.Parts[0]) == 0 {
			continue
		}
		l.taken[d.Keeps] = true
		if first := slices.Min(d.Parts[0]); l.keeps[first].id == "" {
			l.keeps[first] = kept{d.Keeps, at}
		}
	}
}

// name gives a story the id that a decision lets it keep, and one of its own where its id is kept by
// another. It depends on the reports of the story and the decisions alone, as the id does.
func (l *Links) name(g *Group) {
	if l == nil {
		return
	}
	var best kept
	for _, r := range g.Reports {
		if k := l.keeps[r]; k.id != "" && (best.id == "" || k.at > best.at) {
			best = k
		}
	}
	switch {
	case best.id != "":
		g.ID = best.id
	case l.taken[g.ID]:
		g.ID = StoryID(g.Reports[0] + "\x00")
	}
}

// decide ties and parts as a decision says, as far as what is settled already lets it.
func (b *bound) decide(d Decision, number map[string]int) {
	groups := make([]map[int]bool, len(d.Parts)) // of each part
	for i, part := range d.Parts {
		part = slices.Sorted(slices.Values(part))
		for _, r := range part {
			b.tie(number[part[0]], number[r])
		}
		groups[i] = map[int]bool{}
		for _, r := range part {
			groups[i][b.find(number[r])] = true
		}
	}
	if len(groups) > 0 {
		for x := range groups[0] {
			for _, r := range d.Apart {
				b.part(x, number[r])
			}
		}
	}
	for i, one := range groups {
		for _, other := range groups[:i] {
			for x := range one {
				for y := range other {
					b.part(x, y)
				}
			}
		}
	}
}

// With returns the reports that are of one story with a report by decision, itself among
// them; none where no decision names it.
func (l *Links) With(report string) []string {
	if l == nil {
		return nil
	}
	at, ok := l.block[report]
	if !ok {
		return nil
	}
	return l.members[at]
}

// tied returns, for each of items, those that are tied to it, itself among them; nil for
// those that no decision names.
func (l *Links) tied(items []*Item) [][]int {
	out := make([][]int, len(items))
	if l == nil {
		return out
	}
	of := map[int][]int{}
	for i, it := range items {
		if at, ok := l.block[it.Report]; ok {
			of[at] = append(of[at], i)
		}
	}
	for _, those := range of {
		for _, i := range those {
			out[i] = those
		}
	}
	return out
}

// over returns what l says of items, nil if that is nothing.
func (l *Links) over(items []*Item) *bound {
	if l == nil || !slices.ContainsFunc(items, func(it *Item) bool { return l.With(it.Report) != nil }) {
		return nil
	}
	b := newBound(len(items))
	first := map[int]int{} // item of a block
	for i, those := range l.tied(items) {
		if len(those) > 0 {
			b.tie(those[0], i)
			first[l.block[items[i].Report]] = those[0]
		}
	}
	for x, i := range first {
		for y, j := range first {
			if x < y && l.apart[[2]int{x, y}] {
				b.part(i, j)
			}
		}
	}
	return b
}

// bound is groups of points that grow, some of which never become one. A nil bound keeps
// nothing apart.
type bound struct {
	into  []int          // the group that a point or group went into, itself while it stands
	apart []map[int]bool // of a group: those that it never becomes one with
}

func newBound(n int) *bound {
	b := &bound{into: make([]int, n), apart: make([]map[int]bool, n)}
	for i := range n {
		b.into[i] = i
	}
	return b
}

// find returns the group of a point, named by the first of its points.
func (b *bound) find(i int) int {
	for b.into[i] != i {
		b.into[i] = b.into[b.into[i]]
		i = b.into[i]
	}
	return i
}

// may reports whether two points are or may become of one group.
func (b *bound) may(i, j int) bool {
	return b == nil || !b.apart[b.find(i)][b.find(j)]
}

// tie makes the groups of two points one, and reports whether they are.
func (b *bound) tie(i, j int) bool {
	switch {
	case b == nil:
		return true
	case !b.may(i, j):
		return false
	}
	i, j = b.find(i), b.find(j)
	if i == j {
		return true
	}
	i, j = min(i, j), max(i, j)
	b.into[j] = i
	for other := range b.apart[j] {
		delete(b.apart[other], j)
		b.keep(i, other)
	}
	b.apart[j] = nil
	return true
}

// part keeps the groups of two points apart, unless they are one.
func (b *bound) part(i, j int) {
	if i, j = b.find(i), b.find(j); i != j {
		b.keep(i, j)
	}
}

func (b *bound) keep(i, j int) {
	for _, pair := range [2][2]int{{i, j}, {j, i}} {
		if b.apart[pair[0]] == nil {
			b.apart[pair[0]] = map[int]bool{}
		}
		b.apart[pair[0]][pair[1]] = true
	}
}
