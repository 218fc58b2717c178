package extract

import (
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html/atom"

	"github.com/dragoman-news/dragoman/internal/news"
)

// publishedMeta are the names under which pages give the time of publication, the
// most explicit first. Those of last changes are in changedMeta.
// After htmldate's lists (core.py, DATE_ATTRIBUTES and others; adbar/htmldate, Apache-2.0).
var publishedMeta = []string{
	"article:published_time", "og:article:published_time", "datepublished", "bt:pubdate", "parsely-pub-date", "sailthru.date",
	"og:published_time", "published_time", "article:published", "article_date_original", "publication_date", "publish-date",
	"publishdate", "publish_date", "pubdate", "published-date", "date_published", "dc.date.issued", "dcterms.issued", "dc.date.created",
	"dcterms.created", "dcterms.date", "dc.date", "dc:date", "dc:created", "originalpublicationdate", "rnews:datepublished",
	"shareaholic:article_published_time", "citation_publication_date", "citation_date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
	"article.published", "article.created", "article:created", "analyticsattributes.articledate", "displaydate", "gentime", "releasedate",
	"release_date", "date.available", "mediator_published_time", "datecreated", "date_created", "created", "og:pubdate", "og:date",
	"blogger:date", "last-published", "dateposted", "posted", "artikel_datum", "timestamp", "ptime", "date",
}

// changedMeta are the names for the time of the last change, which is better
// than nothing.
var changedMeta = []string{
	"article:modified_time", "og:updated_time", "datemodified", "dc.date.modified", "dcterms.modified", "last-modified", "lastmod",
	"modified", "updated_time", "revision_date", "dc.modified",
}

// published says when the report was published, and where that is written: the
// container, JSON-LD, metadata, the page around the text, the address.
func (t *tree) published(raw *news.Raw, h *head) *news.Published {
	hint := langHint(h.lang)
	day := dayFirst(hint, raw.URL)
	try := func(s string, from news.ReadFrom) *news.Published {
		if iv, ok := parseDate(s, hint, day); ok {
			return &news.Published{Interval: iv, ReadFrom: from}
		}
		return nil
	}
	if p := try(raw.Published, raw.ReadFrom); p != nil {
		if p.ReadFrom == "" {
			p.ReadFrom = news.ReadFromInput
		}
		return p
	}
	if h.article != nil {
		if p := try(h.article.published, news.ReadFromJSONLD); p != nil {
			return p
		}
	}
	for _, name := range publishedMeta {
		for _, v := range h.meta[name] {
			if p := try(v, news.ReadFromMeta); p != nil {
				return p
			}
		}
	}
	for _, find := range []func(*head, string, bool) *news.Published{t.markedDate, addressDate, t.nearDate, t.lastDate} {
		if p := find(h, raw.URL, day); p != nil {
			return p
		}
	}
	return nil
}

// langHint is the primary tag of an html lang attribute.
func langHint(s string) news.Lang {
	s, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(s)), "-")
	s, _, _ = strings.Cut(s, "_")
	if len(s) < 2 || len(s) > 3 {
		return ""
	}
	return news.Lang(s)
}

// dayFirst reports whether 07/08/2020 is the seventh of August: everywhere but in
// American English.
func dayFirst(lang news.Lang, address string) bool {
	if lang != "en" && lang != "" {
		return true
	}
	switch Country(Domain(address)) {
	case "USA", "PHL":
		return false
	case "":
		return lang == ""
	}
	return true
}

// layouts are the forms of machine-written times, tried in order.
var layouts = []struct {
	layout    string
	precision news.Precision
	floating  bool
}{
	{time.RFC3339Nano, news.Second, false},
	{"2006-01-02T15:04:05Z0700", news.Second, false},
	{"2006-01-02T15:04Z07:00", news.Minute, false},
	{"2006-01-02T15:04Z0700", news.Minute, false},
	{"2006-01-02T15:04:05.999999999Z0700", news.Second, false},
	{"2006-01-02 15:04:05Z07:00", news.Second, false},
	{"2006-01-02 15:04:05 -0700", news.Second, false},
	{"2006-01-02 15:04:05 MST", news.Second, false},
	{time.RFC1123Z, news.Second, false},
	{time.RFC1123, news.Second, false},
	{"Mon Jan 02 15:04:05 MST 2006", news.Second, false},
	{"2006-01-02T15:04:05", news.Second, true},
	{"2006-01-02 15:04:05", news.Second, true},
	{"2006-01-02T15:04", news.Minute, true},
	{"2006-01-02 15:04", news.Minute, true},
	{"20060102T150405Z0700", news.Second, false},
	{"20060102150405", news.Second, true},
	{"20060102T150405", news.Second, true},
	{"20060102", news.Day, true},
	{"2006-01", news.Month, true},
}

// parseDate reads a string that should be a time of publication.
func parseDate(s string, hint news.Lang, dayFirst bool) (news.Interval, bool) {
	s = collapse(s)
	if len(s) < 6 || len(s) > 200 {
		return news.Interval{}, false
	}
	for _, l := range layouts {
		at, err := time.Parse(l.layout, s)
		if err != nil {
			continue
		}
		if at.Year() < 1900 || at.Year() > 2100 {
			return news.Interval{}, false
		}
		iv := news.Interval{From: at, To: at, Precision: l.precision, Floating: l.floating && l.precision != news.Day}
		switch l.precision {
		case news.Month:
			iv.To, iv.Floating = at.AddDate(0, 1, -1), false
		}
		return iv, true
	}
	if hits := scanDates(s, dayFirst); len(hits) > 0 {
		return dayOf(hits[0].day), true
	}
	return news.Interval{}, false
}

func dayOf(day time.Time) news.Interval {
	return news.Interval{From: day, To: day, Precision: news.Day}
}

// onDay makes a find of a day.
func onDay(day time.Time, from news.ReadFrom) *news.Published {
	return &news.Published{Interval: dayOf(day), ReadFrom: from}
}

// markedDate reads an element of the page that is marked as the time of
// publication: itemprop datePublished, <time pubdate>, the classes of blog engines.
func (t *tree) markedDate(_ *head, _ string, day bool) *news.Published {
	for i := range t.nodes {
		n := &t.nodes[i]
		if n.isText() || len(n.src.Attr) == 0 {
			continue
		}
		prop := attr(n.src, "itemprop")
		marked := strings.EqualFold(prop, "datePublished") || strings.EqualFold(prop, "dateCreated") || n.tag() == atom.Time && hasAttr(n.src, "pubdate") ||
			attr(n.src, "property") == "datePublished" || n.tag() == atom.Abbr && (strings.Contains(n.class, "published") || n.class == "date-published")
		if !marked || t.elsewhere(i) {
			continue
		}
		if p := t.elementDate(i, day); p != nil {
			return p
		}
	}
	return nil
}

// elementDate reads the date of one element, from its machine-readable
// attributes or its text.
func (t *tree) elementDate(i int, day bool) *news.Published {
	n := &t.nodes[i]
	for _, key := range []string{"datetime", "content", "title", "data-datetime", "data-date"} {
		if v := attr(n.src, key); v != "" {
			if iv, ok := parseDate(v, "", day); ok {
				return &news.Published{Interval: iv, ReadFrom: news.ReadFromPage}
			}
		}
	}
	if s := t.text(i); len(s) <= 300 {
		if hits := scanDates(s, day); len(hits) > 0 {
			return onDay(hits[0].day, news.ReadFromPage)
		}
	}
	return nil
}

// elsewhere reports whether node i stands in a part of the page that is about
// other reports: comments, side columns, lists of teasers.
func (t *tree) elsewhere(i int) bool {
	for ; i >= 0; i = t.nodes[i].parent {
		n := &t.nodes[i]
		switch n.tag() {
		case atom.Aside, atom.Footer, atom.Nav:
			return true
		case atom.Body, atom.Html:
			return false
		}
		for _, w := range []string{"comment", "related", "sidebar", "widget", "teaser", "footer", "archive-list", "most-popular", "recommend"} {
			if strings.Contains(n.class, w) || strings.Contains(n.id, w) {
				return true
			}
		}
	}
	return false
}

// addressDate reads a whole date out of the page's address: /2020/07/22/,
// /2020-07-22-, 20200722.
func addressDate(h *head, pageURL string, _ bool) *news.Published {
	for _, address := range []string{pageURL, h.canonical, h.first("og:url")} {
		u, err := url.Parse(address)
		if err != nil {
			continue
		}
		if day, ok := pathDate(u.Path + "?" + u.RawQuery); ok {
			return onDay(day, news.ReadFromURL)
		}
	}
	return nil
}

// pathDate finds year, month and day in this order in a path.
func pathDate(p string) (time.Time, bool) {
	t := dateTokens(p)
	for i := range t {
		if t[i].digits == 8 && t[i].num > 0 {
			if day, ok := makeDay(t[i].num/10000, t[i].num/100%100, t[i].num%100); ok {
				return day, true
			}
		}
		if !isYear(t[i]) || i+2 >= len(t) || !joined(p, t[i], t[i+1]) || !joined(p, t[i+1], t[i+2]) {
			continue
		}
		m := t[i+1].num
		if m < 0 {
			m = months()[t[i+1].word]
		}
		if t[i+2].digits > 2 {
			continue
		}
		if day, ok := makeDay(t[i].num, m, t[i+2].num); ok {
			return day, true
		}
	}
	return time.Time{}, false
}

// joined reports whether one mark stands between two tokens of a path.
func joined(p string, a, b token) bool {
	return b.at-a.end == 1 && strings.IndexByte("/-_.", p[a.end]) >= 0
}
