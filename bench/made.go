package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// report is one made report of about 2.5 KB.
type report struct {
	ID        string `json:"id"`
	URL       string `json:"url"`
	Title     string `json:"title"`
	Published string `json:"published"`
	Text      string `json:"text"`
}

func (r report) line() []byte {
	b, err := json.Marshal(r)
	if err != nil {
		log.Fatal(err)
	}
	return append(b, '\n')
}

// page wraps a report as news sites do.
func (r report) page() []byte {
	var sb strings.Builder
	fmt.Fprintf(&sb, `<!DOCTYPE html><html><head><meta charset="utf-8"><title>%s</title><meta property="article:published_time" content="%s"></head><body><nav><ul>`, html.EscapeString(r.Title), r.Published)
	for i := range 40 {
		fmt.Fprintf(&sb, `<li><a href="/section/%d">Section %d</a></li>`, i, i)
	}
	fmt.Fprintf(&sb, `</ul></nav><article><h1>%s</h1>`, html.EscapeString(r.Title))
	for p := range strings.SplitSeq(r.Text, "\n\n") {
		fmt.Fprintf(&sb, "<p>%s</p>\n", html.EscapeString(p))
	}
	sb.WriteString(`</article><aside>`)
	for i := range 60 {
		fmt.Fprintf(&sb, `<div class="teaser"><a href="/other/%d"><h3>Another headline number %d of the day</h3></a><p>And a line about it.</p></div>`, i, i)
	}
	sb.WriteString(`</aside><footer>All rights reserved</footer></body></html>`)
	return []byte(sb.String())
}

// writer makes reports: half English, a third French, the rest Arabic; of invented
// people and real cities; about six reports to a story, over a year for every
// 100,000, so that a day has as many reports in a small store as in a large one.
type writer struct{ rnd *rand.Rand }

func newWriter(seed uint64) *writer { return &writer{rand.New(rand.NewPCG(seed, 20))} }

// sounds make names in two scripts.
var sounds = []struct{ latin, arabic string }{
	{"ba", "با"}, {"ri", "ري"}, {"mo", "مو"}, {"sha", "شا"}, {"ka", "كا"}, {"lim", "ليم"}, {"sa", "سا"}, {"nour", "نور"}, {"di", "دي"}, {"fa", "فا"},
	{"ra", "را"}, {"zi", "زي"}, {"ha", "ها"}, {"tan", "تان"}, {"wa", "وا"}, {"lo", "لو"}, {"be", "بي"}, {"mar", "مار"}, {"ko", "كو"}, {"vi", "في"},
}

var cities = []struct{ en, fr, ar string }{
	{"Baghdad", "Bagdad", "بغداد"}, {"Tehran", "Téhéran", "طهران"}, {"Moscow", "Moscou", "موسكو"}, {"Cairo", "Le Caire", "القاهرة"},
	{"Tunis", "Tunis", "تونس"}, {"Geneva", "Genève", "جنيف"}, {"Vienna", "Vienne", "فيينا"}, {"Ankara", "Ankara", "أنقرة"},
	{"Beirut", "Beyrouth", "بيروت"}, {"Khartoum", "Khartoum", "الخرطوم"}, {"Tripoli", "Tripoli", "طرابلس"}, {"Algiers", "Alger", "الجزائر"},
}

func (w *writer) name() (latin, arabic string) {
	part := func() (string, string) {
		var l, a strings.Builder
		for range 2 + w.rnd.IntN(2) {
			s := sounds[w.rnd.IntN(len(sounds))]
			l.WriteString(s.latin)
			a.WriteString(s.arabic)
		}
		return strings.ToUpper(l.String()[:1]) + l.String()[1:], a.String()
	}
	l1, a1 := part()
	l2, a2 := part()
	return l1 + " " + l2, a1 + " " + a2
}

var topics = []struct{ en, fr, ar string }{
	{"trade", "le commerce", "التجارة"}, {"water", "l'eau", "المياه"}, {"border security", "la sécurité des frontières", "أمن الحدود"}, {"energy", "l'énergie", "الطاقة"},
	{"refugees", "les réfugiés", "اللاجئين"}, {"elections", "les élections", "الانتخابات"}, {"prisoners", "les prisonniers", "الأسرى"}, {"fishing rights", "la pêche", "حقوق الصيد"},
}

// report makes report number i; it must be called for 0, 1, 2... in order.
func (w *writer) report(i int) report {
	story := i / 6
	own := &writer{rand.New(rand.NewPCG(uint64(story), 7))} // all reports of a story share its people
	n1, a1 := own.name()
	n2, a2 := own.name()
	city, topic, count := cities[own.rnd.IntN(len(cities))], topics[own.rnd.IntN(len(topics))], 2+own.rnd.IntN(900)
	day := time.Date(2020, 1, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(story*6) * 365 * 24 * time.Hour / 100_000)
	r := report{ID: fmt.Sprintf("m%06d", i), URL: fmt.Sprintf("https://outlet%d.example/%d", i%40, i), Published: day.Add(time.Duration(w.rnd.IntN(600)) * time.Minute).Format(time.RFC3339)}
	var sb strings.Builder
	for k := range 9 {
		x := w.rnd.IntN(500)
		switch {
		case i%6 < 3:
			r.Title = fmt.Sprintf("%s and %s meet in %s on %s", n1, n2, city.en, topic.en)
			fmt.Fprintf(&sb, "President %s met Foreign Minister %s in %s on Monday to discuss %s. Officials said that %d of %d points were settled in round %d. \"We agree on %d points,\" %s said. The delegation numbered %d people.\n\n", n1, n2, city.en, topic.en, x, count, k+1, count, n1, x)
		case i%6 < 5:
			r.Title = fmt.Sprintf("%s et %s se rencontrent à %s", n1, n2, city.fr)
			fmt.Fprintf(&sb, "Le président %s a rencontré lundi à %s le ministre des Affaires étrangères %s pour parler de %s. Selon les responsables, %d points sur %d ont été réglés lors de la séance %d. « Nous sommes d'accord sur %d points », a déclaré %s. La délégation comptait %d personnes.\n\n", n1, city.fr, n2, topic.fr, x, count, k+1, count, n1, x)
		default:
			r.Title = fmt.Sprintf("%s يلتقي %s في %s", a1, a2, city.ar)
			fmt.Fprintf(&sb, "التقى الرئيس %s وزير الخارجية %s في %s يوم الاثنين لبحث %s. وقال مسؤولون إن %d من أصل %d نقطة حسمت في الجولة %d. وقال %s: \"نتفق على %d نقطة\". وضم الوفد %d شخصا.\n\n", a1, a2, city.ar, topic.ar, x, count, k+1, a1, count, x)
		}
	}
	r.Text = strings.TrimSpace(sb.String())
	return r
}

// evalPages reads n real pages, spread over the set.
func evalPages(n int) (pages [][]byte, origin string) {
	data := os.Getenv("EVAL_DATA")
	if data == "" {
		data = "../shared/data"
	}
	names, err := filepath.Glob(filepath.Join(data, "extraction", "trafilatura", "html", "*"))
	if err != nil || len(names) == 0 {
		return nil, ""
	}
	for i := 0; i < len(names) && len(pages) < n; i += max(1, len(names)/n) {
		f, err := os.Open(names[i])
		if err != nil {
			log.Fatal(err)
		}
		gz, err := gzip.NewReader(f)
		if err != nil {
			log.Fatal(err)
		}
		page, err := io.ReadAll(gz)
		if err != nil {
			log.Fatal(err)
		}
		_ = f.Close()
		pages = append(pages, page)
	}
	return pages, "real"
}

func writeRecord(w io.Writer, address string, page []byte) {
	writeRecordOf(w, address, "text/html", page)
}

// writeRecordOf writes a WARC response record.
func writeRecordOf(w io.Writer, address, kind string, body []byte) {
	head := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", kind, len(body))
	if _, err := fmt.Fprintf(w, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nWARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s%s\r\n\r\n",
		address, len(head)+len(body), head, body); err != nil {
		log.Fatal(err)
	}
}
