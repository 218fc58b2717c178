package web

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/web/locale"
)

// Watches are saved filters, and what they match.
type Watches interface {
	Watches(ctx context.Context) ([]store.Watch, error)
	Watch(ctx context.Context, id string) (store.Watch, error)
	// NewWatch keeps a watch of that name, filter and owner, under an id that it gives.
	NewWatch(ctx context.Context, w store.Watch) (store.Watch, error)
	SeeWatch(ctx context.Context, id string, at time.Time) error
	PauseWatch(ctx context.Context, id string, paused bool) error
	RemoveWatch(ctx context.Context, id string) error
	Deliveries(ctx context.Context, id string, limit int) ([]store.Delivery, error)
	// News returns what changed since the watch was looked at, and at most limit of the latest.
	News(ctx context.Context, w store.Watch, limit int) (WatchNews, error)
	// Matching returns at most limit stories, the newest, and whether there may be more.
	Matching(ctx context.Context, w store.Watch, limit int) ([]*news.Story, bool, error)
	// Digest gives to tell, watch by watch, at most limit stories that tell of a day, and whether there may be more; a day that is none is news.Invalid.
	Digest(ctx context.Context, day string, limit int, tell func(w store.Watch, stories []*news.Story, more bool) error) error
	// Feed writes the newest as a feed: "rss", "atom" or "json". base is the address of the pages.
	Feed(ctx context.Context, w store.Watch, kind, base string, out io.Writer) (mediaType string, err error)
}

// WatchNews is what changed of what a watch matches.
type WatchNews struct {
	Changes []store.Change // the latest of them, the latest first
	Count   int            // of all
	More    bool           // there are more than were counted
	Until   time.Time      // looked up to here
}

// Who says who asks for a page, "" for nobody by name, and whether they may change things.
type Who func(*http.Request) (name string, edits bool)

// watchRoutes are the pages on watches.
func (s *server) watchRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /watches", s.watchList)
	mux.HandleFunc("POST /watches", s.watchAdd)
	mux.HandleFunc("GET /watches/{id}", s.watchShow)
	mux.HandleFunc("GET /watches/{id}/{file}", s.watchFeed)
	mux.HandleFunc("POST /watches/{id}/{act}", s.watchAct)
	mux.HandleFunc("GET /digest", s.digestShow)
}

// who says who asks; where nobody tells, they sit at this machine.
func (s *server) who(r *http.Request) (name string, edits bool) {
	if s.Who == nil {
		return "", true
	}
	return s.Who(r)
}

// field is a value of a form that is not shown.
type field struct{ Name, Value string }

// watchKeys lists the filters that a watch can have. The country of a source is not among them: it is found by looking at
// reports, not by the store.
var watchKeys = []string{"since", "until", "lang", "source", "country", "place", "entity", "type", "status"}

// saveable are the filters of an address as a watch would have them; none where they are not all a watch's.
func (s *server) saveable(r *http.Request) []field {
	if _, edits := s.who(r); s.Watches == nil || !edits {
		return nil
	}
	q := r.URL.Query()
	if strings.TrimSpace(q.Get("from")) != "" {
		return nil
	}
	var out []field
	for _, key := range watchKeys {
		if v := strings.TrimSpace(q.Get(key)); v != "" {
			out = append(out, field{key, v})
		}
	}
	return out
}

// watchOf reads a watch from a form.
func watchOf(form url.Values, l *locale.Locale) store.Watch {
	countryCodes(l, form)
	value := func(key string) string { return strings.TrimSpace(form.Get(key)) }
	return store.Watch{Name: value("name"), Words: value("words"), Filter: store.Filter{
		Since: value("since"), Until: value("until"), Lang: news.Lang(strings.ToLower(value("lang"))), Source: value("source"),
		Country: strings.ToUpper(value("country")), Place: value("place"), Entity: value("entity"),
		Type: news.EventType(strings.ToUpper(value("type"))), Status: news.Status(strings.ToLower(value("status"))),
	}}
}

// watchFilters are the filters of a watch in the reader's language.
func watchFilters(l *locale.Locale, w store.Watch) []active {
	f := w.Filter
	values := map[string]string{
		"since": f.Since, "until": f.Until, "lang": string(f.Lang), "source": f.Source, "country": f.Country, "place": f.Place,
		"entity": f.Entity, "type": string(f.Type), "status": string(f.Status),
	}
	var out []active
	if w.Words != "" {
		out = append(out, active{Key: l.T("watch.words"), Value: w.Words})
	}
	for _, key := range watchKeys {
		if v := values[key]; v != "" {
			out = append(out, active{Key: l.T("filter." + key), Value: shownFilter(l, key, v)})
		}
	}
	return out
}

// storiesPath is the list of stories with the filters of a watch, as far as it has them.
func storiesPath(w store.Watch) string {
	f := w.Filter
	q := url.Values{}
	for key, v := range map[string]string{
		"since": f.Since, "until": f.Until, "lang": string(f.Lang), "source": f.Source, "country": f.Country, "place": f.Place,
		"entity": f.Entity, "type": string(f.Type), "status": string(f.Status),
	} {
		if v != "" {
			q.Set(key, v)
		}
	}
	if len(q) == 0 {
		return "/"
	}
	return "/?" + q.Encode()
}

func watchPath(id string) string { return "/watches/" + url.PathEscape(id) }
