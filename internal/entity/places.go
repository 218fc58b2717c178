package entity

import (
	"math"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// What speaks for one of several places of a name, in powers of ten of its population.
const (
	seatOfState  = 2.0 // a capital
	landNamed    = 2.0 // the country that the report names most, another by its share of that
	landOfTown   = 0.5 // the same of a small town: a city of that name in another country is named more
	divisionSize = 4.8 // a province: a town of its name is meant more often
	regionSize   = 7.0 // a sea, a range
	behindComma  = 4.0 // the country stands right behind it: "London, Canada"
	ofDateline   = 1.5 // the country from which the report is written
	closeBy      = 1.0 // another place of the report is no more than nearKm away
	nearKm       = 300
	margin       = 0.25    // by how much another must outweigh the place that the tables know by the name
	knownTown    = 100_000 // people of a town that needs no country to be meant
	capitalCity  = "capital"
	provinceName = "division"
	regionName   = "region"
	datelineEnds = 120 // bytes of the text in which a dateline may stand
)

// setting is where a report takes place, as far as its countries and surest towns tell.
type setting struct {
	lands    map[string]float64 // countries named, by their share of the one named most
	dateline string             // country of the place before the first sentence
	points   []kb.Entry         // towns that can be no other
}

// findPlaces gives places the ids of the knowledge base: those that no table has, and
// towns whose name the report uses for another than the largest.
func (s *scan) findPlaces(out []news.Mention) {
	base := s.t.known().kb
	if base == nil {
		return
	}
	type meant struct {
		mentions []int
		all      []kb.Entry
	}
	byName := map[string]*meant{}
	var order []*meant
	for i, m := range out {
		if m.Kind != news.Place || m.Entity != "" && !strings.HasPrefix(m.Entity, geoNames) {
			continue
		}
		if s.lang.is("stop", wordKey(m.Name)) {
			continue
		}
		key := kb.Key(m.Span.In(s.text))
		p := byName[key]
		if p == nil {
			p = &meant{all: s.t.known().places(m)}
			byName[key], order = p, append(order, p)
		}
		if m.Entity == "" && text.ScriptOf(first(m.Name)) == text.Han {
			p.all = slices.DeleteFunc(p.all, func(e kb.Entry) bool { return e.HasPoint && e.Population < knownTown }) // its few letters are many a word
		}
		p.mentions = append(p.mentions, i)
	}
	set := s.settingOf(out)
	for _, p := range order {
		if len(p.all) == 1 && p.all[0].HasPoint {
			set.points = append(set.points, p.all[0])
		}
	}
	for _, p := range order {
		if e, ok := set.choose(p.all, out[p.mentions[0]].Entity, s.countryBehindComma(out, p.mentions)); ok {
			for _, i := range p.mentions {
				out[i].Entity, out[i].Name, out[i].Country = e.ID, e.Name("en"), e.Country
			}
		}
	}
}

// places are the places that may have the name of a mention.
func (k *known) places(m news.Mention) []kb.Entry {
	all := k.find(m.Name, news.Place)
	if e, ok := k.kb.ByID(m.Entity); ok && !slices.ContainsFunc(all, func(o kb.Entry) bool { return o.ID == e.ID }) {
		all = append(all, e)
	}
	return all
}

// settingOf counts the countries of a report and reads its dateline.
func (s *scan) settingOf(out []news.Mention) setting {
	set := setting{lands: map[string]float64{}}
	most := 0.0
	for _, m := range out {
		if m.Kind == news.Country && m.Country != "" {
			set.lands[m.Country]++
			most = max(most, set.lands[m.Country])
		}
		if m.Kind == news.Place && set.dateline == "" && s.isDateline(m.Span) {
			set.dateline = m.Country
		}
	}
	for c := range set.lands {
		set.lands[c] /= most
	}
	return set
}

// isDateline reports whether a place stands before the first sentence, with a dash, a
// bracket or a date behind it: "Tehran (IP) -", "هراري 15-7 (اف ب)", "【平壤9月19日电】".
func (s *scan) isDateline(span news.Span) bool {
	if span.Start > datelineEnds {
		return false
	}
	line := s.text[span.End:]
	if i := strings.IndexByte(line, '\n'); i >= 0 {
		line = line[:i]
	}
	line = strings.TrimLeft(line, " \u00a0,،")
	return strings.HasPrefix(line, "(") || strings.HasPrefix(line, "—") || strings.HasPrefix(line, "–") ||
		strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "-(") || line != "" && line[0] >= '0' && line[0] <= '9'
}

// countryBehindComma is the country that stands behind a place and a comma, "" if none.
func (s *scan) countryBehindComma(out []news.Mention, at []int) string {
	for _, i := range at {
		if i+1 < len(out) && out[i+1].Kind == news.Country && !out[i+1].Adjective {
			if gap := s.text[out[i].Span.End:out[i+1].Span.Start]; strings.TrimSpace(gap) == "," || strings.TrimSpace(gap) == "،" {
				return out[i+1].Country
			}
		}
	}
	return ""
}

// choose is the place that a name means here. What the tables took stays unless another
// is meant more surely; a small town far from what the report tells of is none.
func (set setting) choose(all []kb.Entry, taken, behind string) (best kb.Entry, ok bool) {
	least, most := 0.0, math.Inf(-1)
	for _, e := range all {
		if e.ID == taken {
			least = set.weight(e, behind) + margin
		}
	}
	for _, e := range all {
		if w := set.weight(e, behind); w > most && (e.ID == taken || w >= least) && (taken != "" && e.Feature != provinceName || taken == "" && set.credible(e, behind)) {
			best, most, ok = e, w, true
		}
	}
	return best, ok && best.ID != taken
}

// credible reports whether a place that only its name speaks for can be meant.
func (set setting) credible(e kb.Entry, behind string) bool {
	return e.Population >= knownTown || e.Feature == regionName || e.Feature == capitalCity ||
		e.Country != "" && (e.Country == behind || set.lands[e.Country] > 0 || e.Country == set.dateline)
}

func (set setting) weight(e kb.Entry, behind string) float64 {
	w := math.Log10(float64(e.Population) + 10)
	land := landNamed
	switch {
	case e.Feature == capitalCity:
		w += seatOfState
	case e.Feature == regionName:
		w = regionSize
	case e.Feature == provinceName:
		w, land = divisionSize, landOfTown
	case e.Population < knownTown:
		land = landOfTown
	}
	w += land * set.lands[e.Country]
	if e.Country != "" && e.Country == behind {
		w += behindComma
	}
	if e.Country != "" && e.Country == set.dateline {
		w += ofDateline
	}
	if e.HasPoint && slices.ContainsFunc(set.points, func(o kb.Entry) bool { return o.ID != e.ID && kilometres(e, o) < nearKm }) {
		w += closeBy
	}
	return w
}

// kilometres is how far apart two places are, on a ball of the earth's size.
func kilometres(a, b kb.Entry) float64 {
	const radius, degree = 6371, math.Pi / 180
	lat := math.Sin((b.Lat - a.Lat) * degree / 2)
	lon := math.Sin((b.Lon - a.Lon) * degree / 2)
	h := lat*lat + math.Cos(a.Lat*degree)*math.Cos(b.Lat*degree)*lon*lon
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}
