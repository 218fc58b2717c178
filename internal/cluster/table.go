package cluster

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

//go:embed data/common.txt
var commonText string

//go:embed data/concepts.txt
var conceptText string

// common returns the words of each language that say nothing of the story.
var common = sync.OnceValue(func() map[news.Lang]map[string]bool {
	m := map[news.Lang]map[string]bool{}
	for line := range rows(commonText) {
		f := strings.Fields(line)
		set := make(map[string]bool, len(f))
		for _, w := range f[1:] {
			set[text.Fold(w)] = true
		}
		m[news.Lang(f[0])] = set
	}
	return m
})

// lexicon holds the notions of one language.
type lexicon struct {
	whole map[string][]notion // whole words
	stems map[string][]notion // beginnings of words
	runs  map[string][]run    // Chinese: by their first two characters, anywhere
}

// run is a notion written with two or more characters.
type run struct {
	all string
	notion
}

type notion struct {
	key    uint32
	weight float32
}

// concepts returns the notions that ordinary words name, by language.
var concepts = sync.OnceValue(func() map[news.Lang]*lexicon {
	m := map[news.Lang]*lexicon{}
	for line := range rows(conceptText) {
		f := strings.Fields(line)
		n := notion{key: hashString("concept " + f[0]), weight: float32(f[1][0] - '0')}
		for _, field := range f[2:] {
			lang, list, _ := strings.Cut(field, ":")
			lx := m[news.Lang(lang)]
			if lx == nil {
				lx = &lexicon{whole: map[string][]notion{}, stems: map[string][]notion{}, runs: map[string][]run{}}
				m[news.Lang(lang)] = lx
			}
			for s := range strings.SplitSeq(list, ",") {
				lx.add(s, n, lang == "zh")
			}
		}
	}
	return m
})

func (lx *lexicon) add(s string, n notion, runs bool) {
	s, exact := strings.CutSuffix(s, "=")
	s = strings.ReplaceAll(text.Fold(s), "\u200c", "")
	to := lx.stems
	switch {
	case runs:
		if c := []rune(s); len(c) >= 2 {
			first := string(c[:2])
			lx.runs[first] = append(lx.runs[first], run{s, n})
		}
		return
	case exact || len([]rune(s)) <= 3:
		to = lx.whole
	}
	to[s] = append(to[s], n)
}

// find returns the notions that a folded word names.
func (lx *lexicon) find(w string) []notion {
	if lx == nil {
		return nil
	}
	if n := lx.whole[w]; n != nil {
		return n
	}
	for end := len(w); end >= 3; end-- {
		if n := lx.stems[w[:end]]; n != nil {
			return n
		}
	}
	return nil
}

//go:embed data/frequent.txt
var frequentText string

// frequencies holds the classes of frequent words of one language by the hash of what
// is kept of a word; read when the first report in the language comes.
type frequencies struct {
	lines []string
	read  func() map[uint32]uint8
}

var frequentWords = sync.OnceValue(func() map[news.Lang]*frequencies {
	m := map[news.Lang]*frequencies{}
	for line := range rows(frequentText) {
		lang, rest, _ := strings.Cut(line, " ")
		f := m[news.Lang(lang)]
		if f == nil {
			f = &frequencies{}
			f.read = sync.OnceValue(f.table)
			m[news.Lang(lang)] = f
		}
		f.lines = append(f.lines, rest)
	}
	return m
})

// table parses the lines, the most frequent words first.
func (f *frequencies) table() map[uint32]uint8 {
	m := map[uint32]uint8{}
	for _, line := range f.lines {
		for w := range strings.FieldsSeq(line[1:]) {
			h := hashString(beginning(text.Fold(w)))
			m[h] = max(m[h], line[0]-'0')
		}
	}
	return m
}

// frequent returns how frequent a folded word is in a language: 3 for the most
// frequent, 0 for those that say something of the story.
func frequent(lang news.Lang) func(folded string) int {
	f := frequentWords()[lang]
	if f == nil {
		return func(string) int { return 0 }
	}
	m := f.read()
	return func(folded string) int { return int(m[hashString(beginning(folded))]) }
}

// beginning returns the first six letters of a word, which is what terms keep of it.
func beginning(w string) string {
	n := 0
	for i := range w {
		if n == 6 {
			return w[:i]
		}
		n++
	}
	return w
}

//go:embed data/capitals.txt
var capitalText string

// capitals holds the folded English names of capitals and other seats of government,
// which are named in reports of everything.
var capitals = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for line := range rows(capitalText) {
		m[text.Fold(line)] = true
	}
	return m
})

// rows yields the lines of a table without comments and empty ones.
func rows(table string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimSpace(line)
			if line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}
