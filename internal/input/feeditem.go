package input

import (
	"html"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"github.com/dragoman-news/dragoman/internal/news"
)

// rssItem maps an item of RSS 0.9x, 1.0 or 2.0.
func rssItem(it *rss.Item) Item {
	dc := it.DublinCoreExt
	if dc == nil {
		dc = &ext.DublinCoreExtension{}
	}
	guid := ""
	if it.GUID != nil {
		guid = strings.TrimSpace(it.GUID.Value)
	}
	link := firstOf(extension1(it.Extensions, "feedburner", "origLink"), it.Link)
	if link == "" && it.GUID != nil && !strings.EqualFold(it.GUID.IsPermalink, "false") && isHTTP(guid) {
		link = guid
	}
	content := firstOf(it.Content, extension1(it.Extensions, "atom", "content"))
	teaser := firstOf(it.Description, first(dc.Description), extension1(it.Extensions, "atom", "summary"), itunesSummary(it))
	x := &news.Raw{
		URL:       link,
		Title:     plain(firstOf(it.Title, first(dc.Title))),
		Lang:      langTag(first(dc.Language)),
		Authors:   people(it.Author, first(dc.Creator), first(dc.Author)),
		Published: firstOf(it.PubDate, first(dc.Date), extension1(it.Extensions, "atom", "published"), extension1(it.Extensions, "atom", "updated")),
	}
	if it.Source != nil {
		// An aggregator names the outlet here (Google News, Planet).
		x.Source = plain(it.Source.Title)
	}
	return feedItem(x, guid, extension1(it.Extensions, "atom", "updated"), content, teaser, "")
}

// atomItem maps an Atom entry. Published is preferred to updated: the latter
// moves with each correction.
func atomItem(e *atom.Entry) Item {
	x := &news.Raw{
		URL:       firstOf(extension1(e.Extensions, "feedburner", "origLink"), alternate(e.Links)),
		Title:     plain(e.Title),
		Published: firstOf(e.Published, e.Updated),
	}
	if x.URL == "" && isHTTP(e.ID) {
		x.URL = e.ID
	}
	for _, p := range e.Authors {
		x.Authors = append(x.Authors, people(p.Name)...)
	}
	if e.Source != nil {
		x.Source = plain(e.Source.Title)
	}
	content, kind := "", ""
	if e.Content != nil {
		content, kind = e.Content.Value, e.Content.Type
	}
	return feedItem(x, strings.TrimSpace(e.ID), e.Updated, content, e.Summary, kind)
}

// feedItem completes what all kinds of feed have in common. contentType is
// Atom's ("text", "html", "xhtml"), "" if unknown.
func feedItem(x *news.Raw, guid, updated, content, teaser, contentType string) Item {
	it := Item{GUID: guid, Teaser: strings.TrimSpace(content) == ""}
	body := strings.TrimSpace(content)
	if it.Teaser {
		body = strings.TrimSpace(teaser)
	} else {
		x.Description = plain(teaser)
	}
	x.URL = strings.TrimSpace(x.URL)
	x.Published = strings.TrimSpace(x.Published)
	if x.Published != "" {
		x.ReadFrom = news.ReadFromFeed
	}
	if updated = strings.TrimSpace(updated); updated != x.Published {
		it.Updated = updated
	}
	if body == "" && x.Title == "" && x.URL == "" {
		return it
	}
	x.MediaType, x.UTF8 = "text/plain", true
	if contentType != "text" && hasMarkup(body) {
		x.MediaType = "text/html"
	}
	x.Body = []byte(body)
	it.Raw = x
	return it
}

// hasMarkup reports whether a text holds tags or entities, so that it is HTML.
// The rest is plain text, whose line breaks count.
func hasMarkup(s string) bool {
	last := strings.LastIndexByte(s, '>')
	for at := 0; at < last; {
		lt := strings.IndexByte(s[at:last], '<')
		if lt < 0 {
			break
		}
		at += lt + 1
		if isTagStart(s[at:]) {
			return true
		}
	}
	for at := 0; ; {
		amp := strings.IndexByte(s[at:], '&')
		if amp < 0 {
			return false
		}
		at += amp + 1
		name, _, ok := strings.Cut(s[at:min(len(s), at+12)], ";")
		if ok && len(name) > 1 && !strings.ContainsAny(name, " \n<&") {
			return true
		}
	}
}

// isTagStart reports whether what follows a '<' makes it a tag.
func isTagStart(s string) bool {
	s = strings.TrimPrefix(s, "/")
	return s != "" && (s[0] == '!' || s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z')
}

// plain makes a line of text of a title: tags off, entities decoded (twice, as
// many feeds escape twice), space collapsed.
func plain(s string) string {
	s = stripTags(s)
	if strings.Contains(s, "&") {
		s = stripTags(html.UnescapeString(html.UnescapeString(s)))
	}
	return strings.Join(strings.Fields(s), " ")
}

// stripTags takes out what looks like an HTML tag; "a < b" is left alone.
func stripTags(s string) string {
	var sb strings.Builder
	for {
		lt := strings.IndexByte(s, '<')
		gt := strings.IndexByte(s[max(lt, 0):], '>')
		if lt < 0 || gt < 0 {
			sb.WriteString(s)
			return sb.String()
		}
		if !isTagStart(s[lt+1:]) {
			sb.WriteString(s[:lt+1])
			s = s[lt+1:]
			continue
		}
		sb.WriteString(s[:lt])
		s = s[lt+gt+1:]
	}
}

// people cleans author fields: "mail@example.org (Name)" and "Name <mail>"
// become the name, a bare address is no author. The same name twice is one.
func people(fields ...string) []string {
	var names []string
	for _, f := range fields {
		f = plain(f)
		if open := strings.IndexByte(f, '('); open > 0 && strings.Contains(f[:open], "@") {
			f = strings.TrimSuffix(f[open+1:], ")")
		}
		if strings.Contains(f, "@") {
			kept := strings.FieldsFunc(f, func(r rune) bool { return r == '<' || r == '>' || r == '(' || r == ')' })
			f = ""
			for _, k := range kept {
				if !strings.Contains(k, "@") {
					f = k
					break
				}
			}
		}
		f = strings.TrimSpace(f)
		if f == "" || contains(names, f) {
			continue
		}
		names = append(names, f)
	}
	return names
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// alternate is the link to the page: rel="alternate" or none, HTML before
// other types.
func alternate(links []*atom.Link) string {
	best := ""
	for _, l := range links {
		if l.Rel != "" && l.Rel != "alternate" || l.Href == "" {
			continue
		}
		if l.Type == "" || l.Type == "text/html" || l.Type == "application/xhtml+xml" {
			return l.Href
		}
		if best == "" {
			best = l.Href
		}
	}
	return best
}

// syndication reads the update hints of the RSS syndication module
// (web.resource.org/rss/1.0/modules/syndication): so often a period.
func syndication(e ext.Extensions) time.Duration {
	period, ok := map[string]time.Duration{
		"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour,
		"monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
	}[strings.ToLower(extension1(e, "sy", "updatePeriod"))]
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(extension1(e, "sy", "updateFrequency"))
	if err != nil || n < 1 {
		n = 1
	}
	return period / time.Duration(n)
}

// extension1 is the first value of an extension element, "" if none.
func extension1(e ext.Extensions, space, name string) string {
	for _, x := range e[space][name] {
		return strings.TrimSpace(x.Value)
	}
	return ""
}

func itunesSummary(it *rss.Item) string {
	if it.ITunesExt == nil {
		return ""
	}
	return it.ITunesExt.Summary
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// firstOf is the first of the values that is not blank.
func firstOf(values ...string) string {
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			return v
		}
	}
	return ""
}

func isHTTP(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}

// resolve makes a link absolute if there is a base to do it with.
func resolve(base, link string) string {
	link = strings.TrimSpace(link)
	if link == "" || base == "" {
		return link
	}
	b, err := url.Parse(base)
	if err != nil || !b.IsAbs() {
		return link
	}
	u, err := b.Parse(link)
	if err != nil {
		return link
	}
	return u.String()
}

// langTag is the primary language of a tag: "fr" of "fr-CA", "zh" of "zh_Hant".
// What is no tag is "".
func langTag(tag string) news.Lang {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	if short, ok := longTags[tag]; ok {
		tag = short
	}
	if len(tag) < 2 || len(tag) > 3 || strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return news.Lang(tag)
}

// longTags are the ISO 639-2 and outdated codes that feeds and catalogues use
// for languages with a two-letter code (loc.gov/standards/iso639-2).
var longTags = map[string]string{
	"eng": "en", "fre": "fr", "fra": "fr", "ara": "ar", "spa": "es", "ger": "de", "deu": "de", "rus": "ru", "per": "fa", "fas": "fa",
	"tur": "tr", "por": "pt", "ita": "it", "chi": "zh", "zho": "zh", "cmn": "zh", "jpn": "ja", "kor": "ko", "heb": "he", "iw": "he",
	"ukr": "uk", "pol": "pl", "dut": "nl", "nld": "nl", "swe": "sv", "hin": "hi", "urd": "ur", "ben": "bn", "kur": "ku", "ind": "id", "in": "id",
	"gre": "el", "ell": "el", "cze": "cs", "ces": "cs", "rum": "ro", "ron": "ro", "hun": "hu", "vie": "vi", "tha": "th", "und": "",
}
