package entity

import (
	"strings"
	"unicode"

	"github.com/dragoman-news/dragoman/internal/text"
)

// Skeleton is the form of a name that changes least between scripts and spellings:
// the classes of its consonants, word by word, particles left out. "Shamkhani",
// "Chamkhani", "شمخاني" and "Шамхани" have one skeleton. A name in another script
// than Latin, Cyrillic or Arabic is its own skeleton.
func Skeleton(name string) string {
	var words []string
	for w := range strings.FieldsFuncSeq(text.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) {
		if particles[w] {
			continue
		}
		if k := consonants(w); k != "" {
			words = append(words, k)
		}
	}
	if len(words) == 0 {
		return strings.TrimSpace(text.Fold(name))
	}
	return strings.Join(words, " ")
}

// particles are parts of names that one spelling has and another has not.
var particles = map[string]bool{
	"al": true, "el": true, "bin": true, "ibn": true, "ben": true, "bint": true, "de": true, "da": true, "do": true, "von": true, "van": true,
	"der": true, "la": true, "le": true, "ال": true, "بن": true, "ابن": true, "аль": true, "эль": true, "бен": true, "ибн": true, "ad": true, "ash": true, "as": true, "ul": true,
}

// pairs are letters that stand for one sound together, in the order to try them.
var pairs = []struct{ letters, class string }{
	{"shch", "S"}, {"sch", "S"}, {"tch", "S"}, {"kh", "K"}, {"ch", "S"}, {"sh", "S"}, {"zh", "S"}, {"gh", "K"}, {"dh", "D"}, {"th", "T"}, {"ph", "F"}, {"dj", "S"},
	{"ts", "S"}, {"tz", "S"}, {"ck", "K"}, {"qu", "K"}, {"ou", ""}, {"дж", "S"}, {"кх", "K"}, {"ال", ""},
}

// classes gives each letter the class of its sound; vowels, h and w have none.
var classes = buildClasses(map[string]string{
	"B": "bpбпبپ", "F": "fvфвف", "D": "dtдтدتطضذثظ", "K": "kgqcxкгхكگقخغح", "S": "szjсзжшчщцسصزژشجچ",
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
		return ""
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
