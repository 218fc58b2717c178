package entity

import (
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	names "github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

// leader is a person whom reports name by the family name alone.
type leader struct {
	id, name  string
	countries []string // states; more than one where the first ended in their time
	ends      int      // the last year of the first state, 0 for one that goes on
	forms     []string // names it is written by, the usual one first
	family    string   // the family name as a report may have it alone, "" if none
	from, to  int      // years in the news, to is 0 for now
	order     int      // row: the first of two is the better known
}

// leaders finds the rows of leaders.tsv.
type leaders struct {
	full   map[string][]*leader // nameKey of each full form, and each Chinese one
	family map[string][]*leader // skeleton of the family name
	words  map[string]bool      // family names as written, folded
	forms  map[string]bool      // other forms as written, folded
}

// familyFirst are the countries where the family name stands first, as reports write it.
var familyFirst = set("CHN TWN PRK KOR VNM HKG SGP MMR KHM")

// readLeaders reads leaders.tsv. Of two whose names have one key, each gets an id of its own.
// Those whom the knowledge base holds too have its ids.
func readLeaders(fsys fs.FS, base *known) *leaders {
	l := &leaders{full: map[string][]*leader{}, family: map[string][]*leader{}, words: map[string]bool{}, forms: map[string]bool{}}
	shared := map[string]int{}
	var all []*leader
	phrase.Rows(fsys, "leaders.tsv", func(f []string) {
		if len(f) < 3 {
			return
		}
		from, to, _ := strings.Cut(f[2], "-")
		p := &leader{name: f[0], order: len(all)}
		for c := range strings.SplitSeq(f[1], ",") {
			state, until, _ := strings.Cut(c, "-")
			if n, err := strconv.Atoi(until); err == nil {
				p.ends = n
			}
			p.countries = append(p.countries, state)
		}
		p.from, _ = strconv.Atoi(from)
		p.to, _ = strconv.Atoi(to)
		all = append(all, p)
		p.forms = []string{f[0]}
		if len(f) > 3 && f[3] != "" {
			p.forms = append(p.forms, strings.Split(f[3], "|")...)
		}
		shared[nameKey(f[0])]++
	})
	for _, p := range all {
		p.id = localID(string(news.Person), p.name)
		if shared[nameKey(p.name)] > 1 {
			p.id = hashID("leader", p.name)
		}
		for _, n := range p.forms {
			if e, ok := onlyEntry(base.find(n, news.Person), evidence{country: p.countries[len(p.countries)-1]}); ok {
				p.id = e.ID
				break
			}
		}
		l.add(p)
	}
	return l
}

func (l *leaders) add(p *leader) {
	for i, form := range p.forms {
		keys := []string{nameKey(form)}
		if r, _ := utf8.DecodeRuneInString(form); text.ScriptOf(r) == text.Han {
			keys[0] = hanKey(form)
			if _, last, ok := cutLast(form); ok {
				keys = append(keys, last)
			}
		}
		for _, k := range keys {
			if !slices.Contains(l.full[k], p) {
				l.full[k] = append(l.full[k], p)
			}
		}
		if i > 0 {
			l.forms[text.Fold(form)] = true
			continue
		}
		words := coreOf(nameWords(form))
		w := words[len(words)-1]
		if familyFirst[p.countries[0]] {
			w = words[0]
		}
		if len(words) > 1 && slices.ContainsFunc(nameWords(form), func(w nameWord) bool { return w.son }) {
			continue // "Mohammed bin Salman" is never "Salman"
		}
		p.family = familyOf(form, familyFirst[p.countries[0]])
		l.family[w.bones] = append(l.family[w.bones], p)
		l.words[w.word] = true
	}
}

// familyOf is the family name as it is written in a name.
func familyOf(written string, isFirst bool) string {
	words := strings.Fields(written)
	if isFirst {
		return words[0]
	}
	return words[len(words)-1]
}

// hanKey is a Chinese name without its dots.
func hanKey(name string) string { return strings.Join(letters(name), "") }

// cutLast is the part of a Chinese name behind its last dot.
func cutLast(name string) (before, last string, ok bool) {
	w := letters(name)
	if len(w) < 2 {
		return "", "", false
	}
	return strings.Join(w[:len(w)-1], ""), w[len(w)-1], true
}

// evidence is what a report says of a person who may be a known one.
type evidence struct {
	country string
	year    int             // of publication, 0 where it is not known
	lands   map[string]bool // countries that the report names
}

// who is the known person that a name means, nil if none or if it may be two.
func (l *leaders) who(written string, ev evidence) *leader {
	if r, _ := utf8.DecodeRuneInString(written); text.ScriptOf(r) == text.Han {
		return l.whoHan(written, ev)
	}
	all := nameWords(written)
	words := coreOf(all)
	switch len(words) {
	case 0:
		return nil
	case 1:
		return l.whoFamily(written, words[0], ev)
	}
	alike := slices.DeleteFunc(slices.Clone(l.full[nameKey(written)]), func(p *leader) bool { return !p.like(written) })
	if p := one(agreeing(alike, ev, initialsOf(all)), ev); p != nil {
		return p
	}
	if key := nameKey(written); len(key) >= firmKey { // a full name says more than a country that was read for it
		if p := one(supported(alike, evidence{lands: ev.lands}), ev); p != nil {
			return p
		}
	}
	first, last := words[0], words[len(words)-1]
	var like []*leader
	for _, p := range agreeing(l.family[last.bones], ev, "") {
		if sameFirst(first, coreOf(nameWords(p.name))[0]) && p.like(written) {
			like = append(like, p)
		}
	}
	return one(like, ev)
}

// telling is how many sounds a family name in another spelling must have, with no more
// to go by than a country that the report names.
const telling = 3

// whoFamily reads a family name that stands alone: the report must name the country.
func (l *leaders) whoFamily(written string, w nameWord, ev evidence) *leader {
	least, alike := telling, likelyAlone
	if ev.country != "" {
		least, alike = telling-1, likely
	}
	if !l.words[w.word] && len(w.bones) < least {
		return nil
	}
	return one(supported(sounding(written, l.family[w.bones], alike), ev), ev)
}

// likely is how alike two written names must be for a likeness of their sounds to count,
// likelyAlone two family names with no more than a country that the report names.
const likely, likelyAlone = 0.25, 0.5

// sounding are those of some whose family name is like a written one.
func sounding(written string, in []*leader, alike float64) []*leader {
	var out []*leader
	for _, p := range in {
		if text.Fold(p.family) == text.Fold(written) || names.Similarity(written, p.family) >= alike {
			out = append(out, p)
		}
	}
	return out
}

// like reports whether a written name is like one of somebody's.
func (p *leader) like(written string) bool {
	return slices.ContainsFunc(p.forms, func(form string) bool { return names.Similarity(written, form) >= likely })
}

func (l *leaders) whoHan(name string, ev evidence) *leader {
	if p := one(agreeing(l.full[hanKey(name)], ev, ""), ev); p != nil {
		return p
	}
	if _, last, ok := cutLast(name); ok {
		return one(supported(l.full[last], ev), ev)
	}
	return nil
}

// agreeing are those whom nothing in the report speaks against.
func agreeing(in []*leader, ev evidence, initials string) []*leader {
	var out []*leader
	for _, p := range in {
		if ev.country != "" && !p.of(ev.country) || initials != "" && !fitInitials(initials, p.name) {
			continue
		}
		out = append(out, p)
	}
	return out
}

// supported are those whose country the report gives the person, or names.
func supported(in []*leader, ev evidence) []*leader {
	var out []*leader
	for _, p := range in {
		if ev.country != "" && p.of(ev.country) || ev.country == "" && slices.ContainsFunc(p.countries, func(c string) bool { return ev.lands[c] }) {
			out = append(out, p)
		}
	}
	return out
}

// lateBy is how many years after their time people are still named often.
const lateBy = 12

// one is the only one of some, or the only one who was in the news in the year of the
// report: nil where there are two.
func one(in []*leader, ev evidence) *leader {
	if len(in) > 1 && ev.year > 0 {
		in = inOffice(in, ev.year)
	}
	if len(in) != 1 {
		return nil
	}
	if p := in[0]; ev.year > 0 && ev.year < p.from-lateBy {
		return nil
	}
	return in[0]
}

// inOffice are those of some who were in the news in a year, else those who had been.
func inOffice(in []*leader, year int) []*leader {
	var now, past []*leader
	for _, p := range in {
		switch {
		case year < p.from:
		case p.to > 0 && year > p.to:
			past = append(past, p)
		default:
			now = append(now, p)
		}
	}
	if len(now) > 0 {
		return now
	}
	return past
}

// of reports whether somebody is of a state.
func (p *leader) of(country string) bool { return slices.Contains(p.countries, country) }

// country is the state of somebody in the year of the report, else the only one of
// his that it names, else the first.
func (p *leader) country(ev evidence) string {
	last := p.countries[len(p.countries)-1]
	switch first := p.countries[0]; {
	case p.ends == 0 || ev.year > 0 && ev.year <= p.ends || ev.year == 0 && p.to > 0 && p.to <= p.ends:
		return first
	case ev.year > 0, ev.lands[last] && !ev.lands[first]:
		return last
	default:
		return first
	}
}

// sameFirst reports whether two first names can be of one person: by their sounds, less
// one of several, or by an initial.
func sameFirst(a, b nameWord) bool {
	if a.initial || b.initial {
		return a.bones[0] == b.bones[0]
	}
	return a.bones == b.bones || min(len(a.bones)+len(b.bones), 6) > 4 && near(a.bones, b.bones)
}

// near reports whether one letter more, less or other makes b of a.
func near(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || len(a) > 3 && a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}

// initialsOf are the initials behind the first word of a name: "W" of George W. Bush.
func initialsOf(words []nameWord) string {
	var sb strings.Builder
	for _, w := range words[min(1, len(words)):] {
		if w.initial {
			sb.WriteString(w.bones)
		}
	}
	return sb.String()
}

// fitInitials reports whether a known name has these initials, or none.
func fitInitials(initials, usual string) bool {
	have := initialsOf(nameWords(usual))
	return have == "" || have == initials
}

// whoKnown gives the ids and names of known people to those of the report whom it
// names in full or by their family name alone.
func (s *scan) whoKnown(p *person, out []news.Mention, ev evidence) *leader {
	if k := s.t.leaders().who(p.longest, ev); k != nil {
		return k
	}
	for _, i := range p.mentions {
		if name := s.formOf(out[i]); name != p.longest && strings.ContainsAny(name, " ·") {
			if k := s.t.leaders().who(name, ev); k != nil {
				return k
			}
		}
	}
	return nil
}

// evidenceFor is what the report says of one of its people.
func (s *scan) evidenceFor(p *person, out []news.Mention, lands map[string]bool) evidence {
	ev := evidence{country: s.countryGiven(p, out), lands: lands}
	if s.doc.Published != nil && !s.doc.Published.From.IsZero() {
		ev.year = s.doc.Published.From.Year()
	}
	return ev
}

func (s *scan) countryGiven(p *person, out []news.Mention) string {
	for _, i := range p.mentions {
		if out[i].Country != "" {
			return out[i].Country
		}
	}
	return ""
}

// formOf is the form of a mention without a genitive ending.
func (s *scan) formOf(m news.Mention) string {
	if f := s.as[m.Span.Start]; f != "" {
		return f
	}
	return m.Name
}
