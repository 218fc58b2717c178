package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// watchFilter1 is the filter of a watch at rest. Fields may be added.
type watchFilter1 struct {
	Words   string         `json:"words,omitempty"`
	Since   string         `json:"since,omitempty"`
	Until   string         `json:"until,omitempty"`
	Lang    news.Lang      `json:"lang,omitempty"`
	Source  string         `json:"source,omitempty"`
	Country string         `json:"country,omitempty"`
	Entity  string         `json:"entity,omitempty"`
	Place   string         `json:"place,omitempty"`
	Type    news.EventType `json:"type,omitempty"`
	Status  news.Status    `json:"status,omitempty"`
}

// AddWatch adds a watch: see store.Watches.
func (s *Store) AddWatch(ctx context.Context, w store.Watch) error {
	if err := index.CheckWatch(w); err != nil {
		return err
	}
	f := w.Filter
	filter, err := json.Marshal(watchFilter1{w.Words, f.Since, f.Until, f.Lang, f.Source, f.Country, f.Entity, f.Place, f.Type, f.Status})
	if err != nil {
		return err
	}
	return s.do(ctx, func(t *tx) error {
		n, err := t.exec(`INSERT INTO watch (id, name, filter, owner, made, looked, paused, webhook, secret, queued_at, queued_id)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			w.ID, w.Name, string(filter), w.Owner, w.Made.UnixMilli(), w.Looked.UnixMilli(), w.Paused, w.Webhook, w.Secret,
			w.Queued.At.UnixMilli(), w.Queued.ID)
		if err == nil && n == 0 {
			return &news.Error{Code: news.Conflict, Message: "there is a watch " + w.ID}
		}
		return err
	})
}

// RemoveWatch takes a watch away: see store.Watches.
func (s *Store) RemoveWatch(ctx context.Context, id string) error {
	return s.do(ctx, func(t *tx) error {
		if err := t.changeWatch(id, `DELETE FROM watch WHERE id = ?`, id); err != nil {
			return err
		}
		_, err := t.exec(`DELETE FROM watch_delivery WHERE watch = ?`, id)
		return err
	})
}

// PauseWatch says whether anything is sent: see store.Watches.
func (s *Store) PauseWatch(ctx context.Context, id string, paused bool) error {
	return s.do(ctx, func(t *tx) error { return t.changeWatch(id, `UPDATE watch SET paused = ? WHERE id = ?`, paused, id) })
}

// SeeWatch notes what was looked at: see store.Watches.
func (s *Store) SeeWatch(ctx context.Context, id string, at time.Time) error {
	return s.do(ctx, func(t *tx) error {
		return t.changeWatch(id, `UPDATE watch SET looked = max(looked, ?) WHERE id = ?`, at.UnixMilli(), id)
	})
}

// changeWatch runs a statement that changes the row of a watch that must be there.
func (t *tx) changeWatch(id, statement string, args ...any) error {
	n, err := t.exec(statement, args...)
	if err == nil && n == 0 {
		return notFound("watch", id)
	}
	return err
}

const selectWatches = `SELECT id, name, filter, owner, made, looked, paused, webhook, secret, queued_at, queued_id FROM watch`

func scanWatch(scan scanFunc) (store.Watch, error) {
	var w store.Watch
	var filter string
	var made, looked, queued int64
	if err := scan(&w.ID, &w.Name, &filter, &w.Owner, &made, &looked, &w.Paused, &w.Webhook, &w.Secret, &queued, &w.Queued.ID); err != nil {
		return w, err
	}
	w.Made, w.Looked, w.Queued.At = instant(made), instant(looked), instant(queued)
	var f watchFilter1
	if err := json.Unmarshal([]byte(filter), &f); err != nil {
		return w, fmt.Errorf("filter of watch %s: %w", w.ID, err)
	}
	w.Words = f.Words
	w.Filter = store.Filter{
		Since: f.Since, Until: f.Until, Lang: f.Lang, Source: f.Source, Country: f.Country, Entity: f.Entity, Place: f.Place, Type: f.Type, Status: f.Status,
	}
	return w, nil
}

// Watch returns a watch: see store.Watches.
func (s *Store) Watch(ctx context.Context, id string) (store.Watch, error) {
	return only(ctx, s, "watch", id, selectWatches+` WHERE id = ?`, scanWatch)
}

// Watches returns all watches: see store.Watches.
func (s *Store) Watches(ctx context.Context) ([]store.Watch, error) {
	return query(ctx, s, selectWatches+` ORDER BY made, id`, nil, scanWatch)
}

// QueueDeliveries notes what is to be sent: see store.Watches.
func (s *Store) QueueDeliveries(ctx context.Context, watch string, upTo store.Mark, in []store.Delivery) error {
	return s.do(ctx, func(t *tx) error {
		if err := t.markWatch(watch, upTo); err != nil {
			return err
		}
		for _, d := range in {
			_, err := t.exec(`INSERT INTO watch_delivery (watch, story, at, new, tries, next, error) VALUES (?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET at = excluded.at, new = max(new, excluded.new), tries = excluded.tries, next = excluded.next, error = excluded.error`,
				watch, d.Story, d.At.UnixMilli(), d.New, d.Tries, clock(d.Next), d.Error)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// markWatch moves the mark of a watch on.
func (t *tx) markWatch(watch string, upTo store.Mark) error {
	var n int
	if _, err := t.get(`SELECT count(*) FROM watch WHERE id = ?`, []any{watch}, &n); err != nil {
		return err
	}
	if n == 0 {
		return notFound("watch", watch)
	}
	at := upTo.At.UnixMilli()
	moved, err := t.exec(`UPDATE watch SET queued_at = ?, queued_id = ? WHERE id = ? AND (queued_at, queued_id) < (?, ?)`, at, upTo.ID, watch, at, upTo.ID)
	if err == nil && moved == 0 {
		return &news.Error{Code: news.Conflict, Message: "the changes for watch " + watch + " were gone through by somebody else"}
	}
	return err
}

// Deliveries returns what is to be sent: see store.Watches.
func (s *Store) Deliveries(ctx context.Context, watch string, limit int) ([]store.Delivery, error) {
	if limit <= 0 {
		limit = -1
	}
	return query(ctx, s, `SELECT watch, story, at, new, tries, next, error FROM watch_delivery WHERE watch = ?
		ORDER BY next IS NULL, next, story LIMIT ?`, []any{watch, limit}, func(scan scanFunc) (store.Delivery, error) {
		var d store.Delivery
		var at int64
		var next sql.NullInt64
		err := scan(&d.Watch, &d.Story, &at, &d.New, &d.Tries, &next, &d.Error)
		d.At, d.Next = instant(at), fromClock(next)
		return d, err
	})
}

// TriedDelivery keeps how a try ended: see store.Watches.
func (s *Store) TriedDelivery(ctx context.Context, d store.Delivery) error {
	return s.change(ctx, `UPDATE watch_delivery SET tries = ?, next = ?, error = ? WHERE watch = ? AND story = ? AND at = ?`,
		d.Tries, clock(d.Next), d.Error, d.Watch, d.Story, d.At.UnixMilli())
}

// SentDelivery forgets what was sent: see store.Watches.
func (s *Store) SentDelivery(ctx context.Context, d store.Delivery) error {
	return s.change(ctx, `DELETE FROM watch_delivery WHERE watch = ? AND story = ? AND at = ?`, d.Watch, d.Story, d.At.UnixMilli())
}
