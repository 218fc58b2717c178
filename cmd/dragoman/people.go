package main

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func newPeople(c *console) *cobra.Command {
	var wanted, kind string
	cmd := list[*news.Entity]{
		use: "people [NAME]", short: "List people and organisations, or show all that is known of one",
		long: `List people, with every way their names are written and what reports call them; organisations with --kind.

With a NAME of a person or organisation, in any spelling, script or language, its initials, or an id: names by language,
offices by date, meetings, quotes and places, each with the reports that say so. Who is one over several reports,
and who are two, is settled as reports come;
what is likely but not sure is a proposal, and you decide. A decision holds for reports to come and can be undone; no
report is changed by it, and an id that no longer holds still leads to the one that does.`,
		example: `  dragoman people --country IRQ
  dragoman people شمخاني
  dragoman people --kind organisation
  dragoman people SNSC
  dragoman people proposals
  dragoman people merge "Mustafa Kadhimi" "مصطفى الكاظمي"`,
		args: cobra.MaximumNArgs(1),
		narrow: func(f *store.Filter, args []string) {
			f.Kind, wanted = news.Kind(kind), ""
			if len(args) == 1 {
				wanted, f.Entity = args[0], args[0]
			} else if kind == "" {
				f.Kind = news.Person
			}
		},
		rows: func(ctx context.Context, st *sqlite.Store, f store.Filter) iter.Seq2[*news.Entity, error] {
			switch f.Kind {
			case "", news.Person, news.Organisation:
			default:
				return found(nil, wrong("there is no kind "+kind+" of this list", "dragoman people --kind organisation"))
			}
			if wanted != "" {
				return found(findPeople(ctx, c, st, wanted, f))
			}
			return st.Entities(ctx, f)
		},
		json: func(ctx context.Context, c *console, st *sqlite.Store, e *news.Entity) error {
			if wanted == "" {
				return export.Line(c.out, export.NewEntity(e))
			}
			p, err := person(ctx, st, e, 0)
			if err != nil {
				return err
			}
			return export.Line(c.out, p)
		},
		print: func(ctx context.Context, c *console, st *sqlite.Store, e *news.Entity) error {
			if wanted == "" {
				c.entity(e)
				return nil
			}
			p, err := person(ctx, st, e, 0)
			if err == nil {
				c.person(e, p)
			}
			return err
		},
		empty: "nobody matches",
	}.command(c)
	cmd.Flags().StringVar(&kind, "kind", "", "person or organisation; without a NAME: person")
	cmd.AddCommand(newMergePeople(c), newSplitPeople(c), newProposals(c), newAccept(c), newReject(c), newUndoPeople(c))
	return cmd
}

// findPeople finds whoever is called so, or says who else may be meant.
func findPeople(ctx context.Context, c *console, st *sqlite.Store, wanted string, f store.Filter) ([]*news.Entity, error) {
	list, err := app.FindPeople(ctx, st, wanted, f)
	if err != nil || len(list) > 0 {
		return list, err
	}
	near, err := app.Suggestions(ctx, st, wanted, f)
	for _, e := range near {
		c.note("did you mean %s?  dragoman people %s", c.foreign(e.Name), e.ID)
	}
	return nil, err
}

// found yields a list that was read.
func found(list []*news.Entity, err error) iter.Seq2[*news.Entity, error] {
	return func(yield func(*news.Entity, error) bool) {
		if err != nil {
			yield(nil, err)
			return
		}
		for _, e := range list {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// person reads all that is known of a person; of one that more than most reports name, what the newest of them say, unless
// most is 0.
func person(ctx context.Context, st *sqlite.Store, e *news.Entity, most int) (export.Person, error) {
	ids, err := app.PeopleIDs(ctx, st, e.ID)
	if err != nil {
		return export.Person{}, err
	}
	var entries []*news.Entry
	for en, err := range st.Entries(ctx, store.Filter{Entity: e.ID, Limit: most}) {
		if err != nil {
			return export.Person{}, err
		}
		entries = append(entries, en)
	}
	var docs []*news.Document
	for d, err := range st.Documents(ctx, store.Filter{Entity: e.ID, Limit: most}) {
		if err != nil {
			return export.Person{}, err
		}
		docs = append(docs, d)
	}
	p := export.NewPerson(e, ids, entries, docs)
	if len(docs) == most {
		p.Newest = most
	}
	p.Offices, err = app.Offices(e.ID, docs)
	return p, err
}

// entity prints an entity of a list: name, how often named, other forms, roles.
func (c *console) entity(e *news.Entity) {
	c.entityLine(e)
	var forms []string
	for _, a := range e.Aliases {
		if a.Name != e.Name {
			forms = append(forms, c.foreign(a.Name)+" ("+string(a.Lang)+")")
		}
	}
	if len(forms) > 0 {
		c.row("also", strings.Join(forms, ", "))
	}
	for _, r := range e.Roles {
		if !app.IsOffice(r.Title) {
			continue
		}
		c.row("called", c.foreign(r.Title), c.style(faint, strings.TrimPrefix(span(r.From, r.To), "undated")))
	}
}

func (c *console) entityLine(e *news.Entity) {
	c.printf("%s  %s  %s  %s\n", c.style(bold, c.foreign(e.Name)), e.Country, count(e.Reports, "report"), c.style(faint, e.ID))
}

// mostShown is how many quotes and meetings are printed for people; --json has all.
const mostShown = 20

// person prints all that is known of a person.
func (c *console) person(e *news.Entity, p export.Person) {
	c.entityLine(e)
	c.names(e)
	for _, o := range p.Offices {
		c.office(o)
	}
	for i, m := range p.Meetings {
		if i == mostShown {
			c.row("met", count(len(p.Meetings)-i, "meeting")+" more: --json has all")
			break
		}
		c.meeting(m)
	}
	for i, q := range p.Quotes {
		if i == mostShown {
			c.row("said", count(len(p.Quotes)-i, "quote")+" more: --json has all")
			break
		}
		c.row("said", nonEmpty(q.Date[:min(10, len(q.Date))], "undated"), c.foreign("“"+oneLine(q.Text, 160)+"”"), c.style(faint, q.Report))
	}
	for _, w := range p.Places {
		c.row("was in", span(w.From, w.To), c.foreign(w.Name), w.Country, c.style(faint, strings.Join(w.Reports, " ")))
	}
	if len(p.IDs) > 1 {
		c.row("ids", c.style(faint, strings.Join(p.IDs, " ")))
	}
}

// names prints the ways to write a name, language by language.
func (c *console) names(e *news.Entity) {
	byLang := map[news.Lang][]string{}
	for _, a := range e.Aliases {
		byLang[a.Lang] = append(byLang[a.Lang], c.foreign(a.Name))
	}
	order := make([]news.Lang, 0, len(byLang))
	for l := range byLang {
		order = append(order, l)
	}
	slices.Sort(order)
	for _, l := range order {
		forms := byLang[l]
		slices.SortStableFunc(forms, func(a, b string) int { return cmp.Compare(len(strings.Fields(b)), len(strings.Fields(a))) })
		c.row("in "+string(l), strings.Join(forms, ", "))
	}
}

// office prints what somebody is called: the English title, and the words of the reports where they are others.
func (c *console) office(o export.Office) {
	var written []string
	for _, w := range o.Written {
		if !strings.EqualFold(w.Name, o.Title) {
			written = append(written, c.foreign(w.Name))
		}
	}
	slices.Sort(written)
	others := ""
	if written = slices.Compact(written); len(written) > 0 {
		others = "(" + strings.Join(written, ", ") + ")"
	}
	c.row("called", span(o.From, o.To), c.foreign(o.Title), others, c.style(faint, count(len(o.Reports), "report")))
}

// company are those whom somebody met: the people and organisations, or where a report names none the
// countries. Places are met by nobody.
func (c *console) company(with []export.Party) []string {
	for _, kinds := range [][]news.Kind{{news.Person, news.Organisation}, {news.Country}} {
		var out []string
		for _, p := range with {
			if slices.Contains(kinds, news.Kind(p.Kind)) {
				out = append(out, c.foreign(p.Name))
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

func (c *console) meeting(m export.Meeting) {
	with := c.company(m.With)
	if len(with) == 0 {
		return
	}
	when, where, status := "undated", "", ""
	if m.Date != nil {
		when = span(m.Date.From, m.Date.To)
	}
	if m.Place != nil {
		where = "in " + c.foreign(m.Place.Name)
	}
	if m.Status != string(news.Occurred) {
		status = "(" + strings.ReplaceAll(m.Status, "_", " ") + ")"
	}
	c.row("met", when, strings.Join(with, ", "), where, status, c.style(faint, strings.Join(m.Reports, " ")))
}
