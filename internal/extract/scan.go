package extract

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

//go:embed rules/months.txt
var monthFile string

// months maps the names of months, in comparison form, to their numbers.
var months = sync.OnceValue(func() map[string]int {
	m := map[string]int{}
	for line := range strings.Lines(monthFile) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		n, _ := strconv.Atoi(words[0])
		for _, w := range words[1:] {
			if key := text.Fold(strings.ReplaceAll(w, "_", " ")); m[key] == 0 {
				m[key] = n
			}
		}
	}
	return m
})

// hit is a calendar day written out in a string.
type hit struct {
	day  time.Time
	span [2]int // bytes
}

// token is a number or a word of a string that may hold dates.
type token struct {
	at, end int
	num     int    // value, -1 for words
	digits  int    // how many digits
	word    string // in comparison form
}

// scanDates finds the days that s writes out, with a year: 2020-07-22,
// 22.07.2020, 22 juillet 2020, July 22nd, 2020, 2020年7月22日. dayFirst decides
// 07/08/2020. Dates in running text that lean on their context are package
// date's business; this is the quick look at the many small strings of a page.
func scanDates(s string, dayFirst bool) []hit {
	if len(s) < 6 || !hasDigit(s) {
		return nil
	}
	tokens := dateTokens(s)
	var hits []hit
	for i := 0; i < len(tokens); {
		h, n := dateAt(s, tokens[i:], dayFirst)
		if n == 0 {
			i++
			continue
		}
		hits = append(hits, h)
		i += n
	}
	return hits
}

func hasDigit(s string) bool {
	return strings.ContainsAny(s, "0123456789") || strings.IndexFunc(s, unicode.IsDigit) >= 0
}

// dateTokens divides s into numbers and words.
func dateTokens(s string) []token {
	var out []token
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		start := i
		switch {
		case unicode.IsDigit(r):
			for i < len(s) && unicode.IsDigit(r) {
				i += n
				r, n = utf8.DecodeRuneInString(s[i:])
			}
			t := token{at: start, end: i, num: -1}
			folded := s[start:i]
			if folded[0] >= utf8.RuneSelf {
				folded = text.Fold(folded)
			}
			if t.digits = len(folded); t.digits <= 14 {
				if v, err := strconv.Atoi(folded); err == nil {
					t.num = v
				}
			}
			out = append(out, t)
		case unicode.IsLetter(r):
			for i < len(s) && (unicode.IsLetter(r) || unicode.IsMark(r)) && (start == i || !isHan(r)) {
				i += n
				r, n = utf8.DecodeRuneInString(s[i:])
			}
			w := s[start:i]
			if len(w) <= 40 {
				w = text.Fold(w)
			}
			out = append(out, token{at: start, end: i, num: -1, word: w})
		default:
			i += n
		}
	}
	return out
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hangul, r) }

// dateAt reads a date at the first token and says how many tokens it took.
func dateAt(s string, t []token, dayFirst bool) (hit, int) {
	for _, read := range []func(string, []token, bool) (y, m, d, n int){numericDate, namedDate, hanDate} {
		y, m, d, n := read(s, t, dayFirst)
		if n == 0 {
			continue
		}
		if day, ok := makeDay(y, m, d); ok {
			return hit{day: day, span: [2]int{t[0].at, t[n-1].end}}, n
		}
	}
	return hit{}, 0
}

// numericDate reads three numbers joined by the same mark.
func numericDate(s string, t []token, dayFirst bool) (y, m, d, n int) {
	if len(t) < 3 || t[0].num < 0 || t[1].num < 0 || t[2].num < 0 {
		return 0, 0, 0, 0
	}
	a, b := s[t[0].end:t[1].at], s[t[1].end:t[2].at]
	mark := strings.TrimSpace(a)
	if mark != strings.TrimSpace(b) || mark != "." && mark != "/" && mark != "-" && mark != "‐" && mark != "–" || len(a) > 3 {
		return 0, 0, 0, 0
	}
	if t[0].at > 0 && strings.IndexByte("./-", s[t[0].at-1]) >= 0 && mark != "/" {
		return 0, 0, 0, 0 // part of a longer number
	}
	if end := t[2].end; mark == "." && len(t) > 3 && t[3].num >= 0 && t[3].at == end+1 && s[end] == '.' && t[0].digits < 4 {
		return 0, 0, 0, 0
	}
	switch {
	case t[0].digits == 4 && t[1].digits <= 2 && t[2].digits <= 2:
		return t[0].num, t[1].num, t[2].num, 3
	case t[0].digits > 2 || t[1].digits > 2:
		return 0, 0, 0, 0
	case t[2].digits == 4:
		y = t[2].num
	case t[2].digits == 2 && t[0].digits == 2 && t[1].digits == 2 && mark != "-":
		if y = 2000 + t[2].num; y > 2050 {
			y -= 100
		}
	default:
		return 0, 0, 0, 0
	}
	d, m = t[0].num, t[1].num
	if m > 12 || d <= 12 && !dayFirst && mark == "/" {
		d, m = m, d
	}
	return y, m, d, 3
}

// namedDate reads a date with the name of a month.
func namedDate(s string, t []token, _ bool) (y, m, d, n int) {
	if m, used := monthAt(t); m > 0 && len(t) > used+1 { // July 22nd, 2020
		day := t[used]
		rest := skipWords(t[used+1:], "st", "nd", "rd", "th", "de", "del")
		if day.num >= 1 && day.num <= 31 && len(rest) > 0 && isYear(rest[0]) && rest[0].at-day.end < 12 && day.at-t[0].end < 20 {
			return rest[0].num, m, day.num, len(t) - len(rest) + 1
		}
		return 0, 0, 0, 0
	}
	if len(t) < 3 || t[0].num < 1 || t[0].num > 31 && t[0].digits != 4 {
		return 0, 0, 0, 0
	}
	rest := skipWords(t[1:], "st", "nd", "rd", "th", "er", "de", "of", "di", "a", "º", "ème")
	m, used := monthAt(rest)
	if m == 0 || rest[0].at-t[0].end > 12 {
		return 0, 0, 0, 0
	}
	after := skipWords(rest[used:], "de", "del", "of", "г", "في")
	if len(after) == 0 || after[0].at-rest[used-1].end > 12 {
		return 0, 0, 0, 0
	}
	last := after[0]
	taken := len(t) - len(after) + 1
	switch {
	case t[0].digits <= 2 && isYear(last): // 22 July 2020
		return last.num, m, t[0].num, taken
	case t[0].digits <= 2 && last.digits == 2 && strings.TrimSpace(s[rest[used-1].end:last.at]) == "'":
		return 2000 + last.num, m, t[0].num, taken
	case isYear(t[0]) && last.num >= 1 && last.num <= 31: // 2020 July 22
		return t[0].num, m, last.num, taken
	}
	return 0, 0, 0, 0
}

// monthAt is the month that the first word names, or the first two, and how many
// tokens that took. A month may be given twice, as in Arabic ("آذار مارس").
func monthAt(t []token) (month, used int) {
	if len(t) == 0 || t[0].word == "" {
		return 0, 0
	}
	if len(t) > 1 && t[1].word != "" {
		if m := months()[t[0].word+" "+t[1].word]; m > 0 {
			month, used = m, 2
		}
	}
	if used == 0 {
		if month = months()[t[0].word]; month == 0 {
			return 0, 0
		}
		used = 1
	}
	if len(t) > used && t[used].word != "" && months()[t[used].word] == month {
		used++
	}
	return month, used
}

// hanDate reads 2020年7月22日 and 2020년 7월 22일.
func hanDate(_ string, t []token, _ bool) (y, m, d, n int) {
	if len(t) < 6 || !isYear(t[0]) || t[2].num < 0 || t[4].num < 0 {
		return 0, 0, 0, 0
	}
	marks := t[1].word + t[3].word + t[5].word
	if marks != "年月日" && marks != text.Fold("년월일") {
		return 0, 0, 0, 0
	}
	return t[0].num, t[2].num, t[4].num, 6
}

func skipWords(t []token, words ...string) []token {
	for len(t) > 0 && t[0].word != "" && slices.Contains(words, t[0].word) {
		t = t[1:]
	}
	return t
}

func isYear(t token) bool { return t.digits == 4 && t.num >= 1900 && t.num <= 2100 }

// makeDay is a day of the calendar in the years that news pages are of.
func makeDay(y, m, d int) (time.Time, bool) {
	if y < 1990 || y > 2100 || m < 1 || m > 12 || d < 1 || d > 31 {
		return time.Time{}, false
	}
	day := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return day, day.Day() == d
}
