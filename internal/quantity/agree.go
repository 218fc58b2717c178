package quantity

import "math"

// Agree reports whether two quantities of one kind and unit can be the same at the precision given. Each is taken
// for a stretch of values, and they agree where the two stretches meet:
//
//   - what is given exactly stands for itself; but beside another exact number, a round one of a thousand or more
//     stands for all within 2 % of it and half of one of its last figure that is not zero: 13,000 and 13,254 agree,
//     60,000 and 63,000 do not. A month and 30 days agree in the same way;
//   - "about" reaches 5 % to either side: about 40 and 42, but not about ten hours and eleven;
//   - "more than" and "at least" reach up to one more of the last figure that is not zero, and no further than a tenth:
//     more than 3,200 goes up to 3,300, but not as far as that, for who knew of 3,500 would have said so;
//   - "nearly" and "up to" reach down in the same way, by less than 5 %;
//   - hours of the day: exactly is the minute, "about" ten minutes to either side, "shortly after" and "shortly
//     before" twenty minutes. 11 p.m. and 10:30 p.m. do not agree, whatever the wording.
//
// Two that are both "about" do not both reach out: they agree where they are within 5 % of the larger.
func Agree(a, b Quantity) bool {
	if a.Kind != b.Kind || a.Unit != b.Unit {
		return false
	}
	if a.Kind == Clock {
		return agreeClock(a, b)
	}
	if a.Bound == About && b.Bound == About && a.From == a.To && b.From == b.To {
		return math.Abs(a.From-b.From) <= near*math.Max(math.Abs(a.From), math.Abs(b.From))+epsilon
	}
	x, y := stretchOf(a), stretchOf(b)
	if a.Bound == "" && b.Bound == "" {
		x, y = x.widened(slack(a, b)), y.widened(slack(b, a))
	}
	return x.meets(y)
}

const (
	near    = 0.05 // of "about" and "nearly"
	beyond  = 0.1  // of "more than"
	rounded = 0.02 // of round numbers
	epsilon = 1e-6
)

// stretch is the values that a quantity may stand for.
type stretch struct {
	from, to         float64
	fromOpen, toOpen bool // the end itself is not among them
}

func (s stretch) meets(o stretch) bool { return s.below(o) && o.below(s) }

// below reports whether s does not lie wholly above o.
func (s stretch) below(o stretch) bool {
	if s.fromOpen || o.toOpen {
		return s.from < o.to-epsilon
	}
	return s.from <= o.to+epsilon
}

func stretchOf(q Quantity) stretch {
	switch q.Bound {
	case About:
		return stretch{from: q.From * (1 - near), to: q.To * (1 + near)}
	case AtLeast:
		by := math.Min(step(q, q.To), q.To*beyond)
		return stretch{from: q.From, to: q.To + by, toOpen: by > epsilon}
	case AtMost:
		by := math.Min(step(q, q.From), q.From*near)
		return stretch{from: q.From - by, to: q.To, fromOpen: by > epsilon}
	}
	return stretch{from: q.From, to: q.To}
}

func (s stretch) widened(by float64) stretch {
	s.from -= by
	s.to += by
	return s
}

// slack is how far a round number may be from the truth, beside another.
func slack(q, other Quantity) float64 {
	v := q.From
	switch {
	case q.From != q.To:
		return 0
	case q.Kind == Duration && inMonths(v) && !inMonths(other.From):
		return v * rounded
	case q.Kind != Count && q.Kind != Money && q.Kind != Measure || v < 1000:
		return 0
	}
	return math.Min(v*rounded, step(q, v)/2)
}

// inMonths reports whether a length of time is one of whole months, which are not all of a length.
func inMonths(v float64) bool {
	const month = 43800
	return v >= month && math.Mod(v, month) == 0
}

// step is one of the last figure of v that is not zero: 100 for 3,200. Lengths of time are counted in the largest
// unit that they are whole in.
func step(q Quantity, v float64) float64 {
	unit := 1.0
	if q.Kind == Duration {
		for _, u := range []float64{525600, 43800, 10080, 1440, 60} {
			if math.Mod(v, u) == 0 {
				unit = u
				break
			}
		}
	}
	n, size := math.Round(v/unit), unit
	if n != v/unit || n == 0 {
		return 0.1 * unit
	}
	for math.Mod(n, 10) == 0 {
		n /= 10
		size *= 10
	}
	return size
}

// How near an hour is, in minutes.
const (
	aboutHour = 10
	soon      = 20
	day       = 24 * 60
)

func agreeClock(a, b Quantity) bool {
	x, y := hourOf(a), hourOf(b)
	for _, turn := range []float64{-day, 0, day} { // midnight is near 11:50 p.m.
		moved := y
		moved.from += turn
		moved.to += turn
		if x.meets(moved) {
			return true
		}
	}
	return false
}

func hourOf(q Quantity) stretch {
	switch q.Bound {
	case About:
		return stretch{from: q.From - aboutHour, to: q.To + aboutHour}
	case AtLeast:
		return stretch{from: q.From, to: q.To + soon, toOpen: true}
	case AtMost:
		return stretch{from: q.From - soon, to: q.To, fromOpen: true}
	}
	return stretch{from: q.From, to: q.To}
}
