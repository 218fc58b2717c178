package memstore

import (
	"cmp"
	"context"
	"slices"

	"github.com/dragoman-news/dragoman/internal/meaning"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// like is a report that was compared.
type like struct {
	id       string
	cosine   float64
	sentence news.Span
}

// Like finds reports by meaning: see store.Searcher.
func (s *Store) Like(ctx context.Context, q store.LikeQuery) (*store.Likeness, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	vector, err := index.LikeVector(q)
	if err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	match, err := s.matcher(q.Filter)
	if err != nil {
		return nil, err
	}
	res := &store.Likeness{}
	var all []like
	for id, r := range s.docs {
		if !match(r) {
			continue
		}
		l, ok := r.like(vector, q.Model)
		if !ok {
			res.LeftOut++
			continue
		}
		res.Compared++
		if l.id = id; index.Near(q, l.cosine) {
			all = append(all, l)
		}
	}
	slices.SortFunc(all, func(a, b like) int {
		return cmp.Or(cmp.Compare(b.cosine, a.cosine), s.order(a.id, b.id))
	})
	limit := q.Limit
	if limit <= 0 {
		limit = index.DefaultHits
	}
	for _, l := range all[:min(limit, len(all))] {
		r := s.docs[l.id]
		h := store.Hit{Found: store.ByMeaning, Report: l.id, Title: r.title, Lang: r.lang, Source: r.source, Day: r.at.Day(), Score: l.cosine}
		h.Snippet, h.At = index.Sentence(r.text, l.sentence)
		res.Hits = append(res.Hits, h)
	}
	return res, nil
}

// Vectors returns the vectors of a document: see store.Reader.
func (s *Store) Vectors(_ context.Context, doc *news.Document) (*news.Reading, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.docs[doc.ID]
	if r == nil || r.vectors == nil {
		return nil, nil //nolint:nilnil // a document without vectors is no error
	}
	v, err := codec.ParseVectors(r.vectors)
	if err != nil {
		return nil, err
	}
	return v.Reading(r.model, doc.Sentences), nil
}

// like compares the vectors of a report; ok is false when it has none of the model.
func (r *record) like(q meaning.Query, model string) (l like, ok bool) {
	if r.vectors == nil || r.model != model {
		return like{}, false
	}
	v, err := codec.ParseVectors(r.vectors)
	if err != nil {
		return like{}, false
	}
	i, cosine, ok := v.Nearest(q)
	return like{cosine: cosine, sentence: v.Span(i)}, ok
}

// fuse lets meaning have a say in the order of ids that are ordered by words, and
// writes the scores of the new order.
func (s *Store) fuse(ids []string, score map[string]float64, q store.Query) []string {
	vector, ok := meaning.NewQuery(q.Vector)
	if !ok || q.Model == "" {
		return ids
	}
	first := ids[:min(index.FuseLimit, len(ids))]
	cosines, known := make([]float64, len(first)), make([]bool, len(first))
	for i, id := range first {
		var l like
		l, known[i] = s.docs[id].like(vector, q.Model)
		cosines[i] = l.cosine
	}
	out := make([]string, len(ids))
	for i, f := range index.Fuse(len(ids), cosines, known) {
		out[i] = ids[f.Hit]
		score[out[i]] = f.Score
	}
	return out
}
