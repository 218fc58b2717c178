package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Enqueue adds a job: see store.Queue.
func (s *Store) Enqueue(ctx context.Context, kind, key string, payload []byte) error {
	return s.do(ctx, func(t *tx) error { return t.enqueue(kind, key, payload) })
}

func (t *tx) enqueue(kind, key string, payload []byte) error {
	_, err := t.exec(`INSERT INTO job (kind, key, payload) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`, kind, key, payload)
	return err
}

// enqueueAgain puts a new job in the place of one that somebody holds, so that
// acknowledging that does not lose the new work.
func (t *tx) enqueueAgain(kind, key string) error {
	if _, err := t.exec(`DELETE FROM job WHERE kind = ? AND key = ? AND leased = 1`, kind, key); err != nil {
		return err
	}
	return t.enqueue(kind, key, nil)
}

// Lease takes waiting jobs: see store.Queue.
func (s *Store) Lease(ctx context.Context, kind string, n int, d time.Duration) ([]store.Job, error) {
	var out []store.Job
	err := s.do(ctx, func(t *tx) error {
		now := s.opt.Now()
		var err error
		if out, err = t.waiting(kind, n, now); err != nil {
			return err
		}
		for _, j := range out {
			if _, err := t.exec(`UPDATE job SET free = ?, leased = 1, tries = tries + 1 WHERE id = ?`, now.Add(d).UnixMilli(), j.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

const selectWaiting = `SELECT id, key, payload, tries FROM job INDEXED BY job_order WHERE kind = ? AND free <= ? ORDER BY id LIMIT ?`

func (t *tx) waiting(kind string, n int, now time.Time) ([]store.Job, error) {
	st, err := t.stmt(selectWaiting) //nolint:sqlclosecheck // it is kept until the store is closed
	if err != nil {
		return nil, err
	}
	rows, err := st.QueryContext(t.ctx, kind, now.UnixMilli(), max(n, 0))
	if err != nil {
		return nil, err
	}
	return collect(rows, func(scan scanFunc) (store.Job, error) {
		j := store.Job{Kind: kind}
		return j, scan(&j.ID, &j.Key, &j.Payload, &j.Tries)
	})
}

// Ack removes jobs: see store.Queue.
func (s *Store) Ack(ctx context.Context, jobs ...store.Job) error {
	return s.do(ctx, func(t *tx) error { return t.ack(jobs) })
}

func (t *tx) ack(jobs []store.Job) error {
	for _, j := range jobs {
		if _, err := t.exec(`DELETE FROM job WHERE id = ?`, j.ID); err != nil {
			return err
		}
	}
	return nil
}

// Nack gives a job back: see store.Queue.
func (s *Store) Nack(ctx context.Context, job store.Job, wait time.Duration) error {
	return s.do(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE job SET free = ?, leased = 0 WHERE id = ?`, s.opt.Now().Add(wait).UnixMilli(), job.ID)
		return err
	})
}

// Waiting counts jobs: see store.Queue.
func (s *Store) Waiting(ctx context.Context, kind string) (int, error) {
	var n int
	_, err := s.get(ctx, `SELECT count(*) FROM job WHERE kind = ?`, []any{kind}, &n)
	return n, err
}

// Acquire takes or renews a lease: see store.Leases.
func (s *Store) Acquire(ctx context.Context, name, holder string, d time.Duration) (epoch int64, ok bool, err error) {
	err = s.do(ctx, func(t *tx) error {
		now := s.opt.Now()
		var who string
		var until int64
		if _, err := t.get(`SELECT holder, epoch, until FROM lease WHERE name = ?`, []any{name}, &who, &epoch, &until); err != nil {
			return err
		}
		held := who != "" && until > now.UnixMilli()
		if held && who != holder {
			return nil
		}
		if !held {
			epoch++
		}
		ok = true
		_, err := t.exec(`INSERT OR REPLACE INTO lease (name, holder, epoch, until) VALUES (?, ?, ?, ?)`, name, holder, epoch, now.Add(d).UnixMilli())
		return err
	})
	if err != nil {
		return 0, false, err
	}
	return epoch, ok, nil
}

// Check is the fence: see store.Leases.
func (s *Store) Check(ctx context.Context, name string, epoch int64) error {
	var n int
	if _, err := s.get(ctx, currentLease, []any{name, epoch}, &n); err != nil {
		return err
	}
	return fenced(n, name)
}

const currentLease = `SELECT count(*) FROM lease WHERE name = ? AND epoch = ? AND holder <> ''`

func fenced(current int, name string) error {
	if current == 1 {
		return nil
	}
	return &news.Error{
		Code: news.Conflict, Message: "the lease on " + name + " has gone to somebody else",
		Hint: "drop the work prepared under it, and acquire it again",
	}
}

// Release gives a lease back: see store.Leases.
func (s *Store) Release(ctx context.Context, name, holder string) error {
	return s.do(ctx, func(t *tx) error {
		_, err := t.exec(`UPDATE lease SET holder = '' WHERE name = ? AND holder = ?`, name, holder)
		return err
	})
}

// PutFeed adds or updates a subscription: see store.Feeds.
func (s *Store) PutFeed(ctx context.Context, f store.Feed) error {
	if f.URL == "" {
		return &news.Error{Code: news.Invalid, Message: "a subscription has no address"}
	}
	return s.do(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT OR REPLACE INTO feed (url, title, kind, paused, etag, last_modified, next_poll, last_success,
			last_error, failures, reports) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			f.URL, f.Title, f.Kind, f.Paused, f.ETag, f.LastModified, clock(f.NextPoll), clock(f.LastSuccess), f.LastError, f.Failures, f.Reports)
		return err
	})
}

// DeleteFeed removes a subscription: see store.Feeds.
func (s *Store) DeleteFeed(ctx context.Context, url string) error {
	return s.do(ctx, func(t *tx) error {
		n, err := t.exec(`DELETE FROM feed WHERE url = ?`, url)
		if err == nil && n == 0 {
			return notFound("subscription", url)
		}
		return err
	})
}

// ListFeeds returns all subscriptions: see store.Feeds.
func (s *Store) ListFeeds(ctx context.Context) ([]store.Feed, error) {
	return query(ctx, s, `SELECT url, title, kind, paused, etag, last_modified, next_poll, last_success, last_error, failures, reports
		FROM feed ORDER BY url`, nil, func(scan scanFunc) (store.Feed, error) {
		var f store.Feed
		var next, last sql.NullInt64
		err := scan(&f.URL, &f.Title, &f.Kind, &f.Paused, &f.ETag, &f.LastModified, &next, &last, &f.LastError, &f.Failures, &f.Reports)
		f.NextPoll, f.LastSuccess = fromClock(next), fromClock(last)
		return f, err
	})
}

// clock keeps an instant as unix milliseconds, none as NULL.
func clock(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: !t.IsZero()}
}

func fromClock(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return time.UnixMilli(ms.Int64).UTC()
}
