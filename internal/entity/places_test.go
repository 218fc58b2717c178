package entity_test

import (
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

// mentionAt is the last mention of a report that has just these words.
func mentionAt(doc *news.Document, words string) (found news.Mention) {
	for _, m := range doc.Mentions {
		if m.Span.In(doc.Text) == words {
			found = m
		}
	}
	return found
}

// TestWhoActs holds of capitals and countries whether they stand for a government.
func TestWhoActs(t *testing.T) {
	for _, c := range []struct{ lang, body, name, acts string }{
		{"en", "Tehran condemned the attack.", "Tehran", "Iran"},
		{"en", "They met in Tehran on Monday.", "Tehran", ""},
		{"en", "The Paris agreement holds.", "Paris", ""},
		{"en", "Talks between Tehran and Baghdad go on.", "Baghdad", "Iraq"},
		{"en", "The road between Tehran and Baghdad is closed.", "Tehran", ""},
		{"en", "Brussels said that it would answer.", "Brussels", "European Union"},
		{"fr", "Téhéran a condamné l'attaque.", "Téhéran", "Iran"},
		{"fr", "La position de Téhéran est connue.", "Téhéran", "Iran"},
		{"fr", "Ils se sont vus à Téhéran.", "Téhéran", ""},
		{"ar", "أعلنت بغداد أنها ترفض الاتفاق.", "بغداد", "Iraq"},
		{"ar", "وصل الوفد إلى بغداد.", "بغداد", ""},
		{"ru", "Москва заявила, что ответит.", "Москва", "Russia"},
		{"ru", "Переговоры прошли в Москве.", "Москве", ""},
		{"tr", "Tahran öneriyi reddetti.", "Tahran", "Iran"},
		{"tr", "Heyet Tahran'da kaldı.", "Tahran", ""},
		{"zh", "北京表示反对。", "北京", "China"},
		{"zh", "会谈在北京举行。", "北京", ""},
	} {
		got := ""
		m := mentionAt(find(t, c.lang, c.body), c.name)
		if m.ActsAs != nil {
			got = m.ActsAs.Name
		}
		if m.Kind != news.Place || got != c.acts {
			t.Errorf("%s %q: %s is a %s that acts as %q, not %q", c.lang, c.body, c.name, m.Kind, got, c.acts)
		}
	}
}

// TestWhatAPlaceMayBe holds which place of a name is meant, how precisely, and that the
// others are kept in their order.
func TestWhatAPlaceMayBe(t *testing.T) {
	for _, c := range []struct{ lang, body, name, entity, precision string }{
		{"en", "BEIRUT (AP) - Lebanese troops entered Tripoli on Friday.", "Tripoli", "GN:266826", news.AtCity},
		{"en", "TRIPOLI (AP) - Libyan ministers left Tripoli on Friday.", "Tripoli", "GN:2210247", news.AtCity},
		{"en", "Police in London, Canada, said nothing.", "London", "GN:6058560", news.AtCity},
		{"en", "Ships sailed the Black Sea.", "Black Sea", "R:BLS", news.AtArea},
		{"en", "Georgia is a neighbour of Turkey.", "Georgia", "ISO:GEO", news.AtCountry},
		{"ar", "انخفض منسوب نهر الأردن.", "نهر الأردن", "R:JRD", news.AtArea},
		{"ar", "الجزائر (واج) - اجتمع الوزراء.", "الجزائر", "GN:2507480", news.AtCity},
		{"es", "Llueve en Venezuela, también en Valencia.", "Valencia", "GN:3625549", news.AtCity},
	} {
		m := mentionAt(find(t, c.lang, c.body), c.name)
		if m.Entity != c.entity || m.Precision != c.precision {
			t.Errorf("%q: %s is %s, %q; want %s, %q", c.body, c.name, m.Entity, m.Precision, c.entity, c.precision)
		}
		last := 1.0
		for _, o := range m.Candidates {
			if o.Score > last || o.Score <= 0 || o.Entity == m.Entity || o.Entity == "" {
				t.Errorf("%q: candidates %+v of %s", c.body, m.Candidates, m.Entity)
			}
			last = o.Score
		}
	}
	if m := mentionAt(find(t, "en", "Lebanese troops entered Tripoli."), "Tripoli"); len(m.Candidates) == 0 || m.Candidates[0].Entity != "GN:2210247" {
		t.Errorf("Tripoli of Lebanon may be that of Libya: %+v", m.Candidates)
	}
}

// TestOddPlaces holds that broken texts are read to their end.
func TestOddPlaces(t *testing.T) {
	for _, body := range []string{"Tehran", "Tehran's", "(Tehran)", "between Tehran", "Tehran and", "\xffTehran\xff said", strings.Repeat("Tehran and ", 300), "Tehran, Tehran, Tehran", "Iran Iran Iran"} {
		for _, lang := range []string{"en", "ar", "tr", "zh", "ru", "xx"} {
			for _, m := range find(t, lang, body).Mentions {
				if m.Span.Start < 0 || m.Span.End > len(body) || m.Span.Empty() {
					t.Errorf("%s %q: span %v", lang, body, m.Span)
				}
			}
		}
	}
}
