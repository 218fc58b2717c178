package api

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/store"
)

// cursor says where a page ended: by its place in the order of the list, not by how many rows were before it, so that
// what comes and goes meanwhile neither hides a row nor shows one twice. To callers it is opaque.
type cursor struct {
	Of     string `json:"q"`           // which list, and how it was narrowed
	Number int64  `json:"n,omitempty"` // as in store.Place
	Day    string `json:"d,omitempty"`
	ID     string `json:"i,omitempty"`
	Story  string `json:"s,omitempty"`
	Skip   int    `json:"k,omitempty"` // how many rows of what stands at the place were given: quotes of a report, hits of a search
	At     int64  `json:"a,omitempty"` // of a store.Mark, in milliseconds
}

func placeCursor(p store.Place) cursor {
	return cursor{Number: p.Number, Day: p.Day, ID: p.ID, Story: p.Story}
}

func (c cursor) place() store.Place {
	return store.Place{Number: c.Number, Day: c.Day, ID: c.ID, Story: c.Story}
}

func markCursor(m store.Mark) cursor { return cursor{At: m.At.UnixMilli(), ID: m.ID} }

func (c cursor) mark() store.Mark { return store.Mark{At: time.UnixMilli(c.At).UTC(), ID: c.ID} }

// list is what a cursor of a request belongs to: its path and its filters.
func (q *request) list() string {
	h := sha256.New()
	h.Write([]byte(q.route.path))
	for _, name := range slices.Sorted(maps.Keys(q.query)) {
		if name == "cursor" || name == "limit" {
			continue
		}
		h.Write([]byte("\x00" + name + "\x00" + q.query.Get(name)))
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// encode writes a cursor for callers.
func (q *request) encode(c cursor) string {
	c.Of = q.list()
	data, err := json.Marshal(c)
	if err != nil { // strings and numbers are always JSON
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

// cursor reads the cursor that a request brings; none is the zero one.
func (q *request) cursor() (cursor, error) {
	v := q.get("cursor")
	if v == "" {
		return cursor{}, nil
	}
	c, ok := decodeCursor(v)
	switch {
	case !ok:
		return cursor{}, &problem{badCursor, "the cursor cannot be read", "take it as it is from next; without one the list begins"}
	case c.Of != q.list():
		return cursor{}, &problem{badCursor, "the cursor is of another list, or of one that was narrowed otherwise", "give the same parameters as for the page before; next has them all"}
	}
	return c, nil
}

func decodeCursor(s string) (cursor, bool) {
	var c cursor
	data, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || !utf8.Valid(data) || json.Unmarshal(data, &c) != nil {
		return cursor{}, false
	}
	return c, c.ID != "" && c.Skip >= 0 || c.ID == "" && c.Skip > 0
}

// next is the address of the page that goes on after a place.
func (q *request) next(c cursor) string {
	query := url.Values{}
	for name, values := range q.query {
		query[name] = values
	}
	query.Set("cursor", q.encode(c))
	return q.URL.EscapedPath() + "?" + query.Encode()
}
