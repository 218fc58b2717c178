// Package news holds the nouns of Dragoman: what a report, a mention, a quote,
// an event and a story are. It imports only the standard library, so every other
// package may import it, and a store can be built without a single model.
//
// Facts point into the text: Report.Text never changes once set, and every
// finding is a half-open byte Span into it. The JSON that other programs read
// counts Unicode code points instead; package export converts.
package news

import "cmp"

// Lang is a BCP 47 primary language tag in lower case, such as "fr" or "zh".
// Undetermined is written "und".
type Lang string

// Undetermined is the language of a text that is too short or too mixed to tell.
const Undetermined Lang = "und"

// Span is a half-open range of byte offsets into Report.Text.
type Span struct{ Start, End int }

// In returns the text that s covers.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// Len is the number of bytes covered.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether s covers nothing; the zero Span means "not given".
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether o lies within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o share at least one byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Raw is one report as it came in, before it is read. Whatever the container
// (feed, archive record, JSON line) already knows about it travels along,
// and outranks what the page itself says.
type Raw struct {
	Name        string // where it came from, for messages: a path, "crawl.warc.gz record 12", a URL
	ID          string // given by the user, "" if not; a given id stays the id
	URL         string
	Source      string // outlet, as given
	Title       string
	Lang        Lang // "" if not given
	Authors     []string
	Description string
	Published   string   // as written in the container, any format; "" if none
	ReadFrom    ReadFrom // where Published was written, e.g. ReadFromFeed
	MediaType   string   // "text/html" or "text/plain", already decided by sniffing
	ContentType string   // the raw Content-Type header with its charset, "" if none
	Body        []byte   // the page or the text; text may be in any encoding
	UTF8        bool     // Body is known to be UTF-8 (JSON, decoded feeds)
	Withdrawn   bool     // the container says that the report was withdrawn
}

// Report is one published text.
type Report struct {
	ID             string
	URL            string // where it was read
	Canonical      string // the URL that the page names as its own, "" if none
	Source         string // the outlet's domain, or the name given
	Site           string // the outlet's name as the page gives it
	Country        string // the publisher's country, ISO 3166-1 alpha-3, "" where unknown
	Title          string
	Description    string
	Authors        []string
	Lang           Lang
	LangConfidence float64    // 0 to 1
	Languages      []LangSpan // only where parts are in another language than Lang
	Published      *Published // nil where nothing says; never the time of fetching
	Text           string     // NFC, immutable: every span points into it
	Dropped        []Dropped  // what was taken off the page or text, and why
	Revision       int        // 1 for the first text seen under this id
	Withdrawn      bool
}

// Outlet is under what name the publisher of a report goes: its domain or the name given, else the page's, else the report's id.
func (r *Report) Outlet() string { return cmp.Or(r.Source, r.Site, r.ID) }

// LangSpan is a stretch of text in one language.
type LangSpan struct {
	Span       Span
	Lang       Lang
	Confidence float64
}

// Dropped is a piece that was taken out of a text, with the reason in words
// ("share button", "caption", "read more", "byline", "copyright", "source line",
// "menu", "headline of another story", "date line", "comment count", ...).
type Dropped struct {
	Text   string
	Reason string
}

// Document is a report and everything found in it. Stages add to it in the
// order sentences, dates, mentions and references, quotes, events; each reads what is there.
type Document struct {
	Report
	Sentences  []Span
	Dates      []Date
	Mentions   []Mention
	References []Reference // who is meant without a name, in the order of the text, without overlap
	Quotes     []Quote
	Events     []Event
	CopyOf     string   // id of the original when this report is a copy, else ""
	Reading    *Reading // what the reading model made of it; nil when it was not asked
}

// SetAside is an input that could not be read. Nothing is lost: it is named
// with the reason and kept in the store's list.
type SetAside struct {
	Name   string // Raw.Name
	Reason string // in words, for people
	Hint   string // what to do about it, may be ""
}
