package main

import (
	"slices"
	"testing"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/store"
)

// TestSearchPageFindsWhatTheCommandFinds asks as the page does, with a model and without.
func TestSearchPageFindsWhatTheCommandFinds(t *testing.T) {
	st, err := app.OpenStore(t.Context(), told(t))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	ids := func(hits []store.Hit) []string {
		var out []string
		for _, h := range hits {
			out = append(out, h.Report)
		}
		return out
	}
	for _, tc := range []struct {
		name        string
		m           app.Meaning
		words, near []string
		leftOut     int
	}{
		{"with a model", understood, []string{"en"}, []string{"fr", "ar"}, 1},
		{"without one", app.Meaning{}, []string{"en"}, nil, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a, err := searchPage(st, tc.m)(t.Context(), store.Query{Text: "treaty", Sort: store.ByRelevance, Limit: 50})
			if err != nil {
				t.Fatal(err)
			}
			if words, near := ids(a.Words.Hits), ids(a.Near); !slices.Equal(words, tc.words) || !slices.Equal(near, tc.near) || a.LeftOut != tc.leftOut {
				t.Errorf("by words %v, by meaning %v, %d left out; want %v, %v, %d", words, near, a.LeftOut, tc.words, tc.near, tc.leftOut)
			}
		})
	}
}
