package record

import (
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// The values of a difference over what came of talks.
const (
	agreed    = "agreed"
	discussed = "discussed"
)

// likeMatter is how alike two sentences have to be to be of one matter, the cosine of their vectors with perName for each name in both
// that is not of the parties and the place: any two sentences on the same talks share these. docs/stories.md says how it was found.
const likeMatter = 0.66

// outcomes returns who says that draft i was agreed and who that it was discussed. That a report tells of the talks and leaves the
// agreement out is no difference: its sentence on the talks has to be of the very matter, and it tells of no act but talks between these parties.
func outcomes(drafts []*draft, docs []*news.Document, i int) []news.DifferenceValue {
	d := drafts[i]
	if e := d.first(); e.Type != news.Agree || e.Status != news.Occurred {
		return nil
	}
	var talks []claim
	for _, o := range drafts {
		e := *o.first()
		if e.Type != news.Consult || e.Status != news.Occurred {
			continue
		}
		e.Type = news.Agree
		if fits(d.first(), &e) == 0 {
			continue
		}
		for _, t := range o.tellings {
			if !tellsMore(docs[t.at], d.first()) && ofOneMatter(docs, d.tellings, t) {
				talks = append(talks, claim{discussed, t})
			}
		}
	}
	if len(talks) == 0 {
		return nil
	}
	claims := make([]claim, len(d.tellings))
	for k, t := range d.tellings {
		claims[k] = claim{agreed, t}
	}
	return rival(append(claims, talks...))
}

// tellsMore reports whether a report tells of more than talks between the parties of an event: of an agreement, a deal to come, help.
func tellsMore(doc *news.Document, e *news.Event) bool {
	parties := slices.Concat(e.Actors, e.Recipients)
	return slices.ContainsFunc(doc.Events, func(o news.Event) bool {
		switch o.Type {
		case news.Agree, news.Cooperate, news.Concede, news.Aid:
			return touch(parties, slices.Concat(o.Actors, o.Recipients))
		}
		return false
	})
}

// ofOneMatter reports whether t stands in a sentence that is like one of those of the tellings.
func ofOneMatter(docs []*news.Document, tellings []telling, t telling) bool {
	for _, b := range sentencesOf(docs[t.at], t.event) {
		for _, u := range tellings {
			for _, a := range sentencesOf(docs[u.at], u.event) {
				if matter(&a, &b) >= likeMatter {
					return true
				}
			}
		}
	}
	return false
}

func matter(a, b *fact) float64 {
	if a.model != b.model {
		return 0
	}
	c, _ := cosineOf(a.vec, b.vec)
	shared := 0
	for e := range a.who {
		if b.who[e] {
			shared++
		}
	}
	return c + perName*float64(min(shared, 2))
}

// sentencesOf are the sentences in which an event is told, as facts without a figure; who they name leaves out its parties and its place.
func sentencesOf(doc *news.Document, e *news.Event) []fact {
	known := map[string]bool{}
	for _, p := range slices.Concat(e.Actors, e.Recipients) {
		known[p.Entity] = true
		known["ISO:"+p.Country] = true
	}
	var out []fact
	for n, sent := range doc.Sentences {
		if !slices.ContainsFunc(e.Evidence, sent.Overlaps) {
			continue
		}
		f := fact{report: doc.ID, lang: doc.Lang, sent: sent, who: map[string]bool{}}
		if r := doc.Reading; r != nil && n < len(r.Sentences) {
			f.vec, f.model = r.Sentences[n], r.Model
		}
		for _, m := range doc.Mentions {
			if m.Entity != "" && sent.Contains(m.Span) && !known[m.Entity] && (e.Location == nil || m.Name != e.Location.Name) {
				f.who[m.Entity] = true
			}
		}
		out = append(out, f)
	}
	return out
}
