package identity

import (
	"cmp"
	"maps"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// The kinds of decisions and proposals.
const (
	Merge = "merge" // A and B are one
	Split = "split" // A is several people: in Reports it is B
	Apart = "apart" // A and B are two
	Whole = "whole" // A is one
)

// Decision is what was decided by hand: it holds whatever else speaks against it. The
// later of two that contradict each other counts.
type Decision struct {
	Kind    string
	A, B    string
	Reports []string
}

// Proposal is what is likely but not sure.
type Proposal struct {
	Kind       string
	A, B       string
	Confidence float64
	Reasons    []string
	Reports    []string
}

// Holding says which id holds for one that reports gave; Report is "" where it holds for
// all that have no holding of their own.
type Holding struct{ ID, Report, Holder string }

// Outcome is who is who.
type Outcome struct {
	Hold      []Holding // of ids that do not hold themselves, by id and report
	Proposals []Proposal
}

// Case is what is to be settled together: everybody who may be one with another of
// the case.
type Case struct {
	Sightings []Sighting
	Alike     []Likeness // pairs of ids that reports gave; of the others nothing is known
	Decisions []Decision // in the order in which they were made
}

// Solve says who is who. The outcome does not depend on the order of sightings
// and likenesses.
func Solve(c Case, similar Similarity) Outcome {
	s := newSolver(c, similar)
	s.decided()
	s.joinFull()
	s.joinShort()
	out := Outcome{Hold: s.holdings()}
	out.Proposals = append(s.mergers(), s.splits()...)
	slices.SortFunc(out.Proposals, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

// solver groups the nodes of a case. A node is an id, or the part of one that was split.
type solver struct {
	similar   Similarity
	nodes     map[string]*Person
	order     []string          // of nodes
	parent    map[string]string // union-find
	members   map[string][]string
	apart     map[[2]string]bool // pairs that must stay two
	forced    map[[2]string]bool // pairs decided to be one
	pairs     []Likeness         // of nodes, surest first
	one       map[string]bool    // raw ids decided to be one person
	parted    map[string]bool    // raw ids that were split
	assigned  []Holding          // single sightings of short names
	decisions []Decision
}

func newSolver(c Case, similar Similarity) *solver {
	s := &solver{
		similar: similar, nodes: map[string]*Person{}, parent: map[string]string{}, members: map[string][]string{},
		apart: map[[2]string]bool{}, forced: map[[2]string]bool{}, one: map[string]bool{}, parted: map[string]bool{},
		decisions: c.Decisions,
	}
	parts := s.parts(c)
	for id, of := range parts {
		s.nodes[id] = Gather(id, of)
		s.order = append(s.order, id)
	}
	slices.Sort(s.order)
	for _, id := range s.order {
		s.parent[id], s.members[id] = id, []string{id}
	}
	s.compare(c)
	return s
}

// parts divides the sightings among nodes: as was decided, and where the names of one id
// cannot be of one person.
func (s *solver) parts(c Case) map[string][]Sighting {
	byID := map[string][]Sighting{}
	for _, g := range c.Sightings {
		byID[g.ID] = append(byID[g.ID], g)
	}
	at, undone, from := map[[2]string]string{}, map[string]bool{}, map[[2]string]bool{}
	for _, d := range c.Decisions {
		switch d.Kind {
		case Split:
			delete(undone, d.B)
			for _, r := range d.Reports {
				at[[2]string{d.A, r}] = d.B
			}
		case Apart:
			from[pair(d.A, d.B)] = true
		case Merge: // a part with what it was taken from is no longer one
			for k, part := range at {
				if part == d.A && (k[0] == Raw(d.B) || from[pair(d.A, d.B)]) || part == d.B && (k[0] == Raw(d.A) || from[pair(d.A, d.B)]) {
					undone[part] = true
				}
			}
			maps.DeleteFunc(at, func(_ [2]string, part string) bool { return undone[part] })
		case Whole:
			s.one[Raw(d.A)] = true
		}
	}
	out := map[string][]Sighting{}
	for id, of := range byID {
		name := apartness(of)
		for _, g := range of {
			node := id
			if to, ok := at[[2]string{id, g.Report}]; ok {
				node = to
				s.parted[id] = true
			} else if form := name(g); form != "" && !s.one[id] {
				node = id + partMark + form
				s.parted[id] = true
			}
			out[node] = append(out[node], g)
		}
	}
	return out
}

// apartness returns what names the part of each sighting of one id that cannot be of the same, "" for those that
// keep the id.
func apartness(of []Sighting) func(Sighting) string {
	switch {
	case of[0].Kind != news.Organisation:
		return byForm(of)
	case !Local(of[0].ID): // knowledge tells those of two countries apart itself
		return func(Sighting) string { return "" }
	}
	return byCountry(of)
}

// compare fills in the pairs of nodes. Likenesses of ids that are no longer whole are
// weighed anew, part by part.
func (s *solver) compare(c Case) {
	byRaw := map[string][]string{}
	for _, node := range s.order {
		for _, g := range s.nodes[node].Sightings {
			if !slices.Contains(byRaw[g.ID], node) {
				byRaw[g.ID] = append(byRaw[g.ID], node)
			}
		}
	}
	done := map[[2]string]bool{}
	for _, l := range c.Alike {
		if !s.parted[l.A] && !s.parted[l.B] && s.nodes[l.A] != nil && s.nodes[l.B] != nil {
			s.pairs = append(s.pairs, l)
			continue
		}
		for _, a := range byRaw[l.A] {
			for _, b := range byRaw[l.B] {
				if k := pair(a, b); a != b && !done[k] {
					done[k] = true
					s.pairs = append(s.pairs, Compare(s.nodes[a], s.nodes[b], s.similar))
				}
			}
		}
	}
	s.compareRest()
	for _, parts := range byRaw { // of one id stay apart
		for i, a := range parts {
			for _, b := range parts[i+1:] {
				s.apart[pair(a, b)] = true
			}
		}
	}
	slices.SortFunc(s.pairs, func(a, b Likeness) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
}

// mostCompared is the number of nodes up to which all pairs are looked at: those that
// were not found alike may yet be a contradiction within a group.
const mostCompared = 24

func (s *solver) compareRest() {
	if len(s.order) > mostCompared {
		return
	}
	known := map[[2]string]bool{}
	for _, l := range s.pairs {
		known[pair(l.A, l.B)] = true
	}
	for i, a := range s.order {
		for _, b := range s.order[i+1:] {
			if !known[pair(a, b)] && s.nodes[a].Full && s.nodes[b].Full {
				s.pairs = append(s.pairs, Compare(s.nodes[a], s.nodes[b], s.similar))
			}
		}
	}
}

func pair(a, b string) [2]string {
	if b < a {
		a, b = b, a
	}
	return [2]string{a, b}
}

func (s *solver) root(id string) string {
	for s.parent[id] != id {
		id = s.parent[id]
	}
	return id
}

// decided joins and keeps apart what was decided, the later decision first.
func (s *solver) decided() {
	for _, d := range slices.Backward(s.decisions) {
		if s.nodes[d.A] == nil || s.nodes[d.B] == nil {
			continue
		}
		k := pair(d.A, d.B)
		switch d.Kind {
		case Merge:
			if s.mayJoin(d.A, d.B) || s.onlyPartsOf(k) {
				delete(s.apart, k)
				s.forced[k] = true
				s.join(d.A, d.B)
			}
		case Apart:
			if s.root(d.A) != s.root(d.B) {
				s.apart[k] = true
			}
		}
	}
}

// onlyPartsOf reports that nothing but being parts of one id keeps the two of k apart.
func (s *solver) onlyPartsOf(k [2]string) bool {
	return Raw(k[0]) == Raw(k[1]) && len(s.members[s.root(k[0])]) == 1 && len(s.members[s.root(k[1])]) == 1
}

// mayJoin reports whether no member of one group must stay apart from one of the other.
func (s *solver) mayJoin(a, b string) bool {
	for _, x := range s.members[s.root(a)] {
		for _, y := range s.members[s.root(b)] {
			if s.apart[pair(x, y)] {
				return false
			}
		}
	}
	return true
}

func (s *solver) join(a, b string) {
	x, y := s.root(a), s.root(b)
	if x == y {
		return
	}
	if y < x {
		x, y = y, x
	}
	s.parent[y] = x
	s.members[x] = append(s.members[x], s.members[y]...)
	delete(s.members, y)
}

// unlikely is the confidence below which two of one group are a contradiction.
const unlikely = 0.05

// joinFull joins what is sure among people with full names, the surest first. Two
// groups stay two where a member of one is surely not one of the other.
func (s *solver) joinFull() {
	for _, l := range s.pairs {
		if l.Confidence < unlikely && !l.Blind && s.full(l) && !s.forced[pair(l.A, l.B)] {
			s.apart[pair(l.A, l.B)] = true
		}
	}
	for _, l := range s.pairs {
		if l.Confidence >= Sure && s.full(l) && s.mayJoin(l.A, l.B) {
			s.join(l.A, l.B)
		}
	}
}

func (s *solver) full(l Likeness) bool { return s.nodes[l.A].Full && s.nodes[l.B].Full }

// margin is how much likelier than the second the best must be, in log odds.
const margin = 1.5

// clearly reports whether the best of some rivals is sure, and no other comes near.
func clearly(best, second float64) bool { return best >= Sure && logit(best)-logit(second) >= margin }

// joinShort joins those who are known by one word to the one person they can be. Where
// several can be meant, each report is asked by itself.
func (s *solver) joinShort() {
	var shorts []string
	for _, id := range s.order {
		if !s.nodes[id].Full {
			shorts = append(shorts, id)
		}
	}
	for _, id := range shorts {
		best := s.rivals(id)
		switch {
		case len(best) == 0:
		case len(best) == 1 && best[0].Confidence >= Sure || len(best) > 1 && clearly(best[0].Confidence, best[1].Confidence):
			if other := theOther(best[0], id); s.mayJoin(id, other) {
				s.join(id, other)
			}
		case len(best) > 1 && len(s.members[s.root(id)]) == 1:
			s.assign(id, best)
		}
	}
	for _, l := range s.pairs { // two short names, neither of which a full one claims
		if !s.nodes[l.A].Full && !s.nodes[l.B].Full && l.Confidence >= Sure && s.mayJoin(l.A, l.B) {
			s.join(l.A, l.B)
		}
	}
}

// rivals are the groups with full names that a short one may belong to, with the best pair of
// each, surest first.
func (s *solver) rivals(id string) []Likeness {
	var out []Likeness
	seen := map[string]bool{}
	for _, l := range s.pairs {
		if l.A != id && l.B != id || l.Confidence < Likely {
			continue
		}
		other := theOther(l, id)
		if r := s.root(other); s.nodes[other].Full && !seen[r] && r != s.root(id) {
			seen[r] = true
			out = append(out, l)
		}
	}
	return out
}

func theOther(l Likeness, id string) string {
	if l.A == id {
		return l.B
	}
	return l.A
}

// assign asks of each report that has the short name who of the rivals it means.
func (s *solver) assign(id string, rivals []Likeness) {
	groups := make([]*Person, len(rivals))
	for i, l := range rivals {
		groups[i] = s.group(theOther(l, id))
	}
	for _, g := range s.nodes[id].Sightings {
		alone := Gather(id, []Sighting{g})
		best, second, to := 0.0, 0.0, -1
		for i, p := range groups {
			c := Compare(alone, p, s.similar).Confidence
			if c > best {
				best, second, to = c, best, i
			} else {
				second = max(second, c)
			}
		}
		if to >= 0 && clearly(best, second) {
			s.assigned = append(s.assigned, Holding{ID: g.ID, Report: g.Report, Holder: s.root(groups[to].ID)})
		}
	}
}

// group is everybody of a group as one person.
func (s *solver) group(id string) *Person {
	var all []Sighting
	root := s.root(id)
	for _, m := range s.members[root] {
		all = append(all, s.nodes[m].Sightings...)
	}
	return Gather(root, all)
}

// holder is the id that holds for a group: one that knowledge gave, else the one that was seen
// first.
func (s *solver) holder(root string) string {
	return slices.MinFunc(s.members[root], func(a, b string) int {
		x, y := s.nodes[a], s.nodes[b]
		return cmp.Or(cmpBool(Local(a), Local(b)), cmp.Compare(cmp.Or(x.First, "~"), cmp.Or(y.First, "~")), cmp.Compare(a, b))
	})
}

func cmpBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// holdings lists which id holds where it is not the one that the report gave.
func (s *solver) holdings() []Holding {
	var out []Holding
	single := map[[2]string]string{}
	for _, h := range s.assigned {
		single[[2]string{h.ID, h.Report}] = s.holder(s.root(h.Holder))
	}
	for _, node := range s.order {
		holder := s.holder(s.root(node))
		whole := s.nodes[node].Sightings[0].ID
		if node == whole && holder != whole {
			out = append(out, Holding{ID: whole, Holder: holder})
		}
		for _, g := range s.nodes[node].Sightings {
			to, ok := single[[2]string{g.ID, g.Report}]
			switch {
			case ok:
				out = append(out, Holding{g.ID, g.Report, to})
			case node != g.ID:
				out = append(out, Holding{g.ID, g.Report, holder})
			}
		}
	}
	slices.SortFunc(out, func(a, b Holding) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Report, b.Report)) })
	return slices.Compact(out)
}
