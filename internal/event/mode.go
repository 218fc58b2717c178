package event

import (
	"fmt"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// addMode takes in a row of modes.tsv: language, types, mode, words.
func (r *Rules) addMode(f []string) string {
	if bad := head(f, 4); bad != "" {
		return bad
	}
	if !modeName.MatchString(f[2]) {
		return fmt.Sprintf("%q is no name of a mode: small letters, such as visit", f[2])
	}
	for kind := range strings.SplitSeq(f[1], ",") {
		if bad := r.knows(kind); bad != "" {
			return bad
		}
		t := r.at(f[0]).modesOf(news.EventType(kind))
		for w := range strings.SplitSeq(f[3], "|") {
			t.Add(w, f[2])
		}
	}
	return ""
}

// modesOf is the table of the modes of a type.
func (l *rows) modesOf(kind news.EventType) *phrase.Table[string] {
	if l.modes[kind] == nil {
		l.modes[kind] = phrase.NewTable[string](0)
	}
	return l.modes[kind]
}

// modeReach is how many tokens beside the trigger words for the mode may stand; Chinese ones are letters.
const (
	modeReach        = 14
	modeReachLetters = 30
)

// mode is how the event was done: by the words for a mode of its type that stand in the trigger or nearest to it, of
// two as near those behind it. A consultation of three states or more has many sides, whatever the words.
func (s *scan) mode(sent sentence, h hit, e *news.Event) string {
	reach := modeReach
	if s.doc.Lang == "zh" {
		reach = modeReachLetters
	}
	from, to := max(sent.from, h.from-reach), min(sent.to, h.to+reach)
	if h.whole {
		from, to = sent.from, sent.to
	}
	mode, best, table := "", reach+1, s.rows.modes[e.Type]
	for i := from; i < to && table != nil; i++ {
		if s.said[i] {
			continue
		}
		m := table.At(s.text, s.toks, i)
		if m.N == 0 || i+m.N > sent.to {
			continue
		}
		if d := apart(h, i, i+m.N); d < best || d == best && i >= h.to {
			mode, best = m.Values[0], d
		}
		i += m.N - 1
	}
	if e.Type == news.Consult && mode != "phone" && mode != "third-party" && states(e.Actors) > 2 {
		return "multilateral"
	}
	return mode
}

// apart is how many tokens lie between the trigger and the tokens [from,to), 0 where they touch.
func apart(h hit, from, to int) int {
	return max(0, h.from-to, from-h.to)
}

// states is how many countries parties are from.
func states(parties []news.Party) int {
	seen := map[string]bool{}
	for _, p := range parties {
		if p.Country != "" {
			seen[p.Country] = true
		}
	}
	return len(seen)
}
