package export

import (
	"net/url"

	"github.com/dragoman-news/dragoman/internal/store"
)

// WatchSchema is the schema name of Watch.
const WatchSchema = "dragoman.watch/1"

// Watch is dragoman.watch/1: a saved filter of stories. Of a webhook only the host is told: the rest of its address may be a secret.
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

// WatchFilter is what narrows a watch, by the names of the filters.
type WatchFilter struct {
	Country string `json:"country,omitempty"`
	Entity  string `json:"entity,omitempty"`
	Lang    string `json:"lang,omitempty"`
	Place   string `json:"place,omitempty"`
	Since   string `json:"since,omitempty"`
	Source  string `json:"source,omitempty"`
	Status  string `json:"status,omitempty"`
	Type    string `json:"type,omitempty"`
	Until   string `json:"until,omitempty"`
}

// NewWatch renders w, without its secret.
func NewWatch(w store.Watch) Watch {
	f := w.Filter
	return Watch{
		Schema: WatchSchema, ID: w.ID, Name: w.Name, Words: w.Words, Owner: w.Owner, Made: Clock(w.Made), Looked: Clock(w.Looked),
		Paused: w.Paused, Webhook: WebhookHost(w),
		Filter: WatchFilter{
			Country: f.Country, Entity: f.Entity, Lang: string(f.Lang), Place: f.Place, Since: f.Since, Source: f.Source,
			Status: string(f.Status), Type: string(f.Type), Until: f.Until,
		},
	}
}

// WebhookHost is what may be told of where a watch sends to, "" where it sends nothing.
func WebhookHost(w store.Watch) string {
	u, err := url.Parse(w.Webhook)
	if err != nil {
		return ""
	}
	return u.Host
}
