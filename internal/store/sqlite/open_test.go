package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func open(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, store.Options{Features: features})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// shut closes s before the end of the test.
func shut(t *testing.T, c io.Closer) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
}

func dump(t *testing.T, s *sqlite.Store) string {
	t.Helper()
	var buf bytes.Buffer
	if err := s.Dump(t.Context(), &buf); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestWhatWasKeptIsThereAfterClosing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "odd ?#% name é.db")
	s := open(t, path)
	if _, err := s.Add(t.Context(), synthetic(0, 30)); err != nil {
		t.Fatal(err)
	}
	before := dump(t, s)
	shut(t, s)
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	s = open(t, path)
	defer shut(t, s)
	if after := dump(t, s); after != before {
		t.Errorf("the store changed by closing and opening it")
	}
}

func TestDumpTellsContentsApart(t *testing.T) {
	one, same, other := open(t, sqlite.Memory), open(t, sqlite.Memory), open(t, sqlite.Memory)
	defer shut(t, one)
	defer shut(t, same)
	defer shut(t, other)
	for _, err := range []error{
		addAll(t, one, withVectors(synthetic(0, 20)), 20), addAll(t, same, withVectors(synthetic(0, 20)), 3),
		addAll(t, other, withVectors(synthetic(1, 21)), 20),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if dump(t, one) != dump(t, same) {
		t.Error("the size of the batches shows")
	}
	if dump(t, one) == dump(t, other) {
		t.Error("other reports dump alike")
	}
	for _, row := range []string{"report ", "document ", "posting ", "feature ", "entity ", "alias ", "name ", "role ", "job ", "count ", "day ", "vector "} {
		if !strings.Contains(dump(t, one), "\n"+row) && !strings.HasPrefix(dump(t, one), row) {
			t.Errorf("no row of %s", row)
		}
	}
	if strings.Contains(dump(t, one), "lost posting") {
		t.Error("a posting without a report")
	}
}

func TestAStoreThatCannotBeOpenedSaysWhy(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "report.txt")
	foreign := filepath.Join(dir, "foreign.db")
	later := filepath.Join(dir, "later.db")
	torn := filepath.Join(dir, "torn.db")
	write(t, text, "Ali Shamkhani arrived in Baghdad.\n")
	execute(t, foreign, `CREATE TABLE bookmark (url TEXT)`)
	shut(t, open(t, later))
	execute(t, later, `INSERT INTO migration (name) VALUES ('migrations/9999_more.sql')`)
	shut(t, open(t, torn))
	data, err := os.ReadFile(torn)
	if err != nil {
		t.Fatal(err)
	}
	write(t, torn, string(data[:100])+strings.Repeat("x", len(data)-100))
	for _, tc := range []struct{ name, path, want, hint string }{
		{"a text", text, "is not a Dragoman store", "another name"},
		{"a folder", dir, "is a folder", "dragoman.db"},
		{"somebody else's database", foreign, "another program", "another name"},
		{"a later release's", later, "later release", "install"},
		{"a torn file", torn, "damaged", "copy"},
		{"no such folder", filepath.Join(dir, "no", "such.db"), "there is no folder", "make it"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, err := sqlite.Open(t.Context(), tc.path, store.Options{})
			if err == nil {
				shut(t, s)
				t.Fatal("it opened")
			}
			var told *news.Error
			if !errors.As(err, &told) || told.Code != news.Invalid {
				t.Fatalf("error %v, want one with code invalid", err)
			}
			if !strings.Contains(told.Message, tc.want) || !strings.Contains(told.Hint, tc.hint) {
				t.Errorf("message %q, hint %q; want %q and %q", told.Message, told.Hint, tc.want, tc.hint)
			}
		})
	}
	if data, err := os.ReadFile(text); err != nil || string(data) != "Ali Shamkhani arrived in Baghdad.\n" {
		t.Errorf("the text was changed to %q, %v", data, err)
	}
}

func TestAStoreInAReadOnlyFolderSaysSo(t *testing.T) {
	if os.Getuid() == 0 {
		readOnlyAsRoot(t)
		return
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Open(t.Context(), filepath.Join(dir, "a.db"), store.Options{})
	wantUnwritable(t, err)
}

// readOnlyAsRoot does without permissions, which root passes by: a file that is a
// folder's name in the path cannot be written by anybody.
func readOnlyAsRoot(t *testing.T) {
	_, err := sqlite.Open(t.Context(), "/proc/self/a.db", store.Options{})
	wantUnwritable(t, err)
}

func wantUnwritable(t *testing.T, err error) {
	t.Helper()
	var told *news.Error
	if !errors.As(err, &told) || !strings.Contains(told.Message, "cannot be written") || told.Hint == "" {
		t.Errorf("error %v, want one that says it cannot be written", err)
	}
}

func TestAStoreThatAnotherProcessIsWritingSaysSo(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	s := open(t, path)
	defer shut(t, s)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, db)
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(t.Context(), `BEGIN IMMEDIATE`); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, err = s.Add(t.Context(), synthetic(0, 1))
	var told *news.Error
	if !errors.As(err, &told) || told.Code != news.Conflict || !strings.Contains(told.Message, "another process") {
		t.Errorf("error %v, want a conflict with another process", err)
	}
	if waited := time.Since(began); waited < time.Second {
		t.Errorf("it gave up after %s", waited)
	}
	if _, err := s.Document(t.Context(), "nope"); news.CodeOf(err) != news.NotFound {
		t.Errorf("reading meanwhile: %v", err)
	}
	if _, err := db.ExecContext(t.Context(), `ROLLBACK`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(t.Context(), synthetic(0, 1)); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestTwoProcessesMayOpenOneNewStoreAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	errs := make(chan error, 4)
	for range cap(errs) {
		go func() {
			s, err := sqlite.Open(t.Context(), path, store.Options{})
			if err == nil {
				err = s.Close()
			}
			errs <- err
		}()
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}

func TestAMemoryStoreLeavesNothingBehind(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := open(t, sqlite.Memory)
	if _, err := s.Add(t.Context(), synthetic(0, 3)); err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	left, err := os.ReadDir(os.Getenv("TMPDIR"))
	if err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestTheSchemaOfEveryReleaseOpens(t *testing.T) {
	old, err := filepath.Glob("testdata/schema-*.sqlite")
	if err != nil || len(old) == 0 {
		t.Fatalf("no stores of earlier schemas: %v", err)
	}
	for _, path := range old {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			work := filepath.Join(t.TempDir(), "old.db")
			write(t, work, string(data))
			s := open(t, work)
			defer shut(t, s)
			checkOldVectors(t, s, filepath.Base(path) >= "schema-0002")
			checkOldIndex(t, s, filepath.Base(path) >= "schema-0005")
			checkOldOwn(t, s, filepath.Base(path) >= "schema-0003")
			checkOldHistory(t, s, filepath.Base(path) >= "schema-0007", filepath.Base(path) >= "schema-0008")
			checkOldAccess(t, s, filepath.Base(path) >= "schema-0009")
			checkOldWatch(t, s, filepath.Base(path) >= "schema-0010")
			checkOldImport(t, s, filepath.Base(path) >= "schema-0011")
			checkOldVerdict(t, s, filepath.Base(path) >= "schema-0013")
			checkOld(t, s)
		})
	}
}

// checkOld looks at a store that -update wrote: writeOld says what is in it.
func checkOld(t *testing.T, s *sqlite.Store) {
	t.Helper()
	ctx := t.Context()
	want := synthetic(0, oldReports)
	for _, w := range want {
		d, err := s.Document(ctx, w.ID)
		if err != nil || d.Text != w.Text || len(d.Mentions) != len(w.Mentions) || len(d.Events) != len(w.Events) {
			t.Errorf("report %s: %v", w.ID, err)
		}
	}
	if d, err := s.Revision(ctx, "revised", 1); err != nil || d.Text != "The first text of Baghdad." {
		t.Errorf("the first revision: %v", err)
	}
	res, err := s.Search(ctx, store.Query{Text: `"second text" baghdad`})
	if err != nil || len(res.Hits) != 1 || res.Hits[0].Report != "revised" {
		t.Errorf("Search = %+v, %v", res, err)
	}
	st, err := s.StoryOf(ctx, "revised")
	if err != nil || st.ID != "story" || len(st.Entries) != 1 {
		t.Errorf("StoryOf = %+v, %v", st, err)
	}
	feeds, err := s.ListFeeds(ctx)
	if err != nil || len(feeds) != 1 || feeds[0].Title != "Example" {
		t.Errorf("ListFeeds = %v, %v", feeds, err)
	}
	stats, err := s.Stats(ctx)
	if err != nil || stats.Reports != oldReports+1 || stats.Revisions != oldReports+2 || stats.Stories != 1 || stats.SetAside != 1 {
		t.Errorf("Stats = %+v, %v", stats, err)
	}
	if out, err := s.Add(ctx, want); err != nil || out[0] != store.Same {
		t.Errorf("Add = %v, %v", out, err)
	}
	if out, err := s.Add(ctx, synthetic(900, 901)); err != nil || out[0] != store.Added {
		t.Errorf("Add = %v, %v", out, err)
	}
}

// checkOldVectors looks for meaning: stores of the first schema have none, and get it when
// reports are added again.
func checkOldVectors(t *testing.T, s *sqlite.Store, kept bool) {
	t.Helper()
	q := store.LikeQuery{Vector: []int8{127, 1}, Model: "made"}
	res, err := s.Like(t.Context(), q)
	if err != nil || res.Compared+res.LeftOut != oldReports+1 || kept != (res.Compared == 1) {
		t.Fatalf("Like = %+v, %v", res, err)
	}
	again := revised("second")
	again.Reading = vectors()
	if out, err := s.Add(t.Context(), []*news.Document{again}); err != nil || out[0] != store.Same {
		t.Errorf("Add = %v, %v", out, err)
	}
	res, err = s.Like(t.Context(), q)
	if err != nil || res.Compared != 1 || res.LeftOut != oldReports || res.Hits[0].Report != "revised" || res.Hits[0].Snippet != "The second text of Baghdad." {
		t.Errorf("Like = %+v, %v", res, err)
	}
}

// checkOldIndex looks for what was made of the user's entities: stores before the fifth schema have nothing.
func checkOldIndex(t *testing.T, s *sqlite.Store, kept bool) {
	t.Helper()
	if _, data, err := s.OwnIndex(t.Context()); err != nil || kept != (string(data) == "index") {
		t.Errorf("OwnIndex = %q, %v", data, err)
	}
}

// checkOldOwn looks for the user's entity: stores before the third schema have none, and take one.
func checkOldOwn(t *testing.T, s *sqlite.Store, kept bool) {
	t.Helper()
	find := func() (out []*news.Known) {
		for k, err := range s.Owned(t.Context(), store.OwnFilter{Name: "علي شمخاني"}) {
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, k)
		}
		return out
	}
	if got := find(); kept != cmp.Equal(got, []*news.Known{ownEntity()}) {
		t.Errorf("Owned = %v", got)
	}
	if err := putOwn(t.Context(), s, ownEntity()); err != nil {
		t.Fatal(err)
	}
	if got := find(); !cmp.Equal(got, []*news.Known{ownEntity()}) {
		t.Errorf("Owned = %v", got)
	}
}

// checkOldImport looks for the record of somebody else's: stores before the eleventh schema have none, and take one.
func checkOldImport(t *testing.T, s *sqlite.Store, kept bool) {
	t.Helper()
	r, err := s.ImportedBy(t.Context(), "old#1")
	if kept && (err != nil || string(r.Raw) != "raw" || len(r.Document.Events) != 1) || !kept && news.CodeOf(err) != news.NotFound {
		t.Errorf("ImportedBy = %+v, %v", r, err)
	}
	if err := putImport(t.Context(), s, "new"); err != nil {
		t.Error(err)
	}
}

// checkOldWatch looks for the saved filter: stores before the tenth schema have none, and take one.
func checkOldWatch(t *testing.T, s *sqlite.Store, kept bool) {
	t.Helper()
	err := s.AddWatch(t.Context(), oldWatch())
	if kept != (news.CodeOf(err) == news.Conflict) || !kept && err != nil {
		t.Fatal(err)
	}
	if w, err := s.Watch(t.Context(), "watch"); err != nil || w.Filter.Lang != "ar" {
		t.Errorf("Watch = %+v, %v", w, err)
	}
}

// checkOldVerdict looks for what was decided about a commitment: stores before the thirteenth schema have nothing, and take it.
func checkOldVerdict(t *testing.T, s *sqlite.Store, kept bool) {
	t.Helper()
	if err := judge(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	all, err := s.Verdicts(t.Context())
	if err != nil || kept != (len(all) == 2) || len(all) == 0 || !all[0].Accepted || all[0].By != "ada" || all[0].Told[0].Text != "text" {
		t.Errorf("Verdicts = %+v, %v", all, err)
	}
}

// judge decides about a commitment in the report that changed its text.
func judge(ctx context.Context, s store.Verdicts) error {
	words := []news.Quoted{{ReportSpan: news.ReportSpan{Report: "revised", Span: news.Span{Start: 11, End: 15}}, Text: "text"}}
	_, err := s.KeepVerdict(ctx, news.Verdict{Accepted: true, Commitment: news.Promised, Made: words, Kind: news.Broken, Told: words, By: "ada"})
	return err
}

func oldWatch() store.Watch {
	return store.Watch{ID: "watch", Name: "Arabic", Filter: store.Filter{Lang: "ar"}}
}

func putImport(ctx context.Context, s store.Imports, name string) error {
	r := &news.Imported{Line: 1, Raw: []byte("raw"), Document: news.Document{Events: []news.Event{{Type: news.Consult, Status: news.Occurred}}}}
	_, err := s.PutImport(ctx, store.Import{Name: name, Format: "plover"}, func(yield func(*news.Imported, error) bool) { yield(r, nil) })
	return err
}

func ownEntity() *news.Known {
	return &news.Known{
		ID: "Q2", Kind: news.Person, Name: "Ali Shamkhani", Country: "IRN", Sector: "GOV", Wikidata: "Q2",
		Names: []news.KnownName{{Name: "علي شمخاني", Lang: "ar"}, {Name: "Shamkhani", Weak: true}},
		Roles: []news.Role{{Title: "Secretary", From: "2013-09-10", To: "2023-05-22"}},
		Lat:   31.3, Lon: 48.7, HasPoint: true,
	}
}

func putOwn(ctx context.Context, s store.Own, k *news.Known) error {
	_, err := s.PutOwn(ctx, func(yield func(*news.Known, error) bool) { yield(k, nil) })
	return err
}

const oldReports = 3

// revised is the report that changes its text.
func revised(which string) *news.Document {
	d := &news.Document{Report: news.Report{ID: "revised", Lang: "en", Title: "A revised report", Text: "The " + which + " text of Baghdad."}}
	d.Sentences = []news.Span{{Start: 0, End: len(d.Text)}}
	return d
}

func vectors() *news.Reading {
	return &news.Reading{Model: "made", Lead: []int8{1, 127}, Sentences: [][]int8{{127, 1}}}
}

// writeOld makes the store that later releases must open.
func writeOld(t *testing.T, path string) {
	t.Helper()
	ctx := t.Context()
	clock := func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }
	s, err := sqlite.Open(ctx, path, store.Options{Features: features, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	first, second := revised("first"), revised("second")
	first.Reading, second.Reading = vectors(), vectors()
	was := oldStory()
	was.Titles["en"] = "A report"
	_, lease, err := s.Acquire(ctx, "stories", "a", time.Minute)
	if err != nil || !lease {
		t.Fatal(err)
	}
	for _, err := range []error{
		addAll(t, s, synthetic(0, oldReports), 2),
		addAll(t, s, []*news.Document{first, second}, 1),
		s.ApplyStories(ctx, store.StoryChanges{Put: []*news.Story{was}}),
		s.ApplyStories(ctx, store.StoryChanges{Put: []*news.Story{oldStory()}}),
		decide(ctx, s),
		s.AddUser(ctx, oldUser()),
		s.PutFeed(ctx, store.Feed{URL: "https://example.org/feed", Title: "Example", Kind: "feed"}),
		s.SetAside(ctx, []news.SetAside{{Name: "a.bin", Reason: "no text"}}),
		putOwn(ctx, s, ownEntity()),
		putImport(ctx, s, "old"),
		judge(ctx, s),
		s.AddWatch(ctx, oldWatch()),
		s.PutOwnIndex(ctx, 1, []byte("index")),
		s.Close(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func execute(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, db)
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

var update = flag.Bool("update", false, "write testdata/schema-NNNN.sqlite of the current schema")

// TestUpdate writes the store of the current schema. It is made once, when the
// schema is released, and never again.
func TestUpdate(t *testing.T) {
	migrations, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(migrations) == 0 {
		t.Fatal(err)
	}
	last := filepath.Base(migrations[len(migrations)-1])[:4]
	path := filepath.Join("testdata", "schema-"+last+".sqlite")
	if *update {
		if err := errors.Join(os.MkdirAll("testdata", 0o750), os.RemoveAll(path)); err != nil {
			t.Fatal(err)
		}
		writeOld(t, path)
		execute(t, path, `PRAGMA journal_mode = DELETE`)
		execute(t, path, `INSERT INTO words(words) VALUES('optimize')`)
		execute(t, path, `PRAGMA page_size = 512; VACUUM`) // small pages: most tables are nearly empty
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatalf("there is no store of the current schema: go test ./internal/store/sqlite -run TestUpdate -update (%v)", err)
	}
	if info.Size() > 100_000 {
		t.Errorf("%s has %d bytes", path, info.Size())
	}
}
