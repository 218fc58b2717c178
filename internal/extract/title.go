package extract

import (
	"strings"
	"unicode"

	"github.com/dragoman-news/dragoman/internal/text"
)

// titleSeparators stand between a headline and the name of the site, the surer
// ones first. A colon and a bare hyphen within words are no separators.
var titleSeparators = []string{" | ", " :: ", " » ", " « ", " • ", " · ", " — ", " – ", " - ", " ‹ ", " › ", " ~ ", " * ", "｜", "_"}

// pageTitle is the headline. A heading that stands in the page and that the title or
// the metadata repeat is the headline for certain; otherwise the metadata decide.
func pageTitle(h *head, site, domain string) string {
	var given []string
	if h.article != nil {
		given = append(given, h.article.headline)
	}
	given = append(given, h.first("og:title"), h.first("twitter:title"), h.first("headline", "parsely-title",
		"sailthru.title", "dc.title", "dcterms.title", "citation_title", "title", "mediator_title"))
	for i, g := range given {
		given[i] = stripSite(g, site, domain)
	}
	title := stripSite(h.title, site, domain)
	if s := h.sharedHeading(append(given, title), site, domain); s != "" {
		return s
	}
	for _, g := range given {
		if g != "" && !isSite(g, site, domain) {
			return g
		}
	}
	var others []string
	for _, s := range h.headings {
		if s.level == 1 && !isSite(s.text, site, domain) {
			others = append(others, s.text)
		}
	}
	if len(others) == 1 {
		return others[0]
	}
	if headline, _ := splitTitle(title); headline != "" {
		return headline
	}
	return firstOf(title, h.title)
}

// sharedHeading is the heading that one of the given titles is, or contains as
// most of itself: h1 before h2 before h3, the longest first.
func (h *head) sharedHeading(given []string, site, domain string) string {
	best, points := "", 0
	for _, s := range h.headings {
		f := compact(s.text)
		if len(f) < 4 || isSite(s.text, site, domain) {
			continue
		}
		for _, g := range given {
			c := compact(g)
			p := 0
			switch {
			case c == f:
				p = 1000
			case strings.Contains(c, f) && len(f)*5 >= len(c)*2:
				p = 500
			default:
				continue
			}
			if p += min(len(f), 300) - 100*s.level; p > points {
				best, points = s.text, p
			}
		}
	}
	return best
}

// stripSite takes the site's name off the end or the beginning of a title.
func stripSite(title, site, domain string) string {
	for range 3 {
		cutOff := false
		for _, sep := range titleSeparators {
			if at := strings.LastIndex(title, sep); at > 0 && isSite(title[at+len(sep):], site, domain) {
				title, cutOff = strings.TrimSpace(title[:at]), true
				break
			}
			if at := strings.Index(title, sep); at > 0 && isSite(title[:at], site, domain) {
				title, cutOff = strings.TrimSpace(title[at+len(sep):]), true
				break
			}
		}
		if !cutOff {
			break
		}
	}
	return title
}

// isSite reports whether a part of a title names the site.
func isSite(part, site, domain string) bool {
	label, _, _ := strings.Cut(domain, ".")
	p := compact(part)
	if p == "" {
		return true
	}
	if s := compact(site); s != "" && (p == s || len(s) > 3 && len(p) < 3*len(s) && strings.Contains(p, s) || len(p) > 3 && strings.Contains(s, p)) {
		return true
	}
	l := compact(label)
	return p == compact(domain) || len(l) > 3 && len(p) < 3*len(l) && strings.Contains(p, l) || len(p) > 3 && strings.HasPrefix(l, p)
}

// splitTitle divides a title at the separator that is surest, the longer part
// being the headline.
func splitTitle(title string) (headline, rest string) {
	for _, sep := range titleSeparators {
		at := strings.LastIndex(title, sep)
		if at <= 0 {
			continue
		}
		a, b := strings.TrimSpace(title[:at]), strings.TrimSpace(title[at+len(sep):])
		if len(a) < len(b) {
			a, b = b, a
		}
		return a, b
	}
	return title, ""
}

// fold is s in comparison form.
func fold(s string) string { return text.Fold(collapse(s)) }

// compact is the letters and digits of s in comparison form.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text.Fold(s))
}
