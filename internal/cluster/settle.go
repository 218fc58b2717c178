package cluster

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Query asks for the items that have some of Keys, whose keys in common with these weigh Enough or more together, by
// KeyWeight and with SignWeight of the signs, and whose day lies between From and To ("" is open); the undated and
// those whose day is not known always. PerKey limits the newest postings of a key, which may count for none but those whom rarer keys brought in,
// and Most the items: those are left that have the rarest keys in common.
type Query struct {
	From, To     string
	Keys         []string
	Signs        Signs
	PerKey, Most int
}

// Source is what settling needs to know of the reports that are kept. Items are
// shared: nobody changes them.
type Source interface {
	// Items returns those of reports that are kept, in any order.
	Items(ctx context.Context, reports []string) ([]*Item, error)
	// Candidates returns the items that q asks for, each once; where q.Most bounds them, those
	// first that have the rarest keys in common.
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
	fewJudged  = 128  // candidates of a report, those with the rarest keys in common, unless ...
	goOnJudged = 8    // ... one in so many of the last half of these holds it: then four times as many
	maxWhole   = 100  // reports that hang together and are decided on all at once
	maxHeld    = 12   // of the reports that hold a report, where more hang together than that
	minGrown   = 8    // reports of stories that change whose neighbours are taken in, in one step ...
	perGiven   = 2    // ... and for each new report

	maxRemembered = 100_000 // reports that a Settler remembers; beyond it the older half is forgotten
)

// Settler places reports step by step and remembers who is joined to whom, so that
// each report's neighbours are asked for once, and the stories that it decided on. It
// holds for as long as nobody else places reports in the same store and what it decides is
// written: make one when the lease is taken, and drop it after an error. Not for several
// goroutines.
type Settler struct {
	remembered
	most  int // reports that it remembers
	src   Source
	links *Links
}

// NewSettler returns a Settler over src.
func NewSettler(src Source) *Settler {
	return &Settler{src: src, remembered: newRemembered(), most: maxRemembered}
}

// Decide says what holds from the next step on. The reports of decisions that are new or
// were taken back are to be given to that step.
func (s *Settler) Decide(links *Links) { s.links = links }

// Settle is one step of a new Settler, for those who need only one.
func Settle(ctx context.Context, reports []string, src Source) (Changes, error) {
	return NewSettler(src).Settle(ctx, reports)
}

// Settle decides on new (or revised) reports among those kept. It gathers every report
// that is joined to one of them over however many steps, with the whole of each story touched,
// and groups these afresh. Where more than maxWhole hang together, it gathers the
// stories that the report itself is joined to, and those next to a story that
// changes otherwise than by growing. Ids of which the source has no row are left out.
func (s *Settler) Settle(ctx context.Context, reports []string) (Changes, error) {
	s.step++
	s.shrink(s.most)
	for _, id := range reports {
		s.forget(id)
	}
	reports = slices.Clone(reports)
	slices.Sort(reports)
	reports = slices.Compact(reports)
	c := newClosure(s, reports)
	groups, err := c.decide(ctx, reports)
	if err != nil {
		return Changes{}, err
	}
	return c.changes(groups), nil
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

// CandidatesOf asks for whoever may be joined to an item. A day more on either side
// costs little: stores may count the day of publication in another zone.
func CandidatesOf(it *Item) Query {
	q := Query{Keys: it.Keys(), Signs: it.Signs(), PerKey: perUndated, Most: fewJudged}
	if it.Dated {
		q.From, q.To, q.PerKey = isoDay(it.From-WindowDays-1), isoDay(it.To+WindowDays+1), perKey
	}
	return q
}

// changes says what groups change.
func (c *closure) changes(groups []Group) Changes {
	ch := Changes{Copies: map[string]string{}}
	for _, g := range groups {
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
