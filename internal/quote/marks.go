package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// marked is a stretch of text between quotation marks.
type quoted struct {
	inside  news.Span // without the marks and the spaces at the ends
	outside news.Span // with them
}

// longest is how many bytes a quotation may run without its closing mark.
const longest = 4000

// mostOpen is how many marks that nothing closes are put up with before the rest of
// the text is taken to use them for something else.
const mostOpen = 2000

// closers lists, for each opening mark, the marks that may close it. 《》 encloses
// titles and is not here.
var closers = map[rune]string{
	'«': "»", '»': "«»", '“': "”“\"", '”': "”", '„': "“”„\"", '"': "\"”", '‟': "”", '「': "」", '『': "』", '‹': "›", '‘': "’", '‚': "‘’", '＂': "＂",
	'\'': "'",
}

// marked lists the outermost quotations of a text in order.
func marked(text string) []quoted {
	var out []quoted
	open := 0 // marks that nothing closed
	for i := 0; i < len(text) && open < mostOpen; {
		r, n := utf8.DecodeRuneInString(text[i:])
		end := closers[r]
		if end == "" || !opens(text, i, r, n) {
			i += n
			continue
		}
		q, next := closing(text, i, n, r, end)
		if next < 0 {
			open++
			i += n
			continue
		}
		if !q.inside.Empty() {
			out = append(out, q)
		}
		i = next
	}
	return out
}

// opens reports whether the mark at i can open a quotation: no letter before it,
// and something to quote after it.
func opens(text string, i int, r rune, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+n:])
	joined := i > 0 && (unicode.IsLetter(before) || unicode.IsDigit(before)) && !wide(before)
	switch r {
	case '»', '”':
		return !joined && after != ' ' && !unicode.IsPunct(after) && (unicode.IsLetter(after) || unicode.IsDigit(after))
	case '\'', '‘', '‚', '"':
		return !joined && !unicode.IsSpace(after) && after != utf8.RuneError
	}
	return true
}

// wide reports whether r is of a script written without spaces.
func wide(r rune) bool { return r >= 0x2E80 }

// closing looks for the mark that closes the quotation opened at i. A quotation
// runs on into the next paragraph where that opens with a mark again.
func closing(text string, i, n int, open rune, end string) (quoted, int) {
	depth := 0
	for j := i + n; j < len(text) && j-i < longest; {
		r, size := utf8.DecodeRuneInString(text[j:])
		switch {
		case strings.ContainsRune(end, r) && !apostrophe(text, j, r, size):
			if depth == 0 {
				return quoted{inside: trim(text, i+n, j), outside: news.Span{Start: i, End: j + size}}, j + size
			}
			depth--
		case r == open && depth < 8 && (r == '«' || r == '“' || r == '「' || r == '『'):
			depth++
		case r == '\n':
			k := j
			for k < len(text) && (text[k] == '\n' || text[k] == ' ' || text[k] == '\r') {
				k++
			}
			next, _ := utf8.DecodeRuneInString(text[k:])
			if next != open && (open != '«' || next != '»') {
				return quoted{}, -1
			}
			j = k + utf8.RuneLen(next)
			continue
		}
		j += size
	}
	return quoted{}, -1
}

// apostrophe reports whether a single mark inside a word is no closing mark.
func apostrophe(text string, j int, r rune, size int) bool {
	if r != '’' && r != '\'' && r != '‘' {
		return false
	}
	after, _ := utf8.DecodeRuneInString(text[j+size:])
	return unicode.IsLetter(after)
}

// trim takes white space off both ends of a span.
func trim(text string, from, to int) news.Span {
	for from < to {
		r, n := utf8.DecodeRuneInString(text[from:to])
		if !unicode.IsSpace(r) {
			break
		}
		from += n
	}
	for from < to {
		r, n := utf8.DecodeLastRuneInString(text[from:to])
		if !unicode.IsSpace(r) {
			break
		}
		to -= n
	}
	return news.Span{Start: from, End: to}
}
