package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// maxSample is how many bytes of a text are looked at. More letters than these
// change no answer.
const maxSample = 4096

// sample is what there is to go by: the words of the script that most of a text is
// written in, and how much of the text they are.
type sample struct {
	script  text.Script
	share   float64 // of the letters, weighed, that are in the script
	letters int     // in the script
	words   []word
	plain   int // words that are not capitalised

	kana, han         int // letters
	japanese, chinese int // characters that only one of the two writes so
}

type word struct {
	lower   string
	capital bool // begins with a capital in a text that has lower case: perhaps a name
}

// weightOf says how much a letter counts when scripts are compared. A Chinese
// character is about a syllable or a word, and Latin names stand in every language.
func weightOf(s text.Script) float64 {
	switch s {
	case text.Han, text.Kana, text.Hangul:
		return 3
	case text.Latin:
		return 1
	}
	return 1.5
}

// take reads the sample of s.
func take(s string) sample {
	s = text.Clip(s, maxSample)
	var counts [text.OtherScript + 1]int
	upper, lower, japanese, chinese := 0, 0, 0, 0
	fields := strings.Fields(s)
	kept := fields[:0]
	for _, f := range fields {
		if isAddress(f) {
			continue
		}
		kept = append(kept, f)
		for _, r := range f {
			script := text.ScriptOf(r)
			if script == text.Common {
				continue
			}
			counts[script]++
			switch {
			case script == text.Han:
				if onlyJapan[r] {
					japanese++
				} else if onlyChina[r] {
					chinese++
				}
			case unicode.IsUpper(r):
				upper++
			case unicode.IsLower(r):
				lower++
			}
		}
	}
	p := sample{kana: counts[text.Kana], han: counts[text.Han], japanese: japanese, chinese: chinese}
	all := 0.0
	best := 0.0
	for i, n := range counts {
		w := weightOf(text.Script(i)) * float64(n)
		all += w
		if w > best {
			best, p.script = w, text.Script(i)
		}
	}
	if best == 0 {
		return p
	}
	p.share = best / all
	p.letters = counts[p.script]
	p.words, p.plain = wordsOf(kept, p.script, upper > lower)
	return p
}

// isAddress reports whether a run of non-space is no language: a link, an e-mail
// address, a handle.
func isAddress(f string) bool {
	return strings.Contains(f, "://") || strings.HasPrefix(f, "www.") || strings.HasPrefix(f, "@") ||
		strings.Contains(f, "@") && strings.Contains(f, ".")
}

// wordsOf splits fields into words and keeps those in script. Words keep their
// apostrophes. A text in capitals counts as lower case, and so does A Headline in
// Title Case; in others the words in capitals, datelines and agencies mostly, are
// left out where enough remains. plain is how many words are not capitalised.
func wordsOf(fields []string, script text.Script, shouting bool) (words []word, plain int) {
	var shouted []word
	capitals := 0
	for _, f := range fields {
		for _, span := range text.Words(f) {
			w := span.In(f)
			if !hasScript(w, script) {
				continue
			}
			lower := strings.ToLower(w)
			first, size := utf8.DecodeRuneInString(w)
			entry := word{spell(lower, script), unicode.IsUpper(first) && !shouting}
			switch {
			case entry.capital && len(w) > size && w == strings.ToUpper(w):
				shouted = append(shouted, entry)
			default:
				words = append(words, entry)
				if entry.capital {
					capitals++
				}
			}
		}
	}
	plain = len(words) - capitals
	if len(words) < 3 {
		words = append(words, shouted...)
	}
	if len(words) >= 4 && 10*capitals >= 7*len(words) {
		for i := range words {
			words[i].capital = false
		}
	}
	return words, plain
}

func hasScript(w string, script text.Script) bool {
	for _, r := range w {
		if text.ScriptOf(r) == script {
			return true
		}
	}
	return false
}

// spell writes a word as the tables have it: with plain apostrophes, and in Cyrillic
// without the Latin letters that are typed for those that look the same.
func spell(w string, script text.Script) string {
	w = strings.ReplaceAll(w, "’", "'")
	if script == text.Cyrillic && strings.ContainsAny(w, "iaceopxy") {
		w = lookAlikes.Replace(w)
	}
	return w
}

var lookAlikes = strings.NewReplacer("i", "і", "a", "а", "c", "с", "e", "е", "o", "о", "p", "р", "x", "х", "y", "у")

// The weights of the evidence, found by trial on the development sentences; what each
// kind is worth is in docs/languages.md.
const (
	modelWeight   = 0.5  // of the logarithm of the model's probability
	modelFloor    = 1e-7 // what the model thinks impossible is as likely as this
	knownWord     = 0.7  // of a frequent word's wordWeight
	ngramWeight   = 0.4  // of the logarithm of the probability of letter sequences
	nameWeight    = 0.1  // the same in a capitalised word: a name may be from anywhere
	ngramWords    = 60   // so many words are read for sequences
	noTable       = 2.0  // taken from a language without a table of sequences
	foreignLetter = 2.5  // taken for a word with a letter that the language does not have
	foreignName   = 0.8  // the same, capitalised
	rareLetter    = 0.7  // taken for a word with a letter that its own words do not have
)

// weigh adds the evidence of letters and function words to the scores of the family's languages.
func (f *family) weigh(words []word, scores []float64) {
	for _, w := range words {
		for _, k := range f.words[w.lower] {
			scores[k.lang] += knownWord * k.weight
		}
		have, own := ^uint64(0), ^uint64(0)
		for _, r := range w.lower {
			if m, ok := f.letters[r]; ok {
				have &= m
				own &= f.native[r]
			}
		}
		everyone := uint64(1)<<len(f.langs) - 1
		if lacking := everyone &^ have; have&everyone != 0 && lacking != 0 {
			if w.capital {
				addTo(scores, lacking, -foreignName)
			} else {
				addTo(scores, lacking, -foreignLetter)
			}
		}
		if !w.capital && own&everyone != 0 {
			addTo(scores, everyone&^own, -rareLetter)
		}
	}
}

func addTo(scores []float64, mask uint64, x float64) {
	for i := range scores {
		if mask>>i&1 == 1 {
			scores[i] += x
		}
	}
}
