package record

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

// daily counts a source's reports on the days from 1 March 2031, a Saturday: a digit a day, "." for none, and letters for copies (a
// is one).
func daily(source string, lang news.Lang, days string) []news.DayCount {
	at := time.Date(2031, 3, 1, 0, 0, 0, 0, time.UTC)
	var out []news.DayCount
	for i, r := range days {
		c := news.DayCount{Source: source, Lang: lang, Day: at.AddDate(0, 0, i).Format(time.DateOnly)}
		switch {
		case r >= '1' && r <= '9':
			c.Reports = int(r - '0')
		case r >= 'a' && r <= 'z':
			c.Copies = int(r-'a') + 1
		default:
			continue
		}
		out = append(out, c)
	}
	return out
}

func again(days string, n int) string { return strings.Repeat(days, n) }

// gapLines writes gaps to be read.
func gapLines(gaps []news.Gap) []string {
	var out []string
	for _, g := range gaps {
		s := fmt.Sprintf("%s %s%s %s to %s, %d days, %.1f a day, last %s", g.Kind, g.Lang, g.Source, g.From[5:], g.To[5:], g.Days, g.Rate, g.Last[5:])
		if g.Open {
			s += ", open"
		}
		if len(g.Sources) > 0 {
			s += ": " + strings.Join(g.Sources, " ")
		}
		out = append(out, s)
	}
	return out
}

func TestGaps(t *testing.T) {
	// steady is in all cases, so that days without others are not days without anything.
	steady := daily("steady", "en", again("3", 92))
	for _, c := range []struct {
		name    string
		counts  []news.DayCount
		to      string
		partial bool
		want    []string
	}{
		{
			"four a day are missed after two days",
			daily("a", "en", again("4", 28)+".."), "2031-03-30", false,
			[]string{"source a 03-29 to 03-30, 2 days, 4.0 a day, last 03-28, open"},
		},
		{"but not after one", daily("a", "en", again("4", 28)+"."), "2031-03-29", false, nil},
		{"nor when the second is not over", daily("a", "en", again("4", 28)+".."), "2031-03-30", true, nil},
		{
			"who writes once a week is not missed after a fortnight",
			daily("a", "en", again("1......", 10)+again(".", 7)), "2031-05-16", false, nil,
		},
		{
			"but after three weeks, for a week was never missed before",
			daily("a", "en", again("1......", 10)+again(".", 15)), "2031-05-24", false,
			[]string{"source a 05-04 to 05-24, 21 days, 0.2 a day, last 05-03, open"},
		},
		{
			"weekends are no gaps",
			daily("a", "en", ".."+again("55555..", 6)), "2031-04-13", false, nil,
		},
		{
			"a week without work days is one",
			daily("a", "en", ".."+again("55555..", 4)+"....."), "2031-04-04", false,
			[]string{"source a 03-29 to 04-04, 7 days, 3.8 a day, last 03-28, open"},
		},
		{
			"who writes in bursts is waited for longer than who writes as much every day",
			daily("a", "en", again("9..", 9)+"9....."), "2031-04-02", false, nil,
		},
		{
			"a gap that ended is named, and is no reason to expect the next",
			daily("a", "en", again("4", 28)+"....."+again("4", 10)+"..."), "2031-04-15", false,
			[]string{
				"source a 04-13 to 04-15, 3 days, 4.0 a day, last 04-12, open",
				"source a 03-29 to 04-02, 5 days, 4.0 a day, last 03-28",
			},
		},
		{"a source of a few days is not known well enough", daily("a", "en", again("4", 6)+"......"), "2031-03-12", false, nil},
		{"nor an archive that was put in on four days", daily("a", "en", "9..9..9..9"+again(".", 30)), "2031-04-09", false, nil},
		{"copies are no silence", daily("a", "en", again("4", 28)+"aaaa"), "2031-04-01", false, nil},
		{
			"a language is silent with all its sources, which are named with it",
			append(daily("a", "ar", again("2", 28)), daily("b", "ar", again("3", 26)+"1a")...), "2031-04-02", false,
			[]string{"lang ar 03-29 to 04-02, 5 days, 4.9 a day, last 03-28, open: a b"},
		},
		{
			"one silent source of a language is silent alone",
			append(daily("a", "ar", again("2", 40)), daily("b", "ar", again("3", 28))...), "2031-04-02", false,
			[]string{"source b 03-29 to 04-02, 5 days, 3.0 a day, last 03-28, open"},
		},
		{
			"reports without a source are of no source, but of a language",
			daily("", "fa", again("3", 28)), "2031-04-02", false,
			[]string{"lang fa 03-29 to 04-02, 5 days, 3.0 a day, last 03-28, open"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Cover(append(c.counts, steady...), Window{From: "2031-03-01", To: c.to, Partial: c.partial})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, gapLines(got.Gaps)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestDaysWithoutAnything holds that days on which nothing came at all are one gap, and tell nothing of one source.
func TestDaysWithoutAnything(t *testing.T) {
	counts := append(daily("a", "en", again("4", 28)+"...."+"4."), daily("b", "fr", again("3", 28)+"...."+"33")...)
	got, err := Cover(counts, Window{From: "2031-03-01", To: "2031-04-03"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"all  03-29 to 04-01, 4 days, 7.0 a day, last 03-28"}
	if diff := cmp.Diff(want, gapLines(got.Gaps)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestCoverageCounts(t *testing.T) {
	counts := append(daily("www.A.example", "en", "12b"), daily("b.example", "ar", ".9")...)
	counts = append(counts, news.DayCount{Source: "b.example", Lang: "ar", Reports: 2, Copies: 1}, news.DayCount{Source: "b.example", Lang: "fr", Day: "2031-03-03", Copies: 4})
	got, err := Cover(counts, Window{From: "2031-03-02", To: "2031-03-03"})
	if err != nil {
		t.Fatal(err)
	}
	want := news.Coverage{
		From: "2031-03-02", To: "2031-03-03",
		All: news.CoverageRow{Reports: []int{11, 0}, Copies: []int{0, 6}, Undated: 3},
		Langs: []news.CoverageRow{
			{Lang: "ar", Reports: []int{9, 0}, Copies: []int{0, 0}, Undated: 3},
			{Lang: "en", Reports: []int{2, 0}, Copies: []int{0, 2}},
			{Lang: "fr", Reports: []int{0, 0}, Copies: []int{0, 4}},
		},
		Sources: []news.CoverageRow{
			{Source: "b.example", Langs: []news.Lang{"ar", "fr"}, Reports: []int{9, 0}, Copies: []int{0, 4}, Undated: 3},
			{Source: "www.A.example", Langs: []news.Lang{"en"}, Reports: []int{2, 0}, Copies: []int{0, 2}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, c := range []struct {
		w    Window
		want []int // reports of all that is shown
	}{
		{Window{Lang: "ar"}, []int{9, 0}},
		{Window{Source: "a.example"}, []int{2, 0}},
		{Window{Source: "B.example", Lang: "en"}, []int{0, 0}},
	} {
		c.w.From, c.w.To = want.From, want.To
		got, err := Cover(counts, c.w)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, got.All.Reports); diff != "" {
			t.Errorf("%+v: -want +got:\n%s", c.w, diff)
		}
	}
}

func TestCoverageRefuses(t *testing.T) {
	for _, w := range []Window{{}, {From: "2031-03-01"}, {From: "2031-03-02", To: "2031-03-01"}, {From: "yesterday", To: "2031-03-01"}} {
		if _, err := Cover(nil, w); news.CodeOf(err) != news.Invalid {
			t.Errorf("%+v: %v", w, err)
		}
	}
	if _, err := Cover([]news.DayCount{{Day: "March"}}, Window{From: "2031-03-01", To: "2031-03-01"}); news.CodeOf(err) != news.Invalid {
		t.Errorf("a day that is none: %v", err)
	}
}

// TestFewFalseGaps watches sources that write at random: hardly one is to be called silent, and one that stops is to be found.
func TestFewFalseGaps(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11)) //nolint:gosec // a test repeats itself
	random := func(rate float64, days int) string {
		var sb strings.Builder
		for range days {
			n, p := 0, r.Float64()
			for p > math.Exp(-rate) && n < 9 {
				n, p = n+1, p*r.Float64()
			}
			sb.WriteString([]string{".", "1", "2", "3", "4", "5", "6", "7", "8", "9"}[n])
		}
		return sb.String()
	}
	falsely, found, stopped := 0, 0, 0
	for i := range 100 {
		rate := []float64{0.15, 0.5, 1, 2, 4}[i%5]
		days := random(rate, 120)
		steady := daily("steady", "en", again("3", 200))
		got, err := Cover(append(daily("a", "en", days+days[:60]), steady...), Window{From: "2031-04-01", To: "2031-06-28"})
		if err != nil {
			t.Fatal(err)
		}
		falsely += len(got.Gaps)
		got, err = Cover(append(daily("a", "en", days), steady...), Window{From: "2031-06-01", To: "2031-09-10"})
		if err != nil {
			t.Fatal(err)
		}
		stopped++
		for _, g := range got.Gaps {
			if g.Open {
				found++
			}
		}
	}
	if falsely > 8 { // of 100 sources in three months
		t.Errorf("%d gaps of sources that only write at random", falsely)
	}
	if found < stopped-2 {
		t.Errorf("%d of %d sources that stopped were found", found, stopped)
	}
	t.Logf("%d false gaps of 100 sources in 90 days; %d of %d stops found", falsely, found, stopped)
}
