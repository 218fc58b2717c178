package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/format/formattest"
	"github.com/dragoman-news/dragoman/internal/export/plover"
	"github.com/dragoman-news/dragoman/internal/intake"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
)

func formatNamed(t *testing.T, name string) format.Format {
	t.Helper()
	f, ok := format.Find(app.Formats(), name)
	if !ok {
		t.Fatalf("no format %s", name)
	}
	return f
}

func intakeNamed(t *testing.T, name string) intake.Format {
	t.Helper()
	i := slices.IndexFunc(app.IntakeFormats(), func(f intake.Format) bool { return f.Name == name })
	if i < 0 {
		t.Fatalf("no format %s", name)
	}
	return app.IntakeFormats()[i]
}

// taken takes a file in and returns the store.
func taken(t *testing.T, name string, in []byte) (*memstore.Store, app.Taken) {
	t.Helper()
	st := memstore.New(store.Options{})
	got, err := app.TakeIn(t.Context(), st, intakeNamed(t, name), store.Import{Name: "a", File: "a." + name, Format: name}, bytes.NewReader(in), func(int) {}, func(news.SetAside) {})
	if err != nil {
		t.Fatal(err)
	}
	return st, got
}

func written(t *testing.T, f format.Format, src format.Source, opt format.Options) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := f.Write(t.Context(), src, opt, &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestPLOVERComesBackAsItWas writes entries, takes them in and writes them again: nothing changes.
func TestPLOVERComesBackAsItWas(t *testing.T) {
	for _, of := range []string{format.Entries, format.Events} {
		opt := formattest.Options()
		opt.Of = of
		first, _ := formattest.Write(t, formatNamed(t, "plover"), opt)
		st, got := taken(t, "plover", first)
		if want := bytes.Count(first, []byte("\n")); got.Kept != want || got.Bad != 0 {
			t.Fatalf("taken %+v of %d", got, want)
		}
		opt.Of = ""
		again := written(t, formatNamed(t, "plover"), app.ImportedSource(st, "a"), opt)
		if diff := cmp.Diff(string(first), string(again)); diff != "" {
			t.Errorf("%s: %s", of, diff)
		}
	}
}

// unkept hides that records are kept as they were, so that they are written from what was understood of them.
type unkept struct{ format.Source }

// TestPLOVERIsUnderstood wants every field of the manual that says what happened to come back from the entry alone.
func TestPLOVERIsUnderstood(t *testing.T) {
	opt := formattest.Options()
	first, _ := formattest.Write(t, formatNamed(t, "plover"), opt)
	st, _ := taken(t, "plover", first)
	again := written(t, formatNamed(t, "plover"), unkept{app.ImportedSource(st, "")}, opt)
	// What belongs to the file it is in: ids, where the words stand in the text, and Dragoman's own record of the reports.
	own := cmp.Options{
		cmpopts.IgnoreFields(plover.Record{}, "ID", "Link", "TextInfo", "Dragoman"),
		cmpopts.IgnoreFields(plover.CiteInfo{}, "Citation"),
		cmpopts.IgnoreFields(plover.Entity{}, "EntityText", "Office"), // how the report writes the name: a mention, and the text is not here
	}
	before, after := records(t, first), records(t, again)
	if diff := cmp.Diff(before, after, own); diff != "" {
		t.Error(diff)
	}
	for i := range before {
		a, b := before[i].Dragoman, after[i].Dragoman
		if a.Status != b.Status || a.Precision != b.Precision || a.Confidence != b.Confidence || !cmp.Equal(a.Entry.Date, b.Entry.Date) || !cmp.Equal(a.Entry.Place, b.Entry.Place) {
			t.Errorf("%s: %+v\n%+v", before[i].ID, a, b)
		}
		if a.Dated != b.Dated && a.Dated != "report" {
			t.Errorf("%s is dated by %q, then by %q", before[i].ID, a.Dated, b.Dated)
		}
	}
}

func records(t *testing.T, file []byte) []plover.Record {
	t.Helper()
	var out []plover.Record
	dec := json.NewDecoder(bytes.NewReader(file))
	for {
		var r plover.Record
		err := dec.Decode(&r)
		if err == io.EOF {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
}

// TestOtherPeoplesPLOVERComesBackToo wants fields that Dragoman knows nothing of to stay, and a record with two events
// to stay one.
func TestOtherPeoplesPLOVERComesBackToo(t *testing.T) {
	in := `{"id":"x","date":"2016-07-24","source":[{"code":"USA","age":70}],"event":["AGREE","CONSULT"],"mine":{"n":1.50}}` + "\n"
	st, _ := taken(t, "plover", []byte(in))
	if got := written(t, formatNamed(t, "plover"), app.ImportedSource(st, ""), formattest.Options()); string(got) != in {
		t.Errorf("%s", got)
	}
}

// TestGDELTComesBack wants rows to come back as they were, and from the entry alone the columns that say who did what,
// where and when.
func TestGDELTComesBack(t *testing.T) {
	opt := formattest.Options()
	first, _ := formattest.Write(t, formatNamed(t, "gdelt"), opt)
	st, got := taken(t, "gdelt", first)
	if got.Kept != 2 || got.Bad != 0 {
		t.Fatalf("taken %+v", got)
	}
	if again := written(t, formatNamed(t, "gdelt"), app.ImportedSource(st, ""), opt); !bytes.Equal(first, again) {
		t.Errorf("the rows are others:\n%s\n%s", first, again)
	}
	again := written(t, formatNamed(t, "gdelt"), unkept{app.ImportedSource(st, "")}, opt)
	before, after := strings.Split(string(first), "\n"), strings.Split(string(again), "\n")
	for i := range before {
		a, b := strings.Split(before[i], "\t"), strings.Split(after[i], "\t")
		if len(a) < 61 {
			continue
		}
		for _, col := range []int{1, 2, 3, 4, 6, 7, 12, 16, 17, 22, 28, 51, 52, 53, 56, 57, 60} {
			if col == 28 && a[26] == "133" { // the intent to protest is a threat there, and is read as one
				continue
			}
			if a[col] != b[col] {
				t.Errorf("column %d: %q, then %q", col, a[col], b[col])
			}
		}
	}
}

// TestImportedRecordsAreWrittenInEveryTable wants the other formats to take what others coded.
func TestImportedRecordsAreWrittenInEveryTable(t *testing.T) {
	in := `{"id":"x","date":"2016-07-24","actor":[{"code":"USA"}],"recipient":[{"code":"CAN"}],"event":["AID"],"context":["military"]}` + "\n"
	st, _ := taken(t, "plover", []byte(in))
	for _, f := range []string{"csv", "gdelt"} {
		got := string(written(t, formatNamed(t, f), app.ImportedSource(st, "a"), formattest.Options()))
		if !strings.Contains(got, "USA") || f == "gdelt" && !strings.Contains(got, "\t072\t") || f == "csv" && !strings.Contains(got, "military") {
			t.Errorf("%s: %s", f, got)
		}
	}
}

func TestBadRecordsAreSetAsideAndTheOthersTaken(t *testing.T) {
	st := memstore.New(store.Options{})
	var told []string
	got, err := app.TakeIn(t.Context(), st, intakeNamed(t, "plover"), store.Import{Name: "a", File: "a.jsonl", Format: "plover"},
		strings.NewReader("x\n{\"id\":\"1\",\"date\":\"2020-01-01\",\"event\":[\"AID\"]}\ny\n"), func(int) {}, func(p news.SetAside) { told = append(told, p.Reason) })
	if err != nil || got != (app.Taken{Kept: 1, Bad: 2}) {
		t.Fatalf("%+v, %v", got, err)
	}
	want := []string{"line 1: no JSON object: x", "line 3: no JSON object: y"}
	if !slices.Equal(told, want) {
		t.Errorf("told %q", told)
	}
	var kept []string
	for p, err := range st.SetAsides(t.Context(), 0) {
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, p.Reason)
	}
	if !slices.Equal(kept, want) {
		t.Errorf("kept %q", kept)
	}
}

func TestAFileThatBreaksOffIsNotTaken(t *testing.T) {
	st := memstore.New(store.Options{})
	broken := io.MultiReader(strings.NewReader("{\"id\":\"1\",\"date\":\"2020-01-01\",\"event\":[\"AID\"]}\n"), breaking{})
	if _, err := app.TakeIn(t.Context(), st, intakeNamed(t, "plover"), store.Import{Name: "a"}, broken, func(int) {}, func(news.SetAside) {}); err == nil {
		t.Error("no error")
	}
	if list, err := st.ListImports(context.Background()); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
}

// breaking is a file that cannot be read on.
type breaking struct{}

func (breaking) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
