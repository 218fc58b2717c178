package text

import "unicode/utf8"

// Clip returns at most n bytes from the front of s, splitting no code point.
func Clip(s string, n int) string {
	if n = max(n, 0); len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
