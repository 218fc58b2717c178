package record

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

// TestWeekdaysOfVisits holds that days of the week go on the calendar where a report is dated, and stay days of one week
// where none is.
func TestWeekdaysOfVisits(t *testing.T) {
	weekday := func(n int, part string) news.Date {
		return news.Date{Span: news.Span{Start: 1, End: 3}, Part: part, Relation: &news.Relation{Weekday: n}}
	}
	visit := news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT")}
	for _, c := range []struct {
		name string
		tell func(s *tale)
		want string
	}{
		{
			"undated reports",
			func(s *tale) {
				s.told("s1 a", "", visit, okafor, sousa)
				s.reports["a"].Dates = []news.Date{weekday(1, "")}
				s.told("s1 b", "", visit, okafor, pinto)
				s.reports["b"].Dates = []news.Date{weekday(6, "evening")}
			},
			"Saturday evening to Monday",
		},
		{
			"an undated report beside one with the day",
			func(s *tale) {
				s.told("s1 a", "", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-06")}, okafor, sousa) // a Tuesday
				s.told("s1 b", "", visit, okafor, pinto)
				s.reports["b"].Dates = []news.Date{weekday(1, "evening")}
			},
			"2031-05-05 evening to 2031-05-06",
		},
		{
			"an undated report beside one published on a day",
			func(s *tale) {
				s.told("s1 a", "2031-05-07", visit, okafor, sousa)
				s.told("s1 b", "", visit, okafor, pinto)
				s.reports["b"].Dates = []news.Date{weekday(2, "")}
			},
			"2031-05-06 to 2031-05-06",
		},
		{
			"a day to come is not of what was done",
			func(s *tale) {
				s.told("s1 a", "", visit, okafor, sousa)
				next := weekday(4, "")
				next.Relation.Direction = 1
				s.reports["a"].Dates = []news.Date{next}
			},
			"- to -",
		},
		{
			"another day in the sentence that tells of the visit",
			func(s *tale) {
				s.told("s1 a", "2031-05-08", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-06")}, okafor, sousa)
				s.reports["a"].Dates = []news.Date{
					{Span: news.Span{Start: 0, End: 2}, Interval: on("2031-05-06"), Part: "morning"},
					{Span: news.Span{Start: 2, End: 4}, Interval: on("2031-05-07"), Part: "evening"},
					{Span: news.Span{Start: 2, End: 4}, Interval: on("2029-05-07")},
					{Span: news.Span{Start: 4, End: 5}, Interval: on("2031-05-08")},
				}
			},
			"2031-05-06 morning to 2031-05-07 evening",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &tale{}
			c.tell(s)
			visits, err := Visits(s.entries, s.look)
			if err != nil || len(visits) != 1 {
				t.Fatalf("%d visits, %v", len(visits), err)
			}
			if got := momentText(visits[0].From) + " to " + momentText(visits[0].To); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
