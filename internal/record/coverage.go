package record

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Window is what of the coverage is looked at.
type Window struct {
	From, To string // ISO dates, both included
	Partial  bool   // the last day is not over
	Lang     news.Lang
	Source   string // as written, without regard to case and "www."
}

// Cover counts reports by day and names the gaps in them. counts may reach further back than the window, and should, for
// what is usual is learned from the days before a silence. Lang and Source narrow what is answered; whether
// nothing came at all is still judged by everything. The outcome does not depend on the order of counts.
func Cover(counts []news.DayCount, w Window) (news.Coverage, error) {
	from, err := isoDay(w.From)
	if err != nil {
		return news.Coverage{}, err
	}
	to, err := isoDay(w.To)
	if err != nil {
		return news.Coverage{}, err
	}
	if to < from {
		return news.Coverage{}, &news.Error{Code: news.Invalid, Message: "the coverage would end on " + w.To + ", before it begins on " + w.From}
	}
	t, err := newTally(counts, from, to, w)
	if err != nil {
		return news.Coverage{}, err
	}
	c := news.Coverage{From: w.From, To: w.To, Partial: w.Partial, All: t.shown.row(from, to)}
	for _, lang := range sortedKeys(t.langs) {
		r := t.langs[lang].row(from, to)
		r.Lang = lang
		c.Langs = append(c.Langs, r)
	}
	for _, source := range sortedKeys(t.sources) {
		r := t.sources[source].row(from, to)
		r.Source, r.Langs = source, sortedKeys(t.sources[source].langs)
		c.Sources = append(c.Sources, r)
	}
	slices.SortStableFunc(c.Langs, mostFirst)
	slices.SortStableFunc(c.Sources, mostFirst)
	c.Gaps = t.gaps(from)
	return c, nil
}

func mostFirst(a, b news.CoverageRow) int {
	ra, ca := a.Sum()
	rb, cb := b.Sum()
	return cmp.Or(cmp.Compare(rb, ra), cmp.Compare(cb, ca), cmp.Compare(b.Undated, a.Undated))
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	out := make([]K, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// isoDay is the number of a day since 1970.
func isoDay(s string) (int, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, &news.Error{Code: news.Invalid, Message: s + " is not a date", Hint: "write it as year-month-day: 2020-03-08", Err: err}
	}
	return int(t.Unix() / 86400), nil
}

func dayISO(n int) string { return time.Unix(int64(n)*86400, 0).UTC().Format(time.DateOnly) }

// series is the counts of one row on each day that has any.
type series struct {
	reports, copies map[int]int
	undated         int
	langs           map[news.Lang]bool
}

func newSeries() *series {
	return &series{reports: map[int]int{}, copies: map[int]int{}, langs: map[news.Lang]bool{}}
}

func (s *series) add(day int, dated bool, c news.DayCount) {
	s.langs[c.Lang] = true
	if !dated {
		s.undated += c.Reports + c.Copies
		return
	}
	s.reports[day] += c.Reports
	s.copies[day] += c.Copies
}

func (s *series) row(from, to int) news.CoverageRow {
	r := news.CoverageRow{Reports: make([]int, to-from+1), Copies: make([]int, to-from+1), Undated: s.undated}
	for i := range r.Reports {
		r.Reports[i], r.Copies[i] = s.reports[from+i], s.copies[from+i]
	}
	return r
}

// tally is all series.
type tally struct {
	all     *series // everything there is
	shown   *series // what the window leaves
	langs   map[news.Lang]*series
	sources map[string]*series
	byLang  map[news.Lang]map[string]*series // what each source wrote in a language
	to      int                              // the last day
	judged  int                              // the last day on which silence counts
}

func newTally(counts []news.DayCount, from, to int, w Window) (*tally, error) {
	t := &tally{
		all: newSeries(), shown: newSeries(), langs: map[news.Lang]*series{}, sources: map[string]*series{},
		byLang: map[news.Lang]map[string]*series{}, to: to, judged: to,
	}
	if w.Partial {
		t.judged--
	}
	source := sourceKey(w.Source)
	for _, c := range counts {
		day, dated := 0, c.Day != ""
		if dated {
			var err error
			if day, err = isoDay(c.Day); err != nil {
				return nil, err
			}
			if day > to {
				continue
			}
		}
		t.all.add(day, dated, c)
		if w.Lang != "" && c.Lang != w.Lang || source != "" && sourceKey(c.Source) != source {
			continue
		}
		t.shown.add(day, dated, c)
		into(t.langs, c.Lang).add(day, dated, c)
		into(t.sources, c.Source).add(day, dated, c)
		if t.byLang[c.Lang] == nil {
			t.byLang[c.Lang] = map[string]*series{}
		}
		into(t.byLang[c.Lang], c.Source).add(day, dated, c)
	}
	return t, nil
}

func into[K comparable](m map[K]*series, k K) *series {
	if m[k] == nil {
		m[k] = newSeries()
	}
	return m[k]
}

// sourceKey is the form in which outlets are compared.
func sourceKey(s string) string {
	return strings.TrimPrefix(strings.Join(strings.Fields(text.Fold(s)), " "), "www.")
}
