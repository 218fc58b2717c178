package cluster

import (
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// A report without a date that tells of "last September" was not written in September.
func TestAMonthToldAsPastIsNotThatOfTheOtherReport(t *testing.T) {
	undated := &news.Document{Report: news.Report{ID: "u", Lang: "en", Text: "Kenya and Chad signed a treaty on Monday. They had signed a framework last September."}}
	undated.Dates = []news.Date{{Span: news.Span{Start: 67, End: 81}, Relation: &news.Relation{Month: 9, Direction: -1}}}
	row := func(doc *news.Document) *Item {
		data, _ := Features(doc)
		it, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		return it
	}
	on := func(y int, m time.Month, d int, p news.Precision) *Item {
		from := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
		iv := news.Interval{From: from, To: from, Precision: p}
		if p == news.Year {
			iv.To = from.AddDate(1, 0, -1)
		}
		return row(&news.Document{Report: news.Report{ID: "d", Lang: "fr", Text: "Le Kenya et le Tchad ont signé un cadre.", Published: &news.Published{Interval: iv}}})
	}
	for _, c := range []struct {
		other *Item
		want  float64
	}{
		{on(1978, 9, 18, news.Day), 1},
		{on(2020, 9, 1, news.Day), 1},
		{on(1979, 3, 27, news.Day), 0},
		{on(1978, 1, 1, news.Year), 0}, // some day of a year
	} {
		u := row(undated)
		if got := signals(u, c.other, nil)[MonthPast]; got != c.want {
			t.Errorf("published %s: signal %v, want %v", isoDay(c.other.From), got, c.want)
		}
		if a, b := signals(u, c.other, nil), signals(c.other, u, nil); a != b {
			t.Errorf("not the same either way round: %v, %v", a, b)
		}
	}
}
