//go:build browser

package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// maxPage is what a page may weigh before data, with all that it loads.
const maxPage = 150 << 10

// view is a size of window, with script or without.
type view struct {
	name          string
	width, height int64
	phone, script bool
	dark          bool
}

var views = []view{
	{name: "desk", width: 1280, height: 900, script: true},
	{name: "phone", width: 390, height: 844, phone: true, script: true},
	{name: "dark", width: 1280, height: 900, script: true, dark: true},
	{name: "plain", width: 1280, height: 900},
}

// TestEveryPage goes from page to page by their links, and looks at one of each sort in each view.
func TestEveryPage(t *testing.T) {
	for _, of := range []struct {
		name    string
		stories int
	}{{"none", 0}, {"one", 1}, {"5000", 5000}} {
		t.Run(of.name, func(t *testing.T) {
			site := serve(t, madeStore(t, of.stories))
			pages := sorts(t, site)
			for _, sort := range []string{"/stories/", "/reports/", "/entities/", "/watches/"} {
				if of.stories > 0 && !slices.ContainsFunc(pages, func(p string) bool { return strings.HasPrefix(p, sort) }) {
					t.Errorf("no link leads to one of %s: %v", sort, pages)
				}
			}
			for _, v := range views {
				for _, page := range pages {
					t.Run(v.name+" "+page, func(t *testing.T) { t.Parallel(); look(t, site, page, of.name, v) })
				}
			}
		})
	}
}

// TestEveryPageInEveryLanguage looks at the pages with the texts of the interface in French and in Arabic.
func TestEveryPageInEveryLanguage(t *testing.T) {
	site := serve(t, madeStore(t, 1))
	for _, ui := range []string{"fr", "ar"} {
		for _, page := range sorts(t, site) {
			if strings.Contains(page, "?") {
				page += "&ui=" + ui
			} else {
				page += "?ui=" + ui
			}
			t.Run(page, func(t *testing.T) { t.Parallel(); look(t, site, page, "one-"+ui, views[0]) })
		}
	}
}

// ids are the parts of an address that name one of many: digits, or what follows the name of a list.
var ids = regexp.MustCompile(`/(stories|reports|entities|people|watches)/[^/]+`)

// sort is what pages of one kind have in common in their addresses.
func sort(u *url.URL) string {
	var names []string
	for n, v := range u.Query() {
		if len(v) > 0 && v[0] != "" && n != "ui" && n != "look" { // these are views of the same page
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return ids.ReplaceAllString(u.Path, "/$1/*") + "?" + strings.Join(names, "&")
}

// sorts returns an address of each sort of page that links lead to, from the first page on.
func sorts(t *testing.T, site string) []string {
	t.Helper()
	const most = 40
	ctx, cancel := tab(t)
	defer cancel()
	seen := map[string]bool{"/?": true}
	pages := []string{"/"}
	for i := 0; i < len(pages) && len(pages) < most; i++ {
		var links []string
		err := chromedp.Run(ctx, chromedp.Navigate(site+pages[i]),
			chromedp.Evaluate(`[...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), document.baseURI).href)`, &links))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range links {
			u, err := url.Parse(l)
			if err != nil || u.Scheme+"://"+u.Host != site || strings.HasPrefix(u.Path, "/static/") || notAPage.MatchString(u.Path) {
				continue
			}
			if s := sort(u); !seen[s] {
				seen[s] = true
				pages = append(pages, u.RequestURI())
			}
		}
	}
	return pages
}

// notAPage are addresses that give data, not a page.
var notAPage = regexp.MustCompile(`^/(api|metrics|healthz|readyz)\b|\.(json|xml|rss|atom|ics|svg|css|js)$`)

// seen is what a page says of itself.
type seen struct {
	Title     string
	H1, Main  int
	Lang, Dir string
	Overflow  float64
	Inline    int
	Unnamed   []string
	Words     int
}

const ask = `({
	Title: document.title, H1: document.querySelectorAll('h1').length, Main: document.querySelectorAll('main').length,
	Lang: document.documentElement.lang, Dir: document.documentElement.dir,
	Overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
	Inline: document.querySelectorAll('script:not([src]):not([type="application/json"]):not([type="application/ld+json"]), [style], style, [onclick]').length,
	Unnamed: [...document.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(e => !e.labels?.length && !e.ariaLabel && !e.getAttribute('aria-labelledby')).map(e => e.outerHTML.slice(0, 100)),
	Words: document.body.innerText.split(/\s+/).length,
})`

// look opens a page, holds what has to hold on every page, and keeps a picture of it.
func look(t *testing.T, site, page, of string, v view) {
	t.Helper()
	ctx, cancel := tab(t)
	defer cancel()
	w := &watch{site: site}
	chromedp.ListenTarget(ctx, w.hear)
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	var has seen
	var picture []byte
	err := chromedp.Run(ctx,
		network.Enable(), log.Enable(), runtime.Enable(),
		emulation.SetDeviceMetricsOverride(v.width, v.height, 1, v.phone),
		emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
		emulation.SetScriptExecutionDisabled(!v.script),
		chromedp.Navigate(site+page),
		chromedp.Evaluate(ask, &has),
		chromedp.FullScreenshot(&picture, 80),
	)
	if err != nil {
		t.Fatal(err)
	}
	keepPicture(t, picture, of, v.name, page)
	if has.Title == "" || has.H1 != 1 || has.Main != 1 || has.Lang == "" || has.Dir == "" {
		t.Errorf("title %q, %d h1, %d main, lang %q, dir %q", has.Title, has.H1, has.Main, has.Lang, has.Dir)
	}
	if has.Overflow > 0 {
		t.Errorf("the page is %.0f pixels wider than the window", has.Overflow)
	}
	if has.Inline > 0 {
		t.Errorf("%d pieces of script or style in the page itself", has.Inline)
	}
	if len(has.Unnamed) > 0 {
		t.Errorf("fields without a label: %v", has.Unnamed)
	}
	if has.Words < 5 {
		t.Errorf("the page has %d words", has.Words)
	}
	for _, f := range w.faults() {
		t.Error(f)
	}
	if strings.HasPrefix(of, "none") && w.weight > maxPage {
		t.Errorf("the page weighs %d bytes", w.weight)
	}
	if v.script {
		accessible(t, ctx)
	}
}

// tab opens a tab of the browser.
func tab(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(chromium)
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	return ctx, func() { stop(); closeTab() }
}

// watch hears what a page does.
type watch struct {
	site   string
	mu     sync.Mutex
	said   []string
	weight int64
}

func (w *watch) hear(ev any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch ev := ev.(type) {
	case *runtime.EventExceptionThrown:
		w.said = append(w.said, "exception: "+ev.ExceptionDetails.Error())
	case *log.EventEntryAdded:
		if ev.Entry.Level == log.LevelError || ev.Entry.Level == log.LevelWarning {
			w.said = append(w.said, "console: "+ev.Entry.Text+" "+ev.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		if u := ev.Request.URL; !strings.HasPrefix(u, w.site+"/") && !strings.HasPrefix(u, "data:") {
			w.said = append(w.said, "a call to another host: "+u)
		}
	case *network.EventLoadingFinished:
		w.weight += int64(ev.EncodedDataLength)
	}
}

func (w *watch) faults() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.said)
}

// violation is what axe-core finds.
type violation struct {
	ID, Impact, Help string
	Nodes            []struct{ HTML, FailureSummary string }
}

// accessible holds that axe-core finds nothing serious.
func accessible(t *testing.T, ctx context.Context) {
	t.Helper()
	var raw string
	err := chromedp.Run(ctx, chromedp.Evaluate(axe, nil),
		chromedp.Evaluate(`axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
			.then(r => JSON.stringify(r.violations.map(v => ({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.slice(0, 2).map(n => ({HTML: n.html.slice(0, 300), FailureSummary: n.failureSummary}))}))))`,
			&raw, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
	var found []violation
	if err := errors.Join(err, json.Unmarshal([]byte(raw), &found)); err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if f.Impact == "serious" || f.Impact == "critical" {
			t.Errorf("axe-core, %s: %s: %v", f.Impact, f.Help, f.Nodes)
		}
	}
}

// keepPicture writes what a page looks like into the folder of pictures.
func keepPicture(t *testing.T, picture []byte, of, in, page string) {
	t.Helper()
	name := strings.NewReplacer("/", "_", "?", "-", "&", "-", "=", "-", "%", "").Replace(strings.Trim(page, "/"))
	path := filepath.Join(pictures, of, in, fmt.Sprintf("%.80s.jpg", "page_"+name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o750), os.WriteFile(path, picture, 0o600)); err != nil {
		t.Fatal(err)
	}
}
