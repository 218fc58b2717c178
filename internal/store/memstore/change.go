package memstore

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Changed yields what changed since a mark: see store.Changes.
func (s *Store) Changed(ctx context.Context, after store.Mark, until time.Time, f store.Filter) iter.Seq2[store.Change, error] {
	return func(yield func(store.Change, error) bool) {
		changes, err := s.changes(after, until, f)
		if err = cmp.Or(ctx.Err(), err); err != nil {
			yield(store.Change{}, err)
			return
		}
		n := 0
		for _, ch := range changes {
			if f.Limit > 0 && n == f.Limit {
				return
			}
			if ch.Story != nil {
				var err error
				if ch.Story, err = s.Story(ctx, ch.ID); news.CodeOf(err) == news.NotFound {
					continue
				} else if err != nil {
					yield(store.Change{}, err)
					return
				}
			}
			if n++; !yield(ch, nil) {
				return
			}
		}
	}
}

// Touched yields it without the stories: see store.Changes.
func (s *Store) Touched(ctx context.Context, after store.Mark, until time.Time, f store.Filter) iter.Seq2[store.Touch, error] {
	return func(yield func(store.Touch, error) bool) {
		changes, err := s.changes(after, until, f)
		if err = cmp.Or(ctx.Err(), err); err != nil {
			yield(store.Touch{}, err)
			return
		}
		for i, ch := range changes {
			if f.Limit > 0 && i == f.Limit || !yield(store.Touch{Mark: ch.Mark, Gone: ch.Story == nil, New: ch.New}, nil) {
				return
			}
		}
	}
}

// changes lists what changed, with the stories as the store keeps them.
func (s *Store) changes(after store.Mark, until time.Time, f store.Filter) ([]store.Change, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	match, err := s.storyMatcher(f)
	if err != nil {
		return nil, err
	}
	var out []store.Change
	for id, versions := range s.past.versions {
		had := false
		for i, v := range versions {
			mark := store.Mark{At: v.at, ID: id}
			if orderMarks(mark, after) <= 0 {
				had = v.data != nil
			}
			latest := i == len(versions)-1
			switch {
			case orderMarks(mark, after) <= 0 || v.at.After(until) || v.data != nil && !latest:
			case v.data == nil:
				out = append(out, store.Change{Mark: mark})
			case match(s.stories[id]):
				out = append(out, store.Change{Mark: mark, Story: s.stories[id].story, New: !had})
			}
		}
	}
	slices.SortFunc(out, func(a, b store.Change) int { return orderMarks(a.Mark, b.Mark) })
	return out, nil
}

func orderMarks(a, b store.Mark) int {
	return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
}
