package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/cluster"
	"github.com/dragoman-news/dragoman/internal/news"
)

// What others would do, on the same sets: single pass over the reports in time, by the cosine of
// words (TF-IDF) or of sentence vectors, at the bound that is best for that very set; and a decision learned from
// these cosines and the days between, fitted where ours is, with the same linkage. All look
// at the same window of days as we do.

// likeness is how alike two reports of a set are, by their places in it; -1 to 1.
type likeness [][]float64

// baselineSets are the sets on which the baselines stand beside our figures.
var baselineSets = []string{together, "meantime_dev", "ecbplus_dev", mixed}

// evalBaselines scores the baselines.
func evalBaselines(sets map[string][]storyDoc, data string) ([]score, error) {
	streams, err := fittingTexts(data)
	fitting := map[string][]storyDoc{}
	for name, texts := range streams {
		if name == e5Made {
			texts = texts[:min(madeFitted, len(texts))]
		}
		for _, t := range texts {
			fitting[name] = append(fitting[name], justText(t))
		}
	}
	if path := os.Getenv("EVAL_TEXTS"); path != "" {
		err = errors.Join(err, writeTexts(path, sets, fitting, data))
	}
	e5, err2 := readCosines(cosineFile)
	if err = errors.Join(err, err2); err != nil {
		return nil, err
	}
	fitting[ours], fitting["meantime_dev"] = sets[ours], sets["meantime_dev"]
	learned, err := learn(fitting, e5)
	errs := []error{err}
	var out []score
	for _, name := range baselineSets {
		docs := inTime(sets[name])
		if len(docs) == 0 {
			continue
		}
		alike, err := newLikenesses(docs, e5[e5Mixed])
		errs = append(errs, err)
		out = append(out, passes(name, docs, alike)...)
		for _, s := range learned {
			if !s.knows(alike) {
				continue
			}
			group := func(some []storyDoc) map[string]string { return s.group(some, alike.among(docs, some)) }
			out = append(out, baselineScores(name+", "+s.name, docs, group)...)
		}
	}
	s, err := alikeBaselines(data, e5, learned)
	return append(out, s...), errors.Join(append(errs, err)...)
}

// justText is a document that nobody has read.
func justText(t storyText) storyDoc {
	doc := &news.Document{Report: news.Report{ID: t.ID, Lang: news.Lang(t.Lang), Title: t.Title, Text: t.Text, Published: publishedAs(t.Published)}}
	return storyDoc{doc: doc, story: t.Story, key: textKey(t.Title, t.Text)}
}

// likenesses are those that a set has; nil where they are not known.
type likenesses struct{ words, e5, lead likeness }

func newLikenesses(docs []storyDoc, cos *cosines) (likenesses, error) {
	l := likenesses{words: wordLikeness(docs)}
	unknown := 0
	l.e5 = likenessOf(len(docs), func(i, j int) float64 {
		c, ok := cos.of(docs[i].key, docs[j].key)
		if !ok {
			unknown++
		}
		return c
	})
	var err error
	if unknown > 0 {
		l.e5, err = nil, fmt.Errorf("missing: cosines of %d pairs of texts in eval/testdata/e5.cos; see train/stories_e5.py", unknown)
	}
	if !slices.ContainsFunc(docs, func(d storyDoc) bool { return d.doc.Reading.Dimensions() == 0 }) {
		l.lead = likenessOf(len(docs), func(i, j int) float64 { return cosine(docs[i].doc.Reading.Lead, docs[j].doc.Reading.Lead) })
	}
	return l, err
}

// likenessOf compares every two reports.
func likenessOf(n int, of func(i, j int) float64) likeness {
	l := make(likeness, n)
	for i := range l {
		l[i] = make([]float64, n)
		l[i][i] = 1
		for j := range i {
			l[i][j] = of(i, j)
			l[j][i] = l[i][j]
		}
	}
	return l
}

// among takes the likenesses of some of the documents.
func (l likenesses) among(docs, some []storyDoc) likenesses {
	at := make(map[string]int, len(docs))
	for i, d := range docs {
		at[d.doc.ID] = i
	}
	take := func(from likeness) likeness {
		if from == nil {
			return nil
		}
		to := make(likeness, len(some))
		for i, d := range some {
			to[i] = make([]float64, len(some))
			for j, e := range some {
				to[i][j] = from[at[d.doc.ID]][at[e.doc.ID]]
			}
		}
		return to
	}
	return likenesses{take(l.words), take(l.e5), take(l.lead)}
}

// passes scores single pass by each likeness at its best bound.
func passes(set string, docs []storyDoc, alike likenesses) []score {
	var out []score
	for _, s := range []struct {
		name string
		of   func(likenesses) likeness
	}{
		{"tf-idf", func(l likenesses) likeness { return l.words }},
		{"e5", func(l likenesses) likeness { return l.e5 }},
		{"lead vectors", func(l likenesses) likeness { return l.lead }},
	} {
		if s.of(alike) == nil {
			continue
		}
		bound := bestBound(docs, s.of(alike))
		group := func(some []storyDoc) map[string]string {
			some = inTime(some)
			return singlePass(some, s.of(alike.among(docs, some)), bound)
		}
		name := set + ", " + s.name
		out = append(out, baselineScores(name, docs, group)...)
		out = append(out, score{name, "all", "best bound", bound, len(docs), ""})
	}
	return out
}

// baselineScores keeps what is set beside our figures.
func baselineScores(set string, docs []storyDoc, group func([]storyDoc) map[string]string) []score {
	all := append(scoreGroups(set, docs, group(docs)), scoreSmall(set, docs, group)...)
	for i := range all {
		all[i].Peer = ""
	}
	return slices.DeleteFunc(all, func(s score) bool {
		return !slices.Contains([]string{"B-cubed F1", "pairwise F1", "singles apart", "two reports joined"}, s.Metric)
	})
}

// bestBound is the bound with the highest B-cubed F1, the first of equals: the set itself says which,
// so the figure at it is more than a program could reach that does not know the stories.
func bestBound(docs []storyDoc, alike likeness) float64 {
	best, top := 0.0, -1.0
	for bound := 0.02; bound < 1; bound += 0.01 {
		if f := bcubedOf(docs, singlePass(docs, alike, bound)).f1(); f > top {
			best, top = bound, f
		}
	}
	return best
}

// passing is a story of single pass.
type passing struct {
	members []int
	square  float64 // of the length of the sum of the members' vectors
}

// singlePass puts each report, in the order given, into the story whose centre is nearest, if
// its cosine reaches the bound, and else into a new one. Only stories that are near enough in time are looked at.
func singlePass(docs []storyDoc, alike likeness, bound float64) map[string]string {
	var stories []*passing
	of := map[string]string{}
	for i, d := range docs {
		var best *passing
		top, dot := bound, 0.0
		for _, s := range stories {
			if !s.near(d, docs) {
				continue
			}
			sum := 0.0
			for _, j := range s.members {
				sum += alike[i][j]
			}
			if c := sum / math.Sqrt(s.square); c >= top && (best == nil || c > top) {
				best, top, dot = s, c, sum
			}
		}
		if best == nil {
			best = &passing{}
			stories = append(stories, best)
		}
		best.members = append(best.members, i)
		best.square += 2*dot + 1
		of[d.doc.ID] = docs[best.members[0]].doc.ID
	}
	return of
}

// near reports whether a story has a report within the window of days. Those without a date say nothing of a
// story's time, unless it has no others.
func (s *passing) near(d storyDoc, docs []storyDoc) bool {
	dated := false
	for _, j := range s.members {
		if docs[j].doc.Published == nil {
			continue
		}
		if closeness(d, docs[j]) >= 0 {
			return true
		}
		dated = true
	}
	return !dated
}

// closeness is 1 for two reports of one day, falling to 0 over the days of the window, and -1 beyond it. Of
// reports without a date nobody knows.
func closeness(a, b storyDoc) float64 {
	if a.doc.Published == nil || b.doc.Published == nil {
		return 0.5
	}
	gap := max(a.doc.Published.From.Sub(b.doc.Published.To), b.doc.Published.From.Sub(a.doc.Published.To), 0)
	days := math.Floor(float64(gap) / float64(24*time.Hour))
	if days > cluster.WindowDays {
		return -1
	}
	return 1 - days/cluster.WindowDays
}

// alikeBaselines sets the baselines beside our figure for pairs that people compared.
func alikeBaselines(data string, e5 map[string]*cosines, learned []*decision) ([]score, error) {
	var out []score
	var errs []error
	for _, lang := range alikeLangs {
		pairs, err := alikePairs(data, lang)
		if err != nil {
			continue // named by the stage's own scores
		}
		words := pairLikeness(pairs)
		vectors, known := make([]float64, len(pairs)), 0
		for i, p := range pairs {
			c, ok := e5[e5Alike+lang].of(textKey(p.a.Title, p.a.Text), textKey(p.b.Title, p.b.Text))
			if vectors[i] = c; ok {
				known++
			}
		}
		out = append(out, pairAUC("semeval2022t8, tf-idf", lang, pairs, words))
		if known < len(pairs) {
			errs = append(errs, fmt.Errorf("missing: cosines of %d pairs of semeval2022t8_%s in eval/testdata/e5.cos", len(pairs)-known, lang))
			continue
		}
		out = append(out, pairAUC("semeval2022t8, e5", lang, pairs, vectors))
		for _, d := range learned {
			scores := make([]float64, len(pairs))
			for i := range pairs {
				scores[i] = d.odds(false, words[i], vectors[i], 0.5)
			}
			out = append(out, pairAUC("semeval2022t8, "+d.name, lang, pairs, scores))
		}
	}
	return out, errors.Join(errs...)
}
