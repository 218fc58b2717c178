package storetest

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// importedRecord is a record with everything that one can have.
func importedRecord(line int) *news.Imported {
	text := "Iran and Iraq met in Baghdad."
	at := time.Date(2020, 3, 8, 0, 0, 0, 0, time.UTC)
	day := &news.Interval{From: at, To: at, Precision: news.Day}
	return &news.Imported{
		Line: line, Original: fmt.Sprintf("X%d", line), Raw: []byte("raw\x00\xff\t"),
		Document: news.Document{
			Report: news.Report{
				URL: "https://example.org/a", Source: "Example", Title: "A \"title\"", Lang: "en", Text: text,
				Published: &news.Published{Interval: *day, ReadFrom: news.ReadFromInput},
			},
			Events: []news.Event{{
				Type: news.Consult, Mode: "visit", Status: news.Occurred, Contexts: []string{"diplomatic"},
				Actors:   []news.Party{{Name: "Ali Shamkhani", Entity: "Q2", Country: "IRN", Sector: "GOV", Mention: -1}},
				Location: &news.Location{Name: "Baghdad", Country: "IRQ", Lat: 33.3, Lon: 44.4, HasPoint: true, Precision: news.AtCity},
				Date:     day, Evidence: []news.Span{{Start: 0, End: len(text)}}, Confidence: 0.5,
			}},
		},
	}
}

func importing(err error, all ...*news.Imported) iter.Seq2[*news.Imported, error] {
	return func(yield func(*news.Imported, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

func (e *env) putImport(t *testing.T, name string, all ...*news.Imported) {
	t.Helper()
	n, err := e.PutImport(e.ctx, store.Import{Name: name, File: name + ".jsonl", Format: "plover"}, importing(nil, all...))
	if err != nil || n != len(all) {
		t.Fatalf("PutImport = %d, %v", n, err)
	}
}

func (e *env) imported(t *testing.T, f store.ImportFilter) string {
	t.Helper()
	var ids []string
	for _, r := range all(t, e.Imported(e.ctx, f)) {
		ids = append(ids, r.Document.ID)
	}
	return strings.Join(ids, " ")
}

var importTests = []test{
	{"an imported record comes back as it was, under its import and line", func(t *testing.T, e *env) {
		given := importedRecord(7)
		e.putImport(t, "a", given)
		if given.Import != "" || given.Document.ID != "" {
			t.Error("what was given was changed")
		}
		want := importedRecord(7)
		want.Import, want.Document.ID = "a", "a#7"
		got, err := e.ImportedBy(e.ctx, "a#7")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]*news.Imported{want}, all(t, e.Imported(e.ctx, store.ImportFilter{}))); diff != "" {
			t.Error(diff)
		}
	}},
	{"imports are listed in the order in which they came, with what they are", func(t *testing.T, e *env) {
		e.putImport(t, "z", importedRecord(2), importedRecord(1))
		e.putImport(t, "a#1")
		got, err := e.ListImports(e.ctx)
		want := []store.Import{
			{Name: "z", File: "z.jsonl", Format: "plover", At: e.clock.now(), Records: 2},
			{Name: "a#1", File: "a#1.jsonl", Format: "plover", At: e.clock.now()},
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(err, diff)
		}
		if got := e.imported(t, store.ImportFilter{}); got != "z#1 z#2" {
			t.Errorf("Imported = %s", got)
		}
	}},
	{"imported records are in no other list, search or count", func(t *testing.T, e *env) {
		e.putImport(t, "a", importedRecord(1))
		stats, err := e.Stats(e.ctx)
		if err != nil || stats.Reports+stats.Events+stats.Stories+stats.Entities != 0 {
			t.Errorf("Stats = %+v, %v", stats, err)
		}
		if res, err := e.Search(e.ctx, store.Query{Text: "Baghdad"}); err != nil || res.Total != 0 {
			t.Errorf("Search = %+v, %v", res, err)
		}
		if docs := all(t, e.Documents(e.ctx, store.Filter{})); len(docs) != 0 {
			t.Errorf("%d documents", len(docs))
		}
		if _, err := e.Document(e.ctx, "a#1"); news.CodeOf(err) != news.NotFound {
			t.Errorf("Document = %v", err)
		}
		if n, err := e.Waiting(e.ctx, store.JobPlace); err != nil || n != 0 {
			t.Errorf("%d jobs wait, %v", n, err)
		}
	}},
	{"an import that ends with an error keeps nothing, and its name stays free", func(t *testing.T, e *env) {
		broken := errors.New("broken")
		_, err := e.PutImport(e.ctx, store.Import{Name: "a"}, importing(broken, importedRecord(1)))
		if !errors.Is(err, broken) {
			t.Errorf("PutImport = %v", err)
		}
		if got := e.imported(t, store.ImportFilter{}); got != "" {
			t.Errorf("kept %s", got)
		}
		e.putImport(t, "a", importedRecord(1))
	}},
	{"a name that is taken is refused and changes nothing", func(t *testing.T, e *env) {
		e.putImport(t, "a", importedRecord(1))
		_, err := e.PutImport(e.ctx, store.Import{Name: "a"}, importing(nil, importedRecord(2)))
		if news.CodeOf(err) != news.Conflict {
			t.Errorf("PutImport = %v", err)
		}
		if got := e.imported(t, store.ImportFilter{}); got != "a#1" {
			t.Errorf("kept %s", got)
		}
	}},
	{"an import without a name, and records that are none, are refused", func(t *testing.T, e *env) {
		nothing, noLine, split := importedRecord(1), importedRecord(0), importedRecord(1)
		nothing.Document.Events = nil
		split.Document.Text, split.Document.Events[0].Evidence = "é", []news.Span{{Start: 0, End: 1}}
		for name, in := range map[string][]*news.Imported{
			"": {importedRecord(1)}, "no event": {nothing}, "no line": {noLine}, "a split letter": {split},
			"a line twice": {importedRecord(1), importedRecord(1)}, "nul \x00": {importedRecord(1)},
		} {
			_, err := e.PutImport(e.ctx, store.Import{Name: name}, importing(nil, in...))
			if news.CodeOf(err) != news.Invalid {
				t.Errorf("%q: PutImport = %v", name, err)
			}
		}
		if list, err := e.ListImports(e.ctx); err != nil || len(list) != 0 {
			t.Errorf("ListImports = %v, %v", list, err)
		}
	}},
	{"an import is removed as a whole", func(t *testing.T, e *env) {
		e.putImport(t, "a", importedRecord(1), importedRecord(2))
		e.putImport(t, "b", importedRecord(1))
		if n, err := e.DeleteImport(e.ctx, "a"); err != nil || n != 2 {
			t.Errorf("DeleteImport = %d, %v", n, err)
		}
		if got := e.imported(t, store.ImportFilter{}); got != "b#1" {
			t.Errorf("left %s", got)
		}
		if _, err := e.DeleteImport(e.ctx, "a"); news.CodeOf(err) != news.NotFound {
			t.Errorf("DeleteImport = %v", err)
		}
		if _, err := e.ImportedBy(e.ctx, "a#1"); news.CodeOf(err) != news.NotFound {
			t.Errorf("ImportedBy = %v", err)
		}
		e.putImport(t, "a", importedRecord(3))
		if got := e.imported(t, store.ImportFilter{}); got != "b#1 a#3" {
			t.Errorf("then %s", got)
		}
	}},
	{"imported records are narrowed as lists are, all of one event together", testImportFilter},
	{"imported records are paged", func(t *testing.T, e *env) {
		var many []*news.Imported
		for i := range 1203 {
			many = append(many, importedRecord(i+1))
		}
		e.putImport(t, "a", many...)
		seen, after := 0, ""
		for {
			page := all(t, e.Imported(e.ctx, store.ImportFilter{Filter: store.Filter{Limit: 100, After: after}}))
			for _, r := range page {
				if seen++; r.Line != seen {
					t.Fatalf("line %d after %d", r.Line, seen-1)
				}
			}
			if len(page) < 100 {
				break
			}
			after = page[len(page)-1].Document.ID
		}
		if seen != 1203 {
			t.Errorf("%d records", seen)
		}
		if got := len(all(t, e.Imported(e.ctx, store.ImportFilter{}))); got != 1203 {
			t.Errorf("%d records at once", got)
		}
		for _, err := range e.Imported(e.ctx, store.ImportFilter{Filter: store.Filter{After: "a#9999"}}) {
			if news.CodeOf(err) != news.Invalid {
				t.Errorf("after a record that is not there: %v", err)
			}
		}
	}},
}

func testImportFilter(t *testing.T, e *env) {
	meeting, strike, undated := importedRecord(1), importedRecord(2), importedRecord(3)
	at := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
	strike.Document.Lang, strike.Document.Source = "fr", "Le Journal"
	strike.Document.Events = append(strike.Document.Events, news.Event{
		Type: news.Protest, Status: news.Planned, Recipients: []news.Party{{Name: "Élysée", Country: "FRA", Mention: -1}},
		Date: &news.Interval{From: at, To: at.AddDate(0, 1, -1), Precision: news.Month},
	})
	undated.Document.Events[0].Date, undated.Document.Events[0].Type = nil, ""
	e.putImport(t, "a", meeting, strike)
	e.putImport(t, "b", undated)
	for _, c := range []struct {
		f    store.Filter
		name string
		want string
	}{
		{store.Filter{}, "", "a#1 a#2 b#3"},
		{store.Filter{}, "b", "b#3"},
		{store.Filter{}, "none", ""},
		{store.Filter{Type: news.Protest}, "", "a#2"},
		{store.Filter{Type: news.Consult}, "", "a#1 a#2"},
		{store.Filter{Type: news.Protest, Status: news.Occurred}, "", ""},
		{store.Filter{Status: news.Planned}, "", "a#2"},
		{store.Filter{Country: "FRA"}, "", "a#2"},
		{store.Filter{Country: "FRA", Type: news.Consult}, "", ""},
		{store.Filter{Country: "IRQ"}, "", "a#1 a#2 b#3"},
		{store.Filter{Entity: "elysee"}, "", "a#2"},
		{store.Filter{Entity: "Q2"}, "", "a#1 a#2 b#3"},
		{store.Filter{Entity: "BAGHDAD"}, "b", "b#3"},
		{store.Filter{Lang: "fr"}, "", "a#2"},
		{store.Filter{Source: "le journal"}, "", "a#2"},
		{store.Filter{Since: "2021-01-15"}, "", "a#2"},
		{store.Filter{Since: "2021-01-15", Type: news.Consult}, "", ""},
		{store.Filter{Until: "2020-03-08"}, "", "a#1 a#2"},
		{store.Filter{Until: "2020-03-07"}, "", ""},
		{store.Filter{Limit: 2}, "", "a#1 a#2"},
		{store.Filter{After: "a#1"}, "", "a#2 b#3"},
	} {
		if got := e.imported(t, store.ImportFilter{Import: c.name, Filter: c.f}); got != c.want {
			t.Errorf("%+v of %q: %s, want %s", c.f, c.name, got, c.want)
		}
	}
	for _, err := range e.Imported(e.ctx, store.ImportFilter{Filter: store.Filter{Since: "March"}}) {
		if news.CodeOf(err) != news.Invalid {
			t.Errorf("a day that is none: %v", err)
		}
	}
}
