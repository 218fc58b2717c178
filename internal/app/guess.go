package app

import (
	"cmp"
	"fmt"
	"slices"
	"unicode"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Guesses are entities with names like one that nothing has: a surname alone, another spelling or script.
type Guesses struct {
	sought *name.Seeker // nil: what was asked for can be no name
	script text.Script
	all    []Guess
}

// Guess is one of them.
type Guess struct {
	ID, Name string
	Alike    float64 // of the name that is most alike, from 0 to 1

	own   bool
	names int
}

// Names have more than a letter, but for Chinese ones, and fewer than these.
const mostAsked = 100

// NewGuesses looks for a name.
func NewGuesses(wanted string) *Guesses {
	g := &Guesses{}
	letters := 0
	for _, r := range wanted {
		if unicode.IsLetter(r) {
			letters++
			if g.script == text.Common {
				g.script = text.ScriptOf(r)
			}
		}
	}
	if letters > 1 && letters < mostAsked || letters == 1 && g.script == text.Han {
		g.sought = name.NewSeeker(wanted)
	}
	return g
}

// Own takes an entity of the user's into account.
func (g *Guesses) Own(k *news.Known) {
	if g.sought == nil {
		return
	}
	best := g.sought.Similarity(k.Name)
	for _, n := range k.Names {
		best = max(best, g.sought.Similarity(n.Name))
	}
	g.add(Guess{ID: k.ID, Name: k.Name, Alike: best, own: true, names: len(k.Names)})
}

// BuiltIn takes into account what the program itself knows.
func (g *Guesses) BuiltIn() error {
	base, err := kb.Open()
	if err != nil {
		return fmt.Errorf("open the knowledge base: %w", err)
	}
	if g.sought == nil {
		return nil
	}
	for e := range base.All() {
		town := e.Kind == news.Place && e.Feature != "region"
		if e.Kind == kb.Office || town && e.Population < leastGuessed {
			continue
		}
		best, names := 0.0, e.Names()
		english := e.Name("en")
		for _, n := range names {
			switch {
			case n.Use == kb.Abbreviation || n.Use == kb.Adjective || n.Use == kb.Seat:
			case n.Text == english || e.Kind == news.Person || g.written(n.Text):
				best = max(best, g.sought.Similarity(n.Text))
			}
		}
		if town && best < townGuessed { // there are so many
			continue
		}
		g.add(Guess{ID: e.ID, Name: english, Alike: best, names: len(names)})
	}
	return nil
}

// written reports whether a name is in the script of the one that is sought. What is no person has names in forty
// languages, of which no others but the English one are looked at.
func (g *Guesses) written(s string) bool {
	for _, r := range s {
		if sc := text.ScriptOf(r); sc != text.Common {
			return sc == g.script
		}
	}
	return false
}

const (
	leastGuessed = 100_000 // people that a town has that is thought of
	townGuessed  = 0.8     // how much it is to be alike
	guessed      = 0.6     // and all else
	behindBest   = 0.25    // how much less than the best is told
)

func (g *Guesses) add(one Guess) {
	if one.Alike >= guessed {
		g.all = append(g.all, one)
	}
}

// Likeliest returns at most so many, those most alike first; of those alike the user's own and then those known by
// the most names.
func (g *Guesses) Likeliest(most int) []Guess {
	slices.SortFunc(g.all, func(a, b Guess) int {
		mine := 0
		switch {
		case a.own && !b.own:
			mine = -1
		case b.own && !a.own:
			mine = 1
		}
		return cmp.Or(cmp.Compare(b.Alike, a.Alike), mine, cmp.Compare(b.names, a.names), cmp.Compare(a.ID, b.ID))
	})
	n := min(most, len(g.all))
	for n > 0 && g.all[n-1].Alike < g.all[0].Alike-behindBest {
		n--
	}
	return g.all[:n]
}
