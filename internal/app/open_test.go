package app

import (
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
)

const english = "The foreign minister met the president in Oslo on Tuesday. They discussed trade and agreed to meet again in May."

func read(t *testing.T, raw *news.Raw) *news.Document {
	t.Helper()
	doc, err := Reading(1, NewReadingModel(NoModel), nil, nil).Process(raw)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestPublishedIsReadWhereItOutranks(t *testing.T) {
	page := `<html><head><meta property="article:published_time" content="2020-07-21T10:00:00Z"></head><body><article><p>` + english + `</p></article></body></html>`
	for _, tc := range []struct {
		name, want string
		from       news.ReadFrom
		raw        news.Raw
	}{
		{"a feed outranks the page", "2020-07-22", news.ReadFromFeed, news.Raw{MediaType: "text/html", Body: []byte(page), Published: "2020-07-22", ReadFrom: news.ReadFromFeed}},
		{"a page says it in its head", "2020-07-21T10:00:00Z", news.ReadFromMeta, news.Raw{MediaType: "text/html", Body: []byte(page)}},
		{"a text says it in a line", "2020-07-22T00:20+04:30", news.ReadFromText, news.Raw{Body: []byte("Jul 22, 2020 00:20 Asia/Tehran\n\n" + english)}},
		{"a file says it in its name", "2020-07-23", news.ReadFromFile, news.Raw{Name: "news/2020-07-23_oslo.txt", Body: []byte(english)}},
		{"an archive's name does not count for an address in it", "", "", news.Raw{Name: "crawl-20200723.warc.gz record 3", URL: "https://example.org/a", Body: []byte(english)}},
		{"a number in a file's name is no date", "", "", news.Raw{Name: "000_20201399.txt", Body: []byte(english)}},
		{"nothing says it", "", "", news.Raw{Name: "oslo.txt", Body: []byte(english)}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			doc := read(t, &tc.raw)
			got, from := "", news.ReadFrom("")
			if doc.Published != nil {
				got, _ = export.Interval(doc.Published.Interval)
				from = doc.Published.ReadFrom
			}
			if got != tc.want || from != tc.from {
				t.Errorf("published %q from %q, want %q from %q", got, from, tc.want, tc.from)
			}
		})
	}
}

func TestAReportHasTheSameIDWhereverItIsRead(t *testing.T) {
	id := func(raw news.Raw) string {
		raw.Body = []byte(english)
		return read(t, &raw).ID
	}
	if got := id(news.Raw{ID: "mine", URL: "https://example.org/a"}); got != "mine" {
		t.Errorf("a given id became %q", got)
	}
	a := id(news.Raw{URL: "https://example.org/a?utm_source=feed&x=1#top"})
	if b := id(news.Raw{URL: "http://EXAMPLE.org/a?x=1"}); a != b {
		t.Errorf("one address, two ids: %s %s", a, b)
	}
	if b := id(news.Raw{URL: "https://example.org/a?x=2"}); a == b {
		t.Errorf("two addresses, one id: %s", a)
	}
	if id(news.Raw{Name: "a/x.txt"}) != id(news.Raw{Name: "b/y.txt"}) {
		t.Error("the same text in two files has two ids")
	}
}

func TestAGivenLanguageStandsUnlessTheTextIsPlainlyInAnother(t *testing.T) {
	short := read(t, &news.Raw{Lang: "es", Body: []byte("Oslo, lunes. OK.")})
	if short.Lang != "es" {
		t.Errorf("a short text given as es became %s", short.Lang)
	}
	long := read(t, &news.Raw{Lang: "es", Body: []byte(strings.Repeat(english+" ", 3))})
	if long.Lang != "en" {
		t.Errorf("three English paragraphs given as es stayed %s", long.Lang)
	}
}

func TestAReportWithoutWordsIsRefused(t *testing.T) {
	for _, body := range []string{"", "   \n\n ", "123 456", "Share this article\n\nTweet\n\nBack to top"} {
		_, err := Reading(1, NewReadingModel(NoModel), nil, nil).Process(&news.Raw{Body: []byte(body)})
		if news.CodeOf(err) != news.Invalid {
			t.Errorf("%q: err = %v, want one with code invalid", body, err)
		}
	}
}
