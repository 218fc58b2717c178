package web

import (
	"cmp"
	"html/template"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
	"github.com/dragoman-news/dragoman/internal/web/network"
)

// metRow is somebody who met the one that the page is about.
type metRow struct {
	news.Party
	Meetings int      // stories that tell of a meeting
	From, To string   // ISO dates of the first and last, "" where none is dated
	Stories  []string // the latest first

	key string
}

const (
	mostDrawn   = 200 // of those whom somebody met
	leastDrawn  = 2   // with fewer the list says all that a graph could
	mostAtTable = 10  // people of one meeting who are taken for having met each other
)

// met gathers whom the entity met, most often first, and draws them. Several entries of one story count as one meeting.
func (a *about) met(entries []*news.Entry) ([]metRow, template.HTML) {
	rows := map[string]*metRow{}
	links := map[[2]string]map[string]bool{} // two others -> the stories in which they met
	for _, e := range entries {
		if e.Type != news.Consult || e.Status != news.Occurred && e.Status != news.Background {
			continue
		}
		others := a.company(e)
		for _, p := range others {
			row := rows[keyOf(p)]
			if row == nil {
				row = &metRow{Party: p.Party, key: keyOf(p)}
				rows[row.key] = row
			}
			row.add(e)
		}
		if len(others) <= mostAtTable {
			addLinks(links, others, e.Story)
		}
	}
	out := make([]metRow, 0, len(rows))
	for _, row := range rows {
		out = append(out, *row)
	}
	slices.SortFunc(out, func(x, y metRow) int {
		return cmp.Or(cmp.Compare(y.Meetings, x.Meetings), cmp.Compare(x.Name, y.Name), cmp.Compare(x.key, y.key))
	})
	return out, a.graph(out, links)
}

// keyOf tells parties apart: by id, or by name where they have none.
func keyOf(p news.EntryParty) string { return cmp.Or(p.Entity, "="+text.Fold(p.Name)) }

func (r *metRow) add(e *news.Entry) {
	if !slices.Contains(r.Stories, e.Story) {
		r.Stories = append(r.Stories, e.Story)
		r.Meetings++
	}
	if e.Date != nil {
		from, to := isoDay(e.Date.From), isoDay(e.Date.To)
		if r.From == "" || from < r.From {
			r.From = from
		}
		r.To = max(r.To, to)
	}
}

// company is whom the entity met in an entry: the people and organisations or, where a report names none, the countries. It is nobody where the
// entity has no part in it. In a place everybody meets.
func (a *about) company(e *news.Entry) []news.EntryParty {
	parties := slices.Concat(e.Actors, e.Recipients)
	if a.e.Kind != news.Place && !slices.ContainsFunc(parties, a.self) {
		return nil
	}
	for _, kinds := range [][]news.Kind{{news.Person, news.Organisation}, {news.Country}} {
		var out []news.EntryParty
		for _, p := range parties {
			if slices.Contains(kinds, p.Kind) && !a.self(p) && p.Name != "" && !slices.ContainsFunc(out, func(o news.EntryParty) bool { return keyOf(o) == keyOf(p) }) {
				out = append(out, p)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

func addLinks(links map[[2]string]map[string]bool, parties []news.EntryParty, story string) {
	for i, p := range parties {
		for _, q := range parties[:i] {
			pair := [2]string{min(keyOf(p), keyOf(q)), max(keyOf(p), keyOf(q))}
			if links[pair] == nil {
				links[pair] = map[string]bool{}
			}
			links[pair][story] = true
		}
	}
}

// graph draws whom the entity met, a slice for each country.
func (a *about) graph(rows []metRow, met map[[2]string]map[string]bool) template.HTML {
	if len(rows) < leastDrawn {
		return ""
	}
	l := a.f.L
	nodes := make([]network.Node, 0, min(len(rows), mostDrawn))
	for _, r := range rows[:min(len(rows), mostDrawn)] {
		n := network.Node{ID: r.key, Name: a.partyName(r.Party), Kind: string(r.Kind), Weight: r.Meetings, Note: l.T("about.meetings", r.Meetings)}
		if r.Country != "" {
			n.Group = l.Country(r.Country)
		}
		if r.Entity != "" {
			n.Href = entityPath(r.Entity)
		}
		nodes = append(nodes, n)
	}
	links := make([]network.Link, 0, len(met))
	for pair, stories := range met {
		links = append(links, network.Link{A: pair[0], B: pair[1], Weight: len(stories)})
	}
	middle := network.Node{ID: a.e.ID, Name: a.name(), Kind: string(a.e.Kind)}
	return network.SVG(middle, nodes, links, network.Options{
		ID: "met", Title: l.T("about.metTitle", a.name()), Desc: l.T("about.metDesc"), Rest: l.T("about.rest"),
	})
}

// name is how the entity is called in the reader's language: as it is known there, else as most reports in that language write
// it in full, else as it is called in all.
func (a *about) name() string {
	tag := news.Lang(a.f.L.Tag)
	if a.e.Kind == news.Country && a.e.Country != "" || tag == "en" {
		return a.partyName(news.Party{Name: a.e.Name, Kind: a.e.Kind, Country: a.e.Country})
	}
	if a.known != nil {
		for _, k := range a.known.Names {
			if k.Lang == tag && !k.Weak {
				return k.Name
			}
		}
	}
	best := news.Alias{}
	for _, al := range a.e.Aliases {
		if al.Lang == tag && cmp.Or(cmp.Compare(words(al.Name), words(best.Name)), cmp.Compare(al.N, best.N)) > 0 {
			best = al
		}
	}
	return cmp.Or(best.Name, a.e.Name)
}

// partyName is how a party is called: countries in the reader's language.
func (a *about) partyName(p news.Party) string {
	if p.Kind == news.Country && p.Country != "" {
		return a.f.L.Country(p.Country)
	}
	return p.Name
}
