package name

import (
	"slices"
	"strings"
	"testing"
)

// people are names in several scripts.
var people = []string{
	"Ali Shamkhani", "علي شمخاني", "Али Шамхани", "阿里·沙姆哈尼", "Mustafa al-Kadhimi", "مصطفى الكاظمي", "Adil Abdul-Mahdi", "عادل عبد المهدي", "Xi Jinping", "习近平",
	"Владимир Владимирович Путин", "Poutine", "J. Biden", "בנימין נתניהו", "Bashar el-Assad", "Moon Jae-in", "문재인", "Κυριάκος Μητσοτάκης", "Chadli Ben Djedid",
}

// TestSeekersSayTheSame holds that a seeker gives what Similarity gives.
func TestSeekersSayTheSame(t *testing.T) {
	all := slices.Concat(people, odd)
	for _, a := range all {
		k := NewSeeker(a)
		for _, b := range all {
			if got, want := k.Similarity(b), Similarity(a, b); got != want {
				t.Errorf("%q beside %q: %v, by Similarity %v", a, b, got, want)
			}
		}
	}
}

// TestFindMissesNothing holds that the index finds first what comparing with all names finds.
func TestFindMissesNothing(t *testing.T) {
	ix := NewIndex()
	for _, s := range people {
		ix.Add(s, s)
	}
	for _, s := range people {
		k, best := NewSeeker(s), 0.0
		for _, o := range people {
			best = max(best, k.Similarity(o))
		}
		got := ix.Find(s, 3)
		if best > 0.5 && (len(got) == 0 || got[0].Score < best) {
			t.Errorf("%q: found %v, of all the best has %v", s, got, best)
		}
	}
}

// TestWrittenOddly holds that capitals, marks of direction and two scripts in one name hide nobody, and that what is no
// name finds nobody.
func TestWrittenOddly(t *testing.T) {
	ix := peopleIndex()
	for _, c := range []struct{ asked, id string }{
		{"ALI SHAMKHANI", "shamkhani"},
		{"SHAMKHANI", "shamkhani"},
		{"ali shamkhani", "shamkhani"},
		{"Ali شمخانی", "shamkhani"},
		{"\u202bعلي\u200f شمخا\u200fني\u202c", "shamkhani"},
		{"A\u200fli Sham\u200fkhani", "shamkhani"},
		{"(Ali) Shamkhani", "shamkhani"},
		{"Shamkhani, Ali", "shamkhani"},
		{"  Xi\tJinping ", "xi"},
	} {
		if got := ix.Find(c.asked, 3); len(got) == 0 || got[0].ID != c.id {
			t.Errorf("Find(%q) = %v, want %s first", c.asked, got, c.id)
		}
	}
	for _, s := range []string{
		"A", "b.", "я", "Ø¹Ù„ÙŠ Ø´Ù…Ø®Ø§Ù†ÙŠ", "\xd8\xb9\xff", "\u202b\u200f", "??? !!", strings.Repeat("x", 300), strings.Repeat("ى", 300),
	} {
		if got := ix.Find(s, 3); len(got) > 0 && got[0].Score > 0.6 {
			t.Errorf("Find(%q) = %v", s, got)
		}
	}
}
