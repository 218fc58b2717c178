package index

import (
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// The first letters of posting terms. What follows is said at the functions below.
const (
	entityTerm  = "e:"
	nameTerm    = "n:"
	countryTerm = "c:"
	eventTerm   = "t:"
	featureTerm = "f:"
	sourceTerm  = "s:"
	langTerm    = "l:"
)

// EntityTerm is the posting term of an entity id.
func EntityTerm(id string) string { return entityTerm + id }

// EntityOfTerm returns the entity id of a posting term, ok false when it is another kind of term.
func EntityOfTerm(term string) (id string, ok bool) { return strings.CutPrefix(term, entityTerm) }

// NameTerm is the posting term of a name that no entity is known for.
func NameTerm(name string) string { return nameTerm + FoldName(name) }

// CountryTerm is the posting term of an ISO 3166-1 alpha-3 code.
func CountryTerm(code string) string { return countryTerm + strings.ToUpper(code) }

// FeatureTerm is the posting term of a key that a store.Featurer gave.
func FeatureTerm(key string) string { return featureTerm + key }

// EventTerm is the posting term of events of a type and status, either of which may be
// "" for any. Each event has three: its type, its status, and both.
func EventTerm(t news.EventType, s news.Status) string {
	return eventTerm + string(t) + "/" + string(s)
}

// SourceTerm is the posting term of an outlet, by domain or by name.
func SourceTerm(source string) string { return sourceTerm + SourceKey(source) }

// LangTerm is the posting term of a language.
func LangTerm(l news.Lang) string { return langTerm + string(l) }

// FoldName is the form in which names are compared: folded, with single spaces.
func FoldName(name string) string { return strings.Join(strings.Fields(text.Fold(name)), " ") }

// SourceKey is the form in which outlets are compared.
func SourceKey(source string) string { return strings.TrimPrefix(FoldName(source), "www.") }

// Terms returns the posting terms of a document, sorted, each once: its language,
// its source by domain and by name, the entities and countries of its mentions and of the parties and places of its
// events, the names without an entity, and the types and statuses of its events.
func Terms(doc *news.Document) []string {
	t := termSet{list: []string{LangTerm(doc.Lang), SourceTerm(doc.Source), SourceTerm(doc.Site)}}
	for _, m := range doc.Mentions {
		t.named(m.Entity, m.Name, m.Country)
		if m.Entity == "" {
			t.name(m.Span.In(doc.Text))
		}
	}
	for _, e := range doc.Events {
		t.event(e.Type, e.Status, e.Location)
		for _, p := range e.Actors {
			t.named(p.Entity, p.Name, p.Country)
		}
		for _, p := range e.Recipients {
			t.named(p.Entity, p.Name, p.Country)
		}
	}
	return t.sorted()
}

// EntryTerms returns the posting terms of a story's entry, in the same way.
func EntryTerms(e *news.Entry) []string {
	var t termSet
	t.event(e.Type, e.Status, e.Location)
	for _, p := range e.Actors {
		t.named(p.Entity, p.Name, p.Country)
	}
	for _, p := range e.Recipients {
		t.named(p.Entity, p.Name, p.Country)
	}
	return t.sorted()
}

type termSet struct{ list []string }

func (t *termSet) named(entity, name, country string) {
	if entity != "" {
		t.list = append(t.list, EntityTerm(entity))
	} else {
		t.name(name)
	}
	t.country(country)
}

func (t *termSet) name(name string) {
	if term := NameTerm(name); term != nameTerm {
		t.list = append(t.list, term)
	}
}

func (t *termSet) country(code string) {
	if code != "" {
		t.list = append(t.list, CountryTerm(code))
	}
}

func (t *termSet) event(typ news.EventType, status news.Status, at *news.Location) {
	t.list = append(t.list, EventTerm(typ, ""), EventTerm("", status), EventTerm(typ, status))
	if at != nil {
		t.country(at.Country)
	}
}

func (t *termSet) sorted() []string {
	slices.Sort(t.list)
	return slices.Compact(t.list)
}
