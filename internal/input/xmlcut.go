package input

import (
	"bytes"
	"slices"
	"strings"
)

// xmlTag is a start or end tag in a document, by byte offsets.
type xmlTag struct {
	start, end    int // of <...>
	prefix, local string
	closing, self bool
}

// tagScanner finds the tags of a document one after another, past comments,
// CDATA sections and declarations. Where one of those has no end, it goes on
// inside it, so that a lost "]]>" does not swallow the rest. It takes time in
// proportion to the document, whatever that holds.
type tagScanner struct {
	b  []byte
	at int
	// items are the names of elements over whose bounds no CDATA section goes: one
	// that would has lost its end.
	items []string

	ends    [3]int // where the next end of each markup is, when past at; len(b) if there is none
	crossed int    // a CDATA section that begins before, and ends at ends[1], crosses items
}

// markup marks where text is not looked at for tags.
var markup = [3]struct{ open, end string }{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}}

const cdata = 1 // index into markup

// next returns the next tag.
func (s *tagScanner) next() (tag xmlTag, ok bool) {
scan:
	for s.at < len(s.b) {
		lt := bytes.IndexByte(s.b[s.at:], '<')
		if lt < 0 {
			s.at = len(s.b)
			break
		}
		s.at += lt
		for i, m := range markup {
			if bytes.HasPrefix(s.b[s.at:], []byte(m.open)) {
				s.skip(i)
				continue scan
			}
		}
		if hasPrefixFold(s.b[s.at:min(s.at+16, len(s.b))], "<!doctype") {
			s.at += doctypeEnd(s.b[s.at:])
			continue
		}
		if tag, ok := tagAt(s.b, s.at); ok {
			s.at = tag.end
			return tag, true
		}
		s.at++
	}
	return xmlTag{}, false
}

// skip goes past a comment, CDATA section or declaration, or just into it.
func (s *tagScanner) skip(kind int) {
	m := markup[kind]
	s.at += len(m.open)
	if s.ends[kind] < s.at {
		s.ends[kind] = len(s.b)
		if end := bytes.Index(s.b[s.at:], []byte(m.end)); end >= 0 {
			s.ends[kind] = s.at + end
		}
		if kind == cdata {
			s.crossed = lastCrossing(s.b[:s.ends[kind]], s.at, s.items)
		}
	}
	if end := s.ends[kind]; end < len(s.b) && (kind != cdata || s.at > s.crossed) {
		s.at = end + len(m.end)
	}
}

// lastCrossing is the last place from which on b still holds the end of an item
// and the beginning of another; -1 if it holds no such thing after from.
func lastCrossing(b []byte, from int, items []string) int {
	last := -1
	for _, n := range items {
		begin := bytes.LastIndex(b[from:], []byte("<"+n))
		if begin < 0 {
			continue
		}
		if end := bytes.LastIndex(b[from:from+begin], []byte("</"+n+">")); end >= 0 {
			last = max(last, from+end)
		}
	}
	return last
}

// firstTag is the first tag from an offset on.
func firstTag(b []byte, from int) (xmlTag, bool) {
	s := tagScanner{b: b, at: from}
	return s.next()
}

// tagAt reads the tag that begins at an offset.
func tagAt(b []byte, start int) (xmlTag, bool) {
	at := start + 1
	tag := xmlTag{start: start}
	if at < len(b) && b[at] == '/' {
		tag.closing = true
		at++
	}
	name := tagName(b[at:])
	if len(name) == 0 {
		return tag, false
	}
	end := tagEnd(b, at+len(name))
	if end < 0 {
		return tag, false
	}
	local := localName(name)
	tag.local = string(local)
	if n := len(name) - len(local); n > 0 {
		tag.prefix = string(name[:n-1])
	}
	tag.end = end
	tag.self = b[end-2] == '/'
	return tag, true
}

// maxTag is how long a tag may be before its quotation marks are taken for
// apostrophes.
const maxTag = 64 << 10

// tagEnd is the offset after the tag's '>', which may stand in quotes; -1 if
// there is none.
func tagEnd(b []byte, from int) int {
	quote := byte(0)
	for i := from; i < min(len(b), from+maxTag); i++ {
		switch c := b[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		case c == '<':
			return -1
		}
	}
	if i := bytes.IndexByte(b[from:min(len(b), from+maxTag)], '>'); i >= 0 {
		return from + i + 1
	}
	return -1
}

// piece is one item of a document: all of it when closed, what there is when
// the next one begins, or the list ends, without its end tag.
type piece struct {
	start, end int
	closed     bool
	cut        bool // the document ends inside it
}

// cutting is a document cut into its items and what stands around them.
type cutting struct {
	root   xmlTag
	pieces []piece
	more   bool // there are more than maxPieces
}

// maxPieces is how many items of one document are looked at. Sitemaps may list
// 50,000 (sitemaps.org), feeds list hundreds.
const maxPieces = 100_000

// cutPieces finds the items of a document: the elements of these local names,
// unprefixed or with the prefix of the root. It needs no document that is well
// formed, only the tags of the items themselves, so that whatever is whole in a
// truncated or broken document is found.
func cutPieces(b []byte, names ...string) cutting {
	var c cutting
	open := -1
	var openName string
	var own []string
	closeAt := func(end int, closed, cut bool) {
		c.pieces = append(c.pieces, piece{open, end, closed, cut})
		open = -1
	}
	scan := tagScanner{b: b, items: names}
	for tag, ok := scan.next(); ok; tag, ok = scan.next() {
		if len(c.pieces) >= maxPieces {
			c.more = true
			return c
		}
		if c.root.end == 0 {
			if tag.closing {
				continue
			}
			c.root = tag
			own = ownPrefixes(b, tag)
		}
		switch item := isItem(tag, own, names); {
		case item && !tag.closing:
			if open >= 0 {
				closeAt(tag.start, false, false)
			}
			open, openName = tag.start, tag.local
			if tag.self {
				closeAt(tag.end, true, false)
			}
		case item && open >= 0 && strings.EqualFold(tag.local, openName):
			closeAt(tag.end, true, false)
		case open >= 0 && tag.closing && (tag.local == c.root.local || tag.local == "channel") && tag.prefix == c.root.prefix:
			closeAt(tag.start, false, false)
		}
	}
	if open >= 0 {
		closeAt(len(b), false, true)
	}
	return c
}

// isItem reports whether a tag bears one of the names, without a foreign prefix.
func isItem(tag xmlTag, prefixes, names []string) bool {
	fold := func(n string) bool { return strings.EqualFold(tag.local, n) }
	return slices.ContainsFunc(names, fold) && slices.Contains(prefixes, tag.prefix)
}

// ownPrefixes are the prefixes that items may have: none, the root's, those that
// people use without declaring them, and what the root declares for a
// vocabulary that has items.
func ownPrefixes(b []byte, root xmlTag) []string {
	own := []string{"", root.prefix, "rss", "atom"}
	for name, space := range attributes(b[root.start:root.end]) {
		prefix, ok := strings.CutPrefix(name, "xmlns:")
		for _, known := range []string{"purl.org/rss/1.0/", "w3.org/2005/Atom", "my.netscape.com/rdf", "sitemaps.org/schemas/sitemap", "iptc.org/std/nar"} {
			if ok && (strings.HasSuffix(space, known) || strings.Contains(space, known) && !strings.Contains(space, "modules")) {
				own = append(own, prefix)
			}
		}
	}
	return own
}

// maxNesting is how deep elements may lie in an item before a reader that uses
// the stack, or time by the square of it, is spared them. Deep pages nest 50.
const maxNesting = 256

// shape says how deep elements lie in b, and whether each is closed where it
// should be.
func shape(b []byte) (deepest int, balanced bool) {
	var open []string
	balanced = true
	scan := tagScanner{b: b}
	for tag, ok := scan.next(); ok; tag, ok = scan.next() {
		switch {
		case tag.self:
		case !tag.closing:
			if open = append(open, tag.local); len(open) > maxNesting {
				return len(open), false
			}
			deepest = max(deepest, len(open))
		case len(open) > 0 && open[len(open)-1] == tag.local:
			open = open[:len(open)-1]
		default:
			balanced = false
		}
	}
	return deepest, balanced && len(open) == 0
}

// declaredEntities lists the general entities that a document's own doctype
// declares. They are never expanded: nine of them suffice to make gigabytes.
func declaredEntities(b []byte) []string {
	start := bytes.Index(b[:min(len(b), sniffLen)], []byte("<!DOCTYPE"))
	if start < 0 {
		return nil
	}
	subset := b[start : start+doctypeEnd(b[start:])]
	var names []string
	for {
		_, rest, ok := bytes.Cut(subset, []byte("<!ENTITY"))
		if !ok {
			return names
		}
		subset = rest
		if fields := bytes.Fields(rest[:min(len(rest), 256)]); len(fields) > 1 && len(fields[0]) > 0 && fields[0][0] != '%' {
			if names = append(names, string(fields[0])); len(names) == 50 {
				return names
			}
		}
	}
}

// usesEntity reports whether b refers to one of the entities.
func usesEntity(b []byte, names []string) bool {
	for _, n := range names {
		if bytes.Contains(b, []byte("&"+n+";")) {
			return true
		}
	}
	return false
}
