package codec

import "github.com/dragoman-news/dragoman/internal/news"

// The JSON of a story, version 1, frozen like document1.

type story1 struct {
	ID          string               `json:"id"`
	Titles      map[news.Lang]string `json:"titles,omitempty"`
	From        string               `json:"from,omitempty"`
	To          string               `json:"to,omitempty"`
	Languages   []news.Lang          `json:"langs,omitempty"`
	Reports     []string             `json:"reports,omitempty"`
	Copies      int                  `json:"copies,omitempty"`
	Sources     int                  `json:"sources,omitempty"`
	Withdrawn   []string             `json:"gone,omitempty"` // added later, as are revs
	Revisions   map[string]int       `json:"revs,omitempty"`
	Entries     []entry1             `json:"entries,omitempty"`
	Differences []difference1        `json:"diffs,omitempty"`
	Corrected   []corrected1         `json:"cor,omitempty"` // added later, as is that of an entry
}

type entry1 struct {
	ID         string        `json:"id"`
	Type       string        `json:"t"`
	Mode       string        `json:"m,omitempty"`
	Status     string        `json:"st,omitempty"`
	Actors     []entryParty1 `json:"a,omitempty"`
	Recipients []entryParty1 `json:"r,omitempty"`
	Location   *location1    `json:"loc,omitempty"`
	Date       *interval1    `json:"d,omitempty"`
	Places     []entryPlace1 `json:"ls,omitempty"` // added later: an older row has none
	Dates      []entryDate1  `json:"ds,omitempty"`
	Evidence   []evidence1   `json:"ev,omitempty"`
	Corrected  []string      `json:"cor,omitempty"`
}

type entryPlace1 struct {
	location1
	Reports []string `json:"reps,omitempty"`
}

type entryDate1 struct {
	interval1
	Reports []string `json:"reps,omitempty"`
	Sister  []string `json:"sis,omitempty"`
}

type entryParty1 struct {
	party1
	Reports []string `json:"reps,omitempty"`
}

type evidence1 struct {
	Report string `json:"rep"`
	Span   span1  `json:"s"`
}

type difference1 struct {
	Entry     int      `json:"e"`
	Attribute string   `json:"a"`
	Values    []rival1 `json:"v,omitempty"`
}

type rival1 struct {
	Value    string      `json:"v"`
	Reports  []string    `json:"reps,omitempty"`
	Evidence []evidence1 `json:"ev,omitempty"`
}

func toStory1(s *news.Story) *story1 {
	return &story1{
		ID: s.ID, Titles: s.Titles, From: s.From, To: s.To, Languages: s.Languages, Reports: s.Reports,
		Copies: s.Copies, Sources: s.Sources, Withdrawn: s.Withdrawn, Revisions: s.Revisions,
		Entries: each(s.Entries, toEntry1), Corrected: each(s.Corrected, toCorrected1),
		Differences: each(s.Differences, func(d news.Difference) difference1 {
			return difference1{Entry: d.Entry, Attribute: d.Attribute, Values: each(d.Values, func(v news.DifferenceValue) rival1 {
				return rival1{Value: v.Value, Reports: v.Reports, Evidence: each(v.Evidence, toEvidence1)}
			})}
		}),
	}
}

func (s *story1) story() *news.Story {
	return &news.Story{
		ID: s.ID, Titles: s.Titles, From: s.From, To: s.To, Languages: s.Languages, Reports: s.Reports,
		Copies: s.Copies, Sources: s.Sources, Withdrawn: s.Withdrawn, Revisions: s.Revisions,
		Entries: each(s.Entries, func(e entry1) news.Entry { return e.entry(s.ID) }), Corrected: each(s.Corrected, corrected1.corrected),
		Differences: each(s.Differences, func(d difference1) news.Difference {
			return news.Difference{Entry: d.Entry, Attribute: d.Attribute, Values: each(d.Values, func(v rival1) news.DifferenceValue {
				return news.DifferenceValue{Value: v.Value, Reports: v.Reports, Evidence: each(v.Evidence, evidence1.evidence)}
			})}
		}),
	}
}

func toEntry1(e news.Entry) entry1 {
	return entry1{
		ID: e.ID, Type: string(e.Type), Mode: e.Mode, Status: string(e.Status),
		Actors: each(e.Actors, toEntryParty1), Recipients: each(e.Recipients, toEntryParty1),
		Location: toLocation1(e.Location), Date: toInterval1(e.Date), Evidence: each(e.Evidence, toEvidence1), Corrected: e.Corrected,
		Places: each(e.Places, func(p news.EntryPlace) entryPlace1 { return entryPlace1{location1(p.Location), p.Reports} }),
		Dates: each(e.Dates, func(d news.EntryDate) entryDate1 {
			return entryDate1{*toInterval1(&d.Interval), d.Reports, d.Sister}
		}),
	}
}

func (e entry1) entry(story string) news.Entry {
	return news.Entry{
		ID: e.ID, Story: story, Type: news.EventType(e.Type), Mode: e.Mode, Status: news.Status(e.Status),
		Actors: each(e.Actors, entryParty1.party), Recipients: each(e.Recipients, entryParty1.party),
		Location: e.Location.location(), Date: e.Date.interval(), Evidence: each(e.Evidence, evidence1.evidence), Corrected: e.Corrected,
		Places: each(e.Places, func(p entryPlace1) news.EntryPlace {
			return news.EntryPlace{Location: news.Location(p.location1), Reports: p.Reports}
		}),
		Dates: each(e.Dates, func(d entryDate1) news.EntryDate {
			return news.EntryDate{Interval: *d.interval(), Reports: d.Reports, Sister: d.Sister}
		}),
	}
}

func toEntryParty1(p news.EntryParty) entryParty1 {
	return entryParty1{party1: toParty1(p.Party), Reports: p.Reports}
}

func (p entryParty1) party() news.EntryParty {
	return news.EntryParty{Party: p.party1.party(), Reports: p.Reports}
}

func toEvidence1(r news.ReportSpan) evidence1 {
	return evidence1{Report: r.Report, Span: toSpan1(r.Span)}
}

func (r evidence1) evidence() news.ReportSpan {
	return news.ReportSpan{Report: r.Report, Span: r.Span.span()}
}
