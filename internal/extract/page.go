package extract

import (
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxDepth is how deep elements may nest. x/net/html gives up at 512; real pages
// stay below 100, and deeper nesting carries no meaning.
const maxDepth = 250

// parse reads a page. Tags that nest deeper than maxDepth are left out and
// their text is kept, so that depth costs neither stack nor time.
func parse(page string) (root *html.Node, err error) {
	// x/net/html has paniced on crafted input before; a page must not end the run.
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("x/net/html gave up: %v", r)
		}
	}()
	if tooDeep(page) {
		page = flatten(page, maxDepth)
	}
	if root, err = html.Parse(strings.NewReader(page)); err != nil {
		// Open cells and items count as well: half as deep is safe.
		root, err = html.Parse(strings.NewReader(flatten(page, maxDepth/2)))
	}
	return root, err
}

// tooDeep reports whether more tags are opened than closed, at some point, by
// more than maxDepth. It only counts angle brackets, so it may be wrong in the
// direction of caution.
func tooDeep(page string) bool {
	depth := 0
	for i := 0; i+1 < len(page); i++ {
		if page[i] != '<' {
			next := strings.IndexByte(page[i:], '<')
			if next < 0 {
				return false
			}
			i += next
			if i+1 >= len(page) {
				return false
			}
		}
		switch c := page[i+1]; {
		case c == '/':
			depth = max(0, depth-1)
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			if name := tagName(page[i+1:]); !voidTag(name) {
				depth++
			}
		}
		if depth > maxDepth {
			return true
		}
	}
	return false
}

// tagName is the name at the start of s, as far as it is needed to tell void tags.
func tagName(s string) string {
	end := 0
	for end < len(s) && end < 10 && s[end]|0x20 >= 'a' && s[end]|0x20 <= 'z' {
		end++
	}
	return strings.ToLower(s[:end])
}

// voidTag reports whether an element has no end tag, or commonly leaves it out.
func voidTag(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr":
		return true
	}
	return optionalEnd(name)
}

// optionalEnd reports whether pages commonly leave out an element's end tag.
func optionalEnd(name string) bool {
	switch name {
	case "p", "li", "option", "td", "tr", "th", "dd", "dt":
		return true
	}
	return false
}

// flatten writes the page again without the tags that nest deeper than limit.
func flatten(page string, limit int) string {
	var sb strings.Builder
	sb.Grow(len(page))
	z := html.NewTokenizer(strings.NewReader(page))
	depth := 0
	for {
		tt := z.Next()
		if tt == html.ErrorToken {
			return sb.String()
		}
		raw := z.Raw()
		switch tt {
		case html.StartTagToken:
			name, _ := z.TagName()
			if voidTag(string(name)) && (limit == maxDepth || !optionalEnd(string(name))) {
				break
			}
			depth++
			if depth > limit && !unreadable(atom.Lookup(name)) {
				sb.WriteByte(' ')
				continue
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			if voidTag(string(name)) && (limit == maxDepth || !optionalEnd(string(name))) {
				break
			}
			if depth > limit && !unreadable(atom.Lookup(name)) {
				depth--
				continue
			}
			depth = max(0, depth-1)
		}
		sb.Write(raw)
	}
}
