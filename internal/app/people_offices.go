package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/identity"
	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Offices gathers what reports call somebody: words of any language for one office together, under its English
// name where knowledge has it, with the reports and their dates, the earliest first. Forms of address and words for
// how people stand to each other are no offices.
func Offices(id string, docs []*news.Document) ([]export.Office, error) {
	base, err := kb.Open()
	if err != nil {
		return nil, fmt.Errorf("open the knowledge base: %w", err)
	}
	called := callings(base, id, docs)
	votes := map[string]int{} // of a title with several meanings that counts which others have
	for _, c := range called {
		for _, o := range c.offices {
			votes[o.key]++
		}
	}
	byTitle := map[string]*export.Office{}
	for _, c := range called {
		best := slices.MaxFunc(c.offices, func(a, b office) int {
			return cmp.Or(cmp.Compare(votes[a.key], votes[b.key]), cmp.Compare(b.key, a.key))
		})
		if byTitle[best.key] == nil {
			byTitle[best.key] = &export.Office{Title: best.title, Written: []export.Alias{}, Reports: []string{}}
		}
		byTitle[best.key].Add(c.doc, c.title)
	}
	out := make([]export.Office, 0, len(byTitle))
	for _, o := range byTitle {
		slices.SortFunc(o.Written, func(a, b export.Alias) int {
			return cmp.Or(cmp.Compare(a.Lang, b.Lang), cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name))
		})
		slices.Sort(o.Reports)
		out = append(out, *o)
	}
	slices.SortFunc(out, func(a, b export.Office) int {
		return cmp.Or(cmp.Compare(cmp.Or(a.From, "~"), cmp.Or(b.From, "~")), cmp.Compare(a.Title, b.Title))
	})
	return out, nil
}

// narrow are the offices of the knowledge base whose names all say the same. The others are classes ("general, colonel,
// soldier"), of which only the first name in a language is translated.
var narrow = map[string]bool{
	"OFF:PRE": true, "OFF:VPR": true, "OFF:CPR": true, "OFF:PMI": true, "OFF:CHA": true, "OFF:FOR": true, "OFF:DEF": true, "OFF:INT": true,
	"OFF:FIN": true, "OFF:JUS": true, "OFF:ATG": true, "OFF:HLH": true, "OFF:OIL": true, "OFF:SPK": true, "OFF:SPE": true, "OFF:SUP": true,
}

// office is what a title is known by, and its English name.
type office struct{ key, title string }

// calling is what a report calls somebody, and what that may mean.
type calling struct {
	doc     *news.Document
	title   string
	offices []office
}

func callings(base *kb.KB, id string, docs []*news.Document) []calling {
	var out []calling
	for _, doc := range docs {
		for _, m := range doc.Mentions {
			if m.Entity == id && m.Kind == news.Person && identity.Office(m.Role) {
				out = append(out, calling{doc, m.Role, officesOf(base, doc.Lang, m.Role)})
			}
		}
	}
	return out
}

// officesOf returns the offices that a title may be, or the title itself where knowledge has none.
func officesOf(base *kb.KB, lang news.Lang, title string) []office {
	var out []office
	for _, hit := range base.Find(title) {
		e, ok := base.Entry(hit.Ref)
		if ok && (narrow[e.ID] || strings.HasPrefix(e.ID, "OFF:") && kb.Key(title) == kb.Key(e.Name(lang))) {
			out = append(out, office{e.ID, e.Name("en")})
		}
	}
	if len(out) == 0 {
		out = []office{{text.Fold(title), title}}
	}
	return out
}

// IsOffice reports whether a title says what somebody is.
func IsOffice(title string) bool { return identity.Office(title) }
