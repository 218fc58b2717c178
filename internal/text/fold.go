package text

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the form in which words and names are compared: lower case,
// without accents, harakat, tatweel and niqqud, letters that are written two
// ways made one (أ إ آ ٱ as ا, ى ی as ي, ک as ك, ة as ه, ё as е, ß as ss, ı as i, ø as o,
// full width as half width, traditional Han characters as simplified ones) and the digits of every script as 0 to 9. Marks that
// are vowels (Devanagari, Thai) and letters that only look accented (й, ї, が) stay.
// Folding twice is folding once. Spaces and punctuation stay, but for joiners,
// which go, and typographic apostrophes, hyphens and spaces, which become plain.
func Fold(s string) string {
	i := 0
	for i < len(s) && s[i] < utf8.RuneSelf && (s[i] < 'A' || s[i] > 'Z') {
		i++
	}
	if i == len(s) {
		return s
	}
	buf := make([]byte, i, len(s)+4)
	copy(buf, s)
	for ; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			return string(foldWide(buf, s[i:]))
		}
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		buf = append(buf, c)
	}
	return string(buf)
}

// foldWide appends the folded s to buf.
func foldWide(buf []byte, s string) []byte {
	if !norm.NFC.IsNormalString(s) {
		s = norm.NFC.String(s) // so that и with a breve is й in either form
	}
	table := foldTable()
	halfWidth := false
	for _, r := range s {
		if r == 'ﾞ' || r == 'ﾟ' {
			halfWidth = true
		}
		if r >= tableEnd {
			buf = foldRare(buf, r)
			continue
		}
		switch f := table[r]; f {
		case foldDrop:
		case foldMany:
			buf = append(buf, foldsToMany(r)...)
		default:
			buf = utf8.AppendRune(buf, f)
		}
	}
	if halfWidth {
		buf = norm.NFC.Bytes(buf) // their marks join the kana before them
	}
	return buf
}

const (
	tableEnd = 0x2000
	foldDrop = -1
	foldMany = -2
)

// foldTable holds what each rune below tableEnd folds to: every alphabet in
// daily use, so that most text needs one look-up a rune.
var foldTable = sync.OnceValue(func() *[tableEnd]rune {
	var t [tableEnd]rune
	for r := range t {
		switch f := []rune(foldsToMany(rune(r))); len(f) {
		case 0:
			t[r] = foldDrop
		case 1:
			t[r] = f[0]
		default:
			t[r] = foldMany
		}
	}
	return &t
})

// foldRare appends what a rune beyond the table folds to.
func foldRare(buf []byte, r rune) []byte {
	switch {
	case firstHan <= r && r < endHan:
		return utf8.AppendRune(buf, foldHan(r))
	case 0x3041 <= r && r < 0x3097, 0x30A1 <= r && r < 0x30FB, 0xAC00 <= r && r < 0xD7A4:
		return utf8.AppendRune(buf, r) // kana and Hangul have no case and keep their marks
	}
	return append(buf, foldsToMany(r)...)
}

// foldsToMany folds one rune by the rules alone; it is what the table is made of.
func foldsToMany(r rune) string {
	if r == utf8.RuneError {
		return string(r)
	}
	if f, ok := foldLetter(r); ok {
		return f
	}
	if r < utf8.RuneSelf {
		return string(unicode.ToLower(r))
	}
	if unicode.Is(unicode.Nd, r) {
		return string('0' + digitValue(r))
	}
	switch ScriptOf(r) {
	case Kana, Hangul, Devanagari, Bengali, Indic, Thai, SoutheastAsian:
		return norm.NFKC.String(string(r))
	case Cyrillic:
		if low := unicode.ToLower(r); low == 'й' || low == 'ї' || low == 'ў' {
			return string(low)
		}
	}
	var sb strings.Builder
	for _, d := range norm.NFKD.String(string(r)) {
		switch f, ok := foldLetter(d); {
		case ok:
			sb.WriteString(f)
		case unicode.Is(unicode.Mn, d):
		case unicode.Is(unicode.Nd, d):
			sb.WriteRune('0' + digitValue(d))
		case d != r:
			sb.WriteString(foldsToMany(d))
		default:
			sb.WriteRune(unicode.ToLower(d))
		}
	}
	return norm.NFC.String(sb.String())
}

// digitValue returns the value of a decimal digit. Unicode keeps the ten digits of
// a script together, in order and at the start of a range.
func digitValue(r rune) rune {
	for _, rng := range unicode.Nd.R16 {
		if rune(rng.Lo) <= r && r <= rune(rng.Hi) {
			return (r - rune(rng.Lo)) % 10
		}
	}
	for _, rng := range unicode.Nd.R32 {
		if rune(rng.Lo) <= r && r <= rune(rng.Hi) {
			return (r - rune(rng.Lo)) % 10
		}
	}
	return 0
}

// foldLetter lists what decomposition does not know.
func foldLetter(r rune) (string, bool) {
	switch r {
	case 'ß', 'ẞ':
		return "ss", true
	case 'æ', 'Æ':
		return "ae", true
	case 'œ', 'Œ':
		return "oe", true
	case 'ø', 'Ø':
		return "o", true
	case 'đ', 'Đ', 'ð', 'Ð':
		return "d", true
	case 'þ', 'Þ':
		return "th", true
	case 'ł', 'Ł':
		return "l", true
	case 'ħ', 'Ħ':
		return "h", true
	case 'ı', 'İ':
		return "i", true
	case 'ə', 'Ə':
		return "e", true // Azerbaijani, often typed as e
	case 'ς':
		return "σ", true
	case 'ґ', 'Ґ':
		return "г", true
	case 'ٱ', 'ٲ', 'ٳ', 'ٵ':
		return "ا", true
	case 'ى', 'ی', 'ې', 'ۍ', 'ێ', 'ے', 'ۓ', 'ٸ':
		return "ي", true
	case 'ۆ', 'ۇ', 'ۋ', 'ٶ', 'ٷ':
		return "و", true
	case 'ک', 'ڪ':
		return "ك", true
	case 'ة', 'ہ', 'ۃ', 'ھ', 'ە', 'ۀ', 'ۂ':
		return "ه", true
	case '’', '‘', 'ʼ', 'ʻ', 'ʹ', '´', '`', '＇', 'ʾ', 'ʿ', '׳':
		return "'", true
	case '‐', '‑', '‒', '–', '—', '−', '־':
		return "-", true
	case 0x00A0, 0x2007, 0x2009, 0x202F, 0x3000:
		return " ", true
	case 'ـ', 0x200C, 0x200D, 0x200B, 0xFEFF, 0x00AD:
		return "", true
	}
	return "", false
}
