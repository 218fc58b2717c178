package main

import (
	"errors"
	"fmt"
	"math"
)

// decision is one learned from likenesses: the log odds that two reports are of one story, one set
// of weights for two reports in one language and one across, as ours has.
type decision struct {
	name      string
	words, e5 bool // which likenesses it knows; the days between always
	weights   [2][4]float64
}

// knows reports whether the likenesses that it needs are there.
func (d *decision) knows(l likenesses) bool {
	return (l.words != nil || !d.words) && (l.e5 != nil || !d.e5)
}

func (d *decision) signals(words, e5, days float64) [4]float64 {
	x := [4]float64{1, 0, 0, days}
	if d.words {
		x[1] = words
	}
	if d.e5 {
		x[2] = 10 * (e5 - 0.85) // what its cosines differ by is small, and the penalty of weights is not
	}
	return x
}

// odds judges two reports.
func (d *decision) odds(across bool, words, e5, days float64) float64 {
	return weigh(d.weights[index(across)], d.signals(words, e5, days))
}

func index(across bool) int {
	if across {
		return 1
	}
	return 0
}

func weigh(w, x [4]float64) float64 {
	sum := 0.0
	for k := range w {
		sum += w[k] * x[k]
	}
	return sum
}

// example is a pair of the sets for fitting.
type example struct {
	across, same   bool
	words, e5, day float64
	share          float64 // how much it counts
}

// fittingShare is how much a set counts, and negatives how much more than positives those of all
// sets do; both, and the penalty, are those of train/stories.py.
var fittingShare = map[string]float64{ours: 3, "meantime_dev": 1, e5Made: 1, e5Singles: 1}

const (
	negatives = 3.5
	penalty   = 0.3
)

// learn fits the decisions on the sets on which ours was fitted: pairs of two stories count as of one day there,
// too, for in a stream there are such.
func learn(sets map[string][]storyDoc, e5 map[string]*cosines) ([]*decision, error) {
	var all []example
	for _, name := range []string{ours, "meantime_dev", e5Made, e5Singles} {
		from := e5[e5Mixed]
		if c := e5[name]; c != nil {
			from = c
		}
		examples, err := examplesOf(sets[name], from)
		if err != nil {
			return nil, err
		}
		all = append(all, sharedOut(examples, fittingShare[name])...)
	}
	if len(all) == 0 {
		return nil, errors.New("missing: sets on which the learned baselines are fitted")
	}
	out := []*decision{{name: "tf-idf learned", words: true}, {name: "e5 learned", e5: true}, {name: "both learned", words: true, e5: true}}
	for _, d := range out {
		d.fit(all)
	}
	return out, nil
}

func examplesOf(docs []storyDoc, e5 *cosines) ([]example, error) {
	alike, err := newLikenesses(docs, e5)
	if err != nil {
		return nil, fmt.Errorf("learned baselines: %w", err)
	}
	var out []example
	for i, a := range docs {
		for j, b := range docs[:i] {
			e := example{a.doc.Lang != b.doc.Lang, a.story == b.story, alike.words[i][j], alike.e5[i][j], closeness(a, b), 0}
			if !e.same {
				e.day = 1
			}
			if e.day >= 0 {
				out = append(out, e)
			}
		}
	}
	return out, nil
}

// sharedOut lets the pairs of a set count as much together as its share says, those within a language and
// those across apart.
func sharedOut(examples []example, share float64) []example {
	count := map[[2]bool]float64{}
	for _, e := range examples {
		count[[2]bool{e.across, e.same}]++
	}
	for i, e := range examples {
		examples[i].share = 100 * share / count[[2]bool{e.across, e.same}]
		if !e.same {
			examples[i].share *= negatives
		}
	}
	return examples
}

// fit is logistic regression with a penalty on the squares of the weights, by Newton's method.
func (d *decision) fit(examples []example) {
	for _, across := range []bool{false, true} {
		w := &d.weights[index(across)]
		for range 30 {
			var slope [4]float64
			var curve [4][4]float64
			for k := 1; k < 4; k++ {
				slope[k], curve[k][k] = penalty*w[k], penalty
			}
			curve[0][0] = 1e-6
			for _, e := range examples {
				if e.across == across {
					d.add(e, *w, &slope, &curve)
				}
			}
			step := solve(curve, slope)
			for k := range w {
				w[k] -= max(-5, min(step[k], 5))
			}
		}
	}
}

// add adds what one example says of slope and curvature.
func (d *decision) add(e example, w [4]float64, slope *[4]float64, curve *[4][4]float64) {
	x := d.signals(e.words, e.e5, e.day)
	p := 1 / (1 + math.Exp(-weigh(w, x)))
	truth := 0.0
	if e.same {
		truth = 1
	}
	for k := range x {
		slope[k] += e.share * (p - truth) * x[k]
		for l := range x {
			curve[k][l] += e.share * p * (1 - p) * x[k] * x[l]
		}
	}
}

// solve solves a x = b for a that is symmetric; a row of nothing gives 0.
func solve(a [4][4]float64, b [4]float64) [4]float64 {
	for i := range a {
		if a[i][i] < 1e-12 {
			a[i][i] = 1
		}
		for r := i + 1; r < len(a); r++ {
			f := a[r][i] / a[i][i]
			for c := i; c < len(a); c++ {
				a[r][c] -= f * a[i][c]
			}
			b[r] -= f * b[i]
		}
	}
	var x [4]float64
	for i := len(a) - 1; i >= 0; i-- {
		x[i] = b[i]
		for c := i + 1; c < len(a); c++ {
			x[i] -= a[i][c] * x[c]
		}
		x[i] /= a[i][i]
	}
	return x
}

// most is what one pair says at most in the mean over many, as with ours.
const most = 6

// group puts reports together by average linkage: two groups become one while the mean of
// the odds over all pairs between them is above 0, the best first.
func (d *decision) group(docs []storyDoc, alike likenesses) map[string]string {
	sum := make([][]float64, len(docs))
	for i, a := range docs {
		sum[i] = make([]float64, len(docs))
		for j, b := range docs[:i] {
			odds := -float64(most)
			if day := closeness(a, b); day >= 0 {
				odds = min(max(d.odds(a.doc.Lang != b.doc.Lang, at2(alike.words, i, j), at2(alike.e5, i, j), day), -most), most)
			}
			sum[i][j], sum[j][i] = odds, odds
		}
	}
	into := average(sum)
	of := map[string]string{}
	for i, doc := range docs {
		of[doc.doc.ID] = docs[into[i]].doc.ID
	}
	return of
}

func at2(l likeness, i, j int) float64 {
	if l == nil {
		return 0
	}
	return l[i][j]
}

// average joins points by the mean of what sum says of their pairs, which it uses up, and returns the
// first point of each one's group.
func average(sum [][]float64) []int {
	into, size := make([]int, len(sum)), make([]float64, len(sum))
	for i := range into {
		into[i], size[i] = i, 1
	}
	for {
		a, b, top := -1, -1, 0.0
		for i := range sum {
			for j := range i {
				if size[i] > 0 && size[j] > 0 && sum[i][j]/(size[i]*size[j]) > top {
					a, b, top = j, i, sum[i][j]/(size[i]*size[j])
				}
			}
		}
		if a < 0 {
			return into
		}
		for k := range sum {
			sum[a][k] += sum[b][k]
			sum[k][a] = sum[a][k]
			if into[k] == b {
				into[k] = a
			}
		}
		size[a], size[b] = size[a]+size[b], 0
	}
}
