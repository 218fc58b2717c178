package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/dragoman-news/dragoman/internal/text"
)

// head is what a page says of itself outside its text.
type head struct {
	meta      map[string][]string // by name, property or itemprop, lower case, in page order
	canonical string
	title     string // the title element
	headings  []headline
	lang      string // html lang
	articles  []linked
	article   *linked // the one that is this page, nil if none is
}

// headline is a heading of the page with its level, 1 to 3.
type headline struct {
	text  string
	level int
}

// maxValues and maxHeadings bound how many values of one meta name and how many
// headings are kept.
const (
	maxValues   = 20
	maxHeadings = 100

	longestValue = 4000 // bytes of one value
)

// readHead gathers the metadata of the page.
func (t *tree) readHead(pageURL string) *head {
	h := &head{meta: map[string][]string{}}
	var scripts []string
	for i := range t.nodes {
		n := &t.nodes[i]
		switch n.tag() {
		case atom.Html:
			h.lang = firstOf(h.lang, attr(n.src, "lang"), attr(n.src, "xml:lang"))
		case atom.Meta:
			h.addMeta(n.src)
		case atom.Link:
			if h.canonical == "" && strings.EqualFold(attr(n.src, "rel"), "canonical") {
				h.canonical = attr(n.src, "href")
			}
		case atom.Title:
			if h.title == "" && !t.within(i, atom.Svg) {
				h.title = plain(text.Clip(innerText(n.src), longestValue))
			}
		case atom.H1, atom.H2, atom.H3:
			if s := t.brief(i); s != "" && len(s) < 500 && len(h.headings) < maxHeadings {
				h.headings = append(h.headings, headline{text: plain(s), level: int(n.src.Data[1] - '0')})
			}
		case atom.Script:
			if strings.Contains(strings.ToLower(attr(n.src, "type")), "ld+json") && len(scripts) < 50 {
				scripts = append(scripts, innerText(n.src))
			}
		}
	}
	h.articles = readLinked(scripts)
	h.article = h.choose(pageURL)
	return h
}

// addMeta keeps the value of a meta element under each of its names.
func (h *head) addMeta(n *html.Node) {
	value := attr(n, "content")
	if value == "" {
		value = attr(n, "datetime")
	}
	if value == "" {
		return
	}
	for _, key := range []string{"name", "property", "itemprop", "http-equiv"} {
		name := strings.ToLower(attr(n, key))
		if name != "" && len(h.meta[name]) < maxValues {
			h.meta[name] = append(h.meta[name], text.Clip(value, longestValue))
		}
	}
}

// first is the first value of the first of the names that has one, as plain text.
func (h *head) first(names ...string) string {
	for _, name := range names {
		for _, v := range h.meta[name] {
			if s := plain(v); s != "" {
				return s
			}
		}
	}
	return ""
}

// choose picks the JSON-LD article that is this page: its address or headline
// is the page's, or it is the only one and does not say that it is another.
func (h *head) choose(pageURL string) *linked {
	best, high := -1, 0
	own := []string{path(pageURL), path(h.canonical), path(h.first("og:url"))}
	title := fold(firstOf(h.first("og:title"), h.title))
	for i := range h.articles {
		a := &h.articles[i]
		points := 1
		for _, t := range a.types {
			if strings.HasSuffix(t, "NewsArticle") {
				points++
			}
		}
		if p := path(a.url); p != "" {
			for _, o := range own {
				if o == p {
					points += 4
					break
				}
			}
		}
		if f := fold(a.headline); f != "" && title != "" && (strings.Contains(title, f) || strings.Contains(f, title)) {
			points += 3
		}
		if a.published != "" {
			points++
		}
		if points > high {
			best, high = i, points
		}
	}
	if best < 0 || high <= 3 && len(h.articles) > 2 {
		return nil
	}
	return &h.articles[best]
}

// innerText is the raw text directly in an element.
func innerText(n *html.Node) string {
	var sb strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			sb.WriteString(c.Data)
		}
	}
	return sb.String()
}

// firstOf is the first of the strings that is not empty.
func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
