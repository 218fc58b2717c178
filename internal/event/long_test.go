package event_test

import (
	"strings"
	"testing"
	"time"
)

func TestAPageOfAMegabyteTakesSeconds(t *testing.T) {
	if testing.Short() {
		t.Skip("reads several megabytes")
	}
	for name, c := range map[string]struct{ lang, piece string }{
		"names and verbs without a full stop": {"en", "Kenyan President Daniel Mwangi met and accused Chad said the Ghanaian minister Kofi Boateng and "},
		"opening marks that nothing closes":   {"en", "« „ ‘ « “ "},
		"an Arabic list":                      {"ar", "قال الرئيس التونسي كمال المرزوقي والتقى "},
		"letters of Chinese names":            {"zh", "总统姆瓦吉·说"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			document(t, c.lang, strings.Repeat(c.piece, 1<<20/len(c.piece)))
			if took := time.Since(start); took > 60*time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
}
