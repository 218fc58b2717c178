package entity

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Read returns the mentions of doc, as Find does, and the references: titles alone and
// pronouns that mean one of its people.
func (f *Finder) Read(doc *news.Document) ([]news.Mention, []news.Reference) {
	f.describeActors(doc)
	s := newScan(f.t, doc)
	out := s.find(f)
	if len(out) == 0 {
		return out, nil
	}
	return out, newReferrer(s, out).refer()
}

// referrer is the search for references in one document: left to right, so that each may
// lean on those before it.
type referrer struct {
	s        *scan
	out      []news.Mention
	at       []int   // for each token: index of the mention that covers it, -1
	sentence []int   // for each token: the sentence
	starts   []int   // for each sentence: its first token
	title    []bool  // tokens of titles that stand beside a name
	quoted   []bool  // tokens between quotation marks
	phrases  []title // titles alone, in order
	people   []*who
	byID     map[string]*who
	noted    []noted
	found    []news.Reference
	when     kb.Date // of the report, 0 where it is not known
}

// who is somebody the report names, or an office whose holder it does not name.
type who struct {
	id       string
	mention  int // the first that names them, -1 where none does
	name     string
	country  string
	sector   string
	gender   gender
	offices  []office
	inferred bool
}

// noted is that somebody was spoken of at a token: by name, title or pronoun.
type noted struct {
	token int
	who   *who // nil for somebody who could not be told
	sure  gender
	apart bool // by a title with a country, which a title without one may tell apart from
}

func newReferrer(s *scan, out []news.Mention) *referrer {
	n := len(s.toks)
	r := &referrer{s: s, out: out, at: make([]int, n), sentence: make([]int, n), title: make([]bool, n), byID: map[string]*who{}, when: dayOf(s.doc)}
	for i := range r.at {
		r.at[i] = -1
	}
	for i, m := range out {
		for j, to := s.tokensOf(m.Span); j < to; j++ {
			r.at[j] = i
		}
	}
	for n, x := range s.ranges() {
		r.starts = append(r.starts, x[0])
		for j := x[0]; j < x[1]; j++ {
			r.sentence[j] = n
		}
	}
	roles := map[int]found{}
	for _, f := range s.found {
		if f.role.Empty() {
			continue
		}
		roles[f.start] = f
		for j, to := s.tokensOf(f.role); j < to; j++ {
			r.title[j] = true
		}
	}
	r.quoted = s.insideMarks()
	r.gather(roles)
	return r
}

// dayOf is the day of a report, 0 where it is known no better than to the year.
func dayOf(doc *news.Document) kb.Date {
	p := doc.Published
	if p == nil || p.From.IsZero() || p.Precision == news.Year || p.Precision == news.Decade {
		return 0
	}
	return kb.Date(p.From.Year()*10000 + int(p.From.Month())*100 + p.From.Day())
}

// gather lists the people of the report with the offices that it, or the knowledge base,
// gives them.
func (r *referrer) gather(roles map[int]found) {
	for i, m := range r.out {
		if m.Kind != news.Person || m.Entity == "" {
			continue
		}
		w := r.byID[m.Entity]
		if w == nil {
			w = &who{id: m.Entity, mention: i, name: m.Name, country: m.Country, sector: m.Sector}
			r.byID[m.Entity] = w
			r.people = append(r.people, w)
		}
		w.country, w.sector = cmp.Or(w.country, m.Country), cmp.Or(w.sector, m.Sector)
		if m.Name == m.Span.In(r.s.text) && len(m.Name) > len(w.name) {
			w.name = m.Name
		}
		if m.Role != "" {
			w.take(r.officeGiven(m, roles))
		}
	}
	for _, w := range r.people {
		if w.gender == either {
			w.gender = r.s.genderOf(w.name)
		}
		r.knownOffices(w)
	}
}

// genderOf is the gender of the first name of somebody named in full.
func (s *scan) genderOf(name string) gender {
	first, _, ok := strings.Cut(name, "·")
	if !ok {
		if first, _, ok = strings.Cut(name, " "); !ok {
			return either
		}
	}
	given := s.t.given()
	if g := given[givenKey(first)]; g != either {
		return g
	}
	first, _, _ = strings.Cut(first, "-")
	return given[givenKey(first)]
}

// officeGiven is the office that stands beside a name.
func (r *referrer) officeGiven(m news.Mention, roles map[int]found) office {
	f, ok := roles[m.Span.Start]
	if !ok || f.role.In(r.s.text) != m.Role {
		return r.s.officeIn(m.Role)
	}
	from, to := r.s.tokensOf(f.role)
	o := r.s.officeAt(from, to)
	c := r.complement(from, to)
	o.country, o.body = cmp.Or(o.country, c.country), c.body
	return o
}

// take adds an office, and the gender that its title has.
func (w *who) take(o office) {
	if o.gender != either && w.gender == either {
		w.gender = o.gender
	}
	if o.code == "" || o.code == address {
		return
	}
	if !slices.ContainsFunc(w.offices, func(have office) bool { return have.code == o.code && have.country == o.country && have.body == o.body }) {
		w.offices = append(w.offices, o)
	}
}

// refer finds the references.
func (r *referrer) refer() []news.Reference {
	r.phrases = r.titles()
	next := 0
	for i := 0; i < len(r.s.toks); i++ {
		if m := r.at[i]; m >= 0 && r.out[m].Kind == news.Person {
			if i == 0 || r.at[i-1] != m {
				r.noted = append(r.noted, noted{token: i, who: r.byID[r.out[m].Entity]})
			}
			continue
		}
		if next < len(r.phrases) && r.phrases[next].from == i {
			r.settleTitle(r.phrases[next])
			i = r.phrases[next].to - 1
			next++
			continue
		}
		if g, ok := r.stranger(i); ok {
			r.noted = append(r.noted, noted{token: i, sure: g})
			continue
		}
		if g, ok := r.pronoun(i); ok {
			r.settlePronoun(i, g)
		}
	}
	return r.found
}

// add keeps a reference to somebody.
func (r *referrer) add(span news.Span, form news.Form, w *who, conf float64) {
	if n := len(r.found); n > 0 && r.found[n-1].Span.End > span.Start {
		return
	}
	r.found = append(r.found, news.Reference{
		Span: span, Form: form, Mention: w.mention, Entity: w.id, Name: w.name, Country: w.country,
		Sector: w.sector, Inferred: w.inferred, Confidence: conf,
	})
}

// spoken are those of whom the tokens [from,to) speak: the people, each once, and whether
// there is anybody who could not be told, of a gender that fits g.
func (r *referrer) spoken(from, to int, g gender) (people []*who, others bool) {
	for _, n := range slices.Backward(r.noted) {
		if n.token >= to {
			continue
		}
		if n.token < from {
			break
		}
		switch {
		case n.who == nil:
			others = others || n.sure.fits(g)
		case n.who.gender.fits(g) && !slices.Contains(people, n.who):
			people = append(people, n.who)
		}
	}
	return people, others
}

// insideMarks tells the tokens between quotation marks. A mark that nothing closes holds to
// the end of its paragraph.
func (s *scan) insideMarks() []bool {
	in := make([]bool, len(s.toks))
	open := false
	end := 0
	for i, t := range s.toks {
		for _, c := range s.text[end:t.Span.Start] {
			switch c {
			case '\n':
				open = false
			case '«', '„', '「', '『':
				open = true
			case '»', '”', '」', '』':
				open = false
			case '“', '"':
				open = !open
			}
		}
		in[i], end = open, t.Span.End
	}
	return in
}
