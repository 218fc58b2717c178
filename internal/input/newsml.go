package input

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// newsItem is what we read of a NewsML-G2 newsItem (iptc.org/standards/newsml-g2).
// Namespaces are not looked at: agencies send several.
type newsItem struct {
	GUID string `xml:"guid,attr"`
	Lang string `xml:"lang,attr"`
	Meta struct {
		Class    qcode      `xml:"itemClass"`
		Provider []named    `xml:"provider"`
		Version  string     `xml:"versionCreated"`
		First    string     `xml:"firstCreated"`
		Status   qcode      `xml:"pubStatus"`
		Title    []innerXML `xml:"title"`
	} `xml:"itemMeta"`
	Content struct {
		Headlines []innerXML `xml:"headline"`
		By        []innerXML `xml:"by"`
		Creators  []named    `xml:"creator"`
		Created   string     `xml:"contentCreated"`
		Language  []struct {
			Tag string `xml:"tag,attr"`
		} `xml:"language"`
		Description []innerXML `xml:"description"`
	} `xml:"contentMeta"`
	Set struct {
		XML  []innerXML `xml:"inlineXML"`
		Data []innerXML `xml:"inlineData"`
	} `xml:"contentSet"`
}

// qcode is a value from a controlled list: "stat:usable", or as an address.
type qcode struct {
	Code string `xml:"qcode,attr"`
	URI  string `xml:"uri,attr"`
}

// value is the last part of the code: "usable".
func (q qcode) value() string {
	s := q.Code
	if s == "" {
		s = q.URI
	}
	return strings.ToLower(s[strings.LastIndexAny(s, ":/#")+1:])
}

type named struct {
	Literal string     `xml:"literal,attr"`
	Names   []innerXML `xml:"name"`
}

func (n named) name() string {
	if len(n.Names) > 0 {
		return n.Names[0].text()
	}
	return n.Literal
}

type innerXML struct {
	ContentType string `xml:"contenttype,attr"`
	Role        string `xml:"role,attr"`
	XML         string `xml:",innerxml"`
}

func (i innerXML) text() string { return plain(looseText(strings.TrimSpace(i.XML))) }

// newsml yields the items of a newsMessage, or a newsItem that stands alone. b
// is decoded.
func (r *run) newsml(s *source, b []byte) bool {
	entities := declaredEntities(b)
	if len(entities) > 0 && !r.problem(s.name, entityProblem(entities)) {
		return false
	}
	pieces := cutPieces(b, "newsItem").pieces
	if len(pieces) == 0 {
		return r.problem(s.name, bad("is NewsML without a news item"))
	}
	for i, p := range pieces {
		name := s.name
		if len(pieces) > 1 {
			name = fmt.Sprintf("%s item %d", s.name, i+1)
		}
		if !r.newsItem(name, b[p.start:p.end], p, entities) {
			return false
		}
	}
	return r.going()
}

func (r *run) newsItem(name string, b []byte, p piece, entities []string) bool {
	switch {
	case p.cut:
		return r.problem(name, bad("the document ends in the middle of this item"))
	case int64(len(b)) > r.opt.MaxReport:
		return r.problem(name, tooLarge("the item", r.opt.MaxReport))
	case usesEntity(b, entities):
		return r.problem(name, bad("uses an XML entity that the document declares itself; it is not expanded"))
	}
	item, err := parseNewsItem(b)
	if err != nil {
		return r.problem(name, because("the item is not well-formed XML", err))
	}
	if class := item.Meta.Class.value(); class != "" && class != "text" && len(item.Set.XML)+len(item.Set.Data) == 0 {
		r.note(name, "is %s, not text", shorten(class, 40))
		return r.going()
	}
	x := item.raw(name)
	switch {
	case item.Meta.Status.value() == "withheld":
		return r.problem(name, bad("is withheld by its provider"))
	case len(x.Body) == 0 && !x.Withdrawn:
		return r.problem(name, bad("the item has no text"))
	}
	return r.raw(x)
}

func parseNewsItem(b []byte) (*newsItem, error) {
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	item := &newsItem{}
	return item, d.Decode(item)
}

// raw maps the item. Its guid is its id: a later version, or its withdrawal,
// comes under the same.
func (it *newsItem) raw(name string) *news.Raw {
	x := &news.Raw{
		Name: name, ID: it.GUID, MediaType: "text/plain", UTF8: true,
		Published: strings.TrimSpace(firstOf(it.Meta.Version, it.Content.Created, it.Meta.First)),
		Withdrawn: strings.HasPrefix(it.Meta.Status.value(), "cancel"),
	}
	if x.Published != "" {
		x.ReadFrom = news.ReadFromFeed
	}
	if isHTTP(it.GUID) {
		x.URL = it.GUID
	}
	lang := it.Lang
	if len(it.Content.Language) > 0 {
		lang = it.Content.Language[0].Tag
	}
	x.Lang = langTag(lang)
	if len(it.Meta.Provider) > 0 {
		x.Source = it.Meta.Provider[0].name()
	}
	for _, by := range it.Content.By {
		x.Authors = append(x.Authors, people(by.text())...)
	}
	if len(x.Authors) == 0 {
		for _, c := range it.Content.Creators {
			x.Authors = append(x.Authors, people(c.name())...)
		}
	}
	x.Title = firstText(it.Content.Headlines)
	x.Description = firstText(it.Content.Description)
	it.setBody(x)
	if x.Title == "" {
		x.Title = firstText(it.Meta.Title)
	}
	return x
}

func firstText(list []innerXML) string {
	for _, i := range list {
		if t := i.text(); t != "" {
			return t
		}
	}
	return ""
}

// setBody takes the text from inlineXML (NITF or XHTML) before inlineData
// (mostly plain).
func (it *newsItem) setBody(x *news.Raw) {
	for _, c := range it.Set.XML {
		body, headline := nitfBody(c.XML)
		if x.Title == "" {
			x.Title = headline
		}
		if strings.TrimSpace(body) != "" {
			x.MediaType, x.Body = "text/html", []byte(strings.TrimSpace(body))
			return
		}
	}
	for _, c := range it.Set.Data {
		text := looseText(strings.TrimSpace(c.XML))
		if text == "" || strings.HasPrefix(c.ContentType, "image/") {
			continue
		}
		x.MediaType, x.Body = "text/plain", []byte(text)
		if c.ContentType == "text/html" || c.ContentType == "application/xhtml+xml" || c.ContentType == "" && hasMarkup(text) {
			x.MediaType = "text/html"
		}
		return
	}
}

// nitfBody is the story of a NITF or XHTML document, without its head, and
// NITF's own headline.
func nitfBody(doc string) (body, headline string) {
	headline = plain(between(doc, "hl1"))
	for _, name := range []string{"body.content", "body"} {
		if inner := between(doc, name); inner != "" {
			return inner, headline
		}
	}
	return doc, headline
}

// between is what the first element of a name holds, "" if there is none.
func between(doc, name string) string {
	b := []byte(doc)
	scan := tagScanner{b: b}
	for tag, ok := scan.next(); ok; tag, ok = scan.next() {
		if tag.local != name || tag.closing || tag.self {
			continue
		}
		end := strings.LastIndex(doc[tag.end:], "</"+string(tagName(b[tag.start+1:]))+">")
		if end < 0 {
			return ""
		}
		return doc[tag.end : tag.end+end]
	}
	return ""
}
