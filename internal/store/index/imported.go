package index

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// ImportedID is the id of a record of an import.
func ImportedID(name string, line int) string { return fmt.Sprintf("%s#%d", name, line) }

// NameImported is r with the import's name and its id, which are what is kept.
func NameImported(name string, r *news.Imported) *news.Imported {
	c := *r
	c.Import = name
	c.Document.ID = ImportedID(name, r.Line)
	c.Document.Revision, c.Document.CopyOf, c.Document.Reading = 0, "", nil
	return &c
}

// CheckImport refuses an import that could not be asked for.
func CheckImport(imp store.Import) error {
	if !utf8.ValidString(imp.File) || !utf8.ValidString(imp.Format) {
		return invalid("the name of the file is not UTF-8", "")
	}
	if imp.Name == "" {
		return invalid("an import has no name", "give it one with --name")
	}
	if err := checkID(imp.Name); err != nil {
		return invalid(fmt.Sprintf("%q is no name for an import: it is too long or has characters that no name has", imp.Name), "give it another with --name")
	}
	return nil
}

// CheckImported refuses a record, named already, that could not be kept.
func CheckImported(r *news.Imported) error {
	switch {
	case r.Line < 1:
		return invalid("an imported record has no line", "")
	case len(r.Document.Events) == 0:
		return invalid(fmt.Sprintf("the record of line %d codes no event", r.Line), "")
	case !utf8.ValidString(r.Original):
		return invalid(fmt.Sprintf("the id of the record of line %d is not UTF-8", r.Line), "")
	}
	return Check(&r.Document)
}

// MatchImported says whether an imported record matches.
func MatchImported(r *news.Imported, f store.ImportFilter) bool {
	d := &r.Document
	if f.Import != "" && f.Import != r.Import || f.Lang != "" && f.Lang != d.Lang {
		return false
	}
	if f.Source != "" && FoldName(f.Source) != FoldName(d.Source) {
		return false
	}
	entity := FoldName(f.Entity)
	return slices.ContainsFunc(d.Events, func(e news.Event) bool { return matchImported(&e, f.Filter, entity) })
}

func matchImported(e *news.Event, f store.Filter, entity string) bool {
	first, last := "", ""
	if e.Date != nil {
		first, last = e.Date.From.Format(time.DateOnly), e.Date.To.Format(time.DateOnly)
	}
	if !Within(first, last, f.Since, f.Until) || f.Type != "" && f.Type != e.Type || f.Status != "" && f.Status != e.Status {
		return false
	}
	parties := slices.Concat(e.Actors, e.Recipients)
	if e.Location != nil {
		parties = append(parties, news.Party{Name: e.Location.Name, Country: e.Location.Country})
	}
	of := func(check func(p news.Party) bool) bool { return slices.ContainsFunc(parties, check) }
	return (f.Country == "" || of(func(p news.Party) bool { return p.Country == f.Country })) &&
		(f.Entity == "" || of(func(p news.Party) bool { return p.Entity == f.Entity || FoldName(p.Name) == entity }))
}

// ImportedDays are the first and last day that the events of a record have, "" where one has none.
func ImportedDays(r *news.Imported) (first, last string) {
	for i, e := range r.Document.Events {
		if e.Date == nil {
			return "", ""
		}
		from, to := e.Date.From.Format(time.DateOnly), e.Date.To.Format(time.DateOnly)
		if i == 0 || from < first {
			first = from
		}
		last = max(last, to)
	}
	return first, last
}
