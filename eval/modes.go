package main

import (
	"bufio"
	"encoding/json"
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
func evalModes(data string) ([]score, error) {
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	s1, err1 := modesAndContexts(rd)
	s2, err2 := ownTypeFound(rd)
	s3, err3 := addedLanguage(rd)
	s4, err4 := ngecModes(rd, data)
	return slices.Concat(s1, s2, s3, s4), errors.Join(err1, err2, err3, err4)
}

// ngecNames are modes that the set spells otherwise.
var ngecNames = map[string]string{"primative": "primitive", "sieze": "seize"}

// ngecModes counts, in a fifth of the stories that NGEC had written for a mode, whether an event of the type is told, and of
// those whether one has the mode. By rules alone: the set is large.
func ngecModes(rd *readers, data string) ([]score, error) {
	file := filepath.Join(data, "events", "ngec_synthetic.jsonl")
	rules := &readers{names: rd.names}
	typed, mode := &counts{}, &counts{}
	err := readLines(file, func(line []byte) error {
		var r struct {
			ID, Text string
			Events   []struct{ Type, Mode string }
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if len(r.Events) == 0 || r.Events[0].Mode == "" || !heldBack(r.ID) {
			return nil
		}
		want := strings.ToLower(r.Events[0].Mode)
		if other := ngecNames[want]; other != "" {
			want = other
		}
		doc, err := sentenceOf(rules, "en", r.Text)
		if err != nil {
			return err
		}
		told, right := false, false
		for _, e := range doc.Events {
			if string(e.Type) == r.Events[0].Type {
				told, right = true, right || e.Mode == want
			}
		}
		typed.add(told, true)
		if told {
			mode.add(right, true)
		}
		return nil
	})
	return []score{
		{Set: "ngec stories", Lang: "en", Metric: "type told", Value: typed.recall(), N: typed.n()},
		{Set: "ngec stories", Lang: "en", Metric: "mode told", Value: mode.recall(), N: mode.n()},
	}, err
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

// addedLanguage scores types and countries of parties of the sentences of a language added by rows: those seen while the
// rows were written, and those that were not.
func addedLanguage(rd *readers) ([]score, error) {
	model := rd.model
	defer func() { rd.model = model }()
	var scores []score
	for _, with := range []string{"", ", rules"} {
		s, err := dutch(rd, with)
		if err != nil {
			return scores, err
		}
		scores = append(scores, s...)
		rd.model = nil
	}
	return scores, nil
}

func dutch(rd *readers, with string) ([]score, error) {
	kinds, parties, nothing := map[string]*counts{}, map[string]*counts{}, &counts{}
	err := ownRows("dutch.tsv", 4, func(f []string) error {
		doc, err := sentenceOf(rd, "nl", f[3])
		if err != nil {
			return err
		}
		if f[1] == "NONE" {
			nothing.add(len(doc.Events) == 0, true)
			return nil
		}
		i := slices.IndexFunc(doc.Events, func(e news.Event) bool { return string(e.Type) == f[1] })
		at(kinds, f[0]).add(i >= 0, true)
		codes := map[string]bool{}
		for c := range strings.SplitSeq(f[2], ",") {
			codes[c] = true
		}
		at(parties, f[0]).add(i >= 0 && hasCodes(codes, doc.Events[i]), true)
		return nil
	})
	scores := []score{{Set: "own Dutch" + with, Lang: "nl", Metric: "nothing where none", Value: nothing.recall(), N: nothing.n()}}
	for _, half := range []string{"seen", "new"} {
		scores = append(scores,
			score{Set: "own Dutch" + with, Lang: "nl", Metric: "type, " + half, Value: at(kinds, half).recall(), N: at(kinds, half).n()},
			score{Set: "own Dutch" + with, Lang: "nl", Metric: "parties, " + half, Value: at(parties, half).recall(), N: at(parties, half).n()})
	}
	return scores, err
}
