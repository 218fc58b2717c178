package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// namesSample is how many sentences of a set are scored: every k-th, so that the
// same ones are taken each time.
const namesSample = 400

// nerSets are the public sets. Of those that the reading model was trained on only the
// fifth that was held back is scored. Peers are what others publish for the language, on
// their own or the usual test portions, so not row by row comparable.
var nerSets = []struct {
	file    string
	trained bool
	peer    string
}{
	{"ar_anercorp_train", true, "CAMeL Tools 83 (ANERcorp test)"},
	{"ar_wojood_sample_train", true, ""},
	{"ar_wojood_sample_test", false, "first target 78"},
	{"conll2002_es_dev", false, "first target 84"},
	{"en_re3d_test", false, "first target 88"},
	{"en_wikigold", true, "spaCy en trf 89.9 (own data)"},
	{"fa_arman_fold1_train", false, ""},
	{"hipe2020_de_dev", false, ""},
	{"hipe2020_fr_dev", false, ""},
	{"it_kind_wikinews_train", false, ""},
	{"ru_factrueval2016_dev", false, "first target 88"},
	{"wikineural_de_val", false, ""},
	{"wikineural_en_val", false, ""},
	{"wikineural_es_val", false, ""},
	{"wikineural_fr_val", false, "spaCy fr sm 81.4 (own data)"},
	{"wikineural_it_val", false, ""},
	{"wikineural_pt_val", false, ""},
	{"wikineural_ru_val", false, ""},
}

// evalNames scores exact spans of people, organisations and places on labelled
// sentences, and the people found in the reports, with the reading model and by
// rules and tables alone.
func evalNames(data string) ([]score, error) {
	r, err := newReaders()
	if err != nil {
		return nil, err
	}
	var scores []score
	var errs []error
	for _, set := range nerSets {
		rows, err := nerRows(filepath.Join(data, "ner", set.file+".jsonl"), set.trained)
		errs = append(errs, err)
		if len(rows) == 0 {
			continue
		}
		c := nerCounts{}
		step := max(1, len(rows)/namesSample)
		for i := 0; i < len(rows) && i/step < namesSample; i += step {
			body, gold := joinTokens(rows[i])
			n, err := nerCount(r, rows[i].Lang, body, gold, nil)
			if err != nil {
				return scores, err
			}
			c.plus(n)
		}
		name, peer := set.file, set.peer
		if set.trained {
			name = strings.TrimSuffix(name, "_train") + "_fifth"
		}
		scores = append(scores, c.scores(name, string(rows[0].Lang), peer)...)
	}
	s, err := nerSentences(r, data)
	scores, errs = append(scores, s...), append(errs, err)
	s, err = peopleInReports(r, data)
	return append(scores, s...), errors.Join(append(errs, err)...)
}

// labels of the kinds of mention.
var nerLabel = map[news.Kind]string{news.Person: "PER", news.Organisation: "ORG", news.Place: "LOC", news.Country: "LOC"}

// namedSpan is a name in bytes with its label.
type namedSpan struct {
	span  news.Span
	label string
}

type nerRow struct {
	ID     string
	Lang   news.Lang
	Tokens []string
	Tags   []string
}

// nerRows reads one file of tagged tokens, or the fifth of it that was held back.
func nerRows(file string, fifth bool) ([]nerRow, error) {
	set := strings.TrimSuffix(filepath.Base(file), ".jsonl")
	var rows []nerRow
	err := readLines(file, func(line []byte) error {
		var r nerRow
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if len(r.Tokens) > 0 && len(r.Tags) == len(r.Tokens) && (!fifth || heldBack(set+r.ID)) {
			rows = append(rows, r)
		}
		return nil
	})
	return rows, err
}

// joinTokens writes the tokens with a space between and gives the tagged spans.
func joinTokens(r nerRow) (string, []namedSpan) {
	var sb strings.Builder
	var gold []namedSpan
	for i, tok := range r.Tokens {
		if i > 0 {
			sb.WriteByte(' ')
		}
		start := sb.Len()
		sb.WriteString(tok)
		label := strings.TrimPrefix(strings.TrimPrefix(r.Tags[i], "B-"), "I-")
		switch {
		case r.Tags[i] == "O" || label == "MISC":
		case strings.HasPrefix(r.Tags[i], "I-") && len(gold) > 0 && gold[len(gold)-1].span.End == start-1:
			gold[len(gold)-1].span.End = sb.Len()
		default:
			gold = append(gold, namedSpan{news.Span{Start: start, End: sb.Len()}, label})
		}
	}
	return sb.String(), gold
}

// nerCounts are the counts of one set and language: of all names, of each kind, and of
// all names by rules alone.
type nerCounts struct{ all, rules, per, org, loc counts }

// nerCount reads body in both ways and compares what is found with gold.
func nerCount(r *readers, lang news.Lang, body string, gold []namedSpan, free []news.Span) (nerCounts, error) {
	doc := &news.Document{Report: news.Report{Text: body, Lang: lang}, Sentences: text.Sentences(body, lang)}
	rules := countNames(r.names.Find(doc), gold, free)
	if err := r.mentions(doc); err != nil {
		return nerCounts{}, err
	}
	by := countNames(doc.Mentions, gold, free)
	return nerCounts{all: by[""], rules: rules[""], per: by["PER"], org: by["ORG"], loc: by["LOC"]}, nil
}

func (c *nerCounts) plus(o nerCounts) {
	c.all.plus(o.all)
	c.rules.plus(o.rules)
	c.per.plus(o.per)
	c.org.plus(o.org)
	c.loc.plus(o.loc)
}

func (c *nerCounts) scores(set, lang, peer string) []score {
	return []score{
		{Set: set, Lang: lang, Metric: "F1 exact spans", Value: c.all.f1(), N: c.all.tp + c.all.fn, Peer: peer},
		{Set: set, Lang: lang, Metric: "F1 LOC", Value: c.loc.f1(), N: c.loc.tp + c.loc.fn},
		{Set: set, Lang: lang, Metric: "F1 ORG", Value: c.org.f1(), N: c.org.tp + c.org.fn},
		{Set: set, Lang: lang, Metric: "F1 PER", Value: c.per.f1(), N: c.per.tp + c.per.fn},
		{Set: set, Lang: lang, Metric: "F1 rules alone", Value: c.rules.f1(), N: c.rules.tp + c.rules.fn},
	}
}

// countNames compares mentions with gold, by label and under "" of all. Nationality
// words count for nothing, nor do finds that touch a free span.
func countNames(mentions []news.Mention, gold []namedSpan, free []news.Span) map[string]counts {
	out := map[string]counts{}
	add := func(label string, tp, fp, fn int) {
		for _, l := range []string{"", label} {
			c := out[l]
			c.plus(counts{tp: tp, fp: fp, fn: fn})
			out[l] = c
		}
	}
	open := map[namedSpan]bool{}
	for _, g := range gold {
		open[g] = true
	}
	for _, m := range mentions {
		n := namedSpan{m.Span, nerLabel[m.Kind]}
		switch {
		case open[n]:
			delete(open, n)
			add(n.label, 1, 0, 0)
		case m.Adjective || slices.ContainsFunc(free, m.Span.Overlaps):
		default:
			add(n.label, 0, 1, 0)
		}
	}
	for g := range open {
		add(g.label, 0, 0, 1)
	}
	return out
}
