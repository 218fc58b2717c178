package news

// Known is somebody or something that the user has told Dragoman of: an entity of
// their own. Where a report names it, what is said here stands above what the program
// knows by itself.
type Known struct {
	ID       string // the user's, or made of what they gave: see package own
	Kind     Kind
	Name     string // how it is shown
	Names    []KnownName
	Country  string // ISO 3166-1 alpha-3, "" where unknown
	Sector   string // PLOVER sector, "" where unknown
	Roles    []Role // offices with their terms, N 0
	Wikidata string // "Q…", "" where unknown
	Lat, Lon float64
	HasPoint bool
}

// KnownName is one more way to write a name.
type KnownName struct {
	Name string
	Lang Lang // "" fits all
	// Weak is a name that others have too, such as a nickname or a family name alone: it
	// counts only in reports that also have another name of the same entity.
	Weak bool
}

// RoleOn is the office that k had on an ISO date: the last begun of those whose term
// holds the date, or without a date the last of all. "" where none is known.
func (k *Known) RoleOn(date string) string {
	var best Role
	for _, r := range k.Roles {
		if date != "" && (r.From != "" && date < cut(r.From, date) || r.To != "" && cut(date, r.To) > r.To) {
			continue
		}
		if best.Title == "" || r.From > best.From || r.From == best.From && r.To == "" && best.To != "" {
			best = r
		}
	}
	return best.Title
}

// cut shortens a date to the precision of another: a term may have years alone.
func cut(date, like string) string { return date[:min(len(date), len(like))] }
