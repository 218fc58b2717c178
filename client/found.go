package client

// The shapes of quotes, searches, sources and feeds.

// ReportQuote is dragoman.quote/1: one quote with where it was read.
type ReportQuote struct {
	Schema string `json:"schema"`
	Report string `json:"report"`
	Source string `json:"source"`
	Lang   string `json:"lang"`
	Date   string `json:"date"` // of the report, "" when undated
	Quote
}

// Hit is dragoman.hit/1: one search hit. Highlight counts code points into
// Snippet. Found is "words" or "meaning"; by meaning Score is the cosine and Snippet
// the nearest sentence.
type Hit struct {
	Schema    string  `json:"schema"`
	Report    string  `json:"report"`
	Title     string  `json:"title"`
	Lang      string  `json:"lang"`
	Source    string  `json:"source"`
	Date      string  `json:"date"`
	Score     float64 `json:"score"`
	Snippet   string  `json:"snippet"`
	Highlight []Span  `json:"highlight"`
	Found     string  `json:"found"`
}

// SearchResult is dragoman.search/1: a page of what was found.
type SearchResult struct {
	Schema  string                    `json:"schema"`
	Total   int                       `json:"total"` // reports with the words
	Items   []Hit                     `json:"items"`
	Near    []Hit                     `json:"near"`     // reports without the words that mean the same, on the first page
	LeftOut int                       `json:"left_out"` // reports whose meaning could not be compared
	Facets  map[string]map[string]int `json:"facets"`   // lang, source and month: how many hits have each
	Counted int                       `json:"counted"`  // hits that the facets count: the newest 10,000 at most
	Next    *string                   `json:"next"`
}

// Source is dragoman.source/1: how much an outlet published, and when. Source is "" for reports that name none.
type Source struct {
	Schema    string   `json:"schema"`
	Source    string   `json:"source"`
	Languages []string `json:"languages"`
	Reports   int      `json:"reports"` // that are no copies
	Copies    int      `json:"copies"`
	Undated   int      `json:"undated"` // of both, not known to the day
	First     string   `json:"first"`   // day with a report, "" where none is known to the day
	Last      string   `json:"last"`
}

// Feed is dragoman.feed/1: a subscription and how it fares. Times are "" for never; a next poll that is "" is due.
type Feed struct {
	Schema      string `json:"schema"`
	URL         string `json:"url"` // without the password that it may have
	Title       string `json:"title"`
	Kind        string `json:"kind"`
	Paused      bool   `json:"paused"`
	Reports     int    `json:"reports"`
	LastSuccess string `json:"last_success"`
	NextPoll    string `json:"next_poll"`
	LastError   string `json:"last_error"` // in words
	Failures    int    `json:"failures"`   // in a row
}
