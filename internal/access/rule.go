package access

import (
	"net/http"
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
func Needed(method, path string) store.Role {
	for _, rule := range rules {
		if path == strings.TrimSuffix(rule.path, "/") || strings.HasSuffix(rule.path, "/") && strings.HasPrefix(path, rule.path) {
			return rule.role
		}
	}
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return store.RoleReader
	}
	return store.RoleEditor
}
