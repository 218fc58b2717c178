package filter_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/filter"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

var options = filter.Options{
	Now: time.Date(2020, 3, 8, 12, 0, 0, 0, time.UTC), Types: []news.EventType{"FLOOD"},
	Own: "; or your own", Say: func(name string) string { return name + "=" },
}

func TestParse(t *testing.T) {
	for _, tc := range []struct {
		name string
		in   filter.Words
		want store.Filter
	}{
		{"nothing is asked", filter.Words{}, store.Filter{}},
		{"a month is its first and its last day", filter.Words{Since: "2020-02", Until: "2020-02"}, store.Filter{Since: "2020-02-01", Until: "2020-02-29"}},
		{"a year too", filter.Words{Since: "2019", Until: "2019"}, store.Filter{Since: "2019-01-01", Until: "2019-12-31"}},
		{"days ago", filter.Words{Since: "7d"}, store.Filter{Since: "2020-03-01"}},
		{"hours, weeks, months and years ago", filter.Words{Since: "13h", Until: "2w"}, store.Filter{Since: "2020-03-07", Until: "2020-02-23"}},
		{"months and years ago", filter.Words{Since: "1y", Until: "2m"}, store.Filter{Since: "2019-03-08", Until: "2020-01-08"}},
		{"letters of either case", filter.Words{Lang: "FR", Country: "irq", Type: "consult", Status: "Called_For"}, store.Filter{Lang: "fr", Country: "IRQ", Type: news.Consult, Status: news.CalledFor}},
		{"types of one's own", filter.Words{Type: "flood"}, store.Filter{Type: "FLOOD"}},
		{"names as they are", filter.Words{Entity: "برهم صالح", Place: "Bagdad", Source: "L’Écho"}, store.Filter{Entity: "برهم صالح", Place: "Bagdad", Source: "L’Écho"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := filter.Parse(tc.in, options)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	for _, tc := range []struct {
		in            filter.Words
		message, hint string
	}{
		{filter.Words{Since: "yesterday"}, "since=yesterday is no day", "since=2020-03-08, or 2020-03, 2020, 7d"},
		{filter.Words{Until: "2020-13"}, "until=2020-13 is no day", "until=2020-03-08, or 2020-03, 2020, 7d"},
		{filter.Words{Country: "IQ"}, "country=IQ", "three letters, such as country=IRQ"},
		{filter.Words{Type: "TALK"}, "type=TALK is no event type", "FLOOD; or your own"},
		{filter.Words{Status: "done"}, "status=done is no status", "one of occurred planned"},
	} {
		_, err := filter.Parse(tc.in, options)
		e, ok := err.(*news.Error) //nolint:errorlint // it comes as it is
		if !ok || e.Code != news.Invalid || e.Message != tc.message || !strings.Contains(e.Hint, tc.hint) {
			t.Errorf("%+v: %#v", tc.in, err)
		}
	}
}

func TestInstant(t *testing.T) {
	zone := time.FixedZone("", 3*3600)
	for in, want := range map[string]string{
		"2020-03-08":                "2020-03-08T23:59:59.999+03:00",
		"2020-03-08T10:00":          "2020-03-08T10:00:00+03:00",
		"2020-03-08T10:00:01Z":      "2020-03-08T10:00:01Z",
		"2020-03-08 10:00":          "2020-03-08T10:00:00+03:00",
		"2020-03-08T10:00:00.5Z":    "2020-03-08T10:00:00.5Z",
		"2020-03-08T10:00:00+00:00": "2020-03-08T10:00:00Z",
	} {
		got, ok := filter.Instant(in, zone)
		if !ok || got.Format(time.RFC3339Nano) != want {
			t.Errorf("%s = %s", in, got.Format(time.RFC3339Nano))
		}
	}
	if _, ok := filter.Instant("noon", zone); ok {
		t.Error("noon is a moment")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("2020-03", "7d", "fr", "IRQ", "CONSULT", "occurred")
	f.Add("0000", "9999y", "", "\xff\xff\xff", "consult", "\x00")
	f.Fuzz(func(t *testing.T, since, until, lang, country, typ, status string) {
		got, err := filter.Parse(filter.Words{Since: since, Until: until, Lang: lang, Country: country, Type: typ, Status: status}, options)
		if err != nil {
			if news.CodeOf(err) != news.Invalid {
				t.Errorf("%v is not the fault of who asked", err)
			}
			return
		}
		if len(got.Country) != 0 && len(got.Country) != 3 || got.Type != "" && !utf8.ValidString(string(got.Type)) {
			t.Errorf("%+v", got)
		}
	})
}
