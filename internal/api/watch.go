package api

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/filter"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Watches are saved filters, and what they match.
type Watches interface {
	Watches(ctx context.Context) ([]store.Watch, error)
	Watch(ctx context.Context, id string) (store.Watch, error)
	// NewWatch keeps a watch of that name, filter and owner, under an id that it gives, with a secret where it has a webhook.
	NewWatch(ctx context.Context, w store.Watch) (store.Watch, error)
	SeeWatch(ctx context.Context, id string, at time.Time) error
	PauseWatch(ctx context.Context, id string, paused bool) error
	RemoveWatch(ctx context.Context, id string) error
	Deliveries(ctx context.Context, id string, limit int) ([]store.Delivery, error)
	// Fresh returns what changed since the watch was looked at, and at most limit of the latest.
	Fresh(ctx context.Context, w store.Watch, limit int) (Fresh, error)
	// Matching returns at most limit stories, the newest, and whether there may be more.
	Matching(ctx context.Context, w store.Watch, limit int) ([]*news.Story, bool, error)
	// OnDay does so of those that tell of a day, an ISO date.
	OnDay(ctx context.Context, w store.Watch, day string, limit int) ([]*news.Story, bool, error)
	// Digest gives to tell, watch by watch, what OnDay answers; a day that is none is news.Invalid.
	Digest(ctx context.Context, day string, limit int, tell func(w store.Watch, stories []*news.Story, more bool) error) error
}

// Fresh is what changed of what a watch matches.
type Fresh struct {
	Changes []store.Change // the latest of them, the latest first
	Count   int            // of all
	More    bool           // there are more than were counted
	Until   time.Time      // looked up to here
}

// NewWatch is what a watch is made of.
type NewWatch struct {
	Name    string             `json:"name"`
	Words   string             `json:"words,omitempty"`
	Filter  export.WatchFilter `json:"filter,omitzero"`
	Webhook string             `json:"webhook,omitempty"` // the address that is told of every change
}

// Look says up to when changes were looked at.
type Look struct {
	Until string `json:"until"`
}

// WatchNews is dragoman.watch_news/1: what is new to a watch since somebody looked.
type WatchNews struct {
	Schema string   `json:"schema"`
	Watch  string   `json:"watch"`
	Count  int      `json:"count"`
	More   bool     `json:"more"`  // there are more than were counted
	Until  string   `json:"until"` // looked up to here: for /seen
	Items  []Change `json:"items"` // the latest of them, the latest first
}

// WatchStories is dragoman.watch_stories/1: the newest stories that a watch matches.
type WatchStories struct {
	Schema string         `json:"schema"`
	Watch  string         `json:"watch"`
	More   bool           `json:"more"` // there may be more
	Items  []export.Story `json:"items"`
}

// The schema names of WatchNews and WatchStories.
const (
	WatchNewsSchema    = "dragoman.watch_news/1"
	WatchStoriesSchema = "dragoman.watch_stories/1"
)

// watchRoutes are those of saved filters.
func watchRoutes() []*route {
	id := pathID("Id of a watch.")
	limit := param{name: "limit", typ: "integer", least: 1, example: "50", about: "Stories, 50 unless it is said, 200 at most."}
	act := func(name, operation, about string, handle func(*server, http.ResponseWriter, *request) error) *route {
		return &route{
			path: "/watches/{id}/" + name, method: http.MethodPost, id: operation, handle: handle, params: []param{id}, about: about, answer: typeOf[export.Watch](),
		}
	}
	seen := act("seen", "seeWatch", "Note that the changes up to a moment were looked at; it never goes back.", watchSeen)
	seen.body = typeOf[Look]()
	return []*route{
		{
			path: "/watches", id: "listWatches", handle: watchList, params: []param{pLimit, pCursor},
			about:  "Saved filters of stories, the oldest first, each with how much is new to it since somebody looked.",
			answer: typeOf[List[export.Watch]](), line: typeOf[export.Watch](),
		},
		{
			path: "/watches", method: http.MethodPost, id: "addWatch", handle: watchAdd, body: typeOf[NewWatch](), status: http.StatusCreated,
			about:  "Save a filter of stories. The secret that messages to its webhook are signed with is in this answer and in no other.",
			answer: typeOf[export.Watch](),
		},
		{
			path: "/watches/{id}", id: "getWatch", handle: watchShow, params: []param{id},
			about: "One watch, with how much is new to it and how it goes with its webhook.", answer: typeOf[export.Watch](),
		},
		{
			path: "/watches/{id}", method: http.MethodDelete, id: "removeWatch", handle: watchRemove, params: []param{id}, status: http.StatusNoContent,
			about: "Take a watch away, with what was to be sent for it.",
		},
		{
			path: "/watches/{id}/new", id: "getWatchNews", handle: watchNews, params: []param{id, limit},
			about: "What is new to a watch since somebody looked, the latest first.", answer: typeOf[WatchNews](),
		},
		{
			path: "/watches/{id}/stories", id: "listWatchStories", handle: watchStories,
			params: []param{id, {name: "day", typ: "string", example: "2020-03-08", about: "Only those that tell of this day."}, limit},
			about:  "The newest stories that a watch matches, new to it or not.", answer: typeOf[WatchStories](),
		},
		digestRoute(),
		seen,
		act("pause", "pauseWatch", "Send nothing for a watch until it is resumed.", watchPause),
		act("resume", "resumeWatch", "Let the webhook of a watch go on: what changed meanwhile is sent.", watchResume),
	}
}

// counted renders a watch with how much is new to it.
func (s *server) counted(ctx context.Context, w store.Watch) (export.Watch, error) {
	out := export.NewWatch(w)
	fresh, err := s.Watches.Fresh(ctx, w, 0)
	out.New, out.More = &fresh.Count, fresh.More
	return out, err
}

// inFull is a watch with how it goes with its webhook, too.
func (s *server) inFull(ctx context.Context, id string) (export.Watch, error) {
	w, err := s.Watches.Watch(ctx, id)
	if err != nil {
		return export.Watch{}, err
	}
	out, err := s.counted(ctx, w)
	if err != nil || w.Webhook == "" {
		return out, err
	}
	left, err := s.Watches.Deliveries(ctx, id, 0)
	for _, d := range left {
		if !d.Next.IsZero() {
			out.Waiting++
		}
		if d.Error != "" {
			out.Failed = d.Error
		}
	}
	return out, err
}

func watchList(s *server, w http.ResponseWriter, q *request) error {
	all, err := s.Watches.Watches(q.Context())
	if err != nil {
		return err
	}
	key := func(w store.Watch) string { return export.Clock(w.Made) + " " + w.ID }
	return atHand(s, w, q, all, key, func(w store.Watch) (export.Watch, error) { return s.counted(q.Context(), w) })
}

func watchShow(s *server, w http.ResponseWriter, q *request) error {
	out, err := s.inFull(q.Context(), q.PathValue("id"))
	if err != nil {
		return err
	}
	return s.write(w, q, out)
}

const (
	mostName    = 200
	mostAddress = 2000
)

func watchAdd(s *server, w http.ResponseWriter, q *request) error {
	asked, err := body[NewWatch](w, q)
	if err != nil {
		return err
	}
	made, err := s.watchOf(asked)
	if err != nil {
		return err
	}
	made.Owner = q.who
	if made, err = s.Watches.NewWatch(q.Context(), made); err != nil {
		return err
	}
	out := export.NewWatch(made)
	out.Secret = made.Secret
	w.Header().Set("Location", Prefix+"/watches/"+url.PathEscape(made.ID))
	return tell(w, http.StatusCreated, out)
}

// watchOf is the watch that somebody describes.
func (s *server) watchOf(a NewWatch) (store.Watch, error) {
	a.Name, a.Webhook = strings.TrimSpace(a.Name), strings.TrimSpace(a.Webhook)
	if a.Name == "" {
		return store.Watch{}, &problem{invalidBody, "name is missing", `{"name": "Iraq", "filter": {"country": "IRQ"}}`}
	}
	f := a.Filter
	for _, field := range []struct {
		name, value string
		most        int
	}{
		{"name", a.Name, mostName},
		{"words", a.Words, maxValue},
		{"webhook", a.Webhook, mostAddress},
		{"entity", f.Entity, maxValue},
		{"place", f.Place, maxValue},
		{"source", f.Source, maxValue},
		{"lang", f.Lang, maxValue},
	} {
		if err := bounded(field.name, field.value, field.most); err != nil {
			return store.Watch{}, err
		}
	}
	parsed, err := filter.Parse(filter.Words{
		Since: f.Since, Until: f.Until, Lang: f.Lang, Country: f.Country, Entity: f.Entity, Place: f.Place, Source: f.Source, Type: f.Type, Status: f.Status,
	}, filter.Options{Now: s.Now(), Types: s.Types, Say: func(name string) string { return name + " " }})
	return store.Watch{Name: a.Name, Words: strings.TrimSpace(a.Words), Webhook: a.Webhook, Filter: parsed}, err
}

func watchRemove(s *server, w http.ResponseWriter, q *request) error {
	if err := s.Watches.RemoveWatch(q.Context(), q.PathValue("id")); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func watchNews(s *server, w http.ResponseWriter, q *request) error {
	watch, limit, render, err := s.watched(q)
	if err != nil {
		return err
	}
	fresh, err := s.Watches.Fresh(q.Context(), watch, limit)
	if err != nil {
		return err
	}
	out := WatchNews{
		Schema: WatchNewsSchema, Watch: watch.ID, Count: fresh.Count, More: fresh.More, Until: export.Clock(fresh.Until), Items: []Change{},
	}
	for _, ch := range fresh.Changes {
		item, err := s.change(ch, render)
		if err != nil {
			return err
		}
		out.Items = append(out.Items, item)
	}
	return s.write(w, q, out)
}

func watchStories(s *server, w http.ResponseWriter, q *request) error {
	watch, limit, render, err := s.watched(q)
	if err != nil {
		return err
	}
	var stories []*news.Story
	out := WatchStories{Schema: WatchStoriesSchema, Watch: watch.ID, Items: []export.Story{}}
	if day := q.get("day"); day == "" {
		stories, out.More, err = s.Watches.Matching(q.Context(), watch, limit)
	} else if _, wrong := time.Parse(time.DateOnly, day); wrong != nil {
		return &problem{invalid, "day=" + short(day) + " is no day", "day=2020-03-08"}
	} else {
		stories, out.More, err = s.Watches.OnDay(q.Context(), watch, day, limit)
	}
	if err != nil {
		return err
	}
	for _, story := range stories {
		item, err := render(story)
		if err != nil {
			return err
		}
		out.Items = append(out.Items, item)
	}
	return s.write(w, q, out)
}

// watched is the watch of a request, how many of its stories are wanted, and what shows them.
func (s *server) watched(q *request) (watch store.Watch, limit int, render func(*news.Story) (export.Story, error), err error) {
	if limit, err = q.upTo(defaultLimit); err != nil {
		return watch, 0, nil, err
	}
	if watch, err = s.Watches.Watch(q.Context(), q.PathValue("id")); err != nil {
		return watch, 0, nil, err
	}
	render, err = s.stories(q.Context())
	return watch, limit, render, err
}

func watchSeen(s *server, w http.ResponseWriter, q *request) error {
	look, err := body[Look](w, q)
	if err != nil {
		return err
	}
	at, ok := filter.Instant(look.Until, time.UTC)
	if !ok || at.Year() < 1 || at.Year() > 9999 {
		return &problem{invalidBody, "until is no moment", "take it as it is from until of /new"}
	}
	if now := s.Now(); at.After(now) { // what is to come was not looked at
		at = now
	}
	return s.changed(w, q, s.Watches.SeeWatch(q.Context(), q.PathValue("id"), at))
}

func watchPause(s *server, w http.ResponseWriter, q *request) error {
	return s.changed(w, q, s.Watches.PauseWatch(q.Context(), q.PathValue("id"), true))
}

func watchResume(s *server, w http.ResponseWriter, q *request) error {
	return s.changed(w, q, s.Watches.PauseWatch(q.Context(), q.PathValue("id"), false))
}

// changed answers with the watch as it is now.
func (s *server) changed(w http.ResponseWriter, q *request, err error) error {
	if err != nil {
		return err
	}
	out, err := s.inFull(q.Context(), q.PathValue("id"))
	if err != nil {
		return err
	}
	return tell(w, http.StatusOK, out)
}
