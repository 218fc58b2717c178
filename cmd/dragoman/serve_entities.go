package main

import (
	"context"
	"time"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
	"github.com/dragoman-news/dragoman/internal/web"
)

// entityPages are what pages on people, organisations and places are made of beside the store.
func entityPages(st *sqlite.Store) web.Entities {
	promise := &promiseless{now: time.Now}
	return web.Entities{
		Known: func(ctx context.Context, id string) (*news.Known, error) { return knownByID(ctx, st, id) },
		Find: func(ctx context.Context, name string, f store.Filter) ([]*news.Entity, error) {
			return app.FindPeople(ctx, st, name, f)
		},
		Offices: app.Offices,
		Visits: func(ctx context.Context, stories []string, f store.Filter) ([]news.Visit, error) {
			return app.VisitsTold(ctx, st, stories, f)
		},
		Pledges: func(ctx context.Context, f store.Filter) ([]web.Pledge, bool, error) {
			p := pledges{most: mostPromising, promise: promise}
			var out []web.Pledge
			for row, err := range p.rows(ctx, st, f) {
				if err != nil {
					return nil, false, err
				}
				out = append(out, web.Pledge{Commitment: row.Commitment, After: row.after})
			}
			return out, p.more || len(out) == f.Limit, nil
		},
	}
}

// knownByID is what the user, or else the program itself, knows of an id; nil where nothing is known.
func knownByID(ctx context.Context, st store.Own, id string) (*news.Known, error) {
	for k, err := range st.Owned(ctx, store.OwnFilter{Name: id}) {
		if err != nil {
			return nil, err
		}
		if k.ID == id {
			return k, nil
		}
	}
	known, err := app.BuiltIn(id)
	if err != nil {
		return nil, err
	}
	for _, k := range known {
		if k.ID == id {
			return k, nil
		}
	}
	return nil, nil
}

// coveragePage counts reports as the command does.
func coveragePage(all *app.Counting) web.Coverage {
	return func(ctx context.Context, f store.Filter) (news.Coverage, error) {
		return all.Coverage(ctx, app.Today(time.Now()), f)
	}
}
