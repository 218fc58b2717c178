package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/quantity"
)

// labelledDifference is one of reports/discrepancies.json: not all that there are.
type labelledDifference struct {
	Story, Attribute string
	Values           []labelValue
}

// Differences that were found and that no label names, judged by hand: story, attribute, values as they are found, sorted, with
// " | " between, and right or wrong. A row outranks the labels.
//
//go:embed testdata/differences.tsv
var judgedDifferences string

// scoreDifferences scores what reports are found to differ in. Recall is of the labelled differences, as
// score.py has it: reports of two of its values stand on two sides of a difference that is found. Precision is of
// those found that a row of testdata/differences.tsv judges, or a label whose values are those found.
func scoreDifferences(kept keeping, texts []storyText, data string) ([]score, error) {
	file := filepath.Join(data, "reports", "discrepancies.json")
	b, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return nil, missing{file}
	}
	var labels []labelledDifference
	if err := json.Unmarshal(b, &labels); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	verdicts, err := readVerdicts(judgedDifferences)
	if err != nil {
		return nil, err
	}
	gold, langs := map[string]string{}, reportLangs{}
	for _, t := range texts {
		gold[t.ID], langs[t.ID] = t.Story, news.Lang(t.Lang)
	}
	hit := make([]bool, len(labels))
	var right, judged tally
	for _, s := range kept.stories {
		for _, d := range s.Differences {
			labelled := false
			for i, l := range labels {
				if labelTold(l, d, onTwoSides) {
					hit[i] = true
					labelled = labelled || labelTold(l, d, langs.sayTheSame)
				}
			}
			verdict, known := verdicts[verdictKey(gold[s.Reports[0]], d)]
			judged.n++
			if !known && !labelled {
				showDifference(gold[s.Reports[0]], d)
				continue
			}
			judged.hit++
			right.n++
			right.hit += boolInt(verdict || !known)
		}
	}
	var found tally
	for _, h := range hit {
		found.n++
		found.hit += boolInt(h)
	}
	return []score{
		{"differences", "all", "recall", found.rate(), found.n, ""},
		{"differences", "all", "precision", right.rate(), right.n, ""},
		{"differences", "all", "judged", judged.rate(), judged.n, ""},
	}, nil
}

// labelValue is one of the values of a label.
type labelValue = struct {
	Value   string
	Reports []string
}

// labelTold reports whether reports of two values of a label stand on two sides of a difference, where
// what the sides say is the same, too.
func labelTold(l labelledDifference, d news.Difference, same func(labelValue, news.DifferenceValue) bool) bool {
	for i, a := range l.Values {
		for _, b := range l.Values[:i] {
			for _, v := range d.Values {
				for _, w := range d.Values {
					if meet(a.Reports, v.Reports) && meet(b.Reports, w.Reports) && !meet(a.Reports, w.Reports) && !meet(b.Reports, v.Reports) &&
						same(a, v) && same(b, w) {
						return true
					}
				}
			}
		}
	}
	return false
}

func onTwoSides(labelValue, news.DifferenceValue) bool { return true }

// reportLangs are the languages of reports.
type reportLangs map[string]news.Lang

// sayTheSame reports whether a value that was found is the one of a label: a quantity of one can be that of the
// other, whichever language the value is told in. A label without a quantity can be anything.
func (langs reportLangs) sayTheSame(l labelValue, v news.DifferenceValue) bool {
	want := quantitiesIn(l.Value, "en")
	if len(want) == 0 {
		return true
	}
	in := []news.Lang{"en"}
	for _, r := range v.Reports {
		in = append(in, langs[r])
	}
	for _, lang := range in {
		for _, q := range quantitiesIn(v.Value, lang) {
			if slices.ContainsFunc(want, func(w quantity.Quantity) bool { return sameNumber(w, q) || quantity.Agree(w, q) }) {
				return true
			}
		}
	}
	return false
}

// sameNumber compares two quantities of which one may have lost what is counted.
func sameNumber(a, b quantity.Quantity) bool {
	number := func(q quantity.Quantity) float64 {
		if q.Kind == quantity.Measure && q.Unit == "m" {
			return q.From / 1000
		}
		return q.From
	}
	return number(a) == number(b)
}

// quantitiesIn reads a value. A number without what is counted is read as kilometres, which every language writes alike.
func quantitiesIn(value string, lang news.Lang) []quantity.Quantity {
	if q := quantity.Find(value, lang, news.Span{End: len(value)}); len(q) > 0 {
		return q
	}
	value += " km"
	return quantity.Find(value, lang, news.Span{End: len(value)})
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// verdictKey names a difference as testdata/differences.tsv does.
func verdictKey(story string, d news.Difference) string {
	values := make([]string, len(d.Values))
	for i, v := range d.Values {
		values[i] = strings.Join(strings.Fields(v.Value), " ")
	}
	slices.Sort(values)
	return strings.Join([]string{story, d.Attribute, strings.Join(values, " | ")}, "\t")
}

func readVerdicts(table string) (map[string]bool, error) {
	out := map[string]bool{}
	for line := range strings.Lines(table) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		at := strings.LastIndexByte(line, '\t')
		if at < 0 || strings.Count(line, "\t") != 3 || line[at+1:] != "right" && line[at+1:] != "wrong" {
			return nil, fmt.Errorf("testdata/differences.tsv: %q has no story, attribute, values and verdict", line)
		}
		out[line[:at]] = line[at+1:] == "right"
	}
	return out, nil
}

// showDifference prints one that nobody judged where EVAL_SHOW asks for it, ready to be judged.
func showDifference(story string, d news.Difference) {
	if os.Getenv("EVAL_SHOW") != "differences" {
		return
	}
	fmt.Fprintf(os.Stderr, "%s\t?", verdictKey(story, d))
	for _, v := range d.Values {
		fmt.Fprintf(os.Stderr, "\t%s: %s", v.Value, strings.Join(v.Reports, " "))
	}
	fmt.Fprintln(os.Stderr)
}
