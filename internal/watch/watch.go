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
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Reader is the part of the store that has the stories.
type Reader interface {
	store.Changes
	Stories(ctx context.Context, f store.Filter) iter.Seq2[*news.Story, error]
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

// Changes that are gone through to tell what is new.
const (
	mostCounted = 300
	mostTallied = 100 // where only their number is asked for
)

// Fresh returns what changed since the watch was looked at, and the latest of it, at most limit. With a limit of 0, as in a list of
// watches, it counts less far.
func (d *Desk) Fresh(ctx context.Context, w store.Watch, limit int) (Fresh, error) {
	out := Fresh{Until: d.now().Add(-lag)}
	match := matcher(w.Words)
	looked, most := 0, mostCounted
	if limit == 0 {
		most = mostTallied
	}
	for ch, err := range d.Reader.Changed(ctx, after(w.Looked), out.Until, w.Filter) {
		if err != nil {
			return out, err
		}
		if ch.Story == nil {
			continue
		}
		if looked++; looked > most {
			out.More = true
			break
		}
		ok, err := match(ctx, d.Reader, ch.Story)
		if err != nil {
			return out, err
		}
		if ok {
			out.Count++
			out.Changes = append(out.Changes, ch)
		}
	}
	out.Changes = out.Changes[max(0, len(out.Changes)-limit):]
	slices.Reverse(out.Changes)
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
