package kb

import (
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

func open(t testing.TB) *KB {
	t.Helper()
	k, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// ids are the ids of what a name may mean.
func ids(t testing.TB, k *KB, name string) []string {
	t.Helper()
	var out []string
	for _, h := range k.Find(name) {
		e, ok := k.Entry(h.Ref)
		if !ok {
			t.Fatalf("%q leads to an entry that is not there", name)
		}
		out = append(out, e.ID)
	}
	return out
}

func TestBuiltFileIsWhole(t *testing.T) {
	if err := open(t).Check(); err != nil {
		t.Fatal(err)
	}
}

func TestFindInManyScripts(t *testing.T) {
	k := open(t)
	for _, c := range []struct{ name, id string }{
		{"Iraq", "ISO:IRQ"},
		{"Irak", "ISO:IRQ"},
		{"العراق", "ISO:IRQ"},
		{"Ирак", "ISO:IRQ"},
		{"عراق", "ISO:IRQ"},
		{"伊拉克", "ISO:IRQ"},
		{"Iraque", "ISO:IRQ"},
		{"עיראק", "ISO:IRQ"},
		{"Baghdad", "GN:98182"},
		{"BAGDAD", "GN:98182"},
		{"بغداد", "GN:98182"},
		{"Багдад", "GN:98182"},
		{"巴格达", "GN:98182"},
		{"バグダード", "GN:98182"},
		{"Téhéran", "GN:112931"},
		{"طهران", "GN:112931"},
		{"تهران", "GN:112931"},
		{"Тегеран", "GN:112931"},
		{"U.N.", "ORG:UNO"},
		{"Nations unies", "ORG:UNO"},
		{"الامم المتحدة", "ORG:UNO"},
		{"联合国", "ORG:UNO"},
		{"irakienne", "ISO:IRQ"},
		{"iraquí", "ISO:IRQ"},
		{"عراقية", "ISO:IRQ"},
		{"иракский", "ISO:IRQ"},
		{"irakisch", "ISO:IRQ"},
		{"Gaza Strip", "R:GAZ"},
		{"قطاع غزة", "R:GAZ"},
		{"Hauts-de-France", "ISO2:FR-HDF"},
	} {
		if got := ids(t, k, c.name); !slices.Contains(got, c.id) {
			t.Errorf("Find(%q) = %v, without %s", c.name, got, c.id)
		}
	}
}

func TestTheLikelyComesFirst(t *testing.T) {
	k := open(t)
	for _, c := range []struct{ name, id string }{
		{"Paris", "GN:2988507"}, {"Lebanon", "ISO:LBN"}, {"Georgia", "ISO:GEO"}, {"Vienna", "GN:2761369"}, {"London", "GN:2643743"}, {"Tripoli", "GN:2210247"},
	} {
		if got := ids(t, k, c.name); len(got) < 2 || got[0] != c.id {
			t.Errorf("Find(%q) = %v, want %s before others", c.name, got, c.id)
		}
	}
}

func TestUnknownNamesFindNothing(t *testing.T) {
	k := open(t)
	for _, name := range []string{"", " ", "'", "…", "Qwertzuiop Yxcvbnm", strings.Repeat("Bagdad ", 60), "\xff\xfe", "مـ"} {
		if got := ids(t, k, name); len(got) > 0 {
			t.Errorf("Find(%.20q) = %v", name, got)
		}
	}
}

func TestEntrySaysWhatIsKnown(t *testing.T) {
	e, ok := open(t).ByID("GN:98182")
	if !ok {
		t.Fatal("Baghdad is not there")
	}
	if e.Kind != news.Place || e.Country != "IRQ" || e.Feature != "capital" || !e.HasPoint || e.Population < 5_000_000 {
		t.Errorf("Baghdad is %+v", e)
	}
	if got := fmt.Sprintf("%.1f %.1f", e.Lat, e.Lon); got != "33.3 44.4" {
		t.Errorf("Baghdad lies at %s", got)
	}
	if got := e.Name("fr"); got != "Bagdad" {
		t.Errorf("Baghdad is %q in French", got)
	}
	if e.Roles() != nil {
		t.Errorf("a city was something: %v", e.Roles())
	}
}

func TestEveryCountryHasNamesInFortyLanguages(t *testing.T) {
	k := open(t)
	countries := 0
	for e := range k.All() {
		if e.Kind != news.Country || e.Feature != "country" {
			continue
		}
		countries++
		langs := map[news.Lang]bool{}
		for _, n := range e.Names() {
			for _, l := range n.Langs {
				langs[l] = true
			}
		}
		if len(langs) < 40 {
			t.Errorf("%s has names in %d languages", e.ID, len(langs))
		}
	}
	if countries < 245 {
		t.Errorf("%d countries and territories", countries)
	}
}

func TestEveryEntryIsFoundByItsNamesAndID(t *testing.T) {
	k := open(t)
	rng := rand.New(rand.NewSource(1)) //nolint:gosec // a choice of cases, the same each time
	places := 0
	for e := range k.All() {
		if e.Kind == news.Place && e.HasPoint {
			places++
		}
		if rng.Intn(40) > 0 {
			continue
		}
		if again, ok := k.ByID(e.ID); !ok || again.Ref != e.Ref {
			t.Fatalf("ByID(%q) = %v, %v", e.ID, again.ID, ok)
		}
		for _, n := range e.Names() {
			if !slices.ContainsFunc(k.Find(n.Text), func(h Hit) bool { return h.Ref == e.Ref }) {
				t.Errorf("%s is not found as %q", e.ID, n.Text)
			}
			if !k.Has(Key(n.Text)) {
				t.Errorf("Has(%q) is false", n.Text)
			}
		}
	}
	if places < 100_000 {
		t.Errorf("%d places, want 100,000", places)
	}
}

func TestIDsThatAreNotThere(t *testing.T) {
	k := open(t)
	for _, id := range []string{"", "GN:", "GN:0", "GN:1", "GN:98182x", "GN:-1", "GN:098182", "GN:99999999999", "ISO:", "ISO:ZZZ", "~", "A"} {
		if e, ok := k.ByID(id); ok {
			t.Errorf("ByID(%q) = %s", id, e.ID)
		}
	}
	if _, ok := k.Entry(-1); ok {
		t.Error("there is an entry before the first")
	}
	if _, ok := k.Entry(Ref(k.Len())); ok {
		t.Error("there is an entry behind the last")
	}
}

func TestKey(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Al-Baṣrah", "al basrah"},
		{"Sana'a", "sanaa"},
		{"SANA’A", "sanaa"},
		{"U.N.", "un"},
		{"  New   York ", "new york"},
		{"إيران", "ايران"},
		{"بین\u200cالمللی", "بينالمللي"},
		{"Нью-Йорк", "нью йорк"},
		{"İstanbul", "istanbul"},
		{"", ""},
		{"—", ""},
		{"东京", "东京"},
		{"\u200fبغداد\u200e", "بغداد"},
	} {
		if got := Key(c.in); got != c.want {
			t.Errorf("Key(%q) = %q, want %q", c.in, got, c.want)
		}
		if again := Key(Key(c.in)); again != c.want {
			t.Errorf("Key twice of %q = %q", c.in, again)
		}
	}
}

func TestDatesAndTerms(t *testing.T) {
	r := Role{From: 20190000, To: 20200500}
	for _, c := range []struct {
		day  Date
		want bool
	}{{20181231, false}, {20190101, true}, {20200531, true}, {20200601, false}, {20200000, true}, {20180000, false}} {
		if got := r.At(c.day); got != c.want {
			t.Errorf("held on %v: %v", c.day, got)
		}
	}
	old := Role{From: 20100101, Seen: 20141231}
	if !old.At(20120000) || old.At(20200317) {
		t.Error("a role of an old source is not held up to its day and no longer")
	}
	if got := fmt.Sprint(Date(20200317), Date(20200300), Date(20200000), Date(0)); got != "2020-03-17 2020-03 2020 " {
		t.Errorf("dates are written %q", got)
	}
}
