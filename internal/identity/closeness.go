package identity

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/text"
)

// form is a name as it is compared.
type form struct {
	text   string
	bare   string // without "servant of", where the name has one: "Kader Mezrag"
	script text.Script
	pairs  []uint64 // of neighbouring letters, sorted, each once
}

// mostForms is how many names of each person are compared.
const mostForms = 4

// formsOf are the names of a person that are compared: the full ones, if there are any.
func formsOf(names []Name, full bool) []form {
	var out []form
	for _, n := range names {
		if full && fullness(n.Text) == 0 || len(out) == mostForms {
			break
		}
		if !slices.ContainsFunc(out, func(f form) bool { return f.text == n.Text }) {
			out = append(out, newForm(n.Text))
		}
	}
	return out
}

func newForm(s string) form {
	f := form{text: s, bare: bareOf(s)}
	last := ' '
	for _, r := range text.Fold(s) {
		if sc := text.ScriptOf(r); sc != text.Common && f.script == text.Common {
			f.script = sc
		}
		f.pairs = append(f.pairs, uint64(last)<<32|uint64(r)) //nolint:gosec // no letter is negative
		last = r
	}
	slices.Sort(f.pairs)
	f.pairs = slices.Compact(f.pairs)
	return f
}

// bareOf is a name without "servant of", "" where it has none: it is written onto the word behind it or apart.
func bareOf(s string) string {
	var out []string
	servant := false
	for _, p := range name.Parse(s).Parts {
		if p.Kind == name.Servant {
			servant = true
			continue
		}
		w := text.Fold(p.Text)
		rest := withoutServant(w)
		servant = servant || rest != w
		out = append(out, rest)
	}
	if !servant || len(out) < 2 {
		return ""
	}
	return strings.Join(out, " ")
}

// leastShared is the part of their pairs of letters that two spellings in one alphabet have in common at least:
// below it they are not compared sound by sound, which costs a hundred times as much.
const leastShared = 0.2

// far reports that two names in one alphabet have next to no letters in common.
func (f *form) far(g *form) bool {
	if f.script != g.script || f.script != text.Latin && f.script != text.Cyrillic && f.script != text.Arabic {
		return false
	}
	n := 0
	for i, j := 0, 0; i < len(f.pairs) && j < len(g.pairs); {
		switch {
		case f.pairs[i] == g.pairs[j]:
			n, i, j = n+1, i+1, j+1
		case f.pairs[i] < g.pairs[j]:
			i++
		default:
			j++
		}
	}
	return float64(2*n) < leastShared*float64(len(f.pairs)+len(g.pairs))
}
