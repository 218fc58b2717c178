package entity

import (
	"math"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// knownOffices adds the offices that somebody held on the day of the report, as the
// knowledge base has them.
func (r *referrer) knownOffices(w *who) {
	base := r.s.t.known().kb
	if base == nil || r.when == 0 || !strings.HasPrefix(w.id, "P:") {
		return
	}
	e, ok := base.ByID(w.id)
	if !ok {
		return
	}
	for _, x := range e.Roles() {
		if x.Title == "" || !x.At(r.when) {
			continue
		}
		o := r.s.englishOffice(x.Title)
		o.country, o.known = x.Country, true
		if o.code != "" {
			w.take(o)
		}
	}
}

// holders are those who held the highest offices of states.
type holders struct {
	of map[string][]term // country and office
}

type term struct {
	who      kb.Ref
	from, to kb.Date
	gender   gender
}

// inferable are the offices that a state has one holder of, whose names the knowledge base
// has from one to the next.
var inferable = set("pre pmi kng cha min/for")

func (t *tables) readHolders() *holders {
	h := &holders{of: map[string][]term{}}
	base := t.known().kb
	en := t.langs()["en"]
	if base == nil || en == nil {
		return h
	}
	s := &scan{t: t}
	for e := range base.All() {
		if strings.HasPrefix(e.ID, geoNames) {
			break
		}
		if e.Kind != news.Person {
			continue
		}
		for _, x := range e.Roles() {
			if x.Title == "" || x.From == 0 || x.Country == "" {
				continue
			}
			if o := s.englishOffice(x.Title); inferable[o.code] {
				key := x.Country + " " + o.code
				h.of[key] = append(h.of[key], term{e.Ref, x.From, lastDay(x), o.gender})
			}
		}
	}
	return h
}

// lastDay is the end of a term, as far as it is known; of one that goes on, none.
func lastDay(x kb.Role) kb.Date {
	switch {
	case x.To != 0:
		return x.To
	case x.Seen != 0:
		return x.Seen
	}
	return math.MaxInt32
}

// slack is how far from the ends of a term a report must be for its holder to be certain.
const slack = 14 * 24 * time.Hour

// holder is who held the office of a title on the day of the report, where the report does
// not name them: nil unless the knowledge base has just one, well within the term, and the
// sentence is not of another year.
func (r *referrer) holder(t title) (*who, float64) {
	if r.when == 0 || t.body != "" || !inferable[t.office.code] || r.otherYear(t) || r.goesOn(t) {
		return nil, 0
	}
	p := r.s.doc.Published.From
	early, late := dateOf(p.Add(-slack)), dateOf(p.Add(slack))
	var ref kb.Ref
	n := 0
	for _, x := range r.s.t.holders().of[t.country+" "+t.office.code] {
		if x.from > late || x.to < early && x.to%100 != 0 {
			continue
		}
		if n > 0 && x.who == ref {
			continue
		}
		if n++; !x.gender.fits(t.office.gender) || x.from > early || x.to < late || x.from%100 == 0 && x.from/10000 == r.when/10000 {
			return nil, 0
		}
		ref = x.who
	}
	e, ok := r.s.t.known().kb.Entry(ref)
	if n != 1 || !ok {
		return nil, 0
	}
	if w := r.alike(e, t); w != nil {
		return w, 0.7
	}
	return r.outsider(e, t), 0.45
}

func dateOf(t time.Time) kb.Date { return kb.Date(t.Year()*10000 + int(t.Month())*100 + t.Day()) }

// alike is whoever of the report has a name like that of an office's holder, whom it writes
// as nobody known.
func (r *referrer) alike(e kb.Entry, t title) *who {
	for _, w := range r.people {
		if w.mention >= 0 && (w.country == "" || w.country == t.country) && strings.HasPrefix(w.id, "L") && soundsLike(w.name, e) {
			return w
		}
	}
	return nil
}

// outsider is somebody of the knowledge base whom the report does not name.
func (r *referrer) outsider(e kb.Entry, t title) *who {
	if w := r.byID[e.ID]; w != nil {
		return w
	}
	o := t.office
	o.country, o.known = t.country, true
	w := &who{id: e.ID, mention: -1, name: e.Name("en"), country: e.Country, sector: e.Sector, offices: []office{o}, inferred: true}
	r.byID[e.ID] = w
	r.people = append(r.people, w)
	return w
}

// otherYear reports whether the sentence of a title gives a date of another year than the
// report's.
func (r *referrer) otherYear(t title) bool {
	from := r.s.toks[r.starts[r.sentence[t.from]]].Span.Start
	to := len(r.s.text)
	if n := r.sentence[t.from] + 1; n < len(r.starts) {
		to = r.s.toks[r.starts[n]].Span.Start
	}
	year := r.s.doc.Published.From.Year()
	for _, d := range r.s.doc.Dates {
		if d.Span.Start >= from && d.Span.Start < to && d.Interval != nil && (d.Interval.From.Year() > year || d.Interval.To.Year() < year) {
			return true
		}
	}
	return false
}

// goesOn reports whether a word follows that may say whose the title is, in languages that
// need no "of" for it: "британский король эксцентрики".
func (r *referrer) goesOn(t title) bool {
	s := r.s
	if s.lang.refer["direct"] == nil || t.behind || t.to >= len(s.toks) || s.toks[t.to].Before&^phrase.SameRun != 0 {
		return false
	}
	w := wordKey(s.tok(t.to))
	return !s.lang.is("said", w) && !s.lang.refer["does"][w] && !s.linkWord(t.to) && !s.lang.is("stop", w) && !s.lang.is("loc", w) && !s.toks[t.to].Upper
}
