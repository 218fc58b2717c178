package memstore

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// Story returns one story: see store.Reader.
func (s *Store) Story(ctx context.Context, id string) (*news.Story, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.stories[id]
	if r == nil {
		return nil, notFound("story", id)
	}
	return codec.DecodeStory(r.data)
}

// StoryOf returns the story that holds a report: see store.Reader.
func (s *Store) StoryOf(ctx context.Context, report string) (*news.Story, error) {
	s.mu.RLock()
	r := s.docs[report]
	id := ""
	if r != nil {
		id = r.story
	}
	s.mu.RUnlock()
	switch {
	case r == nil:
		return nil, notFound("report", report)
	case id == "":
		return nil, notFound("story of report", report)
	}
	return s.Story(ctx, id)
}

// Stories yields the matches: see store.Reader.
func (s *Store) Stories(ctx context.Context, f store.Filter) iter.Seq2[*news.Story, error] {
	return list(ctx, f.Limit, func() ([]string, error) { return s.storyIDs(f) },
		func(id string) (*news.Story, error) { return s.Story(ctx, id) })
}

func (s *Store) storyIDs(f store.Filter) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	match, err := s.storyMatcher(f)
	if err != nil {
		return nil, err
	}
	after := s.stories[f.After]
	if f.After != "" && after == nil {
		return nil, index.AfterMissing(f.After)
	}
	order := func(a, b string) int {
		return cmp.Or(cmp.Compare(s.stories[b].story.To, s.stories[a].story.To), cmp.Compare(a, b))
	}
	past := func(id string) bool {
		return f.Past.ID == "" || cmp.Or(cmp.Compare(s.stories[id].story.To, f.Past.Day), cmp.Compare(f.Past.ID, id)) < 0
	}
	var ids []string
	for id, r := range s.stories {
		if match(r) && (after == nil || order(f.After, id) < 0) && past(id) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, order)
	return ids, nil
}

func (s *Store) storyMatcher(f store.Filter) (func(*storyRecord) bool, error) {
	if err := index.CheckFilter(f); err != nil {
		return nil, err
	}
	events, err := index.Groups(store.Filter{Type: f.Type, Status: f.Status}, s.entitiesNamed)
	if err != nil {
		return nil, err
	}
	named, err := index.Groups(s.holding(store.Filter{Country: f.Country, Entity: f.Entity, Place: f.Place, Source: f.Source}), s.entitiesNamed)
	if err != nil {
		return nil, err
	}
	return func(r *storyRecord) bool {
		st := r.story
		if !index.Within(st.From, st.To, f.Since, f.Until) || f.Lang != "" && !slices.Contains(st.Languages, f.Lang) {
			return false
		}
		for _, g := range events {
			if !anyOf(r.terms, g) {
				return false
			}
		}
		for _, g := range named {
			if !anyOf(r.terms, g) && !s.reportHas(st, g) {
				return false
			}
		}
		return true
	}, nil
}

// reportHas reports whether a report of the story has one of the terms.
func (s *Store) reportHas(st *news.Story, terms []string) bool {
	return slices.ContainsFunc(st.Reports, func(id string) bool {
		d := s.docs[id]
		return d != nil && d.story == st.ID && anyOf(d.terms, terms)
	})
}

// Entries yields entries of stories: see store.Reader.
func (s *Store) Entries(ctx context.Context, f store.Filter) iter.Seq2[*news.Entry, error] {
	return func(yield func(*news.Entry, error) bool) {
		rows, err := s.entries(ctx, f)
		if err != nil {
			yield(nil, err)
			return
		}
		for i, e := range rows {
			if f.Limit > 0 && i == f.Limit {
				return
			}
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Entry returns one entry: see store.Reader.
func (s *Store) Entry(ctx context.Context, id string) (*news.Entry, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, story := range slices.Sorted(maps.Keys(s.stories)) {
		st, err := codec.DecodeStory(s.stories[story].data)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(st.Entries, func(e news.Entry) bool { return e.ID == id }); i >= 0 {
			return &st.Entries[i], nil
		}
	}
	return nil, notFound("entry", id)
}

func (s *Store) entries(ctx context.Context, f store.Filter) ([]*news.Entry, error) {
	if err := cmp.Or(ctx.Err(), index.CheckFilter(f)); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	ofEntry := s.holding(f)
	ofEntry.Source, ofEntry.Place, ofEntry.Lang = "", "", ""
	groups, err := index.Groups(ofEntry, s.entitiesNamed)
	if err != nil {
		return nil, err
	}
	ofReports, err := index.Groups(store.Filter{Source: f.Source, Place: f.Place}, s.entitiesNamed)
	if err != nil {
		return nil, err
	}
	var after *news.Entry
	var out []*news.Entry
	for _, r := range s.stories {
		st, err := codec.DecodeStory(r.data)
		if err != nil {
			return nil, err
		}
		for i := range st.Entries {
			e := &st.Entries[i]
			if e.ID == f.After {
				after = e
			}
			if s.entryMatches(st, e, f, groups, ofReports) {
				out = append(out, e)
			}
		}
	}
	if f.After != "" && after == nil {
		return nil, index.AfterMissing(f.After)
	}
	slices.SortFunc(out, orderEntries)
	if after != nil {
		out = slices.DeleteFunc(out, func(e *news.Entry) bool { return orderEntries(after, e) >= 0 })
	}
	if p := f.Past; p.ID != "" {
		out = slices.DeleteFunc(out, func(e *news.Entry) bool {
			_, day := index.EntryDates(e)
			return cmp.Or(cmp.Compare(day, p.Day), cmp.Compare(p.ID, e.ID), cmp.Compare(p.Story, e.Story)) >= 0
		})
	}
	return out, nil
}

func (s *Store) entryMatches(st *news.Story, e *news.Entry, f store.Filter, groups, ofReports [][]string) bool {
	first, last := index.EntryDates(e)
	if !index.Within(first, last, f.Since, f.Until) || f.Lang != "" && !slices.Contains(st.Languages, f.Lang) {
		return false
	}
	for _, g := range ofReports {
		if !s.reportHas(st, g) {
			return false
		}
	}
	terms := set(index.EntryTerms(e))
	for _, g := range groups {
		if !anyOf(terms, g) {
			return false
		}
	}
	return true
}

// orderEntries is newest end of date first, undated last, ties by id.
func orderEntries(a, b *news.Entry) int {
	_, x := index.EntryDates(a)
	_, y := index.EntryDates(b)
	return cmp.Or(cmp.Compare(y, x), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Story, b.Story))
}
