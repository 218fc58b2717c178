package lang

import (
	_ "embed"
	"fmt"
	"math"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

//go:embed languages.txt
var languagesFile string

//go:embed words.txt
var wordsFile string

// language is one stanza of languages.txt.
type language struct {
	code    news.Lang
	scripts []text.Script
	labels  []string
	prior   float64
	letters string // beyond a to z in Latin; all letters elsewhere; "" where not listed
	without string
	words   []string // hand-picked, in no order
	counted []string // the most frequent first
}

// family is the languages of one script, and what tells them apart. A set of
// languages is a bit mask over langs.
type family struct {
	langs   []language
	letters map[rune]uint64 // which languages write a letter
	native  map[rune]uint64 // the same, only for letters of their own words
	words   map[string][]known
}

// known says how much a word speaks for a language, the one with number lang of the
// family.
type known struct {
	lang   int
	weight float64
}

// families is the parsed table, made when a Detector is.
var families = sync.OnceValues(func() (map[text.Script]*family, error) {
	langs, err := parseLanguages(languagesFile)
	if err != nil {
		return nil, err
	}
	counted := parseWords(wordsFile)
	m := map[text.Script]*family{}
	for _, l := range langs {
		l.counted = counted[l.code]
		for _, s := range l.scripts {
			if m[s] == nil {
				m[s] = &family{letters: map[rune]uint64{}, native: map[rune]uint64{}, words: map[string][]known{}}
			}
			if err := m[s].add(l, s); err != nil {
				return nil, err
			}
		}
	}
	return m, nil
})

func parseLanguages(file string) ([]language, error) {
	scripts := map[string]text.Script{}
	for s := text.Common; s <= text.OtherScript; s++ {
		scripts[s.String()] = s
	}
	var langs []language
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			langs = append(langs, language{code: news.Lang(strings.Trim(line, "[]"))})
			continue
		}
		key, value, _ := strings.Cut(line, " ")
		if len(langs) == 0 {
			return nil, fmt.Errorf("languages.txt: %q stands before the first language", line)
		}
		if err := langs[len(langs)-1].set(key, value, scripts); err != nil {
			return nil, err
		}
	}
	return langs, nil
}

// parseWords reads a file of lines that each begin with a language and go on with
// words of it.
func parseWords(file string) map[news.Lang][]string {
	m := map[news.Lang][]string{}
	for line := range strings.Lines(file) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] != "#" {
			m[news.Lang(fields[0])] = fields[1:]
		}
	}
	return m
}

func (l *language) set(key, value string, scripts map[string]text.Script) error {
	switch key {
	case "script":
		for _, name := range strings.Fields(value) {
			s, ok := scripts[name]
			if !ok {
				return fmt.Errorf("languages.txt: %s has the unknown script %q", l.code, name)
			}
			l.scripts = append(l.scripts, s)
		}
	case "labels":
		l.labels = strings.Fields(value)
	case "prior":
		if _, err := fmt.Sscan(value, &l.prior); err != nil {
			return fmt.Errorf("languages.txt: prior of %s: %w", l.code, err)
		}
	case "letters":
		l.letters = strings.ReplaceAll(value, " ", "")
	case "without":
		l.without = value
	case "words":
		l.words = strings.Fields(value)
	default:
		return fmt.Errorf("languages.txt: %s has the unknown key %q", l.code, key)
	}
	return nil
}

// add gives l the next bit of f.
func (f *family) add(l language, script text.Script) error {
	if len(f.langs) == 64 {
		return fmt.Errorf("languages.txt: more than 64 languages in one script")
	}
	bit := uint64(1) << len(f.langs)
	f.langs = append(f.langs, l)
	letters := ""
	for _, r := range l.letters {
		if text.ScriptOf(r) == script || text.ScriptOf(r) == text.Common {
			letters += string(r)
		}
	}
	if script == text.Latin {
		letters += "abcdefghijklmnopqrstuvwxyz"
	}
	for _, r := range letters {
		f.letters[r] |= bit
		if !strings.ContainsRune(l.without, r) {
			f.native[r] |= bit
		}
	}
	seen := map[string]bool{}
	add := func(w string, rank int) {
		if !seen[w] {
			seen[w] = true
			f.words[w] = append(f.words[w], known{len(f.langs) - 1, wordWeight(rank)})
		}
	}
	for rank, w := range l.counted {
		add(w, rank)
	}
	for _, w := range l.words {
		add(w, handPicked)
	}
	return nil
}

// wordWeight is the natural logarithm of how much likelier a word of this rank is
// than one that is not in the list, if frequency falls as the rank rises (Zipf).
func wordWeight(rank int) float64 {
	const unlisted, shift = 1500, 4
	return max(math.Log(unlisted/(float64(rank)+shift)), 0.5)
}

// handPicked is the rank that a word of languages.txt is taken to have.
const handPicked = 60
