package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// Lines longer than longLine bytes are paragraphs of a story: the longest caption
// and cookie notice seen are below 700. Of lines longer than headLen only the
// front is cut into words; edgeLen bytes are looked at where an end counts.
const (
	longLine = 1200
	headLen  = 480
	edgeLen  = 240
)

// line is one line of the text, what was measured of it and how it was judged.
type line struct {
	text   string // outer space off; what stays of it after pieces were cut
	tokens []token
	fold   string // words of the tokens, a space between
	words  int    // how many, an estimate where the tokens cover only the front
	stop   ending
	whole  bool // the tokens cover all of it
	long   bool // longer than longLine
	prose  bool // reads like a paragraph of a story
	inside bool // a sentence ends before the end of the line

	why               string // why the whole line is dropped, "" while it stays
	isTitle           bool   // moved to Output.Title
	before, beforeWhy string // piece cut off the front
	after, afterWhy   string // piece cut off the end
}

// token is a word of a line. Letters written without spaces between words (Han,
// kana, Thai) are a token each, and numbers stand apart from letters ("10h30"
// is three), so that units match.
type token struct {
	start, end int32 // bytes of line.text
	from, to   int32 // bytes of line.fold
	class      class // of its first letter
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
	c := cutter{block: tokenBlock}
	for part := range strings.SplitSeq(s, "\n") {
		if part = strings.TrimFunc(part, unicode.IsSpace); part != "" {
			lines = append(lines, c.measure(part))
		}
	}
	return lines
}

// normal returns s in NFC with its controls stripped and every kind of line end
// written as \n.
func normal(s string) string {
	for _, end := range lineEnds {
		if strings.Contains(s, end) {
			s = strings.ReplaceAll(s, end, "\n")
		}
	}
	return text.NFC(text.StripControls(strings.ToValidUTF8(s, "\ufffd")))
}

var lineEnds = [...]string{"\r\n", "\r", "\u2028", "\u2029", "\u0085", "\v", "\f"}

// measure describes a line.
func measure(s string) line {
	var c cutter
	return c.measure(s)
}

func (c *cutter) measure(s string) line {
	head := text.Clip(s, headLen)
	l := line{text: s, long: len(s) > longLine, whole: len(head) == len(s), stop: endOf(s)}
	l.tokens, l.fold = c.cut(head)
	l.words = length(l.tokens)
	if !l.whole {
		l.words = l.words * len(s) / len(head)
	}
	if l.long {
		l.prose = true
		return l
	}
	l.inside = stopsInside(head)
	l.prose = l.words >= 8 && l.stop == fullStop || l.words >= 11 && (l.closed() || l.inside) || l.words >= 30
	return l
}

// word returns the folded word of token i.
func (l *line) word(i int) string { return l.fold[l.tokens[i].from:l.tokens[i].to] }

// gap returns what stands between token i and the one before it.
func (l *line) gap(i int) string { return l.text[l.tokens[i-1].end:l.tokens[i].start] }

// length counts words; letters of scripts without spaces count 1.6 a word, as
// is usual for Chinese.
func length(tokens []token) int {
	single := 0
	for _, t := range tokens {
		if t.class&single1 != 0 {
			single++
		}
	}
	return len(tokens) - single + single*10/16
}

// closed reports whether the line ends as a sentence does.
func (l *line) closed() bool {
	return l.stop == fullStop || l.stop == question || l.stop == ellipsisEnd
}

// open reports whether the line has been neither dropped nor made the title.
func (l *line) open() bool { return l.why == "" && !l.isTitle }

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
	rest := strings.TrimLeft(s[i:], closers+"«“„")
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
