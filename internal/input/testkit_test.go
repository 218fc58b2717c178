package input

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/tools/txtar"

	"github.com/dragoman-news/dragoman/internal/news"
)

var update = flag.Bool("update", false, "rewrite the want sections of testdata/*.txtar")

// TestCases reads each case of testdata as `dragoman read` would. A case is what
// it is about, the files, perhaps the arguments (all files otherwise), and what
// comes of it. A file's name may go on with what is done to it, as in
// "crawl.warc|warc|records|damage=300"; files named by an address are what the
// network answers, content type in the first line.
func TestCases(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases under testdata", err)
	}
	for _, path := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { runCase(t, path) })
	}
}

func runCase(t *testing.T, path string) {
	ar, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	web := webOf{}
	var args []string
	var given, want string
	opt := Options{}
	for _, f := range ar.Files {
		name, changes, _ := strings.Cut(f.Name, "|")
		switch name {
		case "want":
			want = string(f.Data)
			continue
		case "args":
			given = string(f.Data)
			continue
		case "limits":
			limits(t, &opt, string(f.Data))
			continue
		}
		data := f.Data
		for change := range strings.SplitSeq(changes, "|") {
			data = changed(t, data, change)
		}
		switch {
		case isURL(name):
			ctype, body, _ := bytes.Cut(data, []byte("\n"))
			web[name] = &Response{ContentType: string(ctype), Body: body}
		case name == "stdin":
			opt.Stdin = bytes.NewReader(data)
			args = append(args, "-")
		default:
			file := filepath.Join(dir, filepath.FromSlash(name))
			mustDo(t, os.MkdirAll(filepath.Dir(file), 0o755))
			mustDo(t, os.WriteFile(file, data, 0o644))
			args = append(args, file)
		}
	}
	if given != "" {
		args = nil
		for arg := range strings.FieldsSeq(given) {
			if arg != "-" && !isURL(arg) {
				arg = filepath.Join(dir, arg)
			}
			args = append(args, arg)
		}
	}
	if len(web) > 0 {
		opt.Fetcher = web
	}
	got := strings.ReplaceAll(listing(t, args, opt), dir+string(filepath.Separator), "")
	got = strings.ReplaceAll(got, dir, ".")
	if *update {
		for i := range ar.Files {
			if ar.Files[i].Name == "want" {
				ar.Files[i].Data = []byte(got)
			}
		}
		mustDo(t, os.WriteFile(path, txtar.Format(ar), 0o644))
		return
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// listing writes down everything that a stream yields.
func listing(t *testing.T, args []string, opt Options) string {
	var sb strings.Builder
	opt.OnNote = func(name, what string) { fmt.Fprintf(&sb, "~ %s: %s\n", name, what) }
	for x, err := range Open(t.Context(), args, opt) {
		if err != nil {
			p, ok := errors.AsType[*Problem](err)
			if !ok {
				t.Fatalf("not a Problem: %v", err)
			}
			a := p.SetAside()
			fmt.Fprintf(&sb, "! %s: %s\n", a.Name, a.Reason)
			if a.Hint != "" {
				fmt.Fprintf(&sb, "      try: %s\n", a.Hint)
			}
			continue
		}
		render(&sb, x)
	}
	return sb.String()
}

// render writes the fields that are set, and how the body begins.
func render(sb *strings.Builder, x *news.Raw) {
	fmt.Fprintf(sb, "%s\n", x.Name)
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(sb, "    %-9s %s\n", name, value)
		}
	}
	field("id", x.ID)
	field("url", x.URL)
	field("source", x.Source)
	field("title", x.Title)
	field("lang", string(x.Lang))
	field("authors", strings.Join(x.Authors, " / "))
	field("about", firstRunes(x.Description, 60))
	if x.Published != "" {
		field("published", x.Published+" ("+string(x.ReadFrom)+")")
	}
	if x.Withdrawn {
		field("withdrawn", "yes")
	}
	media := x.MediaType
	if x.ContentType != "" {
		media += " (" + x.ContentType + ")"
	}
	if x.UTF8 {
		media += " utf-8"
	}
	field(strings.TrimSpace("body"), fmt.Sprintf("%s %q", media, firstRunes(string(x.Body), 60)))
}

func firstRunes(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// webOf is a network that knows some addresses.
type webOf map[string]*Response

func (w webOf) Fetch(_ context.Context, url string) (*Response, error) {
	if res, ok := w[url]; ok {
		return res, nil
	}
	return nil, &news.Error{Code: news.NotFound, Message: "the server answered 404"}
}

// changed does one thing to a file: an encoding, "gz", "records" (each WARC
// record packed by itself), "crlf", "warc" (lengths filled in), "cut=N"
// bytes off the end, "damage=N" the byte at N turned round.
func changed(t *testing.T, data []byte, change string) []byte {
	what, value, _ := strings.Cut(change, "=")
	n, _ := strconv.Atoi(value)
	switch what {
	case "":
		return data
	case "gz":
		return packed(data)
	case "warc":
		return warcOf(string(data))
	case "records":
		var out []byte
		for _, rec := range splitRecords(data) {
			out = append(out, packed(rec)...)
		}
		return out
	case "crlf":
		return bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
	case "cut":
		return data[:len(data)-n]
	case "damage":
		data = bytes.Clone(data)
		data[n] ^= 0xff
		return data
	case "utf-16":
		out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes(data)
		mustDo(t, err)
		return out
	case "empty":
		return nil
	case "hex":
		out := []byte{}
		for b := range strings.FieldsSeq(string(data)) {
			v, err := strconv.ParseUint(b, 16, 8)
			mustDo(t, err)
			out = append(out, byte(v))
		}
		return out
	}
	enc, _ := charset.Lookup(what)
	if enc == nil {
		t.Fatalf("no such change: %s", change)
	}
	out, err := enc.NewEncoder().Bytes(data)
	mustDo(t, err)
	return out
}

func packed(data []byte) []byte {
	var buf bytes.Buffer
	z := gzip.NewWriter(&buf)
	_, _ = z.Write(data)
	_ = z.Close()
	return buf.Bytes()
}

// warcOf makes an archive of records that are written one after another, with a
// line "====" between them. Content-Length is filled in unless it is given, and
// line ends become those of the format.
func warcOf(text string) []byte {
	var out bytes.Buffer
	for rec := range strings.SplitSeq(text, "====\n") {
		head, block, _ := strings.Cut(rec, "\n\n")
		block = strings.TrimSuffix(block, "\n")
		if http, body, ok := strings.Cut(block, "\n\n"); ok && strings.HasPrefix(http, "HTTP/") {
			block = strings.ReplaceAll(http, "\n", "\r\n") + "\r\n\r\n" + body
		}
		out.WriteString("WARC/1.1\r\n" + strings.ReplaceAll(strings.TrimSpace(head), "\n", "\r\n") + "\r\n")
		if !strings.Contains(head, "Content-Length:") {
			fmt.Fprintf(&out, "Content-Length: %d\r\n", len(block))
		}
		out.WriteString("\r\n" + block + "\r\n\r\n")
	}
	return out.Bytes()
}

func splitRecords(data []byte) [][]byte {
	var out [][]byte
	for len(data) > 0 {
		end := bytes.Index(data[1:], []byte("WARC/1.1\r\n")) + 1
		if end == 0 {
			end = len(data)
		}
		out = append(out, data[:end])
		data = data[end:]
	}
	return out
}

func limits(t *testing.T, opt *Options, text string) {
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		name, value, _ := strings.Cut(line, " ")
		n, err := strconv.ParseInt(value, 10, 64)
		mustDo(t, err)
		switch name {
		case "report":
			opt.MaxReport = n
		case "whole":
			opt.MaxWhole = n
		case "fetch":
			opt.MaxFetch = int(n)
		default:
			t.Fatalf("no such limit: %s", name)
		}
	}
}

func mustDo(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
