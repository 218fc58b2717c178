package news_test

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestOnlyWebAddressesAreLinks(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org/a?b=c":            "https://example.org/a?b=c",
		" http://example.org ":                 "http://example.org",
		"HTTPS://example.org/":                 "HTTPS://example.org/",
		"javascript:alert(1)":                  "",
		"JavaScript://example.org/%0aalert(1)": "",
		"java\nscript:alert(1)":                "",
		"vbscript:x":                           "",
		"file:///etc/passwd":                   "",
		"data:text/html,x":                     "",
		"http:":                                "",
		"//example.org/a":                      "",
		"https://exa mple.org/":                "",
		"":                                     "",
	} {
		if got := news.Link(in); got != want {
			t.Errorf("Link(%q) = %q, want %q", in, got, want)
		}
	}
}
