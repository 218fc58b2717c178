package main

import (
	"context"
	"time"

	"github.com/dragoman-news/dragoman/internal/access"
	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
	"github.com/dragoman-news/dragoman/internal/web"
)

// pageDesk is what may be changed from the pages, as the commands change it. net is asked for what is to be followed.
func pageDesk(st *sqlite.Store, types []news.EventType, net *app.Fetcher) web.Desk {
	return web.Desk{
		May:    func(ctx context.Context) bool { return access.Of(ctx).Role.May(store.RoleEditor) },
		People: peopleDesk{st}, Stories: storyDesk{st, types}, Feeds: feedDesk{st, net}, FollowUps: followUpDesk{st},
	}
}

type peopleDesk struct{ st *sqlite.Store }

func (d peopleDesk) Answer(ctx context.Context, proposal int64, accept bool) error {
	answer := app.Reject
	if accept {
		answer = app.Accept
	}
	_, err := answer(ctx, d.st, proposal)
	return err
}

func (d peopleDesk) Undo(ctx context.Context, step int64) error {
	_, err := app.UndoPeopleStep(ctx, d.st, step)
	return err
}

type storyDesk struct {
	st    *sqlite.Store
	types []news.EventType // of the user's own
}

func (d storyDesk) Merge(ctx context.Context, ids ...string) (web.Decided, error) {
	made, s, err := app.MergeStories(ctx, d.st, ids...)
	if err != nil {
		return web.Decided{}, err
	}
	return web.Decided{Number: made.Number, Story: s.ID}, nil
}

func (d storyDesk) Split(ctx context.Context, story string, reports ...string) (web.Decided, error) {
	made, stays, goes, err := app.SplitStory(ctx, d.st, story, reports...)
	if err != nil {
		return web.Decided{}, err
	}
	return web.Decided{Number: made.Number, Story: stays.ID, Other: goes.ID}, nil
}

func (d storyDesk) Correct(ctx context.Context, c web.Correcting) (web.Decided, error) {
	made, err := app.CorrectStory(ctx, d.st, c.Entry, app.Correcting{
		Type: c.Type, Status: c.Status, Date: c.Date, Place: c.Place, Note: c.Note, Wrong: c.Wrong, OwnTypes: d.types,
	})
	if err != nil {
		return web.Decided{}, err
	}
	return web.Decided{Number: made.Decision.Number, Story: made.Story.ID, Notes: made.Notes}, nil
}

func (d storyDesk) Undo(ctx context.Context, decision int64) (web.Decided, error) {
	undone, err := app.UndoStories(ctx, d.st, decision)
	if err != nil {
		return web.Decided{}, err
	}
	out := web.Decided{Number: undone.Number}
	if len(undone.Parts) > 0 && len(undone.Parts[0]) > 0 {
		s, err := d.st.StoryOf(ctx, undone.Parts[0][0])
		if err == nil {
			out.Story = s.ID
		} else if news.CodeOf(err) != news.NotFound {
			return out, err
		}
	}
	return out, nil
}

func (d storyDesk) Propose(ctx context.Context, f store.Filter) (web.StoryDoubts, error) {
	found, err := app.ProposeStories(ctx, d.st, f)
	if err != nil {
		return web.StoryDoubts{}, err
	}
	out := web.StoryDoubts{Looked: found.Looked, Last: found.Last}
	for _, p := range found.List {
		out.List = append(out.List, web.StoryDoubt{A: p.A, B: p.B, First: p.First, Second: p.Second, Confidence: p.Confidence, Reasons: p.Reasons})
	}
	return out, nil
}

func (d storyDesk) Apart(ctx context.Context, a, b string) (web.Decided, error) {
	made, err := app.KeepApart(ctx, d.st, a, b)
	return web.Decided{Number: made.Number, Story: a}, err
}

func (d storyDesk) Keep(ctx context.Context, story string) (web.Decided, error) {
	made, err := app.KeepTogether(ctx, d.st, story)
	return web.Decided{Number: made.Number, Story: story}, err
}

// followUpDesk decides about follow-ups, for pages and programs.
type followUpDesk struct{ *sqlite.Store }

func (d followUpDesk) AnswerFollowUp(ctx context.Context, id string, accept bool, by string) (news.Verdict, error) {
	return app.AnswerFollowUp(ctx, d.Store, id, accept, by)
}

type feedDesk struct {
	st  *sqlite.Store
	net *app.Fetcher
}

const (
	followWithin = 20 * time.Second // an address that is to be followed answers in so long
	mostFollowed = 1000             // feeds of one list
)

func (d feedDesk) Follow(ctx context.Context, address string) (int, error) {
	if !app.IsAddress(address) {
		return 0, wrong(address+" is no address", "https://…")
	}
	ctx, cancel := context.WithTimeout(ctx, followWithin)
	defer cancel()
	feeds, err := app.Subscriptions(ctx, d.net, nil, address)
	if err != nil { // it is the address that is wrong, or its site: nothing is broken here
		return 0, &news.Error{Code: news.Invalid, Message: err.Error()}
	}
	known, err := d.followed(ctx)
	if err != nil {
		return 0, err
	}
	fresh := 0
	for _, f := range feeds[:min(len(feeds), mostFollowed)] {
		if _, ok := known[f.URL]; ok || !app.IsAddress(f.URL) {
			continue
		}
		if err := d.st.PutFeed(ctx, f); err != nil {
			return fresh, err
		}
		fresh++
	}
	return fresh, nil
}

func (d feedDesk) followed(ctx context.Context) (map[string]store.Feed, error) {
	feeds, err := d.st.ListFeeds(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]store.Feed{}
	for _, f := range feeds {
		out[f.URL] = f
	}
	return out, nil
}

func (d feedDesk) Change(ctx context.Context, address string, c web.FeedChange) error {
	known, err := d.followed(ctx)
	if err != nil {
		return err
	}
	feed, ok := known[address]
	if !ok {
		return &news.Error{Code: news.NotFound, Message: address + " is not followed"}
	}
	switch c {
	case web.RemoveFeed:
		return d.st.DeleteFeed(ctx, address)
	case web.PauseFeed:
		feed.Paused = true
	case web.ResumeFeed:
		feed.Paused = false
		feed.Failures, feed.LastError, feed.NextPoll = 0, "", time.Time{}
	}
	return d.st.PutFeed(ctx, feed)
}
