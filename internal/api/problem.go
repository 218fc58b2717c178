package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Problem is an error as RFC 9457 has it, with what to do about it.
type Problem struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail,omitempty"`
	Hint     string `json:"hint,omitempty"`
	Instance string `json:"instance,omitempty"` // under which the log has the request
}

// kind is a sort of problem. docs/api.md has a heading for each, which its type leads to.
type kind struct {
	name, title string
	status      int
}

// The kinds of problems.
var (
	invalid          = kind{"invalid-parameter", "A parameter is wrong", http.StatusBadRequest}
	unknownParameter = kind{"unknown-parameter", "There is no such parameter", http.StatusBadRequest}
	badCursor        = kind{"bad-cursor", "The cursor is not one of this list", http.StatusBadRequest}
	invalidBody      = kind{"invalid-body", "What was sent is wrong", http.StatusBadRequest}
	forbidden        = kind{"forbidden", "Your role may not do this", http.StatusForbidden}
	notFound         = kind{"not-found", "There is no such thing", http.StatusNotFound}
	methodNotAllowed = kind{"method-not-allowed", "The method is not possible here", http.StatusMethodNotAllowed}
	conflict         = kind{"conflict", "Somebody else changed it", http.StatusConflict}
	listChanged      = kind{"list-changed", "The list has changed too much to go on", http.StatusGone}
	tooLarge         = kind{"too-large", "What was sent is too large", http.StatusRequestEntityTooLarge}
	notJSON          = kind{"not-json", "What was sent is no JSON", http.StatusUnsupportedMediaType}
	internalError    = kind{"internal", "Something went wrong on our side", http.StatusInternalServerError}
	tooMany          = kind{"too-many-streams", "Too many streams are open", http.StatusServiceUnavailable}
	tooLong          = kind{"took-too-long", "It took too long", http.StatusServiceUnavailable}
)

// problems lists all kinds, for the document and the test that holds docs/api.md to them.
var problems = []kind{
	invalid, unknownParameter, badCursor, invalidBody, forbidden, notFound, methodNotAllowed, conflict, listChanged, tooLarge, notJSON, internalError,
	tooMany, tooLong,
}

// problem is an error that knows how it is to be answered.
type problem struct {
	kind
	detail, hint string
}

func (p *problem) Error() string { return p.detail }

// typeBase is where the kinds of problems are explained.
const typeBase = "https://github.com/dragoman-news/dragoman/blob/main/docs/api.md#"

// json is what is answered to a request, by the id that it has in the log, "" for none.
func (p *problem) json(request string) Problem {
	out := Problem{Type: typeBase + p.name, Title: p.title, Status: p.status, Detail: p.detail, Hint: p.hint}
	if request != "" {
		out.Instance = "urn:dragoman:request:" + request
	}
	return out
}

// problemOf says how an error is answered. What has no code of ours is for the log alone.
func problemOf(err error) *problem {
	if p, ok := errors.AsType[*problem](err); ok {
		return p
	}
	e, ok := errors.AsType[*news.Error](err)
	if !ok {
		return &problem{kind: internalError}
	}
	switch e.Code {
	case news.Invalid:
		return &problem{invalid, e.Message, hintOf(e.Hint)}
	case news.NotFound:
		return &problem{notFound, e.Message, hintOf(e.Hint)}
	case news.Conflict:
		return &problem{conflict, e.Message, hintOf(e.Hint)}
	}
	return &problem{kind: internalError}
}

// hintOf turns a hint for the command line into one for an address; one that is a command is none.
func hintOf(hint string) string {
	if strings.HasPrefix(hint, "dragoman ") {
		return ""
	}
	if flag, ok := strings.CutPrefix(hint, "--"); ok {
		return strings.Replace(flag, " ", "=", 1)
	}
	return hint
}

// fail answers with a problem.
func (s *server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if errors.Is(err, context.Canceled) && r.Context().Err() != nil {
		return // whoever asked is gone
	}
	p := problemOf(err)
	if p.status == http.StatusInternalServerError {
		s.Log.ErrorContext(r.Context(), "request failed", "path", r.URL.Path, "error", err)
	}
	head := w.Header()
	body, err := json.Marshal(p.json(head.Get("X-Request-Id"))) // whoever stands before the API gives each request one
	if err != nil {                                             // strings and a number are always JSON
		s.Log.ErrorContext(r.Context(), "problem not written", "error", err)
	}
	head.Del("ETag")
	head.Del("Link")
	head.Set("Content-Type", "application/problem+json")
	head.Set("Cache-Control", "no-store")
	if p.kind == tooMany {
		head.Set("Retry-After", "30")
	}
	w.WriteHeader(p.status)
	_, _ = w.Write(append(body, '\n')) // a reader who went away needs no answer
}
