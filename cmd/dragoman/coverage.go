package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// coverageFlags narrow the coverage.
type coverageFlags struct {
	database
	json                       bool
	since, until, lang, source string
	limit                      int
}

func newCoverage(c *console) *cobra.Command {
	var f coverageFlags
	cmd := &cobra.Command{
		Use:   "coverage",
		Short: "Show how many reports there are by language, source and day, and where they stopped coming",
		Long: `Prints a row for each language and source with a figure for each day, and names in words where reports stopped
coming, so that silence is not taken for peace. Silence is named when it is longer than any in the weeks before it, and longer than
chance explains: a source that writes once a week is not called silent after a day. Copies are counted apart, but a source that
prints copies is not silent.

The figures are reports a day, or where a row has days with more than nine, ninths of its busiest day; . is none, and ! none where silence
is named. With colours they are blocks that are fuller the more there are. Where the days do not fit the line, several make one
column.`,
		Example: `  dragoman coverage
  dragoman coverage --lang ar --since 90d
  dragoman coverage --source irna.ir --until 2020-03-15 --json`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			filter, err := f.filter()
			if err != nil {
				return err
			}
			st, err := f.existing(ctx)
			if err != nil {
				return err
			}
			defer func() { _ = st.Close() }()
			return c.coverage(ctx, st, app.Today(time.Now()), filter, f.json)
		},
	}
	f.flags(cmd)
	return cmd
}

func (f *coverageFlags) flags(cmd *cobra.Command) {
	f.database.flags(cmd)
	fl := cmd.Flags()
	fl.BoolVar(&f.json, "json", false, "one JSON object")
	fl.StringVar(&f.since, "since", "", "from this day on: 2020-03-08, 2020-03, 2020, or 90d (default: four weeks)")
	fl.StringVar(&f.until, "until", "", "up to and including this day (default: today, or the newest report when that is more than a month old)")
	fl.StringVar(&f.lang, "lang", "", "language, such as fr")
	fl.StringVar(&f.source, "source", "", "outlet: domain or name")
	fl.IntVar(&f.limit, "limit", 40, "rows of sources, at most so many (0: all); gaps are named of all")
}

// filter checks the flags as those of every list are checked.
func (f *coverageFlags) filter() (store.Filter, error) {
	all := filters{since: f.since, until: f.until, lang: f.lang, source: f.source, limit: f.limit}
	return all.filter()
}

func (c *console) coverage(ctx context.Context, st store.Counter, today string, f store.Filter, json bool) error {
	cov, err := app.Coverage(ctx, st, today, f)
	if err != nil {
		return err
	}
	if json {
		return export.Line(c.out, export.NewCoverage(&cov))
	}
	c.printf("%s, %s\n", c.style(bold, daysBetween(cov.From, cov.To)), coverageSum(&cov.All))
	if cov.Partial {
		c.note("the last day is not over")
	}
	sources := cov.Sources
	if f.Limit > 0 && len(sources) > f.Limit {
		c.note("the first %d of %s; --limit 0 prints all", f.Limit, count(len(sources), "source"))
		sources = sources[:f.Limit]
	}
	c.heatMap(&cov, sources)
	if len(cov.Gaps) > 0 {
		c.printf("\n")
	}
	for _, g := range cov.Gaps {
		words := gapWords(&g)
		if g.Open {
			words = c.style(red, words)
		}
		c.printf("%s\n", words)
	}
	return nil
}

// coverageSum says how many reports a row has.
func coverageSum(r *news.CoverageRow) string {
	reports, copies := r.Sum()
	out := count(reports, "report")
	if copies > 0 {
		out += " + " + plural(copies, "copy", "copies")
	}
	if r.Undated > 0 {
		out += fmt.Sprintf(", %d undated", r.Undated)
	}
	return out
}

const (
	mapLabel = 24 // letters of the name of a row
	mapSum   = 30 // letters of what its days add up to
	leastMap = 14 // columns, however narrow the terminal
)

// heatMap prints a row of cells for each language and source.
func (c *console) heatMap(cov *news.Coverage, sources []news.CoverageRow) {
	days := len(cov.All.Reports)
	per := 1
	for room := max(leastMap, c.width-mapLabel-mapSum-3); (days+per-1)/per > room; {
		per++
	}
	if per > 1 {
		c.note("a column is %d days", per)
	}
	c.printf("%s\n", c.style(faint, strings.Repeat(" ", mapLabel+1)+dayTicks(cov.From, days, per)))
	silent := func(match func(*news.Gap) bool) func(day string) bool {
		return func(day string) bool {
			return slices.ContainsFunc(cov.Gaps, func(g news.Gap) bool { return match(&g) && g.From <= day && day <= g.To })
		}
	}
	row := func(name string, r *news.CoverageRow, gap func(string) bool) {
		name = oneLine(flat(name), mapLabel)
		pad := strings.Repeat(" ", max(0, mapLabel-len([]rune(name))))
		c.printf("%s%s %s %s\n", c.isolate(name), pad, c.cells(cov.From, r, per, gap), c.style(faint, coverageSum(r)))
	}
	for i := range cov.Langs {
		r := &cov.Langs[i]
		row(langName(r.Lang), r, silent(func(g *news.Gap) bool {
			return g.Kind == news.GapAll || g.Kind == news.GapLang && g.Lang == r.Lang
		}))
	}
	for i := range sources {
		r := &sources[i]
		row(cmp.Or(r.Source, "(no source)"), r, silent(func(g *news.Gap) bool {
			return g.Kind == news.GapAll || g.Kind == news.GapSource && g.Source == r.Source || slices.Contains(g.Sources, r.Source)
		}))
	}
}

// dayTicks writes dates above the columns, each where its column begins, as many as fit.
func dayTicks(from string, days, per int) string {
	at, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return ""
	}
	var sb strings.Builder
	for col := 0; col*per < days; col++ {
		d := at.AddDate(0, 0, col*per)
		if (col == 0 || per > 1 || d.Weekday() == time.Monday) && sb.Len() <= col {
			sb.WriteString(strings.Repeat(" ", col-sb.Len()))
			sb.WriteString(d.Format("2 Jan") + " ")
		}
	}
	return strings.TrimRight(sb.String(), " ")
}

// blocks are the cells of a terminal with colours, the emptiest first.
var blocks = []rune("░▒▓█")

// cells writes the days of a row, per of them in a cell.
func (c *console) cells(from string, r *news.CoverageRow, per int, silent func(day string) bool) string {
	at, err := time.Parse(time.DateOnly, from)
	if err != nil {
		return ""
	}
	var sums []int
	var gaps []bool
	for i := 0; i < len(r.Reports); i += per {
		sum, gap := 0, true
		for d := i; d < min(i+per, len(r.Reports)); d++ {
			sum += r.Reports[d] + r.Copies[d]
			gap = gap && silent(at.AddDate(0, 0, d).Format(time.DateOnly))
		}
		sums, gaps = append(sums, sum), append(gaps, gap && sum == 0)
	}
	most := slices.Max(sums)
	var sb strings.Builder
	for i, n := range sums {
		sb.WriteString(c.cell(n, most, gaps[i]))
	}
	return sb.String()
}

func (c *console) cell(n, most int, gap bool) string {
	colours := c.outTerm && !c.noColour
	switch {
	case gap:
		return c.style(red, "!")
	case n == 0:
		return "."
	case colours:
		return c.style(green, string(blocks[min(len(blocks)-1, (n-1)*len(blocks)/most)]))
	case most > 9:
		n = (n*9 + most - 1) / most
	}
	return string(rune('0' + n))
}

// gapWords says in words where reports stopped coming.
func gapWords(g *news.Gap) string {
	when := "since " + weekdayWords(g.Last)
	if !g.Open {
		when = "from " + daysBetween(g.From, g.To)
		if g.From == g.To {
			when = "on " + weekdayWords(g.From)
		}
	}
	usual := "usually " + rateWords(g.Rate)
	switch g.Kind {
	case news.GapAll:
		return fmt.Sprintf("nothing at all %s (%s)", when, usual)
	case news.GapLang:
		if len(g.Sources) > 0 {
			usual += ": " + listed(g.Sources, 5)
		}
		return fmt.Sprintf("no %s %s (%s)", langName(g.Lang), when, usual)
	}
	return fmt.Sprintf("%s silent for %s, %s (%s)", flat(g.Source), count(g.Days, "day"), when, usual)
}

// listed writes the first n names and how many more there are.
func listed(names []string, n int) string {
	more := ""
	if len(names) > n {
		names, more = names[:n], fmt.Sprintf(" and %d more", len(names)-n)
	}
	return flat(strings.Join(names, ", ")) + more
}

// weekdayWords writes an ISO date as "Tuesday 10 March 2020".
func weekdayWords(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return t.Format("Monday 2 January 2006")
}

// rateWords writes reports a day as "4 a day", "3 a week" or "2 a month".
func rateWords(perDay float64) string {
	for _, unit := range []struct {
		days float64
		name string
	}{{1, "day"}, {7, "week"}} {
		if n := perDay * unit.days; n >= 0.95 {
			return fmt.Sprintf("%.0f a %s", n, unit.name)
		}
	}
	return fmt.Sprintf("%.0f a month", math.Max(1, perDay*30))
}

// langName is the English name of a language.
func langName(l news.Lang) string {
	if l == news.Undetermined || l == "" {
		return "undetermined language"
	}
	tag, err := language.Parse(string(l))
	if err != nil {
		return string(l)
	}
	return cmp.Or(display.English.Tags().Name(tag), string(l))
}
