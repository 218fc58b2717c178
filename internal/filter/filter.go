// Package filter reads what lists are narrowed by in the way that people write it: "2020-03", "7d", "irq". The commands
// and the HTTP API narrow alike because both read with it. What matches is found by package store.
package filter

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Words is a filter as it was written; "" is not asked.
type Words struct {
	Since, Until, Lang, Country, Entity, Place, Source, Type, Status string
}

// Options say how to read.
type Options struct {
	Now   time.Time                // what "7d" counts from
	Types []news.EventType         // of the user's own, beside PLOVER's
	Own   string                   // how to make types of one's own known, for the hint
	Say   func(name string) string // how a name stands before its value: "--since ", "since="
}

// Statuses are those that can be asked for.
var Statuses = []news.Status{news.Occurred, news.Planned, news.CalledFor, news.Denied, news.Background}

var alpha3 = regexp.MustCompile(`^[A-Za-z]{3}$`)

// Parse checks the whole of a filter and names what is wrong, with code news.Invalid.
func Parse(w Words, o Options) (store.Filter, error) {
	out := store.Filter{
		Lang: news.Lang(strings.ToLower(w.Lang)), Source: w.Source, Country: strings.ToUpper(w.Country), Entity: w.Entity, Place: w.Place,
		Type: news.EventType(strings.ToUpper(w.Type)), Status: news.Status(strings.ToLower(w.Status)),
	}
	var err error
	if out.Since, err = o.day("since", w.Since, false); err != nil {
		return out, err
	}
	if out.Until, err = o.day("until", w.Until, true); err != nil {
		return out, err
	}
	switch {
	case out.Type != "" && !slices.Contains(news.EventTypes, out.Type) && !slices.Contains(o.Types, out.Type):
		return out, wrong(o.Say("type")+w.Type+" is no event type", "one of "+Join(slices.Concat(news.EventTypes, o.Types))+o.Own)
	case w.Country != "" && !alpha3.MatchString(w.Country):
		return out, wrong(o.Say("country")+w.Country, "three letters, such as "+o.Say("country")+"IRQ")
	case out.Status != "" && !slices.Contains(Statuses, out.Status):
		return out, wrong(o.Say("status")+w.Status+" is no status", "one of "+Join(Statuses))
	}
	return out, nil
}

func wrong(message, hint string) error {
	return &news.Error{Code: news.Invalid, Message: message, Hint: hint}
}

// Join lists names for a hint.
func Join[T ~string](in []T) string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return strings.Join(out, " ")
}

var ago = regexp.MustCompile(`^(\d{1,4})([hdwmy])$`)

// day reads a date, a month, a year or "7d". A month or a year is its first day, or with last its last.
func (o Options) day(name, s string, last bool) (string, error) {
	if s == "" {
		return "", nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if last && layout == "2006-01" {
			t = t.AddDate(0, 1, -1)
		}
		if last && layout == "2006" {
			t = t.AddDate(1, 0, -1)
		}
		return t.Format(time.DateOnly), nil
	}
	if t, ok := Ago(o.Now, s); ok {
		return t.Format(time.DateOnly), nil
	}
	return "", wrong(o.Say(name)+s+" is no day", o.Say(name)+"2020-03-08, or 2020-03, 2020, 7d")
}

// Ago reads a stretch of time before now: "12h", "7d", "2w", "6m", "1y".
func Ago(now time.Time, s string) (time.Time, bool) {
	m := ago.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	k, err := strconv.Atoi(m[1])
	if err != nil {
		return time.Time{}, false
	}
	switch m[2] {
	case "h":
		return now.Add(-time.Duration(k) * time.Hour), true
	case "w":
		return now.AddDate(0, 0, -7*k), true
	case "m":
		return now.AddDate(0, -k, 0), true
	case "y":
		return now.AddDate(-k, 0, 0), true
	}
	return now.AddDate(0, 0, -k), true
}

// Instant reads a moment: a day means its end. Without a zone it is that of zone.
func Instant(s string, zone *time.Location) (time.Time, bool) {
	if t, err := time.ParseInLocation(time.DateOnly, s, zone); err == nil {
		return t.AddDate(0, 0, 1).Add(-time.Millisecond), true
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
