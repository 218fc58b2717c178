package news

// Kind is what sort of thing a mention names.
type Kind string

// The kinds.
const (
	Person       Kind = "person"
	Organisation Kind = "organisation"
	Place        Kind = "place"
	Country      Kind = "country"
	EventName    Kind = "event_name"
)

// Mention is a span that names an entity.
type Mention struct {
	Span       Span
	Kind       Kind
	Entity     string // id, "" while unresolved; "Q..." Wikidata, "ISO:IRQ", "GN:98182", "L..." local, or the user's own
	Name       string // canonical English name where known, else the name as written
	Country    string // ISO 3166-1 alpha-3 of the entity, "" where unknown
	Role       string // what the report calls the person: "President", as written; else what the user says they were then
	Sector     string // PLOVER sector: GOV, MIL, ..., "" where unknown
	Adjective  bool   // "Iraqi", "irakien": a nationality word, not the name itself
	Confidence float64
	Precision  string      // of a place or country: AtCity and so on, "" where nothing is known of it
	Candidates []Candidate // what else the name of a place could mean, the likeliest first
	ActsAs     *Actor      // who is meant where a place or nationality stands for those who govern, else nil
}

// Entity is who or what mentions name, gathered over reports.
type Entity struct {
	ID      string
	Kind    Kind
	Name    string // canonical English name where known, else the commonest form
	Country string
	Sector  string
	Aliases []Alias
	Roles   []Role
	Reports int // how many reports name it
}

// Alias is one way to write a name.
type Alias struct {
	Name string
	Lang Lang
	N    int // mentions seen
}

// Role is what reports called an entity, and when.
type Role struct {
	Title    string
	From, To string // ISO dates of the first and last report that says so, "" if undated
	N        int
}

// Quote is something a person is reported to have said.
type Quote struct {
	Span           Span   // the words, without the quotation marks
	Speaker        string // canonical name of the speaker, "" where open
	SpeakerSpan    Span   // the words that name the speaker, zero where open
	SpeakerMention int    // index into Document.Mentions, -1 where open
	Direct         bool
	Addressee      string // "" where not given
	Confidence     float64
}

// EventType is one of the 16 PLOVER event types.
type EventType string

// The PLOVER event types (openeventdata/PLOVER, manual of 2021).
const (
	Agree     EventType = "AGREE"
	Consult   EventType = "CONSULT"
	Support   EventType = "SUPPORT"
	Concede   EventType = "CONCEDE"
	Cooperate EventType = "COOPERATE"
	Aid       EventType = "AID"
	Retreat   EventType = "RETREAT"
	Request   EventType = "REQUEST"
	Accuse    EventType = "ACCUSE"
	Reject    EventType = "REJECT"
	Threaten  EventType = "THREATEN"
	Protest   EventType = "PROTEST"
	Sanction  EventType = "SANCTION"
	Mobilize  EventType = "MOBILIZE"
	Coerce    EventType = "COERCE"
	Assault   EventType = "ASSAULT"
)

// EventTypes lists all of them in the manual's order.
var EventTypes = []EventType{
	Agree, Consult, Support, Concede, Cooperate, Aid, Retreat, Request, Accuse,
	Reject, Threaten, Protest, Sanction, Mobilize, Coerce, Assault,
}

// Status tells what happened from what was only said, planned, asked for,
// denied or recalled.
type Status string

// The statuses. A request that was made is REQUEST, Occurred; what was asked
// for is CalledFor.
const (
	Occurred   Status = "occurred"
	Planned    Status = "planned"
	CalledFor  Status = "called_for"
	Denied     Status = "denied"
	Background Status = "background"
)

// Event is one coded happening in one report.
type Event struct {
	Type        EventType
	Mode        string
	Contexts    []string
	Status      Status
	Actors      []Party
	Recipients  []Party
	AccordingTo []Attribution
	Location    *Location
	Date        *Interval
	Evidence    []Span
	Confidence  float64
}

// Considered is an event that a sentence may tell of, with what speaks for it, for people who want
// to know why it was told or was not.
type Considered struct {
	Sentence int // index into Document.Sentences
	Type     EventType
	Words    Span   // the trigger, empty where no words stand for it
	Against  string // why it is no event, "" where it is one
	P        float64
	Signs    map[string]float64 // what speaks for and against it, by name; docs/reading.md has the names
}

// Party is a participant of an event.
type Party struct {
	Name    string
	Entity  string
	Kind    Kind
	Country string
	Sector  string
	Mention int // index into Document.Mentions, -1 where none

	Inferred bool // the country is not in the party's own words: it is that of the place, of the other party or of the report
}

// Attribution is one link in the chain of who says so.
type Attribution struct {
	Name string
	Kind string // "agency", "outlet", "official", "person", "unnamed"
	Span Span
}

// Location is where an event took place, as precisely as the report gives it.
type Location struct {
	Name      string
	Country   string
	Lat, Lon  float64
	HasPoint  bool
	Precision string // AtCity and so on
	Inferred  bool   // from the dateline or the report, not from the sentence
}
