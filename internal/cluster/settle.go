package cluster

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Query asks for the items whose keys in common with Keys weigh Enough or more together, by
// KeyWeight, and whose day lies between From and To ("" is open); the undated and
// those whose day is not known always. PerKey limits the newest postings of a key.
type Query struct {
	From, To string
	Keys     []string
	PerKey   int
}

// Source is what settling needs to know of the reports that are kept. Items are
// shared: nobody changes them.
type Source interface {
	// Items returns those of reports that are kept, in any order.
	Items(ctx context.Context, reports []string) ([]*Item, error)
	// Candidates returns the items that q asks for, each once, in any order.
	Candidates(ctx context.Context, q Query) ([]*Item, error)
	// Story returns the id and the reports of the story that holds a report, or
	// "" when none does yet.
	Story(ctx context.Context, report string) (id string, reports []string, err error)
}

// Changes is what settling decided. Stories replace what the store has under their
// ids; a report that moved is only in its new story.
type Changes struct {
	Stories []Group           // to be written, by id; only those whose reports are others than before, or new
	Delete  []string          // ids of stories that are no more, sorted
	Copies  map[string]string // of all reports in Stories: the original, "" for none
}

// The bounds of one step. Within them the outcome is that of grouping everything
// at once; docs/stories.md says what happens beyond.
const (
	perKey     = 2000 // postings of a key in eleven days
	perUndated = 100  // of a key for an undated report, which is compared with all days
	maxClosure = 2000 // reports that are looked at in one step, besides the new ones

	maxRemembered = 100_000 // reports that a Settler remembers, to be forgotten together
)

// Settler places reports step by step and remembers who is joined to whom, so that
// each report's neighbours are asked for once, and the stories that it decided on. It
// holds for as long as nobody else places reports in the same store and what it decides is
// written: make one when the lease is taken, and drop it after an error. Not for several
// goroutines.
type Settler struct {
	src     Source
	nodes   map[string]*node
	stories map[string][]string // reports by story id, of those met so far
	of      map[string]string   // story id by report; "" for none
	links   *Links
}

// node is what a Settler remembers of a report.
type node struct {
	asked bool               // its neighbours were asked for; later ones announce themselves
	near  map[string]float32 // scores of pairs, but for the lowest
	held  map[string]bool    // those of near that hold the two together
}

// NewSettler returns a Settler over src.
func NewSettler(src Source) *Settler {
	return &Settler{src: src, nodes: map[string]*node{}, stories: map[string][]string{}, of: map[string]string{}}
}

// Decide says what holds from the next step on. The reports of decisions that are new or
// were taken back are to be given to that step.
func (s *Settler) Decide(links *Links) { s.links = links }

// Settle is one step of a new Settler, for those who need only one.
func Settle(ctx context.Context, reports []string, src Source) (Changes, error) {
	return NewSettler(src).Settle(ctx, reports)
}

// Settle decides on new (or revised) reports among those kept: it gathers every report
// that is joined to them over however many steps, with the whole of each story touched,
// and groups these afresh. Ids of which the source has no row are left out.
func (s *Settler) Settle(ctx context.Context, reports []string) (Changes, error) {
	for _, id := range reports {
		s.forget(id)
	}
	if len(s.nodes) > maxRemembered {
		s.nodes, s.stories, s.of = map[string]*node{}, map[string][]string{}, map[string]string{}
	}
	reports = slices.Clone(reports)
	slices.Sort(reports)
	reports = slices.Compact(reports)
	c := &closure{Settler: s, items: map[string]*Item{}, old: map[string]bool{}, seen: map[string]bool{}, given: map[string]bool{}}
	for _, id := range reports {
		c.given[id] = true
	}
	if err := c.gather(ctx, reports); err != nil {
		return Changes{}, err
	}
	return c.changes(), nil
}

func (s *Settler) node(id string) *node {
	n := s.nodes[id]
	if n == nil {
		n = &node{near: map[string]float32{}, held: map[string]bool{}}
		s.nodes[id] = n
	}
	return n
}

// forget drops what is known of a report, which may be a new revision.
func (s *Settler) forget(id string) {
	if n := s.nodes[id]; n != nil {
		for other := range n.near {
			delete(s.nodes[other].near, id)
			delete(s.nodes[other].held, id)
		}
		delete(s.nodes, id)
	}
}

// closure is the set of reports that one step decides on.
type closure struct {
	*Settler
	given map[string]bool // reports that are new or revised
	items map[string]*Item
	old   map[string]bool // ids of the stories they are in
	seen  map[string]bool // reports that were looked up
	queue []string        // reports in the closure whose neighbours are to be taken in
}

func (c *closure) gather(ctx context.Context, reports []string) error {
	if err := c.take(ctx, reports); err != nil {
		return err
	}
	limit := len(c.items) + maxClosure
	for len(c.queue) > 0 && len(c.items) < limit {
		id := c.queue[0]
		c.queue = c.queue[1:]
		if err := c.ask(ctx, c.items[id]); err != nil {
			return err
		}
		joined := slices.AppendSeq(slices.Clone(c.links.With(id)), maps.Keys(c.node(id).held))
		slices.Sort(joined)
		if err := c.take(ctx, slices.Compact(joined)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// take puts reports into the closure, each with all of its story.
func (c *closure) take(ctx context.Context, reports []string) error {
	for {
		reports = slices.DeleteFunc(reports, func(id string) bool { return c.seen[id] })
		if len(reports) == 0 {
			return nil
		}
		for _, id := range reports {
			c.seen[id] = true
		}
		if err := c.load(ctx, reports); err != nil {
			return err
		}
		var more []string
		for _, id := range reports {
			story, members, err := c.story(ctx, id)
			if err != nil {
				return err
			}
			if story != "" && !c.old[story] {
				c.old[story] = true
				more = append(more, members...)
			}
		}
		slices.Sort(more)
		reports = slices.Compact(more)
	}
}

// story returns the story of a report, from memory where it is known.
func (s *Settler) story(ctx context.Context, report string) (string, []string, error) {
	if id, ok := s.of[report]; ok {
		return id, s.stories[id], nil
	}
	id, members, err := s.src.Story(ctx, report)
	if err != nil {
		return "", nil, fmt.Errorf("story of report %s: %w", report, err)
	}
	s.of[report] = id
	if id != "" {
		s.remember(id, members)
	}
	return id, members, nil
}

func (s *Settler) remember(id string, reports []string) {
	s.stories[id] = reports
	for _, r := range reports {
		s.of[r] = id
	}
}

func (c *closure) load(ctx context.Context, ids []string) error {
	items, err := c.src.Items(ctx, ids)
	if err != nil {
		return fmt.Errorf("feature rows: %w", err)
	}
	for _, it := range items {
		c.items[it.Report] = it
	}
	for _, id := range ids {
		if c.items[id] != nil {
			c.queue = append(c.queue, id)
		}
	}
	return nil
}

// ask finds out which reports are joined to one, unless that is known.
func (c *closure) ask(ctx context.Context, it *Item) error {
	n := c.node(it.Report)
	if n.asked {
		return nil
	}
	candidates, err := c.src.Candidates(ctx, CandidatesOf(it))
	if err != nil {
		return fmt.Errorf("candidates of report %s: %w", it.Report, err)
	}
	for _, other := range candidates {
		if other.Report == it.Report {
			continue
		}
		if score := float32(Pair(it, other).Score); score > -maxScore {
			n.near[other.Report] = score
			o := c.node(other.Report)
			o.near[it.Report] = score
			if holds(it, other, float64(score)) {
				n.held[other.Report], o.held[it.Report] = true, true
			}
		}
	}
	n.asked = true
	return nil
}

// CandidatesOf asks for whoever may be joined to an item. A day more on either side
// costs little: stores may count the day of publication in another zone.
func CandidatesOf(it *Item) Query {
	q := Query{Keys: it.Keys(), PerKey: perUndated}
	if it.Dated {
		q.From, q.To, q.PerKey = isoDay(it.From-WindowDays-1), isoDay(it.To+WindowDays+1), perKey
	}
	return q
}

func (c *closure) changes() Changes {
	items := sorted(slices.Collect(maps.Values(c.items)))
	at := make(map[string]int, len(items))
	for i, it := range items {
		at[it.Report] = i
	}
	near := make([][]edge, len(items))
	for i, it := range items {
		for other, score := range c.node(it.Report).near {
			if j, ok := at[other]; ok {
				near[i] = append(near[i], edge{j, float64(score)})
			}
		}
	}
	ch := Changes{Copies: map[string]string{}}
	for _, g := range grouped(items, near, c.links) {
		if c.unchanged(g) {
			delete(c.old, g.ID)
			continue
		}
		ch.Stories = append(ch.Stories, g)
	}
	for id := range c.old {
		delete(c.stories, id)
	}
	slices.SortFunc(ch.Stories, func(a, b Group) int { return strings.Compare(a.ID, b.ID) })
	for _, g := range ch.Stories {
		delete(c.old, g.ID)
		c.remember(g.ID, g.Reports)
		for _, id := range g.Reports {
			ch.Copies[id] = g.Copies[id]
		}
	}
	ch.Delete = slices.Sorted(maps.Keys(c.old))
	return ch
}

// unchanged reports whether a story has the reports that it had, none of them new or
// revised: then its copies are the same, too.
func (c *closure) unchanged(g Group) bool {
	was := slices.Clone(c.stories[g.ID])
	now := slices.Clone(g.Reports)
	slices.Sort(was)
	slices.Sort(now)
	return c.old[g.ID] && slices.Equal(was, now) &&
		!slices.ContainsFunc(now, func(id string) bool { return c.given[id] })
}
