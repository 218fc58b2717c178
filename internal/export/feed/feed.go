// Package feed writes RSS 2.0, Atom 1.0 and JSON Feed 1.1: stories as items that a feed reader shows. What an item is
// about is the caller's matter; Format makes items of stories.
//
// Everything in an item is plain text. Where a format takes markup, the text is written so that it shows as it is.
package feed

import (
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/dragoman-news/dragoman/internal/export/kit"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Kind is one of the three formats.
type Kind string

// The kinds.
const (
	RSS  Kind = "rss"
	Atom Kind = "atom"
	JSON Kind = "jsonfeed"
)

// MediaType is what a file of that kind is served as.
func (k Kind) MediaType() string {
	switch k {
	case RSS:
		return "application/rss+xml"
	case Atom:
		return "application/atom+xml"
	}
	return "application/feed+json"
}

// Feed is what is said once, and the items.
type Feed struct {
	ID          string // an address that stays: a URN, or that of Self
	Title       string
	Description string
	Page        string // address of the same as a web page; kit.Home where there is none
	Self        string // address of the feed, "" where it has none
	Lang        news.Lang
	Updated     time.Time
	Items       iter.Seq2[Item, error] // an error ends the writing
}

// Item is one item.
type Item struct {
	ID         string // an address that stays, as of the feed
	Title      string
	Lang       news.Lang // of the title
	Page       string    // where to read on, "" for nowhere
	Text       string    // in lines
	Published  time.Time // zero where unknown
	Updated    time.Time // as Published where it is zero; Feed.Updated where both are
	Authors    []string
	Categories []string
	Sources    []Source // what it rests on
}

// Source is a page that an item rests on.
type Source struct {
	Title, URL string
	Lang       news.Lang
}

// Of are items that are in memory.
func Of(items ...Item) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
	}
}

// Write writes f in one of the three formats.
func Write(kind Kind, f Feed, w io.Writer) error {
	f.ID, f.Title, f.Description = kit.Line(f.ID), kit.Line(f.Title), kit.Line(f.Description)
	f.Page, f.Self = kit.URI(f.Page), kit.URI(f.Self)
	if f.Page == "" {
		f.Page = kit.Home
	}
	if f.Items == nil {
		f.Items = Of()
	}
	switch kind {
	case RSS:
		return rss(f, w)
	case Atom:
		return atom(f, w)
	case JSON:
		return jsonFeed(f, w)
	}
	return fmt.Errorf("there is no kind of feed %q", kind)
}

// each cleans the items of f and hands them on.
func each(f Feed, write func(Item) error) error {
	for item, err := range f.Items {
		if err == nil {
			err = write(item.clean(f.Updated))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (i Item) clean(updated time.Time) Item {
	i.ID, i.Title, i.Text, i.Page = kit.Line(i.ID), kit.Line(i.Title), kit.Clean(i.Text), kit.URI(i.Page)
	if i.Updated.IsZero() {
		i.Updated = i.Published
	}
	if i.Updated.IsZero() {
		i.Updated = updated
	}
	i.Authors, i.Categories = lines(i.Authors), lines(i.Categories)
	var sources []Source
	for _, s := range i.Sources {
		if s.URL = kit.URI(s.URL); s.URL != "" {
			sources = append(sources, Source{kit.Line(s.Title), s.URL, s.Lang})
		}
	}
	i.Sources = sources
	return i
}

// lines are those that are not empty, each on one line.
func lines(in []string) []string {
	var out []string
	for _, s := range in {
		if s = kit.Line(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// tag is a language as BCP 47 has it, "" where none is known.
func tag(l news.Lang) string {
	if l == news.Undetermined {
		return ""
	}
	return string(l)
}
