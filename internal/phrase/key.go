package phrase

import (
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// Key returns the form under which a word is compared: folded as text.Fold does,
// Cyrillic words without their ending of case and number, Arabic words without
// the article. The same is done to the rows of a Table, so "Ираке" meets "Ирак"
// and "العراق" meets "عراق".
func Key(word string) string {
	if k, ok := asciiKey(word); ok {
		return k
	}
	k := text.Fold(word)
	r, _ := utf8.DecodeRuneInString(k)
	switch {
	case r >= 0x400 && r < 0x530:
		return Stem(k)
	case r >= 0x600 && r < 0x700:
		return bare(k)
	}
	return k
}

func asciiKey(word string) (string, bool) {
	upper := false
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c >= utf8.RuneSelf {
			return "", false
		}
		upper = upper || c >= 'A' && c <= 'Z'
	}
	if upper {
		return strings.ToLower(word), true
	}
	return word, true
}

const article = "ال" // the Arabic article, 4 bytes

// bare takes the Arabic article off where a word of three letters or more is left.
func bare(k string) string {
	if rest, ok := strings.CutPrefix(k, article); ok && len(rest) >= 6 {
		return rest
	}
	return k
}

// endings are the Russian endings of nouns, names and adjectives, longest first.
// At least three letters stay.
var endings = []string{
	"иями", "ыми", "ими", "ами", "ями", "ого", "его", "ому", "ему", "иях", "ией", "иям", "ием",
	"ой", "ей", "ый", "ий", "ая", "яя", "ое", "ее", "ую", "юю", "ые", "ие", "ых", "их", "ым", "им", "ом", "ем", "ам", "ям",
	"ах", "ях", "ов", "ев", "ии", "ию", "ия", "ью",
	"а", "я", "о", "е", "у", "ю", "ы", "и", "ь", "й",
}

// Stem takes the ending of case and number off a folded Cyrillic word.
func Stem(k string) string {
	for _, e := range endings {
		if rest, ok := strings.CutSuffix(k, e); ok && len(rest) >= 6 {
			return rest
		}
	}
	return k
}

// Form is another way to read a token: without a particle written onto it.
type Form struct {
	Key    string
	Drop   int  // bytes of the written word that come before the form
	Future bool // the particle makes the verb future
}

// Forms lists the readings of an Arabic token that begin after "and", "so", "to",
// "in", "like" or the future letter, in the order to try them. Other scripts
// have none.
func (t Token) Forms(s string) []Form {
	r, _ := utf8.DecodeRuneInString(t.Key)
	if r < 0x600 || r >= 0x700 {
		return nil
	}
	var forms []Form
	w := t.Span.In(s)
	drop := 0
	if c, ok := cut(w, "وف"); ok {
		drop += len(w) - len(c)
		w = c
		forms = append(forms, Form{Key: Key(w), Drop: drop})
	}
	if c, ok := cut(w, "س"); ok && startsWith(c, "يتنأ") {
		forms = append(forms, Form{Key: Key(c), Drop: drop + len(w) - len(c), Future: true})
	}
	if c, ok := cut(w, "بلك"); ok {
		k := Key(c)
		if rest, ok := strings.CutPrefix(c, "ل"); ok && strings.HasPrefix(w, "ل") && len(rest) >= 4 {
			k = text.Fold(rest)
		}
		forms = append(forms, Form{Key: k, Drop: drop + len(w) - len(c)})
	}
	return forms
}

// cut takes one of the letters off the front where two letters or more are left, but of "as", "in that" and "for what", which are words
// of their own and no negation.
func cut(w, letters string) (string, bool) {
	r, n := utf8.DecodeRuneInString(w)
	if w == "كما" || w == "بما" || w == "لما" {
		return w, false
	}
	if strings.ContainsRune(letters, r) && len(w)-n >= 4 {
		return w[n:], true
	}
	return w, false
}

func startsWith(w, letters string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return strings.ContainsRune(letters, r)
}
