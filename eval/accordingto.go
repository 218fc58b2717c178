package main

import (
	"fmt"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// attributionCounts are the links of one language: spans, and of those met the kind where the gold tells it.
type attributionCounts struct{ spans, kinds counts }

// evalAccordingTo scores who says so on the sentences held back, where an event of the labelled type is found. Wanted
// are the sources (B), and the speakers (S) whose words hold the trigger, or who speak without words of their own being
// marked ("..., X said") and do not act in the event. Other speakers are neither wanted nor wrong. A link is met when
// half of the shorter span is in common. The kind is told where a speaker has a name (a person) or a source has none (no person).
func evalAccordingTo(rd *readers, data string) ([]score, error) {
	rows, err := readSentences(data, false)
	if err != nil {
		return nil, fmt.Errorf("according to: %w", err)
	}
	by := map[string]*attributionCounts{"all": {}}
	for _, r := range rows {
		if !heldBack(r.ID) {
			continue
		}
		doc := &news.Document{Report: news.Report{Text: r.Text, Lang: r.Lang}, Sentences: text.Sentences(r.Text, r.Lang)}
		if err := findAll(rd, doc); err != nil {
			return nil, err
		}
		found, ok := linksOf(r, doc)
		if !ok {
			continue
		}
		lang := string(r.Lang)
		if by[lang] == nil {
			by[lang] = &attributionCounts{}
		}
		for _, l := range []string{lang, "all"} {
			by[l].compare(newAttributionGold(r), found)
		}
	}
	spans := map[string]*counts{}
	for lang, c := range by {
		spans[lang] = &c.spans
	}
	var out []score
	for _, lang := range langs(spans, 1) {
		c := by[lang]
		out = append(out, score{Set: "sentences held", Lang: lang, Metric: "F1 according to", Value: c.spans.f1(), N: c.spans.tp + c.spans.fn})
		if n := c.kinds.tp + c.kinds.fn; n > 0 {
			out = append(out, score{Set: "sentences held", Lang: lang, Metric: "kind of who says so", Value: float64(c.kinds.tp) / float64(n), N: n})
		}
	}
	return out, nil
}

// linksOf are the links of the events that have a type of the gold; ok is false where there is none.
func linksOf(r sentenceRow, doc *news.Document) (links []news.Attribution, ok bool) {
	for _, e := range doc.Events {
		if !slices.ContainsFunc(r.Events, func(g struct{ Type, Status string }) bool { return g.Type == string(e.Type) }) {
			continue
		}
		ok = true
		for _, a := range e.AccordingTo {
			if !slices.ContainsFunc(links, func(o news.Attribution) bool { return o.Span == a.Span }) {
				links = append(links, a)
			}
		}
	}
	return links, ok
}

// attributionGold is what is wanted of a sentence.
type attributionGold struct {
	wanted, free []news.Span
	source       []bool // for each wanted: a source, not a speaker
	people       []news.Span
}

func newAttributionGold(r sentenceRow) attributionGold {
	off := text.NewOffsets(r.Text)
	spans := map[string][]news.Span{}
	for _, s := range r.Spans {
		spans[s.Label] = append(spans[s.Label], news.Span{Start: off.Byte(s.Start), End: off.Byte(s.End)})
	}
	meet := func(a []news.Span, b ...news.Span) bool {
		return slices.ContainsFunc(a, func(x news.Span) bool { return slices.ContainsFunc(b, x.Overlaps) })
	}
	g := attributionGold{people: spans["PER"]}
	for _, b := range spans["B"] {
		g.wanted, g.source = append(g.wanted, b), append(g.source, true)
	}
	said := slices.Concat(spans["Q"], spans["I"])
	for _, s := range spans["S"] {
		if meet(spans["B"], s) || len(said) > 0 && !meet(said, spans["T"]...) || len(said) == 0 && meet(spans["A"], s) {
			g.free = append(g.free, s)
			continue
		}
		g.wanted, g.source = append(g.wanted, s), append(g.source, false)
	}
	return g
}

func (c *attributionCounts) compare(g attributionGold, found []news.Attribution) {
	used := make([]bool, len(found))
	for i, want := range g.wanted {
		hit := slices.IndexFunc(found, func(a news.Attribution) bool {
			return !used[slices.Index(found, a)] && common(a.Span, want)*2 >= min(a.Span.Len(), want.Len())
		})
		c.spans.add(hit >= 0, true)
		if hit < 0 {
			continue
		}
		used[hit] = true
		if named := slices.ContainsFunc(g.people, want.Overlaps); named != g.source[i] {
			c.kinds.add((found[hit].Kind == "person") == named, true)
		}
	}
	for i, a := range found {
		if !used[i] && !slices.ContainsFunc(g.free, a.Span.Overlaps) {
			c.spans.add(true, false)
		}
	}
}
