package record

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

// More parties of the tests.
var (
	brandt = news.Party{Name: "Ada Brandt", Entity: "Q900011", Kind: news.Person, Country: "NOR", Sector: "GOV"}
	sousa  = news.Party{Name: "Marta Sousa", Entity: "Q900012", Kind: news.Person, Country: "PRT", Sector: "GOV"}
	bello  = news.Party{Name: "Musa Bello", Entity: "Q900013", Kind: news.Person, Country: "NGA", Sector: "GOV"}
	nobody = news.Party{Name: "Jo Doe", Kind: news.Person}
	lisbon = news.Party{Name: "Lisbon", Entity: "GN:1", Kind: news.Place, Country: "PRT"}
)

// tale is what tests of visits are made of: entries and the reports that they rest on.
type tale struct {
	entries []*news.Entry
	reports map[string]*news.Document
}

// told adds an entry of a report: "story report", published on a day or not.
func (s *tale) told(where, published string, e news.Entry, parties ...news.Party) *news.Entry {
	story, id, _ := strings.Cut(where, " ")
	if s.reports == nil {
		s.reports = map[string]*news.Document{}
	}
	if s.reports[id] == nil {
		s.reports[id] = report(id, "en", published)
	}
	e.ID, e.Story = "e"+string(rune('a'+len(s.entries))), story
	if e.Type == "" {
		e.Type = news.Consult
	}
	if e.Status == "" {
		e.Status = news.Occurred
	}
	for _, p := range parties {
		e.Actors = append(e.Actors, news.EntryParty{Party: p, Reports: []string{id}})
	}
	e.Evidence = append(e.Evidence, news.ReportSpan{Report: id, Span: news.Span{Start: 0, End: 4}})
	s.entries = append(s.entries, &e)
	return &e
}

func (s *tale) look(id string) (*news.Document, error) { return s.reports[id], nil }

// lines writes visits to be read: who in place, from to to, how status | whom (reports) at, ... | with companions.
func (s *tale) lines(t *testing.T) []string {
	t.Helper()
	visits, err := Visits(s.entries, s.look)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, v := range visits {
		line := v.Visitor.Name + " in " + v.Place.Name + ", " + momentText(v.From) + " to " + momentText(v.To) + ", " + string(v.How)
		if v.Status != news.Occurred {
			line += " " + string(v.Status)
		}
		for _, m := range v.Meetings {
			line += " | " + partyNames(m.With) + " " + strings.Join(m.Reports(), ",")
			if !m.At.IsZero() {
				line += " " + momentText(m.At)
			}
			if m.Status != v.Status {
				line += " " + string(m.Status)
			}
		}
		if len(v.Companions) > 0 {
			line += " | along: " + partyNames(v.Companions)
		}
		out = append(out, line)
	}
	return out
}

func partyNames(ps []news.EntryParty) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.Name)
	}
	return strings.Join(out, "+")
}

func momentText(m news.Moment) string {
	out := "-"
	switch {
	case m.Date != nil:
		out = value(*m.Date)
	case m.Weekday > 0:
		out = time.Weekday(m.Weekday % 7).String()
	}
	return strings.TrimSpace(out + " " + m.Part)
}

func inTown(name, country string) *news.Location {
	return &news.Location{Name: name, Country: country, Precision: news.AtCity}
}

func inferredTown(name, country string) *news.Location {
	l := inTown(name, country)
	l.Inferred = true
	return l
}

// townMention names a town in the first sentence of a report.
func townMention(name, country string) news.Mention {
	return news.Mention{Span: news.Span{Start: 0, End: 3}, Kind: news.Place, Name: name, Country: country, Precision: news.AtCity}
}

func TestVisits(t *testing.T) {
	visit := news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT")}
	for _, c := range []struct {
		name string
		tell func(s *tale)
		want []string
	}{
		{
			"two meetings of two days in one town are one visit, each with its report",
			func(s *tale) {
				s.told("s1 a", "2031-05-07", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-06")}, okafor, pinto)
				s.told("s2 b", "2031-05-08", news.Entry{Location: inTown("Lisbon", "PRT"), Date: on("2031-05-08")}, sousa, okafor)
			},
			[]string{"Lena Okafor in Lisbon, 2031-05-06 to 2031-05-08, visit | Rui Tavares Pinto a 2031-05-06 | Marta Sousa b 2031-05-08"},
		},
		{
			"a meeting with hosts is a visit, whatever it is called",
			func(s *tale) {
				s.told("s1 a", "", news.Entry{Location: inTown("Lisbon", "PRT"), Date: on("2031-05-06")}, pinto, okafor)
			},
			[]string{"Lena Okafor in Lisbon, 2031-05-06 to 2031-05-06, hosts | Rui Tavares Pinto a 2031-05-06"},
		},
		{
			"hosts at home do not visit",
			func(s *tale) { s.told("s1 a", "2031-05-07", visit, pinto, sousa) },
			nil,
		},
		{
			"a town that one report implies is none",
			func(s *tale) {
				s.told("s1 a", "2031-05-07", news.Entry{Location: inferredTown("Lisbon", "PRT")}, okafor, pinto)
			},
			nil,
		},
		{
			"a town that two reports imply is one",
			func(s *tale) {
				l := inferredTown("Lisbon", "PRT")
				s.told("s1 a", "2031-05-07", news.Entry{Location: l, Places: []news.EntryPlace{{Location: *l, Reports: []string{"a", "b"}}}}, okafor, pinto)
			},
			[]string{"Lena Okafor in Lisbon, - to -, hosts | Rui Tavares Pinto a"},
		},
		{
			"a visit with hosts believes a town that is implied",
			func(s *tale) {
				s.told("s1 a", "2031-05-07", news.Entry{Mode: "visit", Location: inferredTown("Lisbon", "PRT")}, okafor, pinto)
			},
			[]string{"Lena Okafor in Lisbon, - to -, visit | Rui Tavares Pinto a"},
		},
		{
			"an entry without a place or date joins by story",
			func(s *tale) {
				s.told("s1 a", "2031-05-07", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-06")}, okafor, pinto)
				s.told("s1 b", "", news.Entry{}, sousa, okafor)
			},
			[]string{"Lena Okafor in Lisbon, 2031-05-06 to 2031-05-06, visit | Rui Tavares Pinto a 2031-05-06 | Marta Sousa b"},
		},
		{
			"but not that of another story, nor one with people of another country",
			func(s *tale) {
				s.told("s1 a", "2031-05-07", visit, okafor, pinto)
				s.told("s2 b", "", news.Entry{}, sousa, okafor)
				s.told("s1 c", "", news.Entry{}, lunde, okafor)
			},
			[]string{"Lena Okafor in Lisbon, - to -, visit | Rui Tavares Pinto a"},
		},
		{
			"what is agreed with the hosts belongs to the visit, but does not make one",
			func(s *tale) {
				s.told("s1 a", "2031-05-07", visit, okafor, pinto)
				s.told("s1 a", "2031-05-07", news.Entry{Type: news.Agree, Location: inTown("Lisbon", "PRT")}, okafor, sousa)
				s.told("s2 b", "2031-05-07", news.Entry{Type: news.Agree, Location: inTown("Lisbon", "PRT")}, brandt, sousa)
			},
			[]string{"Lena Okafor in Lisbon, - to -, visit | Rui Tavares Pinto a | Marta Sousa a"},
		},
		{
			"four quiet days part two visits",
			func(s *tale) {
				s.told("s1 a", "", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-06")}, okafor, pinto)
				s.told("s2 b", "", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-10")}, okafor, sousa)
			},
			[]string{
				"Lena Okafor in Lisbon, 2031-05-10 to 2031-05-10, visit | Marta Sousa b 2031-05-10",
				"Lena Okafor in Lisbon, 2031-05-06 to 2031-05-06, visit | Rui Tavares Pinto a 2031-05-06",
			},
		},
		{
			"but not in one story",
			func(s *tale) {
				s.told("s1 a", "", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-06")}, okafor, pinto)
				s.told("s1 b", "", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-10")}, okafor, sousa)
			},
			[]string{"Lena Okafor in Lisbon, 2031-05-06 to 2031-05-10, visit | Rui Tavares Pinto a 2031-05-06 | Marta Sousa b 2031-05-10"},
		},
		{
			"another place between parts two visits to one town",
			func(s *tale) {
				s.told("s1 a", "", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-06")}, okafor, pinto)
				s.told("s2 b", "", news.Entry{Mode: "visit", Location: inTown("Oslo", "NOR"), Date: on("2031-05-07")}, okafor, lunde)
				s.told("s3 c", "", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-08")}, okafor, sousa)
			},
			[]string{
				"Lena Okafor in Lisbon, 2031-05-08 to 2031-05-08, visit | Marta Sousa c 2031-05-08",
				"Lena Okafor in Oslo, 2031-05-07 to 2031-05-07, visit | Kari Lunde b 2031-05-07",
				"Lena Okafor in Lisbon, 2031-05-06 to 2031-05-06, visit | Rui Tavares Pinto a 2031-05-06",
			},
		},
		{
			"the country that one report gives is the town of another",
			func(s *tale) {
				s.told("s1 a", "", news.Entry{Mode: "visit", Location: &news.Location{Name: "Portugal", Country: "PRT", Precision: news.AtCountry}, Date: on("2031-05-06")}, okafor, pinto)
				s.told("s2 b", "", news.Entry{Location: inTown("Lisbon", "PRT"), Date: on("2031-05-07")}, okafor, sousa)
			},
			[]string{"Lena Okafor in Lisbon, 2031-05-06 to 2031-05-07, visit | Rui Tavares Pinto a 2031-05-06 | Marta Sousa b 2031-05-07"},
		},
		{
			"a place that is visited is no host, and nobody is met",
			func(s *tale) { s.told("s1 a", "2031-05-07", news.Entry{Mode: "visit"}, okafor, lisbon) },
			[]string{"Lena Okafor in Lisbon, - to -, visit"},
		},
		{
			"who came along has no visit of their own",
			func(s *tale) {
				s.told("s1 a", "", visit, okafor, bello, pinto)
				s.told("s1 b", "", visit, okafor, sousa)
			},
			[]string{"Lena Okafor in Lisbon, - to -, visit | Rui Tavares Pinto a | Marta Sousa b | along: Musa Bello"},
		},
		{
			"of two who came together the first named leads",
			func(s *tale) { s.told("s1 a", "", visit, pinto, bello, okafor) },
			[]string{"Musa Bello in Lisbon, - to -, visit | Rui Tavares Pinto a | along: Lena Okafor"},
		},
		{
			"what is planned is marked",
			func(s *tale) {
				s.told("s1 a", "2031-05-02", news.Entry{Status: news.Planned, Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-06")}, okafor, pinto)
			},
			[]string{"Lena Okafor in Lisbon, 2031-05-06 to 2031-05-06, visit planned | Rui Tavares Pinto a 2031-05-06"},
		},
		{
			"a plan becomes part of the visit that took place",
			func(s *tale) {
				s.told("s1 a", "2031-05-02", news.Entry{Status: news.Planned, Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-06")}, okafor, pinto)
				s.told("s2 b", "2031-05-07", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-07")}, okafor, sousa)
			},
			[]string{"Lena Okafor in Lisbon, 2031-05-06 to 2031-05-07, visit | Rui Tavares Pinto a 2031-05-06 planned | Marta Sousa b 2031-05-07"},
		},
		{
			"what was done elsewhere does not belong to what is planned",
			func(s *tale) {
				s.told("s1 a", "2031-05-02", news.Entry{Status: news.Planned, Mode: "visit", Location: inTown("Lisbon", "PRT")}, okafor, pinto)
				s.told("s1 a", "2031-05-02", news.Entry{}, okafor, sousa)
			},
			[]string{"Lena Okafor in Lisbon, - to -, visit planned | Rui Tavares Pinto a"},
		},
		{
			"what is recalled, denied or told of a telephone call makes no visit",
			func(s *tale) {
				s.told("s1 a", "", news.Entry{Status: news.Background, Mode: "visit", Location: inTown("Lisbon", "PRT")}, okafor, pinto)
				s.told("s1 a", "", news.Entry{Status: news.Denied, Mode: "visit", Location: inTown("Lisbon", "PRT")}, okafor, pinto)
				s.told("s1 a", "", news.Entry{Mode: "phone", Location: inTown("Lisbon", "PRT")}, okafor, pinto)
			},
			nil,
		},
		{
			"what is recalled of the days of a visit belongs to it",
			func(s *tale) {
				s.told("s1 a", "", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-06")}, okafor, pinto)
				s.told("s1 a", "", news.Entry{Status: news.Background, Date: on("2031-05-05")}, okafor, sousa)
				s.told("s1 a", "", news.Entry{Status: news.Background, Date: on("2029-05-05")}, okafor, sousa)
				s.told("s1 a", "", news.Entry{Status: news.Background}, okafor, sousa)
			},
			[]string{"Lena Okafor in Lisbon, 2031-05-05 to 2031-05-06, visit | Marta Sousa a 2031-05-05 | Rui Tavares Pinto a 2031-05-06"},
		},
		{
			"a visit without a place is in the one town of the hosts that its sentences name",
			func(s *tale) {
				s.told("s1 a", "", news.Entry{Mode: "visit"}, okafor, pinto)
				s.reports["a"].Mentions = []news.Mention{townMention("Lisbon", "PRT"), townMention("Abuja", "NGA")}
				s.told("s2 b", "", news.Entry{Mode: "visit"}, okafor, pinto)
				s.reports["b"].Mentions = []news.Mention{townMention("Lisbon", "PRT"), townMention("Porto", "PRT")}
				s.told("s3 c", "", news.Entry{Mode: "visit"}, pinto, okafor)
				s.reports["c"].Mentions = []news.Mention{townMention("Lisbon", "PRT")}
				s.told("s4 d", "", news.Entry{}, okafor, pinto)
				s.reports["d"].Mentions = []news.Mention{townMention("Lisbon", "PRT")}
			},
			[]string{"Lena Okafor in Lisbon, - to -, visit | Rui Tavares Pinto a"},
		},
		{
			"people of two countries in a third are both abroad",
			func(s *tale) { s.told("s1 a", "", news.Entry{Location: inTown("Oslo", "NOR")}, okafor, pinto) },
			[]string{"Lena Okafor in Oslo, - to -, abroad | Rui Tavares Pinto a", "Rui Tavares Pinto in Oslo, - to -, abroad | Lena Okafor a"},
		},
		{
			"whose country was only inferred, or is not known, is no visitor",
			func(s *tale) {
				p := bello
				p.Inferred = true
				s.told("s1 a", "", news.Entry{Location: inTown("Lisbon", "PRT")}, p, pinto)
				s.told("s2 b", "", visit, nobody, sousa)
			},
			nil,
		},
		{
			"a report published days later belongs to the visit that its entry does not date",
			func(s *tale) {
				s.told("s1 a", "", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: on("2031-05-06")}, okafor, pinto)
				s.told("s2 b", "2031-05-08", visit, okafor, sousa)
				s.told("s3 c", "2031-06-08", visit, okafor, sousa)
			},
			[]string{
				"Lena Okafor in Lisbon, - to -, visit | Marta Sousa c",
				"Lena Okafor in Lisbon, 2031-05-06 to 2031-05-06, visit | Rui Tavares Pinto a 2031-05-06 | Marta Sousa b",
			},
		},
		{
			"the month is said where nothing says the day",
			func(s *tale) {
				s.told("s1 a", "", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT"), Date: inMonth("2031-05")}, okafor, pinto)
			},
			[]string{"Lena Okafor in Lisbon, 2031-05-01/2031-05-31 to 2031-05-01/2031-05-31, visit | Rui Tavares Pinto a 2031-05-01/2031-05-31"},
		},
		{
			"a name without an id is that of the story who has one",
			func(s *tale) {
				s.told("s1 a", "", visit, okafor, pinto)
				s.told("s1 b", "", visit, news.Party{Name: "Okafor", Kind: news.Person, Country: "NGA"}, sousa)
			},
			[]string{"Lena Okafor in Lisbon, - to -, visit | Rui Tavares Pinto a | Marta Sousa b"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &tale{}
			c.tell(s)
			if diff := cmp.Diff(c.want, s.lines(t)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestAmbassadorsDoNotVisit holds that those who are posted abroad are no visitors, whatever language says so.
func TestAmbassadorsDoNotVisit(t *testing.T) {
	for _, c := range []struct{ lang, role, minister string }{
		{"en", "Nigerian Ambassador", "consulting minister"},
		{"en", "Consul General", "adviser"},
		{"fr", "ambassadrice", "ministre"},
		{"es", "Embajadora", "ministro consultor"},
		{"de", "Generalkonsulin", "Ministerin"},
		{"ru", "посол", "посланник мира"},
		{"ar", "السفير", "وزير الخارجية"},
		{"fa", "سفیر", "وزیر امور خارجه"},
		{"tr", "Büyükelçisi", "Bakan"},
		{"pt", "embaixadora", "ministra"},
		{"it", "l'ambasciatore", "ministra"},
		{"zh", "驻葡大使", "外交部长"},
	} {
		for role, want := range map[string]int{c.role: 0, c.minister: 1} {
			s := &tale{}
			s.told("s1 a", "2031-05-07", news.Entry{Location: inTown("Lisbon", "PRT")}, okafor, pinto)
			s.reports["a"].Mentions = []news.Mention{{Kind: news.Person, Entity: okafor.Entity, Name: okafor.Name, Role: role}}
			if got := s.lines(t); len(got) != want {
				t.Errorf("%s %q: %d visits, want %d: %v", c.lang, role, len(got), want, got)
			}
		}
	}
}

func TestVisitNamesItsReports(t *testing.T) {
	s := &tale{}
	e := s.told("s1 a", "2031-05-09", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT")}, okafor, pinto)
	s.reports["b"] = report("b", "ar", "2031-05-08")
	s.reports["c"] = report("c", "fr", "")
	for _, id := range []string{"c", "b"} {
		e.Evidence = append(e.Evidence, news.ReportSpan{Report: id, Span: news.Span{Start: 0, End: 2}})
	}
	visits, err := Visits(s.entries, s.look)
	if err != nil || len(visits) != 1 {
		t.Fatalf("%d visits, %v", len(visits), err)
	}
	v := visits[0]
	if diff := cmp.Diff([]string{"b", "a", "c"}, v.Reports); diff != "" {
		t.Errorf("reports -want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]news.Lang{"ar", "en", "fr"}, v.Languages); diff != "" {
		t.Errorf("languages -want +got:\n%s", diff)
	}
	if v.ReportedFrom != "2031-05-08" || v.ReportedTo != "2031-05-09" {
		t.Errorf("reported %s to %s", v.ReportedFrom, v.ReportedTo)
	}
	if v.ID == "" || v.Visitor.Country != "NGA" || !slices.Equal(v.Stories, []string{"s1"}) || !slices.Equal(v.Entries, []string{e.ID}) {
		t.Errorf("got %+v", v)
	}
}

// TestVisitsInAnyOrder holds that visits are the same in whatever order entries come.
func TestVisitsInAnyOrder(t *testing.T) {
	s := &tale{}
	for i, day := range []string{"2031-05-06", "2031-05-07", "2031-05-10", "", "2031-05-14", "2031-05-16", ""} {
		e := news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT")}
		if day != "" {
			e.Date = on(day)
		}
		if i%3 == 2 {
			e.Location = inTown("Oslo", "NOR")
		}
		r := string(rune('a' + i))
		s.told("s"+string(rune('1'+i%4))+" "+r, "", e, okafor, pinto, lunde, bello)
		s.told("s"+string(rune('1'+i%4))+" "+r, "", news.Entry{}, okafor, sousa)
	}
	want, err := Visits(s.entries, s.look)
	if err != nil || len(want) < 4 {
		t.Fatalf("%d visits, %v", len(want), err)
	}
	r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a test repeats itself
	for range 20 {
		r.Shuffle(len(s.entries), func(i, j int) { s.entries[i], s.entries[j] = s.entries[j], s.entries[i] })
		got, err := Visits(s.entries, s.look)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("-want +got:\n%s", diff)
		}
	}
}

func TestVisitsEndAtTheFirstError(t *testing.T) {
	s := &tale{}
	s.told("s1 a", "", news.Entry{Mode: "visit", Location: inTown("Lisbon", "PRT")}, okafor, pinto)
	broken := errors.New("broken")
	if _, err := Visits(s.entries, func(string) (*news.Document, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
