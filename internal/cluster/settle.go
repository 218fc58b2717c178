package cluster

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Row is a stored feature row.
type Row struct {
	Report string
	Data   []byte
}

// Query asks for rows: those of the reports given, or else those that share a key
// and whose day lies between From and To ("" is open); the undated and those
// whose day is not known always. PerKey limits the newest postings of a key.
type Query struct {
	From, To string
	Keys     []string
	PerKey   int
	Reports  []string
}

// Source is what settling needs to know of the reports that are kept.
type Source interface {
	// Rows yields the rows that q asks for, each report once, in any order.
	Rows(ctx context.Context, q Query) iter.Seq2[Row, error]
	// Story returns the id and the reports of the story that holds a report, or
	// "" when none does yet.
	Story(ctx context.Context, report string) (id string, reports []string, err error)
}

// Changes is what settling decided. Stories replace what the store has under their
// ids; a report that moved is only in its new story.
type Changes struct {
	Stories []Group           // to be written, by id; only those that are new or touched
	Delete  []string          // ids of stories that are no more, sorted
	Copies  map[string]string // of all reports in Stories: the original, "" for none
}

// The bounds of one step. Within them the outcome is that of grouping everything
// at once; docs/stories.md says what happens beyond.
const (
	perKey     = 400 // postings of a key; the keys are chosen so that few have so many in nine days
	perUndated = 100 // of a key for an undated report, which is compared with all days
	maxClosure = 800 // reports that are looked at in one step, besides the new ones
)

// Settler places reports step by step and remembers who is joined to whom, so that
// each report's neighbours are asked for once. It holds for as long as nobody else
// places reports in the same store: make one when the lease is taken. Not for
// several goroutines.
type Settler struct {
	src   Source
	nodes map[string]*node
}

// node is what a Settler remembers of a report.
type node struct {
	asked  bool // its neighbours were asked for; later ones announce themselves
	linked map[string]bool
}

// NewSettler returns a Settler over src.
func NewSettler(src Source) *Settler {
	return &Settler{src: src, nodes: map[string]*node{}}
}

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
	reports = slices.Clone(reports)
	slices.Sort(reports)
	c := &closure{Settler: s, items: map[string]*Item{}, old: map[string]bool{}, seen: map[string]bool{}}
	if err := c.gather(ctx, slices.Compact(reports)); err != nil {
		return Changes{}, err
	}
	return c.changes(), nil
}

func (s *Settler) node(id string) *node {
	n := s.nodes[id]
	if n == nil {
		n = &node{linked: map[string]bool{}}
		s.nodes[id] = n
	}
	return n
}

// forget drops what is known of a report, which may be a new revision.
func (s *Settler) forget(id string) {
	if n := s.nodes[id]; n != nil {
		for other := range n.linked {
			delete(s.nodes[other].linked, id)
		}
		delete(s.nodes, id)
	}
}

// closure is the set of reports that one step decides on.
type closure struct {
	*Settler
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
		if err := c.take(ctx, slices.Sorted(maps.Keys(c.node(id).linked))); err != nil {
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
			story, members, err := c.src.Story(ctx, id)
			if err != nil {
				return fmt.Errorf("story of report %s: %w", id, err)
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

func (c *closure) load(ctx context.Context, ids []string) error {
	for row, err := range c.src.Rows(ctx, Query{Reports: ids}) {
		if err != nil {
			return fmt.Errorf("feature rows: %w", err)
		}
		it, err := decodeRow(row)
		if err != nil {
			return err
		}
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
	for row, err := range c.src.Rows(ctx, candidatesOf(it)) {
		if err != nil {
			return fmt.Errorf("candidates of report %s: %w", it.Report, err)
		}
		if row.Report == it.Report {
			continue
		}
		other := c.items[row.Report]
		if other == nil {
			if other, err = decodeRow(row); err != nil {
				return err
			}
		}
		if Pair(it, other).Joined {
			n.linked[row.Report] = true
			c.node(row.Report).linked[it.Report] = true
		}
	}
	n.asked = true
	return nil
}

// candidatesOf asks for whoever may be joined to an item. A day more on either side
// costs little: stores may count the day of publication in another zone.
func candidatesOf(it *Item) Query {
	q := Query{Keys: it.Keys(), PerKey: perUndated}
	if it.Dated {
		q.From, q.To, q.PerKey = isoDay(it.From-WindowDays-1), isoDay(it.To+WindowDays+1), perKey
	}
	return q
}

func decodeRow(row Row) (*Item, error) {
	it, err := Decode(row.Data)
	if err != nil {
		if e, ok := errors.AsType[*news.Error](err); ok {
			return nil, &news.Error{Code: e.Code, Message: "report " + row.Report + ": " + e.Message, Hint: e.Hint}
		}
		return nil, err
	}
	it.Report = row.Report
	return it, nil
}

func (c *closure) changes() Changes {
	items := sorted(slices.Collect(maps.Values(c.items)))
	at := make(map[string]int, len(items))
	for i, it := range items {
		at[it.Report] = i
	}
	links := make([][]int, len(items))
	for i, it := range items {
		for other := range c.node(it.Report).linked {
			if j, ok := at[other]; ok {
				links[i] = append(links[i], j)
			}
		}
	}
	ch := Changes{Stories: grouped(items, links), Copies: map[string]string{}}
	slices.SortFunc(ch.Stories, func(a, b Group) int { return strings.Compare(a.ID, b.ID) })
	for _, g := range ch.Stories {
		delete(c.old, g.ID)
		for _, id := range g.Reports {
			ch.Copies[id] = g.Copies[id]
		}
	}
	ch.Delete = slices.Sorted(maps.Keys(c.old))
	return ch
}
