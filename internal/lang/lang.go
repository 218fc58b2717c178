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
	labels   map[text.Script][][]int // for each language of a family, its labels in the model
}

// New makes a Detector from the bytes of lid.176.ftz (model.Language). It takes a few
// milliseconds and about 5 MB.
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
	d := &Detector{model: model, families: fam, labels: map[text.Script][][]int{}}
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
		}
	}
	return d, nil
}

// Detect returns the language of s and how likely it is, 0 to 1. A text without
// letters, or of which no language is likelier than not to be right, is undetermined.
func (d *Detector) Detect(s string) (news.Lang, float64) {
	return d.detect(take(s))
}

func (d *Detector) detect(p sample) (news.Lang, float64) {
	if p.letters == 0 {
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
	return f.langs[best].code, confidence * p.share
}

// scores returns the logarithm of each language's likelihood, up to a constant.
func (d *Detector) scores(p sample, f *family) []float64 {
	var sb strings.Builder
	for _, w := range p.words {
		sb.WriteString(w.lower)
		sb.WriteByte(' ')
	}
	logs := make([]float64, len(d.model.labels))
	d.model.predict(sb.String(), logs)
	scores := make([]float64, len(f.langs))
	for i, ids := range d.labels[p.script] {
		sum := 1e-7 // what the model says is never quite impossible
		for _, id := range ids {
			sum += math.Exp(logs[id])
		}
		scores[i] = math.Log(sum) + f.langs[i].prior
	}
	f.weigh(p.words, scores)
	return scores
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

// eastAsian tells Chinese from Japanese, which has kana in every clause.
func eastAsian(p sample) (news.Lang, float64) {
	if 10*p.kana >= p.kana+p.han {
		return "ja", p.share
	}
	return "zh", p.share
}
