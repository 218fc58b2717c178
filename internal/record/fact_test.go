package record

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

// toldWith is a report of sentences, each with the direction in which its vector points.
func toldWith(id string, lang news.Lang, sentences ...string) *news.Document {
	d := report(id, lang, "2031-05-06")
	d.Text = ""
	d.Reading = &news.Reading{Model: "made for tests"}
	for _, s := range sentences {
		at, words, _ := strings.Cut(s, ": ")
		start := len(d.Text)
		d.Text += words
		d.Sentences = append(d.Sentences, news.Span{Start: start, End: len(d.Text)})
		d.Text += " "
		v := make([]int8, 4)
		for _, c := range at {
			v[c-'a'] = 100
		}
		d.Reading.Sentences = append(d.Reading.Sentences, v)
	}
	return d
}

func TestFiguresDiffer(t *testing.T) {
	for _, c := range []struct {
		name string
		docs []*news.Document
		want []string
	}{
		{
			"the dead, in three languages",
			[]*news.Document{
				toldWith("a", "en", "a: The quake killed at least 127 people."), toldWith("b", "fr", "a: Le séisme a fait 127 morts."),
				toldWith("c", "ar", "a: أسفر الزلزال عن مقتل 87 شخصا."),
			},
			[]string{"count of dead: over 127 a,b; 87 c"},
		},
		{
			"what agrees at its precision does not differ",
			[]*news.Document{toldWith("a", "en", "a: About 40 guests came."), toldWith("b", "en", "a: The hall held 42 guests.")},
			nil,
		},
		{
			"sentences of other things do not meet",
			[]*news.Document{toldWith("a", "en", "a: The talks lasted 13 days."), toldWith("b", "en", "b: The strike lasted 12 days.")},
			nil,
		},
		{
			"a report that has both figures has two things",
			[]*news.Document{
				toldWith("a", "en", "a: Sales rose by 17 percent.", "a: Profits rose by 14 percent."),
				toldWith("b", "es", "a: Los beneficios subieron un 14 por ciento."),
			},
			nil,
		},
		{
			"three months and three years are of two things",
			[]*news.Document{toldWith("a", "en", "a: It shall be signed within three months."), toldWith("b", "en", "a: They shall leave within three years.")},
			nil,
		},
		{
			"who is pointed at is not counted",
			[]*news.Document{toldWith("a", "en", "a: The two presidents shook hands."), toldWith("b", "en", "a: The three presidents shook hands.")},
			nil,
		},
		{
			"an hour and a sum",
			[]*news.Document{
				toldWith("a", "en", "a: They signed at 10:30 p.m.", "b: The assets are worth $8 billion."),
				toldWith("b", "de", "a: Unterzeichnet wurde um 23 Uhr.", "b: Die Guthaben betragen 9,5 Milliarden Dollar."),
			},
			[]string{"hour: 22:30 a; 23:00 b", "money: 8 billion USD a; 9.5 billion USD b"},
		},
		{
			"without vectors nothing says what a figure is of",
			[]*news.Document{report("a", "en", ""), report("b", "en", "")},
			nil,
		},
	} {
		if diff := cmp.Diff(c.want, toldDifferences(c.docs)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestAFigureLiesInItsEntry(t *testing.T) {
	a := toldWith("a", "en", "a: They talked for 13 days.")
	b := toldWith("b", "fr", "a: Ils ont parlé douze jours.")
	for _, d := range []*news.Document{a, b} {
		e := met(okafor, pinto)
		e.Evidence = []news.Span{d.Sentences[0]}
		d.Events = []news.Event{e}
	}
	entries, diffs := Build([]*news.Document{a, b})
	if len(entries) != 1 || len(diffs) != 1 || diffs[0].Entry != 0 {
		t.Fatalf("entries %v, differences %+v", lines(entries), diffs)
	}
	if v := diffs[0].Values[1]; v.Value != "12 days" || len(v.Evidence) != 1 || v.Evidence[0].Span != b.Sentences[0] {
		t.Errorf("got %+v", v)
	}
}

// A page of tables in a story of many reports is compared in no time.
func TestManyFiguresTakeBoundedTime(t *testing.T) {
	var docs []*news.Document
	for i := range 200 {
		var s []string
		for k := range 50 {
			s = append(s, fmt.Sprintf("a: The guard counted %d guests and %d journalists in %d hours.", 100+i+k, 1000+i*k, 5+k))
		}
		docs = append(docs, toldWith(fmt.Sprintf("r%d", i), "en", s...))
	}
	start := time.Now()
	figures(docs, nil, nil)
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestAmountsAreWrittenForPeople(t *testing.T) {
	for v, want := range map[float64]string{
		12: "12", 1250: "1,250", 200000: "200,000", 8e9: "8 billion", 9.5e9: "9.5 billion", 1234567: "1,234,567", 1.3e6: "1.3 million", 0.5: "0.5", 1234.5: "1,234.5",
	} {
		if got := amount(v); got != want {
			t.Errorf("amount(%v) = %q, want %q", v, got, want)
		}
	}
	for v, want := range map[float64]string{80: "80 minutes", 90: "1.5 hours", 60: "1 hour", 13 * 1440: "13 days", 14 * 1440: "2 weeks", 43800 * 5: "5 months", 525600: "1 year"} {
		if got := duration(v); got != want {
			t.Errorf("duration(%v) = %q, want %q", v, got, want)
		}
	}
}
