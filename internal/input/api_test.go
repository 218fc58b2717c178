package input

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestFeedSaysWhatItIs(t *testing.T) {
	for _, c := range []struct {
		name, body string
		want       Feed
	}{
		{
			"the time to live of RSS is in minutes",
			`<rss version="2.0"><channel><title>A &amp;amp; B</title><link>/home</link><language>fr-CA</language><ttl>45</ttl></channel></rss>`,
			Feed{Title: "A & B", Link: "https://example.org/home", Kind: "rss", Lang: "fr", Every: 45 * time.Minute},
		},
		{
			"the syndication module counts updates in a period",
			`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>R</title><link>https://r.example/</link><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency></channel></rdf:RDF>`,
			Feed{Title: "R", Link: "https://r.example/", Kind: "rdf", Every: 6 * time.Hour},
		},
		{
			"Atom's own link is not its page",
			`<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link rel="self" href="/atom"/><link href="/"/></feed>`,
			Feed{Title: "T", Link: "https://example.org/", Kind: "atom"},
		},
		{
			"a head that is broken costs no more than itself",
			`<rss><channel><title>Broken <b></title><link>https://b.example/</link><image></channel></rss>`,
			Feed{Title: "Broken", Link: "https://b.example/", Kind: "rss"},
		},
	} {
		got, err := ParseFeed([]byte(c.body), "https://example.org/feed")
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(&c.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.name, diff)
		}
	}
}

func TestWhatIsNoFeedSaysWhy(t *testing.T) {
	for body, want := range map[string]string{
		"":                                   "is empty, not a feed",
		"Just a sentence.":                   "is no feed (it looks like text)",
		"%PDF-1.4":                           "is a PDF, not a feed",
		`{"a":1}`:                            "is JSON, but no JSON Feed",
		"<urlset></urlset>":                  "is no feed (it looks like sitemap)",
		"<!doctype html><title>Home</title>": "is an HTML page, not a feed",
	} {
		if _, err := ParseFeed([]byte(body), ""); err == nil || err.Error() != want {
			t.Errorf("%q: %v, not %q", body, err, want)
		}
	}
}

func TestLinkedFeedIsResolved(t *testing.T) {
	page := `<html><head><!-- <link type="application/rss+xml" href="/old"> --><link rel=stylesheet href=a.css><link rel="alternate" type="application/atom+xml" title="A > B" href="feed?a=1&amp;b=2"></head>`
	if got := LinkedFeed([]byte(page), "https://example.org/news/"); got != "https://example.org/news/feed?a=1&b=2" {
		t.Error(got)
	}
	if got := LinkedFeed([]byte("<p>None."), "https://example.org/"); got != "" {
		t.Error(got)
	}
}

func TestSniffKind(t *testing.T) {
	for _, c := range []struct {
		head, name, contentType string
		want                    Kind
	}{
		{"", "a.html", "", KindEmpty},
		{" \n", "a.txt", "", KindEmpty},
		{"Plain words.", "", "", KindText},
		{"Words & more, no tags.", "a.html", "", KindHTML},
		{"<p>A paragraph", "", "", KindHTML},
		{"<!-- c --><!DOCTYPE HTML PUBLIC>", "", "", KindHTML},
		{`<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html xmlns="x">`, "a.xml", "", KindHTML},
		{`<?xml version="1.0"?><?xml-stylesheet href="a"?><rss>`, "", "text/html", KindFeed},
		{"<rdf:RDF", "", "", KindFeed},
		{"<ns0:urlset", "", "", KindSitemap},
		{"<opml", "", "", KindOPML},
		{"<newsMessage", "", "", KindNewsML},
		{`<?xml version="1.0"?><svg>`, "", "", KindXML},
		{"<unknown>", "a.xml", "", KindXML},
		{"< 5 per cent of voters", "", "", KindText},
		{`{"a":1}` + "\n" + `{"a":2}`, "", "", KindJSONL},
		{`{"a":1}` + "\n" + `{"a":2}`, "a.json", "", KindJSONL},
		{`{"a":1}`, "a.json", "", KindJSON},
		{"{\n \"a\": 1\n}", "", "", KindJSON},
		{`[{"a":1}`, "", "", KindJSON},
		{"[Tunis] The ministers met.", "", "", KindText},
		{`{"a":` + strings.Repeat(" ", 5000), "", "", KindJSONL},
		{`{"a":` + strings.Repeat(" ", 5000), "", "application/json", KindJSON},
		{"WARC/1.0\r\n", "", "", KindWARC},
		{"WARC is an archive format.", "", "", KindText},
		{"\x1f\x8b\x08", "", "", KindGzip},
		{"\xff\xfe<\x00p\x00>\x00", "", "", KindHTML},
		{"\xd8\xc7\xe1", "", "", KindText},
		{"a\x00\x01\x02\x03\x04b", "", "", KindBinary},
	} {
		if got := SniffKind([]byte(c.head), c.name, c.contentType); got != c.want {
			t.Errorf("%.40q named %q as %q: %s, not %s", c.head, c.name, c.contentType, got, c.want)
		}
	}
}
