package cluster

import "slices"

// remembered is what a Settler remembers: who is joined to whom, and which story holds whom. Reports
// have numbers in it, and a pair takes eight bytes on either side.
type remembered struct {
	number  map[string]uint32
	nodes   []node
	free    []uint32            // numbers that nobody has
	stories map[string][]string // reports by story id, of those met so far
	of      map[string]string   // story id by report; "" for none
	step    uint32              // grows with each step
}

// node is what is remembered of a report.
type node struct {
	report string
	asked  bool   // its neighbours were asked for; later ones announce themselves
	used   uint32 // the step that looked at it last
	near   []link // by number
}

// link is the score of a pair as one of the two sees it.
type link struct {
	to    uint32 // the other's number, above a bit that says whether the pair holds the two together
	score float32
}

func (l link) other() uint32 { return l.to >> 1 }

func (l link) holds() bool { return l.to&1 == 1 }

func newRemembered() remembered {
	return remembered{number: map[string]uint32{}, stories: map[string][]string{}, of: map[string]string{}}
}

// node returns the number of a report.
func (m *remembered) node(report string) uint32 {
	n, ok := m.number[report]
	switch {
	case ok:
	case len(m.free) > 0:
		n = m.free[len(m.free)-1]
		m.free = m.free[:len(m.free)-1]
	default:
		n = uint32(len(m.nodes))
		m.nodes = append(m.nodes, node{})
	}
	if !ok {
		m.number[report] = n
		m.nodes[n] = node{report: report}
	}
	m.nodes[n].used = m.step
	return n
}

func (n *node) find(other uint32) (int, bool) {
	return slices.BinarySearchFunc(n.near, other, func(l link, other uint32) int { return int(l.other()) - int(other) })
}

// know writes down the score of a pair, on both sides.
func (m *remembered) know(a, b uint32, score float32, holds bool) {
	bit := uint32(0)
	if holds {
		bit = 1
	}
	for _, side := range [2][2]uint32{{a, b}, {b, a}} {
		n := &m.nodes[side[0]]
		l := link{side[1]<<1 | bit, score}
		if at, found := n.find(side[1]); found {
			n.near[at] = l
		} else {
			n.near = slices.Insert(n.near, at, l)
		}
	}
}

// forget drops what is known of a report, which may be a new revision.
func (m *remembered) forget(report string) {
	n, ok := m.number[report]
	if !ok {
		return
	}
	for _, l := range m.nodes[n].near {
		other := &m.nodes[l.other()]
		if at, found := other.find(n); found {
			other.near = slices.Delete(other.near, at, at+1)
		}
	}
	m.nodes[n] = node{}
	m.free = append(m.free, n)
	delete(m.number, report)
}

// remember writes down which story holds reports.
func (m *remembered) remember(story string, reports []string) {
	m.stories[story] = reports
	for _, r := range reports {
		m.of[r] = story
	}
}

// shrink forgets the half of the reports that was looked at longest ago, when they are too
// many. Whoever was joined to one of them asks again.
func (m *remembered) shrink(most int) {
	if len(m.number) > most {
		steps := make([]uint32, 0, len(m.number))
		for _, n := range m.number {
			steps = append(steps, m.nodes[n].used)
		}
		slices.Sort(steps)
		oldest := steps[len(steps)/2]
		for report, n := range m.number {
			if m.nodes[n].used > oldest {
				continue
			}
			for _, l := range m.nodes[n].near {
				m.nodes[l.other()].asked = false
			}
			m.forget(report)
		}
	}
	if len(m.of) > 4*most {
		m.stories, m.of = map[string][]string{}, map[string]string{}
	}
}
