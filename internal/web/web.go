// Package web serves the record as pages. It reads through the small interfaces
// below and never runs a stage. The pages are plain HTML that works without
// script; every piece of foreign text carries its language and direction. What the pages
// say themselves is in package locale.
package web

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"html/template"
	"io/fs"
	"iter"
	"log/slog"
	"net/http"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/web/locale"
)

//go:embed templates/*.html static/*
var files embed.FS

// Reader is the part of the store that pages need.
type Reader interface {
	store.Searcher
	Document(ctx context.Context, id string) (*news.Document, error)
	Revision(ctx context.Context, id string, n int) (*news.Document, error)
	// Story returns the story that an id means; it has another id where that one is no more.
	Story(ctx context.Context, id string) (*news.Story, error)
	StoryOf(ctx context.Context, report string) (*news.Story, error)
	Stories(ctx context.Context, f store.Filter) iter.Seq2[*news.Story, error]
	Entities(ctx context.Context, f store.Filter) iter.Seq2[*news.Entity, error]
	entityReader
	deskReader
	ListFeeds(ctx context.Context) ([]store.Feed, error)
	Stats(ctx context.Context) (store.Stats, error)
}

// Options are the parts of the program that pages ask for more than a store knows. Each may be nil: then the
// pages do without.
type Options struct {
	Meaning  Search   // finds by words and by meaning; without it reports are found by words
	Stories  Stories  // finds a story with all that its page shows; without it a page shows story and reports
	Outcomes Outcomes // looks for what became of commitments; without it nothing is said of that
	Entities Entities // what is known of people, organisations and places beside the store
	Coverage Coverage // counts reports by day
	Desk     Desk     // what may be changed from the pages
	Watches  Watches  // saved filters; without it there is no page of them
	Who      Who      // who asks; without it whoever asks sits at this machine

	// Seat says how whoever asks sits here; without it nobody logs in or out.
	Seat func(*http.Request) Seat
	// Written is a number that is another after each write to the record: without it no page is held for who asks next.
	Written func(ctx context.Context) (int64, error)
	// Base is the address of the pages as whoever asks has it.
	Base func(*http.Request) string
}

// Seat is how somebody sits before the pages.
type Seat struct {
	Name  string // who is logged in, "" where nobody is
	Login bool   // they are not, and could be
}

// server holds what the handlers share.
type server struct {
	st Reader
	Options
	log     *slog.Logger
	locales *locale.Set
	pages   map[*locale.Locale]*template.Template

	remembered voiceMemory
	sums       sourceMemory
	shelf      shelf
}

// New returns the pages over st.
func New(st Reader, o Options, log *slog.Logger) http.Handler {
	static, err := fs.Sub(files, "static")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	current := versions(static)
	s := &server{st: st, Options: o, log: log, locales: locale.New()}
	s.pages = sets(s.locales.All(), current)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.storyList)
	mux.HandleFunc("GET /stories/{id}", s.storyShow)
	mux.HandleFunc("GET /stories/{id}/commitments", s.outcomesShow)
	mux.HandleFunc("GET /reports/{id}", s.reportShow)
	mux.HandleFunc("GET /people", s.peopleList)
	mux.HandleFunc("GET /entities/{id}", s.entityShow)
	mux.HandleFunc("GET /entities/{id}/{part}", s.entityPart)
	mux.HandleFunc("GET /coverage", s.coverageShow)
	mux.HandleFunc("GET /search", s.searchShow)
	s.deskRoutes(mux)
	if s.Watches != nil {
		s.watchRoutes(mux)
	}
	mux.Handle("GET /static/", assets(static, current))
	mux.Handle("GET /favicon.ico", icon(static))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, http.StatusNotFound, func(l *locale.Locale) string { return l.T("error.page", r.URL.Path) })
	})
	return secure(s.inTurn(mux))
}

// secure lets a page load nothing but its own stylesheet and scripts: the texts on it come
// from strangers.
func secure(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "same-origin") // other hosts learn nothing, and forms say where they are from
		h.ServeHTTP(w, r)
	})
}

// render writes a page. What can fail was asked of the store before, so a failure
// here is a fault in a template, which must not leave half a page.
func (s *server) render(w http.ResponseWriter, r *http.Request, name string, page framed) {
	s.renderStatus(w, r, http.StatusOK, name, page)
}

func (s *server) renderStatus(w http.ResponseWriter, r *http.Request, status int, name string, page framed) {
	var out bytes.Buffer
	if err := s.pages[page.printer()].ExecuteTemplate(&out, name, page); err != nil {
		s.log.ErrorContext(r.Context(), "page cannot be written", "path", r.URL.Path, "error", err)
		http.Error(w, page.printer().T("error.ours"), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if _, err := w.Write(out.Bytes()); err != nil {
		s.log.DebugContext(r.Context(), "reader went away", "path", r.URL.Path, "error", err)
	}
}

// fail answers with the status of err's code. People see the message; the log
// has the rest.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	code := http.StatusInternalServerError
	switch news.CodeOf(err) {
	case news.Invalid:
		code = http.StatusBadRequest
	case news.NotFound:
		code = http.StatusNotFound
	case news.Conflict:
		code = http.StatusConflict
	default:
		s.log.ErrorContext(r.Context(), "request failed", "path", r.URL.Path, "error", err)
	}
	s.refuse(w, r, code, func(l *locale.Locale) string {
		if e, ok := errors.AsType[*news.Error](err); ok && code < 500 {
			return e.Message
		}
		return l.T("error.ours")
	})
}

// refuse answers that a page cannot be shown.
func (s *server) refuse(w http.ResponseWriter, r *http.Request, code int, message func(*locale.Locale) string) {
	f := s.frame(w, r, "", "")
	f.Title = f.L.T("error.title")
	s.renderStatus(w, r, code, "error.html", struct {
		frame
		Message string
	}{f, message(f.L)})
}
