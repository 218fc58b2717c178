package input

import (
	"bytes"
	"html"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// loose is what can be had from an item that no XML parser takes.
type loose struct {
	title, link, guid, published, updated, author, content, teaser string
}

// looseFields reads the fields of an item by their tags alone: the first
// element of each name, up to its own end tag, whatever lies between.
func looseFields(b []byte) loose {
	var l loose
	slots := map[string]*string{
		"title": &l.title, "link": &l.link, "guid": &l.guid, "id": &l.guid,
		"pubdate": &l.published, "published": &l.published, "dc:date": &l.published, "updated": &l.updated,
		"author": &l.author, "dc:creator": &l.author,
		"content:encoded": &l.content, "content": &l.content, "description": &l.teaser, "summary": &l.teaser,
	}
	at := 0
	for {
		lt := bytes.IndexByte(b[at:], '<')
		if lt < 0 {
			return l
		}
		tag, ok := tagAt(b, at+lt)
		if !ok {
			at += lt + 1
			continue
		}
		at = tag.end
		name := strings.ToLower(tag.local)
		if tag.prefix == "dc" || tag.prefix == "content" {
			name = tag.prefix + ":" + name
		} else if tag.prefix != "" && tag.prefix != "atom" && tag.prefix != "rss" {
			continue
		}
		slot := slots[name]
		if slot == nil || tag.closing || *slot != "" {
			continue
		}
		if href := attributes(b[tag.start:tag.end])["href"]; name == "link" && href != "" {
			*slot = href
			continue
		}
		if tag.self {
			continue
		}
		end := bytes.Index(b[tag.end:], []byte("</"+string(tagName(b[tag.start+1:]))+">"))
		if end < 0 {
			slots[name] = nil // it is not closed further on either
			continue
		}
		*slot = looseText(trimmed(b[tag.end : tag.end+end]))
		at = tag.end + end
	}
}

// looseText decodes the text of an element: CDATA as it is, the rest by its entities.
func looseText(s string) string {
	if rest, ok := strings.CutPrefix(s, "<![CDATA["); ok {
		return strings.TrimSpace(strings.ReplaceAll(strings.TrimSuffix(rest, "]]>"), "]]>", ""))
	}
	return html.UnescapeString(s)
}

// item is the feed item that the fields make.
func (l loose) item() Item {
	if l.link == "" && isHTTP(l.guid) {
		l.link = l.guid
	}
	x := &news.Raw{
		URL: l.link, Title: plain(l.title), Authors: people(l.author),
		Published: firstOf(l.published, l.updated),
	}
	return feedItem(x, l.guid, l.updated, l.content, l.teaser, "")
}

// attributes reads the attributes of one tag, names in lower case. It takes
// unquoted values and doubled names (the first counts), as HTML does.
func attributes(tag []byte) map[string]string {
	out := map[string]string{}
	b := bytes.TrimLeft(tag, "</")
	b = bytes.TrimRight(b[len(tagName(b)):], "/>")
	for {
		b = bytes.TrimLeft(b, " \t\r\n")
		name := b
		if i := bytes.IndexAny(b, " \t\r\n="); i >= 0 {
			name = b[:i]
		}
		if len(name) == 0 && len(b) == 0 {
			return out
		}
		b = bytes.TrimLeft(b[len(name):], " \t\r\n")
		value := ""
		if len(b) > 0 && b[0] == '=' {
			value, b = attributeValue(bytes.TrimLeft(b[1:], " \t\r\n"))
		}
		key := strings.ToLower(string(name))
		if _, ok := out[key]; !ok && key != "" {
			out[key] = html.UnescapeString(value)
		}
	}
}

// attributeValue reads one value, quoted or not, and returns what follows it.
func attributeValue(b []byte) (string, []byte) {
	if len(b) > 0 && (b[0] == '"' || b[0] == '\'') {
		value, rest, ok := bytes.Cut(b[1:], b[:1])
		if !ok {
			return string(b[1:]), nil
		}
		return string(value), rest
	}
	if i := bytes.IndexAny(b, " \t\r\n"); i >= 0 {
		return string(b[:i]), b[i:]
	}
	return string(b), nil
}
