// Package web serves the record as pages. It reads through the small interface
// below and never runs a stage. The pages are plain HTML that works without
// script; every piece of foreign text carries its language and direction.
package web

import (
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
)

//go:embed templates/*.html static/*
var files embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"dir": direction, "day": day, "when": when, "title": storyTitle, "titleLang": storyLang, "join": join, "status": status, "spaced": spaced, "count": count,
	"change": change, "otherwise": otherwise,
}).ParseFS(files, "templates/*.html"))

// Reader is the part of the store that pages need.
type Reader interface {
	store.Searcher
	Document(ctx context.Context, id string) (*news.Document, error)
	// Story returns the story that an id means; it has another id where that one is no more.
	Story(ctx context.Context, id string) (*news.Story, error)
	StoryOf(ctx context.Context, report string) (*news.Story, error)
	Stories(ctx context.Context, f store.Filter) iter.Seq2[*news.Story, error]
	Entities(ctx context.Context, f store.Filter) iter.Seq2[*news.Entity, error]
	ListFeeds(ctx context.Context) ([]store.Feed, error)
	Stats(ctx context.Context) (store.Stats, error)
}

// server holds what the handlers share.
type server struct {
	st      Reader
	meaning Search
	log     *slog.Logger
}

// New returns the pages over st. The search page asks meaning, where there is one, and
// else st, by words.
func New(st Reader, meaning Search, log *slog.Logger) http.Handler {
	s := &server{st, meaning, log}
	static, err := fs.Sub(files, "static")
	if err != nil {
		panic(err) // the folder is embedded above
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.storyList)
	mux.HandleFunc("GET /stories/{id}", s.storyShow)
	mux.HandleFunc("GET /reports/{id}", s.reportShow)
	mux.HandleFunc("GET /people", s.peopleList)
	mux.HandleFunc("GET /search", s.searchShow)
	mux.HandleFunc("GET /feeds", s.feedList)
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(static)))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, &news.Error{Code: news.NotFound, Message: "there is no page " + r.URL.Path})
	})
	return secure(mux)
}

// secure lets a page load nothing but its own stylesheet: the texts on it come
// from strangers.
func secure(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head := w.Header()
		head.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "no-referrer")
		h.ServeHTTP(w, r)
	})
}

// render writes a page. What can fail was asked of the store before, so a failure
// here is a reader who went away.
func (s *server) render(w http.ResponseWriter, r *http.Request, name string, data any) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := pages.ExecuteTemplate(w, name, data); err != nil {
		s.log.WarnContext(r.Context(), "page cut short", "path", r.URL.Path, "error", err)
	}
}

// fail answers with the status of err's code. People see the message; the log
// has the rest.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	code, message := http.StatusInternalServerError, "something went wrong on our side"
	switch news.CodeOf(err) {
	case news.Invalid:
		code = http.StatusBadRequest
	case news.NotFound:
		code = http.StatusNotFound
	default:
		s.log.ErrorContext(r.Context(), "request failed", "path", r.URL.Path, "error", err)
	}
	if e, ok := errors.AsType[*news.Error](err); ok && code < 500 {
		message = e.Message
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(code)
	s.render(w, r, "error.html", message)
}
