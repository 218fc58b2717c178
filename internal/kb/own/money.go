package own

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// moneyEntity is a line of FollowTheMoney: every property is a list of texts.
type moneyEntity struct {
	ID         string              `json:"id"`
	Schema     string              `json:"schema"`
	Caption    string              `json:"caption"`
	Properties map[string][]string `json:"properties"`
}

// others are the schemata of FollowTheMoney, folded, that are neither people nor bodies.
// They are passed over: a list of people comes with their passports and addresses.
var others = words(`address airplane analyzable article assessment asset associate audio bankaccount call callforTenders
	contract contractaward courtcase courtcaseparty cryptowallet debt directorship document documentation economicactivity
	email employment event family folder htmldocument hypertext identification image interest interval license mention
	message membership note occupancy ownership package page pages passport payment plaintext position post project
	projectparticipant realestate relationship representation risk sanction security similar succession table taxroll
	thing trip tweets unknownlink useraccount value vehicle vessel video video workbook`)

func words(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(strings.ToLower(s)) {
		set[w] = true
	}
	return set
}

// topics give the sector of whom FollowTheMoney says it, the first that fits.
var topics = []struct{ topic, sector string }{
	{"gov.igo", "IGO"},
	{"gov.judicial", "JUD"},
	{"role.judge", "JUD"},
	{"mil", "MIL"},
	{"gov.security", "MIL"},
	{"role.spy", "SPY"},
	{"role.journo", "MED"},
	{"gov.religion", "REL"},
	{"gov.executive", "GOV"},
	{"gov.legislative", "LEG"},
	{"gov", "GOV"},
	{"role.diplo", "GOV"},
}

// Where names and countries stand in FollowTheMoney, the best first.
var (
	moneyNames     = []string{"name", "alias", "previousName", "abbreviation"}
	moneyCountries = map[news.Kind][]string{
		news.Person:       {"nationality", "citizenship", "country"},
		news.Organisation: {"jurisdiction", "mainCountry", "country"},
	}
)

// moneyLine reads a line of FollowTheMoney; nil for one that is passed over. Such lists
// are made by others and cannot be mended by hand: a name in them that can be none is
// passed over and counted, and so is an entity without another.
func (f *File) moneyLine(n int, line []byte) (*news.Known, error) {
	var e moneyEntity
	if err := json.Unmarshal(line, &e); err != nil {
		return nil, f.badJSON(n, line, err)
	}
	b := builder{f: f, at: func(field string) place {
		return place{line: n, column: fieldColumn(line, field), field: field}
	}}
	schema := strings.ToLower(strings.TrimSpace(e.Schema))
	if others[schema] {
		f.pass("entities of schema " + e.Schema)
		return nil, nil
	}
	b.kind("schema", e.Schema)
	if e.ID == "" {
		b.fail("id", "there is no id", "every entity of FollowTheMoney has one")
	}
	b.id("id", e.ID)
	for _, property := range moneyNames {
		f.moneyAliases(&b, e.Properties[property], false)
	}
	f.moneyAliases(&b, e.Properties["weakAlias"], true)
	if b.err == nil && !chooseName(&b.k, e.Caption) {
		f.pass("entities without a name that can be one")
		return nil, nil
	}
	b.k.Country = f.moneyCountry(e.Properties, b.k.Kind)
	for _, t := range topics {
		if slices.Contains(e.Properties["topics"], t.topic) {
			b.k.Sector = t.sector
			break
		}
	}
	for _, title := range e.Properties["position"] {
		if r, reason := role(title, "", ""); reason == "" && r.Title != "" {
			b.k.Roles = append(b.k.Roles, r)
		}
	}
	for _, q := range e.Properties["wikidataId"] {
		if id, reason := wikidata(q); reason == "" {
			b.k.Wikidata = id
			break
		}
	}
	return b.done()
}

func (f *File) moneyAliases(b *builder, names []string, weak bool) {
	for _, s := range names {
		name, reason := cleanName(s)
		if reason != "" || len(b.k.Names) >= maxNames {
			f.pass("names that can be none (a letter, more than 200, damaged)")
			continue
		}
		b.k.Names = append(b.k.Names, news.KnownName{Name: name, Weak: weak})
	}
}

// chooseName takes the name that is shown out of the names of k: the caption, else the
// first in Latin letters, else the first.
func chooseName(k *news.Known, caption string) bool {
	caption, _ = cleanName(caption)
	best := -1
	for i, n := range k.Names {
		switch {
		case n.Weak:
			continue
		case n.Name == caption:
			best = i
		case best < 0, latin(n.Name) && !latin(k.Names[best].Name) && k.Names[best].Name != caption:
			best = i
		}
	}
	if best < 0 {
		return false
	}
	k.Name = k.Names[best].Name
	return true
}

func latin(s string) bool {
	for _, r := range s {
		if sc := text.ScriptOf(r); sc != text.Common {
			return sc == text.Latin
		}
	}
	return false
}

// moneyCountry is the first country that has a code; "gb-sct" is a part of one.
func (f *File) moneyCountry(properties map[string][]string, kind news.Kind) string {
	for _, property := range moneyCountries[kind] {
		for _, s := range properties[property] {
			s, _, _ = strings.Cut(s, "-")
			if code := countryCode(s); code != "" {
				return code
			}
			f.pass("countries without a code of ISO 3166")
		}
	}
	return ""
}
