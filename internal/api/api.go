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
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/export/format"
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

// Who says who asks, "" for nobody by name, and whether they may change things.
type Who func(*http.Request) (name string, edits bool)

// Options set an API up. Desk must be given; all else has a default.
type Options struct {
	Desk    Desk
	Watches Watches // saved filters; without it there are no paths of them
	Exports Exports // the formats of files; without any there are no paths of them
	// Verdicts decide what became of commitments; without them there are no paths of that.
	Verdicts Verdicts
	Who      Who // who asks; without it whoever asks sits at this machine
	// Base is the address of the pages as whoever asks has it, for links in files; without it files have none.
	Base    func(*http.Request) string
	Version string           // of the program, for the document
	Types   []news.EventType // of the user's own rules, beside PLOVER's
	Now     func() time.Time
	Log     *slog.Logger
	Stop    <-chan struct{} // streams of changes end when it is closed
	Poll    time.Duration   // how often streams look for changes: two seconds
	Streams int             // how many there may be at once: 64
}

// Exports are the formats that files are written in, and what is written.
type Exports struct {
	Formats []format.Format
	// Source is what is kept, or what others coded: the import of a name, "all" for every one. Notes say what holds of passing it on.
	Source func(ctx context.Context, imported string) (src format.Source, notes []string, err error)
	AtOnce int           // how many files may be written at once: four
	Within time.Duration // how long one may take: an hour
}

// server is what the handlers share.
type server struct {
	Options
	st       Reader
	streams  atomic.Int64
	files    atomic.Int64
	document []byte // OpenAPI
}

// New returns the API over st, for paths that begin with Prefix.
func New(st Reader, opts Options) http.Handler {
	s := &server{Options: opts.orDefault(), st: st}
	table := routes(s.Options)
	s.document = openAPI(table, opts.Version)
	mux := http.NewServeMux()
	for path, at := range byPath(table) {
		mux.HandleFunc(Prefix+path, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, at) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, &problem{kind: notFound, detail: "there is nothing at " + r.URL.Path, hint: "GET " + Prefix + "/openapi.json lists what there is"})
	})
	return guarded(mux)
}

func (o Options) orDefault() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Poll <= 0 {
		o.Poll = 2 * time.Second
	}
	if o.Streams <= 0 {
		o.Streams = 64
	}
	if o.Exports.AtOnce <= 0 {
		o.Exports.AtOnce = 4
	}
	if o.Exports.Within <= 0 {
		o.Exports.Within = time.Hour
	}
	return o
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

// serve reads the parameters of a route and answers. at are the routes of a path, one for each method.
func (s *server) serve(w http.ResponseWriter, r *http.Request, at []*route) {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	i := slices.IndexFunc(at, func(rt *route) bool { return rt.verb() == method })
	if i < 0 {
		s.wrongMethod(w, r, at)
		return
	}
	if err := s.answer(w, r, at[i]); err != nil {
		s.fail(w, r, err)
	}
}

func (s *server) answer(w http.ResponseWriter, r *http.Request, rt *route) error {
	who, edits := "", true
	if s.Who != nil {
		who, edits = s.Who(r)
	}
	if rt.verb() != http.MethodGet && !edits {
		return &problem{forbidden, "this changes something, and your role may only read", "ask whoever runs this server: dragoman users role"}
	}
	q, err := s.read(r, rt)
	if err != nil {
		return err
	}
	q.who = who
	return rt.handle(s, w, q)
}

func (s *server) wrongMethod(w http.ResponseWriter, r *http.Request, at []*route) {
	var allowed []string
	for _, rt := range at {
		if allowed = append(allowed, rt.verb()); rt.verb() == http.MethodGet {
			allowed = append(allowed, http.MethodHead)
		}
	}
	hint := "possible are " + strings.Join(allowed, ", ")
	w.Header().Set("Allow", strings.Join(append(allowed, http.MethodOptions), ", "))
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	s.fail(w, r, &problem{kind: methodNotAllowed, detail: r.Method + " is not possible here", hint: hint})
}
