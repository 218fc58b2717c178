package record

import (
	"cmp"
	"math"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// When a silence is a gap. It has to be longer than any silence in the days that tell what is usual (who
// writes on weekdays alone is silent for two days each week), and longer than chance explains.
const (
	// gapChance is how likely a silence may be by chance: of a hundred sources watched for a month few are then named
	// wrongly. How likely a day without a report is follows from the mean and the spread of the days before,
	// so that a source that writes in bursts is waited for longer than one that writes evenly. Four a day are missed
	// after two days, one a day, at random, after seven.
	gapChance = 0.001
	// By chance alone, who writes once a week would be waited for for seven weeks. But who has never let a week pass
	// is missed after three: a silence of three times the longest of ten or more.
	gapTimes  = 3
	gapRhythm = 10
	// What is usual is learned from the last 28 days, four of each weekday, and further back where these have fewer than 20
	// reports, but half a year at most: a source may have changed since.
	usualDays    = 28
	usualReports = 20
	usualMost    = 182
	// Nothing is said of a source that one knows too little of: less than a week, or fewer days with a report
	// than an archive that was put in by hand may have.
	leastDays   = 7
	leastActive = 5
)

// silence is a stretch of days without a report.
type silence struct {
	last, from, to int // the last day with a report, the first and last silent day
	days           int // silent days without those left out
	rate           float64
}

// silences finds the gaps in s up to a day. Days in out are as if they were not there: on them nothing
// came of anything, so they tell nothing of the one.
//
// A gap does not count as usual in its turn.
func (s *series) silences(to int, out map[int]bool) []silence {
	first, ok := s.first()
	if !ok {
		return nil
	}
	var found []silence
	var past []int // reports on the days that tell what is usual, the latest last
	last := first
	for day := first; day <= to; day++ {
		if n := s.on(day); n > 0 || out[day] {
			if n > 0 {
				past, last = append(past, n), day
			}
			continue
		}
		end, days := day, 0
		for d := day; d <= to && s.on(d) == 0; d++ {
			if !out[d] {
				end, days = d, days+1
			}
		}
		if u := usualOf(past); u.gap(days) {
			found = append(found, silence{last: last, from: day, to: end, days: days, rate: u.rate})
		} else {
			past = append(past, make([]int, days)...)
		}
		day = end
	}
	return found
}

func (s *series) on(day int) int { return s.reports[day] + s.copies[day] }

// first is the first day with a report.
func (s *series) first() (day int, ok bool) {
	for _, counts := range []map[int]int{s.reports, s.copies} {
		for d, n := range counts {
			if n > 0 && (!ok || d < day) {
				day, ok = d, true
			}
		}
	}
	return day, ok
}

// usual is what the days before a silence were like.
type usual struct {
	days, active int     // days, and those of them with a report
	longest      int     // days without one on end
	rate, spread float64 // mean and variance of the reports of a day
}

// usualOf learns what is usual from the latest days of the past.
func usualOf(past []int) usual {
	var u usual
	reports, squares, run := 0, 0, 0
	for i := len(past) - 1; i >= 0 && u.days < usualMost && (u.days < usualDays || reports < usualReports); i-- {
		u.days++
		reports, squares = reports+past[i], squares+past[i]*past[i]
		if past[i] > 0 {
			u.active, run = u.active+1, 0
			continue
		}
		run++
		u.longest = max(u.longest, run)
	}
	if u.days > 0 {
		u.rate = float64(reports) / float64(u.days)
		u.spread = float64(squares)/float64(u.days) - u.rate*u.rate
	}
	return u
}

// gap reports whether silence of so many days is more than usual.
func (u usual) gap(days int) bool {
	if u.days < leastDays || u.active < leastActive || days <= u.longest {
		return false
	}
	return math.Pow(u.empty(), float64(days)) <= gapChance || u.active >= gapRhythm && days >= gapTimes*(u.longest+1)
}

// empty is how likely a day without a report is: of a negative binomial distribution with the mean and the variance of
// the days, which is Poisson's where they are spread no more than chance spreads them.
func (u usual) empty() float64 {
	more := u.spread - u.rate
	if more <= 1e-9 {
		return math.Exp(-u.rate)
	}
	k := u.rate * u.rate / more
	return math.Pow(1+u.rate/k, -k)
}

// gaps lists the gaps that reach into the days from a day on.
func (t *tally) gaps(from int) []news.Gap {
	out := map[int]bool{}
	var gaps []news.Gap
	for _, x := range t.all.silences(t.judged, nil) {
		for d := x.from; d <= x.to; d++ {
			out[d] = true
		}
		gaps = append(gaps, t.gap(news.GapAll, x))
	}
	silent := map[string][]silence{}
	for source, s := range t.sources {
		if source != "" { // reports without a source are of many
			silent[source] = s.silences(t.judged, out)
		}
	}
	covered := map[string][]silence{} // of sources, by the gaps of their languages
	for _, lang := range sortedKeys(t.langs) {
		for _, x := range t.langs[lang].silences(t.judged, out) {
			g := t.gap(news.GapLang, x)
			g.Lang = lang
			for _, source := range sortedKeys(t.byLang[lang]) {
				if source != "" && t.byLang[lang][source].recent(x) {
					g.Sources = append(g.Sources, source)
				}
				if len(t.sources[source].langs) == 1 {
					covered[source] = append(covered[source], x)
				}
			}
			gaps = append(gaps, g)
		}
	}
	for _, source := range sortedKeys(silent) {
		for _, x := range silent[source] {
			if !slices.ContainsFunc(covered[source], x.mostlyIn) {
				g := t.gap(news.GapSource, x)
				g.Source = source
				gaps = append(gaps, g)
			}
		}
	}
	first := dayISO(from)
	gaps = slices.DeleteFunc(gaps, func(g news.Gap) bool { return g.To < first })
	slices.SortStableFunc(gaps, compareGaps)
	return gaps
}

func (t *tally) gap(kind news.GapKind, x silence) news.Gap {
	return news.Gap{
		Kind: kind, Last: dayISO(x.last), From: dayISO(x.from), To: dayISO(x.to), Days: x.days, Rate: x.rate, Open: x.to >= t.judged,
	}
}

// recent reports whether s had a report in the four weeks before a silence.
func (s *series) recent(x silence) bool {
	for d := x.from - usualDays; d < x.from; d++ {
		if s.on(d) > 0 {
			return true
		}
	}
	return false
}

// mostlyIn reports whether half of x lies within o: then the one says what the other does.
func (x silence) mostlyIn(o silence) bool {
	both := min(x.to, o.to) - max(x.from, o.from) + 1
	return 2*both >= x.to-x.from+1
}

// compareGaps puts those that last before those that ended; everything before languages before sources; the
// latest first.
func compareGaps(a, b news.Gap) int {
	if a.Open != b.Open {
		if a.Open {
			return -1
		}
		return 1
	}
	kinds := []news.GapKind{news.GapAll, news.GapLang, news.GapSource}
	return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(b.To, a.To), cmp.Compare(b.From, a.From),
		cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Source, b.Source))
}
