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
	perKey     = 400  // postings of a key; the keys are chosen so that few have so many in nine days
	perUndated = 100  // of a key for an undated report, which is compared with all days
	maxClosure = 1500 // reports that are looked at in one step, besides the new ones
)

// Settle decides on new (or revised) reports among those kept: it gathers every report
// that is joined to them over however many steps, with the whole of each story touched,
// and groups these afresh. Ids of which the source has no row are left out.
func Settle(ctx context.Context, reports []string, src Source) (Changes, error) {
	c := &closure{src: src, items: map[string]*Item{}, old: map[string]bool{}, asked: map[string]bool{}}
	reports = slices.Clone(reports)
	slices.Sort(reports)
	reports = slices.Compact(reports)
	if err := c.gather(ctx, reports); err != nil {
		return Changes{}, err
	}
	return c.changes(), nil
}

// closure is the set of reports that one step decides on.
type closure struct {
	src   Source
	items map[string]*Item
	old   map[string]bool // ids of the stories they are in
	asked map[string]bool // reports whose story was asked for
	queue []string        // reports in the closure whose neighbours are not known yet
}

func (c *closure) gather(ctx context.Context, reports []string) error {
	if err := c.take(ctx, reports); err != nil {
		return err
	}
	limit := len(c.items) + maxClosure
	for len(c.queue) > 0 && len(c.items) < limit {
		id := c.queue[0]
		c.queue = c.queue[1:]
		linked, err := c.neighbours(ctx, c.items[id])
		if err != nil {
			return err
		}
		if err := c.take(ctx, linked); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// take puts reports into the closure, each with all of its story.
func (c *closure) take(ctx context.Context, reports []string) error {
	for len(reports) > 0 {
		var fresh []string
		for _, id := range reports {
			if !c.asked[id] {
				c.asked[id] = true
				fresh = append(fresh, id)
			}
		}
		reports = nil
		if len(fresh) == 0 {
			return nil
		}
		if err := c.load(ctx, fresh); err != nil {
			return err
		}
		for _, id := range fresh {
			story, members, err := c.src.Story(ctx, id)
			if err != nil {
				return fmt.Errorf("story of report %s: %w", id, err)
			}
			if story != "" && !c.old[story] {
				c.old[story] = true
				reports = append(reports, members...)
			}
		}
	}
	return nil
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

// neighbours returns the ids of the reports outside the closure that are joined
// to it, sorted.
func (c *closure) neighbours(ctx context.Context, it *Item) ([]string, error) {
	q := Query{Keys: it.Keys(), PerKey: perKey}
	q.From, q.To = Window(it)
	if !it.Dated {
		q.PerKey = perUndated
	}
	var linked []string
	for row, err := range c.src.Rows(ctx, q) {
		if err != nil {
			return nil, fmt.Errorf("candidates of report %s: %w", it.Report, err)
		}
		if c.items[row.Report] != nil {
			continue
		}
		other, err := decodeRow(row)
		if err != nil {
			return nil, err
		}
		if Pair(it, other).Joined {
			linked = append(linked, row.Report)
		}
	}
	slices.Sort(linked)
	return linked, nil
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
	items := slices.Collect(maps.Values(c.items))
	ch := Changes{Stories: Groups(items), Copies: map[string]string{}}
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
