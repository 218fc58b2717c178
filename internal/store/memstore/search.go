package memstore

import (
	"cmp"
	"context"
	"slices"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// Search finds reports by words: see store.Searcher.
func (s *Store) Search(ctx context.Context, q store.Query) (*store.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	words := index.ParseQuery(q.Text)
	s.mu.RLock()
	defer s.mu.RUnlock()
	match, err := s.matcher(q.Filter)
	if err != nil {
		return nil, err
	}
	var ids []string
	score := make(map[string]float64)
	rank := s.ranking(words)
	for id, r := range s.docs {
		if !words.Hopeless && match(r) && r.hasAll(words.Must) && !r.hasAny(words.Not) {
			ids = append(ids, id)
			score[id] = rank.Score(r.lengths(), r.frequencies(words.Must))
		}
	}
	slices.SortFunc(ids, s.order)
	counted := ids[:min(len(ids), store.FacetLimit)]
	facets := index.NewFacets(q.Days)
	for _, id := range counted {
		r := s.docs[id]
		facets.Add(string(r.lang), r.source, r.at.Month(), r.at.Day())
	}
	if q.Sort != store.ByNewest {
		slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(score[b], score[a]) })
	}
	if q.Sort != store.ByNewest && len(words.Must) > 0 {
		ids = s.fuse(ids, score, q)
	}
	res := &store.Result{Total: len(ids), Facets: facets, Counted: len(counted)}
	limit := q.Limit
	if limit <= 0 {
		limit = index.DefaultHits
	}
	from := min(max(q.Offset, 0), len(ids))
	for _, id := range ids[from:min(from+limit, len(ids))] {
		r := s.docs[id]
		h := store.Hit{Found: store.ByWords, Report: id, Title: r.title, Lang: r.lang, Source: r.source, Day: r.at.Day(), Score: score[id]}
		h.Snippet, h.Highlight, h.At = index.Snippet(r.text, words)
		res.Hits = append(res.Hits, h)
	}
	return res, nil
}

func (r *record) hasAll(phrases []index.Phrase) bool {
	for _, p := range phrases {
		if p.Count(r.words[0])+p.Count(r.words[1]) == 0 {
			return false
		}
	}
	return true
}

func (r *record) hasAny(phrases []index.Phrase) bool {
	return slices.ContainsFunc(phrases, func(p index.Phrase) bool { return r.hasAll([]index.Phrase{p}) })
}

func (r *record) lengths() int { return len(r.words[0]) + len(r.words[1]) }

// frequencies returns how often each phrase occurs, weighted.
func (r *record) frequencies(phrases []index.Phrase) []float64 {
	out := make([]float64, len(phrases))
	for i, p := range phrases {
		out[i] = index.TitleWeight*float64(p.Count(r.words[0])) + float64(p.Count(r.words[1]))
	}
	return out
}

// ranking prepares the weights of a query's phrases over all reports.
func (s *Store) ranking(q index.Query) index.BM25 {
	total := 0
	with := make([]int, len(q.Must))
	for _, r := range s.docs {
		total += r.lengths()
		for i, p := range q.Must {
			if r.hasAll([]index.Phrase{p}) {
				with[i]++
			}
		}
	}
	return index.NewBM25(len(s.docs), total, with)
}
