package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// patterns are reports in a few words, by language: who met whom, where, and what
// was said. Names and places are drawn, so that stories share little.
var patterns = []struct{ lang, text string }{
	{"en", "%[1]s met %[2]s in %[3]s on Monday. The two discussed %[4]s. “We shall go on,” %[1]s said after the talks. It was meeting number %[5]d."},
	{"fr", "%[1]s a rencontré %[2]s à %[3]s lundi soir. Ils ont discuté de %[4]s. « Nous continuerons », a déclaré %[1]s. C'était la rencontre numéro %[5]d."},
	{"ar", "التقى %[1]s مع %[2]s في %[3]s يوم الاثنين. وناقش الجانبان %[4]s. وقال %[1]s: «سنواصل العمل». كان هذا اللقاء رقم %[5]d."},
	{"es", "%[1]s se reunió con %[2]s en %[3]s el lunes. Hablaron sobre %[4]s. «Seguiremos», dijo %[1]s. Fue la reunión número %[5]d."},
	{"ru", "%[1]s встретился с %[2]s в городе %[3]s в понедельник. Они обсудили %[4]s. «Мы продолжим», — заявил %[1]s. Это была встреча номер %[5]d."},
}

// reports writes n reports as JSON lines; the same seed writes the same.
func reports(n int, seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // repeatable on purpose
	syllables := strings.Fields("ba de ki lo mu ra se ti vo nu za fe gi ho pu")
	word := func() string {
		var sb strings.Builder
		for range 2 + r.IntN(2) {
			sb.WriteString(syllables[r.IntN(len(syllables))])
		}
		s := sb.String()
		return strings.ToUpper(s[:1]) + s[1:]
	}
	places := strings.Fields("Lima Oslo Quito Tunis Hanoi Accra Dakar Sofia Minsk Cairo Delhi Tokyo Seoul Kyiv Riga Bern")
	var sb strings.Builder
	for i := range n {
		p := patterns[r.IntN(len(patterns))]
		day := time.Date(2020, 1, 1, 6, 0, 0, 0, time.UTC).Add(time.Duration(i) * 3 * time.Hour)
		text := fmt.Sprintf(p.text, word()+" "+word(), word()+" "+word(), places[r.IntN(len(places))], word(), r.IntN(1_000_000))
		sb.WriteString(object("id", fmt.Sprintf("r%05d", i), "source", fmt.Sprintf("outlet%d.example", r.IntN(40)),
			"published", day.Format(time.RFC3339), "text", text))
		if i%97 == 96 {
			sb.WriteString("{\"id\":\"broken\n") // what is set aside is kept once, too
		}
	}
	return sb.String()
}

func dump(t *testing.T, path string) []byte {
	t.Helper()
	st, err := sqlite.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}()
	var b bytes.Buffer
	if err := st.Dump(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// removeStore takes a store away with its log.
func removeStore(t *testing.T, path string) {
	t.Helper()
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(path + end); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
}

// TestInterruptedRunsEndAsAnUndisturbedOne kills `dragoman add` at any moment, runs
// it again, and wants the very store that one quiet run makes.
func TestInterruptedRunsEndAsAnUndisturbedOne(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	writeAll(t, dir, "in.jsonl", reports(made, 7))
	add := func(db string) ([]string, context.Context) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		t.Cleanup(cancel)
		return []string{"add", "-q", "--model", "none", "--json", "--db", db, "in.jsonl"}, ctx
	}
	args, ctx := add("quiet.db")
	quiet := finish(t, child(ctx, t, dir, args...))
	if quiet.status != 3 || !strings.Contains(quiet.out, fmt.Sprintf(`"added":%d`, made)) {
		t.Fatalf("status %d: %s%s", quiet.status, quiet.out, quiet.err)
	}
	t.Logf("undisturbed: %s, %d MB", quiet.took.Round(10*time.Millisecond), quiet.memory>>20)

	r := rand.New(rand.NewPCG(3, 5)) //nolint:gosec // repeatable on purpose
	killed, most := 0, float64(quiet.took)*0.3
	for range 20 {
		args, ctx := add("disturbed.db")
		cmd := child(ctx, t, dir, args...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// The moments lie in every part of the work: starting, reading, placing.
		time.Sleep(time.Duration(r.Float64() * most))
		sig := syscall.SIGKILL
		if killed == 2 {
			sig = syscall.SIGINT
		}
		_ = cmd.Process.Signal(sig) // it may have ended already
		_ = cmd.Wait()
		status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
		if ok && status.Signaled() || sig == syscall.SIGINT && cmd.ProcessState.ExitCode() == 1 {
			killed++
		} else { // it was done before: the quiet run had less of the machine
			removeStore(t, filepath.Join(dir, "disturbed.db"))
			killed, most = 0, most/2
		}
		if killed == 4 {
			break
		}
	}
	if killed < 4 {
		t.Fatalf("no four runs in a row were interrupted: the moments are chosen badly, within %s", time.Duration(most))
	}
	args, ctx = add("disturbed.db")
	last := finish(t, child(ctx, t, dir, args...))
	if last.status != 3 {
		t.Fatalf("status %d: %s%s", last.status, last.out, last.err)
	}
	t.Logf("%d runs interrupted; the last added %s", killed, strings.TrimSpace(last.out))
	want, got := dump(t, filepath.Join(dir, "quiet.db")), dump(t, filepath.Join(dir, "disturbed.db"))
	if bytes.Equal(want, got) {
		return
	}
	w, g := strings.Split(string(want), "\n"), strings.Split(string(got), "\n")
	for i := range min(len(w), len(g)) {
		if w[i] != g[i] {
			t.Fatalf("the stores differ in line %d of %d and %d:\nquiet     %.600s\ndisturbed %.600s", i, len(w), len(g), w[i], g[i])
		}
	}
	t.Fatalf("the stores differ in length: %d and %d lines", len(w), len(g))
}

// TestCtrlCSaysThatItCanGoOn wants a word, status 1, and what was read kept.
func TestCtrlCSaysThatItCanGoOn(t *testing.T) {
	dir := t.TempDir()
	cmd := child(t.Context(), t, dir, "add", "-q", "--model", "none", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr := &bytes.Buffer{}
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, reports(90, 1)); err != nil { // and never an end
		t.Fatal(err)
	}
	time.Sleep(2 * time.Second) // for the first batch to be kept
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != 1 || !strings.Contains(stderr.String(), "running it again goes on") {
		t.Errorf("status %d: %s", got, stderr)
	}
	if e := run(t, dir, "", "reports", "--json", "--limit", "0"); strings.Count(e.out, "\n") < 64 {
		t.Errorf("%d reports were kept, want a batch at least: %s", strings.Count(e.out, "\n"), e.err)
	}
}
