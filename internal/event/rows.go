package event

import (
	"cmp"
	"embed"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

//go:embed data
var data embed.FS

// trigger is one row of data/triggers/*.tsv.
type trigger struct {
	kind   news.EventType
	shape  string      // "svo", "sym", "noun", "ask"
	status news.Status // that the form of the verb has by itself, "" if none
	weak   bool        // the words often mean something else
}

// cue is one row of data/cues.tsv.
type cue struct {
	status news.Status
	any    bool // counts anywhere in the sentence, not only right before the trigger
}

// rows are those of one language.
type rows struct {
	triggers *phrase.Table[trigger]
	cues     *phrase.Table[cue]
	scene    map[string]bool // words that make the place behind them the scene
	pron     *phrase.Table[bool]
	both     *phrase.Table[bool]
	drops    bool                                     // a verb may stand without its subject
	force    *phrase.Table[bool]                      // troops and the like, which a nationality before or behind them belongs to
	of       *phrase.Table[bool]                      // words before the owner of something
	owned    bool                                     // the owner follows its noun without a word
	goal     *phrase.Table[bool]                      // words before a verb that has the subject of the verb before
	joint    *phrase.Table[bool]                      // papers of two sides: "joint declaration"
	pact     *phrase.Table[bool]                      // what one is for or against where two have agreed: "the accord", "the text"
	modes    map[news.EventType]*phrase.Table[string] // of one type each, so that no row hides that of another
	contexts *phrase.Table[string]
}

// addTrigger takes in a row of triggers: language, type, shape, words, status, strength.
func (r *Rules) addTrigger(f []string) string {
	if bad := head(f[:min(4, len(f))], 4); bad != "" {
		return bad
	}
	t := trigger{kind: news.EventType(f[1]), shape: f[2], weak: len(f) > 5 && f[5] == "weak"}
	bad := cmp.Or(oneOf("shape", f[2], shapes), r.knows(f[1]))
	if len(f) > 4 && f[4] != "-" && f[4] != "" {
		t.status, bad = news.Status(f[4]), cmp.Or(bad, oneOf("status", f[4], allState))
	}
	if len(f) > 5 && f[5] != "" {
		bad = cmp.Or(bad, oneOf("strength", f[5], []string{"weak"}))
	}
	if bad != "" {
		return bad
	}
	for w := range strings.SplitSeq(f[3], "|") {
		r.at(f[0]).triggers.Add(w, t)
	}
	return ""
}

// addCue takes in a row of cues.tsv: language, status, where, words.
func (r *Rules) addCue(f []string) string {
	if bad := cmp.Or(head(f, 4), oneOf("status", at(f, 1), allState), oneOf("place for a cue", at(f, 2), []string{"near", "any"})); bad != "" {
		return bad
	}
	for w := range strings.SplitSeq(f[3], "|") {
		r.at(f[0]).cues.Add(w, cue{status: news.Status(f[1]), any: f[2] == "any"})
	}
	return ""
}

// addWords takes in a row of words.tsv: language, kind, words.
func (r *Rules) addWords(f []string) string {
	bad := oneOf("kind of small words", at(f, 1), kinds)
	if at(f, 1) != "of" && at(f, 1) != "drop" || at(f, 2) != "-" {
		bad = cmp.Or(head(f, 3), bad)
	}
	if bad != "" {
		return bad
	}
	l := r.at(f[0])
	switch f[1] {
	case "of":
		l.owned = f[2] == "-"
	case "drop":
		l.drops = true
		return ""
	}
	for w := range strings.SplitSeq(f[2], "|") {
		switch f[1] {
		case "scene":
			l.scene[w] = true
		case "pron":
			l.pron.Add(w, true)
		case "both":
			l.both.Add(w, true)
		case "force":
			l.force.Add(w, true)
		case "of":
			l.of.Add(w, true)
		case "goal":
			l.goal.Add(w, true)
		case "joint":
			l.joint.Add(w, true)
		case "pact":
			l.pact.Add(w, true)
		}
	}
	return ""
}

// at is a field of a row, "" where it has not so many.
func at(f []string, i int) string {
	if i >= len(f) {
		return ""
	}
	return f[i]
}

func newRows() *rows {
	table := func() *phrase.Table[bool] { return phrase.NewTable[bool](0) }
	return &rows{
		triggers: phrase.NewTable[trigger](0), cues: phrase.NewTable[cue](0), scene: map[string]bool{},
		pron: table(), both: table(), force: table(), goal: table(), of: table(), joint: table(), pact: table(),
		modes: map[news.EventType]*phrase.Table[string]{}, contexts: phrase.NewTable[string](0),
	}
}

// none is for languages without rows: finding nothing is the honest answer there.
var none = sync.OnceValue(func() *rows { return newRows() })

// forLang returns the rows of a language. Its trigger words are read when it is asked for the first time.
func (r *Rules) forLang(lang news.Lang) *rows {
	r.lock.Lock()
	defer r.lock.Unlock()
	if file := r.pending[lang]; file != "" {
		delete(r.pending, lang)
		_ = r.readFile(r.inside, file, (*Rules).addTrigger, false)
	}
	if l := r.langs[lang]; l != nil {
		return l
	}
	return none()
}
