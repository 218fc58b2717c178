package codec_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/meaning"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store/codec"
)

// read is a document of four sentences, of which the second has no words.
func read() *news.Document {
	return &news.Document{
		Report:    news.Report{ID: "r", Text: "Un. … Trois. Quatre."},
		Sentences: []news.Span{{Start: 0, End: 3}, {Start: 4, End: 7}, {Start: 8, End: 14}, {Start: 15, End: 22}},
		Reading: &news.Reading{
			Model: "m", Lead: []int8{127, 0, 0},
			Sentences: [][]int8{{0, 127, 0}, nil, {0, 0, -127}, {0, 0, 0}},
		},
	}
}

func TestTheNearestVectorNamesItsSentence(t *testing.T) {
	v, err := codec.ParseVectors(codec.EncodeVectors(read()))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name   string
		query  []int8
		cosine float64
		span   news.Span
	}{
		{"the lead", []int8{5, 0, 0}, 1, news.Span{}},
		{"the first sentence", []int8{0, 1, 0}, 1, news.Span{Start: 0, End: 3}},
		{"the third", []int8{0, 0, -9}, 1, news.Span{Start: 8, End: 14}},
		{"of equals the first", []int8{0, 0, 9}, 0, news.Span{}},
	} {
		q, ok := meaning.NewQuery(tc.query)
		if !ok {
			t.Fatal("no query")
		}
		i, cosine, ok := v.Nearest(q)
		if !ok || cosine != tc.cosine {
			t.Errorf("%s: cosine %v, %v; want %v", tc.name, cosine, ok, tc.cosine)
		}
		if diff := cmp.Diff(tc.span, v.Span(i)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
	if q, _ := meaning.NewQuery([]int8{1, 2}); true {
		if _, _, ok := v.Nearest(q); ok {
			t.Error("vectors of three values were compared with one of two")
		}
	}
	if got := v.Span(99); !got.Empty() {
		t.Errorf("a vector that is not there has the span %v", got)
	}
}

func TestADocumentWithoutVectorsKeepsNone(t *testing.T) {
	zeros := read()
	zeros.Reading = &news.Reading{Model: "m", Lead: []int8{0, 0}, Sentences: [][]int8{{0, 0}}}
	unread, empty := read(), read()
	unread.Reading, empty.Reading = nil, &news.Reading{Model: "m"}
	for _, d := range []*news.Document{zeros, unread, empty} {
		if got := codec.EncodeVectors(d); got != nil {
			t.Errorf("%d bytes are kept of %+v", len(got), d.Reading)
		}
	}
}

func FuzzParseVectors(f *testing.F) {
	good := codec.EncodeVectors(read())
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte{1, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1})
	f.Add([]byte{2})
	f.Add([]byte{})
	q, _ := meaning.NewQuery([]int8{1, 2, 3})
	f.Fuzz(func(t *testing.T, data []byte) {
		v, err := codec.ParseVectors(data)
		if err != nil {
			return
		}
		i, cosine, ok := v.Nearest(q)
		if s := v.Span(i); s.Start < 0 || s.End < s.Start {
			t.Errorf("the span %v", s)
		}
		if ok && math.IsNaN(cosine) {
			t.Error("no number")
		}
	})
}
