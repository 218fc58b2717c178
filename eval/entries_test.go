package main

import (
	"slices"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

func said(report int, kind, status, date, place string, actors, recipients []string) toldEvent {
	t := toldEvent{report: report, gold: goldEvent{Type: kind, Status: status, Date: date, Place: place}, actors: map[string]bool{}, recipients: map[string]bool{}}
	for _, a := range actors {
		t.actors[a] = true
	}
	for _, r := range recipients {
		t.recipients[r] = true
	}
	return t
}

func TestHappenings(t *testing.T) {
	two, four := []string{"RUS", "UKR"}, []string{"RUS", "UKR", "DEU", "FRA"}
	told := []toldEvent{
		0: said(0, "CONSULT", "occurred", "2019-12-09", "Paris", two, nil),
		1: said(1, "CONSULT", "occurred", "2019-12-09", "Paris", two, nil),
		2: said(1, "CONSULT", "occurred", "2019-12-09", "Paris", four, nil),
		3: said(2, "CONSULT", "occurred", "2019-12-09", "Paris", four, nil),
		4: said(0, "CONSULT", "background", "2019-12-09", "Paris", two, nil),
		5: said(0, "ASSAULT", "occurred", "2020-09-15", "Ashdod", nil, []string{"ISR"}),
		6: said(1, "ASSAULT", "occurred", "2020-09-15", "Ashdod", []string{"militants"}, []string{"ISR"}),
		7: said(2, "ASSAULT", "occurred", "2020-09-16", "Gaza", []string{"ISR"}, []string{"militants"}),
		8: said(0, "AGREE", "background", "1979", "", []string{"EGY", "ISR"}, nil),
		9: said(1, "AGREE", "background", "1979-03", "", []string{"EGY", "ISR"}, nil),
	}
	got := happenings(told)
	want := []int{0, 0, 2, 2, 4, 5, 5, 7, 8, 8}
	for i := range want {
		for j := range i {
			if (got[i] == got[j]) != (want[i] == want[j]) {
				t.Errorf("%+v and %+v: one happening %v", told[i], told[j], got[i] == got[j])
			}
		}
	}
}

func TestDatesAgree(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"2019-08-20", "2019-08-21", true},
		{"2019-08-20", "2019-08-25", false},
		{"2019-08", "2019-08-25", true},
		{"2019", "2019-08", true},
		{"2019-08", "2019-09", false},
		{"", "2019-09", true},
	} {
		if datesAgree(c.a, c.b) != c.want || datesAgree(c.b, c.a) != c.want {
			t.Errorf("%q and %q agree: %v", c.a, c.b, !c.want)
		}
	}
}

func TestEntryOf(t *testing.T) {
	span := news.Span{Start: 3, End: 9}
	at := []news.ReportSpan{{Report: "r", Span: span}}
	party := func(id string) []news.EntryParty {
		return []news.EntryParty{{Party: news.Party{Entity: id}, Reports: []string{"r"}}}
	}
	entries := []news.Entry{
		{Type: news.Consult, Evidence: at, Actors: party("Q1")},
		{Type: news.Consult, Evidence: at, Actors: party("Q2")},
		{Type: news.Agree, Evidence: at},
	}
	e := news.Event{Type: news.Consult, Actors: []news.Party{{Entity: "Q2"}}, Evidence: []news.Span{span}}
	if got := entryOf(entries, "r", e); got != 1 {
		t.Errorf("entry %d of two with the same evidence", got)
	}
	e.Evidence = []news.Span{{Start: 20, End: 30}}
	if got := entryOf(entries, "r", e); got != -1 {
		t.Errorf("entry %d without the evidence", got)
	}
}

func TestDifferencesAreJudged(t *testing.T) {
	value := func(v string, reports ...string) news.DifferenceValue {
		return news.DifferenceValue{Value: v, Reports: reports}
	}
	d := news.Difference{Attribute: "count of dead", Values: []news.DifferenceValue{value("250,000", "c"), value("200,000", "a", "b")}}
	label := labelledDifference{Story: "s", Attribute: "dead", Values: []labelValue{{"200,000", []string{"a", "b"}}, {"250,000", []string{"c", "d"}}}}
	langs := reportLangs{"a": "en", "b": "fr", "c": "es"}
	if !labelTold(label, d, onTwoSides) || !labelTold(label, d, langs.sayTheSame) {
		t.Error("a label with the same reports and values on both sides is not met")
	}
	places := news.Difference{Attribute: "place", Values: []news.DifferenceValue{value("Paris", "c"), value("Dayton", "a")}}
	if !labelTold(label, places, onTwoSides) || labelTold(label, places, langs.sayTheSame) {
		t.Error("a difference in places is what a label of figures says")
	}
	label.Values[1].Reports = []string{"b", "d"}
	if labelTold(label, d, onTwoSides) {
		t.Error("a label is met whose reports stand on one side")
	}
	verdicts, err := readVerdicts("# note\ns\tcount of dead\t200,000 | 250,000\tright\n")
	if right, known := verdicts[verdictKey("s", d)]; err != nil || !right || !known {
		t.Errorf("verdicts %v, %v", verdicts, err)
	}
	for _, bad := range []string{"s\tcount\t1 | 2\tperhaps", "s\tcount\tright"} {
		if _, err := readVerdicts(bad); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
	if _, err := readVerdicts(judgedDifferences); err != nil {
		t.Error(err)
	}
}

func TestGoldEventsAreToldAsTheyStand(t *testing.T) {
	r := goldReport{ID: "r", Lang: "en", Text: "Salih met Shamkhani in Baghdad on Sunday."}
	r.Gold.Events = []goldEvent{{
		Type: "CONSULT", Status: "occurred", Evidence: "met Shamkhani", Place: "Baghdad", Country: "IRQ", Date: "2020-03",
		Actors: []string{"Barham Salih", "Iran"},
	}}
	r.Gold.People = append(r.Gold.People, struct{ Name, Mention, Country, Role string }{Name: "Barham Salih", Country: "IRQ"})
	doc := r.told(map[string]string{"iran": "IRN"})
	e := doc.Events[0]
	var countries []string
	for _, p := range e.Actors {
		countries = append(countries, p.Country)
	}
	if !slices.Equal(countries, []string{"IRQ", "IRN"}) || e.Evidence[0].In(doc.Text) != "met Shamkhani" || e.Date.Precision != news.Month {
		t.Errorf("%+v", e)
	}
}
