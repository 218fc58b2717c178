package api

import (
	"iter"
	"net/http"
	"strings"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/store"
)

// SearchResult is dragoman.search/1: a page of what was found.
type SearchResult struct {
	Schema  string                    `json:"schema"`
	Total   int                       `json:"total"` // reports with the words
	Items   []export.HitLine          `json:"items"`
	Near    []export.HitLine          `json:"near"`     // reports without the words that mean the same, on the first page
	LeftOut int                       `json:"left_out"` // reports whose meaning could not be compared
	Facets  map[string]map[string]int `json:"facets"`   // lang, source and month: how many hits have each
	Counted int                       `json:"counted"`  // hits that the facets count: the newest 10,000 at most
	Next    *string                   `json:"next"`
}

// SearchSchema is the schema name of SearchResult.
const SearchSchema = "dragoman.search/1"

// mostRanked is how far a search goes down: what stands behind so many was not put into an order.
const mostRanked = 20_000

func searchShow(s *server, w http.ResponseWriter, q *request) error {
	f, err := s.filter(q)
	if err != nil {
		return err
	}
	limit, err := q.limit(q.lines())
	if err != nil {
		return err
	}
	words, like := q.get("q"), strings.TrimSpace(q.get("like"))
	switch {
	case words != "" && like != "":
		return &problem{invalid, "q and like are two ways to search", "give one of them"}
	case words == "" && like == "":
		return &problem{invalid, "q is missing", "q=Baghdad finds words, like=a+sentence finds what means the same"}
	case like != "":
		return s.searchLike(w, q, like, store.LikeQuery{Filter: f, Limit: limit})
	}
	sort := store.ByRelevance
	if q.get("sort") == string(store.ByNewest) {
		sort = store.ByNewest
	}
	c, err := q.cursor()
	if err != nil {
		return err
	}
	if c.Skip > mostRanked {
		return &problem{badCursor, "a search does not go that far down", "narrow it with since and until"}
	}
	if q.lines() && limit == 0 {
		limit = mostRanked
	}
	a, err := s.Desk.Search(q.Context(), store.Query{Text: words, Filter: f, Sort: sort, Limit: limit, Offset: c.Skip})
	if err != nil {
		return err
	}
	near := a.Near
	if c.Skip > 0 {
		near = nil
	}
	if q.lines() {
		return stream(s, w, q, each(append(a.Words.Hits, near...)), func(h store.Hit) (any, error) { return export.NewHit(h), nil })
	}
	out := SearchResult{
		Schema: SearchSchema, Total: a.Words.Total, Items: hits(a.Words.Hits), Near: hits(near), LeftOut: a.LeftOut,
		Facets: a.Words.Facets, Counted: a.Words.Counted,
	}
	if done := c.Skip + len(a.Words.Hits); done < min(a.Words.Total, mostRanked) && len(a.Words.Hits) > 0 {
		address := q.next(cursor{Skip: done})
		out.Next = &address
		w.Header().Set("Link", "<"+address+`>; rel="next"`)
	}
	return s.write(w, q, out)
}

// searchLike finds by meaning alone. There is one page: what is less near than so many others is not near.
func (s *server) searchLike(w http.ResponseWriter, q *request, like string, query store.LikeQuery) error {
	for _, name := range []string{"sort", "cursor"} {
		if q.get(name) != "" {
			return &problem{invalid, name + " is for words", "like finds by meaning, nearest first, on one page"}
		}
	}
	if query.Limit == 0 {
		query.Limit = mostRanked
	}
	found, err := s.Desk.Like(q.Context(), like, query)
	if err != nil {
		return err
	}
	if q.lines() {
		return stream(s, w, q, each(found.Hits), func(h store.Hit) (any, error) { return export.NewHit(h), nil })
	}
	return s.write(w, q, SearchResult{
		Schema: SearchSchema, Total: len(found.Hits), Items: hits(found.Hits), Near: hits(nil), LeftOut: found.LeftOut,
		Facets: map[string]map[string]int{},
	})
}

func hits(in []store.Hit) []export.HitLine {
	out := make([]export.HitLine, len(in))
	for i, h := range in {
		out[i] = export.NewHit(h)
	}
	return out
}

// each yields what is there already.
func each[T any](rows []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}
