package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

var countTests = []test{
	{"an empty store counts nothing", func(t *testing.T, e *env) { e.counts(t, store.Filter{}) }},
	{"reports are counted by source, language and day, what is not known to the day first", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.add(t, report("en2", "en", "2020-03-09T10:00:00Z", "x"), report("month", "en", "2020-03", "x"))
		e.counts(t, store.Filter{},
			news.DayCount{Source: "example.org", Lang: "ar", Day: "2020-03-08", Reports: 1},
			news.DayCount{Source: "example.org", Lang: "en", Reports: 2},
			news.DayCount{Source: "example.org", Lang: "en", Day: "2020-03-09", Reports: 2},
			news.DayCount{Source: "www.echo.example", Lang: "fr", Reports: 1},
		)
	}},
	{"copies are counted apart, as clustering finds them", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.add(t, report("en2", "en", "2020-03-09", "x"))
		e.apply(t, store.StoryChanges{Copies: map[string]string{"en2": "en"}})
		e.counts(t, store.Filter{Lang: "en", Since: "2020-03-01"},
			news.DayCount{Source: "example.org", Lang: "en", Day: "2020-03-09", Reports: 1, Copies: 1})
	}},
	{"a revision counts once, on its latest day", func(t *testing.T, e *env) {
		e.add(t, report("a", "en", "2020-03-08", "x"))
		e.add(t, report("a", "en", "2020-03-09", "y"))
		e.counts(t, store.Filter{}, news.DayCount{Source: "example.org", Lang: "en", Day: "2020-03-09", Reports: 1})
	}},
	{"counts are narrowed as lists are", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		ar := news.DayCount{Source: "example.org", Lang: "ar", Day: "2020-03-08", Reports: 1}
		en := news.DayCount{Source: "example.org", Lang: "en", Day: "2020-03-09", Reports: 1}
		fr := news.DayCount{Source: "www.echo.example", Lang: "fr", Reports: 1}
		e.counts(t, store.Filter{Lang: "ar"}, ar)
		e.counts(t, store.Filter{Since: "2020-03-09", Until: "2020-03-09"}, en, fr)
		e.counts(t, store.Filter{Source: "Echo.example"}, fr)
		e.counts(t, store.Filter{Entity: "Barham Salih"}, ar, en, fr)
		e.counts(t, store.Filter{Country: "IRQ", Type: news.Consult}, en)
		e.counts(t, store.Filter{Lang: "zh"})
		_, err := e.Counts(e.ctx, store.Filter{Since: "yesterday"})
		wantCode(t, "Counts", err, news.Invalid)
	}},
}

// counts wants just these counts.
func (e *env) counts(t *testing.T, f store.Filter, want ...news.DayCount) {
	t.Helper()
	got, err := e.Counts(e.ctx, f)
	if err != nil {
		t.Fatalf("Counts %+v: %v", f, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Counts %+v: -want +got:\n%s", f, diff)
	}
}
