package app

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// TestVisitsAreNarrowed holds that a filter leaves whole visits: whoever was met finds the visit with all
// whom the visitor met, of other stories too.
func TestVisitsAreNarrowed(t *testing.T) {
	ctx := t.Context()
	st, err := OpenStore(ctx, sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	person := func(id, name, country string) news.Party {
		return news.Party{Name: name, Entity: id, Kind: news.Person, Country: country}
	}
	okafor, pinto, sousa := person("Q1", "Lena Okafor", "NGA"), person("Q2", "Rui Pinto", "PRT"), person("Q3", "Marta Sousa", "PRT")
	lunde, bello := person("Q4", "Kari Lunde", "NOR"), person("Q5", "Musa Bello", "NGA")
	var ch store.StoryChanges
	tell := func(id string, lang news.Lang, day, town, country string, parties ...news.Party) {
		on, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		iv := news.Interval{From: on, To: on, Precision: news.Day}
		doc := &news.Document{Report: news.Report{ID: id, Lang: lang, Title: id, Text: "They met.", Published: &news.Published{Interval: iv}}}
		e := news.Entry{
			ID: "e" + id, Story: "s" + id, Type: news.Consult, Mode: "visit", Status: news.Occurred, Date: &iv,
			Location: &news.Location{Name: town, Country: country, Precision: news.AtCity}, Evidence: []news.ReportSpan{{Report: id, Span: news.Span{Start: 0, End: 9}}},
		}
		for _, p := range parties {
			e.Actors = append(e.Actors, news.EntryParty{Party: p, Reports: []string{id}})
			doc.Mentions = append(doc.Mentions, news.Mention{Span: news.Span{Start: 0, End: 4}, Kind: p.Kind, Entity: p.Entity, Name: p.Name, Country: p.Country})
		}
		if _, err := st.Add(ctx, []*news.Document{doc}); err != nil {
			t.Fatal(err)
		}
		ch.Put = append(ch.Put, &news.Story{ID: "s" + id, From: day, To: day, Languages: []news.Lang{lang}, Reports: []string{id}, Entries: []news.Entry{e}})
	}
	tell("a", "en", "2031-05-06", "Lisbon", "PRT", okafor, pinto)
	tell("b", "fr", "2031-05-07", "Lisbon", "PRT", okafor, sousa)
	tell("c", "en", "2031-06-01", "Oslo", "NOR", bello, lunde)
	if err := st.ApplyStories(ctx, ch); err != nil {
		t.Fatal(err)
	}
	first, second := "Lena Okafor in Lisbon: Rui Pinto, Marta Sousa", "Musa Bello in Oslo: Kari Lunde"
	for _, c := range []struct {
		name string
		f    store.Filter
		want []string
	}{
		{"everything", store.Filter{}, []string{second, first}},
		{"the first", store.Filter{Limit: 1}, []string{second}},
		{"the visitor", store.Filter{Entity: "Q1"}, []string{first}},
		{"who was met, by name", store.Filter{Entity: "marta sousa"}, []string{first}},
		{"who was met, by id", store.Filter{Entity: "Q2"}, []string{first}},
		{"the country that is visited", store.Filter{Country: "NOR"}, []string{second}},
		{"the country of the visitors", store.Filter{Country: "NGA"}, []string{second, first}},
		{"a language of one of the reports", store.Filter{Lang: "fr"}, []string{first}},
		{"from the last day of a visit on", store.Filter{Since: "2031-05-07"}, []string{second, first}},
		{"from the day after on", store.Filter{Since: "2031-05-08"}, []string{second}},
		{"until its first day", store.Filter{Until: "2031-05-06"}, []string{first}},
		{"until the day before", store.Filter{Until: "2031-05-05"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			visits, err := Visits(ctx, st, c.f)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, v := range visits {
				var met []string
				for _, m := range v.Meetings {
					met = append(met, m.With[0].Name)
				}
				got = append(got, v.Visitor.Name+" in "+v.Place.Name+": "+strings.Join(met, ", "))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	all, err := Visits(ctx, st, store.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	of, err := VisitsTold(ctx, st, []string{"sb", "gone"}, store.Filter{Entity: "Q3"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(all[1:], of); diff != "" {
		t.Errorf("the visit of which one story was given is not whole (-want +got):\n%s", diff)
	}
	if of, err = VisitsTold(ctx, st, []string{"sc"}, store.Filter{Entity: "Q3"}); err != nil || len(of) > 0 {
		t.Errorf("a story of others: %v %v", of, err)
	}
	if _, err := Visits(ctx, st, store.Filter{Since: "yesterday"}); news.CodeOf(err) != news.Invalid {
		t.Errorf("a date that is none: %v", err)
	}
}

// TestCoverageChoosesItsDays holds that a collection at work is looked at until today, and an archive until its newest report.
func TestCoverageChoosesItsDays(t *testing.T) {
	ctx := t.Context()
	st, err := OpenStore(ctx, sqlite.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	for _, day := range []string{"2031-05-06", "2031-05-07", "2099-01-01"} {
		on, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := st.Add(ctx, []*news.Document{{Report: news.Report{
			ID: day, Lang: "en", Source: "a.example", Text: "It rains.", Published: &news.Published{Interval: news.Interval{From: on, To: on, Precision: news.Day}},
		}}}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name, today, from, to string
		partial               bool
		f                     store.Filter
		reports               int
	}{
		{"at work", "2031-05-20", "2031-04-23", "2031-05-20", true, store.Filter{}, 2},
		{"an archive", "2032-05-20", "2031-04-10", "2031-05-07", false, store.Filter{}, 2},
		{"asked for", "2031-05-20", "2031-05-07", "2031-05-08", false, store.Filter{Since: "2031-05-07", Until: "2031-05-08"}, 1},
		{"beyond today", "2031-05-20", "2031-05-01", "2031-05-20", true, store.Filter{Since: "2031-05-01", Until: "2031-12-31"}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Coverage(ctx, st, c.today, c.f)
			if err != nil {
				t.Fatal(err)
			}
			reports, _ := got.All.Sum()
			if got.From != c.from || got.To != c.to || got.Partial != c.partial || reports != c.reports {
				t.Errorf("%s to %s, partial %v, %d reports", got.From, got.To, got.Partial, reports)
			}
		})
	}
}
