package export

import "github.com/dragoman-news/dragoman/internal/news"

// Where what is known of an entity comes from.
const (
	OriginOwn     = "own"      // the user told it
	OriginBuiltIn = "built-in" // it is part of the program
)

// KnownEntity is dragoman.entity/1 for what is known of an entity before any report names
// it: the fields of Entity, with counts of 0, and more. Lines of it can be imported.
type KnownEntity struct {
	Schema   string       `json:"schema"`
	ID       string       `json:"id"`
	Kind     string       `json:"kind"`
	Name     string       `json:"name"`
	Country  string       `json:"country"`
	Sector   string       `json:"sector"`
	Reports  int          `json:"reports"`
	Aliases  []KnownAlias `json:"aliases"`
	Roles    []Role       `json:"roles"`
	Wikidata string       `json:"wikidata,omitempty"`
	Lat      *float64     `json:"lat,omitempty"`
	Lon      *float64     `json:"lon,omitempty"`
	Origin   string       `json:"origin"`
}

// KnownAlias is Alias with whether the name is one that others have too.
type KnownAlias struct {
	Alias
	Weak bool `json:"weak,omitempty"`
}

// NewKnown renders k.
func NewKnown(k *news.Known, origin string) KnownEntity {
	e := KnownEntity{
		Schema: EntitySchema, ID: k.ID, Kind: string(k.Kind), Name: k.Name, Country: k.Country, Sector: k.Sector,
		Wikidata: k.Wikidata, Origin: origin,
		Aliases: each(k.Names, func(n news.KnownName) KnownAlias {
			return KnownAlias{Alias{Name: n.Name, Lang: string(n.Lang)}, n.Weak}
		}),
		Roles: each(k.Roles, func(r news.Role) Role { return Role(r) }),
	}
	if k.HasPoint {
		lat, lon := k.Lat, k.Lon
		e.Lat, e.Lon = &lat, &lon
	}
	return e
}
