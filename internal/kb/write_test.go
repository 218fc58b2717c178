package kb

import (
	"bytes"
	"slices"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

func toy() []Fact {
	return []Fact{
		{
			ID: "GN:98182", Kind: news.Place, Feature: "capital", Country: "IRQ", Lat: 33.34058, Lon: 44.40088, HasPoint: true, Population: 7_000_000,
			Names: []Name{{Text: "Baghdad", Langs: []news.Lang{"en", "id"}}, {Text: "بغداد", Use: Other}},
		},
		{ID: "GN:7", Kind: news.Place, Country: "USA", Lat: -1.5, Lon: -71, HasPoint: true, Names: []Name{{Text: "Baghdad"}}},
		{ID: "R:SEA", Kind: news.Place, Feature: "sea", Names: []Name{{Text: "Baghdad"}}},
		{
			ID: "P:irq:barham-salih", Kind: news.Person, Country: "IRQ", Sector: "GOV", Names: []Name{{Text: "Barham Salih", Langs: []news.Lang{"en"}}, {Text: "برهم صالح", Langs: []news.Lang{"ar"}}},
			Roles: []Role{{Title: "president", Code: "GOV", Country: "IRQ", From: 20181002, To: 20221017}},
		},
	}
}

func write(t testing.TB, facts []Fact) *KB {
	t.Helper()
	b, err := Write(facts)
	if err != nil {
		t.Fatal(err)
	}
	k, err := Read(string(b))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	k := write(t, toy())
	if err := k.Check(); err != nil {
		t.Fatal(err)
	}
	if got, want := ids(t, k, "baghdad"), []string{"R:SEA", "GN:98182", "GN:7"}; !slices.Equal(got, want) {
		t.Errorf("baghdad is %v, want %v", got, want)
	}
	e, ok := k.ByID("P:irq:barham-salih")
	if !ok {
		t.Fatal("the person is not there")
	}
	want := Role{Title: "president", Sector: "GOV", Code: "GOV", Country: "IRQ", From: 20181002, To: 20221017}
	if got := e.Roles(); len(got) != 1 || got[0] != want {
		t.Errorf("roles are %v, want %v", got, want)
	}
	if got := e.Name("ar"); got != "برهم صالح" {
		t.Errorf("in Arabic: %q", got)
	}
	small, _ := k.ByID("GN:7")
	if small.Lat != -1.5 || small.Lon != -71 || small.Population != 0 {
		t.Errorf("the small town is %+v", small)
	}
}

func TestTheOrderOfTheFactsDoesNotMatter(t *testing.T) {
	a, err := Write(toy())
	if err != nil {
		t.Fatal(err)
	}
	turned := toy()
	slices.Reverse(turned)
	b, err := Write(turned)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("two orders make two files")
	}
}

func TestWriteRefuses(t *testing.T) {
	ok := Name{Text: "x"}
	for _, c := range []struct {
		name  string
		facts []Fact
	}{
		{"two of one id", []Fact{{ID: "A", Kind: "place", Names: []Name{ok}}, {ID: "A", Kind: "place", Names: []Name{ok}}}},
		{"an entry without id", []Fact{{Kind: "place", Names: []Name{ok}}}},
		{"an entry without kind", []Fact{{ID: "A", Names: []Name{ok}}}},
		{"an entry without name", []Fact{{ID: "A", Kind: "place"}}},
		{"a number that is none", []Fact{{ID: "GN:x", Kind: "place", Names: []Name{ok}}}},
	} {
		if _, err := Write(c.facts); err == nil {
			t.Errorf("%s is written", c.name)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	b, err := Write(toy())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{0, 7, headerSize - 1, headerSize, len(b) - 1} {
		if _, err := Read(string(b[:n])); err == nil {
			t.Errorf("a file of %d of %d bytes is read", n, len(b))
		}
	}
	other := slices.Clone(b)
	other[7]++
	if _, err := Read(string(other)); err == nil {
		t.Error("a file of another version is read")
	}
	other = slices.Clone(b)
	other[len(other)-1]++
	k, err := Read(string(other))
	if err != nil {
		t.Fatal(err)
	}
	if k.Check() == nil {
		t.Error("a changed byte is not noticed")
	}
}

// FuzzDamaged changes bytes of a good file: whatever they are, nothing panics and
// nothing that is read lies outside the file.
func FuzzDamaged(f *testing.F) {
	b, err := Write(toy())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(12), uint32(0xffffffff), uint16(0))
	f.Add(uint32(60), uint32(0x80808080), uint16(3))
	f.Add(uint32(len(b)-8), uint32(0xffffffff), uint16(9))
	f.Fuzz(func(t *testing.T, at, value uint32, cut uint16) {
		d := slices.Clone(b)
		i := int(at) % (len(d) - 4)
		byteOrder.PutUint32(d[i:], value)
		d = d[:len(d)-int(cut)%len(d)]
		k, err := Read(string(d))
		if err != nil {
			return
		}
		_ = k.Check()
		for _, name := range []string{"Baghdad", "بغداد", "Barham Salih", "x"} {
			for _, h := range k.Find(name) {
				if e, ok := k.Entry(h.Ref); ok && (len(e.Names()) > len(d) || len(e.Roles()) > len(d)) {
					t.Fatalf("%s has more names than bytes", e.ID)
				}
			}
		}
		k.ByID("GN:98182")
		k.ByID("P:irq:barham-salih")
	})
}
