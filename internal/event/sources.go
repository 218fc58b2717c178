package event

import (
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// sources are the rows of data/sources.tsv for one language: the words that show who says so.
type sources struct {
	by, post, tells, indef *phrase.Table[bool]
	kinds                  *phrase.Table[string] // the word, or the name of an agency: "agency", "outlet", "official", "unnamed"
}

func newSources() *sources {
	table := func() *phrase.Table[bool] { return phrase.NewTable[bool](0) }
	return &sources{by: table(), post: table(), tells: table(), indef: table(), kinds: phrase.NewTable[string](0)}
}

// add takes in one row.
func (r *sources) add(kind, words string) {
	tables := map[string]*phrase.Table[bool]{"by": r.by, "post": r.post, "tells": r.tells, "indef": r.indef}
	for w := range strings.SplitSeq(words, "|") {
		if t := tables[kind]; t != nil {
			t.Add(w, true)
		} else {
			r.kinds.Add(w, kind)
		}
	}
}

// everywhere is the language of rows that all languages share: the names of agencies.
const everywhere = "*"

var allSources = sync.OnceValue(func() map[news.Lang]*sources {
	langs, shared := map[news.Lang]*sources{}, [][]string{}
	phrase.Rows(data, "data/sources.tsv", func(f []string) {
		switch {
		case len(f) < 3:
		case f[0] == everywhere:
			shared = append(shared, f)
		default:
			lang := news.Lang(f[0])
			if langs[lang] == nil {
				langs[lang] = newSources()
			}
			langs[lang].add(f[1], f[2])
		}
	})
	for _, r := range langs {
		for _, f := range shared {
			r.add(f[1], f[2])
		}
	}
	return langs
})

// noSources is for languages without rows.
var noSources = sync.OnceValue(newSources)

func sourcesFor(lang news.Lang) *sources {
	if r := allSources()[lang]; r != nil {
		return r
	}
	return noSources()
}
