package quote

import (
	"embed"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

//go:embed data
var data embed.FS

// words is one kind of words of a language.
type words struct {
	*phrase.Table[bool]
	exact map[string]bool // the rows as written
}

// shortWord is up to how many bytes a word is told from others by its accents: "a" and
// "à", "el" and "él", which the table folds into one.
const shortWord = 3

// Has reports whether a phrase of the kind begins at token i.
func (w words) Has(s *scan, i int) bool {
	n := w.At(s.text, s.toks, i).N
	if n != 1 || s.toks[i].Script != text.Latin || s.toks[i].Span.Len() > shortWord {
		return n > 0
	}
	return w.exact[strings.ToLower(s.toks[i].Span.In(s.text))]
}

// order is where a language has the subject of a verb of speech.
type order int

const (
	afterQuote order = iota // behind it only where the quotation stands before it
	free                    // in front or behind
	always                  // behind
	never                   // in front
)

var orders = map[string]order{"free": free, "behind": always, "front": never}

// verbs are the rows of one language.
type verbs struct {
	said, source, post, part, bare, head          words // verbs of speech
	that, when, rel, and                          words // what parts clauses
	pron, they, there, det, own, prep, scene, aux words // what stands around a subject
	office, modal                                 words
	tells, to, press                              words // to whom something is said
	behind                                        order
	drops                                         bool // a verb may stand without its subject
}

func newVerbs() *verbs {
	v := &verbs{}
	for _, w := range v.kinds() {
		w.Table, w.exact = phrase.NewTable[bool](0), map[string]bool{}
	}
	return v
}

// put adds a phrase.
func (w words) put(row string) {
	w.Add(row, true)
	w.exact[row] = true
}

// kinds are the tables by the name that the rows give them.
func (v *verbs) kinds() map[string]*words {
	return map[string]*words{
		"said": &v.said, "source": &v.source, "part": &v.part, "that": &v.that, "rel": &v.rel, "and": &v.and, "pron": &v.pron,
		"they": &v.they, "det": &v.det, "prep": &v.prep, "scene": &v.scene, "aux": &v.aux, "office": &v.office, "own": &v.own, "post": &v.post, "bare": &v.bare, "head": &v.head, "when": &v.when, "there": &v.there, "modal": &v.modal, "tells": &v.tells, "to": &v.to, "press": &v.press,
	}
}

var rows = sync.OnceValue(func() map[news.Lang]*verbs {
	langs := map[news.Lang]*verbs{}
	for _, file := range []string{"data/verbs.tsv", "data/subjects.tsv"} {
		phrase.Rows(data, file, func(f []string) {
			if len(f) < 3 {
				return
			}
			lang := news.Lang(f[0])
			if langs[lang] == nil {
				langs[lang] = newVerbs()
			}
			langs[lang].add(f[1], f[2])
		})
	}
	return langs
})

// add takes in one row.
func (v *verbs) add(kind, row string) {
	t := v.kinds()[kind]
	for w := range strings.SplitSeq(row, "|") {
		switch {
		case kind == "order" && w == "drops":
			v.drops = true
		case kind == "order":
			v.behind = orders[w]
		case t != nil:
			t.put(w)
		}
		switch kind {
		case "scene":
			v.prep.put(w)
		case "own":
			v.det.put(w)
		case "part", "source", "post", "bare", "head":
			v.said.put(w)
		}
	}
}

// forLang is the rows of a language; one without rows reads English ones.
func forLang(lang news.Lang) *verbs {
	if v := rows()[lang]; v != nil {
		return v
	}
	return rows()["en"]
}
