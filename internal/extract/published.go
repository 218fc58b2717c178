package extract

import (
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html/atom"

	"github.com/dragoman-news/dragoman/internal/date"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// publishedMeta are the names under which pages give the time of publication, the
// most explicit first; looseMeta are those that as often hold the time when the
// page was last written. Those of last changes are in changedMeta.
// After htmldate's lists (core.py, DATE_ATTRIBUTES and others; adbar/htmldate, Apache-2.0).
var publishedMeta = []string{
	"article:published_time", "og:article:published_time", "datepublished", "bt:pubdate", "parsely-pub-date", "sailthru.date",
	"og:published_time", "published_time", "article:published", "article_date_original", "publication_date", "publish-date",
	"publishdate", "publish_date", "pubdate", "published-date", "date_published", "dc.date.issued", "dcterms.issued", "dc.date.created",
	"dcterms.created", "dc:created", "originalpublicationdate", "rnews:datepublished", "shareaholic:article_published_time",
	"citation_publication_date", "citation_date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "article.published",
	"article.created", "article:created", "analyticsattributes.articledate", "releasedate", "release_date", "date.available",
	"mediator_published_time", "datecreated", "date_created", "og:pubdate", "og:date", "blogger:date", "dateposted", "posted",
	"artikel_datum", "ptime",
}

// looseMeta: see publishedMeta.
var looseMeta = []string{"date", "dc.date", "dc:date", "dcterms.date", "displaydate", "created", "gentime", "timestamp", "last-published"}

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
	stated := h.stated(publishedMeta, news.ReadFromMeta, try)
	if h.article != nil {
		if p := try(h.article.published, news.ReadFromJSONLD); p != nil {
			stated = append([]*news.Published{p}, stated...)
		}
	}
	if len(stated) > 1 && stated[0].Precision == news.Month {
		stated[0] = withinMonth(stated[0], stated[1:])
	}
	loose := h.stated(looseMeta, news.ReadFromMeta, try)
	if p := addressDate(h, raw.URL); p != nil {
		// An address gets its day when the report first appears. Times that name
		// another day are those of a later change, or UTC around midnight.
		return sameDay(p, append(stated, loose...))
	}
	if len(stated) > 0 && !nearMidnight(stated[0]) {
		return stated[0]
	}
	near, changed := t.nearDate(h, day)
	if len(stated) > 0 {
		return localDay(stated[0], near)
	}
	if near != nil {
		return sameDay(near, loose)
	}
	if len(loose) > 0 {
		return loose[0]
	}
	if p := t.textDate(h, day); p != nil {
		return p
	}
	if p := t.otherDate(h, try); p != nil {
		return p
	}
	if p := h.stated(changedMeta, news.ReadFromMeta, try); len(p) > 0 {
		return p[0]
	}
	if changed != nil {
		return changed
	}
	return t.lastDate(day)
}

// nearMidnight reports whether p is given in UTC at an hour that is another day
// elsewhere in the world.
func nearMidnight(p *news.Published) bool {
	_, offset := p.From.Zone()
	hour := p.From.Hour()
	return p.Precision != news.Day && p.Precision != news.Month && !p.Floating && offset == 0 && (hour < 10 || hour >= 16)
}

// localDay is the day that the page shows, where that is the day before or
// after p in UTC: readers of the outlet count their days by its clocks.
func localDay(p, shown *news.Published) *news.Published {
	if shown == nil || shown.Precision != news.Day {
		return p
	}
	y, m, d := p.From.Date()
	switch shown.From.Sub(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)) {
	case 24 * time.Hour:
		if p.From.Hour() >= 16 {
			return shown
		}
	case -24 * time.Hour:
		if p.From.Hour() < 10 {
			return shown
		}
	}
	return p
}

// sameDay is the first of the others that falls on p's day, and is more exact
// than p, or p itself.
func sameDay(p *news.Published, others []*news.Published) *news.Published {
	for _, o := range others {
		if o.Precision != news.Month && o.From.Format(time.DateOnly) == p.From.Format(time.DateOnly) {
			return o
		}
	}
	return p
}

// withinMonth is the first of the others that names a day of p's month, or p.
func withinMonth(p *news.Published, others []*news.Published) *news.Published {
	for _, o := range others {
		if o.Precision != news.Month && o.From.Format("2006-01") == p.From.Format("2006-01") {
			return o
		}
	}
	return p
}

// stated are the times that the metadata give under names, in their order.
func (h *head) stated(names []string, from news.ReadFrom, try func(string, news.ReadFrom) *news.Published) []*news.Published {
	var found []*news.Published
	for _, name := range names {
		for _, v := range h.meta[name] {
			if p := try(v, from); p != nil {
				found = append(found, p)
			}
		}
	}
	return found
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

// parseDate reads a string that should be a time of publication.
func parseDate(s string, hint news.Lang, dayFirst bool) (news.Interval, bool) {
	s = collapse(s)
	if len(s) < 6 || len(s) > 200 {
		return news.Interval{}, false
	}
	if dayFirst && hint == "en" {
		hint = "" // date.Parse takes 3/4/2020 for American where it is told English
	}
	if iv, ok := date.Parse(s, hint); ok && plausible(iv) {
		return iv, true
	}
	if hits := scanDates(s, dayFirst); len(hits) > 0 {
		return dayOf(hits[0].day), true
	}
	return news.Interval{}, false
}

// plausible reports whether a time of publication can be true: of the age of
// newspapers, and no year alone.
func plausible(iv news.Interval) bool {
	switch iv.Precision {
	case news.Year, news.Decade, news.Season, news.Range:
		return false
	}
	return iv.From.Year() >= 1900 && iv.From.Year() <= 2100
}

func dayOf(day time.Time) news.Interval {
	return news.Interval{From: day, To: day, Precision: news.Day}
}

// exact is the time that s gives beside the day of h, else the day.
func exact(h hit, s string) *news.Published {
	if iv, ok := date.Parse(text.Clip(s[h.span[0]:], h.span[1]-h.span[0]+40), ""); ok && plausible(iv) && iv.From.Format(time.DateOnly) == h.day.Format(time.DateOnly) {
		return &news.Published{Interval: iv, ReadFrom: news.ReadFromPage}
	}
	return onDay(h.day, news.ReadFromPage)
}

// onDay makes a find of a day.
func onDay(day time.Time, from news.ReadFrom) *news.Published {
	return &news.Published{Interval: dayOf(day), ReadFrom: from}
}

// elementDate reads the date of one element, from its machine-readable
// attributes or its text.
func (t *tree) elementDate(i int, day bool) *news.Published {
	n := &t.nodes[i]
	var shown *news.Published
	if s := t.brief(i); len(s) <= 300 {
		if hits := scanDates(s, day); len(hits) > 0 {
			shown = exact(hits[0], s)
		}
	}
	for _, key := range []string{"datetime", "content", "title", "data-datetime", "data-date"} {
		v := attr(n.src, key)
		if v == "" {
			continue
		}
		iv, ok := parseDate(v, "", day)
		if !ok {
			continue
		}
		p := &news.Published{Interval: iv, ReadFrom: news.ReadFromPage}
		if shown != nil && shown.From.Sub(p.From).Abs() > 48*time.Hour {
			return shown // the attribute was written by another template, of a change
		}
		return p
	}
	return shown
}

// elsewhere reports whether node i stands in a part of the page that is about
// other reports: comments, side columns, lists of teasers. What holds the headline
// too is no such part, whatever its name.
func (t *tree) elsewhere(i, headline int) bool {
	for ; i >= 0; i = t.nodes[i].parent {
		n := &t.nodes[i]
		if headline > 0 && i <= headline && headline < n.end {
			return false
		}
		switch n.tag() {
		case atom.Aside, atom.Nav, atom.Blockquote, atom.Select:
			return true
		case atom.Footer:
			if !t.within(i, atom.Article) {
				return true
			}
		case atom.Body, atom.Html:
			return false
		}
		for _, w := range []string{"comment", "related", "sidebar", "teaser", "site-footer", "page-footer", "archive-list", "most-popular", "recommend", "wm-ipp"} {
			if strings.Contains(n.class, w) || strings.Contains(n.id, w) {
				return true
			}
		}
	}
	return false
}

// addressDate reads a whole date out of the page's address: /2020/07/22/,
// /2020-07-22-, 20200722.
func addressDate(h *head, pageURL string) *news.Published {
	for _, address := range []string{pageURL, h.canonical, h.first("og:url")} {
		u, err := url.Parse(withoutArchive(address))
		if err != nil {
			continue
		}
		if day, ok := pathDate(u.Path + "?" + u.RawQuery); ok {
			return onDay(day, news.ReadFromURL)
		}
	}
	return nil
}

// withoutArchive takes the Wayback Machine's address, which holds the time of
// the copy, off the address of the page.
func withoutArchive(address string) string {
	if _, rest, ok := strings.Cut(address, "web.archive.org/web/"); ok {
		if _, page, ok := strings.Cut(rest, "/"); ok {
			return page
		}
	}
	return address
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
		if i+2 < len(t) && isYear(t[i+2]) && t[i].digits == 2 && t[i+1].digits == 2 && joined(p, t[i], t[i+1]) && joined(p, t[i+1], t[i+2]) {
			if day, ok := makeDay(t[i+2].num, t[i+1].num, t[i].num); ok { // 29-10-2021
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
