package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"

	"github.com/dragoman-news/dragoman/internal/meaning"
	"github.com/dragoman-news/dragoman/internal/model/reader"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// The teacher, multilingual-e5-small in four bits, on the same rows: whole vectors of 384
// numbers, each text in one piece behind "query: " (docs/model.md has the commands). By
// language or pair of languages, "all" is the mean.
var teacher = map[string]map[string]string{
	"tatoeba": {
		"fr": "0.921", "ar": "0.786", "es": "0.911", "de": "0.967", "ru": "0.913", "fa": "0.871",
		"tr": "0.896", "pt": "0.918", "it": "0.875", "zh": "0.889", "all": "0.8945",
	},
	"xquad":   {"ar": "1.000", "de": "1.000", "es": "1.000", "ru": "1.000", "tr": "1.000", "zh": "1.000", "all": "1.000", "arru": "1.000"}, // the first 128 pieces
	"semeval": {"de": "0.828", "en": "0.795", "es": "0.775", "all": "0.799"},                                                               // of title and text the first 128 pieces
}

// The two vectors of a text that are compared: the one of title and first sentences as it
// is kept, and the mean of those of its first sentences.
const (
	byLead      = "lead"
	bySentences = "sentences"
)

// evalMeaning scores the vectors that are kept with a report, in whole numbers: whether a
// translation is the nearest of all, and whether reports are the nearer the more they
// tell of one story.
func evalMeaning(data string) ([]score, error) {
	r, err := newReaders()
	if err != nil {
		return nil, err
	}
	sentences, err1 := sentenceRetrieval(r.model, data)
	paragraphs, err2 := paragraphRetrieval(r.model, data)
	pairs, err3 := alikeness(r.model, data)
	return slices.Concat(sentences, paragraphs, pairs), errors.Join(err1, err2, err3)
}

// translations reads rows of one text in several languages.
func translations(file string) ([]map[string]string, error) {
	var rows []map[string]string
	err := readLines(file, func(line []byte) error {
		var r map[string]string
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		rows = append(rows, r)
		return nil
	})
	return rows, err
}

// sentenceRetrieval finds each sentence of Tatoeba among those of the other language.
func sentenceRetrieval(m *reader.Reader, data string) ([]score, error) {
	rows, err := translations(filepath.Join(data, "parallel", "tatoeba.jsonl"))
	if err != nil {
		return nil, err
	}
	var scores []score
	for _, lang := range []string{"ar", "de", "es", "fa", "fr", "it", "pt", "ru", "tr", "zh"} {
		var theirs, english []string
		for _, row := range rows {
			if row[lang] != "" && row["en"] != "" {
				theirs, english = append(theirs, row[lang]), append(english, row["en"])
			}
		}
		a, err := sentenceVectors(m, theirs)
		if err != nil {
			return nil, err
		}
		b, err := sentenceVectors(m, english)
		if err != nil {
			return nil, err
		}
		scores = append(scores, score{Set: "tatoeba", Lang: lang, Metric: "retrieval", Value: retrieval(a, b), N: len(a)})
	}
	return withTeacher(scores), nil
}

// sentenceVectors reads sentences as a document that consists of them. What a sentence
// gives does not depend on its neighbours, and many at once are read faster.
func sentenceVectors(m *reader.Reader, sentences []string) ([][]int8, error) {
	var out [][]int8
	for part := range slices.Chunk(sentences, 64) {
		doc := &news.Document{}
		for _, s := range part {
			start := len(doc.Text)
			doc.Text += s + "\n"
			doc.Sentences = append(doc.Sentences, news.Span{Start: start, End: start + len(s)})
		}
		if err := m.Read(doc); err != nil {
			return nil, err
		}
		out = append(out, doc.Reading.Sentences...)
	}
	return out, nil
}

// paragraphRetrieval finds each paragraph of XQuAD among those of the other language, by
// both of its vectors.
func paragraphRetrieval(m *reader.Reader, data string) ([]score, error) {
	rows, err := translations(filepath.Join(data, "parallel", "xquad.jsonl"))
	if err != nil {
		return nil, err
	}
	lead, mean := map[string][][]int8{}, map[string][][]int8{}
	for _, lang := range []string{"ar", "de", "en", "es", "ru", "tr", "zh"} {
		for _, row := range rows {
			l, s, err := meaningOf(m, news.Lang(lang), "", row[lang])
			if err != nil {
				return nil, err
			}
			lead[lang], mean[lang] = append(lead[lang], l), append(mean[lang], s)
		}
	}
	var scores []score
	for _, p := range [][2]string{{"ar", "en"}, {"de", "en"}, {"es", "en"}, {"ru", "en"}, {"tr", "en"}, {"zh", "en"}, {"ar", "ru"}} {
		name := p[0]
		if p[1] != "en" {
			name = p[0] + p[1]
		}
		scores = append(scores,
			score{Set: "xquad", Lang: name, Metric: "retrieval " + byLead, Value: retrieval(lead[p[0]], lead[p[1]]), N: len(rows)},
			score{Set: "xquad", Lang: name, Metric: "retrieval " + bySentences, Value: retrieval(mean[p[0]], mean[p[1]]), N: len(rows)})
	}
	return withTeacher(scores), nil
}

// alikeness is how well the order of pairs of reports by cosine is the order in which
// people put them, from one story (1) to nothing in common (4).
func alikeness(m *reader.Reader, data string) ([]score, error) {
	var scores []score
	var errs []error
	for _, lang := range []string{"de", "en", "es"} {
		var people, lead, mean []float64
		file := filepath.Join(data, "clustering", "semeval2022t8_"+lang+".jsonl")
		errs = append(errs, readLines(file, func(line []byte) error {
			var r struct {
				A, B  struct{ Title, Text string }
				Score float64
			}
			if err := json.Unmarshal(line, &r); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			la, sa, err := meaningOf(m, news.Lang(lang), r.A.Title, r.A.Text)
			if err != nil {
				return err
			}
			lb, sb, err := meaningOf(m, news.Lang(lang), r.B.Title, r.B.Text)
			if err != nil {
				return err
			}
			people = append(people, -r.Score)
			lead, mean = append(lead, cosine(la, lb)), append(mean, cosine(sa, sb))
			return nil
		}))
		if len(people) > 0 {
			scores = append(scores,
				score{Set: "semeval", Lang: lang, Metric: "Spearman " + byLead, Value: spearman(people, lead), N: len(people)},
				score{Set: "semeval", Lang: lang, Metric: "Spearman " + bySentences, Value: spearman(people, mean), N: len(people)})
		}
	}
	return withTeacher(scores), errors.Join(errs...)
}

// opening is how many sentences of a report are read here: nearly always enough for the
// vector of its beginning. Whole reports would take minutes.
const opening = 2

// meaningOf reads a text as the program does and returns the vector of its beginning and
// the mean of those of its sentences.
func meaningOf(m *reader.Reader, lang news.Lang, title, body string) (lead, mean []int8, err error) {
	doc := &news.Document{Report: news.Report{Title: title, Text: body, Lang: lang}, Sentences: text.Sentences(body, lang)}
	doc.Sentences = doc.Sentences[:min(opening, len(doc.Sentences))]
	if err := m.Read(doc); err != nil {
		return nil, nil, err
	}
	return doc.Reading.Lead, meanOf(doc.Reading.Sentences), nil
}

// meanOf is the mean of vectors at length 1, in whole numbers again.
func meanOf(vectors [][]int8) []int8 {
	var sum []float64
	for _, v := range vectors {
		length := math.Sqrt(float64(meaning.Squares(v)))
		if length == 0 {
			continue
		}
		if sum == nil {
			sum = make([]float64, len(v))
		}
		for i, x := range v {
			sum[i] += float64(x) / length
		}
	}
	top := 0.0
	for _, x := range sum {
		top = max(top, math.Abs(x))
	}
	out := make([]int8, len(sum))
	for i, x := range sum {
		if top > 0 {
			out[i] = int8(math.RoundToEven(127 * x / top))
		}
	}
	return out
}

// cosine is that of two vectors as they are kept, 0 where one is missing.
func cosine(a, b []int8) float64 {
	q, ok := meaning.NewQuery(a)
	if !ok || len(a) != len(b) {
		return 0
	}
	return q.Cosine(signed(b), meaning.Squares(b))
}

// signed are the bytes of a vector as stores keep them.
func signed(v []int8) []byte {
	out := make([]byte, len(v))
	for i, x := range v {
		out[i] = byte(x) //nolint:gosec // two's complement is meant
	}
	return out
}

// retrieval is the share of rows whose translation is the nearest of all, the mean of both
// directions. Of equals the first counts.
func retrieval(a, b [][]int8) float64 {
	if len(a) == 0 {
		return 0
	}
	there, back := make([]nearest, len(a)), make([]nearest, len(b))
	for i := range a {
		for j := range b {
			c := cosine(a[i], b[j])
			there[i].offer(j, c)
			back[j].offer(i, c)
		}
	}
	right := 0
	for i := range a {
		for _, n := range []nearest{there[i], back[i]} {
			if n.found && n.row == i {
				right++
			}
		}
	}
	return float64(right) / float64(2*len(a))
}

// nearest is the row with the largest cosine so far.
type nearest struct {
	found  bool
	row    int
	cosine float64
}

func (n *nearest) offer(row int, cosine float64) {
	if !n.found || cosine > n.cosine {
		*n = nearest{true, row, cosine}
	}
}

// spearman is the correlation of the ranks of a and b.
func spearman(a, b []float64) float64 {
	ra, rb := ranks(a), ranks(b)
	mean := float64(len(a)-1) / 2
	var ab, aa, bb float64
	for i := range ra {
		x, y := ra[i]-mean, rb[i]-mean
		ab, aa, bb = ab+x*y, aa+x*x, bb+y*y
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return ab / math.Sqrt(aa*bb)
}

// ranks counts from 0; equals share the mean of their ranks.
func ranks(v []float64) []float64 {
	sorted := slices.Sorted(slices.Values(v))
	out := make([]float64, len(v))
	for i, x := range v {
		first, _ := slices.BinarySearch(sorted, x)
		last := first
		for last < len(sorted) && sorted[last] == x {
			last++
		}
		out[i] = float64(first+last-1) / 2
	}
	return out
}

// withTeacher adds the mean of the languages of each metric, and beside each score what
// the teacher reaches.
func withTeacher(scores []score) []score {
	by := map[string]*score{}
	var order []string
	for _, s := range scores {
		if by[s.Metric] == nil {
			by[s.Metric] = &score{Set: s.Set, Lang: "all", Metric: s.Metric}
			order = append(order, s.Metric)
		}
		by[s.Metric].Value += s.Value
		by[s.Metric].N += s.N
	}
	languages := len(scores) / max(1, len(order))
	for _, metric := range order {
		s := *by[metric]
		s.Value /= float64(languages)
		scores = append(scores, s)
	}
	for i, s := range scores {
		if t := teacher[s.Set][s.Lang]; t != "" {
			scores[i].Peer = "teacher " + t
		}
	}
	return scores
}
