package storetest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// model made the vectors of these tests: of three values, so that one sees what is near.
const model = "made"

// The meanings that the tests are about.
var (
	treaty = []int8{127, 0, 0}
	rain   = []int8{0, 127, 0}
	sport  = []int8{0, 0, 127}
)

// meant gives a document sentences, one for each "." in its text, and vectors: the first is of
// its lead.
func meant(d *news.Document, by string, vectors ...[]int8) *news.Document {
	d.Sentences = nil
	for start := 0; start < len(d.Text); {
		end := len(d.Text)
		if i := strings.IndexAny(d.Text[start:], ".。"); i >= 0 {
			end = start + i + len(string([]rune(d.Text[start+i:])[0]))
		}
		d.Sentences = append(d.Sentences, news.Span{Start: start, End: end})
		for start = end; start < len(d.Text) && d.Text[start] == ' '; start++ {
		}
	}
	d.Reading = &news.Reading{Model: by, Lead: vectors[0], Sentences: vectors[1:]}
	return d
}

// peace is four reports in as many languages, of which two tell of a treaty, one of
// them in its last sentence only, and one was read by another model.
func peace() []*news.Document {
	return []*news.Document{
		meant(report("en", "en", "2020-03-09", "The treaty was signed. It rained."), model, []int8{100, 20, 0}, []int8{120, 0, 0}, rain),
		meant(report("fr", "fr", "2020-03-08", "Il a plu. Le match fut long. Les deux pays ont signé."), model, []int8{10, 90, 90}, rain, sport, []int8{110, 5, 5}),
		meant(report("ar", "ar", "2020-03-07", "هطل المطر. توقف اللعب."), model, rain, rain, sport),
		meant(report("zh", "zh", "2020-03-06", "两国签署条约。"), "another", treaty, treaty),
		report("de", "de", "2020-03-05", "Der Vertrag wurde unterzeichnet."),
	}
}

func testVectors(t *testing.T, e *env) {
	docs := peace()
	e.add(t, docs...)
	for _, d := range docs {
		kept, err := e.Document(e.ctx, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Vectors(e.ctx, kept)
		if err != nil {
			t.Fatalf("Vectors of %s: %v", d.ID, err)
		}
		if diff := cmp.Diff(d.Reading, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("Vectors of %s (-want +got):\n%s", d.ID, diff)
		}
	}
	if got, err := e.Vectors(e.ctx, report("nobody", "en", "2020-03-09", "x")); got != nil || err != nil {
		t.Errorf("of a report that is not kept: %v, %v", got, err)
	}
	// A revision has vectors of its own, and a sentence that is split otherwise has none.
	again := meant(report("en", "en", "2020-03-09", "The treaty was not signed. It rained."), model, rain, []int8{90, 0, 10}, rain)
	e.add(t, again)
	kept, err := e.Document(e.ctx, "en")
	if err != nil {
		t.Fatal(err)
	}
	kept.Sentences[1].Start++
	got, err := e.Vectors(e.ctx, kept)
	if err != nil || !slices.Equal(got.Sentences[0], []int8{90, 0, 10}) || got.Sentences[1] != nil {
		t.Errorf("of a revision: %+v, %v", got, err)
	}
}

func (e *env) like(t *testing.T, q store.LikeQuery) *store.Likeness {
	t.Helper()
	if q.Model == "" {
		q.Model = model
	}
	res, err := e.Like(e.ctx, q)
	if err != nil {
		t.Fatalf("Like: %v", err)
	}
	return res
}

// likes returns the hits as "id score id score", and how many were left out.
func (e *env) likes(t *testing.T, q store.LikeQuery) string {
	t.Helper()
	res := e.like(t, q)
	var sb strings.Builder
	for _, h := range res.Hits {
		fmt.Fprintf(&sb, "%s %.2f ", h.Report, h.Score)
	}
	return fmt.Sprintf("%sof %d, %d left out", &sb, res.Compared, res.LeftOut)
}

var meaningTests = []test{
	{"a report's vectors come back by their sentences", testVectors},
	{"reports are found by their nearest sentence or lead, in any language", func(t *testing.T, e *env) {
		e.add(t, peace()...)
		equal(t, "treaty", e.likes(t, store.LikeQuery{Vector: treaty}), "en 1.00 fr 1.00 ar 0.00 of 3, 2 left out")
		equal(t, "rain", e.likes(t, store.LikeQuery{Vector: rain}), "en 1.00 fr 1.00 ar 1.00 of 3, 2 left out")
		equal(t, "the opposite", e.likes(t, store.LikeQuery{Vector: []int8{0, 0, -1}, Limit: 1}), "en 0.00 of 3, 2 left out")
		equal(t, "least", e.likes(t, store.LikeQuery{Vector: treaty, Least: 0.9}), "en 1.00 fr 1.00 of 3, 2 left out")
		equal(t, "limit", e.likes(t, store.LikeQuery{Vector: rain, Limit: 2}), "en 1.00 fr 1.00 of 3, 2 left out")
		equal(t, "another model", e.likes(t, store.LikeQuery{Vector: treaty, Model: "another"}), "zh 1.00 of 1, 4 left out")
		equal(t, "a model nobody used", e.likes(t, store.LikeQuery{Vector: treaty, Model: "none"}), "of 0, 5 left out")
		equal(t, "vectors of another length", e.likes(t, store.LikeQuery{Vector: []int8{1, 2}}), "of 0, 5 left out")
	}},
	{"a hit by meaning shows the sentence, or the beginning for title and lead", func(t *testing.T, e *env) {
		docs := peace()
		e.add(t, docs...)
		for _, tc := range []struct {
			vector []int8
			report string
			want   string
		}{
			{[]int8{110, 5, 5}, "fr", "Les deux pays ont signé."},
			{[]int8{10, 90, 90}, "fr", docs[1].Text},
			{sport, "ar", "توقف اللعب."},
		} {
			res := e.like(t, store.LikeQuery{Vector: tc.vector, Filter: store.Filter{Lang: news.Lang(tc.report)}})
			if len(res.Hits) != 1 {
				t.Fatalf("%v: %d hits", tc.vector, len(res.Hits))
			}
			h := res.Hits[0]
			d, err := e.Document(e.ctx, h.Report)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "snippet", h.Snippet, tc.want)
			equal(t, "at", h.At.In(d.Text), tc.want)
			equal(t, "found", h.Found, store.ByMeaning)
			equal(t, "highlight", len(h.Highlight), 0)
			equal(t, "row", []string{h.Report, h.Title, h.Source, h.Day, string(h.Lang)},
				[]string{d.ID, d.Title, d.Source, d.Published.From.Format("2006-01-02"), string(d.Lang)})
			equal(t, "reading", d.Reading, nil)
		}
	}},
	{"a search by meaning is narrowed by filters", func(t *testing.T, e *env) {
		docs := visit()
		for i, d := range docs {
			meant(d, model, []int8{100, int8(i), 0})
		}
		docs[3].Reading = nil
		e.add(t, docs...)
		for _, tc := range []struct {
			f    store.Filter
			want string
		}{
			{store.Filter{}, "en 1.00 fr 1.00 ar 1.00 of 3, 1 left out"},
			{store.Filter{Lang: "fr"}, "fr 1.00 of 1, 0 left out"},
			{store.Filter{Lang: "it"}, "of 0, 0 left out"},
			{store.Filter{Until: "2020-03-08"}, "fr 1.00 ar 1.00 of 2, 0 left out"},
			{store.Filter{Since: "2020-03-10"}, "fr 1.00 of 1, 0 left out"},
			{store.Filter{Entity: "برهم صالح", Source: "example.org"}, "en 1.00 ar 1.00 of 2, 0 left out"},
			{store.Filter{Entity: "Jean Untel"}, "of 0, 1 left out"},
			{store.Filter{Type: news.Consult, Country: "IRN"}, "en 1.00 of 1, 0 left out"},
		} {
			equal(t, fmt.Sprintf("%+v", tc.f), e.likes(t, store.LikeQuery{Vector: treaty, Filter: tc.f}), tc.want)
		}
		_, err := e.Like(e.ctx, store.LikeQuery{Vector: treaty, Model: model, Filter: store.Filter{Since: "March"}})
		wantCode(t, "a date that is none", err, news.Invalid)
	}},
	{"vectors follow their report through revisions, replacements and other models", func(t *testing.T, e *env) {
		first := func() *news.Document { return report("a", "en", "2020-03-09", "One. Two.") }
		e.add(t, first())
		equal(t, "unread", e.likes(t, store.LikeQuery{Vector: treaty}), "of 0, 1 left out")
		equal(t, "added again", e.add(t, meant(first(), model, treaty, sport)), []store.Outcome{store.Same})
		equal(t, "read", e.likes(t, store.LikeQuery{Vector: treaty}), "a 1.00 of 1, 0 left out")
		e.add(t, meant(first(), model, rain))
		equal(t, "the same model again", e.likes(t, store.LikeQuery{Vector: treaty}), "a 1.00 of 1, 0 left out")
		e.add(t, first())
		equal(t, "unread again", e.likes(t, store.LikeQuery{Vector: treaty}), "a 1.00 of 1, 0 left out")
		e.add(t, meant(first(), "another", rain))
		equal(t, "another model's are gone", e.likes(t, store.LikeQuery{Vector: treaty}), "of 0, 1 left out")
		equal(t, "another model", e.likes(t, store.LikeQuery{Vector: rain, Model: "another"}), "a 1.00 of 1, 0 left out")
		e.add(t, meant(report("a", "en", "2020-03-10", "Three."), model, sport))
		equal(t, "revised", e.likes(t, store.LikeQuery{Vector: treaty}), "a 0.00 of 1, 0 left out")
		equal(t, "and its other model", e.likes(t, store.LikeQuery{Vector: treaty, Model: "another"}), "of 0, 1 left out")
		if err := e.Replace(e.ctx, meant(report("a", "en", "2020-03-10", "Three."), model, treaty)); err != nil {
			t.Fatal(err)
		}
		equal(t, "replaced", e.likes(t, store.LikeQuery{Vector: treaty}), "a 1.00 of 1, 0 left out")
		e.add(t, report("a", "en", "2020-03-11", "Four."))
		equal(t, "revised and unread", e.likes(t, store.LikeQuery{Vector: treaty}), "of 0, 1 left out")
		e.add(t, meant(report("b", "en", "2020-03-11", "Five."), model, sport), meant(report("b", "en", "2020-03-11", "Six."), model, treaty),
			meant(report("b", "en", "2020-03-11", "Six."), "another", rain))
		equal(t, "all in one batch", e.likes(t, store.LikeQuery{Vector: rain, Model: "another"}), "b 1.00 of 1, 1 left out")
	}},
	{"of many reports none is missed, whatever order they came in", func(t *testing.T, e *env) {
		r := rand.New(rand.NewPCG(1, 9)) //nolint:gosec // not for secrets
		query := made(r)
		best := make(map[string]float64)
		var docs []*news.Document
		for i := range 300 {
			d := meant(report(fmt.Sprintf("r%03d", i), []news.Lang{"en", "fr"}[i%2], fmt.Sprintf("2020-03-%02d", 1+i%7), "One. Two. Three."), model, made(r), made(r), made(r))
			best[d.ID] = -1
			for _, v := range append(d.Reading.Sentences, d.Reading.Lead) {
				best[d.ID] = max(best[d.ID], cosine(query, v))
			}
			docs = append(docs, d)
		}
		for i := 0; i < len(docs); i += 70 {
			e.add(t, docs[i:min(i+70, len(docs))]...)
		}
		for i := 5; i < len(docs); i += 31 { // some change in the middle of others
			docs[i].Text = "Another one. Two. Three."
			e.add(t, meant(docs[i], model, query, made(r)))
			best[docs[i].ID] = 1
		}
		for _, f := range []store.Filter{{}, {Lang: "fr"}, {Since: "2020-03-03", Until: "2020-03-04"}} {
			res := e.like(t, store.LikeQuery{Vector: query, Filter: f, Limit: 300})
			if len(res.Hits) != res.Compared || res.LeftOut != 0 || f.Lang == "" && f.Since == "" && res.Compared != 300 || res.Compared == 0 {
				t.Errorf("%+v: %d hits of %d, %d left out", f, len(res.Hits), res.Compared, res.LeftOut)
			}
			seen := make(map[string]bool)
			for i, h := range res.Hits {
				if math.Abs(h.Score-best[h.Report]) > 1e-9 || i > 0 && h.Score > res.Hits[i-1].Score || seen[h.Report] {
					t.Errorf("%+v: place %d is %s with %v, its best is %v", f, i, h.Report, h.Score, best[h.Report])
				}
				seen[h.Report] = true
			}
			few := e.like(t, store.LikeQuery{Vector: query, Filter: f, Limit: 7})
			equal(t, "the first of them", few.Hits, res.Hits[:7])
		}
	}},
	{"equals are newest first, then by id", func(t *testing.T, e *env) {
		for _, id := range []string{"c", "a", "d", "b"} { // arrival says nothing
			e.add(t, meant(report(id, "en", "2020-03-09", "One."), model, treaty))
		}
		e.add(t, meant(report("new", "en", "2020-03-10", "One."), model, treaty), meant(report("none", "en", "", "One."), model, treaty),
			meant(report("late", "en", "2020-03-09T18:00:00Z", "One."), model, treaty))
		equal(t, "all", e.likes(t, store.LikeQuery{Vector: treaty}), "new 1.00 late 1.00 a 1.00 b 1.00 c 1.00 d 1.00 none 1.00 of 7, 0 left out")
		equal(t, "some", e.likes(t, store.LikeQuery{Vector: treaty, Limit: 3}), "new 1.00 late 1.00 a 1.00 of 7, 0 left out")
	}},
	{"what cannot be compared is refused", func(t *testing.T, e *env) {
		for _, tc := range []struct {
			name string
			q    store.LikeQuery
		}{
			{"no vector", store.LikeQuery{Model: model}},
			{"zeros", store.LikeQuery{Model: model, Vector: []int8{0, 0, 0}}},
			{"no model", store.LikeQuery{Vector: treaty}},
		} {
			_, err := e.Like(e.ctx, tc.q)
			wantCode(t, tc.name, err, news.Invalid)
		}
		for _, r := range []*news.Reading{
			{Model: model, Lead: treaty, Sentences: [][]int8{{1, 2}}},
			{Model: model, Lead: treaty, Sentences: [][]int8{treaty, treaty}},
			{Lead: treaty},
			{Model: "\xff", Lead: treaty},
			{Model: model, Lead: make([]int8, 5000)},
		} {
			d := meant(report("a", "en", "2020-03-09", "One."), model, treaty)
			d.Reading = r
			_, err := e.Add(e.ctx, []*news.Document{report("fine", "en", "", "Fine."), d})
			wantCode(t, fmt.Sprintf("%.60v", r), err, news.Invalid)
		}
		equal(t, "nothing was kept", e.ids(t, store.Filter{}), "")
	}},
	{"the meaning of a query has a say in the order by words, and in nothing else", func(t *testing.T, e *env) {
		var docs []*news.Document
		for i, v := range [][]int8{rain, rain, sport, treaty, nil} {
			d := report(fmt.Sprint("r", i), "en", "2020-03-09", "Talks. "+strings.Repeat("Filler words here. ", 5*i))
			if v != nil {
				meant(d, model, v)
			}
			docs = append(docs, d)
		}
		for i := range 6 {
			docs = append(docs, report(fmt.Sprint("other", i), "en", "2020-03-09", "Nothing of the kind."))
		}
		e.add(t, docs...)
		plain := e.search(t, store.Query{Text: "talks"})
		equal(t, "by words", hitIDs(plain), []string{"r0", "r1", "r2", "r3", "r4"})
		res := e.search(t, store.Query{Text: "talks", Vector: treaty, Model: model})
		equal(t, "by both", hitIDs(res), []string{"r0", "r3", "r1", "r2", "r4"})
		equal(t, "total", res.Total, plain.Total)
		equal(t, "facets", res.Facets, plain.Facets)
		var pages []string
		for i := range 5 {
			one := e.search(t, store.Query{Text: "talks", Vector: treaty, Model: model, Limit: 1, Offset: i})
			pages = append(pages, hitIDs(one)...)
			equal(t, "found", one.Hits[0].Found, store.ByWords)
			if i > 0 && res.Hits[i].Score > res.Hits[i-1].Score {
				t.Errorf("the scores rise at %d", i)
			}
		}
		equal(t, "page by page", pages, hitIDs(res))
		equal(t, "newest", e.find(t, store.Query{Text: "talks", Vector: treaty, Model: model}), "r0 r1 r2 r3 r4")
		equal(t, "a model nobody used", hitIDs(e.search(t, store.Query{Text: "talks", Vector: treaty, Model: "none"})), hitIDs(plain))
	}},
}

// made is any vector of some length.
func made(r *rand.Rand) []int8 {
	v := make([]int8, 300)
	for i := range v {
		v[i] = int8(r.IntN(255) - 127)
	}
	return v
}

func cosine(a, b []int8) float64 {
	var dot, aa, bb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		dot, aa, bb = dot+x*y, aa+x*x, bb+y*y
	}
	return dot / math.Sqrt(aa*bb)
}
