package ical_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/ical"
	"github.com/dragoman-news/dragoman/internal/export/kit/kittest"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

func TestGolden(t *testing.T) {
	got := kittest.Golden(t, ical.Format())
	wellFormed(t, got)
	if n := bytes.Count(got, []byte("BEGIN:VEVENT\r\n")); n != 7 {
		t.Errorf("%d events; seven of the planned entries have a date", n)
	}
	for _, want := range []string{
		"DTSTART;VALUE=DATE:20200320\r\nDTEND;VALUE=DATE:20200321", // a day
		"DTSTART:20200321T073000Z\r\n",                             // an instant, in UTC
		"DTSTART:20200402T100000\r\n",                              // no zone is known
		"DTSTART;VALUE=DATE:20200401\r\nDTEND;VALUE=DATE:20200501", // a month
		"DTSTART;VALUE=DATE:20200323\r\nDTEND;VALUE=DATE:20200326", // from one day to another
		"DTSTART:20200322T090000Z\r\nDTEND:20200322T120000Z",
	} {
		if !bytes.Contains(got, []byte(want)) {
			t.Errorf("the file lacks %q", want)
		}
	}
}

// wellFormed holds what RFC 5545 says of every line.
func wellFormed(t *testing.T, file []byte) {
	t.Helper()
	lines := strings.Split(string(file), "\r\n")
	for i, l := range lines[:len(lines)-1] {
		if len(l) > 75 || !utf8.ValidString(l) || strings.ContainsAny(l, "\r\n\x00") {
			t.Errorf("line %d: %q", i+1, l)
		}
	}
	whole := strings.ReplaceAll(string(file), "\r\n ", "")
	for _, l := range strings.Split(strings.TrimSuffix(whole, "\r\n"), "\r\n") {
		name, _, ok := strings.Cut(l, ":")
		if name, _, _ = strings.Cut(name, ";"); !ok || strings.ToUpper(name) != name || strings.ContainsAny(name, " ,\"") {
			t.Errorf("no property: %q", l)
		}
	}
}

func TestNothingIsAnEmptyCalendar(t *testing.T) {
	got, lost := kittest.WriteOf(t, ical.Format(), kittest.Empty(), format.Options{Now: kittest.Now})
	if wellFormed(t, got); bytes.Contains(got, []byte("VEVENT")) || len(lost) != 0 {
		t.Errorf("%s, dropped %v", got, lost)
	}
}

func TestOnlyWhatIsPlannedCanBeAskedFor(t *testing.T) {
	_, err := ical.Format().Write(context.Background(), kittest.Empty(), format.Options{Filter: store.Filter{Status: news.Denied}}, io.Discard)
	if news.CodeOf(err) != news.Invalid {
		t.Errorf("asked for what was denied: %v", err)
	}
}

// FuzzText holds that no name breaks out of its property.
func FuzzText(f *testing.F) {
	for _, s := range []string{"a\r\nATTENDEE:mailto:x@y.example", "\\;,:\"", "\x00\xff", strings.Repeat("مسقط", 60)} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, name, mode string) {
		iv := news.Interval{From: kittest.Now, To: kittest.Now, Precision: news.Day}
		e := news.Entry{
			Type: news.Consult, Status: news.Planned, Mode: mode, Date: &iv, Location: &news.Location{Name: name},
			Actors: []news.EntryParty{{Party: news.Party{Name: name, Mention: -1}}},
		}
		got, _ := kittest.WriteOf(t, ical.Format(), kittest.WithEntry(t, e), format.Options{Now: kittest.Now})
		wellFormed(t, got)
		if bytes.Contains(got, []byte("\r\nATTENDEE")) {
			t.Errorf("a name became a property: %s", got)
		}
	})
}
