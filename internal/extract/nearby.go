package extract

import (
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"github.com/dragoman-news/dragoman/internal/news"
)

// dateNames are parts of the id and class of elements that hold a date line.
// After htmldate's XPath expressions (xpaths.py, "DATE_EXPRESSIONS"; Apache-2.0).
var dateNames = []string{
	"date", "datum", "time", "publish", "posted", "submitted", "created", "publication", "parution", "fecha", "byline", "subline",
	"meta", "info", "author", "autor", "post_detail", "dateline", "data-post", "pubdate", "calendar", "clock",
}

// changeWords begin the time of a change, or of what is still to come.
var changeWords = []string{
	"update", "updated", "modified", "last modified", "aktualisiert", "geändert", "zuletzt", "mis à jour", "modifié", "actualizado",
	"aggiornato", "atualizado", "обновлено", "تحديث", "güncelleme", "bearbeitet", "bis zum", "gültig",
}

// nearDate reads the date line around the text: a time element, or an element
// that is named for it, that stands near the headline.
func (t *tree) nearDate(h *head, _ string, day bool) *news.Published {
	var changed *news.Published
	take := func(i int) *news.Published {
		p := t.elementDate(i, day)
		if p == nil {
			return nil
		}
		if t.isChange(i) {
			if changed == nil {
				changed = p
			}
			return nil
		}
		return p
	}
	for pass := range 2 {
		for i := 0; i < len(t.nodes); i++ {
			n := &t.nodes[i]
			if n.isText() || unreadable(n.tag()) {
				if !n.isText() {
					i = n.end - 1
				}
				continue
			}
			fits := pass == 0 && n.tag() == atom.Time || pass == 1 && t.dateLine(i)
			if !fits || t.elsewhere(i) {
				continue
			}
			if p := take(i); p != nil {
				return p
			}
		}
	}
	for _, name := range changedMeta {
		for _, v := range h.meta[name] {
			if iv, ok := parseDate(v, langHint(h.lang), day); ok && changed == nil {
				changed = &news.Published{Interval: iv, ReadFrom: news.ReadFromMeta}
			}
		}
	}
	if p := t.textDate(day); p != nil {
		return p
	}
	return changed
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
	s := strings.ToLower(t.text(i))
	if len(s) < 60 && n.parent >= 0 { // the word may stand before the element
		s = cut(strings.ToLower(t.text(n.parent)), 60)
	}
	for _, w := range changeWords {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// textDate reads a date that stands alone, or nearly, in a short line of the page.
func (t *tree) textDate(day bool) *news.Published {
	for i := range t.nodes {
		n := &t.nodes[i]
		if !n.isText() || len(n.src.Data) < 6 || len(n.src.Data) > 400 || !hasDigit(n.src.Data) {
			continue
		}
		s := collapse(n.src.Data)
		if utf8.RuneCountInString(s) > 80 || t.unreadableAt(i) || t.elsewhere(i) {
			continue
		}
		if hits := scanDates(s, day); len(hits) == 1 && hits[0].span[1]-hits[0].span[0]+30 > len(s) {
			return onDay(hits[0].day, news.ReadFromPage)
		}
	}
	return nil
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
func (t *tree) lastDate(_ *head, _ string, day bool) *news.Published {
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
