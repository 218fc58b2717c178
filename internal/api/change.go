package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Change is dragoman.change/1: that a story is new, other than it was, or no more.
type Change struct {
	Schema string        `json:"schema"`
	Kind   string        `json:"kind"` // new, changed or gone
	At     string        `json:"at"`
	ID     string        `json:"id"`    // of the story
	Story  *export.Story `json:"story"` // as it is now; null where it is gone: its id leads to what holds its reports
}

// ChangeSchema is the schema name of Change.
const ChangeSchema = "dragoman.change/1"

// ChangeList is a page of changes. Next is there always: on the last page it leads to what is still to come.
type ChangeList struct {
	Schema string   `json:"schema"`
	Items  []Change `json:"items"`
	More   bool     `json:"more"` // there are more already
	Next   string   `json:"next"`
}

// ChangesSchema is the schema name of ChangeList.
const ChangesSchema = "dragoman.changes/1"

// lag is how far changes are read behind the clock: see store.Changes.
const lag = time.Second

// beginning is the mark before all changes: the epoch, before which no store was written.
var beginning = store.Mark{At: time.UnixMilli(0).UTC(), ID: "-"}

func (s *server) change(ch store.Change, render func(*news.Story) (export.Story, error)) (Change, error) {
	out := Change{Schema: ChangeSchema, Kind: "gone", At: export.Clock(ch.At), ID: ch.ID}
	if ch.Story == nil {
		return out, nil
	}
	out.Kind = "changed"
	if ch.New {
		out.Kind = "new"
	}
	story, err := render(ch.Story)
	out.Story = &story
	return out, err
}

func changeList(s *server, w http.ResponseWriter, q *request) error {
	f, err := s.filter(q)
	if err != nil {
		return err
	}
	mark, err := s.since(q)
	if err != nil {
		return err
	}
	limit, err := q.limit(q.lines())
	if err != nil {
		return err
	}
	render, err := s.stories(q.Context())
	if err != nil {
		return err
	}
	until := s.Now().Add(-lag)
	if q.lines() {
		f.Limit = limit
		return stream(s, w, q, s.st.Changed(q.Context(), mark, until, f), func(ch store.Change) (any, error) { return s.change(ch, render) })
	}
	f.Limit = limit + 1
	out := ChangeList{Schema: ChangesSchema, Items: []Change{}}
	for ch, err := range s.st.Changed(q.Context(), mark, until, f) {
		if err != nil {
			return err
		}
		if len(out.Items) == limit {
			out.More = true
			break
		}
		item, err := s.change(ch, render)
		if err != nil {
			return err
		}
		out.Items, mark = append(out.Items, item), ch.Mark
	}
	out.Next = q.next(markCursor(mark))
	w.Header().Set("Link", "<"+out.Next+`>; rel="next"`)
	return s.write(w, q, out)
}

// since is the mark that a request goes on after: its cursor, or else the moment that it names.
func (s *server) since(q *request) (store.Mark, error) {
	c, err := q.cursor()
	if err != nil || c.ID != "" {
		return c.mark(), err
	}
	at, err := q.instant("from")
	if err != nil || at.IsZero() {
		return beginning, err
	}
	return store.Mark{At: at}, nil
}

// heartbeat is how often a stream that has nothing to tell says that it is there still.
const heartbeat = 15 * time.Second

// mostAtOnce is how many changes a stream reads at a time.
const mostAtOnce = 100

// changeStream tells of changes as they come: server-sent events, named as the kinds of changes are.
func changeStream(s *server, w http.ResponseWriter, q *request) error {
	f, err := s.filter(q)
	if err != nil {
		return err
	}
	mark, err := s.resume(q)
	if err != nil {
		return err
	}
	if s.streams.Add(1) > int64(s.Streams) {
		s.streams.Add(-1)
		return &problem{tooMany, fmt.Sprintf("%d streams are open, and there may be no more", s.Streams), "GET " + Prefix + "/stories/changes tells the same, page by page"}
	}
	defer s.streams.Add(-1)
	head := w.Header()
	head.Set("Content-Type", eventsType)
	head.Set("Cache-Control", "no-store")
	head.Set("X-Accel-Buffering", "no") // a proxy that gathers answers would hold events back
	w.WriteHeader(http.StatusOK)
	if q.Method == http.MethodHead {
		return nil
	}
	e := &events{s: s, w: w, q: q, mark: mark}
	f.Limit = mostAtOnce
	if err := e.run(f); err != nil && q.Context().Err() == nil && !errors.Is(err, errGone) {
		s.Log.ErrorContext(q.Context(), "stream cut short", "path", q.URL.Path, "error", err)
	}
	return nil
}

// resume is the mark that a stream goes on after: that of the last event which the reader has, else the moment that it
// names, else now.
func (s *server) resume(q *request) (store.Mark, error) {
	if id := q.Header.Get("Last-Event-ID"); id != "" {
		c, ok := decodeCursor(id)
		if !ok {
			return store.Mark{}, &problem{badCursor, "the Last-Event-ID cannot be read", "take it as it is from the id of an event"}
		}
		return c.mark(), nil
	}
	if q.get("cursor") == "" && q.get("from") == "" {
		return store.Mark{At: s.Now().Add(-lag)}, nil
	}
	return s.since(q)
}

// events is one stream of changes.
type events struct {
	s    *server
	w    http.ResponseWriter
	q    *request
	mark store.Mark
}

// run tells of changes until the reader goes, the program stops, or something fails.
func (e *events) run(f store.Filter) error {
	ctx := e.q.Context()
	if err := e.send("retry: 3000\n: changes of stories\n\n"); err != nil {
		return err
	}
	poll, beat := time.NewTicker(e.s.Poll), time.NewTicker(heartbeat)
	defer poll.Stop()
	defer beat.Stop()
	for {
		more, err := e.tell(ctx, f)
		if err != nil {
			return err
		}
		if more {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-e.s.Stop:
			return nil
		case <-beat.C:
			if err := e.send(": still here\n\n"); err != nil {
				return err
			}
		case <-poll.C:
		}
	}
}

// tell sends what changed since the last event. More says that it was not all.
func (e *events) tell(ctx context.Context, f store.Filter) (more bool, err error) {
	n := 0
	var render func(*news.Story) (export.Story, error)
	for ch, err := range e.s.st.Changed(ctx, e.mark, e.s.Now().Add(-lag), f) {
		if err != nil {
			return false, err
		}
		if render == nil {
			if render, err = e.s.stories(ctx); err != nil {
				return false, err
			}
		}
		out, err := e.s.change(ch, render)
		if err != nil {
			return false, err
		}
		if err := e.event(ch.Mark, out); err != nil {
			return false, err
		}
		e.mark = ch.Mark
		n++
	}
	return n == mostAtOnce, nil
}

// event sends one change. Its data is one line, as JSON is.
func (e *events) event(m store.Mark, ch Change) error {
	var data lineBuffer
	if err := encodeJSON(&data, ch); err != nil {
		return err
	}
	return e.send("id: " + e.q.encode(markCursor(m)) + "\nevent: " + ch.Kind + "\ndata: " + string(data) + "\n")
}

// lineBuffer gathers a line with its end.
type lineBuffer []byte

func (b *lineBuffer) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}

// send writes a piece of the stream, and lets a reader who does not take it go.
func (e *events) send(piece string) error {
	control := http.NewResponseController(e.w)
	if err := control.SetWriteDeadline(time.Now().Add(patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return errGone
	}
	if _, err := e.w.Write([]byte(piece)); err != nil {
		return errGone
	}
	if err := control.Flush(); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return errGone
	}
	return nil
}
