package name

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/dragoman-news/dragoman/internal/text"
)

// keptLetters are the Latin letters whose mark changes their sound. All other marks go.
// train/names.py has the same row.
const keptLetters = "çčćšşșžżźğñłřđðäöüøåı"

// letters returns a part of a name as it is compared: lower case, without marks that only
// some writers put, its script one that has weights where there is a way to it.
func letters(s string) (string, text.Script) {
	script := mainScript(s)
	switch script {
	case text.Latin:
		return latinLetters(s), script
	case text.Hebrew:
		return strings.Map(finalForms, text.Fold(s)), script
	case text.Arabic:
		return strings.Map(arabicForms, text.Fold(s)), script
	case text.Han:
		return simplified(text.Fold(s)), script
	case text.Cyrillic:
		return strings.ReplaceAll(text.Fold(s), "'", ""), script
	case text.Hangul:
		return romanHangul(text.Fold(s)), text.Latin
	}
	folded := text.Fold(s)
	if script == text.Kana {
		folded = katakana(folded)
	}
	if roman, ok := romanised(folded, script); ok {
		return roman, text.Latin
	}
	return folded, script
}

// mainScript is the script of the most letters of s.
func mainScript(s string) text.Script {
	var count [text.OtherScript + 1]int
	best := text.Common
	for _, r := range s {
		if sc := text.ScriptOf(r); sc != text.Common {
			count[sc]++
			if best == text.Common || count[sc] > count[best] {
				best = sc
			}
		}
	}
	return best
}

func latinLetters(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if s[i] < 'a' || s[i] > 'z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s)
	}
	var sb strings.Builder
	for _, r := range s {
		low := unicode.ToLower(r)
		switch {
		case r == 'I' || 'a' <= low && low <= 'z':
			if r < utf8.RuneSelf {
				sb.WriteByte(byte(r) | 0x20)
			} else {
				sb.WriteRune(low)
			}
		case r < utf8.RuneSelf:
		case strings.ContainsRune(keptLetters, low):
			sb.WriteRune(low)
		default:
			for _, f := range text.Fold(string(r)) {
				if unicode.IsLetter(f) {
					sb.WriteRune(f)
				}
			}
		}
	}
	return sb.String()
}

// finalForms makes the letters that Hebrew writes otherwise at the end of a word the usual ones.
func finalForms(r rune) rune {
	switch r {
	case 'ך':
		return 'כ'
	case 'ם':
		return 'מ'
	case 'ן':
		return 'נ'
	case 'ף':
		return 'פ'
	case 'ץ':
		return 'צ'
	}
	if r != '\'' && !unicode.IsLetter(r) {
		return -1
	}
	return r
}

// arabicForms makes the letters that the Maghreb writes for g and v the usual ones.
func arabicForms(r rune) rune {
	switch r {
	case 'ڨ', 'ݣ', 'ڭ':
		return 'گ'
	case 'ڤ', 'ڥ':
		return 'ف'
	}
	if !unicode.IsLetter(r) {
		return -1
	}
	return r
}

func katakana(s string) string {
	return strings.Map(func(r rune) rune {
		if 0x3041 <= r && r <= 0x3096 {
			return r + 0x60
		}
		return r
	}, s)
}

//go:embed data/letters.tsv
var lettersTable string

// roman holds what letters of other scripts are in Latin script, one to three letters at a time.
var roman = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(lettersTable) {
		if line[0] == '#' {
			continue
		}
		for _, cell := range strings.Split(strings.TrimSpace(line), "\t")[1:] {
			from, to, _ := strings.Cut(cell, " ")
			if to == "-" {
				to = ""
			}
			m[from] = to
		}
	}
	return m
})

func romanised(s string, script text.Script) (string, bool) {
	switch script {
	case text.Greek, text.Georgian, text.Armenian, text.Kana:
	default:
		return "", false
	}
	table, runes := roman(), []rune(s)
	var sb strings.Builder
	for i := 0; i < len(runes); {
		if i+1 < len(runes) {
			if to, ok := table[string(runes[i:i+2])]; ok {
				sb.WriteString(to)
				i += 2
				continue
			}
		}
		sb.WriteString(table[string(runes[i])])
		i++
	}
	return sb.String(), true
}

// The letters of a Hangul syllable: those that begin it, its vowels, those that end it.
var (
	hangulFirst = strings.Split("g kk n d tt r m b pp s ss - j jj ch k t p h", " ")
	hangulVowel = strings.Split("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i", " ")
	hangulLast  = strings.Split("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t", " ")
)

// romanHangul writes Hangul in Latin script as South Korea does.
func romanHangul(s string) string {
	var sb strings.Builder
	for _, r := range s {
		if r < 0xAC00 || r > 0xD7A3 {
			continue
		}
		n := int(r - 0xAC00)
		sb.WriteString(strings.TrimPrefix(hangulFirst[n/588], "-"))
		sb.WriteString(hangulVowel[n%588/28])
		sb.WriteString(strings.TrimPrefix(hangulLast[n%28], "-"))
	}
	return sb.String()
}

//go:embed data/simplified.txt
var simplifiedTable string

// simple maps traditional Chinese letters to simplified ones.
var simple = sync.OnceValue(func() map[rune]rune {
	from, to, _ := strings.Cut(strings.TrimSpace(simplifiedTable), "\n")
	m := make(map[rune]rune, len(from)/3)
	other := []rune(to)
	i := 0
	for _, r := range from {
		if i < len(other) {
			m[r] = other[i]
		}
		i++
	}
	return m
})

func simplified(s string) string {
	table := simple()
	return strings.Map(func(r rune) rune {
		if to, ok := table[r]; ok {
			return to
		}
		if !unicode.IsLetter(r) {
			return -1
		}
		return r
	}, s)
}
