package entity

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestNamesOfOnePersonHaveOneKey(t *testing.T) {
	for what, names := range map[string][]string{
		"article, servant of, written apart": {"Abdel-Fattah al-Burhan", "عبد الفتاح البرهان", "عبدالفتاح برهان", "Abdul Fattah Burhan"},
		"servant of God":                     {"Abdalla Hamdok", "Abdullah Hamdok", "عبد الله حمدوك"},
		"father, house":                      {"Abdullah bin Zayed", "عبد الله بن زايد آل نهيان", "Abdallah ben Zayed Al Nahyan"},
		"father before a family name":        {"Abdullatif bin Rashid Al Zayani", "Abdüllatif ez-Zeyani", "عبد اللطيف الزياني"},
		"initial":                            {"Warren M. Christopher", "وارن كريستوفر", "Warren Christopher"},
		"Muhammad before two names":          {"Mohamed Anwar el-Sadat", "أنور السادات", "Anouar el-Sadate"},
		"father of, written onto the name":   {"Ahmed Abu Shahma", "أحمد أبو شحمة", "Ahmed Abushahma"},
		"Slavic endings":                     {"Slobodan Milošević", "Slobodan Milosevic", "Slobodan Miloşeviç", "سلوبودان ميلوشيفيتش"},
		"g, j and gh":                        {"Angela Merkel", "أنغيلا ميركل", "أنجيلا ميركل", "Ангелы Меркель"},
		"breath and vowel":                   {"François Hollande", "Франсуа Олланд", "فرنسوا هولاند"},
		"German w":                           {"Wladimir Putin", "Владимиром Путиным", "فلاديمير بوتين"},
		"East Asian":                         {"Kim Jong-un", "كيم جونغ أون", "Kim Jong Un"},
	} {
		t.Run(what, func(t *testing.T) {
			for _, n := range names[1:] {
				if got, want := nameKey(n), nameKey(names[0]); got != want {
					t.Errorf("%q has %q, %q has %q", n, got, names[0], want)
				}
			}
		})
	}
}

func TestNamesOfTwoPeopleHaveTwoKeys(t *testing.T) {
	for _, c := range [][2]string{
		{"Ali Larijani", "Sadegh Larijani"},
		{"Kim Jong Un", "Kim Yo Jong"},
		{"Mohammed bin Salman", "Mohammed bin Zayed"},
		{"Bill Clinton", "Hillary Clinton"},
	} {
		if nameKey(c[0]) == nameKey(c[1]) {
			t.Errorf("%q and %q share %q", c[0], c[1], nameKey(c[0]))
		}
	}
}

func TestKeysOfBadNames(t *testing.T) {
	for _, n := range []string{"", " ", "x", "بن", "al", "- -", "\u200f", "A. B.", "bin bin bin", "\xff\xfe"} {
		_ = nameKey(n)
		if id := localID(string(news.Person), n); len(id) != 17 {
			t.Errorf("%q has the id %q", n, id)
		}
	}
}

func TestWhoAFamilyNameMeans(t *testing.T) {
	l := shared().leaders()
	usa := map[string]bool{"USA": true}
	for what, c := range map[string]struct {
		name string
		ev   evidence
		want string
	}{
		"with its country":                   {"Carter", evidence{lands: usa, year: 1979}, "Jimmy Carter"},
		"in another script":                  {"كارتر", evidence{country: "USA", year: 1979}, "Jimmy Carter"},
		"without its country":                {"Carter", evidence{year: 1979}, ""},
		"in the years of the father":         {"Bush", evidence{lands: usa, year: 1990}, "George H. W. Bush"},
		"in the years of the son":            {"Bush", evidence{lands: usa, year: 2004}, "George W. Bush"},
		"of two, without a year":             {"Bush", evidence{lands: usa}, ""},
		"initials say who":                   {"George W. Bush", evidence{}, "George W. Bush"},
		"a name that only sounds like his":   {"Marco Bianchi", evidence{}, ""},
		"an initial for the first name":      {"Р. Рейгана", evidence{lands: usa}, "Ronald Reagan"},
		"Chinese, with the state's name":     {"特朗普", evidence{lands: usa, year: 2019}, "Donald Trump"},
		"Chinese, with a first name":         {"唐纳德·特朗普", evidence{lands: usa}, "Donald Trump"},
		"another of the name from elsewhere": {"Jimmy Carter", evidence{country: "NZL"}, ""},
	} {
		got := ""
		if p := l.who(c.name, c.ev); p != nil {
			got = p.name
		}
		if got != c.want {
			t.Errorf("%s: %q is %q, want %q", what, c.name, got, c.want)
		}
	}
}

func TestAStateThatEnded(t *testing.T) {
	p := shared().leaders().who("Eduard Shevardnadze", evidence{})
	if p == nil {
		t.Fatal("nobody")
	}
	for year, want := range map[int]string{1986: "SUN", 1999: "GEO"} {
		if got := p.country(evidence{year: year}); got != want {
			t.Errorf("in %d he is of %q, want %q", year, got, want)
		}
	}
}
