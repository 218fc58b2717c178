package date

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// maxOther is how many words that are neither date nor label a date line may
// hold: an outlet, a place, the name of who wrote it.
const (
	maxOther       = 3 // without a label
	maxOtherNamed  = 6 // after "Published:"
	longestLine    = 200
	maxOtherLetter = 60
)

// FindPublished reports whether line, taken whole, says when the report was
// published, with the span of the words that say it. A date line is a date
// with labels ("Published", "Mis à jour", "نشر في"), and at most a few words
// such as a place or a byline beside it; a sentence of the story that holds a
// date is none. Where it gives two dates, the first that is not labelled as an
// update counts.
func FindPublished(line string) (news.Interval, news.Span, bool) {
	trimmed := strings.TrimSpace(line)
	if trimmed == "" || len(trimmed) > longestStamp {
		return news.Interval{}, news.Span{}, false
	}
	start := strings.Index(line, trimmed)
	best, ok := stamp{}, false
	for _, lang := range append([]news.Lang{""}, tryOrder("", trimmed)...) {
		st, found := read(trimmed, lang)
		if found && st.tokens != nil && lineIsDate(trimmed, &st) && (!ok || grain[st.interval.Precision] < grain[best.interval.Precision]) {
			best, ok = st, true
		}
	}
	if !ok {
		return news.Interval{}, news.Span{}, false
	}
	span := news.Span{Start: best.span.Start + start, End: best.span.End + start}
	return best.interval, span, true
}

// lineIsDate reports whether what stands around the date is only labels and a
// few names.
func lineIsDate(line string, st *stamp) bool {
	if st.interval.Precision == news.Year {
		return false // "© 2020", "Budget 2020"
	}
	labelled, others, letters := false, 0, 0
	for i := 0; i < len(st.tokens); {
		t := &st.tokens[i]
		if i >= st.a && i < st.b {
			i++
			continue
		}
		n, named := st.harmless(i)
		labelled = labelled || named
		switch {
		case n > 0:
			i += n
			continue
		case t.kind == word:
			others++
			letters += t.Len()
		case t.kind == number && i > st.b && !labelled && t.digits > 2:
			others++
		case t.mark == '?' || t.mark == '!' || t.mark == '"':
			return false
		}
		i++
	}
	if strings.ContainsAny(line, "©®") {
		return false
	}
	if labelled {
		return others <= maxOtherNamed && letters <= 2*maxOtherLetter
	}
	return others <= maxOther && letters <= maxOtherLetter && st.interval.Precision != news.Month
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
