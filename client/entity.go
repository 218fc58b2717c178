package client

// The shapes of who and what is named.

// Entity is dragoman.entity/1: who or what reports name.
type Entity struct {
	Schema  string  `json:"schema"`
	ID      string  `json:"id"`
	Kind    string  `json:"kind"`
	Name    string  `json:"name"`
	Country string  `json:"country"`
	Sector  string  `json:"sector"`
	Reports int     `json:"reports"`
	Aliases []Alias `json:"aliases"`
	Roles   []Role  `json:"roles"`
}

// Alias is one way to write a name.
type Alias struct {
	Name string `json:"name"`
	Lang string `json:"lang"`
	N    int    `json:"n"`
}

// Role is what reports called an entity, with the dates of the first and last
// report that did, "" where undated.
type Role struct {
	Title string `json:"title"`
	From  string `json:"from"`
	To    string `json:"to"`
	N     int    `json:"n"`
}

// Person is dragoman.entity/1 with all that is known of one person or organisation: what the list of
// entities has, and meetings, quotes and places beside it.
type Person struct {
	Entity
	IDs      []string      `json:"ids"` // that reports give and that this one stands for, its own with them
	Offices  []Office      `json:"offices"`
	Meetings []Meeting     `json:"meetings"`
	Quotes   []ReportQuote `json:"quotes"`
	Places   []Whereabouts `json:"places"`
	Newest   int           `json:"newest,omitempty"` // how many reports all this is of, the newest, where it is not of all
}

// Office is what reports call somebody, in the words of every language.
type Office struct {
	Title   string   `json:"title"`   // in English where that is known
	Written []Alias  `json:"written"` // by language
	From    string   `json:"from"`    // the first report that says so: a day, or a month or year where no more is known; "" undated
	To      string   `json:"to"`      // the last one
	Reports []string `json:"reports"`
}

// Meeting is an event that somebody had a part in together with others.
type Meeting struct {
	Entry   string    `json:"entry"`
	Story   string    `json:"story"`
	Type    string    `json:"type"`
	Status  string    `json:"status"`
	With    []Party   `json:"with"`
	Place   *Place    `json:"place"`
	Date    *Interval `json:"date"`
	Reports []string  `json:"reports"`
}

// Whereabouts is a place where reports say that somebody had a part in an event, with the dates of the
// first and last such event.
type Whereabouts struct {
	Name    string   `json:"name"`
	Country string   `json:"country"`
	From    string   `json:"from"`
	To      string   `json:"to"`
	Reports []string `json:"reports"`
}
