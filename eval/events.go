package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// evalEvents scores the main event of each report, the recalled and planned ones
// that must not pass for occurred, and types, status and parties on the labelled
// sentences. It follows score.py and score_sentences.py.
func evalEvents(data string) ([]score, error) {
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	s1, err1 := eventsInReports(rd, data)
	s2, err2 := eventsInSentences(rd, data)
	return append(s1, s2...), errors.Join(err1, err2)
}

func eventsInReports(rd *readers, data string) ([]score, error) {
	rows, err := readReports(data)
	if err != nil {
		return nil, err
	}
	codes, err := countryCodes(data)
	day, apart, seen := map[string]*counts{}, map[string]*counts{}, map[string]*counts{}
	for _, r := range rows {
		doc := r.document()
		if err := findAll(rd, doc); err != nil {
			return nil, err
		}
		first := true
		for _, g := range r.Gold.Events {
			if g.Status == "occurred" {
				if first {
					tell(day, r.Lang, mainEventFound(r, g, doc, codes))
				}
				first = false
				continue
			}
			asOccurred, found, here := besides(g, doc)
			tell(seen, r.Lang, found)
			if here {
				tell(apart, r.Lang, !asOccurred)
			}
		}
	}
	var scores []score
	for _, lang := range langs(day, 1) {
		scores = append(scores, score{Set: "reports", Lang: lang, Metric: "main event found", Value: day[lang].recall(), N: day[lang].n()})
	}
	scores = append(scores,
		score{Set: "reports", Lang: "all", Metric: "not taken as occurred", Value: at(apart, "all").recall(), N: at(apart, "all").n()},
		score{Set: "reports", Lang: "all", Metric: "not occurred, found", Value: at(seen, "all").recall(), N: at(seen, "all").n()})
	return scores, err
}

// tell counts one right or wrong answer for a language and for all.
func tell(m map[string]*counts, lang string, right bool) {
	at(m, lang).add(right, true)
	at(m, "all").add(right, true)
}

// mainEventFound reports whether an event of the type is told as occurred by
// parties that match: by country, for people and states alike.
func mainEventFound(r goldReport, g goldEvent, doc *news.Document, codes map[string]string) bool {
	people := map[string]string{}
	for _, p := range r.Gold.People {
		people[p.Name] = p.Country
	}
	want := map[string]bool{}
	for _, n := range slices.Concat(g.Actors, g.Recipients) {
		switch {
		case codes[nameWords(n)] != "":
			want[codes[nameWords(n)]] = true
		case people[n] != "":
			want[people[n]] = true
		default:
			want[nameWords(n)] = true
		}
	}
	for _, e := range doc.Events {
		if string(e.Type) != g.Type || e.Status != news.Occurred {
			continue
		}
		got := map[string]bool{}
		for _, p := range slices.Concat(e.Actors, e.Recipients) {
			switch {
			case p.Country != "":
				got[p.Country] = true
			case codes[nameWords(p.Name)] != "":
				got[codes[nameWords(p.Name)]] = true
			default:
				got[nameWords(p.Name)] = true
			}
		}
		if len(want) == 0 || partiesMatch(want, got) {
			return true
		}
	}
	return false
}

func partiesMatch(want, got map[string]bool) bool {
	n := 0
	for k := range want {
		if got[k] {
			n++
		}
	}
	return n >= max(1, (len(want)+1)/2) && (n >= 2 || len(want) < 2 || len(got) < 2 || n == len(want))
}

// besides looks at an event that did not occur that day: was it found at its
// evidence, and was it told as occurred there.
func besides(g goldEvent, doc *news.Document) (asOccurred, found, here bool) {
	start := strings.Index(doc.Text, g.Evidence)
	if start < 0 {
		return false, false, false
	}
	want := news.Span{Start: start, End: start + len(g.Evidence)}
	for _, e := range doc.Events {
		if string(e.Type) != g.Type {
			continue
		}
		for _, sp := range e.Evidence {
			n := common(sp, want)
			found = found || n > 0
			asOccurred = asOccurred || e.Status == news.Occurred && 10*n > 3*want.Len()
		}
	}
	return asOccurred, found, true
}

// countryCodes maps the names of countries to their codes, as score.py does.
func countryCodes(data string) (map[string]string, error) {
	codes := map[string]string{
		"russia": "RUS", "united states": "USA", "us": "USA", "north korea": "PRK", "south korea": "KOR", "iran": "IRN", "syria": "SYR",
		"soviet union": "SUN", "palestine": "PSE", "turkey": "TUR", "united kingdom": "GBR", "uk": "GBR", "bahrain": "BHR", "uae": "ARE",
	}
	file := filepath.Join(data, "names", "countries.json")
	b, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return codes, missing{file}
	}
	var rows []struct {
		Code string `json:"cca3"`
		Name struct{ Common, Official string }
		Alt  []string `json:"altSpellings"`
	}
	if err := json.Unmarshal(b, &rows); err != nil {
		return codes, fmt.Errorf("%s: %w", file, err)
	}
	for _, r := range rows {
		for _, n := range append([]string{r.Name.Common, r.Name.Official}, r.Alt...) {
			if k := nameWords(n); codes[k] == "" {
				codes[k] = r.Code
			}
		}
	}
	return codes, nil
}

// typeCounts are the answers for each type and, for NONE, sentences without events.
type typeCounts map[string]*counts

// macro is the mean F1 over the types.
func (t typeCounts) macro() float64 {
	if len(t) == 0 {
		return 0
	}
	sum := 0.0
	for _, k := range slices.Sorted(mapKeys(t)) {
		sum += t[k].f1()
	}
	return sum / float64(len(t))
}

func mapKeys[V any](m map[string]V) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func eventsInSentences(rd *readers, data string) ([]score, error) {
	rows, err := readSentences(data, false)
	if err != nil {
		return nil, err
	}
	types := map[string]typeCounts{}
	all := map[string]*counts{}
	status, parties := map[string]*counts{}, map[string]*counts{}
	detail := newEventDetail()
	for _, r := range rows {
		if !heldBack(r.ID) {
			continue // the reading model learned from it
		}
		doc := &news.Document{Report: news.Report{Text: r.Text, Lang: r.Lang}, Sentences: text.Sentences(r.Text, r.Lang)}
		if err := findAll(rd, doc); err != nil {
			return nil, err
		}
		want, got := map[string]bool{}, map[string]bool{}
		for _, e := range r.Events {
			want[e.Type] = true
		}
		for _, e := range doc.Events {
			got[string(e.Type)] = true
		}
		if len(got) == 0 {
			got["NONE"] = true
		}
		for _, lang := range []string{string(r.Lang), "all"} {
			if types[lang] == nil {
				types[lang] = typeCounts{}
			}
			for _, k := range append(typeNames(), "NONE") {
				at(types[lang], k).add(got[k], want[k])
			}
			at(all, lang).rows++
		}
		sentenceStatus(r, doc, status)
		sentenceParties(r, doc, parties)
		detail.add(r, doc)
	}
	var scores []score
	for _, lang := range langs(all, 1) {
		scores = append(scores, score{Set: "sentences held", Lang: lang, Metric: "macro-F1 16 types+none", Value: types[lang].macro(), N: all[lang].rows, Peer: firstTarget(lang, "0.70")})
	}
	for _, k := range append(typeNames(), "NONE") {
		c := at(types["all"], k)
		scores = append(scores, score{Set: "sentences held", Lang: "all", Metric: "F1 " + k, Value: c.f1(), N: c.tp + c.fn})
	}
	for _, lang := range langs(status, fewest) {
		scores = append(scores, score{Set: "sentences held", Lang: lang, Metric: "status right", Value: status[lang].recall(), N: status[lang].n(), Peer: firstTarget(lang, "0.85")})
	}
	for _, lang := range langs(parties, fewest) {
		scores = append(scores, score{Set: "sentences held", Lang: lang, Metric: "parties right", Value: parties[lang].recall(), N: parties[lang].n(), Peer: firstTarget(lang, "0.60")})
	}
	return append(scores, detail.scores()...), nil
}

func typeNames() []string {
	out := make([]string, len(news.EventTypes))
	for i, t := range news.EventTypes {
		out[i] = string(t)
	}
	return out
}

// sentenceStatus counts, where the type was found, whether the status is right.
func sentenceStatus(r sentenceRow, doc *news.Document, c map[string]*counts) {
	for _, w := range r.Events {
		found, right := false, false
		for _, e := range doc.Events {
			if string(e.Type) == w.Type {
				found = true
				right = right || string(e.Status) == w.Status
			}
		}
		if found {
			tell(c, string(r.Lang), right)
		}
	}
}

// sentenceParties counts the events whose every country code is among the parties.
func sentenceParties(r sentenceRow, doc *news.Document, c map[string]*counts) {
	for k, w := range r.Events {
		if w.Type == "NONE" {
			continue
		}
		codes := map[string]bool{}
		for _, s := range r.Spans {
			e := s.E
			if e == "" {
				e = "1"
			}
			if (s.Label == "A" || s.Label == "R") && s.C != "" && e == fmt.Sprint(k+1) {
				codes[s.C] = true
			}
		}
		if len(codes) == 0 || !onlyCountries(codes) {
			continue
		}
		right := false
		for _, e := range doc.Events {
			right = right || string(e.Type) == w.Type && hasCodes(codes, e)
		}
		tell(c, string(r.Lang), right)
	}
}

func onlyCountries(codes map[string]bool) bool {
	for k := range codes {
		if len(k) != 3 || k == "IGO" || k == "NGO" || k == "UNK" {
			return false
		}
	}
	return true
}

func hasCodes(codes map[string]bool, e news.Event) bool {
	for k := range codes {
		if !slices.ContainsFunc(slices.Concat(e.Actors, e.Recipients), func(p news.Party) bool { return p.Country == k }) {
			return false
		}
	}
	return true
}
