// Package ical writes what is planned as an iCalendar file (RFC 5545), for people's own calendars. A date is as exact
// there as reports give it: a time of day where they give one, whole days otherwise, and a month or a year as all of
// its days, marked as such and leaving people free.
package ical

import (
	"context"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Format is iCalendar.
func Format() format.Format {
	return format.Format{
		Name: "ical", Extension: ".ics", MediaType: "text/calendar",
		About: "iCalendar: what is planned, for calendars", Writer: format.WriterFunc(write),
	}
}

func write(ctx context.Context, src format.Source, opt format.Options, w io.Writer) (format.Dropped, error) {
	if s := opt.Filter.Status; s != "" && s != news.Planned {
		return nil, &news.Error{Code: news.Invalid, Message: "a calendar has what is planned, not what is " + string(s), Hint: "leave --status out"}
	}
	opt.Filter.Status = news.Planned
	var lost format.Drops
	docs := format.NewReports(src)
	c := &calendar{w: w}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//Dragoman//Planned events//EN")
	c.line("CALSCALE", "GREGORIAN")
	c.text("X-WR-CALNAME", "Planned events")
	for e, err := range src.Entries(ctx, opt.Filter) {
		if err != nil {
			return nil, err
		}
		if e.Date == nil {
			lost.Add("entries", "no report says when it is to be: a calendar has no such day")
			continue
		}
		words, err := kit.Evidence(ctx, docs, e.Evidence)
		if err != nil {
			return nil, err
		}
		c.event(opt, e, words)
		drop(&lost, e)
	}
	c.line("END", "VCALENDAR")
	return lost.List(), c.err
}

// event writes one VEVENT. Everybody who takes part stands in the description and not as an attendee: a calendar would
// write to those.
func (c *calendar) event(opt format.Options, e *news.Entry, words []kit.Words) {
	c.line("BEGIN", "VEVENT")
	c.line("UID", kit.UUID("entry", e.ID)+"@dragoman")
	c.line("DTSTAMP", opt.Now.UTC().Format(utc))
	c.stretch(*e.Date)
	c.text("SUMMARY", summary(e))
	c.text("DESCRIPTION", description(e, words))
	if l := e.Location; l != nil {
		if place := kit.PlaceName(l); place != "" {
			c.text("LOCATION", place)
		}
		if l.HasPoint && math.Abs(l.Lat) <= 90 && math.Abs(l.Lon) <= 180 {
			c.line("GEO", fmt.Sprintf("%.6f;%.6f", l.Lat, l.Lon))
		}
	}
	if page := address(opt, e, words); page != "" {
		c.line("URL", page)
	}
	c.line("CATEGORIES", escape(string(e.Type)))
	c.line("STATUS", "TENTATIVE") // reports say so: nobody here has confirmed it
	c.text("X-DRAGOMAN-PRECISION", string(e.Date.Precision))
	c.line("END", "VEVENT")
}

// The forms of RFC 5545: a day, a time of the day in nobody's zone, and an instant.
const (
	day      = "20060102"
	floating = "20060102T150405"
	utc      = "20060102T150405Z"
)

// stretch writes when. The end of days is the first day that is no longer part of it.
func (c *calendar) stretch(iv news.Interval) {
	switch {
	case kit.Instant(iv):
		c.line("DTSTART", iv.From.UTC().Format(utc))
		if iv.To.After(iv.From) {
			c.line("DTEND", iv.To.UTC().Format(utc))
		}
	case kit.Clock(iv):
		c.line("DTSTART", iv.From.Format(floating))
		if iv.To.After(iv.From) {
			c.line("DTEND", iv.To.Format(floating))
		}
	default:
		c.line("DTSTART;VALUE=DATE", iv.From.Format(day))
		c.line("DTEND;VALUE=DATE", latest(iv).AddDate(0, 0, 1).Format(day))
		c.line("TRANSP", "TRANSPARENT")
	}
}

// latest is the last day of iv; its first where they were given the wrong way round.
func latest(iv news.Interval) time.Time {
	if iv.To.Before(iv.From) {
		return iv.From
	}
	return iv.To
}

// summary names who, else what; a month or a year is said, for a calendar shows it as days.
func summary(e *news.Entry) string {
	what := string(e.Type)
	if e.Mode != "" {
		what = e.Mode
	}
	what = strings.ReplaceAll(strings.ToLower(kit.Line(what)), "_", " ")
	who := strings.Join(append(kit.Names(e.Actors), kit.Names(e.Recipients)...), ", ")
	if who != "" {
		what = who + ": " + what
	}
	switch e.Date.Precision {
	case news.Week, news.Month, news.Season, news.Year, news.Decade:
		what += " (some time in " + kit.Stretch(*e.Date) + ")"
	}
	return what
}

// description tells the entry and the words that it rests on, with who wrote them.
func description(e *news.Entry, words []kit.Words) string {
	lines := []string{kit.Sentence(e)}
	for _, w := range words {
		line := w.Quoted()
		if u := kit.URI(w.Report.URL); u != "" {
			line += " " + u
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func address(opt format.Options, e *news.Entry, words []kit.Words) string {
	if page := kit.URI(format.Page(opt.Base, "stories", e.Story)); page != "" {
		return page
	}
	for _, w := range words {
		if u := kit.URI(w.Report.URL); u != "" {
			return u
		}
	}
	return ""
}

func drop(lost *format.Drops, e *news.Entry) {
	lost.AddN("actors.entity", "who takes part is text, so that no calendar writes to them", len(e.Actors)+len(e.Recipients))
	lost.AddN("places", "an event has one place", len(e.Places)-1)
	lost.AddN("dates", "an event has one time", len(e.Dates)-1)
	lost.AddN("evidence", "the words stand in the description, not where they begin and end", len(e.Evidence))
}
