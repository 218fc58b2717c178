package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/event"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// evalModes scores modes and contexts of events, a type of a project's own, and a language that rows alone
// were written for, all on sentences of our own.
func evalModes(string) ([]score, error) {
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	s1, err1 := modesAndContexts(rd)
	s2, err2 := ownTypeFound(rd)
	s3, err3 := addedLanguage(rd)
	return slices.Concat(s1, s2, s3), errors.Join(err1, err2, err3)
}

// ownRows calls fn with the columns of each row of a file of our own.
func ownRows(file string, columns int, fn func(f []string) error) error {
	in, err := os.Open(filepath.Join("eval", "testdata", file))
	if os.IsNotExist(err) { // run from its own folder
		in, err = os.Open(filepath.Join("testdata", file))
	}
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		if strings.HasPrefix(f[0], "#") {
			continue
		}
		if len(f) != columns {
			return fmt.Errorf("%s: %q has not %d columns", file, lines.Text(), columns)
		}
		if err := fn(f); err != nil {
			return err
		}
	}
	return lines.Err()
}

// sentenceOf reads one sentence up to its names and quotes; the events are left to the caller.
func sentenceOf(rd *readers, lang, s string) (*news.Document, error) {
	doc := &news.Document{Report: news.Report{Text: s, Lang: news.Lang(lang)}, Sentences: text.Sentences(s, news.Lang(lang))}
	return doc, findAll(rd, doc)
}

// modesAndContexts counts, where the type was found, the modes that are right, and the contexts found of those that must be.
func modesAndContexts(rd *readers) ([]score, error) {
	typed, mode, context, unseen := map[string]*counts{}, map[string]*counts{}, map[string]*counts{}, map[string]*counts{}
	rows := map[string]int{}
	err := ownRows("modes.tsv", 5, func(f []string) error {
		doc, err := sentenceOf(rd, f[0], f[4])
		if err != nil {
			return err
		}
		rows[f[0]]++
		i := slices.IndexFunc(doc.Events, func(e news.Event) bool { return string(e.Type) == f[1] })
		tell(typed, f[0], i >= 0)
		if i < 0 {
			return nil
		}
		e := doc.Events[i]
		tell(mode, f[0], e.Mode == f[2])
		all := true
		for c := range strings.SplitSeq(f[3], ",") {
			has := slices.Contains(e.Contexts, c)
			all = all && has
			tell(context, f[0], has)
		}
		if rows[f[0]]%2 == 0 {
			tell(unseen, f[0], e.Mode == f[2] && all)
		}
		if os.Getenv("EVAL_SHOW") == "modes" {
			fmt.Fprintln(os.Stderr, rows[f[0]]%2, f[0], f[1], f[2], f[3], "got", e.Mode, e.Contexts)
		}
		return nil
	})
	var scores []score
	for metric, by := range map[string]map[string]*counts{"type found": typed, "mode right": mode, "contexts found": context, "both, unseen half": unseen} {
		for lang, c := range by {
			scores = append(scores, score{Set: "own modes", Lang: lang, Metric: metric, Value: c.recall(), N: c.n()})
		}
	}
	return scores, err
}

// ownTypeFound scores the rows of examples/rules/epidemic.
func ownTypeFound(rd *readers) ([]score, error) {
	dir := filepath.Join("examples", "rules", "epidemic")
	if _, err := os.Stat(dir); err != nil {
		dir = filepath.Join("..", dir)
	}
	rules, err := event.NewRules(os.DirFS(dir))
	if err != nil {
		return nil, err
	}
	c := &counts{}
	err = ownRows("epidemic.tsv", 3, func(f []string) error {
		doc, err := sentenceOf(rd, f[0], f[2])
		if err != nil {
			return err
		}
		found := slices.ContainsFunc(rules.Find(doc), func(e news.Event) bool { return e.Type == "EPIDEMIC" })
		c.add(found, f[1] == "yes")
		return nil
	})
	return []score{
		{Set: "own type EPIDEMIC", Lang: "all", Metric: "precision", Value: c.precision(), N: c.tp + c.fp},
		{Set: "own type EPIDEMIC", Lang: "all", Metric: "recall", Value: c.recall(), N: c.tp + c.fn},
	}, err
}

// addedLanguage scores types and countries of parties of the sentences of a language added by rows.
func addedLanguage(rd *readers) ([]score, error) {
	model := rd.model
	defer func() { rd.model = model }()
	var scores []score
	for _, with := range []string{"", " by rules alone"} {
		kinds, parties := &counts{}, &counts{}
		err := ownRows("dutch.tsv", 3, func(f []string) error {
			doc, err := sentenceOf(rd, "nl", f[2])
			if err != nil {
				return err
			}
			if f[0] == "NONE" {
				kinds.add(len(doc.Events) > 0, false)
				return nil
			}
			i := slices.IndexFunc(doc.Events, func(e news.Event) bool { return string(e.Type) == f[0] })
			kinds.add(i >= 0, true)
			codes := map[string]bool{}
			for c := range strings.SplitSeq(f[1], ",") {
				codes[c] = true
			}
			parties.add(i >= 0 && hasCodes(codes, doc.Events[i]), true)
			return nil
		})
		if err != nil {
			return scores, err
		}
		scores = append(scores,
			score{Set: "own Dutch" + with, Lang: "nl", Metric: "type found", Value: kinds.recall(), N: kinds.tp + kinds.fn},
			score{Set: "own Dutch" + with, Lang: "nl", Metric: "nothing where nothing is", Value: 1 - float64(kinds.fp)/float64(max(1, kinds.fp+kinds.tn)), N: kinds.fp + kinds.tn},
			score{Set: "own Dutch" + with, Lang: "nl", Metric: "parties right", Value: parties.recall(), N: parties.n()})
		rd.model = nil
	}
	return scores, nil
}
