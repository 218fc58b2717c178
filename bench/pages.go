package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// How the pages are asked.
const (
	pagesPerSec  = 50
	pagesSeconds = 60
	pagesWarm    = 10
	pagesSeen    = 400 // stories, reports and entities of which one is asked for at random
	pagesSlow    = 100 // milliseconds that a page may take at p99

)

// pageLoad is how the part on pages is run.
type pageLoad struct {
	sizes  string // of stores
	folder string // where stores are kept and found again; "" for none
	only   string // kinds of pages, all by default
	rate   float64
	writes float64 // reports added in a second meanwhile
}

// shown measures the pages of stores of those sizes under load.
func (b *bench) shown(o pageLoad) {
	for _, s := range strings.Split(o.sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil {
			log.Fatalf("-pages %s: %v", o.sizes, err)
		}
		if err := b.shownOf(n, o); err != nil {
			log.Fatal(err)
		}
	}
}

func (b *bench) shownOf(n int, o pageLoad) error {
	ctx := context.Background()
	folder := o.folder
	if folder == "" {
		folder = b.dir
	}
	path := filepath.Join(folder, fmt.Sprintf("pages-%d.db", n))
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		start := time.Now()
		if err := fill(ctx, path+".part", n); err != nil {
			return err
		}
		if err := os.Rename(path+".part", path); err != nil {
			return err
		}
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		b.line("%-28s %8d %9.0f s of the clock, %.1f KB/report on disk", "store for pages", n, time.Since(start).Seconds(), float64(info.Size())/1e3/float64(n))
	}
	pages, err := pageMix(ctx, path, n)
	if err != nil {
		return err
	}
	if o.only != "" {
		pages = slices.DeleteFunc(pages, func(p asked) bool { return !slices.Contains(strings.Split(o.only, ","), p.Name) })
	}
	if len(pages) == 0 { // the store was to be made, and no more
		return nil
	}
	server, err := b.serve(path)
	if err != nil {
		return err
	}
	writing, stop := context.WithCancel(ctx)
	wrote := make(chan error, 1)
	go func() { wrote <- keepWriting(writing, path, o.writes) }()
	results, err := loadFrom(loading{Base: server.base, Pages: pages, PerSec: o.rate, Seconds: pagesSeconds, Warm: pagesWarm, Seed: uint64(n)})
	peak := highWater(server.cmd.Process.Pid)
	stop()
	err = errors.Join(err, <-wrote)
	if err == nil {
		err = b.shownRows(ctx, n, o, server, pages, results)
	}
	err = errors.Join(err, server.stop())
	b.line("%-28s %8d   %.0f MB at most, %.1f s of CPU, on %d cores", "  the server", n, float64(peak)/1e6,
		(server.cmd.ProcessState.UserTime() + server.cmd.ProcessState.SystemTime()).Seconds(), pageCores)
	return err
}

func (b *bench) shownRows(ctx context.Context, n int, o pageLoad, server *serving, pages []asked, results []loaded) error {
	b.line("%-28s %8s %7s %8s %8s %8s %7s %7s %9s", fmt.Sprintf("page, %g/s, %g writes/s", o.rate, o.writes), "answers", "CPU ms", "p50 ms", "p99 ms", "max ms", "errors", "KB", "CSS, JS")
	var all []float64
	var late time.Duration
	for i, r := range results {
		weight, err := assetWeight(ctx, server.base, pages[i].Paths[0])
		if err != nil {
			return err
		}
		alone, err := server.alone(ctx, pages[i])
		if err != nil {
			return err
		}
		note := ""
		if quantile(r.Took, 0.99) > pagesSlow {
			note = "   over"
		}
		if r.Error != "" {
			note += "   " + r.Error
		}
		b.line("  %-26s %8d %7.1f %8.1f %8.1f %8.1f %7d %7.1f %9.1f%s", r.Name, r.Answers, alone, quantile(r.Took, 0.5), quantile(r.Took, 0.99), quantile(r.Took, 1), r.Errors,
			float64(r.Bytes+weight)/1e3, float64(weight)/1e3, note)
		all = append(all, r.Took...)
		late = max(late, r.Late)
	}
	slices.Sort(all)
	b.line("  %-26s %8d %7s %8.1f %8.1f %8.1f   store of %d; asked at most %d ms late", "all", len(all), "", quantile(all, 0.5), quantile(all, 0.99), quantile(all, 1), n, late.Milliseconds())
	return nil
}

// pageCores is on how many cores the server runs; the load runs beside it.
const pageCores = 2

// served is a program that serves pages.
type serving struct {
	cmd  *exec.Cmd
	base string
}

// serve starts the program on a store and waits until it is ready.
func (b *bench) serve(path string) (*serving, error) {
	cmd := exec.Command(b.bin, "serve", "--db", path, "--addr", "127.0.0.1:0", "--no-poll", "--model", b.reads)
	cmd.Env = append(os.Environ(), "GOMAXPROCS="+strconv.Itoa(pageCores))
	out, err := cmd.StdoutPipe() // what it logs is of requests that failed, which the table has
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &serving{cmd: cmd}
	line, err := bufio.NewReader(out).ReadString('\n')
	s.base = strings.TrimSpace(line)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s does not serve: %w", b.bin, err), s.stop())
	}
	return s, nil
}

// alone is how much CPU time, in milliseconds, the server takes for a page of a kind when nothing else is asked for. It does not depend on what
// else the machine does, as latencies do.
func (s *serving) alone(ctx context.Context, p asked) (float64, error) {
	const times = 40
	before, err := processTime(s.cmd.Process.Pid)
	if err != nil {
		return 0, err
	}
	for i := range times {
		if _, err := ask(ctx, http.DefaultClient, s.base+p.Paths[i*len(p.Paths)/times]); err != nil {
			return 0, fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	after, err := processTime(s.cmd.Process.Pid)
	return float64((after - before).Microseconds()) / 1000 / times, err
}

// processTime is the CPU time of a process, to the hundredth of a second.
func processTime(pid int) (time.Duration, error) {
	const tick = 10 * time.Millisecond // what Linux tells user space
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(data), ") ") // behind the name
	f := strings.Fields(rest)
	if len(f) < 13 {
		return 0, fmt.Errorf("/proc/%d/stat has %d fields", pid, len(f))
	}
	user, err := strconv.Atoi(f[11])
	if err != nil {
		return 0, err
	}
	system, err := strconv.Atoi(f[12])
	return time.Duration(user+system) * tick, err
}

func (s *serving) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	err := s.cmd.Wait()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return nil // it was told to
	}
	return err
}

// loadFrom has a process of its own ask for pages.
func loadFrom(l loading) ([]loaded, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	told, err := json.Marshal(l)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(self, "-load")
	cmd.Stdin, cmd.Stderr = bytes.NewReader(told), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, err
	}
	var results []loaded
	return results, json.Unmarshal(out, &results)
}

// pageMix is what is asked of a store: as much of each page as a desk asks for, with stories, reports and entities from all of it.
func pageMix(ctx context.Context, path string, n int) (_ []asked, err error) {
	st, err := app.OpenStore(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	var stories, reports, entities, known, words, names []string
	last, _ := story(n - 1)
	for i := range pagesSeen {
		stories = append(stories, "/stories/"+storyID((i+1)*last/(pagesSeen+1)))
		doc := shownDocument(i * (n / pagesSeen))
		reports = append(reports, "/reports/"+doc.ID)
		entities = append(entities, "/entities/"+doc.Mentions[i%2].Entity)
		if f := strings.Fields(doc.Sentences[1].In(doc.Text)); len(f) > 6 {
			words = append(words, "/search?q="+url.QueryEscape(f[2]+" "+f[5]), "/search?q="+url.QueryEscape(f[4]))
		}
		names = append(names, "/search?q="+url.QueryEscape(doc.Mentions[0].Name))
	}
	for e, err := range st.Entities(ctx, store.Filter{Limit: 60}) {
		if err != nil {
			return nil, err
		}
		if e.Kind == news.Person {
			known = append(known, "/entities/"+e.ID)
		}
	}
	day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n/streamPerDay/2).Format(time.DateOnly)
	return []asked{
		{"stories", 20, []string{"/"}},
		{"stories, of a day", 4, []string{"/?since=" + day + "&until=" + day}},
		{"stories, of a person", 4, suffixed("/?entity=", known)},
		{"stories, of a place", 3, []string{"/?place=Baghdad", "/?place=Tunis"}},
		{"stories, in a language", 3, []string{"/?lang=ar", "/?lang=fr"}},
		{"stories, by type", 3, []string{"/?type=CONSULT", "/?type=CONSULT&status=occurred"}},
		{"stories, of none", 2, []string{"/?type=ASSAULT", "/?entity=Nobody"}},
		{"stories, by country", 3, []string{"/?country=IRQ", "/?country=PRT"}},
		{"stories, sources' country", 3, []string{"/?from=IRQ", "/?from=PRT", "/?from=JPN"}},
		{"a story", 15, stories},
		{"a report", 8, reports},
		{"an entity", 5, entities},
		{"an entity, in the news", 5, known},
		{"people", 3, []string{"/people"}},
		{"search, two words", 5, words},
		{"search, a name", 4, names},
		{"coverage", 3, []string{"/coverage", "/coverage?lang=ar", "/coverage?source=outlet7.example"}},
		{"sources", 3, []string{"/sources"}},
		{"feeds", 1, []string{"/feeds"}},
		{"inbox", 3, []string{"/inbox"}},
		{"inbox, commitments", 1, []string{"/inbox/commitments"}},
		{"watches", 2, []string{"/watches", "/watches/w0"}},
		{"digest", 2, []string{"/digest", "/digest?day=" + day}},
		{"API, stories", 4, []string{"/api/v1/stories?limit=50"}},
		{"API, entries", 2, []string{"/api/v1/entries?limit=50", "/api/v1/entries?entity=Baghdad&limit=50"}},
		{"API, coverage", 1, []string{"/api/v1/coverage"}},
	}, nil
}

// suffixed puts the last parts of paths behind another one.
func suffixed(before string, paths []string) []string {
	out := make([]string, len(paths))
	for i, p := range paths {
		out[i] = before + filepath.Base(p)
	}
	return out
}

var assetLink = regexp.MustCompile(`(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"`)

// assetWeight is how many bytes of styles and scripts a page asks for.
func assetWeight(ctx context.Context, base, path string) (int, error) {
	if strings.HasPrefix(path, "/api/") {
		return 0, nil
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+path, http.NoBody)
	if err != nil {
		return 0, err
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	page, err := io.ReadAll(res.Body)
	if err = errors.Join(err, res.Body.Close()); err != nil {
		return 0, err
	}
	total := 0
	seen := map[string]bool{}
	for _, m := range assetLink.FindAllSubmatch(page, -1) {
		if link := string(m[1]); !seen[link] {
			seen[link] = true
			n, err := ask(ctx, http.DefaultClient, base+link)
			if err != nil {
				return 0, fmt.Errorf("%s: %w", link, err)
			}
			total += n
		}
	}
	return total, nil
}
