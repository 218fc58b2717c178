package event

import (
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// voice is the words of a language that turn round who acts, by kind: the rows of data/voice.tsv.
type voice map[string]*phrase.Table[bool]

var voices = sync.OnceValue(func() map[news.Lang]voice {
	out := map[news.Lang]voice{}
	phrase.Rows(data, "data/voice.tsv", func(f []string) {
		if len(f) < 3 {
			return
		}
		v := out[news.Lang(f[0])]
		if v == nil {
			v = voice{}
			out[news.Lang(f[0])] = v
		}
		if v[f[1]] == nil {
			v[f[1]] = phrase.NewTable[bool](0)
		}
		for w := range strings.SplitSeq(f[2], "|") {
			v[f[1]].Add(w, true)
		}
	})
	return out
})

// byReach is how many tokens may lie between a trigger and the word in front of who acts, agentReach
// how many between that word and the name.
const (
	byReach    = 8
	agentReach = 6
)

// turned are the parties where the words say that the one in front of the trigger is acted upon:
// "arrested by police", "polis tarafından", "被警方". Not ok where they do not.
func (s *scan) turned(h hit, front, back []int) (actors, recipients []news.Party, ok bool) {
	v := voices()[s.doc.Lang]
	if v == nil || h.whole {
		return nil, nil, false
	}
	if n := s.agentBehind(v["by"], h, back); n >= 0 {
		end := s.joinedTo(back, n)
		patient := s.parties(both(s.subjectOf(front), back[:n]))
		return s.parties(back[n:end]), patient, true
	}
	n := s.agentInFront(v["after"], h, front)
	if n < 0 && s.passive(v, h) {
		n = s.agentBetween(v["by"], front)
	}
	if n >= 0 {
		return s.parties(front[n : n+1]), s.parties(both(front[:n], front[n+1:])), true
	}
	if n := s.patientsInFront(v["before"], h, front); n >= 0 {
		return s.parties(front[n:]), s.parties(both(front[:n], back)), true
	}
	if v["aux"] != nil && s.ends(v["aux"], h.from) || s.follows(v["then"], h.to) {
		if len(front) > 0 {
			return nil, s.parties(s.subject(front)), true
		}
		return nil, s.parties(back), true
	}
	return nil, nil, false
}

// passive reports whether the verb comes last and is passive: "wurde von ... beschuldigt", "توسط ... دستگیر شد".
func (s *scan) passive(v voice, h hit) bool {
	if s.follows(v["then"], h.to) {
		return true
	}
	return v["then"] != nil && v["aux"] != nil && s.has(v["aux"], max(0, h.from-2*byReach), h.from)
}

// follows reports whether a phrase of the table begins at token i.
func (s *scan) follows(t *phrase.Table[bool], i int) bool {
	return t != nil && i < len(s.toks) && t.At(s.text, s.toks, i).N > 0
}

// agentBetween is the index in front of who stands right behind a word for "by", -1 if none.
func (s *scan) agentBetween(t *phrase.Table[bool], front []int) int {
	for n := len(front) - 1; n > 0; n-- {
		at := tokenAt(s.toks, s.all[front[n]].Span.Start)
		for i := max(0, at-2); i < at && t != nil; i++ {
			if s.named[i] < 0 && t.At(s.text, s.toks, i).N > 0 {
				return n
			}
		}
	}
	return -1
}

// subjectOf is the subject among mentions in front of a verb, none where there are none.
func (s *scan) subjectOf(front []int) []int {
	if len(front) == 0 {
		return nil
	}
	return s.subject(front)
}

// ends reports whether a phrase of the table ends right before token at.
func (s *scan) ends(t *phrase.Table[bool], at int) bool {
	for n := 1; n <= 3 && n <= at; n++ {
		if t.At(s.text, s.toks, at-n).N == n {
			return true
		}
	}
	return false
}

// agentBehind is the index in back of who stands behind a word for "by" close behind the trigger, -1 if none.
func (s *scan) agentBehind(t *phrase.Table[bool], h hit, back []int) int {
	if t == nil {
		return -1
	}
	for i := h.to; i < min(len(s.toks), h.to+byReach); i++ {
		if s.toks[i].Before&phrase.Comma != 0 && i > h.to {
			return -1
		}
		m := t.At(s.text, s.toks, i)
		if m.N == 0 || s.named[i] >= 0 {
			continue
		}
		for n, b := range back {
			at := tokenAt(s.toks, s.all[b].Span.Start)
			if at >= i+m.N && at <= i+m.N+agentReach && !s.breaks(s.toks[i].Span.End, s.all[b].Span.Start) {
				return n
			}
		}
	}
	return -1
}

// joinedTo is the end of the mentions that "and" joins to the one at n.
func (s *scan) joinedTo(list []int, n int) int {
	end := n + 1
	for end < len(list) && s.all[list[end]].Span.Start-s.all[list[end-1]].Span.End <= joinedBy {
		end++
	}
	return end
}

// agentInFront is the index in front of who stands right before a word that follows the agent, -1 if none.
func (s *scan) agentInFront(t *phrase.Table[bool], h hit, front []int) int {
	if t == nil {
		return -1
	}
	for n := len(front) - 1; n >= 0; n-- {
		at := tokenAt(s.toks, s.all[front[n]].Span.End)
		for i := at; i < min(h.from, at+agentReach); i++ {
			if t.At(s.text, s.toks, i).N > 0 {
				return n
			}
		}
	}
	return -1
}

// patientsInFront is how many of front stand before a word that the agent and the trigger follow, -1 where there is none.
func (s *scan) patientsInFront(t *phrase.Table[bool], h hit, front []int) int {
	if t == nil {
		return -1
	}
	for i := h.from - 1; i >= max(0, h.from-2*byReach); i-- {
		if s.named[i] >= 0 || t.At(s.text, s.toks, i).N == 0 {
			continue
		}
		n := 0
		for n < len(front) && s.all[front[n]].Span.End <= s.toks[i].Span.Start {
			n++
		}
		return n
	}
	return -1
}
