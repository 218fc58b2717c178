package memstore

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// Document returns the latest revision: see store.Reader.
func (s *Store) Document(ctx context.Context, id string) (*news.Document, error) {
	return s.revision(ctx, id, 0)
}

// Revision returns one revision: see store.Reader.
func (s *Store) Revision(ctx context.Context, id string, n int) (*news.Document, error) {
	if n < 1 {
		return nil, notFound("revision of report", id)
	}
	return s.revision(ctx, id, n)
}

func (s *Store) revision(ctx context.Context, id string, n int) (*news.Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.docs[id]
	if r == nil {
		return nil, notFound("report", id)
	}
	if n > len(r.data) {
		return nil, notFound("revision of report", id)
	}
	if n == 0 {
		n = len(r.data)
	}
	doc, err := codec.DecodeDocument(r.data[n-1])
	if err != nil {
		return nil, err
	}
	doc.Revision, doc.CopyOf = n, r.copyOf
	return s.who.holders.Apply(doc), nil
}

// Documents yields the matches: see store.Reader.
func (s *Store) Documents(ctx context.Context, f store.Filter) iter.Seq2[*news.Document, error] {
	return list(ctx, f.Limit, func() ([]string, error) { return s.documentIDs(f) },
		func(id string) (*news.Document, error) { return s.Document(ctx, id) })
}

// list yields the rows of ids, leaving out those that have gone since.
func list[T any](ctx context.Context, limit int, ids func() ([]string, error), get func(id string) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		if err := ctx.Err(); err != nil {
			yield(none, err)
			return
		}
		rows, err := ids()
		if err != nil {
			yield(none, err)
			return
		}
		n := 0
		for _, id := range rows {
			if limit > 0 && n == limit {
				return
			}
			row, err := get(id)
			if news.CodeOf(err) == news.NotFound {
				continue
			}
			if n++; !yield(row, err) || err != nil {
				return
			}
		}
	}
}

func (s *Store) documentIDs(f store.Filter) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	match, err := s.matcher(f)
	if err != nil {
		return nil, err
	}
	if f.After != "" && s.docs[f.After] == nil {
		return nil, index.AfterMissing(f.After)
	}
	past := func(id string) bool {
		return f.Past.ID == "" || cmp.Or(cmp.Compare(s.docs[id].at.Instant, f.Past.Number), cmp.Compare(f.Past.ID, id)) < 0
	}
	var ids []string
	for id, r := range s.docs {
		if match(r) && (f.After == "" || s.order(f.After, id) < 0) && past(id) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, s.order)
	return ids, nil
}

// order is newest first, undated last, ties by id.
func (s *Store) order(a, b string) int {
	return cmp.Or(cmp.Compare(s.docs[b].at.Instant, s.docs[a].at.Instant), cmp.Compare(a, b))
}

// matcher returns the test of a filter on documents.
func (s *Store) matcher(f store.Filter) (func(*record) bool, error) {
	if err := index.CheckFilter(f); err != nil {
		return nil, err
	}
	groups, err := index.Groups(s.holding(f), s.entitiesNamed)
	if err != nil {
		return nil, err
	}
	return func(r *record) bool {
		if !index.Within(r.at.First, r.at.Last, f.Since, f.Until) {
			return false
		}
		for _, g := range groups {
			if !anyOf(r.terms, g) {
				return false
			}
		}
		return true
	}, nil
}

func anyOf(have map[string]bool, want []string) bool {
	return slices.ContainsFunc(want, func(t string) bool { return have[t] })
}

// entitiesNamed returns the entities known under a folded name.
func (s *Store) entitiesNamed(folded string) ([]string, error) {
	found := make(map[string]bool)
	var ids []string
	for _, r := range s.docs {
		for _, n := range r.namings {
			if n.Names[folded] > 0 && !found[n.Entity] {
				found[n.Entity] = true
				ids = append(ids, n.Entity)
			}
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// Features yields feature rows: see store.Reader.
func (s *Store) Features(ctx context.Context, q store.FeatureQuery) iter.Seq2[store.Feature, error] {
	return list(ctx, 0, func() ([]string, error) { return s.featureIDs(q) }, func(id string) (store.Feature, error) {
		s.mu.RLock()
		defer s.mu.RUnlock()
		r := s.docs[id]
		return store.Feature{Report: id, Day: r.at.Day(), Data: slices.Clone(r.feature)}, ctx.Err()
	})
}

func (s *Store) featureIDs(q store.FeatureQuery) ([]string, error) {
	if err := index.CheckDates(q.From, q.To); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var all []string
	for id, r := range s.docs {
		if r.hasRow && (len(q.Reports) > 0 && slices.Contains(q.Reports, id) || len(q.Reports) == 0 && inDays(r, q)) {
			all = append(all, id)
		}
	}
	slices.SortFunc(all, s.order)
	if len(q.Reports) > 0 || len(q.Keys) == 0 {
		return all, nil
	}
	taken := make(map[string]bool)
	for _, key := range q.Keys {
		n := 0
		for _, id := range all {
			if !s.docs[id].keys[key] {
				continue
			}
			if n++; q.PerKey > 0 && n > q.PerKey {
				break
			}
			taken[id] = true
		}
	}
	return slices.DeleteFunc(all, func(id string) bool { return !taken[id] }), nil
}

func inDays(r *record, q store.FeatureQuery) bool {
	day := r.at.Day()
	if day == "" {
		return q.Undated
	}
	return index.Within(day, day, q.From, q.To)
}

// SetAsides yields what could not be read: see store.Reader.
func (s *Store) SetAsides(ctx context.Context, limit int) iter.Seq2[news.SetAside, error] {
	return func(yield func(news.SetAside, error) bool) {
		s.mu.RLock()
		items := make([]news.SetAside, 0, len(s.setAside))
		for _, it := range s.setAside {
			items = append(items, it)
		}
		s.mu.RUnlock()
		slices.SortFunc(items, func(a, b news.SetAside) int {
			return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Reason, b.Reason))
		})
		for i, it := range items {
			if limit > 0 && i == limit {
				return
			}
			if err := ctx.Err(); err != nil {
				yield(news.SetAside{}, err)
				return
			}
			if !yield(it, nil) {
				return
			}
		}
	}
}

// Stats counts what is kept: see store.Reader.
func (s *Store) Stats(ctx context.Context) (store.Stats, error) {
	if err := ctx.Err(); err != nil {
		return store.Stats{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	st := store.Stats{
		Reports: len(s.docs), Stories: len(s.stories), SetAside: len(s.setAside), Queued: len(s.jobs), Crowded: len(s.who.crowded),
		Languages: make(map[news.Lang]int),
	}
	entities := make(map[string]bool)
	var first, last *record
	for _, r := range s.docs {
		st.Revisions += len(r.data)
		st.Quotes += r.quotes
		st.Events += r.events
		st.Languages[r.lang]++
		if r.copyOf != "" {
			st.Copies++
		}
		for _, n := range r.namings {
			entities[n.Entity] = true
		}
		if r.at.First == "" {
			continue
		}
		if first == nil || cmp.Or(cmp.Compare(r.at.Instant, first.at.Instant), cmp.Compare(r.at.First, first.at.First)) < 0 {
			first = r
		}
		if last == nil || cmp.Or(cmp.Compare(r.at.Instant, last.at.Instant), cmp.Compare(r.at.First, last.at.First)) > 0 {
			last = r
		}
	}
	st.Entities = len(entities)
	if first != nil {
		st.From, st.To = first.at.First, last.at.First
	}
	return st, nil
}
