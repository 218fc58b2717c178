package phrase

import (
	"bufio"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Table maps phrases to values of one kind. It is filled once and then read by
// many goroutines.
type Table[V any] struct {
	whole map[string][]V // keys joined by a space
	stems map[string][]V // the last word is only the beginning of one
	first map[string]int // first key of a phrase: the most tokens of such a phrase
	short int            // the fewest bytes of a one-word stem, 0 if there is none
}

// NewTable returns an empty table with room for n phrases.
func NewTable[V any](n int) *Table[V] {
	return &Table[V]{whole: make(map[string][]V, n), stems: map[string][]V{}, first: make(map[string]int, n)}
}

// maxEnding is how many letters may follow a stem.
const maxEnding = 4

// Add puts a phrase in. A star at its end lets up to four more letters follow
// ("irakien*"). A phrase without a word is left out.
func (t *Table[V]) Add(phrase string, v V) {
	phrase, stem := strings.CutSuffix(strings.TrimSpace(phrase), "*")
	toks := Tokens(phrase)
	if len(toks) == 0 {
		return
	}
	var key string
	if len(toks) == 1 {
		key = toks[0].Key
	} else {
		parts := make([]string, len(toks))
		for i, k := range toks {
			parts[i] = k.Key
		}
		key = strings.Join(parts, " ")
	}
	if !stem {
		t.whole[key] = append(t.whole[key], v)
	} else {
		t.stems[key] = append(t.stems[key], v)
		if len(toks) == 1 {
			if t.short == 0 || len(key) < t.short {
				t.short = len(key)
			}
			return
		}
	}
	if len(toks) > t.first[toks[0].Key] {
		t.first[toks[0].Key] = len(toks)
	}
}

// Match is a phrase found: N tokens from the one asked for, of which the first
// Drop bytes are a particle that does not belong to it.
type Match[V any] struct {
	N      int
	Drop   int
	Future bool
	Values []V
}

// Span is where the match lies.
func (m Match[V]) Span(toks []Token, i int) news.Span {
	return news.Span{Start: toks[i].Span.Start + m.Drop, End: toks[i+m.N-1].Span.End}
}

// At returns the longest phrase that begins with token i, N 0 if there is none.
func (t *Table[V]) At(s string, toks []Token, i int) Match[V] {
	m := t.at(toks, i, toks[i].Key)
	if m.N > 0 {
		return m
	}
	for _, f := range toks[i].Forms(s) {
		if m := t.at(toks, i, f.Key); m.N > 0 {
			m.Drop, m.Future = f.Drop, f.Future
			return m
		}
	}
	return m
}

// AtKey is At with another reading of token i, such as a name without its genitive.
func (t *Table[V]) AtKey(toks []Token, i int, key string) Match[V] { return t.at(toks, i, key) }

func (t *Table[V]) at(toks []Token, i int, key string) Match[V] {
	for n := min(t.first[key], len(toks)-i); n > 0; n-- {
		joined, last := key, key
		if n > 1 {
			if broken(toks[i+1 : i+n]) {
				continue
			}
			last = toks[i+n-1].Key
			joined = join(key, toks[i+1:i+n])
		}
		if v := t.whole[joined]; v != nil {
			return Match[V]{N: n, Values: v}
		}
		if v := t.stem(joined, len(joined)-len(last)); n > 1 && v != nil {
			return Match[V]{N: n, Values: v}
		}
	}
	if t.short > 0 && len(key) >= t.short {
		if v := t.stem(key, 0); v != nil {
			return Match[V]{N: 1, Values: v}
		}
	}
	return Match[V]{}
}

// stem looks for key less up to maxEnding letters at its end, down to byte floor.
func (t *Table[V]) stem(key string, floor int) []V {
	for n := 0; n <= maxEnding && len(key) > floor+2; n++ {
		if v := t.stems[key]; v != nil {
			return v
		}
		_, size := utf8.DecodeLastRuneInString(key)
		key = key[:len(key)-size]
	}
	return nil
}

// broken reports whether the tokens are parted by more than a name may hold.
func broken(toks []Token) bool {
	for _, t := range toks {
		if t.Before&^(SameRun|Stop|MidDot|Quote) != 0 || t.Before&(Stop|Space) == Stop|Space && !t.Upper {
			return true
		}
	}
	return false
}

func join(key string, toks []Token) string {
	var sb strings.Builder
	sb.WriteString(key)
	for _, t := range toks {
		sb.WriteByte(' ')
		sb.WriteString(t.Key)
	}
	return sb.String()
}

// Rows calls fn with the fields of every line of a data file: tabs part fields,
// "#" begins a comment line. A file that is not there has no rows.
func Rows(fsys fs.FS, name string, fn func(fields []string)) {
	f, err := fsys.Open(name)
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }()
	sc := bufio.NewScanner(f)
	sc.Buffer(make([]byte, 64<<10), 1<<20)
	for sc.Scan() {
		line := strings.TrimRight(sc.Text(), " \r")
		if line == "" || line[0] == '#' {
			continue
		}
		fn(strings.Split(line, "\t"))
	}
}
