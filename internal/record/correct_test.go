package record

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

// sentence is one that tells of an event, or of several.
type sentence struct {
	text   string
	events []news.Event
}

// tellsOf is a report of these sentences, whose events rest on them.
func tellsOf(id string, sentences ...sentence) *news.Document {
	d := report(id, "en", "2031-05-06")
	d.Text = ""
	for _, s := range sentences {
		at := news.Span{Start: len(d.Text), End: len(d.Text) + len(s.text)}
		d.Text += s.text + " "
		for _, e := range s.events {
			e.Evidence = []news.Span{at}
			d.Events = append(d.Events, e)
		}
	}
	return d
}

func threatened(by, whom news.Party) news.Event {
	return news.Event{Type: news.Threaten, Status: news.Occurred, Actors: []news.Party{by}, Recipients: []news.Party{whom}}
}

const (
	metInLisbon = "Lena Okafor met Rui Tavares Pinto in Lisbon on Sunday to talk about the harbour."
	talks       = "On Monday the two ministers, Okafor and Tavares Pinto, held talks on the harbour in Lisbon."
	warned      = "Kari Lunde warned Portugal that Norway would close its market."
)

// harbour is two reports of one meeting that differ on its date, one of which tells of a threat as well.
func harbour() []*news.Document {
	return []*news.Document{
		tellsOf("a", sentence{metInLisbon, []news.Event{at(met(okafor, pinto), on("2031-05-04"), "Lisbon")}}, sentence{warned, []news.Event{threatened(lunde, prt)}}),
		tellsOf("b", sentence{talks, []news.Event{at(met(okafor, pinto), on("2031-05-05"), "Lisbon")}}),
	}
}

// about is a correction of the entry of a type, made of what docs tell.
func about(t *testing.T, docs []*news.Document, kind news.EventType, number int64) news.Correction {
	t.Helper()
	s := Story("s", docs, nil)
	i := slices.IndexFunc(s.Entries, func(e news.Entry) bool { return e.Type == kind })
	if i < 0 {
		t.Fatalf("no entry of type %s in %v", kind, lines(s.Entries))
	}
	return news.Correction{Number: number, At: time.Date(2031, 5, 7, 0, 0, 0, int(number), time.UTC), Anchor: AnchorOf(s, i, docs)}
}

// logged says what a story was corrected in.
func logged(s *news.Story) []string {
	var out []string
	for _, c := range s.Corrected {
		l := fmt.Sprintf("%d %s %s: %s -> %s", c.Number, c.Change, c.Attribute, c.Was, c.Is)
		if c.Overruled > 0 {
			l += fmt.Sprintf(" but %d", c.Overruled)
		}
		if len(c.Since) > 0 {
			l += " since " + strings.Join(c.Since, " ")
		}
		if c.Entry == "" && c.Change != news.ChangeSame {
			l += " (gone)"
		}
		out = append(out, l)
	}
	return out
}

func differing(s *news.Story) []string {
	var out []string
	for _, d := range s.Differences {
		l := d.Attribute
		if d.Entry >= 0 {
			l += " of " + string(s.Entries[d.Entry].Type)
		}
		out = append(out, l)
	}
	return out
}

func expect(t *testing.T, what string, got, want []string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestValuesAreSet(t *testing.T) {
	docs := harbour()
	plain := Story("s", docs, nil)
	c := about(t, docs, news.Consult, 3)
	c.Date, c.Place, c.Status, c.Mode, c.Type = on("2031-05-03"), &news.Location{Name: "Porto", Country: "PRT"}, news.Planned, "visit", news.Cooperate
	c.AddRecipients, c.DropActors, c.AddActors = []news.Party{lunde}, []news.Party{pinto}, []news.Party{nga}
	s := Story("s", docs, nil, c)
	e := &s.Entries[1] // what is planned comes after what happened
	expect(t, "entries", lines(s.Entries), []string{
		"THREATEN occurred | Kari Lunde a", "COOPERATE planned | Lena Okafor a,b | Nigeria  @Porto on 2031-05-03",
	})
	expect(t, "log", logged(s), []string{
		"3 set type: CONSULT -> COOPERATE", "3 set mode:  -> visit", "3 set status: occurred -> planned", "3 set date: 2031-05-04 -> 2031-05-03",
		"3 set place: Lisbon -> Porto", "3 drop actors: Rui Tavares Pinto -> ", "3 add actors:  -> Nigeria", "3 add recipients:  -> Kari Lunde",
	})
	expect(t, "marks", e.Corrected, []string{"type", "mode", "status", "date", "place", "actors", "recipients"})
	expect(t, "differences", differing(s), []string{"date of COOPERATE"})
	if e.ID != plain.Entries[0].ID || s.Corrected[0].Entry != e.ID {
		t.Errorf("the id was %s and is %s", plain.Entries[0].ID, e.ID)
	}
	if !cmp.Equal(e.Dates, plain.Entries[0].Dates) || !cmp.Equal(e.Places, plain.Entries[0].Places) || !cmp.Equal(e.Evidence, plain.Entries[0].Evidence) {
		t.Error("what the reports give was changed")
	}
	if n := len(e.Recipients[0].Reports) + len(e.Actors[1].Reports); n != 0 {
		t.Errorf("%d reports are said to name whom the user added", n)
	}
}

func TestAValueIsTakenAway(t *testing.T) {
	docs := harbour()
	c := about(t, docs, news.Consult, 1)
	c.Unset = []string{news.AttributeDate, news.AttributePlace}
	s := Story("s", docs, nil, c)
	if e := s.Entries[0]; e.Date != nil || e.Location != nil || len(e.Dates) != 2 {
		t.Errorf("entry %+v", e)
	}
	expect(t, "log", logged(s), []string{"1 set date: 2031-05-04 -> ", "1 set place: Lisbon -> "})
	if s.From != "2031-05-06" {
		t.Errorf("the story is of %s", s.From)
	}
}

func TestTheLaterCorrectionHolds(t *testing.T) {
	docs := harbour()
	first, second := about(t, docs, news.Consult, 1), about(t, docs, news.Consult, 2)
	first.Date, first.Mode, second.Date = on("2031-05-01"), "visit", on("2031-05-02")
	for _, order := range [][]news.Correction{{first, second}, {second, first}} {
		s := Story("s", docs, nil, order...)
		if got := value(*s.Entries[0].Date); got != "2031-05-02" || s.From != got || s.Entries[0].Mode != "visit" {
			t.Errorf("on %s, from %s", got, s.From)
		}
		expect(t, "log", logged(s), []string{"1 set mode:  -> visit", "1 set date: 2031-05-04 -> 2031-05-01 but 2", "2 set date: 2031-05-04 -> 2031-05-02"})
	}
	if s := Story("s", docs, nil, first); value(*s.Entries[0].Date) != "2031-05-01" || s.Corrected[1].Overruled != 0 {
		t.Errorf("with the first alone: %v", logged(s))
	}
}

func TestAPartyIsDroppedAndComesBack(t *testing.T) {
	docs := harbour()
	drop, add := about(t, docs, news.Consult, 1), about(t, docs, news.Consult, 2)
	drop.DropActors, add.AddActors = []news.Party{pinto}, []news.Party{pinto}
	s := Story("s", docs, nil, drop, add)
	expect(t, "entries", lines(s.Entries)[:1], []string{"CONSULT occurred | Lena Okafor a,b | Rui Tavares Pinto a,b @Lisbon on 2031-05-04"})
	expect(t, "log", logged(s), []string{"1 drop actors: Rui Tavares Pinto -> ", "2 add actors: Rui Tavares Pinto -> Rui Tavares Pinto"})
}

func TestWhatIsWrongGoes(t *testing.T) {
	docs := harbour()
	for _, c := range []struct {
		kind        news.EventType
		left        []string
		differences []string
		was         string
	}{
		{news.Threaten, []string{"CONSULT"}, []string{"date of CONSULT"}, "THREATEN occurred Kari Lunde → Portugal"},
		{news.Consult, []string{"THREATEN"}, nil, "CONSULT occurred Lena Okafor, Rui Tavares Pinto in Lisbon 2031-05-04"},
	} {
		wrong := about(t, docs, c.kind, 4)
		wrong.Wrong, wrong.Note = true, "misread"
		s := Story("s", docs, nil, wrong)
		var left []string
		for _, e := range s.Entries {
			left = append(left, string(e.Type))
		}
		expect(t, "entries", left, c.left)
		expect(t, "differences", differing(s), c.differences)
		expect(t, "log", logged(s), []string{"4 wrong : " + c.was + " ->  (gone)"})
		if s.Corrected[0].Note != "misread" || s.Corrected[0].At != wrong.At {
			t.Errorf("logged %+v", s.Corrected[0])
		}
	}
	// With an entry before it gone, a difference is of the same entry as before.
	both := []*news.Document{
		tellsOf("a", sentence{warned, []news.Event{threatened(lunde, prt)}}, sentence{metInLisbon, []news.Event{at(met(okafor, pinto), on("2031-05-04"), "")}}),
		tellsOf("b", sentence{warned, []news.Event{threatened(lunde, prt)}}, sentence{talks, []news.Event{at(met(okafor, pinto), on("2031-05-05"), "")}}),
	}
	wrong := about(t, both, news.Threaten, 1)
	wrong.Wrong = true
	if s := Story("s", both, nil, wrong); len(s.Entries) != 1 || !slices.Equal(differing(s), []string{"date of CONSULT"}) {
		t.Errorf("left %v, %v", lines(s.Entries), differing(s))
	}
}

func TestALaterReportIsNotJudged(t *testing.T) {
	docs := harbour()
	wrong := about(t, docs, news.Threaten, 1)
	wrong.Wrong = true
	again := tellsOf("c", sentence{"Portugal was threatened by Lunde.", []news.Event{threatened(lunde, prt)}})
	s := Story("s", append(docs, again), nil, wrong)
	expect(t, "log", logged(s), []string{"1 wrong : THREATEN occurred Kari Lunde → Portugal ->  since c"})
	if len(s.Entries) != 2 {
		t.Errorf("left: %v", lines(s.Entries))
	}
	copied := tellsOf("c", sentence{warned, []news.Event{threatened(lunde, prt)}})
	if s := Story("s", append(docs, copied), nil, wrong); len(s.Entries) != 1 {
		t.Errorf("the same words are told by another: %v", logged(s))
	}
	// Its words were there, but nobody had read them so.
	docs[1] = tellsOf("b", sentence{talks, []news.Event{at(met(okafor, pinto), on("2031-05-05"), "Lisbon"), threatened(lunde, prt)}})
	if s := Story("s", docs, nil, wrong); len(s.Entries) != 1 {
		t.Errorf("read anew: %v", logged(s))
	}
	docs[1].Revision = 2
	if s := Story("s", docs, nil, wrong); len(s.Entries) != 2 {
		t.Errorf("revised: %v", logged(s))
	}
}

func TestADifferenceIsNone(t *testing.T) {
	docs := harbour()
	plain := Story("s", docs, nil)
	c := about(t, docs, news.Consult, 7)
	if c.Same = AgreementOn(plain, 0, "date", docs); c.Same == nil || AgreementOn(plain, 0, "place", docs) != nil || AgreementOn(plain, -1, "date", docs) != nil {
		t.Fatalf("differences %v", differing(plain))
	}
	s := Story("s", docs, nil, c)
	expect(t, "differences", differing(s), nil)
	expect(t, "log", logged(s), []string{"7 same date: 2031-05-04 · 2031-05-05 -> "})
	// Another report with one of the days changes nothing; one with a third day was not judged.
	for _, third := range []struct {
		day  string
		want []string
	}{{"2031-05-05", nil}, {"2031-05-06", []string{"date of CONSULT"}}} {
		more := append(slices.Clone(docs), tellsOf("c", sentence{"Okafor saw Tavares Pinto.", []news.Event{at(met(okafor, pinto), on(third.day), "Lisbon")}}))
		s := Story("s", more, nil, c)
		expect(t, "differences with "+third.day, differing(s), third.want)
		if third.want != nil {
			expect(t, "log", logged(s), []string{"7 same date: 2031-05-04 · 2031-05-05 · 2031-05-06 ->  since c"})
		}
	}
}

func TestADifferenceOfTheStoryIsNone(t *testing.T) {
	s := &news.Story{Differences: []news.Difference{
		{Entry: -1, Attribute: "words", Values: []news.DifferenceValue{
			{Value: "one", Reports: []string{"a"}, Evidence: []news.ReportSpan{{Report: "a", Span: news.Span{Start: 0, End: len(metInLisbon)}}}},
			{Value: "two", Reports: []string{"b"}, Evidence: []news.ReportSpan{{Report: "b", Span: news.Span{Start: 0, End: len(talks)}}}},
		}},
		{Entry: -1, Attribute: "words", Values: []news.DifferenceValue{{Value: "one"}, {Value: "two"}}},
		{Entry: -1, Attribute: "count", Values: []news.DifferenceValue{{Value: "3"}, {Value: "4"}}},
	}}
	docs := harbour()
	first := *s
	first.Differences = s.Differences[:1]
	c := news.Correction{Number: 1, Anchor: AnchorOf(s, -1, docs), Same: AgreementOn(&first, -1, "words", docs)}
	correct(s, docs, []news.Correction{c})
	expect(t, "differences", differing(s), []string{"words", "count"})
}

func TestAnEntryIsFoundAgain(t *testing.T) {
	docs := harbour()
	c := about(t, docs, news.Consult, 1)
	c.Date = on("2031-05-01")
	told := func(name string, want string, docs ...*news.Document) {
		t.Helper()
		s := Story("s", docs, nil, c)
		var got []string
		for _, e := range s.Entries {
			if len(e.Corrected) > 0 {
				got = append(got, string(e.Type)+" "+e.Actors[0].Name)
			}
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%s: corrected %q, want %q", name, got, want)
		}
	}
	meeting := at(met(okafor, pinto), on("2031-05-04"), "Lisbon")
	other := meeting
	other.Type = news.Agree
	told("as it was", "CONSULT Lena Okafor", docs...)
	told("spans moved", "CONSULT Lena Okafor", tellsOf("a", sentence{text: "A new first sentence."}, sentence{metInLisbon, []news.Event{meeting}}))
	told("sentences parted otherwise", "CONSULT Lena Okafor", tellsOf("a", sentence{metInLisbon + " " + warned, []news.Event{meeting}}))
	told("a word was edited", "CONSULT Lena Okafor",
		tellsOf("a", sentence{strings.Replace(metInLisbon, "Sunday", "Monday", 1), []news.Event{meeting}}))
	told("of another type", "AGREE Lena Okafor", tellsOf("a", sentence{metInLisbon, []news.Event{other}}))
	told("of other parties", "CONSULT Kari Lunde", tellsOf("a", sentence{metInLisbon, []news.Event{met(lunde, nga)}}))
	told("its copy is the original now", "CONSULT Lena Okafor", tellsOf("z", sentence{metInLisbon, []news.Event{meeting}}))
	told("the same type in other words", "", tellsOf("a", sentence{"Quite another meeting of the two took place in Oslo.", []news.Event{meeting}}))
	told("edited words of another report", "",
		tellsOf("z", sentence{strings.Replace(metInLisbon, "Sunday", "Monday", 1), []news.Event{meeting}}))
	told("another type and other parties", "", tellsOf("a", sentence{metInLisbon, []news.Event{threatened(lunde, nga)}}))
	told("two that may be meant", "",
		tellsOf("a", sentence{metInLisbon, []news.Event{met(lunde), met(news.Party{Name: "Ann Example", Kind: news.Person})}}))
	told("nothing is told any more", "", tellsOf("a", sentence{text: metInLisbon}))
}

func TestWhatIsToldBesideIsSomethingElse(t *testing.T) {
	one := "Lena Okafor met Rui Tavares Pinto and threatened Kari Lunde, who met the minister of Nigeria."
	docs := []*news.Document{tellsOf("a", sentence{one, []news.Event{met(okafor, pinto), threatened(okafor, lunde), met(lunde, nga)}})}
	c := about(t, docs, news.Consult, 1)
	c.Date = on("2031-05-01")
	if len(c.Anchor.Beside) != 2 {
		t.Fatalf("beside: %+v", c.Anchor.Beside)
	}
	s := Story("s", docs, nil, c)
	if len(s.Corrected) != 1 || s.Corrected[0].Entry != c.Anchor.Entry {
		t.Errorf("corrected %+v", s.Corrected)
	}
	docs[0].Events = docs[0].Events[1:]
	if s := Story("s", docs, nil, c); len(s.Corrected) != 0 {
		t.Errorf("what is left was corrected: %v", logged(s))
	}
}

func TestAVerdictHoldsForWhatWasJudgedOnly(t *testing.T) {
	docs := harbour()
	c := about(t, docs, news.Consult, 1)
	c.Wrong = true
	agreed := at(met(okafor, pinto), on("2031-05-04"), "Lisbon")
	agreed.Type = news.Agree
	denied := at(met(okafor, pinto), on("2031-05-04"), "Lisbon")
	denied.Status = news.Denied
	for name, e := range map[string]news.Event{"another type": agreed, "another status": denied, "others": met(lunde, nga)} {
		if s := Story("s", []*news.Document{tellsOf("a", sentence{metInLisbon, []news.Event{e}})}, nil, c); len(s.Entries) != 1 || len(s.Corrected) != 0 {
			t.Errorf("%s: left %v, %v", name, lines(s.Entries), logged(s))
		}
	}
}

func TestCorrectionsInAnyOrder(t *testing.T) {
	docs := harbour()
	var all []news.Correction
	for n := range int64(6) {
		c := about(t, docs, []news.EventType{news.Consult, news.Threaten}[n%2], n+1)
		switch n {
		case 0, 2:
			c.Date = on(fmt.Sprintf("2031-05-%02d", n+1))
		case 1:
			c.Status = news.Denied
		case 3:
			c.AddActors = []news.Party{nga}
		case 4:
			c.Same = AgreementOn(Story("s", docs, nil), 0, "date", docs)
		case 5:
			c.Wrong = true
		}
		all = append(all, c)
	}
	want := Story("s", docs, nil, all...)
	if len(want.Corrected) != 6 || len(want.Entries) != 1 || len(want.Differences) != 0 {
		t.Fatalf("%v, %v, %v", logged(want), lines(want.Entries), differing(want))
	}
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		if diff := cmp.Diff(want, Story("s", docs, nil, all...)); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
		}
	}
}

func TestSayAlike(t *testing.T) {
	words := func(s string) folded { return newReading(nil).fold(s) }
	for _, c := range []struct {
		a, b             string
		verbatim, edited bool
	}{
		{metInLisbon, metInLisbon, true, true},
		{metInLisbon, strings.ToUpper(metInLisbon), true, true},
		{metInLisbon, metInLisbon + " " + warned, true, true},
		{metInLisbon, strings.Replace(metInLisbon, "Sunday", "Monday", 1), false, true},
		{metInLisbon, talks, false, false},
		{metInLisbon, warned, false, false},
		{"They met.", "They met. Then they left for the airport.", false, false},
		{"巴尔哈姆·萨利赫周日在巴格达会见了沙姆哈尼。", "巴尔哈姆·萨利赫周日在巴格达会见了沙姆哈尼。他随后离开。", true, true},
		{"巴尔哈姆·萨利赫周日在巴格达会见了沙姆哈尼。", "巴尔哈姆·萨利赫周一在巴格达会见了沙姆哈尼。", false, true},
		{"التقى الرئيس برهم صالح علي شمخاني في بغداد يوم الأحد", "التقى الرئيس برهم صالح علي شمخاني في بغداد يوم الاثنين", false, true},
		{"", "", false, false},
		{metInLisbon, "", false, false},
	} {
		for how, want := range map[likening]bool{verbatim: c.verbatim, edited: c.edited} {
			if got := sayAlike(words(c.a), words(c.b), how); got != want || got != sayAlike(words(c.b), words(c.a), how) {
				t.Errorf("%q and %q, %v: %v", c.a, c.b, how, got)
			}
		}
	}
}

// BenchmarkCorrect applies ten corrections to a story that two hundred reports tell.
func BenchmarkCorrect(b *testing.B) {
	var docs []*news.Document
	for i := range 200 {
		var told []sentence
		for k := range 5 {
			who := news.Party{Name: fmt.Sprintf("Ann Example%c", 'a'+k), Kind: news.Person}
			told = append(told, sentence{fmt.Sprintf("As paper %d has it, %s met Okafor for talk %d of the harbour.", i, who.Name, k), []news.Event{met(okafor, who)}})
		}
		docs = append(docs, tellsOf(fmt.Sprintf("r%03d", i), told...))
	}
	s := Story("s", docs, nil)
	var cs []news.Correction
	for n := range int64(10) {
		cs = append(cs, news.Correction{Number: n + 1, Anchor: AnchorOf(s, int(n)%len(s.Entries), docs), Date: on("2031-05-01")})
	}
	for b.Loop() {
		told := *s
		told.Entries = slices.Clone(s.Entries)
		if correct(&told, docs, cs); len(told.Corrected) != len(cs) {
			b.Fatalf("%d were applied", len(told.Corrected))
		}
	}
}
