package kb

import (
	"strings"
	"unicode"

	"github.com/dragoman-news/dragoman/internal/text"
)

// Key returns the form in which names are looked up: folded as text.Fold does, words
// parted by one space, hyphens being spaces, apostrophes, dots and all other marks
// gone. "Sana'a" is "sanaa", "U.N." is "un", "Al-Baṣrah" is "al basrah".
func Key(name string) string {
	folded := text.Fold(name)
	if plainKey(folded) {
		return folded
	}
	var sb strings.Builder
	sb.Grow(len(folded))
	gap := false
	for _, r := range folded {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			if gap && sb.Len() > 0 {
				sb.WriteByte(' ')
			}
			gap = false
			sb.WriteRune(r)
		case partsWords(r):
			gap = true
		}
	}
	return sb.String()
}

// partsWords reports whether a rune that is no letter has words on both its sides.
func partsWords(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("-/_,·・‧،()", r)
}

// plainKey reports whether a folded name is a key already, as most words are.
func plainKey(s string) bool {
	for i := range len(s) {
		c := s[i]
		if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == ' ' && i > 0 && i+1 < len(s) && s[i-1] != ' ' {
			continue
		}
		return false
	}
	return true
}

// keys returns all under which a name is to be found: where a joiner parts the halves
// of a Persian word, many write a space.
func keys(name string) []string {
	k := []string{Key(name)}
	if strings.ContainsRune(name, zeroWidthNonJoiner) {
		k = append(k, Key(strings.ReplaceAll(name, string(zeroWidthNonJoiner), " ")))
	}
	return k
}

const zeroWidthNonJoiner = '\u200c'
