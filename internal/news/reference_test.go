package news_test

import (
	"slices"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestEverybody(t *testing.T) {
	doc := &news.Document{
		Mentions: []news.Mention{
			{Span: news.Span{Start: 0, End: 5}, Kind: news.Person, Entity: "L1", Name: "Salih"},
			{Span: news.Span{Start: 10, End: 15}, Kind: news.Country, Adjective: true},
			{Span: news.Span{Start: 40, End: 44}, Kind: news.Country},
		},
		References: []news.Reference{
			{Span: news.Span{Start: 6, End: 25}, Form: news.Title, Mention: 0, Entity: "L1", Name: "Salih"},
			{Span: news.Span{Start: 30, End: 32}, Form: news.Title, Mention: -1, Entity: "P:x", Inferred: true},
		},
	}
	got, names := doc.Everybody()
	var starts []int
	for _, m := range got {
		starts = append(starts, m.Span.Start)
	}
	if !slices.Equal(starts, []int{0, 6, 30, 40}) || !slices.Equal(names, []int{0, 0, -1, 2}) {
		t.Errorf("begin at %v, names %v", starts, names)
	}
	if got[1].Kind != news.Person || got[1].Entity != "L1" || len(doc.Mentions) != 3 {
		t.Errorf("%+v of %d mentions", got[1], len(doc.Mentions))
	}
	got, names = (&news.Document{Mentions: doc.Mentions}).Everybody()
	if len(got) != 3 || !slices.Equal(names, []int{0, 1, 2}) {
		t.Errorf("without references %v", names)
	}
}
