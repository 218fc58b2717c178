package storetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

var listTests = []test{
	{"reports come newest first, undated last, ties by id", func(t *testing.T, e *env) {
		for _, d := range []*news.Document{
			report("undated-b", "en", "", "x"), report("b", "en", "2020-03-08", "x"), report("month", "en", "2020-03", "x"),
			report("undated-a", "en", "", "x"), report("hour", "en", "2020-03-08T01:00:00Z", "x"), report("a", "en", "2020-03-08", "x"),
			report("old", "en", "1912-04-15", "x"), report("future", "en", "9999-12-31", "x"), report("first", "en", "0001-01-02", "x"),
		} {
			e.add(t, d)
		}
		equal(t, "order", e.ids(t, store.Filter{}), "future hour a b month old first undated-a undated-b")
	}},
	{"an instant counts as such, whatever zone it was written in", func(t *testing.T, e *env) {
		e.add(t, report("tehran", "en", "2020-07-22T00:20:00+03:30", "x"), report("london", "en", "2020-07-21T21:00:00Z", "x"))
		equal(t, "order", e.ids(t, store.Filter{}), "london tehran")
		equal(t, "on the day in Tehran", e.ids(t, store.Filter{Since: "2020-07-22"}), "tehran")
		equal(t, "on the day in London", e.ids(t, store.Filter{Until: "2020-07-21"}), "london")
	}},
	{"since and until are inclusive, and match what may have been published then", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		for _, tc := range []struct{ since, until, want string }{
			{"2020-03-08", "", "en ar fr"},
			{"2020-03-09", "", "en fr"},
			{"2020-03-10", "", "fr"},
			{"2020-03-31", "", "fr"},
			{"2020-04-01", "", ""},
			{"", "2020-03-08", "ar fr"},
			{"", "2020-02-29", ""},
			{"2020-03-02", "2020-03-03", "fr"},
			{"0001-01-01", "9999-12-31", "en ar fr"},
		} {
			equal(t, tc.since+" to "+tc.until, e.ids(t, store.Filter{Since: tc.since, Until: tc.until}), tc.want)
		}
	}},
	{"a filter that is no date is refused", func(t *testing.T, e *env) {
		for _, f := range []store.Filter{{Since: "yesterday"}, {Until: "2020-13-01"}, {Since: "2020-3-1"}} {
			_, err := firstError(e.Documents(e.ctx, f))
			wantCode(t, fmt.Sprint("Documents ", f), err, news.Invalid)
			_, err = firstError(e.Stories(e.ctx, f))
			wantCode(t, fmt.Sprint("Stories ", f), err, news.Invalid)
			_, err = firstError(e.Entries(e.ctx, f))
			wantCode(t, fmt.Sprint("Entries ", f), err, news.Invalid)
			_, err = firstError(e.Entities(e.ctx, f))
			wantCode(t, fmt.Sprint("Entities ", f), err, news.Invalid)
			_, err = e.Search(e.ctx, store.Query{Filter: f})
			wantCode(t, fmt.Sprint("Search ", f), err, news.Invalid)
		}
	}},
	{"reports are narrowed by language, source, country, entity, type and status", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		for _, tc := range []struct {
			name string
			f    store.Filter
			want string
		}{
			{"language", store.Filter{Lang: "en"}, "en other"},
			{"domain", store.Filter{Source: "echo.example"}, "fr"},
			{"domain with www", store.Filter{Source: "www.example.org"}, "en ar other"},
			{"name of the site, folded", store.Filter{Source: "l'echo"}, "fr"},
			{"country", store.Filter{Country: "IRN"}, "en ar fr"},
			{"country in lower case", store.Filter{Country: "irn"}, "en ar fr"},
			{"no such country", store.Filter{Country: "CHE"}, ""},
			{"entity id", store.Filter{Entity: "ISO:IRQ"}, "en fr"},
			{"canonical name", store.Filter{Entity: "barham salih"}, "en ar fr"},
			{"name in French spelling", store.Filter{Entity: "Barham  Saleh"}, "en ar fr"},
			{"name in Arabic", store.Filter{Entity: "برهم صالح"}, "en ar fr"},
			{"Arabic with harakat and tatweel", store.Filter{Entity: "بَرهم صـالح"}, "en ar fr"},
			{"adjective", store.Filter{Entity: "irakien"}, "en fr"},
			{"place beside somebody", store.Filter{Entity: "Q1", Place: "irakien"}, "en fr"},
			{"place alone", store.Filter{Place: "ISO:IRQ"}, "en fr"},
			{"no such place", store.Filter{Entity: "Q1", Place: "Geneva"}, ""},
			{"name without an entity", store.Filter{Entity: "JEAN UNTEL"}, "other"},
			{"no such name", store.Filter{Entity: "Nobody"}, ""},
			{"type", store.Filter{Type: news.Consult}, "en"},
			{"status", store.Filter{Status: news.Occurred}, "en"},
			{"type and status of one event", store.Filter{Type: news.Consult, Status: news.Denied}, ""},
			{"all together", store.Filter{Lang: "en", Source: "example.org", Entity: "Q1", Country: "IRQ", Type: news.Consult, Status: news.Occurred, Since: "2020-03-09"}, "en"},
			{"all but one", store.Filter{Lang: "fr", Source: "example.org", Entity: "Q1"}, ""},
			{"limit", store.Filter{Limit: 2}, "en ar"},
			{"limit and entity", store.Filter{Entity: "Q1", Limit: 1}, "en"},
		} {
			equal(t, tc.name, e.ids(t, tc.f), tc.want)
		}
	}},
	{"type and status must hold of one event", func(t *testing.T, e *env) {
		d := visit()[0]
		d.Events = append(d.Events, news.Event{Type: news.Agree, Status: news.Planned})
		e.add(t, d)
		equal(t, "CONSULT planned", e.ids(t, store.Filter{Type: news.Consult, Status: news.Planned}), "")
		equal(t, "AGREE planned", e.ids(t, store.Filter{Type: news.Agree, Status: news.Planned}), "en")
	}},
	{"pages follow one another without a gap or a double", func(t *testing.T, e *env) {
		var docs []*news.Document
		for i := range 450 { // more than any store looks up at a time
			date := ""
			if i%10 > 0 {
				date = fmt.Sprintf("2020-%02d-%02d", 1+i%12, 1+i%3)
			}
			d := report(fmt.Sprintf("r%03d", i), []news.Lang{"en", "fr"}[i%2], date, "Barham Salih spoke.")
			docs = append(docs, mention(d, "Barham Salih", salih))
		}
		e.add(t, docs...)
		for _, f := range []store.Filter{{}, {Entity: "Q1"}, {Lang: "fr"}, {Since: "2020-02-01", Until: "2020-06-30"}} {
			whole := e.ids(t, f)
			var pages []string
			for p := f; ; {
				p.Limit = 37
				page := e.ids(t, p)
				if page == "" {
					break
				}
				pages = append(pages, page)
				p.After = page[strings.LastIndexByte(page, ' ')+1:]
			}
			equal(t, fmt.Sprintf("pages of %+v", f), strings.Join(pages, " "), whole)
			if len(pages) < 3 {
				t.Errorf("only %d pages of %+v", len(pages), f)
			}
		}
	}},
	{"a page after a row that is not there is refused", func(t *testing.T, e *env) {
		f := store.Filter{After: "gone"}
		_, err := firstError(e.Documents(e.ctx, f))
		wantCode(t, "Documents", err, news.Invalid)
		_, err = firstError(e.Stories(e.ctx, f))
		wantCode(t, "Stories", err, news.Invalid)
		_, err = firstError(e.Entries(e.ctx, f))
		wantCode(t, "Entries", err, news.Invalid)
		_, err = firstError(e.Entities(e.ctx, f))
		wantCode(t, "Entities", err, news.Invalid)
	}},
	{"the order of adding does not show", func(t *testing.T, e *env) {
		docs := visit()
		e.add(t, docs[3])
		e.add(t, docs[1], docs[0])
		e.add(t, docs[2])
		equal(t, "order", e.ids(t, store.Filter{}), "en ar fr other")
		equal(t, "Salih", e.ids(t, store.Filter{Entity: "Q1"}), "en ar fr")
	}},
}

var featureTests = []test{
	{"features come for days, newest first, with or without the undated", func(t *testing.T, e *env) {
		e.add(t, titled()...)
		for _, tc := range []struct {
			name string
			q    store.FeatureQuery
			want string
		}{
			{"all days", store.FeatureQuery{}, "c b a"},
			{"all", store.FeatureQuery{Undated: true}, "c b month a none"},
			{"days", store.FeatureQuery{From: "2020-03-07", To: "2020-03-08"}, "b"},
			{"days and undated", store.FeatureQuery{From: "2020-03-07", To: "2020-03-08", Undated: true}, "b month none"},
			{"open end", store.FeatureQuery{From: "2020-03-08"}, "c b"},
			{"keys", store.FeatureQuery{Keys: []string{"visit", "nowhere"}}, "b a"},
			{"keys and undated", store.FeatureQuery{Keys: []string{"visit"}, Undated: true}, "b month a"},
			{"keys of several, each once", store.FeatureQuery{Keys: []string{"visit", "talks"}, Undated: true}, "c b month a none"},
			{"keys in days", store.FeatureQuery{Keys: []string{"visit"}, From: "2020-03-01", To: "2020-03-31"}, "b"},
			{"keys in days and undated", store.FeatureQuery{Keys: []string{"visit"}, From: "2020-03-08", To: "2020-03-31", Undated: true}, "b month"},
			{"newest of a key", store.FeatureQuery{Keys: []string{"visit"}, PerKey: 1}, "b"},
			{"newest of each key", store.FeatureQuery{Keys: []string{"visit", "talks"}, PerKey: 1}, "c b"},
			{"newest two with the undated", store.FeatureQuery{Keys: []string{"visit"}, PerKey: 2, Undated: true}, "b month"},
			{"no such key", store.FeatureQuery{Keys: []string{"nowhere"}}, ""},
			{"just these", store.FeatureQuery{Reports: []string{"none", "a", "gone", "a"}, Keys: []string{"talks"}}, "a none"},
		} {
			var ids []string
			for _, f := range all(t, e.Features(e.ctx, tc.q)) {
				ids = append(ids, f.Report)
			}
			equal(t, tc.name, strings.Join(ids, " "), tc.want)
		}
	}},
	{"a feature has the row that was computed, and the day", func(t *testing.T, e *env) {
		e.add(t, titled()...)
		equal(t, "features", all(t, e.Features(e.ctx, store.FeatureQuery{Reports: []string{"a", "month", "none"}})), []store.Feature{
			{Report: "month", Day: "", Data: []byte("visit month")},
			{Report: "a", Day: "2020-02-28", Data: []byte("visit")},
			{Report: "none", Day: "", Data: []byte("talks none")},
		})
	}},
	{"a revised report has its new features only", func(t *testing.T, e *env) {
		e.add(t, titled()...)
		d := report("a", "en", "2020-03-20", "x")
		d.Title = "talks"
		e.add(t, d)
		equal(t, "old key", len(all(t, e.Features(e.ctx, store.FeatureQuery{Keys: []string{"visit"}, Undated: true}))), 2)
		equal(t, "new row", all(t, e.Features(e.ctx, store.FeatureQuery{Keys: []string{"talks"}, PerKey: 1})), []store.Feature{
			{Report: "a", Day: "2020-03-20", Data: []byte("talks")},
		})
	}},
	{"days that are none are refused", func(t *testing.T, e *env) {
		_, err := firstError(e.Features(e.ctx, store.FeatureQuery{From: "March"}))
		wantCode(t, "Features", err, news.Invalid)
	}},
}

// titled is five reports whose titles serve as feature keys.
func titled() []*news.Document {
	var docs []*news.Document
	for _, d := range []struct{ id, date, title string }{
		{"a", "2020-02-28", "visit"},
		{"b", "2020-03-08", "visit talks"},
		{"c", "2020-03-09", "talks"},
		{"month", "2020-03", "visit month"},
		{"none", "", "talks none"},
	} {
		doc := report(d.id, "en", d.date, "x")
		doc.Title = d.title
		docs = append(docs, doc)
	}
	return docs
}
