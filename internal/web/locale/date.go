package locale

import (
	"strconv"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Day writes a date: "8 March 2020".
func (l *Locale) Day(t time.Time) string {
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = l.T("date.first")
	}
	return l.T("date.day", day, l.month(t), strconv.Itoa(t.Year()))
}

// Weekday writes a date with the day of the week before it.
func (l *Locale) Weekday(t time.Time) string {
	return l.T("date.weekday", l.NameOfDay(int(t.Weekday()+6)%7+1), l.Day(t))
}

// NameOfDay names a day of the week: Monday is 1.
func (l *Locale) NameOfDay(iso int) string { return l.T("weekday." + strconv.Itoa(iso)) }

func (l *Locale) month(t time.Time) string { return l.T("month." + strconv.Itoa(int(t.Month()))) }

// Month writes a month with its year.
func (l *Locale) Month(t time.Time) string {
	return l.T("date.month", l.month(t), strconv.Itoa(t.Year()))
}

// Days writes a stretch of days.
func (l *Locale) Days(from, to time.Time) string {
	if from.Format(time.DateOnly) == to.Format(time.DateOnly) {
		return l.Day(from)
	}
	return l.T("date.range", l.Day(from), l.Day(to))
}

// Clock writes an instant in the zone that it has.
func (l *Locale) Clock(t time.Time) string { return l.T("date.clock", l.Day(t), t.Format("15:04")) }

// Zone names the zone of an instant: "UTC", "CET", or how far it is off.
func (l *Locale) Zone(t time.Time) string {
	name, _ := t.Zone()
	if name == "" || name[0] == '+' || name[0] == '-' {
		return "UTC" + t.Format("-07:00")
	}
	return name
}

// Interval writes a stretch of time as exactly as it is known. An hour or finer is written in zone, unless
// nobody states in which zone it is.
func (l *Locale) Interval(iv news.Interval, zone *time.Location) string {
	switch iv.Precision {
	case news.Second, news.Minute, news.Hour:
		if iv.Floating {
			zone = iv.From.Location()
		}
		from, to := iv.From.In(zone), iv.To.In(zone)
		if from.Equal(to) {
			return l.Clock(from)
		}
		return l.T("date.range", l.Clock(from), l.Clock(to))
	case news.Month:
		if sameMonth(iv) {
			return l.Month(iv.From)
		}
	case news.Year, news.Decade:
		if iv.From.Year() == iv.To.Year() {
			return strconv.Itoa(iv.From.Year())
		}
		return l.T("date.years", strconv.Itoa(iv.From.Year()), strconv.Itoa(iv.To.Year()))
	}
	return l.Days(iv.From, iv.To)
}

// When writes a stretch of time as part of a sentence: "on 8 March 2020".
func (l *Locale) When(iv news.Interval, zone *time.Location) string {
	at := l.Interval(iv, zone)
	switch iv.Precision {
	case news.Month, news.Year, news.Decade:
		return l.T("date.in", at)
	case news.Day, news.PartOfDay, news.Second, news.Minute, news.Hour:
		if iv.From.Equal(iv.To) {
			return l.T("date.on", at)
		}
	}
	return l.T("date.within", at)
}

func sameMonth(iv news.Interval) bool {
	return iv.From.Year() == iv.To.Year() && iv.From.Month() == iv.To.Month()
}

// ISO writes the beginning of a stretch of time for the datetime attribute of <time>.
func ISO(iv news.Interval) string {
	switch iv.Precision {
	case news.Second, news.Minute, news.Hour:
		if iv.Floating {
			return iv.From.Format("2006-01-02T15:04")
		}
		return iv.From.Format(time.RFC3339)
	case news.Month:
		return iv.From.Format("2006-01")
	case news.Year, news.Decade:
		return iv.From.Format("2006")
	}
	return iv.From.Format(time.DateOnly)
}
