// Package api serves the record to programs: /api/v1, with its OpenAPI document at /api/v1/openapi.json. The shapes are
// those of package export. It reads through the small interfaces below, runs no stage and keeps nothing; who may ask,
// and how often, is for whoever mounts it.
//
// There is one table of routes, in routes.go: the handlers, the parameters that are read and the document are all
// made of it, so that none of them can say what another does not.
package api

import (
	"context"
	"iter"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Prefix is where the handler expects to be mounted, without a slash at its end.
const Prefix = "/api/v1"

// Reader is the part of the store that is asked.
type Reader interface {
	store.Searcher
	store.Counter
	store.Changes
	store.Texts
	Document(ctx context.Context, id string) (*news.Document, error)
	Revision(ctx context.Context, id string, n int) (*news.Document, error)
	Documents(ctx context.Context, f store.Filter) iter.Seq2[*news.Document, error]
	Stories(ctx context.Context, f store.Filter) iter.Seq2[*news.Story, error]
	Entries(ctx context.Context, f store.Filter) iter.Seq2[*news.Entry, error]
	Entities(ctx context.Context, f store.Filter) iter.Seq2[*news.Entity, error]
	StoryDecisions(ctx context.Context) ([]store.StoryDecision, error)
	ListFeeds(ctx context.Context) ([]store.Feed, error)
}

// Desk works out what is not kept, but made of what is kept when somebody asks.
type Desk interface {
	// Search finds by words and by what they mean.
	Search(ctx context.Context, q store.Query) (*Answer, error)
	// Like finds by meaning alone.
	Like(ctx context.Context, text string, q store.LikeQuery) (*store.Likeness, error)
	// Story returns the story that an id means, or meant at an instant unless that is zero.
	Story(ctx context.Context, id string, at time.Time) (*export.StoryPage, error)
	// Entity returns all that is known of who has, or had, just this id.
	Entity(ctx context.Context, id string) (*export.Person, error)
	// Coverage counts reports by day.
	Coverage(ctx context.Context, f store.Filter) (*news.Coverage, error)
	// Visits returns those that match, latest first.
	Visits(ctx context.Context, f store.Filter) ([]news.Visit, error)
	// Commitments yields those that match. After in f is an id, and one that is not there is news.Invalid.
	Commitments(ctx context.Context, f store.Filter, q CommitmentQuery) iter.Seq2[*export.Commitment, error]
}

// Answer is what a search found.
type Answer struct {
	Words   *store.Result
	Near    []store.Hit // reports without the words that mean the same, nearest first
	LeftOut int         // reports whose meaning could not be compared
}

// CommitmentQuery is what commitments are asked for beside a filter.
type CommitmentQuery struct {
	Kind news.CommitmentKind
	Open bool // of which no later story tells anything
	Due  bool // with a date by which they are due, the earliest first
}

// Options set an API up. Desk must be given; all else has a default.
type Options struct {
	Desk    Desk
	Version string           // of the program, for the document
	Types   []news.EventType // of the user's own rules, beside PLOVER's
	Now     func() time.Time
	Log     *slog.Logger
	Stop    <-chan struct{} // streams of changes end when it is closed
	Poll    time.Duration   // how often streams look for changes: two seconds
	Streams int             // how many there may be at once: 64
}

// server is what the handlers share.
type server struct {
	Options
	st       Reader
	streams  atomic.Int64
	document []byte // OpenAPI
}

// New returns the API over st, for paths that begin with Prefix.
func New(st Reader, opts Options) http.Handler {
	s := &server{Options: opts, st: st}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	if s.Poll <= 0 {
		s.Poll = 2 * time.Second
	}
	if s.Streams <= 0 {
		s.Streams = 64
	}
	table := routes()
	s.document = openAPI(table, opts.Version)
	mux := http.NewServeMux()
	for _, rt := range table {
		mux.HandleFunc(Prefix+rt.path, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, rt) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, &problem{kind: notFound, detail: "there is nothing at " + r.URL.Path, hint: "GET " + Prefix + "/openapi.json lists what there is"})
	})
	return guarded(mux)
}

// guarded lets no answer be taken for a page: the texts in it come from strangers.
func guarded(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'")
		head.Set("Referrer-Policy", "no-referrer")
		h.ServeHTTP(w, r)
	})
}

// serve reads the parameters of a route and answers.
func (s *server) serve(w http.ResponseWriter, r *http.Request, rt *route) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		s.wrongMethod(w, r)
		return
	}
	q, err := s.read(r, rt)
	if err == nil {
		err = rt.handle(s, w, q)
	}
	if err != nil {
		s.fail(w, r, err)
	}
}

const allowed = "GET, HEAD, OPTIONS"

func (s *server) wrongMethod(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", allowed)
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	s.fail(w, r, &problem{kind: methodNotAllowed, detail: r.Method + " is not possible here", hint: "this can only be read: GET, or HEAD"})
}
