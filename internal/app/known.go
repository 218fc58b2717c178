package app

import (
	"fmt"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
)

// BuiltIn returns what the program itself knows by a name in any script, or by an id: the
// likeliest first.
func BuiltIn(name string) ([]*news.Known, error) {
	base, err := kb.Open()
	if err != nil {
		return nil, fmt.Errorf("open the knowledge base: %w", err)
	}
	var out []*news.Known
	shown := map[kb.Ref]bool{}
	show := func(e kb.Entry, ok bool) {
		if ok && !shown[e.Ref] {
			shown[e.Ref] = true
			out = append(out, builtIn(e))
		}
	}
	show(base.ByID(name))
	for _, hit := range base.Find(name) {
		show(base.Entry(hit.Ref))
	}
	return out, nil
}

// builtIn renders an entry. Nationality words are left out, which are no names; houses
// that stand for a government are weak ones. A name of several languages is one of all.
func builtIn(e kb.Entry) *news.Known {
	k := &news.Known{
		ID: e.ID, Kind: e.Kind, Name: e.Name("en"), Country: e.Country, Sector: e.Sector, Lat: e.Lat, Lon: e.Lon, HasPoint: e.HasPoint,
	}
	have := map[string]bool{k.Name: true}
	for _, n := range e.Names() {
		if n.Use == kb.Adjective || have[n.Text] {
			continue
		}
		have[n.Text] = true
		known := news.KnownName{Name: n.Text, Weak: n.Use == kb.Seat}
		if len(n.Langs) == 1 {
			known.Lang = n.Langs[0]
		}
		k.Names = append(k.Names, known)
	}
	for _, r := range e.Roles() {
		title := r.Title
		if title == "" {
			title = r.Code
		}
		k.Roles = append(k.Roles, news.Role{Title: title, From: r.From.String(), To: r.To.String()})
	}
	return k
}
