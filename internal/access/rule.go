package access

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/store"
)

// metrics is what Prometheus reads, from this machine without a token.
const metrics = "/metrics"

// rules say what a path needs, other than by its method. The first that fits holds. A prefix
// ends with a slash and means what lies below it, too.
var rules = []struct {
	path string
	role store.Role // "" for everybody
}{
	{"/static/", ""},
	{"/favicon.ico", ""},
	{"/robots.txt", ""},
	{"/healthz", ""},
	{"/readyz", ""},
	{metrics, store.RoleAdmin},
	{"/users/", store.RoleAdmin},
	{"/tokens/", store.RoleAdmin},
	{"/api/v1/users/", store.RoleAdmin},
	{"/api/v1/tokens/", store.RoleAdmin},
}

// Needed is the role that a request needs, "" for none: readers read, editors change.
func Needed(method string, u *url.URL) store.Role {
	at := segments(u)
	for _, rule := range rules {
		want := strings.Split(strings.Trim(rule.path, "/"), "/")
		below := strings.HasSuffix(rule.path, "/")
		if len(at) >= len(want) && slices.Equal(at[:len(want)], want) && (below || len(at) == len(want)) {
			return rule.role
		}
	}
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return store.RoleReader
	}
	return store.RoleEditor
}

// segments parts a path as http.ServeMux does: at the slashes that are written as such. So what
// is asked of a rule is what a handler is chosen by, however it is spelt.
func segments(u *url.URL) []string {
	parts := strings.Split(strings.TrimPrefix(u.EscapedPath(), "/"), "/")
	for i, part := range parts {
		if plain, err := url.PathUnescape(part); err == nil {
			parts[i] = plain
		}
	}
	return parts
}
