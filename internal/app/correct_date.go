package app

import (
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// ParseDays reads a time as the user writes it: a day, two days with a slash between, a month or a year, as ISO 8601 has
// them. What feeds and pages write package date reads; here a slip is better refused than understood.
func ParseDays(s string) (*news.Interval, error) {
	from, to, two := strings.Cut(s, "/")
	if !two {
		if iv := calendarUnit(from); iv != nil {
			return iv, nil
		}
		return nil, noDay(s, "write it as 2020-03-08, 2020-03-08/2020-03-10, 2020-03 or 2020; or "+NoValue)
	}
	a, b := calendarUnit(from), calendarUnit(to)
	switch {
	case a == nil || b == nil || a.Precision != news.Day || b.Precision != news.Day:
		return nil, noDay(s, "write two days as 2020-03-08/2020-03-10")
	case b.From.Before(a.From):
		return nil, noDay(s, "the earlier day comes first: "+to+"/"+from)
	case a.From.Equal(b.From):
		return a, nil
	}
	return &news.Interval{From: a.From, To: b.From, Precision: news.Range}, nil
}

func noDay(s, hint string) error {
	return &news.Error{Code: news.Invalid, Message: s + " is no date", Hint: hint}
}

// calendarUnit reads a day, month or year, nil for anything else.
func calendarUnit(s string) *news.Interval {
	for _, unit := range []struct {
		layout              string
		precision           news.Precision
		years, months, days int
	}{
		{time.DateOnly, news.Day, 0, 0, 1}, {"2006-01", news.Month, 0, 1, 0}, {"2006", news.Year, 1, 0, 0},
	} {
		if t, err := time.Parse(unit.layout, s); err == nil && t.Year() > 0 {
			return &news.Interval{From: t, To: t.AddDate(unit.years, unit.months, unit.days).AddDate(0, 0, -1), Precision: unit.precision}
		}
	}
	return nil
}
