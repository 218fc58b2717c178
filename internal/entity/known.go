package entity

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/kb"
	names "github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// known answers from the knowledge base of the program: people and organisations that
// no row of the tables here has.
type known struct {
	kb    *kb.KB
	byKey func() map[string][]kb.Ref // people by fullKey, built when first asked for
}

// openKnown opens the knowledge base. Where it cannot be read, nothing is known by it.
func openKnown() *known {
	base, err := kb.Open()
	if err != nil {
		return &known{byKey: func() map[string][]kb.Ref { return nil }}
	}
	k := &known{kb: base}
	k.byKey = sync.OnceValue(k.readKeys)
	return k
}

// readKeys gathers the people under the keys of their names in other scripts. They stand
// before the places that GeoNames numbers.
func (k *known) readKeys() map[string][]kb.Ref {
	out := make(map[string][]kb.Ref, 1<<15)
	for e := range k.kb.All() {
		if strings.HasPrefix(e.ID, geoNames) {
			break
		}
		if e.Kind != news.Person {
			continue
		}
		for _, n := range e.Names() {
			key := fullKey(n.Text)
			if refs := out[key]; strings.ContainsRune(key, ' ') && (len(refs) == 0 || refs[len(refs)-1] != e.Ref) {
				out[key] = append(refs, e.Ref)
			}
		}
	}
	return out
}

// fullKey is the nameKey of somebody with the skeletons of the names between: of people
// whom few write of, another middle name makes another person.
func fullKey(name string) string {
	words := coreOf(nameWords(name))
	bones := make([]string, len(words))
	for i, w := range words {
		bones[i] = w.bones
	}
	return strings.Join(bones, " ")
}

// geoNames begins the ids of places that GeoNames numbers.
const geoNames = "GN:"

// find are the entries of a kind that have just this name.
func (k *known) find(name string, kind news.Kind) []kb.Entry {
	if k.kb == nil {
		return nil
	}
	var out []kb.Entry
	for _, h := range k.kb.Find(name) {
		if e, ok := k.kb.Entry(h.Ref); ok && e.Kind == kind && (h.Use != kb.Abbreviation || capitals(name)) {
			out = append(out, e)
		}
	}
	return out
}

// capitals reports whether a name has no small letter.
func capitals(name string) bool { return strings.ToUpper(name) == name }

// usual are the people whose usual name this is: a shorter form of a name is shared by
// many.
func (k *known) usual(name string) []kb.Entry {
	var out []kb.Entry
	for _, h := range k.kb.Find(name) {
		if e, ok := k.kb.Entry(h.Ref); ok && e.Kind == news.Person && h.Use == kb.Common {
			out = append(out, e)
		}
	}
	return out
}

// countryOf is the country of the one person who has a name, or one that sounds like it
// where respelt says that names are written by their sound: "" if nobody, or people of two.
func (k *known) countryOf(written string, respelt bool) string {
	found := k.find(written, news.Person)
	if key := fullKey(written); len(found) == 0 && respelt && len(key) >= firmKey {
		for _, ref := range k.byKey()[key] {
			if e, ok := k.kb.Entry(ref); ok && soundsLike(written, e) {
				found = append(found, e)
			}
		}
	}
	country := ""
	for i, e := range found {
		if i > 0 && e.Country != country {
			return ""
		}
		country = e.Country
	}
	return country
}

// firmKey is how many letters a key must have to tell people apart by itself, weakKey
// where the report names the country as well.
const firmKey, weakKey = 8, 6

// person is the one known person whom a full name means; ok is false where there is none,
// or two. Name and country of a mere likeness are only taken from a long one.
func (k *known) person(written string, ev evidence) (e kb.Entry, ok bool) {
	if k.kb == nil || !strings.ContainsRune(strings.TrimSpace(written), ' ') {
		return e, false
	}
	if e, ok = onlyEntry(k.usual(written), ev); ok {
		return e, true
	}
	key := fullKey(written)
	var like []kb.Entry
	for _, ref := range k.byKey()[key] {
		if e, ok := k.kb.Entry(ref); ok && (ev.country == e.Country || ev.country == "" && len(key) >= weakKey && ev.lands[e.Country]) && soundsLike(written, e) {
			like = append(like, e)
		}
	}
	return onlyEntry(like, ev)
}

// soundsLike reports whether a written name is like one of an entry's.
func soundsLike(written string, e kb.Entry) bool {
	return slices.ContainsFunc(e.Names(), func(n kb.Name) bool { return names.Similarity(written, n.Text) >= likely })
}

// onlyEntry is the only one of some that the country given to it does not exclude.
func onlyEntry(in []kb.Entry, ev evidence) (e kb.Entry, ok bool) {
	for _, o := range in {
		if ev.country != "" && o.Country != ev.country {
			continue
		}
		if ok {
			return kb.Entry{}, false
		}
		e, ok = o, true
	}
	return e, ok
}

// body is the one known organisation that has a name: of several the one whose country
// the report names.
func (k *known) body(name string, lands map[string]bool) (e kb.Entry, ok bool) {
	if r, _ := utf8.DecodeRuneInString(name); utf8.RuneCountInString(name) < 3 && text.ScriptOf(r) != text.Han {
		return e, false
	}
	all := k.find(name, news.Organisation)
	if len(all) == 1 {
		return all[0], true
	}
	for _, o := range all {
		if !lands[o.Country] {
			continue
		}
		if ok {
			return kb.Entry{}, false
		}
		e, ok = o, true
	}
	return e, ok
}
