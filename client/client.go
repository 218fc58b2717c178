// Package client reads the HTTP API of Dragoman from Go: reports, stories, entries, who is named, what was said, and what
// changes as it changes. It keeps watches, and fetches files in the formats of the field. It imports nothing of the program's, so that it can be taken along on its own.
//
//	c, err := client.New("http://localhost:8080", client.Options{})
//	for story, err := range c.Stories(ctx, client.Filter{Country: "IRQ", Type: "CONSULT"}) {
//		...
//	}
//
// Lists are read page by page as the loop goes on; Limit in a filter ends them. Answers can have fields that this
// package does not know: they are passed over.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// Options set a client up. The zero value is good.
type Options struct {
	HTTP      *http.Client // http.DefaultClient unless it is given
	Token     string       // sent as a bearer token
	UserAgent string
}

// Client reads from one server. It may be used from many goroutines.
type Client struct {
	base *url.URL
	opts Options
}

// New returns a client for a server, by the address of its pages: http://localhost:8080.
func New(server string, opts Options) (*Client, error) {
	base, err := url.Parse(strings.TrimSuffix(server, "/"))
	if err != nil {
		return nil, fmt.Errorf("address of the server: %w", err)
	}
	if base.Scheme != "http" && base.Scheme != "https" || base.Host == "" {
		return nil, fmt.Errorf("address of the server: %q does not begin with http:// or https://", server)
	}
	if opts.HTTP == nil {
		opts.HTTP = http.DefaultClient
	}
	if opts.UserAgent == "" {
		opts.UserAgent = "dragoman-client"
	}
	return &Client{base, opts}, nil
}

// Error is an answer that says what is wrong: a problem document of RFC 9457.
type Error struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
	Hint   string `json:"hint"` // what to do about it
	// Instance is under which the log of the server has the request.
	Instance string `json:"instance"`
}

func (e *Error) Error() string {
	text := e.Title
	if e.Detail != "" {
		text = e.Detail
	}
	return fmt.Sprintf("dragoman answered %d: %s", e.Status, text)
}

// Is lets errors.Is tell what kind an error is.
func (e *Error) Is(target error) bool {
	return target == ErrNotFound && e.Status == http.StatusNotFound || target == ErrListChanged && e.Status == http.StatusGone
}

// What errors.Is can be asked for.
var (
	ErrNotFound    = errors.New("there is no such thing")
	ErrListChanged = errors.New("the list has changed too much to go on")
)

const prefix = "/api/v1"

// address is where something is asked for.
func (c *Client) address(path string, query url.Values) string {
	u := c.base.String() + prefix + path
	if len(query) > 0 {
		u += "?" + query.Encode()
	}
	return u
}

// maxError bounds what is read of an answer that says what is wrong.
const maxError = 1 << 20

// open asks and returns the answer, whose body the caller closes.
func (c *Client) open(ctx context.Context, address, accept string, header http.Header) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	for name, values := range header {
		r.Header[name] = values
	}
	r.Header.Set("Accept", accept)
	return c.send(r)
}

// send makes a request and returns the answer where all went well, whose body the caller closes.
func (c *Client) send(r *http.Request) (*http.Response, error) {
	r.Header.Set("User-Agent", c.opts.UserAgent)
	if c.opts.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.opts.Token)
	}
	res, err := c.opts.HTTP.Do(r)
	if err != nil {
		return nil, err
	}
	switch res.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusNoContent:
		return res, nil
	}
	defer func() { _ = res.Body.Close() }()
	return nil, problem(res)
}

// change asks for a change, sending a value as JSON unless it is nil, and reads the answer into out unless that is nil.
func (c *Client) change(ctx context.Context, method, address string, in, out any) error {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		body = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return err
	}
	r.Header.Set("Accept", "application/json")
	if in != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	res, err := c.send(r)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }()
	if out == nil {
		return nil
	}
	if err := json.NewDecoder(res.Body).Decode(out); err != nil {
		return fmt.Errorf("answer of %s: %w", address, err)
	}
	return nil
}

// problem reads what is wrong.
func problem(res *http.Response) error {
	e := &Error{}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxError))
	kind, _, _ := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if err == nil && kind == "application/problem+json" {
		err = json.Unmarshal(body, e)
	}
	if err != nil || e.Title == "" {
		e.Title = res.Status
	}
	e.Status = res.StatusCode
	return e
}

// get asks for one JSON value.
func get[T any](ctx context.Context, c *Client, address string) (v T, err error) {
	res, err := c.open(ctx, address, "application/json", nil)
	if err != nil {
		return v, err
	}
	defer func() { _ = res.Body.Close() }()
	if err := json.NewDecoder(res.Body).Decode(&v); err != nil {
		return v, fmt.Errorf("answer of %s: %w", address, err)
	}
	return v, nil
}

// Report returns one report, or ErrNotFound.
func (c *Client) Report(ctx context.Context, id string) (*Document, error) {
	return get[*Document](ctx, c, c.address("/reports/"+url.PathEscape(id), nil))
}

// Story returns one story by its id, one that it had before, or that of a report; or ErrNotFound.
func (c *Client) Story(ctx context.Context, id string) (*StoryPage, error) {
	return get[*StoryPage](ctx, c, c.address("/stories/"+url.PathEscape(id), nil))
}

// StoryAsOf returns a story as it stood at a moment: 2026-11-20T10:00Z, or a day for its end.
func (c *Client) StoryAsOf(ctx context.Context, id, moment string) (*StoryPage, error) {
	return get[*StoryPage](ctx, c, c.address("/stories/"+url.PathEscape(id), url.Values{"as-of": {moment}}))
}

// Entity returns all that is known of one person, organisation, place or country, or ErrNotFound.
func (c *Client) Entity(ctx context.Context, id string) (*Person, error) {
	return get[*Person](ctx, c, c.address("/entities/"+url.PathEscape(id), nil))
}

// Coverage returns the reports by day, and where they stopped coming. It is narrowed by Since, Until, Lang and Source.
func (c *Client) Coverage(ctx context.Context, f Filter) (*Coverage, error) {
	return get[*Coverage](ctx, c, c.address("/coverage", f.values()))
}

// Search returns the first page of what has the words of a query, best first.
func (c *Client) Search(ctx context.Context, query string, f Filter) (*SearchResult, error) {
	v := f.values()
	v.Set("q", query)
	return get[*SearchResult](ctx, c, c.address("/search", v))
}

// Like returns what means most nearly the same as a text, in any language.
func (c *Client) Like(ctx context.Context, text string, f Filter) (*SearchResult, error) {
	v := f.values()
	v.Set("like", text)
	return get[*SearchResult](ctx, c, c.address("/search", v))
}
