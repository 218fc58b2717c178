package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// NFC returns s in Unicode normalisation form C, the form of every text that is
// kept. Bytes that are not UTF-8 are left alone.
func NFC(s string) string {
	if isASCII(s) {
		return s
	}
	return norm.NFC.String(s)
}

// StripControls takes out what no reader sees and what breaks matching: bidi
// controls, byte order marks, zero-width spaces, soft hyphens, tags and control
// characters. Line feed and tab stay, and every other line end becomes a line
// feed. The zero-width joiner and non-joiner stay between two letters of a
// script that needs them (می‌شود).
func StripControls(s string) string {
	at := firstControl(s)
	if at < 0 {
		return s
	}
	var sb strings.Builder
	sb.Grow(len(s))
	sb.WriteString(s[:at])
	last := lastRune(s[:at])
	for i := at; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch class := controlOf(r); {
		case r == '\r' && strings.HasPrefix(s[i+n:], "\n"):
		case class == lineEnd:
			sb.WriteByte('\n')
			last = '\n'
		case class == joiner && joins(last) && joins(nextVisible(s[i+n:])):
			sb.WriteRune(r)
			last = r
		case class == visible:
			sb.WriteString(s[i : i+n]) // as it is, so that broken bytes stay what they are
			last = r
		}
		i += n
	}
	return sb.String()
}

type controlClass uint8

const (
	visible controlClass = iota
	unseen
	lineEnd
	joiner
)

func controlOf(r rune) controlClass {
	switch {
	case r < 0x20:
		switch r {
		case '\n', '\t':
			return visible
		case '\r', '\v', '\f':
			return lineEnd
		}
		return unseen
	case r < 0x7F:
		return visible
	case r < 0xA0:
		if r == 0x85 {
			return lineEnd
		}
		return unseen
	case r < 0x2000:
		if r == 0xAD || r == 0x34F || r == 0x61C || r == 0x180E {
			return unseen
		}
		return visible
	case r == 0x200C || r == 0x200D:
		return joiner
	case r == 0x2028 || r == 0x2029:
		return lineEnd
	case r == 0x200B, r == 0x200E, r == 0x200F, 0x202A <= r && r <= 0x202E, 0x2060 <= r && r <= 0x206F:
		return unseen
	case r == 0xFEFF, 0xFFF9 <= r && r <= 0xFFFB, 0xE0000 <= r && r <= 0xE007F:
		return unseen
	}
	return visible
}

// firstControl returns where the first rune that StripControls looks at begins, or -1.
func firstControl(s string) int {
	for i, r := range s {
		if controlOf(r) != visible {
			return i
		}
	}
	return -1
}

// joins reports whether a joiner beside r changes how it is written.
func joins(r rune) bool {
	switch ScriptOf(r) {
	case Arabic, Devanagari, Bengali, Indic, SoutheastAsian:
		return true
	case Common:
		return unicode.Is(unicode.Mn, r) && r >= 0x0600
	}
	return false
}

// nextVisible returns the first rune of s that stays, 0 if none; it looks at a
// few runes only, so that a megabyte of joiners costs no more than its length.
func nextVisible(s string) rune {
	left := 8
	for _, r := range s {
		if controlOf(r) == visible {
			return r
		}
		if left--; left == 0 {
			break
		}
	}
	return 0
}

func lastRune(s string) rune {
	r, n := utf8.DecodeLastRuneInString(s)
	if n == 0 {
		return 0
	}
	return r
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
