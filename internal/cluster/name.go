package cluster

import (
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// A skeleton is what stays of a name in every script: its consonants, in classes
// that spellings and transcriptions keep apart (P and B are one, so are K, G and Q).
// "Gorbachev", "Gorbatchov", "Gorbatschow", "Горбачёв" and "غورباتشوف" are KRBCF.
//
// digraphs are read before single letters; the longest match counts.
var digraphs = map[string]string{
	"tsch": "C", "dsch": "C", "zsch": "C", "tch": "C", "dzh": "C", "sch": "C", "sh": "C", "ch": "C", "cz": "C",
	"zh": "C", "dj": "C", "dg": "C", "sz": "C", "тш": "C", "дж": "C", "تش": "C", "دج": "C", "ttsch": "C",
	"kh": "K", "gh": "K", "ck": "K", "qu": "K", "ph": "F", "th": "T", "dh": "T", "ts": "S", "tz": "S",
	"ng": "N", "нг": "N", "кс": "KS", "كس": "KS", "gn": "N", "nh": "N",
}

// letters maps folded letters to consonant classes; what is absent is a vowel or
// too weak to be kept in every language.
var letters = map[rune]string{
	'b': "B", 'p': "B", 'f': "F", 'v': "F", 't': "T", 'd': "T", 'k': "K", 'g': "K", 'q': "K", 'c': "K", 'x': "KS",
	's': "S", 'z': "S", 'j': "C", 'l': "L", 'm': "M", 'n': "N", 'r': "R",
	'б': "B", 'п': "B", 'в': "F", 'ф': "F", 'т': "T", 'д': "T", 'к': "K", 'г': "K", 'х': "K", 'с': "S", 'з': "S",
	'ц': "S", 'ж': "C", 'ш': "C", 'щ': "C", 'ч': "C", 'л': "L", 'м': "M", 'н': "N", 'р': "R",
	'ب': "B", 'پ': "B", 'ف': "F", 'ڤ': "F", 'ت': "T", 'د': "T", 'ط': "T", 'ض': "T", 'ث': "T", 'ذ': "T",
	'ك': "K", 'ق': "K", 'غ': "K", 'خ': "K", 'گ': "K", 'س': "S", 'ز': "S", 'ص': "S", 'ظ': "S",
	'ش': "C", 'ج': "C", 'چ': "C", 'ژ': "C", 'ل': "L", 'م': "M", 'ن': "N", 'ر': "R",
	'β': "B", 'π': "B", 'φ': "F", 'τ': "T", 'δ': "T", 'θ': "T", 'κ': "K", 'γ': "K", 'χ': "K", 'ξ': "KS", 'σ': "S",
	'ς': "S", 'ζ': "S", 'ψ': "BS", 'λ': "L", 'μ': "M", 'ν': "N", 'ρ': "R",
}

// soft letters stand for another class before e, i and y, by language.
var soft = map[news.Lang]map[rune]string{
	"it": {'c': "C", 'g': "C"}, "fr": {'c': "S", 'g': "C"}, "en": {'c': "S"}, "es": {'c': "S"}, "pt": {'c': "S", 'g': "C"},
	"de": {'c': "S"},
}

// skeleton returns the classes of a folded word, "" for one without consonants.
// Doubled classes count once.
func skeleton(w string, lang news.Lang) string {
	var b strings.Builder
	var last byte
	put := func(s string) {
		for i := range len(s) {
			if s[i] != last {
				b.WriteByte(s[i])
				last = s[i]
			}
		}
	}
	for i := 0; i < len(w); {
		if s, n := digraph(w[i:]); n > 0 {
			put(s)
			i += n
			continue
		}
		r, n := utf8.DecodeRuneInString(w[i:])
		next, _ := utf8.DecodeRuneInString(w[i+n:])
		switch {
		case r == 'w':
			if lang == "de" || lang == "pl" || lang == "nl" {
				put("F")
			}
		case r == 'j' && (lang == "de" || lang == "pl" || lang == "nl"): // a vowel there
		case (next == 'e' || next == 'i' || next == 'y') && soft[lang][r] != "":
			put(soft[lang][r])
		case letters[r] != "":
			put(letters[r])
		default: // a vowel: "mama" keeps both
			last = 0
		}
		i += n
	}
	return b.String()
}

func digraph(s string) (string, int) {
	for n := min(5, len(s)); n >= 2; n-- {
		if c, ok := digraphs[s[:n]]; ok {
			return c, n
		}
	}
	return "", 0
}

// arabicStems yields an Arabic word and what is left without the article and the
// particles that are written together with it.
func arabicStems(w string, yield func(string)) {
	yield(w)
	rest := w
	for _, p := range []string{"و", "ف"} {
		if r, ok := strings.CutPrefix(rest, p); ok && len(r) >= 6 {
			rest = r
			yield(rest)
			break
		}
	}
	for _, p := range []string{"بال", "كال", "لل", "ال", "ب", "ل", "ك"} {
		if r, ok := strings.CutPrefix(rest, p); ok && len(r) >= 6 {
			yield(r)
			return
		}
	}
}

// skelHash hashes a skeleton. Its two low bits say how telling it is: 0 for up to
// two classes, 1 for three, 2 for four, 3 for more, so that rows need not carry the
// skeleton itself.
func skelHash(s string) uint32 {
	h := hashString("skeleton "+s) &^ 3
	n := len(strings.ReplaceAll(s, " ", ""))
	return h | uint32(min(max(n-2, 0), 3))
}

// telling is the quality that skelHash left in a hash.
func telling(h uint32) int { return int(h & 3) }
