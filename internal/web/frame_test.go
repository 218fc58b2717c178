package web_test

import (
	"fmt"
	"math"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
)

func TestAReaderChoosesLanguageAndAppearance(t *testing.T) {
	h := pages(memstore.New(store.Options{}))
	for _, tc := range []struct {
		name, path, want string
		header           []string
	}{
		{"nothing", "/", `<html lang="en" dir="ltr" data-look="auto">`, nil},
		{"the browser's language", "/", `<html lang="ar" dir="rtl" data-look="auto">`, []string{"Accept-Language: ar-IQ,en;q=0.5"}},
		{"the address", "/?ui=fr&look=dark", `<html lang="fr" dir="ltr" data-look="dark">`, []string{"Accept-Language: ar"}},
		{"the cookies", "/", `<html lang="ar" dir="rtl" data-look="light">`, []string{"Cookie: ui=ar; look=light", "Accept-Language: fr"}},
		{"the address before the cookies", "/?ui=en&look=auto", `<html lang="en" dir="ltr" data-look="auto">`, []string{"Cookie: ui=ar; look=light"}},
		{"what is none", "/?ui=xx&look=pink", `<html lang="en" dir="ltr" data-look="auto">`, []string{`Cookie: ui="><b>; look=x`}},
	} {
		t.Run(tc.name, func(t *testing.T) { contains(t, shown(t, h, tc.path, tc.header...), []string{tc.want}, nil) })
	}
	w := get(t, h, "/?ui=fr&look=dark")
	var kept []string
	for _, c := range w.Result().Cookies() {
		kept = append(kept, c.Name+"="+c.Value)
		if c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
			t.Errorf("the cookie %v", c)
		}
	}
	if got := strings.Join(kept, " "); got != "ui=fr look=dark" {
		t.Errorf("cookies %q", got)
	}
	if w := get(t, h, "/?ui=xx&look=pink"); len(w.Result().Cookies()) > 0 {
		t.Errorf("a wish that nobody can have is kept: %v", w.Result().Cookies())
	}
	contains(t, shown(t, h, "/search?q=a%26b"), []string{`<a href="/search?q=a%26b&amp;ui=ar" lang="ar" dir="rtl" hreflang="ar">العربية</a>`}, nil)
}

func TestTimesAreInTheReadersZone(t *testing.T) {
	st := memstore.New(store.Options{})
	at := time.Date(2031, 5, 6, 23, 30, 0, 0, time.FixedZone("", 3*60*60))
	w := tells(t, "r", "en", "x.example", "", "T", "Text.")
	w.doc.Published = &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Minute}, ReadFrom: news.ReadFromFeed}
	floating := tells(t, "f", "en", "x.example", "", "T", "Text.")
	floating.doc.Published = &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Minute, Floating: true}, ReadFrom: news.ReadFromFeed}
	keep(t, st, "s", w.doc, floating.doc)
	h := pages(st)
	for zone, want := range map[string]string{
		"":                    `<time datetime="2031-05-06T23:30:00&#43;03:00" data-instant title="at the source: 6 May 2031, 23:30 UTC&#43;03:00">6 May 2031, 20:30 UTC</time>`,
		"Asia%2FTokyo":        `>7 May 2031, 05:30 JST</time>`,
		"America/New_York":    `>6 May 2031, 16:30 EDT</time>`,
		"../../../etc/passwd": `>6 May 2031, 20:30 UTC</time>`,
		"Local":               `>6 May 2031, 20:30 UTC</time>`,
		"%zz":                 `>6 May 2031, 20:30 UTC</time>`,
	} {
		contains(t, strings.ReplaceAll(shown(t, h, "/reports/r", "Cookie: tz="+zone), "+", "&#43;"), []string{want}, nil)
	}
	contains(t, shown(t, h, "/reports/f", "Cookie: tz=Asia/Tokyo"), []string{`title="the report names no time zone">6 May 2031, 23:30</time>`}, nil)
}

func TestPagesAreLight(t *testing.T) {
	const most = 150 << 10
	total := 0
	for _, name := range []string{"static/style.css", "static/zone.js"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		total += int(info.Size())
	}
	st := memstore.New(store.Options{})
	keep(t, st, "s-lamu", lamu(t)...)
	for _, path := range []string{"/", "/stories/s-lamu", "/reports/may-ar", "/search", "/people", "/feeds"} {
		if n := total + len(shown(t, pages(st), path, "Cookie: ui=ar")); n > most {
			t.Errorf("GET %s weighs %d bytes", path, n)
		}
	}
}

func TestStaticFilesMayBeKeptByTheirSum(t *testing.T) {
	h := pages(memstore.New(store.Options{}))
	m := regexp.MustCompile(`href="(/static/style\.css\?v=[0-9a-f]+)"`).FindStringSubmatch(shown(t, h, "/"))
	if m == nil {
		t.Fatal("no stylesheet")
	}
	for path, want := range map[string]string{m[1]: "public, max-age=31536000, immutable", "/static/style.css": "", "/static/style.css?v=0": ""} {
		w := get(t, h, path)
		if w.Code != 200 || w.Header().Get("Cache-Control") != want {
			t.Errorf("GET %s = %d, %q", path, w.Code, w.Header().Get("Cache-Control"))
		}
	}
	if w := get(t, h, "/static/../web.go"); w.Code == 200 {
		t.Error("what is not static is served")
	}
	for _, rule := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"} {
		if csp := get(t, h, "/").Header().Get("Content-Security-Policy"); !strings.Contains(csp, rule) || strings.Contains(csp, "unsafe") {
			t.Errorf("the policy %q", csp)
		}
	}
}

// colours are the custom properties of one appearance.
func colours(t *testing.T, css, selector string) map[string][3]float64 {
	t.Helper()
	_, rest, ok := strings.Cut(css, selector+" {")
	if !ok {
		t.Fatalf("no %s in the stylesheet", selector)
	}
	block, _, _ := strings.Cut(rest, "}")
	out := map[string][3]float64{}
	for _, m := range regexp.MustCompile(`--([\w-]+): #([0-9a-f]{6});`).FindAllStringSubmatch(block, -1) {
		n, err := strconv.ParseUint(m[2], 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		out[m[1]] = [3]float64{float64(n >> 16), float64(n >> 8 & 255), float64(n & 255)}
	}
	return out
}

// contrast is the ratio of two colours (WCAG 2.2).
func contrast(a, b [3]float64) float64 {
	light := func(c [3]float64) float64 {
		for i := range c {
			if c[i] /= 255; c[i] <= 0.04045 {
				c[i] /= 12.92
			} else {
				c[i] = math.Pow((c[i]+0.055)/1.055, 2.4)
			}
		}
		return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2]
	}
	x, y := light(a)+0.05, light(b)+0.05
	return max(x, y) / min(x, y)
}

func TestColoursCanBeReadInLightAndDark(t *testing.T) {
	css, err := os.ReadFile("static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, selector := range []string{":root", `:root:not([data-look="light"])`, `:root[data-look="dark"]`} {
		c := colours(t, string(css), selector)
		for _, pair := range []struct {
			text, ground []string
			least        float64
		}{
			{[]string{"ink", "quiet", "link", "differ", "good"}, []string{"paper", "raised"}, 4.5},
			{[]string{"ink"}, []string{"person", "place", "organisation", "date", "quote", "evidence"}, 4.5},
			{[]string{"edge", "link"}, []string{"paper", "raised"}, 3},
		} {
			for _, text := range pair.text {
				for _, ground := range pair.ground {
					a, okA := c[text]
					b, okB := c[ground]
					if got := contrast(a, b); !okA || !okB || got < pair.least {
						t.Errorf("%s: %s on %s is %.2f, at least %.1f is asked for", selector, text, ground, got, pair.least)
					}
				}
			}
		}
	}
	if got := fmt.Sprintf("%.1f", contrast([3]float64{0, 0, 0}, [3]float64{255, 255, 255})); got != "21.0" {
		t.Errorf("black on white is %s", got)
	}
}
