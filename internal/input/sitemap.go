package input

import (
	"fmt"
	"html"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Sitemap is what a sitemap or a sitemap index lists.
type Sitemap struct {
	Pages    []SitemapPage
	Maps     []string   // of an index: further sitemaps
	Problems []*Problem // entries that could not be read, named "entry 3"
}

// SitemapPage is one page. All but URL and Modified come from the news extension
// (google.com/schemas/sitemap-news/0.9) and are "" without it.
type SitemapPage struct {
	URL       string
	Modified  string // lastmod as written: when the page changed, not when it was published
	Title     string
	Published string // publication_date as written
	Lang      news.Lang
	Source    string // the name of the publication
}

// known is what the sitemap says of the page, for the page's own report.
func (p SitemapPage) known() *news.Raw {
	x := &news.Raw{Title: p.Title, Lang: p.Lang, Source: p.Source, Published: p.Published}
	if x.Published != "" {
		x.ReadFrom = news.ReadFromFeed
	}
	return x
}

// ParseSitemap reads a sitemap, with or without the news extension, or a
// sitemap index. Entries are read one by one, so that a truncated sitemap
// keeps those that are whole.
func ParseSitemap(body []byte) (*Sitemap, error) { return parseSitemap(body, "") }

func parseSitemap(body []byte, contentType string) (*Sitemap, error) {
	if kind := SniffKind(body, "", contentType); kind != KindSitemap {
		return nil, bad("is no sitemap (it looks like %s)", kind)
	}
	b := xmlText(body, contentType)
	cut := cutPieces(b, "url", "sitemap")
	m := &Sitemap{}
	if cut.more {
		m.Problems = append(m.Problems, &Problem{"the list", bad("has more than %d entries; the rest is not read", maxPieces)})
	}
	for i, p := range cut.pieces {
		page := sitemapEntry(b[p.start:p.end])
		name := fmt.Sprintf("entry %d", i+1)
		switch tag, _ := tagAt(b, p.start); {
		case p.cut:
			m.Problems = append(m.Problems, &Problem{name, bad("the sitemap ends in the middle of this entry")})
		case page.URL == "":
			m.Problems = append(m.Problems, &Problem{name, bad("the entry has no address")})
		case tag.local == "sitemap":
			m.Maps = append(m.Maps, page.URL)
		default:
			m.Pages = append(m.Pages, page)
		}
	}
	return m, nil
}

// sitemapEntry reads the fields of one entry. Those of the news extension
// count only inside it: images and films have titles too.
func sitemapEntry(b []byte) SitemapPage {
	var p SitemapPage
	inNews := false
	own, _ := tagAt(b, 0)
	scan := tagScanner{b: b, at: own.end}
	for tag, ok := scan.next(); ok; tag, ok = scan.next() {
		if tag.local == "news" {
			inNews = !tag.closing
			continue
		}
		var slot *string
		var lang string
		switch {
		case tag.local == "loc" && tag.prefix == own.prefix:
			slot = &p.URL
		case tag.local == "lastmod" && tag.prefix == own.prefix:
			slot = &p.Modified
		case inNews && tag.local == "title":
			slot = &p.Title
		case inNews && tag.local == "publication_date":
			slot = &p.Published
		case inNews && tag.local == "name":
			slot = &p.Source
		case inNews && tag.local == "language":
			slot = &lang
		default:
			continue
		}
		if text, ok := elementText(scan, tag); ok && *slot == "" {
			*slot = text
		}
		if lang != "" {
			p.Lang = langTag(lang)
		}
	}
	return p
}

// elementText is the text of an element that holds only text, decoded. after is
// the scanner that stands behind its start tag.
func elementText(after tagScanner, tag xmlTag) (string, bool) {
	if tag.closing || tag.self {
		return "", false
	}
	next, ok := after.next()
	if !ok || !next.closing || next.local != tag.local {
		return "", false
	}
	return html.UnescapeString(looseText(trimmed(after.b[tag.end:next.start]))), true
}
