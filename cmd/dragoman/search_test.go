package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
)

// understood stands for a reading model of three values: what a text has of three words.
var understood = app.Meaning{Near: 0.8, Vector: func(text string) ([]int8, string, error) {
	if strings.Contains(text, "fail") {
		return nil, "", errors.New("the weights are damaged")
	}
	v := make([]int8, 3)
	for i, word := range []string{"treaty", "rain", "match"} {
		v[i] = int8(100 * strings.Count(text, word))
	}
	return v, "made", nil
}}

// told keeps four reports and returns the path: two tell of a treaty without the word, one of the
// rain, and one was not read by the model.
func told(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.db")
	st, err := app.OpenStore(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	var docs []*news.Document
	for _, r := range []struct {
		id, lang, title, text string
		vectors               [][]int8
	}{
		{"en", "en", "Signed", "The treaty was signed. It rained.", [][]int8{{90, 10, 0}, {100, 0, 0}, {0, 100, 0}}},
		{"fr", "fr", "Temps", "Il a plu. Les deux pays ont signé.", [][]int8{{0, 100, 30}, {0, 100, 0}, {100, 5, 0}}},
		{"ar", "ar", "توقيع", "وقع البلدان على الاتفاق. هطل المطر.", [][]int8{{80, 20, 0}, {90, 30, 0}, {0, 100, 0}}},
		{"zh", "zh", "比赛", "比赛开始了。 下雨了。", [][]int8{{0, 0, 100}, {0, 0, 100}, {0, 100, 0}}},
		{"de", "de", "Vertrag", "Der Vertrag wurde unterzeichnet. Es regnete.", nil},
	} {
		d := &news.Document{Report: news.Report{ID: r.id, Lang: news.Lang(r.lang), Title: r.title, Text: r.text, Source: "example.org"}}
		at := strings.IndexByte(r.text, ' ') // where the sentences part: at the space behind a full stop
		for at > 0 && !strings.HasSuffix(r.text[:at], ".") && !strings.HasSuffix(r.text[:at], "。") {
			at += 1 + strings.IndexByte(r.text[at+1:], ' ')
		}
		d.Sentences = []news.Span{{Start: 0, End: at}, {Start: at + 1, End: len(r.text)}}
		if r.vectors != nil {
			d.Reading = &news.Reading{Model: "made", Lead: r.vectors[0], Sentences: r.vectors[1:]}
		}
		docs = append(docs, d)
	}
	if _, err := st.Add(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// search runs the command.
func search(t *testing.T, m app.Meaning, stdin string, args ...string) (out, note string, err error) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c := &console{in: strings.NewReader(stdin), out: &stdout, err: &stderr, width: 100}
	cmd := searchCommand(c, func() app.Meaning { return m })
	cmd.SetArgs(args)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	err = cmd.ExecuteContext(t.Context())
	return stdout.String(), stderr.String(), err
}

// line is what these tests look at of a hit.
type line struct {
	Schema, Report, Snippet, Found string
	Score                          float64
}

func lines(t *testing.T, out string) []line {
	t.Helper()
	var all []line
	for dec := json.NewDecoder(strings.NewReader(out)); dec.More(); {
		var l line
		if err := dec.Decode(&l); err != nil {
			t.Fatal(err)
		}
		all = append(all, l)
	}
	return all
}

func TestSearchLikeFindsAcrossLanguages(t *testing.T) {
	db := told(t)
	out, note, err := search(t, understood, "", "--db", db, "--like", "a treaty", "--limit", "3")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"Signed  en  en  example.org    near 1.00\n  The treaty was signed.\n",
		"Temps  fr  fr  example.org    near 1.00\n  Les deux pays ont signé.\n",
		"توقيع  ar  ar  example.org    near 0.97\n  وقع البلدان على الاتفاق. هطل المطر.\n", // title and lead: the beginning
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if !strings.Contains(note, "4 reports compared") || !strings.Contains(note, "1 report was not read by this reading model") {
		t.Errorf("notes %q", note)
	}
	fromInput, _, err := search(t, understood, " a treaty\n", "--db", db, "--like", "-", "--limit", "3")
	if err != nil || fromInput != out {
		t.Errorf("from standard input %v\n%s", err, fromInput)
	}
}

func TestSearchLikeInJSON(t *testing.T) {
	out, _, err := search(t, understood, "", "--db", told(t), "--like", "rain", "--json", "--lang", "fr")
	if err != nil {
		t.Fatal(err)
	}
	got := lines(t, out)
	if len(got) != 1 || got[0] != (line{"dragoman.hit/1", "fr", "Il a plu.", "meaning", 1}) {
		t.Errorf("%+v", got)
	}
}

func TestSearchByWordsIsFollowedByWhatMeansTheSame(t *testing.T) {
	db := told(t)
	out, note, err := search(t, understood, "", "--db", db, "treaty")
	if err != nil {
		t.Fatal(err)
	}
	words, near, ok := strings.Cut(out, "Without the words, but near in meaning:\n")
	if !ok || !strings.Contains(words, "Signed") || strings.Contains(near, "Signed") || !strings.Contains(near, "Temps") ||
		!strings.Contains(near, "توقيع") || strings.Contains(near, "比赛") {
		t.Errorf("found\n%s", out)
	}
	if !strings.Contains(note, "1 report found, and 2 near in meaning") || !strings.Contains(note, "1 report was not read") {
		t.Errorf("notes %q", note)
	}
	out, _, err = search(t, understood, "", "--db", db, "--json", "treaty")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, l := range lines(t, out) {
		found = append(found, l.Report+" "+l.Found)
	}
	if got := strings.Join(found, ", "); got != "en words, fr meaning, ar meaning" {
		t.Errorf("found %s", got)
	}
}

func TestSearchByWordsAlone(t *testing.T) {
	db := told(t)
	for _, tc := range []struct {
		name string
		m    app.Meaning
		args []string
		want string
	}{
		{"without a reading model", app.Meaning{}, []string{"treaty"}, "en"},
		{"because it was asked", understood, []string{"--words", "treaty"}, "en"},
		{"in the order of days", understood, []string{"--newest", "treaty"}, "en"},
		{"because a word must not occur", understood, []string{"treaty", "--", "-signed"}, ""},
		{"because the page is full", understood, []string{"--limit", "1", "treaty"}, "en"},
		{"because the words mean nothing to the model", understood, []string{"vertrag"}, "de"},
	} {
		out, _, err := search(t, tc.m, "", append([]string{"--db", db, "--json"}, tc.args...)...)
		var found []string
		for _, l := range lines(t, out) {
			found = append(found, l.Report)
		}
		if got := strings.Join(found, " "); err != nil || got != tc.want {
			t.Errorf("%s: found %q, %v; want %q", tc.name, got, err, tc.want)
		}
	}
}

func TestSearchSaysWhyItCannot(t *testing.T) {
	db := told(t)
	other := understood
	other.Vector = func(text string) ([]int8, string, error) {
		v, _, err := understood.Vector(text)
		return v, "larger", err
	}
	for _, tc := range []struct {
		name       string
		m          app.Meaning
		args       []string
		want, hint string
	}{
		{"no reading model", app.Meaning{}, []string{"--like", "treaty"}, "no reading model", "dragoman search WORDS"},
		{"another model read all", other, []string{"--like", "treaty"}, "none of the 5 reports asked for was read by the model larger", "dragoman add"},
		{"a text without words", understood, []string{"--like", "!?"}, "no words", "a word or a sentence"},
		{"nothing on standard input", understood, []string{"--like", "-"}, "no text on standard input", "--like"},
		{"words and --like", understood, []string{"--like", "treaty", "rain"}, "give one", ""},
		{"the order of days", understood, []string{"--like", "treaty", "--newest"}, "nearest first", ""},
		{"--like of nothing", understood, []string{"--like", " "}, "without a text", ""},
		{"nothing", understood, nil, "at least 1 arg", ""},
		{"a broken model", understood, []string{"--like", "fail"}, "the weights are damaged", ""},
		{"a broken model, by words", understood, []string{"fail"}, "the weights are damaged", ""},
	} {
		_, _, err := search(t, tc.m, "", append([]string{"--db", db}, tc.args...)...)
		if err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
		if e, ok := errors.AsType[*news.Error](err); tc.hint != "" && (!ok || !strings.Contains(e.Hint, tc.hint)) {
			t.Errorf("%s: hint of %v, want %q", tc.name, err, tc.hint)
		}
	}
}
