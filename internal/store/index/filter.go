package index

import "github.com/dragoman-news/dragoman/internal/store"

// Groups returns the posting terms that a filter asks of a document: one of each group must
// be there, and the first groups are mostly the rarest. byName returns the ids of the entities that are known under a folded name.
func Groups(f store.Filter, byName func(folded string) ([]string, error)) ([][]string, error) {
	var groups [][]string
	for _, named := range []string{f.Entity, f.Place} {
		if named == "" {
			continue
		}
		group := []string{EntityTerm(named), NameTerm(named)}
		ids, err := byName(FoldName(named))
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if id != named {
				group = append(group, EntityTerm(id))
			}
		}
		groups = append(groups, group)
	}
	if f.Source != "" {
		groups = append(groups, []string{SourceTerm(f.Source)})
	}
	if f.Type != "" || f.Status != "" {
		groups = append(groups, []string{EventTerm(f.Type, f.Status)})
	}
	if f.Country != "" {
		groups = append(groups, []string{CountryTerm(f.Country)})
	}
	if f.Lang != "" {
		groups = append(groups, []string{LangTerm(f.Lang)})
	}
	return groups, nil
}
