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
)

// evalPeople scores who is who by the ids that each report alone gives, before any
// report is compared with another, and the country and sector of those who act.
func evalPeople(data string) ([]score, error) {
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	var scores []score
	var errs []error
	for _, set := range []struct {
		name string
		read func(string) ([]goldReport, error)
	}{{"reports", readReports}, {"baghdad", realReports}} {
		rows, err := set.read(data)
		errs = append(errs, err)
		s, err := peopleOf(rd, set.name, rows)
		scores, errs = append(scores, s...), append(errs, err)
	}
	for _, score := range []func(*readers, string) ([]score, error){ngecActors, ownActors} {
		s, err := score(rd, data)
		scores, errs = append(scores, s...), append(errs, err)
	}
	return scores, errors.Join(errs...)
}

// sighted is a person of the gold of a report, with the mention that was found.
type sighted struct {
	name, lang, entity string // entity is "" where no mention was found
}

func peopleOf(rd *readers, set string, rows []goldReport) ([]score, error) {
	var seen []sighted
	countries, sectors := map[string]*counts{}, map[string]*counts{}
	for _, r := range rows {
		doc := r.document()
		if err := rd.mentions(doc); err != nil {
			return nil, err
		}
		for _, p := range r.Gold.People {
			m := mentionOf(doc, p.Mention)
			seen = append(seen, sighted{p.Name, r.Lang, m.Entity})
			if m.Entity != "" && acts(r, p.Name) {
				tell(countries, r.Lang, m.Country == p.Country)
			}
			if want := rd.names.Describe(p.Role, "en", 0).Sector(); m.Entity != "" && want != "" {
				tell(sectors, r.Lang, m.Sector == want)
			}
		}
	}
	scores := samePerson(set, seen)
	for lang, c := range countries {
		scores = append(scores, score{Set: set, Lang: lang, Metric: "country of actors", Value: c.recall(), N: c.n()})
	}
	for lang, c := range sectors {
		scores = append(scores, score{Set: set, Lang: lang, Metric: "sector of people", Value: c.recall(), N: c.n()})
	}
	return scores, nil
}

// acts reports whether somebody is an actor or recipient of an event of the gold.
func acts(r goldReport, name string) bool {
	return slices.ContainsFunc(r.Gold.Events, func(e goldEvent) bool {
		return slices.Contains(e.Actors, name) || slices.Contains(e.Recipients, name)
	})
}

// mentionOf is the first mention of a person that holds want, or is at least half of it.
func mentionOf(doc *news.Document, want string) news.Mention {
	for _, m := range doc.Mentions {
		if personFound([]news.Mention{m}, doc.Text, want) {
			return m
		}
	}
	return news.Mention{}
}

// samePerson scores pairs of people in two reports: one person with one id.
func samePerson(set string, seen []sighted) []score {
	pairs := map[string]*counts{}
	for i, a := range seen {
		for _, b := range seen[i+1:] {
			same, said := a.name == b.name, a.entity != "" && a.entity == b.entity
			if !same && !said {
				continue
			}
			langs := min(a.lang, b.lang) + "-" + max(a.lang, b.lang)
			at(pairs, langs).add(said, same)
			at(pairs, "all").add(said, same)
		}
	}
	all := at(pairs, "all")
	scores := []score{
		{Set: set, Lang: "all", Metric: "same person F1", Value: all.f1(), N: all.tp + all.fn},
		{Set: set, Lang: "all", Metric: "same person P", Value: all.precision(), N: all.tp + all.fp},
		{Set: set, Lang: "all", Metric: "same person R", Value: all.recall(), N: all.tp + all.fn},
	}
	for _, langs := range []string{"ar-en", "ar-fr", "en-fr", "en-ru", "en-zh", "ar-fa"} {
		if c := pairs[langs]; c != nil {
			scores = append(scores, score{Set: set, Lang: "all", Metric: langs + " F1", Value: c.f1(), N: c.tp + c.fn})
		}
	}
	return scores
}

// realReports reads the five real reports.
func realReports(data string) ([]goldReport, error) {
	dir := filepath.Join(data, "baghdad")
	b, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		return nil, missing{dir}
	}
	var rows []struct {
		ID, File string
		Gold     struct {
			Events []goldEvent
			People []struct{ Name, Mention, Country, Role string }
		}
	}
	if err := json.Unmarshal(b, &rows); err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	var out []goldReport
	for _, r := range rows {
		body, err := os.ReadFile(filepath.Join(dir, filepath.Base(r.File)))
		if err != nil {
			return nil, err
		}
		g := goldReport{ID: r.ID, Lang: r.ID[strings.LastIndexByte(r.ID, '-')+1:], Text: string(body)}
		g.Gold.Events, g.Gold.People = r.Gold.Events, r.Gold.People
		out = append(out, g)
	}
	return out, nil
}
