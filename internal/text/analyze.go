package text

import (
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Token is a word as the search index keeps it, and the bytes it was read from.
type Token struct {
	Span news.Span
	Word string // folded, clitics off
}

// Analyze returns the words of s as search compares them. Words are folded;
// elided articles and prepositions (l', d', dell'), English 's and the Turkish endings
// after an apostrophe go; so do the Arabic article and the particles written
// onto it (ال وال بال كال فال لل) and و before a long word. Runs of Chinese, Japanese
// and Thai give every pair of neighbours, a character that stands alone itself.
// There is no dictionary and no stemming: the same word gives the same token in
// whatever text it stands.
func Analyze(s string) []Token {
	words := Words(s)
	tokens := make([]Token, 0, len(words))
	for i := 0; i < len(words); i++ {
		w := words[i]
		r, _ := decode(s, w.Start)
		if c := classOf(r); c == single || c == kanaRun {
			end := i + 1
			for end < len(words) && words[end].Start == words[end-1].End && unspaced(s, words[end]) {
				end++
			}
			tokens = appendPairs(tokens, s, words[i].Start, words[end-1].End)
			i = end - 1
			continue
		}
		tokens = appendWord(tokens, s, w)
	}
	return tokens
}

func unspaced(s string, w news.Span) bool {
	r, _ := decode(s, w.Start)
	c := classOf(r)
	return c == single || c == kanaRun
}

// appendPairs adds every pair of neighbouring characters between start and end,
// each with the marks that stand on it.
func appendPairs(tokens []Token, s string, start, end int) []Token {
	next := func(i int) int {
		_, n := decode(s, i)
		for i += n; i < end; i += n {
			var r rune
			if r, n = decode(s, i); classOf(r) != markOf {
				break
			}
		}
		return i
	}
	mid := next(start)
	if mid >= end {
		return append(tokens, Token{news.Span{Start: start, End: end}, Fold(s[start:end])})
	}
	for mid < end {
		stop := next(mid)
		tokens = append(tokens, Token{news.Span{Start: start, End: stop}, Fold(s[start:stop])})
		start, mid = mid, stop
	}
	return tokens
}

// appendWord adds the word at w, without what was written onto it.
func appendWord(tokens []Token, s string, w news.Span) []Token {
	folded := Fold(w.In(s))
	if cut := strings.IndexByte(folded, '\''); cut > 0 && !isASCIIDigit(folded[0]) {
		folded, w = withoutApostrophe(s, w, folded, cut)
	}
	if strings.IndexByte(folded, '.') >= 0 && isLetterStart(folded) {
		folded = strings.ReplaceAll(folded, ".", "") // U.S as US
	}
	folded = stripArabic(folded)
	if folded == "" {
		return tokens
	}
	return append(tokens, Token{w, folded})
}

// withoutApostrophe takes off what an apostrophe joins to a word before it (l'Irak)
// or after it (Iraq's, Irak'ta); where it does neither (O'Brien) it just goes.
func withoutApostrophe(s string, w news.Span, folded string, cut int) (string, news.Span) {
	rules := clitics()
	if rules.elided[folded[:cut]] {
		for i := w.Start; i < w.End; {
			r, n := decode(s, i)
			i += n
			if isApostrophe(r) {
				w.Start = i
				break
			}
		}
		folded = folded[cut+1:]
	}
	if cut = strings.LastIndexByte(folded, '\''); cut > 1 && rules.endings[folded[cut+1:]] {
		for i := w.Start; i < w.End; {
			r, n := decode(s, i)
			if isApostrophe(r) {
				w.End = i
				break
			}
			i += n
		}
		folded = folded[:cut]
	}
	return strings.ReplaceAll(folded, "'", ""), w
}

// isApostrophe reports whether Fold writes r as an apostrophe.
func isApostrophe(r rune) bool {
	switch r {
	case '\'', '’', 'ʼ', '׳':
		return true
	}
	return false
}

func isASCIIDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLetterStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return classOf(r) == letter
}

// stripArabic takes the article and the particles off a folded Arabic word. It
// goes round until nothing more comes off, so that a word loses the same
// letters whether or not others stood before them: وزارة and والوزارة meet.
func stripArabic(w string) string {
	if len(w) < 6 || w[0] < 0xD8 || w[0] > 0xD9 {
		return w
	}
	rules := clitics()
	for first := true; !rules.whole[w]; first = false {
		cut := arabicPrefix(w, first)
		if cut == 0 {
			break
		}
		w = w[cut:]
	}
	return w
}

// arabicPrefix returns how many bytes of w are a clitic. A folded Arabic letter
// has two bytes.
func arabicPrefix(w string, first bool) int {
	const letterLen = 2
	left := func(prefix string) int { return (len(w) - len(prefix)) / letterLen }
	for _, p := range [...]string{"وال", "بال", "كال", "فال", "لل"} {
		if strings.HasPrefix(w, p) && left(p) >= 3 {
			return len(p)
		}
	}
	if strings.HasPrefix(w, "ال") && (left("ال") >= 3 || first && left("ال") >= 2) {
		return len("ال")
	}
	if strings.HasPrefix(w, "و") && left("و") >= 4 {
		return len("و")
	}
	return 0
}
