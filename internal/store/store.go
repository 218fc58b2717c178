// Package store says what Dragoman needs from a database. Its implementations
// live below it, one folder each, and all pass the suites in storetest. What they
// share, so that they answer alike, is in index (what is derived from a document:
// postings, words, snippets, sort keys) and codec (the bytes at rest).
//
// The interface is split by role, so that nobody takes more than they use:
// Writer for `add`, Reader for lists and pages, Counter for coverage, Searcher for words and meaning, Queue for work
// still to do, Leases for who may do it, Feeds for subscriptions, Identities for who is who, Own for what the user knows,
// Histories for what stories were, Changes for those that are other than they were, Texts for the text alone, StoryDecisions for what the user
// decided about them, Verdicts for what became of commitments, Access for who may use it, Imports for what others coded, Watches for saved filters.
package store

import (
	"context"
	"iter"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Outcome says what Add did with a document.
type Outcome string

// The outcomes.
const (
	Added   Outcome = "added"   // a report that was not here
	Same    Outcome = "same"    // this very text under this id is here: nothing changed but perhaps its vectors
	Revised Outcome = "revised" // another text under a known id: a new revision, the old one stays
)

// Writer is what reading needs.
type Writer interface {
	// Add keeps docs in one transaction: each report with its findings,
	// postings, full-text rows and counts, and one job of kind JobPlace for
	// each document that was Added or Revised. It returns an outcome for each
	// document, in order. On an error nothing of the batch was kept. Two
	// documents with one id in a batch are taken in their order. A document
	// is Same when its id, title, text, publication time and Withdrawn equal those of
	// the latest revision, whatever its findings: re-reading with a newer program
	// goes through Replace.
	//
	// A document without an id, with text that is not UTF-8, or with a span that
	// is out of range or splits a rune, or with vectors that differ in length, are more
	// than its sentences or name no model, is refused with code news.Invalid, and so
	// is the whole batch. Add sets Report.Revision in what it keeps, not in docs,
	// and takes CopyOf from the document when it is new; a revision keeps the
	// CopyOf it had until clustering says otherwise. A place job that somebody
	// holds while its document is Revised comes back as a new job. A Withdrawn document without
	// a text says no more than that: what is kept under its id, if anything is, is kept
	// anew as withdrawn.
	Add(ctx context.Context, docs []*news.Document) ([]Outcome, error)
	// Replace puts new findings in the place of the latest revision's, without a
	// new revision. The id must exist (news.NotFound), and the title, text and
	// publication time become those of doc as well: the caller answers for it that
	// this is the same text. CopyOf stays as it is unless doc names one. No job
	// is queued.
	Replace(ctx context.Context, doc *news.Document) error
	// SetAside records inputs that could not be read. The same name and reason
	// twice is one row.
	SetAside(ctx context.Context, items []news.SetAside) error
	// ApplyStories writes the outcome of clustering in one transaction: puts the
	// stories in Put, deletes those in Delete, sets CopyOf of the documents in
	// Copies (id -> original, "" for none) and acknowledges Jobs. A story must
	// have an id and an entry without one gets "<story>/<index>"; every report it
	// names must exist (news.NotFound), and one that another story holds moves to
	// this one (news.Invalid when two stories of one step claim the same report).
	// What the stories were before goes into their history: see Histories.
	ApplyStories(ctx context.Context, ch StoryChanges) error
}

// StoryChanges is one atomic step of clustering.
type StoryChanges struct {
	Put    []*news.Story
	Delete []string
	Copies map[string]string
	Jobs   []Job // acknowledged in the same transaction
	// Fence, when it names a lease, makes the step fail with news.Conflict unless
	// its epoch is the current one: checked in the same transaction.
	Fence Fence
}

// Fence is the lease under which a step was prepared.
type Fence struct {
	Lease string
	Epoch int64
}

// Reader is what lists and pages need. All lists end at the first error, which
// is yielded, and honour ctx. A list holds nothing open while its caller works
// on a row: the body of the loop may read and write the store. Which rows a list
// yields is settled page by page, so a row written meanwhile may be in it or not,
// and each is as it is when it is yielded.
//
// What comes back is equal to what was given, with three things made alike in
// all stores: empty lists are nil, a time has the offset of its zone but not its name,
// and Revision and CopyOf are the store's.
type Reader interface {
	// Document returns the latest revision, or an error with code news.NotFound.
	Document(ctx context.Context, id string) (*news.Document, error)
	// Revision returns one revision (1 is the first), or news.NotFound.
	Revision(ctx context.Context, id string, n int) (*news.Document, error)
	// Vectors returns the vectors that are kept of the latest revision of doc: Model, Lead and, by their
	// place in doc.Sentences, Sentences; nil for a document that has none, and for one that is not kept.
	// They are apart from Document because few who read a document ask for them.
	Vectors(ctx context.Context, doc *news.Document) (*news.Reading, error)
	// Documents yields the latest revision of the matches, newest publication
	// first (by instant; a day, week or month counts from its first midnight in UTC),
	// undated last, ties by id.
	Documents(ctx context.Context, f Filter) iter.Seq2[*news.Document, error]
	// Story returns one story, or news.NotFound.
	Story(ctx context.Context, id string) (*news.Story, error)
	// StoryOf returns the story that holds a report, or news.NotFound.
	StoryOf(ctx context.Context, report string) (*news.Story, error)
	// Stories yields the matches by To descending, undated last, ties by id.
	Stories(ctx context.Context, f Filter) iter.Seq2[*news.Story, error]
	// Entries yields the entries of stories, newest end of date first, undated
	// last, ties by id. Type, Status, Country and Entity must hold of one entry
	// together (the last two of a party or, for Country, the place); Since and Until of
	// its date; Lang and Source of its story.
	Entries(ctx context.Context, f Filter) iter.Seq2[*news.Entry, error]
	// Entry returns one entry, that of the first story by id where several have it, or news.NotFound.
	Entry(ctx context.Context, id string) (*news.Entry, error)
	// Entities yields who and what reports name, most reports first, ties by id.
	// Kind, Country (its own) and Entity narrow the entities; Since, Until, Lang
	// and Source the reports that are counted, in which case Reports is the count
	// among them while aliases and roles stay those of all reports kept. Type and Status are not
	// looked at. Mentions without an entity id are found by Filter.Entity but
	// are not in this list.
	Entities(ctx context.Context, f Filter) iter.Seq2[*news.Entity, error]
	// Features yields the feature rows of the given documents or days, for
	// clustering, newest first, ties by id, each document once: see Feature.
	Features(ctx context.Context, q FeatureQuery) iter.Seq2[Feature, error]
	// SetAsides yields the inputs that could not be read, by name and reason; at
	// most limit of them, 0 for all.
	SetAsides(ctx context.Context, limit int) iter.Seq2[news.SetAside, error]
	// Stats counts what is kept.
	Stats(ctx context.Context) (Stats, error)
}

// Feature is the compact row that clustering keeps of a document: opaque bytes
// written with it, so that a window of days is read without the texts.
type Feature struct {
	Report string
	Day    string // ISO date of publication; "" when that is unknown or coarser than a day (such are "undated")
	Data   []byte
}

// FeatureQuery selects features. With Keys set: only documents that share at
// least one key (the rarest entities and words of the document asked for) and
// whose day is in [From, To] or which are undated. Without Keys: all in the days.
type FeatureQuery struct {
	From, To string   // ISO dates, inclusive; "" is open
	Undated  bool     // also the undated ones
	Keys     []string // posting keys, any of
	PerKey   int      // at most so many newest postings for a key; 0 is no limit
	Reports  []string // when set, just these reports, and nothing else counts
}

// Featurer computes the feature row and posting keys of a document. The program
// hands one to the store when it opens it; the store calls it inside Add, from
// several goroutines. It must give the same for the same document. A withdrawn document
// keeps the row of its latest revision that stood, where there is one: it stays with those that
// tell what it told, whatever the withdrawal says.
type Featurer func(doc *news.Document) (data []byte, keys []string)

// Filter narrows a list. Its zero value matches everything; a date that is not
// ISO, or an After that is not there, is refused with code news.Invalid. Undated rows
// match no Since or Until; a row with a stretch of time (a month, a story of
// three days) matches when any part of it does.
type Filter struct {
	Since, Until string         // ISO dates, inclusive, on the publication (documents) or on what is told (stories)
	Lang         news.Lang      // of a report, or one of a story's
	Source       string         // outlet domain or name, folded; of a report, or of one of a story's
	Country      string         // ISO 3166-1 alpha-3 of a party, mention or place; of a story's entries or reports
	Entity       string         // entity id, or a name in any spelling (folded); of a story's entries or reports
	Place        string         // a place that is named beside Entity, in the same two ways; of a report, or of one of a story's
	Type         news.EventType // with Status: of one event together; of a story's entries
	Status       news.Status
	Kind         news.Kind // of entities
	Limit        int       // 0 is no limit
	After        string    // id of the last row of the page before, for paging; "" from the start
	Past         Place     // go on after this place, whether a row stands there or not; instead of After
}

// Stats counts what is kept.
type Stats struct {
	Reports, Copies, Revisions, Stories, Entities, Quotes, Events, SetAside int
	Languages                                                               map[news.Lang]int
	Queued                                                                  int
	Crowded                                                                 int    // sounds of names that too many share to be compared for them
	From, To                                                                string // first and last publication day
}

// Searcher finds reports by words and by meaning. Words are folded by package text on
// both sides; no engine's own stemmer is used.
type Searcher interface {
	// Search yields hits by Sort. An empty query with filters is allowed.
	Search(ctx context.Context, q Query) (*Result, error)
	// Like returns the reports whose title and lead, or one of whose sentences, mean
	// most nearly what a vector does: nearest first, equals newest first, ties by
	// id. Every vector that the filter leaves is compared, so none is missed. A
	// query without a model or with a vector of nothing but zeros is refused with
	// code news.Invalid.
	Like(ctx context.Context, q LikeQuery) (*Likeness, error)
}

// LikeQuery is what is searched by meaning.
type LikeQuery struct {
	Vector []int8
	Model  string  // the weights that made Vector: only their vectors are compared with it
	Least  float64 // only hits with this cosine or more; 0 and less sets no bound
	Filter Filter  // as in Query
	Limit  int     // 20 when 0
}

// Likeness is what is like a query. The Score of its hits is the cosine, from 1 for the
// same meaning downwards; a Snippet is the nearest sentence, or the beginning of the text
// when title and lead are nearest.
type Likeness struct {
	Hits     []Hit
	Compared int // reports that the filter leaves and that have vectors of the model
	LeftOut  int // reports that the filter leaves and that have none
}

// Query is what is searched: words and "quoted phrases", all of which must occur
// (a word or phrase with a leading minus must not), in title or text. Words match
// whole after folding. A query of minuses alone matches everything else.
//
// Vector, when it is given, has the meaning of Text: which reports are hits stays as it is,
// and ByRelevance puts the best 200 by words in an order that their meaning has a
// say in. Score is then the sum of the reciprocals of both ranks.
type Query struct {
	Text   string
	Vector []int8
	Model  string // the weights that made Vector
	Filter Filter
	Sort   Sort
	Limit  int // 20 when 0
	Offset int
	Days   bool // count the hits by day, too: a facet "day" ("2020-03-08", "" where that is not known)
}

// Sort is the order of hits.
type Sort string

// The orders.
const (
	ByRelevance Sort = "relevance"
	ByNewest    Sort = "newest"
)

// FacetLimit is how many hits facets are counted over: the newest. With more
// hits than that Result.Counted says so.
const FacetLimit = 10_000

// Result is a page of hits and the facets over all hits.
type Result struct {
	Total   int
	Hits    []Hit
	Facets  map[string]map[string]int // "lang", "source", "month" ("2020-03", "" undated), with Query.Days "day" -> value -> count
	Counted int                       // hits that Facets counts: Total, or FacetLimit if that is less
}

// Found says what a hit was found by.
type Found string

// What hits are found by.
const (
	ByWords   Found = "words"
	ByMeaning Found = "meaning"
)

// Hit is one report found.
type Hit struct {
	Found     Found
	Report    string
	Title     string
	Lang      news.Lang
	Source    string
	Day       string // ISO date of publication, "" if undated
	Score     float64
	Snippet   string      // a piece of the text, whole words
	Highlight []news.Span // byte spans into Snippet
	At        news.Span   // where Snippet lies in the report's text
}

// JobPlace is the kind of job that places a document into its story.
const JobPlace = "place"

// Job is a piece of work, once per kind and key.
type Job struct {
	ID      int64
	Kind    string
	Key     string
	Payload []byte
	Tries   int // how often it was leased before
}

// Queue hands out work at least once.
type Queue interface {
	// Enqueue adds a job unless one with its kind and key is waiting or leased.
	Enqueue(ctx context.Context, kind, key string, payload []byte) error
	// Lease takes up to n waiting jobs of a kind, oldest first, for the given
	// time; a job not acknowledged by then may be leased again.
	Lease(ctx context.Context, kind string, n int, d time.Duration) ([]Job, error)
	// Ack removes a job that was done. Acknowledging twice is no error.
	Ack(ctx context.Context, jobs ...Job) error
	// Nack gives a job back, to be leased again not before wait has passed.
	Nack(ctx context.Context, job Job, wait time.Duration) error
	// Waiting counts the jobs of a kind that are not acknowledged.
	Waiting(ctx context.Context, kind string) (int, error)
}

// Leases say who owns a piece of work that only one may do at a time.
type Leases interface {
	// Acquire takes or renews the lease on name for holder. It returns the
	// epoch, which grows each time the lease is taken anew (by another holder, or
	// by the same one after it ran out or was released), and ok=false with the
	// current epoch when somebody else holds it.
	Acquire(ctx context.Context, name, holder string, d time.Duration) (epoch int64, ok bool, err error)
	// Check fails with code news.Conflict unless epoch is the current one of
	// name and was not released: a fence for whoever was paused too long. A lease
	// that ran out and that nobody took since still passes.
	Check(ctx context.Context, name string, epoch int64) error
	// Release gives the lease back if holder still has it.
	Release(ctx context.Context, name, holder string) error
}

// Feed is a subscription.
type Feed struct {
	URL          string
	Title        string
	Kind         string // "feed", "sitemap"
	Paused       bool
	ETag         string
	LastModified string
	NextPoll     time.Time // zero: now
	LastSuccess  time.Time
	LastError    string // in words, "" after a success
	Failures     int    // in a row
	Reports      int    // kept so far
}

// Feeds keeps subscriptions.
type Feeds interface {
	// PutFeed adds or updates by URL.
	PutFeed(ctx context.Context, f Feed) error
	// DeleteFeed removes a subscription, or answers news.NotFound. Its reports stay.
	DeleteFeed(ctx context.Context, url string) error
	// ListFeeds returns all, by URL.
	ListFeeds(ctx context.Context) ([]Feed, error)
}

// Own keeps the entities that the user has told the program of.
type Own interface {
	// PutOwn takes all that in yields, in one transaction: each under its id, in the
	// place of the one that was there. When in ends with an error, that error comes
	// back as it is and nothing was changed. One without an id or a name is refused with
	// code news.Invalid. Roles and names come back in the order given.
	PutOwn(ctx context.Context, in iter.Seq2[*news.Known, error]) (OwnCount, error)
	// DeleteOwn removes entities; without ids, all. It answers how many went. An id that
	// is not there is answered with news.NotFound, and then none is removed.
	DeleteOwn(ctx context.Context, ids ...string) (int, error)
	// Owned yields the user's entities by id; with a name, those that have it in any
	// spelling (folded), or have it for an id.
	Owned(ctx context.Context, f OwnFilter) iter.Seq2[*news.Known, error]
	// OwnVersion is a number that grows with every change of the user's entities, 0 before
	// the first: who has them in memory learns from it when to read them anew.
	OwnVersion(ctx context.Context) (int64, error)
	// PutOwnIndex keeps bytes that were made of all the user's entities as they were at a
	// version, in the place of those before. It does nothing when the version is no
	// longer the current one.
	PutOwnIndex(ctx context.Context, version int64, data []byte) error
	// OwnIndex returns the bytes kept and their version; 0 and nil when none are kept or
	// they are of another version than the current one.
	OwnIndex(ctx context.Context) (version int64, data []byte, err error)
}

// OwnFilter narrows the user's entities. Its zero value matches all.
type OwnFilter struct {
	Name  string
	Limit int    // 0 is no limit
	After string // go on after this id, whether it is there or not
}

// OwnCount counts what PutOwn did.
type OwnCount struct {
	Added, Changed, Same int
}

// Store is everything. Only the program that opens one names this type.
type Store interface {
	Writer
	Reader
	Counter
	Searcher
	Queue
	Leases
	Feeds
	Own
	Identities
	Histories
	Changes
	Texts
	StoryDecisions
	Verdicts
	Access
	Imports
	Watches
	Close() error
}

// Options is what a store is opened with.
type Options struct {
	Features  Featurer         // nil: no feature rows
	Sightings Sighter          // nil: nobody is seen, and who is who stays as reports say
	Now       func() time.Time // nil: time.Now; used for leases and seen-at times only
}
