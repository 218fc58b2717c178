package identity

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/text"
)

// byForm tells the sightings of one id apart where their names cannot be of one person:
// "George H. W. Bush" and "George W. Bush", "the elder" and Jr. It returns a function that
// names the part of a sighting: "" for the part that keeps the id, to which all go whose
// names do not say.
func byForm(sightings []Sighting) func(Sighting) string {
	first := map[string]string{} // mark -> earliest day
	for _, g := range sightings {
		if m := marks(g); m != "" {
			if was, ok := first[m]; !ok || g.Day < was {
				first[m] = g.Day
			}
		}
	}
	main := ""
	for m := range first {
		if main == "" || first[m] < first[main] || first[m] == first[main] && m < main {
			main = m
		}
	}
	return func(g Sighting) string {
		m := marks(g)
		if m == "" || main == "" || compatible(m, main) {
			return ""
		}
		return m
	}
}

// marks are the initials and suffixes in the fullest name of a sighting, which tell
// namesakes apart: "hw", "jr".
func marks(g Sighting) string {
	for _, n := range g.Names {
		var sb strings.Builder
		for _, p := range name.Parse(n.Text).Parts {
			if p.Kind == name.Initial && sb.Len() < 8 && sb.Len() >= 0 || p.Kind == name.Suffix {
				sb.WriteString(strings.Map(letter, text.Fold(p.Text)))
			}
		}
		if sb.Len() > 0 && fullness(n.Text) > 0 {
			return sb.String()
		}
	}
	return ""
}

func letter(r rune) rune {
	if text.ScriptOf(r) == text.Common {
		return -1
	}
	return r
}

// compatible reports whether one of two marks can be a shorter form of the other:
// "w" of "w", "f" of "fk"; but "w" does not begin "hw".
func compatible(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	return slices.Equal(x, y[:len(x)])
}
