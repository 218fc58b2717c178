package memstore

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// identities is who is who.
type identities struct {
	holders   *index.Holders
	crowded   map[string]bool
	keys      map[string]map[string]bool // key -> ids
	alike     map[[2]string]store.Alike
	proposals []store.Proposal
	decisions []store.Decision
	last      int64 // number of the latest decision there ever was
	proposed  int64 // and of the latest proposal
}

func newIdentities() identities {
	return identities{holders: index.NewHolders(nil), crowded: map[string]bool{}, keys: map[string]map[string]bool{}, alike: map[[2]string]store.Alike{}}
}

// identify derives what hangs on the ids that hold; doc is as the report gives it.
func (s *Store) identify(r *record, doc *news.Document) {
	is := s.who.holders.Apply(doc)
	r.terms, r.namings = set(index.Terms(is)), index.Namings(is)
}

// see notes the sightings of a report, and queues whoever it names or named.
func (s *Store) see(old, r *record) {
	for _, rec := range []*record{old, r} {
		if rec == nil {
			continue
		}
		for _, g := range rec.sightings {
			s.enqueueLocked(store.JobIdentify, g.ID, nil, true)
		}
	}
	for _, g := range r.sightings {
		for _, key := range g.Keys {
			if s.who.keys[key] == nil {
				s.who.keys[key] = map[string]bool{}
			}
			s.who.keys[key][g.ID] = true
			s.crowd(key)
		}
	}
}

// crowd queues whoever has a key that has come to be shared by too many.
func (s *Store) crowd(key string) {
	if s.who.crowded[key] || len(s.who.keys[key]) <= store.MostSharing {
		return
	}
	s.who.crowded[key] = true
	for _, id := range slices.Sorted(maps.Keys(s.who.keys[key])) {
		s.enqueueLocked(store.JobIdentify, id, nil, true)
	}
}

// See notes how reports name people: see store.Identities.
func (s *Store) See(ctx context.Context, reports []string, jobs ...store.Job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range reports {
		r := s.docs[id]
		if r == nil || s.opt.Sightings == nil {
			continue
		}
		next := *r
		next.sightings = s.opt.Sightings(r.given)
		s.see(r, &next)
		s.docs[id] = &next
	}
	s.ackLocked(jobs)
	return nil
}

// Sightings returns how reports name people: see store.Identities.
func (s *Store) Sightings(ctx context.Context, ids []string, perID int) ([]store.Sighting, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []store.Sighting
	for _, id := range ids {
		var of []store.Sighting
		for report, r := range s.docs {
			for _, g := range r.sightings {
				if g.ID == id {
					of = append(of, store.Sighting{ID: id, Report: report, Day: r.at.Day(), Data: slices.Clone(g.Data)})
				}
			}
		}
		slices.SortFunc(of, func(a, b store.Sighting) int {
			return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Report, b.Report))
		})
		if perID > 0 && len(of) > 2*perID {
			of = slices.Delete(of, perID, len(of)-perID)
		}
		out = append(out, of...)
	}
	return out, ctx.Err()
}

// Sharing returns the ids that have one of the keys: see store.Identities.
func (s *Store) Sharing(ctx context.Context, keys []string, limit int) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	found := map[string]bool{}
	for _, k := range keys {
		if limit > 0 || !s.who.crowded[k] {
			maps.Copy(found, s.who.keys[k])
		}
	}
	out := slices.Sorted(maps.Keys(found))
	if limit > 0 {
		out = out[:min(len(out), limit)]
	}
	return out, ctx.Err()
}

// Likenesses returns what was found alike: see store.Identities.
func (s *Store) Likenesses(ctx context.Context, ids []string) ([]store.Alike, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []store.Alike
	for _, a := range s.who.alike {
		if slices.Contains(ids, a.A) || slices.Contains(ids, a.B) {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(a, b store.Alike) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	return out, ctx.Err()
}

// Identify writes one step of settling who is who: see store.Identities.
func (s *Store) Identify(ctx context.Context, ch store.IdentityChanges) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if ch.Fence.Lease != "" {
		if err := s.checkLocked(ch.Fence.Lease, ch.Fence.Epoch); err != nil {
			return err
		}
	}
	of := set(ch.Of)
	compared := set(ch.Compared)
	maps.DeleteFunc(s.who.alike, func(k [2]string, _ store.Alike) bool { return compared[k[0]] || compared[k[1]] })
	for _, a := range ch.Alike {
		s.who.alike[[2]string{a.A, a.B}] = a
	}
	s.propose(of, ch.Proposals)
	old := slices.DeleteFunc(s.who.holders.Rows(), func(h store.Holding) bool { return !of[h.ID] })
	s.hold(old, ch.Hold)
	s.ackLocked(ch.Jobs)
	return nil
}

// propose puts fresh proposals in the place of those that name one of the ids. What is
// proposed again keeps its number.
func (s *Store) propose(of map[string]bool, fresh []store.Proposal) {
	was := map[[3]string]int64{}
	s.who.proposals = slices.DeleteFunc(s.who.proposals, func(p store.Proposal) bool {
		if of[p.A] || of[p.B] {
			was[[3]string{p.Kind, p.A, p.B}] = p.Number
			return true
		}
		return false
	})
	for _, p := range fresh {
		if p.Number = was[[3]string{p.Kind, p.A, p.B}]; p.Number == 0 {
			s.who.proposed++
			p.Number = s.who.proposed
		}
		s.who.proposals = append(s.who.proposals, p)
	}
}

// hold changes which ids hold, and what hangs on them.
func (s *Store) hold(old, fresh []store.Holding) {
	before := s.who.holders
	after := before.With(old, fresh)
	s.who.holders = after
	for _, id := range slices.Sorted(maps.Keys(s.docs)) {
		r := s.docs[id]
		if !slices.ContainsFunc(r.sightings, func(g store.Sighting) bool { return before.Of(g.ID, id) != after.Of(g.ID, id) }) {
			continue
		}
		next := *r
		s.identify(&next, r.given)
		s.docs[id] = &next
		s.enqueueLocked(store.JobPlace, id, nil, true)
	}
}

// Holder returns the id that holds: see store.Identities.
func (s *Store) Holder(ctx context.Context, id string) (string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.who.holders.Of(id, ""), ctx.Err()
}

// Held returns what holds for an id: see store.Identities.
func (s *Store) Held(ctx context.Context, holder string) ([]store.Holding, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.DeleteFunc(s.who.holders.Rows(), func(h store.Holding) bool { return h.Holder != holder }), ctx.Err()
}

// Proposals returns what is to be decided: see store.Identities.
func (s *Store) Proposals(ctx context.Context) ([]store.Proposal, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := slices.Clone(s.who.proposals)
	index.SortProposals(out)
	return out, ctx.Err()
}

// Decisions returns what was decided: see store.Identities.
func (s *Store) Decisions(ctx context.Context) ([]store.Decision, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.who.decisions), ctx.Err()
}

// Decide remembers decisions: see store.Identities.
func (s *Store) Decide(ctx context.Context, together ...store.Decision) error {
	for _, d := range together {
		if err := cmp.Or(ctx.Err(), index.CheckDecision(d)); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	step := s.who.last + 1
	for _, d := range together {
		s.who.last++
		d.Number, d.Step, d.At = s.who.last, step, clock(s.opt.Now())
		d.Reports = slices.Clone(d.Reports)
		s.who.decisions = append(s.who.decisions, d)
	}
	s.askAgain(together)
	return nil
}

func (s *Store) askAgain(decisions []store.Decision) {
	for _, d := range decisions {
		for _, id := range []string{d.A, d.B} {
			if id != "" {
				s.enqueueLocked(store.JobIdentify, id, nil, true)
			}
		}
	}
}

// Undo forgets the latest decisions: see store.Identities.
func (s *Store) Undo(ctx context.Context) ([]store.Decision, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.who.decisions)
	if n == 0 {
		return nil, &news.Error{Code: news.NotFound, Message: "nothing was decided that could be undone"}
	}
	step := s.who.decisions[n-1].Step
	at := slices.IndexFunc(s.who.decisions, func(d store.Decision) bool { return d.Step == step })
	out := slices.Clone(s.who.decisions[at:])
	s.who.decisions = s.who.decisions[:at]
	s.askAgain(out)
	return out, nil
}

// holding puts the id that holds in the place of the one a filter asks for.
func (s *Store) holding(f store.Filter) store.Filter {
	f.Entity = s.who.holders.Of(f.Entity, "")
	return f
}
