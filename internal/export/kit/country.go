package kit

import (
	"strings"

	"golang.org/x/text/language"

	"github.com/dragoman-news/dragoman/internal/news"
)

// gone are the codes of ISO 3166-3, of states that are no more.
const gone = "AN BU CS CT DD DY FQ FX HV JT MI NH NQ NT PC PU PZ RH SU TP VD WK YD YU ZR"

// Alpha2 is the ISO 3166-1 alpha-2 code of a country that is given as alpha-3, "" where it has none now: a state that is no
// more has a code that nobody takes. Kosovo, which ISO gives no code, is XK, as everybody writes it.
func Alpha2(alpha3 string) string {
	if alpha3 == "XKX" {
		return "XK"
	}
	if len(alpha3) != 3 {
		return ""
	}
	r, err := language.ParseRegion(alpha3)
	if err != nil || !r.IsCountry() || r.ISO3() != alpha3 || strings.Contains(gone, r.String()) {
		return ""
	}
	return r.String()
}

// Language3 is the ISO 639-3 code of a language, "" where it is not known.
func Language3(l news.Lang) string {
	base, err := language.ParseBase(string(l))
	if err != nil || l == news.Undetermined {
		return ""
	}
	return base.ISO3()
}
