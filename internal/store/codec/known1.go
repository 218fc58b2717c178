package codec

import (
	"bytes"
	"fmt"

	"github.com/dragoman-news/dragoman/internal/news"
)

// The JSON of an entity of the user's, version 1, frozen like document1. It is kept
// without compression: a row is as long as a name or two.

type known1 struct {
	ID       string       `json:"id"`
	Kind     string       `json:"k"`
	Name     string       `json:"n"`
	Names    []knownName1 `json:"a,omitempty"`
	Country  string       `json:"c,omitempty"`
	Sector   string       `json:"s,omitempty"`
	Roles    []knownRole1 `json:"r,omitempty"`
	Wikidata string       `json:"q,omitempty"`
	At       []float64    `json:"at,omitempty"` // latitude, longitude
}

type knownName1 struct {
	Name string `json:"n"`
	Lang string `json:"l,omitempty"`
	Weak bool   `json:"w,omitempty"`
}

type knownRole1 struct {
	Title string `json:"t"`
	From  string `json:"f,omitempty"`
	To    string `json:"u,omitempty"`
}

// EncodeKnown returns the kept form of an entity of the user's: a byte of version
// and JSON. Two that are equal have one form.
func EncodeKnown(k *news.Known) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteByte(version1)
	r := known1{
		ID: k.ID, Kind: string(k.Kind), Name: k.Name, Country: k.Country, Sector: k.Sector, Wikidata: k.Wikidata,
		Names: each(k.Names, func(n news.KnownName) knownName1 { return knownName1{n.Name, string(n.Lang), n.Weak} }),
		Roles: each(k.Roles, func(r news.Role) knownRole1 { return knownRole1{r.Title, r.From, r.To} }),
	}
	if k.HasPoint {
		r.At = []float64{k.Lat, k.Lon}
	}
	if err := writeJSON(&buf, r); err != nil {
		return nil, fmt.Errorf("encode entity %s: %w", k.ID, err)
	}
	return buf.Bytes(), nil
}

// DecodeKnown returns the entity kept in data.
func DecodeKnown(data []byte) (*news.Known, error) {
	if len(data) == 0 {
		return nil, fmt.Errorf("decode entity: %w", errShort)
	}
	if data[0] != version1 {
		return nil, unknownVersion(data[0])
	}
	var r known1
	if err := readJSON(data[1:], &r); err != nil {
		return nil, fmt.Errorf("decode entity: %w", err)
	}
	k := &news.Known{
		ID: r.ID, Kind: news.Kind(r.Kind), Name: r.Name, Country: r.Country, Sector: r.Sector, Wikidata: r.Wikidata,
		Names: each(r.Names, func(n knownName1) news.KnownName {
			return news.KnownName{Name: n.Name, Lang: news.Lang(n.Lang), Weak: n.Weak}
		}),
		Roles: each(r.Roles, func(r knownRole1) news.Role { return news.Role{Title: r.Title, From: r.From, To: r.To} }),
	}
	if len(r.At) == 2 {
		k.Lat, k.Lon, k.HasPoint = r.At[0], r.At[1], true
	}
	return k, nil
}
