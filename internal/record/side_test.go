package record

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestSidesAreVoicesNotReports(t *testing.T) {
	spoken := func(d *news.Document, who ...string) *news.Document {
		for _, w := range who {
			d.Quotes = append(d.Quotes, news.Quote{Speaker: w, SpeakerMention: -1})
		}
		return d
	}
	late := met(okafor, lunde)
	late.Evidence = []news.Span{{Start: 20, End: 24}}
	a := spoken(report("a", "en", "2031-05-06", met(okafor, pinto), late), "Lena Okafor", "Rui Tavares Pinto", "Okafor", "")
	a.Country = "NGA"
	b := report("b", "fr", "2031-05-06", met(okafor, pinto))
	c := report("c", "es", "2031-05-07", met(lunde, pinto))
	c2 := report("c2", "pt", "2031-05-07", met(okafor, pinto))
	c2.Source = c.Source
	copied := report("d", "fr", "2031-05-07", met(okafor, pinto))
	copied.CopyOf = "b"
	docs := []*news.Document{a, b, c, c2, copied}
	story := Story("s", docs, map[string]string{"d": "b"})
	index := func(x, y news.Party) int {
		for i, e := range story.Entries {
			if e.Actors[0].Entity == x.Entity && e.Actors[1].Entity == y.Entity {
				return i
			}
		}
		t.Fatalf("no entry of %s and %s", x.Name, y.Name)
		return -1
	}
	main, other, third := index(okafor, pinto), index(okafor, lunde), index(lunde, pinto)
	at := func(r string) *news.ReportSpan { return &news.ReportSpan{Report: r, Span: news.Span{Start: 0, End: 4}} }
	want := []news.Side{
		{
			Source: "a.example", Country: "NGA", Languages: []news.Lang{"en"}, Reports: []string{"a"}, First: main, FirstAt: at("a"),
			Quoted: []news.Voice{{Name: "Lena Okafor", Quotes: 2}, {Name: "Rui Tavares Pinto", Quotes: 1}}, Only: []int{other},
		},
		{Source: "b.example", Languages: []news.Lang{"fr"}, Reports: []string{"b"}, Carried: []string{"d.example"}, First: main, FirstAt: at("b")},
		{Source: "c.example", Languages: []news.Lang{"es", "pt"}, Reports: []string{"c", "c2"}, First: third, FirstAt: at("c"), Only: []int{third}},
	}
	if diff := cmp.Diff(want, Sides(docs, story)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestASideLeavesOutWhatTwoOthersTell(t *testing.T) {
	docs := []*news.Document{
		report("a", "en", "2031-05-06", met(okafor, pinto)), report("b", "fr", "2031-05-06", met(okafor, pinto)), report("c", "ar", "2031-05-06"),
	}
	story := Story("s", docs, nil)
	sides := Sides(docs, story)
	if got := sides[2]; got.First != -1 || got.FirstAt != nil || !cmp.Equal(got.LeavesOut, []int{0}) {
		t.Errorf("got %+v", got)
	}
	if sides[0].LeavesOut != nil || sides[0].Only != nil {
		t.Errorf("got %+v", sides[0])
	}
}
