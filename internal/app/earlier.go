package app

import (
	"context"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
)

// earlierLimit is how many entries are looked at for what a story recalls: one that more fit is not told apart.
const earlierLimit = 200

// Earlier finds, for each entry of a story that recalls the past, the entry of the earlier story that it means, where that is kept: by index
// into Story.Entries. It is looked for when it is asked for, because earlier stories change, too.
func Earlier(ctx context.Context, st store.Reader, s *news.Story) (map[int]*news.Entry, error) {
	out := map[int]*news.Entry{}
	for i := range s.Entries {
		e := &s.Entries[i]
		if e.Status != news.Background || len(e.Actors) == 0 {
			continue
		}
		among, err := recalled(ctx, st, s, e)
		if err != nil {
			return nil, err
		}
		if found := record.Earlier(e, s.From, among); found != nil {
			out[i] = found
		}
	}
	return out, nil
}

// recalled are the entries kept that a background entry may mean: of its first party, or of that party's country, up to the day before the story.
func recalled(ctx context.Context, st store.Reader, s *news.Story, e *news.Entry) ([]*news.Entry, error) {
	f := store.Filter{Type: e.Type, Status: news.Occurred, Limit: earlierLimit}
	if from, err := time.Parse(time.DateOnly, s.From); err == nil {
		f.Until = from.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	if e.Date != nil {
		f.Since, f.Until = e.Date.From.Format(time.DateOnly), e.Date.To.Format(time.DateOnly)
	}
	var out []*news.Entry
	seen := map[string]bool{}
	byEntity, byCountry := f, f
	byEntity.Entity, byCountry.Country = e.Actors[0].Entity, e.Actors[0].Country
	for _, q := range []store.Filter{byEntity, byCountry} {
		if q.Entity == "" && q.Country == "" {
			continue
		}
		for o, err := range st.Entries(ctx, q) {
			if err != nil {
				return nil, err
			}
			if !seen[o.ID] {
				seen[o.ID] = true
				out = append(out, o)
			}
		}
	}
	return out, nil
}
