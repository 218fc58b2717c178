package entity

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

// What speaks for one of several places of a name, in powers of ten of its population.
const (
	seatOfState  = 2.0 // a capital
	landNamed    = 3.0 // the country that the report names most, another by its share of that
	landOfTown   = 0.5 // the same of a small town: a city of that name in another country is named more
	landSize     = 6.5 // a country that has the name of a province or town
	divisionSize = 4.8 // a province: a town of its name is meant more often
	townsNamed   = 2.0 // a province of whose country the report names towns
	regionSize   = 7.0 // a sea, a range
	adjoining    = 5.0 // the country stands right beside it: "London, Canada", "the Libyan city of Tripoli"
	ofDateline   = 1.5 // the country from which the report is written
	closeBy      = 1.0 // another place of the report is no more than nearKm away
	nearKm       = 300
	otherName    = 1.0     // less for a place that is usually called something else
	margin       = 0.25    // by how much another must outweigh the place that the tables know by the name
	surely       = 1.0     // by how much a place outweighs the others of its name that tells where the report takes place
	knownTown    = 100_000 // people of a town that needs no country to be meant
	datelineEnds = 120     // bytes of the text in which a dateline may stand
)

// Features of the knowledge base that count here.
const (
	capitalCity  = "capital"
	provinceName = "division"
	regionName   = "region"
	quarterName  = "quarter"
	settlement   = "settlement"
)

// What is kept of the other places that a name could mean.
const (
	mostOthers = 3
	leastShare = 0.02
)

// named is one name of places in a report: where it stands and what it may mean.
type named struct {
	mentions []int
	all      []kb.Entry
	english  string // the key of the name in English, "" where nothing is taken for it yet
	land     string // the country that the tables took for it, "" if they took none
	nearest  string // the country that stands right beside it, "" if none
}

// findPlaces gives places the ids of the knowledge base: those that no table has, and
// towns and countries whose name the report uses for another than the best known.
func (s *scan) findPlaces(out []news.Mention) {
	if s.t.known().kb == nil {
		return
	}
	s.rivers(out)
	names := s.namesOfPlaces(out)
	set := s.settingOf(out, names)
	for _, p := range names {
		s.settlePlace(set, p, out)
	}
}

// rivers finds the regions whose name holds that of a country: "نهر الأردن", "Jordan River".
func (s *scan) rivers(out []news.Mention) {
	for i := range out {
		m := &out[i]
		if m.Kind != news.Country || m.Adjective {
			continue
		}
		from := s.tokenAt(m.Span.Start)
		to := s.tokenAt(m.Span.End-1) + 1
		for _, r := range [][2]int{{from - 1, to}, {from, to + 1}} {
			if r[0] < 0 || r[1] > len(s.toks) || from != r[0] && s.toks[from].Before&^phrase.SameRun != 0 || to != r[1] && s.toks[to].Before&^phrase.SameRun != 0 {
				continue
			}
			span := news.Span{Start: s.toks[r[0]].Span.Start, End: s.toks[r[1]-1].Span.End}
			if i > 0 && out[i-1].Span.End > span.Start || i+1 < len(out) && out[i+1].Span.Start < span.End {
				continue
			}
			for _, e := range s.t.known().find(span.In(s.text), news.Place) {
				if strings.HasPrefix(e.ID, regionIDs) {
					*m = news.Mention{Span: span, Kind: news.Place, Entity: e.ID, Name: e.Name("en"), Country: e.Country, Confidence: m.Confidence}
					break
				}
			}
			if m.Kind == news.Place {
				break
			}
		}
	}
}

// namesOfPlaces gathers the names that can mean a place of the knowledge base, in the order
// of the text. Of countries only those that share their name with something else.
func (s *scan) namesOfPlaces(out []news.Mention) []*named {
	byName := map[string]*named{}
	var order []*named
	for i, m := range out {
		switch {
		case m.Kind == news.Country && !m.Adjective:
		case m.Kind != news.Place, m.Entity != "" && !strings.HasPrefix(m.Entity, geoNames), s.lang.is("stop", wordKey(m.Name)):
			continue
		}
		key := kb.Key(m.Span.In(s.text))
		p := byName[key]
		if p == nil {
			p = s.namedOf(m)
			byName[key] = p
			if p != nil {
				order = append(order, p)
			}
		}
		if p != nil {
			p.mentions = append(p.mentions, i)
		}
	}
	return order
}

// namedOf is what the name of a mention may mean, nil for a country that has it alone. Of the
// provinces that are called as a country is only the well known count: Niger is no state of Nigeria.
func (s *scan) namedOf(m news.Mention) *named {
	p := &named{all: s.places(m)}
	if m.Entity != "" {
		p.english = kb.Key(m.Name)
	}
	if m.Kind == news.Country {
		key := kb.Key(m.Span.In(s.text))
		p.all = slices.DeleteFunc(p.all, func(e kb.Entry) bool {
			if e.Feature == provinceName {
				return !s.lang.is("state", wordKey(e.ID))
			}
			return (e.Feature != capitalCity || e.Country != m.Country) && kb.Key(e.Name("en")) != key
		})
		land, ok := s.t.known().kb.ByID(m.Entity)
		if !ok || len(p.all) == 0 {
			return nil
		}
		p.all, p.land = append([]kb.Entry{land}, p.all...), m.Country
	}
	if m.Entity == "" && text.ScriptOf(first(m.Name)) == text.Han {
		p.all = slices.DeleteFunc(p.all, func(e kb.Entry) bool { return e.HasPoint && e.Population < knownTown }) // its few letters are many a word
	}
	return p
}

// places are the places that may have the name of a mention: the name as written, and of a
// town the English one as well.
func (s *scan) places(m news.Mention) []kb.Entry {
	k := s.t.known()
	written := m.Span.In(s.text)
	all := k.find(written, news.Place)
	add := func(e kb.Entry) {
		if !slices.ContainsFunc(all, func(o kb.Entry) bool { return o.ID == e.ID }) {
			all = append(all, e)
		}
	}
	if m.Kind == news.Place && m.Name != written {
		for _, e := range k.find(m.Name, news.Place) {
			add(e)
		}
	}
	if e, ok := k.kb.ByID(m.Entity); ok && e.Kind == news.Place {
		add(e)
	}
	return all
}

// settlePlace decides which of the places of a name each of its mentions means.
func (s *scan) settlePlace(set setting, p *named, out []news.Mention) {
	for _, i := range p.mentions {
		p.nearest = cmp.Or(p.nearest, s.landBeside(out, i))
	}
	for _, i := range p.mentions {
		at := p.all
		if p.land != "" && !set.opens(i) && !s.calledTown(out[i].Span) {
			at = slices.DeleteFunc(slices.Clone(at), func(e kb.Entry) bool { return e.HasPoint && e.Country == p.land }) // Algiers is named as Algeria is
		}
		taken := out[i].Entity
		e, ok := set.choose(at, p, taken)
		if ok {
			out[i].Entity, out[i].Name, out[i].Country, out[i].Kind = e.ID, e.Name("en"), e.Country, e.Kind
		}
		if ok || taken != "" {
			out[i].Candidates = set.others(at, p, out[i].Entity)
		}
	}
}

// choose is the place that a name means here. What the tables took stays unless another
// is meant more surely; a small town far from what the report tells of is none.
func (set setting) choose(all []kb.Entry, p *named, taken string) (best kb.Entry, ok bool) {
	least, most := 0.0, math.Inf(-1)
	for _, e := range all {
		if e.ID == taken {
			least = set.weight(e, p) + margin
		}
	}
	for _, e := range all {
		if w := set.weight(e, p); w > most && (e.ID == taken || w >= least) && set.fits(e, p, taken) {
			best, most, ok = e, w, true
		}
	}
	return best, ok && best.ID != taken
}

// fits reports whether a place can be meant at all. Where the tables have a town, a province
// of the same name is none.
func (set setting) fits(e kb.Entry, p *named, taken string) bool {
	switch {
	case taken == "" || p.land != "" && e.Country != p.land:
		return set.credible(e, p)
	case p.land != "":
		return true
	}
	return e.Feature != provinceName
}

// credible reports whether a place that only its name speaks for can be meant.
func (set setting) credible(e kb.Entry, p *named) bool {
	return e.Kind == news.Country || e.Population >= knownTown || e.Feature == capitalCity || strings.HasPrefix(e.ID, regionIDs) ||
		e.Country != "" && (e.Country == p.nearest || set.share(e.Country, p) > 0 || e.Country == set.dateline || set.towns[e.Country]) ||
		e.Feature == provinceName && p.lone(e)
}

// lone reports whether a province shares its name with no other and no larger town.
func (p *named) lone(e kb.Entry) bool {
	return !slices.ContainsFunc(p.all, func(o kb.Entry) bool { return o.ID != e.ID && (!o.HasPoint || o.Population >= knownTown) })
}

// weight is what speaks for a place.
func (set setting) weight(e kb.Entry, p *named) float64 {
	w := math.Log10(float64(e.Population) + 10)
	land := landNamed
	switch {
	case e.Kind == news.Country:
		w = landSize
	case e.Feature == capitalCity:
		w += seatOfState
	case e.Feature == provinceName:
		w = divisionSize
		if land = landOfTown; p.land != "" {
			land = landNamed
		}
		if set.towns[e.Country] {
			w += townsNamed
		}
	case !e.HasPoint:
		w = regionSize
	case e.Population < knownTown:
		land = landOfTown
	}
	if p.english != "" && e.Kind == news.Place && kb.Key(e.Name("en")) != p.english {
		w -= otherName
	}
	w += land * set.share(e.Country, p)
	if e.Country != "" && e.Country == p.nearest {
		w += adjoining
	}
	if e.Country != "" && e.Country == set.dateline && e.Kind != news.Country {
		w += ofDateline
	}
	if e.HasPoint && slices.ContainsFunc(set.points, func(o kb.Entry) bool { return o.ID != e.ID && kilometres(e, o) < nearKm }) {
		w += closeBy
	}
	return w
}

// others are the likeliest of the other places of a name, with their share of what speaks
// for any of them.
func (set setting) others(all []kb.Entry, p *named, taken string) []news.Candidate {
	sum := 0.0
	var out []news.Candidate
	for _, e := range all {
		share := math.Exp(set.weight(e, p))
		sum += share
		if e.ID != taken {
			out = append(out, news.Candidate{Entity: e.ID, Name: e.Name("en"), Country: e.Country, Score: share})
		}
	}
	for i := range out {
		out[i].Score /= sum
	}
	slices.SortStableFunc(out, func(a, b news.Candidate) int { return cmp.Compare(b.Score, a.Score) })
	out = slices.DeleteFunc(out, func(c news.Candidate) bool { return c.Score < leastShare })
	return slices.Clip(out[:min(len(out), mostOthers)])
}

// kilometres is how far apart two places are, on a ball of the earth's size.
func kilometres(a, b kb.Entry) float64 {
	const radius, degree = 6371, math.Pi / 180
	lat := math.Sin((b.Lat - a.Lat) * degree / 2)
	lon := math.Sin((b.Lon - a.Lon) * degree / 2)
	h := lat*lat + math.Cos(a.Lat*degree)*math.Cos(b.Lat*degree)*lon*lon
	return 2 * radius * math.Asin(math.Sqrt(min(1, h)))
}

// precise says of every place how precisely its name gives it.
func (s *scan) precise(out []news.Mention) {
	base := s.t.known().kb
	for i := range out {
		m := &out[i]
		switch {
		case m.Kind == news.Country && !m.Adjective:
			m.Precision = news.AtCountry
		case m.Kind != news.Place:
		case s.ownPlace(m.Entity):
			m.Precision, m.Candidates = news.AtPoint, nil
		case strings.HasPrefix(m.Entity, geoNames) || strings.HasPrefix(m.Entity, regionIDs) || strings.HasPrefix(m.Entity, provinceIDs):
			m.Precision = precisionOf(base, m.Entity)
		}
	}
}

// Beginnings of the ids of regions and provinces.
const (
	regionIDs   = "R:"
	provinceIDs = "ISO2:"
)

// precisionOf is what sort of place an id names.
func precisionOf(base *kb.KB, id string) string {
	feature := ""
	if base != nil {
		if e, ok := base.ByID(id); ok {
			feature = e.Feature
		}
	}
	switch {
	case feature == quarterName || feature == settlement:
		return news.AtPoint
	case strings.HasPrefix(id, geoNames):
		return news.AtCity
	case feature == "" || feature == regionName || feature == provinceName:
		return news.AtRegion
	}
	return news.AtArea
}
