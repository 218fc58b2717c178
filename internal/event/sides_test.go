package event

import (
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Somebody and their own state are not "the two sides".
func TestOpposite(t *testing.T) {
	ali := news.Party{Name: "Ali", Kind: news.Person, Country: "IRN"}
	salih := news.Party{Name: "Salih", Kind: news.Person, Country: "IRQ"}
	rival := news.Party{Name: "Rival", Kind: news.Person, Country: "IRQ"}
	iran := news.Party{Name: "Iran", Kind: news.Country, Country: "IRN"}
	iraq := news.Party{Name: "Iraq", Kind: news.Country, Country: "IRQ"}
	for _, tc := range []struct {
		of   []news.Party
		want bool
	}{
		{nil, false},
		{[]news.Party{ali}, false},
		{[]news.Party{ali, iran}, false},
		{[]news.Party{ali, iraq}, true},
		{[]news.Party{ali, salih}, true},
		{[]news.Party{rival, salih}, true},
		{[]news.Party{iran, iraq}, true},
		{[]news.Party{iran, ali, salih}, true},
	} {
		if got := opposite(tc.of); got != tc.want {
			t.Errorf("opposite(%v) = %v", tc.of, got)
		}
	}
}
