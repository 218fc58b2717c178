package client

// The shapes of reports and what is found in them.

// Interval is a stretch of time, as exactly as it is known: dates for a day and coarser, else the clock with its zone where
// that is known.
type Interval struct {
	From      string `json:"from"`
	To        string `json:"to"`
	Precision string `json:"precision"`
}

// AsGiven is what a report gives as its addresses where that is no address of the web. It may be a script: it is here to be read, not followed.
type AsGiven struct {
	URL       string `json:"url,omitempty"`
	Canonical string `json:"canonical,omitempty"`
}

// Document is dragoman.document/1: a report and everything found in it. Offsets
// are Unicode code points into Text.
type Document struct {
	Schema         string      `json:"schema"`
	ID             string      `json:"id"`
	URL            string      `json:"url"` // http or https, or ""
	Canonical      string      `json:"canonical,omitempty"`
	AsGiven        *AsGiven    `json:"as_given,omitempty"`
	Source         string      `json:"source"`
	Site           string      `json:"site,omitempty"`
	SourceCountry  string      `json:"source_country,omitempty"`
	Title          string      `json:"title"`
	Description    string      `json:"description,omitempty"`
	Authors        []string    `json:"authors"`
	Lang           string      `json:"lang"`
	LangConfidence float64     `json:"lang_confidence"`
	Languages      []LangSpan  `json:"languages,omitempty"`
	Published      *Published  `json:"published"`
	Revision       int         `json:"revision,omitempty"`
	Withdrawn      bool        `json:"withdrawn,omitempty"`
	Text           string      `json:"text"`
	Dropped        []Dropped   `json:"dropped"`
	Sentences      []Span      `json:"sentences"`
	Dates          []Date      `json:"dates"`
	Mentions       []Mention   `json:"mentions"`
	References     []Reference `json:"references"`
	Quotes         []Quote     `json:"quotes"`
	Events         []Event     `json:"events"`
	CopyOf         *string     `json:"copy_of"`
}

// Span is a half-open range of code points.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// LangSpan is a stretch in another language than the report's.
type LangSpan struct {
	Span
	Lang       string  `json:"lang"`
	Confidence float64 `json:"confidence"`
}

// Published is when a report was published and where that was read.
type Published struct {
	From      string `json:"from"`
	To        string `json:"to"`
	Precision string `json:"precision"`
	ReadFrom  string `json:"read_from"`
}

// Dropped is a piece taken out of the text.
type Dropped struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Date is an expression of time. From, To are "" while it is unresolved, and
// Relation then says how it hangs on the publication date.
type Date struct {
	Span
	Text      string    `json:"text"`
	From      string    `json:"from"`
	To        string    `json:"to"`
	Precision string    `json:"precision"`
	Part      string    `json:"part,omitempty"`
	Relation  *Relation `json:"relation,omitempty"`
}

// Relation is news.Relation in JSON.
type Relation struct {
	Unit       string `json:"unit,omitempty"`
	Offset     int    `json:"offset"`
	Weekday    int    `json:"weekday,omitempty"`
	Direction  int    `json:"direction,omitempty"`
	Month      int    `json:"month,omitempty"`
	DayOfMonth int    `json:"day_of_month,omitempty"`
}

// Mention names an entity.
type Mention struct {
	Span
	Text       string  `json:"text"`
	Kind       string  `json:"kind"`
	Entity     string  `json:"entity"`
	Name       string  `json:"name"`
	Country    string  `json:"country"`
	Role       string  `json:"role"`
	Sector     string  `json:"sector,omitempty"`
	Adjective  bool    `json:"adjective,omitempty"`
	Confidence float64 `json:"confidence"`
	// Precision is that of a place or country: country, region, city, point or area.
	Precision  string      `json:"precision,omitempty"`
	Candidates []Candidate `json:"candidates,omitempty"`
	ActsAs     *Party      `json:"acts_as,omitempty"`
}

// Candidate is another place that a name could mean, with its share of what speaks for any
// of them.
type Candidate struct {
	Entity  string  `json:"entity"`
	Name    string  `json:"name"`
	Country string  `json:"country"`
	Score   float64 `json:"score"`
}

// Reference means somebody without a name. Mention is null where the report does not name
// them; Inferred says that they are who held the office on the day of the report.
type Reference struct {
	Span
	Text       string  `json:"text"`
	Form       string  `json:"form"`
	Mention    *int    `json:"mention"`
	Entity     string  `json:"entity"`
	Name       string  `json:"name"`
	Country    string  `json:"country"`
	Sector     string  `json:"sector,omitempty"`
	Inferred   bool    `json:"inferred,omitempty"`
	Confidence float64 `json:"confidence"`
}

// Quote is words said. SpeakerMention is null where the speaker is open.
type Quote struct {
	Span
	Text           string  `json:"text"`
	Speaker        string  `json:"speaker"`
	SpeakerMention *int    `json:"speaker_mention"`
	Direct         bool    `json:"direct"`
	Addressee      string  `json:"addressee,omitempty"`
	Confidence     float64 `json:"confidence"`
}

// Event is one coded happening.
type Event struct {
	Type        string        `json:"type"`
	Mode        string        `json:"mode"`
	Contexts    []string      `json:"contexts"`
	Status      string        `json:"status"`
	Actors      []Party       `json:"actors"`
	Recipients  []Party       `json:"recipients"`
	AccordingTo []Attribution `json:"according_to"`
	Place       *Place        `json:"place"`
	Date        *Interval     `json:"date"`
	Evidence    []Span        `json:"evidence"`
	Confidence  float64       `json:"confidence"`
}

// Party is a participant.
type Party struct {
	Name     string `json:"name"`
	Entity   string `json:"entity"`
	Kind     string `json:"kind"`
	Country  string `json:"country"`
	Sector   string `json:"sector"`
	Inferred bool   `json:"inferred,omitempty"` // the country is that of the place, of the other party or of the report
}

// Attribution is one link in the chain of who says so.
type Attribution struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	Span
}

// Place is where something took place. Lat and Lon are null where no point is known.
type Place struct {
	Name      string   `json:"name"`
	Country   string   `json:"country"`
	Lat       *float64 `json:"lat"`
	Lon       *float64 `json:"lon"`
	Precision string   `json:"precision"`
	Inferred  bool     `json:"inferred,omitempty"`
}
