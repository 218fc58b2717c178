package record

import (
	"embed"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

//go:embed data/commitments.tsv data/acts.tsv
var commitmentFiles embed.FS

// role is what words do around a commitment; data/commitments.tsv says it of each.
type role string

const (
	roleOpen       role = "open"
	roleLight      role = "light"
	roleEnd        role = "end"
	roleTail       role = "tail"
	roleFront      role = "front"
	roleBy         role = "by"
	roleOn         role = "on"
	roleWill       role = "will"
	roleWont       role = "wont"
	roleSelf       role = "self"
	roleOther      role = "other"
	roleWhom       role = "whom"
	roleWarn       role = "warn"
	roleThat       role = "that"
	roleInfinitive role = "infinitive"
	roleLast       role = "last"
	roleRelative   role = "relative"
	rolePassive    role = "passive"
	roleDrops      role = "drops"
	roleComma      role = "comma"
)

// binding is a word that binds, and the side on which it has what is to be done.
type binding struct {
	kind  news.CommitmentKind
	where string // "after", "before", "either"
	act   bool   // counts only with an act
}

// wordRows are those of one language.
type wordRows struct {
	binding *phrase.Table[binding]
	small   map[role]*phrase.Table[bool]
	endings map[role][]string // in small letters
	acts    *phrase.Table[string]
	broke   *phrase.Table[bool]
	denied  *phrase.Table[bool]
	within  map[role][]string // stand inside a word
	last    bool              // verbs come last
	drops   bool              // verbs stand without a subject
	comma   bool              // what is to be done stands behind a comma
}

// table is a table of phrases without values.
type table = *phrase.Table[bool]

// dictionary is all rows, by language, and the types of the events that carry out an act.
type dictionary struct {
	langs map[news.Lang]*wordRows
	types map[string][]news.EventType
}

var commitmentWords = sync.OnceValue(func() *dictionary {
	d := &dictionary{langs: map[news.Lang]*wordRows{}, types: map[string][]news.EventType{}}
	phrase.Rows(commitmentFiles, "data/commitments.tsv", func(f []string) {
		if len(f) == 4 {
			d.of(f[0]).add(f[1], f[2], strings.Split(f[3], "|"))
		}
	})
	phrase.Rows(commitmentFiles, "data/acts.tsv", func(f []string) {
		if len(f) == 4 {
			d.act(f[0], f[1], d.of(f[2]), strings.Split(f[3], "|"))
		}
	})
	return d
})

// wordsOf returns the words of a language, nil where there are none.
func wordsOf(l news.Lang) *wordRows { return commitmentWords().langs[l] }

func (d *dictionary) of(lang string) *wordRows {
	w := d.langs[news.Lang(lang)]
	if w == nil {
		w = &wordRows{
			binding: phrase.NewTable[binding](256), small: map[role]*phrase.Table[bool]{}, endings: map[role][]string{}, within: map[role][]string{},
			acts: phrase.NewTable[string](128), broke: phrase.NewTable[bool](32), denied: phrase.NewTable[bool](16),
		}
		for _, r := range []role{roleOpen, roleLight, roleEnd, roleTail, roleFront, roleBy, roleOn, roleWhom, roleWarn, roleThat, roleInfinitive, roleRelative, rolePassive, roleWill, roleWont, roleSelf, roleOther} {
			w.small[r] = phrase.NewTable[bool](16)
		}
		d.langs[news.Lang(lang)] = w
	}
	return w
}

func (w *wordRows) add(what, where string, phrases []string) {
	switch role(what) {
	case roleDrops:
		w.drops = true
		return
	case roleComma:
		w.comma = true
		return
	case roleLast:
		w.last = true
		return
	}
	small := w.small[role(what)]
	for _, p := range phrases {
		ending, isEnding := strings.CutPrefix(p, "*")
		in, isIn := strings.CutPrefix(p, "~")
		switch {
		case small == nil:
			w.binding.Add(p, bindingOf(what, where))
		case isEnding:
			w.endings[role(what)] = append(w.endings[role(what)], ending)
		case isIn:
			w.within[role(what)] = append(w.within[role(what)], in)
		default:
			small.Add(p, true)
		}
	}
}

func bindingOf(kind, where string) binding {
	if kind == "signed" {
		return binding{news.Agreed, where, true}
	}
	return binding{news.CommitmentKind(kind), where, false}
}

func (d *dictionary) act(act, types string, w *wordRows, phrases []string) {
	for _, p := range phrases {
		switch act {
		case "broke":
			w.broke.Add(p, true)
		case "denied":
			w.denied.Add(p, true)
		default:
			w.acts.Add(p, act)
		}
	}
	if types == "-" || d.types[act] != nil {
		return
	}
	for t := range strings.SplitSeq(types, ",") {
		d.types[act] = append(d.types[act], news.EventType(t))
	}
}
