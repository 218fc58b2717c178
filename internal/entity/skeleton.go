package entity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// Skeleton is the form of a name that changes least between scripts and spellings:
// the classes of its consonants, word by word, particles left out. "Shamkhani",
// "Chamkhani", "شمخاني" and "Шамхани" have one skeleton. Words in another script
// than Latin, Cyrillic or Arabic stay as they are.
func Skeleton(name string) string {
	var words []string
	for w := range strings.FieldsFuncSeq(text.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		w = nominative(w)
		if particles[w] {
			continue
		}
		if full := servants[w]; full != "" {
			w = full
		}
		if k := consonants(w); k != "" {
			words = append(words, k)
		}
	}
	return strings.Join(words, " ")
}

// servants are the spellings of "servant of", which Latin script writes with the
// article behind it.
var servants = map[string]string{"abdul": "abd", "abdel": "abd", "abdal": "abd", "abdoul": "abd", "abdol": "abd", "абдул": "абд", "абдель": "абд"}

// nominative takes the Arabic article and Russian case endings off a folded word.
func nominative(w string) string {
	if rest, ok := strings.CutPrefix(w, article); ok && len(rest) >= 6 {
		return rest
	}
	if r, _ := utf8.DecodeRuneInString(w); text.ScriptOf(r) != text.Cyrillic {
		return w
	}
	for _, e := range caseEndings {
		if rest, ok := strings.CutSuffix(w, e); ok && len(rest) >= 6 {
			return rest
		}
	}
	return w
}

const article = "ال"

// caseEndings are those of Russian names, longest first.
var caseEndings = []string{"ого", "ому", "ыми", "ий", "им", "ым", "ом", "ем", "ой", "ей", "ая", "ую", "а", "у", "е", "ы", "и", "ю", "я", "ь"}

// particles are parts of names that one spelling has and another has not.
var particles = map[string]bool{
	"al": true, "el": true, "bin": true, "ibn": true, "ben": true, "bint": true, "de": true, "da": true, "do": true, "von": true, "van": true,
	"der": true, "la": true, "le": true, "ال": true, "بن": true, "ابن": true, "аль": true, "эль": true, "бен": true, "ибн": true, "ad": true, "ash": true, "as": true, "ul": true,
}

// pairs are letters that stand for one sound together, in the order to try them.
var pairs = []struct{ letters, class string }{
	{"shch", "S"},
	{"sch", "S"},
	{"tch", "S"},
	{"kh", "K"},
	{"ch", "S"},
	{"sh", "S"},
	{"zh", "S"},
	{"gh", "K"},
	{"dh", "D"},
	{"th", "T"},
	{"ph", "F"},
	{"dj", "S"},
	{"ts", "S"},
	{"tz", "S"},
	{"ck", "K"},
	{"qu", "K"},
	{"ou", ""},
	{"дж", "S"},
	{"кх", "K"},
	{"кс", "K"},
	{"ks", "K"},
}

// classes gives each letter the class of its sound; vowels, h and w have none.
var classes = buildClasses(map[string]string{
	"B": "bpбпبپ", "F": "fvфвف", "D": "dtдтدتطضذثظ", "K": "kgqcxкгхكگقخغ", "S": "szjсзжшчщцسصزژشجچ",
	"L": "lлل", "M": "mмم", "N": "nнن", "R": "rрر",
})

func buildClasses(m map[string]string) map[rune]byte {
	out := map[rune]byte{}
	for class, letters := range m {
		for _, r := range letters {
			out[r] = class[0]
		}
	}
	return out
}

func consonants(w string) string {
	var sb strings.Builder
	whole := w // of a script without classes
	last := byte(0)
	known := false
	for len(w) > 0 {
		c, n := classAt(w, &known)
		w = w[n:]
		if c == 'T' {
			c = 'D'
		}
		if c != 0 && c != last {
			sb.WriteByte(c)
		}
		last = c
	}
	if !known {
		return whole
	}
	return sb.String()
}

func classAt(w string, known *bool) (class byte, n int) {
	for _, p := range pairs {
		if strings.HasPrefix(w, p.letters) {
			*known = true
			if p.class == "" {
				return 0, len(p.letters)
			}
			return p.class[0], len(p.letters)
		}
	}
	for _, r := range w {
		s := text.ScriptOf(r)
		*known = *known || s == text.Latin || s == text.Cyrillic || s == text.Arabic
		return classes[r], len(string(r))
	}
	return 0, len(w)
}
