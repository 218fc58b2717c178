package app

import (
	"context"
	"io"
	"log/slog"
	"net/url"
	"os"
	"time"

	"github.com/dragoman-news/dragoman/internal/export/feed"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit"
	"github.com/dragoman-news/dragoman/internal/fetch"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/watch"
)

// watchItems is how many stories the feed of a watch has.
const watchItems = 50

// watchKinds are the feeds of a watch by the ends of their addresses.
var watchKinds = map[string]feed.Kind{"rss": feed.RSS, "atom": feed.Atom, "json": feed.JSON}

// WatchFeed writes the newest stories of a watch as a feed, and answers its media type. The same stories give the same bytes.
func WatchFeed(ctx context.Context, d *watch.Desk, src format.Source, w store.Watch, kind, base string, out io.Writer) (string, error) {
	k, ok := watchKinds[kind]
	if !ok {
		return "", &news.Error{Code: news.NotFound, Message: "there is no feed of kind " + kind, Hint: "rss, atom or json"}
	}
	stories, _, err := d.Matching(ctx, w, watchItems)
	if err != nil {
		return "", err
	}
	page := base + "/watches/" + url.PathEscape(w.ID)
	f := feed.Feed{ID: kit.URN("feed", "watch "+w.ID), Title: w.Name, Page: page, Self: page + "/feed." + kind, Updated: w.Made}
	docs, opt := format.NewReports(src), format.Options{Base: base}
	items := make([]feed.Item, 0, len(stories))
	for _, s := range stories {
		item, err := feed.Story(ctx, docs, opt, s)
		if err != nil {
			return "", err
		}
		for _, at := range []time.Time{item.Published, item.Updated} {
			if at.After(f.Updated) {
				f.Updated = at
			}
		}
		items = append(items, item)
	}
	f.Items = feed.Of(items...)
	return k.MediaType(), feed.Write(k, f, out)
}

// NewWatchSender returns what tells webhooks of the changes in st. base is the address of the pages, "" where it is not known.
func NewWatchSender(st store.Store, base string, allowPrivate bool, log *slog.Logger) *watch.Sender {
	return &watch.Sender{
		Store: st, Base: base, Log: log,
		Web: fetch.NewPoster(fetch.Options{AllowPrivate: allowPrivate, Version: Version, Contact: os.Getenv("DRAGOMAN_CONTACT")}),
	}
}
