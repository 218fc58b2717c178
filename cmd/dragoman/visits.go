package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// visitFlags narrow a list of visits.
type visitFlags struct {
	database
	json                                bool
	since, until, lang, country, entity string
	limit                               int
}

func newVisits(c *console) *cobra.Command {
	var f visitFlags
	cmd := &cobra.Command{
		Use:   "visits",
		Short: "List visits: who was where, from when to when, and whom they met, latest first",
		Long: `A visit is strung of entries of one person in one place: a report calls it a visit, or tells of a meeting there
with people of that country, or of people of two countries in a third. A gap of more than three days, or another place, parts two visits. Each meeting is printed
with the reports that tell of it. Dates are as exact as the reports are: "Saturday evening" where none of them is dated.`,
		Example: `  dragoman visits --country IRQ --since 30d
  dragoman visits --entity Shamkhani --json`,
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
			return c.visits(ctx, st, filter, f.json)
		},
	}
	f.flags(cmd)
	return cmd
}

func (f *visitFlags) flags(cmd *cobra.Command) {
	f.database.flags(cmd)
	fl := cmd.Flags()
	fl.BoolVar(&f.json, "json", false, "one JSON object a line")
	fl.StringVar(&f.since, "since", "", "visits that were still going on on this day: 2020-03-08, 2020-03, 2020, or 7d for the last seven days")
	fl.StringVar(&f.until, "until", "", "visits that began up to and including this day, month or year")
	fl.StringVar(&f.lang, "lang", "", "language of one of the reports, such as fr")
	fl.StringVar(&f.country, "country", "", "country that is visited or that the visitor is of, ISO 3166-1 alpha-3, such as IRQ")
	fl.StringVar(&f.entity, "entity", "", "who visited, came along or was met: an id, or a name in any spelling")
	fl.IntVar(&f.limit, "limit", 50, "at most so many (0: all)")
}

// filter checks the flags as those of every list are checked.
func (f *visitFlags) filter() (store.Filter, error) {
	all := filters{since: f.since, until: f.until, lang: f.lang, country: f.country, entity: f.entity, limit: f.limit}
	return all.filter()
}

func (c *console) visits(ctx context.Context, st *sqlite.Store, f store.Filter, json bool) error {
	visits, err := app.Visits(ctx, st, f)
	if err != nil {
		return err
	}
	for i := range visits {
		if !json {
			if err := c.visit(ctx, st, &visits[i]); err != nil {
				return err
			}
			continue
		}
		out, err := export.NewVisit(&visits[i], texts(ctx, st))
		if err != nil {
			return err
		}
		if err := export.Line(c.out, out); err != nil {
			return err
		}
	}
	if len(visits) == 0 && !json {
		c.note("no visit matches")
	}
	if len(visits) == f.Limit && len(visits) > 0 && !json {
		c.note("the first %d; --limit 0 prints all", len(visits))
	}
	return waiting(ctx, c, st)
}

// visit prints one: who, where and when with whom they met, then each meeting with its reports.
func (c *console) visit(ctx context.Context, st *sqlite.Store, v *news.Visit) error {
	head := c.style(bold, c.visitor(v.Visitor.Party)) + " in " + c.foreign(v.Place.Name) + ", " + visitTime(v)
	if v.Status == news.Planned {
		head += ", " + c.style(yellow, "planned")
	}
	if names := hosts(v); len(names) > 0 {
		for i := range names {
			names[i] = c.foreign(names[i])
		}
		head += ": " + strings.Join(names, "; ")
	}
	c.printf("%s\n", head)
	if len(v.Companions) > 0 {
		c.printf("  came along: %s\n", c.entryNames(v.Companions))
	}
	for _, m := range v.Meetings {
		line := c.entryNames(m.With)
		if at := momentWords(m.At, true); at != "" {
			line += ", " + at
		}
		if m.Place != nil && m.Place.Precision != news.AtCountry && m.Place.Name != v.Place.Name {
			line += ", " + c.place(m.Place)
		}
		if m.Status == news.Planned && v.Status != news.Planned {
			line += ", " + c.style(yellow, "planned")
		}
		if err := c.toldBy(ctx, st, "met "+line, m.Reports()); err != nil {
			return err
		}
	}
	if len(v.Evidence) > 0 {
		return c.toldBy(ctx, st, "the visit is told by", news.Meeting{Evidence: v.Evidence}.Reports())
	}
	return nil
}

// toldBy prints what is told and, below it, the reports that tell it.
func (c *console) toldBy(ctx context.Context, st *sqlite.Store, what string, reports []string) error {
	by := make([]string, len(reports))
	for i, id := range reports {
		doc, err := st.Document(ctx, id)
		if err != nil {
			return err
		}
		by[i] = strings.TrimSpace(string(doc.Lang)+" "+flat(nonEmpty(doc.Source, doc.Site))) + " " + id
	}
	c.printf("  %s\n    %s\n", what, c.style(faint, strings.Join(by, ", ")))
	return nil
}

func (c *console) visitor(p news.Party) string {
	if p.Country == "" {
		return c.foreign(p.Name)
	}
	return c.foreign(p.Name) + " (" + flat(p.Country) + ")"
}

func (c *console) entryNames(ps []news.EntryParty) string {
	out := make([]string, len(ps))
	for i, p := range ps {
		out[i] = c.foreign(p.Name)
	}
	return strings.Join(out, ", ")
}

// hosts lists everybody whom a visitor met, each once, in the order of the meetings.
func hosts(v *news.Visit) []string {
	var out []string
	for _, m := range v.Meetings {
		for _, p := range m.With {
			if !contains(out, p.Name) {
				out = append(out, p.Name)
			}
		}
	}
	return out
}

// visitTime says when a visit was: "7 to 9 March 2020", "Saturday evening to Sunday".
func visitTime(v *news.Visit) string {
	from, to := momentWords(v.From, true), momentWords(v.To, true)
	switch {
	case from == "" && v.ReportedFrom == "":
		return "undated"
	case from == "":
		return "reported " + daysBetween(v.ReportedFrom, v.ReportedTo)
	case from == to:
		return from
	case v.From.Date != nil && v.To.Date != nil && v.From.Date.From.Year() == v.To.Date.From.Year():
		sameMonth := v.From.Date.From.Month() == v.To.Date.From.Month() && v.From.Part == "" && v.To.Part == ""
		if sameMonth && v.From.Date.Precision == news.Day && v.To.Date.Precision == news.Day {
			return fmt.Sprintf("%d to %s", v.From.Date.From.Day(), to)
		}
		from = momentWords(v.From, false)
	}
	return from + " to " + to
}

func daysBetween(from, to string) string {
	a, errA := time.Parse(time.DateOnly, from)
	b, errB := time.Parse(time.DateOnly, to)
	switch {
	case errA != nil || errB != nil || from == to:
		return dayWords(from)
	case a.Year() == b.Year() && a.Month() == b.Month():
		return fmt.Sprintf("%d to %s", a.Day(), b.Format("2 January 2006"))
	case a.Year() == b.Year():
		return a.Format("2 January") + " to " + b.Format("2 January 2006")
	}
	return dayWords(from) + " to " + dayWords(to)
}

// dayWords writes an ISO date as "8 March 2020".
func dayWords(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return t.Format("2 January 2006")
}

// momentWords writes a moment as exactly as it is known, "" where it is not.
func momentWords(m news.Moment, year bool) string {
	words := ""
	switch {
	case m.Weekday > 0:
		words = time.Weekday(m.Weekday % 7).String()
	case m.Date == nil:
		return ""
	default:
		words = intervalWords(*m.Date, year)
	}
	if m.Part != "" {
		words += " " + m.Part
	}
	return words
}

func intervalWords(iv news.Interval, year bool) string {
	layout := "2 January"
	if year {
		layout += " 2006"
	}
	switch iv.Precision {
	case news.Day, news.PartOfDay:
		return iv.From.Format(layout)
	case news.Second, news.Minute, news.Hour:
		return iv.From.Format(layout + ", 15:04")
	case news.Month:
		return iv.From.Format("January 2006")
	case news.Year:
		return iv.From.Format("2006")
	}
	return daysBetween(iv.From.Format(time.DateOnly), iv.To.Format(time.DateOnly))
}
