package entity

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// nameWord is a word of a personal name, which may be written as two.
type nameWord struct {
	word     string // folded
	bones    string // its skeleton
	particle bool   // one spelling has it and another has not: "al", "de"
	son      bool   // "bin", "ould": the name of the father follows
	initial  bool
	house    bool // of a ruling house, behind "Al": "Al Nahyan"
}

// particles are parts of names that one spelling has and another has not.
var particles = set("al el ad ash as ul ez es en et er ed de da do dos del della di von van der la le ال آل ال аль эль ад аш ас")

// sons are the words before the name of the father.
var sons = set("bin ibn ben bint ould ولد بن ابن بنت бен бин ибн")

// fathers and servants are written apart from the word they go with, or onto it.
var (
	fathers  = set("abu abou aboul abul ebu bou ابو بو абу")
	servants = set("abd abdul abdel abdal abdoul abdol abdur abdus abdour abder abdes عبد абд абдул абдель")
	servant  = []string{"abd", "абд", "عبد"}
	ofFaith  = set("din deen dine uddin eddine الدين دين дин") // ends a name that may be one word: "Salah al-Din"
)

// houses are ruling houses, whose name a report may leave out behind the father's.
var houses = set("thani sani nahyan nahayan nehyan maktoum maktum khalifa sabah saud suud said qasimi nuaimi ثاني نهيان مكتوم خليفه صباح سعود سعيد نهیان ثانی تاني тани нахайян сауд халифа саид сабах мактум")

// ofMany is the name before so many others that it is left out.
var ofMany = set("mohammed mohammad mohamed mohamad muhammad muhammed muhamad mohammadi mehmet muhammet محمد мухаммед мохаммед мохаммад мухаммад магомед")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// nameWords parts a name into words, and puts those together that one script writes
// as one and another as two: "عبد الله", "Abou Chahma", "Salah al-Din".
func nameWords(name string) []nameWord {
	in := split(letters(name))
	out := make([]nameWord, 0, len(in))
	house := false
	for i := 0; i < len(in); i++ {
		w := in[i]
		switch {
		case sons[w] && i+1 == len(in) && len(out) > 0:
			continue // cut off
		case sons[w] && len(out) > 0:
			out = append(out, nameWord{word: w, son: true})
			continue
		case particles[w] && len(in) > 1:
			out = append(out, nameWord{word: w, particle: true})
			house = i > 0 && (w == "al" || w == "ال" || w == "آل" || w == "аль")
			continue
		case ofFaith[w] && len(out) > 0:
			out = ofFaithOf(out, w)
			continue
		case (fathers[w] || servants[w]) && i+1 < len(in):
			next := i + 1
			for next+1 < len(in) && particles[in[next]] {
				next++
			}
			out = append(out, nameWord{word: w + in[next], bones: joinedBones(w, in[next])})
			i = next
			continue
		}
		n := nameWord{word: w, bones: bonesOf(servantOf(nominative(w))), initial: utf8.RuneCountInString(w) == 1 && hasSounds(first(w)), house: house && houses[w]}
		house = false
		if n.bones != "" {
			out = append(out, n)
		}
	}
	return out
}

// split parts "Muhammad" from a second name that is written onto it, as in Persian.
func split(in []string) []string {
	var out []string
	for _, w := range in {
		if rest, ok := strings.CutPrefix(w, "محمد"); ok && len(rest) >= 6 && !strings.HasPrefix(rest, "ي") {
			out = append(out, "محمد")
			w = rest
		}
		out = append(out, w)
	}
	return out
}

func first(w string) rune { r, _ := utf8.DecodeRuneInString(w); return r }

// ofFaithOf puts "al-Din" to the word before it.
func ofFaithOf(out []nameWord, w string) []nameWord {
	for len(out) > 1 && out[len(out)-1].particle {
		out = out[:len(out)-1]
	}
	last := &out[len(out)-1]
	last.word += w
	last.bones += "DN"
	return out
}

// joinedBones is the skeleton of "servant of" or "father of" and the word behind it.
func joinedBones(w, next string) string {
	next = nominative(next)
	rest := strings.TrimPrefix(bonesOf(next), string(open))
	if servants[w] {
		return bonesOf("abd") + rest
	}
	return bonesOf("abu") + rest
}

// servantOf takes the article out of a word that begins with "servant of": what is
// written onto it is L or the letter after it.
func servantOf(w string) string {
	for _, p := range servant {
		rest, ok := strings.CutPrefix(w, p)
		if !ok || len(rest) < 4 {
			continue
		}
		rest = strings.TrimPrefix(rest, article)
		rest = strings.TrimLeft(rest, "aeiouаеэиоу")
		a, n := utf8.DecodeRuneInString(rest)
		b, _ := utf8.DecodeRuneInString(rest[n:])
		if a == b || strings.ContainsRune("lл", a) && len(rest) > n+2*n {
			rest = rest[n:]
		}
		return p + rest
	}
	return w
}

// nameKey is what the id of a person who is no known one is made of: the skeletons of
// the first word and the last. A report may leave out what is between them, initials,
// the father, and a ruling house; and Muhammad before two more words.
func nameKey(name string) string {
	words := coreOf(nameWords(name))
	switch n := len(words); n {
	case 0:
		return strings.Join(letters(name), " ")
	case 1:
		return words[0].bones
	default:
		return words[0].bones + " " + words[n-1].bones
	}
}

// coreOf leaves out what a report may leave out of a name.
func coreOf(words []nameWord) []nameWord {
	long := 0
	for _, w := range words {
		if w.bones != "" && !w.initial {
			long++
		}
	}
	if n := len(words); long > 2 && words[n-1].house {
		words, long = words[:n-1], long-1
	}
	var out []nameWord
	for i, w := range words {
		father := i > 0 && words[i-1].son
		switch {
		case w.particle || w.son || w.initial && long > 1 && i > 0 || w.initial && long > 1 && len(words) > 2 && long >= 2:
			continue
		case father && long > 2 && slices.ContainsFunc(words[i+1:], func(o nameWord) bool { return o.bones != "" && !o.initial }):
			continue
		}
		out = append(out, w)
	}
	if len(out) > 2 && ofMany[out[0].word] {
		out = out[1:]
	}
	return out
}
