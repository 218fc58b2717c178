package app

import (
	"context"
	"errors"
	"net/http"
	"os"
	"time"

	"github.com/dragoman-news/dragoman/internal/fetch"
	"github.com/dragoman-news/dragoman/internal/follow"
	"github.com/dragoman-news/dragoman/internal/input"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/pipeline"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Fetcher is the network as the inputs and the poller see it.
type Fetcher struct{ client *fetch.Client }

// NewFetcher returns the network. The contact that the User-Agent names comes
// from DRAGOMAN_CONTACT.
func NewFetcher(allowPrivate bool) *Fetcher {
	return &Fetcher{fetch.New(fetch.Options{
		AllowPrivate: allowPrivate, Version: Version, Contact: os.Getenv("DRAGOMAN_CONTACT"),
	})}
}

// Fetch implements input.Fetcher.
func (f *Fetcher) Fetch(ctx context.Context, address string) (*input.Response, error) {
	res, err := f.client.Get(ctx, address, fetch.Validators{})
	if err != nil {
		return nil, err
	}
	return &input.Response{URL: res.URL, ContentType: res.ContentType, Body: res.Body}, nil
}

// Get implements follow.Web.
func (f *Fetcher) Get(ctx context.Context, address, etag, lastModified string) (*follow.Page, error) {
	res, err := f.client.Get(ctx, address, fetch.Validators{ETag: etag, LastModified: lastModified})
	if err != nil {
		if e, ok := errors.AsType[*fetch.StatusError](err); ok {
			return nil, answer{err, e}
		}
		return nil, err
	}
	return &follow.Page{
		URL: res.URL, Moved: res.Moved, NotModified: res.NotModified, ContentType: res.ContentType,
		ETag: res.ETag, LastModified: res.LastModified, Body: res.Body,
	}, nil
}

// answer tells the poller what a status means for the next poll.
type answer struct {
	error
	status *fetch.StatusError
}

func (a answer) Unwrap() error             { return a.error }
func (a answer) Gone() bool                { return a.status.Status == http.StatusGone }
func (a answer) RetryAfter() time.Duration { return a.status.RetryAfter }

// listings reads feeds and sitemaps for the poller.
type listings struct{}

// whole is how many bytes of content make a feed item a report of its own; below
// that it is a teaser, and the page is fetched.
const whole = 1500

func (listings) Parse(page *follow.Page) (*follow.Listing, error) {
	if input.SniffKind(page.Body, page.URL, page.ContentType) == input.KindSitemap {
		return sitemap(page)
	}
	feed, err := input.ParseFeed(page.Body, page.URL)
	if err != nil {
		return nil, err
	}
	out := &follow.Listing{Title: feed.Title, Kind: "feed", Every: feed.Every}
	for _, it := range feed.Items {
		if it.Raw == nil {
			continue
		}
		out.Items = append(out.Items, follow.Item{
			URL: it.Raw.URL, Raw: it.Raw, Whole: !it.Teaser && len(it.Raw.Body) >= whole,
		})
	}
	return out, nil
}

func sitemap(page *follow.Page) (*follow.Listing, error) {
	m, err := input.ParseSitemap(page.Body)
	if err != nil {
		return nil, err
	}
	out := &follow.Listing{Kind: "sitemap", Maps: m.Maps}
	for _, p := range m.Pages {
		raw := &news.Raw{Name: p.URL, URL: p.URL, Title: p.Title, Lang: p.Lang, Source: p.Source, Published: p.Published}
		if p.Published != "" {
			raw.ReadFrom = news.ReadFromFeed
		}
		out.Items = append(out.Items, follow.Item{URL: p.URL, Raw: raw})
	}
	return out, nil
}

// Page makes a report of a fetched page. What the listing says of it travels
// along, except its title: headlines of feeds are cut and entity-mangled more
// often than those of pages.
func (listings) Page(item follow.Item, page *follow.Page) *news.Raw {
	kind := input.SniffKind(page.Body, page.URL, page.ContentType)
	if kind.MediaType() == "" {
		return nil
	}
	raw := &news.Raw{Name: item.URL, URL: item.URL, MediaType: kind.MediaType(), ContentType: page.ContentType, Body: page.Body}
	if item.Raw != nil {
		raw.Lang, raw.Authors, raw.Published, raw.ReadFrom = item.Raw.Lang, item.Raw.Authors, item.Raw.Published, item.Raw.ReadFrom
	}
	return raw
}

// keeping keeps what the poller brings.
type keeping struct {
	st     store.Store
	reader *pipeline.Pipeline
}

func (k keeping) Known(ctx context.Context, address string) (bool, error) {
	_, err := k.st.Document(ctx, addressID(address))
	if news.CodeOf(err) == news.NotFound {
		return false, nil
	}
	return err == nil, err
}

func (k keeping) Keep(ctx context.Context, candidates ...*news.Raw) (fresh bool, err error) {
	var last error
	for _, raw := range candidates {
		doc, err := k.reader.Process(raw)
		if err == nil {
			err = unknownWithdrawal(ctx, k.st, doc, nil)
		}
		if err != nil {
			last = err
			continue
		}
		outcomes, err := k.st.Add(ctx, []*news.Document{doc})
		return err == nil && outcomes[0] == store.Added, err
	}
	raw := candidates[0]
	aside := news.SetAside{Name: raw.Name, Reason: last.Error()}
	return false, k.st.SetAside(ctx, []news.SetAside{aside})
}

func (k keeping) Settle(ctx context.Context) error {
	_, err := Settle(ctx, k.st, nil)
	return err
}
