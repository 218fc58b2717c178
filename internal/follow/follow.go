// Package follow polls subscriptions: it asks each feed when it is due, reads the
// pages that are new, and remembers what the site said. It leaves the network to a
// Web, the formats to a Parser and the reports to a Keeper; it logs what it
// does, for nobody watches it.
package follow

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Page is what an address answered.
type Page struct {
	URL          string // after redirects
	Moved        string // the new address, when the site says that it moved for good
	NotModified  bool
	ContentType  string
	ETag         string
	LastModified string
	Body         []byte
}

// Web fetches. An error that knows when to come back has RetryAfter() time.Duration;
// one that knows that there will never be anything again has Gone() bool.
type Web interface {
	Get(ctx context.Context, address, etag, lastModified string) (*Page, error)
}

// Listing is what a feed or sitemap holds.
type Listing struct {
	Title string
	Kind  string        // "feed" or "sitemap"
	Every time.Duration // how often the site says that it changes, 0 if it does not
	Items []Item
	Maps  []string // further sitemaps, of an index
}

// Item is one report that a listing announces.
type Item struct {
	URL   string
	Raw   *news.Raw // what the listing itself says; its Body may be empty
	Whole bool      // Raw.Body is the whole report, so that no page need be fetched
}

// Parser reads listings.
type Parser interface {
	Parse(page *Page) (*Listing, error)
	// Page makes a report of a fetched page, with what the listing says of it.
	Page(item Item, page *Page) *news.Raw
}

// Keeper keeps reports.
type Keeper interface {
	// Known reports whether the page is kept already, so that it need not be
	// fetched again.
	Known(ctx context.Context, address string) (bool, error)
	// Keep keeps the first of the candidates that can be read, and says
	// whether one was new.
	Keep(ctx context.Context, candidates ...*news.Raw) (fresh bool, err error)
	// Settle places what was kept into stories.
	Settle(ctx context.Context) error
}

// Intervals between polls of one subscription.
const (
	firstEvery = 15 * time.Minute
	minEvery   = 5 * time.Minute
	maxEvery   = 2 * time.Hour
	maxWait    = 24 * time.Hour // after failures
	maxItems   = 200            // of one listing and poll: the rest comes with the next
	maxMaps    = 5              // sitemaps of an index, the last ones
)

// Poller polls. Its fields may not change once in use.
type Poller struct {
	Feeds   store.Feeds
	Web     Web
	Parser  Parser
	Keeper  Keeper
	Log     *slog.Logger
	Workers int              // feeds asked at once; 0 is 8
	Now     func() time.Time // nil: time.Now

	mu    sync.Mutex
	every map[string]time.Duration // interval of each subscription, learned; starts afresh with the program
}

// Report is what one poll of one subscription did.
type Report struct {
	URL   string
	Fresh int // reports that were not here
	Err   error
}

// Run polls whatever is due until ctx ends.
func (p *Poller) Run(ctx context.Context) error {
	for {
		if _, err := p.Poll(ctx, false); err != nil && ctx.Err() == nil {
			p.Log.ErrorContext(ctx, "poll failed", "error", err)
		}
		timer := time.NewTimer(30 * time.Second)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
}

// Poll asks each subscription that is due, or with all every one that is not
// paused, once. One that fails does not stop the others: its Report has the error.
func (p *Poller) Poll(ctx context.Context, all bool) ([]Report, error) {
	feeds, err := p.Feeds.ListFeeds(ctx)
	if err != nil {
		return nil, err
	}
	feeds = slices.DeleteFunc(feeds, func(f store.Feed) bool { return f.Paused || !all && f.NextPoll.After(p.now()) })
	if len(feeds) == 0 {
		return nil, nil
	}
	reports := make([]Report, len(feeds))
	slots := make(chan struct{}, p.workers())
	var group sync.WaitGroup
	for i, f := range feeds {
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			reports[i] = p.one(ctx, f)
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return reports, err
	}
	return reports, p.Keeper.Settle(ctx)
}

func (p *Poller) workers() int {
	if p.Workers > 0 {
		return p.Workers
	}
	return 8
}

func (p *Poller) now() time.Time {
	if p.Now != nil {
		return p.Now()
	}
	return time.Now()
}

// one polls a subscription and writes down how it went.
func (p *Poller) one(ctx context.Context, f store.Feed) Report {
	every := p.interval(f.URL)
	fresh, err := p.ask(ctx, &f, &every)
	if ctx.Err() != nil {
		return Report{f.URL, fresh, ctx.Err()} // interrupted, which says nothing of the site
	}
	f.Reports += fresh
	p.setInterval(f.URL, every)
	schedule(&f, p.now(), every, err)
	if err != nil {
		p.Log.WarnContext(ctx, "feed failed", "feed", f.URL, "failures", f.Failures, "error", err)
	} else {
		p.Log.InfoContext(ctx, "feed polled", "feed", f.URL, "fresh", fresh, "next", f.NextPoll)
	}
	if e := p.put(ctx, f); e != nil && err == nil {
		err = e
	}
	return Report{f.URL, fresh, err}
}

// put keeps what became of a subscription. A poll takes minutes where a site asks for pauses: what was paused or removed meanwhile stays so.
func (p *Poller) put(ctx context.Context, f store.Feed) error {
	all, err := p.Feeds.ListFeeds(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(now store.Feed) bool { return now.URL == f.URL })
	if i < 0 {
		return nil
	}
	f.Paused = f.Paused || all[i].Paused
	return p.Feeds.PutFeed(ctx, f)
}

func (p *Poller) interval(feed string) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d, ok := p.every[feed]; ok {
		return d
	}
	return firstEvery
}

func (p *Poller) setInterval(feed string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.every == nil {
		p.every = map[string]time.Duration{}
	}
	p.every[feed] = d
}

// ask fetches the listing and what is new in it.
func (p *Poller) ask(ctx context.Context, f *store.Feed, every *time.Duration) (fresh int, err error) {
	page, err := p.Web.Get(ctx, f.URL, f.ETag, f.LastModified)
	if err != nil {
		return 0, err
	}
	if page.NotModified {
		*every = slower(*every)
		return 0, nil
	}
	listing, err := p.Parser.Parse(page)
	if err != nil {
		return 0, err
	}
	if listing.Title != "" {
		f.Title = listing.Title
	}
	f.Kind = listing.Kind
	items := listing.Items
	for _, address := range newest(listing.Maps, maxMaps) {
		more, err := p.sitemap(ctx, address)
		if err != nil {
			return fresh, err
		}
		items = append(items, more...)
	}
	items = items[:min(len(items), maxItems)]
	failed := 0
	for _, item := range items {
		is, err := p.item(ctx, item)
		switch {
		case ctx.Err() != nil:
			return fresh, ctx.Err()
		case news.CodeOf(err) == news.Internal:
			failed++
			p.Log.WarnContext(ctx, "report failed", "report", item.URL, "error", err)
		case is:
			fresh++
		}
	}
	// The validators are remembered only when everything new was taken, so that
	// what failed is met again.
	if failed == 0 {
		f.ETag, f.LastModified = page.ETag, page.LastModified
	}
	if listing.Every > 0 {
		*every = max(*every, min(listing.Every, maxEvery))
	}
	if fresh > 0 {
		*every = quicker(*every)
	} else {
		*every = slower(*every)
	}
	return fresh, nil
}

func newest(maps []string, n int) []string { return maps[max(0, len(maps)-n):] }

func (p *Poller) sitemap(ctx context.Context, address string) ([]Item, error) {
	page, err := p.Web.Get(ctx, address, "", "")
	if err != nil {
		return nil, err
	}
	listing, err := p.Parser.Parse(page)
	if err != nil {
		return nil, err
	}
	return listing.Items, nil
}

// item keeps one announced report: its page where it can be had, else what the
// listing says of it. The error is of the Keeper; what a site refuses is no error.
func (p *Poller) item(ctx context.Context, item Item) (fresh bool, err error) {
	if item.Whole || item.URL == "" {
		return p.keep(ctx, item.Raw)
	}
	known, err := p.Keeper.Known(ctx, item.URL)
	if err != nil || known {
		return false, err
	}
	page, err := p.Web.Get(ctx, item.URL, "", "")
	if err != nil {
		p.Log.InfoContext(ctx, "page not had, keeping what the feed says", "report", item.URL, "error", err)
		return p.keep(ctx, item.Raw)
	}
	return p.keep(ctx, p.Parser.Page(item, page), item.Raw)
}

// keep passes on the candidates that have a body.
func (p *Poller) keep(ctx context.Context, candidates ...*news.Raw) (bool, error) {
	candidates = slices.DeleteFunc(candidates, func(r *news.Raw) bool { return r == nil || len(r.Body) == 0 })
	if len(candidates) == 0 {
		return false, nil
	}
	return p.Keeper.Keep(ctx, candidates...)
}
