package identity

import "github.com/dragoman-news/dragoman/internal/news"

// Weights of what speaks for and against two organisations being one, beside those of people.
const (
	otherState     = -6.0 // each country has one of that name
	otherSector    = -0.8
	bodySideBySide = -3.0
	explained      = 1.5 // a report has the name and its initials
	leastBodies    = 0.04
	unknownCountry = -0.7 // of a body that every country has one of
)

// compareOrganisations says how likely a and b are one.
func compareOrganisations(a, b *Person, similar Similarity) Likeness {
	l := Likeness{A: a.ID, B: b.ID}
	names, x, y := closestBodies(a, b, similar)
	if x == nil || names < leastBodies {
		return l
	}
	s := scale{sum: logit(names)}
	short := (x.acronym != "") != (y.acronym != "")
	if short {
		s.reasons = append(s.reasons, news.Reason("initials", x.text, y.text))
	} else {
		s.reasons = append(s.reasons, news.Reason("same", x.text, y.text))
	}
	if !Local(a.ID) && !Local(b.ID) {
		s.add(bothKnown, "two_bodies")
	}
	s.states(a, b, x.generic() && y.generic())
	s.sectors(a, b)
	s.company(a, b)
	s.aside(a, b, short)
	l.Confidence, l.Reasons = s.confidence(), s.reasons
	return l
}

// closestBodies is the highest likelihood of a name of each.
func closestBodies(a, b *Person, similar Similarity) (best float64, x, y *bodyName) {
	land := most(a.Countries)
	oneCountry := land != "" && land == most(b.Countries)
	for i := range a.bodies {
		for j := range b.bodies {
			if v := compareBodies(&a.bodies[i], &b.bodies[j], similar, oneCountry); v > best {
				best, x, y = v, &a.bodies[i], &b.bodies[j]
			}
		}
	}
	return best, x, y
}

func (s *scale) states(a, b *Person, generic bool) {
	x, y := most(a.Countries), most(b.Countries)
	switch {
	case x == "" || y == "":
		if generic {
			s.sum += unknownCountry
		}
	case x == y:
		s.add(sameCountry, "country", x)
	case generic:
		s.add(otherState, "countries_each", x, y)
	case a.Countries[y] > 0 || b.Countries[x] > 0:
	default:
		s.add(otherCountry, "countries", x, y)
	}
}

func (s *scale) sectors(a, b *Person) {
	x, y := most(a.Sectors), most(b.Sectors)
	switch {
	case x == "" || y == "":
	case x == y:
		s.add(sameSector, "sector", x)
	default:
		s.add(otherSector, "sectors", x, y)
	}
}

// aside looks for reports that name both: a name and its initials are explained so, two names are of two.
func (s *scale) aside(a, b *Person, short bool) {
	switch {
	case !bothIn(a, b):
	case short:
		s.add(explained, "side_by_side")
	default:
		s.add(bodySideBySide, "side_by_side")
	}
}
