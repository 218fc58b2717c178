package identity

import (
	"bufio"
	"embed"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/text"
)

//go:embed data/sounds.tsv data/concepts.tsv data/relations.tsv
var data embed.FS

func fold(s string) string { return strings.Join(strings.Fields(text.Fold(s)), " ") }

// words are the parts of a name that tell people apart, folded: no articles, titles,
// initials, "son of".
func words(s string) []string {
	var out []string
	for _, p := range name.Parse(s).Parts {
		switch p.Kind {
		case name.Article, name.SonOf, name.Particle, name.Initial, name.Title, name.Suffix, name.Servant, name.FatherOf:
			continue
		}
		if w := text.Fold(p.Text); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// Keys are what somebody is kept under and looked for. People whose names could be
// one share a key; each key is shared by few.
type Keys struct {
	Kept   []string // what the names are found under
	Sought []string // under which those are kept who could be the same
}

// KeysOf returns the keys of some names. A full name is kept under pairs of its words, in
// both orders; a name of one word meets the full ones that
// have it at an end.
func KeysOf(names []Name) Keys {
	kept, sought := map[string]bool{}, map[string]bool{}
	for _, n := range names {
		sounds := soundsOf(words(n.Text))
		switch len(sounds) {
		case 0:
		case 1:
			for _, s := range sounds[0] {
				kept["t/"+s] = true
				sought["s/"+s], sought["t/"+s] = true, true
			}
		default:
			for _, k := range append(pairKeys(sounds), fineKeys(n.Text)...) {
				kept[k], sought[k] = true, true
			}
			for _, i := range []int{0, 1, len(sounds) - 1} {
				for _, s := range sounds[i] {
					kept["s/"+s], sought["t/"+s] = true, true
				}
			}
		}
	}
	return Keys{sorted(kept), sorted(sought)}
}

// pairKeys are the keys of a full name: its first word with the second and the last, and
// the last two with each other.
func pairKeys(sounds [][]string) []string {
	last := len(sounds) - 1
	var out []string
	for _, at := range [][2]int{{0, last}, {0, 1}, {last - 1, last}} {
		if at[0] == at[1] {
			continue
		}
		for _, a := range sounds[at[0]] {
			for _, b := range sounds[at[1]] {
				out = append(out, pairKey(a, b), pairKey(b, a))
			}
		}
	}
	return out
}

// mostFine is how many sounds of a word fine keys are made of.
const mostFine = 6

// fineKeys are for names that many share the rough sound of: the first word and the last, as finely as
// all scripts agree on them.
func fineKeys(s string) []string {
	words := name.Keys(s)
	if len(words) < 2 {
		return nil
	}
	first, last := words[0], words[len(words)-1]
	var out []string
	for _, a := range first[:min(len(first), mostFine)] {
		for _, b := range last[:min(len(last), mostFine)] {
			out = append(out, "f/"+min(a, b)+"/"+max(a, b))
		}
	}
	return out
}

// pairKey is two words in an order. With less than all of the second, ten thousand reports put a
// hundred people under a key.
func pairKey(a, b string) string { return "p/" + a + "/" + b }

// readings is how many readings of a word are followed up.
const readings = 4

// soundsOf returns the rough sound of each word, in all readings. A reading without a sound is the
// word itself.
func soundsOf(words []string) [][]string {
	out := make([][]string, len(words))
	for i, w := range words {
		all := map[string]bool{}
		for _, s := range read(w) {
			all[s] = true
			if rest := withoutCoda(s); len(rest) > 1 {
				all[rest] = true // Chinese has "Merkel" without its r
			}
		}
		out[i] = sorted(all)
	}
	return out
}

// withoutCoda leaves out each liquid in front of another sound but the first.
func withoutCoda(s string) string {
	var out []byte
	for i := range len(s) {
		if i > 0 && i+1 < len(s) && s[i] == 'L' {
			continue
		}
		out = append(out, s[i])
	}
	return string(out)
}

// read returns the readings of a folded word: the classes of its sounds.
func read(w string) []string {
	table := sounds()
	out := []string{""}
	rest := w
	for len(rest) > 0 {
		classes, n := table.at(rest)
		rest = rest[n:]
		if len(classes) == 0 {
			continue
		}
		var next []string
		for _, c := range classes {
			for _, have := range out {
				if len(next) < readings {
					next = append(next, join(have, c))
				}
			}
		}
		out = next
	}
	for i, s := range out {
		if s == "" {
			out[i] = w
		}
	}
	return out
}

// join adds the sounds of class to those of a word, once where they repeat.
func join(have, class string) string {
	if class == "-" {
		return have
	}
	for i := range len(class) {
		if have == "" || have[len(have)-1] != class[i] || i > 0 {
			have += class[i : i+1]
		}
	}
	return have
}

type soundTable struct {
	classes map[string][]string
	longest int // letters of a row
}

// sounds reads data/sounds.tsv.
var sounds = sync.OnceValue(func() soundTable {
	t := soundTable{classes: map[string][]string{}}
	f, err := data.Open("data/sounds.tsv")
	if err != nil {
		return t
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		class, letters, ok := strings.Cut(lines.Text(), "\t")
		if !ok || strings.HasPrefix(class, "#") {
			continue
		}
		for _, l := range strings.Fields(letters) {
			if r, _ := utf8.DecodeRuneInString(l); text.ScriptOf(r) == text.Han {
				for _, r := range l { // each character by itself
					t.add(string(r), class)
				}
				continue
			}
			t.add(text.Fold(l), class)
		}
	}
	return t
})

func (t *soundTable) add(letters, class string) {
	if _, known := t.classes[letters]; !known {
		t.classes[letters] = strings.Split(class, "/")
		t.longest = max(t.longest, utf8.RuneCountInString(letters))
	}
}

// at returns the classes of the longest row that s begins with, and its length.
func (t *soundTable) at(s string) (classes []string, n int) {
	ends := make([]int, 0, t.longest)
	for i, r := range s {
		if len(ends) == t.longest {
			break
		}
		ends = append(ends, i+utf8.RuneLen(r))
	}
	for _, end := range slices.Backward(ends) {
		if end > len(s) {
			continue
		}
		if c, ok := t.classes[s[:end]]; ok {
			return c, end
		}
	}
	_, n = utf8.DecodeRuneInString(s)
	return nil, n
}

// hash is how people and things of a report are kept in few bytes.
func hash(s string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(s))
	return h.Sum32()
}

func sorted[T ~string | ~uint32](m map[T]bool) []T {
	out := make([]T, 0, len(m))
	for v := range m {
		out = append(out, v)
	}
	slices.Sort(out)
	return out
}
