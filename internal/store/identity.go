package store

import (
	"context"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Identities remember who is who across reports. A report gives each person and organisation an id from
// its own words alone; which id holds for it, where several are one person or one is
// several people, is kept apart from the reports and can be changed at any time: what
// Document, lists and stories show is the id that holds. The ids that a report gave are
// never lost.
type Identities interface {
	// See notes how the latest revisions of reports name people, for those that were kept
	// before the store took notice, and acknowledges jobs. A report that is not there is left out.
	See(ctx context.Context, reports []string, jobs ...Job) error
	// Sightings returns how reports name people, by the ids that the reports gave: for
	// each id at most perID of the earliest and as many of the latest, by day (undated
	// first) and report; 0 for all.
	Sightings(ctx context.Context, ids []string, perID int) ([]Sighting, error)
	// Sharing returns the ids that have or had a sighting with one of the keys, sorted. A key that
	// more than MostSharing ids have finds none of them, for it tells too little: when one comes to be
	// such a key, everybody who has it gets a job of kind JobIdentify, to be compared without it. Stats
	// counts them. A limit other than 0 asks for so many ids, of all keys.
	Sharing(ctx context.Context, keys []string, limit int) ([]string, error)
	// Likenesses returns what was found alike with one of the ids, by A and B.
	Likenesses(ctx context.Context, ids []string) ([]Alike, error)
	// Identify writes one atomic step of settling who is who. Lists, counts and
	// documents follow at once; every report whose ids change gets a job of kind
	// JobPlace, for the story it is in is to be told anew.
	Identify(ctx context.Context, ch IdentityChanges) error
	// Holder returns the id that holds for an id that a report gave or that held
	// before, and the id itself where nothing is known of it.
	Holder(ctx context.Context, id string) (string, error)
	// Held returns what holds for the given id: the ids that reports gave, with the
	// report where only that one counts; by id and report.
	Held(ctx context.Context, holder string) ([]Holding, error)
	// Proposals returns what is to be decided, surest first, ties by A, B and kind.
	Proposals(ctx context.Context) ([]Proposal, error)
	// Decide remembers decisions that are made and undone together, and queues a job of
	// kind JobIdentify for each id they name.
	Decide(ctx context.Context, together ...Decision) error
	// Undo forgets the decisions that were made last, queues the same jobs, and returns
	// them, or answers news.NotFound.
	Undo(ctx context.Context) ([]Decision, error)
	// Decisions returns what was decided, in that order.
	Decisions(ctx context.Context) ([]Decision, error)
}

// JobIdentify is the kind of job that settles who an id is; its key is the id that
// reports gave. Add and Replace queue one for each id that a document names or named.
const JobIdentify = "identify"

// JobSee is the kind of job that asks for See; its key is a report. A store that is
// brought up to date has one for each report that was kept before.
const JobSee = "see"

// Sighting is how one report names one person or organisation.
type Sighting struct {
	ID     string // that the report gives
	Report string
	Day    string   // ISO date of publication, "" where it is not known to the day
	Data   []byte   // opaque
	Keys   []string // under which people with similar names are looked for; only on the way in
}

// MostSharing is how many ids may have a key and be found by it. Which keys more have is a matter of all
// that is kept, and not of what came first.
const MostSharing = 48

// Sighter tells how a document names people. The program hands one to the store when
// it opens it, as it does a Featurer.
type Sighter func(doc *news.Document) []Sighting

// Alike is a likeness of two ids that reports gave.
type Alike struct {
	A, B string // A < B
	Data []byte // opaque
}

// Holding says which id holds for one that reports gave.
type Holding struct {
	ID     string
	Report string // "" for all reports that have no row of their own
	Holder string
}

// The kinds of proposals and decisions.
const (
	Merge = "merge" // A and B are one
	Split = "split" // A is several people; as a decision: in Reports it is B
	Apart = "apart" // A and B are two; only as a decision
	Whole = "whole" // A is one person; only as a decision
)

// Proposal is what is likely but not sure.
type Proposal struct {
	Number     int64 // given by the store; stays while the same is proposed
	Kind       string
	A, B       string // ids that reports gave; B is "" for a split
	Confidence float64
	Reasons    []string
	Reports    []string // of a split: those that tell of another person
}

// Decision is what a person decided.
type Decision struct {
	Number  int64 // given by the store, as are Step and At
	Step    int64 // the same for those that were made together
	Kind    string
	A, B    string
	Reports []string
	At      time.Time
}

// IdentityChanges is one step of settling who is who.
type IdentityChanges struct {
	// Of lists the ids that the step is about: proposals that name one and holdings of one
	// are replaced.
	Of        []string
	Hold      []Holding
	Proposals []Proposal
	// Compared lists the ids that were compared with all others: likenesses that name one
	// are replaced.
	Compared []string
	Alike    []Alike
	Jobs     []Job // acknowledged in the same transaction
	Fence    Fence
}
