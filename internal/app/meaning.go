package app

import (
	"context"
	"fmt"
	"slices"

	"github.com/dragoman-news/dragoman/internal/meaning"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// Meaning is what searching by meaning needs of a reading model. Its zero value is
// a program without one, which searches by words.
type Meaning struct {
	// Vector returns the vector of a text and the name of the weights that made it;
	// no vector for a text without words.
	Vector func(text string) (vector []int8, model string, err error)
	// Near is the cosine from which a report without the words of a query tells of
	// what the query means. It belongs to the weights: measured with them.
	Near float64
}

// near is Meaning.Near of the weights inside the program; docs/search.md has the measurement.
const near = 0.6

// Meaning returns the model for queries, which is opened when it is first asked.
func (m *ReadingModel) Meaning() Meaning {
	if m.none {
		return Meaning{}
	}
	return Meaning{Vector: m.vector, Near: near}
}

// Near reports follow those with the words when these are few.
const (
	fewHits = 20 // fewer than these are few
	maxNear = 10 // near reports after them
)

// Answer is what a search found.
type Answer struct {
	*store.Result
	Near    []store.Hit // reports without the words that mean the same, nearest first
	LeftOut int         // reports whose meaning could not be compared, when it was asked
}

// Search finds reports by words. Their order by relevance regards meaning, and where
// few have the words, others that mean the same follow in Near.
func Search(ctx context.Context, st store.Searcher, q store.Query, m Meaning) (*Answer, error) {
	meant, minus := index.Meant(q.Text)
	if m.Vector == nil || q.Sort == store.ByNewest || meant == "" {
		res, err := st.Search(ctx, q)
		return &Answer{Result: res}, err
	}
	var err error
	if q.Vector, q.Model, err = m.Vector(meant); err != nil {
		return nil, fmt.Errorf("understand the query: %w", err)
	}
	res, err := st.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	a := &Answer{Result: res}
	room := min(q.Limit-len(res.Hits), maxNear)
	_, points := meaning.NewQuery(q.Vector)
	if minus || !points || res.Total >= fewHits || res.Total > len(res.Hits) || room <= 0 {
		return a, nil // a word that must not occur is beyond what meaning can promise
	}
	like, err := st.Like(ctx, store.LikeQuery{
		Vector: q.Vector, Model: q.Model, Filter: q.Filter, Least: m.Near, Limit: len(res.Hits) + room,
	})
	if err != nil {
		return nil, err
	}
	a.LeftOut = like.LeftOut
	a.Near = slices.DeleteFunc(like.Hits, func(h store.Hit) bool {
		return slices.ContainsFunc(res.Hits, func(o store.Hit) bool { return o.Report == h.Report })
	})
	a.Near = a.Near[:min(room, len(a.Near))]
	return a, nil
}

// Like finds the reports that mean most nearly what a text does.
func Like(ctx context.Context, st store.Searcher, text string, q store.LikeQuery, m Meaning) (*store.Likeness, error) {
	if m.Vector == nil {
		return nil, &news.Error{
			Code: news.NotFound, Message: "this program has no reading model, so it cannot search by meaning",
			Hint: "dragoman search WORDS   finds reports by their words",
		}
	}
	var err error
	if q.Vector, q.Model, err = m.Vector(text); err != nil {
		return nil, fmt.Errorf("understand the text: %w", err)
	}
	res, err := st.Like(ctx, q)
	if err != nil {
		return nil, err
	}
	if res.Compared == 0 && res.LeftOut > 0 {
		return nil, &news.Error{
			Code:    news.NotFound,
			Message: fmt.Sprintf("none of the %d reports asked for was read by the model %s, so there is nothing to compare", res.LeftOut, q.Model),
			Hint:    "dragoman add PATH...   the same again: reports that are kept already get their meaning",
		}
	}
	return res, nil
}
