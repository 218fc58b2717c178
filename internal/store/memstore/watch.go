package memstore

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// watches are the saved filters, and by watch and story what is to be sent for them.
type watches struct {
	kept       map[string]store.Watch
	deliveries map[string]map[string]store.Delivery
}

func newWatches() watches {
	return watches{map[string]store.Watch{}, map[string]map[string]store.Delivery{}}
}

// AddWatch adds a watch: see store.Watches.
func (s *Store) AddWatch(ctx context.Context, w store.Watch) error {
	if err := cmp.Or(ctx.Err(), index.CheckWatch(w)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.watch.kept[w.ID]; ok {
		return &news.Error{Code: news.Conflict, Message: "there is a watch " + w.ID}
	}
	w.Filter, w.Made, w.Looked, w.Queued.At = index.WatchFilter(w.Filter), kept(w.Made), kept(w.Looked), kept(w.Queued.At)
	s.watch.kept[w.ID] = w
	s.watch.deliveries[w.ID] = map[string]store.Delivery{}
	return nil
}

// RemoveWatch takes a watch away: see store.Watches.
func (s *Store) RemoveWatch(ctx context.Context, id string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.watch.kept[id]; !ok {
		return notFound("watch", id)
	}
	delete(s.watch.kept, id)
	delete(s.watch.deliveries, id)
	return nil
}

// PauseWatch says whether anything is sent: see store.Watches.
func (s *Store) PauseWatch(ctx context.Context, id string, paused bool) error {
	return s.changeWatch(ctx, id, func(w *store.Watch) { w.Paused = paused })
}

// SeeWatch notes what was looked at: see store.Watches.
func (s *Store) SeeWatch(ctx context.Context, id string, at time.Time) error {
	return s.changeWatch(ctx, id, func(w *store.Watch) {
		if at = kept(at); at.After(w.Looked) {
			w.Looked = at
		}
	})
}

func (s *Store) changeWatch(ctx context.Context, id string, change func(*store.Watch)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ok := s.watch.kept[id]
	if !ok {
		return notFound("watch", id)
	}
	change(&w)
	s.watch.kept[id] = w
	return nil
}

// Watch returns a watch: see store.Watches.
func (s *Store) Watch(ctx context.Context, id string) (store.Watch, error) {
	return found(ctx, s, "watch", id, id, s.watch.kept)
}

// Watches returns all watches: see store.Watches.
func (s *Store) Watches(ctx context.Context) ([]store.Watch, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.SortedFunc(maps.Values(s.watch.kept), func(a, b store.Watch) int {
		return cmp.Or(a.Made.Compare(b.Made), cmp.Compare(a.ID, b.ID))
	}), ctx.Err()
}

// QueueDeliveries notes what is to be sent: see store.Watches.
func (s *Store) QueueDeliveries(ctx context.Context, watch string, upTo store.Mark, in []store.Delivery) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	w, ok := s.watch.kept[watch]
	if !ok {
		return notFound("watch", watch)
	}
	upTo.At = kept(upTo.At)
	if orderMarks(upTo, w.Queued) <= 0 {
		return &news.Error{Code: news.Conflict, Message: "the changes for watch " + watch + " were gone through by somebody else"}
	}
	w.Queued = upTo
	s.watch.kept[watch] = w
	for _, d := range in {
		d.Watch, d.At, d.Next = watch, kept(d.At), kept(d.Next)
		if old, ok := s.watch.deliveries[watch][d.Story]; ok { // what was not sent as new is new still
			d.New = d.New || old.New
		}
		s.watch.deliveries[watch][d.Story] = d
	}
	return nil
}

// Deliveries returns what is to be sent: see store.Watches.
func (s *Store) Deliveries(ctx context.Context, watch string, limit int) ([]store.Delivery, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := slices.SortedFunc(maps.Values(s.watch.deliveries[watch]), func(a, b store.Delivery) int {
		if a.Next.IsZero() != b.Next.IsZero() {
			return b.Next.Compare(a.Next)
		}
		return cmp.Or(a.Next.Compare(b.Next), cmp.Compare(a.Story, b.Story))
	})
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out, ctx.Err()
}

// TriedDelivery keeps how a try ended: see store.Watches.
func (s *Store) TriedDelivery(ctx context.Context, d store.Delivery) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.watch.deliveries[d.Watch][d.Story]; ok && old.At.Equal(kept(d.At)) {
		old.Tries, old.Next, old.Error = d.Tries, kept(d.Next), d.Error
		s.watch.deliveries[d.Watch][d.Story] = old
	}
	return ctx.Err()
}

// SentDelivery forgets what was sent: see store.Watches.
func (s *Store) SentDelivery(ctx context.Context, d store.Delivery) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.watch.deliveries[d.Watch][d.Story]; ok && old.At.Equal(kept(d.At)) {
		delete(s.watch.deliveries[d.Watch], d.Story)
	}
	return ctx.Err()
}
