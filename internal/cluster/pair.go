package cluster

import (
	"math"
	"slices"
	"time"
)

// Link is the judgement on two reports. It is the same either way round.
type Link struct {
	Score     float64 // log odds that both tell of the same happening; 0 is even
	Joined    bool    // Score above 0 and nothing forbids it
	Copy      bool    // the same text, or nearly
	Jaccard   float64 // share of the union of their shingles in common, 0 where no band is
	Contained float64 // share of the smaller one's shingles in common, likewise
	Signals   Signals // what Score was computed from
}

// Signals are the measured likenesses of two reports, each 0 for nothing.
type Signals [numSignals]float64

// The signals.
const (
	SameNames      = iota // names in common, each by how telling it is; log
	PooledNames           // names of one among words of the other that may be names; log
	NameLikeness          // cosine of the names, each by how much it is named
	BestName              // the weight of the most telling name in common, at most 4
	SameLands             // cosine of the countries
	SameWords             // cosine of the content words, in one language only
	FewWords              // how far that cosine is below 0.3, in one language only
	SameNotions           // cosine of the notions, across languages only
	SameNumbers           // figures in common, 0 to 3
	SameDays              // days told in common, 0 to 2
	DayConflict           // days told by both, none in common
	Near                  // 1 for the same day, falling to 0 over four days, less where only the month is known
	Far                   // 1 where more than four days lie between publications
	Undated               // 1 if one is undated
	BothUndated           // 1 if both are
	WeekdayAgrees         // the first weekday told is the same
	WeekdayDiffers        // it is another
	Later                 // an undated report names a date after the other's publication; years, at most 3
	Across                // 1 for two languages
	SameActs              // types of occurred events in common, 0 to 2
	SamePool              // telling skeletons in common among words that may be names, across languages; 0 to 4
	HorizonNear           // an undated report names a date within a year and a half before the other's publication
	PlaceAgrees           // the first happening told has the same place
	PlaceDiffers          // it has another, and neither report names the other's place
	MonthPast             // an undated report tells of the month as past in which the other was published: "last September"
	Meaning               // cosine of title and lead by the reading model, less what two reports of the day have; 0 where either has none
	numSignals
)

// Names of the signals, for files of training pairs and for explanations.
var SignalNames = [numSignals]string{
	"names", "pooled_names", "name_likeness", "best_name", "lands", "words", "few_words", "notions", "numbers", "days", "day_conflict", "near", "far",
	"undated", "both_undated", "weekday_agrees", "weekday_differs", "later", "across", "acts",
	"pool", "horizon_near", "place_agrees", "place_differs", "month_past", "meaning",
}

// Pair judges two reports.
func Pair(a, b *Item) Link { return pairOf(a, b, true) }

// pairOf is Pair. Unless all signals are wanted, those that have no weight are not measured, which leaves the score as it is.
func pairOf(a, b *Item, all bool) Link {
	l := judge(a, b, all)
	if !mayCopy(a, b) {
		l.Joined = l.Score > 0
		return l
	}
	l.Jaccard, l.Contained = overlap(a, b)
	if l.Copy = isCopy(a, b, l.Jaccard, l.Contained); l.Copy {
		l.Score = maxScore
	}
	l.Joined = l.Score > 0
	return l
}

// mayCopy reports whether two texts have a band in common, or one is too short to
// have any: only then is it worth the while to compare their shingles.
func mayCopy(a, b *Item) bool {
	if len(a.Bands) == 0 || len(b.Bands) == 0 {
		return true
	}
	for i := range min(len(a.Bands), len(b.Bands)) {
		if a.Bands[i] == b.Bands[i] {
			return true
		}
	}
	return false
}

// model weighs the signals.
type model struct {
	bias    float64
	weights Signals
}

// judge scores two reports by what they tell, whether they are copies or not.
func judge(a, b *Item, all bool) Link {
	m := &models[0]
	if a.Lang != b.Lang {
		m = &models[1]
	}
	l := Link{}
	if all {
		l.Signals = signals(a, b, nil)
	} else {
		l.Signals = signals(a, b, m)
	}
	l.Score = m.bias
	for i, w := range m.weights {
		l.Score += w * l.Signals[i]
	}
	l.Score = min(max(l.Score, -maxScore), maxScore)
	return l
}

// maxScore bounds what one pair says in the mean over many, and is what copies get.
const maxScore = 6

// The verdict on copies, on runs of three words; docs/stories.md has the measurement.
const (
	copyJaccard   = 0.25 // a fifth of the words edited leaves about 0.34
	copyContained = 0.60 // a trimmed copy lies within the other
	copyShare     = 0.15 // but is no mere sentence of it
	shortWords    = 40   // below this a text has to agree better
	shortJaccard  = 0.60
)

func isCopy(a, b *Item, jaccard, contained float64) bool {
	less, more := min(a.Words, b.Words), max(a.Words, b.Words)
	switch {
	case a.Lang != b.Lang && jaccard < 0.5: // stock lines of two languages of one page
		return false
	case less < shortWords:
		return jaccard >= shortJaccard
	case jaccard >= copyJaccard:
		return true
	}
	return contained >= copyContained && float64(less) >= copyShare*float64(more)
}

// signals measures two reports; nil measures all, a model leaves out what takes long and has no weight.
func signals(a, b *Item, m *model) Signals {
	var s Signals
	shared, pooled, likeness, best := names(a, b, m == nil || m.weights[PooledNames] != 0)
	s[SameNames], s[PooledNames], s[NameLikeness], s[BestName] = math.Log1p(shared), math.Log1p(pooled), likeness, min(best, 4)
	s[SameLands] = cosine(a.Lands, b.Lands)
	if a.Lang == b.Lang {
		s[SameWords] = cosine(a.Terms, b.Terms)
		s[FewWords] = max(0, 0.3-s[SameWords])
	} else {
		s[SameNotions] = cosine(a.Concepts, b.Concepts)
		s[Across] = 1
		if m == nil || m.weights[SamePool] != 0 {
			s[SamePool] = float64(min(tellingInCommon(a.Pool, b.Pool), 4))
		}
	}
	switch {
	case a.Place == 0 || b.Place == 0:
	case a.Place == b.Place:
		s[PlaceAgrees] = 1
	case !hasName(a, b.Place) && !hasName(b, a.Place):
		s[PlaceDiffers] = 1
	}
	s[Meaning] = meaningOf(a, b)
	s[SameNumbers] = float64(min(common32(a.Numbers, b.Numbers), 3))
	s[SameActs] = float64(min(common32(a.Acts, b.Acts), 2))
	days(a, b, &s)
	return s
}

// hasName reports whether a report names what an id stands for.
func hasName(it *Item, id uint32) bool {
	return slices.ContainsFunc(it.Names, func(n Name) bool { return n.ID == id })
}

// days compares when the two were published and what days they tell of.
func days(a, b *Item, s *Signals) {
	both := common32(a.Days, b.Days)
	months := common32(a.MonthDay, b.MonthDay)
	s[SameDays] = float64(min(max(both, months), 2))
	if len(a.MonthDay) > 0 && len(b.MonthDay) > 0 && months == 0 {
		s[DayConflict] = 1
	}
	if a.Weekday != 0 && b.Weekday != 0 {
		if a.Weekday == b.Weekday {
			s[WeekdayAgrees] = 1
		} else {
			s[WeekdayDiffers] = 1
		}
	}
	switch {
	case a.Dated && b.Dated:
		gap := max(0, a.From-b.To, b.From-a.To)
		s[Near] = max(0, 1-float64(gap)/WindowDays) / (1 + float64(a.To-a.From+b.To-b.From)/10)
		if gap > WindowDays {
			s[Far] = 1
		}
	case a.Dated || b.Dated:
		s[Undated] = 1
		if b.Dated {
			a, b = b, a
		}
		if b.Horizon != 0 && b.Horizon > a.To-550 && b.Horizon <= a.To+30 {
			s[HorizonNear] = 1
		}
		s[Later] = min(max(float64(b.Horizon-a.To)/365, 0), 3)
		if at := time.Unix(int64(a.To)*86400, 0).UTC(); a.To-a.From < 28 && b.Past>>at.Month()&1 == 1 {
			s[MonthPast] = 1
		}
	default:
		s[BothUndated] = 1
	}
}

// names adds up what the names in common tell: those of one found among the names
// of the other (shared), or else among its words that may be names (pooled). likeness is the
// cosine over the names matched, best the weight of the best match.
func names(a, b *Item, pools bool) (shared, pooled, likeness, best float64) {
	if b.Report < a.Report { // the pairing below is greedy: one way round, whichever was asked
		a, b = b, a
	}
	var used [maxNames]bool
	var dot float64
	for i := range a.Names {
		n := &a.Names[i]
		top, at := 0.0, -1
		for j := range b.Names {
			m := &b.Names[j]
			if n.Bits&m.Bits == 0 || used[j%maxNames] {
				continue
			}
			if v := sameName(n, m); v > top {
				top, at = v, j
			}
		}
		if at < 0 {
			if pools {
				pooled += inPool(n, b)
			}
			continue
		}
		used[at%maxNames] = true
		shared += top * float64(min(n.Weight, b.Names[at].Weight))
		dot += top * float64(n.Weight) * float64(b.Names[at].Weight)
		best = max(best, top*float64(min(n.Weight, b.Names[at].Weight)))
	}
	for i := range b.Names {
		if pools && !used[i%maxNames] {
			pooled += inPool(&b.Names[i], a)
		}
	}
	if dot > 0 {
		likeness = dot / math.Sqrt(squares(a.Names)*squares(b.Names))
	}
	return shared, pooled, likeness, best
}

// How much a common skeleton counts by how telling it is, against a name and
// against a word that may be one.
var (
	skelName = [4]float64{0, 0.2, 0.6, 0.9}
	skelPool = [4]float64{0, 0, 0.4, 0.8}
)

// bits returns the Bits of a name.
func (n *Name) bits() uint64 {
	var b uint64
	if n.ID != 0 {
		b |= 1 << (n.ID >> 1 & 63)
	}
	for _, s := range n.Skels {
		b |= 1 << (s >> 2 & 63)
	}
	return b
}

// poolBits sets the PoolBits of an item.
func (it *Item) poolBits() {
	it.PoolBits = [poolWords]uint64{}
	for _, s := range it.Pool {
		it.PoolBits[s>>8%poolWords] |= 1 << (s >> 2 & 63)
	}
}

// sameName returns how surely two names are one, 0 to 1.
func sameName(n, m *Name) float64 {
	if n.ID != 0 && n.ID == m.ID {
		return 1
	}
	if n.ID&m.ID&1 != 0 { // both of the gazetteer
		return 0
	}
	best := 0.0
	for _, s := range n.Skels {
		for _, t := range m.Skels {
			if s == t {
				best = max(best, skelName[telling(s)])
			}
		}
	}
	return best
}

func inPool(n *Name, it *Item) float64 {
	best := 0.0
	for _, s := range n.Skels {
		if skelPool[telling(s)] <= best || it.PoolBits[s>>8%poolWords]>>(s>>2&63)&1 == 0 {
			continue
		}
		if _, ok := slices.BinarySearch(it.Pool, s); ok {
			best = max(best, skelPool[telling(s)])
		}
	}
	return float64(n.Weight) * best
}

func squares(names []Name) float64 {
	var t float64
	for _, n := range names {
		t += float64(n.Weight) * float64(n.Weight)
	}
	return t
}

// tellingInCommon counts the common skeletons of five classes and more.
func tellingInCommon(a, b []uint32) int {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			if telling(a[i]) == 3 {
				n++
			}
			i, j = i+1, j+1
		}
	}
	return n
}

func cosine(a, b []Weight) float64 {
	var dot, na, nb float64
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i].Key < b[j].Key:
			i++
		case a[i].Key > b[j].Key:
			j++
		default:
			dot += float64(a[i].W) * float64(b[j].W)
			i, j = i+1, j+1
		}
	}
	if dot == 0 {
		return 0
	}
	for _, w := range a {
		na += float64(w.W) * float64(w.W)
	}
	for _, w := range b {
		nb += float64(w.W) * float64(w.W)
	}
	return dot / math.Sqrt(na*nb)
}

func common32[T int32 | uint32](a, b []T) int {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n++
			i, j = i+1, j+1
		}
	}
	return n
}
