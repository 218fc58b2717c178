package entity

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// pronoun reports whether token i is a pronoun that means one person, and of which gender.
func (r *referrer) pronoun(i int) (g gender, ok bool) {
	s := r.s
	w := strings.ToLower(s.tok(i))
	words := s.lang.refer
	switch {
	case words["he"][w]:
		g = male
	case words["she"][w]:
		g = female
	case words["both"][w]:
	default:
		return g, false
	}
	if r.quoted[i] || r.at[i] >= 0 {
		return g, false
	}
	if style(s.toks[i]) == han {
		return g, r.hanPronoun(i)
	}
	if words["human"] == nil {
		return g, r.does(i) || words["lead"] != nil && r.follows(i)
	}
	return g, style(s.toks[i]) != arabic || r.leadsClause(i)
}

// verbReach is how far behind a pronoun its verb may stand.
const verbReach = 4

// does reports whether a verb of people follows token i.
func (r *referrer) does(i int) bool {
	s := r.s
	for j := i + 1; j < len(s.toks) && j <= i+verbReach; j++ {
		if s.toks[j].Before&^phrase.SameRun != 0 {
			return false
		}
		if s.lang.refer["does"][wordKey(s.tok(j))] {
			return true
		}
	}
	return false
}

// opensBy is how many tokens of a sentence may stand before who opens it.
const opensBy = 6

// follows reports whether the pronoun at token i opens a sentence, and a person the one before.
func (r *referrer) follows(i int) bool {
	if r.sentence[i] == 0 || r.starts[r.sentence[i]] != i {
		return false
	}
	from := r.starts[r.sentence[i]-1]
	for _, n := range slices.Backward(r.noted) {
		if n.token < from {
			return false
		}
		if n.token < from+opensBy && n.who != nil {
			return true
		}
	}
	return false
}

// leadsClause reports whether token i is the first of its clause: elsewhere the Persian
// pronoun is an owner, "his office".
func (r *referrer) leadsClause(i int) bool {
	s := r.s
	return r.opens(i) || s.toks[i].Before&^phrase.SameRun != 0 || s.lang.is("and", wordKey(s.tok(i-1))) || s.tok(i-1) == "که"
}

// hanPronoun reports whether the Chinese pronoun at token i stands for one person and owns
// nothing.
func (r *referrer) hanPronoun(i int) bool {
	s := r.s
	if i+1 < len(s.toks) && s.toks[i+1].Before == phrase.None && (s.tok(i+1) == "们" || s.tok(i+1) == "的" || s.tok(i+1) == "人") {
		return false
	}
	return i == 0 || s.toks[i].Before != phrase.None || s.tok(i-1) != "其" && s.tok(i-1) != "吉"
}

// stranger reports whether token i is a noun for somebody without a name, and of which
// gender.
func (r *referrer) stranger(i int) (g gender, ok bool) {
	s := r.s
	if r.at[i] >= 0 || r.quoted[i] {
		return g, false
	}
	w := wordKey(s.tok(i))
	if style(s.toks[i]) == han {
		if i+1 == len(s.toks) || s.toks[i+1].Before != phrase.None {
			return g, false
		}
		w = s.text[s.toks[i].Span.Start:s.toks[i+1].Span.End]
	}
	switch words := s.lang.refer; {
	case words["man"][w]:
		return male, true
	case words["woman"][w]:
		return female, true
	}
	return g, r.strangerKey(w)
}

func (r *referrer) strangerKey(w string) bool {
	words := r.s.lang.refer
	return words["one"][w] || words["man"][w] || words["woman"][w]
}

// settlePronoun says whom a pronoun means: the only person of its sentence before it, else
// the only one of the last sentence that speaks of anybody. Of two nobody is chosen.
func (r *referrer) settlePronoun(i int, g gender) {
	at := r.sentence[i]
	to := i
	for back := 0; back <= 2 && at-back >= 0; back++ {
		from := r.starts[at-back]
		people, others := r.spoken(from, to, g)
		if len(people) == 0 && !others {
			to = from
			continue
		}
		if len(people) == 1 && !others && people[0].mention >= 0 {
			w := people[0]
			if w.gender == either {
				w.gender = g
			}
			r.noted = append(r.noted, noted{token: i, who: w, sure: g})
			r.add(r.s.toks[i].Span, news.Pronoun, w, 0.8-0.1*float64(back))
			return
		}
		break
	}
	r.noted = append(r.noted, noted{token: i, sure: g})
}
