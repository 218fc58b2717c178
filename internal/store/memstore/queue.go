package memstore

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

type job struct {
	store.Job
	free   time.Time // when it may be leased (again)
	leased bool
}

type lease struct {
	holder string // "" when it was released
	epoch  int64
	until  time.Time
}

// Enqueue adds a job: see store.Queue.
func (s *Store) Enqueue(ctx context.Context, kind, key string, payload []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.enqueueLocked(kind, key, payload, false)
	return nil
}

// enqueueLocked adds a job unless it is there. With again set, one that somebody
// holds makes room for a new one, so that acknowledging it does not lose the new work.
func (s *Store) enqueueLocked(kind, key string, payload []byte, again bool) {
	at := slices.IndexFunc(s.jobs, func(j *job) bool { return j.Kind == kind && j.Key == key })
	if at >= 0 && (!again || !s.jobs[at].leased) {
		return
	}
	if at >= 0 {
		s.jobs = slices.Delete(s.jobs, at, at+1)
	}
	s.lastJob++
	s.jobs = append(s.jobs, &job{Job: store.Job{ID: s.lastJob, Kind: kind, Key: key, Payload: slices.Clone(payload)}})
}

// Lease takes waiting jobs: see store.Queue.
func (s *Store) Lease(ctx context.Context, kind string, n int, d time.Duration) ([]store.Job, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opt.Now()
	var out []store.Job
	for _, j := range s.jobs {
		if len(out) >= n {
			break
		}
		if j.Kind != kind || j.free.After(now) {
			continue
		}
		taken := j.Job
		taken.Payload = slices.Clone(j.Payload)
		out = append(out, taken)
		j.free, j.leased = now.Add(d), true
		j.Tries++
	}
	return out, nil
}

// Ack removes jobs: see store.Queue.
func (s *Store) Ack(ctx context.Context, jobs ...store.Job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ackLocked(jobs)
	return nil
}

func (s *Store) ackLocked(jobs []store.Job) {
	s.jobs = slices.DeleteFunc(s.jobs, func(j *job) bool {
		return slices.ContainsFunc(jobs, func(done store.Job) bool { return done.ID == j.ID })
	})
}

// Nack gives a job back: see store.Queue.
func (s *Store) Nack(ctx context.Context, done store.Job, wait time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.jobs {
		if j.ID == done.ID {
			j.free, j.leased = s.opt.Now().Add(wait), false
		}
	}
	return nil
}

// Waiting counts jobs: see store.Queue.
func (s *Store) Waiting(ctx context.Context, kind string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	n := 0
	for _, j := range s.jobs {
		if j.Kind == kind {
			n++
		}
	}
	return n, nil
}

// Acquire takes or renews a lease: see store.Leases.
func (s *Store) Acquire(ctx context.Context, name, holder string, d time.Duration) (int64, bool, error) {
	if err := ctx.Err(); err != nil {
		return 0, false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.opt.Now()
	l := s.leases[name]
	if l == nil {
		l = &lease{}
		s.leases[name] = l
	}
	held := l.holder != "" && l.until.After(now)
	if held && l.holder != holder {
		return l.epoch, false, nil
	}
	if !held {
		l.epoch++
	}
	l.holder, l.until = holder, now.Add(d)
	return l.epoch, true, nil
}

// Check is the fence: see store.Leases.
func (s *Store) Check(ctx context.Context, name string, epoch int64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.checkLocked(name, epoch)
}

func (s *Store) checkLocked(name string, epoch int64) error {
	if l := s.leases[name]; l == nil || l.holder == "" || l.epoch != epoch {
		return &news.Error{
			Code: news.Conflict, Message: "the lease on " + name + " has gone to somebody else",
			Hint: "drop the work prepared under it, and acquire it again",
		}
	}
	return nil
}

// Release gives a lease back: see store.Leases.
func (s *Store) Release(ctx context.Context, name, holder string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if l := s.leases[name]; l != nil && l.holder == holder {
		l.holder = ""
	}
	return nil
}

// PutFeed adds or updates a subscription: see store.Feeds.
func (s *Store) PutFeed(ctx context.Context, f store.Feed) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if f.URL == "" {
		return &news.Error{Code: news.Invalid, Message: "a subscription has no address"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f.NextPoll, f.LastSuccess = clock(f.NextPoll), clock(f.LastSuccess)
	s.feeds[f.URL] = f
	return nil
}

// clock keeps an instant as databases do: in UTC, to the millisecond.
func clock(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Millisecond)
}

// DeleteFeed removes a subscription: see store.Feeds.
func (s *Store) DeleteFeed(ctx context.Context, url string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.feeds[url]; !ok {
		return notFound("subscription", url)
	}
	delete(s.feeds, url)
	return nil
}

// ListFeeds returns all subscriptions: see store.Feeds.
func (s *Store) ListFeeds(ctx context.Context) ([]store.Feed, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.SortedFunc(maps.Values(s.feeds), func(a, b store.Feed) int { return cmp.Compare(a.URL, b.URL) }), nil
}
