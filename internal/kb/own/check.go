package own

import (
	"fmt"
	"hash/fnv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/language"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Limits of one entity. A name in use is far below them; what is above is a text that
// got into the wrong column.
const (
	maxName  = 200  // letters
	maxNames = 1000 // of one entity
	maxRole  = 300  // letters
	maxID    = 200  // bytes
)

// kinds are the words for the kinds of entities, folded: our own and the schemata of
// FollowTheMoney. LegalEntity is whoever can sign a contract; those that are people
// come as Person.
var kinds = map[string]news.Kind{
	"person": news.Person, "people": news.Person,
	"organisation": news.Organisation, "organization": news.Organisation, "org": news.Organisation,
	"company": news.Organisation, "publicbody": news.Organisation, "legalentity": news.Organisation,
	"place": news.Place, "country": news.Country,
}

const kindsWanted = "person, organisation, place or country; or Person, Organization, Company, PublicBody, LegalEntity"

// sectors are those that a schema says by itself.
var sectors = map[string]string{"company": "BUS", "publicbody": "GOV"}

// cleanName makes a name as it is compared and shown: on one line, in NFC, without marks
// that nobody sees. reason says why it can be no name, "" if it can.
func cleanName(s string) (name, reason string) {
	if !utf8.ValidString(s) {
		return "", "is not UTF-8"
	}
	name = strings.Join(strings.Fields(text.StripControls(text.NFC(s))), " ")
	letters, signs := 0, 0
	for _, r := range name {
		if r == utf8.RuneError {
			return "", "is damaged: a letter was lost when it was saved"
		}
		if unicode.IsLetter(r) {
			letters++
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			signs++
		}
	}
	switch n := utf8.RuneCountInString(name); {
	case name == "":
		return "", "is empty"
	case letters == 0:
		return "", "has no letter"
	case signs < 2:
		return "", "is one letter, which stands in every text"
	case n > maxName:
		return "", fmt.Sprintf("has %d letters; the limit is %d", n, maxName)
	case garbled(name):
		return "", "was garbled when it was saved: its UTF-8 was read as Latin-1"
	}
	return name, ""
}

// garbled reports whether s is UTF-8 that was read as Windows-1252: nothing else makes
// valid UTF-8 of its bytes.
func garbled(s string) bool {
	wide := false
	for _, r := range s {
		wide = wide || r >= utf8.RuneSelf
		if r > 0x2122 { // the last letter of that encoding
			return false
		}
	}
	if !wide {
		return false
	}
	b, err := charmap.Windows1252.NewEncoder().String(s)
	return err == nil && utf8.ValidString(b)
}

// shown is a value in a message: short, and without what plays tricks.
func shown(s string) string {
	s = strings.ToValidUTF8(s, "?")
	r := []rune(s)
	if len(r) > 40 {
		s = string(r[:39]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// country reads a code of ISO 3166-1, of two or three letters, or a name.
func (f *File) country(s string) (code, reason string) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", ""
	}
	if code := countryCode(s); code != "" {
		return code, ""
	}
	if f.opt.Country != nil {
		if code := f.opt.Country(s); code != "" {
			return code, ""
		}
	}
	return "", shown(s) + " is no country"
}

func countryCode(s string) string {
	if len(s) != 2 && len(s) != 3 || strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	r, err := language.ParseRegion(s)
	if err != nil || !r.IsCountry() {
		return ""
	}
	if code := r.ISO3(); code != "XKK" && code != "ZZZ" {
		return code
	}
	if strings.EqualFold(r.String(), "XK") {
		return "XKX" // Kosovo, which ISO gives no code
	}
	return ""
}

func sector(s string) (code, reason string) {
	code = strings.ToUpper(strings.TrimSpace(s))
	if code != "" && (len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		return "", shown(s) + " is no sector"
	}
	return code, ""
}

const sectorsWanted = "three letters, as PLOVER has them: GOV MIL LEG JUD COP SPY OPP REB IGO NGO MED BUS REL EDU CVL"

// isoDate checks a year, month or day.
func isoDate(s string) (date, reason string) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", ""
	}
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		if _, err := time.Parse(layout, s); err == nil {
			return s, ""
		}
	}
	return "", shown(s) + " is no date"
}

const datesWanted = "2020, 2020-03 or 2020-03-08"

// role checks an office with its term.
func role(title, from, to string) (r news.Role, reason string) {
	title = strings.Join(strings.Fields(text.StripControls(text.NFC(title))), " ")
	if n := utf8.RuneCountInString(title); n > maxRole {
		return r, fmt.Sprintf("a role has %d letters; the limit is %d", n, maxRole)
	}
	if from, reason = isoDate(from); reason != "" {
		return r, reason
	}
	if to, reason = isoDate(to); reason != "" {
		return r, reason
	}
	if n := min(len(from), len(to)); from[:n] > to[:n] {
		return r, fmt.Sprintf("a role begins on %s and ends on %s", from, to)
	}
	return news.Role{Title: title, From: from, To: to}, ""
}

func wikidata(s string) (id, reason string) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", ""
	}
	digits, ok := strings.CutPrefix(s, "Q")
	if !ok || digits == "" || len(digits) > 12 || strings.Trim(digits, "0123456789") != "" {
		return "", shown(s) + " is no Wikidata id"
	}
	return s, ""
}

func entityID(s string) (id, reason string) {
	s = strings.TrimSpace(s)
	switch {
	case len(s) > maxID:
		return "", fmt.Sprintf("the id has %d bytes; the limit is %d", len(s), maxID)
	case strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == utf8.RuneError }):
		return "", "the id has a control character in it"
	}
	return s, ""
}

// finish gives k an id if it has none, and drops names that it has twice.
func finish(k *news.Known) {
	have := map[string]bool{k.Name: true}
	names := k.Names[:0]
	for _, n := range k.Names {
		if !have[n.Name] {
			have[n.Name] = true
			names = append(names, n)
		}
	}
	k.Names = names
	if len(names) == 0 {
		k.Names = nil
	}
	if k.ID == "" {
		k.ID = k.Wikidata
	}
	if k.ID == "" {
		h := fnv.New64a()
		_, _ = fmt.Fprintf(h, "%s\x00%s\x00%s", k.Kind, text.Fold(k.Name), k.Country)
		k.ID = fmt.Sprintf("U%016x", h.Sum64())
	}
}
