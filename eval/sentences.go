package main

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// boundaryFolder is the gold of our own: paragraphs made up to be hard, one sentence a line.
const boundaryFolder = "internal/text/testdata/boundaries"

// evalSentences scores where sentences end: on our own hard paragraphs, on which the
// rules were corrected until they had all of it, and on labelled sentences put behind one
// another, five a paragraph. Some of the latter hold two, so no figure there can be 1. The peer
// is plain UAX #29 on the same texts.
func evalSentences(data string) ([]score, error) {
	var out []score
	var errs []error
	for _, set := range []struct {
		name string
		read func(string) (map[string][][]string, error)
		in   string
	}{
		{"own paragraphs", boundaryGold, boundaryFolder},
		{"sentences joined", joinedSentences, data},
		{"tatoeba joined", joinedTatoeba, data},
	} {
		paragraphs, err := set.read(set.in)
		errs = append(errs, err)
		ours, plain := map[string]*counts{}, map[string]*counts{}
		for _, lang := range slices.Sorted(maps.Keys(paragraphs)) {
			for _, p := range paragraphs[lang] {
				s, gold := joinSentences(lang, p)
				found := boundaries(text.Sentences(s, news.Lang(lang)), len(s))
				standard := plainBoundaries(s)
				for _, l := range []string{lang, "all"} {
					compareEnds(at(ours, l), gold, found)
					compareEnds(at(plain, l), gold, standard)
				}
			}
		}
		for _, l := range langs(ours, 1) {
			out = append(out, score{set.name, l, "boundary F1", ours[l].f1(), ours[l].n(), "UAX #29 " + fmt.Sprintf("%.4f", plain[l].f1())})
		}
	}
	return out, errors.Join(errs...)
}

// joinSentences puts sentences behind one another and returns where all but the last end.
func joinSentences(lang string, list []string) (string, []int) {
	space := " "
	if lang == "zh" || lang == "ja" {
		space = ""
	}
	var ends []int
	at := 0
	for _, s := range list[:len(list)-1] {
		at += len(s)
		ends = append(ends, at)
		at += len(space)
	}
	return strings.Join(list, space), ends
}

func boundaries(spans []news.Span, end int) []int {
	var ends []int
	for _, s := range spans {
		if s.End < end {
			ends = append(ends, s.End)
		}
	}
	return ends
}

func plainBoundaries(s string) []int {
	var ends []int
	at := 0
	for seg := sentences.FromString(s); seg.Next(); {
		at += len(seg.Value())
		if end := len(strings.TrimRight(s[:at], " \u00a0\u3000")); end < len(s) {
			ends = append(ends, end)
		}
	}
	return ends
}

func compareEnds(c *counts, gold, found []int) {
	for _, e := range gold {
		c.add(slices.Contains(found, e), true)
	}
	for _, e := range found {
		if !slices.Contains(gold, e) {
			c.add(true, false)
		}
	}
}

func boundaryGold(folder string) (map[string][][]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil || len(files) == 0 {
		return nil, missing{folder}
	}
	gold := map[string][][]string{}
	for _, file := range files {
		b, err := os.ReadFile(filepath.Clean(file))
		if err != nil {
			return gold, err
		}
		lang := strings.TrimSuffix(filepath.Base(file), ".txt")
		for paragraph := range strings.SplitSeq(string(b), "\n\n") {
			lines := slices.DeleteFunc(strings.Split(paragraph, "\n"), func(l string) bool { return l == "" || l[0] == '#' })
			gold[lang] = append(gold[lang], lines)
		}
	}
	return gold, nil
}

func joinedSentences(data string) (map[string][][]string, error) {
	texts, err := languageSentences(data)
	single := slices.DeleteFunc(texts, func(t labelled) bool { return strings.Contains(t.id, "-names-") }) // those are paragraphs
	return inFives(single), err
}

func joinedTatoeba(data string) (map[string][][]string, error) {
	texts, err := languageTatoeba(data)
	return inFives(texts), err
}

// inFives groups the texts that end in a full stop or the like, by language, five a paragraph.
func inFives(texts []labelled) map[string][][]string {
	groups := map[string][][]string{}
	open := map[string][]string{}
	for _, t := range texts {
		s := strings.TrimSpace(t.text)
		last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "\"'”’»)」』"))
		if !strings.ContainsRune(".!?…؟۔。！？", last) || strings.Contains(s, "\n") {
			continue
		}
		open[t.lang] = append(open[t.lang], s)
		if len(open[t.lang]) == 5 {
			groups[t.lang] = append(groups[t.lang], open[t.lang])
			open[t.lang] = nil
		}
	}
	return groups
}
