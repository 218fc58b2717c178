package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// fewest is how many answers a language needs to stand alone in the tables of details: below it, one sentence moves
// the figure by more than a tenth.
const fewest = 10

// tallies are counts by metric and language.
type tallies map[string]map[string]*counts

// tell counts one right or wrong answer, for the language and for all.
func (t tallies) tell(metric, lang string, right bool) {
	if t[metric] == nil {
		t[metric] = map[string]*counts{}
	}
	tell(t[metric], lang, right)
}

// scores are the shares of right answers, of languages with at least least answers and of all.
func (t tallies) scores(set string, least int) []score {
	var out []score
	for _, metric := range slices.Sorted(mapKeys(t)) {
		for _, lang := range langs(t[metric], least) {
			c := t[metric][lang]
			out = append(out, score{Set: set, Lang: lang, Metric: metric, Value: c.recall(), N: c.n()})
		}
	}
	return out
}

// eventDetail is what eventsInSentences counts besides types: how statuses are confused, who acts and to whom, who says so, and
// what the confidence of an event is worth.
type eventDetail struct {
	tallies
	status    map[[2]string]int // status in the gold and as told, where the type was found
	certainty []certainty
}

// newEventDetail begins with nothing counted.
func newEventDetail() *eventDetail {
	return &eventDetail{tallies: tallies{}, status: map[[2]string]int{}, certainty: newCertainty()}
}

// add counts one labelled sentence.
func (d *eventDetail) add(r sentenceRow, doc *news.Document) {
	for k, g := range r.Events {
		if g.Type == "NONE" {
			continue
		}
		if told, ok := toldStatus(g.Type, g.Status, doc.Events); ok {
			d.status[[2]string{g.Status, told}]++
		}
		d.parties(string(r.Lang), newPartyGold(r, k), doc)
	}
	d.told(r, doc)
	d.sources(r, doc)
	for _, e := range doc.Events {
		right := slices.ContainsFunc(r.Events, func(g struct{ Type, Status string }) bool { return g.Type == string(e.Type) })
		for i := range d.certainty {
			d.certainty[i].add(e.Confidence, right)
		}
	}
}

// scores are those of all sentences that were added.
func (d *eventDetail) scores() []score {
	const set = "sentences held"
	out := d.tallies.scores(set, fewest)
	of := map[string]int{}
	for cell, n := range d.status {
		of[cell[0]] += n
	}
	for cell, n := range d.status {
		out = append(out, score{Set: set, Lang: "all", Metric: "status " + cell[0] + " told as " + cell[1], Value: ratio(n, of[cell[0]]), N: of[cell[0]]})
	}
	return append(out, certaintyScores(set, d.certainty)...)
}

// toldStatus is the status that an event of the type is told with: the right one where any has it, else that of the surest.
func toldStatus(kind, status string, events []news.Event) (string, bool) {
	told, best, ok := "", -1.0, false
	for _, e := range events {
		switch {
		case string(e.Type) != kind:
		case string(e.Status) == status:
			return status, true
		case e.Confidence > best:
			told, best, ok = string(e.Status), e.Confidence, true
		}
	}
	return told, ok
}

// partyGold is who acts in one event of the gold and to whom. In a meeting, an agreement and joint work all are actors.
type partyGold struct {
	kind               string
	actors, recipients []goldParty
}

// goldParty is the words for a party and its country or kind of body.
type goldParty struct {
	span news.Span
	code string
}

func newPartyGold(r sentenceRow, k int) partyGold {
	g := partyGold{kind: r.Events[k].Type}
	off := text.NewOffsets(r.Text)
	for _, s := range r.Spans {
		if s.E != fmt.Sprint(k+1) && (s.E != "" || k > 0) {
			continue
		}
		p := goldParty{news.Span{Start: off.Byte(s.Start), End: off.Byte(s.End)}, s.C}
		switch {
		case s.Label == "A" || s.Label == "R" && jointType(g.kind):
			g.actors = append(g.actors, p)
		case s.Label == "R":
			g.recipients = append(g.recipients, p)
		}
	}
	return g
}

// jointType reports whether the parties of a type of event all do the same.
func jointType(kind string) bool { return kind == "CONSULT" || kind == "AGREE" || kind == "COOPERATE" }

// sides are the parties that e is told with, all of them actors where they do the same.
func sides(e news.Event) (actors, recipients []news.Party) {
	if jointType(string(e.Type)) {
		return slices.Concat(e.Actors, e.Recipients), nil
	}
	return e.Actors, e.Recipients
}

// parties counts the two sides of an event of the gold apart and together, by country and by words. An event whose type was
// not found has none of them right.
func (d *eventDetail) parties(lang string, g partyGold, doc *news.Document) {
	var code, words struct{ actors, recipients, both bool }
	for _, e := range doc.Events {
		if string(e.Type) != g.kind {
			continue
		}
		actors, recipients := sides(e)
		a, r := allCodes(g.actors, actors), allCodes(g.recipients, recipients)
		code.actors, code.recipients, code.both = code.actors || a, code.recipients || r, code.both || a && r
		a, r = allMet(g.actors, actors, doc), allMet(g.recipients, recipients, doc)
		words.actors, words.recipients, words.both = words.actors || a, words.recipients || r, words.both || a && r
	}
	whole := len(g.recipients) > 0 && len(g.actors) > 0 || jointType(g.kind) && len(g.actors) > 1
	count := func(metric string, has, right bool) {
		if has {
			d.tell(metric, lang, right)
		}
	}
	a, r := countriesOnly(g.actors), countriesOnly(g.recipients)
	count("actors by country", a, code.actors)
	count("recipients by country", r, code.recipients)
	count("who to whom by country", whole && a && (r || len(g.recipients) == 0), code.both)
	count("actors by entity", len(g.actors) > 0, words.actors)
	count("recipients by entity", len(g.recipients) > 0, words.recipients)
	count("who to whom by entity", whole, words.both)
}

// countriesOnly reports whether all parties have the code of a country; bodies of states and others have none to compare.
func countriesOnly(list []goldParty) bool {
	codes := map[string]bool{}
	for _, p := range list {
		codes[p.code] = true
	}
	return len(codes) > 0 && onlyCountries(codes)
}

func allCodes(want []goldParty, told []news.Party) bool {
	return !slices.ContainsFunc(want, func(g goldParty) bool {
		return !slices.ContainsFunc(told, func(p news.Party) bool { return p.Country == g.code })
	})
}

func allMet(want []goldParty, told []news.Party, doc *news.Document) bool {
	return !slices.ContainsFunc(want, func(g goldParty) bool {
		return !slices.ContainsFunc(told, func(p news.Party) bool { return meets(p, g.span, doc) })
	})
}

// meets reports whether a party is the one that the words at span stand for: its mention, or another of the same entity, shares
// some of them or, as only words of the text stand for it, its name as written does.
func meets(p news.Party, span news.Span, doc *news.Document) bool {
	if p.Mention >= 0 && p.Mention < len(doc.Mentions) && doc.Mentions[p.Mention].Span.Overlaps(span) {
		return true
	}
	if p.Entity != "" && slices.ContainsFunc(doc.Mentions, func(m news.Mention) bool { return m.Entity == p.Entity && m.Span.Overlaps(span) }) {
		return true
	}
	for at := 0; p.Name != ""; {
		i := strings.Index(doc.Text[at:], p.Name)
		if i < 0 {
			return false
		}
		at += i + len(p.Name)
		if span.Overlaps(news.Span{Start: at - len(p.Name), End: at}) {
			return true
		}
	}
	return false
}

// told counts the other way round: of the parties told in events of a type of the gold, those that are one there, on their side.
// A party that the text does not name is left out.
func (d *eventDetail) told(r sentenceRow, doc *news.Document) {
	for _, e := range doc.Events {
		var actors, recipients []goldParty
		found := false
		for k, g := range r.Events {
			if g.Type == string(e.Type) {
				p := newPartyGold(r, k)
				actors, recipients, found = append(actors, p.actors...), append(recipients, p.recipients...), true
			}
		}
		if !found {
			continue
		}
		a, b := sides(e)
		d.toldSide("actors told, right", string(r.Lang), a, actors, doc)
		d.toldSide("recipients told, right", string(r.Lang), b, recipients, doc)
	}
}

func (d *eventDetail) toldSide(metric, lang string, told []news.Party, want []goldParty, doc *news.Document) {
	for _, p := range told {
		if p.Mention >= 0 || p.Name != "" {
			d.tell(metric, lang, slices.ContainsFunc(want, func(g goldParty) bool { return meets(p, g.span, doc) }))
		}
	}
}

// sources counts who is named as saying so, where an event of the gold was found: sources ("according to ...") and speakers apart,
// with what is wanted of each as evalAccordingTo has it.
func (d *eventDetail) sources(r sentenceRow, doc *news.Document) {
	links, ok := linksOf(r, doc)
	if !ok {
		return
	}
	g := newAttributionGold(r)
	for i, want := range g.wanted {
		met := slices.ContainsFunc(links, func(a news.Attribution) bool { return common(a.Span, want)*2 >= min(a.Span.Len(), want.Len()) })
		metric := "according to, speakers met"
		if g.source[i] {
			metric = "according to, sources met"
		}
		d.tell(metric, string(r.Lang), met)
	}
}

// certainty is a range of confidence and how often events told with one in it had a right type.
type certainty struct {
	from, to float64
	n, right int
	sum      float64
}

// newCertainty are the ranges that are told apart. No event is told below the first but one without parties, which loses confidence
// after the decision.
func newCertainty() []certainty {
	return []certainty{{from: 0, to: 0.3}, {from: 0.3, to: 0.5}, {from: 0.5, to: 0.7}, {from: 0.7, to: 0.85}, {from: 0.85, to: 1}}
}

func (c *certainty) add(confidence float64, right bool) {
	if confidence < c.from || confidence >= c.to && (c.to < 1 || confidence > 1) {
		return
	}
	c.n++
	c.sum += confidence
	if right {
		c.right++
	}
}

// certaintyScores are, of each range, the share of right types beside the mean confidence, and how far the two are apart in the mean.
func certaintyScores(set string, list []certainty) []score {
	var out []score
	apart, all := 0.0, 0
	for _, c := range list {
		if c.n == 0 {
			continue
		}
		out = append(out, score{
			Set: set, Lang: "all", Metric: fmt.Sprintf("type right at %g-%g", c.from, c.to), Value: ratio(c.right, c.n), N: c.n,
			Peer: fmt.Sprintf("mean confidence %.4f", c.sum/float64(c.n)),
		})
		apart += math.Abs(float64(c.right) - c.sum)
		all += c.n
	}
	if all > 0 {
		out = append(out, score{Set: set, Lang: "all", Metric: "calibration error", Value: apart / float64(all), N: all})
	}
	return out
}
