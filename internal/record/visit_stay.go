package record

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// stay is an entry as part of somebody's visit.
type stay struct {
	who   news.EntryParty
	key   string // who it is, over stories
	entry *news.Entry
	how   news.VisitKind // "" in a loose stay

	land, town string         // land is the country; town is folded, "" where only the country is told
	at         *news.Location // nil in a loose stay: the visit that it joins says where

	hosts []string // of a loose stay: the countries of the others

	when                   // days of what is told or, where nothing is, of what was published
	home []*party          // people of the visitor's own country
	all  []news.EntryParty // everybody else
}

// party is somebody beside the visitor, with who they are over stories.
type party struct {
	news.EntryParty
	key string
}

// status is Planned or Occurred: what was recalled of a visit took place on it.
func (s *stay) status() news.Status {
	if s.entry.Status == news.Planned {
		return news.Planned
	}
	return news.Occurred
}

// stays returns the visits that an entry founds and those that it may join. What is only recalled founds none.
func (t *traveller) stays(e *news.Entry) (firm, loose []stay) {
	switch e.Status {
	case news.Occurred, news.Planned, news.Background:
	default:
		return nil, nil
	}
	if e.Type != news.Consult && e.Type != news.Agree || e.Mode == "phone" || e.Mode == "third-party" {
		return nil, nil
	}
	people := t.people(e)
	for _, p := range people {
		if s, ok := t.firm(e, people, p); ok {
			firm = append(firm, s)
		} else if s, ok := t.loose(e, people, p); ok {
			loose = append(loose, s)
		}
	}
	return firm, loose
}

// people lists everybody of an entry once, countries and bodies among them.
func (t *traveller) people(e *news.Entry) []*party {
	var out []*party
next:
	for _, p := range slices.Concat(e.Actors, e.Recipients) {
		for _, q := range out {
			if same(q.Party, p.Party) {
				q.EntryParty = joinParty(q.EntryParty, p)
				continue next
			}
		}
		out = append(out, &party{EntryParty: p, key: t.key(e.Story, p.Party)})
	}
	return out
}

// joinParty adds the reports of q, who is the same, to p.
func joinParty(p, q news.EntryParty) news.EntryParty {
	p.Reports = slices.Clone(p.Reports)
	for _, r := range q.Reports {
		if !slices.Contains(p.Reports, r) {
			p.Reports = append(p.Reports, r)
		}
	}
	complete(&p.Party, q.Party)
	return p
}

// firm makes p a visitor of the place of e when the entry says so by itself.
func (t *traveller) firm(e *news.Entry, people []*party, p *party) (stay, bool) {
	if p.Kind != news.Person || e.Type != news.Consult || e.Status == news.Background {
		return stay{}, false
	}
	at := t.placeOf(e, people, p)
	if at == nil || at.Country == "" || at.Precision == news.AtArea {
		return stay{}, false
	}
	how := how(e, people, p, at)
	if how == "" || t.posted(e, p.Party) {
		return stay{}, false
	}
	s := t.newStay(e, people, p)
	s.how, s.at, s.land, s.town = how, at, at.Country, townOf(at)
	return s, true
}

// how says how e makes p a visitor, "" where it does not.
func how(e *news.Entry, people []*party, p *party, at *news.Location) news.VisitKind {
	told := e.Mode == "visit"
	hosted := hosted(people, at.Country)
	implied := at.Inferred && !backed(e, at)
	switch {
	case !foreign(p, at.Country):
		return "" // at home, or of a country that nobody says: most who tour a town without it are at home too
	case p.Sector == "IGO" && (!told || anyForeignState(people, at.Country)):
		return "" // who heads a body of many states is mostly at its seat
	case told && (hosted || !implied && !manyForeign(people, at.Country)):
		return news.ToldAsVisit
	case implied:
		return ""
	case hosted:
		return news.MetHosts
	case manyForeign(people, at.Country) && townOf(at) != "":
		return news.MetAbroad
	}
	return ""
}

// backed reports whether two reports imply the place of an entry: the date line of one says where
// it was written, and two outlets seldom write in one town but for what happens there.
func backed(e *news.Entry, at *news.Location) bool {
	return slices.ContainsFunc(e.Places, func(p news.EntryPlace) bool {
		return p.Name == at.Name && p.Country == at.Country && len(p.Reports) > 1
	})
}

// townOf is the folded name of a place within a country, "" of a country.
func townOf(at *news.Location) string {
	if at.Precision == news.AtCountry {
		return ""
	}
	return text.Fold(at.Name)
}

// strongest is the stronger of two ways to know of a visit.
func strongest(a, b news.VisitKind) news.VisitKind {
	for _, k := range []news.VisitKind{news.ToldAsVisit, news.MetHosts, news.MetAbroad} {
		if a == k || b == k {
			return k
		}
	}
	return ""
}

// loose makes p somebody whose visit e may be part of, once another entry has founded it.
func (t *traveller) loose(e *news.Entry, people []*party, p *party) (stay, bool) {
	home := countryOf(p)
	if p.Kind != news.Person || home == "" {
		return stay{}, false
	}
	l := stated(e.Location)
	if l != nil && l.Country == "" {
		return stay{}, false // somewhere, and not to be told whether there
	}
	s := t.newStay(e, people, p)
	for _, q := range people {
		if c := countryOf(q); c != "" && c != home && !slices.Contains(s.hosts, c) {
			s.hosts = append(s.hosts, c)
		}
	}
	if len(s.hosts) == 0 || t.posted(e, p.Party) {
		return stay{}, false
	}
	if l != nil {
		s.land, s.town = l.Country, townOf(l)
	}
	return s, true
}

func (t *traveller) newStay(e *news.Entry, people []*party, p *party) stay {
	s := stay{who: p.EntryParty, key: p.key, entry: e, when: t.when(e)}
	for _, q := range people {
		switch {
		case q == p:
		case countryOf(q) != "" && countryOf(q) == p.Country:
			if q.Kind == news.Person {
				s.home = append(s.home, q)
			}
		default:
			s.all = append(s.all, q.EntryParty)
		}
	}
	return s
}

// placeOf is where e took place; of a visit without a place, the one country or town among the parties that is
// not the visitor's ("he visited Baghdad" has it as a party), else the one town in its sentences.
func (t *traveller) placeOf(e *news.Entry, people []*party, p *party) *news.Location {
	if e.Location != nil && e.Location.Country != "" || e.Mode != "visit" {
		return e.Location
	}
	var at *news.Location
	for _, q := range people {
		if q.Kind != news.Place && q.Kind != news.Country || q.Country == "" || q.Country == p.Country {
			continue
		}
		if at != nil && at.Country != q.Country {
			return nil
		}
		if at == nil || at.Precision == news.AtCountry {
			at = &news.Location{Name: q.Name, Country: q.Country, Precision: news.AtCountry}
			if q.Kind == news.Place {
				at.Precision = news.AtCity
			}
		}
	}
	if at == nil && people[0] == p {
		at = t.townIn(e, people, p)
	}
	return at
}

// townIn is the one town that the sentences of a visit name, if it is in the country of somebody who takes part
// beside the visitor, whom the entry names first: who visits is named before whom they see. Sentences with
// two towns say too little.
func (t *traveller) townIn(e *news.Entry, people []*party, p *party) *news.Location {
	var at *news.Location
	for _, ev := range e.Evidence {
		doc := t.report(ev.Report)
		if doc == nil {
			continue
		}
		for _, m := range doc.Mentions {
			if m.Kind != news.Place || m.Adjective || !ev.Span.Contains(m.Span) || m.Country == "" || m.Country == p.Country {
				continue
			}
			if m.Precision != news.AtCity || !hosted(people, m.Country) || at != nil && at.Name != m.Name {
				return nil
			}
			at = &news.Location{Name: m.Name, Country: m.Country, Precision: news.AtCity}
		}
	}
	return at
}

// stated returns l unless it was only inferred.
func stated(l *news.Location) *news.Location {
	if l == nil || l.Inferred {
		return nil
	}
	c := *l
	return &c
}

// countryOf is whose a party is by its own words, "" where that is not said.
func countryOf(p *party) string {
	if p.Inferred {
		return ""
	}
	return p.Country
}

// foreign reports whether p is known to be of another country than land.
func foreign(p *party, land string) bool {
	c := countryOf(p)
	return p.Kind == news.Person && c != "" && c != land
}

// hosted reports whether somebody of the country takes part: a place that is visited does not.
func hosted(people []*party, land string) bool {
	return slices.ContainsFunc(people, func(q *party) bool { return q.Kind != news.Place && countryOf(q) == land })
}

func anyForeignState(people []*party, land string) bool {
	return slices.ContainsFunc(people, func(q *party) bool { return foreign(q, land) && q.Sector != "IGO" })
}

// manyForeign reports whether people of two other countries take part: then the one is not the other's host, and
// which of them travelled is open.
func manyForeign(people []*party, land string) bool {
	first := ""
	for _, q := range people {
		if !foreign(q, land) {
			continue
		}
		if first != "" && first != q.Country {
			return true
		}
		first = q.Country
	}
	return false
}

// key says who a party is over stories: by id, else by name as folded. A name that others in the
// same story have with an id ("Shamkhani") is theirs.
func (t *traveller) key(story string, p news.Party) string {
	if p.Entity != "" {
		return p.Entity
	}
	name := text.Fold(strings.TrimSpace(p.Name))
	if k := t.keys[story+"\x00"+name]; k != "" {
		return k
	}
	return "name:" + name
}

// alias finds the names without an id that somebody of the same story has who has one.
func (t *traveller) alias(entries []*news.Entry) {
	t.keys = map[string]string{}
	named := map[string][]news.Party{}
	each := func(do func(story string, p news.Party)) {
		for _, e := range entries {
			for _, p := range slices.Concat(e.Actors, e.Recipients) {
				if p.Kind == news.Person {
					do(e.Story, p.Party)
				}
			}
		}
	}
	each(func(story string, p news.Party) {
		if p.Entity != "" {
			named[story] = append(named[story], p)
		}
	})
	each(func(story string, p news.Party) {
		if p.Entity != "" {
			return
		}
		at := story + "\x00" + text.Fold(strings.TrimSpace(p.Name))
		for _, q := range named[story] {
			if sameName(p.Name, q.Name) && t.keys[at] == "" {
				t.keys[at] = q.Entity
			}
		}
	})
}

//go:embed data/posted.tsv
var postedRows string

// postedWords are the beginnings of titles of those who live abroad for their office.
var postedWords = sync.OnceValue(func() []string {
	var out []string
	for line := range strings.Lines(postedRows) {
		_, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.SplitSeq(words, "|") {
			edges := strings.ReplaceAll(w, "_", "\x00")
			out = append(out, strings.ReplaceAll(text.Fold(edges), "\x00", " "))
		}
	}
	return out
})

// posted reports whether a report of e gives p the title of an ambassador or a consul.
func (t *traveller) posted(e *news.Entry, p news.Party) bool {
	for _, r := range e.Voices() {
		doc := t.report(r)
		if doc == nil {
			continue
		}
		for _, m := range doc.Mentions {
			if m.Role == "" || !sameMention(m, p) {
				continue
			}
			role := " " + text.Fold(m.Role) + " "
			if slices.ContainsFunc(postedWords(), func(w string) bool { return strings.Contains(role, w) }) {
				return true
			}
		}
	}
	return false
}

func sameMention(m news.Mention, p news.Party) bool {
	if p.Entity != "" || m.Entity != "" {
		return m.Entity == p.Entity
	}
	return sameName(m.Name, p.Name)
}
