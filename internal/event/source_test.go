package event_test

import (
	"slices"
	"testing"
)

// TestAccordingTo reads who says so by rules alone, in each language: agencies, outlets, statements of bodies, people and
// those without a name, and that an agency which is told of is none.
func TestAccordingTo(t *testing.T) {
	for _, c := range []struct {
		lang, body string
		want       []string // kind and name
	}{
		{"en", "Peter Kamau met Ali Hassan in Nairobi on Monday, the Khovar news agency reported.", []string{"agency Khovar news agency"}},
		{"en", "Peter Kamau met Ali Hassan in Nairobi on Monday, according to two security sources.", []string{"unnamed two security sources"}},
		{"en", "According to Tasnim, Peter Kamau met Ali Hassan in Nairobi.", []string{"agency Tasnim"}},
		{"en", "Peter Kamau said that Ali Hassan met Paul Morel in Nairobi.", []string{"person Peter Kamau"}},
		{"en", "Peter Kamau met Ali Hassan of Reuters in Nairobi.", nil},
		{"en", "Peter Kamau met Ali Hassan according to plan.", nil},
		{"fr", "Paul Morel a rencontré Ali Hassan à Paris, annonce un communiqué de la présidence, qui parle de paix.", []string{"official communiqué de la présidence"}},
		{"fr", "Selon le quotidien El Watan, Paul Morel a rencontré Ali Hassan à Alger.", []string{"outlet El Watan"}},
		{"ar", "التقى محمود عباس بشار الأسد في دمشق، بحسب مصدر أمني.", []string{"unnamed مصدر أمني"}},
		{"es", "Pablo Ruiz se reunió con Luis Gómez en Madrid, según fuentes diplomáticas.", []string{"unnamed fuentes diplomáticas"}},
		{"pt", "Paulo Rangel reuniu-se com Luís Gomes em Lisboa, segundo um comunicado.", []string{"official um comunicado"}},
		{"it", "Marco Bianchi ha incontrato Paolo Ferri a Roma, secondo fonti diplomatiche.", []string{"unnamed fonti diplomatiche"}},
		{"de", "Sabine Richter traf Peter Braun in Berlin, teilte die Pressestelle mit.", []string{"official Pressestelle"}},
		{"ru", "Сергей Лавров встретился с Али Хасаном в Москве, сообщает ТАСС.", []string{"agency TASS"}},
		{"tr", "Bakanlık kaynaklarına göre Hakan Fidan, Ali Hasan ile Ankara'da görüştü.", []string{"official Bakanlık kaynaklarına"}},
		{"fa", "به گزارش خبرگزاری تسنیم، محمدجواد ظریف با بشار اسد در دمشق دیدار کرد.", []string{"agency خبرگزاری تسنیم"}},
		{"zh", "据新华社报道，王毅5日在北京会见了布林肯。", []string{"agency Xinhua"}},
	} {
		t.Run(c.lang, func(t *testing.T) {
			doc := document(t, c.lang, c.body)
			if len(doc.Events) == 0 {
				t.Fatalf("no event in %q", c.body)
			}
			var got []string
			for _, a := range doc.Events[0].AccordingTo {
				if a.Span.Empty() || a.Span.End > len(c.body) {
					t.Errorf("span %v of %q", a.Span, a.Name)
				}
				got = append(got, a.Kind+" "+a.Name)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s\ngot  %q\nwant %q", c.body, got, c.want)
			}
		})
	}
}
