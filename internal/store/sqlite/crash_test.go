package sqlite_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

const (
	crashReports = 240
	crashBatch   = 16
	crashPath    = "DRAGOMAN_CRASH_STORE" // set in the child: the store to fill
)

// TestMain lets the test program run itself as the process that is killed.
func TestMain(m *testing.M) {
	if path := os.Getenv(crashPath); path != "" {
		if err := fill(context.Background(), path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// fill adds all reports and says after each batch how many are acknowledged.
func fill(ctx context.Context, path string) error {
	s, err := sqlite.Open(ctx, path, store.Options{Features: features})
	if err != nil {
		return err
	}
	for from := 0; from < crashReports; from += crashBatch {
		if _, err := s.Add(ctx, withVectors(synthetic(from, from+crashBatch))); err != nil {
			return err
		}
		fmt.Println(from + crashBatch)
	}
	return s.Close()
}

// runAndKill fills the store in a child process and kills it after a while. It returns how many
// reports the child had acknowledged, and whether it came to its end.
func runAndKill(t *testing.T, path string, after time.Duration) (acknowledged int, ended bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), crashPath+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		n, err := strconv.Atoi(lines.Text())
		if err != nil {
			t.Fatalf("the child said %q", lines.Text())
		}
		acknowledged = n
	}
	return acknowledged, cmd.Wait() == nil
}

// A process is killed at random moments, again and again, until it comes to its end. Each
// time the store holds whole batches, all that were acknowledged, and is sound;
// in the end it holds what an undisturbed run holds.
func TestKilledWhileAddingEndsAsIfUndisturbed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	calm := filepath.Join(dir, "calm.db")
	began := time.Now()
	if n, ended := runAndKill(t, calm, time.Hour); !ended || n != crashReports {
		t.Fatalf("the undisturbed run acknowledged %d", n)
	}
	whole := time.Since(began)
	path := filepath.Join(dir, "killed.db")
	r := rand.New(rand.NewPCG(1, 2))
	most, kills := 0, 0
	for ended := false; !ended; kills++ {
		after := time.Duration(float64(whole) * (0.1 + 0.5*r.Float64()))
		if kills >= 6 {
			after = time.Hour
		}
		var acknowledged int
		acknowledged, ended = runAndKill(t, path, after)
		most = max(most, acknowledged)
		if _, err := os.Stat(path); err != nil {
			continue // killed before it began
		}
		checkSound(t, path, most)
		if ended && kills == 0 && whole > time.Millisecond { // it was done before: the undisturbed run had less of the machine
			for _, end := range []string{"", "-wal", "-shm"} {
				if err := os.Remove(path + end); err != nil && !errors.Is(err, os.ErrNotExist) {
					t.Fatal(err)
				}
			}
			ended, most, whole, kills = false, 0, whole/2, -1
		}
	}
	if kills < 2 {
		t.Errorf("it was never killed")
	}
	a, b := open(t, calm), open(t, path)
	defer shut(t, a)
	defer shut(t, b)
	if dump(t, a) != dump(t, b) {
		t.Errorf("the killed store differs from the undisturbed one")
	}
}

// checkSound opens a store whose writer was killed.
func checkSound(t *testing.T, path string, acknowledged int) {
	t.Helper()
	s := open(t, path)
	defer shut(t, s)
	st, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if st.Reports%crashBatch != 0 || st.Reports < acknowledged || st.Queued != st.Reports {
		t.Errorf("%d reports and %d jobs after %d were acknowledged in batches of %d", st.Reports, st.Queued, acknowledged, crashBatch)
	}
	if text := dump(t, s); strings.Count("\n"+text, "\nreport ") != st.Reports || strings.Contains(text, "lost") ||
		strings.Count(text, "\nvector ") != st.Reports {
		t.Errorf("the rows do not agree with the counts")
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer shut(t, db)
	var verdict string
	if err := db.QueryRowContext(t.Context(), `PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity_check: %s, %v", verdict, err)
	}
	if _, err := db.ExecContext(t.Context(), `INSERT INTO words (words) VALUES ('integrity-check')`); err != nil {
		t.Errorf("the word index: %v", err)
	}
}
