package identity_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/identity"
	"github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/news"
)

// seen is one sighting: "id report day | name | country | role | company".
func seen(t *testing.T, line string) identity.Sighting {
	t.Helper()
	f := strings.Split(line, "|")
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	head := strings.Fields(f[0])
	if len(f) != 5 || len(head) != 3 {
		t.Fatalf("no sighting: %s", line)
	}
	g := identity.Sighting{ID: head[0], Report: head[1], Day: strings.Trim(head[2], "-"), Country: f[2]}
	if len(head[2]) == 10 {
		g.Day = head[2]
	}
	for n := range strings.SplitSeq(f[1], ";") {
		g.Names = append(g.Names, identity.Name{Lang: "en", Text: strings.TrimSpace(n)})
	}
	if f[3] != "" {
		g.Roles = []string{f[3]}
	}
	for i, w := range strings.Fields(f[4]) {
		h := uint32(0)
		for _, r := range w {
			h = 31*h + uint32(r)
		}
		if i%2 == 0 {
			g.People = append(g.People, h)
		} else {
			g.Others = append(g.Others, h)
		}
	}
	slices.Sort(g.People)
	slices.Sort(g.Others)
	return g
}

// caseOf makes a case of sightings, comparing whoever shares a key.
func caseOf(t *testing.T, lines string, decisions ...identity.Decision) identity.Case {
	t.Helper()
	var c identity.Case
	byID := map[string][]identity.Sighting{}
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); line != "" {
			g := seen(t, line)
			c.Sightings = append(c.Sightings, g)
			byID[g.ID] = append(byID[g.ID], g)
		}
	}
	c.Decisions = decisions
	for a, x := range byID {
		for b, y := range byID {
			if a < b && meet(x, y) {
				c.Alike = append(c.Alike, identity.Compare(identity.Gather(a, x), identity.Gather(b, y), name.Similarity))
			}
		}
	}
	return c
}

// meet reports whether one is found where the other is looked for.
func meet(a, b []identity.Sighting) bool {
	names := func(of []identity.Sighting) []identity.Name {
		var out []identity.Name
		for _, g := range of {
			out = append(out, g.Names...)
		}
		return out
	}
	x, y := identity.KeysOf(names(a)), identity.KeysOf(names(b))
	overlap := func(a, b []string) bool {
		return slices.ContainsFunc(a, func(k string) bool { return slices.Contains(b, k) })
	}
	return overlap(x.Kept, y.Sought) || overlap(y.Kept, x.Sought)
}

// held writes an outcome: who holds where the id does not hold itself.
func held(o identity.Outcome) string {
	var out []string
	for _, h := range o.Hold {
		at := h.ID
		if h.Report != "" {
			at += "@" + h.Report
		}
		out = append(out, at+"="+h.Holder)
	}
	return strings.Join(out, " ")
}

const kadhimi = `
	L1 r002 2020-03-08 | Mustafa Kadhimi | IRQ | head of intelligence | Shamkhani Baghdad Salih
	L2 r003 2020-07-22 | Mustafa al-Kazemi | IRQ | Prime Minister | Shamkhani Tehran Soleimani
	L3 r004 2020-07-21 | مصطفى الكاظمي | IRQ | رئيس الوزراء | Shamkhani Tehran Rouhani`

func TestWhoIsWho(t *testing.T) {
	for _, tc := range []struct{ name, sightings, want string }{
		{"one man in two spellings and two scripts, whose office changed", kadhimi, "L2=L1 L3=L1"},
		{"two brothers of one house, in one country and trade", `
			L1 r1 2020-03-08 | Ali Larijani | IRN | parliament speaker | Rouhani Tehran
			L2 r2 2020-03-08 | Sadeq Larijani | IRN | judiciary chief | Rouhani Tehran
			L3 r3 2020-03-09 | علی لاریجانی | IRN | رئیس مجلس | Rouhani Tehran`, "L3=L1"},
		{"father and son, by their initials, though the reports give one id", `
			L1 r1 1990-08-02 | George H. W. Bush | USA | President | Thatcher Aspen
			L1 r2 1990-08-05 | George H.W. Bush | USA | President | Baker Washington
			L1 r3 2003-03-20 | George W. Bush | USA | President | Blair Washington
			L1 r4 1991-01-17 | George Bush | USA | President | Baker Washington`, "L1@r3=L1~w"},
		{"a first name and a family name alone are nobody's with many to choose from", `
			L1 r1 2020-03-08 | Ali Larijani | IRN | | Rouhani Tehran
			L2 r2 2020-03-08 | Sadeq Larijani | IRN | | Rouhani Tehran
			L9 r3 2020-03-09 | Larijani | IRN | | Rouhani Tehran`, ""},
		{"a family name alone is the one person of the days who has it", `
			L1 r1 2018-06-12 | Donald Trump | USA | President | Kim Singapore Pompeo Sentosa
			L9 r3 2018-06-12 | Trump | USA | | Kim Singapore Pompeo Sentosa`, "L9=L1"},
		{"a family name alone, report by report, where several have it", `
			L1 r1 2001-06-12 | Laura Clinton | GBR | | Smith Leeds Jones York Miller
			L2 r2 2018-06-12 | Hillary Clinton | USA | | Obama Washington Kerry Chicago Biden
			L9 r3 2018-06-12 | Clinton | USA | | Obama Washington Kerry Chicago Biden
			L9 r4 2001-06-13 | Clinton | GBR | | Smith Leeds Jones York Miller`, "L9@r3=L2 L9@r4=L1"},
		{"namesakes of two countries stay two", `
			L1 r1 2020-03-08 | John Smith | GBR | | Johnson London
			L2 r2 2020-03-08 | Jon Smith | AUS | | Morrison Canberra`, ""},
		{"whoever one report names side by side are two", `
			L1 r1 2020-03-08 | Ahmed Hassan | EGY | | Sisi Cairo
			L2 r1 2020-03-08 | Ahmad Hasan | EGY | | Sisi Cairo`, ""},
		{"namesakes a century apart are two", `
			L1 r1 1912-04-15 | William Taft | USA | | Roosevelt Washington
			L2 r2 2012-04-15 | Wiliam Taft | USA | | Obama Washington`, ""},
		{"two whom knowledge tells apart are two", `
			P:prk:kim-yo-jong r1 2018-04-27 | Kim Yo-jong | PRK | | Moon Panmunjom
			P:prk:kim-jong-un r2 2018-04-27 | Kim Jong-un | PRK | | Moon Panmunjom`, ""},
		{"known ids hold before those made from names", `
			L1 r1 2020-03-08 | Adil Abdul-Mahdi | IRQ | Prime Minister | Shamkhani Baghdad
			Q9 r2 2020-03-09 | Adel Abdul Mahdi | IRQ | Prime Minister | Shamkhani Baghdad`, "L1=Q9"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := caseOf(t, tc.sightings)
			if got := held(identity.Solve(c, name.Similarity)); got != tc.want {
				t.Errorf("held %q, want %q", got, tc.want)
				for _, l := range c.Alike {
					t.Logf("%s %s %.3f %s", l.A, l.B, l.Confidence, strings.Join(l.Reasons, "; "))
				}
			}
		})
	}
}

func TestDecisionsHoldWhateverSpeaksAgainst(t *testing.T) {
	merge := func(a, b string) identity.Decision { return identity.Decision{Kind: identity.Merge, A: a, B: b} }
	apart := func(a, b string) identity.Decision { return identity.Decision{Kind: identity.Apart, A: a, B: b} }
	split := func(a, b string, reports ...string) identity.Decision {
		return identity.Decision{Kind: identity.Split, A: a, B: b, Reports: reports}
	}
	const smiths = `
		L1 r1 2020-03-08 | John Smith | GBR | | Johnson London
		L2 r2 2020-03-09 | Peter Novak | AUS | | Morrison Canberra`
	const one = `
		L1 r1 2020-03-08 | Mustafa Kadhimi | IRQ | | Shamkhani Baghdad
		L2 r003 2020-07-22 | Mustafa al-Kadhimi | IRQ | | Shamkhani Tehran
		L3 r4 2020-07-21 | Mustafa Al Kadhimi | IRQ | | Shamkhani Tehran`
	for _, tc := range []struct {
		name, sightings string
		decisions       []identity.Decision
		want            string
	}{
		{"two who have nothing in common are one", smiths, []identity.Decision{merge("L1", "L2")}, "L2=L1"},
		{"what is surely one is two", kadhimi, []identity.Decision{apart("L1", "L2"), apart("L1", "L3")}, "L2=L3"},
		{"the later decision counts", smiths, []identity.Decision{merge("L1", "L2"), apart("L1", "L2")}, ""},
		{"and the other way round", smiths, []identity.Decision{apart("L1", "L2"), merge("L1", "L2")}, "L2=L1"},
		{"a report tells of another", one, []identity.Decision{split("L2", "L2~x", "r003"), apart("L1", "L2~x"), apart("L3", "L2~x")}, "L2@r003=L2~x L3=L1"},
		{"a part goes back to what it was taken from", one, []identity.Decision{split("L2", "L2~x", "r003"), apart("L1", "L2~x"), merge("L2~x", "L2")}, "L2=L1 L3=L1"},
		{"one who seems two is one", `
			L1 r1 1990-08-02 | George H. W. Bush | USA | President | Thatcher Aspen
			L1 r3 2003-03-20 | George W. Bush | USA | President | Blair Washington`, []identity.Decision{{Kind: identity.Whole, A: "L1"}}, ""},
		{"a decision about nobody changes nothing", kadhimi, []identity.Decision{merge("L1", "L77"), apart("L78", "L77")}, "L2=L1 L3=L1"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := held(identity.Solve(caseOf(t, tc.sightings, tc.decisions...), name.Similarity)); got != tc.want {
				t.Errorf("held %q, want %q", got, tc.want)
			}
		})
	}
}

func TestWhatIsLikelyIsProposedWithReasons(t *testing.T) {
	o := identity.Solve(caseOf(t, `
		L1 r1 2020-03-08 | Ali Larijani | IRN | | Rouhani Tehran
		L2 r2 2020-03-08 | Sadeq Larijani | IRN | | Rouhani Tehran
		L9 r3 2020-03-09 | Larijani | IRN | | Rouhani Tehran`), name.Similarity)
	if len(o.Proposals) == 0 || o.Proposals[0].Kind != identity.Merge || o.Proposals[0].B != "L9" || len(o.Proposals[0].Reasons) < 3 {
		t.Errorf("proposed %+v", o.Proposals)
	}
	o = identity.Solve(caseOf(t, `
		L1 r1 2020-03-08 | Maria Garcia | ESP | minister | Sanchez Madrid
		L1 r2 2020-03-09 | Maria Garcia | ESP | minister | Sanchez Madrid
		L1 r3 2020-03-08 | Maria Garcia | ARG | senator | Fernandez Rosario
		L1 r4 2020-03-09 | Maria Garcia | ARG | senator | Fernandez Rosario`), name.Similarity)
	if len(o.Proposals) != 1 || o.Proposals[0].Kind != identity.Split || len(o.Hold) != 0 || len(o.Proposals[0].Reports) != 2 {
		t.Errorf("proposed %+v, held %v", o.Proposals, o.Hold)
	}
	rejected := caseOf(t, kadhimi, identity.Decision{Kind: identity.Apart, A: "L1", B: "L2"})
	for _, p := range identity.Solve(rejected, name.Similarity).Proposals {
		if p.Kind == identity.Merge && p.A == "L1" && p.B == "L2" {
			t.Errorf("proposed again: %+v", p)
		}
	}
}

func TestTheOrderDoesNotMatter(t *testing.T) {
	c := caseOf(t, kadhimi+`
		L4 r1 2020-03-08 | Ali Larijani | IRN | parliament speaker | Rouhani Tehran
		L5 r2 2020-03-08 | Sadeq Larijani | IRN | judiciary chief | Rouhani Tehran
		L6 r3 2020-03-09 | علی لاریجانی | IRN | رئیس مجلس | Rouhani Tehran
		L9 r4 2020-03-09 | Larijani | IRN | | Rouhani Tehran
		L7 r5 1990-08-02 | George H. W. Bush | USA | President | Thatcher Aspen
		L7 r6 2003-03-20 | George W. Bush | USA | President | Blair Washington
		L8 r6 2003-03-21 | George W Bush | USA | President | Blair Washington`)
	want := fmt.Sprintf("%+v", identity.Solve(c, name.Similarity))
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		random.Shuffle(len(c.Sightings), func(i, j int) { c.Sightings[i], c.Sightings[j] = c.Sightings[j], c.Sightings[i] })
		random.Shuffle(len(c.Alike), func(i, j int) { c.Alike[i], c.Alike[j] = c.Alike[j], c.Alike[i] })
		if got := fmt.Sprintf("%+v", identity.Solve(c, name.Similarity)); got != want {
			t.Fatalf("got %s\nwant %s", got, want)
		}
	}
}

func TestComparingIsTheSameBothWays(t *testing.T) {
	c := caseOf(t, kadhimi)
	a, b := identity.Gather("L2", c.Sightings[1:2]), identity.Gather("L3", c.Sightings[2:])
	x, y := identity.Compare(a, b, name.Similarity), identity.Compare(b, a, name.Similarity)
	if fmt.Sprint(x) != fmt.Sprint(y) || x.Confidence < identity.Sure {
		t.Errorf("one way %v, the other %v", x, y)
	}
}

func TestSpellingsOfOneNameMeet(t *testing.T) {
	for _, tc := range [][]string{
		{"Mustafa Kadhimi", "Mustafa al-Kazemi", "مصطفى الكاظمي", "مصطفی کاظمی", "Мустафа аль-Казими"},
		{"Ali Shamkhani", "Ali Chamkhani", "علي شمخاني", "Али Шамхани"},
		{"Khalifa Haftar", "Khalifa Hifter", "خليفة حفتر", "Халифа Хафтар", "Halife Hafter"},
		{"Benjamin Netanyahu", "بنيامين نتنياهو", "Биньямин Нетаньяху", "Binyamin Netanyahu", "内塔尼亚胡"},
		{"Angela Merkel", "أنغيلا ميركل", "Ангела Меркель", "默克尔"},
		{"Petro Poroshenko", "Пётр Порошенко", "波罗申科", "Petro Porochenko"},
		{"Abdel Fattah al-Burhan", "عبد الفتاح البرهان", "布尔汉"},
		{"Wolodymyr Selenskyj", "Volodymyr Zelensky", "Владимир Зеленский", "فولوديمير زيلينسكي"},
	} {
		a := []identity.Sighting{{Names: []identity.Name{{Text: tc[0]}}}}
		for _, other := range tc[1:] {
			if b := []identity.Sighting{{Names: []identity.Name{{Text: other}}}}; !meet(a, b) {
				t.Errorf("%s does not meet %s: %v, %v", tc[0], other, identity.KeysOf(a[0].Names), identity.KeysOf(b[0].Names))
			}
		}
	}
}

func TestSightingsOfAReport(t *testing.T) {
	doc := &news.Document{Report: news.Report{ID: "r1", Lang: "en", Text: "Mustafa Kadhimi met Ali Shamkhani in Baghdad. Kadhimi smiled."}}
	at := func(s string, m news.Mention) {
		i := strings.LastIndex(doc.Text, s)
		m.Span = news.Span{Start: i, End: i + len(s)}
		doc.Mentions = append(doc.Mentions, m)
	}
	at("Mustafa Kadhimi", news.Mention{Kind: news.Person, Entity: "L1", Name: "Mustafa Kadhimi", Country: "IRQ", Role: "head"})
	at("Ali Shamkhani", news.Mention{Kind: news.Person, Entity: "L2", Name: "Ali Shamkhani"})
	at("Baghdad", news.Mention{Kind: news.Place, Entity: "GN:98182", Name: "Baghdad"})
	at("Kadhimi", news.Mention{Kind: news.Person, Entity: "L1", Name: "Kadhimi", Country: "IRQ"})
	got := identity.Sightings(doc)
	if len(got) != 2 || got[0].ID != "L1" || len(got[0].Names) != 1 || got[0].Names[0].Text != "Mustafa Kadhimi" || got[0].Country != "IRQ" ||
		len(got[0].People) != 1 || len(got[0].Others) != 1 || got[0].Day != "" {
		t.Fatalf("sightings %+v", got)
	}
	var back identity.Sighting
	if err := back.Decode(got[0].Encode()); err != nil {
		t.Fatal(err)
	}
	back.ID, back.Report = "L1", "r1"
	if fmt.Sprint(back) != fmt.Sprint(got[0]) {
		t.Errorf("came back as %+v, was %+v", back, got[0])
	}
}

func FuzzSighting(f *testing.F) {
	g := seen(&testing.T{}, "L1 r1 2020-03-08 | Ali Larijani | IRN | speaker | Rouhani Tehran")
	f.Add(g.Encode(), "Ali Larijani")
	f.Add([]byte{1, 255, 255, 255, 255, 15}, "\u202eعلي a.b.")
	f.Fuzz(func(t *testing.T, data []byte, written string) {
		var s identity.Sighting
		if err := s.Decode(data); err == nil {
			again := identity.Sighting{}
			if err := again.Decode(s.Encode()); err != nil {
				t.Errorf("what was read cannot be read again: %v", err)
			}
		}
		for _, k := range identity.KeysOf([]identity.Name{{Text: written}}).Kept {
			if len(k) < 3 {
				t.Errorf("key %q", k)
			}
		}
		identity.Solve(identity.Case{Sightings: []identity.Sighting{{ID: "L1", Report: "r", Names: []identity.Name{{Text: written}}}}}, name.Similarity)
	})
}
