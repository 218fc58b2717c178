package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Changes is a page of changes. Next is the cursor that goes on after it, for now or for later.
type Changes struct {
	Items []Change
	More  bool // there are more already
	Next  string
}

// Changes returns what changed after a cursor, "" for the beginning. Whoever goes on until there is no more, and begins
// there the next time, misses nothing.
func (c *Client) Changes(ctx context.Context, cursor string, f Filter) (*Changes, error) {
	query := f.values()
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	p, err := get[struct {
		Items []Change `json:"items"`
		More  bool     `json:"more"`
		Next  string   `json:"next"`
	}](ctx, c, c.address("/stories/changes", query))
	if err != nil {
		return nil, err
	}
	next, err := url.Parse(p.Next)
	if err != nil {
		return nil, fmt.Errorf("address of the next page: %w", err)
	}
	return &Changes{p.Items, p.More, next.Query().Get("cursor")}, nil
}

// ChangeEvent is a change as a stream tells it.
type ChangeEvent struct {
	Change
	Cursor string // goes on after it
}

// Follow yields what changes as it does, after a cursor or, without one, from now on. A stream that breaks off is taken up again
// where it broke off, so the loop ends with ctx, or when the server refuses.
func (c *Client) Follow(ctx context.Context, cursor string, f Filter) iter.Seq2[ChangeEvent, error] {
	return func(yield func(ChangeEvent, error) bool) {
		wait := leastWait
		for {
			at, heard, err := c.listen(ctx, cursor, f, yield)
			cursor = at
			switch {
			case errors.Is(err, errEnough):
				return
			case ctx.Err() != nil:
				yield(ChangeEvent{}, ctx.Err())
				return
			case refused(err):
				yield(ChangeEvent{}, err)
				return
			case heard:
				wait = leastWait
			}
			select {
			case <-ctx.Done():
			case <-time.After(wait):
			}
			wait = min(2*wait, mostWait)
		}
	}
}

const (
	leastWait = time.Second
	mostWait  = time.Minute
)

// errEnough says that the loop has ended.
var errEnough = errors.New("enough")

// refused reports whether asking again is of no use.
func refused(err error) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Status < 500 && e.Status != http.StatusTooManyRequests
}

// listen reads one stream to its end. It returns the cursor of the last event, and whether there was one.
func (c *Client) listen(ctx context.Context, cursor string, f Filter, yield func(ChangeEvent, error) bool) (at string, heard bool, err error) {
	header := http.Header{}
	if cursor != "" {
		header.Set("Last-Event-ID", cursor)
	}
	query := f.values()
	query.Del("limit")
	res, err := c.open(ctx, c.address("/stories/stream", query), "text/event-stream", header)
	if err != nil {
		return cursor, false, err
	}
	defer func() { _ = res.Body.Close() }()
	var e ChangeEvent
	in := bufio.NewReader(res.Body)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return cursor, heard, err
		}
		name, value, _ := strings.Cut(strings.TrimRight(line, "\r\n"), ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "id":
			e.Cursor = value
		case "data":
			if err := json.Unmarshal([]byte(value), &e.Change); err != nil {
				return cursor, heard, fmt.Errorf("event of %s: %w", res.Request.URL, err)
			}
		case "":
			if e.ID != "" {
				cursor, heard = e.Cursor, true
				if !yield(e, nil) {
					return cursor, heard, errEnough
				}
			}
			e = ChangeEvent{}
		}
	}
}
