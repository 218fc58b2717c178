package identity

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Limits of what is kept of one person in one report: enough to tell who it is, and
// small beside the report.
const (
	mostNames   = 4
	mostRoles   = 3
	mostCompany = 12
)

// Sightings returns how doc names each person and organisation, by id.
func Sightings(doc *news.Document) []Sighting {
	byID := map[string]*Sighting{}
	countries := map[string]map[string]int{}
	for _, m := range doc.Mentions {
		if m.Kind != news.Person && m.Kind != news.Organisation || m.Entity == "" {
			continue
		}
		s := byID[m.Entity]
		if s == nil {
			s = &Sighting{ID: m.Entity, Kind: m.Kind, Report: doc.ID, Day: day(doc)}
			byID[m.Entity], countries[m.Entity] = s, map[string]int{}
		}
		s.add(doc, m)
		if m.Country != "" {
			countries[m.Entity][m.Country]++
		}
	}
	others := otherCompany(doc)
	out := make([]Sighting, 0, len(byID))
	for id, s := range byID {
		s.Country = most(countries[id])
		s.trim()
		out = append(out, *s)
	}
	slices.SortFunc(out, func(a, b Sighting) int { return cmp.Compare(a.ID, b.ID) })
	people := map[string]uint32{}
	for _, s := range out {
		if s.Kind == news.Person {
			people[s.ID] = hash(calling(s))
		}
	}
	for i := range out {
		own := hash(out[i].ID)
		out[i].Others = slices.DeleteFunc(slices.Clone(others), func(o uint32) bool { return o == own })
		out[i].keepCompany(people)
	}
	return out
}

// day is the day of publication, "" where it is not known to the day.
func day(doc *news.Document) string {
	if doc.Published == nil {
		return ""
	}
	iv := doc.Published.Interval
	if iv.From.Format("2006-01-02") != iv.To.Format("2006-01-02") {
		return ""
	}
	return iv.From.Format("2006-01-02")
}

func (s *Sighting) add(doc *news.Document, m news.Mention) {
	for _, written := range []string{m.Name, m.Span.In(doc.Text)} {
		n := Name{Lang: string(doc.Lang), Text: written}
		if written != "" && !m.Adjective && !slices.Contains(s.Names, n) {
			s.Names = append(s.Names, n)
		}
	}
	if Office(m.Role) && !slices.Contains(s.Roles, m.Role) {
		s.Roles = append(s.Roles, m.Role)
	}
	s.Sector = cmp.Or(s.Sector, m.Sector)
}

// trim keeps the fullest names, and few roles.
func (s *Sighting) trim() {
	if s.Kind == news.Organisation {
		slices.SortFunc(s.Names, func(a, b Name) int {
			return cmp.Or(cmp.Compare(len(b.Text), len(a.Text)), cmp.Compare(a.Text, b.Text))
		})
		s.Names, s.Roles = s.Names[:min(len(s.Names), mostNames)], nil
		return
	}
	slices.SortFunc(s.Names, func(a, b Name) int {
		return cmp.Or(cmp.Compare(fullness(b.Text), fullness(a.Text)), cmp.Compare(len(b.Text), len(a.Text)), cmp.Compare(a.Text, b.Text))
	})
	if len(s.Names) > 0 && fullness(s.Names[0].Text) > 0 { // short forms of it say nothing more
		s.Names = slices.DeleteFunc(s.Names, func(n Name) bool { return fullness(n.Text) == 0 })
	}
	s.Names = s.Names[:min(len(s.Names), mostNames)]
	s.Roles = s.Roles[:min(len(s.Roles), mostRoles)]
}

// calling is how a person is recognised in company: by the id where knowledge gave it, else by
// the rough sound of the last word of the name, which scripts and spellings agree on.
func calling(s Sighting) string {
	if len(s.Names) == 0 || !Local(s.ID) {
		return s.ID
	}
	w := words(s.Names[0].Text)
	if len(w) == 0 {
		return s.ID
	}
	return soundsOf([][]string{{w[len(w)-1]}})[0][0]
}

func (s *Sighting) keepCompany(people map[string]uint32) {
	company := map[uint32]bool{}
	self, isPerson := people[s.ID]
	for _, p := range people {
		if !isPerson || p != self {
			company[p] = true
		}
	}
	s.People = sorted(company)
	s.People = s.People[:min(len(s.People), mostCompany)]
}

// otherCompany is what else a report names: organisations, places and countries.
func otherCompany(doc *news.Document) []uint32 {
	seen := map[uint32]bool{}
	for _, m := range doc.Mentions {
		if m.Kind != news.Person && m.Entity != "" && len(seen) < mostCompany {
			seen[hash(m.Entity)] = true
		}
	}
	return sorted(seen)
}

// The versions that the bytes of a sighting begin with: the first knew people only.
const (
	version1 = 1
	version2 = 2 // the kind follows
)

// Encode writes what is known of a sighting but for its id, report and day.
func (s *Sighting) Encode() []byte {
	b := appendString([]byte{version2}, string(s.Kind))
	b = binary.AppendUvarint(b, uint64(len(s.Names)))
	for _, n := range s.Names {
		b = appendString(appendString(b, n.Lang), n.Text)
	}
	b = appendString(appendString(b, s.Country), s.Sector)
	b = appendStrings(b, s.Roles)
	return appendNumbers(appendNumbers(b, s.People), s.Others)
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendStrings(b []byte, list []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = appendString(b, s)
	}
	return b
}

func appendNumbers(b []byte, list []uint32) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, n := range list {
		b = binary.BigEndian.AppendUint32(b, n)
	}
	return b
}

var errDamaged = errors.New("a sighting is damaged")

// Decode reads what Encode wrote into s, whose id, report and day are known.
func (s *Sighting) Decode(b []byte) error {
	if len(b) == 0 || b[0] != version1 && b[0] != version2 {
		return errDamaged
	}
	r := reader{b: b[1:]}
	s.Kind = news.Person
	if b[0] == version2 {
		s.Kind = news.Kind(r.string())
	}
	for range r.count() {
		s.Names = append(s.Names, Name{r.string(), r.string()})
	}
	s.Country, s.Sector = r.string(), r.string()
	s.Roles = r.strings()
	s.People, s.Others = r.numbers(), r.numbers()
	return r.err
}

// reader takes values off bytes; after an error it gives nothing.
type reader struct {
	b   []byte
	err error
}

func (r *reader) count() int {
	n, size := binary.Uvarint(r.b)
	if size <= 0 || n > uint64(len(r.b)) {
		r.b, r.err = nil, errDamaged
		return 0
	}
	r.b = r.b[size:]
	return int(n) //nolint:gosec // it is at most len(r.b)
}

func (r *reader) string() string {
	n := r.count()
	if n > len(r.b) {
		r.b, r.err = nil, errDamaged
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

func (r *reader) strings() []string {
	var out []string
	for range r.count() {
		out = append(out, r.string())
	}
	return out
}

func (r *reader) numbers() []uint32 {
	n := r.count()
	if 4*n > len(r.b) {
		r.b, r.err = nil, errDamaged
		return nil
	}
	var out []uint32
	for range n {
		out = append(out, binary.BigEndian.Uint32(r.b))
		r.b = r.b[4:]
	}
	return out
}
