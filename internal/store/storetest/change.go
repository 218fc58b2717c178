package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// changed says what changed since a mark: "+s1" new, "s1" other than it was, "-s1" given up.
func (e *env) changed(t *testing.T, after store.Mark, f store.Filter) string {
	t.Helper()
	var out []string
	touched := all(t, e.Touched(e.ctx, after, e.clock.now(), f))
	for i, ch := range all(t, e.Changed(e.ctx, after, e.clock.now(), f)) {
		if i >= len(touched) || touched[i] != (store.Touch{Mark: ch.Mark, Gone: ch.Story == nil, New: ch.New}) {
			t.Errorf("change %d is %+v, and what is touched %+v", i, ch, touched)
		}
		switch {
		case ch.Story == nil:
			out = append(out, "-"+ch.ID)
		case ch.Story.ID != ch.ID:
			t.Errorf("the change of %s has story %s", ch.ID, ch.Story.ID)
		case ch.New:
			out = append(out, "+"+ch.ID)
		default:
			out = append(out, ch.ID)
		}
	}
	equal(t, "what was touched", len(touched), len(out))
	return strings.Join(out, " ")
}

var changeTests = []test{
	{"what changed is told in the order it did, each story as it is now", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		t0 := e.clock.now()
		put := func(stories ...*news.Story) {
			e.clock.pass(time.Minute)
			e.apply(t, store.StoryChanges{Put: stories})
		}
		put(holding("s1", "one", "en"), holding("s2", "two", "fr"))
		put(holding("s3", "three", "ar"))
		put(holding("s1", "one again", "en"))
		equal(t, "from the beginning", e.changed(t, store.Mark{}, store.Filter{}), "+s2 +s3 +s1")
		equal(t, "after the first minute", e.changed(t, store.Mark{At: t0.Add(time.Minute), ID: "s2"}, store.Filter{}), "+s3 s1")
		equal(t, "after the first of that minute", e.changed(t, store.Mark{At: t0.Add(time.Minute), ID: "s1"}, store.Filter{}), "+s2 +s3 s1")
		equal(t, "after all", e.changed(t, store.Mark{At: t0.Add(3 * time.Minute), ID: "s1"}, store.Filter{}), "")
		put(holding("s3", "three", "ar"))
		equal(t, "put as it was", e.changed(t, store.Mark{At: t0.Add(3 * time.Minute), ID: "s1"}, store.Filter{}), "")
		got := all(t, e.Changed(e.ctx, store.Mark{}, e.clock.now(), store.Filter{}))
		equal(t, "as it is now", got[2].Story.Titles["en"], "one again")
		equal(t, "when", got[2].At, t0.Add(3*time.Minute))
		n := 0
		for range e.Changed(e.ctx, store.Mark{}, t0.Add(2*time.Minute), store.Filter{}) {
			n++
		}
		equal(t, "until the second minute", n, 2)
	}},
	{"an id that was given up is told, and that it was taken up again", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		t0 := e.clock.now()
		e.apply(t, store.StoryChanges{Put: []*news.Story{holding("s1", "one", "en"), holding("s2", "two", "fr")}})
		e.clock.pass(time.Minute)
		e.apply(t, store.StoryChanges{Delete: []string{"s1"}, Put: []*news.Story{holding("s2", "both", "fr", "en")}})
		mark := store.Mark{At: t0, ID: "s2"}
		equal(t, "given up", e.changed(t, mark, store.Filter{}), "-s1 s2")
		equal(t, "whatever the filter", e.changed(t, mark, store.Filter{Country: "CHE"}), "-s1")
		e.clock.pass(time.Minute)
		e.apply(t, store.StoryChanges{Put: []*news.Story{holding("s1", "once more", "ar")}})
		equal(t, "taken up", e.changed(t, mark, store.Filter{}), "-s1 s2 s1")
		equal(t, "taken up, from where it was gone", e.changed(t, store.Mark{At: t0.Add(time.Minute), ID: "s2"}, store.Filter{}), "+s1")
	}},
	{"changes are narrowed as stories are, and read on page by page", func(t *testing.T, e *env) {
		var want []string
		for i := range 450 { // more than any store looks up at a time
			d := report(fmt.Sprintf("r%03d", i), []news.Lang{"en", "fr"}[i%2], "2020-03-08", "x")
			e.add(t, d)
			s := holding(fmt.Sprintf("s%03d", i), "x", d.ID)
			s.Languages = []news.Lang{d.Lang}
			e.apply(t, store.StoryChanges{Put: []*news.Story{s}})
			if i%50 == 49 {
				e.clock.pass(time.Millisecond)
			}
			if d.Lang == "fr" {
				want = append(want, s.ID)
			}
		}
		var got []string
		var mark store.Mark
		for {
			page := all(t, e.Changed(e.ctx, mark, e.clock.now(), store.Filter{Lang: "fr", Limit: 37}))
			if len(page) == 0 {
				break
			}
			touched := all(t, e.Touched(e.ctx, mark, e.clock.now(), store.Filter{Lang: "fr", Limit: 37}))
			equal(t, "touched", touched[len(touched)-1].Mark, page[len(page)-1].Mark)
			for _, ch := range page {
				got = append(got, ch.ID)
			}
			mark = page[len(page)-1].Mark
		}
		equal(t, "pages", strings.Join(got, " "), strings.Join(want, " "))
		_, err := firstError(e.Changed(e.ctx, store.Mark{}, e.clock.now(), store.Filter{Since: "yesterday"}))
		wantCode(t, "Changed", err, news.Invalid)
		_, err = firstError(e.Touched(e.ctx, store.Mark{}, e.clock.now(), store.Filter{Since: "yesterday"}))
		wantCode(t, "Touched", err, news.Invalid)
	}},
}

// walk reads a list page by page, and does something between two pages.
func walk[T any](t *testing.T, page func(past store.Place) []T, place func(T) store.Place, between func(n int)) []string {
	t.Helper()
	var ids []string
	var past store.Place
	for n := 0; n < 1000; n++ {
		rows := page(past)
		if len(rows) == 0 {
			return ids
		}
		for _, r := range rows {
			ids = append(ids, place(r).ID)
		}
		past = place(rows[len(rows)-1])
		between(n)
	}
	t.Error("a walk without an end")
	return ids
}

var placeTests = []test{
	{"a list goes on after a place, whatever came or went meanwhile", func(t *testing.T, e *env) {
		put := func(i int) {
			date := ""
			if i%10 > 0 {
				date = fmt.Sprintf("2020-%02d-%02d", 1+i%12, 1+i%3)
			}
			d := report(fmt.Sprintf("r%03d", i), "en", date, "Barham Salih spoke.")
			e.add(t, mention(d, "Barham Salih", news.Mention{Kind: news.Person, Entity: fmt.Sprintf("Q%03d", i/2), Name: "Barham Salih"}))
			s := holding(fmt.Sprintf("s%03d", i), "x", d.ID)
			s.From, s.To = date, date
			s.Entries = []news.Entry{{Type: news.Consult, Status: news.Occurred}}
			if p := d.Published; p != nil {
				s.Entries[0].Date = &p.Interval
			}
			e.apply(t, store.StoryChanges{Put: []*news.Story{s}})
		}
		for i := range 100 {
			put(2 * i)
		}
		before := func(ids []string) string { // those that were there all the time
			var out []string
			for _, id := range ids {
				var i int
				if _, err := fmt.Sscanf(id[1:], "%d", &i); err == nil && (i < 200 && i%2 == 0 || id[0] == 'Q') {
					out = append(out, id)
				}
			}
			return strings.Join(out, " ")
		}
		order := e.ids(t, store.Filter{})
		n := 0
		disturb := func(int) {
			put(2*n + 1)
			put(200 + n)
			n++
		}
		equal(t, "reports", before(walk(t, func(past store.Place) []*news.Document {
			return all(t, e.Documents(e.ctx, store.Filter{Past: past, Limit: 7}))
		}, store.PlaceOfReport, disturb)), order)
		equal(t, "reports of somebody", before(walk(t, func(past store.Place) []*news.Document {
			return all(t, e.Documents(e.ctx, store.Filter{Past: past, Limit: 7, Entity: "Barham Salih"}))
		}, store.PlaceOfReport, disturb)), order)
		equal(t, "stories", before(walk(t, func(past store.Place) []*news.Story {
			return all(t, e.Stories(e.ctx, store.Filter{Past: past, Limit: 7}))
		}, store.PlaceOfStory, disturb)), strings.ReplaceAll(order, "r", "s"))
		entries := walk(t, func(past store.Place) []*news.Entry {
			return all(t, e.Entries(e.ctx, store.Filter{Past: past, Limit: 7}))
		}, store.PlaceOfEntry, disturb)
		for i := range entries {
			entries[i] = strings.TrimSuffix(entries[i], "/0")
		}
		equal(t, "entries", before(entries), strings.ReplaceAll(order, "r", "s"))
		var people []string
		for _, p := range all(t, e.Entities(e.ctx, store.Filter{})) {
			people = append(people, p.ID)
		}
		equal(t, "entities", strings.Join(walk(t, func(past store.Place) []*news.Entity {
			return all(t, e.Entities(e.ctx, store.Filter{Past: past, Limit: 7}))
		}, store.PlaceOfEntity, func(int) {}), " "), strings.Join(people, " "))
	}},
	{"a place holds when the row that stood there moved or went", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		story := func(id, day string, reports ...string) *news.Story {
			s := holding(id, "x", reports...)
			s.From, s.To = day, day
			return s
		}
		e.apply(t, store.StoryChanges{Put: []*news.Story{story("s1", "2020-03-09", "en"), story("s2", "2020-03-08", "ar"), story("s3", "2020-03-07", "fr")}})
		second := store.PlaceOfStory(story("s2", "2020-03-08"))
		ids := func() string {
			var out []string
			for _, s := range all(t, e.Stories(e.ctx, store.Filter{Past: second})) {
				out = append(out, s.ID)
			}
			return strings.Join(out, " ")
		}
		e.apply(t, store.StoryChanges{Put: []*news.Story{story("s2", "2020-03-20", "ar")}})
		equal(t, "moved", ids(), "s3")
		e.apply(t, store.StoryChanges{Delete: []string{"s2"}})
		equal(t, "gone", ids(), "s3")
	}},
}
