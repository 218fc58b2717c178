package index

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/text"
)

// Words returns the words of s as the index keeps them, in order. They hold
// letters and digits, and no other ASCII than those, so that an engine's simplest
// tokenizer neither splits nor changes them.
func Words(s string) []string {
	tokens := text.Analyze(s)
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = plain(t.Word)
	}
	return words
}

// maxWord bounds a word in bytes: what is longer is no word but a blob.
const maxWord = 200

// plain replaces the ASCII marks within a word ("3.5") by a letter-like one.
func plain(word string) string {
	if len(word) > maxWord {
		word = strings.ToValidUTF8(word[:maxWord], "")
	}
	if strings.IndexFunc(word, isMark) < 0 {
		return word
	}
	return strings.Map(func(r rune) rune {
		if isMark(r) {
			return '·'
		}
		return r
	}, word)
}

func isMark(r rune) bool {
	return r < 0x80 && (r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z')
}

// Phrase is a run of words that must stand together.
type Phrase []string

// Query is the words of a store.Query.
type Query struct {
	Must, Not []Phrase
	// Hopeless is set when there is something to look for that has no words
	// ("!?"): nothing matches.
	Hopeless bool
}

// Empty reports whether q asks for no words at all.
func (q Query) Empty() bool { return len(q.Must) == 0 && len(q.Not) == 0 && !q.Hopeless }

const (
	maxPhrases = 32 // of a query; more are not looked at
	maxLength  = 64 // words of a phrase; the rest is not looked at
)

// closing maps the quotation marks that open a phrase to those that end it.
var closing = map[rune]string{
	'"': `"”“`, '“': `”"“`, '”': `”"`, '„': `“”"`, '«': `»`, '»': `«»`, '「': `」`, '『': `』`, '《': `》`,
}

// ParseQuery reads words, "quoted phrases" and -minuses. A word that the analyzer takes for
// several ("Al-Kadhimi", a Chinese name) is a phrase of them. A quotation mark
// that is not closed runs to the end.
func ParseQuery(s string) Query {
	var q Query
	wordless := false
	for {
		s = strings.TrimSpace(s)
		if s == "" || len(q.Must)+len(q.Not) == maxPhrases {
			q.Hopeless = wordless && len(q.Must) == 0 && len(q.Not) == 0
			return q
		}
		not := isMinus(s)
		if not {
			s = s[1:]
		}
		var piece string
		piece, s = cutPiece(s)
		phrase := Phrase(Words(piece))
		phrase = phrase[:min(len(phrase), maxLength)]
		switch {
		case len(phrase) == 0:
			wordless = true
		case not:
			q.Not = append(q.Not, phrase)
		default:
			q.Must = append(q.Must, phrase)
		}
	}
}

// Meant returns what a query asks for as plain text, without quotation marks and without what
// must not occur; minus says that there was such.
func Meant(s string) (plain string, minus bool) {
	var pieces []string
	for n := 0; n < maxPhrases; n++ {
		s = strings.TrimSpace(s)
		if s == "" {
			break
		}
		not := isMinus(s)
		if not {
			s = s[1:]
		}
		var piece string
		piece, s = cutPiece(s)
		switch {
		case len(Words(piece)) == 0:
		case not:
			minus = true
		default:
			pieces = append(pieces, strings.TrimSpace(piece))
		}
	}
	return strings.Join(pieces, " "), minus
}

// isMinus reports whether what begins s must not occur.
func isMinus(s string) bool { return len(s) > 1 && s[0] == '-' && s[1] != ' ' && s[1] != '-' }

// cutPiece takes the first word or quoted phrase off s.
func cutPiece(s string) (piece, rest string) {
	for i, r := range s {
		ends, quoted := closing[r]
		if i > 0 || !quoted {
			break
		}
		body := s[len(string(r)):]
		at := strings.IndexAny(body, ends)
		if at < 0 {
			return body, ""
		}
		for _, end := range body[at:] {
			return body[:at], body[at+len(string(end)):]
		}
	}
	at := strings.IndexFunc(s, func(r rune) bool {
		_, quoted := closing[r]
		return quoted || r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\u00a0' || r == '\u3000'
	})
	if at <= 0 {
		return s, ""
	}
	return s[:at], s[at:]
}
