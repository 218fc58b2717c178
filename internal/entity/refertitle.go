package entity

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// title is a title that stands without a name.
type title struct {
	from, to int // tokens
	span     news.Span
	office   office
	country  string // whose
	body     string // id of the organisation, or the word, whose office it is
	behind   bool   // what says whose it is stands behind it
	nobody   bool   // it means nobody in particular, or somebody unknown: "a minister", "the former minister"
}

// complement is what stands around a title and says whose it is.
type complement struct {
	from, to      int // tokens of it and the title
	country, body string
	owner         bool // a word for the owner makes the title one that is known
}

// titles finds the titles that stand alone.
func (r *referrer) titles() []title {
	var out []title
	s := r.s
	for i := 0; i < len(s.toks); i++ {
		from, to := i, i
		if k := s.role[i]; k >= 0 {
			from, to = s.roles[k].from, s.roles[k].to
		}
		if m := s.lang.offices.At(s.text, s.toks, i); m.N > to-i && m.Values[0].code != address {
			from, to = i, i+m.N
		}
		if to <= i {
			continue
		}
		if t, ok := r.alone(from, to); ok {
			out = append(out, t)
		}
		i = to - 1
	}
	return out
}

// alone reads the title in the tokens [from,to); ok is false where it belongs to a name.
func (r *referrer) alone(from, to int) (t title, ok bool) {
	s := r.s
	for i := from; i < to; i++ {
		if r.title[i] || r.at[i] >= 0 && r.out[r.at[i]].Kind == news.Person {
			return t, false
		}
	}
	o := s.officeAt(from, to)
	c := r.complement(from, to)
	if w := r.named(from, to); w != nil && !r.nested(from) {
		o.country, o.body = cmp.Or(o.country, c.country), c.body
		w.take(o)
		return t, false
	}
	if o.code == address || r.unknown(to) {
		return t, false
	}
	t = title{from: from, to: max(to, c.to), office: o, country: cmp.Or(c.country, o.country), body: c.body, behind: c.to > to}
	t.span = news.Span{Start: s.toks[c.from].Span.Start, End: s.toks[t.to-1].Span.End}
	if c.from == from {
		t.span.Start += r.glued(from)
	}
	t.nobody = !r.definite(from, to, c) || s.severalAt(from, to) || r.listed(c.from)
	return t, true
}

// glued is how many bytes of a title's first word are a particle written onto it.
func (r *referrer) glued(i int) int {
	if m := r.s.lang.offices.At(r.s.text, r.s.toks, i); m.N > 0 {
		return m.Drop
	}
	return 0
}

// nested reports whether the title at token from belongs to another in front of it: the name
// behind "the envoy of the president" is the envoy's.
func (r *referrer) nested(from int) bool {
	s := r.s
	i, of := from-1, s.lang.refer["direct"] != nil
	for i >= 0 && s.toks[i+1].Before&^phrase.SameRun == 0 {
		w := wordKey(s.tok(i))
		if !s.lang.refer["of"][w] && !s.lang.refer["the"][w] {
			break
		}
		of = of || s.lang.refer["of"][w]
		i--
	}
	return of && i >= 0 && s.toks[i+1].Before&^phrase.SameRun == 0 && s.role[i] >= 0
}

// ahead is how far behind a title its name may stand.
const ahead = 8

// named is who has their name behind a title, or right before it, so that the title is their
// own: nil where nobody has.
func (r *referrer) named(from, to int) *who {
	s := r.s
	if from > 0 && r.isPerson(from-1) && (s.toks[from].Before == phrase.None || s.toks[from].Before&^phrase.Space == phrase.Comma && s.lang.refer["apart"] == nil) {
		return r.byID[r.out[r.at[from-1]].Entity]
	}
	odd := 0    // letters of a Chinese name that were not seen as such, or words for the owner of the title
	of := false // words for the owner are to follow
	for i := to; i < len(s.toks) && i < to+ahead; i++ {
		gap := s.toks[i].Before
		if gap&^(phrase.SameRun|phrase.Comma|phrase.Paren|phrase.Quote) != 0 {
			return nil
		}
		comma := gap&phrase.Comma != 0
		if comma && s.lang.refer["apart"] != nil {
			return nil
		}
		if r.isPerson(i) {
			if of && odd > 0 && !comma {
				return nil
			}
			return r.byID[r.out[r.at[i]].Entity]
		}
		if comma {
			return nil
		}
		of = of || s.lang.refer["of"][wordKey(s.tok(i))]
		if r.leadsOn(i) {
			continue
		}
		if odd++; odd > 1 && !of || odd > 3 || !of && !r.owns(from, to, i) || of && !s.toks[i].Lower {
			return nil
		}
	}
	return nil
}

// owns reports whether the word at token i, right behind a title, may say whose it is where no
// name shows it: a letter of a Chinese name, "мэр города", "محافظ المدينة".
func (r *referrer) owns(from, to, i int) bool {
	s := r.s
	if i != to || s.gaz[i] >= 0 || s.role[i] >= 0 {
		return false
	}
	switch style(s.toks[i]) {
	case han:
		return s.toks[i].Before == phrase.None
	case arabic:
		return s.lang.code == "ar" && !arabicDefinite(s.tok(from)) && strings.HasPrefix(plain(s.tok(i)), "ال")
	case cased:
		if s.lang.refer["verb"] == nil || !s.toks[i].Lower {
			return false
		}
		for e := range s.lang.refer["verb"] {
			if strings.HasSuffix(s.tok(i), e) {
				return false
			}
		}
		return !s.linkWord(i) && !s.lang.is("stop", wordKey(s.tok(i))) && !s.lang.is("loc", wordKey(s.tok(i)))
	}
	return false
}

// leadsOn reports whether token i may stand between a title and its name: a word for a body,
// a country, another title, a small word.
func (r *referrer) leadsOn(i int) bool {
	s := r.s
	w := wordKey(s.tok(i))
	if _, other := r.stranger(i); other || s.lang.code == "ar" && r.strangerKey(strings.TrimLeft(w, "وبل")) {
		return false // "his counterpart"
	}
	if s.gaz[i] >= 0 || s.role[i] >= 0 || r.at[i] >= 0 {
		return true
	}
	switch style(s.toks[i]) {
	case arabic:
		if s.lang.refer["body"][s.toks[i].Key] || s.lang.is("org", w) || s.lang.is("org", strings.TrimPrefix(w, "ال")) {
			return true
		}
	case cased:
		if s.lang.is("org", w) || s.lang.is("org", s.toks[i].Key) || s.lang.refer["body"][s.toks[i].Key] {
			return true
		}
	}
	return s.linkWord(i) && !s.lang.is("and", w)
}

// unknown reports whether a capitalised word follows that may be a name which nobody knows.
func (r *referrer) unknown(to int) bool {
	s := r.s
	return to < len(s.toks) && s.toks[to].Upper && style(s.toks[to]) == cased && s.toks[to].Before == phrase.Space &&
		s.gaz[to] < 0 && s.role[to] < 0 && r.at[to] < 0 && s.lang.refer["compound"] == nil
}

func (r *referrer) isPerson(i int) bool { return r.at[i] >= 0 && r.out[r.at[i]].Kind == news.Person }

// complement reads whose a title is: a nationality, country or organisation beside it.
func (r *referrer) complement(from, to int) complement {
	c := complement{from: from, to: to}
	r.leftOf(&c)
	r.rightOf(&c)
	return c
}

func (r *referrer) leftOf(c *complement) {
	s := r.s
	left := s.lang.refer["left"]
	if len(left) == 0 {
		return
	}
	i := c.from - 1
	owner := false
	if i > 0 && s.toks[c.from].Before&^phrase.SameRun == 0 && s.toks[i].Before == phrase.Apos && s.toks[i].Lower {
		i, owner = i-1, true // "Iraq's", "Irak'ın"
	} else if i < 0 || s.toks[c.from].Before&^phrase.SameRun != 0 {
		return
	}
	switch m := s.gaz[i]; {
	case m >= 0 && s.marks[m].e.country != "" && (s.marks[m].e.adjective || left["noun"]) && s.marks[m].e.kind == news.Country:
		c.country, c.from = s.marks[m].e.country, s.marks[m].from
		c.owner = owner || !s.marks[m].e.adjective
	case left["noun"] && r.at[i] >= 0 && r.out[r.at[i]].Kind == news.Organisation:
		o := r.out[r.at[i]]
		c.body, c.country = o.Entity, o.Country
		c.from, _ = s.tokensOf(o.Span)
		c.owner = owner
	case owner:
		c.body = s.toks[i].Key
	}
}

func (r *referrer) rightOf(c *complement) {
	s := r.s
	if c.country != "" || c.body != "" {
		return
	}
	i := c.to
	of := false
	for i < len(s.toks) && i < c.to+2 && s.toks[i].Before&^phrase.SameRun == 0 && s.lang.refer["of"][wordKey(s.tok(i))] {
		i, of = i+1, true
	}
	if of && i < len(s.toks) && s.lang.refer["the"][wordKey(s.tok(i))] {
		i++
	}
	if i >= len(s.toks) || s.toks[i].Before&^phrase.SameRun != 0 {
		return
	}
	direct := s.lang.refer["direct"] != nil
	m := s.gaz[i]
	switch {
	case m >= 0 && s.marks[m].from == i && s.marks[m].e.kind == news.Country:
		e := s.marks[m].e
		if of || r.genitive(i) || e.adjective && s.lang.refer["right"] != nil || direct {
			c.country, c.to, c.owner = e.country, s.marks[m].to, of || !e.adjective
		}
	case r.at[i] >= 0 && (of || direct) && r.out[r.at[i]].Kind != news.Person:
		o := r.out[r.at[i]]
		c.body, c.country, c.owner = o.Entity, "", true
		_, c.to = s.tokensOf(o.Span)
	case of && !s.toks[i].Digit:
		c.body, c.owner = s.toks[i].Key, true
	}
}

// genitive reports whether the name of a country at token i has an ending that makes it the
// owner of what stands before it: "Jordaniens".
func (r *referrer) genitive(i int) bool {
	w := r.s.tok(i)
	for e := range r.s.lang.refer["genitive"] {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

// definite reports whether a title means somebody in particular.
func (r *referrer) definite(from, to int, c complement) bool {
	s := r.s
	words := s.lang.refer
	def := len(words["the"]) == 0
	if s.lang.code == "ar" {
		def = arabicDefinite(s.tok(to-1)) || c.owner
	}
	for i, n := c.from-1, 0; i >= 0 && n < 3; i, n = i-1, n+1 {
		if s.toks[i+1].Before&^phrase.SameRun != 0 {
			break
		}
		w := wordKey(s.tok(i))
		if words["no"][w] || r.hanNo(i) || words["deputy"][w] {
			return false
		}
		if words["the"][w] {
			def = true
			break
		}
		if def && len(words["the"]) > 0 || n == 1 && len(words["the"]) > 0 {
			break
		}
	}
	for _, i := range []int{to, c.to} {
		if i < len(s.toks) && s.toks[i].Before&^phrase.SameRun == 0 {
			if w := wordKey(s.tok(i)); words["deputy"][w] || words["direct"] != nil && words["left"] == nil && words["no"][w] {
				return false
			}
		}
	}
	return def || c.country != "" && (c.owner && c.from < from || words["left"]["noun"] || r.opens(c.from))
}

// hanNo reports whether the Chinese letters up to token i are words that make a title nobody's.
func (r *referrer) hanNo(i int) bool {
	s := r.s
	if style(s.toks[i]) != han {
		return false
	}
	for n := 2; n <= 3 && i-n+1 >= 0; n++ {
		if s.lang.refer["no"][s.text[s.toks[i-n+1].Span.Start:s.toks[i].Span.End]] {
			return true
		}
	}
	return false
}

// opens reports whether a sentence or a line begins with token i.
func (r *referrer) opens(i int) bool {
	return i == 0 || r.sentence[i] != r.sentence[i-1] || r.s.toks[i].Before&phrase.Line != 0
}

// arabicDefinite reports whether an Arabic word has its article, with a particle in front or not.
func arabicDefinite(w string) bool {
	w = plain(w)
	if strings.HasPrefix(w, "لل") {
		return true
	}
	at := strings.Index(w, "ال")
	return at >= 0 && at <= 4
}

// severalAt reports whether the last word of a title is of several.
func (s *scan) severalAt(from, to int) bool {
	if style(s.toks[from]) == han {
		return to < len(s.toks) && s.toks[to].Before == phrase.None && s.tok(to) == "们"
	}
	if s.lang.refer["plural"] == nil {
		return false
	}
	w := strings.ToLower(s.tok(from))
	for e := range s.lang.refer["plural"] {
		if rest, ok := strings.CutSuffix(w, e); ok && utf8.RuneCountInString(rest) > 3 && !strings.HasSuffix(rest, "глав") {
			return rest != w
		}
	}
	return false
}

// listed reports whether another country stands in a list before that at token i: "德国、法国领导人".
func (r *referrer) listed(i int) bool {
	s := r.s
	if i == 0 || style(s.toks[i]) != han || s.gaz[i] < 0 {
		return false
	}
	j := i - 1
	if s.toks[i].Before == phrase.None && j > 0 && s.lang.is("and", s.tok(j)) {
		j--
	} else if s.toks[i].Before != phrase.Comma {
		return false
	}
	return s.gaz[j] >= 0 && s.marks[s.gaz[j]].e.kind == news.Country
}

// nearBy is how many sentences back a title alone may reach for somebody, justNow how many
// for one of several who have it.
const nearBy, justNow = 8, 3

// settleTitle says whom a title alone means, if that can be told.
func (r *referrer) settleTitle(t title) {
	if t.nobody {
		r.noted = append(r.noted, noted{token: t.from, sure: t.office.gender})
		return
	}
	w, conf := r.choose(t)
	if w == nil && t.country != "" {
		w, conf = r.holder(t)
	}
	r.noted = append(r.noted, noted{token: t.from, who: w, sure: t.office.gender, apart: t.country != ""})
	if w == nil {
		return
	}
	if w.gender == either {
		w.gender = t.office.gender
	}
	if w.mention >= 0 || w.inferred {
		r.add(t.span, news.Title, w, conf)
	}
}

// choose is the one of the people, or of those whom only a title stands for, whom a title
// means.
func (r *referrer) choose(t title) (*who, float64) {
	var good, weak []*who
	for _, w := range r.people {
		if !w.gender.fits(t.office.gender) {
			continue
		}
		level := 0
		for _, o := range w.offices {
			l := o.means(t, w.country)
			if o.known && l > 0 && t.country == "" {
				l = 1
			}
			level = max(level, l)
		}
		switch level {
		case 2:
			good = append(good, w)
		case 1:
			weak = append(weak, w)
		}
	}
	whose := t.country != "" || t.body != ""
	from := 0
	if !whose {
		from = r.starts[max(0, r.sentence[t.from]-nearBy)]
		good, weak = r.seen(good, from, t.from), r.seen(weak, from, t.from)
	}
	pool, conf := good, 0.85
	if len(pool) == 0 {
		pool, conf = r.seen(weak, r.starts[max(0, r.sentence[t.from]-nearBy)], t.from), 0.65
	}
	if len(pool) == 1 {
		if whose && len(r.seen(pool, 0, t.from)) == 0 {
			conf -= 0.1
		}
		return pool[0], conf
	}
	return r.lastOf(pool, t), 0.6
}

// lastOf is the one of several with an office who was spoken of just now: in the sentence
// before by name, or in the last few alone.
func (r *referrer) lastOf(pool []*who, t title) *who {
	if len(pool) == 0 {
		return nil
	}
	for _, back := range []int{1, justNow} {
		from := r.starts[max(0, r.sentence[t.from]-back)]
		last := r.seen(pool, from, t.from)
		if len(last) == 1 && (back > 1 || !r.told(last[0], from, t.from)) {
			return last[0]
		}
	}
	return nil
}

// told reports whether somebody was last spoken of by a title with a country: a title
// without one then may mean another.
func (r *referrer) told(w *who, from, to int) bool {
	for _, n := range slices.Backward(r.noted) {
		if n.who == w && from <= n.token && n.token < to {
			return n.apart
		}
	}
	return false
}

// seen are those of some of whom the tokens [from,to) speak.
func (r *referrer) seen(in []*who, from, to int) []*who {
	var out []*who
	for _, w := range in {
		if slices.ContainsFunc(r.noted, func(n noted) bool { return n.who == w && from <= n.token && n.token < to }) {
			out = append(out, w)
		}
	}
	return out
}
