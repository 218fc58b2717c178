package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/cluster"
)

// alikePair is a pair of SemEval 2022 task 8, which people compared.
type alikePair struct {
	a, b storyText
	same bool // a mean score of 2 and less: of one story
}

// alikeLangs are the languages of the pairs that are here.
var alikeLangs = []string{"de", "en", "es"}

func alikePairs(data, lang string) ([]alikePair, error) {
	var out []alikePair
	err := eachLine(filepath.Join(data, "clustering", "semeval2022t8_"+lang+".jsonl"), func(line []byte) error {
		var r struct {
			A, B  struct{ Title, Text string }
			Score float64
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		out = append(out, alikePair{
			storyText{ID: "a", Lang: lang, Title: r.A.Title, Text: r.A.Text},
			storyText{ID: "b", Lang: lang, Title: r.B.Title, Text: r.B.Text},
			r.Score <= 2,
		})
		return nil
	})
	return out, err
}

// scoreAlike scores those pairs, by language.
func scoreAlike(rd *readers, data string) ([]score, error) {
	var out []score
	var errs []error
	for _, lang := range alikeLangs {
		pairs, err := alikePairs(data, lang)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		links, failed := make([]cluster.Link, len(pairs)), make([]error, len(pairs))
		inParallel(len(pairs), func(i int) {
			a, err := readStory(rd, pairs[i].a)
			b, err2 := readStory(rd, pairs[i].b)
			links[i], failed[i] = cluster.Pair(a.item, b.item), errors.Join(err, err2)
		})
		errs = append(errs, failed...)
		scores := make([]float64, len(pairs))
		var c counts
		for i, p := range pairs {
			scores[i] = links[i].Score
			c.add(links[i].Joined, p.same)
		}
		out = append(out, score{"semeval2022t8", lang, "pair accuracy", c.accuracy(), c.n(), ""},
			score{"semeval2022t8", lang, "pair F1", c.f1(), c.tp + c.fn, ""},
			score{"semeval2022t8", lang, "pair precision", c.precision(), c.tp + c.fp, ""},
			score{"semeval2022t8", lang, "pair recall", c.recall(), c.tp + c.fn, ""},
			pairAUC("semeval2022t8", lang, pairs, scores))
	}
	return out, errors.Join(errs...)
}

// pairAUC is how likely a pair of one story has a higher score than one of two: over all
// bounds, so that none has to be chosen.
func pairAUC(set, lang string, pairs []alikePair, scores []float64) score {
	above, n := 0.0, 0
	for i, x := range pairs {
		for j, y := range pairs {
			if !x.same || y.same {
				continue
			}
			n++
			switch {
			case scores[i] > scores[j]:
				above++
			case scores[i] == scores[j]:
				above += 0.5
			}
		}
	}
	return score{set, lang, "pair AUC", above / float64(max(n, 1)), n, ""}
}

// pairWriter writes the signals of judged pairs for train/stories.py: set, 1 for the
// same story, then the signals. Pairs of two stories count as of one day, for in a
// stream there are such. It does nothing without a path.
type pairWriter struct{ w *os.File }

func newPairWriter(path string) (*pairWriter, error) {
	if path == "" {
		return &pairWriter{}, nil
	}
	f, err := os.Create(filepath.Clean(path))
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(f, "set\tsame\t%s\n", strings.Join(cluster.SignalNames[:], "\t"))
	return &pairWriter{f}, err
}

func (p *pairWriter) all(set string, docs []storyDoc) {
	if p.w == nil {
		return
	}
	items := make([]*cluster.Item, len(docs))
	for i, d := range docs {
		items[i] = d.item
		for j := range i {
			p.add(set, cluster.Pair(items[i], items[j]), d.story == docs[j].story)
		}
	}
}

func (p *pairWriter) add(set string, l cluster.Link, same bool) {
	if p.w == nil || l.Copy {
		return
	}
	row := []string{set, "0"}
	if same {
		row[1] = "1"
	} else if l.Signals[cluster.Undated]+l.Signals[cluster.BothUndated] == 0 {
		l.Signals[cluster.Near], l.Signals[cluster.Far] = 1, 0
	}
	for _, v := range l.Signals {
		row = append(row, strconv.FormatFloat(v, 'g', 4, 64))
	}
	_, _ = fmt.Fprintln(p.w, strings.Join(row, "\t")) // a short file fails in train/stories.py
}

func (p *pairWriter) close() error {
	if p.w == nil {
		return nil
	}
	return p.w.Close()
}
