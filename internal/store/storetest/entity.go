package storetest

import (
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

func (e *env) entities(t *testing.T, f store.Filter) string {
	t.Helper()
	var ids []string
	for _, x := range all(t, e.Entities(e.ctx, f)) {
		ids = append(ids, x.ID)
	}
	return strings.Join(ids, " ")
}

var entityTests = []test{
	{"an entity has the names of all languages, its roles with their dates, and how many reports name it", func(t *testing.T, e *env) {
		docs := visit()
		later := report("later", "en", "2020-07-22", "Salih met Salih's guests, said President Salih.")
		mention(mention(later, "Salih", salih), "Salih's", salih)
		later.Mentions[1].Role = "Head of State"
		e.add(t, append(docs, later)...)
		got := all(t, e.Entities(e.ctx, store.Filter{Entity: "Q1"}))
		equal(t, "entity", got, []*news.Entity{{
			ID: "Q1", Kind: news.Person, Name: "Barham Salih", Country: "IRQ", Sector: "GOV", Reports: 4,
			Aliases: []news.Alias{
				{Name: "برهم صالح", Lang: "ar", N: 1},
				{Name: "Barham Salih", Lang: "en", N: 1},
				{Name: "Salih", Lang: "en", N: 1},
				{Name: "Salih's", Lang: "en", N: 1},
				{Name: "Barham Saleh", Lang: "fr", N: 1},
			},
			Roles: []news.Role{
				{Title: "President", From: "2020-03-08", To: "2020-07-22", N: 4}, {Title: "Head of State", From: "2020-07-22", To: "2020-07-22", N: 1},
			},
		}})
	}},
	{"nationality words find a country but are not among its names", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		got := all(t, e.Entities(e.ctx, store.Filter{Entity: "irakien"}))
		if len(got) != 1 {
			t.Fatalf("%d entities", len(got))
		}
		equal(t, "aliases", got[0].Aliases, []news.Alias{{Name: "Iraq", Lang: "en", N: 1}})
		equal(t, "reports", got[0].Reports, 2)
	}},
	{"entities come by how many reports name them, ties by id, narrowed by kind, country and name", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		for _, tc := range []struct {
			name string
			f    store.Filter
			want string
		}{
			{"all", store.Filter{}, "Q1 Q2 ISO:IRQ"},
			{"kind", store.Filter{Kind: news.Country}, "ISO:IRQ"},
			{"country", store.Filter{Country: "irq"}, "Q1 ISO:IRQ"},
			{"kind and country", store.Filter{Country: "IRQ", Kind: news.Person}, "Q1"},
			{"id", store.Filter{Entity: "Q2"}, "Q2"},
			{"name", store.Filter{Entity: "علي شمخاني"}, "Q2"},
			{"name without an entity", store.Filter{Entity: "Jean Untel"}, ""},
			{"limit", store.Filter{Limit: 1}, "Q1"},
			{"after", store.Filter{After: "Q1"}, "Q2 ISO:IRQ"},
			{"after, limit", store.Filter{After: "Q1", Limit: 1}, "Q2"},
		} {
			equal(t, tc.name, e.entities(t, tc.f), tc.want)
		}
	}},
	{"dates, language and source narrow the reports that are counted", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		for _, tc := range []struct {
			name    string
			f       store.Filter
			want    string
			reports int
		}{
			{"language", store.Filter{Lang: "fr"}, "ISO:IRQ Q1 Q2", 1},
			{"dates", store.Filter{Until: "2020-03-08"}, "Q1 Q2 ISO:IRQ", 2},
			{"dates and kind", store.Filter{Since: "2020-03-09", Kind: news.Person}, "Q1 Q2", 2},
			{"source and name", store.Filter{Source: "example.org", Entity: "Ali Shamkhani"}, "Q2", 2},
			{"after", store.Filter{Until: "2020-03-08", After: "Q2"}, "ISO:IRQ", 1},
			{"none", store.Filter{Since: "2021-01-01"}, "", 0},
			{"unknown language", store.Filter{Lang: "xx"}, "", 0},
		} {
			equal(t, tc.name, e.entities(t, tc.f), tc.want)
			if got := all(t, e.Entities(e.ctx, tc.f)); len(got) > 0 {
				equal(t, tc.name+": reports", got[0].Reports, tc.reports)
			}
		}
	}},
	{"a party that no mention names counts too", func(t *testing.T, e *env) {
		d := report("r", "en", "2020-03-08", "They met.")
		d.Events = []news.Event{{Type: news.Consult, Actors: []news.Party{{Name: "Ann Example", Entity: "Q7", Kind: news.Person, Country: "USA", Mention: -1}}}}
		e.add(t, d)
		equal(t, "entities", all(t, e.Entities(e.ctx, store.Filter{Entity: "ann example"})), []*news.Entity{
			{ID: "Q7", Kind: news.Person, Name: "Ann Example", Country: "USA", Reports: 1},
		})
		equal(t, "reports", e.ids(t, store.Filter{Entity: "Ann Example"}), "r")
	}},
	{"a person is shown by the commonest full name, in Latin letters where there is one", func(t *testing.T, e *env) {
		for i, tc := range []struct{ name, country, want string }{
			{"Salih", "", "Salih"},
			{"Salih", "IRQ", "Salih"},
			{"برهم صالح", "IRQ", "برهم صالح"},
			{"B. Salih", "IRN", "B. Salih"},
			{"Barham Salih", "IRQ", "B. Salih"}, // one each: the alphabet
			{"Barham Salih", "", "Barham Salih"},
		} {
			m := salih
			m.Name, m.Country = tc.name, tc.country
			e.add(t, mention(report(string(rune('a'+i)), "en", "", "Salih spoke."), "Salih", m))
			equal(t, "name", all(t, e.Entities(e.ctx, store.Filter{}))[0].Name, tc.want)
		}
		equal(t, "country", all(t, e.Entities(e.ctx, store.Filter{}))[0].Country, "IRQ")
	}},
	{"when the last report that names an entity is revised, it goes", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		for _, d := range visit()[:3] {
			e.add(t, report(d.ID, d.Lang, "2020-03-08", "Nobody was there."))
		}
		equal(t, "entities", e.entities(t, store.Filter{}), "")
		equal(t, "by name", e.ids(t, store.Filter{Entity: "Barham Salih"}), "")
		e.add(t, visit()[0])
		equal(t, "entities", e.entities(t, store.Filter{}), "ISO:IRQ Q1 Q2")
		if st, err := e.Stats(e.ctx); err != nil || st.Entities != 3 {
			t.Errorf("Stats = %+v, %v", st, err)
		}
	}},
}
