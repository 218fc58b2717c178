//go:build browser

package browser

import (
	"cmp"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var update = flag.Bool("update", false, "write the pictures in docs/images")

// TestANewcomerFindsTheWords does what somebody does who has just run `make demo` and opened the page: the visit to Baghdad, who met
// whom, in which reports, what each tells and leaves out, and the Arabic sentence behind a statement.
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
	ctx, cancel := tab(t)
	defer cancel()
	began := time.Now()
	var list, story, met, sides, arabic, shown string
	var sources []string
	var seen bool
	shots := make([][]byte, 3)
	err = chromedp.Run(ctx,
		chromedp.EmulateViewport(1280, 900),
		chromedp.Navigate(site+"/"),
		chromedp.Text("main", &list),
		chromedp.CaptureScreenshot(&shots[0]),
		chromedp.Click(`//main//a[contains(., "Iran, Iraq discuss")]`),
		chromedp.WaitVisible("#met"),
		chromedp.Text("h1", &story),
		chromedp.Text(`section[aria-labelledby="met"]`, &met),
		chromedp.Text(`section[aria-labelledby="sides"]`, &sides),
		chromedp.Evaluate(`[...document.querySelectorAll('.timeline a[lang]')].map(a => a.lang)`, &sources),
		chromedp.CaptureScreenshot(&shots[1]),
		chromedp.Evaluate(`document.querySelectorAll('details').forEach(d => d.open = true)`, nil),
		chromedp.Text(`article.entry blockquote[lang="ar"] a.said`, &arabic),
		chromedp.Click(`article.entry blockquote[lang="ar"] a.said`),
		chromedp.WaitVisible("mark#evidence"),
		chromedp.Text("mark#evidence", &shown),
		chromedp.Evaluate(`(() => { const b = document.querySelector("mark#evidence").getBoundingClientRect(); return b.bottom > 0 && b.top < innerHeight })()`, &seen),
		chromedp.CaptureScreenshot(&shots[2]),
	)
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("it took %s", took)
	}
	for _, want := range []struct{ where, text, words string }{
		{"the list", list, "3 stories"},
		{"who met whom", met, "Ali Shamkhani"},
		{"who met whom", met, "Barham Salih"},
		{"who met whom", met, "Nouri al-Maliki"},
		{"the sides", sides, "Adil Abdul-Mahdi"},
		{"the Arabic words", arabic, "شمخاني"},
	} {
		if !strings.Contains(want.text, want.words) {
			t.Errorf("%s: no %q in %q", want.where, want.words, want.text)
		}
	}
	if langs := strings.Join(sources, " "); len(sources) != 3 || !strings.Contains(langs, "ar") || !strings.Contains(langs, "fr") || !strings.Contains(langs, "en") {
		t.Errorf("the story %q has reports in %v", story, sources)
	}
	plain := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	if !seen || !strings.Contains(plain(shown), strings.TrimSuffix(plain(arabic), " …")) && !strings.Contains(plain(arabic), plain(shown)) {
		t.Errorf("the report shows %q in view: %v; asked for %q", shown, seen, arabic)
	}
	if *update {
		for i, name := range []string{"stories.png", "story.png"} { // the third shows a report's whole text, which is its outlet's
			if err := os.WriteFile(filepath.Join("../../docs/images", name), shots[i], 0o600); err != nil {
				t.Error(err)
			}
		}
	}
	for i, name := range []string{"list", "story", "words"} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(picturePath(name)), 0o750), os.WriteFile(picturePath(name), shots[i], 0o600)); err != nil {
			t.Error(err)
		}
	}
}

func picturePath(name string) string { return filepath.Join(pictures, "newcomer", name+".png") }
