package extract

import (
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// dateNames are parts of the id and class of elements that hold a date line.
// After htmldate's XPath expressions (xpaths.py, "DATE_EXPRESSIONS"; Apache-2.0).
var dateNames = []string{
	"date", "datum", "time", "publish", "posted", "submitted", "created", "publication", "parution", "fecha", "byline", "subline",
	"meta", "info", "author", "post_detail", "dateline", "data-post", "pubdate", "calendar", "clock",
}

// changeWords begin the time of a change, or of what is still to come.
var changeWords = []string{
	"update", "updated", "modified", "last modified", "aktualisiert", "geändert", "zuletzt", "mis à jour", "modifié", "actualizado",
	"aggiornato", "atualizado", "обновлено", "تحديث", "güncelleme", "bearbeitet", "bis zum", "gültig",
}

// nearDate reads the date line of the report: of the elements that hold a date by
// their tag, mark or name, the one nearest to the headline. The times of changes
// come apart.
func (t *tree) nearDate(h *head, day bool) (near, changed *news.Published) {
	headline := t.headline(h)
	best, bestChange := 1<<30, 1<<30
	for i := 0; i < len(t.nodes); i++ {
		n := &t.nodes[i]
		if n.isText() {
			continue
		}
		if unreadable(n.tag()) {
			i = n.end - 1
			continue
		}
		weight := t.dateWeight(i)
		if weight == 0 || t.elsewhere(i, headline) && (i < headline || i > headline+closeBy) {
			continue
		}
		p := t.elementDate(i, day)
		if p == nil {
			continue
		}
		far := weight * (40 + distance(i, headline))
		switch {
		case t.isChange(i):
			if far < bestChange {
				changed, bestChange = p, far
			}
		case far < best:
			near, best = p, far
		}
	}
	return near, changed
}

// closeBy is how many nodes after the headline a date belongs to it in any case,
// even in an element named for teasers.
const closeBy = 80

// distance is how many nodes lie between a date and the headline; above it a
// date is twice as far.
func distance(at, headline int) int {
	if at < headline {
		return 2 * (headline - at)
	}
	return at - headline
}

// headline is the node of the page's headline: the heading that the title
// repeats, else the first, else the start of the page.
func (t *tree) headline(h *head) int {
	title := compact(firstOf(h.first("og:title"), h.title))
	first := 0
	for i := range t.nodes {
		switch t.nodes[i].tag() {
		case atom.H1, atom.H2, atom.H3:
			if first == 0 || t.nodes[i].tag() == atom.H1 && t.nodes[first].tag() != atom.H1 {
				first = i
			}
			if s := compact(t.brief(i)); len(s) > 8 && title != "" && (strings.Contains(title, s) || strings.Contains(s, title)) {
				return i
			}
		}
	}
	return first
}

// dateWeight says how doubtful it is that element i holds the date of the
// report: 0 for elements that hold none.
func (t *tree) dateWeight(i int) int {
	n := &t.nodes[i]
	prop := strings.ToLower(attr(n.src, "itemprop") + " " + attr(n.src, "property"))
	switch {
	case strings.Contains(prop, "datepublished"), strings.Contains(prop, "datecreated"), n.tag() == atom.Time && hasAttr(n.src, "pubdate"),
		n.tag() == atom.Abbr && strings.Contains(n.class, "published"):
		return 1
	case n.tag() == atom.Time:
		return 2
	case t.dateLine(i):
		return 3
	}
	return 0
}

// dateLine reports whether element i is short and named for a date.
func (t *tree) dateLine(i int) bool {
	n := &t.nodes[i]
	if n.id == "" && n.class == "" || n.tag() == atom.Body || n.tag() == atom.Html || n.end-i > 60 {
		return false
	}
	for _, w := range dateNames {
		if strings.Contains(n.class, w) || strings.Contains(n.id, w) {
			return true
		}
	}
	return false
}

// isChange reports whether element i gives the time of a change.
func (t *tree) isChange(i int) bool {
	n := &t.nodes[i]
	for _, w := range []string{"update", "modif", "dtstart", "event"} {
		if strings.Contains(n.class, w) || strings.Contains(n.id, w) || strings.Contains(strings.ToLower(attr(n.src, "itemprop")), w) {
			return true
		}
	}
	s := strings.ToLower(t.brief(i))
	if len(s) < 60 && n.parent >= 0 { // the word may stand before the element
		s = text.Clip(strings.ToLower(t.brief(n.parent)), 60)
	}
	for _, w := range changeWords {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// textDate reads a date that stands alone, or nearly, in a short line of the
// page, the one nearest to the headline.
func (t *tree) textDate(h *head, day bool) *news.Published {
	headline := t.headline(h)
	var near *news.Published
	best := 1 << 30
	for i := range t.nodes {
		n := &t.nodes[i]
		if !n.isText() || len(n.src.Data) < 6 || len(n.src.Data) > 400 || !hasDigit(n.src.Data) || distance(i, headline) >= best {
			continue
		}
		s := collapse(n.src.Data)
		if utf8.RuneCountInString(s) > 80 || t.unreadableAt(i) || t.elsewhere(i, headline) {
			continue
		}
		if hits := scanDates(s, day); len(hits) == 1 && hits[0].span[1]-hits[0].span[0]+30 > len(s) {
			near, best = onDay(hits[0].day, news.ReadFromPage), distance(i, headline)
		}
	}
	return near
}

// otherDate reads the JSON-LD of things that are no articles, and the data that
// pages keep in their scripts.
func (t *tree) otherDate(h *head, try func(string, news.ReadFrom) *news.Published) *news.Published {
	for i := range h.articles {
		if p := try(h.articles[i].published, news.ReadFromJSONLD); p != nil {
			return p
		}
	}
	for i := range t.nodes {
		if t.nodes[i].tag() != atom.Script {
			continue
		}
		script := innerText(t.nodes[i].src)
		for _, key := range scriptKeys {
			if p := try(stringAfter(script, key), news.ReadFromMeta); p != nil {
				return p
			}
		}
	}
	return nil
}

// scriptKeys are the names that the data in scripts give a time of publication.
var scriptKeys = []string{
	`"datePublished"`, `"published_at"`, `"publishedAt"`, `"publishedDate"`, `"publishDate"`, `"publish_date"`, `"published"`, `"pubDate"`,
	`"createdAt"`, `"created_at"`,
}

// unreadableAt reports whether text i is in an element that nobody reads.
func (t *tree) unreadableAt(i int) bool {
	for ; i >= 0; i = t.nodes[i].parent {
		if unreadable(t.nodes[i].tag()) {
			return true
		}
	}
	return false
}

// lastDate is the last resort: the date that stands most often in the page, the
// earlier of two.
func (t *tree) lastDate(day bool) *news.Published {
	count := map[time.Time]int{}
	for i := range t.nodes {
		n := &t.nodes[i]
		if !n.isText() || len(n.src.Data) > 20000 || !hasDigit(n.src.Data) || t.unreadableAt(i) {
			continue
		}
		for _, h := range scanDates(n.src.Data, day) {
			count[h.day]++
		}
	}
	var best time.Time
	for d, n := range count {
		if n > count[best] || n == count[best] && d.Before(best) {
			best = d
		}
	}
	if best.IsZero() {
		return nil
	}
	return onDay(best, news.ReadFromText)
}
