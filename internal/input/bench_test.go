package input

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
)

// benchPage is a page of 60 kB, markup around prose.
func benchPage(i int) string {
	text := prose(64 << 10)
	at := i * 977 % 8000
	var sb strings.Builder
	sb.WriteString("<html><head><title>A page</title></head><body>")
	for part := text[at:]; len(part) > 400 && sb.Len() < 60<<10; part = part[400:] {
		sb.WriteString("<div class=\"paragraph text-block\"><p>" + part[:400] + "</p></div>\n")
	}
	return sb.String() + "</body></html>"
}

func benchArchive() []byte {
	var sb strings.Builder
	for i := range 40 {
		if i > 0 {
			sb.WriteString("====\n")
		}
		sb.WriteString(pageRecord(fmt.Sprintf("https://example.org/%d", i), benchPage(i)) + "\n")
	}
	return warcOf(sb.String())
}

// benchRun reads the input again and again and counts the bytes of the bodies.
func benchRun(b *testing.B, data []byte) {
	b.Helper()
	measure := func() (size int64) {
		for x, err := range Open(context.Background(), []string{"-"}, Options{Stdin: bytes.NewReader(data)}) {
			if err != nil {
				b.Fatal(err)
			}
			size += int64(len(x.Body))
		}
		return size
	}
	b.ReportAllocs()
	before, size := cpuTime(), int64(0)
	for b.Loop() {
		size += measure()
	}
	// The machine may be shared: CPU time says more than the clock.
	b.ReportMetric(float64(size)/1e6/(cpuTime()-before).Seconds(), "MB/cpu-s")
}

// cpuTime is what this process has used so far.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkUnpackOnly is what there is to be had: the archive of
// BenchmarkWARCPacked, unpacked and thrown away.
func BenchmarkUnpackOnly(b *testing.B) {
	var out []byte
	for _, rec := range splitRecords(benchArchive()) {
		out = append(out, packed(rec)...)
	}
	before, size := cpuTime(), int64(0)
	for b.Loop() {
		z, err := gzip.NewReader(bytes.NewReader(out))
		if err != nil {
			b.Fatal(err)
		}
		n, _ := io.Copy(io.Discard, z)
		size += n
	}
	b.ReportMetric(float64(size)/float64(len(out))/float64(b.N), "ratio")
	b.ReportMetric(float64(size)/1e6/(cpuTime()-before).Seconds(), "MB/cpu-s")
}

func BenchmarkWARCPacked(b *testing.B) {
	var out []byte
	for _, rec := range splitRecords(benchArchive()) {
		out = append(out, packed(rec)...)
	}
	benchRun(b, out)
}

func BenchmarkWARCPlain(b *testing.B) { benchRun(b, benchArchive()) }

func BenchmarkJSONLines(b *testing.B) {
	benchRun(b, bytes.Repeat([]byte(`{"id":"a","url":"https://example.org/a","title":"A title","text":"`+prose(4000)+"\"}\n"), 500))
}

func BenchmarkFeed(b *testing.B) {
	var sb strings.Builder
	sb.WriteString(`<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title><link>https://example.org/</link>`)
	for i := range 100 {
		fmt.Fprintf(&sb, "<item><title>Item %d</title><link>https://example.org/%d</link><pubDate>Tue, 02 Mar 2021 08:30:00 GMT</pubDate><content:encoded><![CDATA[<p>%s</p>]]></content:encoded></item>", i, i, prose(4000))
	}
	benchRun(b, []byte(sb.String()+"</channel></rss>"))
}

func BenchmarkSitemap(b *testing.B) {
	var sb strings.Builder
	sb.WriteString(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">`)
	for i := range 1000 {
		fmt.Fprintf(&sb, "<url><loc>https://example.org/%d</loc><news:news><news:publication><news:name>N</news:name><news:language>en</news:language></news:publication><news:publication_date>2021-07-01</news:publication_date><news:title>Title %d</news:title></news:news></url>", i, i)
	}
	data := []byte(sb.String() + "</urlset>")
	before := cpuTime()
	for b.Loop() {
		if m, err := ParseSitemap(data); err != nil || len(m.Pages) != 1000 {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(data)*b.N)/1e6/(cpuTime()-before).Seconds(), "MB/cpu-s")
}
