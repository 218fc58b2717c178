package main

import (
	"crypto/sha1" // names sentences, guards nothing
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// judged is an event that was told of a running text and judged by hand: a row of testdata/precision.tsv.
type judged struct {
	lang, set, id, sentence, kind, status, parties string
	typeRight, statusRight, partiesRight           bool
}

// evalPrecision scores the events told of running text that were judged by hand: of all, as they were told then, how many were right, and of
// those that are told still (the type, of the same sentence), how many are. An event that nobody judged counts nowhere.
func evalPrecision(data string) ([]score, error) {
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	rows, err := readJudged()
	if err != nil {
		return nil, err
	}
	texts, err := textsOf(rows, data)
	then, still := map[string]*answers{}, map[string]*answers{}
	for _, key := range slices.Sorted(mapKeys(texts)) {
		doc := texts[key]
		if err := findAll(rd, doc); err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.set+"\t"+r.id != key {
				continue
			}
			for _, lang := range []string{r.lang, "all"} {
				of(then, lang).add(r, true, true)
				if e := r.told(doc); e != nil {
					of(still, lang).add(r, string(e.Status) == r.status, partiesSum(e) == r.parties)
				}
			}
		}
	}
	var scores []score
	for _, lang := range slices.Sorted(mapKeys(then)) {
		scores = append(scores, then[lang].scores("judged events", lang)...)
		scores = append(scores, of(still, lang).scores("judged, told still", lang)...)
	}
	return scores, err
}

// answers counts what was right of judged events.
type answers struct{ kind, status, parties, all counts }

func of(m map[string]*answers, lang string) *answers {
	if m[lang] == nil {
		m[lang] = &answers{}
	}
	return m[lang]
}

// add counts a row; status and parties only where they are those that were judged.
func (a *answers) add(r judged, sameStatus, sameParties bool) {
	a.kind.add(true, r.typeRight)
	if sameStatus {
		a.status.add(true, r.statusRight)
	}
	if sameParties {
		a.parties.add(true, r.partiesRight)
	}
	if sameStatus && sameParties {
		a.all.add(true, r.typeRight && r.statusRight && r.partiesRight)
	}
}

func (a *answers) scores(set, lang string) []score {
	return []score{
		{Set: set, Lang: lang, Metric: "type right", Value: a.kind.precision(), N: a.kind.n(), Peer: "UniversalPetrarch 0.44 (its own records)"},
		{Set: set, Lang: lang, Metric: "status right", Value: a.status.precision(), N: a.status.n()},
		{Set: set, Lang: lang, Metric: "parties right", Value: a.parties.precision(), N: a.parties.n()},
		{Set: set, Lang: lang, Metric: "all right", Value: a.all.precision(), N: a.all.n()},
	}
}

func readJudged() ([]judged, error) {
	var rows []judged
	err := ownRows("precision.tsv", 10, func(f []string) error {
		for _, v := range f[7:10] {
			if v != "y" && v != "n" {
				return fmt.Errorf("%q is neither y nor n", v)
			}
		}
		rows = append(rows, judged{f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7] == "y", f[8] == "y", f[9] == "y"})
		return nil
	})
	return rows, err
}

// textsOf reads the texts of the rows, by set and id; of a pair the id ends in "/a" or "/b". Those that are missing are named.
func textsOf(rows []judged, data string) (map[string]*news.Document, error) {
	wanted, sets := map[string]bool{}, map[string]bool{}
	for _, r := range rows {
		wanted[r.set+"\t"+r.id], sets[r.set] = true, true
	}
	out := map[string]*news.Document{}
	var errs []error
	for _, set := range slices.Sorted(mapKeys(sets)) {
		errs = append(errs, readLines(filepath.Join(data, "clustering", set+".jsonl"), func(line []byte) error {
			var o struct {
				ID, Title, Date, Text string
				Lang                  json.RawMessage
				A, B                  struct{ Title, Text string }
			}
			if err := json.Unmarshal(line, &o); err != nil {
				return fmt.Errorf("%s: %w", set, err)
			}
			lang := strings.Trim(string(o.Lang), `"`)
			put := func(id, title, body string) {
				if key := set + "\t" + id; wanted[key] {
					l := news.Lang(lang)
					out[key] = &news.Document{Report: news.Report{Title: title, Text: body, Lang: l}, Sentences: text.Sentences(body, l)}
				}
			}
			put(o.ID, o.Title, o.Text)
			put(o.ID+"/a", o.A.Title, o.A.Text)
			put(o.ID+"/b", o.B.Title, o.B.Text)
			return nil
		}))
	}
	return out, errors.Join(errs...)
}

// told is the event of the row's type that rests on its sentence, nil if none does any more.
func (r judged) told(doc *news.Document) *news.Event {
	for i, e := range doc.Events {
		if string(e.Type) != r.kind {
			continue
		}
		for _, sp := range e.Evidence {
			if sum(sp.In(doc.Text)) == r.sentence {
				return &doc.Events[i]
			}
		}
	}
	return nil
}

// sum names a text by its characters that are no white space.
func sum(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
	return digest(s)
}

func digest(s string) string {
	h := sha1.Sum([]byte(s))
	return hex.EncodeToString(h[:])[:12]
}

// partiesSum names the parties of an event, actors before recipients.
func partiesSum(e *news.Event) string {
	names := func(list []news.Party) (out []string) {
		for _, p := range list {
			out = append(out, p.Name)
		}
		return out
	}
	return digest(strings.Join(slices.Concat(names(e.Actors), []string{"->"}, names(e.Recipients)), "\n"))
}
