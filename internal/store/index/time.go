package index

import (
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Undated is the Instant of a document without a publication: before all others.
const Undated = store.Undated

// Publication is a document's place in time in the forms that lists need.
type Publication struct {
	Instant     int64  // unix seconds by which lists are ordered: of From, for a day or coarser its first midnight in UTC
	First, Last string // ISO dates in the zone it was written in, "" if undated
	Exact       bool   // known to the day or finer
}

// PublicationOf returns when doc was published.
func PublicationOf(doc *news.Document) Publication {
	p := doc.Published
	if p == nil {
		return Publication{Instant: Undated}
	}
	out := Publication{Instant: store.InstantOf(p), First: p.From.Format(time.DateOnly), Last: p.To.Format(time.DateOnly)}
	switch p.Precision {
	case news.Second, news.Minute, news.Hour:
		out.Exact = true
	case news.Day, news.PartOfDay:
		out.Exact = out.First == out.Last
	}
	return out
}

// Day is the ISO date of publication, "" where it is unknown or coarser.
func (p Publication) Day() string {
	if !p.Exact {
		return ""
	}
	return p.First
}

// Month is "2020-03", "" where it is unknown or coarser than a month.
func (p Publication) Month() string {
	if len(p.First) < 7 || p.First[:7] != p.Last[:min(7, len(p.Last))] {
		return ""
	}
	return p.First[:7]
}

// SamePublication reports whether two publication times say the same. Where they were
// read, and the name of the zone, does not count.
func SamePublication(a, b *news.Published) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Precision == b.Precision && a.Floating == b.Floating && sameTime(a.From, b.From) && sameTime(a.To, b.To)
}

func sameTime(a, b time.Time) bool {
	_, za := a.Zone()
	_, zb := b.Zone()
	return a.Equal(b) && za == zb
}

// CheckFilter refuses dates that are none.
func CheckFilter(f store.Filter) error {
	if err := checkDate("since", f.Since); err != nil {
		return err
	}
	return checkDate("until", f.Until)
}

// CheckDates refuses the days of a feature query that are none.
func CheckDates(from, to string) error {
	if err := checkDate("from", from); err != nil {
		return err
	}
	return checkDate("to", to)
}

func checkDate(name, s string) error {
	if s == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return &news.Error{
			Code: news.Invalid, Message: name + " is not a date: " + s,
			Hint: "write it as year-month-day: 2020-03-08", Err: err,
		}
	}
	return nil
}

// Within reports whether a stretch of ISO dates overlaps another; "" ends of
// the second are open, and an undated first is in none but the open one.
func Within(first, last, since, until string) bool {
	if since == "" && until == "" {
		return true
	}
	return first != "" && (since == "" || last >= since) && (until == "" || first <= until)
}

// EntryDates returns the ISO dates of an entry, "" where it has none.
func EntryDates(e *news.Entry) (first, last string) {
	if e.Date == nil {
		return "", ""
	}
	return e.Date.From.Format(time.DateOnly), e.Date.To.Format(time.DateOnly)
}

// AfterMissing is the error of a page that begins after a row that is not there.
func AfterMissing(id string) error {
	return &news.Error{
		Code: news.Invalid, Message: "the page before ended with " + id + ", which is no longer here",
		Hint: "start again from the first page",
	}
}
