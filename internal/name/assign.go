package name

// What it costs, in log odds, that a part of one name has none in the other, and that parts
// stand in another order.
const (
	noMiddle          = 0.25
	noPatronymic      = 0.15
	noInitial         = 0.15
	noGiven           = 1.6 // only the family name is there
	noFamily          = 3.2 // only the given name is
	noAbu             = 0.7
	otherOrder        = 0.8
	otherOrderAndMore = 9    // that names which have more parts as well are in another order
	otherSuffix       = -2.0 // what is left then
	support           = 0.35 // how much of the log odds of further parts counts for the weakest
	mostSupport       = 3.0  // of one part
)

// pairing is how the parts of two names are put together: what the search for the best one works on.
type pairing struct {
	a, b   *prepared
	scores [mostCores][mostCores]float32 // of single parts
	joinA  [mostCores][mostCores]float32 // of two parts of a with one of b
	joinB  [mostCores][mostCores]float32
	best   float32
	found  bool
}

// state is a pairing in the making.
type state struct {
	usedB    uint8
	matched  int
	strong   int // of them, those that are no initials
	weakest  float32
	sum      float32 // of what supports it
	lost     float32 // for parts of a without another
	lostA    int     // parts of a that are given or family names and stand alone
	bareA    int     // initials of a that do
	fathersA int     // patronymics of a that do
	crossed  bool
	lastB    int
	familyA  bool // the family name of a is matched
	familyB  bool
}

// compare is the probability that two names are of one person.
func (x *prepared) compare(y *prepared) float64 {
	if len(x.cores) == 0 || len(y.cores) == 0 {
		return 0
	}
	return probability(x.logit(y))
}

func (x *prepared) logit(y *prepared) float32 {
	p := pairing{a: x, b: y}
	p.fill()
	p.search(0, state{weakest: surely, lastB: -1})
	if !p.found {
		return hardly
	}
	l := p.best
	if x.suffix != "" && y.suffix != "" && x.suffix != y.suffix {
		l = min(l, otherSuffix)
	}
	return min(max(l, hardly), surely)
}

const unjoined = 3 * hardly

func (p *pairing) fill() {
	for i := range p.a.cores {
		for j := range p.b.cores {
			c, d := &p.a.cores[i], &p.b.cores[j]
			if c.kind == Initial || d.kind == Initial {
				p.scores[i][j] = initialLogit(c, d)
			} else {
				p.scores[i][j] = c.logit(d)
			}
		}
	}
	for i := range p.a.cores {
		for j := range p.b.cores {
			c, d := &p.a.cores[i], &p.b.cores[j]
			p.joinA[i][j], p.joinB[i][j] = unjoined, unjoined
			if c.both != nil && d.kind != Initial {
				p.joinA[i][j] = joined(c.both, &d.word, p.scores[i][j], p.scores[i+1][j])
			}
			if d.both != nil && c.kind != Initial {
				p.joinB[i][j] = joined(&c.word, d.both, p.scores[i][j], p.scores[i][j+1])
			}
		}
	}
}

// joined is the log odds of two parts with one, if that explains more than either of them does alone.
func joined(w, v *word, first, second float32) float32 {
	least := max(first, second, 0) // what is not above it counts for nothing
	if both := w.logitFrom(v, least); both > least {
		return both
	}
	return unjoined
}

// search goes on with part i of a: alone, with each free part of b, or joined with a neighbour.
func (p *pairing) search(i int, s state) {
	if i >= len(p.a.cores) {
		p.finish(s)
		return
	}
	for j := range p.b.cores {
		bit := uint8(1) << j
		if s.usedB&bit != 0 {
			continue
		}
		p.search(i+1, p.with(s, i, j, bit, p.scores[i][j]))
		if p.joinA[i][j] > 0 {
			p.search(i+2, p.with(s, i, j, bit, p.joinA[i][j]))
		}
		if next := bit << 1; p.joinB[i][j] > 0 && s.usedB&next == 0 {
			p.search(i+1, p.with(s, i, j, bit|next, p.joinB[i][j]))
		}
	}
	switch p.a.cores[i].kind {
	case Patronymic:
		s.lost += noPatronymic
		s.fathersA++
	case Initial:
		s.lost += noInitial
		s.bareA++
	default:
		s.lostA++
	}
	p.search(i+1, s)
}

func (p *pairing) with(s state, i, j int, bits uint8, score float32) state {
	s.usedB |= bits
	s.matched++
	if p.a.cores[i].kind != Initial && p.b.cores[j].kind != Initial {
		s.strong++
	}
	s.weakest = min(s.weakest, score)
	s.sum += min(max(score, 0), mostSupport)
	s.crossed = s.crossed || j < s.lastB
	s.lastB = j
	s.familyA = s.familyA || p.a.cores[i].kind == Family
	s.familyB = s.familyB || p.b.cores[j].kind == Family
	return s
}

// finish weighs a whole pairing.
func (p *pairing) finish(s state) {
	if s.strong == 0 {
		return
	}
	lostB, bareB, fathersB, lost := 0, 0, 0, s.lost
	for j, c := range p.b.cores {
		if s.usedB&(1<<j) != 0 {
			continue
		}
		switch c.kind {
		case Patronymic:
			lost += noPatronymic
			fathersB++
		case Initial:
			lost += noInitial
			bareB++
		default:
			lostB++
		}
	}
	if s.lostA+s.bareA > 0 && lostB+bareB > 0 || s.fathersA > 0 && fathersB > 0 {
		return // they would have to be of one another
	}
	total := s.weakest + support*(s.sum-min(max(s.weakest, 0), mostSupport)) - lost
	if n := s.lostA + lostB; n > 0 {
		family := s.familyA
		if lostB > 0 {
			family = s.familyB
		}
		total -= absent(n, s.matched, family)
	}
	if s.crossed && !p.a.familyFirst && !p.b.familyFirst {
		total -= otherOrder
		if s.lostA+lostB > 0 { // it is hardly the order of another language
			total -= otherOrderAndMore
		}
	}
	if !p.found || total > p.best {
		p.best, p.found = total, true
	}
}

// absent is the cost of n parts that only the longer name has, whose family name is matched or not.
func absent(n, matched int, family bool) float32 {
	switch {
	case matched > 1:
		return noMiddle * float32(min(n, 3))
	case family:
		return noGiven
	}
	return noFamily
}
