package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

const (
	snippetLength = 240     // characters of a snippet, about
	snippetReach  = 1 << 20 // bytes of a text that are looked at for one
	glueReach     = 16      // characters that may cling to a word: l', «, "
)

// Snippet returns the piece of a text that shows a query best: whole words,
// about 240 characters, with as many different phrases of the query as fit, and the
// earliest of such pieces. The highlights are spans into the piece, each a word or
// phrase as it stands in the text; at is where the piece lies in the text. Without
// a match it is the beginning of the text.
func Snippet(body string, q Query) (piece string, highlight []news.Span, at news.Span) {
	if len(body) > snippetReach {
		body = strings.ToValidUTF8(body[:snippetReach], "")
	}
	tokens := text.Analyze(body)
	if len(tokens) == 0 {
		return "", nil, news.Span{}
	}
	matches := findPhrases(tokens, q.Must)
	first, last := bestWindow(body, tokens, matches)
	at = grow(body, tokens, first, last)
	for _, m := range matches {
		s := news.Span{Start: tokens[m.first].Span.Start, End: tokens[m.last].Span.End}
		if !at.Contains(s) {
			continue
		}
		s = news.Span{Start: s.Start - at.Start, End: s.End - at.Start}
		if n := len(highlight); n > 0 && s.Start < highlight[n-1].End {
			highlight[n-1].End = max(highlight[n-1].End, s.End)
			continue
		}
		highlight = append(highlight, s)
	}
	return at.In(body), highlight, at
}

// Sentence returns a sentence of a text as a snippet: cut behind a whole word
// where it is long. An empty or impossible span stands for the beginning of the text.
func Sentence(body string, s news.Span) (piece string, at news.Span) {
	if s.Empty() || s.Start < 0 || s.End > len(body) || !boundary(body, s.Start) || !boundary(body, s.End) {
		piece, _, at = Snippet(body, Query{})
		return piece, at
	}
	if len(s.In(body)) > snippetLength && utf8.RuneCountInString(s.In(body)) > 2*snippetLength {
		tokens := text.Analyze(s.In(body))
		if len(tokens) > 0 {
			inner := grow(s.In(body), tokens, 0, 0)
			s = news.Span{Start: s.Start + inner.Start, End: s.Start + inner.End}
		}
	}
	return s.In(body), s
}

// match is where a phrase of the query stands: tokens first to last.
type match struct{ first, last, phrase int }

// findPhrases returns all matches by position.
func findPhrases(tokens []text.Token, phrases []Phrase) []match {
	var out []match
	for i := range tokens {
		for p, phrase := range phrases {
			if matchesAt(tokens, i, phrase) {
				out = append(out, match{i, i + len(phrase) - 1, p})
			}
		}
	}
	return out
}

func matchesAt(tokens []text.Token, i int, phrase Phrase) bool {
	if len(phrase) == 0 || i+len(phrase) > len(tokens) {
		return false
	}
	for k, w := range phrase {
		if plain(tokens[i+k].Word) != w {
			return false
		}
	}
	return true
}

// bestWindow returns the first and last token of the run of matches that holds most
// different phrases, then most matches, within a snippet's length.
func bestWindow(body string, tokens []text.Token, matches []match) (first, last int) {
	bestPhrases, bestN := 0, 0
	for i, m := range matches {
		seen, n, end := map[int]bool{}, 0, m.last
		start := tokens[m.first].Span.Start
		for _, o := range matches[i:] {
			stop := tokens[o.last].Span.End
			if n > 0 && (stop-start > 4*snippetLength || utf8.RuneCountInString(body[start:stop]) > snippetLength) {
				break
			}
			seen[o.phrase] = true
			end = max(end, o.last)
			n++
		}
		if len(seen) > bestPhrases || len(seen) == bestPhrases && n > bestN {
			bestPhrases, bestN, first, last = len(seen), n, m.first, end
		}
	}
	return first, last
}

// grow widens the run of tokens to a snippet's length, a quarter of what is free before it
// and the rest behind, and takes in what clings to its outer words.
func grow(body string, tokens []text.Token, first, last int) news.Span {
	span := news.Span{Start: tokens[first].Span.Start, End: tokens[last].Span.End}
	free := snippetLength - utf8.RuneCountInString(span.In(body))
	if first == 0 {
		span.Start = 0
	}
	for before := free / 4; first > 0; first-- {
		cost := utf8.RuneCountInString(body[tokens[first-1].Span.Start:tokens[first].Span.Start])
		if before -= cost; before < 0 {
			break
		}
		free -= cost
		span.Start = tokens[first-1].Span.Start
	}
	for ; last < len(tokens)-1; last++ {
		end := max(span.End, tokens[last+1].Span.End)
		if free -= utf8.RuneCountInString(body[span.End:end]); free < 0 {
			break
		}
		span.End = end
	}
	return news.Span{Start: clingBefore(body, span.Start), End: clingAfter(body, span.End)}
}

// clingBefore moves a start over what is written onto the word: an elided article,
// an opening quotation mark. It stays where there is no space near.
func clingBefore(s string, start int) int {
	i := start
	for range glueReach {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		if n == 0 || unicode.IsSpace(r) {
			return i
		}
		i -= n
	}
	return start
}

func clingAfter(s string, end int) int {
	i := end
	for range glueReach {
		r, n := utf8.DecodeRuneInString(s[i:])
		if n == 0 || unicode.IsSpace(r) {
			return i
		}
		i += n
	}
	return end
}
