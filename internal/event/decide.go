package event

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// odds are the weights of the decision, data/decision.tsv: what each sign adds to the log odds that
// a sentence tells of an event of a type. train/events/decide.py fits them.
type odds struct {
	read  map[string]float64 // where the reading model has read the text
	rules map[string]float64 // where only rows speak
	langs map[news.Lang]bool // what read was fitted on
}

var weights = sync.OnceValue(func() odds {
	o := odds{map[string]float64{}, map[string]float64{}, map[news.Lang]bool{}}
	phrase.Rows(data, "data/decision.tsv", func(f []string) {
		if len(f) < 3 {
			return
		}
		if f[1] == "languages" {
			for lang := range strings.SplitSeq(f[2], " ") {
				o.langs[news.Lang(lang)] = true
			}
			return
		}
		w, err := strconv.ParseFloat(f[2], 64)
		if err != nil {
			return
		}
		if f[0] == "read" {
			o.read[f[1]] = w
		} else {
			o.rules[f[1]] = w
		}
	})
	return o
})

// atLeast is the probability from which a candidate is an event, and second the one
// for a type beside a likelier one in the same sentence.
const (
	atLeast = 0.3
	second  = 0.3
)

// running is what sentences behind the lead of a report take off the log odds: the weights were fitted on sentences that were picked, of
// which five in six tell of an event, and of those of a report fewer do. The lead, of so many sentences, is there to tell what happened.
const (
	running = -1.0
	lead    = 3
)

// decide is how likely a candidate is an event of its type; behind: it stands behind the lead.
func (s *scan) decide(c *candidate, behind bool) float64 {
	w := weights().rules
	if s.taught() {
		w = weights().read
	}
	sum := 0.0
	if behind {
		sum = running
	}
	for _, f := range signals(c) {
		sum += w[f.name] * f.value
	}
	return 1 / (1 + math.Exp(-sum))
}

// signal is one thing that speaks for or against a candidate.
type signal struct {
	name  string
	value float64
}

// signals are those of a candidate; the names are those of decision.tsv.
func signals(c *candidate) []signal {
	list := []signal{
		{"bias", 1},
		{"type " + string(c.kind), 1},
		{"sentence", logOdds(c.types)},
		{"other type", logOdds(c.other)},
		{"tag", c.tag},
		{"rival", c.rival},
	}
	switch {
	case c.row && c.weak:
		list = append(list, signal{"weak row", 1})
	case c.row:
		list = append(list, signal{"row", 1})
	}
	if c.row && c.shape == "noun" {
		list = append(list, signal{"noun", 1})
	}
	if c.row && c.tag > 0 {
		list = append(list, signal{"row and tag", 1})
	}
	if c.tag > 0 {
		list = append(list, signal{"tagged", 1})
	}
	if c.whole {
		list = append(list, signal{"no words", 1})
	}
	if c.by != "" {
		list = append(list, signal{c.by, 1}) // has no weight: it is why the decision was set aside
	}
	return list
}

// unlikely is what the model leaves out of its list of types, in log odds.
const unlikely = -3.5

func logOdds(p float64) float64 {
	if p <= 0 {
		return unlikely
	}
	return max(unlikely, min(-unlikely, math.Log(p/(1-p))))
}

// Explain lists every candidate for an event in doc, by the rows inside the program, with what became of it.
func Explain(doc *news.Document) []news.Considered { return builtin().Explain(doc) }

func (s *scan) explain() []news.Considered {
	var out []news.Considered
	for _, sent := range s.sentences() {
		list, against, _ := s.decided(sent)
		s.before = sent
		for i, c := range list {
			x := news.Considered{Sentence: sent.n, Type: c.kind, Words: s.words(c.from, c.to), Against: against[i], P: c.p, Signs: map[string]float64{}}
			for _, f := range signals(&c) {
				x.Signs[f.name] = f.value
			}
			out = append(out, x)
		}
	}
	return out
}

// rejected says of each candidate of a sentence why it is no event, "" of one that is: it is likely
// enough, at the same words nothing is likelier, and beside another type it is likelier still.
func rejected(list []candidate) []string {
	out := make([]string, len(list))
	best := -1
	for i, c := range list {
		if isOwn(c.kind) {
			continue // nothing was weighed against the types of a project
		}
		if best < 0 || c.p > list[best].p {
			best = i
		}
	}
	for i, c := range list {
		switch {
		case c.p < atLeast:
			out[i] = notLikely
		case best >= 0 && !isOwn(c.kind) && c.kind != list[best].kind && c.p < second:
			out[i] = "the sentence rather tells of " + string(list[best].kind)
		}
		for k, o := range list {
			if k != i && o.kind != c.kind && o.from < c.to && c.from < o.to && isOwn(o.kind) == isOwn(c.kind) && (o.p > c.p || o.p == c.p && k < i) {
				out[i] = cmp.Or(out[i], "the same words rather tell of "+string(o.kind))
			}
		}
	}
	return out
}
