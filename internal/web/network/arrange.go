package network

import (
	"cmp"
	"math"
	"slices"
)

// point is a place on the drawing.
type point struct{ x, y float64 }

// slice is a group: its angles, in radians clockwise from the right.
type slice struct {
	name     string
	from, to float64
	members  []Node
}

// spot is where somebody is drawn.
type spot struct {
	Node
	at point
	r  float64
}

const (
	innermost = 0.34 // of the way to the edge: nearer, names have no room
	outermost = 0.93
	leastRoom = 15.0 // pixels between two of a ring, however many there are
	mostRoom  = 110.0
)

// reach is how far the graph goes from the middle to the side and up. Names need room at the sides.
func reach(w, h float64) (x, y float64) { return max(w/2-90, w/4), max(h/2-22, h/4) }

// arrange gives everybody a spot, in the order of nodes.
func arrange(nodes []Node, rest string, w, h float64) ([]slice, []spot) {
	groups := group(nodes, rest)
	if len(groups) == 0 {
		return nil, nil
	}
	x, y := reach(w, h)
	d := &drawing{w: w, h: h}
	room := roomFor(len(nodes), len(groups), (x+y)/2)
	cut(groups, room/((x+y)/2*innermost))
	at, widest := map[string]polar{}, innermost
	for _, g := range groups {
		for i, p := range ringsOf(g, room, (x+y)/2) {
			at[g.members[i].ID] = p
			widest = max(widest, p.far)
		}
	}
	stretch := min(1.9, outermost/widest) // a few take the room that is there
	spots := make([]spot, len(nodes))
	for i, n := range nodes {
		p := at[n.ID]
		spots[i] = spot{n, d.at(p.angle, p.far*stretch), min(size(n.Weight), room/2)}
	}
	return groups, spots
}

// group parts the nodes, the largest group first, ties by name. The small ones are one, which comes last.
func group(nodes []Node, rest string) []slice {
	var out []slice
	for _, n := range nodes {
		i := slices.IndexFunc(out, func(s slice) bool { return s.name == n.Group })
		if i < 0 {
			i = len(out)
			out = append(out, slice{name: n.Group})
		}
		out[i].members = append(out[i].members, n)
	}
	slices.SortStableFunc(out, func(a, b slice) int {
		return cmp.Or(cmp.Compare(len(b.members), len(a.members)), cmp.Compare(a.name, b.name))
	})
	var named []slice
	other := slice{name: rest}
	for _, s := range out {
		if s.name == "" || len(named) >= mostGroups {
			other.members = append(other.members, s.members...)
			continue
		}
		named = append(named, s)
	}
	if len(other.members) > 0 {
		slices.SortStableFunc(other.members, func(a, b Node) int { return cmp.Compare(b.Weight, a.Weight) })
		named = append(named, other)
	}
	return named
}

// roomFor is how far apart n nodes can be for all to find a spot.
func roomFor(n, groups int, reach float64) float64 {
	for room := mostRoom; room > leastRoom; room *= 0.93 {
		places := 0
		for far := innermost; far <= outermost+1e-9; far += room * 0.8 / reach {
			places += max(1, int(2*math.Pi*far*reach/room)-groups)
		}
		if places >= n+n/8 {
			return room
		}
	}
	return leastRoom
}

// cut gives each group its angles: as much as it has members, but least at least. It begins at the top.
func cut(groups []slice, least float64) {
	if len(groups) == 1 {
		groups[0].from, groups[0].to = -math.Pi, math.Pi
		return
	}
	least = min(least, 2*math.Pi/float64(len(groups))*0.8)
	sum := 0.0
	for _, g := range groups {
		sum += float64(len(g.members))
	}
	free := 2*math.Pi - least*float64(len(groups))
	angle := -math.Pi / 2
	for i := range groups {
		wide := least + free*float64(len(groups[i].members))/sum
		groups[i].from, groups[i].to = angle, angle+wide
		angle += wide
	}
}

// polar is an angle and a share of the way to the edge.
type polar struct{ angle, far float64 }

// ringsOf gives the members of a slice their spots, ring by ring from the inside. Where the rings do not suffice the outermost holds the
// rest; where few are on the last ring they stand in the middle of what is theirs.
func ringsOf(s slice, room, reach float64) []polar {
	out := make([]polar, 0, len(s.members))
	wide := s.to - s.from
	far := innermost
	for left := len(s.members); left > 0; {
		fit := max(1, int(wide*far*reach/room))
		next := far + room*0.8/reach
		if next > outermost {
			fit = max(fit, left)
		}
		fit = min(fit, left)
		for i := range fit {
			out = append(out, polar{s.from + wide*(float64(i)+0.5)/float64(fit), far})
		}
		left -= fit
		far = next
	}
	return out
}
