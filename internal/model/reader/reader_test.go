package reader_test

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/dragoman-news/dragoman/internal/model/embedded"
	"github.com/dragoman-news/dragoman/internal/model/kernel"
	"github.com/dragoman-news/dragoman/internal/model/reader"
	"github.com/dragoman-news/dragoman/internal/model/weights"
	"github.com/dragoman-news/dragoman/internal/news"
)

func open(tb testing.TB) *reader.Reader {
	tb.Helper()
	r, err := reader.New(parsed(tb), nil)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func parsed(tb testing.TB) *weights.File {
	tb.Helper()
	f, err := weights.Parse(embedded.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

// document is a text with a sentence a line.
func document(title, text string) *news.Document {
	doc := &news.Document{Report: news.Report{Title: title, Text: text}}
	at := 0
	for line := range strings.Lines(text) {
		end := at + len(strings.TrimRight(line, "\n"))
		if end > at {
			doc.Sentences = append(doc.Sentences, news.Span{Start: at, End: end})
		}
		at += len(line)
	}
	return doc
}

func named(doc *news.Document) []string {
	var out []string
	for _, t := range doc.Reading.Of("names") {
		out = append(out, t.Label+" "+t.In(doc.Text))
	}
	return out
}

func TestNamesOfOneSentenceInSeveralLanguages(t *testing.T) {
	r := open(t)
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Foreign Minister Halvard Eikeland arrived in Nairobi on Monday.", []string{"PER Halvard Eikeland", "LOC Nairobi"}},
		{"Le ministre des Affaires étrangères Halvard Eikeland est arrivé lundi à Nairobi.", []string{"PER Halvard Eikeland", "LOC Nairobi"}},
		{"El ministro de Exteriores, Halvard Eikeland, llegó el lunes a Nairobi.", []string{"PER Halvard Eikeland", "LOC Nairobi"}},
		{"Außenminister Halvard Eikeland ist am Montag in Nairobi eingetroffen.", []string{"PER Halvard Eikeland", "LOC Nairobi"}},
		{"Министр иностранных дел Халвард Эйкеланд прибыл в понедельник в Найроби.", []string{"PER Халвард Эйкеланд", "LOC Найроби"}},
		{"وصل وزير الخارجية هالفارد إيكلاند إلى نيروبي يوم الاثنين.", []string{"PER هالفارد إيكلاند", "LOC نيروبي"}},
	} {
		doc := document("", c.text)
		if err := r.Read(doc); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, named(doc)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.text, diff)
		}
	}
}

func cosine(a, b []int8) float64 {
	var dot, x, y float64
	for i := range a {
		dot += float64(a[i]) * float64(b[i])
		x += float64(a[i]) * float64(a[i])
		y += float64(b[i]) * float64(b[i])
	}
	return dot / math.Sqrt(x*y)
}

func TestATranslationIsNearerThanAnotherSentence(t *testing.T) {
	r := open(t)
	sentences := []string{
		"The two ministers signed an agreement on water.", "وقّع الوزيران اتفاقا بشأن المياه.", "Les deux ministres ont signé un accord sur l'eau.",
		"The match was put off because of the snow.", "أُجّلت المباراة بسبب الثلج.", "Le match a été reporté à cause de la neige.",
	}
	var vectors [][]int8
	for _, s := range sentences {
		v, err := r.Vector(s)
		if err != nil {
			t.Fatal(err)
		}
		vectors = append(vectors, v)
	}
	for i := range sentences {
		for j := range sentences {
			for k := range sentences {
				if i != j && i/3 == j/3 && i/3 != k/3 && cosine(vectors[i], vectors[j]) <= cosine(vectors[i], vectors[k]) {
					t.Errorf("%q is nearer to %q (%.2f) than to %q (%.2f)", sentences[i], sentences[k],
						cosine(vectors[i], vectors[k]), sentences[j], cosine(vectors[i], vectors[j]))
				}
			}
		}
	}
}

// TestLongSentencesAreReadInWindows wants the names of a sentence of many windows, each
// once, at whatever edge they lie.
func TestLongSentencesAreReadInWindows(t *testing.T) {
	r := open(t)
	part := "Halvard Eikeland had already met the envoys who came with the first plane to talk about water, grain and the new road, and "
	doc := document("", strings.Repeat(part, 30)+"rested.")
	if err := r.Read(doc); err != nil {
		t.Fatal(err)
	}
	persons := 0
	for _, s := range named(doc) {
		if strings.HasSuffix(s, " Halvard Eikeland") { // what it is called counts elsewhere
			persons++
		}
	}
	if persons != 30 {
		t.Errorf("%d of 30 found; the rest: %q", persons, named(doc))
	}
	if got := len(doc.Reading.Sentences); got != 1 || len(doc.Reading.Sentences[0]) != len(doc.Reading.Lead) {
		t.Errorf("%d sentence vectors", got)
	}
}

func TestASentenceDoesNotDependOnTheOthers(t *testing.T) {
	r := open(t)
	alone, among := document("", "Halvard Eikeland spoke in Nairobi."), document("A title", "It rained.\nHalvard Eikeland spoke in Nairobi.\nSo it was.")
	for _, d := range []*news.Document{alone, among} {
		if err := r.Read(d); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(alone.Reading.Sentences[0], among.Reading.Sentences[1]); diff != "" {
		t.Error(diff)
	}
}

func TestOfAHugeTextTheBeginningIsRead(t *testing.T) {
	r := open(t)
	doc := document("", strings.Repeat("Halvard Eikeland spoke in Nairobi.\n", 20_000))
	if err := r.Read(doc); err != nil {
		t.Fatal(err)
	}
	if n := len(named(doc)); n < 2_000 || n > 8_000 {
		t.Errorf("%d names in 700 KB", n)
	}
	if first, last := doc.Reading.Sentences[0], doc.Reading.Sentences[len(doc.Sentences)-1]; first == nil || last != nil {
		t.Errorf("the vector of the first sentence is %v, of the last %v", first, last)
	}
}

func TestNothingIsReadInNothing(t *testing.T) {
	r := open(t)
	for _, doc := range []*news.Document{document("", ""), document("", " "), document(" ", "\u200b")} {
		if err := r.Read(doc); err != nil {
			t.Fatal(err)
		}
		if len(doc.Reading.Tags) > 0 {
			t.Errorf("%q: %v", doc.Text, doc.Reading.Tags)
		}
	}
	if v, err := r.Vector(""); v != nil || err != nil {
		t.Errorf("the vector of nothing: %v, %v", v, err)
	}
}

// TestKernelsAgree wants the same tags of every kernel that this processor has, and their confidence within 0.05.
func TestKernelsAgree(t *testing.T) {
	text := "Le président Halvard Eikeland a reçu à Nairobi le secrétaire du Conseil, Ali Rezvani.\nقال هالفارد إيكلاند إن الاتفاق مهم."
	var first []news.Tag
	for i, k := range kernel.All() {
		r, err := reader.New(parsed(t), k)
		if err != nil {
			t.Fatal(err)
		}
		doc := document("", text)
		if err := r.Read(doc); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			first = doc.Reading.Tags
		} else if diff := cmp.Diff(first, doc.Reading.Tags, cmpopts.EquateApprox(0, 0.05)); diff != "" {
			t.Errorf("%s (-%s +%s):\n%s", k.Name(), kernel.All()[0].Name(), k.Name(), diff)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("Title", "Halvard Eikeland spoke.\nوقال إيكلاند")
	f.Add("", "\xff\xfe\n\u200f\u202e عجب \x00")
	f.Add("ﬁﬂ", strings.Repeat("北京", 300))
	r := open(f)
	f.Fuzz(func(t *testing.T, title, text string) {
		doc := document(title, text[:min(len(text), 2000)])
		if err := r.Read(doc); err != nil {
			t.Fatal(err)
		}
		if len(doc.Reading.Sentences) != len(doc.Sentences) {
			t.Fatalf("%d vectors for %d sentences", len(doc.Reading.Sentences), len(doc.Sentences))
		}
		for _, tag := range doc.Reading.Tags {
			in := false
			for _, s := range doc.Sentences {
				in = in || s.Start <= tag.Start && tag.End <= s.End
			}
			if !in || tag.Empty() || tag.Confidence < 0 || tag.Confidence > 1.0001 {
				t.Fatalf("%+v in %q", tag, doc.Text)
			}
			if utf8.ValidString(doc.Text) && !utf8.ValidString(tag.In(doc.Text)) {
				t.Fatalf("%+v splits a character of %q", tag, doc.Text)
			}
		}
	})
}

func BenchmarkRead(b *testing.B) {
	r := open(b)
	doc := document("Une visite à Nairobi", strings.Repeat("Le président Halvard Eikeland a reçu à Nairobi le secrétaire du Conseil, Ali Rezvani, venu parler de sécurité.\n", 8))
	for b.Loop() {
		if err := r.Read(doc); err != nil {
			b.Fatal(err)
		}
	}
}
