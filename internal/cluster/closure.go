package cluster

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
)

// closure is the set of reports that one step decides on.
type closure struct {
	*Settler
	given map[string]bool  // reports that are new or revised
	items map[string]*Item // of all that were looked at
	in    map[string]bool  // reports that are decided on
	old   map[string]bool  // ids of the stories they are in
	grown map[string]bool  // reports whose neighbours are in, too
	large map[string]bool  // reports with which more than maxWhole hang together
	units map[string]*unit
	met   map[[2]*unit]bool // units that were compared with one another
	pairs map[uint64]bool   // pairs of reports that were compared in this step, by numbers: only these count
}

// unit is the reports of one old story, or one report without, to be compared with others.
type unit struct {
	items  []*Item
	keys   [][]string
	posted map[string][]int // items by key
}

func newClosure(s *Settler, given []string) *closure {
	c := &closure{
		Settler: s, items: map[string]*Item{}, in: map[string]bool{}, old: map[string]bool{}, given: map[string]bool{},
		grown: map[string]bool{}, large: map[string]bool{}, units: map[string]*unit{}, met: map[[2]*unit]bool{}, pairs: map[uint64]bool{},
	}
	for _, id := range given {
		c.given[id] = true
	}
	return c
}

// decide groups reports with all that they may change.
func (c *closure) decide(ctx context.Context, reports []string) ([]Group, error) {
	all, err := c.enrol(ctx, reports)
	if err != nil {
		return nil, err
	}
	c.compare(all)
	for _, id := range reports {
		if err := c.around(ctx, id); err != nil {
			return nil, err
		}
	}
	for left := minGrown + perGiven*len(reports); ; {
		groups := c.group()
		disturbed := c.disturbed(groups)
		if len(disturbed) == 0 || left <= 0 {
			return groups, ctx.Err()
		}
		disturbed = disturbed[:min(len(disturbed), left)]
		for _, id := range disturbed {
			if err := c.grow(ctx, id); err != nil {
				return nil, err
			}
		}
		left -= len(disturbed)
	}
}

// around takes in what hangs together with a report, all of it or what is next to it.
func (c *closure) around(ctx context.Context, id string) error {
	if c.grown[id] || !c.in[id] {
		return nil
	}
	part, err := c.part(ctx, id)
	if err != nil {
		return err
	}
	if part == nil {
		return c.grow(ctx, id)
	}
	for _, r := range part {
		c.grown[r] = true
	}
	all, err := c.enrol(ctx, part)
	c.compare(all)
	return err
}

// part returns all reports that hang together with one, nil if they are more than maxWhole.
func (c *closure) part(ctx context.Context, id string) ([]string, error) {
	seen, queue := map[string]bool{id: true}, []string{id}
	for k := 0; k < len(queue) && len(queue) <= maxWhole && !c.large[queue[k]]; k++ {
		if err := c.load(ctx, queue[k:k+1]); err != nil {
			return nil, err
		}
		joined, err := c.joined(ctx, queue[k])
		if err != nil {
			return nil, err
		}
		for _, other := range joined {
			if !seen[other] {
				seen[other] = true
				queue = append(queue, other)
			}
		}
	}
	if len(queue) <= maxWhole && !slices.ContainsFunc(queue, func(r string) bool { return c.large[r] }) {
		return queue, nil
	}
	for _, r := range queue {
		c.large[r] = true
	}
	return nil, nil
}

// joined returns the reports that hold one, are of its story or tied to it, sorted.
func (c *closure) joined(ctx context.Context, id string) ([]string, error) {
	_, members, err := c.story(ctx, id)
	if err != nil {
		return nil, err
	}
	out := slices.Concat(members, c.links.With(id))
	if it := c.items[id]; it != nil {
		if err := c.ask(ctx, it); err != nil {
			return nil, err
		}
		for _, l := range c.nodes[c.node(id)].near {
			if l.holds() {
				out = append(out, c.nodes[l.other()].report)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// grow takes in the stories that a report is joined to, those that hold it best, and finds
// out what all of these are to one another.
func (c *closure) grow(ctx context.Context, id string) error {
	c.grown[id] = true
	it := c.items[id]
	if it == nil {
		return nil
	}
	if err := c.ask(ctx, it); err != nil {
		return err
	}
	var held []link
	for _, l := range c.nodes[c.node(id)].near {
		if l.holds() {
			held = append(held, l)
		}
	}
	slices.SortFunc(held, func(a, b link) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(c.nodes[a.other()].report, c.nodes[b.other()].report))
	})
	around := []string{id}
	for _, l := range held[:min(len(held), maxHeld)] {
		around = append(around, c.nodes[l.other()].report)
	}
	all, err := c.enrol(ctx, around)
	if err != nil {
		return err
	}
	c.compare(all)
	return nil
}

// enrol takes reports in, each with all of its story and what is tied to it, and returns all
// of these, sorted.
func (c *closure) enrol(ctx context.Context, reports []string) ([]string, error) {
	all := map[string]bool{}
	for len(reports) > 0 {
		if err := c.load(ctx, reports); err != nil {
			return nil, err
		}
		var more []string
		for _, id := range reports {
			all[id] = true
			c.in[id] = true
			story, members, err := c.story(ctx, id)
			if err != nil {
				return nil, err
			}
			if story != "" {
				c.old[story] = true
			}
			more = append(append(more, members...), c.links.With(id)...)
		}
		slices.Sort(more)
		reports = slices.DeleteFunc(slices.Compact(more), func(id string) bool { return all[id] })
	}
	return slices.Sorted(maps.Keys(all)), nil
}

// load reads the rows of reports.
func (c *closure) load(ctx context.Context, reports []string) error {
	var missing []string
	for _, id := range reports {
		if _, ok := c.items[id]; !ok {
			c.items[id] = nil
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	items, err := c.src.Items(ctx, missing)
	if err != nil {
		return fmt.Errorf("feature rows: %w", err)
	}
	for _, it := range items {
		c.items[it.Report] = it
	}
	return nil
}

// ask finds out which reports hold one, unless that is known. It goes on among the candidates as long as
// these do, and not beyond maxWhole of them: then more hang together than are decided on at once, whoever else does.
func (c *closure) ask(ctx context.Context, it *Item) error {
	n := c.node(it.Report)
	if c.nodes[n].asked {
		return nil
	}
	q := CandidatesOf(it)
	for done, all := 0, 0; ; {
		candidates, err := c.src.Candidates(ctx, q)
		if err != nil {
			return fmt.Errorf("candidates of report %s: %w", it.Report, err)
		}
		late := 0 // of those that hold it, who are of the last half
		for i, other := range candidates[min(done, len(candidates)):] {
			if other.Report == it.Report || !c.judge(it, other) {
				continue
			}
			all++
			if done+i >= q.Most/2 {
				late++
			}
		}
		done = len(candidates)
		if done < q.Most || late < (q.Most-q.Most/2)/goOnJudged || all > maxWhole {
			break
		}
		q.Most *= 4
	}
	c.nodes[n].asked = true
	return nil
}

// judge scores a pair unless that is known, and reports whether it holds the two together.
func (c *closure) judge(a, b *Item) bool {
	n, m := c.node(a.Report), c.node(b.Report)
	if at, known := c.nodes[n].find(m); known {
		return c.nodes[n].near[at].holds()
	}
	score := float32(pairOf(a, b, false).Score)
	held := holds(a, b, float64(score))
	c.know(n, m, score, held)
	return held
}

// compare scores the pairs among reports, whether either asked for its neighbours or not: what is
// decided on these is to hang on them alone, and not on what else came before. Reports
// come with all of their stories, and what two stories are to one another is found out once in a step.
func (c *closure) compare(reports []string) {
	var units []*unit
	here := map[*unit]bool{}
	for _, id := range reports {
		if u := c.unit(id); u != nil && !here[u] {
			here[u] = true
			units = append(units, u)
		}
	}
	for i, u := range units {
		for _, v := range units[:i+1] {
			if !c.met[[2]*unit{u, v}] {
				c.met[[2]*unit{u, v}], c.met[[2]*unit{v, u}] = true, true
				c.between(u, v)
			}
		}
	}
}

// unit returns the unit that a report is of, nil if it has no row.
func (c *closure) unit(id string) *unit {
	of := "report " + id
	members := []string{id}
	if story := c.of[id]; story != "" {
		of, members = "story "+story, c.stories[story]
	}
	u := c.units[of]
	if u == nil {
		u = &unit{posted: map[string][]int{}}
		for _, r := range members {
			it := c.items[r]
			if it == nil {
				continue
			}
			keys := it.Keys()
			for _, k := range keys {
				u.posted[k] = append(u.posted[k], len(u.items))
			}
			u.items, u.keys = append(u.items, it), append(u.keys, keys)
		}
		c.units[of] = u
	}
	if len(u.items) == 0 {
		return nil
	}
	return u
}

// between scores the pairs of two units, or those within one.
func (c *closure) between(u, v *unit) {
	if len(u.items) > len(v.items) {
		u, v = v, u
	}
	for i, it := range u.items {
		n := c.node(it.Report)
		for _, j := range sharing(v.posted, u.keys[i], it, v.items) {
			if u == v && j >= i {
				continue
			}
			c.judge(it, v.items[j])
			c.pairs[pair(n, c.node(v.items[j].Report))] = true
		}
	}
}

func pair(n, m uint32) uint64 { return uint64(min(n, m))<<32 | uint64(max(n, m)) }

// group sorts what is in into stories.
func (c *closure) group() []Group {
	var items []*Item
	for id := range c.in {
		if it := c.items[id]; it != nil {
			items = append(items, it)
		}
	}
	slices.SortFunc(items, order)
	at := make(map[uint32]int, len(items))
	for i, it := range items {
		at[c.node(it.Report)] = i
	}
	near := make([][]edge, len(items))
	for i, it := range items {
		n := c.node(it.Report)
		for _, l := range c.nodes[n].near {
			if j, ok := at[l.other()]; ok && l.score > -maxScore && c.pairs[pair(n, l.other())] {
				near[i] = append(near[i], edge{j, float64(l.score)})
			}
		}
	}
	return grouped(items, near, c.links)
}

// disturbed returns the reports of the stories that groups cut or put together and whose
// neighbours are not all in, sorted.
func (c *closure) disturbed(groups []Group) []string {
	into := map[string]string{} // report -> new story
	from := map[string]string{} // new story -> one of the old ones that reports of it were in
	var out []string
	mixed := map[string]bool{}
	for _, g := range groups {
		for _, r := range g.Reports {
			into[r] = g.ID
			old := c.of[r]
			if old == "" {
				continue
			}
			if was, ok := from[g.ID]; ok && was != old {
				mixed[old], mixed[was] = true, true
			}
			from[g.ID] = old
		}
	}
	for old := range c.old {
		members := c.stories[old]
		if !mixed[old] {
			first := ""
			for _, r := range members {
				if to := into[r]; to != "" && first == "" {
					first = to
				} else if to != "" && to != first {
					mixed[old] = true
				}
			}
		}
		if !mixed[old] {
			continue
		}
		for _, r := range members {
			if !c.grown[r] && c.items[r] != nil {
				out = append(out, r)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
