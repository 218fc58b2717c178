package kit

import (
	"cmp"
	"context"
	"iter"
	"strings"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Cast gathers who and what an export speaks of, so that each can be written once, with what all reports know of them,
// after the records that name them. It remembers a name and a country of each and no more. Its zero value is ready.
type Cast struct {
	seen  map[string]*news.Entity
	order []string
}

// Key is under what a party goes in an export: its id, or, while nobody knows who it is, its kind and name.
func Key(entity string, kind news.Kind, name string) string {
	if entity != "" {
		return entity
	}
	return "name:" + string(kind) + ":" + text.Fold(Line(name))
}

// Party notes a party and returns its key, "" for one without a name.
func (c *Cast) Party(p news.Party) string {
	return c.add(news.Entity{ID: p.Entity, Kind: p.Kind, Name: p.Name, Country: p.Country, Sector: p.Sector})
}

// Mention notes what a mention names and returns its key, "" for one without a name.
func (c *Cast) Mention(m news.Mention) string {
	return c.add(news.Entity{ID: m.Entity, Kind: m.Kind, Name: m.Name, Country: m.Country, Sector: m.Sector})
}

func (c *Cast) add(e news.Entity) string {
	e.Name = Line(e.Name)
	if e.Name == "" {
		return ""
	}
	key := Key(e.ID, e.Kind, e.Name)
	if known := c.seen[key]; known != nil {
		known.Country, known.Sector = cmp.Or(known.Country, e.Country), cmp.Or(known.Sector, e.Sector)
		return key
	}
	if c.seen == nil {
		c.seen = map[string]*news.Entity{}
	}
	c.seen[key], c.order = &e, append(c.order, key)
	return key
}

// Members yields all that were noted, by key and in the order in which they were, with what the store knows of them. Each
// is looked up by its id, so that a small export of a large store reads no more than it needs.
func (c *Cast) Members(ctx context.Context, src format.Source) iter.Seq2[string, Member] {
	return func(yield func(string, Member) bool) {
		for _, key := range c.order {
			e, err := lookUp(ctx, src, c.seen[key])
			if err != nil {
				yield(key, Member{Err: err})
				return
			}
			if !yield(key, Member{Entity: *e}) {
				return
			}
		}
	}
}

// alike is how many entities may have an id of somebody else for a name before the search for it ends.
const alike = 8

func lookUp(ctx context.Context, src format.Source, e *news.Entity) (*news.Entity, error) {
	if e.ID == "" {
		return e, nil
	}
	for found, err := range src.Entities(ctx, store.Filter{Entity: e.ID, Limit: alike}) {
		if err != nil {
			return nil, err
		}
		if found.ID == e.ID {
			return found, nil
		}
	}
	return e, nil
}

// Member is one of a cast, or the error that ended the reading.
type Member struct {
	news.Entity
	Err error
}

// OtherNames are the ways to write an entity's name other than that by which it goes, each once, at most n.
func OtherNames(e *news.Entity, n int) []string {
	var out []string
	seen := map[string]bool{"": true, Line(e.Name): true}
	for _, a := range e.Aliases {
		name := Line(a.Name)
		if len(out) == n || seen[name] {
			continue
		}
		seen[name] = true
		out = append(out, name)
	}
	return out
}

// Roles are what reports call an entity, in the words of any language, each once, at most n.
func Roles(e *news.Entity, n int) []string {
	var out []string
	seen := map[string]bool{"": true}
	for _, r := range e.Roles {
		title := Line(r.Title)
		if key := strings.ToLower(title); len(out) < n && !seen[key] {
			seen[key] = true
			out = append(out, title)
		}
	}
	return out
}
