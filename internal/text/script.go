package text

// Script is a writing system, or a family of them that no rule here needs to
// tell apart.
type Script uint8

// The scripts. Common is what belongs to no one script: digits, punctuation,
// spaces, marks and symbols.
const (
	Common Script = iota
	Latin
	Greek
	Cyrillic
	Armenian
	Hebrew
	Arabic
	Devanagari
	Bengali
	Indic // the other scripts of India and Sri Lanka: Gurmukhi to Sinhala
	Thai
	SoutheastAsian // Lao, Myanmar, Khmer, Tibetan
	Georgian
	Ethiopic
	Hangul
	Kana
	Han
	OtherScript
)

var scriptNames = [...]string{
	"Common", "Latin", "Greek", "Cyrillic", "Armenian", "Hebrew", "Arabic", "Devanagari", "Bengali", "Indic",
	"Thai", "SoutheastAsian", "Georgian", "Ethiopic", "Hangul", "Kana", "Han", "OtherScript",
}

func (s Script) String() string {
	if int(s) < len(scriptNames) {
		return scriptNames[s]
	}
	return "OtherScript"
}

// ScriptOf returns the script that a letter belongs to, Common for what is not
// a letter. It follows the Unicode blocks, which is all that running text needs.
func ScriptOf(r rune) Script {
	switch {
	case r < 0x80:
		if 'a' <= r|0x20 && r|0x20 <= 'z' {
			return Latin
		}
		return Common
	case r < 0x250:
		if r < 0xC0 && r != 0xAA && r != 0xB5 && r != 0xBA || r == 0xD7 || r == 0xF7 {
			return Common
		}
		return Latin
	case r < 0x0700:
		return scriptBelow0700(r)
	case r < 0x2000:
		return scriptBelow2000(r)
	default:
		return scriptAbove2000(r)
	}
}

func scriptBelow0700(r rune) Script {
	switch {
	case r < 0x02B0:
		return Latin
	case r < 0x0370:
		return Common // modifier letters and combining marks
	case r < 0x0400:
		if r == 0x37E || r == 0x387 {
			return Common
		}
		return Greek
	case r < 0x0530:
		return Cyrillic
	case r < 0x0590:
		if r == 0x589 || r == 0x58A {
			return Common
		}
		return Armenian
	case r < 0x0600:
		if r == 0x5BE || r == 0x5F3 || r == 0x5F4 {
			return Common
		}
		return Hebrew
	default:
		// Signs, punctuation, tatweel, harakat and the two rows of digits.
		if r < 0x0620 || r == 0x640 || 0x64B <= r && r <= 0x66D || r == 0x670 || r == 0x6D4 || 0x6D6 <= r && r <= 0x6ED || 0x6F0 <= r && r <= 0x6F9 {
			return Common
		}
		return Arabic
	}
}

func scriptBelow2000(r rune) Script {
	switch {
	case 0x0750 <= r && r < 0x0780, 0x0870 <= r && r < 0x0900:
		return Arabic
	case r < 0x0900:
		return OtherScript
	case r == 0x964 || r == 0x965 || 0x966 <= r && r <= 0x96F:
		return Common
	case r < 0x0980:
		return Devanagari
	case r < 0x0A00:
		return Bengali
	case r < 0x0E00:
		return Indic
	case r < 0x0E80:
		return Thai
	case r < 0x10A0, 0x1780 <= r && r < 0x1800:
		return SoutheastAsian
	case r < 0x1100, 0x1C90 <= r && r < 0x1CC0:
		return Georgian
	case r < 0x1200:
		return Hangul
	case r < 0x13A0:
		return Ethiopic
	case 0x1C80 <= r && r < 0x1C90:
		return Cyrillic
	case 0x1D00 <= r && r < 0x1DC0, 0x1E00 <= r && r < 0x1F00:
		return Latin
	case 0x1F00 <= r:
		return Greek
	}
	return OtherScript
}

func scriptAbove2000(r rune) Script {
	switch {
	case r < 0x2C00:
		return Common
	case 0x2C60 <= r && r < 0x2C80, 0xA720 <= r && r < 0xA800, 0xAB30 <= r && r < 0xAB70, 0xFB00 <= r && r < 0xFB07:
		return Latin
	case 0x2DE0 <= r && r < 0x2E00, 0xA640 <= r && r < 0xA6A0:
		return Cyrillic
	case 0x2D00 <= r && r < 0x2D30:
		return Georgian
	case 0x2E80 <= r && r < 0x2FE0, r == 0x3005 || r == 0x3007, 0x3400 <= r && r < 0xA000, 0xF900 <= r && r < 0xFB00, 0x20000 <= r && r < 0x33480:
		if 0x4DC0 <= r && r < 0x4E00 {
			return Common
		}
		return Han
	case 0x3040 <= r && r < 0x3100, 0x31F0 <= r && r < 0x3200, 0xFF66 <= r && r <= 0xFF9F:
		if r == 0x30FB || 0x3099 <= r && r <= 0x309C || r == 0x30A0 {
			return Common
		}
		return Kana
	case 0x3100 <= r && r < 0x3130, 0x31A0 <= r && r < 0x31C0:
		return Han // Bopomofo, which only stands beside it
	case 0x3130 <= r && r < 0x3190, 0xA960 <= r && r < 0xA980, 0xAC00 <= r && r < 0xD800, 0xFFA0 <= r && r <= 0xFFDC:
		return Hangul
	case 0xFB1D <= r && r < 0xFB50:
		return Hebrew
	case 0xFB50 <= r && r < 0xFE00, 0xFE70 <= r && r < 0xFEFF:
		if r == 0xFD3E || r == 0xFD3F {
			return Common
		}
		return Arabic
	case 0xFF21 <= r && r <= 0xFF3A, 0xFF41 <= r && r <= 0xFF5A:
		return Latin
	case r < 0xA000, 0xFE00 <= r && r < 0x10000, 0x1F000 <= r && r < 0x20000, r >= 0xE0000:
		return Common
	}
	return OtherScript
}
