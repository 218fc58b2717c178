package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// evalQuotes scores quotes with their speakers on the reports and on articles of others, the spans of
// direct quotes and who says so on the labelled sentences.
func evalQuotes(data string) ([]score, error) {
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	var scores []score
	var errs []error
	rows, err := readReports(data)
	errs = append(errs, err)
	all, only := map[string]*counts{}, map[string]*counts{}
	for _, r := range rows {
		doc := r.document()
		if err := findAll(rd, doc); err != nil {
			return nil, err
		}
		c, d := quoteCounts(r, doc, false), quoteCounts(r, doc, true)
		for _, lang := range []string{r.Lang, "all"} {
			at(all, lang).plus(c)
			at(only, lang).plus(d)
		}
	}
	for _, lang := range langs(all, 1) {
		scores = append(scores,
			score{Set: "reports", Lang: lang, Metric: "F1 quote+speaker", Value: all[lang].f1(), N: all[lang].tp + all[lang].fn, Peer: firstTarget(lang, "0.75")},
			score{Set: "reports", Lang: lang, Metric: "F1 direct+speaker", Value: only[lang].f1(), N: only[lang].tp + only[lang].fn})
	}
	for _, more := range []func(*readers, string) ([]score, error){quoteSentences, polnear, evalAccordingTo} {
		s, err := more(rd, data)
		scores, errs = append(scores, s...), append(errs, err)
	}
	return scores, errors.Join(errs...)
}

func firstTarget(lang, value string) string {
	if lang != "all" {
		return ""
	}
	return "first target " + value
}

// quoteCounts compares the quotes of one report as score.py does: half of the
// shorter span in common and the same speaker; unlisted indirect finds are free.
func quoteCounts(r goldReport, doc *news.Document, directOnly bool) counts {
	var c counts
	mention := map[string]string{}
	for _, p := range r.Gold.People {
		mention[p.Name] = p.Mention
	}
	used := map[int]bool{}
	for _, g := range r.Gold.Quotes {
		if directOnly && !g.Direct {
			continue
		}
		start := strings.Index(doc.Text, g.Text)
		want := news.Span{Start: start, End: start + len(g.Text)}
		hit := -1
		for i, q := range doc.Quotes {
			if start >= 0 && !used[i] && common(q.Span, want)*2 >= min(q.Span.Len(), want.Len()) && sameSpeaker(q.Speaker, g.Speaker, mention[g.Speaker]) {
				hit = i
				break
			}
		}
		if hit < 0 {
			c.fn++
			continue
		}
		used[hit] = true
		c.tp++
	}
	for i, q := range doc.Quotes {
		if q.Direct && !used[i] {
			c.fp++
		}
	}
	return c
}

// common is how many bytes two spans share.
func common(a, b news.Span) int { return max(0, min(a.End, b.End)-max(a.Start, b.Start)) }

// sameSpeaker compares a speaker with the gold name and its form in the report.
func sameSpeaker(got, name, mention string) bool {
	got, name, mention = nameWords(got), nameWords(name), nameWords(mention)
	if got == "" {
		return false
	}
	if strings.Contains(name, got) || strings.Contains(got, name) || mention != "" && (strings.Contains(mention, got) || strings.Contains(got, mention)) {
		return true
	}
	return got[strings.LastIndexByte(got, ' ')+1:] == name[strings.LastIndexByte(name, ' ')+1:]
}

// nameWords folds a name to its words.
func nameWords(s string) string {
	var words []string
	folded := text.Fold(s)
	for _, w := range text.Words(folded) {
		words = append(words, w.In(folded))
	}
	return strings.Join(words, " ")
}

// quoteSentences scores the spans of direct quotes, whoever says them, on the fifth that was held back.
func quoteSentences(rd *readers, data string) ([]score, error) {
	rows, err := readSentences(data, false)
	if err != nil {
		return nil, fmt.Errorf("quotes: %w", err)
	}
	by := map[string]*counts{}
	for _, r := range rows {
		if !heldBack(r.ID) {
			continue
		}
		doc := &news.Document{Report: news.Report{Text: r.Text, Lang: r.Lang}, Sentences: text.Sentences(r.Text, r.Lang)}
		if err := findAll(rd, doc); err != nil {
			return nil, err
		}
		c := sentenceQuotes(r, doc)
		at(by, string(r.Lang)).plus(c)
		at(by, "all").plus(c)
	}
	var scores []score
	for _, lang := range langs(by, 1) {
		scores = append(scores, score{Set: "sentences held", Lang: lang, Metric: "F1 direct span", Value: by[lang].f1(), N: by[lang].tp + by[lang].fn})
	}
	return scores, nil
}

func sentenceQuotes(r sentenceRow, doc *news.Document) counts {
	var c counts
	off := text.NewOffsets(r.Text)
	used := map[int]bool{}
	for _, s := range r.Spans {
		if s.Label != "Q" {
			continue
		}
		want := news.Span{Start: off.Byte(s.Start), End: off.Byte(s.End)}
		hit := -1
		for i, q := range doc.Quotes {
			if q.Direct && !used[i] && common(q.Span, want)*2 >= min(q.Span.Len(), want.Len()) {
				hit = i
				break
			}
		}
		if hit < 0 {
			c.fn++
			continue
		}
		used[hit] = true
		c.tp++
	}
	for i, q := range doc.Quotes {
		if q.Direct && !used[i] {
			c.fp++
		}
	}
	return c
}
