package identity

import (
	"bufio"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/text"
)

// sort is what a word of the name of an organisation is there for.
type sort uint8

const (
	proper sort = iota // no word of the table: a name
	body               // stands for nothing without another word: "council"
	state              // one in each country: "parliament"
	plain              // says what a body is for: "security"
	small              // says nothing: "of"
)

var sorts = map[string]sort{"body": body, "state": state, "word": plain, "small": small}

// concept is a row of data/concepts.tsv.
type concept struct {
	codes []string // what it means
	group string   // concepts that other languages have one word for
	sort  sort
}

// conceptTable finds the concepts of a word.
type conceptTable struct {
	whole     map[string][]*concept // folded words
	stems     map[string][]*concept // beginnings of words
	longest   int                   // letters of a stem
	longHan   int
	groupings map[string]string // code -> group
}

// concepts reads data/concepts.tsv.
var concepts = sync.OnceValue(func() *conceptTable {
	t := &conceptTable{whole: map[string][]*concept{}, stems: map[string][]*concept{}, groupings: map[string]string{}}
	f, err := data.Open("data/concepts.tsv")
	if err != nil {
		return t
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		row := strings.Split(lines.Text(), "\t")
		if len(row) != 3 || strings.HasPrefix(row[0], "#") {
			continue
		}
		code, group, _ := strings.Cut(row[0], "=")
		c := &concept{codes: strings.Split(code, "+"), group: group, sort: sorts[row[1]]}
		if group != "" {
			t.groupings[code] = group
		}
		for w := range strings.FieldsSeq(row[2]) {
			t.add(w, c)
		}
	}
	return t
})

func (t *conceptTable) add(w string, c *concept) {
	stem, open := strings.CutSuffix(text.Fold(w), "*")
	stem = strings.TrimPrefix(stem, "*")
	into := t.whole
	if open {
		into = t.stems
	}
	if !slices.Contains(into[stem], c) {
		into[stem] = append(into[stem], c)
	}
	n := utf8.RuneCountInString(stem)
	if r, _ := utf8.DecodeRuneInString(stem); text.ScriptOf(r) == text.Han {
		t.longHan = max(t.longHan, n)
	} else {
		t.longest = max(t.longest, n)
	}
}

// of returns the concepts of a folded word: all rows that have it, else those of the longest stem.
func (t *conceptTable) of(w string) []*concept {
	found := slices.Clone(t.whole[w])
	ends := runeEnds(w, t.longest)
	for _, end := range slices.Backward(ends) {
		if c := t.stems[w[:end]]; len(c) > 0 {
			return append(found, c...)
		}
	}
	return found
}

// runeEnds are the ends of the first letters of w, at most so many.
func runeEnds(w string, most int) []int {
	var out []int
	for i, r := range w {
		if len(out) == most {
			break
		}
		out = append(out, i+utf8.RuneLen(r))
	}
	return out
}

// clitics are written onto an Arabic word and are not of it, the longest first.
var clitics = []string{"وال", "بال", "لل", "ال", "و", "ل", "ب"}

// word returns the concepts of a written word, whatever is written onto it or together with it. It has none for
// a name.
func (t *conceptTable) word(w string) [][]*concept {
	if c := t.whole[w]; len(c) > 0 {
		return [][]*concept{c}
	}
	if parts := t.compound(w); len(parts) > 0 {
		return parts
	}
	if c := t.of(w); len(c) > 0 {
		return [][]*concept{c}
	}
	if r, _ := utf8.DecodeRuneInString(w); text.ScriptOf(r) == text.Arabic {
		for _, p := range clitics {
			if rest, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(rest) > 2 {
				if c := t.of(rest); len(c) > 0 {
					return [][]*concept{c}
				}
			}
		}
	}
	return nil
}

// compound takes words apart that German writes as one: "Sicherheitsrat". Both parts must be in the table.
func (t *conceptTable) compound(w string) [][]*concept {
	if len(w) < 8 {
		return nil
	}
	for _, end := range slices.Backward(runeEnds(w, t.longest)) {
		first := slices.Concat(t.whole[w[:end]], t.stems[w[:end]])
		if end < 4 || end > len(w)-3 || len(first) == 0 {
			continue
		}
		for _, rest := range []string{w[end:], strings.TrimPrefix(w[end:], "s"), strings.TrimPrefix(w[end:], "en")} {
			if second := t.of(rest); len(rest) > 2 && len(second) > 0 && second[0].sort != small {
				return [][]*concept{first, second}
			}
		}
	}
	return nil
}

// unit is a word of the name of an organisation: its meanings, or the word itself.
type unit struct {
	codes []string // sorted
	sort  sort
	word  string // folded
}

// unitsOf takes the name of an organisation apart.
func unitsOf(s string) []unit {
	t := concepts()
	var out []unit
	for _, w := range strings.FieldsFunc(text.Fold(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '\''
	}) {
		if r, _ := utf8.DecodeRuneInString(w); text.ScriptOf(r) == text.Han {
			out = t.han(out, w)
			continue
		}
		w = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(w, "l'"), "d'"), "'s")
		w = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(w, "dell'"), "all'"), "'")
		parts := t.word(w)
		if len(parts) == 0 && w != "" {
			out = append(out, unit{word: w})
		}
		for _, c := range parts {
			out = appendUnit(out, w, c)
		}
	}
	return out
}

// han cuts a run of characters into words of the table, the longest first; what is between them is a name.
func (t *conceptTable) han(out []unit, w string) []unit {
	rest := ""
	flush := func() {
		if rest != "" {
			out = append(out, unit{word: rest})
			rest = ""
		}
	}
	for len(w) > 0 {
		n := 0
		for _, end := range slices.Backward(runeEnds(w, t.longHan)) {
			if c := t.whole[w[:end]]; len(c) > 0 {
				flush()
				out = appendUnit(out, w[:end], c)
				n = end
				break
			}
		}
		if n == 0 {
			_, n = utf8.DecodeRuneInString(w)
			rest += w[:n]
		}
		w = w[n:]
	}
	flush()
	return out
}

// appendUnit adds a word with all its meanings, those of several words as several units.
func appendUnit(out []unit, w string, meanings []*concept) []unit {
	for _, m := range meanings {
		if len(m.codes) > 1 {
			for _, code := range m.codes {
				out = append(out, unit{codes: []string{code}, sort: m.sort, word: w})
			}
			return out
		}
	}
	u := unit{sort: meanings[0].sort, word: w}
	for _, m := range meanings {
		if m.sort == small {
			return out
		}
		u.codes = append(u.codes, m.codes[0])
	}
	slices.Sort(u.codes)
	u.codes = slices.Compact(u.codes)
	return append(out, u)
}

// groups are what a unit is looked for by: its concepts, those together that other languages have one word for; or
// the rough sounds of a name.
func (u unit) groups() []string {
	if len(u.codes) == 0 {
		if s := soundsOf([][]string{{u.word}}); len(s) == 1 {
			return s[0]
		}
		return []string{u.word}
	}
	seen := map[string]bool{}
	for _, c := range u.codes {
		if g := concepts().groupings[c]; g != "" {
			c = g
		}
		seen[c] = true
	}
	return sorted(seen)
}
