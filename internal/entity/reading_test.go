package entity_test

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"

	"github.com/dragoman-news/dragoman/internal/entity"
	"github.com/dragoman-news/dragoman/internal/news"
)

// TestFindTagged runs every testdata/tagged/*.txtar: a report, the tags that a reading
// model may give it, and the mentions to be made of them.
func TestFindTagged(t *testing.T) {
	golden(t, "testdata/tagged/*.txtar", func(t *testing.T, lang, body string, ar *txtar.Archive) *news.Document {
		doc := document(lang, body)
		doc.Reading = reading(t, doc.Text, string(ar.Files[1].Data))
		return mentioned(t, doc)
	})
}

func mentioned(t testing.TB, doc *news.Document) *news.Document {
	t.Helper()
	f, err := entity.New()
	if err != nil {
		t.Fatal(err)
	}
	doc.Mentions = f.Find(doc)
	return doc
}

// reading makes tags of lines "LABEL confidence words"; each is looked for behind the
// beginning of the one before it. The label ROLE is of the head of titles.
func reading(t testing.TB, body, lines string) *news.Reading {
	t.Helper()
	r := &news.Reading{Model: "made for tests"}
	at := 0
	for line := range strings.Lines(lines) {
		f := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if len(f) < 3 {
			continue
		}
		conf, err := strconv.ParseFloat(f[1], 64)
		i := strings.Index(body[at:], f[2])
		if err != nil || i < 0 {
			t.Fatalf("tag %q: %v, found at %d", line, err, i)
		}
		tag := news.Tag{Span: news.Span{Start: at + i, End: at + i + len(f[2])}, Head: "names", Label: f[0], Confidence: conf}
		if f[0] == "ROLE" {
			tag.Head = "roles"
		}
		r.Tags = append(r.Tags, tag)
		at += i + 1
	}
	return r
}

func TestWithoutTagsTheTablesStillSpeak(t *testing.T) {
	doc := document("en", "Talks between Iraq and Turkey went on in Vienna.")
	doc.Reading = &news.Reading{Model: "made for tests"}
	if got := len(mentioned(t, doc).Mentions); got != 3 {
		t.Errorf("found %d of two countries and a capital", got)
	}
}

func TestAMentionStaysInItsSentence(t *testing.T) {
	const body = "They met Anna Weber. Lukas Frei was absent."
	doc := document("en", body)
	doc.Reading = reading(t, body, "PER 0.9 Anna Weber\nPER 0.9 Lukas Frei")
	for _, m := range mentioned(t, doc).Mentions {
		if strings.Contains(m.Span.In(body), ".") {
			t.Errorf("%q crosses the end of a sentence", m.Span.In(body))
		}
	}
}

func TestAgreementRaisesConfidence(t *testing.T) {
	const body = "Vienna wrote to the council. Xylopolis was silent."
	doc := document("en", body)
	doc.Reading = reading(t, body, "LOC 0.8 Vienna\nLOC 0.8 Xylopolis")
	m := mentioned(t, doc).Mentions
	if len(m) != 2 || m[0].Confidence <= m[1].Confidence || m[1].Confidence != 0.8 {
		t.Errorf("want a known place surer than one that only the model sees: %+v", m)
	}
}

func FuzzFindTagged(f *testing.F) {
	f.Add("ar", "زار وليد ريوبامبا وكوينكا للمرة الأولى", uint(3), uint(17), uint(20), uint(40))
	f.Add("zh", "来访的中国外交部副部长拉沙·奇克瓦泽", uint(6), uint(24), uint(30), uint(60))
	f.Add("en", "Anna O'Neill-Frei (Anna) of El Cairo. de la Paz", uint(0), uint(24), uint(25), uint(47))
	f.Fuzz(func(t *testing.T, lang, body string, a, b, c, d uint) {
		doc := document(lang, body)
		n := uint(len(body) + 1)
		doc.Reading = &news.Reading{}
		for i, at := range []uint{a, b, c} {
			span := news.Span{Start: int(at % n), End: int([]uint{b, c, d}[i] % n)}
			for _, label := range []string{"PER", "ORG", "LOC", "NAT"}[i:] {
				doc.Reading.Tags = append(doc.Reading.Tags, news.Tag{Span: span, Head: "names", Label: label, Confidence: 0.6 + 0.1*float64(i)})
			}
			doc.Reading.Tags = append(doc.Reading.Tags, news.Tag{Span: news.Span{Start: span.End, End: int(d % n)}, Head: "roles", Label: "ROLE", Confidence: 0.9})
		}
		end := 0
		for _, m := range mentioned(t, doc).Mentions {
			if m.Span.Start < end || m.Span.Empty() || m.Span.End > len(body) {
				t.Fatalf("span %v after %d in %d bytes", m.Span, end, len(body))
			}
			if utf8.ValidString(body) && !utf8.ValidString(m.Span.In(body)) {
				t.Fatalf("%v splits a rune", m.Span)
			}
			end = m.Span.End
		}
	})
}

func BenchmarkFindTagged(b *testing.B) {
	const one = "Portuguese Foreign Minister Helena Vasconcelos met Daniel Mwangi in Nairobi on Monday. "
	doc := document("en", strings.Repeat(one, 28))
	doc.Reading = reading(b, doc.Text, strings.Repeat("NAT 0.9 Portuguese\nROLE 0.9 Foreign Minister\nPER 0.9 Helena Vasconcelos\nPER 0.9 Daniel Mwangi\nLOC 0.9 Nairobi\n", 28))
	f, err := entity.New()
	if err != nil {
		b.Fatal(err)
	}
	f.Find(doc)
	b.SetBytes(int64(len(doc.Text)))
	for b.Loop() {
		f.Find(doc)
	}
}
