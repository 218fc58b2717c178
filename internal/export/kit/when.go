package kit

import (
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// exact says of which precisions the ends of an interval are instants.
var exact = map[news.Precision]bool{news.Second: true, news.Minute: true, news.Hour: true}

// Instant reports whether the ends of iv are points of time whose zone is known.
func Instant(iv news.Interval) bool { return exact[iv.Precision] && !iv.Floating }

// Clock reports whether the ends of iv have a time of day, be its zone known or not.
func Clock(iv news.Interval) bool { return exact[iv.Precision] }

// Truncated is one end of an interval in ISO 8601, as long as it is known: "2020", "2020-03", "2020-03-08",
// "2020-03-08T10:00:00+03:00"; without a zone where nobody states one.
func Truncated(iv news.Interval, end time.Time) string {
	switch {
	case Instant(iv):
		return end.Format(time.RFC3339)
	case Clock(iv):
		return end.Format("2006-01-02T15:04:05")
	case iv.Precision == news.Month:
		return end.Format("2006-01")
	case iv.Precision == news.Year, iv.Precision == news.Decade:
		return end.Format("2006")
	}
	return end.Format(time.DateOnly)
}

// Stretch is an interval in ISO 8601: one end where both are written alike, else both with a slash.
func Stretch(iv news.Interval) string {
	from, to := Truncated(iv, iv.From), Truncated(iv, iv.To)
	if from == to {
		return from
	}
	return from + "/" + to
}

// Stamp is when a report was published as a point of time in UTC: the beginning of the day, where no hour is known.
// false where not even the day is.
func Stamp(p *news.Published) (time.Time, bool) {
	switch {
	case p == nil:
	case Clock(p.Interval):
		return p.From.UTC(), true
	case p.Precision == news.Day || p.Precision == news.PartOfDay:
		y, m, d := p.From.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), true
	}
	return time.Time{}, false
}
