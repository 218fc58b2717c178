package identity_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/identity"
	"github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/news"
)

// organisation is one sighting, as seen has it.
func organisation(t *testing.T, line string) identity.Sighting {
	t.Helper()
	g := seen(t, line)
	g.Kind = news.Organisation
	return g
}

// likeness compares two organisations as the program does: only where a key leads to the other.
func likeness(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := identity.Gather("L1", []identity.Sighting{organisation(t, a)}), identity.Gather("L2", []identity.Sighting{organisation(t, b)})
	if !slices.ContainsFunc(x.Keys().Sought, func(k string) bool { return slices.Contains(y.Keys().Kept, k) }) {
		return 0
	}
	return identity.Compare(x, y, name.Similarity).Confidence
}

func TestOrganisationsAreOneInAllLanguages(t *testing.T) {
	for _, names := range [][]string{
		{
			"Supreme National Security Council", "Conseil suprême de sécurité nationale", "المجلس الأعلى للأمن القومي", "Consejo Supremo de Seguridad Nacional",
			"Oberster Nationaler Sicherheitsrat", "Высший совет национальной безопасности", "شورای عالی امنیت ملی", "Yüksek Ulusal Güvenlik Konseyi",
			"Conselho Supremo de Segurança Nacional", "Consiglio supremo di sicurezza nazionale", "最高国家安全委员会",
		},
		{
			"Ministry of Foreign Affairs", "ministère des Affaires étrangères", "وزارة الخارجية", "Ministerio de Asuntos Exteriores", "Außenministerium",
			"Министерство иностранных дел", "وزارت امور خارجه", "Dışişleri Bakanlığı", "Ministério dos Negócios Estrangeiros", "Ministero degli Affari esteri", "外交部",
		},
		{"Communist Party of Sudan", "حزب کمونیست سودان", "الحزب الشيوعي السوداني", "Коммунистическая партия Судана", "Parti communiste du Soudan"},
	} {
		for _, a := range names {
			for _, b := range names {
				first, second := "L1 r1 2020-03-08 | "+a+" | IRN | | ", "L2 r2 2020-03-08 | "+b+" | IRN | | "
				if got := likeness(t, first, second); got < identity.Likely {
					t.Errorf("%s, %s: %.2f", a, b, got)
				}
				second = strings.Replace(second, "IRN", "UKR", 1)
				if got := likeness(t, first, second); got >= identity.Sure {
					t.Errorf("%s of Iran, %s of Ukraine: %.2f", a, b, got)
				}
			}
		}
	}
}

func TestOrganisationsOfOtherNamesAreOthers(t *testing.T) {
	for _, tc := range [][2]string{
		{"Ministry of Defence", "Ministry of the Interior"},
		{"وزارة الدفاع", "Ministry of Finance"},
		{"Central Bank", "Central Committee"},
		{"National Liberation Front", "National Salvation Front"},
		{"Supreme Court", "Supreme Council"},
		{"Kongresszentrum", "Congress"},
		{"Hamas", "Fatah"},
		{"SNSC", "Supreme Islamic Council"},
		{"Élysée", "الكرملين"},
	} {
		if got := likeness(t, "L1 r1 2020-03-08 | "+tc[0]+" | IRN | | b c", "L2 r2 2020-03-08 | "+tc[1]+" | IRN | | b c"); got >= identity.Likely {
			t.Errorf("%s, %s: %.2f", tc[0], tc[1], got)
		}
	}
}

func TestInitialsGoWithTheNameTheyStandFor(t *testing.T) {
	long := "L1 r1 2020-03-08 | Supreme National Security Council | IRN | | shamkhani tehran"
	for short, least := range map[string]float64{
		"L2 r1 2020-03-08 | SNSC | IRN | | shamkhani tehran":     identity.Sure, // side by side
		"L2 r2 2020-03-09 | S.N.S.C. | IRN | | shamkhani tehran": identity.Likely,
	} {
		if got := likeness(t, long, short); got < least {
			t.Errorf("%s: %.2f", short, got)
		}
	}
	if got := likeness(t, long, "L2 r2 2020-03-09 | SNSC | UKR | | kyiv"); got >= identity.Likely {
		t.Errorf("SNSC of Ukraine: %.2f", got)
	}
}

func TestABodyThatEveryCountryHasIsAnotherInEach(t *testing.T) {
	var c identity.Case
	for _, line := range []string{
		"La r1 2020-03-08 | Foreign Ministry | IRQ | | ", "La r2 2020-03-09 | Foreign Ministry | IRN | | ", "La r3 2020-03-10 | Foreign Ministry | | | ",
		"ORG:NAT r1 2020-03-08 | NATO | USA | | ", "ORG:NAT r2 2020-03-08 | NATO | FRA | | ",
	} {
		c.Sightings = append(c.Sightings, organisation(t, line))
	}
	got := fmt.Sprint(identity.Solve(c, name.Similarity).Hold)
	if want := "[{La r2 La~irn}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestOrganisationsAreSeenWithTheCompanyOfTheReport(t *testing.T) {
	doc := &news.Document{Report: news.Report{ID: "r", Lang: "en", Text: "Ali Shamkhani of the SNSC"}, Mentions: []news.Mention{
		{Kind: news.Person, Entity: "L1", Name: "Ali Shamkhani", Span: news.Span{End: 13}},
		{Kind: news.Organisation, Entity: "L2", Name: "SNSC", Country: "IRN", Span: news.Span{Start: 21, End: 25}},
	}}
	got := identity.Sightings(doc)
	if len(got) != 2 || got[1].Kind != news.Organisation || got[1].Country != "IRN" || len(got[1].People) != 1 || len(got[1].Others) != 0 || len(got[0].Others) != 1 {
		t.Fatalf("%+v", got)
	}
	var back identity.Sighting
	if err := back.Decode(got[1].Encode()); err != nil || back.Kind != news.Organisation || back.Names[0].Text != "SNSC" {
		t.Errorf("%+v, %v", back, err)
	}
}

func TestWhatSaysHowPeopleStandToEachOtherIsNoOffice(t *testing.T) {
	for title, want := range map[string]bool{"نظيره": false, "Counterpart": false, "Mr": false, "": false, "minister": true, "الرئيس": true} {
		if identity.Office(title) != want {
			t.Errorf("%q", title)
		}
	}
}
