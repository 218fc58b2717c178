package app

import (
	"context"
	"log/slog"
	"net/url"
	"strings"

	"github.com/dragoman-news/dragoman/internal/fetch"
	"github.com/dragoman-news/dragoman/internal/follow"
	"github.com/dragoman-news/dragoman/internal/input"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// NewPoller returns the poller of the subscriptions in st. ctx bounds what it reads of
// the user's own entities.
func NewPoller(ctx context.Context, st store.Store, f *Fetcher, m *ReadingModel, rules *Rules, log *slog.Logger) *follow.Poller {
	return &follow.Poller{
		Feeds: st, Web: f, Parser: listings{}, Keeper: keeping{st, Reading(1, m, KnowledgeIn(ctx, st), rules)}, Log: log,
	}
}

// Subscriptions reads what `dragoman follow` was given: an OPML list yields its
// feeds, a page the feed that it links to, a feed or sitemap itself.
func Subscriptions(ctx context.Context, f *Fetcher, body []byte, address string) ([]store.Feed, error) {
	if body == nil {
		res, err := f.client.Get(ctx, address, fetch.Validators{})
		if err != nil {
			return nil, err
		}
		body, address = res.Body, res.URL
	}
	switch input.SniffKind(body, address, "") {
	case input.KindOPML:
		outlines, err := input.ParseOPML(body)
		if err != nil {
			return nil, err
		}
		var out []store.Feed
		for _, o := range outlines {
			out = append(out, store.Feed{URL: o.URL, Title: o.Title, Kind: "feed"})
		}
		return out, nil
	case input.KindSitemap:
		return []store.Feed{{URL: address, Kind: "sitemap"}}, nil
	case input.KindHTML:
		feed := input.LinkedFeed(body, address)
		if feed == "" {
			return nil, &news.Error{
				Code: news.Invalid, Message: address + " is a page that names no feed",
				Hint: "look for RSS, Atom or a news sitemap on the site and give its address",
			}
		}
		return []store.Feed{{URL: feed, Kind: "feed"}}, nil
	}
	feed, err := input.ParseFeed(body, address)
	if err != nil {
		return nil, err
	}
	return []store.Feed{{URL: address, Title: feed.Title, Kind: "feed"}}, nil
}

// IsAddress reports whether s is meant as an address on the web.
func IsAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https"))
}
