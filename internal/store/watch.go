package store

import (
	"context"
	"time"
)

// Watches keep saved filters, and what is to be sent for them.
type Watches interface {
	// AddWatch adds a watch, or answers news.Conflict where its id is there. One without an id or a name, with a day that is
	// none, or with a webhook that is no address of the web or has no secret is refused with code news.Invalid. Of the
	// filter, Kind, Limit, After and Past are not kept.
	AddWatch(ctx context.Context, w Watch) error
	// RemoveWatch takes a watch away with what was to be sent for it, or answers news.NotFound.
	RemoveWatch(ctx context.Context, id string) error
	// PauseWatch says whether anything is sent for a watch, or answers news.NotFound.
	PauseWatch(ctx context.Context, id string, paused bool) error
	// SeeWatch notes that the changes up to an instant were looked at. It never goes back. It answers news.NotFound for
	// a watch that is not there.
	SeeWatch(ctx context.Context, id string, at time.Time) error
	// Watch returns one, or answers news.NotFound.
	Watch(ctx context.Context, id string) (Watch, error)
	// Watches returns all, by when they were made, then by id.
	Watches(ctx context.Context) ([]Watch, error)
	// QueueDeliveries notes in one transaction that a story is to be sent for a watch, and that the changes up to a mark were
	// gone through. A mark that is not after the one that is kept is refused with code news.Conflict, so that nothing is
	// queued twice. A story that is still to be sent, or was given up, is queued once, in its newest version and anew.
	QueueDeliveries(ctx context.Context, watch string, upTo Mark, in []Delivery) error
	// Deliveries returns what is to be sent for a watch, what was given up included: those whose turn comes first come
	// first, those that were given up last, ties by story; at most limit, 0 for all.
	Deliveries(ctx context.Context, watch string, limit int) ([]Delivery, error)
	// TriedDelivery keeps how a try to send ended: Tries, Next and Error of d. It does nothing where a newer version of the
	// story is queued meanwhile.
	TriedDelivery(ctx context.Context, d Delivery) error
	// SentDelivery forgets what was sent. It does nothing where a newer version of the story is queued meanwhile.
	SentDelivery(ctx context.Context, d Delivery) error
}

// Watch is a saved filter of stories. Times are in UTC, to the millisecond.
type Watch struct {
	ID      string
	Name    string
	Words   string // that a report of the story has; "" for none
	Filter  Filter // as of Reader.Stories
	Owner   string // the user who made it; "" for nobody
	Made    time.Time
	Looked  time.Time // the changes up to here were looked at
	Paused  bool      // nothing is sent
	Webhook string    // where changes are sent to; "" for nowhere
	Secret  string    // what is sent is signed with it
	Queued  Mark      // the changes up to here were gone through
}

// Delivery is a version of a story that is to be sent for a watch.
type Delivery struct {
	Watch string
	Story string
	At    time.Time // when the version was written
	New   bool      // the first under that id
	Tries int       // that failed
	Next  time.Time // when to try; zero: it was given up
	Error string    // of the last try
}
