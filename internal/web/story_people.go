package web

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// meeting is somebody with whom they met, as the story's reports tell.
type meeting struct {
	Who template.HTML
	Met []template.HTML
}

// met lists each person of a meeting that occurred with whom the reports say they met: those who have a name.
func (p *storyPage) met() []meeting {
	var out []meeting
	at := map[string]int{}
	seen := map[[2]string]bool{}
	for i := range p.Story.Entries {
		e := &p.Story.Entries[i]
		if e.Type != news.Consult || e.Status != news.Occurred || len(e.Actors) < 2 {
			continue
		}
		for k, a := range e.Actors {
			if a.Kind != news.Person {
				continue
			}
			key := cmp.Or(a.Entity, a.Name)
			n, ok := at[key]
			if !ok {
				n = len(out)
				at[key] = n
				out = append(out, meeting{Who: p.person(a.Party)})
			}
			for j, b := range e.Actors {
				pair := [2]string{key, cmp.Or(b.Entity, b.Name)}
				if j == k || b.Kind == news.Country || b.Kind == news.Place || b.Entity == "" || seen[pair] {
					continue
				}
				seen[pair] = true
				out[n].Met = append(out[n].Met, piece{p.person(b.Party), p.named(e, &e.Actors[j])}.HTML())
			}
		}
	}
	out = slices.DeleteFunc(out, func(m meeting) bool { return len(m.Met) == 0 })
	slices.SortStableFunc(out, func(a, b meeting) int { return cmp.Compare(len(b.Met), len(a.Met)) })
	return out
}

// person is a party with their country.
func (p *storyPage) person(q news.Party) template.HTML {
	out := p.party(q, p.names[q.Entity])
	if q.Country != "" && q.Kind != news.Country {
		out += template.HTML(` <span class="of">` + template.HTMLEscapeString(p.L.Country(q.Country)) + `</span>`) // escaped
	}
	return out
}

// stay is a visit as far as the story's reports tell of it.
type stay struct {
	Who        template.HTML
	Place      template.HTML
	When       template.HTML
	Planned    bool
	Companions template.HTML
	Meetings   []stayMeeting
}

// stayMeeting is whom a visitor met.
type stayMeeting struct {
	With    template.HTML
	When    template.HTML
	Planned bool
	By      template.HTML
}

func (p *storyPage) stays() []stay {
	var out []stay
	for i := range p.Visits {
		v := &p.Visits[i]
		s := stay{Who: p.entity(v.Visitor), Place: p.placeFor(&v.Place), Planned: v.Status == news.Planned, When: p.stayed(v)}
		s.Companions = p.people(v.Companions)
		for _, m := range v.Meetings {
			s.Meetings = append(s.Meetings, stayMeeting{
				With: p.people(m.With), When: p.moment(m.At), Planned: m.Status == news.Planned && !s.Planned, By: p.outletList(m.Reports(), m.Evidence),
			})
		}
		out = append(out, s)
	}
	return out
}

// entity is a party as a link to its own page.
func (p *storyPage) entity(q news.EntryParty) template.HTML {
	href := ""
	if q.Entity != "" {
		href = entityPath(q.Entity)
	}
	return piece{p.party(q.Party, p.names[q.Entity]), href}.HTML()
}

func (p *storyPage) people(list []news.EntryParty) template.HTML {
	out := make([]template.HTML, len(list))
	for i, q := range list {
		out[i] = p.entity(q)
	}
	return p.L.ListHTML(out)
}

// stayed says when a visit was; where no report says, when it was reported.
func (p *storyPage) stayed(v *news.Visit) template.HTML {
	from, to := p.moment(v.From), p.moment(v.To)
	switch {
	case from == "" && v.ReportedFrom == "":
		return template.HTML(template.HTMLEscapeString(p.L.T("date.undated"))) // escaped
	case from == "":
		return p.L.HTML("visit.reported", spanOf(p.L, v.ReportedFrom, v.ReportedTo))
	case from == to || to == "":
		return from
	}
	return p.L.HTML("date.range", from, to)
}

// moment writes a point of a visit as exactly as it is known.
func (p *storyPage) moment(m news.Moment) template.HTML {
	var out template.HTML
	switch {
	case m.Date != nil:
		out = p.When(*m.Date)
	case m.Weekday > 0:
		out = template.HTML(template.HTMLEscapeString(p.L.NameOfDay(m.Weekday))) // escaped
	default:
		return ""
	}
	if m.Part != "" {
		key := "date.part"
		if m.Date == nil {
			key = "date.weekdayPart"
		}
		out = p.L.HTML(key, out, template.HTML(template.HTMLEscapeString(named(p.L, "part.of.", m.Part)))) // escaped
	}
	return out
}

// speakers gathers the quotes of all reports but copies by who speaks.
func (p *storyPage) speakers() []speaker {
	var out []speaker
	for _, d := range p.Docs {
		if d.CopyOf != "" || d.Withdrawn {
			continue
		}
		for _, s := range speakers(d, p.at(d), p.names, p.outlet(d)) {
			i := slices.IndexFunc(out, func(o speaker) bool { return o.Name == s.Name })
			if i < 0 {
				out = append(out, s)
				continue
			}
			out[i].Quotes = append(out[i].Quotes, s.Quotes...)
		}
	}
	slices.SortStableFunc(out, func(a, b speaker) int { // whoever is not known comes last
		switch {
		case (a.Name == "") == (b.Name == ""):
			return 0
		case a.Name == "":
			return 1
		}
		return -1
	})
	return out
}

// sideView is what one voice makes of the story.
type sideView struct {
	news.Side
	Carries   string
	Told      template.HTML // what it tells first
	FirstHref string
	Quotes    []quotedVoice
	Alone     []template.HTML
	Leaves    []template.HTML
}

// quotedVoice is whom a side quotes.
type quotedVoice struct {
	Name   string
	Quotes int
}

func (p *storyPage) sides() []sideView {
	if len(p.Sides) < 2 {
		return nil
	}
	tell := func(list []int) []template.HTML {
		var out []template.HTML
		for _, k := range list {
			if k >= 0 && k < len(p.Story.Entries) {
				out = append(out, p.tell(p.happening(&p.Story.Entries[k], p.names)))
			}
		}
		return out
	}
	out := make([]sideView, 0, len(p.Sides))
	for _, s := range p.Sides {
		if d := p.docs[s.Source]; d != nil { // a report that names no publisher
			s.Source = p.outlet(d)
		}
		v := sideView{Side: s, Carries: strings.Join(s.Carried, p.L.T("list.comma")), Alone: tell(s.Only), Leaves: tell(s.LeavesOut)}
		if first := tell([]int{s.First}); len(first) > 0 {
			v.Told = first[0]
		}
		if s.FirstAt != nil {
			if c, ok := p.cite(*s.FirstAt); ok {
				v.FirstHref = c.Href
			}
		}
		for _, q := range s.Quoted {
			v.Quotes = append(v.Quotes, quotedVoice{cmp.Or(p.names[q.Entity], q.Name), q.Quotes})
		}
		out = append(out, v)
	}
	return out
}
