package record

import (
	"cmp"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// How many days may lie between two entries of one visit.
const (
	// gapDays: on a visit there is something to report nearly every day, and of a quiet stretch with a
	// weekend in it two days pass without. Who is back after more than three days has mostly
	// been home: round two of talks follows a week later, not half a week.
	gapDays = 3
	// gapInStory: what the reports of one story tell is one happening, so a week may pass, as on a state
	// visit of which only the beginning and the end are told.
	gapInStory = 7
)

// newsAge is how many days old the news of an undated report may be when it is told as new.
const newsAge = 3

// planAhead is how many days ahead a plan without a date may lie.
const planAhead = 14

// when is the days in which something lies.
type when struct {
	lo, hi time.Time
	dated  bool // by what is told; else by when it was reported
	known  bool
}

// gap is how many days lie between two stretches of days, 0 where they touch or overlap.
func (w when) gap(o when) int {
	d := max(o.lo.Sub(w.hi), w.lo.Sub(o.hi))
	return max(0, int(d.Hours()/24))
}

// when says in which days an entry lies: its date, where that is known to a fortnight, else the days before its first
// publication.
func (t *traveller) when(e *news.Entry) when {
	if d := e.Date; d != nil {
		w := when{lo: day(d.From), hi: day(d.To), dated: true, known: true}
		if w.hi.Sub(w.lo) < 14*24*time.Hour {
			return w
		}
	}
	first := ""
	for _, r := range e.Voices() {
		if p := published(t.report(r)); p != "" && (first == "" || p < first) {
			first = p
		}
	}
	at, err := time.Parse(time.DateOnly, first)
	if err != nil {
		return when{}
	}
	if e.Status == news.Planned {
		return when{lo: at, hi: at.AddDate(0, 0, planAhead), known: true}
	}
	return when{lo: at.AddDate(0, 0, -newsAge), hi: at, known: true}
}

// leg is a visit while stays are strung to it.
type leg struct {
	when
	key, land, town string
	founder         string // the entry that its id is made of
	stays           []stay
	stories         map[string]bool
}

// legsOf strings stays that each say who and where. Dated ones go first, in the order of days, so that what
// lies between two days in one place is known; then those that only their publication dates,
// then those that nothing does.
func legsOf(stays []stay) []*leg {
	slices.SortStableFunc(stays, func(a, b stay) int {
		return cmp.Or(cmp.Compare(certainty(b.when), certainty(a.when)), a.lo.Compare(b.lo), a.hi.Compare(b.hi),
			cmp.Compare(a.entry.Story, b.entry.Story), cmp.Compare(a.entry.ID, b.entry.ID))
	})
	var legs []*leg
	byKey := map[string][]*leg{}
	for _, s := range stays {
		l := bestLeg(byKey[s.key], s)
		if l == nil {
			l = &leg{when: s.when, key: s.key, land: s.land, founder: s.entry.ID, stories: map[string]bool{}}
			legs = append(legs, l)
			byKey[s.key] = append(byKey[s.key], l)
		}
		l.add(s)
	}
	return legs
}

func certainty(w when) int {
	switch {
	case w.dated:
		return 2
	case w.known:
		return 1
	}
	return 0
}

// joinLoose adds the stays that do not say where, to a visit in the country of those who were met that is told in
// the same story. Of what was done, nothing belongs to a visit that is only planned.
func joinLoose(legs []*leg, stays []stay) {
	byKey := map[string][]*leg{}
	for _, l := range legs {
		byKey[l.key] = append(byKey[l.key], l)
	}
	for _, s := range stays {
		var open []*leg
		for _, l := range byKey[s.key] {
			if l.stories[s.entry.Story] && slices.Contains(s.hosts, l.land) && (l.done() || s.entry.Status == news.Planned) {
				open = append(open, l)
			}
		}
		if l := bestLeg(open, s); l != nil {
			l.add(s)
		}
	}
}

// bestLeg returns the visit that a stay belongs to: in the same place, near enough, without another place
// between. The nearest one, of equals one told in the same story, then the later; nil if there is none.
func bestLeg(legs []*leg, s stay) *leg {
	var best *leg
	var rank [2]int
	for _, l := range legs {
		if !l.fits(s) || elsewhere(legs, l, s) {
			continue
		}
		r := [2]int{0, 1}
		if l.known && s.known {
			r[0] = l.gap(s.when)
		}
		if l.stories[s.entry.Story] {
			r[1] = 0
		}
		if best == nil || r[0] < rank[0] || r[0] == rank[0] && r[1] <= rank[1] {
			best, rank = l, r
		}
	}
	return best
}

// fits reports whether a stay may be part of l by place and time.
func (l *leg) fits(s stay) bool {
	if s.land != "" && s.land != l.land || s.town != "" && l.town != "" && s.town != l.town {
		return false
	}
	story := l.stories[s.entry.Story]
	recalled := s.entry.Status == news.Background
	switch {
	case recalled && (!l.dated || !s.dated || l.gap(s.when) > gapDays):
		return false // it may have been years ago
	case l.dated && s.dated:
		limit := gapDays
		if story {
			limit = gapInStory
		}
		return l.gap(s.when) <= limit
	case story:
		return true
	}
	return l.known && s.known && l.gap(s.when) <= gapDays
}

// elsewhere reports whether the visitor was in another place between l and s.
func elsewhere(legs []*leg, l *leg, s stay) bool {
	if !l.dated || !s.dated {
		return false
	}
	return slices.ContainsFunc(legs, func(o *leg) bool {
		away := o.land != l.land || o.town != "" && l.town != "" && o.town != l.town
		return away && o.dated && (o.lo.After(l.hi) && o.hi.Before(s.lo) || o.lo.After(s.hi) && o.hi.Before(l.lo))
	})
}

// done reports whether anything of a visit is told as done.
func (l *leg) done() bool {
	return slices.ContainsFunc(l.stays, func(s stay) bool { return s.status() == news.Occurred })
}

func (l *leg) add(s stay) {
	if l.town == "" {
		l.town = s.town
	}
	switch {
	case s.dated && !l.dated, s.known && !l.known:
		l.when = s.when
	case s.known && s.dated == l.dated:
		if s.lo.Before(l.lo) {
			l.lo = s.lo
		}
		if s.hi.After(l.hi) {
			l.hi = s.hi
		}
	}
	l.stays = append(l.stays, s)
	l.stories[s.entry.Story] = true
}

// place is the town that most of the stays are told of, the first of equals, else the country.
func (l *leg) place() news.Location {
	best, most := news.Location{Country: l.land}, 0
	n := map[string]int{}
	for _, s := range l.stays {
		if s.at == nil {
			continue
		}
		w := 1
		if s.town != "" {
			w += 1000
		}
		if n[s.at.Name] += w; n[s.at.Name] > most {
			best, most = *s.at, n[s.at.Name]
		}
	}
	return best
}

// withoutCompanions leaves out the visits of those who only came along: every entry of theirs tells of somebody of
// their country too, of whom as many entries and reports tell.
func withoutCompanions(legs []*leg) []*leg {
	byEntry := map[string][]*leg{}
	for _, l := range legs {
		for _, s := range l.stays {
			byEntry[s.entry.ID] = append(byEntry[s.entry.ID], l)
		}
	}
	var out []*leg
	for _, l := range legs {
		if !slices.ContainsFunc(byEntry[l.stays[0].entry.ID], func(o *leg) bool { return o != l && o.leads(l) }) {
			out = append(out, l)
		}
	}
	return out
}

// leads reports whether l is the visit that those of o came along on.
func (l *leg) leads(o *leg) bool {
	if l.land != o.land || l.key == o.key || l.stays[0].who.Country != o.stays[0].who.Country {
		return false
	}
	for _, s := range o.stays {
		if !slices.ContainsFunc(l.stays, func(m stay) bool { return m.entry == s.entry }) {
			return false
		}
	}
	a, b := l.weight(), o.weight()
	return a > b || a == b && l.before(o)
}

// weight is how much is told of a visit.
func (l *leg) weight() int {
	n := 0
	for _, s := range l.stays {
		n += 100 + len(s.who.Reports)
	}
	return n
}

// before reports whether the entry of both that comes first by id names the visitor of l before that of o.
func (l *leg) before(o *leg) bool {
	e := slices.MinFunc(l.stays, func(a, b stay) int { return cmp.Compare(a.entry.ID, b.entry.ID) }).entry
	for _, p := range slices.Concat(e.Actors, e.Recipients) {
		switch {
		case same(p.Party, l.stays[0].who.Party):
			return true
		case same(p.Party, o.stays[0].who.Party):
			return false
		}
	}
	return l.key < o.key
}
