package extract

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

//go:embed rules/byline.txt
var bylineFile string

// bylines is byline.txt by section; values are in comparison form.
var bylines = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	section := ""
	for line := range strings.Lines(bylineFile) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
		default:
			m[section] = append(m[section], fold(line))
		}
	}
	// Longest first, so that "written by" is taken off before "by" is looked for.
	for _, list := range m {
		slices.SortStableFunc(list, func(a, b string) int { return len(b) - len(a) })
	}
	return m
})

// maxAuthors bounds the list: more names than that are a masthead.
const maxAuthors = 12

// pageAuthors are the people who wrote the report. The most explicit place that
// names somebody decides: JSON-LD, metadata, then the byline in the page.
func (t *tree) pageAuthors(h *head, site string) []string {
	var places [][]string
	if h.article != nil {
		places = append(places, h.article.authors)
	}
	places = append(places,
		h.meta["citation_author"], h.meta["article:author"], h.meta["author"], h.meta["byl"], h.meta["authors"],
		h.meta["dc.creator"], h.meta["dc.creator.aut"], h.meta["dcterms.creator"], h.meta["parsely-author"], h.meta["sailthru.author"],
		h.meta["cxenseparse:author"], h.meta["mediator_author"], h.meta["og:article:author"], t.bylineTexts(h))
	for _, given := range places {
		if names := CleanAuthors(given, site); len(names) > 0 {
			return names
		}
	}
	return nil
}

// bylineTexts are the short texts in the page that are marked as naming the
// author, those nearest to the headline.
func (t *tree) bylineTexts(h *head) []string {
	headline := t.headline(h)
	for pass := range 4 {
		var found []string
		best := 1 << 30
		for i := 0; i < len(t.nodes); i++ {
			n := &t.nodes[i]
			if unreadable(n.tag()) {
				i = n.end - 1
				continue
			}
			if n.isText() || n.end-i > 80 || !t.namesAuthor(i, pass) || t.elsewhere(i, headline) {
				continue
			}
			s := t.brief(i)
			if s == "" || utf8.RuneCountInString(s) > 160 || pass == 3 && !startsBy(s) {
				continue
			}
			switch far := distance(i, headline); {
			case far < best/2: // a place that is much nearer
				found, best = []string{s}, far
			case far < best+30 && len(found) < 4:
				found = append(found, s)
			}
			i = n.end - 1
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// startsBy reports whether s begins with a word like "by", or has one in its
// middle, as "12 May 2020 by Jane Doe" has.
func startsBy(s string) bool { return takeOffBy(s) != strings.TrimSpace(s) }

// namesAuthor reports whether element i is marked as the author's name, the surest
// marks in pass 0.
func (t *tree) namesAuthor(i, pass int) bool {
	n := &t.nodes[i]
	switch n.tag() {
	case atom.A, atom.Span, atom.Div, atom.P, atom.Address, atom.Li, atom.B, atom.Strong, atom.Em, atom.H3, atom.H4, atom.Cite, atom.Td, atom.Section:
	default:
		return false
	}
	switch pass {
	case 0:
		return strings.EqualFold(attr(n.src, "rel"), "author") || attr(n.src, "itemprop") == "author" || n.class == "author" || n.class == "fn" ||
			strings.HasPrefix(n.class, "author vcard") || n.id == "author"
	case 1:
		return containsAny(n.class, bylines()["mark"])
	case 2:
		return strings.Contains(n.class, "author") || strings.Contains(n.id, "author") ||
			n.tag() == atom.A && containsAny(attr(n.src, "href"), bylines()["link"])
	default:
		return strings.Contains(n.class, "meta") || strings.Contains(n.class, "info") || n.tag() == atom.P || n.tag() == atom.Span
	}
}

// CleanAuthors makes names of bylines: it splits "By A and B", takes off what is
// no name (roles, e-mail and web addresses, handles, dates), leaves out
// agencies, editorial offices and the outlet itself, and writes names given in
// capitals as names are written.
func CleanAuthors(given []string, site string) []string {
	var names []string
	seen := map[string]bool{}
	for _, g := range given {
		if isAddress(g) {
			continue
		}
		for i, part := range splitNames(plain(g)) {
			name := cleanName(part)
			key := compact(name)
			if i > 0 && startsLower(part) {
				continue // "Jane Doe, diplomatic correspondent"
			}
			if name == "" || seen[key] || isNobody(name, site) || len(names) >= maxAuthors {
				continue
			}
			seen[key] = true
			names = append(names, name)
		}
	}
	return names
}

// isAddress reports whether s is a web or e-mail address and nothing else.
func isAddress(s string) bool {
	s = strings.TrimSpace(s)
	return !strings.ContainsAny(s, " \t\n") && (strings.Contains(s, "://") || strings.HasPrefix(s, "www.") || strings.HasPrefix(s, "/") || strings.HasPrefix(s, "@"))
}

// splitNames divides a byline at the marks and words between names.
func splitNames(s string) []string {
	s = takeOffBy(s)
	s = strings.NewReplacer("|", ";", "/", ";", "•", ";", "·", ";", "\u2022", ";", " - ", ";", " – ", ";", " — ", ";", "，", ",", "、", ";", "；", ";", "،", ",").Replace(s)
	var parts []string
	for _, p := range strings.Split(s, ";") {
		parts = append(parts, splitCommas(p)...)
	}
	var names []string
	for _, p := range parts {
		words := strings.Fields(p)
		start := 0
		for i, w := range words {
			if i > 0 && i+1 < len(words) && slices.Contains(bylines()["and"], fold(w)) && (len(w) > 1 || w == "&" || i >= 2) {
				names = append(names, strings.Join(words[start:i], " "))
				start = i + 1
			}
		}
		names = append(names, strings.Join(words[start:], " "))
	}
	return names
}

// splitCommas divides at commas; "Family, Given" stays one name.
func splitCommas(s string) []string {
	parts := strings.Split(s, ",")
	if len(parts) == 2 && len(strings.Fields(parts[0])) == 1 && len(strings.Fields(parts[1])) == 1 && !isRole(parts[1]) {
		return []string{strings.TrimSpace(parts[1]) + " " + strings.TrimSpace(parts[0])}
	}
	return parts
}

// takeOffBy takes words like "By" off the beginning.
func takeOffBy(s string) string {
	for again := true; again; {
		again = false
		s = strings.TrimLeft(s, " :–—-|\u00a0")
		words := strings.Fields(s)
		for n := min(6, len(words)-1); n > 0; n-- {
			if slices.Contains(bylines()["by"], strings.TrimRight(fold(strings.Join(words[:n], " ")), ":")) {
				s, again = strings.Join(words[n:], " "), true
				break
			}
		}
	}
	return s
}

// cleanName takes off what is no name, and is "" when no name is left.
func cleanName(s string) string {
	if at := strings.IndexAny(s, "([{<"); at >= 0 {
		s = s[:at]
	}
	s = takeOffBy(s)
	words := strings.Fields(s)
	for i, w := range words {
		if i > 0 && (strings.ContainsAny(w, "@0123456789") || strings.Contains(w, "://") || strings.HasPrefix(w, "www.")) {
			words = words[:i]
			break
		}
	}
	for len(words) > 1 && (isRole(words[len(words)-1]) || slices.Contains(bylines()["after"], strings.Trim(fold(words[len(words)-1]), " .:"))) {
		words = words[:len(words)-1]
	}
	for len(words) > 1 && isRole(words[0]) {
		words = words[1:]
	}
	s = strings.Trim(strings.Join(words, " "), " .,:;!?\"'“”„«»–—-_*#\u200e\u200f")
	if strings.Contains(s, "://") || strings.HasPrefix(s, "@") || strings.Contains(s, "@") || len(words) > 6 || s != "" && s[0] >= '0' && s[0] <= '9' || utf8.RuneCountInString(s) > 60 || !hasLetter(s) {
		return ""
	}
	return properCase(s)
}

// containsAny reports whether s contains one of the parts.
func containsAny(s string, parts []string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(s, p) })
}

// startsLower reports whether s begins with a small letter.
func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(s))
	return unicode.IsLower(r)
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

func isRole(s string) bool {
	f := strings.Trim(fold(s), " .:")
	return slices.Contains(bylines()["role"], f[strings.LastIndexByte(f, '-')+1:])
}

// isNobody reports whether a name is an agency, an office or the outlet.
func isNobody(name, site string) bool {
	f := strings.Trim(fold(name), " .:")
	return slices.Contains(bylines()["nobody"], f) || isRole(f) || site != "" && compact(name) == compact(site)
}

// properCase writes a name given all in capitals, of two words or more, with
// capital initials. Short words stay: they may be initials.
func properCase(s string) string {
	if strings.ToUpper(s) != s || strings.ToLower(s) == s || strings.IndexByte(s, ' ') < 0 {
		return s
	}
	var sb strings.Builder
	start := true
	for _, w := range strings.SplitAfter(s, " ") {
		if utf8.RuneCountInString(strings.TrimSpace(w)) <= 2 {
			sb.WriteString(w)
			continue
		}
		for _, r := range w {
			if start {
				sb.WriteRune(unicode.ToUpper(r))
			} else {
				sb.WriteRune(unicode.ToLower(r))
			}
			start = !unicode.IsLetter(r) && !unicode.IsMark(r)
		}
		start = true
	}
	return sb.String()
}
