package app

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// told makes a report that names people and places: each is "id name | country | role",
// places "GN:1 name".
func told(t *testing.T, id string, lang news.Lang, date string, who ...string) *news.Document {
	t.Helper()
	d := &news.Document{Report: news.Report{ID: id, Lang: lang, Source: id + ".example", Title: "Report " + id}}
	if date != "" {
		at, err := time.Parse(time.DateOnly, date)
		if err != nil {
			t.Fatal(err)
		}
		d.Published = &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Day}}
	}
	for _, w := range who {
		f := strings.Split(w, "|")
		entity, name, _ := strings.Cut(strings.TrimSpace(f[0]), " ")
		m := news.Mention{Entity: entity, Name: name, Kind: news.Person}
		if len(f) == 3 {
			m.Country, m.Role = strings.TrimSpace(f[1]), strings.TrimSpace(f[2])
		}
		if strings.HasPrefix(entity, "GN:") {
			m.Kind = news.Place
		}
		m.Span.Start = len(d.Text)
		d.Text += name
		m.Span.End = len(d.Text)
		d.Text += " was named. "
		d.Mentions = append(d.Mentions, m)
	}
	d.Events = []news.Event{{
		Type: news.Consult, Status: news.Occurred, Evidence: []news.Span{{Start: 0, End: len(d.Text)}}, Confidence: 0.9,
		Actors: []news.Party{party(d, 0)}, Recipients: []news.Party{party(d, 1)},
		Location: &news.Location{Name: "Baghdad", Country: "IRQ", Precision: "city"},
	}}
	return d
}

func party(d *news.Document, i int) news.Party {
	m := d.Mentions[i]
	return news.Party{Name: m.Name, Entity: m.Entity, Kind: m.Kind, Country: m.Country, Mention: i}
}

// spring and summer of 2020 in Baghdad and Tehran, the brothers Larijani, and two presidents
// of one name.
func aYear(t *testing.T) []*news.Document {
	t.Helper()
	return []*news.Document{
		told(t, "spring", "en", "2020-03-08", "L1 Mustafa Kadhimi | IRQ | head of intelligence", "L2 Ali Shamkhani | IRN | secretary", "L3 Barham Salih | IRQ | president", "GN:1 Baghdad"),
		told(t, "printemps", "fr", "2020-03-08", "L4 Ali Chamkhani | IRN | secrétaire", "L3 Barham Salih | IRQ | président", "GN:1 Baghdad"),
		told(t, "summer", "en", "2020-07-22", "L5 Mustafa al-Kazemi | IRQ | Prime Minister", "L2 Ali Shamkhani | IRN | secretary", "GN:2 Tehran"),
		told(t, "صيف", "ar", "2020-07-22", "L6 مصطفى الكاظمي | IRQ | رئيس الوزراء", "L2 Ali Shamkhani | IRN | أمين", "GN:2 Tehran"),
		told(t, "speaker", "en", "2020-03-09", "L7 Ali Larijani | IRN | speaker", "L8 Hassan Rouhani | IRN | president", "GN:2 Tehran"),
		told(t, "judge", "en", "2020-03-09", "L9 Sadeq Larijani | IRN | judiciary chief", "L8 Hassan Rouhani | IRN | president", "GN:2 Tehran"),
		told(t, "gulf", "en", "1991-01-17", "Lb George H. W. Bush | USA | president", "Lc James Baker | USA | secretary", "GN:3 Washington"),
		told(t, "iraq", "en", "2003-03-20", "Lb George W. Bush | USA | president", "Ld Colin Powell | USA | secretary", "GN:3 Washington"),
		told(t, "fayyadh", "en", "2020-03-08", "Le Falih al-Fayyadh | IRQ | adviser", "L2 Ali Shamkhani | IRN | secretary", "GN:1 Baghdad"),
		told(t, "fayyad", "en", "2020-03-09", "Lf Faleh Fayyad | IRQ | adviser", "L2 Ali Shamkhani | IRN | secretary", "GN:1 Baghdad"),
	}
}

// kept opens a store with docs, added in batches of n and settled after each.
func kept(t *testing.T, docs []*news.Document, n int) store.Store {
	t.Helper()
	st, err := OpenStore(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	for part := range slices.Chunk(docs, n) {
		if _, err := st.Add(t.Context(), part); err != nil {
			t.Fatal(err)
		}
		if _, err := Settle(t.Context(), st, nil); err != nil {
			t.Fatal(err)
		}
	}
	return st
}

// picture writes who is who in a store: the ids of each report, who is listed, who is party
// to what, and what is proposed.
func picture(t *testing.T, st store.Store) string {
	t.Helper()
	var out []string
	for d, err := range st.Documents(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range d.Mentions {
			out = append(out, d.ID+" "+m.Entity)
		}
	}
	for e, err := range st.Entities(t.Context(), store.Filter{Kind: news.Person}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%+v", *e))
	}
	for e, err := range st.Entries(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range slices.Concat(e.Actors, e.Recipients) {
			out = append(out, "party "+p.Entity+" "+strings.Join(p.Reports, " "))
		}
	}
	proposals, err := st.Proposals(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range proposals {
		p.Number = 0
		out = append(out, fmt.Sprintf("%+v", p))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func entityIn(t *testing.T, st store.Store, report string, mention int) string {
	t.Helper()
	d, err := st.Document(t.Context(), report)
	if err != nil {
		t.Fatal(err)
	}
	return d.Mentions[mention].Entity
}

func TestOnePersonHasOneIDInAllReports(t *testing.T) {
	st := kept(t, aYear(t), 100)
	for _, same := range [][2]string{{"summer", "spring"}, {"صيف", "spring"}, {"fayyad", "fayyadh"}} {
		if a, b := entityIn(t, st, same[0], 0), entityIn(t, st, same[1], 0); a != b {
			t.Errorf("%s has %s, %s has %s", same[0], a, same[1], b)
		}
	}
	if a, b := entityIn(t, st, "printemps", 0), entityIn(t, st, "spring", 1); a != b {
		t.Errorf("Chamkhani is %s, Shamkhani %s", a, b)
	}
	for _, two := range [][2]string{{"speaker", "judge"}, {"gulf", "iraq"}} {
		if a, b := entityIn(t, st, two[0], 0), entityIn(t, st, two[1], 0); a == b {
			t.Errorf("%s and %s are one: %s", two[0], two[1], a)
		}
	}
	found, err := FindPeople(t.Context(), st, "L5", store.Filter{})
	if err != nil || len(found) != 1 || found[0].ID != "L1" || found[0].Reports != 3 {
		t.Fatalf("L5 leads to %+v, %v", found, err)
	}
	want := []news.Role{
		{Title: "head of intelligence", From: "2020-03-08", To: "2020-03-08", N: 1},
		{Title: "Prime Minister", From: "2020-07-22", To: "2020-07-22", N: 1},
		{Title: "رئيس الوزراء", From: "2020-07-22", To: "2020-07-22", N: 1},
	}
	if !slices.Equal(found[0].Roles, want) {
		t.Errorf("roles %+v", found[0].Roles)
	}
}

func TestWhoIsWhoDoesNotDependOnTheOrderOfArrival(t *testing.T) {
	docs := aYear(t)
	want := picture(t, kept(t, docs, 100))
	random := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		random.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		if got := picture(t, kept(t, docs, 1+random.IntN(len(docs)))); got != want {
			t.Fatalf("got\n%s\n\nwant\n%s", got, want)
		}
	}
}

// Of three hundred reports in names that all sound alike, most sounds come to be shared by too many to be compared for
// them, some sooner and some later.
func TestWhoIsWhoDoesNotDependOnTheOrderOfArrivalWhereManySoundAlike(t *testing.T) {
	docs := choir(300)
	st := kept(t, docs, 64)
	if stats, err := st.Stats(t.Context()); err != nil || stats.Crowded < 5 {
		t.Fatalf("%d sounds are crowded, %v", stats.Crowded, err)
	}
	want := picture(t, st)
	random := rand.New(rand.NewPCG(4, 5))
	for range 2 {
		random.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		if got := picture(t, kept(t, docs, 1+random.IntN(100))); got != want {
			t.Fatalf("got\n%s\n\nwant\n%s", got, want)
		}
	}
}

func TestARevisionLeavesNothingBehind(t *testing.T) {
	docs := aYear(t)
	first := told(t, "summer", "en", "2020-07-22", "La Jens Spahn | DEU | minister", "Lx Ursula Adam | DEU | mayor", "GN:9 Bonn")
	want := picture(t, kept(t, docs, 100))
	st := kept(t, append([]*news.Document{first}, slices.DeleteFunc(slices.Clone(docs), func(d *news.Document) bool { return d.ID == "summer" })...), 3)
	if _, err := st.Add(t.Context(), docs[2:3]); err != nil {
		t.Fatal(err)
	}
	if _, err := Settle(t.Context(), st, nil); err != nil {
		t.Fatal(err)
	}
	if got := picture(t, st); got != want {
		t.Errorf("got\n%s\n\nwant\n%s", got, want)
	}
}

func TestWhatIsDecidedHoldsAndCanBeUndone(t *testing.T) {
	ctx := t.Context()
	st := kept(t, aYear(t), 100)
	before := picture(t, st)
	e, err := MergePeople(ctx, st, "Ali Larijani", "L9")
	if err != nil || e.ID != "L7" || e.Reports != 2 || len(e.Aliases) != 2 {
		t.Fatalf("merged into %+v, %v", e, err)
	}
	if id := entityIn(t, st, "judge", 0); id != "L7" {
		t.Errorf("the report says %s", id)
	}
	later := told(t, "later", "en", "2020-03-10", "L9 Sadeq Larijani | IRN | judiciary chief", "L8 Hassan Rouhani | IRN | president")
	if _, err := st.Add(ctx, []*news.Document{later}); err != nil {
		t.Fatal(err)
	}
	if _, err := Settle(ctx, st, nil); err != nil {
		t.Fatal(err)
	}
	if id := entityIn(t, st, "later", 0); id != "L7" {
		t.Errorf("a later report says %s", id)
	}
	stays, goes, err := SplitPerson(ctx, st, "L1", Parting{Reports: []string{"summer"}})
	if err != nil || stays.Reports != 2 || goes.Reports != 1 || goes.Name != "Mustafa al-Kazemi" {
		t.Fatalf("split into %+v and %+v, %v", stays, goes, err)
	}
	for range 2 {
		if _, err := UndoPeople(ctx, st); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := UndoPeople(ctx, st); news.CodeOf(err) != news.NotFound {
		t.Errorf("undoing nothing: %v", err)
	}
	fresh := kept(t, append(aYear(t), later), 100)
	if got, want := picture(t, st), picture(t, fresh); got != want || got == before {
		t.Errorf("got\n%s\n\nwant\n%s", got, want)
	}
}

func TestASplitMayBeTakenBackByMerging(t *testing.T) {
	ctx := t.Context()
	st := kept(t, aYear(t), 100)
	before := picture(t, st)
	_, goes, err := SplitPerson(ctx, st, "L1", Parting{Names: []string{"mustafa AL-KAZEMI"}})
	if err != nil {
		t.Fatal(err)
	}
	if e, err := MergePeople(ctx, st, goes.ID, "L1"); err != nil || e.Reports != 3 {
		t.Fatalf("merged into %+v, %v", e, err)
	}
	if got := picture(t, st); got != before {
		t.Errorf("got\n%s\n\nwant\n%s", got, before)
	}
}

func TestDecidingAboutNobodyExplainsItself(t *testing.T) {
	ctx := t.Context()
	st := kept(t, aYear(t), 100)
	_, _, allGo := SplitPerson(ctx, st, "L7", Parting{Reports: []string{"speaker"}})
	_, _, elsewhere := SplitPerson(ctx, st, "L7", Parting{Reports: []string{"gulf"}})
	_, nobody := MergePeople(ctx, st, "Nobody Atall", "L1")
	_, same := MergePeople(ctx, st, "L5", "L1")
	_, several := MergePeople(ctx, st, "Larijani", "L1")
	_, noProposal := Accept(ctx, st, 99)
	for what, tc := range map[string]struct {
		err  error
		code news.Code
	}{
		"all reports go": {allGo, news.Invalid}, "a report that does not name him": {elsewhere, news.NotFound}, "nobody": {nobody, news.NotFound},
		"one already": {same, news.Invalid}, "several": {several, news.Invalid}, "no proposal": {noProposal, news.NotFound},
	} {
		if news.CodeOf(tc.err) != tc.code {
			t.Errorf("%s: %v", what, tc.err)
		}
	}
}

func TestAProposalIsAcceptedOrRejectedOnce(t *testing.T) {
	ctx := t.Context()
	docs := []*news.Document{
		told(t, "a1", "en", "2020-03-08", "L1 Maria Garcia | ESP | minister", "L2 Pedro Gomez | ESP | mayor"),
		told(t, "a2", "en", "2020-03-09", "L1 Maria Garcia | ESP | minister", "L2 Pedro Gomez | ESP | mayor"),
		told(t, "b1", "en", "2020-03-08", "L1 Maria Garcia | ARG | senator", "L3 Juan Peralta | ARG | mayor"),
		told(t, "b2", "en", "2020-03-09", "L1 Maria Garcia | ARG | senator", "L3 Juan Peralta | ARG | mayor"),
	}
	st := kept(t, docs, 2)
	before := picture(t, st)
	proposals, err := st.Proposals(ctx)
	if err != nil || len(proposals) != 1 || proposals[0].Kind != store.Split {
		t.Fatalf("proposed %+v, %v", proposals, err)
	}
	if _, err := Accept(ctx, st, proposals[0].Number); err != nil {
		t.Fatal(err)
	}
	if entityIn(t, st, "a1", 0) == entityIn(t, st, "b1", 0) {
		t.Error("still one")
	}
	if _, err := UndoPeople(ctx, st); err != nil {
		t.Fatal(err)
	}
	if got := picture(t, st); got != before {
		t.Errorf("got\n%s\n\nwant\n%s", got, before)
	}
	if proposals, err = st.Proposals(ctx); err != nil || len(proposals) != 1 {
		t.Fatalf("proposed %+v, %v", proposals, err)
	}
	if _, err := Reject(ctx, st, proposals[0].Number); err != nil {
		t.Fatal(err)
	}
	if proposals, err = st.Proposals(ctx); err != nil || len(proposals) != 0 || entityIn(t, st, "a1", 0) != entityIn(t, st, "b1", 0) {
		t.Errorf("proposed again: %+v, %v", proposals, err)
	}
}
