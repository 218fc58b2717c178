package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Sentences returns the sentences of s in order, without the spaces around
// them; together they cover every byte that is not space, once. A line end always ends
// a sentence. lang chooses the rows of abbreviations; an unknown one gets those
// that all languages share.
func Sentences(s string, lang news.Lang) []news.Span {
	rows := sentenceRowsOf(lang)
	var spans []news.Span
	start := 0
	flush := func(end int) {
		if sp := trim(s, start, end); !sp.Empty() {
			spans = append(spans, sp)
		}
		start = end
	}
	for i := 0; i < len(s); {
		if !mayEnd[s[i]] {
			i++
			continue
		}
		r, n := decode(s, i)
		switch kind := endKind(r); {
		case kind == lineBreak:
			flush(i)
			i += n
			start = i
		case kind != noEnd:
			c := candidate{text: s, rows: rows, start: start, at: i, kind: kind}
			c.readMarks(n)
			if c.ends() {
				flush(c.close)
			}
			i = max(c.close, i+n)
		default:
			i += n
		}
	}
	flush(len(s))
	return spans
}

// trim returns the span between start and end without its surrounding spaces.
func trim(s string, start, end int) news.Span {
	for start < end {
		r, n := decode(s, start)
		if !isSpace(r) {
			break
		}
		start += n
	}
	for start < end {
		r, n := utf8.DecodeLastRuneInString(s[start:end])
		if !isSpace(r) {
			break
		}
		end -= n
	}
	return news.Span{Start: start, End: end}
}

// isSpace is unicode.IsSpace with the invisible spaces that scraped text has.
func isSpace(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ' ' || '\t' <= r && r <= '\r'
	}
	return unicode.IsSpace(r) || r == 0x200B || r == 0xFEFF
}

type endMark uint8

const (
	noEnd     endMark = iota
	lineBreak         // ends a sentence whatever follows
	point             // ends it, or an abbreviation or number
	strong            // ! ?
	ellipsis          // … and ...
	wide              // 。！？ which need no space after them
)

// mayEnd marks the bytes with which a rune begins that endKind knows.
var mayEnd = [256]bool{
	'\n': true, '\v': true, '\f': true, '\r': true, '.': true, '!': true, '?': true,
	0xC2: true, // next line
	0xCD: true, // Greek question mark
	0xD6: true, // Armenian full stop
	0xD8: true, // Arabic question mark
	0xDB: true, // Urdu full stop
	0xE0: true, // danda
	0xE1: true, // Ethiopic, Khmer and Myanmar full stops
	0xE2: true, // ellipsis, line and paragraph separators, double marks
	0xE3: true, // ideographic full stop
	0xEF: true, // full-width marks
}

func endKind(r rune) endMark {
	switch r {
	case '\n', '\v', '\f', '\r', 0x85, 0x2028, 0x2029:
		return lineBreak
	case '.':
		return point
	case '!', '?', '؟', '۔', 0x37E, '։', '।', '॥', '።', '፧', '៕', '။', '‼', '⁇', '⁈', '⁉', '‽':
		return strong
	case '…', '‥':
		return ellipsis
	case '。', '！', '？', '｡', '．':
		return wide
	}
	return noEnd
}

// candidate is a place where a sentence may end: the marks from at up to marks, and
// the quotes and brackets closed behind them up to close.
type candidate struct {
	text   string
	rows   *sentenceRows
	start  int // of the sentence
	at     int
	kind   endMark
	marks  int
	close  int
	closed bool // something was closed behind the marks
	cjk    bool // Chinese or Japanese stands before the marks
}

// readMarks takes in the whole run of marks, whose first is n bytes long, and
// what closes behind it.
func (c *candidate) readMarks(n int) {
	s := c.text
	i := c.at + n
	points := 1
	for i < len(s) {
		r, n := decode(s, i)
		kind := endKind(r)
		if kind == noEnd || kind == lineBreak {
			break
		}
		if kind != point || c.kind != point {
			c.kind = max(c.kind, kind)
		}
		points++
		i += n
	}
	if c.kind == point && points > 1 {
		c.kind = ellipsis
	}
	c.marks = i
	before, _ := utf8.DecodeLastRuneInString(s[c.start:c.at])
	switch ScriptOf(before) {
	case Han, Kana:
		c.cjk = true
	}
	c.readClosers()
}

// readClosers moves close past closing quotes and brackets. The marks that also open
// (“ in German, » in Danish, the straight ones) close where no letter follows.
func (c *candidate) readClosers() {
	s, i := c.text, c.marks
	for i < len(s) {
		r, n := decode(s, i)
		switch {
		case isCloser(r), isEitherQuote(r) && !beforeLetter(s, i+n):
		case c.closed && (r == '.' || r == '。'): // ¿Vamos?».
		case r == '[' && noteEnd(s, i) > 0:
			n = noteEnd(s, i) - i
		case isSpace(r) && spacedGuillemet(s, i+n):
			n += len("»")
		default:
			c.close = i
			return
		}
		i += n
		c.closed = true
	}
	c.close = i
}

func isCloser(r rune) bool {
	switch r {
	case ')', ']', '}', '”', '’', '」', '』', '】', '）', '》', '〉', '〕', '›', '﴾', '＂':
		return true
	}
	return false
}

func isEitherQuote(r rune) bool {
	switch r {
	case '"', '\'', '“', '‘', '»', '«':
		return true
	}
	return false
}

func beforeLetter(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	r, _ := decode(s, i)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// noteEnd returns where a note number such as [12] that opens at i ends, 0 if there is none.
func noteEnd(s string, i int) int {
	for j := i + 1; j < len(s) && j < i+5; j++ {
		if s[j] == ']' && j > i+1 {
			return j + 1
		}
		if s[j] < '0' || s[j] > '9' {
			break
		}
	}
	return 0
}

// spacedGuillemet reports whether a » that closes stands at i: French sets a space
// before it, and one that opens has a letter right after it.
func spacedGuillemet(s string, i int) bool {
	return strings.HasPrefix(s[i:], "»") && !beforeLetter(s, i+len("»"))
}

// ends reports whether the sentence ends at close.
func (c *candidate) ends() bool {
	f := follow(c.text, c.close)
	if f.kind == nothing {
		return true
	}
	if c.kind == wide || c.cjk && c.kind == strong {
		return c.endsWide(f)
	}
	if f.kind == goesOn || f.kind == lower {
		return false
	}
	if !f.spaced && !c.closed || !f.spaced && c.kind == ellipsis {
		return c.endsUnspaced(f)
	}
	switch c.kind {
	case point:
		if next, _ := decode(c.text, c.close); next == '-' || next == '–' || next == '—' {
			return false // MADRID.- El ministro
		}
		return c.closedQuote() || !c.abbreviates(f)
	case ellipsis:
		return !c.inBrackets() && (f.kind != unicase || f.first != 'و')
	}
	return !c.closed || f.kind != unicase || !c.rows.speech[wordAfter(c.text, f.at)]
}

// closedQuote reports whether more than a bracket was closed: then the point
// before it ended a sentence ("... the U.S.”).
func (c *candidate) closedQuote() bool {
	return strings.ContainsAny(c.text[c.marks:c.close], "\"”’»«“‘'」』")
}

// inBrackets reports whether an ellipsis stands for words left out: [...], (…).
func (c *candidate) inBrackets() bool {
	before := strings.TrimRight(c.text[c.start:c.at], ".… ")
	return strings.HasSuffix(before, "[") || strings.HasSuffix(before, "(")
}

// endsUnspaced decides where no space follows. It mends "he said.The minister",
// which scraped pages have where a line break was lost, and leaves addresses and
// initials whole: a word must end on each side.
func (c *candidate) endsUnspaced(f following) bool {
	if c.kind == ellipsis || f.kind == number || f.at != c.close {
		return false
	}
	before := wordBefore(c.text, c.start, c.at)
	after := wordAfter(c.text, f.at)
	if utf8.RuneCountInString(before) < 3 || utf8.RuneCountInString(after) < 2 {
		return false
	}
	if f.kind == upper {
		return lowerCase(before) && !strings.ContainsAny(before, "./@:_") && lowerCase(after[utf8.RuneLen(f.first):]) && !pointsOn(c.text, f.at+len(after))
	}
	return f.kind == unicase && ScriptOf(f.first) == ScriptOf(firstRune(before)) && !strings.Contains(before, ".")
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// pointsOn reports whether an address goes on at i: Node.Js.org, Example.Com/news.
func pointsOn(s string, i int) bool {
	return i+1 < len(s) && (s[i] == '/' || s[i] == '@' || s[i] == '.' && !isSpace(rune(s[i+1])))
}

func lowerCase(s string) bool {
	for _, r := range s {
		if unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

type followKind uint8

const (
	nothing followKind = iota // the text or line ends
	goesOn                    // a comma or the like
	lower
	upper
	unicase // a letter of a script without case
	number
	symbol
)

// following is what comes after a candidate: the first letter or digit, past
// spaces and what opens.
type following struct {
	kind   followKind
	first  rune
	at     int // of first
	spaced bool
	opens  bool // a quote or bracket opens before it
}

func follow(s string, i int) following {
	f := following{at: i}
	for i < len(s) {
		r, n := decode(s, i)
		switch {
		case endKind(r) == lineBreak:
			f.at = i
			return f
		case isSpace(r):
			f.spaced = true
		case isOpener(r):
			f.opens = true
		case r == '-' || r == '–' || r == '—' || r == '•' || r == '*':
		default:
			f.first, f.at, f.kind = r, i, followKindOf(r, f)
			if f.kind == lower && f.opens && dutchClitic(s, i) {
				f.kind = upper
			}
			return f
		}
		i += n
	}
	f.at = i
	return f
}

// dutchClitic reports whether a sentence begins at i with 's or 't and the capital
// on the next word: 's Morgens.
func dutchClitic(s string, i int) bool {
	if i == 0 || i+2 >= len(s) || s[i+1] != ' ' || s[i] != 's' && s[i] != 't' {
		return false
	}
	return (s[i-1] == '\'' || strings.HasSuffix(s[:i], "’") || strings.HasSuffix(s[:i], "‘")) && unicode.IsUpper(firstRune(s[i+2:]))
}

func followKindOf(r rune, f following) followKind {
	switch {
	case unicode.IsLower(r):
		return lower
	case unicode.IsUpper(r), unicode.IsTitle(r):
		return upper
	case unicode.IsLetter(r):
		return unicase
	case unicode.IsDigit(r):
		return number
	}
	switch r {
	case ',', ';', ':', '،', '؛', '，', '、', '；', '：', '/', ')', ']', '%', '»', '”', '’':
		if !f.opens {
			return goesOn
		}
	}
	return symbol
}

func isOpener(r rune) bool {
	switch r {
	case '"', '\'', '«', '»', '“', '„', '‘', '‚', '‹', '(', '[', '{', '¿', '¡', '「', '『', '《', '（', '【', '＂':
		return true
	}
	return false
}
