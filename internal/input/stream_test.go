package input

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// cycle reads the same bytes n times.
type cycle struct {
	data []byte
	at   int
	n    int
}

func (c *cycle) Read(p []byte) (int, error) {
	if c.n == 0 {
		return 0, io.EOF
	}
	m := copy(p, c.data[c.at:])
	if c.at += m; c.at == len(c.data) {
		c.at, c.n = 0, c.n-1
	}
	return m, nil
}

// prose is text that compresses about as well as news does.
func prose(n int) string {
	words := strings.Fields("the minister of trade arrived in the capital on Monday evening and met his counterpart before a dinner with members of both delegations while observers noted that talks about water customs and transit had lasted longer than planned")
	var sb strings.Builder
	for seed := uint32(1); sb.Len() < n; {
		seed = seed*1664525 + 1013904223
		sb.WriteString(words[seed>>16%uint32(len(words))] + " ")
		if seed>>28 < 3 { // a name now and then
			fmt.Fprintf(&sb, "%x ", seed>>12)
		}
	}
	return sb.String()[:n]
}

func pageRecord(url string, body string) string {
	return "WARC-Type: response\nWARC-Target-URI: " + url + "\nContent-Type: application/http\n\nHTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><p>" + body
}

// peak ranges over a stream and returns how many reports, bytes and problems it
// had, and how far the live heap grew meanwhile. What waits to be collected does not
// count: how much that is, is the collector's choice, and the race detector's.
func peak(t testing.TB, args []string, opt Options) (reports int, size int64, problems []string, growth int64) {
	t.Helper()
	defer debug.SetGCPercent(debug.SetGCPercent(10)) // mark often, so that peaks are met
	runtime.GC()
	before, most := liveHeap(), int64(0)
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			most = max(most, liveHeap())
			select {
			case <-stop:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	for x, err := range Open(context.Background(), args, opt) {
		if err != nil {
			problems = append(problems, err.Error())
		} else {
			reports++
			size += int64(len(x.Body))
		}
	}
	close(stop)
	<-done
	return reports, size, problems, most - before
}

// liveHeap is what the last collection found alive, in bytes.
func liveHeap() int64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return int64(s[0].Value.Uint64())
}

func TestArchiveOf200MBNeedsLittleMemory(t *testing.T) {
	member := packed(warcOf(pageRecord("https://example.org/a", prose(512<<10))))
	n, size, problems, growth := peak(t, []string{"-"}, Options{Stdin: &cycle{data: member, n: 400}})
	if n != 400 || size < 200<<20 || len(problems) > 0 {
		t.Errorf("%d reports of %d bytes, problems %v", n, size, problems)
	}
	if growth > slack*64<<20 {
		t.Errorf("the heap grew by %d MB", growth>>20)
	}
}

func TestLinesNeedLittleMemory(t *testing.T) {
	line := []byte(`{"id":"a","text":"` + prose(64<<10) + "\"}\n")
	n, _, problems, growth := peak(t, []string{"-"}, Options{Stdin: &cycle{data: line, n: 800}})
	if n != 800 || len(problems) > 0 || growth > slack*64<<20 {
		t.Errorf("%d reports, problems %v, heap grew by %d MB", n, problems, growth>>20)
	}
}

func TestLongLineIsNotHeld(t *testing.T) {
	in := io.MultiReader(strings.NewReader(`{"id":"long","text":"`), &cycle{data: []byte(prose(1 << 20)), n: 80},
		strings.NewReader("\"}\n{\"id\":\"next\",\"text\":\"Read.\"}\n"))
	n, _, problems, growth := peak(t, []string{"-"}, Options{Stdin: in})
	if n != 1 || len(problems) != 1 || !strings.Contains(problems[0], "line 1: the line has") {
		t.Errorf("%d reports, problems %q", n, problems)
	}
	if growth > slack*64<<20 {
		t.Errorf("the heap grew by %d MB", growth>>20)
	}
}

// TestBombs gives a megabyte or less that unpacks to a gigabyte in each form
// that can be packed.
func TestBombs(t *testing.T) {
	var buf bytes.Buffer
	z, _ := gzip.NewWriterLevel(&buf, gzip.BestSpeed)
	zeros := bytes.Repeat([]byte(" "), 1<<20)
	write := func(head string, mb int) []byte {
		buf.Reset()
		z.Reset(&buf)
		_, _ = io.WriteString(z, head)
		for range mb {
			_, _ = z.Write(zeros)
		}
		_ = z.Close()
		return bytes.Clone(buf.Bytes())
	}
	page := write("<html>", 40)
	files := map[string][]byte{
		"page.html.gz":   page,
		"lines.jsonl.gz": write(`{"text":"`, 60),
		"feed.xml.gz":    write("<rss><channel><item>", 60),
		"bomb.warc.gz":   write("WARC/1.0\r\nWARC-Type: response\r\nContent-Type: text/html\r\nContent-Length: 60000000\r\n\r\n", 60),
		"inner.warc":     warcOf("WARC-Type: response\nWARC-Target-URI: https://example.org/\nContent-Type: application/http\n\nHTTP/1.1 200 OK\nContent-Type: text/html\nContent-Encoding: gzip\n\n" + string(page)),
	}
	for name, data := range files {
		path := filepath.Join(t.TempDir(), name)
		mustDo(t, os.WriteFile(path, data, 0o644))
		n, _, problems, growth := peak(t, []string{path}, Options{})
		if n != 0 || len(problems) != 1 {
			t.Errorf("%s: %d reports, problems %q", name, n, problems)
		}
		if growth > slack*100<<20 {
			t.Errorf("%s: the heap grew by %d MB", name, growth>>20)
		}
	}
}

func TestPageOf60MBIsSetAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "big.html")
	f, err := os.Create(path)
	mustDo(t, err)
	_, err = io.Copy(f, &cycle{data: []byte("<p>" + prose(1<<20)), n: 60})
	mustDo(t, err)
	mustDo(t, f.Close())
	n, _, problems, growth := peak(t, []string{path}, Options{})
	if n != 0 || len(problems) != 1 || !strings.Contains(problems[0], "larger than 16 MiB") || growth > slack*64<<20 {
		t.Errorf("%d reports, problems %q, heap grew by %d MB", n, problems, growth>>20)
	}
}

func TestWholeArchiveInOneMember(t *testing.T) {
	var text strings.Builder
	for i := range 3 {
		if i > 0 {
			text.WriteString("====\n")
		}
		text.WriteString(pageRecord(fmt.Sprintf("https://example.org/%d", i), "A page.\n"))
	}
	one := packed(warcOf(text.String()))
	for name, data := range map[string][]byte{
		"one member":          one,
		"blocks":              blocks(warcOf(text.String()), 100),
		"with garbage behind": append(bytes.Clone(one), "\x00\x00padding"...),
	} {
		path := filepath.Join(t.TempDir(), "a.warc.gz")
		mustDo(t, os.WriteFile(path, data, 0o644))
		n, _, problems, _ := peak(t, []string{path}, Options{})
		if wantProblems := strings.Contains(name, "garbage"); n != 3 || (len(problems) > 0) != wantProblems {
			t.Errorf("%s: %d reports, problems %q", name, n, problems)
		}
	}
}

// blocks packs data as many programs do in parallel: a member every n bytes.
func blocks(data []byte, n int) []byte {
	var out []byte
	for len(data) > 0 {
		part := data[:min(n, len(data))]
		out = append(out, packed(part)...)
		data = data[len(part):]
	}
	return out
}

func TestEncodedResponses(t *testing.T) {
	const page = "<html><p>The same page in every coding.</html>"
	for coding, body := range encodings(t, page) {
		rec := "WARC-Type: response\nWARC-Target-URI: https://example.org/" + coding + "\nContent-Type: application/http\n\n" +
			"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Encoding: " + coding + "\n\n" + body
		path := filepath.Join(t.TempDir(), "a.warc")
		mustDo(t, os.WriteFile(path, warcOf(rec), 0o644))
		for x, err := range Open(t.Context(), []string{path}, Options{}) {
			if err != nil || string(x.Body) != page {
				t.Errorf("%s: %v %v", coding, x, err)
			}
		}
	}
}

func TestSpecialFiles(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(fifo, 0o644); err != nil {
		t.Fatal(err)
	}
	mustDo(t, os.WriteFile(filepath.Join(dir, "a.txt"), []byte("A."), 0o644))
	mustDo(t, os.Symlink(dir, filepath.Join(dir, "loop")))
	mustDo(t, os.Symlink(filepath.Join(dir, "a.txt"), filepath.Join(dir, "same.txt")))
	mustDo(t, os.Symlink(filepath.Join(dir, "nothing"), filepath.Join(dir, "dangling.txt")))
	got := strings.ReplaceAll(listing(t, []string{fifo, "/dev/zero", dir, "", "file://" + dir + "/a.txt"}, Options{}), dir, ".")
	want := `! ./pipe: is a named pipe, which cannot be read by name
      try: hand it over on standard input: dragoman read - < ./pipe
! /dev/zero: is a device, which cannot be read by name
      try: hand it over on standard input: dragoman read - < /dev/zero
./a.txt
    body      text/plain "A."
! ./dangling.txt: the link leads nowhere
~ ./loop: was read before
~ ./pipe: is a named pipe
~ ./same.txt: was read before
! "": an empty argument names nothing
~ ./a.txt: was read before
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestUnreadableFileIsNamed(t *testing.T) {
	if os.Geteuid() == 0 {
		// Root reads everything: the message is checked on the error itself.
		e := statProblem("secret.txt", &os.PathError{Op: "open", Path: "secret.txt", Err: os.ErrPermission})
		if e.Message != "we may not read it" || e.Hint == "" {
			t.Errorf("%q, hint %q", e.Message, e.Hint)
		}
		return
	}
	path := filepath.Join(t.TempDir(), "secret.txt")
	mustDo(t, os.WriteFile(path, []byte("x"), 0))
	if got := listing(t, []string{path}, Options{}); !strings.Contains(got, "we may not read it") {
		t.Error(got)
	}
}

func TestStopping(t *testing.T) {
	lines := strings.Repeat(`{"text":"x"}`+"\n", 100)
	seen := 0
	for range Open(t.Context(), []string{"-"}, Options{Stdin: strings.NewReader(lines)}) {
		if seen++; seen == 3 {
			break
		}
	}
	if seen != 3 {
		t.Errorf("%d after a break at 3", seen)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen = 0
	var last error
	for _, err := range Open(ctx, []string{"-"}, Options{Stdin: strings.NewReader(lines)}) {
		if seen++; seen == 5 {
			cancel()
		}
		last = err
	}
	if seen != 6 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d items after cancelling at 5, last error %v", seen, last)
	}
}

func TestProgressComesToTheTotal(t *testing.T) {
	dir := t.TempDir()
	mustDo(t, os.WriteFile(filepath.Join(dir, "a.txt"), []byte(prose(300<<10)), 0o644))
	mustDo(t, os.WriteFile(filepath.Join(dir, "b.png"), []byte("\x89PNG\r\n\x1a\n"), 0o644))
	mustDo(t, os.WriteFile(filepath.Join(dir, "c.txt"), []byte("\x89PNG\r\n\x1a\n"+prose(1<<20)), 0o644))
	mustDo(t, os.WriteFile(filepath.Join(dir, "d.jsonl.gz"), packed([]byte(`{"text":"`+prose(1<<20)+`"}`)), 0o644))
	var done, total int64
	opt := Options{OnBytes: func(d, n int64) {
		if d < done || d > n {
			t.Errorf("from %d to %d of %d", done, d, n)
		}
		done, total = d, n
	}}
	for range Open(t.Context(), []string{dir, filepath.Join(dir, "a.txt")}, opt) { //nolint:revive // only the progress counts
	}
	if done != total || total == 0 {
		t.Errorf("%d of %d bytes", done, total)
	}
}

func TestProblemsHaveCodes(t *testing.T) {
	for _, err := range Open(t.Context(), []string{"no/such/file.txt"}, Options{}) {
		if news.CodeOf(err) != news.NotFound || !strings.HasPrefix(err.Error(), "no/such/file.txt: ") {
			t.Errorf("%v has the code %q", err, news.CodeOf(err))
		}
	}
}
