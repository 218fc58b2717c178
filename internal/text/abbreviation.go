package text

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// abbreviation says what a point after a word means.
type abbreviation uint8

const (
	ordinary abbreviation = iota // the point ends a sentence
	never                        // Dr., z. B., vs.: it never does
	numbered                     // No., art., p.: not before a number
	last                         // Inc., p.m., U.S.: only before a word that begins sentences
	unit                         // г., млн: after a number it may, before a name it does not
)

// sentenceRows are the rows of one language.
type sentenceRows struct {
	kinds    map[string]abbreviation
	starters map[string]bool // words that begin sentences and are no names, in lower case
	speech   map[string]bool // words that go on with the sentence of a closed quote
	ordinals bool            // 3. is the third
	nouns    bool            // nouns have capitals
}

// rowSections are the sections that say what a point means, in the order in which a
// later one outranks an earlier.
var rowSections = [...]struct {
	head string
	kind abbreviation
}{{"never", never}, {"numbered", numbered}, {"last", last}, {"unit", unit}, {"end", ordinary}}

// languageRows holds a loader for each language that has rows; each loads once,
// when it is first asked for.
var languageRows = sync.OnceValue(func() map[news.Lang]func() *sentenceRows {
	loaders := map[news.Lang]func() *sentenceRows{}
	entries, err := rowFiles.ReadDir("lang")
	if err != nil {
		return loaders
	}
	for _, e := range entries {
		lang := news.Lang(strings.TrimSuffix(e.Name(), ".txt"))
		loaders[lang] = sync.OnceValue(func() *sentenceRows { return loadSentenceRows(lang) })
	}
	return loaders
})

func sentenceRowsOf(lang news.Lang) *sentenceRows {
	loaders := languageRows()
	if load, ok := loaders[lang]; ok {
		return load()
	}
	return loaders["any"]()
}

// loadSentenceRows reads the rows of lang on top of those that all languages share.
func loadSentenceRows(lang news.Lang) *sentenceRows {
	rows := &sentenceRows{kinds: map[string]abbreviation{}, starters: map[string]bool{}, speech: map[string]bool{}}
	for _, name := range [...]string{"any", string(lang)} {
		read := readRows(name)
		for _, section := range rowSections {
			for _, w := range read[section.head] {
				rows.kinds[strings.ReplaceAll(w, " ", "")] = section.kind
			}
		}
		for _, w := range read["starters"] {
			rows.starters[w] = true
		}
		for _, w := range read["speech"] {
			rows.speech[w] = true
		}
		rows.nouns = rows.nouns || slices.Contains(read["rules"], "nouns")
		rows.ordinals = rows.ordinals || slices.Contains(read["rules"], "ordinals")
	}
	return rows
}

// abbreviates reports whether the point at c.at belongs to an abbreviation, an
// initial or an ordinal and the sentence goes on.
func (c *candidate) abbreviates(f following) bool {
	word := wordBefore(c.text, c.start, c.at)
	if word == "" {
		return false
	}
	starter := c.starts(f)
	if kind, ok := c.lookUp(word); ok {
		switch kind {
		case never:
			return true
		case numbered:
			return f.kind == number || f.kind == upper && isRoman(wordAfter(c.text, f.at)) || isInitial(word) && !starter
		case last:
			return !starter && !f.opens && f.kind != number
		case unit:
			return f.kind == number || !starter && !c.quantity(c.at-len(word))
		default:
			return false
		}
	}
	if isASCIIDigit(word[0]) {
		return c.ordinal(word, starter)
	}
	if isRoman(word) && utf8.RuneCountInString(word) > 1 {
		return c.rows.ordinals && f.kind == upper && !starter
	}
	return isInitial(word) && !starter
}

// starts reports whether what follows is a word that begins sentences; one letter
// with a point is an initial, whatever else it may mean (А. С.).
func (c *candidate) starts(f following) bool {
	word := wordAfter(c.text, f.at)
	end := f.at + len(word)
	if utf8.RuneCountInString(word) == 1 && end < len(c.text) && c.text[end] == '.' {
		return false
	}
	return c.rows.starters[strings.ToLower(word)]
}

// lookUp finds the kind of word; a word of one letter is looked up with those of
// one letter before it first (z. B., т. е.).
func (c *candidate) lookUp(word string) (abbreviation, bool) {
	if utf8.RuneCountInString(word) == 1 {
		key := word
		at := c.at - len(word)
		for range 3 {
			before := strings.TrimRight(c.text[c.start:at], " \u00a0\u202f")
			if !strings.HasSuffix(before, ".") {
				break
			}
			w := wordBefore(before, 0, len(before)-1)
			if utf8.RuneCountInString(w) != 1 {
				break
			}
			key = w + "." + key
			at = c.start + len(before) - 1 - len(w)
		}
		if key != word {
			if kind, ok := c.kind1(key); ok {
				return kind, true
			}
		}
	}
	return c.kind1(word)
}

// kind1 looks a word up as it stands, then in the cases that a headline or the
// beginning of a sentence gives it.
func (c *candidate) kind1(word string) (abbreviation, bool) {
	kind, ok := c.rows.kinds[word]
	if ok || !unicode.IsUpper(firstRune(word)) {
		return kind, ok
	}
	long := utf8.RuneCountInString(word) > 1
	shouted := long && word == strings.ToUpper(word)
	low := strings.ToLower(word)
	first := strings.TrimLeft(c.text[c.start:c.at-len(word)], " \"'«“„([") == ""
	if long && (first || shouted) {
		if kind, ok = c.rows.kinds[low]; ok {
			return kind, ok
		}
	}
	if shouted {
		first := word[:utf8.RuneLen(firstRune(word))]
		kind, ok = c.rows.kinds[first+low[len(strings.ToLower(first)):]]
	}
	return kind, ok
}

// ordinal reports whether the point after a number makes it an ordinal or a list
// number (1. at the beginning), not the end of a sentence.
func (c *candidate) ordinal(word string, starter bool) bool {
	before := c.text[c.start : c.at-len(word)]
	space := strings.TrimRight(before, " \u00a0\u202f")
	if space == "" {
		return true
	}
	if !c.rows.ordinals || len(word) > 3 || strings.Contains(word, "-") || starter || space == before {
		return false // 7:5. and 1-1. are no ordinals
	}
	// German sets articles and prepositions before an ordinal; after a noun it is
	// a number (Kanal 12.). The first word is no sign: Am 3. März.
	noun := wordBefore(space, 0, len(space))
	return !c.rows.nouns || len(noun) == len(strings.TrimSpace(space)) || !unicode.IsUpper(firstRune(noun))
}

// isInitial reports whether word is a capital, a letter of a script without case, or
// several letters with points between them: J, أ, U.S, z.B.
func isInitial(word string) bool {
	letters := 0
	for i, r := range word {
		switch {
		case r == '.' || r == '-':
			letters = 0
		case unicode.Is(unicode.M, r):
		case unicode.IsLetter(r) && alphabetic(r):
			if i == 0 && len(word) == utf8.RuneLen(r) && unicode.IsLower(r) {
				return false // Dutch "op u."
			}
			letters++
		default:
			return false
		}
		if letters > 1 {
			return false
		}
	}
	return letters == 1
}

// alphabetic reports whether r is of a script whose letters stand for names as initials.
func alphabetic(r rune) bool {
	switch ScriptOf(r) {
	case Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic:
		return true
	}
	return false
}

func isRoman(word string) bool {
	return word != "" && strings.Trim(word, "IVXLCDM") == ""
}

// wordBefore returns the word that ends at end: letters, digits and the points
// and hyphens between them, not before start. It looks back 64 bytes at most.
func wordBefore(s string, start, end int) string {
	i := end
	for i > start && end-i < 64 {
		r, n := utf8.DecodeLastRuneInString(s[start:i])
		if r != '.' && r != '-' && r != '°' && r != '№' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.M, r) {
			break
		}
		i -= n
	}
	return strings.TrimLeft(s[i:end], ".-")
}

// wordAfter returns the run of letters at i, up to 48 bytes.
func wordAfter(s string, i int) string {
	end := i
	for end < len(s) && end-i < 48 {
		r, n := decode(s, end)
		if !unicode.IsLetter(r) && !unicode.Is(unicode.M, r) {
			break
		}
		end += n
	}
	return s[i:end]
}

// quantity reports whether a quantity that could end a sentence stands before end: a number, or a number
// and another unit (5 млн руб.). One that begins its sentence does not: В 2019 г. Орлов.
func (c *candidate) quantity(end int) bool {
	if len(strings.Fields(c.text[c.start:end])) < 3 {
		return false
	}
	for range 2 {
		before := strings.TrimRight(c.text[c.start:end], " \u00a0\u202f")
		r, _ := utf8.DecodeLastRuneInString(before)
		if unicode.IsDigit(r) || r == '%' || isRoman(string(r)) {
			return true
		}
		word := wordBefore(before, 0, len(strings.TrimSuffix(before, ".")))
		if kind, ok := c.kind1(word); !ok || kind != unit {
			return false
		}
		end = c.start + len(strings.TrimSuffix(before, ".")) - len(word)
	}
	return false
}
