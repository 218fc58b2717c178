package identity

import (
	"math"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Likeness is how likely two people are one, and why.
type Likeness struct {
	A, B       string
	Confidence float64
	Reasons    []string
	// Blind tells that nothing speaks against it but two names in two scripts, which a third spelling may
	// yet bring together.
	Blind bool
}

// Similarity is the probability that two written names are of one person: package
// name has one.
type Similarity func(a, b string) float64

// Remembering returns a Similarity that remembers its last answers, at most so many: who is
// compared today is compared again tomorrow. It is for one goroutine.
func Remembering(similar Similarity, most int) Similarity {
	type pair struct{ a, b string }
	known := make(map[pair]float64)
	return func(a, b string) float64 {
		k := pair{a, b}
		v, ok := known[k]
		if !ok {
			if len(known) >= most {
				clear(known)
			}
			v = similar(a, b)
			known[k] = v
		}
		return v
	}
}

// Weights of what speaks for and against, in the unit of log odds. They are added to
// those of the names.
const (
	sameCountry     = 1.2
	otherCountry    = -2.2
	sameSector      = 0.3
	sameRole        = 0.6
	companyOnDay    = 1.2 // a person whom reports of the same days name beside both
	placeOnDay      = 0.4 // an organisation, place or country, likewise
	mostOnDay       = 2.6
	companyEver     = 0.4
	placeEver       = 0.12
	mostEver        = 1.2
	sideBySide      = -5.0 // one report names both, in full
	sideBySideShort = -2.0
	shortName       = -1.6 // one has a single word for a name
	mostOfFull      = 0.97 // names alone, however alike, make nobody surer than this
	mostOfShort     = 0.8
	bothKnown       = -8.0 // both ids are of knowledge, which tells them apart
	doubtful        = 0.4  // names below it are rather of two: brothers and colleagues are named by the same reports,
	mostOfDoubtful  = 2.2  // so what else speaks for one counts no more than this
	generation      = -1.5 // more than 30 years lie between
	lifetime        = -6.0 // more than 70
)

const (
	nearDays   = 4
	leastNames = 0.02 // below this nothing else is looked at
)

// Compare says how likely a and b are one. It is the same both ways.
func Compare(a, b *Person, similar Similarity) Likeness {
	if b.ID < a.ID {
		a, b = b, a
	}
	switch {
	case a.Kind != b.Kind:
		return Likeness{A: a.ID, B: b.ID}
	case a.Kind == news.Organisation:
		return compareOrganisations(a, b, similar)
	}
	l := Likeness{A: a.ID, B: b.ID}
	names, x, y := closest(a, b, similar)
	if names < leastNames {
		l.Blind = blind(a, b, 0)
		return l
	}
	most := mostOfFull
	if !a.Full || !b.Full {
		most = mostOfShort
	}
	s := scale{sum: logit(min(names, most))}
	s.reasons = append(s.reasons, news.Reason("alike", x, y, names))
	if !Local(a.ID) && !Local(b.ID) {
		s.add(bothKnown, "two_people")
	}
	s.countries(a, b)
	s.roles(a, b)
	s.company(a, b)
	if names < doubtful {
		s.sum = min(s.sum, logit(names)+mostOfDoubtful)
	}
	s.together(a, b)
	s.years(a, b)
	l.Confidence, l.Reasons = s.confidence(), s.reasons
	l.Blind = blind(a, b, s.sum-logit(min(names, most)))
	return l
}

// blind reports that two people have no names in one script, and that the rest does not speak against them.
func blind(a, b *Person, rest float64) bool {
	if rest < -0.5 || bothIn(a, b) || !Local(a.ID) && !Local(b.ID) {
		return false
	}
	for i := range a.forms {
		for j := range b.forms {
			if a.forms[i].script == b.forms[j].script {
				return false
			}
		}
	}
	return true
}

// closest is the highest similarity of a name of each. Full names are compared where both
// have one.
func closest(a, b *Person, similar Similarity) (best float64, x, y string) {
	for i := range a.forms {
		for j := range b.forms {
			m, n := &a.forms[i], &b.forms[j]
			if m.far(n) {
				continue
			}
			v := bothWays(similar, m.text, n.text)
			if m.bare != "" && n.bare != "" {
				v = max(v, bothWays(similar, m.bare, n.bare))
			}
			if v > best {
				best, x, y = v, m.text, n.text
			}
		}
	}
	return best, x, y
}

// bothWays compares in one order, for the sum of floats is another in the other.
func bothWays(similar Similarity, a, b string) float64 { return similar(min(a, b), max(a, b)) }

// Called is how likely somebody whom a report names is meant by what somebody typed.
func Called(typed string, s *Sighting, similar Similarity) float64 {
	best := 0.0
	wanted := newBodyName(typed)
	for _, n := range s.Names {
		if s.Kind != news.Organisation {
			best = max(best, calledSo(typed, n.Text, similar))
			continue
		}
		if b := newBodyName(n.Text); fold(typed) == fold(n.Text) {
			best = 1
		} else {
			best = max(best, compareBodies(&wanted, &b, similar, true))
		}
	}
	return best
}

// calledSo is how likely a person is meant: a single word may be any part of the name.
func calledSo(typed, written string, similar Similarity) float64 {
	best := similar(typed, written)
	if fullness(typed) == 0 {
		for _, w := range words(written) {
			best = max(best, similar(typed, w))
		}
	}
	return best
}

func logit(p float64) float64 {
	p = min(max(p, 1e-4), 1-1e-4)
	return math.Log(p / (1 - p))
}

// scale weighs what speaks for and against.
type scale struct {
	sum     float64
	reasons []string
}

func (s *scale) confidence() float64 { return math.Round(1e4/(1+math.Exp(-s.sum))) / 1e4 }

func (s *scale) add(weight float64, reason string, values ...any) {
	s.sum += weight
	s.reasons = append(s.reasons, news.Reason(reason, values...))
}

func (s *scale) countries(a, b *Person) {
	x, y := most(a.Countries), most(b.Countries)
	switch {
	case x == "" || y == "":
	case x == y:
		s.add(sameCountry, "country", x)
	case a.Countries[y] > 0 || b.Countries[x] > 0: // reports are not at one about it
	default:
		s.add(otherCountry, "countries", x, y)
	}
}

func (s *scale) roles(a, b *Person) {
	for _, r := range sorted(a.Roles) {
		if b.Roles[r] {
			s.add(sameRole, "role", r)
			return
		}
	}
	if x := most(a.Sectors); x != "" && x == most(b.Sectors) {
		s.add(sameSector, "sector", x)
	}
}

// company looks at whom and what reports name beside each: most where they are of the same
// days.
func (s *scale) company(a, b *Person) {
	people, others, on := sameDays(a, b)
	onDay := min(companyOnDay*float64(people)+placeOnDay*float64(others), mostOnDay)
	allPeople, allOthers := sharedEver(a, b)
	ever := min(companyEver*float64(allPeople)+placeEver*float64(allOthers), mostEver)
	switch {
	case onDay <= 0 && ever <= 0:
	case onDay >= ever:
		s.add(onDay, "company_day", on, people, others)
	default:
		s.add(ever, "company", allPeople, allOthers)
	}
}

// sameDays is the most that a report of each, no more than nearDays apart, has in common.
func sameDays(a, b *Person) (people, others int, on string) {
	best := 0.0
	for i := range a.ends {
		for j := range b.ends {
			x, y := &a.ends[i], &b.ends[j]
			if x.Report == y.Report || !near(x.number, y.number) {
				continue
			}
			p, o := shared(x.People, y.People), shared(x.Others, y.Others)
			if w := companyOnDay*float64(p) + placeOnDay*float64(o); w > best {
				best, people, others, on = w, p, o, max(x.Day, y.Day)
			}
		}
	}
	return people, others, on
}

// near reports whether two days, by number, are known and close.
func near(a, b int) bool { return a > 0 && b > 0 && max(a-b, b-a) <= nearDays }

// shared counts the common values of two sorted lists.
func shared(a, b []uint32) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}

func sharedEver(a, b *Person) (people, others int) {
	collect := func(p *Person, list func(*Sighting) []uint32) []uint32 {
		set := map[uint32]bool{}
		for i := range p.ends {
			for _, v := range list(&p.ends[i]) {
				set[v] = true
			}
		}
		return sorted(set)
	}
	ofPeople, ofOthers := func(s *Sighting) []uint32 { return s.People }, func(s *Sighting) []uint32 { return s.Others }
	return shared(collect(a, ofPeople), collect(b, ofPeople)), shared(collect(a, ofOthers), collect(b, ofOthers))
}

// bothIn reports whether some report names both.
func bothIn(a, b *Person) bool {
	x, y := a.reports, b.reports
	if len(y) < len(x) {
		x, y = y, x
	}
	for r := range x {
		if y[r] {
			return true
		}
	}
	return false
}

// together looks for reports that name both: whoever wrote them took them for two.
func (s *scale) together(a, b *Person) {
	switch {
	case !bothIn(a, b):
	case a.Full && b.Full:
		s.add(sideBySide, "side_by_side")
	default:
		s.add(sideBySideShort, "side_by_side")
	}
	if a.Full != b.Full || !a.Full {
		s.sum += shortName
	}
}

// years looks at how long lies between the first that is known of each.
func (s *scale) years(a, b *Person) {
	gap := yearsBetween(a, b)
	switch {
	case gap > 70:
		s.add(lifetime, "years", gap)
	case gap > 30:
		s.add(generation, "years", gap)
	}
}

// yearsBetween is the shortest time between a report of each, in years.
func yearsBetween(a, b *Person) int {
	best := -1
	for i := range a.ends {
		for j := range b.ends {
			x, y := a.ends[i].number, b.ends[j].number
			if x == 0 || y == 0 {
				continue
			}
			if d := max(x-y, y-x); best < 0 || d < best {
				best = d
			}
		}
	}
	return max(best, 0) * 100 / 36525
}

// dayNumber counts an ISO date in days since the beginning of our era, 0 for none.
func dayNumber(iso string) int {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return 0
	}
	return int(t.Unix()/86400) + epoch
}

// epoch is the number of 1 January 1970.
const epoch = 719163
