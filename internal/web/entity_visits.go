package web

import (
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/web/locale"
)

// visitRow is a visit as it is shown.
type visitRow struct {
	news.Visit
	When     string
	Meetings []meetingRow
	Words    []outletLink // who tells of the visit itself
	Host     bool         // the one that the page is about was met, or is visited
}

// meetingRow is a meeting of a visit.
type meetingRow struct {
	news.Meeting
	When  string
	Words []outletLink
}

// visiting fills the visits of the entity, or to it, that the stories of some entries tell of.
func (a *about) visiting(p *entityPage, entries []*news.Entry, f store.Filter) error {
	if a.Entities.Visits == nil {
		return nil
	}
	limit := f.Limit
	f.After, f.Limit = "", 0
	switch {
	case a.e.Kind == news.Place, a.e.Kind == news.Country && a.e.Country != "":
		f.Country = a.e.Country
	default:
		f.Entity = a.e.ID
	}
	var stories []string
	for _, e := range entries {
		if !slices.Contains(stories, e.Story) {
			stories = append(stories, e.Story)
		}
	}
	visits, err := a.Entities.Visits(a.ctx, stories, f)
	if err != nil {
		return err
	}
	if a.e.Kind == news.Place {
		visits = slices.DeleteFunc(visits, func(v news.Visit) bool { return v.Place.Name != a.e.Name })
	}
	if len(visits) >= limit {
		visits, p.More[partVisits] = visits[:limit-1], true
	}
	for i := range visits {
		row, err := a.visitRow(&visits[i])
		if err != nil {
			return err
		}
		p.Visits = append(p.Visits, row)
	}
	return nil
}

func (a *about) visitRow(v *news.Visit) (visitRow, error) {
	row := visitRow{Visit: *v, When: a.stay(v), Host: !a.self(v.Visitor)}
	for _, m := range v.Meetings {
		words, err := a.tell(m.Evidence)
		if err != nil {
			return row, err
		}
		row.Meetings = append(row.Meetings, meetingRow{m, momentOf(a.f.L, m.At), words})
	}
	var err error
	row.Words, err = a.tell(v.Evidence)
	return row, err
}

// tell lists who tells something, each report once, with the address of its words.
func (a *about) tell(evidence []news.ReportSpan) ([]outletLink, error) {
	var out []outletLink
	var seen []string
	for _, ev := range evidence {
		if slices.Contains(seen, ev.Report) {
			continue
		}
		seen = append(seen, ev.Report)
		d, err := a.doc(ev.Report)
		if err != nil {
			return nil, err
		}
		if d == nil {
			continue
		}
		v := outletLink{a.outlet(d), d.Lang, reportPath(d.ID)}
		if w := wordsOf(d, []news.ReportSpan{ev}); w != nil {
			v.Href = w.Href
		}
		out = append(out, v)
	}
	return out, nil
}

// stay says when a visit was.
func (a *about) stay(v *news.Visit) string {
	l := a.f.L
	from, to := momentOf(l, v.From), momentOf(l, v.To)
	switch {
	case from == "" && v.ReportedFrom != "":
		return l.T("visit.reported", isoSpan(l, v.ReportedFrom, v.ReportedTo))
	case from == "":
		return l.T("date.undated")
	case to == "" || from == to:
		return from
	}
	return l.T("date.range", from, to)
}

// momentOf writes a point of a visit as exactly as it is known, "" where it is not.
func momentOf(l *locale.Locale, m news.Moment) string {
	words := ""
	switch {
	case m.Date != nil:
		words = l.Interval(*m.Date, m.Date.From.Location())
	case m.Weekday > 0:
		words = l.NameOfDay(m.Weekday)
	default:
		return ""
	}
	if m.Part == "" {
		return words
	}
	key := "date.part"
	if m.Date == nil {
		key = "date.weekdayPart"
	}
	return l.T(key, words, named(l, "part.of.", m.Part))
}

// pledgeRow is a commitment as it is shown.
type pledgeRow struct {
	Pledge
	Told  []said // what is to be done, in the words of each report
	After []afterRow
}

// afterRow is what became of a commitment.
type afterRow struct {
	news.FollowUp
	Words []outletLink
}

// promising fills the commitments that the entity made, or that were made to it.
func (a *about) promising(p *entityPage, f store.Filter) error {
	if a.Entities.Pledges == nil || a.e.Kind == news.Place {
		return nil
	}
	limit := f.Limit
	f.After = ""
	if a.e.Kind == news.Country && a.e.Country != "" {
		f.Country = a.e.Country
	} else {
		f.Entity = a.e.ID
	}
	pledges, more, err := a.Entities.Pledges(a.ctx, f)
	if err != nil {
		return err
	}
	p.More[partCommitments] = more
	if len(pledges) >= limit {
		pledges, p.More[partCommitments] = pledges[:limit-1], true
	}
	for _, c := range pledges {
		row := pledgeRow{Pledge: c}
		for _, w := range c.What {
			d, err := a.doc(w.Report)
			if err != nil {
				return err
			}
			if d != nil && !w.Clause.Empty() && w.Clause.End <= len(d.Text) {
				row.Told = append(row.Told, *saidAt(d, w.Clause))
			}
		}
		for _, after := range c.After {
			words, err := a.tell(after.Evidence)
			if err != nil {
				return err
			}
			row.After = append(row.After, afterRow{after, words})
		}
		p.Pledges = append(p.Pledges, row)
	}
	return nil
}
