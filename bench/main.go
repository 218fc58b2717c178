// Command bench measures the built program from outside: reports a second and core,
// and peak memory, for texts, pages and archives, for start-up, for `add`
// into stores that grow, for the reading model, for the index of names, and for the knowledge base; and in
// its own process placing a report among up to a million, and a stream that is killed half way; and the pages that
// `serve` shows of a large store, asked for by a second process.
//
//	go run ./bench -bin bin/dragoman [-only model] [-add 1000,10000,100000] [-o docs/bench.txt]
//	go run ./bench -bin bin/dragoman -only pages [-pages 100000,1000000] [-pages-in DIR]
//	go run ./bench -only place,stream [-place 10000,100000,1000000] [-stream 100000] [-profile cpu.prof]
//
// The rows of a million reports take 3.3 GB in the folder for temporary files.
//
// All parts but the one of the reading model are read by rules and tables, unless -model says otherwise:
// the network costs several times the rest, which nobody would see any more.
//
// Reports are made here, from a seed: three languages, invented people, six reports to a
// story, sentences from the articles under EVAL_DATA/ner (or made ones where that is
// absent). Pages are those under EVAL_DATA/extraction, or made ones. CPU time is
// what counts, since it does not depend on what else the machine does.
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/html"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/model/ort"
)

func main() {
	bin := flag.String("bin", "bin/dragoman", "the program to measure")
	ortBin := flag.String("ort", "", "the program built with -tags ort: measure it too, with the library that "+ort.Variable+" names")
	sizes := flag.String("add", "1000,10000,100000", "sizes of the stores to add to")
	windows := flag.String("place", "10000,100000,1000000", "how many reports the windows have that one is placed in")
	reads := flag.String("model", app.NoModel, "what all parts but \"model\" read with, as --model of the program; empty for its own model")
	only := flag.String("only", "", "the parts to measure, of start, parse, texts, model, html, names, kb, place, stream, add, pages; all by default")
	out := flag.String("o", "", "also write the table to this file")
	stream := flag.Int("stream", 2000, "how many reports the stream has that is killed half way")
	into := flag.String("stream-into", "", "take that stream into this database, and nothing else")
	var shown pageLoad
	flag.StringVar(&shown.sizes, "pages", "100000", "sizes of the stores whose pages are asked for")
	flag.StringVar(&shown.folder, "pages-in", "", "keep those stores in this folder, and take those that are there")
	flag.StringVar(&shown.only, "pages-only", "", "the kinds of pages to ask for, by their names in the table; all by default")
	flag.Float64Var(&shown.rate, "pages-rate", pagesPerSec, "pages that are asked for in a second")
	flag.Float64Var(&shown.writes, "pages-writes", 0, "reports that are added in a second meanwhile, each with its story")
	load := flag.Bool("load", false, "be told on standard input which pages to ask for, and nothing else")
	profile := flag.String("profile", "", "write a profile of this program's own CPU time to this file")
	flag.Parse()
	defer profiled(*profile)()
	if *load {
		if err := putLoad(context.Background(), os.Stdin, os.Stdout); err != nil {
			log.Fatal(err)
		}
		return
	}
	if *into != "" {
		if err := takeStream(context.Background(), *into, *stream, os.Stdout); err != nil {
			log.Fatal(err)
		}
		return
	}
	dir, err := os.MkdirTemp("", "dragoman-bench")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	b := &bench{bin: *bin, dir: dir, reads: *reads}
	if b.bin, err = filepath.Abs(*bin); err != nil {
		log.Fatal(err)
	}
	b.line("%-28s %8s %9s %12s %10s", "what", "reports", "CPU s", "reports/s/core", "peak MB")
	parts := []part{
		{"start", b.startUp},
		{"parse", b.parse},
		{"texts", b.texts},
		{"model", func() { b.layers(); b.model(*ortBin) }},
		{"html", b.pages},
		{"names", b.names},
		{"kb", b.known},
		{"place", func() { b.places(*windows) }},
		{"stream", func() { b.streams(*stream) }},
		{"add", func() { b.adds(*sizes) }},
		{"pages", func() { b.shown(shown) }},
	}
	if err := measure(parts, *only); err != nil {
		log.Fatal(err)
	}
	if *out != "" {
		if err := os.WriteFile(*out, b.table.Bytes(), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}

// profiled begins a profile and returns what ends it.
func profiled(path string) func() {
	if path == "" {
		return func() {}
	}
	f, err := os.Create(filepath.Clean(path))
	if err == nil {
		err = pprof.StartCPUProfile(f)
	}
	if err != nil {
		log.Fatal(err)
	}
	return pprof.StopCPUProfile
}

// part is some rows of the table.
type part struct {
	name string
	run  func()
}

// measure runs the parts whose names are in only, all of them if it is empty.
func measure(parts []part, only string) error {
	var wanted []string
	if only != "" {
		wanted = strings.Split(only, ",")
	}
	for _, name := range wanted {
		if !slices.ContainsFunc(parts, func(p part) bool { return p.name == name }) {
			return fmt.Errorf("-only %s: there is no part %q", only, name)
		}
	}
	for _, p := range parts {
		if wanted == nil || slices.Contains(wanted, p.name) {
			p.run()
		}
	}
	return nil
}

// adds measures adding to stores of those sizes.
func (b *bench) adds(sizes string) {
	for _, s := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil {
			log.Fatalf("-add %s: %v", sizes, err)
		}
		b.grow(n)
	}
}

type bench struct {
	bin, dir string
	reads    string // what to read with, in the environment of the program
	kept     int    // reports in the growing store
	table    bytes.Buffer
}

func (b *bench) line(format string, args ...any) {
	fmt.Fprintf(io.MultiWriter(os.Stdout, &b.table), format+"\n", args...)
}

// usage is what a run cost.
type usage struct {
	cpu, wall time.Duration
	peak      int64  // bytes
	notes     string // what it said on standard error
}

// run runs the program with one core and returns what it cost.
func (b *bench) run(args ...string) usage { return b.runOn("1", args...) }

// runOn runs it with so many cores, and with the network in Go.
func (b *bench) runOn(cores string, args ...string) usage {
	cmd := exec.Command(b.bin, args...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+cores, "DRAGOMAN_MODEL="+b.reads, ort.Variable+"=")
	return cost(cmd)
}

// cost runs a command to its end.
func cost(cmd *exec.Cmd) usage {
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	if err := cmd.Start(); err != nil {
		log.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	var u usage
	for running := true; running; {
		select {
		case err := <-done:
			if code := cmd.ProcessState.ExitCode(); code != 0 && code != 3 {
				log.Fatalf("%v: %v\n%s", cmd.Args, err, stderr.Bytes())
			}
			running = false
		case <-time.After(5 * time.Millisecond):
			u.peak = max(u.peak, highWater(cmd.Process.Pid))
		}
	}
	if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok && u.peak == 0 {
		u.peak = r.Maxrss << 10 // it ended before it could be asked: no more than this
	}
	u.notes = stderr.String()
	u.cpu, u.wall = cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime(), time.Since(start)
	return u
}

// highWater is the most memory that a process had so far, in bytes. It is asked of
// the process while it runs: what wait reports also counts what its parent had
// when it was started.
func highWater(pid int) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0 // it has just ended
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			if err != nil {
				return 0
			}
			return kb << 10
		}
	}
	return 0
}

func (b *bench) row(what string, n int, u usage) {
	b.line("%-28s %8d %9.2f %12.1f %10.0f", what, n, u.cpu.Seconds(), float64(n)/u.cpu.Seconds(), float64(u.peak)/1e6)
}

// startUp is the median of nine runs that read nothing.
func (b *bench) startUp() {
	var all []usage
	for range 9 {
		all = append(all, b.run("version"))
	}
	best := all[0]
	for _, u := range all {
		if u.wall < best.wall {
			best = u
		}
	}
	b.line("%-28s %8d %9.3f %12s %10.0f   wall %d ms", "start-up", 0, best.cpu.Seconds(), "", float64(best.peak)/1e6, best.wall.Milliseconds())
}

// parse is what a bare parse of the same pages costs here and now: the yardstick for
// machines that differ.
func (b *bench) parse() {
	pages, _ := evalPages(400)
	if len(pages) == 0 {
		return
	}
	start := cpuTime()
	for _, p := range pages {
		if _, err := html.Parse(bytes.NewReader(p)); err != nil {
			log.Fatal(err)
		}
	}
	u := usage{cpu: cpuTime() - start}
	b.line("%-28s %8d %9.2f %12.1f", "html.Parse of the same pages", len(pages), u.cpu.Seconds(), float64(len(pages))/u.cpu.Seconds())
}

// cpuTime is what this process has used.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		log.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func (b *bench) file(name string, data []byte) string {
	path := filepath.Join(b.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		log.Fatal(err)
	}
	return path
}

// texts reads 2,000 made reports as files and as JSON lines.
func (b *bench) texts() {
	const n = 2000
	w := newWriter(1)
	var lines bytes.Buffer
	for i := range n {
		r := w.report(i)
		b.file(fmt.Sprintf("txt/%05d.txt", i), []byte(r.Title+"\n\n"+r.Text))
		lines.Write(r.line())
	}
	b.row("read .txt", n, b.run("read", "-q", "--json", filepath.Join(b.dir, "txt")))
	b.row("read .jsonl", n, b.run("read", "-q", "--json", b.file("reports.jsonl", lines.Bytes())))
}

// pages reads HTML as files and as an archive.
func (b *bench) pages() {
	pages, origin := evalPages(400)
	if len(pages) == 0 {
		origin = "made"
		w := newWriter(2)
		for i := range 400 {
			pages = append(pages, w.report(i).page())
		}
	}
	var arc bytes.Buffer
	for i, p := range pages {
		b.file(fmt.Sprintf("html/%05d.html", i), p)
		gz := gzip.NewWriter(&arc)
		writeRecord(gz, fmt.Sprintf("https://bench.example/%d", i), p)
		if err := gz.Close(); err != nil {
			log.Fatal(err)
		}
	}
	b.row("read .html, "+origin, len(pages), b.run("read", "-q", "--json", filepath.Join(b.dir, "html")))
	b.row("read .warc.gz, "+origin, len(pages), b.run("read", "-q", "--json", b.file("pages.warc.gz", arc.Bytes())))
	var plain bytes.Buffer // an archive in which no record is a page: what unpacking alone costs
	gz := gzip.NewWriter(&plain)
	size := 0
	for i := range 20 * len(pages) {
		writeRecordOf(gz, fmt.Sprintf("https://bench.example/%d", i), "image/svg+xml", pages[i%len(pages)])
		size += len(pages[i%len(pages)])
	}
	if err := gz.Close(); err != nil {
		log.Fatal(err)
	}
	plain.Write(arc.Bytes())
	u := b.run("read", "-q", "--json", b.file("pictures.warc.gz", plain.Bytes()))
	b.line("%-28s %8d %9.2f %12s %10.0f   %.0f MB/s unpacked and passed over, the pages above included", "read .warc.gz, no pages", 20*len(pages), u.cpu.Seconds(), "", float64(u.peak)/1e6, float64(size)/1e6/u.cpu.Seconds())
}

// grow fills the store up to n reports and measures the last thousand.
func (b *bench) grow(n int) {
	const last = 1000
	db := filepath.Join(b.dir, "grow.db")
	if fill := n - last - b.kept; fill > 0 {
		b.runOn(strconv.Itoa(runtime.NumCPU()), "add", "-q", "--db", db, b.chunk(b.kept, fill))
		b.kept += fill
	}
	u := b.run("add", "-q", "-v", "--db", db, b.chunk(b.kept, last))
	b.kept += last
	info, err := os.Stat(db)
	if err != nil {
		log.Fatal(err)
	}
	b.line("%-28s %8d %9.2f %12.1f %10.0f   %.1f KB/report on disk", fmt.Sprintf("add, store of %d", b.kept), last, u.cpu.Seconds(),
		last/u.cpu.Seconds(), float64(u.peak)/1e6, float64(info.Size())/1e3/float64(b.kept))
	if took := noted(u.notes, "place"); took > 0 {
		b.line("%-28s %8d %9.2f %12.1f", "  of that placing, wall", last, took.Seconds(), last/took.Seconds())
	}
	if b.kept == last {
		b.stories(db)
	}
}

// noted finds how long a step took among the notes of --verbose.
func noted(notes, step string) time.Duration {
	for line := range strings.Lines(notes) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == "note:" && f[1] == step {
			if d, err := time.ParseDuration(f[2]); err == nil {
				return d
			}
		}
	}
	return 0
}

// stories compares the stories of the made reports with what they were made of: the
// B-cubed F1 of six to a story.
func (b *bench) stories(db string) {
	out, err := exec.Command(b.bin, "stories", "--db", db, "--json", "--limit", "0").Output()
	if err != nil {
		log.Fatal(err)
	}
	n, precision, recall, stories := 0, 0.0, 0.0, 0
	for line := range bytes.Lines(out) {
		var s struct{ Reports []string }
		if err := json.Unmarshal(line, &s); err != nil {
			log.Fatal(err)
		}
		stories++
		made := map[int]int{} // reports here, by the story that they were made for
		for _, id := range s.Reports {
			i, err := strconv.Atoi(strings.TrimPrefix(id, "m"))
			if err != nil {
				log.Fatal(err)
			}
			made[i/perStory]++
		}
		for number, k := range made {
			size := min(perStory, b.kept-number*perStory)
			precision += float64(k*k) / float64(len(s.Reports))
			recall += float64(k*k) / float64(size)
			n += k
		}
	}
	p, r := precision/float64(n), recall/float64(n)
	b.line("%-28s %8d   %d stories, B-cubed F1 %.3f", "  its stories", n, stories, 2*p*r/(p+r))
}

// chunk writes reports from number at on as JSON lines.
func (b *bench) chunk(at, n int) string {
	w := newWriter(3)
	var lines bytes.Buffer
	for i := range at + n {
		if r := w.report(i); i >= at {
			lines.Write(r.line())
		}
	}
	return b.file(fmt.Sprintf("chunk-%d.jsonl", at), lines.Bytes())
}
