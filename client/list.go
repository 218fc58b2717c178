package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"strconv"
)

// Filter narrows a list. Its zero value matches all; what a list does not know is refused.
type Filter struct {
	Since, Until string // 2020-03-08, 2020-03, 2020, or 7d for the last seven days
	Lang         string
	Country      string // ISO 3166-1 alpha-3
	Entity       string // an id, or a name in any spelling
	Place        string // a place that is named as well, in the same two ways
	Source       string // domain or name of an outlet
	Type         string // of an event
	Status       string // of an event
	Kind         string // of entities or commitments
	Sort         string // of a search
	Open, Due    bool   // of commitments
	Limit        int    // rows, 0 for all; of one page where an answer is one page
}

// most is how many rows a page has.
const most = 200

func (f Filter) values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{
		"since": f.Since, "until": f.Until, "lang": f.Lang, "country": f.Country, "entity": f.Entity, "place": f.Place, "source": f.Source,
		"type": f.Type, "status": f.Status, "kind": f.Kind, "sort": f.Sort,
	} {
		if value != "" {
			v.Set(name, value)
		}
	}
	for name, value := range map[string]bool{"open": f.Open, "due": f.Due} {
		if value {
			v.Set(name, "true")
		}
	}
	if f.Limit > 0 {
		v.Set("limit", strconv.Itoa(min(f.Limit, most)))
	}
	return v
}

// page is a page of a list.
type page[T any] struct {
	Items []T     `json:"items"`
	Next  *string `json:"next"`
}

// list reads a list page by page, and stops at the first error, which it yields.
func list[T any](ctx context.Context, c *Client, path string, query url.Values, limit int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		n := 0
		for address := c.address(path, query); address != ""; {
			p, err := get[page[T]](ctx, c, address)
			if err != nil {
				yield(none, err)
				return
			}
			for _, row := range p.Items {
				if n++; !yield(row, nil) || n == limit {
					return
				}
			}
			if address, err = c.next(p.Next); err != nil {
				yield(none, err)
				return
			}
		}
	}
}

// next is the address of the next page, "" after the last. It is a path on the server that was asked.
func (c *Client) next(path *string) (string, error) {
	if path == nil || *path == "" {
		return "", nil
	}
	u, err := url.Parse(*path)
	if err != nil || u.Host != "" || u.Scheme != "" || u.Opaque != "" { // a server does not send its reader elsewhere
		return "", fmt.Errorf("the next page is at %q, which is no path", *path)
	}
	return c.base.Scheme + "://" + c.base.Host + u.String(), nil
}

// Reports yields reports, newest first.
func (c *Client) Reports(ctx context.Context, f Filter) iter.Seq2[*Document, error] {
	return list[*Document](ctx, c, "/reports", f.values(), f.Limit)
}

// Stories yields stories, newest first.
func (c *Client) Stories(ctx context.Context, f Filter) iter.Seq2[*Story, error] {
	return list[*Story](ctx, c, "/stories", f.values(), f.Limit)
}

// Entries yields the entries of stories, newest first.
func (c *Client) Entries(ctx context.Context, f Filter) iter.Seq2[*Entry, error] {
	return list[*Entry](ctx, c, "/entries", f.values(), f.Limit)
}

// Entities yields who and what is named, most reports first.
func (c *Client) Entities(ctx context.Context, f Filter) iter.Seq2[*Entity, error] {
	return list[*Entity](ctx, c, "/entities", f.values(), f.Limit)
}

// Quotes yields what was said; with an entity, what it says.
func (c *Client) Quotes(ctx context.Context, f Filter) iter.Seq2[*ReportQuote, error] {
	return list[*ReportQuote](ctx, c, "/quotes", f.values(), f.Limit)
}

// Hits yields all that has the words of a query, page by page.
func (c *Client) Hits(ctx context.Context, query string, f Filter) iter.Seq2[*Hit, error] {
	v := f.values()
	v.Set("q", query)
	return list[*Hit](ctx, c, "/search", v, f.Limit)
}

// Sources yields outlets, by name.
func (c *Client) Sources(ctx context.Context, f Filter) iter.Seq2[*Source, error] {
	return list[*Source](ctx, c, "/sources", f.values(), f.Limit)
}

// Feeds yields subscriptions, by address.
func (c *Client) Feeds(ctx context.Context) iter.Seq2[*Feed, error] {
	return list[*Feed](ctx, c, "/feeds", nil, 0)
}

// Visits yields who was where, latest first.
func (c *Client) Visits(ctx context.Context, f Filter) iter.Seq2[*Visit, error] {
	return list[*Visit](ctx, c, "/visits", f.values(), f.Limit)
}

// Commitments yields what was agreed, promised, offered, threatened, demanded and asked for.
func (c *Client) Commitments(ctx context.Context, f Filter) iter.Seq2[*Commitment, error] {
	return list[*Commitment](ctx, c, "/commitments", f.values(), f.Limit)
}

// AllReports yields reports as one stream of lines, which costs a server less than pages do. A stream that breaks off ends with an
// error; it cannot be gone on with.
func (c *Client) AllReports(ctx context.Context, f Filter) iter.Seq2[*Document, error] {
	return lines[*Document](ctx, c, "/reports", f)
}

// AllStories yields stories in the same way.
func (c *Client) AllStories(ctx context.Context, f Filter) iter.Seq2[*Story, error] {
	return lines[*Story](ctx, c, "/stories", f)
}

// AllEntries yields entries in the same way.
func (c *Client) AllEntries(ctx context.Context, f Filter) iter.Seq2[*Entry, error] {
	return lines[*Entry](ctx, c, "/entries", f)
}

// lines reads a list as JSON Lines.
func lines[T any](ctx context.Context, c *Client, path string, f Filter) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		query := f.values()
		if f.Limit > 0 {
			query.Set("limit", strconv.Itoa(f.Limit))
		}
		res, err := c.open(ctx, c.address(path, query), "application/jsonl", nil)
		if err != nil {
			yield(none, err)
			return
		}
		defer func() { _ = res.Body.Close() }()
		in := json.NewDecoder(bufio.NewReader(res.Body))
		for in.More() {
			var row T
			err := in.Decode(&row)
			if !yield(row, err) || err != nil {
				return
			}
		}
		if _, err := in.Token(); !errors.Is(err, io.EOF) { // More takes a stream that broke off for one that ended
			yield(none, err)
		}
	}
}
