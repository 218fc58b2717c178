package main

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/api"
	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// desk works out for the HTTP API what the commands work out.
type desk struct {
	st      *sqlite.Store
	meaning app.Meaning
	counts  *app.Counting
}

var _ api.Desk = (*desk)(nil)

func (d *desk) Search(ctx context.Context, q store.Query) (*api.Answer, error) {
	a, err := app.Search(ctx, d.st, q, d.meaning)
	if err != nil {
		return nil, err
	}
	return &api.Answer{Words: a.Result, Near: a.Near, LeftOut: a.LeftOut}, nil
}

func (d *desk) Like(ctx context.Context, text string, q store.LikeQuery) (*store.Likeness, error) {
	return app.Like(ctx, d.st, text, q, d.meaning)
}

func (d *desk) Story(ctx context.Context, id string, at time.Time) (*export.StoryPage, error) {
	found, err := findStory(ctx, d.st, id, at)
	if err != nil {
		return nil, err
	}
	return foundPage(ctx, d.st, found)
}

// foundPage renders a story with all that is worked out when one is asked for.
func foundPage(ctx context.Context, st *sqlite.Store, f *app.FoundStory) (*export.StoryPage, error) {
	docs := make([]*news.Document, 0, len(f.Story.Reports))
	for _, id := range f.Story.Reports {
		doc, err := f.Document(ctx, id)
		if err != nil {
			return nil, err
		}
		docs = append(docs, doc)
	}
	earlier, err := app.Earlier(ctx, st, f.Story)
	if err != nil {
		return nil, err
	}
	out, err := export.NewStoryPage(f.Story, record.Sides(docs, f.Story), earlier, texts(ctx, f))
	if err != nil {
		return nil, err
	}
	out.Decide(f.Decided)
	out.Change(f.Versions)
	out.Asked = f.Asked
	if !f.AsOf.IsZero() {
		out.AsOf = export.Clock(f.AsOf)
	}
	for _, p := range f.Elsewhere {
		out.Elsewhere = append(out.Elsewhere, export.StoryPart(p))
	}
	for _, p := range f.Formerly {
		out.Formerly = append(out.Formerly, export.StoryPart(p))
	}
	return &out, nil
}

// mostRead is how many reports of somebody are read for an answer: a country is named in most of them.
const mostRead = 1000

// Entity returns who has an id, or had it before somebody was found to be one with another.
func (d *desk) Entity(ctx context.Context, id string) (*export.Person, error) {
	for e, err := range d.st.Entities(ctx, store.Filter{Entity: id}) {
		if err != nil {
			return nil, err
		}
		ids, err := app.PeopleIDs(ctx, d.st, e.ID)
		if err != nil {
			return nil, err
		}
		if e.ID != id && !slices.Contains(ids, id) { // it is called so, and that is no id
			continue
		}
		p, err := person(ctx, d.st, e, mostRead)
		return &p, err
	}
	return nil, &news.Error{Code: news.NotFound, Message: "there is no entity " + id, Hint: "entities?entity=NAME finds them by name"}
}

func (d *desk) Coverage(ctx context.Context, f store.Filter) (*news.Coverage, error) {
	c, err := d.counts.Coverage(ctx, app.Today(time.Now()), f)
	return &c, err
}

func (d *desk) Visits(ctx context.Context, f store.Filter) ([]news.Visit, error) {
	return app.Visits(ctx, d.st, f)
}

func (d *desk) Commitments(ctx context.Context, f store.Filter, q api.CommitmentQuery) iter.Seq2[*export.Commitment, error] {
	p := pledges{kind: string(q.Kind), open: q.Open, due: q.Due}
	return func(yield func(*export.Commitment, error) bool) {
		for row, err := range p.rows(ctx, d.st, f) {
			if err != nil {
				yield(nil, err)
				return
			}
			out, err := export.NewCommitment(&row.Commitment, row.after, texts(ctx, d.st))
			if !yield(&out, err) || err != nil {
				return
			}
		}
	}
}
