//go:build browser

package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// focus is where the keyboard is.
type focus struct {
	Tag, Type, Text, Href string
	Ring, Seen            bool
	At                    int
}

const where = `(() => {
	const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
	return {Tag: e.tagName, Type: e.type || '', Text: (e.innerText || e.value || '').slice(0, 40), Href: e.getAttribute('href') || '',
		Ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none',
		Seen: b.width > 0 && b.height > 0 && b.bottom > 0 && b.top < innerHeight,
		At: [...document.querySelectorAll('*')].indexOf(e)};
})()`

// TestKeyboardAlone goes through the first things of every page by Tab: the first leads past the frame, each can be seen and shows
// that it has the keyboard, and none holds it.
func TestKeyboardAlone(t *testing.T) {
	site := serve(t, madeStore(t, 30))
	for _, page := range sorts(t, site) {
		t.Run(page, func(t *testing.T) {
			ctx, cancel := tab(t)
			defer cancel()
			var reachable int
			err := chromedp.Run(ctx, chromedp.Navigate(site+page), chromedp.Evaluate(
				`[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')].filter(e => e.checkVisibility() && !e.disabled).length`, &reachable))
			if err != nil {
				t.Fatal(err)
			}
			been := map[int]bool{}
			for i := range min(reachable, 25) {
				var f focus
				if err := chromedp.Run(ctx, chromedp.KeyEvent(kb.Tab), chromedp.Evaluate(where, &f)); err != nil {
					t.Fatal(err)
				}
				if i == 0 && (f.Tag != "A" || len(f.Href) < 2 || f.Href[0] != '#') {
					t.Errorf("the first stop is %+v, not a link past the frame", f)
				}
				if been[f.At] && strings.HasPrefix(f.Type, "date") {
					continue // day, month, year and calendar of the browser's own field, which marks them itself
				}
				if !f.Ring || !f.Seen {
					t.Errorf("stop %d cannot be seen to have the keyboard: %+v", i, f)
				}
				if been[f.At] && f.Tag != "BODY" {
					t.Errorf("stop %d is one that was before: %+v", i, f)
				}
				been[f.At] = true
			}
		})
	}
}
