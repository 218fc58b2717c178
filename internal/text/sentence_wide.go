package text

import (
	"strings"
	"unicode/utf8"
)

// endsWide decides after 。！？, and after ! and ? in Chinese and Japanese: they end
// the sentence unless it goes on behind the closed quote.
func (c *candidate) endsWide(f following) bool {
	if f.kind == goesOn {
		return false
	}
	if f.kind == lower && !f.opens {
		return c.kind == wide && f.spaced
	}
	if !c.closed || f.spaced {
		return true
	}
	if ScriptOf(f.first) == Kana {
		return !japaneseGoesOn(c.text[f.at:])
	}
	return f.opens || !chineseGoesOn(c.text[f.at:])
}

// japaneseGoesOn reports whether rest continues the sentence of the quote that was
// closed before it: 「…。」と述べた.
func japaneseGoesOn(rest string) bool {
	for _, particle := range [...]string{"と", "って", "とい", "で", "を", "は", "が", "に", "の", "も", "や", "な", "へ", "か"} {
		if strings.HasPrefix(rest, particle) {
			return true
		}
	}
	return false
}

// chineseGoesOn reports whether rest attributes the quote that was closed before it:
// “…。”他说。 A clause that goes on after its comma is a sentence of its own, and so
// is one that leads to the next quote with a colon.
func chineseGoesOn(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	if strings.ContainsRune("的等和与之", r) {
		return true
	}
	left, verb := 16, false
	for i, r := range rest {
		switch r {
		case '说', '說', '道', '称', '稱', '问', '問', '答', '示', '出', '调', '調', '诉', '訴', '写', '寫', '喊', '叹':
			verb = true
		case '。', '！', '？':
			return verb
		case '，':
			return verb && strings.HasPrefix(rest[i+len("，"):], "“")
		case '：', '\n':
			return false
		}
		if left--; left == 0 {
			return false
		}
	}
	return verb
}
