// Package watch is for saved filters of stories: which stories one matches, which of them changed since somebody looked, what
// happened on a day, and telling a webhook of every change. Where watches and stories are kept is package store's matter, how
// they are shown that of the pages and commands, and how a request leaves the machine that of a Poster.
package watch

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Reader is the part of the store that has the stories.
type Reader interface {
	store.Changes
	Stories(ctx context.Context, f store.Filter) iter.Seq2[*news.Story, error]
	Story(ctx context.Context, id string) (*news.Story, error)
	Document(ctx context.Context, id string) (*news.Document, error)
}

// Keeper is where watches are kept.
type Keeper interface{ store.Watches }

// Desk answers what people ask of watches.
type Desk struct {
	Keeper
	Reader Reader
	Now    func() time.Time // nil: time.Now
}

// lag is how far behind the clock changes are read: a step that is under way may write with a time a moment back.
const lag = time.Second

// mostLooked is how many stories a list looks at for words, which the store does not find stories by.
const mostLooked = 300

func (d *Desk) now() time.Time {
	if d.Now != nil {
		return d.Now()
	}
	return time.Now()
}

// NewWatch makes a watch of a name and a filter, and keeps it. What changed before is not new to it. A webhook gets a
// secret.
func (d *Desk) NewWatch(ctx context.Context, w store.Watch) (store.Watch, error) {
	w.ID = "w" + hex.EncodeToString(random(8))
	w.Made = time.UnixMilli(d.now().UnixMilli()).UTC()
	w.Looked, w.Queued = w.Made, store.Mark{At: w.Made}
	if w.Webhook != "" {
		w.Secret = newSecret()
	}
	return w, d.AddWatch(ctx, w)
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // it never fails
	return b
}

// Fresh is what changed of what a watch matches since somebody looked.
type Fresh struct {
	Changes []store.Change // the latest of them, the latest first
	Count   int            // of all
	More    bool           // there are more than were counted
	Until   time.Time      // looked up to here
}

// mostCounted is how many changes are gone through to tell what is new.
const mostCounted = 300

// Fresh returns what changed since the watch was looked at, and the latest of it, at most limit. Only these are read, unless words are asked
// for, which the store does not find stories by.
func (d *Desk) Fresh(ctx context.Context, w store.Watch, limit int) (Fresh, error) {
	out := Fresh{Until: d.now().Add(-lag)}
	match, words := matcher(w.Words), strings.TrimSpace(w.Words) != ""
	looked := 0
	for t, err := range d.Reader.Touched(ctx, after(w.Looked), out.Until, w.Filter) {
		if err != nil {
			return out, err
		}
		if t.Gone {
			continue
		}
		if looked++; looked > mostCounted {
			out.More = true
			break
		}
		ch := store.Change{Mark: t.Mark, New: t.New}
		if words {
			if ch.Story, err = d.Reader.Story(ctx, t.ID); news.CodeOf(err) == news.NotFound { // given up a moment ago
				continue
			}
			ok := false
			if err == nil {
				ok, err = match(ctx, d.Reader, ch.Story)
			}
			if err != nil {
				return out, err
			}
			if !ok {
				continue
			}
		}
		out.Count++
		out.Changes = append(out.Changes, ch)
	}
	latest := out.Changes[max(0, len(out.Changes)-limit):]
	out.Changes = nil
	for _, ch := range slices.Backward(latest) {
		if ch.Story == nil {
			var err error
			if ch.Story, err = d.Reader.Story(ctx, ch.ID); news.CodeOf(err) == news.NotFound {
				out.Count--
				continue
			} else if err != nil {
				return out, err
			}
		}
		out.Changes = append(out.Changes, ch)
	}
	return out, nil
}

// after is the mark behind all changes at an instant.
func after(t time.Time) store.Mark { return store.Mark{At: t.Add(time.Millisecond)} }

// Matching returns the newest stories that a watch matches, at most limit, and whether there may be more.
func (d *Desk) Matching(ctx context.Context, w store.Watch, limit int) ([]*news.Story, bool, error) {
	return d.list(ctx, w.Words, w.Filter, limit)
}

// OnDay returns the stories that a watch matches and that tell of a day, an ISO date; at most limit, and whether there may be more.
func (d *Desk) OnDay(ctx context.Context, w store.Watch, day string, limit int) ([]*news.Story, bool, error) {
	f := w.Filter
	if f.Since != "" && day < f.Since || f.Until != "" && day > f.Until {
		return nil, false, nil
	}
	f.Since, f.Until = day, day
	return d.list(ctx, w.Words, f, limit)
}

// Digest tells of a day, an ISO date, by watch: each is given the stories that it matches and that tell of the day, whenever they came; at most
// limit of them, and whether there may be more. A day that is none is news.Invalid.
func (d *Desk) Digest(ctx context.Context, day string, limit int, tell func(w store.Watch, stories []*news.Story, more bool) error) error {
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return &news.Error{Code: news.Invalid, Message: day + " is no day", Hint: "--day 2020-03-08"}
	}
	watches, err := d.Watches(ctx)
	if err != nil {
		return err
	}
	for _, w := range watches {
		stories, more, err := d.OnDay(ctx, w, day, limit)
		if err == nil {
			err = tell(w, stories, more)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) list(ctx context.Context, words string, f store.Filter, limit int) (out []*news.Story, more bool, err error) {
	match := matcher(words)
	looked := 0
	for s, err := range d.Reader.Stories(ctx, f) {
		if err != nil {
			return nil, false, err
		}
		if looked++; len(out) == limit || looked > mostLooked {
			return out, true, nil
		}
		ok, err := match(ctx, d.Reader, s)
		if err != nil {
			return nil, false, err
		}
		if ok {
			out = append(out, s)
		}
	}
	return out, false, nil
}
