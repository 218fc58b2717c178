package record

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

// The parties of the tests.
var (
	okafor = news.Party{Name: "Lena Okafor", Entity: "Q900001", Kind: news.Person, Country: "NGA"}
	pinto  = news.Party{Name: "Rui Tavares Pinto", Entity: "Q900002", Kind: news.Person, Country: "PRT"}
	lunde  = news.Party{Name: "Kari Lunde", Entity: "Q900003", Kind: news.Person, Country: "NOR"}
	nga    = news.Party{Name: "Nigeria", Entity: "ISO:NGA", Kind: news.Country, Country: "NGA"}
	prt    = news.Party{Name: "Portugal", Entity: "ISO:PRT", Kind: news.Country, Country: "PRT"}
)

func on(s string) *news.Interval {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err) // a constant of a test
	}
	return &news.Interval{From: t, To: t, Precision: news.Day}
}

func inMonth(s string) *news.Interval {
	iv := on(s + "-01")
	iv.To, iv.Precision = iv.From.AddDate(0, 1, -1), news.Month
	return iv
}

func met(parties ...news.Party) news.Event {
	return news.Event{Type: news.Consult, Status: news.Occurred, Actors: parties, Evidence: []news.Span{{Start: 0, End: 4}}}
}

func report(id string, lang news.Lang, published string, events ...news.Event) *news.Document {
	d := &news.Document{Report: news.Report{ID: id, Lang: lang, Source: id + ".example", Title: "Title of " + id, Text: "Text."}, Events: events}
	if published != "" {
		d.Published = &news.Published{Interval: *on(published)}
	}
	return d
}

func at(e news.Event, date *news.Interval, place string) news.Event {
	e.Date = date
	if place != "" {
		e.Location = &news.Location{Name: place, Country: "PRT", Precision: "city"}
	}
	return e
}

// lines writes entries to be read: type status actors(reports) place date.
func lines(entries []news.Entry) []string {
	var out []string
	for _, e := range entries {
		s := string(e.Type) + " " + string(e.Status)
		for _, p := range e.Actors {
			s += " | " + p.Name + " " + strings.Join(p.Reports, ",")
		}
		if e.Location != nil {
			s += " @" + e.Location.Name
		}
		if e.Date != nil {
			s += " on " + value(*e.Date)
		}
		out = append(out, s)
	}
	return out
}

func TestEventsBecomeEntries(t *testing.T) {
	denied := met(okafor, pinto)
	denied.Status = news.Denied
	for _, c := range []struct {
		name string
		docs []*news.Document
		want []string
	}{
		{
			"two reports of one meeting are one entry, with who is named where",
			[]*news.Document{report("a", "en", "2031-05-06", met(okafor, pinto)), report("b", "fr", "2031-05-06", met(pinto, okafor))},
			[]string{"CONSULT occurred | Lena Okafor a,b | Rui Tavares Pinto a,b"},
		},
		{
			"countries stand for their ministers",
			[]*news.Document{report("a", "en", "2031-05-06", met(okafor, pinto)), report("b", "zh", "2031-05-06", met(nga, prt))},
			[]string{"CONSULT occurred | Lena Okafor a | Rui Tavares Pinto a | Nigeria b | Portugal b"},
		},
		{
			"the same woman with another man is another meeting",
			[]*news.Document{report("a", "en", "2031-05-06", met(okafor, pinto), met(okafor, lunde))},
			[]string{"CONSULT occurred | Lena Okafor a | Rui Tavares Pinto a", "CONSULT occurred | Lena Okafor a | Kari Lunde a"},
		},
		{
			"a week apart is another meeting",
			[]*news.Document{report("a", "en", "2031-05-06", at(met(okafor, pinto), on("2031-05-06"), ""), at(met(okafor, pinto), on("2031-05-13"), ""))},
			[]string{"CONSULT occurred | Lena Okafor a | Rui Tavares Pinto a on 2031-05-06", "CONSULT occurred | Lena Okafor a | Rui Tavares Pinto a on 2031-05-13"},
		},
		{
			"the day is kept where another report gives only the month, the town where another infers it",
			[]*news.Document{
				report("a", "en", "2031-05-06", at(met(okafor, pinto), inMonth("2031-05"), "")),
				report("b", "fr", "2031-05-06", at(met(okafor, pinto), on("2031-05-05"), "Lisbon")),
			},
			[]string{"CONSULT occurred | Lena Okafor a,b | Rui Tavares Pinto a,b @Lisbon on 2031-05-05"},
		},
		{
			"what is denied is an entry of its own, behind what occurred",
			[]*news.Document{report("a", "en", "2031-05-06", denied), report("b", "fr", "2031-05-06", met(okafor, pinto))},
			[]string{"CONSULT occurred | Lena Okafor b | Rui Tavares Pinto b", "CONSULT denied | Lena Okafor a | Rui Tavares Pinto a"},
		},
		{"no events, no entries", []*news.Document{report("a", "en", "")}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			entries, _ := Build(c.docs)
			if diff := cmp.Diff(c.want, lines(entries)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestDifferences(t *testing.T) {
	denied := met(okafor, pinto)
	denied.Status = news.Denied
	inferred := at(met(okafor, pinto), nil, "Porto")
	inferred.Location.Inferred = true
	for _, c := range []struct {
		name string
		docs []*news.Document
		want []string // attribute: value reports; ...
	}{
		{
			"two days for one meeting",
			[]*news.Document{
				report("a", "en", "2031-05-06", at(met(okafor, pinto), on("2031-05-05"), "")),
				report("b", "fr", "2031-05-06", at(met(okafor, pinto), on("2031-05-06"), "")),
				report("c", "es", "2031-05-06", at(met(okafor, pinto), on("2031-05-05"), "")),
			},
			[]string{"date: 2031-05-05 a,c; 2031-05-06 b"},
		},
		{
			"a month does not contradict a day in it",
			[]*news.Document{
				report("a", "en", "2031-05-06", at(met(okafor, pinto), on("2031-05-05"), "")),
				report("b", "fr", "2031-05-06", at(met(okafor, pinto), inMonth("2031-05"), "")),
			},
			nil,
		},
		{
			"two towns",
			[]*news.Document{
				report("a", "en", "2031-05-06", at(met(okafor, pinto), nil, "Lisbon")),
				report("b", "fr", "2031-05-06", at(met(okafor, pinto), nil, "Porto")),
			},
			[]string{"place: Lisbon a; Porto b"},
		},
		{
			"a place that was inferred contradicts nothing",
			[]*news.Document{
				report("a", "en", "2031-05-06", at(met(okafor, pinto), nil, "Lisbon")),
				report("b", "fr", "2031-05-06", inferred),
			},
			nil,
		},
		{
			"one says it was, one denies it",
			[]*news.Document{report("a", "en", "2031-05-06", met(okafor, pinto)), report("b", "fr", "2031-05-06", denied)},
			[]string{"status: occurred a; denied b"},
		},
		{
			"a report that gives two days is no witness for either",
			[]*news.Document{
				report("a", "en", "2031-05-06", at(met(okafor, pinto), on("2031-05-05"), "")),
				report("b", "fr", "2031-05-06", at(met(okafor, pinto), on("2031-05-05"), ""), at(met(okafor, pinto), on("2031-05-06"), "")),
			},
			nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, diffs := Build(c.docs)
			var got []string
			for _, d := range diffs {
				var vs []string
				for _, v := range d.Values {
					vs = append(vs, v.Value+" "+strings.Join(v.Reports, ","))
					if len(v.Evidence) == 0 {
						t.Errorf("value %s has no evidence", v.Value)
					}
				}
				got = append(got, d.Attribute+": "+strings.Join(vs, "; "))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestStoryCountsCopiesButDoesNotHearThem(t *testing.T) {
	docs := []*news.Document{
		report("a", "fr", "2031-05-06", at(met(okafor, pinto), on("2031-05-05"), "")),
		report("b", "en", "2031-05-07", met(nga, prt)),
		report("c", "fr", "2031-05-08", met(okafor, lunde)),
	}
	s := Story("s1", docs, map[string]string{"c": "a"})
	if s.Copies != 1 || s.Sources != 2 || len(s.Entries) != 1 {
		t.Errorf("%d copies, %d sources, %d entries; want 1, 2, 1", s.Copies, s.Sources, len(s.Entries))
	}
	if diff := cmp.Diff(map[news.Lang]string{"fr": "Title of a", "en": "Title of b"}, s.Titles); diff != "" {
		t.Errorf("titles (-want +got):\n%s", diff)
	}
	if !slices.Equal(s.Reports, []string{"a", "b", "c"}) || !slices.Equal(s.Languages, []news.Lang{"en", "fr"}) {
		t.Errorf("reports %v, languages %v", s.Reports, s.Languages)
	}
	if s.From != "2031-05-05" || s.To != "2031-05-05" {
		t.Errorf("told of %s to %s, want the day of the meeting", s.From, s.To)
	}
	for _, e := range s.Entries {
		if e.Story != "s1" || e.ID == "" {
			t.Errorf("entry %q of story %q", e.ID, e.Story)
		}
	}
}

func TestStoryWithoutEventsLastsAsItWasPublished(t *testing.T) {
	s := Story("s1", []*news.Document{report("a", "en", "2031-05-06"), report("b", "en", "2031-05-08"), report("c", "en", "")}, nil)
	if s.From != "2031-05-06" || s.To != "2031-05-08" {
		t.Errorf("got %s to %s", s.From, s.To)
	}
	if s := Story("s2", []*news.Document{report("c", "en", "")}, nil); s.From != "" || s.To != "" {
		t.Errorf("an undated report gives %q to %q", s.From, s.To)
	}
}

// Entry ids do not hang on the place of an event in its report or on what other
// entries there are.
func TestEntryIDsStayUnderReorder(t *testing.T) {
	spread := func(e news.Event, start int) news.Event {
		e.Evidence = []news.Span{{Start: start, End: start + 5}}
		return e
	}
	events := []news.Event{spread(met(okafor, pinto), 0), spread(met(okafor, lunde), 10), spread(met(lunde, pinto), 20)}
	ids := func(es []news.Event) []string {
		entries, _ := Build([]*news.Document{report("a", "en", "2031-05-06", es...)})
		var out []string
		for _, e := range entries {
			out = append(out, e.ID)
		}
		slices.Sort(out)
		return out
	}
	want := ids(events)
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 6 {
		rnd.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		if got := ids(events); !slices.Equal(got, want) || len(slices.Compact(got)) != 3 {
			t.Errorf("ids %v, want %v", got, want)
		}
	}
}
