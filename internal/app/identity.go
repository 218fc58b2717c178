package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/dragoman-news/dragoman/internal/identity"
	"github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// sightings tells the store how a document names people and organisations.
func sightings(doc *news.Document) []store.Sighting {
	found := identity.Sightings(doc)
	out := make([]store.Sighting, len(found))
	for i := range found {
		g := &found[i]
		out[i] = store.Sighting{ID: g.ID, Report: g.Report, Day: g.Day, Data: g.Encode(), Keys: g.Keys().Kept}
	}
	return out
}

// who settles who is who, a batch of waiting ids at a time.
type who struct {
	*acquaintance
	alike map[[2]string]identity.Likeness
	fresh map[[2]string]bool         // of alike, those that were found now
	near  map[string]map[string]bool // who is joined to whom in a case
}

// acquaintance is what is remembered from batch to batch.
type acquaintance struct {
	st      store.Identities
	people  map[string]*identity.Person
	similar identity.Similarity
}

// What is remembered is at most this much: some tens of megabytes.
const (
	mostPeople  = 20_000
	mostSimilar = 200_000
	mostForms   = 20_000
)

// similarity is that of package name, with the names made ready kept: most are compared many times.
func similarity() identity.Similarity {
	forms := map[string]*name.Form{}
	form := func(s string) *name.Form {
		f := forms[s]
		if f == nil {
			if len(forms) >= mostForms {
				clear(forms)
			}
			f = name.NewForm(s)
			forms[s] = f
		}
		return f
	}
	return func(a, b string) float64 { return form(a).Similarity(form(b)) }
}

func newAcquaintance(st store.Identities) *acquaintance {
	return &acquaintance{st, map[string]*identity.Person{}, identity.Remembering(similarity(), mostSimilar)}
}

// settle settles the ids of jobs and writes the outcome.
func (a *acquaintance) settle(ctx context.Context, jobs []store.Job, fence store.Fence) error {
	if len(a.people) > mostPeople {
		clear(a.people)
	}
	w := &who{acquaintance: a, alike: map[[2]string]identity.Likeness{}, fresh: map[[2]string]bool{}, near: map[string]map[string]bool{}}
	var ids []string
	for _, j := range jobs {
		ids = append(ids, identity.Raw(j.Key))
		delete(a.people, identity.Raw(j.Key))
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	decided, err := w.st.Decisions(ctx)
	if err != nil {
		return fmt.Errorf("read decisions: %w", err)
	}
	decisions := make([]identity.Decision, len(decided))
	for i, d := range decided {
		decisions[i] = identity.Decision{Kind: d.Kind, A: d.A, B: d.B, Reports: d.Reports}
		if d.B != "" {
			w.join(identity.Raw(d.A), identity.Raw(d.B))
		}
	}
	for _, id := range ids {
		if err := w.lookFor(ctx, id); err != nil {
			return err
		}
	}
	of, err := w.closure(ctx, ids)
	if err != nil {
		return err
	}
	ch := store.IdentityChanges{Of: of, Compared: ids, Jobs: jobs, Fence: fence}
	for _, part := range w.cases(of) {
		w.solve(part, decisions, &ch)
	}
	for _, k := range slices.SortedFunc(maps.Keys(w.alike), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		l := w.alike[k]
		if !w.fresh[k] {
			continue
		}
		data, err := json.Marshal(likeness1{l.Confidence, l.Reasons})
		if err != nil {
			return err
		}
		ch.Alike = append(ch.Alike, store.Alike{A: l.A, B: l.B, Data: data})
	}
	return w.st.Identify(ctx, ch)
}

// likeness1 is a likeness at rest.
type likeness1 struct {
	Confidence float64  `json:"c"`
	Reasons    []string `json:"r"`
}

// keepAlike is the confidence from which a likeness is kept: below it two are in no case
// together.
const keepAlike = identity.Likely

func (w *who) join(a, b string) {
	for _, p := range [][2]string{{a, b}, {b, a}} {
		if w.near[p[0]] == nil {
			w.near[p[0]] = map[string]bool{}
		}
		w.near[p[0]][p[1]] = true
	}
}

// person gathers what is known of an id, nil where no report gives it.
func (w *who) person(ctx context.Context, id string) (*identity.Person, error) {
	if p, ok := w.people[id]; ok {
		return p, nil
	}
	rows, err := w.st.Sightings(ctx, []string{id}, 0)
	if err != nil {
		return nil, fmt.Errorf("read who %s is: %w", id, err)
	}
	var all []identity.Sighting
	for _, r := range rows {
		g := identity.Sighting{ID: r.ID, Report: r.Report, Day: r.Day}
		if err := g.Decode(r.Data); err != nil {
			return nil, fmt.Errorf("report %s: %w", r.Report, err)
		}
		all = append(all, g)
	}
	if len(all) > 0 {
		w.people[id] = identity.Gather(id, all)
	} else {
		w.people[id] = nil
	}
	return w.people[id], nil
}

// lookFor compares an id with everybody who could be the same.
func (w *who) lookFor(ctx context.Context, id string) error {
	p, err := w.person(ctx, id)
	if err != nil || p == nil {
		return err
	}
	candidates, err := w.st.Sharing(ctx, p.Keys().Sought, 0)
	if err != nil {
		return fmt.Errorf("look for names like %s: %w", id, err)
	}
	for _, other := range candidates {
		k := [2]string{min(id, other), max(id, other)}
		if _, done := w.alike[k]; done || other == id {
			continue
		}
		o, err := w.person(ctx, other)
		if err != nil {
			return err
		}
		if o == nil {
			continue
		}
		if l := identity.Compare(p, o, w.similar); l.Confidence >= keepAlike {
			w.alike[k], w.fresh[k] = l, true
			w.join(id, other)
		}
	}
	return nil
}

// closure takes in everybody who is joined to the given ids, directly or not, or was.
func (w *who) closure(ctx context.Context, ids []string) ([]string, error) {
	asked := map[string]bool{}
	for _, id := range ids {
		asked[id] = true
	}
	in := maps.Clone(asked)
	for queue := ids; len(queue) > 0; {
		rows, err := w.st.Likenesses(ctx, queue)
		if err != nil {
			return nil, fmt.Errorf("read likenesses: %w", err)
		}
		next := map[string]bool{}
		for _, a := range rows {
			next[a.A], next[a.B] = true, true // those that are alike no longer, too
			if asked[a.A] || asked[a.B] {
				continue
			}
			var l likeness1
			if err := json.Unmarshal(a.Data, &l); err != nil {
				return nil, fmt.Errorf("likeness of %s and %s: %w", a.A, a.B, err)
			}
			w.alike[[2]string{a.A, a.B}] = identity.Likeness{A: a.A, B: a.B, Confidence: l.Confidence, Reasons: l.Reasons}
			w.join(a.A, a.B)
		}
		for _, id := range queue {
			maps.Copy(next, w.near[id])
		}
		queue = nil
		for id := range next {
			if !in[id] {
				in[id] = true
				queue = append(queue, id)
			}
		}
		slices.Sort(queue)
	}
	out := slices.Sorted(maps.Keys(in))
	for _, id := range out {
		if _, err := w.person(ctx, id); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// cases parts ids into those that have to do with each other.
func (w *who) cases(ids []string) [][]string {
	seen := map[string]bool{}
	var out [][]string
	for _, id := range ids {
		if seen[id] {
			continue
		}
		seen[id] = true
		part := []string{id}
		for i := 0; i < len(part); i++ {
			for other := range w.near[part[i]] {
				if !seen[other] {
					seen[other] = true
					part = append(part, other)
				}
			}
		}
		slices.Sort(part)
		out = append(out, part)
	}
	return out
}

// solve decides one case.
func (w *who) solve(ids []string, decisions []identity.Decision, ch *store.IdentityChanges) {
	c := identity.Case{}
	in := map[string]bool{}
	for i, id := range ids {
		in[id] = true
		if p := w.people[id]; p != nil {
			c.Sightings = append(c.Sightings, p.Sightings...)
		}
		for _, other := range ids[i+1:] {
			if l, ok := w.alike[[2]string{id, other}]; ok {
				c.Alike = append(c.Alike, l)
			}
		}
	}
	for _, d := range decisions {
		if in[identity.Raw(d.A)] || in[identity.Raw(d.B)] {
			c.Decisions = append(c.Decisions, d)
		}
	}
	found := identity.Solve(c, w.similar)
	for _, h := range found.Hold {
		ch.Hold = append(ch.Hold, store.Holding(h))
	}
	for _, p := range found.Proposals {
		ch.Proposals = append(ch.Proposals, store.Proposal{
			Kind: p.Kind, A: p.A, B: p.B, Confidence: p.Confidence, Reasons: p.Reasons, Reports: p.Reports,
		})
	}
}

// see notes whom the reports name that were kept before stores took notice of it.
func (s *settling) see(ctx context.Context) error {
	for {
		jobs, err := s.st.Lease(ctx, store.JobSee, settleBatch, leaseTime)
		if err != nil || len(jobs) == 0 {
			return err
		}
		ids := make([]string, len(jobs))
		for i, j := range jobs {
			ids[i] = j.Key
		}
		if err := s.st.See(ctx, ids, jobs...); err != nil {
			return errors.Join(fmt.Errorf("look whom reports name: %w", err), giveBack(ctx, s.st, jobs))
		}
	}
}

// identify settles whoever waits, under the lease that settling has.
func (s *settling) identify(ctx context.Context) error {
	if err := s.see(ctx); err != nil {
		return err
	}
	for {
		epoch, mine, err := s.st.Acquire(ctx, settleLease, s.holder, leaseTime)
		if err != nil || !mine {
			return err
		}
		jobs, err := s.st.Lease(ctx, store.JobIdentify, settleBatch, leaseTime)
		if err != nil || len(jobs) == 0 {
			return err
		}
		if err := s.people.settle(ctx, jobs, store.Fence{Lease: settleLease, Epoch: epoch}); err != nil {
			return errors.Join(fmt.Errorf("settle who is who: %w", err), giveBack(ctx, s.st, jobs))
		}
	}
}

// settling is one run of Settle.
type settling struct {
	st     store.Store
	holder string
	people *acquaintance
}
