package web_test

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/web"
)

// pages is the handler over a store, with stories as the program finds them.
func pages(st *memstore.Store) http.Handler {
	return web.New(st, web.Options{Stories: foundStories(st), Outcomes: outcomes}, slog.New(slog.DiscardHandler))
}

// get asks for a page; header is "Name: value" pairs.
func get(t testing.TB, h http.Handler, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	for _, line := range header {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// shown asks for a page that is there, checks how it is written, and returns it.
func shown(t *testing.T, h http.Handler, path string, header ...string) string {
	t.Helper()
	w := get(t, h, path, header...)
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s = %d\n%s", path, w.Code, w.Body)
	}
	for _, fault := range faults(w.Body.String()) {
		t.Errorf("GET %s: %s", path, fault)
	}
	return w.Body.String()
}

// void lists the elements without an end.
var void = []string{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

// faults names what is wrong with how a page is written: elements that are not closed, what assistive programs need and do not find,
// and whatever could run or load a stranger's things.
func faults(page string) []string {
	c := &checker{ids: map[string]bool{}, counts: map[string]int{}, labelled: map[string]bool{}}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) {
				c.fault("cannot be read: " + z.Err().Error())
			}
			return c.end()
		case html.StartTagToken, html.SelfClosingTagToken:
			c.open(z.Token())
		case html.EndTagToken:
			c.close(z.Token().Data)
		case html.TextToken:
			if strings.TrimSpace(z.Token().Data) != "" {
				for i := range c.stack {
					c.stack[i].text = true
				}
			}
		}
	}
}

type element struct {
	name string
	text bool // it has words, or a label
}

type checker struct {
	out      []string
	stack    []element
	ids      map[string]bool
	counts   map[string]int
	labelled map[string]bool // ids that a label is for
	inputs   []string        // ids of inputs that need one
	wanted   []string        // ids that are pointed at
	level    int             // of the last heading
}

func (c *checker) fault(s string) { c.out = append(c.out, s) }

func (c *checker) open(t html.Token) {
	drawn := slices.ContainsFunc(c.stack, func(e element) bool { return e.name == "svg" })
	if !drawn || t.Data != "title" { // parts of a drawing have titles of their own
		c.counts[t.Data]++
	}
	attr := map[string]string{}
	for _, a := range t.Attr {
		attr[a.Key] = a.Val
	}
	c.attributes(t.Data, attr)
	c.content(t.Data, attr)
	if !slices.Contains(void, t.Data) && (!drawn || t.Type != html.SelfClosingTagToken) {
		c.stack = append(c.stack, element{t.Data, attr["aria-label"] != ""})
	}
}

func (c *checker) attributes(name string, attr map[string]string) {
	for key, value := range attr {
		switch {
		case strings.HasPrefix(key, "on"), key == "style", key == "srcdoc":
			c.fault("<" + name + "> has the attribute " + key)
		case key == "href" || key == "src" || key == "action":
			u, err := url.Parse(value)
			if err != nil || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
				c.fault("<" + name + "> leads to " + value)
			}
			if name != "a" && (u == nil || u.Host != "") {
				c.fault("<" + name + "> loads " + value)
			}
			if inside, ok := strings.CutPrefix(value, "#"); ok {
				c.wanted = append(c.wanted, inside)
			}
		case key == "id":
			if c.ids[value] {
				c.fault("the id " + value + " twice")
			}
			c.ids[value] = true
		case key == "lang" && value == "", key == "dir" && value != "ltr" && value != "rtl" && value != "auto":
			c.fault("<" + name + "> has " + key + "=" + value)
		case key == "aria-labelledby":
			c.wanted = append(c.wanted, strings.Fields(value)...)
		}
	}
}

func (c *checker) content(name string, attr map[string]string) {
	switch name {
	case "html":
		if attr["lang"] == "" || attr["dir"] == "" {
			c.fault("the page has no language or direction")
		}
	case "h1", "h2", "h3", "h4":
		level := int(name[1] - '0')
		if level > c.level+1 {
			c.fault("<" + name + "> follows a heading that is more than one above it")
		}
		c.level = level
	case "input", "select", "textarea":
		if attr["type"] != "hidden" && attr["aria-label"] == "" {
			c.inputs = append(c.inputs, attr["id"])
		}
	case "label":
		c.labelled[attr["for"]] = true
	case "script":
		if !strings.HasPrefix(attr["src"], "/static/") {
			c.fault("a script that is not ours")
		}
	case "iframe", "object", "embed", "base", "img":
		c.fault("<" + name + "> on a page")
	case "time":
		if attr["datetime"] == "" {
			c.fault("a time without datetime")
		}
	case "th":
		if attr["scope"] == "" {
			c.fault("a heading of a table without scope")
		}
	case "nav", "section", "aside":
		if attr["aria-label"] == "" && attr["aria-labelledby"] == "" && attr["class"] != "day" {
			c.fault("<" + name + "> without a name")
		}
	}
}

func (c *checker) close(name string) {
	n := len(c.stack)
	if n == 0 || c.stack[n-1].name != name {
		c.fault("</" + name + "> closes what is not open")
		return
	}
	if !c.stack[n-1].text && slices.Contains([]string{"a", "button", "h1", "h2", "h3", "label", "summary", "caption", "dt", "option"}, name) {
		c.fault("<" + name + "> without words")
	}
	c.stack = c.stack[:n-1]
}

func (c *checker) end() []string {
	if len(c.stack) > 0 {
		c.fault("<" + c.stack[len(c.stack)-1].name + "> is not closed")
	}
	for name, want := range map[string]int{"h1": 1, "main": 1, "title": 1, "footer": 1} {
		if c.counts[name] != want {
			c.fault("the page has not one <" + name + ">")
		}
	}
	if !c.ids["main"] {
		c.fault("the skip link leads nowhere")
	}
	for _, id := range c.inputs {
		if !c.labelled[id] {
			c.fault("no label for the input " + id)
		}
	}
	for _, id := range c.wanted {
		if !c.ids[id] {
			c.fault("nothing has the id " + id)
		}
	}
	return c.out
}

// TestTheCheckerFinds holds the checker to its task.
func TestTheCheckerFinds(t *testing.T) {
	whole := `<html lang="en" dir="ltr"><head><title>x</title></head><body><main id="main"><h1>x</h1>%</main><footer></footer></body></html>`
	if got := faults(strings.Replace(whole, "%", "", 1)); len(got) > 0 {
		t.Fatalf("faults where there are none: %q", got)
	}
	for _, bad := range []string{
		`<p>`, `</p>`, `<script>x()</script>`, `<a href="javascript:x()">x</a>`, `<img src="x">`, `<p onclick="x">x</p>`, `<p style="x">x</p>`,
		`<a href="/x"></a>`, `<input id="x">`, `<h1>y</h1>`, `<h3>y</h3>`, `<p id="main">x</p>`, `<a href="#no">x</a>`, `<time>x</time>`,
		`<p lang="">x</p>`, `<nav>x</nav>`, `<script src="https://x.example/x.js"></script>`,
	} {
		if len(faults(strings.Replace(whole, "%", bad, 1))) == 0 {
			t.Errorf("no fault in %s", bad)
		}
	}
}
