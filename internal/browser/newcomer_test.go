//go:build browser

package browser

import (
	"cmp"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// newcomer is somebody who looks at the pages for the first time.
type newcomer struct {
	t      *testing.T
	ctx    context.Context
	clicks int
	waited time.Duration // for pages
}

// aClick is how long a person takes to find what to click on, and to click it.
const aClick = 10 * time.Second

// see does what takes a person no click; that time is the program's.
func (n *newcomer) see(actions ...chromedp.Action) {
	n.t.Helper()
	began := time.Now()
	if err := chromedp.Run(n.ctx, actions...); err != nil {
		n.t.Fatal(err)
	}
	n.waited += time.Since(began)
}

// click clicks on what is there and waits for what that shows.
func (n *newcomer) click(what, then string) {
	n.t.Helper()
	n.clicks++
	by := chromedp.ByQuery
	if strings.HasPrefix(what, "//") {
		by = chromedp.BySearch
	}
	n.see(chromedp.Click(what, by), chromedp.WaitVisible(then, chromedp.ByQuery))
}

// text is the words of what is shown.
func (n *newcomer) text(what string) (words string) {
	n.t.Helper()
	n.see(chromedp.Text(what, &words, chromedp.ByQuery))
	return words
}

// picture keeps what stands in the window, or as much of it as has so many lines of pixels.
func (n *newcomer) picture(name string, height int64) {
	n.t.Helper()
	var png []byte
	if err := chromedp.Run(n.ctx, chromedp.EmulateViewport(windowWidth, height), chromedp.CaptureScreenshot(&png), chromedp.EmulateViewport(windowWidth, windowHeight)); err != nil {
		n.t.Fatal(err)
	}
	keepForDocs(n.t, name, png)
}

const windowWidth, windowHeight = 1280, 900

// TestANewcomerFindsTheWords does what somebody does who has just run `make demo` and opened the page: the visit to Baghdad, who met
// whom, in which reports, what each tells alone and leaves out, and the Arabic sentence behind a statement; in a minute.
func TestANewcomerFindsTheWords(t *testing.T) {
	reports, err := filepath.Glob(filepath.Join(cmp.Or(os.Getenv("EVAL_DATA"), "../../../shared/data"), "baghdad", "*.txt"))
	if err != nil || len(reports) == 0 {
		t.Skip("the five reports are not here: EVAL_DATA names the folder that has baghdad/")
	}
	db := filepath.Join(t.TempDir(), "baghdad.db")
	if out, err := exec.Command(program, append([]string{"add", "--quiet", "--db", db}, reports...)...).CombinedOutput(); err != nil {
		t.Fatalf("add: %v\n%s", err, out)
	}
	site := serve(t, db)
	n := &newcomer{t: t, ctx: newPerson(t).ctx} // a browser that remembers nothing
	n.see(chromedp.EmulateViewport(windowWidth, windowHeight), chromedp.Navigate(site+"/"))
	has := func(where, text string, words ...string) {
		t.Helper()
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %q in %q", where, w, text)
			}
		}
	}
	has("the list", n.text("main"), "3 stories", "Iran, Iraq discuss", "Baghdad")
	n.picture("stories", windowHeight)

	n.click(`//main//a[contains(., "Iran, Iraq discuss")]`, "#met")
	has("who met whom", n.text(`section[aria-labelledby="met"]`), "Ali Shamkhani", "Barham Salih", "Nouri al-Maliki")
	var langs []string
	n.see(chromedp.Evaluate(`[...document.querySelectorAll('.timeline a[lang]')].map(a => a.lang).sort()`, &langs))
	if strings.Join(langs, " ") != "ar en fr" {
		t.Errorf("the story has reports in %v", langs)
	}
	n.picture("story", windowHeight)

	n.click(`//nav//a[@href="#sides"]`, "#sides")
	has("what each tells alone and leaves out", n.text(`section[aria-labelledby="sides"]`), "alone tells", "leaves out", "Adil Abdul-Mahdi")
	n.picture("sides", windowHeight)

	// The first happening that an Arabic sentence tells of: its words are folded up where there are many.
	const words = `.entry details:has(blockquote[lang="ar"])`
	var open bool
	if n.see(chromedp.Evaluate("document.querySelector('"+words+"').open", &open)); !open {
		n.click(words+" > summary", words+"[open]")
	}
	const sentence = words + ` blockquote[lang="ar"] a.said`
	arabic := n.text(sentence)
	has("the Arabic words", arabic, "شمخاني")
	n.click(sentence, "mark#evidence")
	shown := n.text("mark#evidence")
	var inView bool
	n.see(chromedp.Evaluate(`(() => { const b = document.querySelector("mark#evidence").getBoundingClientRect(); return b.bottom > 0 && b.top < innerHeight })()`, &inView))
	plain := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	if !inView || !strings.Contains(plain(shown), strings.TrimSuffix(plain(arabic), " …")) && !strings.Contains(plain(arabic), plain(shown)) {
		t.Errorf("the report shows %q in view: %v; asked for %q", shown, inView, arabic)
	}
	n.picture("words", windowHeight/3) // some lines: the whole text is its outlet's

	took := n.waited + time.Duration(n.clicks)*aClick
	t.Logf("%d clicks, %s for the pages: %s for a person", n.clicks, n.waited.Round(time.Millisecond), took.Round(time.Second))
	if took > time.Minute {
		t.Errorf("a person takes %s", took)
	}
}
