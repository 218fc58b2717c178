package news

// DayCount is how many reports a source published in a language on a day.
type DayCount struct {
	Source  string
	Lang    Lang
	Day     string // ISO date, "" where the publication is not known to the day
	Reports int    // that are no copies
	Copies  int
}

// Coverage is how many reports there are of each language and source on each day from From to To, and
// where they stopped coming.
type Coverage struct {
	From, To string // ISO dates, both included
	Partial  bool   // the last day is not over: nothing on it is no silence
	All      CoverageRow
	Langs    []CoverageRow // most reports first, ties by language
	Sources  []CoverageRow // the same, ties by source
	Gaps     []Gap         // those that last before those that ended, of each the latest first
}

// CoverageRow is the counts of one language, one source, or all.
type CoverageRow struct {
	Lang    Lang   // of a language, else ""
	Source  string // of a source, else ""
	Langs   []Lang // in which the source writes, sorted; of all and of a language nil
	Reports []int  // on each day, without copies
	Copies  []int  // on each day
	Undated int    // reports and copies that are not known to the day, whenever they were published
}

// GapKind is what is silent.
type GapKind string

// The kinds of gaps.
const (
	GapAll    GapKind = "all"    // nothing came at all
	GapLang   GapKind = "lang"   // nothing in a language
	GapSource GapKind = "source" // nothing of a source
)

// Gap is a silence that is longer than chance and habit explain.
type Gap struct {
	Kind     GapKind
	Lang     Lang     // of a language's gap
	Source   string   // of a source's gap
	Sources  []string // of a language's gap: those of its sources that fell silent, sorted
	Last     string   // ISO date of the last report before it
	From, To string   // ISO dates of the first and last silent day
	Days     int      // silent days, those left out on which nothing came at all
	Rate     float64  // reports a day, copies counted, before it
	Open     bool     // it lasts until the end of what is looked at
}

// Sum adds up the days of a row.
func (r *CoverageRow) Sum() (reports, copies int) {
	for i := range r.Reports {
		reports, copies = reports+r.Reports[i], copies+r.Copies[i]
	}
	return reports, copies
}
