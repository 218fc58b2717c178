package entity

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// actorWord is what a word or phrase says of those it is used for.
type actorWord struct {
	sector string
	light  bool // "spokesman", "group": whose sector is that of what they belong to, if that is said
	former bool // "ex": who held an office
	envoy  bool // "ambassador": the country named behind it is another's
	weak   bool // from a list of single words; gives way to all others
}

// lexicon has the words of one language for those who act, from the generic rows of the
// knowledge base. A phrase is looked up as it is, then with all words less their endings.
type lexicon struct {
	exact, stem map[string]actorWord
	first       map[string]int // first stem of a phrase: the most tokens of such a phrase
	endings     []string       // the longest first
	joints      []string       // that join two words to one, as in German
	ends        map[string]bool
}

// The ids of rows that every country has, and the features that make a word special.
const (
	institution, ministry = "INS:", "MIN:"
	lightWord, formerWord = "light", "former"
	envoyWord, listWord   = "envoy", "word"
	mediatorWord          = "mediator" // light, and of another country than the one named
)

// readLexicons gathers the words of all languages.
func (k *known) readLexicons(langs map[news.Lang]*language) map[news.Lang]*lexicon {
	out := map[news.Lang]*lexicon{}
	for code, l := range langs {
		out[code] = newLexicon(l)
	}
	if k.kb == nil {
		return out
	}
	for e := range k.kb.All() {
		if strings.HasPrefix(e.ID, geoNames) {
			break
		}
		if e.Kind != kb.Office && !generic(e.ID) {
			continue
		}
		t := actorWord{sector: e.Sector, former: e.Feature == formerWord, weak: e.Feature == listWord}
		t.light, t.envoy = e.Feature == lightWord || e.Feature == mediatorWord, e.Feature == envoyWord || e.Feature == mediatorWord
		for _, n := range e.Names() {
			for _, lang := range n.Langs {
				if l := out[lang]; l != nil {
					l.add(n.Text, t)
				}
			}
		}
	}
	return out
}

// generic reports whether an id is of a body that every country has.
func generic(id string) bool {
	return strings.HasPrefix(id, institution) || strings.HasPrefix(id, ministry)
}

func newLexicon(lang *language) *lexicon {
	l := &lexicon{exact: map[string]actorWord{}, stem: map[string]actorWord{}, first: map[string]int{}, ends: lang.words["ending"]}
	for w := range lang.words["ending"] {
		l.endings = append(l.endings, w)
	}
	for w := range lang.words["joint"] {
		l.joints = append(l.joints, w)
	}
	byLength := func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	}
	slices.SortFunc(l.endings, byLength)
	slices.SortFunc(l.joints, byLength)
	return l
}

func (l *lexicon) add(words string, t actorWord) {
	exact, stems := l.keys(phrase.Tokens(words))
	if len(exact) == 0 {
		return
	}
	if last, ok := l.stem[stems[len(stems)-1]]; ok && t.weak && len(stems) > 1 && last.sector == t.sector {
		return // "foreign military" would hide "military intelligence"
	}
	put(l.exact, strings.Join(exact, " "), t)
	put(l.stem, strings.Join(stems, " "), t)
	l.first[stems[0]] = max(l.first[stems[0]], len(stems))
}

// put adds what a row says to what others said of the same words: the first sector of a row
// that is neither light nor a list's stands.
func put(in map[string]actorWord, key string, t actorWord) {
	old, ok := in[key]
	if !ok || old.weak && !t.weak {
		in[key] = t
		return
	}
	if t.weak {
		return
	}
	if old.light && !t.light {
		old.sector = t.sector
	}
	old.light, old.former, old.envoy = old.light || t.light, old.former || t.former, old.envoy || t.envoy
	in[key] = old
}

// keys are the tokens as they are compared, whole and less endings. An ending that a
// joiner parts from its word ("گروه‌های") is none.
func (l *lexicon) keys(toks []phrase.Token) (exact, stems []string) {
	for i, t := range toks {
		if i > 0 && t.Before&phrase.Joiner != 0 && l.ends[t.Key] {
			continue
		}
		exact, stems = append(exact, t.Key), append(stems, l.cut(t.Key))
	}
	return exact, stems
}

// leastStem is how many letters a word keeps.
const leastStem = 4

// cut takes endings off a key while enough of it stays.
func (l *lexicon) cut(key string) string {
	least := leastStem
	if r, _ := utf8.DecodeRuneInString(key); r >= 0x600 {
		least = leastStem - 1
	}
again:
	for {
		for _, e := range l.endings {
			if rest, ok := strings.CutSuffix(key, e); ok && utf8.RuneCountInString(rest) >= least {
				key = rest
				continue again
			}
		}
		return key
	}
}

// at is the longest phrase that begins with the first of some tokens, and how many it has.
func (l *lexicon) at(s string, toks []phrase.Token) (t actorWord, n int) {
	if t, n = l.from(toks, toks[0].Key); n > 0 {
		return t, n
	}
	for _, f := range toks[0].Forms(s) {
		if t, n = l.from(toks, f.Key); n > 0 {
			return t, n
		}
	}
	return l.compound(toks[0].Key)
}

func (l *lexicon) from(toks []phrase.Token, first string) (t actorWord, n int) {
	most := l.first[l.cut(first)]
	if most == 0 {
		return t, 0
	}
	exact, stems, upTo := []string{first}, []string{l.cut(first)}, []int{1}
	for i := 1; i < len(toks) && len(exact) < most; i++ {
		if toks[i].Before&^(phrase.SameRun|phrase.Stop) != 0 {
			break
		}
		e, s := l.keys(toks[i : i+1])
		if toks[i].Before&phrase.Joiner != 0 && l.ends[toks[i].Key] {
			upTo[len(upTo)-1] = i + 1
			continue
		}
		exact, stems, upTo = append(exact, e...), append(stems, s...), append(upTo, i+1)
	}
	var weak actorWord
	weakTo := 0
	for n := len(exact); n > 0; n-- {
		t, ok := l.exact[strings.Join(exact[:n], " ")]
		if !ok {
			t, ok = l.stem[strings.Join(stems[:n], " ")]
		}
		if ok && !t.weak {
			return t, upTo[n-1]
		}
		if ok && weakTo == 0 {
			weak, weakTo = t, upTo[n-1]
		}
	}
	return weak, weakTo
}

// compound reads a word that is two: "Oppositionspolitiker". The last says what it is,
// unless it is light.
func (l *lexicon) compound(key string) (t actorWord, n int) {
	if len(l.joints) == 0 {
		return t, 0
	}
	for i := range key {
		if i < leastStem || len(key)-i < leastStem {
			continue
		}
		last, ok := l.word(key[i:])
		if !ok {
			continue
		}
		if first, ok := l.joined(key[:i]); ok && last.light {
			return first, 1
		}
		return last, 1
	}
	return t, 0
}

func (l *lexicon) word(key string) (actorWord, bool) {
	if t, ok := l.exact[key]; ok {
		return t, true
	}
	t, ok := l.stem[l.cut(key)]
	return t, ok
}

// joined is a word with or without what joins it to another.
func (l *lexicon) joined(key string) (actorWord, bool) {
	if t, ok := l.word(key); ok && !t.light {
		return t, true
	}
	for _, j := range l.joints {
		if rest, ok := strings.CutSuffix(key, j); ok && len(rest) >= leastStem {
			if t, ok := l.word(rest); ok && !t.light {
				return t, true
			}
		}
	}
	return actorWord{}, false
}
