package main

import (
	"context"
	"time"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
	"github.com/dragoman-news/dragoman/internal/web"
)

// storyPages finds what the page on a story shows: what the command `story` prints, and the visits that the story tells of.
func storyPages(st *sqlite.Store) web.Stories {
	return func(ctx context.Context, id string, at time.Time) (*web.FoundStory, error) {
		found, err := findStory(ctx, st, id, at)
		if err != nil {
			return nil, err
		}
		s := found.Story
		out := &web.FoundStory{
			Story: s, Asked: found.Asked, Decided: found.Decided, Versions: found.Versions, AsOf: found.AsOf,
			Elsewhere: storyParts(found.Elsewhere), Formerly: storyParts(found.Formerly),
		}
		for _, id := range s.Reports {
			doc, err := found.Document(ctx, id)
			if err != nil {
				return nil, err
			}
			if at.IsZero() { // only the latest revision has vectors: they tell which wordings promise one thing
				if doc.Reading, err = st.Vectors(ctx, doc); err != nil {
					return nil, err
				}
			}
			out.Docs = append(out.Docs, doc)
		}
		if out.Earlier, err = app.Earlier(ctx, st, s); err != nil {
			return nil, err
		}
		out.Called, out.Sides = record.Called(out.Docs), record.Sides(out.Docs, s)
		if out.Commitments, out.Became, err = app.StoryOutcomes(ctx, st, found, out.Docs); err != nil {
			return nil, err
		}
		out.Visits, err = visitsOf(ctx, found)
		return out, err
	}
}

func storyParts(parts []app.StoryPart) []web.StoryPart {
	out := make([]web.StoryPart, len(parts))
	for i, p := range parts {
		out[i] = web.StoryPart(p)
	}
	return out
}

// visitsOf strings the meetings of one story together, in the words of its own reports.
func visitsOf(ctx context.Context, found *app.FoundStory) ([]news.Visit, error) {
	var entries []*news.Entry
	for i := range found.Story.Entries {
		if e := &found.Story.Entries[i]; e.Type == news.Consult || e.Type == news.Agree { // of others no visit is made
			entries = append(entries, e)
		}
	}
	return record.Visits(entries, func(report string) (*news.Document, error) { return found.Document(ctx, report) })
}

// outcomePages looks in later stories for what became of what was promised in one.
func outcomePages(st *sqlite.Store) web.Outcomes {
	return func(ctx context.Context, found *web.FoundStory) (map[string][]news.FollowUp, error) {
		outcomes, err := app.NewOutcomes(ctx, st, found.AsOf)
		if err != nil {
			return nil, err
		}
		in := record.NewTold(found.Story, found.Docs)
		out := map[string][]news.FollowUp{}
		for _, c := range in.Commitments {
			if out[c.ID], err = outcomes.Of(ctx, &c, in); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
}

// webOptions are the parts of the program that pages ask for more than the store knows.
func webOptions(st *sqlite.Store, m app.Meaning) web.Options {
	return web.Options{
		Meaning: searchPage(st, m), Stories: storyPages(st), Outcomes: outcomePages(st), Entities: entityPages(st),
		Watches: newWatchPages(st), Who: whoAsks, Seat: seatOf(st), Base: baseOf,
		Written: st.Written,
	}
}
