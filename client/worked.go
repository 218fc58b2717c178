package client

// The shapes of what is worked out of the record: coverage, visits and commitments.

// Coverage is dragoman.coverage/1: reports by day, and where they stopped coming. The numbers of a row are those of the days
// from From to To.
type Coverage struct {
	Schema    string           `json:"schema"`
	From      string           `json:"from"`
	To        string           `json:"to"`
	Partial   bool             `json:"partial"` // the last day is not over
	All       CoverageCounts   `json:"all"`
	Languages []LanguageCounts `json:"languages"`
	Sources   []SourceCounts   `json:"sources"`
	Gaps      []Gap            `json:"gaps"`
}

// CoverageCounts is a number for each day.
type CoverageCounts struct {
	Reports []int `json:"reports"` // that are no copies
	Copies  []int `json:"copies"`
	Undated int   `json:"undated"` // not known to the day, whenever they were published
}

// LanguageCounts is the counts of a language.
type LanguageCounts struct {
	Lang string `json:"lang"`
	CoverageCounts
}

// SourceCounts is the counts of a source, "" for reports that name none.
type SourceCounts struct {
	Source    string   `json:"source"`
	Languages []string `json:"languages"`
	CoverageCounts
}

// Gap is a silence that is longer than chance and habit explain.
type Gap struct {
	Kind    string   `json:"kind"` // all, lang, source
	Lang    string   `json:"lang,omitempty"`
	Source  string   `json:"source,omitempty"`
	Sources []string `json:"sources,omitempty"` // of a language: those that fell silent
	Last    string   `json:"last"`              // the last day with a report
	From    string   `json:"from"`
	To      string   `json:"to"`
	Days    int      `json:"days"`
	Rate    float64  `json:"rate"` // reports a day before it
	Open    bool     `json:"open"` // it lasts until the end of what is looked at
}

// Visit is dragoman.visit/1: one stay of one person away from home. Offsets in evidence are code points
// into the text of the report named beside them.
type Visit struct {
	Schema       string         `json:"schema"`
	ID           string         `json:"id"`
	Visitor      EntryParty     `json:"visitor"`
	Place        *Place         `json:"place"`
	From         *Moment        `json:"from"` // null where no report says
	To           *Moment        `json:"to"`
	Status       string         `json:"status"`
	How          string         `json:"how"` // visit: a report calls it so; hosts: known by a meeting with people of the country; abroad: by one of people of two others
	Meetings     []VisitMeeting `json:"meetings"`
	Companions   []EntryParty   `json:"companions"`
	Entries      []string       `json:"entries"`
	Stories      []string       `json:"stories"`
	Reports      []string       `json:"reports"`
	Languages    []string       `json:"languages"`
	ReportedFrom string         `json:"reported_from"`
	ReportedTo   string         `json:"reported_to"`
	Evidence     []ReportSpan   `json:"evidence"` // what tells of the stay and names nobody who was met
}

// VisitMeeting is whom the visitor met.
type VisitMeeting struct {
	Entries  []string     `json:"entries"`
	Story    string       `json:"story"`
	Status   string       `json:"status"`
	With     []EntryParty `json:"with"`
	Place    *Place       `json:"place"`
	At       *Moment      `json:"at"`
	Reports  []string     `json:"reports"`
	Evidence []ReportSpan `json:"evidence"`
}

// Moment is a point of a visit: a date, or the day of some week, 1 for Monday to 7 for Sunday.
type Moment struct {
	Date    *Interval `json:"date"`
	Weekday int       `json:"weekday,omitempty"`
	Part    string    `json:"part,omitempty"`
}

// Commitment is dragoman.commitment/1: what somebody agreed, promised, offered, threatened, demanded or asked
// for in a story, and what became of it. Offsets are code points into the text of the report named beside them.
// Entry and Type are "" where it was only said.
type Commitment struct {
	Schema     string       `json:"schema"`
	ID         string       `json:"id"`
	Story      string       `json:"story"`
	Entry      string       `json:"entry"`
	Kind       string       `json:"kind"`
	Type       string       `json:"type"`
	Status     string       `json:"status"`
	Who        []EntryParty `json:"who"`
	To         []EntryParty `json:"to"`
	What       []Wording    `json:"what"`
	Made       *Interval    `json:"made"`
	Due        *Interval    `json:"due"`
	Confidence float64      `json:"confidence"`
	Became     string       `json:"became"` // kind of the latest follow-up that was accepted, repetitions aside; "" for none
	FollowUps  []FollowUp   `json:"follow_ups"`
}

// Wording is what is to be done in the words of one report. Start and End are those of Text, Sentence what it
// is part of.
type Wording struct {
	Report string `json:"report"`
	Lang   string `json:"lang"`
	Text   string `json:"text"`
	Span
	Sentence Span `json:"sentence"`
}

// FollowUp is what a later story tells of a commitment, with the reason in words: a proposal, or what was accepted.
type FollowUp struct {
	ID         string       `json:"id"` // for an answer
	Kind       string       `json:"kind"`
	Story      string       `json:"story"`
	Entry      string       `json:"entry"`
	Date       *Interval    `json:"date"`
	Evidence   []ReportSpan `json:"evidence"`
	Reason     string       `json:"reason"`
	Confidence float64      `json:"confidence"`
	Decision   int64        `json:"decision"` // by which it was accepted; 0 for a proposal
}
