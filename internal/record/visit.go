package record

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strconv"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Lookup returns a report that an entry rests on.
type Lookup func(report string) (*news.Document, error)

// Visits strings entries into visits: who stayed where, from when to when, and whom they met.
// An entry founds a visit when somebody of one country is told of in another, and
// a report calls that a visit, or places a meeting there with people of that country or of a third. Other
// entries of the same story then join it. Of a place that one report alone implies by its date line, of an
// ambassador at their post, or of a phone call, no visit is made.
//
// The outcome does not depend on the order of entries. Visits come latest first, undated last, ties
// by id. look is asked for the reports of entries that may be of a visit; its first error ends it.
func Visits(entries []*news.Entry, look Lookup) ([]news.Visit, error) {
	t := &traveller{reports: map[string]*news.Document{}, look: look}
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b *news.Entry) int {
		return cmp.Or(cmp.Compare(len(b.Voices()), len(a.Voices())), cmp.Compare(a.Story, b.Story), cmp.Compare(a.ID, b.ID))
	})
	t.alias(entries)
	var firm, loose []stay
	for _, e := range entries {
		f, l := t.stays(e)
		firm, loose = append(firm, f...), append(loose, l...)
	}
	legs := legsOf(firm)
	joinLoose(legs, loose)
	visits := make([]news.Visit, 0, len(legs))
	for _, l := range withoutCompanions(legs) {
		visits = append(visits, t.visit(l))
	}
	slices.SortFunc(visits, func(a, b news.Visit) int {
		return cmp.Or(-cmp.Compare(lastDay(a), lastDay(b)), cmp.Compare(a.ID, b.ID))
	})
	return visits, t.err
}

// lastDay is the day that a visit is listed by: the last that is told, else the last on which it was reported.
func lastDay(v news.Visit) string {
	for _, m := range []news.Moment{v.To, v.From} {
		if m.Date != nil {
			return day(m.Date.To).Format(time.DateOnly)
		}
	}
	return v.ReportedTo
}

// traveller reads what visits are made of.
type traveller struct {
	look    Lookup
	reports map[string]*news.Document
	err     error
	keys    map[string]string // story and folded name, of parties without an id -> key of somebody in the story who has one
}

// report returns what visits need of a report, nil where it could not be read. Texts are not kept: a
// database may have entries of a hundred thousand reports.
func (t *traveller) report(id string) *news.Document {
	if doc, ok := t.reports[id]; ok || t.err != nil {
		return doc
	}
	full, err := t.look(id)
	if err != nil {
		t.err = err
		return nil
	}
	doc := &news.Document{Dates: full.Dates}
	doc.ID, doc.Lang, doc.Published = full.ID, full.Lang, full.Published
	for _, m := range full.Mentions {
		if m.Kind == news.Person || m.Kind == news.Organisation || m.Kind == news.Place {
			doc.Mentions = append(doc.Mentions, news.Mention{
				Span: m.Span, Kind: m.Kind, Entity: m.Entity, Name: m.Name, Role: m.Role, Country: m.Country, Precision: m.Precision, Adjective: m.Adjective,
			})
		}
	}
	t.reports[id] = doc
	return doc
}

// visit puts a leg into words.
func (t *traveller) visit(l *leg) news.Visit {
	v := news.Visit{Visitor: l.stays[0].who, Place: l.place(), Status: news.Planned, ID: l.id()}
	var told []news.Moment
	for _, s := range l.stays {
		v.Entries = append(v.Entries, s.entry.ID)
		v.Stories = append(v.Stories, s.entry.Story)
		v.How = strongest(v.How, s.how)
		if s.status() == news.Occurred {
			v.Status = news.Occurred
		}
		v.Visitor = joinParty(v.Visitor, s.who)
		told = append(told, t.moments(s.entry)...)
		v.Companions = t.addCompanions(v.Companions, s)
		with := whoMet(s)
		if len(with) == 0 {
			v.Evidence = append(v.Evidence, s.entry.Evidence...)
			continue
		}
		v.Meetings = addMeeting(v.Meetings, news.Meeting{
			Entries: []string{s.entry.ID}, Story: s.entry.Story, Status: s.status(), With: with,
			Place: stated(s.entry.Location), At: single(t.moments(s.entry, with...)), Evidence: slices.Clone(s.entry.Evidence),
		})
	}
	slices.Sort(v.Stories)
	v.Stories = slices.Compact(v.Stories)
	c := calendarOf(told, t.reported(&v, l))
	v.From, v.To = c.ends(told)
	for i := range v.Meetings {
		v.Meetings[i].At = c.place(v.Meetings[i].At)
	}
	sortMeetings(v.Meetings)
	return v
}

// reported fills in the reports of a visit, their languages and days. It returns the last day that a report is known
// to be of, "" where none is.
func (t *traveller) reported(v *news.Visit, l *leg) (last string) {
	seen := span{}
	for _, s := range l.stays {
		for _, r := range s.entry.Voices() {
			doc := t.report(r)
			if doc == nil || slices.Contains(v.Reports, r) {
				continue
			}
			v.Reports = append(v.Reports, r)
			v.Languages = append(v.Languages, doc.Lang)
			if p := doc.Published; p != nil && day(p.To).Sub(day(p.From)) <= 31*24*time.Hour {
				seen.add(p.Interval)
			}
			last = max(last, published(doc))
		}
	}
	v.ReportedFrom, v.ReportedTo = seen.iso()
	slices.SortFunc(v.Reports, func(a, b string) int {
		da, db := published(t.report(a)), published(t.report(b))
		if (da == "") != (db == "") {
			return cmp.Compare(db, da)
		}
		return cmp.Or(cmp.Compare(da, db), cmp.Compare(a, b))
	})
	slices.Sort(v.Languages)
	v.Languages = slices.Compact(v.Languages)
	return last
}

// published is the ISO day of publication, "" where it is not known to the day.
func published(doc *news.Document) string {
	if doc == nil || doc.Published == nil || !days(doc.Published.Precision) {
		return ""
	}
	return doc.Published.From.Format(time.DateOnly)
}

// id hashes who, where, and the entry that comes first of those that place them there.
func (l *leg) id() string {
	h := fnv.New64a()
	for _, s := range []string{l.stays[0].key, l.land, l.founder} {
		_, _ = h.Write(append([]byte(s), 0))
	}
	return "v" + strconv.FormatUint(h.Sum64(), 36)
}
