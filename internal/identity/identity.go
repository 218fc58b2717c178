// Package identity says which of the people and organisations that reports name are one and which are
// several. It is given how each report names each of them and what was decided by
// hand, and answers with the id that holds for each, what is likely but not sure, and why.
// It is pure: it reads no store and no clock, and its answer is a function of the set of
// reports and decisions, whatever the order in which they came. How alike two
// written names are it asks package name; finding who is to be compared, and keeping
// what it found, is left to whoever calls it.
package identity

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Sure is the confidence from which two are joined without anybody being asked, and
// Likely the one from which it is proposed. What they are worth is measured in
// docs/people.md.
const (
	Sure   = 0.9
	Likely = 0.5
)

// Sighting is how one report names one person or organisation.
type Sighting struct {
	ID      string // that the report gives
	Kind    news.Kind
	Report  string
	Day     string // ISO date, "" where undated
	Names   []Name // the fullest first
	Country string
	Sector  string
	Roles   []string
	People  []uint32 // who else the report names, by the rough sound of their names; sorted
	Others  []uint32 // organisations, places and countries of the report, by id; sorted
	number  int      // of Day
}

// Name is a name as a report writes it.
type Name struct {
	Lang string
	Text string
}

// Person is what all sightings together say of somebody, or of an organisation.
type Person struct {
	ID        string
	Kind      news.Kind
	Names     []Name // each once, full ones first, then by how many reports write them
	Full      bool   // some name has two parts or more; of an organisation: is no acronym
	Countries map[string]int
	Sectors   map[string]int
	Roles     map[string]bool // folded
	Sightings []Sighting      // by day and report
	First     string          // earliest day, "" if none is known
	ends      []Sighting      // the earliest and latest: company is looked for in these
	reports   map[string]bool
	forms     []form
	bodies    []bodyName
}

// Gather puts together what sightings say of one person, under an id.
func Gather(id string, sightings []Sighting) *Person {
	p := &Person{
		ID: id, Countries: map[string]int{}, Sectors: map[string]int{}, Roles: map[string]bool{},
		Sightings: slices.Clone(sightings), reports: map[string]bool{},
	}
	slices.SortFunc(p.Sightings, bySight)
	counts := map[Name]int{}
	for i := range p.Sightings {
		p.Sightings[i].number = dayNumber(p.Sightings[i].Day)
	}
	for _, s := range p.Sightings {
		for _, n := range s.Names {
			counts[n]++
		}
		if s.Country != "" {
			p.Countries[s.Country]++
		}
		if s.Sector != "" {
			p.Sectors[s.Sector]++
		}
		for _, r := range s.Roles {
			p.Roles[fold(r)] = true
		}
		p.reports[s.Report] = true
		p.Kind = s.Kind
		if s.Day != "" && (p.First == "" || s.Day < p.First) {
			p.First = s.Day
		}
	}
	for n := range counts {
		p.Names = append(p.Names, n)
	}
	slices.SortFunc(p.Names, func(a, b Name) int {
		return cmp.Or(cmp.Compare(fullness(b.Text), fullness(a.Text)), cmp.Compare(counts[b], counts[a]), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Lang, b.Lang))
	})
	p.ends = p.Sightings
	if n := len(p.Sightings); n > 2*atEnds {
		p.ends = slices.Concat(p.Sightings[:atEnds], p.Sightings[n-atEnds:])
	}
	if p.Kind == news.Organisation {
		p.bodies = bodiesOf(p.Names)
		p.Full = slices.ContainsFunc(p.bodies, func(b bodyName) bool { return b.acronym == "" })
		return p
	}
	p.Full = len(p.Names) > 0 && fullness(p.Names[0].Text) > 0
	p.forms = formsOf(p.Names, p.Full)
	return p
}

// mostBodies is how many names of an organisation are compared: each language has its own.
const mostBodies = 8

func bodiesOf(names []Name) []bodyName {
	var out []bodyName
	for _, n := range names {
		if len(out) < mostBodies && !slices.ContainsFunc(out, func(b bodyName) bool { return b.text == n.Text }) {
			out = append(out, newBodyName(n.Text))
		}
	}
	return out
}

// Keys are those of all names.
func (p *Person) Keys() Keys { return keysOf(p.Kind, p.Names) }

// Keys are those of the names that the report writes.
func (s *Sighting) Keys() Keys { return keysOf(s.Kind, s.Names) }

func keysOf(kind news.Kind, names []Name) Keys {
	if kind == news.Organisation {
		return bodyKeys(names)
	}
	return KeysOf(names)
}

// atEnds is how many of the earliest and of the latest sightings are looked at one by one.
const atEnds = 12

func bySight(a, b Sighting) int {
	return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Report, b.Report), cmp.Compare(a.ID, b.ID))
}

// fullness is 1 for a name of two words and more, else 0.
func fullness(name string) int { return min(len(words(name)), 2) / 2 }

// most is the key with the highest count, ties by the alphabet.
func most(counts map[string]int) string {
	best := ""
	for k, n := range counts {
		if best == "" || n > counts[best] || n == counts[best] && k < best {
			best = k
		}
	}
	return best
}

// Local reports whether an id was made from a name by a report, rather than given by
// knowledge of who that is.
func Local(id string) bool {
	digits, ok := strings.CutPrefix(Raw(id), "L")
	return ok && digits != "" && strings.Trim(digits, "0123456789abcdef") == ""
}

// Raw is the id that reports gave, of one that was made for a part of it.
func Raw(id string) string {
	raw, _, _ := strings.Cut(id, partMark)
	return raw
}

// partMark stands between an id and the name of a part that was split off.
const partMark = "~"

// Writes reports whether the report writes the person's name so.
func (s *Sighting) Writes(name string) bool {
	return slices.ContainsFunc(s.Names, func(n Name) bool { return fold(n.Text) == fold(name) })
}
