package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// How a stream comes in.
const (
	streamPerDay = 1000
	streamAdd    = 64   // reports in a transaction, as `add` has them
	streamPlace  = 1024 // reports that are kept before all that wait are placed ...
	streamLong   = 4096 // ... in a stream of twenty thousand and more
)

// streams measures a stream of n reports in the order of time, kept and placed in one process on
// all cores, and whether it ends the same when it is killed in the middle and goes on.
func (b *bench) streams(n int) {
	if n == 0 {
		return
	}
	self, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	child := func(db string) *exec.Cmd {
		return exec.Command(self, "-stream", strconv.Itoa(n), "-stream-into", db)
	}
	calm, err := runStream(child(filepath.Join(b.dir, "calm.db")), 0)
	if err != nil {
		log.Fatal(err)
	}
	b.line("%-28s %8d %9.2f %12.1f %10.0f   on %d cores, %.1f reports/s of the clock; of it keeping %.0f %%, who is who and placing %.0f %%",
		"stream", n, calm.cpu.Seconds(), float64(n)/calm.cpu.Seconds(), float64(calm.peak)/1e6, runtime.NumCPU(), float64(n)/calm.took.Seconds(),
		100*calm.told.Add/(calm.told.Add+calm.told.Place), 100*calm.told.Place/(calm.told.Add+calm.told.Place))
	b.line("%-28s %8d   %d stories; placing %.1f ms of the clock a report in the first tenth, %.1f in the last", "  its stories", n,
		calm.told.Stories, calm.told.First, calm.told.Last)
	path := filepath.Join(b.dir, "killed.db")
	killed, err := runStream(child(path), n/2)
	if err != nil {
		log.Fatal(err)
	}
	again, err := runStream(child(path), 0)
	if err != nil {
		log.Fatal(err)
	}
	outcome := "ended the same"
	if again.told.Hash != calm.told.Hash {
		outcome = "ENDED OTHERWISE"
	}
	b.line("%-28s %8d %9.2f %12s %10.0f   killed at %d: %s, %d stories", "stream, killed half way", n, (killed.cpu + again.cpu).Seconds(), "",
		float64(max(killed.peak, again.peak))/1e6, killed.placed, outcome, again.told.Stories)
}

// streamed is what a process that takes a stream in cost, and what it said.
type streamed struct {
	cpu, took time.Duration
	peak      int64
	placed    int // as far as it came
	told      streamTold
}

// streamTold is the last line of such a process.
type streamTold struct {
	Add, Place  float64 // seconds
	First, Last float64 // milliseconds a report
	Stories     int
	Hash        string // of all stories with their reports
}

// runStream runs a process and kills it when it has placed so many reports (0 is never).
func runStream(cmd *exec.Cmd, kill int) (streamed, error) {
	var s streamed
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return s, err
	}
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return s, err
	}
	done := false
	sc := bufio.NewScanner(out)
	for sc.Scan() {
		s.peak = max(s.peak, highWater(cmd.Process.Pid))
		if n, err := strconv.Atoi(sc.Text()); err == nil {
			s.placed = n
		} else if err := json.Unmarshal(sc.Bytes(), &s.told); err == nil {
			done = true
		}
		if kill > 0 && s.placed >= kill {
			_ = cmd.Process.Kill()
		}
	}
	err = cmd.Wait()
	if cmd.ProcessState != nil {
		s.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	s.took = time.Since(start)
	switch {
	case kill > 0 && !done:
		return s, nil
	case kill > 0:
		return s, errors.New("the stream had ended before it was killed")
	case err == nil && !done:
		return s, errors.New("the stream did not come to its end")
	}
	return s, err
}

// takeStream takes in the stream of n reports, going on where an earlier process was. It says how many
// are placed and in the end what came of it.
func takeStream(ctx context.Context, path string, n int, say io.Writer) error {
	st, err := app.OpenStore(ctx, path)
	if err != nil {
		return err
	}
	t := &taking{st: st, say: say, at: streamPlace}
	if n >= 5*streamLong {
		t.at = streamLong
	}
	err = t.all(ctx, n)
	return errors.Join(err, st.Close())
}

// taking is a stream being taken in.
type taking struct {
	st         store.Store
	say        io.Writer
	at         int // how many are kept before they are placed
	add, place time.Duration
	steps      []float64 // milliseconds a report of each placing
}

func (t *taking) all(ctx context.Context, n int) error {
	stats, err := t.st.Stats(ctx)
	if err != nil {
		return err
	}
	if stats.Queued > 0 && (stats.Reports%t.at == 0 || stats.Reports >= n) { // killed while it placed these, the last ones too
		if err := t.settle(ctx, stats.Reports); err != nil {
			return err
		}
	}
	for i := stats.Reports; i < n; i += streamAdd {
		to := min(i+streamAdd, n)
		start := time.Now()
		if _, err := t.st.Add(ctx, madeDocuments(i, to)); err != nil {
			return err
		}
		t.add += time.Since(start)
		if to%t.at == 0 || to == n {
			if err := t.settle(ctx, to); err != nil {
				return err
			}
		}
	}
	return t.end(ctx)
}

// settle places what waits. What a killed process had taken for itself is free after a while.
func (t *taking) settle(ctx context.Context, kept int) error {
	for {
		start := time.Now()
		placed, err := app.Settle(ctx, t.st, func(done, total int) { t.tell("%d", kept-total+done) })
		t.place += time.Since(start)
		if err != nil {
			return err
		}
		if placed > 0 {
			t.steps = append(t.steps, float64(time.Since(start).Milliseconds())/float64(placed))
		}
		if n, err := t.st.Waiting(ctx, store.JobPlace); err != nil || n == 0 {
			return err
		}
		time.Sleep(200 * time.Millisecond)
	}
}

func (t *taking) tell(format string, args ...any) {
	_, _ = fmt.Fprintf(t.say, format+"\n", args...) // who does not listen any more will not miss it
}

func (t *taking) end(ctx context.Context) error {
	told := streamTold{Add: t.add.Seconds(), Place: t.place.Seconds()}
	tenth := max(1, len(t.steps)/10)
	told.First, told.Last = mean(t.steps[:min(tenth, len(t.steps))]), mean(t.steps[max(0, len(t.steps)-tenth):])
	h := sha256.New()
	var lines []string
	for s, err := range t.st.Stories(ctx, store.Filter{}) {
		if err != nil {
			return err
		}
		told.Stories++
		reports := slices.Sorted(slices.Values(s.Reports))
		lines = append(lines, s.ID+" "+strings.Join(reports, " ")+"\n")
	}
	slices.Sort(lines)
	for _, l := range lines {
		_, _ = io.WriteString(h, l) // a hash takes everything
	}
	told.Hash = hex.EncodeToString(h.Sum(nil))
	b, err := json.Marshal(told)
	if err != nil {
		return err
	}
	t.tell("%s", b)
	return nil
}

func mean(of []float64) float64 {
	t := 0.0
	for _, v := range of {
		t += v
	}
	return t / float64(max(1, len(of)))
}

// madeDocuments makes documents as reading would: of invented people, some of whom are in the news again
// and again, in real cities, with the words of real sentences where these are there.
func madeDocuments(from, to int) []*news.Document {
	var out []*news.Document
	for i := from; i < to; i++ {
		out = append(out, madeDocument(i))
	}
	return out
}
