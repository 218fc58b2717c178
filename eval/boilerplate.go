package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/dragoman-news/dragoman/internal/clean"
)

// furnished is a report with its gold furniture.
type furnished struct {
	lang        string
	title, text string
	boilerplate []string
	must        []string // evidence and quotations: none may be lost
}

// evalBoilerplate scores what is taken out of already scraped text. A gold line
// that does not stand in the text any more is a hit; a paragraph of the story
// that is neither in the text nor in the title is a false alarm.
func evalBoilerplate(data string) ([]score, error) {
	reports, err1 := readFurnished(filepath.Join(data, "reports", "reports.jsonl"))
	five, err2 := readBaghdad(filepath.Join(data, "baghdad"))
	var out []score
	for _, set := range []struct {
		name string
		rows []furnished
	}{{"reports", reports}, {"baghdad", five}} {
		out = append(out, scoreFurniture(set.name, set.rows)...)
	}
	return out, errors.Join(err1, err2)
}

// goldText is the part of a row that both sets write alike.
type goldText struct {
	Events []struct {
		Evidence string `json:"evidence"`
	} `json:"events"`
	Quotes []struct {
		Text string `json:"text"`
	} `json:"quotes"`
	Boilerplate []string `json:"boilerplate"`
}

func (g goldText) must() (out []string) {
	for _, e := range g.Events {
		out = append(out, e.Evidence)
	}
	for _, q := range g.Quotes {
		out = append(out, q.Text)
	}
	return out
}

func readFurnished(file string) ([]furnished, error) {
	f, err := os.Open(filepath.Clean(file))
	if err != nil {
		return nil, missing{file}
	}
	defer f.Close() //nolint:errcheck // only read
	var out []furnished
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	for sc.Scan() {
		var r struct {
			Lang  string   `json:"lang"`
			Title string   `json:"title"`
			Text  string   `json:"text"`
			Gold  goldText `json:"gold"`
		}
		if err := json.Unmarshal(sc.Bytes(), &r); err != nil {
			return nil, err
		}
		out = append(out, furnished{r.Lang, r.Title, r.Text, r.Gold.Boilerplate, r.Gold.must()})
	}
	return out, sc.Err()
}

func readBaghdad(folder string) ([]furnished, error) {
	b, err := os.ReadFile(filepath.Join(filepath.Clean(folder), "gold.json"))
	if err != nil {
		return nil, missing{folder}
	}
	var rows []struct {
		File string   `json:"file"`
		Lang string   `json:"lang"`
		Gold goldText `json:"gold"`
	}
	if err := json.Unmarshal(b, &rows); err != nil {
		return nil, err
	}
	var out []furnished
	for _, r := range rows {
		t, err := os.ReadFile(filepath.Join(filepath.Clean(folder), filepath.Base(r.File)))
		if err != nil {
			return nil, missing{r.File}
		}
		out = append(out, furnished{r.Lang, "", string(t), r.Gold.Boilerplate, r.Gold.must()})
	}
	return out, nil
}

// furniture counts what cleaning did.
type furniture struct{ tp, fp, fn, kept, must int }

func scoreFurniture(set string, rows []furnished) []score {
	by := map[string]*furniture{"all": {}}
	for _, r := range rows {
		if by[r.lang] == nil {
			by[r.lang] = &furniture{}
		}
		c := cleaned(r)
		for _, sum := range []*furniture{by["all"], by[r.lang]} {
			sum.tp += c.tp
			sum.fp += c.fp
			sum.fn += c.fn
			sum.kept += c.kept
			sum.must += c.must
		}
	}
	var langs []string
	for l := range by {
		langs = append(langs, l)
	}
	slices.Sort(langs)
	var out []score
	for _, l := range langs {
		c := by[l]
		if c.must == 0 {
			continue
		}
		p, r := ratio(c.tp, c.tp+c.fp), ratio(c.tp, c.tp+c.fn)
		f1 := 0.0
		if p+r > 0 {
			f1 = 2 * p * r / (p + r)
		}
		out = append(
			out,
			score{Set: set, Lang: l, Metric: "precision", Value: p, N: c.tp + c.fp},
			score{Set: set, Lang: l, Metric: "recall", Value: r, N: c.tp + c.fn},
			score{Set: set, Lang: l, Metric: "F1", Value: f1, N: c.tp + c.fn, Peer: "first target 0.90"},
			score{Set: set, Lang: l, Metric: "evidence kept", Value: ratio(c.kept, c.must), N: c.must},
		)
	}
	return out
}

// cleaned cleans one report and counts.
func cleaned(r furnished) (c furniture) {
	got := clean.Text(clean.Input{Title: r.title, Text: r.text})
	text, title := flat(got.Text), flat(got.Title)
	for _, b := range r.boilerplate {
		if strings.Contains(text, flat(b)) {
			c.fn++
		} else {
			c.tp++
		}
	}
	for para := range strings.SplitSeq(r.text, "\n") {
		para = flat(para)
		runes := []rune(para)
		if len(runes) < 3 || slices.ContainsFunc(r.boilerplate, func(b string) bool {
			return strings.Contains(flat(b), para) || strings.Contains(para, flat(b))
		}) {
			continue
		}
		front, back := string(runes[:min(40, len(runes))]), string(runes[max(0, len(runes)-40):])
		if !strings.Contains(text, front) && !strings.Contains(title, front) && !strings.Contains(text, back) {
			c.fp++
		}
	}
	for _, m := range r.must {
		c.must++
		if strings.Contains(got.Text, norm.NFC.String(m)) {
			c.kept++
		}
	}
	return c
}

// flat is a text for comparison: compatibility forms, one space for any.
func flat(s string) string {
	return strings.TrimSpace(flatSpace.ReplaceAllString(norm.NFKC.String(s), " "))
}

var flatSpace = regexp.MustCompile(`[\s\x{00a0}\x{202f}\x{200b}\x{200e}\x{200f}\x{2066}-\x{2069}]+`)
