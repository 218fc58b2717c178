package input

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// isJSONFeed reports whether a JSON document, whole or not, calls itself a JSON
// Feed (jsonfeed.org/version/1.1) near its beginning or end.
func isJSONFeed(b []byte) bool {
	mark := []byte("jsonfeed.org/version")
	return bytes.Contains(b[:min(len(b), 64<<10)], mark) || bytes.Contains(b[max(0, len(b)-sniffLen):], mark)
}

// jsonFeed reads a JSON Feed. Of a truncated one it keeps the items that are whole.
func jsonFeed(b []byte, name, baseURL string) (*Feed, error) {
	b = jsonUTF8(b)
	if !isJSONFeed(b) {
		return nil, bad("is JSON, but no JSON Feed")
	}
	var doc struct {
		Items []json.RawMessage `json:"items"`
	}
	head, err := parseObject(b)
	var problems []*Problem
	if err == nil && json.Unmarshal(b, &doc) != nil {
		return nil, bad("is a JSON Feed without a list of items")
	}
	if err != nil {
		head, doc.Items, problems = salvageJSONFeed(b, name)
	}
	sub := &Feed{
		Title: plain(head.text("title")), Link: resolve(baseURL, head.text("home_page_url")), Kind: "json",
		Lang: langTag(head.text("language")), Problems: problems,
	}
	base := firstOf(baseURL, head.text("feed_url"), sub.Link)
	seen := map[string]bool{}
	for i, v := range doc.Items {
		at := fmt.Sprintf("%s item %d", name, i+1)
		o, err := parseObject(v)
		if err != nil {
			sub.Problems = append(sub.Problems, &Problem{at, because("is not a JSON object", err)})
			continue
		}
		item := jsonItem(o)
		if item.Raw == nil {
			sub.Problems = append(sub.Problems, &Problem{at, bad("the item has no title, no text and no link")})
			continue
		}
		item.place(at, base, seen)
		sub.Items = append(sub.Items, item)
	}
	return sub, nil
}

// jsonItem maps an item of JSON Feed 1.0 or 1.1.
func jsonItem(o object) Item {
	authors := o.names("authors")
	if len(authors) == 0 {
		authors = o.names("author")
	}
	x := &news.Raw{
		URL: firstOf(o.text("url"), o.text("external_url")), Title: plain(o.text("title")),
		Lang: langTag(o.text("language")), Authors: authors,
		Published: firstOf(o.text("date_published"), o.text("date_modified")),
	}
	content, kind := o.text("content_html"), "html"
	if strings.TrimSpace(content) == "" {
		content, kind = o.text("content_text"), "text"
	}
	if x.URL == "" && isHTTP(o.text("id")) {
		x.URL = o.text("id")
	}
	return feedItem(x, o.text("id"), o.text("date_modified"), content, o.text("summary"), kind)
}

// salvageJSONFeed reads what comes before the list of items, and those items
// that are whole.
func salvageJSONFeed(b []byte, name string) (head object, items []json.RawMessage, problems []*Problem) {
	before, list, ok := bytes.Cut(b, []byte(`"items"`))
	before = append(bytes.TrimRight(bytes.Clone(before), " \t\r\n,"), '}')
	head, err := parseObject(before)
	if err != nil {
		head = object{}
	}
	if !ok {
		return head, nil, []*Problem{{name, bad("is a JSON Feed that ends before its items")}}
	}
	values := jsonValues{bufio.NewReader(bytes.NewReader(list)), defaultMaxReport}
	for {
		value, size, err := values.next()
		at := fmt.Sprintf("%s item %d", name, len(items)+1)
		switch {
		case errors.Is(err, io.EOF):
			return head, items, append(problems, &Problem{name, bad("the feed is cut off or broken; %s read", count(len(items), "whole item was", "whole items were"))})
		case err != nil:
			return head, items, append(problems, &Problem{at, bad("the feed ends in the middle of this item")})
		case value == nil && size > 0:
			problems = append(problems, &Problem{at, tooLarge("the item", defaultMaxReport)})
		}
		items = append(items, value)
	}
}
