package date

import (
	"errors"
	"strings"
)

// tenses tells verbs that point to the future from those that do not, by word
// or by ending. It decides only which way a bare weekday or a date without a
// year looks.
type tenses struct {
	words    map[string]int
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
				t.suffixes = append(t.suffixes, ending{string(fold(nil, w[1:])), v})
			case strings.HasSuffix(w, "*"):
				t.prefixes = append(t.prefixes, ending{string(fold(nil, w[:len(w)-1])), v})
			default:
				t.words[string(fold(nil, w))] = v
			}
		}
	}
	return nil
}

// of returns +1 for the future, -1 for the past, 0 for a word that tells nothing.
func (t *tenses) of(folded string) int {
	if v, ok := t.words[folded]; ok {
		return v
	}
	if len(folded) < tenseLetters {
		return 0
	}
	for _, e := range t.suffixes {
		if strings.HasSuffix(folded, e.text) {
			return e.tense
		}
	}
	for _, e := range t.prefixes {
		if strings.HasPrefix(folded, e.text) {
			return e.tense
		}
	}
	return 0
}

// reach is how far, in words, a verb is looked for; a comma counts as clause
// border and costs commaCost words.
const (
	reach     = 18
	commaCost = 5
)

// direction returns +1 when the nearest verb that tells a tense, in the
// sentence around tokens a to b, is in the future, else 0.
func (m *matcher) direction(a, b int) int {
	before, dBefore := m.nearestTense(a-1, -1)
	after, dAfter := m.nearestTense(b, 1)
	switch {
	case before == 0 && after == 0:
		return 0
	case before == 0 || after != 0 && dAfter < dBefore:
		return max(after, 0)
	}
	return max(before, 0)
}

// nearestTense walks from token i until the sentence ends.
func (m *matcher) nearestTense(i, step int) (tense, distance int) {
	var buf []byte
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
			buf = fold(buf[:0], t.In(m.src))
			if v := m.lex.tenses.of(string(buf)); v != 0 {
				return v, d
			}
			if m.lex.cjk {
				d-- // characters, not words
			}
		}
	}
	return 0, 0
}
