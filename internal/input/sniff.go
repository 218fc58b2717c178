package input

import (
	"bytes"
	"encoding/json"
	"mime"
	"path"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Kind is what an input is.
type Kind string

// The kinds. KindJSON is one document (JSON Feed, ninjs, schema.org, a list); KindJSONL
// one object a line. KindXML is XML of a vocabulary that Dragoman does not know.
const (
	KindEmpty   Kind = "empty"
	KindText    Kind = "text"
	KindHTML    Kind = "html"
	KindJSONL   Kind = "jsonl"
	KindJSON    Kind = "json"
	KindFeed    Kind = "feed" // RSS, RDF and Atom
	KindSitemap Kind = "sitemap"
	KindOPML    Kind = "opml"
	KindNewsML  Kind = "newsml"
	KindXML     Kind = "xml"
	KindWARC    Kind = "warc"
	KindGzip    Kind = "gzip"
	KindBinary  Kind = "binary"
)

// MediaType is "text/html" or "text/plain" for the kinds that are one report,
// "" for the others.
func (k Kind) MediaType() string {
	switch k {
	case KindHTML:
		return "text/html"
	case KindText:
		return "text/plain"
	}
	return ""
}

// sniffLen is how many bytes SniffKind wants to see; it looks at no more.
const sniffLen = 4096

// SniffKind says what something is by its first bytes (4 KiB suffice), and
// where those leave it open by its declared content type and the extension of
// its name, either of which may be "".
func SniffKind(head []byte, name, contentType string) Kind {
	head = head[:min(len(head), sniffLen)]
	ext, ctype := extension(name), mediaType(contentType)
	switch {
	case bytes.HasPrefix(head, []byte("\x1f\x8b\x08")):
		return KindGzip
	case isWARCLine(head):
		return KindWARC
	}
	text, ok := prefixText(head)
	if !ok {
		return KindBinary
	}
	text = bytes.TrimLeft(text, " \t\r\n\v\f\x00")
	switch {
	case len(text) == 0 && len(head) < sniffLen:
		return KindEmpty
	case len(text) == 0:
		return KindText
	case text[0] == '<':
		return sniffMarkup(text, ext, ctype)
	case text[0] == '{' || text[0] == '[':
		return sniffJSON(text, ext, ctype)
	}
	if byName := kindByName(ext, ctype); byName == KindHTML || byName == KindJSONL {
		return byName
	}
	return KindText
}

// isWARCLine reports whether b begins with the first line of a WARC record.
func isWARCLine(b []byte) bool {
	return len(b) >= 7 && string(b[:5]) == "WARC/" && (b[5] == '0' || b[5] == '1') && b[6] == '.'
}

// extension is the last part of a name, in lower case, without .gz and without
// the query of an address.
func extension(name string) string {
	if isURL(name) {
		name, _, _ = strings.Cut(name, "?")
		name, _, _ = strings.Cut(name, "#")
	}
	return strings.ToLower(path.Ext(trimGz(name)))
}

// mediaType is a Content-Type without its parameters.
func mediaType(contentType string) string {
	t, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		t, _, _ = strings.Cut(contentType, ";")
		t = strings.ToLower(strings.TrimSpace(t))
	}
	return t
}

// prefixText returns head as UTF-8 if it is text of any encoding, and false if
// it is binary: a known magic number, or bytes that no text has.
func prefixText(head []byte) ([]byte, bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		return head[3:], true
	case magicName(head) != "":
		return nil, false
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return fromUTF16(head[2:], false), true
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return fromUTF16(head[2:], true), true
	}
	nul, control := 0, 0
	for _, c := range head {
		switch {
		case c == 0:
			nul++
		case c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1b:
			control++
		}
	}
	switch {
	case nul == 0 && control*20 <= len(head):
		return head, true
	case looksUTF16(head, 1):
		return fromUTF16(head, false), true
	case looksUTF16(head, 0):
		return fromUTF16(head, true), true
	}
	// A stray NUL or two happens in text that a database wrote.
	return head, nul*200 <= len(head) && control*20 <= len(head)
}

// looksUTF16 reports whether nearly every second byte, from the odd'th on, is
// zero and the others are not, as in UTF-16 of a Latin text without a mark.
func looksUTF16(b []byte, odd int) bool {
	zero, other := 0, 0
	for i := range b {
		if b[i] == 0 {
			if i%2 == odd {
				zero++
			} else {
				other++
			}
		}
	}
	return len(b) >= 8 && zero*5 >= len(b)*2 && other*50 <= len(b)
}

// fromUTF16 decodes as much of b as there is.
func fromUTF16(b []byte, big bool) []byte {
	units := make([]uint16, len(b)/2)
	for i := range units {
		lo, hi := b[2*i], b[2*i+1]
		if big {
			lo, hi = hi, lo
		}
		units[i] = uint16(lo) | uint16(hi)<<8
	}
	out := make([]byte, 0, len(b))
	for _, c := range utf16.Decode(units) {
		out = utf8.AppendRune(out, c)
	}
	return out
}

// sniffMarkup tells HTML from the kinds of XML by the root element.
func sniffMarkup(text []byte, ext, ctype string) Kind {
	root, xmlDecl := rootName(text)
	if k, ok := rootKinds[strings.ToLower(root)]; ok {
		return k
	}
	switch byName := kindByName(ext, ctype); {
	case byName == KindHTML:
		return KindHTML
	case xmlDecl:
		return KindXML
	case htmlElements[strings.ToLower(root)]:
		return KindHTML
	case byName == KindXML:
		return KindXML
	case byName != "":
		return byName
	case root == "":
		return KindText
	}
	return KindXML
}

// rootKinds says what a document is by its root element, whatever its prefix.
var rootKinds = map[string]Kind{
	"html": KindHTML,
	"rss":  KindFeed, "rdf": KindFeed, "feed": KindFeed,
	"urlset": KindSitemap, "sitemapindex": KindSitemap,
	"opml":        KindOPML,
	"newsmessage": KindNewsML, "newsitem": KindNewsML, "packageitem": KindNewsML,
}

// htmlElements are the elements that a page or a piece of one begins with when
// it has no <html>.
var htmlElements = map[string]bool{
	"head": true, "body": true, "title": true, "meta": true, "link": true, "base": true, "script": true, "style": true, "noscript": true,
	"div": true, "p": true, "span": true, "article": true, "section": true, "main": true, "header": true, "nav": true, "table": true,
	"h1": true, "h2": true, "h3": true, "ul": true, "ol": true, "a": true, "b": true, "i": true, "em": true, "strong": true,
	"font": true, "center": true, "br": true, "img": true, "form": true, "iframe": true, "blockquote": true, "figure": true,
}

// rootName finds the root element past declarations and comments, without its
// prefix. A page whose doctype says html is html, whatever comes first.
func rootName(text []byte) (name string, xmlDecl bool) {
	for {
		text = bytes.TrimLeft(text, " \t\r\n")
		switch {
		case bytes.HasPrefix(text, []byte("<?")):
			xmlDecl = xmlDecl || bytes.HasPrefix(text, []byte("<?xml"))
			text = after(text, "?>")
		case bytes.HasPrefix(text, []byte("<!--")):
			text = after(text, "-->")
		case hasPrefixFold(text, "<!doctype"):
			if fields := bytes.Fields(text[9:min(len(text), 64)]); len(fields) > 0 && hasPrefixFold(fields[0], "html") {
				return "html", xmlDecl
			}
			end := doctypeEnd(text)
			text = text[end:]
		case bytes.HasPrefix(text, []byte("<!")):
			text = after(text, ">")
		case len(text) > 1 && text[0] == '<':
			return string(localName(tagName(text[1:]))), xmlDecl
		default:
			return "", xmlDecl
		}
	}
}

// after returns what follows the first mark, nothing if there is none.
func after(b []byte, mark string) []byte {
	_, rest, _ := bytes.Cut(b, []byte(mark))
	return rest
}

func hasPrefixFold(b []byte, prefix string) bool {
	return len(b) >= len(prefix) && strings.EqualFold(string(b[:len(prefix)]), prefix)
}

// doctypeEnd is the offset after a doctype with its internal subset.
func doctypeEnd(b []byte) int {
	end := bytes.IndexByte(b, '>')
	if open := bytes.IndexByte(b, '['); open >= 0 && open < end {
		if closing := bytes.Index(b[open:], []byte("]")); closing >= 0 {
			if gt := bytes.IndexByte(b[open+closing:], '>'); gt >= 0 {
				return open + closing + gt + 1
			}
		}
		return len(b)
	}
	if end < 0 {
		return len(b)
	}
	return end + 1
}

// tagName is the name at the beginning of b.
func tagName(b []byte) []byte {
	for i, c := range b {
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || c == ':' || c == '-' || c == '_' || c == '.' {
			continue
		}
		return b[:i]
	}
	return b
}

// localName takes the prefix off a name.
func localName(name []byte) []byte { return name[bytes.LastIndexByte(name, ':')+1:] }

// sniffJSON tells one document from one object a line: in the latter, the
// first line is whole.
func sniffJSON(text []byte, ext, ctype string) Kind {
	byName := kindByName(ext, ctype)
	line, rest, more := bytes.Cut(text, []byte("\n"))
	switch {
	case byName == KindJSONL:
		return KindJSONL
	case text[0] == '[' && (byName == KindJSON || json.Valid(line)):
		return KindJSON
	case !more && byName == KindJSON:
		return KindJSON
	case !more && len(text) >= sniffLen-64 && text[0] == '{':
		return KindJSONL // a long line; both readers know every kind of object
	case text[0] == '{' && json.Valid(line) && (byName != KindJSON || len(bytes.TrimSpace(rest)) > 0):
		return KindJSONL
	case byName == KindJSON || looksJSON(text):
		return KindJSON
	}
	return KindText
}

// looksJSON reports whether text goes on as an object or a list does, so that a
// sentence in brackets is no JSON.
func looksJSON(text []byte) bool {
	rest := bytes.TrimLeft(text[1:], " \t\r\n")
	if len(rest) == 0 {
		return false
	}
	if text[0] == '{' {
		return rest[0] == '"' || rest[0] == '}'
	}
	return rest[0] == '{'
}

// kindByName is what an extension and, before it, a content type promise; "" if
// neither says anything.
func kindByName(ext, ctype string) Kind {
	switch ctype {
	case "text/html", "application/xhtml+xml":
		return KindHTML
	case "application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/jsonlines":
		return KindJSONL
	case "application/json", "application/feed+json", "application/ld+json", "text/json":
		return KindJSON
	case "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml":
		return KindXML
	}
	switch ext {
	case ".html", ".htm", ".xhtml", ".xht", ".shtml", ".php", ".asp", ".aspx", ".jsp":
		return KindHTML
	case ".jsonl", ".ndjson":
		return KindJSONL
	case ".json":
		return KindJSON
	case ".xml", ".rss", ".atom", ".rdf", ".opml":
		return KindXML
	case ".txt", ".text":
		return KindText
	}
	return ""
}

// isFeedName reports whether a name or content type promises a feed, so that a
// page found there is a mistake: an error page, or the wrong address.
func isFeedName(name, contentType string) bool {
	switch mediaType(contentType) {
	case "application/rss+xml", "application/atom+xml", "application/rdf+xml":
		return true
	case "":
	default:
		return false
	}
	switch extension(name) {
	case ".rss", ".atom", ".rdf", ".xml":
		return true
	}
	return false
}
