package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/app"
)

// modelRounds is how often each way of reading is measured, and a third of how often the short report; the median counts.
const modelRounds = 3

// model reads the reports of eleven languages under EVAL_DATA, or made ones where those
// are absent, with the reading model and by rules alone, in turns so that what else the
// machine does weighs on both alike; and one short report, which opens the model.
func (b *bench) model(ortBin string) {
	reports, origin := eleven()
	var lines bytes.Buffer
	runes := 0
	for _, r := range reports {
		lines.Write(r.line())
		runes += utf8.RuneCountInString(r.Title) + utf8.RuneCountInString(r.Text)
	}
	file := b.file("eleven.jsonl", lines.Bytes())
	short := b.file("short.txt", []byte("Iraq and Iran sign a border agreement\n\nThe foreign ministers of Iraq and Iran signed an agreement on border security in Baghdad on Tuesday.\n"))
	own := &bench{bin: b.bin} // reads with the program's own model, whatever the environment says
	cores := strconv.Itoa(runtime.NumCPU())
	var with, without, library, one, oneWithout []usage
	for range modelRounds {
		with = append(with, own.run("read", "-q", "-v", "--json", file))
		without = append(without, own.run("read", "-q", "-v", "--json", "--model", app.NoModel, file))
		if ortBin != "" {
			cmd := exec.Command(ortBin, "read", "-q", "--json", file)
			cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "DRAGOMAN_MODEL=")
			library = append(library, cost(cmd))
		}
		for range 3 {
			one = append(one, own.runOn(cores, "read", "-q", "--json", short))
			oneWithout = append(oneWithout, own.runOn(cores, "read", "-q", "--json", "--model", app.NoModel, short))
		}
	}
	n := len(reports)
	b.row("read, "+origin, n, median(with))
	b.line("%-28s %8d %9.2f %12.1f", "  start-up not counted", n, median(with).cpu.Seconds()-median(one).cpu.Seconds(),
		float64(n)/(median(with).cpu.Seconds()-median(one).cpu.Seconds()))
	b.share("  of that events, wall", n, "event", with)
	if ortBin != "" {
		b.row("  the same, ONNX Runtime", n, median(library))
	}
	b.row("  the same, --model none", n, median(without))
	b.share("  of that events, wall", n, "event", without)
	b.line("%-28s %8d   %d characters on average, %.1f times the CPU with the model", "  these reports", n,
		runes/n, median(with).cpu.Seconds()/median(without).cpu.Seconds())
	b.opening("read one short report", median(one))
	b.opening("  the same, --model none", median(oneWithout))
}

// opening is a row for a run that is over at once.
func (b *bench) opening(what string, u usage) {
	b.line("%-28s %8d %9.3f %12s %10.0f   wall %d ms", what, 1, u.cpu.Seconds(), "", float64(u.peak)/1e6, u.wall.Milliseconds())
}

// share is a row that says what part of the runs of read one stage took, as --verbose tells it, and what it adds to
// the rest of them. Both times are of the clock, with one core and so one worker: what else the machine does stretches
// both alike.
func (b *bench) share(what string, n int, stage string, runs []usage) {
	part := func(u usage) float64 {
		took := noted(u.notes, stage)
		if took == 0 {
			log.Fatalf("read --verbose does not say how long %q took:\n%s", stage, u.notes)
		}
		return took.Seconds() / u.wall.Seconds()
	}
	sorted := slices.SortedFunc(slices.Values(runs), func(a, b usage) int { return cmp.Compare(part(a), part(b)) })
	u := sorted[len(sorted)/2]
	b.line("%-28s %8d %9.2f   %.1f %% of the time of read, %.1f %% added to the rest", what, n,
		noted(u.notes, stage).Seconds(), 100*part(u), 100*part(u)/(1-part(u)))
}

// median is the run of the middle CPU time.
func median(all []usage) usage {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b usage) int { return int(a.cpu - b.cpu) })
	return sorted[len(sorted)/2]
}

// eleven reads the reports of eleven languages.
func eleven() (reports []report, origin string) {
	b, err := os.ReadFile(filepath.Join(evalData(), "reports", "reports.jsonl"))
	if err != nil {
		w := newWriter(4)
		for i := range 100 {
			reports = append(reports, w.report(i))
		}
		return reports, "made"
	}
	for line := range bytes.Lines(b) {
		var r report
		if err := json.Unmarshal(line, &r); err != nil {
			log.Fatal(fmt.Errorf("reports.jsonl: %w", err))
		}
		reports = append(reports, r)
	}
	return reports, "11 languages"
}
