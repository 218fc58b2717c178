package own

import (
	"fmt"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// builder makes an entity of the fields of a row and keeps the first error.
type builder struct {
	f   *File
	at  func(field string) place
	k   news.Known
	err error
}

func (b *builder) fail(field, what, hint string) {
	if b.err == nil {
		b.err = b.f.wrong(b.at(field), what, hint)
	}
}

func (b *builder) kind(field, s string) {
	key := strings.ToLower(strings.TrimSpace(s))
	if key == "" {
		b.fail(field, "there is no kind", kindsWanted)
		return
	}
	kind, ok := kinds[key]
	if !ok {
		b.fail(field, shown(s)+" is no kind", kindsWanted)
	}
	b.k.Kind, b.k.Sector = kind, sectors[key]
}

func (b *builder) id(field, s string) {
	id, reason := entityID(s)
	if reason != "" {
		b.fail(field, reason, "leave the id out, and one is made of kind, name and country")
	}
	b.k.ID = id
}

func (b *builder) name(field, s string) {
	name, reason := cleanName(s)
	if reason != "" {
		b.fail(field, "the name "+shown(s)+" "+reason, "a name has 2 to 200 letters")
	}
	b.k.Name = name
}

func (b *builder) alias(field, s, lang string, weak bool) {
	name, reason := cleanName(s)
	switch {
	case reason != "":
		b.fail(field, "the name "+shown(s)+" "+reason, "a name has 2 to 200 letters")
	case !isLang(lang):
		b.fail(field, shown(lang)+" is no language", "two letters, such as ar, or none")
	case len(b.k.Names) >= maxNames:
		b.fail(field, fmt.Sprintf("it has more than %d names", maxNames), "names are parted by | in a table")
	default:
		b.k.Names = append(b.k.Names, news.KnownName{Name: name, Lang: news.Lang(strings.ToLower(lang)), Weak: weak})
	}
}

// isLang reports whether s is a code of a language, or empty.
func isLang(s string) bool {
	return s == "" || len(s) >= 2 && len(s) <= 3 && strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz") == ""
}

func (b *builder) country(field, s string) {
	code, reason := b.f.country(s)
	if reason != "" {
		b.fail(field, reason, "ISO 3166-1, such as IRQ or IQ")
	}
	b.k.Country = code
}

func (b *builder) sector(field, s string) {
	code, reason := sector(s)
	if reason != "" {
		b.fail(field, reason, sectorsWanted)
	}
	if code != "" {
		b.k.Sector = code
	}
}

func (b *builder) role(field, title, from, to string) {
	r, reason := role(title, from, to)
	switch {
	case reason != "":
		b.fail(field, reason, "dates are "+datesWanted)
	case r.Title == "" && (r.From != "" || r.To != ""):
		b.fail(field, "there are dates of a role, and no role", "name the role, or leave its dates out")
	case r.Title != "":
		b.k.Roles = append(b.k.Roles, r)
	}
}

func (b *builder) wikidata(field, s string) {
	id, reason := wikidata(s)
	if reason != "" {
		b.fail(field, reason, "such as Q796")
	}
	b.k.Wikidata = id
}

func (b *builder) point(field string, lat, lon *float64) {
	switch {
	case lat == nil && lon == nil:
	case lat == nil || lon == nil:
		b.fail(field, "of latitude and longitude one is missing", "give both or neither")
	case !(*lat >= -90 && *lat <= 90 && *lon >= -180 && *lon <= 180): // not a number neither
		b.fail(field, fmt.Sprintf("%g %g is no point on Earth", *lat, *lon), "latitude -90 to 90, longitude -180 to 180, in degrees")
	default:
		b.k.Lat, b.k.Lon, b.k.HasPoint = *lat, *lon, true
	}
}

func (b *builder) done() (*news.Known, error) {
	if b.err != nil {
		return nil, b.err
	}
	finish(&b.k)
	return &b.k, nil
}
