package watch

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Poster sends a request to an address of strangers, in bounded time, never into the network that the program is in, and
// follows no redirect. It answers the status and headers that came back.
type Poster interface {
	Post(ctx context.Context, address string, header http.Header, body []byte) (int, http.Header, error)
}

// Store is the part of the store that sending needs.
type Store interface {
	Reader
	store.Watches
	store.Leases
	StoryAt(ctx context.Context, id string, at time.Time) (*news.Story, error)
}

// Sender tells webhooks of what changed. One Sender at a time works on a store, whoever else has it open.
type Sender struct {
	Store Store
	Web   Poster
	Base  string // address of the pages, for links back to them; "" where it is not known
	Log   *slog.Logger
	Now   func() time.Time // nil: time.Now

	holder string
	held   map[string]hold // by watch
}

// hold keeps a server that does not answer from being asked for every story that waits.
type hold struct {
	until  time.Time
	failed int // in a row
}

const (
	leaseName = "watches"
	leaseTime = 5 * time.Minute
	every     = 10 * time.Second
	perPage   = 200 // changes that are gone through at a time
	perRound  = 10  // messages for one watch in a round, so that one does not keep the others waiting
	oldest    = 7 * 24 * time.Hour
)

// Run sends until ctx ends.
func (s *Sender) Run(ctx context.Context) error {
	defer s.release(ctx)
	for {
		if err := s.Round(ctx); err != nil && ctx.Err() == nil {
			s.Log.ErrorContext(ctx, "webhooks cannot be told", "error", err)
		}
		timer := time.NewTimer(every)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

func (s *Sender) release(ctx context.Context) {
	if s.holder == "" {
		return
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if err := s.Store.Release(stop, leaseName, s.holder); err != nil {
		s.Log.DebugContext(ctx, "lease not given back", "error", err)
	}
}

// Round queues what changed and sends what is due. A watch that fails does not stop the others.
func (s *Sender) Round(ctx context.Context) error {
	if s.holder == "" {
		s.holder, s.held = hex.EncodeToString(random(8)), map[string]hold{}
	}
	watches, err := s.Store.Watches(ctx)
	if err != nil {
		return err
	}
	var failed []error
	for _, w := range watches {
		if w.Webhook == "" || w.Paused {
			continue
		}
		if _, ok, err := s.Store.Acquire(ctx, leaseName, s.holder, leaseTime); err != nil || !ok { // renewed for each: a slow server takes its time
			return errors.Join(append(failed, err)...)
		}
		if err := s.queue(ctx, w); err != nil {
			failed = append(failed, fmt.Errorf("watch %s: %w", w.ID, err))
		}
		if err := s.send(ctx, w); err != nil {
			failed = append(failed, fmt.Errorf("watch %s: %w", w.ID, err))
		}
	}
	return errors.Join(failed...)
}

func (s *Sender) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return time.Now()
}

// queue notes which stories are to be sent, and how far it has gone through the changes, together.
func (s *Sender) queue(ctx context.Context, w store.Watch) error {
	now := s.now()
	until := now.Add(-lag)
	match := matcher(w.Words)
	f := w.Filter
	f.Limit = perPage
	for mark := w.Queued; !mark.At.After(until); {
		next, n := after(until), 0
		var out []store.Delivery
		for ch, err := range s.Store.Changed(ctx, mark, until, f) {
			if err != nil {
				return err
			}
			if n++; n == perPage {
				next = ch.Mark
			}
			if ch.Story == nil {
				continue
			}
			ok, err := match(ctx, s.Store, ch.Story)
			if err != nil {
				return err
			}
			if ok {
				out = append(out, store.Delivery{Story: ch.ID, At: ch.At, New: ch.New, Next: now})
			}
		}
		if err := s.Store.QueueDeliveries(ctx, w.ID, next, out); err != nil {
			return err
		}
		mark = next
	}
	return nil
}

// send tries what is due, until the server of the webhook does not answer.
func (s *Sender) send(ctx context.Context, w store.Watch) error {
	if s.held[w.ID].until.After(s.now()) {
		return nil
	}
	due, err := s.Store.Deliveries(ctx, w.ID, perRound)
	if err != nil {
		return err
	}
	for _, d := range due {
		if d.Next.IsZero() || d.Next.After(s.now()) {
			return nil // they are in the order of their turn
		}
		down, err := s.deliver(ctx, w, d)
		if err != nil || down {
			return err
		}
	}
	return nil
}

// deliver tries to send one version of a story, and keeps how that ended.
func (s *Sender) deliver(ctx context.Context, w store.Watch, d store.Delivery) (down bool, err error) {
	story, err := s.Store.StoryAt(ctx, d.Story, d.At)
	if news.CodeOf(err) == news.NotFound {
		return false, s.Store.SentDelivery(ctx, d) // it is no more, and there is nothing to tell
	}
	if err != nil {
		return false, err
	}
	body, err := newEvent(w, d, story, s.Base)
	if err != nil {
		return false, err
	}
	head, err := header(w, d, body, s.now())
	if err != nil {
		return false, err
	}
	status, answer, err := s.Web.Post(ctx, w.Webhook, head, body)
	if ctx.Err() != nil {
		return true, ctx.Err() // we stop: that is no failure of theirs, and it is tried again
	}
	if err == nil && status >= 200 && status < 300 {
		delete(s.held, w.ID)
		return false, s.Store.SentDelivery(ctx, d)
	}
	return s.failed(ctx, w, d, outcome{status, answer, err})
}

// outcome is how a try ended that failed.
type outcome struct {
	status int
	header http.Header
	err    error
}

// down reports whether the next message would fail likewise, rather than this one being at fault.
func (o outcome) down() bool {
	return o.err != nil || o.status >= 500 || o.status == http.StatusTooManyRequests || o.status == http.StatusRequestTimeout ||
		o.status < 400 || o.status == http.StatusNotFound || o.status == http.StatusUnauthorized || o.status == http.StatusForbidden || o.status == http.StatusGone
}

const maxError = 300

// words says what went wrong.
func (o outcome) words() string {
	if o.err == nil {
		return fmt.Sprintf("answered %d %s", o.status, http.StatusText(o.status))
	}
	msg := o.err.Error()
	if e, ok := errors.AsType[*news.Error](o.err); ok { // without the address, which may hold a secret
		msg = e.Message
	}
	return strings.ToValidUTF8(text.Clip(msg, maxError), "\ufffd")
}

// failed keeps a try that failed. After the last one the message is given up; a server that says that nothing is
// there any more pauses the watch.
func (s *Sender) failed(ctx context.Context, w store.Watch, d store.Delivery, o outcome) (bool, error) {
	now := s.now()
	d.Error, d.Next = o.words(), time.Time{}
	if d.Tries < len(pauses) && now.Sub(d.At) < oldest {
		d.Next = now.Add(max(pauses[d.Tries], o.asked(now)))
	}
	d.Tries++
	s.Log.WarnContext(ctx, "webhook not told", "watch", w.ID, "story", d.Story, "tries", d.Tries, "again", d.Next, "error", d.Error)
	err := s.Store.TriedDelivery(ctx, d)
	if o.err == nil && o.status == http.StatusGone {
		err = errors.Join(err, s.Store.PauseWatch(ctx, w.ID, true))
	}
	if !o.down() {
		return false, err
	}
	h := s.held[w.ID]
	h.until = now.Add(max(pauses[min(h.failed, len(pauses)-1)], o.asked(now)))
	h.failed++
	s.held[w.ID] = h
	return true, err
}

// asked is how long the server asks to be left alone.
func (o outcome) asked(now time.Time) time.Duration {
	after := o.header.Get("Retry-After")
	if n, err := strconv.Atoi(after); err == nil {
		return min(max(time.Duration(min(n, int(longest/time.Second)))*time.Second, 0), longest)
	}
	if at, err := http.ParseTime(after); err == nil {
		return min(max(at.Sub(now), 0), longest)
	}
	return 0
}
