package entity

import (
	"slices"
	"testing"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
)

func TestDescribe(t *testing.T) {
	f, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		lang    news.Lang
		phrase  string
		country string
		sectors []string
	}{
		"a nationality and a plural":                  {"en", "Nigerian lawmakers", "NGA", []string{"LEG"}},
		"a noun that comes last":                      {"en", "the Iraqi interior ministry", "IRQ", []string{"GOV"}},
		"the country behind":                          {"en", "opposition leader in Belarus", "BLR", []string{"OPP"}},
		"no country":                                  {"en", "Kurdish rebels", "", []string{"REB"}},
		"those who act for a body of the world":       {"en", "UN peacekeepers", "", []string{"IGO"}},
		"an envoy is of the country that sends him":   {"en", "the Canadian ambassador to Poland", "CAN", []string{"GOV"}},
		"who held an office":                          {"en", "a former Brazilian minister", "BRA", []string{"ELI", "GOV"}},
		"a light word takes what it belongs to":       {"fr", "le porte-parole de l'armée algérienne", "DZA", []string{"MIL"}},
		"endings":                                     {"es", "guerrilleras colombianas", "COL", []string{"REB"}},
		"a light word without a country":              {"pt", "chefe da polícia", "", []string{"COP"}},
		"a party":                                     {"it", "il partito socialista spagnolo", "ESP", []string{"PTY"}},
		"one word that is two":                        {"de", "türkische Oppositionspolitiker", "TUR", []string{"OPP"}},
		"two words of which the last is light":        {"de", "der syrische Rebellenführer", "SYR", []string{"REB"}},
		"cases":                                       {"ru", "депутатам казахстанского парламента", "KAZ", []string{"LEG"}},
		"one stem of two countries":                   {"ru", "вице-президент Нигерии", "NGA", []string{"GOV"}},
		"the other country of the stem":               {"ru", "президент Нигера", "NER", []string{"GOV"}},
		"suffixes":                                    {"tr", "İsrail ordusunun sözcüsü", "ISR", []string{"MIL"}},
		"articles and particles":                      {"ar", "والمتحدث باسم الجيش السوداني", "SDN", []string{"MIL"}},
		"a plural behind a joiner":                    {"fa", "اتحادیه\u200cهای کارگری فرانسه", "FRA", []string{"LAB"}},
		"no spaces":                                   {"zh", "缅甸军方发言人", "MMR", []string{"MIL"}},
		"former in Chinese":                           {"zh", "韩国前总统", "KOR", []string{"ELI"}},
		"a state alone is its government":             {"en", "China", "CHN", []string{"GOV"}},
		"a university that bears the name of a state": {"en", "China University of Petroleum", "CHN", []string{"EDU"}},
		"the same in Chinese":                         {"zh", "中国政法大学", "CHN", []string{"EDU"}},
		"a bank that bears it":                        {"en", "Bank of China", "CHN", []string{"BUS"}},
		"a capital alone is its government":           {"en", "Tehran", "IRN", []string{"GOV"}},
		"another town alone is those who live there":  {"en", "Sydney", "AUS", []string{"CVL"}},
		"nobody":               {"en", "coronavirus", "", nil},
		"words of no language": {"en", "…—!", "", nil},
		"nothing":              {"en", "", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := f.Describe(c.phrase, c.lang, 0)
			if got.Country != c.country || !slices.Equal(got.Sectors, c.sectors) {
				t.Errorf("%q is %s %v, want %s %v", c.phrase, got.Country, got.Sectors, c.country, c.sectors)
			}
		})
	}
}

func TestSectorIsThatOfTheDay(t *testing.T) {
	f, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[kb.Date]string{20200310: "SPY", 20200720: "GOV"} {
		if got := f.Describe("Mustafa al-Kadhimi", "en", day); got.Country != "IRQ" || got.Sector() != want {
			t.Errorf("on %v: %s %v, want IRQ %s", day, got.Country, got.Sectors, want)
		}
	}
}

func FuzzDescribe(f *testing.F) {
	finder, err := New()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"a former CIA official", "UN-Blauhelme", "القوات المسلحة", "گروه\u200cهای مسلح", "前", "of of of", "\xff", "president of the president of"} {
		f.Add(s, "en")
		f.Add(s, "de")
	}
	f.Fuzz(func(t *testing.T, s, lang string) {
		for _, sector := range finder.Describe(s, news.Lang(lang), 20200101).Sectors {
			if len(sector) != 3 {
				t.Errorf("%q in %q is of the sector %q", s, lang, sector)
			}
		}
	})
}
