package name

import (
	"slices"
	"strings"
	"testing"
)

// written are words in all scripts, common and odd ones.
var written = []string{
	"shamkhani", "chamkhani", "mustafa", "a", "x", "łódź", "schwarzenegger", "kâzimî", strings.Repeat("ab", 20), "qqqq", "ñ",
	"شمخاني", "مصطفي", "كاظمي", "ا", "علي", "پژمان", strings.Repeat("محمد", 10),
	"шамхани", "путин", "щербаков", "я", "ґ", "владимирович",
	"שמחאני", "נתניהו", "א", "צ'רצ'יל",
	"习近平", "沙姆哈尼", "鲁哈尼", "𠀀", "哈", strings.Repeat("习", 30),
	"ναι", "ไทย", "",
}

// TestProfilesGiveTheSameWeights holds that the quick way of comparing one word with many is the plain way, and that
// nothing is left out for being below a limit that is not.
func TestProfilesGiveTheSameWeights(t *testing.T) {
	for _, a := range written {
		w := &word{letters: a, script: mainScript(a)}
		for _, least := range []float32{3 * hardly, leastLogit, 0, 2} {
			ps := profiles{walk: &walk{}}
			for _, b := range slices.Concat(written, written) {
				v := &word{letters: b, script: mainScript(b)}
				want := w.logit(v)
				if again := v.logit(w); again != want {
					t.Errorf("%q beside %q: %v, the other way round %v", a, b, want, again)
				}
				if got := ps.logit(w, b, v.script, least); got != want && (got >= least || want >= least) {
					t.Errorf("%q beside %q, at least %v: %v, by the plain way %v", a, b, least, got, want)
				}
			}
		}
	}
}
