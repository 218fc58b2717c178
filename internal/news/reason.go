package news

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// reasonForms has the English of every reason that a proposal gives, by a key under which other languages have theirs. {country} and the like
// stand for what it is about. What was proposed is kept with its reasons in English, so a form that is no longer made stays here.
var reasonForms = map[string]string{
	"alike":          "the names are alike: {name}, {name} ({share})",
	"initials":       "one is the initials of the other: {name}, {name}",
	"same":           "the names say the same: {name}, {name}",
	"two_people":     "knowledge has both, as two people",
	"two_bodies":     "knowledge has both, as two organisations",
	"country":        "both are of {country}",
	"countries":      "one is of {country}, the other of {country}",
	"countries_each": "one is of {country}, the other of {country}, and each country has one of that name",
	"role":           "both are called {name}",
	"sector":         "both are of the sector {sector}",
	"sectors":        "one is of the sector {sector}, the other of {sector}",
	"company_day":    "reports about {day} name {n} other people and {n} organisations and places beside both",
	"company":        "reports name {n} other people and {n} organisations and places beside both",
	"side_by_side":   "a report names both side by side",
	"years":          "{n} years lie between",
	"others":         "but others are as likely, or somebody of the one is surely not of the other",
	"split_country":  "{n} reports say {country}, {n} say {country}",
	"split_role":     "the ones call them {name}, the others {name}",
	"copy":           "one text, or nearly",
	"names":          "names in common (likeness {share})",
	"no_name":        "no name in common",
	"words":          "words in common (likeness {share})",
	"notions":        "notions in common across languages (likeness {share})",
	"act":            "the same kind of happening",
	"place":          "the same place",
	"other_place":    "another place",
	"figures":        "figures in common",
	"days":           "days told by both",
	"other_days":     "each tells of other days",
	"weekday":        "the same weekday",
	"other_weekday":  "another weekday",
	"far":            "published more than four days apart",
	"undated":        "no date of publication",
	"named_before":   "one names a date after the other was published",
	"meaning":        "alike in meaning by {share} more than reports of one day are",
}

// reasonValues are what a place in a form may stand for, and how each is told apart where a reason is read.
var reasonValues = map[string]string{
	"name": `(.+)`, "country": `(\S+)`, "sector": `(\S+)`, "day": `(\S+)`, "n": `(\d+)`, "share": `(-?\d+\.\d\d)`,
}

// reasonForm is a form taken apart: its words, and between them what kinds of values stand.
type reasonForm struct {
	words, kinds []string
	whole        *regexp.Regexp // what a reason of this form looks like
}

var forms = func() map[string]*reasonForm {
	place := regexp.MustCompile(`\{(\w+)\}`)
	out := map[string]*reasonForm{}
	for key, written := range reasonForms {
		f := &reasonForm{words: place.Split(written, -1)}
		pattern := regexp.QuoteMeta(f.words[0])
		for i, m := range place.FindAllStringSubmatch(written, -1) {
			f.kinds = append(f.kinds, m[1])
			pattern += reasonValues[m[1]] + regexp.QuoteMeta(f.words[i+1])
		}
		f.whole = regexp.MustCompile(`(?s)^` + pattern + `$`)
		out[key] = f
	}
	return out
}()

// Reason is the English of a reason with its values in their places, one for each; a share is a float64.
func Reason(key string, values ...any) string {
	f := forms[key]
	var b strings.Builder
	b.WriteString(f.words[0])
	for i, kind := range f.kinds {
		if kind == "share" {
			fmt.Fprintf(&b, "%.2f", values[i])
		} else {
			fmt.Fprint(&b, values[i])
		}
		b.WriteString(f.words[i+1])
	}
	return b.String()
}

// ReasonKeys lists the keys of all reasons.
func ReasonKeys() []string { return slices.Sorted(maps.Keys(forms)) }

// ReasonValue is one of the values of a reason: of a kind, such as "country", and as it is written.
type ReasonValue struct{ Kind, Text string }

// ReadReason finds the key and the values of a reason that is given in English, or answers "" for one that has no form.
func ReadReason(reason string) (key string, values []ReasonValue) {
	for _, key := range ReasonKeys() {
		f := forms[key]
		found := f.whole.FindStringSubmatch(reason)
		if found == nil {
			continue
		}
		for i, kind := range f.kinds {
			values = append(values, ReasonValue{kind, found[i+1]})
		}
		return key, values
	}
	return "", nil
}
