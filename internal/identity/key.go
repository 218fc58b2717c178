package identity

import (
	"bufio"
	"cmp"
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
// initials, "son of", "servant of".
func words(s string) []string {
	var out []string
	for _, w := range wordsOf(s) {
		out = append(out, w[0])
	}
	return out
}

// wordsOf are the words of a name, each in the ways in which it may be cut: with what one script writes onto
// it, and without.
func wordsOf(s string) [][]string {
	var out [][]string
	front := "" // what stands before the word and may belong to it
	for _, p := range name.Parse(s).Parts {
		w := text.Fold(p.Text)
		switch p.Kind {
		case name.Servant, name.Article:
			front += w
			continue
		case name.SonOf, name.Particle, name.Initial, name.Title, name.Suffix, name.FatherOf:
			continue
		}
		if w == "" {
			continue
		}
		ways := []string{w}
		if rest := withoutServant(w); rest != w {
			ways = []string{rest, w}
		} else if front != "" {
			ways = append(ways, front+w)
		}
		if rest := withoutSon(w); rest != "" {
			ways = append(ways, rest)
		}
		out, front = append(out, ways), ""
	}
	return out
}

// servants are "servant of", with the article, as they are written onto a name, the longest first.
var servants = []string{
	"abdoul", "abdool", "abdel", "abdul", "abdal", "abdol", "abdur", "abder", "abdus", "abdes", "abdou", "abd",
	"абдель", "абдул", "абдол", "абдур", "абдус", "абд", "عبدال", "عبد",
}

// sonsOn are "son of" as they are written onto a name.
var sonsOn = []string{"ben", "bin", "бен", "бин"}

// withoutServant is what stands behind "servant of".
func withoutServant(w string) string {
	for _, p := range servants {
		if rest, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(rest) > 1 {
			return rest
		}
	}
	return w
}

// withoutSon is what stands behind "son of", "" where that would be too little to go by.
func withoutSon(w string) string {
	for _, p := range sonsOn {
		if rest, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(rest) > 3 {
			return rest
		}
	}
	return ""
}

// Keys are what somebody is kept under and looked for. People whose names could be
// one share a key; each key is shared by few.
type Keys struct {
	Kept   []string // what the names are found under
	Sought []string // under which those are kept who could be the same
}

// KeysOf returns the keys of some names. A full name is kept under pairs of its words, in
// any order; a name of one word meets the full ones that
// have it at an end.
func KeysOf(names []Name) Keys {
	kept, sought := map[string]bool{}, map[string]bool{}
	for _, n := range names {
		w := wordsOf(n.Text)
		rough, fine := soundsOf(w), fineOf(w)
		switch len(w) {
		case 0:
		case 1:
			for _, s := range slices.Concat(rough[0], fine[0]) {
				kept["t/"+s] = true
				sought["s/"+s], sought["t/"+s] = true, true
			}
		default:
			for _, k := range append(pairKeys(rough), fineKeys(w, fine)...) {
				kept[k], sought[k] = true, true
			}
			for _, i := range []int{0, 1, len(w) - 1} {
				for _, s := range slices.Concat(rough[i], fine[i]) {
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
				out = append(out, pairKey(a, b))
			}
		}
	}
	return out
}

// mostFine is how many sounds of a word fine keys are made of.
const mostFine = 8

// fineOf are the sounds of words as finely as all scripts agree on them, each marked so that no rough one is taken for
// it.
func fineOf(words [][]string) [][]string {
	out := make([][]string, len(words))
	for i, ways := range words {
		for _, w := range ways {
			for _, keys := range name.Keys(w) {
				for _, k := range keys[:min(len(keys), mostFine)] {
					out[i] = append(out[i], "="+cmp.Or(k, "V")) // a character that is nothing but a vowel
				}
			}
		}
		slices.Sort(out[i])
		out[i] = slices.Compact(out[i])
	}
	return out
}

// fineKeys are for names that many share the rough sound of, and for those whose words one script parts and another does
// not: the first word with the last, with the second, and with all that is behind it in one.
func fineKeys(words, fine [][]string) []string {
	last := len(fine) - 1
	others := [][]string{fine[last]}
	if last > 1 {
		others = append(others, fine[1], fineOf([][]string{{words[last-1][0] + words[last][0]}})[0])
	}
	var out []string
	for _, other := range others {
		for _, a := range fine[0] {
			for _, b := range other {
				out = append(out, "f/"+min(a, b)+"/"+max(a, b))
			}
		}
	}
	return out
}

// pairKey is two words in any order. With less than all of the second, ten thousand reports put a
// hundred people under a key.
func pairKey(a, b string) string { return "p/" + min(a, b) + "/" + max(a, b) }

// readings is how many readings of a word are followed up.
const readings = 4

// soundsOf returns the rough sound of each word, in all readings. A reading without a sound is the
// word itself.
func soundsOf(words [][]string) [][]string {
	out := make([][]string, len(words))
	for i, ways := range words {
		all := map[string]bool{}
		for _, w := range ways {
			for _, s := range read(w) {
				all[s] = true
				if rest := withoutCoda(s); len(rest) > 1 {
					all[rest] = true // Chinese has "Merkel" without its r
				}
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
