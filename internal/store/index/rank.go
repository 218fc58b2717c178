package index

import "math"

// TitleWeight is how many times as much a word in the title counts as one in the text.
const TitleWeight = 2.0

// DefaultHits is the length of a page of hits when the query does not say.
const DefaultHits = 20

// BM25 ranks documents for one query. It is the formula of SQLite's FTS5
// (k1 1.2, b 0.75, https://www.sqlite.org/fts5.html section 5.1.1), so that a store without
// it ranks alike.
type BM25 struct {
	idf     []float64
	average float64
}

// NewBM25 prepares the ranking: reports and words are how many the store holds,
// with how many reports have each phrase.
func NewBM25(reports, words int, with []int) BM25 {
	r := BM25{idf: make([]float64, len(with)), average: float64(words) / float64(max(reports, 1))}
	for i, n := range with {
		r.idf[i] = math.Log((float64(reports) - float64(n) + 0.5) / (float64(n) + 0.5))
		if r.idf[i] <= 0 {
			r.idf[i] = 1e-6 // a word in more than half of all reports still counts for something
		}
	}
	return r
}

// Score returns the rank of a document of so many words in which the phrases occur so often.
func (r BM25) Score(words int, frequencies []float64) float64 {
	const k1, b = 1.2, 0.75
	score := 0.0
	for i, f := range frequencies {
		score += r.idf[i] * (f * (k1 + 1) / (f + k1*(1-b+b*float64(words)/r.average)))
	}
	return score
}

// Count returns how often the phrase occurs in words.
func (p Phrase) Count(words []string) int {
	n := 0
	for i := 0; i+len(p) <= len(words); i++ {
		if p.at(words[i:]) {
			n++
		}
	}
	return n
}

func (p Phrase) at(words []string) bool {
	for k, w := range p {
		if words[k] != w {
			return false
		}
	}
	return len(p) > 0
}

// Facets counts hits by language, source and month, and by day where that is asked: store.Result.Facets.
type Facets map[string]map[string]int

// NewFacets returns the three facets, empty, and with days a fourth.
func NewFacets(days bool) Facets {
	f := Facets{"lang": {}, "source": {}, "month": {}}
	if days {
		f["day"] = map[string]int{}
	}
	return f
}

// Add counts one hit.
func (f Facets) Add(lang, source, month, day string) {
	if byDay := f["day"]; byDay != nil {
		byDay[day]++
	}
	f["lang"][lang]++
	f["source"][source]++
	f["month"][month]++
}
