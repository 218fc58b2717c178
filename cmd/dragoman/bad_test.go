package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The bounds that hold for every bad input: bytes of memory, and time of cores, which
// counts nothing of what else a busy machine does.
const (
	mostMemory = 400 << 20
	mostTime   = 30 * time.Second
)

const said = "The president of Iraq met the foreign minister of Norway in Baghdad on Sunday evening. They discussed trade and the border, officials said."

func times(s string, size int) string { return strings.Repeat(s, size/len(s)+1) }

// zip packs s n times over, quickly.
func zip(t *testing.T, s string, n int) string { return packed(t, gzip.BestSpeed, s, n) }

// best packs as densely as gzip can.
func best(t *testing.T, s string, n int) string { return packed(t, gzip.DefaultCompression, s, n) }

func packed(t *testing.T, level int, s string, n int) string {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	for range n {
		if _, err := io.WriteString(z, s); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func object(fields ...any) string {
	o := map[string]any{}
	for i := 0; i < len(fields); i += 2 {
		o[fields[i].(string)] = fields[i+1]
	}
	b, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	return string(b) + "\n"
}

func page(body string) string {
	return "<!doctype html><html><head><title>A page</title></head><body><article>" + body + "</article></body></html>"
}

// crawl returns WARC members, each a page of its own.
func crawl(t *testing.T, n int) []string {
	t.Helper()
	var out []string
	for i := range n {
		body := page(strings.Repeat("<p>"+said+fmt.Sprintf(" Page %d.", i*7919)+"</p>", 4))
		answer := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
		out = append(out, zip(t, fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/%d\r\n"+
			"WARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:%032d>\r\nContent-Type: application/http;msgtype=response\r\n"+
			"Content-Length: %d\r\n\r\n%s\r\n\r\n", i, i, len(answer), answer), 1))
	}
	return out
}

func feed(n int) string {
	var sb strings.Builder
	sb.WriteString(`<?xml version="1.0"?><rss version="2.0"><channel><title>A feed</title>`)
	for i := range n {
		fmt.Fprintf(&sb, "<item><title>Item %d</title><link>http://example.org/%d</link><description>%s Item %d.</description></item>", i, i, said, i)
	}
	return sb.String()
}

func laughs() string {
	var sb strings.Builder
	sb.WriteString(`<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol0 "lol">`)
	for i := range 9 {
		fmt.Fprintf(&sb, `<!ENTITY lol%d "%s">`, i+1, strings.Repeat(fmt.Sprintf("&lol%d;", i), 10))
	}
	return sb.String() + "]>" + strings.TrimPrefix(feed(2), `<?xml version="1.0"?>`) +
		"<item><title>A</title><description>" + said + " &lol9;</description></item></channel></rss>"
}

// TestBadInput hands over everything that goes wrong, beside a good report. What
// is wrong is named with its cause, the rest is read, memory and time are bounded.
func TestBadInput(t *testing.T) {
	members := crawl(t, 6)
	broken := []byte(members[2])
	for i := 40; i < 80; i++ {
		broken[i] ^= 0x5a
	}
	half := zip(t, object("id", "h1", "text", said)+times(object("text", said+" Again."), 40_000), 1)
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("the secret of the machine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, file, data string
		want             []string // on standard error, after the name of the file
		read             int      // reports read from it; -1: some
	}{
		{"nothing", "a.txt", "", []string{": is empty"}, 0},
		{"blanks", "a.txt", " \n\n\t\n", []string{": is empty"}, 0},
		{"a picture called a text", "a.txt", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\xff", []string{"is a PNG image"}, 0},
		{"a PDF called a page", "a.html", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []string{"is a PDF"}, 0},
		{"a program", "a", "\x7fELF\x02\x01\x01\x00", []string{"is an ELF program"}, 0},
		{"an Office document called JSON", "a.jsonl", "PK\x03\x04\x14\x00\x06\x00", []string{"is a zip archive or an Office document"}, 0},
		{"a page of 60 MB", "a.html", page(times("<p>"+said+"</p>\n", 60<<20)), []string{"the page is larger than 16 MiB"}, 0},
		{"a text of 60 MB", "a.txt", times(said+"\n", 60<<20), []string{"larger than 16 MiB"}, 0},
		{"elements in one another 100,000 deep", "a.html", page(strings.Repeat("<div>", 100_000) + "<p>" + said), nil, 1},
		{"letters in bold 100,000 deep", "a.html", page("<p>" + said + strings.Repeat("<b>", 100_000) + said), nil, 1},
		{"a page of four million elements", "a.html", page(times("<p>a", 15<<20)), []string{"elements, more than the 150000"}, 0},
		{"a tag of four million attributes", "a.html", page("<p>" + times(said, 900) + "</p><a" + times(" a=1", 15<<20) + ">x</a>"), nil, 1},
		{"structured data nested four million deep", "a.html", "<script type='application/ld+json'>" + times("[", 4<<20) + "</script>" + page("<p>"+times(said, 900)), nil, 1},
		{"a text in one line of 10 MB", "a.txt", times(said+" ", 10<<20), []string{"more than the 1 MiB of a report"}, 0},
		{"a page in one line of 10 MB", "a.html", page("<p>" + times(said+" ", 10<<20)), []string{"more than the 1 MiB of a report"}, 0},
		{"one word of 10 MB", "a.txt", times("ا", 10<<20), []string{"more than the 1 MiB of a report"}, 0},
		{"a JSON line of 10 MB, and a good one", "a.jsonl", object("text", times(said+" ", 10<<20)) + object("text", said), []string{" line 1: its text has"}, 1},
		{"a JSON line of 40 MB, and a good one", "a.jsonl", object("text", times(said+" ", 40<<20)) + object("text", said), []string{" line 1: the line has", "the limit is 16 MiB"}, 1},
		{"a text of the largest size", "a.txt", times(said+"\n", 1<<20)[:1<<20], nil, 1},
		{"a quarter of a million lines", "a.txt", times("a\n", 1<<19)[:1<<19], nil, 1},
		{"accents without end", "a.txt", said + times("\u0301", 1<<19), nil, 1},
		{"bytes that are no UTF-8", "a.txt", said + "\xff\xfe\x80 " + said, nil, 1},
		{"a gigabyte of zeros, packed", "a.txt.gz", zip(t, times("\x00", 1<<20), 1<<10), []string{"is a binary file"}, 0},
		{"a quarter of a gigabyte of a, packed", "a.txt.gz", zip(t, times("a", 1<<20), 1<<8), []string{"larger than 16 MiB"}, 0},
		{"a gzip bomb of one JSON line", "a.jsonl.gz", zip(t, `{"text":"`, 1) + best(t, times("a ", 1<<20), 1<<8), []string{" line 1: unpacks to more than 200 times its size"}, 0},
		{"a gzip file in another", "a.txt.gz", zip(t, zip(t, said, 1), 1), []string{"is a gzip file inside another"}, 0},
		{"JSON lines cut in the middle of their packing", "a.jsonl.gz", half[:len(half)/2], []string{"it ends too early"}, -1},
		{"an archive cut in the middle", "a.warc.gz", strings.Join(members, "")[:len(strings.Join(members, ""))-len(members[5])/2], []string{"record 6 at byte", "ends in the middle of it"}, 5},
		{"an archive with a damaged member", "a.warc.gz", members[0] + members[1] + string(broken) + members[3] + members[4], []string{"is damaged; reading goes on at the next record"}, 4},
		{"a page called a feed", "a.rss", `<html><head><link rel="alternate" type="application/rss+xml" href="/f.xml"></head><body>x`, []string{"is an HTML page, not a feed", "/f.xml"}, 0},
		{"a billion laughs", "a.xml", laughs(), []string{"declares XML entities of its own", " item 3: uses an XML entity"}, 2},
		{
			"an entity that is a file", "a.xml",
			`<!DOCTYPE r [<!ENTITY x SYSTEM "file://` + outside + `">]>` + feed(1)[21:] + "<item><title>B &x;</title><description>" + said + " &x;</description></item></channel></rss>",
			[]string{"declares XML entities of its own (x)", "item 2: uses an XML entity"},
			1,
		},
		{"a feed cut in the middle", "a.xml", feed(5)[:len(feed(5))-60], []string{" item 5: the feed ends in the middle of this item"}, 4},
		{"a page without a text", "a.html", "<html><head><title>x</title></head><body><script>var a=1</script></body></html>", []string{"no text of a report"}, 0},
		{"a text without a letter", "a.txt", "12345 !!!\n***\n", []string{"no text of a report"}, 0},
		{
			"JSON lines of other types", "a.jsonl",
			`[1]` + "\n" + `"x"` + "\nnull\n17\n" + `{"id":"t"}` + "\n" + `{"text":["a"]}` + "\n" + `{"text":null}` + "\n" + `{"text":"a" b}` + "\n" +
				`{"text":` + strings.Repeat("[", 100_000) + "\n" + `{"text":"` + said + `","published":12,"authors":7,"lang":[],"url":{}}` + "\n",
			[]string{" line 1: is not a JSON object", " line 2: ", " line 3: ", " line 4: ", ` line 5: has neither "text" nor "html"`, " line 6: ", " line 7: ", " line 8: ", " line 9: "},
			1,
		},
		{"an id of 10 KB", "a.jsonl", object("id", times("x", 10<<10), "text", said), []string{"its id has 10241 bytes, the limit is 1024"}, 0},
		{"an id with a line feed", "a.jsonl", object("id", "a\nb", "text", said), []string{"its id has a control character"}, 0},
		{
			"ids with strange characters", "a.jsonl",
			object("id", "../../etc/passwd", "text", said) + object("id", "%s%n", "text", said+" 2") + object("id", "--json", "text", said+" 3") + object("id", "بغداد é", "text", said+" 4"), nil, 4,
		},
		{
			"dates in no calendar", "a.jsonl",
			object("id", "1", "published", "9999-12-31T23:59:59-12:00", "text", said+" On 31 December 9999 they met.") + object("id", "2", "published", "0000-01-01", "text", said+" In the year 0.") +
				object("id", "3", "published", "2020-13-45", "text", said) + object("id", "4", "published", "1e400", "text", said) + object("id", "5", "published", "-0001-01-01T00:00:00+14:00", "text", said), nil, 5,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			writeAll(t, dir, tc.file, tc.data, "good.txt", "Ministers of Peru and Chile met in Lima on Monday.\n")
			e := run(t, dir, "", "read", "--json", tc.file, "good.txt")
			wantStatus := 0
			if tc.want != nil {
				wantStatus = 3
			}
			if e.status != wantStatus {
				t.Errorf("status %d, want %d", e.status, wantStatus)
			}
			wantInOrder(t, e.err, "set aside: "+tc.file, tc.want)
			if n := strings.Count(e.out, "\n") - 1; n != tc.read && (tc.read >= 0 || n < 1) {
				t.Errorf("%d reports read from it, want %d", n, tc.read)
			}
			if !strings.Contains(e.out, "Peru") {
				t.Error("the good report beside it was not read")
			}
			if strings.Contains(e.out, "the secret") {
				t.Error("an XML entity read a file")
			}
			bounded(t, e, 1)
			if alone := run(t, dir, "", "read", "--json", tc.file); tc.read == 0 && alone.status != 1 {
				t.Errorf("alone: status %d, want 1", alone.status)
			}
		})
	}
}

func writeAll(t *testing.T, dir string, nameAndData ...string) {
	t.Helper()
	for i := 0; i < len(nameAndData); i += 2 {
		if err := os.WriteFile(filepath.Join(dir, nameAndData[i]), []byte(nameAndData[i+1]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func wantInOrder(t *testing.T, s, before string, want []string) {
	t.Helper()
	if len(want) == 0 {
		if s != "" {
			t.Errorf("standard error says %q", s)
		}
		return
	}
	if !strings.Contains(s, before) {
		t.Errorf("no %q on standard error:\n%.2000s", before, s)
	}
	for _, w := range want {
		_, rest, ok := strings.Cut(s, w)
		if !ok {
			t.Errorf("no %q on standard error:\n%.2000s", w, s)
			return
		}
		s = rest
	}
}

// bounded checks what a run over so many large inputs took.
func bounded(t *testing.T, e ended, inputs int) {
	t.Helper()
	t.Logf("%d MB, %s, %s of cores", e.memory>>20, e.took.Round(10*time.Millisecond), e.cpu.Round(10*time.Millisecond))
	if e.memory > mostMemory {
		t.Errorf("took %d MB of memory, more than %d", e.memory>>20, mostMemory>>20)
	}
	if each := e.cpu / time.Duration(inputs); each > mostTime {
		t.Errorf("took %s an input, longer than %s", each, mostTime)
	}
}

// TestManyLargeReportsTakeBoundedMemory reads reports of the largest size, which
// are worked on at once only as far as memory allows.
func TestManyLargeReportsTakeBoundedMemory(t *testing.T) {
	dir := t.TempDir()
	writeAll(t, dir, "a.jsonl", strings.Repeat(object("text", times("W ", 1<<20)[:1<<20]), 8))
	e := run(t, dir, "", "read", "--json", "a.jsonl")
	if e.status != 0 || strings.Count(e.out, "\n") != 8 {
		t.Errorf("status %d, %d reports: %s", e.status, strings.Count(e.out, "\n"), e.err)
	}
	bounded(t, e, 8)
}

// TestFilesThatAreNone names what lies in the file system but holds no report.
func TestFilesThatAreNone(t *testing.T) {
	dir := t.TempDir()
	writeAll(t, dir, "good.txt", said, "closed.txt", said, "new\nline.txt", "")
	if err := os.MkdirAll(filepath.Join(dir, "loop", "a"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, link := range [][2]string{{"..", "loop/a/up"}, {"self", "loop/self"}, {"../good.txt", "loop/good.txt"}} {
		if err := os.Symlink(link[0], filepath.Join(dir, link[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "closed.txt"), 0); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		path   string
		want   []string
		status int // alone, without a good report
	}{
		{"missing.txt", []string{"there is no such file or folder", "try:"}, 1},
		{"pipe", []string{"is a named pipe", "try: hand it over on standard input"}, 1},
		{"/dev/zero", []string{"is a device"}, 1},
		{"loop", []string{"loop/self: the link leads nowhere"}, 3},
		{"new\nline.txt", []string{`new\nline.txt: is empty`}, 1},
		{"", []string{`"": an empty argument names nothing`}, 1},
	} {
		t.Run(tc.path, func(t *testing.T) {
			e := run(t, dir, "", "read", "--json", tc.path)
			if e.status != tc.status {
				t.Errorf("status %d, want %d", e.status, tc.status)
			}
			wantInOrder(t, e.err, "set aside: ", tc.want)
			bounded(t, e, 1)
		})
	}
	t.Run("what may not be read", func(t *testing.T) {
		if os.Geteuid() == 0 {
			t.Skip("the administrator may read everything")
		}
		e := run(t, dir, "", "read", "--json", "closed.txt", "good.txt")
		if e.status != 3 {
			t.Errorf("status %d, want 3", e.status)
		}
		wantInOrder(t, e.err, "set aside: closed.txt", []string{"we may not read it"})
	})
	t.Run("an endless standard input", func(t *testing.T) {
		cmd := child(t.Context(), t, dir, "read", "-")
		zero, err := os.Open("/dev/zero")
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = zero.Close() }()
		cmd.Stdin = zero
		e := finish(t, cmd)
		if e.status != 1 {
			t.Errorf("status %d, want 1", e.status)
		}
		wantInOrder(t, e.err, "set aside: standard input", []string{"is a binary file"})
		bounded(t, e, 1)
	})
}

// TestDatabasesThatAreNone wants a message, a hint, and everything left as it was.
func TestDatabasesThatAreNone(t *testing.T) {
	dir := t.TempDir()
	writeAll(t, dir, "good.txt", said, "text.db", said)
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ path, want string }{
		{"folder", "is a folder, not a store"},
		{"text.db", "is not a Dragoman store"},
		{"no/such/folder.db", "there is no folder no/such"},
	} {
		e := run(t, dir, "", "add", "--db", tc.path, "good.txt")
		if e.status != 2 {
			t.Errorf("%s: status %d, want 2", tc.path, e.status)
		}
		wantInOrder(t, e.err, "dragoman: ", []string{tc.want, "try: "})
	}
	if b, err := os.ReadFile(filepath.Join(dir, "text.db")); err != nil || string(b) != said {
		t.Errorf("text.db was changed: %v", err)
	}
}

// TestTheReaderOfTheOutputGoes ends quietly when `head` has enough.
func TestTheReaderOfTheOutputGoes(t *testing.T) {
	bin, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	writeAll(t, dir, "a.jsonl", strings.Repeat(object("text", said), 2000))
	cmd := exec.Command("sh", "-c", bin+" read --json -q a.jsonl | head -n 1")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil || strings.Count(string(out), "\n") != 1 {
		t.Errorf("%v: %.300s", err, out)
	}
}
