package quantity_test

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/quantity"
)

func TestAgree(t *testing.T) {
	for _, c := range []struct {
		langA news.Lang
		a     string
		langB news.Lang
		b     string
		want  bool
	}{
		{"en", "about 40 people", "en", "42 people", true},
		{"en", "12 people", "en", "20 people", false},
		{"en", "more than 3,200 people", "fr", "3 254 personnes", true},
		{"en", "more than 3,200 people", "fr", "3 500 personnes", false},
		{"en", "more than 3,200 people", "ar", "نحو 3500 شخص", false},
		{"en", "more than 3,200 people", "en", "3,200 people", true},
		{"en", "two weeks", "fr", "14 jours", true},
		{"en", "two weeks", "fr", "dix jours", false},
		{"en", "about an hour and a half", "fr", "quatre-vingts minutes", false},
		{"en", "about an hour and a half", "de", "anderthalb Stunden", true},
		{"en", "just over an hour", "ar", "ثمانين دقيقة", false},
		{"en", "just over an hour", "en", "65 minutes", true},
		{"en", "at noon", "en", "shortly after 11 a.m.", false},
		{"en", "at noon", "fr", "à midi", true},
		{"en", "about 10:30 p.m.", "fr", "à 22h30", true},
		{"en", "11 p.m.", "fr", "à 22h30", false},
		{"en", "11 p.m.", "ar", "الساعة الحادية عشرة ليلا", true},
		{"en", "about 6 p.m.", "pt", "pouco depois das 17h30", false},
		{"en", "5 p.m.", "pt", "pouco depois das 17h30", false},
		{"en", "shortly before midnight", "fr", "23h50", true},
		{"en", "shortly before 5 a.m.", "fr", "après 6 heures du matin", false},
		{"en", "200,000 dead", "es", "250.000 muertos", false},
		{"en", "200,000 dead", "ar", "مئتي ألف قتيل", true},
		{"en", "13,000 dead", "en", "13,254 dead", true},
		{"en", "more than 13,000 dead", "de", "14 000 Tote", false},
		{"en", "60,000 troops", "fr", "63 000 soldats", false},
		{"en", "nearly 3,000 journalists", "fr", "2 600 journalistes", false},
		{"en", "nearly 3,000 journalists", "zh", "2980名记者", true},
		{"en", "nearly 5,500 dead", "en", "more than 5,300 dead", false},
		{"en", "at least 127 dead", "zh", "一百多人死亡", false},
		{"en", "at least 127 dead", "en", "127 dead", true},
		{"en", "about 800 guests", "fr", "sept cents invités", false},
		{"en", "about 800 guests", "ar", "نحو ألف مدعو", false},
		{"en", "about 800 guests", "zh", "八百名嘉宾", true},
		{"en", "about $8 billion", "fr", "9,5 milliards de dollars", false},
		{"en", "about $8 billion", "es", "unos 8.000 millones de dólares", true},
		{"en", "nearly $10 billion", "fr", "9,5 milliards de dollars", false},
		{"en", "$8 billion", "fr", "8 milliards d'euros", false},
		{"en", "about ten hours", "fr", "onze heures de tête-à-tête", false},
		{"en", "about ten hours", "ar", "تسع ساعات", false},
		{"en", "20 to 30 rockets", "ru", "25 ракет", true},
		{"en", "20 to 30 rockets", "ru", "35 ракет", false},
		{"en", "dozens of rockets", "ar", "ثلاثين صاروخا", true},
		{"en", "hundreds of rockets", "ar", "ثلاثين صاروخا", false},
		{"en", "39 months", "fr", "trois ans et trois mois", true},
		{"en", "a month", "fr", "trente jours", true},
		{"en", "three months", "de", "90 Tage", true},
		{"en", "50 months", "en", "51 months", false},
		{"en", "a month", "en", "two weeks", false},
		{"en", "12 soldiers", "fr", "12 journalistes", false},
		{"en", "12 km", "en", "12 hours", false},
	} {
		a := only(t, c.langA, c.a)
		b := only(t, c.langB, c.b)
		if got := quantity.Agree(a, b); got != c.want {
			t.Errorf("%q and %q agree: %v, want %v (%v, %v)", c.a, c.b, got, c.want, a, b)
		}
		if quantity.Agree(a, b) != quantity.Agree(b, a) {
			t.Errorf("%q and %q agree one way only", c.a, c.b)
		}
	}
}

// only is the one quantity of s.
func only(t *testing.T, lang news.Lang, s string) quantity.Quantity {
	t.Helper()
	found := quantity.Find(s, lang, news.Span{End: len(s)})
	if len(found) != 1 {
		t.Fatalf("found %v in %q, want one quantity", found, s)
	}
	return found[0]
}
