package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// counter is a store that only counts.
type counter []news.DayCount

func (c counter) Counts(context.Context, store.Filter) ([]news.DayCount, error) { return c, nil }

// month counts n reports a day of a source from 1 February 2031 on for so many days.
func month(source string, lang news.Lang, n, days int) counter {
	var out counter
	for i := range days {
		out = append(out, news.DayCount{Source: source, Lang: lang, Day: time.Date(2031, 2, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly), Reports: n, Copies: i % 2})
	}
	return out
}

func TestCoverageInWords(t *testing.T) {
	counts := append(month("nahr.example", "ar", 4, 32), month("echo.example", "fr", 12, 38)...)
	counts = append(counts, month("post.example", "fr", 1, 28)...)
	for _, c := range []struct {
		name, today string
		f           store.Filter
		want        string
	}{
		{"a language fell silent, and a source of another", "2031-03-10", store.Filter{Since: "2031-02-24"}, `24 February to 10 March 2031, 221 reports + 16 copies
                         24 Feb 3 Mar  10 Mar
French                   989898888888888 185 reports + 11 copies
Arabic                   545454545!!!!!. 36 reports + 5 copies
echo.example             999999999999999 180 reports + 8 copies
nahr.example             545454545!!!!!. 36 reports + 5 copies
post.example             21212!!!!!!!!!. 5 reports + 3 copies

no Arabic since Tuesday 4 March 2031 (usually 4 a day: nahr.example)
post.example silent for 9 days, since Friday 28 February 2031 (usually 2 a day)
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, notes bytes.Buffer
			con := &console{out: &out, err: &notes, width: 100}
			if err := con.coverage(t.Context(), counts, c.today, c.f, false); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, out.String()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestGapWords(t *testing.T) {
	for _, c := range []struct {
		g    news.Gap
		want string
	}{
		{
			news.Gap{Kind: news.GapLang, Lang: "ar", Last: "2020-03-10", From: "2020-03-11", To: "2020-03-14", Days: 4, Rate: 4.2, Open: true, Sources: strings.Split("a.example b.example", " ")},
			"no Arabic since Tuesday 10 March 2020 (usually 4 a day: a.example, b.example)",
		},
		{
			news.Gap{Kind: news.GapSource, Source: "aljazeera.net", Last: "2020-03-10", From: "2020-03-11", To: "2020-03-13", Days: 3, Rate: 4, Open: true},
			"aljazeera.net silent for 3 days, since Tuesday 10 March 2020 (usually 4 a day)",
		},
		{
			news.Gap{Kind: news.GapSource, Source: "a.example", Last: "2020-03-10", From: "2020-03-11", To: "2020-03-31", Days: 21, Rate: 1.0 / 7},
			"a.example silent for 21 days, from 11 to 31 March 2020 (usually 1 a week)",
		},
		{
			news.Gap{Kind: news.GapAll, Last: "2020-03-10", From: "2020-03-11", To: "2020-03-11", Days: 1, Rate: 30},
			"nothing at all on Wednesday 11 March 2020 (usually 30 a day)",
		},
		{
			news.Gap{Kind: news.GapLang, Lang: "zh", Last: "2020-03-10", From: "2020-03-11", To: "2020-05-11", Days: 62, Rate: 0.07, Sources: strings.Split("a b c d e f g", " ")},
			"no Chinese from 11 March to 11 May 2020 (usually 2 a month: a, b, c, d, e and 2 more)",
		},
		{
			news.Gap{Kind: news.GapLang, Lang: news.Undetermined, Last: "2020-03-10", From: "2020-03-11", To: "2020-03-12", Rate: 3, Open: true},
			"no undetermined language since Tuesday 10 March 2020 (usually 3 a day)",
		},
	} {
		if got := gapWords(&c.g); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// TestCellsOnATerminal holds that blocks are fuller the more there is, and that days that do not fit share a column.
func TestCellsOnATerminal(t *testing.T) {
	con := &console{outTerm: true, width: 100}
	r := &news.CoverageRow{Reports: []int{0, 1, 4, 8, 0, 0}, Copies: make([]int, 6)}
	silent := func(day string) bool { return day > "2031-02-04" }
	got := strings.NewReplacer("\x1b[32m", "", "\x1b[31m", "", "\x1b[0m", "").Replace(con.cells("2031-02-01", r, 1, silent))
	if got != ".░▒█!!" {
		t.Errorf("got %q", got)
	}
	con.noColour = true
	if got := con.cells("2031-02-01", r, 2, silent); got != "19!" {
		t.Errorf("two days a column: %q", got)
	}
	if got := dayTicks("2031-02-01", 60, 7); got != "1 Feb 15 Mar" {
		t.Errorf("ticks %q", got)
	}
}
