package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/temoto/robotstxt"

	"github.com/dragoman-news/dragoman/internal/news"
)

// robotsFor is how long a robots.txt is believed.
const robotsFor = 12 * time.Hour

// host is one site: who may ask it now, when it was last asked, what it forbids.
type host struct {
	gate   chan struct{} // holds one token: one request at a time
	last   time.Time
	pause  time.Duration
	robots *robotstxt.Group // nil: everything is allowed
	read   time.Time        // when robots was fetched, zero if never
	down   error            // why robots could not be had, if that forbids the rest
}

func (c *Client) host(u *url.URL) *host {
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[u.Host]
	if h == nil {
		h = &host{gate: make(chan struct{}, 1), pause: max(c.opt.Pause, 0)}
		h.gate <- struct{}{}
		c.hosts[u.Host] = h
	}
	return h
}

// turn waits until the host may be asked again. done must follow.
func (h *host) turn(ctx context.Context, c *Client) error {
	select {
	case <-h.gate:
	case <-ctx.Done():
		return ctx.Err()
	}
	wait := h.pause - c.opt.Now().Sub(h.last)
	if h.last.IsZero() || wait <= 0 {
		return nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		h.gate <- struct{}{}
		return ctx.Err()
	}
}

func (h *host) done(c *Client) {
	h.last = c.opt.Now()
	h.gate <- struct{}{}
}

// allowed asks robots.txt, fetching it when it is not known or old.
func (h *host) allowed(ctx context.Context, c *Client, u *url.URL) error {
	if err := h.turn(ctx, c); err != nil {
		return err
	}
	if h.read.IsZero() || c.opt.Now().Sub(h.read) > robotsFor {
		h.fetchRobots(ctx, c, u)
		h.last = c.opt.Now()
	}
	err := h.verdict(u)
	h.gate <- struct{}{}
	return errors.Join(ctx.Err(), err)
}

// verdict is what the rules in force say of u. The caller holds the gate.
func (h *host) verdict(u *url.URL) error {
	switch {
	case h.down != nil:
		return h.down
	case h.robots != nil && !h.robots.Test(u.RequestURI()):
		return &news.Error{
			Code: news.Invalid, Message: fmt.Sprintf("%s does not allow programs to read %s", u.Host, u.Path),
			Hint: "its robots.txt says so; save the page in a browser and read the file",
		}
	case h.pause > maxPause:
		return &news.Error{Code: news.Invalid, Message: fmt.Sprintf("%s asks programs to wait %s between pages", u.Host, h.pause)}
	}
	return nil
}

// fetchRobots reads robots.txt as RFC 9309 says: none (4xx) allows everything, a
// site in trouble (5xx) forbids everything for now. A host that cannot be
// reached at all is left to the request itself to report.
func (h *host) fetchRobots(ctx context.Context, c *Client, u *url.URL) {
	h.robots, h.down, h.pause = nil, nil, max(c.opt.Pause, 0)
	res, err := c.do(ctx, &url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}, Validators{})
	if ctx.Err() != nil {
		return
	}
	h.read = c.opt.Now()
	if err != nil {
		if e, ok := errors.AsType[*StatusError](err); ok && e.Status >= 500 {
			h.read = h.read.Add(10*time.Minute - robotsFor) // ask again soon
			h.down = &news.Error{Code: news.Internal, Message: u.Host + " is in trouble: its robots.txt cannot be read", Hint: "try again later", Err: err}
		}
		return
	}
	data, err := robotstxt.FromBytes(res.Body)
	if err != nil {
		return // unreadable rules forbid nothing
	}
	if g := data.FindGroup(agent); g != nil {
		h.robots = g
		h.pause = max(h.pause, g.CrawlDelay)
	}
}
