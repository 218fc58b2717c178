package record

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Told is a story with its reports, the earliest first, and what was committed to in it.
type Told struct {
	Story       *news.Story
	Docs        []*news.Document
	Commitments []news.Commitment

	lines map[news.ReportSpan]gist // of sentences that were looked at
}

// NewTold puts a story and its reports together.
func NewTold(story *news.Story, docs []*news.Document) *Told {
	return &Told{Story: story, Docs: docs, Commitments: Commitments(docs, story), lines: map[news.ReportSpan]gist{}}
}

// FollowUps proposes what later stories tell of a commitment of the story in: that it was carried out, made
// again, broken, or denied to have been made. A proposal wants the same parties, an act in common and one more
// thing (another party, the words, or the meaning), and a time after the commitment. Of each later story there is
// at most one, the surest first among stories; none of those of which one was accepted. What was judged is not proposed.
func FollowUps(c news.Commitment, in *Told, later []*Told, judged ...news.Verdict) []news.FollowUp {
	p := newPledge(c, in)
	p.judged = judged
	var out []news.FollowUp
	for _, t := range later {
		if t.Story.ID == c.Story || t.Story.ID == in.Story.ID || p.settled(t) {
			continue
		}
		if f, ok := p.in(t); ok {
			f.ID = followUpID(&c, &f)
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b news.FollowUp) int {
		return cmp.Or(cmp.Compare(b.Confidence, a.Confidence), cmp.Compare(a.Story, b.Story))
	})
	return out
}

// MayFollow reports whether a later story is worth reading for what became of c: an entry of a fitting type names
// one of its parties, after c was made. It looks at the story alone, not at its reports.
func MayFollow(c news.Commitment, in *Told, story *news.Story) bool {
	if story.ID == c.Story {
		return false
	}
	p := newPledge(c, in)
	types := slices.Concat(p.types, carriers[c.Kind], []news.EventType{c.Type, news.Accuse, news.Assault, news.Reject})
	all := slices.Concat(p.doers, p.others)
	return slices.ContainsFunc(story.Entries, func(e news.Entry) bool {
		if e.Status == news.Background || !slices.Contains(types, e.Type) || e.Date != nil && !day(e.Date.From).After(p.after) {
			return false
		}
		equal, also := inCommon(all, slices.Concat(news.Parties(e.Actors), news.Parties(e.Recipients)))
		return equal+also > 0
	})
}

// pledge is a commitment while what became of it is looked for.
type pledge struct {
	news.Commitment
	gists  []gist // of the clauses, and what their sentences mean
	acts   []string
	types  []news.EventType // of events that would carry it out
	doers  []news.Party     // who would
	others []news.Party     // to whom
	after  time.Time        // the day on which it was made, the zero time where unknown
	judged []news.Verdict   // on what became of it
}

func newPledge(c news.Commitment, in *Told) *pledge {
	p := &pledge{Commitment: c, doers: news.Parties(c.Who), others: news.Parties(c.To)}
	if c.Kind == news.Demanded || c.Kind == news.Asked {
		p.doers, p.others = p.others, p.doers
	}
	if c.Made != nil {
		p.after = day(c.Made.From)
	}
	for _, w := range c.What {
		g, ok := in.gist(w.Report, w.Sentence, w.Clause)
		if !ok {
			continue
		}
		p.gists = append(p.gists, g)
		for _, a := range g.acts {
			if slices.Contains(p.acts, a) {
				continue
			}
			p.acts = append(p.acts, a)
			p.types = append(p.types, commitmentWords().types[a]...)
		}
	}
	return p
}

// in is what a later story tells of p; the surest.
func (p *pledge) in(t *Told) (best news.FollowUp, found bool) {
	try := func(f news.FollowUp, ok bool) {
		if ok && (!found || f.Confidence > best.Confidence) && !p.answered(t, &f) {
			best, found = f, true
		}
	}
	for i := range t.Story.Entries {
		try(p.entry(t, &t.Story.Entries[i]))
	}
	for i := range t.Commitments {
		try(p.again(t, &t.Commitments[i]))
	}
	return best, found
}

// settled reports whether the user accepted what a later story tells of p.
func (p *pledge) settled(t *Told) bool {
	return slices.ContainsFunc(p.judged, func(v news.Verdict) bool {
		return v.Accepted && slices.ContainsFunc(v.Told, func(q news.Quoted) bool { return among(t.Docs, q.Report) })
	})
}

// answered reports whether a follow-up was judged.
func (p *pledge) answered(t *Told, f *news.FollowUp) bool {
	return slices.ContainsFunc(p.judged, func(v news.Verdict) bool { return v.Kind == f.Kind && restsOn(t.Docs, v.Told, f.Evidence) })
}

// later reports whether what is dated so came after p was made; unknown times are no ground for a proposal.
func (p *pledge) later(t *Told, date *news.Interval) (*news.Interval, bool) {
	if p.after.IsZero() {
		return nil, false
	}
	if date == nil {
		for _, d := range t.Docs {
			if d.Published != nil {
				date = &d.Published.Interval
				break
			}
		}
	}
	return date, date != nil && day(date.From).After(p.after)
}

// entry is what an entry of a later story tells of p.
func (p *pledge) entry(t *Told, e *news.Entry) (news.FollowUp, bool) {
	date, ok := p.later(t, e.Date)
	if !ok || e.Status == news.Background || len(p.acts) == 0 || !p.doneBy(e) {
		return news.FollowUp{}, false
	}
	kind, why := p.became(t, e)
	if kind == "" {
		return news.FollowUp{}, false
	}
	link := p.link(t, e.Evidence, slices.Concat(news.Parties(e.Actors), news.Parties(e.Recipients)))
	if link.act == "" || link.more == "" {
		return news.FollowUp{}, false
	}
	return news.FollowUp{
		Kind: kind, Story: t.Story.ID, Entry: e.ID, Date: date, Evidence: e.Evidence,
		Confidence: sure(link, p.Confidence), Reason: spelledOut(e.Actors) + " " + why + p.intime(date) + "; both tell of “" + link.act + "”, and " + link.more,
	}, true
}

// became says what an entry means for p, by its type, its status and words beside it.
func (p *pledge) became(t *Told, e *news.Entry) (news.FollowUpKind, string) {
	said := p.Kind != news.Demanded && p.Kind != news.Asked
	switch {
	case said && e.Status == news.Denied && e.Type == p.Type || said && t.says(e.Evidence, func(w *wordRows) table { return w.denied }) && e.Type == p.Type:
		return news.DeniedLater, "denied it later"
	case said && (e.Status == news.Denied && slices.Contains(p.types, e.Type) || t.says(e.Evidence, func(w *wordRows) table { return w.broke })):
		return news.Broken, "did not do it or did the contrary"
	case said && e.Status == news.Occurred && e.Type == news.Assault && slices.Contains(p.acts, "truce"):
		return news.Broken, "took up arms again"
	case e.Status == news.Occurred && slices.Contains(p.types, e.Type):
		return news.Implemented, "did it"
	}
	return "", ""
}

// doneBy reports whether one of those who would carry p out acts in e; where all act together, two of its parties.
func (p *pledge) doneBy(e *news.Entry) bool {
	equal, also := inCommon(p.doers, news.Parties(e.Actors))
	if equal+also == 0 || e.Status == news.Denied {
		return equal+also > 0
	}
	if e.Type != news.Consult && e.Type != news.Agree && e.Type != news.Cooperate {
		return true
	}
	equal, also = inCommon(slices.Concat(p.doers, p.others), slices.Concat(news.Parties(e.Actors), news.Parties(e.Recipients)))
	return equal+also >= 2
}

// again is a commitment of a later story that repeats p.
func (p *pledge) again(t *Told, c *news.Commitment) (news.FollowUp, bool) {
	date, ok := p.later(t, c.Made)
	if !ok || c.Kind != p.Kind || c.Status == news.CalledFor || share(news.Parties(p.Who), news.Parties(c.Who)) == 0 {
		return news.FollowUp{}, false
	}
	if len(p.To) > 0 && len(c.To) > 0 && share(news.Parties(p.To), news.Parties(c.To)) == 0 {
		return news.FollowUp{}, false
	}
	top := 0.0
	var evidence []news.ReportSpan
	for _, w := range c.What {
		evidence = append(evidence, news.ReportSpan{Report: w.Report, Span: w.Sentence})
		g, ok := t.gist(w.Report, w.Sentence, w.Clause)
		for _, mine := range p.gists {
			if ok {
				top = max(top, mine.like(g))
			}
		}
	}
	if top == 0 {
		return news.FollowUp{}, false
	}
	return news.FollowUp{
		Kind: news.Repeated, Story: t.Story.ID, Entry: c.Entry, Date: date, Evidence: evidence, Confidence: min(0.9, 0.5+0.2*top) * max(0.5, c.Confidence),
		Reason: spelledOut(c.Who) + " " + string(c.Kind) + " the like again" + p.intime(date),
	}, true
}

// link is what ties a later sentence to a commitment, besides who acts.
type link struct {
	act, more string
	weight    float64
}

// link looks for an act in common, and one thing more.
func (p *pledge) link(t *Told, evidence []news.ReportSpan, who []news.Party) link {
	var out link
	if equal, also := inCommon(p.others, who); equal+also > 0 {
		out.more, out.weight = "the other party is the same", 0.2
	}
	for _, ev := range evidence {
		g, ok := t.gist(ev.Report, ev.Span, ev.Span)
		if !ok {
			continue
		}
		for _, mine := range p.gists {
			shared := mine.inCommon(g)
			if len(shared) == 0 {
				continue
			}
			out.act = shared[0]
			more, weight := mine.more(g, p.doers)
			if weight > out.weight || out.more == "" {
				out.more, out.weight = more, max(weight, out.weight)
			}
		}
	}
	return out
}

// What a later sentence has to have in common with a clause besides an act, or to be like in meaning.
const (
	wordsOfClause = 0.4
	likeInMeaning = 0.55
)

// more is what else two gists have in common: others who are named, the words, or the meaning.
func (g gist) more(o gist, but []news.Party) (string, float64) {
	for _, id := range g.others {
		if slices.Contains(o.others, id) && !slices.ContainsFunc(but, func(p news.Party) bool { return p.Entity == id }) {
			return "both name the same third party or place", 0.25
		}
	}
	if g.lang == o.lang {
		if w := g.within(o); w >= wordsOfClause {
			return "the words are alike", 0.1 + 0.2*w
		}
	}
	if c, ok := g.cosine(o); ok && c >= likeInMeaning {
		return "the sentences mean the like", 0.1 + 0.2*c
	}
	return "", 0
}

// sure is how likely a proposal is right, by what speaks for it.
func sure(l link, commitment float64) float64 { return min(0.9, 0.5+l.weight) * max(0.5, commitment) }

// intime says how long after p, and whether before it was due.
func (p *pledge) intime(date *news.Interval) string {
	out := " on " + value(*date)
	if p.Due == nil {
		return out
	}
	if day(date.From).After(day(p.Due.To)) {
		return out + ", after it was due"
	}
	return out + ", before it was due"
}

// gist is that of a part of a sentence of one of the story's reports.
func (t *Told) gist(report string, sentence, part news.Span) (gist, bool) {
	key := news.ReportSpan{Report: report, Span: part}
	if g, ok := t.lines[key]; ok {
		return g, true
	}
	s := t.statement(report, sentence)
	if s == nil {
		return gist{}, false
	}
	g := s.gist(part)
	if t.lines != nil {
		t.lines[key] = g
	}
	return g, true
}

// statement is the sentence of a report that holds a span, nil where there is none.
func (t *Told) statement(report string, sp news.Span) *statement {
	i := slices.IndexFunc(t.Docs, func(d *news.Document) bool { return d.ID == report })
	if i < 0 {
		return nil
	}
	d := t.Docs[i]
	w := wordsOf(d.Lang)
	at := slices.IndexFunc(d.Sentences, sp.Overlaps)
	if w == nil || at < 0 {
		return nil
	}
	everybody, _ := d.Everybody()
	return newStatement(d, at, everybody, w)
}

// says reports whether a sentence of the evidence holds a phrase of a table.
func (t *Told) says(evidence []news.ReportSpan, of func(*wordRows) table) bool {
	for _, ev := range evidence {
		s := t.statement(ev.Report, ev.Span)
		if s == nil {
			continue
		}
		for i := range s.toks {
			if of(s.words).At(s.doc.Text, s.toks, i).N > 0 {
				return true
			}
		}
	}
	return false
}

// mostNames is how many parties a reason names.
const mostNames = 3

// spelledOut writes parties for people.
func spelledOut(ps []news.EntryParty) string {
	var out []string
	for i, p := range ps {
		if i == mostNames {
			return strings.Join(out, ", ") + " and others"
		}
		out = append(out, cmp.Or(p.Name, p.Entity))
	}
	return strings.Join(out, ", ")
}
