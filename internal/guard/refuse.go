package guard

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// problem is an error as programs read it, RFC 9457.
type problem struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail"`
	Hint     string `json:"hint,omitempty"`
	Instance string `json:"instance,omitempty"`
}

// Refuse answers with an error: to programs as a problem document, to people in words.
func Refuse(w http.ResponseWriter, r *http.Request, status int, detail, hint string) {
	id := Of(r).ID
	for _, name := range []string{"ETag", "Content-Encoding", "Content-Length"} { // of an answer that was begun
		w.Header().Del(name)
	}
	w.Header().Set("Cache-Control", "no-store")
	if Program(r) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		body, err := json.Marshal(problem{"about:blank", http.StatusText(status), status, detail, hint, "urn:dragoman:request:" + id})
		if err == nil {
			_, _ = w.Write(append(body, '\n')) // a reader who went away
		}
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	if hint != "" {
		hint = "\nTry: " + hint
	}
	_, _ = fmt.Fprintf(w, "%s%s\n\n(%d, request %s)\n", detail, hint, status, id) // as above
}

// Program reports whether a program asks, and not a browser for a page.
func Program(r *http.Request) bool {
	return r.URL.Path == "/api" || strings.HasPrefix(r.URL.Path, "/api/") || !strings.Contains(r.Header.Get("Accept"), "text/html") && strings.Contains(r.Header.Get("Accept"), "json")
}
