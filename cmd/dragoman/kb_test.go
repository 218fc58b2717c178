package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// table is a file of n people with three names each.
func table(n int) string {
	var sb strings.Builder
	sb.WriteString("id,kind,name,aliases,country,role\n")
	for i := range n {
		fmt.Fprintf(&sb, "p%06d,person,Given%d Family%d,علي%d شمخاني|Family%d Given,IRN,Minister\n", i*7919%1_000_003, i%500, i, i, i)
	}
	return sb.String()
}

// TestAnInterruptedImportTakesNothing feeds rows without an end and presses Ctrl-C.
func TestAnInterruptedImportTakesNothing(t *testing.T) {
	dir := t.TempDir()
	cmd := child(t.Context(), t, dir, "kb", "import", "-q", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr := &bytes.Buffer{}
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, table(3000)); err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if got := cmd.ProcessState.ExitCode(); got != 1 || !strings.Contains(stderr.String(), "nothing of standard input was taken") {
		t.Errorf("status %d: %s", got, stderr)
	}
	if e := run(t, dir, "", "kb", "list"); !strings.Contains(e.err, "no entity of your own") {
		t.Errorf("kb list: %s%s", e.out, e.err)
	}
	if e := run(t, dir, table(3000), "kb", "import", "-"); e.status != 0 || !strings.Contains(e.out, "3000 entities added") {
		t.Errorf("the next run: %s%s", e.out, e.err)
	}
}

// TestALargeImportStaysSmall wants memory that does not grow with the length of a file of
// which one row is broken at the end, and nothing taken of it.
func TestALargeImportStaysSmall(t *testing.T) {
	const most = 256 << 20
	dir := t.TempDir()
	writeAll(t, dir, "bad.csv", table(30_000)+"x,wizard,Ann Example,,,\n", "good.csv", table(30_000))
	bad := run(t, dir, "", "kb", "import", "-q", "bad.csv")
	if bad.status != 2 || !strings.Contains(bad.err, `bad.csv line 30002, column 2 (kind): "wizard" is no kind`) {
		t.Errorf("status %d: %s", bad.status, bad.err)
	}
	good := run(t, dir, "", "kb", "import", "-q", "good.csv")
	if good.status != 0 || !strings.Contains(good.out, "30000 entities added, 0 changed, 0 known already") {
		t.Errorf("status %d: %s%s", good.status, good.out, good.err)
	}
	for _, e := range []ended{bad, good} {
		t.Logf("%d MB, %s of the processor", e.memory>>20, e.cpu.Round(time.Millisecond))
		if e.memory > most {
			t.Errorf("%d MB", e.memory>>20)
		}
	}
}
