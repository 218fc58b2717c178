package kit

import "golang.org/x/text/language"

// Alpha2 is the ISO 3166-1 alpha-2 code of a country that is given as alpha-3, "" where it has none. Kosovo, which ISO
// gives no code, is XK, as everybody writes it.
func Alpha2(alpha3 string) string {
	if alpha3 == "XKX" {
		return "XK"
	}
	if len(alpha3) != 3 {
		return ""
	}
	r, err := language.ParseRegion(alpha3)
	if err != nil || !r.IsCountry() || r.ISO3() != alpha3 {
		return ""
	}
	return r.String()
}
