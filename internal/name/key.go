package name

import (
	_ "embed"
	"hash/fnv"
	"slices"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/text"
)

// A key is what changes least between the spellings of a word: the classes of its consonants.
// Where letters have several sounds a word has several keys, and two words of one name are to share one.

//go:embed data/classes.tsv
var classesTable string

//go:embed data/hanclasses.tsv
var hanTable string // as classes.tsv, made by train/names.py

// sounding are the classes that letters of a script may have, by letters, and the most letters of an entry.
type sounding struct {
	classes map[string][]string
	longest int
}

var soundings = sync.OnceValue(func() map[text.Script]sounding {
	names := map[string]text.Script{"Latin": text.Latin, "Cyrillic": text.Cyrillic, "Arabic": text.Arabic, "Hebrew": text.Hebrew, "Han": text.Han}
	out := map[text.Script]sounding{}
	for _, table := range []string{classesTable, hanTable} {
		for line := range strings.Lines(table) {
			script, cells, ok := strings.Cut(strings.TrimSpace(line), "\t")
			if !ok || script[0] == '#' {
				continue
			}
			s := out[names[script]]
			if s.classes == nil {
				s.classes = map[string][]string{}
			}
			for _, cell := range strings.Fields(cells) {
				at := strings.LastIndexByte(cell, '=')
				letters, classes := cell[:at], cell[at+1:]
				s.longest = max(s.longest, len([]rune(letters)))
				s.classes[letters] = strings.Split(strings.ReplaceAll(classes, "-", ""), "|")
			}
			out[names[script]] = s
		}
	}
	return out
})

// mostKeys is how many keys one word has at the most.
const mostKeys = 16

// keys returns the keys of a word, sorted. A word of a script without classes is its own key.
func (w *word) keys() []string {
	s, ok := soundings()[w.script]
	if !ok {
		return []string{w.letters}
	}
	runes := []rune(w.letters)
	keys := []string{""}
	first := true
	for i := 0; i < len(runes); {
		n, classes := 1, []string{""}
		for k := min(s.longest, len(runes)-i); k > 0; k-- {
			if c, ok := s.classes[string(runes[i:i+k])]; ok {
				n, classes = k, c
				break
			}
		}
		if w.script == text.Latin {
			classes = fading(runes, i, n, classes)
		}
		i += n
		if first && len(runes) > 1 {
			first, classes = false, opened(classes)
		}
		if len(keys)*len(classes) > mostKeys {
			classes = classes[:1]
		}
		keys = spread(keys, classes)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// fading gives sounds that are left out or change at the end of a syllable or word their other classes: Chinese
// has no "r" there and "n" for "m", French is silent on the last of many words.
func fading(runes []rune, i, n int, classes []string) []string {
	if n != 1 || i == 0 {
		return classes
	}
	last := i+1 == len(runes)
	end := last || !strings.ContainsRune("aeiouyäöüøåıhrlmn", runes[i+1])
	switch {
	case runes[i] == 'r' && end:
		return []string{"L", ""}
	case runes[i] == 'm' && end:
		return []string{"M", "N"}
	case last && i > 2 && strings.ContainsRune("tdsxzp", runes[i]):
		return append(slices.Clip(classes), "")
	}
	return classes
}

// opened are the classes of the first letters of a word, with V for those that begin it with a vowel.
func opened(classes []string) []string {
	out := slices.Clone(classes)
	for i, c := range out {
		if c == "" {
			out[i] = "V"
		}
	}
	return out
}

// spread puts each of the classes behind each of the keys. A class that the key ends in already is not repeated.
func spread(keys, classes []string) []string {
	out := make([]string, 0, len(keys)*len(classes))
	for _, k := range keys {
		for _, c := range classes {
			if c != "" && k != "" && k[len(k)-1] == c[0] {
				c = c[1:]
			}
			if len(k) < 12 && !slices.Contains(out, k+c) {
				out = append(out, k+c)
			}
		}
	}
	if len(out) == 0 {
		return keys
	}
	return out
}

// hash is the number under which the index keeps a key.
func hash(key string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(key))
	return h.Sum32()
}
