package news

import "slices"

// Form is how words that are no name mean somebody.
type Form string

// The forms.
const (
	Title   Form = "title"   // a title alone: "the Iraqi president"
	Pronoun Form = "pronoun" // "he", "она"
)

// Reference is a span that means somebody without naming them.
type Reference struct {
	Span       Span
	Form       Form
	Mention    int    // index into Document.Mentions of a name of theirs, -1 where the report has none
	Entity     string // as the mention has it
	Name       string // canonical English name where known, else the longest name the report has
	Country    string // ISO 3166-1 alpha-3, "" where unknown
	Sector     string // PLOVER sector, "" where unknown
	Inferred   bool   // from who held the office on the day of the report, not from the report
	Confidence float64
}

// Everybody returns the mentions and, as mentions of people, the references, in the order of
// the text and without overlap, and for each the index into d.Mentions of a name: -1 where
// the report has none. What lies inside a reference ("Iraqi") is left out. Stages that ask
// who acts or speaks read this; the mentions alone say what is named.
func (d *Document) Everybody() (mentions []Mention, names []int) {
	n := len(d.Mentions)
	mentions, names = make([]Mention, 0, n+len(d.References)), make([]int, 0, n+len(d.References))
	i := 0
	for _, r := range d.References {
		for ; i < n && d.Mentions[i].Span.End <= r.Span.Start; i++ {
			mentions, names = append(mentions, d.Mentions[i]), append(names, i)
		}
		for i < n && r.Span.Overlaps(d.Mentions[i].Span) {
			i++
		}
		mentions, names = append(mentions, r.mention()), append(names, r.Mention)
	}
	for ; i < n; i++ {
		mentions, names = append(mentions, d.Mentions[i]), append(names, i)
	}
	return slices.Clip(mentions), names
}

func (r Reference) mention() Mention {
	return Mention{
		Span: r.Span, Kind: Person, Entity: r.Entity, Name: r.Name,
		Country: r.Country, Sector: r.Sector, Confidence: r.Confidence,
	}
}
