package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// Lines longer than this many bytes are paragraphs of a story: only their two
// ends are looked at. The longest caption and cookie notice seen are below 700.
const (
	longLine = 1200
	edgeLen  = 240
)

// line is one line of the text, what was measured of it and how it was judged.
type line struct {
	text   string // outer space off; what stays of it after pieces were cut
	tokens []token
	long   bool   // tokens cover only the first edgeLen bytes
	fold   string // words of the tokens, a space between
	words  int
	stop   ending
	prose  bool // reads like a paragraph of a story
	inside bool // a sentence ends before the end of the line

	why               string // why the whole line is dropped, "" while it stays
	isTitle           bool   // moved to Output.Title
	before, beforeWhy string // piece cut off the front
	after, afterWhy   string // piece cut off the end
}

// token is a word of a line, folded for comparison. Letters written without
// spaces between words (Han, kana, Thai) are a token each.
type token struct {
	word       string
	start, end int  // bytes of line.text
	from, to   int  // bytes of line.fold
	digits     bool // begins with a digit
	upper      bool // begins with an upper-case letter
	caseless   bool // of a script without upper case
}

// ending is how a line ends, closing marks put aside.
type ending int

const (
	openEnd     ending = iota // a letter, a digit: no mark at all
	fullStop                  // a period or what does its work
	question                  // ? or !
	colon                     // : announces what follows
	commaAtEnd                // , ; or a dash: goes on
	ellipsisEnd               // … or ...
)

// split cuts a normalised text into lines without their outer space. Empty
// lines are gone.
func split(s string) []line {
	n := strings.Count(s, "\n") + 1
	lines := make([]line, 0, min(n, len(s)/8+1))
	for part := range strings.SplitSeq(s, "\n") {
		if part = strings.TrimFunc(part, unicode.IsSpace); part != "" {
			lines = append(lines, measure(part))
		}
	}
	return lines
}

// normal returns s in NFC with its controls stripped and every kind of line end
// written as \n.
func normal(s string) string {
	s = newlines.Replace(s)
	return text.NFC(text.StripControls(s))
}

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\v", "\n", "\f", "\n")

// measure describes a line.
func measure(s string) line {
	l := line{text: s, long: len(s) > longLine}
	head := s
	if l.long {
		head = clip(s, edgeLen)
	}
	l.tokens = tokenize(head)
	l.stop = endOf(s)
	l.fold = joinWords(l.tokens)
	l.words = length(l.tokens)
	if l.long {
		l.prose = true
		return l
	}
	l.inside = stopsInside(s)
	l.prose = l.words >= 11 && (l.closed() || l.inside) || l.words >= 30
	return l
}

// clip returns at most n bytes from the front of s, no rune split.
func clip(s string, n int) string {
	if n = max(n, 0); len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// clipEnd returns at most n bytes from the end of s, no rune split.
func clipEnd(s string, n int) string {
	if len(s) <= n {
		return s
	}
	at := len(s) - n
	for at < len(s) && !utf8.RuneStart(s[at]) {
		at++
	}
	return s[at:]
}

// length counts words; letters of scripts without spaces count 1.6 a word, as
// is usual for Chinese.
func length(tokens []token) int {
	words, single := 0, 0
	for _, t := range tokens {
		if t.end-t.start >= 3 && isSingle(firstRune(t.word)) {
			single++
		} else {
			words++
		}
	}
	return words + single*10/16
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// isSingle reports whether r is of a script that puts no spaces between words.
func isSingle(r rune) bool {
	return r >= 0x0e00 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
}

// tokenize cuts s into folded words.
func tokenize(s string) []token {
	var out []token
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			i += n
			continue
		}
		start := i
		i += n
		if isSingle(r) {
			i = skipMarks(s, i)
			out = append(out, token{word: string(r), start: start, end: i, caseless: true})
			continue
		}
		i = wordEnd(s, i, unicode.IsDigit(r))
		out = append(out, token{word: foldWord(s[start:i]), start: start, end: i,
			digits: unicode.IsDigit(r), upper: unicode.IsUpper(r) || unicode.IsTitle(r), caseless: isCaseless(r)})
	}
	return out
}

func isCaseless(r rune) bool {
	return unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsLower(r)
}

func skipMarks(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.Is(unicode.M, r) {
			return i
		}
		i += n
	}
	return i
}

// wordEnd returns where the word that goes on at i ends. Numbers and letters
// are told apart ("10h30" is three words), so that units match.
func wordEnd(s string, i int, digits bool) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.Is(unicode.M, r):
		case isSingle(r):
			return i
		case unicode.IsDigit(r) != digits:
			return i
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			return i
		}
		i += n
	}
	return i
}

// foldWord is text.Fold with a quick way for plain ASCII.
func foldWord(s string) string {
	lower := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return text.Fold(s)
		}
		if s[i] >= 'A' && s[i] <= 'Z' {
			lower = false
		}
	}
	if lower {
		return s
	}
	return strings.ToLower(s)
}

func foldLine(s string) string { return joinWords(tokenize(s)) }

// joinWords writes the folded words with a space between and notes in each
// token where its word stands there.
func joinWords(tokens []token) string {
	var sb strings.Builder
	for i := range tokens {
		if i > 0 {
			sb.WriteByte(' ')
		}
		tokens[i].from = sb.Len()
		sb.WriteString(tokens[i].word)
		tokens[i].to = sb.Len()
	}
	return sb.String()
}

// closed reports whether the line ends as a sentence does.
func (l *line) closed() bool {
	return l.stop == fullStop || l.stop == question || l.stop == ellipsisEnd
}

// open reports whether the line has been neither dropped nor made the title.
func (l *line) open() bool { return l.why == "" && !l.isTitle }

// closers are what may stand after the mark that ends a sentence.
const closers = "\"'”’»›)]}」』】〉》\u00a0\u202f "

// endOf tells how s ends.
func endOf(s string) ending {
	s = strings.TrimRight(s, closers)
	if strings.HasSuffix(s, "...") {
		return ellipsisEnd
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	switch r {
	case '.', '。', '۔', '।', '॥', '։', '\uff0e', '\uff61', '᠃':
		return fullStop
	case '?', '!', '؟', '？', '！', ';':
		if r == ';' {
			return commaAtEnd
		}
		return question
	case ':', '：':
		return colon
	case ',', '،', '，', '、', '؛', '；', '-', '–', '—':
		return commaAtEnd
	case '…':
		return ellipsisEnd
	}
	return openEnd
}

// stopsInside reports whether a sentence ends within s: a mark, a space, an
// upper-case or caseless letter, with at least three words on either side.
func stopsInside(s string) bool {
	const aside = 14 // bytes: about three words
	for i := aside; i < len(s)-aside; {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch r {
		case '。', '！', '？', '۔', '؟':
			return true
		case '.', '!', '?':
			if opensSentence(s, i) && !shortBefore(s[:i-1]) {
				return true
			}
		}
	}
	return false
}

// opensSentence reports whether a new sentence may begin at or after i.
func opensSentence(s string, i int) bool {
	rest := strings.TrimLeft(s[i:], closers+"«“\"„")
	if len(rest) == len(s[i:]) {
		return false
	}
	r := firstRune(rest)
	return unicode.IsUpper(r) || isCaseless(r)
}

// shortBefore reports whether the word before a period is short enough for an
// abbreviation or an initial: "Mr.", "J.", "av.".
func shortBefore(s string) bool {
	n := 0
	for len(s) > 0 && n < 4 {
		r, size := utf8.DecodeLastRuneInString(s)
		if !unicode.IsLetter(r) {
			break
		}
		n++
		s = s[:len(s)-size]
	}
	return n < 4
}
