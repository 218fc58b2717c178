package app

import (
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

// ownGuesses are those of a user's entities that are like a name.
func ownGuesses(wanted string) *Guesses {
	g := NewGuesses(wanted)
	for _, k := range []news.Known{
		{ID: "shamkhani", Name: "Ali Shamkhani"},
		{ID: "larijani", Name: "Ali Larijani"},
		{ID: "kadhimi", Name: "Mustafa al-Kadhimi", Names: []news.KnownName{{Name: "مصطفى الكاظمي"}}},
		{ID: "hashd", Name: "Popular Mobilisation Forces"},
		{ID: "ya", Name: "Ya"},
		{ID: "osh", Name: "Osh"},
		{ID: "xi", Name: "习近平"},
	} {
		g.Own(&k)
	}
	return g
}

// TestGuesses wants whom a surname alone, another spelling or another script means first.
func TestGuesses(t *testing.T) {
	for _, c := range []struct{ wanted, id string }{
		{"شمخاني", "shamkhani"},
		{"شمخانی", "shamkhani"},
		{"Chamkhani", "shamkhani"},
		{"Шамхани", "shamkhani"},
		{"沙姆哈尼", "shamkhani"},
		{"SHAMKHANI", "shamkhani"},
		{"Ali شمخانی", "shamkhani"},
		{"sham\u200fkhani", "shamkhani"},
		{"\u202b\u200fشمخا\u200fني\u202c", "shamkhani"},
		{"Казыми", "kadhimi"},
		{"al-Kazimi", "kadhimi"},
		{"Xi Jinping", "xi"},
	} {
		got := ownGuesses(c.wanted).Likeliest(5)
		if len(got) == 0 || got[0].ID != c.id {
			t.Errorf("%q: %v, want %s first", c.wanted, got, c.id)
		}
		for i := 1; i < len(got); i++ {
			if got[i].Alike > got[i-1].Alike {
				t.Errorf("%q: %v behind %v", c.wanted, got[i], got[i-1])
			}
		}
	}
}

// TestBuiltInGuesses looks among what the program knows, where the user's own comes first of those alike.
func TestBuiltInGuesses(t *testing.T) {
	for _, c := range []struct{ wanted, id string }{
		{"شمخانی", "P:irn:ali-shamkhani"}, {"Hizbolah", "ORG:HZB"}, {"Bagdhad", "GN:98182"},
	} {
		g := NewGuesses(c.wanted)
		g.Own(&news.Known{ID: "mine", Name: "Layla al-Qadiri"})
		if err := g.BuiltIn(); err != nil {
			t.Fatal(err)
		}
		if got := g.Likeliest(5); len(got) == 0 || got[0].ID != c.id {
			t.Errorf("%q: %v, want %s first", c.wanted, got, c.id)
		}
	}
	a, b := Guess{ID: "b", Alike: 0.9, own: true}, Guess{ID: "a", Alike: 0.9, names: 9}
	if got := (&Guesses{all: []Guess{b, a}}).Likeliest(1); got[0] != a {
		t.Errorf("%v comes before the user's own", got)
	}
}

// TestNoGuesses wants none for what can be nobody's name.
func TestNoGuesses(t *testing.T) {
	for _, s := range []string{
		"", "A", "Y", "я", "ا", "?!", "Ø´Ù…Ø®Ø§Ù†ÙŠ", "\xff\xfe", "\u202b\u200f\u202c", "Quuxbaum", "zzzz", strings.Repeat("x", 300), strings.Repeat("شم", 150),
		strings.Repeat("Ali ", 75),
	} {
		if got := ownGuesses(s).Likeliest(5); len(got) > 0 {
			t.Errorf("%q: %v", s, got)
		}
	}
}
