package record

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

// says is a report without a date, one of whose events is told with an expression of time that hangs on it.
func says(id string, r news.Relation) *news.Document {
	d := report(id, "fr", "", met(okafor, pinto))
	d.Dates = []news.Date{{Span: news.Span{Start: 1, End: 3}, Relation: &r}}
	return d
}

func TestAWeekdayIsFoundThroughASisterReport(t *testing.T) {
	sunday := at(met(okafor, pinto), on("2031-05-04"), "") // a Sunday
	for _, c := range []struct {
		name string
		docs []*news.Document
		want string // dates of the entry with their reports; a star where the sister gave the date
	}{
		{"the same day", []*news.Document{report("a", "en", "2031-05-06", sunday), says("b", news.Relation{Weekday: 7})}, "2031-05-04 a,b*"},
		{"the day before", []*news.Document{report("a", "en", "2031-05-06", sunday), says("b", news.Relation{Weekday: 6})}, "2031-05-04 a; 2031-05-03 b*"},
		{"the nearest Wednesday", []*news.Document{report("a", "en", "2031-05-06", sunday), says("b", news.Relation{Weekday: 3})}, "2031-05-04 a; 2031-05-07 b*"},
		{"a day of the year", []*news.Document{report("a", "en", "2031-05-06", sunday), says("b", news.Relation{Month: 5, DayOfMonth: 4})}, "2031-05-04 a,b*"},
		{"a day to come is no day of what was", []*news.Document{report("a", "en", "2031-05-06", sunday), says("b", news.Relation{Weekday: 7, Direction: 1})}, "2031-05-04 a"},
		{"no sister, no day", []*news.Document{says("b", news.Relation{Weekday: 7}), says("c", news.Relation{Weekday: 7})}, ""},
	} {
		entries, _ := Build(c.docs)
		if len(entries) != 1 {
			t.Errorf("%s: %d entries", c.name, len(entries))
			continue
		}
		var got []string
		for _, d := range entries[0].Dates {
			var who []string
			for _, r := range d.Reports {
				for _, s := range d.Sister {
					if s == r {
						r += "*"
					}
				}
				who = append(who, r)
			}
			got = append(got, value(d.Interval)+" "+strings.Join(who, ","))
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestPlacesKeepTheirReports(t *testing.T) {
	inferred := at(met(okafor, pinto), nil, "Lisbon")
	inferred.Location.Inferred = true
	entries, _ := Build([]*news.Document{
		report("a", "en", "2031-05-06", inferred), report("b", "fr", "2031-05-06", at(met(okafor, pinto), nil, "Porto")),
		report("c", "es", "2031-05-06", at(met(okafor, pinto), nil, "Lisbon")),
	})
	want := []news.EntryPlace{
		{Location: news.Location{Name: "Lisbon", Country: "PRT", Precision: "city"}, Reports: []string{"a", "c"}},
		{Location: news.Location{Name: "Porto", Country: "PRT", Precision: "city"}, Reports: []string{"b"}},
	}
	if diff := cmp.Diff(want, entries[0].Places); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
