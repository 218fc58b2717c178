// Package fetch gets bytes from addresses on the web with the manners that news
// sites may expect: one request at a time to a host, a pause between them,
// robots.txt with its Crawl-delay, conditional requests, a User-Agent that says
// whom to write to. It refuses addresses inside the reader's own network, and bounds
// time, size and redirects. It knows nothing of what the bytes mean.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Options says how a Client behaves. The zero value is polite and careful.
type Options struct {
	Contact      string        // mail address or page, named in the User-Agent
	AllowPrivate bool          // also fetch from loopback, link-local and private addresses
	Timeout      time.Duration // for one request with its redirects; 0 is 30 s
	MaxBytes     int64         // of a body after decompression; 0 is 16 MiB
	Pause        time.Duration // between two requests to a host; 0 is 1 s, less than 0 none
	Redirects    int           // at most so many; 0 is 5
	Version      string        // of the program, named in the User-Agent
	Now          func() time.Time
}

// maxPause bounds the Crawl-delay that is honoured: a site that asks for an hour
// means "do not", and is told apart by being refused.
const maxPause = 2 * time.Minute

// Client fetches. It is safe for concurrent use.
type Client struct {
	opt  Options
	http *http.Client

	mu    sync.Mutex
	hosts map[string]*host
}

// New returns a client.
func New(opt Options) *Client {
	if opt.Timeout == 0 {
		opt.Timeout = 30 * time.Second
	}
	if opt.MaxBytes == 0 {
		opt.MaxBytes = 16 << 20
	}
	if opt.Pause == 0 {
		opt.Pause = time.Second
	}
	if opt.Redirects == 0 {
		opt.Redirects = 5
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	c := &Client{opt: opt, hosts: map[string]*host{}}
	c.http = &http.Client{Transport: transport(opt), CheckRedirect: c.redirect, Timeout: opt.Timeout}
	return c
}

// transport dials only where it may. The check is on the address dialled, after
// names are resolved, so that a name that points inside, or turns there between
// two look-ups, is refused too. A proxy would look names up itself; it is used
// only with AllowPrivate.
func transport(opt Options) *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	t := &http.Transport{
		DialContext: dialer.DialContext, TLSHandshakeTimeout: 10 * time.Second, ResponseHeaderTimeout: opt.Timeout,
		MaxIdleConnsPerHost: 1, IdleConnTimeout: 30 * time.Second, MaxResponseHeaderBytes: 256 << 10, ForceAttemptHTTP2: true,
	}
	if opt.AllowPrivate {
		t.Proxy = http.ProxyFromEnvironment
	} else {
		dialer.Control = refuseInside
	}
	return t
}

// Validators make a request conditional.
type Validators struct{ ETag, LastModified string }

// Response is what an address answered.
type Response struct {
	URL         string // after redirects
	Moved       string // the new address, when every redirect on the way was permanent; "" otherwise
	NotModified bool   // 304: the rest is empty
	ContentType string
	Validators
	Body []byte
}

// StatusError is an answer that is neither 2xx nor 304.
type StatusError struct {
	URL        string
	Status     int
	RetryAfter time.Duration // 0 where the site says nothing
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("%s answered %d %s", e.URL, e.Status, http.StatusText(e.Status))
}

// Get fetches an address, waiting for the host's turn first. Errors are *news.Error
// for people; a *StatusError is inside where the site answered with one.
func (c *Client) Get(ctx context.Context, address string, v Validators) (*Response, error) {
	u, err := check(address)
	if err != nil {
		return nil, err
	}
	h := c.host(u)
	if err := h.allowed(ctx, c, u); err != nil {
		return nil, err
	}
	if err := h.turn(ctx, c); err != nil {
		return nil, err
	}
	defer h.done(c)
	return c.do(ctx, u, v)
}

// check accepts absolute http and https addresses.
func check(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, &news.Error{Code: news.Invalid, Message: "not an address", Err: err}
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, &news.Error{Code: news.Invalid, Message: address + " is not an http or https address"}
	case u.Hostname() == "":
		return nil, &news.Error{Code: news.Invalid, Message: address + " names no host"}
	case u.User != nil:
		return nil, &news.Error{Code: news.Invalid, Message: "an address with a password in it is not fetched", Hint: "take user:password@ out of it"}
	}
	return u, nil
}

func (c *Client) request(ctx context.Context, u *url.URL) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", c.UserAgent())
	req.Header.Set("Accept", "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,application/json;q=0.9,*/*;q=0.5")
	return req, nil
}

// UserAgent is how the client calls itself, with the contact where one is set.
func (c *Client) UserAgent() string {
	version := c.opt.Version
	if version == "" {
		version = "0"
	}
	if c.opt.Contact == "" {
		return agent + "/" + version + " (news reader)"
	}
	return agent + "/" + version + " (news reader; " + strings.Map(printable, c.opt.Contact) + ")"
}

// agent is the product name that robots.txt files may address.
const agent = "Dragoman"

func printable(r rune) rune {
	if r < ' ' || r > '~' || r == '(' || r == ')' {
		return -1
	}
	return r
}

func (c *Client) do(ctx context.Context, u *url.URL, v Validators) (*Response, error) {
	trail := &trail{permanent: true}
	req, err := c.request(context.WithValue(ctx, trailKey{}, trail), u)
	if err != nil {
		return nil, err
	}
	if v.ETag != "" {
		req.Header.Set("If-None-Match", v.ETag)
	}
	if v.LastModified != "" {
		req.Header.Set("If-Modified-Since", v.LastModified)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return nil, inWords(u.String(), err)
	}
	defer func() { _ = res.Body.Close() }()
	out := &Response{
		URL: res.Request.URL.String(), ContentType: res.Header.Get("Content-Type"),
		Validators: Validators{res.Header.Get("ETag"), res.Header.Get("Last-Modified")},
	}
	if trail.hops > 0 && trail.permanent {
		out.Moved = out.URL
	}
	switch {
	case res.StatusCode == http.StatusNotModified:
		out.NotModified, out.Validators = true, v
		return out, nil
	case res.StatusCode < 200 || res.StatusCode > 299:
		return nil, inWords(u.String(), &StatusError{u.String(), res.StatusCode, c.retryAfter(res.Header.Get("Retry-After"))})
	}
	out.Body, err = io.ReadAll(io.LimitReader(res.Body, c.opt.MaxBytes+1))
	if err != nil {
		return nil, inWords(u.String(), err)
	}
	if int64(len(out.Body)) > c.opt.MaxBytes {
		return nil, &news.Error{Code: news.Invalid, Message: fmt.Sprintf("%s is larger than %d MiB", u, c.opt.MaxBytes>>20)}
	}
	return out, nil
}

// trail remembers how a request was redirected.
type trail struct {
	hops      int
	permanent bool
}

type trailKey struct{}

func (c *Client) redirect(req *http.Request, via []*http.Request) error {
	if len(via) > c.opt.Redirects {
		return fmt.Errorf("more than %d redirects", c.opt.Redirects)
	}
	if _, err := check(req.URL.String()); err != nil {
		return err
	}
	if t, ok := req.Context().Value(trailKey{}).(*trail); ok {
		t.hops++
		code := req.Response.StatusCode
		t.permanent = t.permanent && (code == http.StatusMovedPermanently || code == http.StatusPermanentRedirect)
	}
	return nil
}

// retryAfter reads seconds or a date, at most a day.
func (c *Client) retryAfter(s string) time.Duration {
	d := time.Duration(0)
	if n, err := strconv.Atoi(strings.TrimSpace(s)); err == nil {
		d = time.Duration(n) * time.Second
	} else if t, err := http.ParseTime(s); err == nil {
		d = t.Sub(c.opt.Now())
	}
	return min(max(d, 0), 24*time.Hour)
}

// inWords says what went wrong with an address and what can be done.
func inWords(address string, err error) error {
	out := &news.Error{Code: news.Internal, Message: address + " could not be fetched", Err: err}
	if e, ok := errors.AsType[*news.Error](err); ok { // the dialler's or a redirect's own words
		return &news.Error{Code: e.Code, Message: address + ": " + e.Message, Hint: e.Hint}
	}
	if e, ok := errors.AsType[*StatusError](err); ok {
		out.Message, out.Hint = "fetch", statusHint(e.Status)
		return out
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		out.Message = address + " did not answer in time"
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		out.Hint = "is the name right, and is there a network?"
	}
	return out
}

func statusHint(status int) string {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusPaymentRequired:
		return "the site does not give it to programs; save the page in a browser and read the file"
	case http.StatusNotFound, http.StatusGone:
		return "the page is no longer there"
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return "the site asks to come back later"
	}
	return ""
}
