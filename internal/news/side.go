package news

// Side is what one voice makes of a story: an outlet with its reports, and the outlets that carry its text.
type Side struct {
	Source    string // the outlet's domain or name, else the report's id
	Country   string // the publisher's, ISO 3166-1 alpha-3, "" where unknown
	Languages []Lang // sorted
	Reports   []string
	Carried   []string    // outlets whose reports are copies of this one's
	First     int         // index of the entry that it tells first, -1 for none
	FirstAt   *ReportSpan // its words; nil with none
	Quoted    []Voice     // whom it quotes, those with most quotes first
	Only      []int       // entries that nobody else tells
	LeavesOut []int       // entries that two and more others tell
}

// Voice is somebody who is quoted.
type Voice struct {
	Name   string
	Entity string // "" while unresolved
	Quotes int
}
