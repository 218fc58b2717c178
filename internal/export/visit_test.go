package export

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestVisitCountsCodePoints(t *testing.T) {
	at := time.Date(2031, 5, 6, 0, 0, 0, 0, time.UTC)
	who := news.EntryParty{Party: news.Party{Name: "Lena Okafor", Kind: news.Person, Country: "NGA"}, Reports: []string{"a"}}
	v := news.Visit{
		ID: "v1", Visitor: who, Place: news.Location{Name: "Lisbon", Country: "PRT", Precision: news.AtCity}, How: news.MetHosts, Status: news.Occurred,
		From: news.Moment{Weekday: 6, Part: "evening"}, To: news.Moment{Date: &news.Interval{From: at, To: at, Precision: news.Day}},
		Meetings: []news.Meeting{{Entries: []string{"e1"}, Story: "s1", Status: news.Occurred, With: []news.EntryParty{who}, Evidence: []news.ReportSpan{
			{Report: "a", Span: news.Span{Start: 0, End: 6}}, {Report: "a", Span: news.Span{Start: 6, End: 8}},
		}}},
		Languages: []news.Lang{"fr"},
	}
	got, err := NewVisit(&v, func(string) (string, error) { return "été à", nil })
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	party := `{"name":"Lena Okafor","entity":"","kind":"person","country":"NGA","sector":"","reports":["a"]}`
	want := `{"schema":"dragoman.visit/1","id":"v1","visitor":` + party + `,"place":{"name":"Lisbon","country":"PRT","lat":null,"lon":null,"precision":"city"},` +
		`"from":{"date":null,"weekday":6,"part":"evening"},"to":{"date":{"from":"2031-05-06","to":"2031-05-06","precision":"day"}},` +
		`"status":"occurred","how":"hosts","meetings":[{"entries":["e1"],"story":"s1","status":"occurred","with":[` + party + `],"place":null,"at":null,` +
		`"reports":["a"],"evidence":[{"report":"a","start":0,"end":4},{"report":"a","start":4,"end":5}]}],` +
		`"companions":[],"entries":[],"stories":[],"reports":[],"languages":["fr"],"reported_from":"","reported_to":"","evidence":[]}`
	if diff := cmp.Diff(want, string(b)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestCoverageAsJSON(t *testing.T) {
	c := news.Coverage{
		From: "2031-05-06", To: "2031-05-07", All: news.CoverageRow{Reports: []int{1, 0}, Copies: []int{0, 2}, Undated: 3},
		Langs: []news.CoverageRow{{Lang: "ar", Reports: []int{1, 0}, Copies: []int{0, 2}}},
		Gaps:  []news.Gap{{Kind: news.GapSource, Source: "a", Last: "2031-05-01", From: "2031-05-02", To: "2031-05-07", Days: 6, Rate: 1.23456, Open: true}},
	}
	b, err := json.Marshal(NewCoverage(&c))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"schema":"dragoman.coverage/1","from":"2031-05-06","to":"2031-05-07","partial":false,` +
		`"all":{"reports":[1,0],"copies":[0,2],"undated":3},"languages":[{"lang":"ar","reports":[1,0],"copies":[0,2],"undated":0}],"sources":[],` +
		`"gaps":[{"kind":"source","source":"a","last":"2031-05-01","from":"2031-05-02","to":"2031-05-07","days":6,"rate":1.23,"open":true}]}`
	if diff := cmp.Diff(want, string(b)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
