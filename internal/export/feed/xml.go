package feed

import (
	"encoding/xml"
	"html"
	"io"
	"strings"
	"time"
)

type rssChannel struct {
	XMLName     xml.Name `xml:"channel"`
	Title       string   `xml:"title"`
	Link        string   `xml:"link"`
	Description string   `xml:"description"`
	Language    string   `xml:"language,omitempty"`
	Built       string   `xml:"lastBuildDate"`
	Generator   string   `xml:"generator"`
	Self        *link    `xml:"atom:link"`
}

type rssItem struct {
	XMLName     xml.Name `xml:"item"`
	Title       string   `xml:"title"`
	Link        string   `xml:"link,omitempty"`
	GUID        guid     `xml:"guid"`
	Published   string   `xml:"pubDate,omitempty"`
	Authors     []string `xml:"dc:creator"`
	Language    string   `xml:"dc:language,omitempty"`
	Categories  []string `xml:"category"`
	Description string   `xml:"description"`
	Sources     []link   `xml:"atom:link"`
}

type guid struct {
	Permanent bool   `xml:"isPermaLink,attr"`
	ID        string `xml:",chardata"`
}

type link struct {
	Rel   string `xml:"rel,attr,omitempty"`
	Type  string `xml:"type,attr,omitempty"`
	Lang  string `xml:"hreflang,attr,omitempty"`
	Href  string `xml:"href,attr"`
	Title string `xml:"title,attr,omitempty"`
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// rss writes RSS 2.0. A description is markup there: the text is escaped once for that, and once more by XML.
func rss(f Feed, w io.Writer) error {
	channel := rssChannel{
		Title: f.Title, Link: f.Page, Description: f.Description, Language: tag(f.Lang), Built: rfc822(f.Updated), Generator: "Dragoman",
	}
	if f.Self != "" {
		channel.Self = &link{Rel: "self", Type: RSS.MediaType(), Href: f.Self}
	}
	x := newXML(w, xmlHead+`<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">`+"\n")
	x.open(channel, "</channel>")
	err := each(f, func(i Item) error {
		return x.put(rssItem{
			Title: i.Title, Link: i.Page, GUID: guid{ID: i.ID}, Published: rfc822(i.Published), Authors: i.Authors, Language: tag(i.Lang),
			Categories: i.Categories, Sources: related(i.Sources),
			Description: strings.ReplaceAll(html.EscapeString(i.Text), "\n", "<br/>"),
		})
	})
	return x.close(err, "\n</channel>\n</rss>\n")
}

func rfc822(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC1123Z)
}

func related(sources []Source) []link {
	var out []link
	for _, s := range sources {
		out = append(out, link{Rel: "related", Href: s.URL, Title: s.Title, Lang: tag(s.Lang)})
	}
	return out
}

type atomFeed struct {
	XMLName   xml.Name   `xml:"feed"`
	Namespace string     `xml:"xmlns,attr"`
	Lang      string     `xml:"xml:lang,attr,omitempty"`
	ID        string     `xml:"id"`
	Title     atomText   `xml:"title"`
	Subtitle  *atomText  `xml:"subtitle"`
	Updated   string     `xml:"updated"`
	Author    atomPerson `xml:"author"`
	Generator string     `xml:"generator"`
	Links     []link     `xml:"link"`
}

type atomEntry struct {
	XMLName    xml.Name       `xml:"entry"`
	ID         string         `xml:"id"`
	Title      atomText       `xml:"title"`
	Updated    string         `xml:"updated"`
	Published  string         `xml:"published,omitempty"`
	Authors    []atomPerson   `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Links      []link         `xml:"link"`
	Content    atomText       `xml:"content"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Lang string `xml:"xml:lang,attr,omitempty"`
	Text string `xml:",chardata"`
}

type atomPerson struct {
	Name string `xml:"name"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// atom writes Atom 1.0 (RFC 4287). Its texts say themselves that they are no markup.
func atom(f Feed, w io.Writer) error {
	head := atomFeed{
		Namespace: "http://www.w3.org/2005/Atom", Lang: tag(f.Lang), ID: f.ID, Title: atomText{Type: "text", Text: f.Title},
		Updated: rfc3339(f.Updated), Author: atomPerson{"Dragoman"}, Generator: "Dragoman",
		Links: []link{{Rel: "alternate", Type: "text/html", Href: f.Page}},
	}
	if f.Description != "" {
		head.Subtitle = &atomText{Type: "text", Text: f.Description}
	}
	if f.Self != "" {
		head.Links = append(head.Links, link{Rel: "self", Type: Atom.MediaType(), Href: f.Self})
	}
	x := newXML(w, xmlHead)
	x.open(head, "</feed>")
	err := each(f, func(i Item) error {
		e := atomEntry{
			ID: i.ID, Title: atomText{"text", tag(i.Lang), i.Title}, Updated: rfc3339(i.Updated), Published: rfc3339(i.Published),
			Content: atomText{Type: "text", Text: i.Text},
		}
		for _, a := range i.Authors {
			e.Authors = append(e.Authors, atomPerson{a})
		}
		for _, c := range i.Categories {
			e.Categories = append(e.Categories, atomCategory{c})
		}
		if i.Page != "" {
			e.Links = append(e.Links, link{Rel: "alternate", Href: i.Page})
		}
		e.Links = append(e.Links, related(i.Sources)...)
		return x.put(e)
	})
	return x.close(err, "\n</feed>\n")
}

func rfc3339(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// xmlWriter writes an element that stays open while its children come one by one. The first error stays.
type xmlWriter struct {
	w   io.Writer
	err error
}

func newXML(w io.Writer, head string) *xmlWriter {
	x := &xmlWriter{w: w}
	x.write([]byte(head))
	return x
}

func (x *xmlWriter) write(b []byte) {
	if x.err == nil {
		_, x.err = x.w.Write(b)
	}
}

// open writes v without its end.
func (x *xmlWriter) open(v any, end string) {
	b, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		x.err = err
		return
	}
	x.write([]byte(strings.TrimSuffix(strings.TrimSuffix(string(b), end), "\n")))
}

func (x *xmlWriter) put(v any) error {
	b, err := xml.MarshalIndent(v, " ", " ")
	if err != nil {
		return err
	}
	x.write([]byte("\n"))
	x.write(b)
	return x.err
}

func (x *xmlWriter) close(err error, end string) error {
	if err != nil {
		return err
	}
	x.write([]byte(end))
	return x.err
}
