package news

import "time"

// Precision says how exactly a time is known.
type Precision string

// The precisions, from finest to coarsest. PartOfDay is "Saturday evening":
// From and To are the day, and Date.Part names the part.
const (
	Second    Precision = "second"
	Minute    Precision = "minute"
	Hour      Precision = "hour"
	PartOfDay Precision = "part_of_day"
	Day       Precision = "day"
	Week      Precision = "week"
	Month     Precision = "month"
	Season    Precision = "season"
	Year      Precision = "year"
	Decade    Precision = "decade"
	Range     Precision = "range" // two ends given: "from 3 to 5 March"
)

// Interval is a stretch of calendar time. Both ends belong to it: a day has
// From and To at midnight of the same date, a month has its first and last
// date. With precision Day, PartOfDay or coarser only the dates of From and To
// count. With Hour or finer From and To are instants (equal when one instant is
// given) and keep the zone they were written in; time.UTC with Floating set
// means that no zone was given.
type Interval struct {
	From, To  time.Time
	Precision Precision
	Floating  bool // an hour or finer whose zone nobody states
}

// ReadFrom says where a publication time was written.
type ReadFrom string

// The places, in the order in which they outrank one another.
const (
	ReadFromFeed    ReadFrom = "feed"    // RSS, Atom, JSON Feed, ninjs, sitemap: the container
	ReadFromInput   ReadFrom = "input"   // the "published" field of a JSON line
	ReadFromJSONLD  ReadFrom = "json-ld" // schema.org NewsArticle
	ReadFromMeta    ReadFrom = "meta"    // article:published_time and the like
	ReadFromPage    ReadFrom = "page"    // a <time> or a byline in the page
	ReadFromText    ReadFrom = "text"    // a line of already scraped text
	ReadFromURL     ReadFrom = "url"     // /2020/07/22/
	ReadFromFile    ReadFrom = "file"    // a date in the file's name
	ReadFromArchive ReadFrom = "archive" // never the fetch time: only Memento-like original dates
)

// Published is when a report was published.
type Published struct {
	Interval
	ReadFrom ReadFrom
}

// Date is an expression of time in a text.
type Date struct {
	Span     Span
	Interval *Interval // nil while it cannot be resolved
	Part     string    // "morning", "noon", "afternoon", "evening", "night", "" if none
	Relation *Relation // how it hangs on the publication date; nil for absolute dates
}

// Relation keeps what a relative expression says, so that a later step can
// resolve it when the report's own date becomes known: "late Sunday" is
// {Weekday: 7, Part evening in Date}, "yesterday" {Unit: Day, Offset: -1},
// "last month" {Unit: Month, Offset: -1}, "8 March" {Month: 3, DayOfMonth: 8}.
type Relation struct {
	Unit       Precision // of Offset: Day, Week, Month, Year; "" with a bare weekday
	Offset     int       // 0 is the unit of publication itself
	Weekday    int       // ISO: Monday 1 ... Sunday 7; 0 if none
	Direction  int       // -1 past stated, +1 future stated, 0 not stated (news means the past, mostly)
	Month      int       // 1-12 of a date without year, 0 if none
	DayOfMonth int       // 1-31 of a date without year (or month), 0 if none
	Clock      string    // "22:30" or "18" where a time of the day was given, "" if none
	Until      *Relation // the other end of a range ("from 3 to 5 March"), nil if none
}
