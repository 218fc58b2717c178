package main

import (
	"cmp"
	"encoding/json"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// goldStories returns the reports of each story that has several, by story and then by id.
func goldStories(data string) ([][]goldReport, error) {
	rows, err := readReports(data)
	if err != nil {
		return nil, err
	}
	story := map[string]string{}
	err = eachLine(filepath.Join(data, "reports", "reports.jsonl"), func(line []byte) error {
		var r struct{ ID, Story string }
		err := json.Unmarshal(line, &r)
		story[r.ID] = r.Story
		return err
	})
	by := map[string][]goldReport{}
	for _, r := range rows {
		by[story[r.ID]] = append(by[story[r.ID]], r)
	}
	var out [][]goldReport
	for _, s := range slices.Sorted(maps.Keys(by)) {
		if len(by[s]) > 1 {
			slices.SortFunc(by[s], func(a, b goldReport) int { return cmp.Compare(a.ID, b.ID) })
			out = append(out, by[s])
		}
	}
	return out, err
}

// toldEvent is a gold event of one report of a story.
type toldEvent struct {
	report             int // place of the report in the story
	gold               goldEvent
	actors, recipients map[string]bool // countries, for people and states alike, else names
}

func (t toldEvent) parties() map[string]bool {
	all := maps.Clone(t.actors)
	maps.Copy(all, t.recipients)
	return all
}

// events returns the gold events of a report.
func (r goldReport) events(at int, codes map[string]string) []toldEvent {
	var out []toldEvent
	for _, g := range r.Gold.Events {
		t := toldEvent{at, g, map[string]bool{}, map[string]bool{}}
		for _, n := range g.Actors {
			t.actors[r.party(n, codes)] = true
		}
		for _, n := range g.Recipients {
			t.recipients[r.party(n, codes)] = true
		}
		out = append(out, t)
	}
	return out
}

// party is the country that a name of the gold stands for, else the name.
func (r goldReport) party(name string, codes map[string]string) string {
	if c := codes[nameWords(name)]; c != "" {
		return c
	}
	for _, p := range r.Gold.People {
		if p.Name == name && p.Country != "" {
			return p.Country
		}
	}
	return nameWords(name)
}

// partyKeys are the same of parties that were found.
func partyKeys(codes map[string]string, parties ...[]news.Party) map[string]bool {
	keys := map[string]bool{}
	for _, p := range slices.Concat(parties...) {
		keys[cmp.Or(p.Country, codes[nameWords(p.Name)], nameWords(p.Name))] = true
	}
	return keys
}

// happenings says which gold events of a story are one: it returns the number of its entry for each. Two are one
// when type and status are the same, their dates agree (days no more than two apart, or one within the other's month or
// year, or one not given) and on each side that both name half of the parties are in common; where they cannot be
// compared, the place has to be the same; what occurred on one day in one town is one in any case. Two events of one
// report are two. The likest are put together first, and all of an entry have to agree with one another.
func happenings(told []toldEvent) []int {
	type pair struct {
		fit  float64
		i, j int
	}
	var pairs []pair
	fit := map[[2]int]float64{}
	for i := range told {
		for j := range i {
			if f := oneHappening(told[i], told[j]); f > 0 {
				pairs = append(pairs, pair{f, j, i})
				fit[[2]int{j, i}], fit[[2]int{i, j}] = f, f
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.fit, a.fit) })
	entry := make([]int, len(told))
	members := make([][]int, len(told))
	for i := range told {
		entry[i], members[i] = i, []int{i}
	}
	for _, p := range pairs {
		a, b := entry[p.i], entry[p.j]
		if a == b || slices.ContainsFunc(members[a], func(i int) bool {
			return slices.ContainsFunc(members[b], func(j int) bool { return fit[[2]int{i, j}] == 0 })
		}) {
			continue
		}
		for _, j := range members[b] {
			entry[j] = a
		}
		members[a] = append(members[a], members[b]...)
	}
	return entry
}

func oneHappening(a, b toldEvent) float64 {
	if a.report == b.report || a.gold.Type != b.gold.Type || a.gold.Status != b.gold.Status || !datesAgree(a.gold.Date, b.gold.Date) {
		return 0
	}
	place := a.gold.Place != "" && a.gold.Place == b.gold.Place
	there := place && a.gold.Status == "occurred" && len(a.gold.Date) == len(time.DateOnly) && a.gold.Date == b.gold.Date
	fit, sides := 0.0, 0.0
	for _, s := range [][2]map[string]bool{{a.actors, b.actors}, {a.recipients, b.recipients}} {
		if len(s[0]) == 0 || len(s[1]) == 0 {
			continue
		}
		share := jaccard(s[0], s[1])
		if share < 0.5 && !there {
			return 0
		}
		fit, sides = fit+share, sides+1
	}
	switch {
	case sides > 0:
		return max(fit/sides, 0.1) // in one town on one day, whatever the parties are called
	case place:
		return 0.5
	}
	return 0
}

func jaccard(a, b map[string]bool) float64 {
	both := 0
	for k := range a {
		both += boolInt(b[k])
	}
	if both == 0 {
		return 0
	}
	return float64(both) / float64(len(a)+len(b)-both)
}

// datesAgree compares ISO dates, months and years.
func datesAgree(a, b string) bool {
	if strings.HasPrefix(a, b) || strings.HasPrefix(b, a) { // "" begins all
		return true
	}
	x, err1 := time.Parse(time.DateOnly, a)
	y, err2 := time.Parse(time.DateOnly, b)
	return err1 == nil && err2 == nil && x.Sub(y).Abs() <= 48*time.Hour
}

// told is a document in which just the gold events were found, so that merging is measured and not the
// finding before it.
func (r goldReport) told(codes map[string]string) *news.Document {
	doc := r.document()
	doc.ID = r.ID
	for _, g := range r.Gold.Events {
		e := news.Event{Type: news.EventType(g.Type), Status: news.Status(g.Status), Confidence: 1, Date: goldInterval(g.Date)}
		for _, n := range g.Actors {
			e.Actors = append(e.Actors, r.partyOf(n, codes))
		}
		for _, n := range g.Recipients {
			e.Recipients = append(e.Recipients, r.partyOf(n, codes))
		}
		if g.Place != "" {
			e.Location = &news.Location{Name: g.Place, Country: g.Country, Precision: news.AtCity}
		}
		if at := strings.Index(doc.Text, g.Evidence); at >= 0 {
			e.Evidence = []news.Span{{Start: at, End: at + len(g.Evidence)}}
		}
		doc.Events = append(doc.Events, e)
	}
	return doc
}

// partyOf is a party as a report that is read without a mistake gives it.
func (r goldReport) partyOf(name string, codes map[string]string) news.Party {
	p := news.Party{Name: name, Entity: "gold:" + name, Kind: news.Organisation, Mention: -1}
	if c := codes[nameWords(name)]; c != "" {
		p.Kind, p.Country, p.Sector, p.Entity = news.Country, c, "GOV", "ISO:"+c
		return p
	}
	for _, q := range r.Gold.People {
		if q.Name == name {
			p.Kind, p.Country = news.Person, q.Country
		}
	}
	return p
}

// goldInterval is a date of the gold: a day, a month or a year.
func goldInterval(s string) *news.Interval {
	if at, err := time.Parse("2006", s); err == nil {
		return &news.Interval{From: at, To: at.AddDate(1, 0, -1), Precision: news.Year}
	}
	if p := publishedAs(s); p != nil {
		return &p.Interval
	}
	return nil
}
