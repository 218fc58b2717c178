package name

import (
	"strconv"
	"sync"
	"testing"
)

func peopleIndex() *Index {
	ix := NewIndex()
	ix.Add("shamkhani", "Ali Shamkhani", "علي شمخاني")
	ix.Add("kadhimi", "Mustafa al-Kadhimi")
	ix.Add("salih", "Barham Salih")
	ix.Add("mahdi", "Adil Abdul-Mahdi")
	ix.Add("xi", "Xi Jinping")
	ix.Add("putin", "Владимир Владимирович Путин")
	ix.Add("larijani-a", "Ali Larijani")
	ix.Add("larijani-s", "Sadeq Larijani")
	ix.Add("bush-g", "George Bush")
	ix.Add("bush-j", "Jeb Bush")
	ix.Add("moon", "Moon Jae-in")
	return ix
}

func TestFind(t *testing.T) {
	ix := peopleIndex()
	for _, c := range []struct{ asked, id string }{
		{"Ali Chamkhani", "shamkhani"},
		{"Али Шамхани", "shamkhani"},
		{"شمخاني", "shamkhani"},
		{"Chamkhani", "shamkhani"},
		{"مصطفى الكاظمي", "kadhimi"},
		{"برهم صالح", "salih"},
		{"عادل عبد المهدي", "mahdi"},
		{"Adel Abdelmahdi", "mahdi"},
		{"习近平", "xi"},
		{"Vladimir Putin", "putin"},
		{"Poutine", "putin"},
		{"علی لاریجانی", "larijani-a"},
		{"صادق لاریجانی", "larijani-s"},
		{"Jeb Bush", "bush-j"},
		{"문재인", "moon"},
	} {
		got := ix.Find(c.asked, 3)
		if len(got) == 0 || got[0].ID != c.id {
			t.Errorf("Find(%q) = %v, want %s first", c.asked, got, c.id)
		}
	}
}

func TestFindGivesEachIDOnce(t *testing.T) {
	got := peopleIndex().Find("Ali Shamkhani", 10)
	seen := map[string]bool{}
	for i, m := range got {
		if seen[m.ID] {
			t.Errorf("%s twice", m.ID)
		}
		seen[m.ID] = true
		if i > 0 && m.Score > got[i-1].Score {
			t.Errorf("%v behind %v", m, got[i-1])
		}
	}
	if len(got) == 0 || got[0].Name != "Ali Shamkhani" {
		t.Errorf("found %v", got)
	}
	if got := peopleIndex().Find("Ali Shamkhani", 0); got != nil {
		t.Errorf("none asked for, found %v", got)
	}
	if got := NewIndex().Find("Ali Shamkhani", 3); len(got) > 0 {
		t.Errorf("found %v in nothing", got)
	}
}

// TestIndexIsShared adds and finds at once; it is for the race detector, and for what is found in the end.
func TestIndexIsShared(t *testing.T) {
	ix := NewIndex()
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 50 {
				ix.Add(strconv.Itoa(g*50+i), "Ali Shamkhani "+strconv.Itoa(i))
				ix.Find("علي شمخاني", 2)
			}
		})
	}
	wg.Wait()
	if n := ix.Len(); n != 200 {
		t.Errorf("%d names", n)
	}
	if got := ix.Find("Али Шамхани", 5); len(got) != 5 {
		t.Errorf("found %v", got)
	}
}
