package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/entity"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// namesSample is how many sentences of a set are scored: every k-th, so that the
// same ones are taken each time.
const namesSample = 1500

// evalNames scores exact spans of people, organisations and places on labelled
// sentences, and the people found in the reports.
func evalNames(data string) ([]score, error) {
	finder, err := entity.New()
	if err != nil {
		return nil, err
	}
	var scores []score
	var errs []error
	files, _ := filepath.Glob(filepath.Join(data, "ner", "*.jsonl"))
	if len(files) == 0 {
		errs = append(errs, missing{filepath.Join(data, "ner")})
	}
	for _, f := range files {
		s, err := nerSet(finder, f)
		scores, errs = append(scores, s...), append(errs, err)
	}
	s, err := nerSentences(finder, data)
	scores, errs = append(scores, s...), append(errs, err)
	s, err = peopleInReports(finder, data)
	scores, errs = append(scores, s...), append(errs, err)
	return scores, errors.Join(errs...)
}

// labels of the kinds of mention.
var nerLabel = map[news.Kind]string{news.Person: "PER", news.Organisation: "ORG", news.Place: "LOC", news.Country: "LOC"}

// namedSpan is a name in bytes with its label.
type namedSpan struct {
	span  news.Span
	label string
}

type nerRow struct {
	Lang   news.Lang
	Tokens []string
	Tags   []string
}

// nerSet scores one file of tagged tokens. Nationality words count for nothing.
func nerSet(finder *entity.Finder, file string) ([]score, error) {
	var rows []nerRow
	if err := readLines(file, func(line []byte) error {
		var r nerRow
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if len(r.Tokens) > 0 && len(r.Tags) == len(r.Tokens) {
			rows = append(rows, r)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, nil // by document, without offsets: bsnlp2021
	}
	var c counts
	step := max(1, len(rows)/namesSample)
	for i := 0; i < len(rows) && i/step < namesSample; i += step {
		body, gold := joinTokens(rows[i])
		countNames(&c, finder, rows[i].Lang, body, gold, nil)
	}
	set := strings.TrimSuffix(filepath.Base(file), ".jsonl")
	return []score{{Set: set, Lang: string(rows[0].Lang), Metric: "F1 exact spans", Value: c.f1(), N: c.tp + c.fn, Peer: nerPeer[set]}}, nil
}

// nerPeer is what others publish for the language; on their own or the usual test
// portions, so not row by row comparable.
var nerPeer = map[string]string{
	"ar_anercorp_train": "CAMeL Tools 83 (ANERcorp test)", "en_wikigold": "spaCy en trf 89.9 (own data)", "conll2002_es_dev": "first target 84",
	"ru_factrueval2016_dev": "first target 88", "wikineural_fr_val": "spaCy fr sm 81.4 (own data)",
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

// countNames compares what the finder finds in body with gold. Finds that touch a
// free span are not counted against it.
func countNames(c *counts, finder *entity.Finder, lang news.Lang, body string, gold []namedSpan, free []news.Span) {
	doc := &news.Document{Report: news.Report{Text: body, Lang: lang}, Sentences: text.Sentences(body, lang)}
	want := map[namedSpan]bool{}
	for _, g := range gold {
		want[g] = true
	}
	hit := 0
	for _, m := range finder.Find(doc) {
		n := namedSpan{m.Span, nerLabel[m.Kind]}
		switch {
		case want[n]:
			hit++
		case m.Adjective || slices.ContainsFunc(free, m.Span.Overlaps):
		default:
			c.fp++
		}
	}
	c.tp += hit
	c.fn += len(want) - hit
}

type sentenceRow struct {
	ID     string
	Lang   news.Lang
	Text   string
	Events []struct{ Type, Status string }
	Spans  []struct {
		Start, End int
		Label      string
		C          string
		E          string
	}
}

func readSentences(data string, names bool) ([]sentenceRow, error) {
	files, _ := filepath.Glob(filepath.Join(data, "sentences", "*.jsonl"))
	if len(files) == 0 {
		return nil, missing{filepath.Join(data, "sentences")}
	}
	var rows []sentenceRow
	for _, f := range files {
		if !names && strings.HasSuffix(f, "-names.jsonl") {
			continue
		}
		if err := readLines(f, func(line []byte) error {
			var r sentenceRow
			if err := json.Unmarshal(line, &r); err != nil {
				return fmt.Errorf("%s: %w", f, err)
			}
			rows = append(rows, r)
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// nerSentences scores the outermost names of our own sentences, each language.
func nerSentences(finder *entity.Finder, data string) ([]score, error) {
	rows, err := readSentences(data, true)
	if err != nil {
		return nil, err
	}
	by := map[string]*counts{"all": {}}
	for _, r := range rows {
		if by[string(r.Lang)] == nil {
			by[string(r.Lang)] = &counts{}
		}
		gold, free := outerNames(r)
		var c counts
		countNames(&c, finder, r.Lang, r.Text, gold, free)
		by[string(r.Lang)].plus(c)
		by["all"].plus(c)
	}
	var scores []score
	for lang, c := range by {
		scores = append(scores, score{Set: "sentences", Lang: lang, Metric: "F1 exact spans", Value: c.f1(), N: c.tp + c.fn})
	}
	return scores, nil
}

// outerNames are the names that no other name covers, in bytes, and the spans that
// count for nothing: nationalities, titles, and names inside names.
func outerNames(r sentenceRow) (gold []namedSpan, free []news.Span) {
	off := text.NewOffsets(r.Text)
	var all []namedSpan
	for _, s := range r.Spans {
		span := news.Span{Start: off.Byte(s.Start), End: off.Byte(s.End)}
		switch s.Label {
		case "PER", "ORG", "LOC":
			all = append(all, namedSpan{span, s.Label})
		case "NAT", "ROLE":
			free = append(free, span)
		}
	}
	for i, n := range all {
		if slices.ContainsFunc(all[:i], func(o namedSpan) bool { return o.span.Contains(n.span) && o != n }) ||
			slices.ContainsFunc(all[i+1:], func(o namedSpan) bool { return o.span.Contains(n.span) && o.span != n.span }) {
			free = append(free, n.span)
			continue
		}
		gold = append(gold, n)
	}
	return gold, free
}

// peopleInReports is the share of the people of each report of which one mention
// is found, in the text as it was scraped.
func peopleInReports(finder *entity.Finder, data string) ([]score, error) {
	rows, err := readReports(data)
	if err != nil {
		return nil, err
	}
	hit, n := map[string]int{}, map[string]int{}
	for _, r := range rows {
		mentions := finder.Find(r.document())
		for _, p := range r.Gold.People {
			n[r.Lang]++
			n["all"]++
			if personFound(mentions, r.Text, p.Mention) {
				hit[r.Lang]++
				hit["all"]++
			}
		}
	}
	var scores []score
	for lang := range n {
		scores = append(scores, score{Set: "reports", Lang: lang, Metric: "people recall", Value: float64(hit[lang]) / float64(n[lang]), N: n[lang]})
	}
	return scores, nil
}

// personFound reports whether a person mention holds want, or is at least half of it.
func personFound(mentions []news.Mention, body, want string) bool {
	want = squeeze(want)
	for _, m := range mentions {
		got := squeeze(m.Span.In(body))
		if m.Kind == news.Person && (strings.Contains(got, want) || strings.Contains(want, got) && 2*len([]rune(got)) >= len([]rune(want))) {
			return true
		}
	}
	return false
}

// squeeze makes white space plain.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
