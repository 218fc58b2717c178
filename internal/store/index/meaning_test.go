package index_test

import (
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

func TestFuse(t *testing.T) {
	for _, tc := range []struct {
		name    string
		n       int
		cosines []float64
		known   []bool
		want    []int
	}{
		{"nothing known leaves the order", 4, nil, nil, []int{0, 1, 2, 3}},
		{"equals leave the order", 3, []float64{0.5, 0.5, 0.5}, []bool{true, true, true}, []int{0, 1, 2}},
		{"first in both is first, last in both is last", 3, []float64{0.9, 0.1, 0.2}, []bool{true, true, true}, []int{0, 1, 2}},
		{"the nearest of all gains", 4, []float64{0.2, 0.3, 0.1, 0.9}, []bool{true, true, true, true}, []int{0, 1, 3, 2}},
		{"who has no vector keeps its place", 3, []float64{0.1, 0, 0.9}, []bool{true, false, true}, []int{0, 2, 1}},
		{"what meaning was not asked of follows", 5, []float64{0.1, 0.9}, []bool{true, true}, []int{0, 1, 2, 3, 4}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := index.Fuse(tc.n, tc.cosines, tc.known)
			if len(got) != tc.n {
				t.Fatalf("%d of %d", len(got), tc.n)
			}
			for i, f := range got {
				if f.Hit != tc.want[i] {
					t.Errorf("place %d is hit %d, want %d: %v", i, f.Hit, tc.want[i], got)
				}
				if i > 0 && f.Score > got[i-1].Score {
					t.Errorf("the scores rise: %v", got)
				}
			}
		})
	}
}

func TestSentenceShowsASentenceAsItStands(t *testing.T) {
	body := "Le premier. Le second, plus long. " + strings.Repeat("وكان الكلام طويلا ", 100)
	long := news.Span{Start: strings.Index(body, "وكان"), End: len(body) - 1}
	for _, tc := range []struct {
		name string
		span news.Span
		want string
	}{
		{"a sentence", news.Span{Start: 12, End: 33}, "Le second, plus long."},
		{"a span past the end is the beginning", news.Span{Start: 12, End: len(body) + 1}, ""},
		{"a split rune is the beginning", news.Span{Start: 0, End: long.Start + 1}, ""},
		{"the lead is the beginning", news.Span{}, ""},
	} {
		got, at := index.Sentence(body, tc.span)
		if tc.want == "" {
			tc.want, _, _ = index.Snippet(body, index.Query{})
		}
		if got != tc.want || at.In(body) != got {
			t.Errorf("%s: %q at %v, want %q", tc.name, got, at, tc.want)
		}
	}
	got, at := index.Sentence(body, long)
	if at.Start != long.Start || at.In(body) != got || len([]rune(got)) > 300 || !strings.HasSuffix(got, "الكلام") && !strings.HasSuffix(got, "طويلا") && !strings.HasSuffix(got, "وكان") {
		t.Errorf("a long sentence is cut to %q", got)
	}
}

func TestMeant(t *testing.T) {
	for _, tc := range []struct {
		query, want string
		minus       bool
	}{
		{"peace talks", "peace talks", false},
		{`"مجلس الأمن" -سوريا`, "مجلس الأمن", true},
		{"« conseil de sécurité » Irak", "conseil de sécurité Irak", false},
		{"-security", "", true},
		{"!? -", "", false},
		{"", "", false},
		{"安全理事会", "安全理事会", false},
		{strings.Repeat("a ", 1000), strings.TrimSpace(strings.Repeat("a ", 32)), false},
	} {
		if got, minus := index.Meant(tc.query); got != tc.want || minus != tc.minus {
			t.Errorf("Meant(%.40q) = %q, %v; want %q, %v", tc.query, got, minus, tc.want, tc.minus)
		}
	}
}
