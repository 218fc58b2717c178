package date

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// maxOther is how many words that are neither date nor label a date line may
// hold: an outlet, a place, the name of who wrote it.
const (
	maxOther        = 4 // without a label
	maxOtherNamed   = 6 // after "Published:"
	maxOtherLetters = 60
)

// FindPublished reports whether line, taken whole, says when the report was
// published, with the span of the words that say it. A date line is a date
// with labels ("Published", "Mis à jour", "نشر في"), and at most a few names
// such as a place, an outlet or a byline beside it; a sentence of the story
// that holds a date is none. Where it gives two dates, one that is labelled as
// published outranks one that is labelled as an update.
//
// A line of the story may begin with a label and a numeric date that a scraper
// put there ("date 2020-03 The two sides ..."). Then the span begins at the
// label, at the first letter of the line, and what follows it is the story.
func FindPublished(line string) (news.Interval, news.Span, bool) {
	trimmed := strings.TrimSpace(line)
	if trimmed == "" {
		return news.Interval{}, news.Span{}, false
	}
	start := strings.Index(line, trimmed)
	st, ok := dateLine(trimmed)
	if !ok {
		st, ok = datePrefix(trimmed)
	}
	if !ok {
		return news.Interval{}, news.Span{}, false
	}
	return st.interval, news.Span{Start: st.span.Start + start, End: st.span.End + start}, true
}

// dateLine reads a line that is nothing but a date line.
func dateLine(line string) (stamp, bool) {
	if len(line) > longestStamp || strings.ContainsAny(line, "©®") {
		return stamp{}, false
	}
	for _, lang := range tryOrder("", line) {
		st, verdict := readAs(line, lang, "")
		if verdict != dated {
			continue
		}
		if !st.alone(line) {
			if !latin(lang) {
				break // the script tells the language: another would only miss its verbs
			}
			continue
		}
		if st.labelBefore() == values["updated"] {
			rest := line[st.span.End:]
			if second, v := readAs(rest, lang, ""); v == dated && second.labelBefore() != values["updated"] && grain[second.interval.Precision] <= grain[st.interval.Precision] {
				second.span.Start += st.span.End
				second.span.End += st.span.End
				return second, true
			}
		}
		return st, true
	}
	return stamp{}, false
}

// datePrefix reads "date 2020-03" before text of the story.
func datePrefix(line string) (stamp, bool) {
	head := line
	if len(head) > longestPrefix {
		head = head[:cut(head, 0, longestPrefix)]
	}
	for _, lang := range tryOrder("", head) {
		st, verdict := readAs(head, lang, "")
		if verdict != dated || !st.numeric || st.a == 0 || st.a > 4 || st.interval.Precision == news.Year {
			continue
		}
		n, named := st.harmless(0)
		for n > 0 && n < st.a {
			k, _ := st.harmless(n)
			if k == 0 && st.tokens[n].mark == ':' {
				k = 1
			}
			if k == 0 {
				break
			}
			n += k
		}
		if named && n == st.a && (st.b >= len(st.tokens) || st.tokens[st.b].spaced && !lowerCase(&st.tokens[st.b], head)) {
			st.span.Start = 0
			return st, true
		}
	}
	return stamp{}, false
}

// longestPrefix bounds what datePrefix reads of a line.
const longestPrefix = 100

// lowerCase reports whether t is a word that begins with a small letter.
func lowerCase(t *token, line string) bool {
	r, _ := utf8.DecodeRuneInString(t.In(line))
	return t.kind == word && unicode.IsLower(r)
}

// labelBefore is the value of the last label before the date, 0 if none.
func (st *stamp) labelBefore() int {
	v := 0
	for i := 0; i < st.a; i++ {
		for _, it := range st.tokens[i].lex {
			if it.class == label && it.value != values["other"] {
				v = it.value
			}
		}
	}
	return v
}

// alone reports whether what stands around the date is only labels and names.
func (st *stamp) alone(line string) bool {
	labelled, others, letters, plain := false, 0, 0, 0
	for i := 0; i < len(st.tokens); {
		t := &st.tokens[i]
		n, named := st.harmless(i)
		labelled = labelled || named
		switch {
		case i >= st.a && i < st.b:
			n = 1
		case n > 0:
		case t.kind == word:
			others++
			letters += t.Len()
			if lowerCase(t, line) || st.lex.tenses.of(t.In(line)) < 0 {
				plain++
			}
		case t.mark == '?' || t.mark == '!' || t.mark == '"' || t.mark == '.' && i == len(st.tokens)-1 && i >= st.b+1:
			plain++
		}
		i += max(n, 1)
	}
	switch {
	case st.interval.Precision == news.Year:
		return false // "Budget 2020"
	case labelled:
		return others <= maxOtherNamed && letters <= 2*maxOtherLetters
	case st.interval.Precision == news.Month:
		return others == 0
	}
	return others <= maxOther && plain == 0 && letters <= maxOtherLetters
}

// harmless returns how many tokens from i on are words that a date line may
// hold beside its date, and whether they label it.
func (st *stamp) harmless(i int) (n int, named bool) {
	for _, it := range st.tokens[i].lex {
		switch it.class {
		case label:
			if it.n >= n {
				n = it.n
				named = it.value != values["other"]
			}
		case weekday, month, jmonth, hmonth, zone, ampm, join, part:
			n = max(n, it.n)
		}
	}
	return n, named
}
