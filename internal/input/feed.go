package input

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed/atom"
	"github.com/mmcdole/gofeed/rss"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Feed is a feed that was read: what it says of itself and its items.
type Feed struct {
	Title    string
	Link     string    // the page that the feed belongs to
	Kind     string    // "rss", "rdf", "atom" or "json"
	Lang     news.Lang // as declared for the whole feed: often the software's, not the text's
	Every    time.Duration
	Items    []Item     // in the feed's order
	Problems []*Problem // items that could not be read
}

// Item is one entry of a feed.
type Item struct {
	Raw     *news.Raw // Body is the content, else the description; nil if the item has neither
	GUID    string    // as given; Raw.ID holds it only where there is no link
	Updated string    // as written, "" if not given or the same as Raw.Published
	Teaser  bool      // Body is the description: the report itself may be longer
}

// ParseFeed reads RSS 0.9x and 2.0, RSS 1.0 (RDF), Atom and JSON Feed. Items are
// read one by one, so that a broken or truncated feed keeps those that are
// whole; the others are listed in Problems. Names of items are baseURL with their
// number. Relative links are resolved against the feed's own base, then
// baseURL. An error is returned for what is no feed at all; for a page it
// names the feed that the page links to.
func ParseFeed(body []byte, baseURL string) (*Feed, error) {
	return readFeed(body, baseURL, baseURL, "")
}

func readFeed(body []byte, name, baseURL, contentType string) (*Feed, error) {
	switch kind := SniffKind(body, "", contentType); kind {
	case KindFeed:
		return xmlFeed(xmlText(body, contentType), name, baseURL)
	case KindJSON, KindJSONL:
		return jsonFeed(body, name, baseURL)
	case KindEmpty:
		return nil, bad("is empty, not a feed")
	case KindHTML:
		return nil, notAFeed(body, baseURL)
	case KindBinary, KindGzip:
		return nil, bad("is %s, not a feed", binaryName(body))
	default:
		return nil, bad("is no feed (it looks like %s)", kind)
	}
}

// xmlFeed reads a decoded feed.
func xmlFeed(b []byte, name, baseURL string) (*Feed, error) {
	f := newFeedFrame(b)
	sub := f.head()
	base := baseURL
	if base == "" {
		base = sub.Link
	}
	sub.Link = resolve(baseURL, sub.Link)
	entities := declaredEntities(b)
	if len(entities) > 0 {
		sub.Problems = append(sub.Problems, &Problem{name, entityProblem(entities)})
	}
	if f.cut.more {
		sub.Problems = append(sub.Problems, &Problem{name, bad("has more than %d items; the rest is not read", maxPieces)})
	}
	seen := map[string]bool{}
	for i, p := range f.cut.pieces {
		at := fmt.Sprintf("%s item %d", name, i+1)
		item, err := f.item(p, entities)
		if err != nil {
			sub.Problems = append(sub.Problems, &Problem{at, err})
			continue
		}
		item.place(at, base, seen)
		sub.Items = append(sub.Items, item)
	}
	return sub, nil
}

func entityProblem(names []string) *news.Error {
	return hint(bad("declares XML entities of its own (%s), which are not expanded", shorten(strings.Join(names, ", "), 60)),
		"items that use them are set aside, the others read")
}

// feedFrame is a feed cut into items, with what has to stand around one item to
// make a feed of it.
type feedFrame struct {
	b      []byte
	kind   string
	cut    cutting
	around string   // opening tags around a single item
	ends   []string // and the tags that close them, inner first
}

func newFeedFrame(b []byte) *feedFrame {
	f := &feedFrame{b: b, cut: cutPieces(b, "item", "entry")}
	root := f.cut.root
	rootText := string(b[root.start:root.end])
	if root.self {
		rootText = strings.TrimSuffix(rootText, "/>") + ">"
	}
	qualified := root.local
	if root.prefix != "" {
		qualified = root.prefix + ":" + root.local
	}
	f.ends = []string{"</" + qualified + ">"}
	switch strings.ToLower(root.local) {
	case "feed":
		f.kind, f.around = "atom", rootText
	case "rdf":
		f.kind, f.around = "rdf", rootText
	default:
		f.kind = "rss"
		channel := f.channelTag()
		f.around, f.ends = rootText+channel, []string{"</" + string(tagName([]byte(channel[1:]))) + ">", f.ends[0]}
	}
	return f
}

// channelTag is the start tag of the channel with its attributes (xml:base may be
// there), or a bare one.
func (f *feedFrame) channelTag() string {
	tag, ok := firstTag(f.b, f.cut.root.end)
	if ok && tag.local == "channel" && !tag.closing && !tag.self {
		return string(f.b[tag.start:tag.end])
	}
	return "<channel>"
}

// head reads what the feed says of itself. A head that cannot be read is no
// reason to refuse the items.
func (f *feedFrame) head() *Feed {
	sub := &Feed{Kind: f.kind}
	end := len(f.b)
	if len(f.cut.pieces) > 0 {
		end = f.cut.pieces[0].start
	}
	head := f.b[f.cut.root.start:end]
	text := string(head)
	for _, closing := range f.ends {
		if !strings.Contains(text, closing) {
			text += closing
		}
	}
	if deep, _ := shape(head); deep > maxNesting || !f.parseHead(sub, text) {
		loose := looseFields(head)
		sub.Title, sub.Link = loose.title, loose.link
	}
	return sub
}

func (f *feedFrame) parseHead(sub *Feed, text string) bool {
	if f.kind == "atom" {
		feed, err := parseAtom(text)
		if err != nil {
			return false
		}
		sub.Title, sub.Lang = plain(feed.Title), langTag(feed.Language)
		sub.Link = alternate(feed.Links)
		sub.Every = syndication(feed.Extensions)
		return true
	}
	feed, err := parseRSS(text)
	if err != nil {
		return false
	}
	sub.Title, sub.Link, sub.Lang = plain(feed.Title), feed.Link, langTag(feed.Language)
	if dc := feed.DublinCoreExt; dc != nil && sub.Title == "" {
		sub.Title = plain(first(dc.Title))
	}
	sub.Every = syndication(feed.Extensions)
	if minutes, err := strconv.Atoi(strings.TrimSpace(feed.TTL)); err == nil && minutes > 0 && minutes <= 7*24*60 {
		sub.Every = time.Duration(minutes) * time.Minute
	}
	return true
}

// parseRSS calls the library, which reads what other people wrote: a panic of
// it costs one item, not the run.
func parseRSS(text string) (feed *rss.Feed, err error) {
	defer recovered(&err)
	return (&rss.Parser{}).Parse(strings.NewReader(text))
}

func parseAtom(text string) (feed *atom.Feed, err error) {
	defer recovered(&err)
	return (&atom.Parser{}).Parse(strings.NewReader(text))
}

func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("the feed reader failed: %v", p)
	}
}

// item reads one piece. What is not well formed, or what the library refuses, is
// read loosely.
func (f *feedFrame) item(p piece, entities []string) (Item, *news.Error) {
	b := f.b[p.start:p.end]
	switch {
	case p.cut:
		return Item{}, bad("the feed ends in the middle of this item")
	case len(b) > defaultMaxReport:
		return Item{}, tooLarge("the item", defaultMaxReport)
	case usesEntity(b, entities):
		return Item{}, bad("uses an XML entity that the feed declares itself; it is not expanded")
	}
	text := string(b)
	if !p.closed {
		text += "</" + string(tagName(b[1:])) + ">"
	}
	var item Item
	_, ok := shape([]byte(text))
	if ok {
		item, ok = f.parseItem(f.around + text + strings.Join(f.ends, ""))
	}
	if !ok {
		item = looseFields(b).item()
	}
	if item.Raw == nil {
		return item, bad("the item has no title, no text and no link")
	}
	return item, nil
}

func (f *feedFrame) parseItem(text string) (Item, bool) {
	if f.kind == "atom" {
		feed, err := parseAtom(text)
		if err != nil || len(feed.Entries) != 1 {
			return Item{}, false
		}
		return atomItem(feed.Entries[0]), true
	}
	feed, err := parseRSS(text)
	if err != nil || len(feed.Items) != 1 {
		return Item{}, false
	}
	return rssItem(feed.Items[0]), true
}

// place names an item and makes its link absolute. Where it has no link its
// guid is its id, once: two items that share a guid by mistake stay two.
func (it *Item) place(name, base string, seen map[string]bool) {
	it.Raw.Name = name
	it.Raw.URL = resolve(base, it.Raw.URL)
	if it.Raw.URL == "" && it.GUID != "" && !seen[it.GUID] {
		it.Raw.ID = it.GUID
	}
	seen[it.GUID] = true
}

// feed yields the items of a feed.
func (r *run) feed(s *source, body []byte) bool {
	sub, err := readFeed(body, s.name, s.url, s.contentType)
	if err != nil {
		return r.problem(s.name, because("cannot be read", err))
	}
	return r.items(s, sub)
}

// items yields what a feed holds. An item without any text is fetched if it can be.
func (r *run) items(s *source, sub *Feed) bool {
	for _, p := range sub.Problems {
		if !r.problem(p.Name, p.Err) {
			return false
		}
	}
	if len(sub.Items) == 0 && len(sub.Problems) == 0 {
		r.note(s.name, "the feed has no items")
	}
	for _, it := range sub.Items {
		if !r.item(s, it) {
			return false
		}
	}
	return r.going()
}

func (r *run) item(s *source, it Item) bool {
	x := it.Raw
	switch {
	case len(x.Body) > 0 || x.Withdrawn:
		return r.raw(x)
	case x.URL == "":
		return r.problem(x.Name, bad("the item has no text and no link"))
	case r.opt.Fetcher == nil || s.depth >= maxDepth:
		return r.problem(x.Name, hint(bad("the item has a title and a link, but no text"), "read the page itself: dragoman read %s", x.URL))
	}
	return r.fetchAs(x.URL, maxDepth, x)
}

// notAFeed explains a page that stands where a feed should, and names the feed
// that it links to.
func notAFeed(page []byte, base string) *news.Error {
	e := bad("is an HTML page, not a feed")
	if link := LinkedFeed(page, base); link != "" {
		return hint(e, "the page names its feed: %s", link)
	}
	return hint(e, "look for the feed's address on the page, or read it as a page (.html)")
}

// LinkedFeed is the address of the feed that an HTML page names
// (<link rel="alternate" type="application/rss+xml" href="...">), resolved
// against the page's own address; "" if it names none.
func LinkedFeed(page []byte, address string) string {
	scan := tagScanner{b: page[:min(len(page), 256<<10)]}
	for tag, ok := scan.next(); ok; tag, ok = scan.next() {
		if !strings.EqualFold(tag.local, "link") {
			continue
		}
		a := attributes(scan.b[tag.start:tag.end])
		if t := a["type"]; (strings.Contains(t, "rss") || strings.Contains(t, "atom") || t == "application/feed+json") && a["href"] != "" {
			return resolve(address, a["href"])
		}
	}
	return ""
}

// shorten cuts a text for a message.
func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// trimmed is b without the space around it.
func trimmed(b []byte) string { return string(bytes.TrimSpace(b)) }
