package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/entity"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
)

// typeNamed is the event type that the user writes.
func typeNamed(s string, own []news.EventType) (news.EventType, error) {
	t, all := news.EventType(strings.ToUpper(s)), slices.Concat(news.EventTypes, own)
	if s == "" || slices.Contains(all, t) {
		return t, nil
	}
	return "", &news.Error{
		Code: news.Invalid, Message: s + " is no event type", Hint: "one of " + listed(all) + "; --rules DIR knows types of your own",
	}
}

// statuses are those that an event can have.
var statuses = []news.Status{news.Occurred, news.Planned, news.CalledFor, news.Denied, news.Background}

func statusNamed(s string) (news.Status, error) {
	status := news.Status(strings.ToLower(s))
	if s == "" || slices.Contains(statuses, status) {
		return status, nil
	}
	return "", &news.Error{Code: news.Invalid, Message: s + " is no status", Hint: "one of " + listed(statuses)}
}

func listed[T ~string](in []T) string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return strings.Join(out, ", ")
}

// wording understands what the user writes by what the reports of a story name, what the user has imported and what the program knows.
type wording struct {
	st    store.Store
	docs  []*news.Document
	notes []string
}

func (w *wording) note(format string, args ...any) {
	w.notes = append(w.notes, fmt.Sprintf(format, args...))
}

// values reads mode, date and place.
func (w *wording) values(ctx context.Context, c *news.Correction, in Correcting) error {
	unset := func(s, attribute string) bool {
		if s == NoValue {
			c.Unset = append(c.Unset, attribute)
		}
		return s == "" || s == NoValue
	}
	if !unset(in.Mode, news.AttributeMode) {
		c.Mode = in.Mode
	}
	var err error
	if !unset(in.Date, news.AttributeDate) {
		if c.Date, err = ParseDays(in.Date); err != nil {
			return err
		}
	}
	if !unset(in.Place, news.AttributePlace) {
		c.Place, err = w.place(ctx, in.Place)
	}
	return err
}

// place is the place that a name, or an id, means: one that the reports name so, one of the user's own, one that the program knows, or
// else the name alone.
func (w *wording) place(ctx context.Context, name string) (*news.Location, error) {
	finder, err := entity.New()
	if err != nil {
		return nil, err
	}
	if m := w.mentioned(name, news.Place, news.Country); m != nil {
		return mentionedPlace(finder, m), nil
	}
	for k, err := range w.st.Owned(ctx, store.OwnFilter{Name: name}) {
		if err != nil {
			return nil, err
		}
		if k.Kind == news.Place || k.Kind == news.Country {
			return &news.Location{Name: k.Name, Country: k.Country, Lat: k.Lat, Lon: k.Lon, HasPoint: k.HasPoint, Precision: news.AtPoint}, nil
		}
	}
	if id, at, ok := finder.PlaceNamed(name); ok {
		where := at.Name
		if at.Country != "" && at.Precision != news.AtCountry {
			where += " in " + at.Country
		}
		w.note("%s is taken for %s (%s); dragoman kb show \"%s\" lists others, and an id says which", name, where, id, name)
		return &at, nil
	}
	w.note("no place %s is known: the name is kept without country and coordinates", name)
	return &news.Location{Name: strings.TrimSpace(line(name))}, nil
}

// mentionedPlace is where a mention lies, as an event has it.
func mentionedPlace(finder *entity.Finder, m *news.Mention) *news.Location {
	at := &news.Location{Name: m.Name, Country: m.Country, Precision: m.Precision}
	if m.Kind == news.Country {
		at.Precision = news.AtCountry
		return at
	}
	if lat, lon, ok := finder.Place(m.Entity); ok {
		at.Lat, at.Lon, at.HasPoint = lat, lon, true
	}
	return at
}

// mentioned is the first mention in the reports that has a name, or that id, of these kinds.
func (w *wording) mentioned(name string, kinds ...news.Kind) *news.Mention {
	want := text.Fold(strings.TrimSpace(name))
	for _, doc := range w.docs {
		for i := range doc.Mentions {
			m := &doc.Mentions[i]
			if m.Adjective || !slices.Contains(kinds, m.Kind) {
				continue
			}
			if m.Entity != "" && m.Entity == name || text.Fold(m.Name) == want || text.Fold(m.Span.In(doc.Text)) == want {
				return m
			}
		}
	}
	return nil
}

// parties reads who is added and dropped, each against those of the entry as it is shown.
func (w *wording) parties(ctx context.Context, c *news.Correction, in Correcting, e *news.Entry) error {
	if e == nil {
		return nil
	}
	for _, side := range []struct {
		what      string
		has       []news.EntryParty
		add, drop []string
		added     *[]news.Party
		dropped   *[]news.Party
	}{
		{"an actor", e.Actors, in.AddActors, in.DropActors, &c.AddActors, &c.DropActors},
		{"a recipient", e.Recipients, in.AddRecipients, in.DropRecipients, &c.AddRecipients, &c.DropRecipients},
	} {
		for _, name := range side.drop {
			p := partyNamed(side.has, name)
			if p == nil {
				return &news.Error{Code: news.NotFound, Message: name + " is not " + side.what + " of it", Hint: whoTakesPart(side.has)}
			}
			*side.dropped = append(*side.dropped, *p)
		}
		for _, name := range side.add {
			p, err := w.party(ctx, name)
			if err != nil {
				return err
			}
			if has := partyNamed(side.has, p.Name); has != nil && has.Entity == p.Entity {
				return &news.Error{Code: news.Invalid, Message: p.Name + " is " + side.what + " of it already"}
			}
			*side.added = append(*side.added, p)
		}
	}
	return nil
}

func whoTakesPart(list []news.EntryParty) string {
	if len(list) == 0 {
		return "nobody is"
	}
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.Name
	}
	return strings.Join(names, ", ") + " is there"
}

// partyNamed is the party of a name or an id, nil where there is none: of a part of a name where only one has it.
func partyNamed(list []news.EntryParty, name string) *news.Party {
	want := text.Fold(strings.TrimSpace(name))
	var found []news.Party
	for _, p := range list {
		if p.Entity != "" && p.Entity == name || text.Fold(p.Name) == want {
			return &p.Party
		}
		if want != "" && strings.HasSuffix(text.Fold(p.Name), " "+want) {
			found = append(found, p.Party)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return &found[0]
}

// party is whom a name, or an id, means: somebody whom the reports of the story name so, whom reports kept name so, one of the
// user's own, one that the program knows, or else the name alone.
func (w *wording) party(ctx context.Context, name string) (news.Party, error) {
	name = strings.TrimSpace(line(name))
	if name == "" {
		return news.Party{}, &news.Error{Code: news.Invalid, Message: "a party without a name"}
	}
	if m := w.mentioned(name, news.Person, news.Organisation, news.Country, news.Place); m != nil {
		return news.Party{Name: m.Name, Entity: m.Entity, Kind: m.Kind, Country: m.Country, Sector: m.Sector, Mention: -1}, nil
	}
	if p, err := w.named(ctx, name); p != nil || err != nil {
		if err != nil {
			return news.Party{}, err
		}
		return *p, nil
	}
	known, err := BuiltIn(name)
	if err != nil {
		return news.Party{}, err
	}
	for _, k := range known {
		if k.Kind == news.Person || k.Kind == news.Organisation || k.Kind == news.Country || k.Kind == news.Place {
			w.note("%s is taken for %s (%s)", name, k.Name, k.ID)
			return knownParty(k), nil
		}
	}
	w.note("nobody called %s is known: the name is kept as it is", name)
	return news.Party{Name: name, Mention: -1}, nil
}

// named is the one whom reports kept name so, or whom the user has imported, nil for nobody.
func (w *wording) named(ctx context.Context, name string) (*news.Party, error) {
	var found []*news.Entity
	for e, err := range w.st.Entities(ctx, store.Filter{Entity: name, Limit: 10}) {
		if err != nil {
			return nil, err
		}
		if e.ID == name {
			found = []*news.Entity{e}
			break
		}
		found = append(found, e)
	}
	if len(found) > 1 {
		return nil, several(name, found)
	}
	for _, e := range found {
		return &news.Party{Name: e.Name, Entity: e.ID, Kind: e.Kind, Country: e.Country, Sector: e.Sector, Mention: -1}, nil
	}
	for k, err := range w.st.Owned(ctx, store.OwnFilter{Name: name, Limit: 1}) {
		if err != nil {
			return nil, err
		}
		p := knownParty(k)
		return &p, nil
	}
	return nil, nil //nolint:nilnil // nobody is so called, which is no failure
}

func knownParty(k *news.Known) news.Party {
	return news.Party{Name: k.Name, Entity: k.ID, Kind: k.Kind, Country: k.Country, Sector: k.Sector, Mention: -1}
}
