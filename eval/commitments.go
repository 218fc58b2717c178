package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/clean"
	"github.com/dragoman-news/dragoman/internal/date"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/text"
)

// ownCommitments is our own list, checked by hand.
const ownCommitments = "eval/testdata/commitments.tsv"

// checked is a row of the list.
type checked struct {
	lang, report, text string
	want               []bond
	unseen             bool // written when the words were there
}

// bond is what is compared of a commitment: its kind, who is bound by country or else by name, and by when.
type bond struct {
	kind string
	who  []string
	due  string // first and last day, "-" where there is none
}

// evalCommitments scores what is found of our own sentences, each read as a report by itself, and of reports,
// against the list. EVAL_SHOW=commitments prints what is missed and what is too much.
func evalCommitments(data string) ([]score, error) {
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	rows, err := readChecked()
	if err != nil {
		return nil, err
	}
	by := map[string]map[string]*counts{}
	var errs []error
	of := func(set string) map[string]*counts {
		if by[set] == nil {
			by[set] = map[string]*counts{}
		}
		return by[set]
	}
	for _, r := range byReport(rows) {
		set, got, err := r.read(rd, data)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if !r.unseen {
			showBonds(r.report+" "+r.text, r.want, got)
		}
		for _, lang := range []string{r.lang, "all"} {
			compareBonds(at(of(set), lang), r.want, got, bond.same)
			compareBonds(at(of(set+", kind and who"), lang), r.want, got, bond.alike)
		}
	}
	var scores []score
	for set, langs := range by {
		for lang, c := range langs {
			if c.n() > 0 {
				scores = append(scores, bondScores(set, lang, c)...)
			}
		}
	}
	return scores, errors.Join(errs...)
}

// byReport makes one row of those of one report.
func byReport(rows []checked) []checked {
	var out []checked
	for _, r := range rows {
		i := slices.IndexFunc(out, func(o checked) bool { return strings.Contains(r.report, "/") && o.report == r.report })
		if i < 0 {
			out = append(out, r)
		} else {
			out[i].want = append(out[i].want, r.want...)
		}
	}
	return out
}

// read finds the commitments of a row, and the name of the set that it is of.
func (r checked) read(rd *readers, data string) (set string, got []bond, err error) {
	set, id, isReport := strings.Cut(r.report, "/")
	switch {
	case set == "baghdad":
		got, err = bondsOfReport(rd, r.lang, filepath.Join(data, r.report))
	case isReport:
		got, err = bondsOfOurs(rd, r.lang, id, data)
	case r.unseen:
		set = "own sentences, unseen"
		got, err = bondsOf(rd, r.lang, r.report, r.text)
	default:
		set = "own sentences"
		got, err = bondsOf(rd, r.lang, r.report, r.text)
	}
	return set, got, err
}

func bondScores(set, lang string, c *counts) []score {
	return []score{
		{Set: set, Lang: lang, Metric: "precision", Value: c.precision(), N: c.tp + c.fp},
		{Set: set, Lang: lang, Metric: "recall", Value: c.recall(), N: c.tp + c.fn},
	}
}

// readChecked reads the list.
func readChecked() ([]checked, error) {
	file, err := os.Open(ownCommitments)
	if os.IsNotExist(err) { // run from its own folder
		file, err = os.Open(filepath.Join("testdata", filepath.Base(ownCommitments)))
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	var out []checked
	unseen := false
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		if strings.HasPrefix(f[0], "#") {
			unseen = unseen || f[0] == "# Unseen"
			continue
		}
		if len(f) != 4 {
			return nil, fmt.Errorf("%s: %q has not four columns", ownCommitments, lines.Text())
		}
		r := checked{lang: f[0], report: f[1], text: f[2], unseen: unseen}
		for part := range strings.SplitSeq(f[3], ";") {
			if w := strings.Fields(part); len(w) == 3 {
				r.want = append(r.want, bond{w[0], strings.Split(strings.ReplaceAll(w[1], "_", " "), "+"), w[2]})
			} else if part != "-" {
				return nil, fmt.Errorf("%s: %q is no commitment", ownCommitments, part)
			}
		}
		out = append(out, r)
	}
	return out, lines.Err()
}

// bondsOf reads a text as the report of a day and returns its commitments.
func bondsOf(rd *readers, lang, day, body string) ([]bond, error) {
	published, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil, err
	}
	doc := &news.Document{Report: news.Report{
		ID: "r", Lang: news.Lang(lang), Text: text.NFC(body),
		Published: &news.Published{Interval: news.Interval{From: published, To: published, Precision: news.Day}},
	}}
	return bondsIn(rd, doc)
}

// bondsOfReport reads a file as it came.
func bondsOfReport(rd *readers, lang, file string) ([]bond, error) {
	b, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return nil, missing{file}
	}
	c := clean.Text(clean.Input{Text: text.NFC(string(b)), Lang: news.Lang(lang)})
	return bondsIn(rd, &news.Document{Report: news.Report{ID: "r", Lang: news.Lang(lang), Title: c.Title, Text: c.Text, Published: c.Published}})
}

// bondsOfOurs reads one of our own reports.
func bondsOfOurs(rd *readers, lang, id, data string) ([]bond, error) {
	file := filepath.Join(data, "reports", "reports.jsonl")
	var doc *news.Document
	err := readLines(file, func(line []byte) error {
		var r struct{ ID, Published, Title, Text string }
		if err := json.Unmarshal(line, &r); err != nil || r.ID != id {
			return err
		}
		c := clean.Text(clean.Input{Title: r.Title, Text: text.NFC(r.Text), Lang: news.Lang(lang)})
		doc = &news.Document{Report: news.Report{ID: id, Lang: news.Lang(lang), Title: c.Title, Text: c.Text, Published: c.Published}}
		if p := publishedAs(r.Published); p != nil {
			doc.Published = p
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if doc == nil {
		return nil, missing{file + ": " + id}
	}
	return bondsIn(rd, doc)
}

func bondsIn(rd *readers, doc *news.Document) ([]bond, error) {
	doc.Sentences = text.Sentences(doc.Text, doc.Lang)
	var ref *news.Interval
	if doc.Published != nil {
		ref = &doc.Published.Interval
	}
	doc.Dates = date.Find(doc.Text, doc.Lang, ref)
	if err := findAll(rd, doc); err != nil {
		return nil, err
	}
	var out []bond
	for _, c := range record.Commitments([]*news.Document{doc}, nil) {
		b := bond{kind: string(c.Kind), due: "-"}
		for _, p := range c.Who {
			b.who = append(b.who, cmp.Or(p.Country, p.Name))
		}
		if c.Due != nil {
			b.due = c.Due.From.Format(time.DateOnly) + "/" + c.Due.To.Format(time.DateOnly)
		}
		out = append(out, b)
	}
	return out, nil
}

// same reports whether two are one: kind, who and by when.
func (b bond) same(o bond) bool { return b.alike(o) && b.due == o.due }

// alike looks at kind and who alone: everybody of one is somebody of the other.
func (b bond) alike(o bond) bool {
	within := func(x, y []string) bool {
		return !slices.ContainsFunc(x, func(s string) bool {
			return !slices.ContainsFunc(y, func(t string) bool { return text.Fold(s) == text.Fold(t) })
		})
	}
	return b.kind == o.kind && within(b.who, o.who) && within(o.who, b.who)
}

// compareBonds counts each wanted one at most once.
func compareBonds(c *counts, want, got []bond, eq func(a, b bond) bool) {
	used := make([]bool, len(got))
	for _, w := range want {
		hit := false
		for i, g := range got {
			if !used[i] && eq(w, g) {
				used[i], hit = true, true
				break
			}
		}
		c.add(hit, true)
	}
	for i := range got {
		if !used[i] {
			c.add(true, false)
		}
	}
}

func showBonds(words string, want, got []bond) {
	if os.Getenv("EVAL_SHOW") != "commitments" {
		return
	}
	c := &counts{}
	compareBonds(c, want, got, bond.same)
	if c.fn+c.fp > 0 {
		fmt.Printf("%s\n  want %v\n  got  %v\n", words, want, got)
	}
}
