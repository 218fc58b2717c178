package event

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

// reach is how many tokens from its trigger an event reads. No sentence is longer,
// but a scraped page without full stops may be.
const reach = 120

// around is the mentions of the sentence that can be parties, in front of the
// trigger and behind it, each in the order of the text. What somebody is said to say
// of other things, and the forces of a country, are no parties of a meeting.
func (s *scan) around(sent sentence, h hit) (front, back []int) {
	told := s.toldAt(h.from)
	if told < 0 && h.to < len(s.toks) {
		told = s.toldAt(h.to) // the trigger itself brings in the words: "criticised"
	}
	for i := sent.from; i < h.from; i++ {
		if s.starts(i) && !s.forces(i, h) {
			front = append(front, s.named[i])
		}
	}
	end := sent.to
	if h.shape == "sym" {
		end = s.untilNext(sent, h)
	}
	for i := h.to; i < end; i++ {
		if s.starts(i) && !s.forces(i, h) && (told >= 0 || s.toldAt(i) < 0) {
			back = append(back, s.named[i])
		}
	}
	return s.fit(front), s.fit(back)
}

// toldAt is the indirect quote that covers token i, -1 if none does.
func (s *scan) toldAt(i int) int {
	at := s.toks[i].Span.Start
	n, _ := slices.BinarySearchFunc(s.told, at, func(q news.Span, at int) int { return cmp.Compare(q.End, at+1) })
	if n < len(s.told) && s.told[n].Start <= at {
		return n
	}
	return -1
}

// forces reports whether the nationality at token i only says whose troops or bases a
// meeting or an agreement was about.
func (s *scan) forces(i int, h hit) bool {
	m := s.named[i]
	if h.shape != "sym" && h.shape != "noun" || !s.all[m].Adjective {
		return false
	}
	end := i
	for end < len(s.toks) && s.named[end] == m {
		end++
	}
	return end < len(s.toks) && s.toks[end].Before&^phrase.SameRun == 0 && s.rows.force.At(s.text, s.toks, end).N > 0 ||
		i > 0 && s.toks[i].Before&^phrase.SameRun == 0 && s.rows.force.At(s.text, s.toks, i-1).N > 0
}

// starts reports whether a mention begins at token i, outside quoted words.
func (s *scan) starts(i int) bool {
	m := s.named[i]
	return m >= 0 && !s.said[i] && (i == 0 || s.named[i-1] != m)
}

// fit leaves out what cannot be a party: media, places that no one speaks for,
// places given as the scene, nationalities of a person who is named, and the
// country in the title of one.
func (s *scan) fit(list []int) []int {
	var out []int
	for _, m := range list {
		x := s.all[m]
		switch {
		case x.ActsAs != nil && !s.inTitle(m):
			out = append(out, m)
		case x.Sector == "MED" && x.Kind == news.Organisation, x.Kind == news.EventName, x.Kind == news.Organisation && s.bracketed(x.Span):
		case x.Kind == news.Place && (x.Country == "" || s.scene(x.Span.Start) || s.inTitle(m)):
		case (x.Kind == news.Country || x.Kind == news.Organisation) && s.inTitle(m):
		case x.Kind == news.Country && !x.Adjective && s.scene(x.Span.Start):
		default:
			out = append(out, m)
		}
	}
	return out
}

// bracketed reports whether a span stands in brackets: an agency or an abbreviation.
func (s *scan) bracketed(sp news.Span) bool {
	return sp.Start > 0 && s.text[sp.Start-1] == '(' && sp.End < len(s.text) && s.text[sp.End] == ')'
}

// scene reports whether the place at byte at is only where something happens: a word
// for "in" or "at" stands before it. In languages that write it as a suffix, or
// after, it never does.
func (s *scan) scene(at int) bool {
	i := tokenAt(s.toks, at)
	if i >= len(s.toks) {
		return false
	}
	if at > s.toks[i].Span.Start { // a particle written onto it: ب, ل
		return false
	}
	if i == 0 || s.toks[i].Before&^phrase.SameRun != 0 {
		return false
	}
	word := strings.ToLower(s.toks[i-1].Span.In(s.text))
	if s.rows.scene[word] {
		return true
	}
	return i > 1 && s.rows.scene[strings.ToLower(s.toks[i-2].Span.In(s.text))+" "+word]
}

// inTitle reports whether a country or place belongs to the name of a person or the
// title beside it: the next person mention follows closely in its sentence, or its
// role text holds it.
func (s *scan) inTitle(m int) bool {
	x := s.all[m]
	if m+1 < len(s.all) {
		n := s.all[m+1]
		if n.Kind == news.Person && n.Role != "" && x.Kind == news.Organisation && n.Span.Start-x.Span.End < 4 {
			return true // "NATO Secretary General", "генеральный секретарь НАТО"
		}
		if n.Kind == news.Person && n.Role != "" && x.Kind != news.Organisation && n.Country == x.Country && x.Country != "" && n.Span.Start-x.Span.End < 60 && !s.breaks(x.Span.End, n.Span.Start) {
			return true
		}
		// "US Secretary of State Antony Blinken": nationality, title, name.
		if n.Kind == news.Person && x.Adjective && n.Span.Start-x.Span.End < 60 && !s.breaks(x.Span.End, n.Span.Start) {
			return n.Country == "" || n.Country == x.Country
		}
	}
	if m > 0 {
		p := s.all[m-1]
		if p.Kind == news.Person && p.Role != "" && p.Country == x.Country && x.Country != "" && x.Span.Start-p.Span.End < 60 && strings.Contains(s.text[p.Span.End:x.Span.Start], p.Role) && !s.breaks(p.Span.End, x.Span.Start) && x.Kind == news.Country {
			return true
		}
	}
	return false
}

// breaks reports whether a sentence or clause ends between two bytes.
func (s *scan) breaks(from, to int) bool {
	for _, r := range s.text[from:to] {
		switch r {
		case '.', ';', '!', '?', '\n', '。', '；', ':', '؛':
			return true
		}
	}
	return false
}

func tokenAt(toks []phrase.Token, at int) int {
	lo, hi := 0, len(toks)
	for lo < hi {
		mid := (lo + hi) / 2
		if toks[mid].Span.End <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func both(a, b []int) []int { return append(a[:len(a):len(a)], b...) }

// parties turns mentions into parties, each entity once. Where people are named,
// the countries beside them are theirs and left out, unless no person is of them.
func (s *scan) parties(list []int) []news.Party {
	people := map[string]bool{}
	n := 0
	for _, m := range list {
		if x := s.all[m]; x.Kind == news.Person {
			people[x.Country] = true
			n++
		}
	}
	var out []news.Party
	for _, m := range list {
		x := s.all[m]
		if x.Kind != news.Person && x.Country != "" && people[x.Country] || n > 1 && x.Kind == news.Place && x.ActsAs == nil {
			continue
		}
		p := s.party(m)
		if !hasParty(out, p) && !hasCountry(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// hasCountry reports whether a country is in the list already under another name:
// a capital that stands for it.
func hasCountry(list []news.Party, p news.Party) bool {
	if p.Kind == news.Person || p.Kind == news.Organisation || p.Country == "" {
		return false
	}
	for _, o := range list {
		if o.Country == p.Country && o.Kind != news.Person && o.Kind != news.Organisation {
			return true
		}
	}
	return false
}

// party is the mention as a participant: a place that stands for its government as that,
// people under the longest name the report has for them.
func (s *scan) party(i int) news.Party {
	m := s.all[i]
	if a := m.ActsAs; a != nil {
		return news.Party{Name: a.Name, Entity: a.Entity, Kind: a.Kind, Country: a.Country, Sector: a.Sector, Mention: i}
	}
	name, sector := m.Name, m.Sector
	if m.Kind == news.Person && name == m.Span.In(s.text) {
		name = cmp.Or(s.long[m.Entity], name)
	}
	if sector == "" && (m.Kind == news.Country || m.Kind == news.Place) {
		sector = "GOV"
	}
	return news.Party{Name: name, Entity: m.Entity, Kind: m.Kind, Country: m.Country, Sector: sector, Mention: i}
}

// sides tells the doer from whom it is done to: the doer stands in front of the
// trigger, the other behind it, unless words turn it round; in Arabic, where the verb leads, the doer is the
// first behind it when nobody stands in front.
func (s *scan) sides(sent sentence, h hit, front, back []int) (actors, recipients []news.Party) {
	if a, r, ok := s.turned(h, front, back); ok {
		return a, r
	}
	switch s.doc.Lang {
	case "ar":
		if len(back) > 0 && (len(front) == 0 || s.all[back[0]].Kind == news.Person) {
			return s.parties(back[:1]), s.parties(back[1:])
		}
	case "fa", "tr", "de", "zh":
		if len(front) > 1 && len(back) == 0 {
			return s.parties(front[:1]), s.parties(front[1:])
		}
	}
	if len(front) == 0 {
		return nil, s.parties(back)
	}
	if lead := s.leads(sent, h, front); len(lead) > 0 {
		return s.parties(s.subject(lead)), s.parties(back)
	}
	return s.parties(s.subject(front)), s.parties(back)
}

// goalBefore is the word before the trigger at token at that gives it the subject of
// the verb before: "to thank", "and thanked". -1 if there is none.
func (s *scan) goalBefore(from, at int) int {
	for i := at - 1; i >= max(from, at-purpose) && s.named[i] < 0; i-- {
		if s.rows.goal.At(s.text, s.toks, i).N > 0 {
			return i
		}
	}
	return -1
}

// untilNext is where the parties of a meeting end: at the next verb that shares its
// subject, whose object was not at the meeting ("X met Y and thanked Z").
func (s *scan) untilNext(sent sentence, h hit) int {
	for i := h.to; i < sent.to; i++ {
		m := s.rows.triggers.At(s.text, s.toks, i)
		if m.N == 0 || s.inName(i, m.N) || !slices.ContainsFunc(m.Values, func(t trigger) bool { return !joint(t.kind) }) {
			continue
		}
		if g := s.goalBefore(h.to, i); g >= 0 {
			return g
		}
	}
	return sent.to
}

// purpose is how far in front of a trigger the word that makes it a purpose may stand.
const purpose = 3

// leads is the part of front that is named before the first trigger of the sentence,
// if h shares the subject of that: "X met Y to thank Z", "X met Y and thanked Z".
func (s *scan) leads(sent sentence, h hit, front []int) []int {
	if s.goalBefore(sent.from, h.from) < 0 {
		return nil
	}
	for i := sent.from; i < h.from; i++ {
		m := s.rows.triggers.At(s.text, s.toks, i)
		if m.N == 0 || s.inName(i, m.N) || s.said[i] {
			continue
		}
		at := s.toks[i].Span.Start
		if s.breaks(at, s.toks[h.from].Span.Start) {
			return nil
		}
		n := 0
		for n < len(front) && s.all[front[n]].Span.End <= at {
			n++
		}
		return front[:n]
	}
	return nil
}

// joinedBy is how many bytes may lie between two mentions that "and" joins.
const joinedBy = 8

// subject is the last mention in front of the verb, with those "and" joins to it.
func (s *scan) subject(front []int) []int {
	from := len(front) - 1
	for from > 0 {
		gap := s.text[s.all[front[from-1]].Span.End:s.all[front[from]].Span.Start]
		if len(gap) > joinedBy {
			break
		}
		from--
	}
	// A person named before outranks an organisation or place in between.
	if s.all[front[from]].Kind != news.Person {
		for i := from - 1; i >= 0; i-- {
			if s.all[front[i]].Kind == news.Person {
				return front[i : i+1]
			}
		}
	}
	return front[from:]
}

// place is where the event took place: a town or region that a word like "in" puts as
// the scene, else such a country, else a town that the sentence names, else the
// town of the dateline. "The envoy for the Middle East" was not there.
func (s *scan) place(sent sentence, e news.Event) *news.Location {
	var country, town *news.Location
	for i := sent.from; i < sent.to; i++ {
		m := s.named[i]
		if m < 0 || i > 0 && s.named[i-1] == m || s.said[i] {
			continue
		}
		x := s.all[m]
		if isParty(e, m) || x.ActsAs != nil {
			continue
		}
		switch {
		case x.Kind == news.Place && !s.inTitle(m) && s.scene(x.Span.Start):
			return location(x)
		case x.Kind == news.Place && !s.inTitle(m) && town == nil && isTown(x) && !s.acts(i):
			town = location(x)
		case x.Kind == news.Country && !x.Adjective && country == nil && s.scene(x.Span.Start):
			country = location(x)
		}
	}
	return cmp.Or(country, town, s.line)
}

// acts reports whether the town at token i stands for those who govern there: a trigger
// follows it ("Paris backs"), or the noun before owns it ("the position of Paris").
func (s *scan) acts(i int) bool {
	end := i
	for end < len(s.toks) && s.named[end] == s.named[i] {
		end++
	}
	if end < len(s.toks) && s.toks[end].Before&^phrase.SameRun == 0 {
		if s.rows.triggers.At(s.text, s.toks, end).N > 0 || s.toks[end].Before == phrase.Apos && s.toks[end].Key == "s" {
			return true
		}
	}
	if i == 0 || s.toks[i].Before&^phrase.SameRun != 0 {
		return false
	}
	return s.rows.owned || s.rows.of.At(s.text, s.toks, i-1).N > 0
}

// offScene takes out the places that are only where it happened ("met in Oslo"), as
// long as somebody is left.
func (s *scan) offScene(parties []news.Party) []news.Party {
	left := slices.DeleteFunc(slices.Clone(parties), func(p news.Party) bool {
		return p.Kind == news.Place && p.Mention >= 0 && s.all[p.Mention].ActsAs == nil && (p.Mention == s.opens || s.scene(s.all[p.Mention].Span.Start))
	})
	if len(left) == 0 {
		return parties
	}
	return left
}

func isParty(e news.Event, mention int) bool {
	is := func(p news.Party) bool { return p.Mention == mention }
	return slices.ContainsFunc(e.Actors, is) || slices.ContainsFunc(e.Recipients, is)
}

// isTown reports whether a mention was resolved to a town.
func isTown(m news.Mention) bool { return strings.HasPrefix(m.Entity, "GN:") }

func location(m news.Mention) *news.Location {
	precision := m.Precision
	switch {
	case precision != "":
	case m.Kind == news.Country:
		precision = news.AtCountry
	case isTown(m):
		precision = news.AtCity
	default:
		precision = news.AtRegion
	}
	return &news.Location{Name: m.Name, Country: m.Country, Precision: precision}
}

// dateline is the place that opens the text before a dash, bracket or colon:
// "BAGHDAD (AFP) -", "Le Caire, 3 mars —". It comes with its mention, -1 if none.
func (s *scan) dateline() (*news.Location, int) {
	for i, m := range s.all {
		if i > 2 || m.Span.Start > 120 {
			return nil, -1
		}
		if m.Kind != news.Place {
			continue
		}
		rest := s.text[m.Span.End:min(len(s.text), m.Span.End+24)]
		for _, r := range rest {
			switch r {
			case '-', '–', '—', '(', '（', '电', '電', '/':
				l := location(m)
				l.Inferred = true
				return l, i
			}
			if text.ScriptOf(r) != text.Common && text.ScriptOf(r) != text.Han {
				break
			}
		}
	}
	return nil, -1
}
