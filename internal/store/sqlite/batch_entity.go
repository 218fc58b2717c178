package sqlite

import (
	"cmp"
	"maps"
	"slices"

	"github.com/dragoman-news/dragoman/internal/store/index"
)

// entityDelta is what a batch changes about one entity.
type entityDelta struct {
	id      string
	reports int
	forms   map[index.Form]int
	aliases map[index.Written]int
	names   map[string]int
	roles   map[roleDay]int
}

type roleDay struct{ title, day string }

// name adds how a document names entities, or with sign -1 takes it off.
func (b *batch) name(namings []index.Naming, day string, sign int) error {
	for _, n := range namings {
		k, err := b.t.term(index.EntityTerm(n.Entity))
		if err != nil {
			return err
		}
		d := b.entities[k]
		if d == nil {
			d = &entityDelta{
				id: n.Entity, forms: map[index.Form]int{}, aliases: map[index.Written]int{}, names: map[string]int{}, roles: map[roleDay]int{},
			}
			b.entities[k] = d
		}
		d.reports += sign
		for f, count := range n.Forms {
			d.forms[f] += sign * count
		}
		for w, count := range n.Aliases {
			d.aliases[w] += sign * count
		}
		for folded, count := range n.Names {
			d.names[folded] += sign * count
		}
		for _, title := range n.Roles {
			d.roles[roleDay{title, day}] += sign
		}
	}
	return nil
}

// writeEntities writes the counts that changed, table by table in the order of their
// keys. Most go up; those that go down are few and are looked at one by one.
func (b *batch) writeEntities() error {
	ks := slices.Sorted(maps.Keys(b.entities))
	if err := b.countEntities(ks); err != nil {
		return err
	}
	forms, aliases := b.t.tally(formTally), b.t.tally(aliasTally)
	names, roles := b.t.tally(nameTally), b.t.tally(roleTally)
	for _, k := range ks {
		d := b.entities[k]
		for _, f := range sortedKeys(d.forms, compareForms) {
			if err := forms.count(d.forms[f], k, f.Name, string(f.Kind), f.Country, f.Sector); err != nil {
				return err
			}
		}
		for _, w := range sortedKeys(d.aliases, compareWritten) {
			if err := aliases.count(d.aliases[w], k, string(w.Lang), w.Name); err != nil {
				return err
			}
		}
		for _, folded := range sortedKeys(d.names, cmp.Compare) {
			if err := names.count(d.names[folded], folded, k); err != nil {
				return err
			}
		}
		for _, r := range sortedKeys(d.roles, compareRoles) {
			if err := roles.count(d.roles[r], k, r.title, r.day); err != nil {
				return err
			}
		}
	}
	for _, t := range []*tally{forms, aliases, names, roles} {
		if err := t.rows.flush(); err != nil {
			return err
		}
	}
	return nil
}

// countEntities adds to the reports of each entity, and to how many there are.
func (b *batch) countEntities(ks []int64) error {
	more := slices.DeleteFunc(slices.Clone(ks), func(k int64) bool { return b.entities[k].reports <= 0 })
	known, err := b.knownEntities(more)
	if err != nil {
		return err
	}
	b.counts["entities"] += int64(len(more)) - known
	entities := b.t.tally(entityTally)
	for _, k := range ks {
		if err := entities.count(b.entities[k].reports, k, b.entities[k].id); err != nil {
			return err
		}
	}
	b.counts["entities"] -= entities.dropped
	return entities.rows.flush()
}

// knownEntities returns how many of the entities have a row.
func (b *batch) knownEntities(ks []int64) (known int64, err error) {
	for chunk := range slices.Chunk(ks, rowsAtOnce) {
		args := make([]any, rowsAtOnce)
		for i := range args {
			args[i] = chunk[min(i, len(chunk)-1)] // the last one again counts once
		}
		var n int64
		if _, err := b.t.get(countEntities, args, &n); err != nil {
			return 0, err
		}
		known += n
	}
	return known, nil
}

var countEntities = `SELECT count(*) FROM entity WHERE k IN ` + placeholders(rowsAtOnce)

func sortedKeys[K comparable](m map[K]int, compare func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(m), compare)
}

func compareForms(a, b index.Form) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Country, b.Country), cmp.Compare(a.Sector, b.Sector))
}

func compareWritten(a, b index.Written) int {
	return cmp.Or(cmp.Compare(a.Lang, b.Lang), cmp.Compare(a.Name, b.Name))
}

func compareRoles(a, b roleDay) int {
	return cmp.Or(cmp.Compare(a.title, b.title), cmp.Compare(a.day, b.day))
}
