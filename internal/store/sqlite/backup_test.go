package sqlite_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func restore(t *testing.T, backup, to string, replace bool) (string, error) {
	t.Helper()
	f, err := os.Open(backup)
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, f)
	return sqlite.Restore(t.Context(), f, backup, to, replace)
}

// names lists the files of a folder.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return strings.Join(out, " ")
}

func TestABackupIsTheStore(t *testing.T) {
	dir := t.TempDir()
	path, backup, other := filepath.Join(dir, "it's a.db"), filepath.Join(dir, "backup ?#%.db"), filepath.Join(dir, "other.db")
	writeOld(t, path)
	s := open(t, path)
	defer shut(t, s)
	if err := s.AddSession(t.Context(), store.Session{Hash: "h", User: "ada", Made: time.Now(), Seen: time.Now()}); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.Backup(t.Context(), path, backup, false); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(backup)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if got := names(t, dir); got != "backup ?#%.db it's a.db it's a.db-shm it's a.db-wal" {
		t.Errorf("files: %s", got)
	}
	if aside, err := restore(t, backup, other, false); err != nil || aside != "" {
		t.Fatalf("aside %q, %v", aside, err)
	}
	r := open(t, other)
	defer shut(t, r)
	if dump(t, r) != dump(t, s) {
		t.Error("what was restored is not what was there")
	}
	checkOld(t, r)
	if _, err := r.Session(t.Context(), "h"); news.CodeOf(err) != news.NotFound {
		t.Errorf("a login came back: %v", err)
	}
	if err := sqlite.Backup(t.Context(), path, backup, false); news.CodeOf(err) != news.Conflict {
		t.Errorf("over another file: %v", err)
	}
	if err := sqlite.Backup(t.Context(), path, backup, true); err != nil {
		t.Errorf("over another file, as told: %v", err)
	}
	if err := sqlite.Backup(t.Context(), path, path, true); news.CodeOf(err) != news.Invalid {
		t.Errorf("over the store itself: %v", err)
	}
}

// TestABackupOfAStoreThatIsWrittenIsOneState adds reports in batches of ten, and wants whole batches in each copy.
func TestABackupOfAStoreThatIsWrittenIsOneState(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.db")
	s := open(t, path)
	defer shut(t, s)
	if err := addAll(t, s, synthetic(0, 20), 10); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var writing sync.WaitGroup
	written := 20
	writing.Go(func() {
		for ctx.Err() == nil && written < 1000 {
			if _, err := s.Add(context.WithoutCancel(ctx), synthetic(written, written+10)); err != nil {
				t.Error(err)
				return
			}
			written += 10
		}
	})
	var counts []int
	for i := range 4 {
		backup := filepath.Join(dir, "backup"+string(rune('0'+i)))
		if err := sqlite.Backup(t.Context(), path, backup, false); err != nil {
			t.Fatal(err)
		}
		r := open(t, backup)
		stats, err := r.Stats(t.Context())
		if err != nil || stats.Reports%10 != 0 || stats.Reports != stats.Queued {
			t.Errorf("half a batch: %+v, %v", stats, err)
		}
		if strings.Contains(dump(t, r), "lost") {
			t.Error("a row without what it belongs to")
		}
		counts = append(counts, stats.Reports)
		shut(t, r)
	}
	cancel()
	writing.Wait()
	if counts[0] < 20 || counts[3] <= counts[0] {
		t.Errorf("copies hold %v reports: nothing was written meanwhile", counts)
	}
}

func TestRestoringReplacesNothingUnasked(t *testing.T) {
	dir := t.TempDir()
	path, backup := filepath.Join(dir, "a.db"), filepath.Join(dir, "b.db")
	s := open(t, path)
	if err := addAll(t, s, synthetic(0, 3), 3); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.Backup(t.Context(), path, backup, false); err != nil {
		t.Fatal(err)
	}
	if err := addAll(t, s, synthetic(3, 5), 3); err != nil {
		t.Fatal(err)
	}
	if _, err := restore(t, backup, path, false); news.CodeOf(err) != news.Conflict {
		t.Errorf("without being told to replace: %v", err)
	}
	_, err := restore(t, backup, path, true)
	var told *news.Error
	if !errors.As(err, &told) || told.Code != news.Conflict || !strings.Contains(told.Hint, "serve") {
		t.Errorf("while it is open: %v", err)
	}
	if stats, err := s.Stats(t.Context()); err != nil || stats.Reports != 5 {
		t.Errorf("%+v, %v", stats, err)
	}
	shut(t, s)
	aside, err := restore(t, backup, path, true)
	if err != nil || !strings.HasPrefix(aside, path+".before-") {
		t.Fatalf("aside %q, %v", aside, err)
	}
	for file, want := range map[string]int{path: 3, aside: 5} {
		s := open(t, file)
		if stats, err := s.Stats(t.Context()); err != nil || stats.Reports != want {
			t.Errorf("%s: %+v, %v", file, stats, err)
		}
		shut(t, s)
	}
	if got := strings.Fields(names(t, dir)); len(got) != 3 {
		t.Errorf("files: %s", got)
	}
}

func TestRestoringOverAStoreThatWasKilledAndOneThatIsDamaged(t *testing.T) {
	dir := t.TempDir()
	path, backup := filepath.Join(dir, "a.db"), filepath.Join(dir, "b.db")
	s := open(t, path)
	if err := addAll(t, s, synthetic(0, 3), 3); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.Backup(t.Context(), path, backup, false); err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	write(t, path+"-wal", "the log of a store that is no more")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if aside, err := restore(t, backup, path, false); err != nil || aside != "" {
		t.Fatalf("beside a log: %q, %v", aside, err)
	}
	write(t, path, "SQLite format 3\x00"+strings.Repeat("x", 9000))
	aside, err := restore(t, backup, path, true)
	if data, failed := os.ReadFile(aside); err != nil || failed != nil || !strings.HasSuffix(string(data), "xxx") {
		t.Fatalf("over a damaged one: %q, %v, %v", aside, err, failed)
	}
	s = open(t, path)
	defer shut(t, s)
	if stats, err := s.Stats(t.Context()); err != nil || stats.Reports != 3 {
		t.Errorf("%+v, %v", stats, err)
	}
}

func TestWhatIsNoBackupIsRefused(t *testing.T) {
	dir := t.TempDir()
	good, path := filepath.Join(dir, "good.db"), filepath.Join(dir, "a.db")
	writeOld(t, good)
	whole := filepath.Join(dir, "whole")
	if err := sqlite.Backup(t.Context(), good, whole, false); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	torn := []byte(string(data))
	for i := len(torn) / 2; i < len(torn)/2+4096; i++ {
		torn[i] = 0xff
	}
	later := filepath.Join(dir, "later")
	write(t, later, string(data))
	execute(t, later, `INSERT INTO migration (name) VALUES ('migrations/9999_more.sql')`)
	fromLater, err := os.ReadFile(later)
	if err != nil {
		t.Fatal(err)
	}
	foreign := filepath.Join(dir, "foreign")
	execute(t, foreign, `CREATE TABLE bookmark (url TEXT)`)
	fromForeign, err := os.ReadFile(foreign)
	if err != nil {
		t.Fatal(err)
	}
	before := names(t, dir)
	for _, tc := range []struct{ name, content, want string }{
		{"nothing", "", "damaged or not"},
		{"a text", strings.Repeat("Ali Shamkhani arrived in Baghdad.\n", 99), "damaged or not"},
		{"half of one", string(data[:len(data)/2]), "damaged or not"},
		{"one with a hole", string(torn), "damaged or not"},
		{"a later release's", string(fromLater), "later release"},
		{"another program's", string(fromForeign), "another program"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := sqlite.Restore(t.Context(), strings.NewReader(tc.content), "backup.db", path, true)
			if news.CodeOf(err) != news.Invalid || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "partial") {
				t.Errorf("%v, want %s", err, tc.want)
			}
			if after := names(t, dir); after != before {
				t.Errorf("files were %s and are %s", before, after)
			}
		})
	}
	if err := sqlite.Backup(t.Context(), foreign, path, false); news.CodeOf(err) != news.Invalid {
		t.Errorf("a backup of another program's database: %v", err)
	}
	if err := sqlite.Backup(t.Context(), good, filepath.Join(dir, "no", "such"), false); news.CodeOf(err) != news.Invalid {
		t.Errorf("a backup into no folder: %v", err)
	}
	if after := names(t, dir); after != before {
		t.Errorf("files were %s and are %s", before, after)
	}
}

func TestABackupOfAnEarlierSchemaLeavesTheStoreAsItIs(t *testing.T) {
	data, err := os.ReadFile("testdata/schema-0004.sqlite")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	path, backup := filepath.Join(dir, "a.db"), filepath.Join(dir, "b.db")
	write(t, path, string(data))
	if err := sqlite.Backup(t.Context(), path, backup, false); err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != string(data) {
		t.Errorf("the store was changed: %v", err)
	}
	if _, err := restore(t, backup, path, true); err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	defer shut(t, s)
	checkOld(t, s)
}

func TestABackupThatIsInterruptedLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.db")
	s := open(t, path)
	defer shut(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sqlite.Backup(ctx, path, filepath.Join(dir, "b.db"), false); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if _, err := sqlite.Restore(ctx, io.LimitReader(strings.NewReader("x"), 1), "x", filepath.Join(dir, "c.db"), false); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if got := names(t, dir); got != "a.db a.db-shm a.db-wal" {
		t.Errorf("files: %s", got)
	}
}

func TestSize(t *testing.T) {
	s := open(t, sqlite.Memory)
	defer shut(t, s)
	before, err := s.Size()
	if err != nil || before == 0 {
		t.Fatalf("%d, %v", before, err)
	}
	if err := addAll(t, s, synthetic(0, 50), 50); err != nil {
		t.Fatal(err)
	}
	if after, err := s.Size(); err != nil || after <= before {
		t.Errorf("%d after %d, %v", after, before, err)
	}
}
