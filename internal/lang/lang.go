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
// letters, or in which no language is likely, is undetermined. The figure is calibrated:
// of answers with 0.8, about eight in ten are right.
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
	logs := make([]float64, len(d.model.labels))
	d.model.predict(sb.String(), logs)
	scores := make([]float64, len(f.langs))
	for i, ids := range d.labels[p.script] {
		sum := modelFloor // what the model says is never quite impossible
		for _, id := range ids {
			sum += math.Exp(logs[id])
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

// eastAsian tells Chinese from Japanese, which has kana in every clause; a headline
// without any is Japanese where it has characters that only Japan writes so.
func eastAsian(p sample) (news.Lang, float64) {
	switch {
	case 10*p.kana >= p.kana+p.han:
		return "ja", p.share
	case p.japanese > 0 && p.japanese >= p.chinese:
		return "ja", 0.9 * p.share
	}
	return "zh", p.share
}

// japaneseOnly are characters that Japan simplified in a way of its own, or made.
const japaneseOnly = "円対発実変駅図広売読戦県児総営経済関験帰様働畑込峠価仮応検権楽気歯渋沢択粋絵続聴脳薬覚転軽辺鉄銭録闘隣隠険黒労厳巣従徴恵拡挙拠揺摂暁栄桜渓満焼犠猟獣悩塩増壊壌奨姫専穏窓竜縄"

// chineseOnly are characters of today's Chinese that no Japanese standard has.
const chineseOnly = "尔亚德马长说卡罗兰员达对议說联发两军总萨维纳为约报时选开队诺鲁统场卢帕谈门关电认贝乌应过见举查图务协这晚组她则话业还运击绝签证库战东伦师论赛资苏內织记团调进经韩边结问动兹费实备访岛爱转给获难闻处评贸讯份铁导该计复银诉们卫际责头擊袭让齐渔领扬间书满车刚检办预华韦现圣护轮权驻馆营许单挪专顿请钟黑农萊毕换变卖读县济验归样乐续药觉轻录隐险劳严扩荣烧吗呢吧啊哪你您谁么錄嗎妳"

var onlyJapan, onlyChina = runeSet(japaneseOnly), runeSet(chineseOnly)

func runeSet(s string) map[rune]bool {
	m := map[rune]bool{}
	for _, r := range s {
		m[r] = true
	}
	return m
}
