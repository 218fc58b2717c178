package kb

import (
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

// elevens are the languages that every table written for Dragoman has names in.
var elevens = []news.Lang{"en", "fr", "ar", "es", "de", "ru", "fa", "tr", "pt", "it", "zh"}

func TestPeopleHaveTermsOfOffice(t *testing.T) {
	k := open(t)
	for _, c := range []struct {
		name  string
		day   Date
		title string
		id    string
	}{
		{"Mustafa al-Kadhimi", 20200317, "director of the National Intelligence Service", "P:irq:mustafa-al-kadhimi"},
		{"مصطفى الكاظمي", 20200721, "prime minister", "P:irq:mustafa-al-kadhimi"},
		{"Mustafa al-Kazemi", 20200721, "prime minister", "P:irq:mustafa-al-kadhimi"},
		{"برهم صالح", 20200317, "president", "P:irq:barham-salih"},
		{"Али Шамхани", 20200317, "secretary of the Supreme National Security Council", "P:irn:ali-shamkhani"},
		{"Ali Chamkhani", 20200317, "secretary of the Supreme National Security Council", "P:irn:ali-shamkhani"},
		{"علی لاریجانی", 20190000, "speaker of parliament", "P:irn:ali-larijani"},
		{"صادق لاریجانی", 20180000, "chief justice", "P:irn:sadeq-larijani"},
		{"George W. Bush", 20030320, "president", "P:usa:george-w-bush"},
		{"习近平", 20200317, "president", "P:chn:xi-jinping"},
	} {
		var titles []string
		for _, h := range k.Find(c.name) {
			if e, _ := k.Entry(h.Ref); e.ID == c.id {
				for _, r := range e.Roles() {
					if r.At(c.day) {
						titles = append(titles, r.Title)
					}
				}
			}
		}
		if !slices.Contains(titles, c.title) {
			t.Errorf("%s on %v was %q, want %q", c.name, c.day, titles, c.title)
		}
	}
}

func TestRolesAreInOrderAndDatesAreDays(t *testing.T) {
	k := open(t)
	people, dated := 0, 0
	for e := range k.All() {
		if e.Kind != news.Person {
			continue
		}
		people++
		roles := e.Roles()
		if len(roles) == 0 || e.Sector == "" {
			t.Errorf("%s has %d roles and the sector %q", e.ID, len(roles), e.Sector)
		}
		if slices.ContainsFunc(roles, func(r Role) bool { return r.From > 0 }) {
			dated++
		}
		if !slices.IsSortedFunc(roles, func(a, b Role) int { return int(a.From - b.From) }) {
			t.Errorf("the roles of %s are not in order: %v", e.ID, roles)
		}
		for _, r := range roles {
			for _, d := range []Date{r.From, r.To} {
				if d != 0 && (d < 19000000 || d > 20301231 || d/100%100 > 12 || d%100 > 31) {
					t.Errorf("%s: %d is no day", e.ID, d)
				}
			}
			if r.Org != "" {
				if _, ok := k.ByID(r.Org); !ok {
					t.Errorf("%s was of %s, which is not there", e.ID, r.Org)
				}
			}
		}
	}
	if people < 15_000 || dated < 10_000 {
		t.Errorf("%d people, %d with dates", people, dated)
	}
}

func TestMinistriesAndOfficesInElevenLanguages(t *testing.T) {
	k := open(t)
	n := 0
	for e := range k.All() {
		if !strings.HasPrefix(e.ID, "MIN:") && !strings.HasPrefix(e.ID, "INS:") && (e.Kind != Office || e.Feature == "word") {
			continue
		}
		n++
		for _, lang := range elevens {
			if !slices.ContainsFunc(e.Names(), func(n Name) bool { return slices.Contains(n.Langs, lang) }) {
				t.Errorf("%s has no name in %s", e.ID, lang)
			}
		}
		if e.Sector == "" {
			t.Errorf("%s has no sector", e.ID)
		}
	}
	if n < 95 {
		t.Errorf("%d ministries, institutions and offices", n)
	}
	for _, c := range []struct{ name, id, sector string }{
		{"وزارة الدفاع", "MIN:DEF", "GOV"},
		{"Ministère des Affaires étrangères", "MIN:FOR", "GOV"},
		{"وزیر امور خارجه", "OFF:FOR", "GOV"},
		{"Innenministerium", "MIN:INT", "GOV"},
		{"генеральный прокурор", "OFF:ATG", "JUD"},
		{"farmers", "OFF:AGF", "AGR"},
		{"مزارعون", "OFF:AGF", "AGR"},
		{"повстанцы", "OFF:RBG", "REB"},
		{"milletvekilleri", "OFF:MPL", "LEG"},
		{"维和人员", "OFF:MLT", "MIL"},
		{"dissident", "OFF:OPL", "OPP"},
		{"Popular Mobilization Forces", "ORG:PMF", "MIL"},
		{"الحشد الشعبي", "ORG:PMF", "MIL"},
		{"حزب\u200cالله", "ORG:HZB", "REB"},
		{"Kremlin", "ORG:KRM", "GOV"},
		{"الكرملين", "ORG:KRM", "GOV"},
		{"Morazanista Liberation Front", "ORG:HND:morazanista-liberation-front", "REB"},
		{"Hormel Foods", "ORG:USA:hormel-foods", "BUS"},
		{"Quai d'Orsay", "ORG:QDO", "GOV"},
		{"青瓦台", "ORG:BLH", "GOV"},
	} {
		got := ids(t, k, c.name)
		e, ok := k.ByID(c.id)
		if !slices.Contains(got, c.id) || !ok || e.Sector != c.sector {
			t.Errorf("Find(%q) = %v, want %s of %s", c.name, got, c.id, c.sector)
		}
	}
}

func TestSeasAndDisputedLandsHaveNoPoint(t *testing.T) {
	k := open(t)
	for _, name := range []string{"Persian Gulf", "البحر الأحمر", "Крым", "Cachemire", "Middle East", "南海"} {
		hits := k.Find(name)
		if len(hits) == 0 {
			t.Errorf("%s is not there", name)
			continue
		}
		if e, _ := k.Entry(hits[0].Ref); e.Kind != news.Place || e.HasPoint {
			t.Errorf("%s is %s %s, with a point: %v", name, e.ID, e.Kind, e.HasPoint)
		}
	}
}

func TestOneCapitalForNearlyEveryCountry(t *testing.T) {
	k := open(t)
	capitals := map[string]int{}
	for e := range k.All() {
		if e.Feature == "capital" {
			capitals[e.Country]++
		}
	}
	if len(capitals) < 235 {
		t.Errorf("%d countries have a capital", len(capitals))
	}
	for c, n := range capitals {
		if n > 1 {
			t.Errorf("%s has %d capitals", c, n)
		}
	}
}
