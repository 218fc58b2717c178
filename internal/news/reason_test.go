package news_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

func TestAReasonIsReadAsItWasGiven(t *testing.T) {
	for _, tc := range []struct {
		key    string
		values []any
		words  string
		read   []news.ReasonValue
	}{
		{"alike", []any{"Barham Salih", "برهم صالح", 0.934}, "the names are alike: Barham Salih, برهم صالح (0.93)", []news.ReasonValue{{"name", "Barham Salih"}, {"name", "برهم صالح"}, {"share", "0.93"}}},
		{"countries", []any{"IRQ", "IRN"}, "one is of IRQ, the other of IRN", []news.ReasonValue{{"country", "IRQ"}, {"country", "IRN"}}},
		{"countries_each", []any{"IRQ", "IRN"}, "one is of IRQ, the other of IRN, and each country has one of that name", []news.ReasonValue{{"country", "IRQ"}, {"country", "IRN"}}},
		{"company_day", []any{"2020-03-08", 2, 1}, "reports about 2020-03-08 name 2 other people and 1 organisations and places beside both", []news.ReasonValue{{"day", "2020-03-08"}, {"n", "2"}, {"n", "1"}}},
		{"split_country", []any{3, "IRQ", 2, "IRN"}, "3 reports say IRQ, 2 say IRN", []news.ReasonValue{{"n", "3"}, {"country", "IRQ"}, {"n", "2"}, {"country", "IRN"}}},
		{"role", []any{"one of\n(a) {name}"}, "both are called one of\n(a) {name}", []news.ReasonValue{{"name", "one of\n(a) {name}"}}},
		{"meaning", []any{-0.1}, "alike in meaning by -0.10 more than reports of one day are", []news.ReasonValue{{"share", "-0.10"}}},
		{"copy", nil, "one text, or nearly", nil},
	} {
		words := news.Reason(tc.key, tc.values...)
		key, values := news.ReadReason(words)
		if diff := cmp.Diff(tc.read, values); words != tc.words || key != tc.key || diff != "" {
			t.Errorf("%s: %q, read as %s (-want +got)\n%s", tc.key, words, key, diff)
		}
	}
	if key, values := news.ReadReason("<script>"); key != "" || values != nil {
		t.Errorf("what is no reason is read as %s %v", key, values)
	}
}

// No reason looks like one of another key: that would be told in other languages as something else.
func TestEveryReasonIsReadByItsOwnKey(t *testing.T) {
	values := []any{1, 1, 1, 1}
	for _, want := range news.ReasonKeys() {
		words := news.Reason(want, values...)
		if want == "alike" {
			words = news.Reason(want, "a", "b", 0.5)
		}
		switch want {
		case "names", "words", "notions", "meaning":
			words = news.Reason(want, 0.5)
		}
		if key, _ := news.ReadReason(words); key != want {
			t.Errorf("%q is read as %q, want %s", words, key, want)
		}
	}
}
