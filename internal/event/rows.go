package event

import (
	"embed"
	"io/fs"
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
	force    *phrase.Table[bool] // troops and the like, which a nationality before or behind them belongs to
	of       *phrase.Table[bool] // words before the owner of something
	owned    bool                // the owner follows its noun without a word
	goal     *phrase.Table[bool] // words before a verb that has the subject of the verb before
}

var all = sync.OnceValue(func() map[news.Lang]*rows {
	langs := map[news.Lang]*rows{}
	at := func(code string) *rows {
		r := langs[news.Lang(code)]
		if r == nil {
			r = newRows()
			langs[news.Lang(code)] = r
		}
		return r
	}
	for _, file := range triggerFiles() {
		phrase.Rows(data, file, func(f []string) {
			if len(f) < 4 {
				return
			}
			t := trigger{kind: news.EventType(f[1]), shape: f[2], weak: len(f) > 5 && f[5] == "weak"}
			if len(f) > 4 && f[4] != "-" {
				t.status = news.Status(f[4])
			}
			for w := range strings.SplitSeq(f[3], "|") {
				at(f[0]).triggers.Add(w, t)
			}
		})
	}
	phrase.Rows(data, "data/cues.tsv", func(f []string) {
		if len(f) < 4 {
			return
		}
		for w := range strings.SplitSeq(f[3], "|") {
			at(f[0]).cues.Add(w, cue{status: news.Status(f[1]), any: f[2] == "any"})
		}
	})
	phrase.Rows(data, "data/words.tsv", func(f []string) {
		if len(f) < 3 {
			return
		}
		r := at(f[0])
		for w := range strings.SplitSeq(f[2], "|") {
			switch f[1] {
			case "scene":
				r.scene[w] = true
			case "pron":
				r.pron.Add(w, true)
			case "both":
				r.both.Add(w, true)
			case "force":
				r.force.Add(w, true)
			case "of":
				if r.owned = w == "-"; !r.owned {
					r.of.Add(w, true)
				}
			case "goal":
				r.goal.Add(w, true)
			}
		}
	})
	return langs
})

// triggerFiles are the tables of trigger words, one a language, in the order of their names.
func triggerFiles() []string {
	files, err := fs.Glob(data, "data/triggers/*.tsv")
	if err != nil {
		return nil
	}
	return files
}

func newRows() *rows {
	table := func() *phrase.Table[bool] { return phrase.NewTable[bool](0) }
	return &rows{
		triggers: phrase.NewTable[trigger](0), cues: phrase.NewTable[cue](0), scene: map[string]bool{},
		pron: table(), both: table(), force: table(), goal: table(), of: table(),
	}
}

// none is for languages without rows: finding nothing is the honest answer there.
var none = sync.OnceValue(func() *rows { return newRows() })

func forLang(lang news.Lang) *rows {
	if r := all()[lang]; r != nil {
		return r
	}
	return none()
}
