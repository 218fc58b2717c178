package main

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/cluster"
)

// inTime puts reports in the order of their publication. Those that have none, a third of the
// stream, are strewn in by a seed.
func inTime(docs []storyDoc) []storyDoc {
	var dated, undated []storyDoc
	for _, d := range docs {
		if d.doc.Published == nil {
			undated = append(undated, d)
		} else {
			dated = append(dated, d)
		}
	}
	at := func(d storyDoc) time.Time { return d.doc.Published.From }
	slices.SortStableFunc(dated, func(a, b storyDoc) int {
		return cmp.Or(at(a).Compare(at(b)), cmp.Compare(a.doc.ID, b.doc.ID))
	})
	rnd := rand.New(rand.NewPCG(1, 1))
	for _, d := range undated {
		dated = slices.Insert(dated, rnd.IntN(len(dated)+1), d)
	}
	return dated
}

// evalMixed settles a stream of several sets as its reports arrive, a few at a time, and scores
// what stands at the end.
func evalMixed(docs []storyDoc) ([]score, error) {
	if len(docs) == 0 {
		return nil, nil // the sets that are missing are named
	}
	of, err := arrive(docs, 16)
	if err != nil {
		return nil, err
	}
	out := append(scoreGroups(mixed, docs, of), scoreSmall(mixed, docs, groupOf)...)
	out = append(out, scoreLanguages(mixed, docs, of)...)
	return append(out, shareOfLargest(mixed, of)...), nil
}

// orders is in how many orders the same reports arrive.
const orders = 20

// evalOrders lets the same reports arrive in other orders and in lots of other sizes, and counts the orders
// after which the stories are those of the first.
func evalOrders(docs []storyDoc) ([]score, error) {
	if len(docs) == 0 {
		return nil, nil
	}
	stories, errs := make([]map[string]string, orders+1), make([]error, orders+1)
	inParallel(len(stories), func(i int) {
		order, lot := docs, len(docs)
		if i > 0 {
			rnd := rand.New(rand.NewPCG(uint64(i), 20)) //nolint:gosec // i is not negative
			order, lot = slices.Clone(docs), 1+rnd.IntN(20)
			rnd.Shuffle(len(order), func(a, b int) { order[a], order[b] = order[b], order[a] })
		}
		stories[i], errs[i] = arrive(order, lot)
	})
	alike := tally{n: orders}
	for _, of := range stories[1:] {
		if maps.Equal(of, stories[0]) {
			alike.hit++
		}
	}
	return []score{{together, "all", "orders with the same stories", alike.rate(), alike.n, ""}}, errors.Join(errs...)
}

// arrive settles reports lot by lot, as they come, and returns the story of each at the end.
func arrive(docs []storyDoc, lot int) (map[string]string, error) {
	kept := &arrivals{items: map[string]*cluster.Item{}, posted: map[string][]*cluster.Item{}, of: map[string]string{}, stories: map[string][]string{}}
	settler := cluster.NewSettler(kept)
	for part := range slices.Chunk(docs, lot) {
		ids := make([]string, len(part))
		for i, d := range part {
			ids[i] = d.doc.ID
			kept.add(d.item)
		}
		changes, err := settler.Settle(context.Background(), ids)
		if err != nil {
			return nil, err
		}
		kept.apply(changes)
	}
	return kept.of, nil
}

// arrivals is what a store would keep of reports for settling. Package cluster asks it as it
// asks a store, bounds and window included.
type arrivals struct {
	items   map[string]*cluster.Item
	posted  map[string][]*cluster.Item // by key, the newest first
	of      map[string]string          // story of a report
	stories map[string][]string        // reports of a story
}

func (a *arrivals) add(it *cluster.Item) {
	a.items[it.Report] = it
	for _, k := range it.Keys() {
		at, _ := slices.BinarySearchFunc(a.posted[k], it, func(x, y *cluster.Item) int {
			switch {
			case cluster.Less(y, x):
				return -1
			case cluster.Less(x, y):
				return 1
			}
			return 0
		})
		a.posted[k] = slices.Insert(a.posted[k], at, it)
	}
}

func (a *arrivals) apply(changes cluster.Changes) {
	for _, id := range changes.Delete {
		delete(a.stories, id)
	}
	for _, g := range changes.Stories {
		a.stories[g.ID] = g.Reports
		for _, r := range g.Reports {
			a.of[r] = g.ID
		}
	}
}

// Items implements cluster.Source.
func (a *arrivals) Items(_ context.Context, reports []string) ([]*cluster.Item, error) {
	var out []*cluster.Item
	for _, r := range reports {
		if it := a.items[r]; it != nil {
			out = append(out, it)
		}
	}
	return out, nil
}

// Candidates implements cluster.Source.
func (a *arrivals) Candidates(_ context.Context, q cluster.Query) ([]*cluster.Item, error) {
	weight := map[*cluster.Item]int{}
	for _, k := range q.Keys {
		n := 0
		for _, it := range a.posted[k] {
			if !within(it, q) {
				continue
			}
			weight[it] += cluster.KeyWeight(k)
			if n++; n == q.PerKey {
				break
			}
		}
	}
	var out []*cluster.Item
	for it, w := range weight {
		if w+q.Signs.Weight(it.Signs()) >= cluster.Enough {
			out = append(out, it)
		}
	}
	slices.SortFunc(out, func(x, y *cluster.Item) int { return cmp.Compare(x.Report, y.Report) })
	return out, nil
}

// within reports whether the days of a query hold an item. One whose day is not known is in all.
func within(it *cluster.Item, q cluster.Query) bool {
	if !it.Dated || it.From != it.To {
		return true
	}
	day := time.Unix(int64(it.From)*86400, 0).UTC().Format(time.DateOnly)
	return (q.From == "" || day >= q.From) && (q.To == "" || day <= q.To)
}

// Story implements cluster.Source.
func (a *arrivals) Story(_ context.Context, report string) (id string, reports []string, err error) {
	id = a.of[report]
	return id, a.stories[id], nil
}
