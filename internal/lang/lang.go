// Package lang tells which language a text is in. A small fastText model gives
// the first opinion; letters and function words that only some languages have
// correct it, and the script decides where it can. It names no dialects and
// translates nothing.
package lang

import (
	"math"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Detector tells languages apart. It is safe for use by many goroutines.
type Detector struct {
	model    *classifier
	families map[text.Script]*family
	ngrams   *ngramTable
	labels   map[text.Script][][]int // for each language of a family, its labels in the model
	places   map[text.Script][]int   // and its number in ngrams, -1 for none
}

// New makes a Detector from the bytes of lid.176.ftz (model.Language). It takes a few
// milliseconds and about 10 MB, most of it shared by all Detectors.
func New(weights []byte) (*Detector, error) {
	model, err := loadClassifier(weights)
	if err != nil {
		return nil, &news.Error{
			Code: news.Invalid, Message: "the language model cannot be read",
			Hint: "make models", Err: err,
		}
	}
	fam, err := families()
	if err != nil {
		return nil, err
	}
	grams, err := ngrams()
	if err != nil {
		return nil, err
	}
	d := &Detector{model: model, families: fam, ngrams: grams, labels: map[text.Script][][]int{}, places: map[text.Script][]int{}}
	at := map[string]int{}
	for i, l := range model.labels {
		at[l] = i
	}
	for script, f := range fam {
		for _, l := range f.langs {
			var ids []int
			for _, label := range l.labels {
				if i, ok := at[label]; ok {
					ids = append(ids, i)
				}
			}
			d.labels[script] = append(d.labels[script], ids)
			d.places[script] = append(d.places[script], grams.place(l.code))
		}
	}
	return d, nil
}

// Below these a text is undetermined: an answer of which three in four are wrong
// helps nobody.
const (
	leastConfidence = 0.25
	leastLetters    = 2
)

// Detect returns the language of s and how likely it is, 0 to 1. A text without
// letters, or in which no language is likely, is undetermined. The figure errs on
// the low side: of answers with 0.8, about nine in ten are right.
func (d *Detector) Detect(s string) (news.Lang, float64) {
	return d.detect(take(s))
}

func (d *Detector) detect(p sample) (news.Lang, float64) {
	if p.letters < leastLetters {
		return news.Undetermined, 0
	}
	if p.script == text.Han || p.script == text.Kana {
		return eastAsian(p)
	}
	f := d.families[p.script]
	if f == nil {
		return news.Undetermined, 0
	}
	if len(f.langs) == 1 {
		return f.langs[0].code, p.share
	}
	scores := d.scores(p, f)
	best, confidence := softmax(scores)
	if confidence *= p.share; confidence >= leastConfidence {
		return f.langs[best].code, confidence
	}
	return news.Undetermined, confidence
}

// scores returns the logarithm of each language's likelihood, up to a constant.
func (d *Detector) scores(p sample, f *family) []float64 {
	var sb strings.Builder
	for _, w := range p.words {
		sb.WriteString(w.lower)
		sb.WriteByte(' ')
	}
	likely := d.model.predict(sb.String())
	scores := make([]float64, len(f.langs))
	for i, ids := range d.labels[p.script] {
		sum := modelFloor // what the model says is never quite impossible
		for _, id := range ids {
			sum += likely[id]
		}
		scores[i] = modelWeight*math.Log(sum) + f.langs[i].prior
	}
	f.weigh(p.words, scores)
	d.weighLetters(p, scores)
	return scores
}

// weighLetters adds the evidence of letter sequences. A language that has no table of
// them is taken to be a little worse than the best of the others.
func (d *Detector) weighLetters(p sample, scores []float64) {
	places := d.places[p.script]
	plain := make([]int, len(d.ngrams.codes))
	names := make([]int, len(d.ngrams.codes))
	for _, w := range p.words[:min(len(p.words), ngramWords)] {
		if w.capital {
			d.ngrams.costs(w.lower, names)
		} else {
			d.ngrams.costs(w.lower, plain)
		}
	}
	least := math.Inf(1)
	sums := make([]float64, len(plain))
	for i := range sums {
		sums[i] = (ngramWeight*float64(plain[i]) + nameWeight*float64(names[i])) / costUnit
	}
	for _, at := range places {
		if at >= 0 {
			least = min(least, sums[at])
		}
	}
	if math.IsInf(least, 1) {
		return
	}
	for i, at := range places {
		if at < 0 {
			scores[i] -= noTable
		} else {
			scores[i] -= sums[at] - least
		}
	}
}

// softmax returns the place of the best score and its probability.
func softmax(scores []float64) (int, float64) {
	best := 0
	for i, s := range scores {
		if s > scores[best] {
			best = i
		}
	}
	sum := 0.0
	for _, s := range scores {
		sum += math.Exp(s - scores[best])
	}
	return best, 1 / sum
}
