package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"
	"strconv"
)

// Watch is dragoman.watch/1: a saved filter of stories. Of a webhook only the host is told.
type Watch struct {
	Schema  string      `json:"schema"`
	ID      string      `json:"id"`
	Name    string      `json:"name"`
	Words   string      `json:"words,omitempty"` // that a report of the story has
	Filter  WatchFilter `json:"filter"`
	Owner   string      `json:"owner,omitempty"` // the user who made it
	Made    string      `json:"made"`
	Looked  string      `json:"looked"` // the changes up to here were looked at
	Paused  bool        `json:"paused"` // nothing is sent
	Webhook string      `json:"webhook_host,omitempty"`
	Secret  string      `json:"secret,omitempty"`     // once, when it is made
	New     *int        `json:"new,omitempty"`        // since the last look
	More    bool        `json:"more,omitempty"`       // there is more that is new than was counted
	Waiting int         `json:"waiting,omitempty"`    // messages that are still to be sent
	Failed  string      `json:"last_error,omitempty"` // why the last message could not be sent
}

// WatchFilter is what narrows a watch.
type WatchFilter struct {
	Country string `json:"country,omitempty"` // ISO 3166-1 alpha-3
	Entity  string `json:"entity,omitempty"`  // an id, or a name in any spelling
	Lang    string `json:"lang,omitempty"`
	Place   string `json:"place,omitempty"` // as Entity
	Since   string `json:"since,omitempty"`
	Source  string `json:"source,omitempty"`
	Status  string `json:"status,omitempty"` // of an event
	Type    string `json:"type,omitempty"`   // of an event
	Until   string `json:"until,omitempty"`
}

// NewWatch is what a watch is made of.
type NewWatch struct {
	Name    string      `json:"name"`
	Words   string      `json:"words,omitempty"` // words, "phrases" and -words
	Filter  WatchFilter `json:"filter,omitzero"`
	Webhook string      `json:"webhook,omitempty"` // the address that is told of every change
}

// WatchNews is dragoman.watch_news/1: what is new to a watch since somebody looked.
type WatchNews struct {
	Schema string   `json:"schema"`
	Watch  string   `json:"watch"`
	Count  int      `json:"count"`
	More   bool     `json:"more"`  // there are more than were counted
	Until  string   `json:"until"` // looked up to here: for SeeWatch
	Items  []Change `json:"items"` // the latest of them, the latest first
}

// WatchStories is dragoman.watch_stories/1: the newest stories that a watch matches.
type WatchStories struct {
	Schema string  `json:"schema"`
	Watch  string  `json:"watch"`
	More   bool    `json:"more"` // there may be more
	Items  []Story `json:"items"`
}

// Digest is dragoman.digest_day/1: what all watches have of a day.
type Digest struct {
	Schema string       `json:"schema"`
	Day    string       `json:"day"`
	Items  []DigestPart `json:"items"` // a watch each, the oldest first
}

// DigestPart is what one watch has of a day.
type DigestPart struct {
	Watch string  `json:"watch"`
	Name  string  `json:"name"`
	More  bool    `json:"more"` // there may be more
	Items []Story `json:"items"`
}

func watchPath(id string) string { return "/watches/" + url.PathEscape(id) }

// Watches yields the saved filters, the oldest first.
func (c *Client) Watches(ctx context.Context) iter.Seq2[*Watch, error] {
	return list[*Watch](ctx, c, "/watches", nil, 0)
}

// Watch returns one watch, or ErrNotFound.
func (c *Client) Watch(ctx context.Context, id string) (*Watch, error) {
	return get[*Watch](ctx, c, c.address(watchPath(id), nil))
}

// AddWatch saves a filter of stories. Where it has a webhook the answer has the secret that messages are signed with; no other answer has
// it. This and what changes a watch takes the role editor.
func (c *Client) AddWatch(ctx context.Context, w NewWatch) (*Watch, error) {
	out := &Watch{}
	return out, c.change(ctx, http.MethodPost, c.address("/watches", nil), w, out)
}

// RemoveWatch takes a watch away, with what was to be sent for it.
func (c *Client) RemoveWatch(ctx context.Context, id string) error {
	return c.change(ctx, http.MethodDelete, c.address(watchPath(id), nil), nil, nil)
}

// PauseWatch has nothing sent for a watch, or lets it go on.
func (c *Client) PauseWatch(ctx context.Context, id string, paused bool) (*Watch, error) {
	act := "/resume"
	if paused {
		act = "/pause"
	}
	out := &Watch{}
	return out, c.change(ctx, http.MethodPost, c.address(watchPath(id)+act, nil), nil, out)
}

// WatchNews returns what is new to a watch, at most limit of the latest; 0 is 50, and 200 are the most.
func (c *Client) WatchNews(ctx context.Context, id string, limit int) (*WatchNews, error) {
	return get[*WatchNews](ctx, c, c.address(watchPath(id)+"/new", limited(limit)))
}

// WatchStories returns the newest stories that a watch matches. day, an ISO date, has those that tell of it, "" all.
func (c *Client) WatchStories(ctx context.Context, id, day string, limit int) (*WatchStories, error) {
	query := limited(limit)
	if day != "" {
		query.Set("day", day)
	}
	return get[*WatchStories](ctx, c, c.address(watchPath(id)+"/stories", query))
}

// Digest returns by watch the stories that tell of a day, an ISO date, whenever they came; "" is today, in UTC. limit is how many of each
// watch; 0 is 30, and 200 are the most.
func (c *Client) Digest(ctx context.Context, day string, limit int) (*Digest, error) {
	query := limited(limit)
	if day != "" {
		query.Set("day", day)
	}
	return get[*Digest](ctx, c, c.address("/digest", query))
}

// SeeWatch notes that the changes up to a moment were looked at: Until of WatchNews.
func (c *Client) SeeWatch(ctx context.Context, id, until string) (*Watch, error) {
	out := &Watch{}
	in := struct {
		Until string `json:"until"`
	}{until}
	return out, c.change(ctx, http.MethodPost, c.address(watchPath(id)+"/seen", nil), in, out)
}

func limited(n int) url.Values {
	v := url.Values{}
	if n > 0 {
		v.Set("limit", strconv.Itoa(min(n, most)))
	}
	return v
}
