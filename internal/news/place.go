package news

// How precisely a report gives a place: what the words name, not where a point is known.
const (
	AtCountry = "country"
	AtRegion  = "region" // a province, a part of the world
	AtCity    = "city"   // a town
	AtPoint   = "point"  // less than a town: a quarter, a settlement, a place of the user's
	AtArea    = "area"   // a sea, a strait, disputed land: has a name and never a point
)

// Candidate is another place that a name could mean.
type Candidate struct {
	Entity  string
	Name    string
	Country string
	Score   float64 // its share of what speaks for any of them; the rest is that of the place taken
}

// Actor is those whom a place stands for where it acts: the government of a state, which is
// the state with the sector GOV, or a body that is called by its seat.
type Actor struct {
	Entity  string // "ISO:IRN", "ORG:EUE"
	Kind    Kind
	Name    string // in English
	Country string
	Sector  string
}
