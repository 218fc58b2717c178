package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
)

// visitMargin is how many days around those asked for entries are read, so that a visit that
// began before them is whole.
const visitMargin = 14

// Visits returns the visits that match f, latest first. Entity is the visitor, somebody met or a companion;
// Country the one visited or the visitor's; Lang that of one of the reports; Since and Until are of the days
// of the visit or, where no report says, of its reports. What else f has is not looked at.
func Visits(ctx context.Context, st store.Reader, f store.Filter) ([]news.Visit, error) {
	g := gathered{st: st, stories: map[string]bool{}}
	wide := store.Filter{Since: f.Since, Until: f.Until, Country: f.Country, Entity: f.Entity}
	var err error
	if wide.Since, err = shift(f.Since, -visitMargin); err != nil {
		return nil, err
	}
	if wide.Until, err = shift(f.Until, visitMargin); err != nil {
		return nil, err
	}
	if err := g.add(ctx, wide); err != nil {
		return nil, err
	}
	return g.whole(ctx, f, wide)
}

// VisitsTold returns the visits that some stories tell of, narrowed by f as Visits does, latest first. What other stories tell of
// the visitors around those days is in them; nothing else is read, however much is told of whom f asks for.
func VisitsTold(ctx context.Context, st store.Reader, stories []string, f store.Filter) ([]news.Visit, error) {
	g := gathered{st: st, stories: map[string]bool{}}
	for _, id := range stories {
		s, err := st.Story(ctx, id)
		if news.CodeOf(err) == news.NotFound { // it was told anew a moment ago
			continue
		}
		if err != nil {
			return nil, err
		}
		g.take(s)
	}
	match, err := visitMatch(ctx, st, f)
	if err != nil {
		return nil, err
	}
	visits, err := g.visits(ctx, match)
	if err != nil || f.Entity == "" {
		return limit(visits, f.Limit), err
	}
	for _, v := range visits {
		around, err := daysAround(&v)
		if err != nil {
			return nil, err
		}
		if around.Entity = v.Visitor.Entity; around.Entity == "" || around.Since == "" {
			continue
		}
		if err := g.add(ctx, around); err != nil {
			return nil, err
		}
	}
	visits, err = g.visits(ctx, match)
	return limit(visits, f.Limit), err
}

// daysAround is the filter of the days of a visit and of some on each side; of all days where nobody says when it was.
func daysAround(v *news.Visit) (f store.Filter, err error) {
	from, to := visitDays(v)
	if f.Since, err = shift(from, -visitMargin); err != nil {
		return f, err
	}
	f.Until, err = shift(to, visitMargin)
	return f, err
}

// whole returns the visits of the stories that were gathered, with what else is told of their visitors.
func (g *gathered) whole(ctx context.Context, f, wide store.Filter) ([]news.Visit, error) {
	match, err := visitMatch(ctx, g.st, f)
	if err != nil {
		return nil, err
	}
	visits, err := g.visits(ctx, match)
	if err != nil || f.Entity == "" {
		return limit(visits, f.Limit), err
	}
	// The stories that name a host are not all that tell of who came to see them.
	for _, v := range visits {
		if id := v.Visitor.Entity; id != "" && id != f.Entity {
			wide.Entity = id
			if err := g.add(ctx, wide); err != nil {
				return nil, err
			}
		}
	}
	visits, err = g.visits(ctx, match)
	return limit(visits, f.Limit), err
}

func limit[T any](rows []T, n int) []T {
	if n > 0 && len(rows) > n {
		return rows[:n]
	}
	return rows
}

func shift(date string, n int) (string, error) {
	if date == "" {
		return "", nil
	}
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return "", &news.Error{Code: news.Invalid, Message: date + " is not a date", Hint: "write it as year-month-day: 2020-03-08", Err: err}
	}
	return t.AddDate(0, 0, n).Format(time.DateOnly), nil
}

// gathered is the entries of stories, each story once.
type gathered struct {
	st      store.Reader
	stories map[string]bool
	entries []*news.Entry
}

func (g *gathered) add(ctx context.Context, f store.Filter) error {
	for s, err := range g.st.Stories(ctx, f) {
		if err != nil {
			return err
		}
		g.take(s)
	}
	return nil
}

func (g *gathered) take(s *news.Story) {
	if g.stories[s.ID] {
		return
	}
	g.stories[s.ID] = true
	for i := range s.Entries {
		if e := &s.Entries[i]; e.Type == news.Consult || e.Type == news.Agree { // of others no visit is made
			kept := *e // the story's other entries can go
			g.entries = append(g.entries, &kept)
		}
	}
}

func (g *gathered) visits(ctx context.Context, match func(*news.Visit) bool) ([]news.Visit, error) {
	visits, err := record.Visits(g.entries, func(report string) (*news.Document, error) { return g.st.Document(ctx, report) })
	return slices.DeleteFunc(visits, func(v news.Visit) bool { return !match(&v) }), err
}

// visitMatch returns the test of a filter on visits.
func visitMatch(ctx context.Context, st store.Reader, f store.Filter) (func(*news.Visit) bool, error) {
	ids := map[string]bool{f.Entity: true}
	if f.Entity != "" {
		for e, err := range st.Entities(ctx, store.Filter{Entity: f.Entity}) {
			if err != nil {
				return nil, err
			}
			ids[e.ID] = true
		}
	}
	want := text.Fold(strings.TrimSpace(f.Entity))
	is := func(p news.EntryParty) bool {
		return p.Entity != "" && ids[p.Entity] || strings.Contains(text.Fold(p.Name), want)
	}
	return func(v *news.Visit) bool {
		from, to := visitDays(v)
		switch {
		case f.Country != "" && v.Place.Country != f.Country && v.Visitor.Country != f.Country,
			f.Lang != "" && !slices.Contains(v.Languages, f.Lang),
			f.Since != "" && to < f.Since,
			f.Until != "" && (from == "" || from > f.Until):
			return false
		case f.Entity == "" || is(v.Visitor) || slices.ContainsFunc(v.Companions, is):
			return true
		}
		return slices.ContainsFunc(v.Meetings, func(m news.Meeting) bool { return slices.ContainsFunc(m.With, is) })
	}, nil
}

// visitDays is the stretch of days of a visit, else of its reports; "" where neither is known.
func visitDays(v *news.Visit) (from, to string) {
	if v.From.Date == nil || v.To.Date == nil {
		return v.ReportedFrom, v.ReportedTo
	}
	return v.From.Date.From.Format(time.DateOnly), v.To.Date.To.Format(time.DateOnly)
}
