package date

import (
	"errors"
	"strings"
)

// tenses tells verbs that point to the future from those that do not, by word
// or by ending. It decides only which way a bare weekday or a date without a
// year looks.
type tenses struct {
	exact    bool // accents tell words apart: "a" is a verb in French, "à" is none
	words    map[string]int
	pairs    map[string]int // of two words
	suffixes []ending
	prefixes []ending
}

type ending struct {
	text  string
	tense int
}

// shortest word that an ending is tried on.
const tenseLetters = 4

// add reads the forms of a row "tense +: will, *ra" or "tense -: said, *ed".
func (t *tenses) add(sign, list string) error {
	v := map[string]int{"+": 1, "-": -1, "0": 0}[sign]
	if v == 0 && sign != "0" {
		return errors.New("a tense is +, - or 0")
	}
	for form := range strings.SplitSeq(list, ",") {
		for _, w := range expand(strings.TrimSpace(form)) {
			switch {
			case strings.HasPrefix(w, "*"):
				t.suffixes = append(t.suffixes, ending{w[1:], v})
			case strings.HasSuffix(w, "*"):
				t.prefixes = append(t.prefixes, ending{w[:len(w)-1], v})
			case strings.Contains(w, " "):
				t.pairs[strings.ToLower(w)] = v
			default:
				t.words[t.key(w)] = v
			}
		}
	}
	return nil
}

func (t *tenses) key(w string) string {
	if t.exact {
		return strings.ToLower(w)
	}
	return string(fold(nil, w))
}

// of returns +1 for the future, -1 for the past, 0 for a word that tells
// nothing. Endings keep their accents: "parlò" is past, "italiano" no verb.
func (t *tenses) of(w string) int {
	if v, ok := t.words[t.key(w)]; ok {
		return v
	}
	if len(w) < tenseLetters {
		return 0
	}
	w = strings.ToLower(w)
	for _, e := range t.suffixes {
		if strings.HasSuffix(w, e.text) {
			return e.tense
		}
	}
	for _, e := range t.prefixes {
		if strings.HasPrefix(w, e.text) {
			return e.tense
		}
	}
	return 0
}

// reach is how far, in words, a verb is looked for; a comma or an "and"
// counts as the border of a clause and costs commaCost words.
const (
	reach     = 18
	commaCost = 5
)

// direction returns the tense of the nearest verb that tells one, in the
// sentence around tokens a to b: +1 future, -1 past, 0 none.
func (m *matcher) direction(a, b int) int {
	before, dBefore := m.nearestTense(a-1, -1)
	after, dAfter := m.nearestTense(b, 1)
	switch {
	case before == 0 && after == 0:
		return 0
	case before == 0 || after != 0 && dAfter < dBefore:
		return after
	}
	return before
}

// tenseAt looks at token i, alone and with the one after it ("is to").
func (m *matcher) tenseAt(i int) int {
	w := m.tokens[i].In(m.src)
	if i+1 < len(m.tokens) && len(m.lex.tenses.pairs) > 0 {
		if v := m.lex.tenses.pairs[strings.ToLower(w+" "+m.tokens[i+1].In(m.src))]; v != 0 {
			return v
		}
	}
	return m.lex.tenses.of(w)
}

// nearestTense walks from token i until the sentence ends.
func (m *matcher) nearestTense(i, step int) (tense, distance int) {
	for d := 1; d <= reach && i >= 0 && i < len(m.tokens); i += step {
		t := &m.tokens[i]
		switch t.mark {
		case 0:
		case '.', '!', '?', ';':
			if t.mark != '.' || i+1 >= len(m.tokens) || m.tokens[i+1].spaced && m.tokens[i+1].upper || !m.tokens[i+1].upper && m.tokens[i+1].spaced {
				return 0, 0
			}
		case ',', ':', '-', '"', '(', ')':
			d += commaCost
		}
		if t.kind == word {
			d++
			if m.is(i, to) && m.tokens[i].lex[0].unsure { // "and"
				d += commaCost
			}
			if v := m.tenseAt(i); v != 0 {
				return v, d
			}
		}
	}
	return 0, 0
}
