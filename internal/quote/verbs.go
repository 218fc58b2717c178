package quote

import (
	"embed"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

//go:embed data/verbs.tsv
var data embed.FS

// verbs are the rows of one language.
type verbs struct {
	said, that, pron *phrase.Table[bool]
}

var rows = sync.OnceValue(func() map[news.Lang]*verbs {
	langs := map[news.Lang]*verbs{}
	phrase.Rows(data, "data/verbs.tsv", func(f []string) {
		if len(f) < 3 {
			return
		}
		lang := news.Lang(f[0])
		v := langs[lang]
		if v == nil {
			v = &verbs{said: phrase.NewTable[bool](0), that: phrase.NewTable[bool](0), pron: phrase.NewTable[bool](0)}
			langs[lang] = v
		}
		t := map[string]*phrase.Table[bool]{"said": v.said, "that": v.that, "pron": v.pron}[f[1]]
		if t == nil {
			return
		}
		for w := range strings.SplitSeq(f[2], "|") {
			t.Add(w, true)
		}
	})
	return langs
})

// forLang is the rows of a language; one without rows reads English ones.
func forLang(lang news.Lang) *verbs {
	if v := rows()[lang]; v != nil {
		return v
	}
	return rows()["en"]
}
