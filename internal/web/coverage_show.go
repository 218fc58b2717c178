package web

import (
	"cmp"
	"context"
	"math"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/web/locale"
)

const (
	mostColumns = 42 // of a heat map: with more days several make one
	mostSources = 40 // rows, where nobody asks for all
	levels      = 5  // shades of a cell with reports
)

// Coverage counts the reports of the days that a filter asks for, and names where they stopped coming.
type Coverage func(ctx context.Context, f store.Filter) (news.Coverage, error)

// coveragePage is a heat map of reports by language, source and day, and where they stopped coming.
type coveragePage struct {
	frame
	Filter  store.Filter
	Cover   *news.Coverage
	Per     int // days of a column
	Months  []monthHead
	Columns []columnHead
	Langs   []heatRow
	Sources []heatRow
	Hidden  int // sources without a row
	Gaps    []gapRow
	Reports int
	Copies  int
}

// monthHead heads the columns that begin in one month.
type monthHead struct {
	Name    string
	Columns int
}

// columnHead heads one column.
type columnHead struct {
	Day      int
	From, To string // ISO dates
	Name     string // in words
}

// heatRow is the cells of a language or a source.
type heatRow struct {
	Lang    news.Lang
	Source  string
	Langs   []news.Lang
	Cells   []cell
	Reports int
	Copies  int
	Undated int
	Href    string // the map of this row alone
}

// cell is a number of reports.
type cell struct {
	N     int // reports, with copies
	Level int // 0 none, levels the most
	Gap   bool
}

// gapRow is a silence in words.
type gapRow struct {
	Words string
	Open  bool
	Since string // the last day with a report
}

func (s *server) coverageShow(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	page := &coveragePage{frame: s.frame(w, r, "coverage", ""), Filter: store.Filter{
		Since: q.Get("since"), Until: q.Get("until"), Lang: news.Lang(q.Get("lang")), Source: q.Get("source"),
	}}
	page.Title = page.L.T("nav.coverage")
	if s.Coverage != nil {
		cover, err := s.Coverage(r.Context(), page.Filter)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		page.fill(&cover, q.Get("all") != "")
	}
	s.render(w, r, "coverage_show.html", page)
}

func (p *coveragePage) fill(c *news.Coverage, all bool) {
	p.Cover = c
	p.Reports, p.Copies = c.All.Sum()
	from, err := time.Parse(time.DateOnly, c.From)
	days := len(c.All.Reports)
	if err != nil || days == 0 {
		return
	}
	p.Per = (days + mostColumns - 1) / mostColumns
	p.heads(from, days)
	for i := range c.Langs {
		row := &c.Langs[i]
		p.Langs = append(p.Langs, p.row(from, row, func(g *news.Gap) bool {
			return g.Kind == news.GapAll || g.Kind == news.GapLang && g.Lang == row.Lang
		}))
	}
	sources := c.Sources
	if !all && len(sources) > mostSources+mostSources/4 {
		p.Hidden, sources = len(sources)-mostSources, sources[:mostSources]
	}
	for i := range sources {
		row := &sources[i]
		p.Sources = append(p.Sources, p.row(from, row, func(g *news.Gap) bool {
			return g.Kind == news.GapAll || g.Kind == news.GapSource && g.Source == row.Source || slices.Contains(g.Sources, row.Source)
		}))
	}
	for i := range c.Gaps {
		p.Gaps = append(p.Gaps, gapRow{gapWords(p.L, &c.Gaps[i]), c.Gaps[i].Open, c.Gaps[i].Last})
	}
}

// heads makes the head of the table: the months, and the day on which each column begins.
func (p *coveragePage) heads(from time.Time, days int) {
	for i := 0; i < days; i += p.Per {
		a, b := from.AddDate(0, 0, i), from.AddDate(0, 0, min(i+p.Per, days)-1)
		p.Columns = append(p.Columns, columnHead{a.Day(), isoDay(a), isoDay(b), p.L.Days(a, b)})
		month := p.L.Month(a)
		if n := len(p.Months); n == 0 || p.Months[n-1].Name != month {
			p.Months = append(p.Months, monthHead{Name: month})
		}
		p.Months[len(p.Months)-1].Columns++
	}
}

func (p *coveragePage) row(from time.Time, r *news.CoverageRow, silent func(*news.Gap) bool) heatRow {
	row := heatRow{Lang: r.Lang, Source: r.Source, Langs: r.Langs, Undated: r.Undated}
	row.Reports, row.Copies = r.Sum()
	if r.Source != "" {
		row.Href = p.With("source", r.Source)
	} else if r.Lang != "" {
		row.Href = p.With("lang", string(r.Lang))
	}
	most := 0
	for i := 0; i < len(r.Reports); i += p.Per {
		c := cell{Gap: true}
		for d := i; d < min(i+p.Per, len(r.Reports)); d++ {
			c.N += r.Reports[d] + r.Copies[d]
			day := isoDay(from.AddDate(0, 0, d))
			c.Gap = c.Gap && slices.ContainsFunc(p.Cover.Gaps, func(g news.Gap) bool { return silent(&g) && g.From <= day && day <= g.To })
		}
		c.Gap = c.Gap && c.N == 0
		most = max(most, c.N)
		row.Cells = append(row.Cells, c)
	}
	for i := range row.Cells {
		row.Cells[i].Level = level(row.Cells[i].N, most)
	}
	return row
}

// level is the shade of a number beside the most of its row.
func level(n, most int) int {
	if n == 0 {
		return 0
	}
	return min(levels, 1+(n-1)*levels/most)
}

// gapWords says in words where reports stopped coming.
func gapWords(l *locale.Locale, g *news.Gap) string {
	when := l.T("cover.gap.since", weekday(l, g.Last))
	switch {
	case !g.Open && g.From == g.To:
		when = l.T("cover.gap.on", weekday(l, g.From))
	case !g.Open:
		when = l.T("cover.gap.from", isoSpan(l, g.From, g.To))
	}
	usual := rate(l, g.Rate)
	switch g.Kind {
	case news.GapAll:
		return l.T("cover.gap.all", when, usual)
	case news.GapLang:
		if len(g.Sources) > 0 {
			usual = l.T("cover.gap.sources", usual, listed(l, g.Sources, 5))
		}
		return l.T("cover.gap.lang", l.Language(string(g.Lang)), when, usual)
	}
	return l.T("cover.gap.source", cmp.Or(g.Source, l.T("cover.noSource")), l.T("cover.gap.days", g.Days), when, usual)
}

// listed writes the first n names and how many more there are.
func listed(l *locale.Locale, names []string, n int) string {
	if len(names) > n {
		names = append(slices.Clone(names[:n]), l.T("cover.gap.more", len(names)-n))
	}
	return l.List(names...)
}

// rate writes reports a day as so many a day, a week or a month.
func rate(l *locale.Locale, perDay float64) string {
	const least = 0.95 // of one
	switch {
	case perDay >= least:
		return l.T("cover.rate.day", int(math.Round(perDay)))
	case perDay*7 >= least:
		return l.T("cover.rate.week", int(math.Round(perDay*7)))
	}
	return l.T("cover.rate.month", max(1, int(math.Round(perDay*30))))
}

func weekday(l *locale.Locale, iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return l.Weekday(t)
}

// isoSpan writes the days between two ISO dates.
func isoSpan(l *locale.Locale, from, to string) string {
	a, err := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, cmp.Or(to, from))
	if err != nil || err2 != nil {
		return from
	}
	return l.Days(a, b)
}

// Brief is the number of a cell in as few letters as there is room for.
func (c cell) Brief() string {
	switch {
	case c.N == 0:
		return ""
	case c.N < 1000:
		return strconv.Itoa(c.N)
	}
	return strconv.Itoa(c.N/1000) + "k"
}
