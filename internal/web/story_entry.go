package web

import (
	"html/template"
	"slices"
	"strconv"

	"github.com/dragoman-news/dragoman/internal/news"
)

// entryGroup is the happenings of a story that stand alike: those that occurred, those that are denied ...
type entryGroup struct {
	ID      string // its anchor
	Key     string // of its title
	Entries []entryView
}

// entryView is one happening as the reports tell it.
type entryView struct {
	telling
	Anchor string
	Parts  []partView
	Cited  []cited // the words of each telling
	Before *earlierView
	Left   string // anchors of its words in the columns, "" where they are not there
	Right  string
	Yours  string // the attributes that the user corrected, in words
	Open   bool   // its words are shown at once
}

// partView is the values of one attribute, where reports give more than one or not all of them give it.
type partView struct {
	Key    string
	Values []valueView
}

// valueView is a value with those who give it.
type valueView struct {
	Text template.HTML
	By   template.HTML
	You  bool // no report, but the user
	All  bool // everybody
	Only bool // one of several
}

// earlierView is where a story before tells what this one recalls.
type earlierView struct {
	Story string
	HTML  template.HTML
}

// groups tells the happenings of the story.
func (p *storyPage) groups() []entryGroup {
	var out []entryGroup
	for _, part := range []struct {
		id, key  string
		statuses []news.Status
	}{
		{"occurred", "story.occurred", []news.Status{news.Occurred}},
		{"planned", "story.planned", []news.Status{news.Planned, news.CalledFor}},
		{"denied", "story.denied", []news.Status{news.Denied}},
		{"recalled", "story.recalled", []news.Status{news.Background}},
	} {
		g := entryGroup{ID: part.id, Key: part.key}
		for i := range p.Story.Entries {
			if slices.Contains(part.statuses, p.Story.Entries[i].Status) {
				g.Entries = append(g.Entries, p.entry(i))
			}
		}
		if len(g.Entries) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// mostOpen is how many happenings show their words at once, and how many words one may have for that: of all others they are a
// key away.
const mostOpen = 4

func (p *storyPage) entry(i int) entryView {
	e := &p.Story.Entries[i]
	v := entryView{Anchor: entryAnchor(i), Parts: p.parts(e), Left: p.anchors[anchor{i, "left"}], Right: p.anchors[anchor{i, "right"}]}
	v.Open = i < mostOpen && len(e.Evidence) <= mostOpen
	v.happening = p.linked(e)
	v.HTML = p.tell(v.happening)
	v.Yours = p.attributes(e.Corrected)
	for _, ev := range e.Evidence {
		if c, ok := p.cite(ev); ok {
			v.Cited = append(v.Cited, c)
		}
	}
	if o := p.Earlier[i]; o != nil {
		v.Before = &earlierView{o.Story, p.tell(p.happening(o, p.names))}
	}
	return v
}

// linked is an entry with every part leading to its words.
func (p *storyPage) linked(e *news.Entry) happening {
	h := p.happening(e, p.names)
	for k := range e.Actors {
		h.Who[k].Href = p.named(e, &e.Actors[k])
	}
	for k := range e.Recipients {
		h.Whom[k].Href = p.named(e, &e.Recipients[k])
	}
	if e.Location != nil {
		h.PlaceAt = piece{p.placeFor(e.Location), p.placed(e)}
	}
	if e.Date != nil {
		h.DateAt = p.dated(e)
	}
	h.By = p.outlets(e.Voices(), e.Evidence)
	if len(e.Evidence) > 0 {
		if c, ok := p.cite(e.Evidence[0]); ok {
			h.Words = c.Href
		}
	}
	return h
}

// placeFor is the name of a place as the reports in the reader's language write it.
func (p *storyPage) placeFor(l *news.Location) template.HTML {
	for _, d := range p.Docs {
		if d.Lang != news.Lang(p.L.Tag) || p.L.Tag == "en" {
			continue
		}
		for _, m := range d.Mentions {
			if m.Kind == news.Place && m.Name == l.Name && !m.Adjective && m.Span.End <= len(d.Text) {
				return p.name(m.Span.In(d.Text))
			}
		}
	}
	return p.placeName(l)
}

// named is the address of the words that name a party, within the telling where they are, else anywhere in the report.
func (p *storyPage) named(e *news.Entry, q *news.EntryParty) string {
	return p.mentioned(e, q.Reports, func(m news.Mention) bool {
		return q.Entity != "" && m.Entity == q.Entity || m.Name == q.Name || q.Kind == news.Country && q.Country != "" && m.Country == q.Country && m.Kind == news.Country
	})
}

func (p *storyPage) placed(e *news.Entry) string {
	reports := e.Voices()
	if len(e.Places) > 0 {
		reports = e.Places[0].Reports
	}
	return p.mentioned(e, reports, func(m news.Mention) bool {
		return (m.Kind == news.Place || m.Kind == news.Country) && m.Name == e.Location.Name
	})
}

// mentioned finds a mention in one of the reports: first within what tells of the entry.
func (p *storyPage) mentioned(e *news.Entry, reports []string, is func(news.Mention) bool) string {
	for _, within := range []bool{true, false} {
		for _, id := range reports {
			doc := p.docs[id]
			if doc == nil {
				continue
			}
			for _, m := range doc.Mentions {
				if is(m) && m.Span.End <= len(doc.Text) && (!within || told(e, id, m.Span)) {
					return wordsAt(doc, p.at(doc), m.Span)
				}
			}
		}
	}
	return p.firstWords(e, reports)
}

// dated is the address of the words that give an entry's date, else of the telling.
func (p *storyPage) dated(e *news.Entry) string {
	reports := e.Voices()
	if len(e.Dates) > 0 {
		reports = e.Dates[0].Reports
	}
	for _, id := range reports {
		doc := p.docs[id]
		if doc == nil {
			continue
		}
		for _, d := range doc.Dates {
			if told(e, id, d.Span) && d.Span.End <= len(doc.Text) {
				return wordsAt(doc, p.at(doc), d.Span)
			}
		}
	}
	return p.firstWords(e, reports)
}

// told reports whether a span lies in what a report tells of an entry.
func told(e *news.Entry, report string, s news.Span) bool {
	return slices.ContainsFunc(e.Evidence, func(ev news.ReportSpan) bool { return ev.Report == report && ev.Span.Contains(s) })
}

// firstWords is the address of the first telling in one of the reports.
func (p *storyPage) firstWords(e *news.Entry, reports []string) string {
	for _, ev := range e.Evidence {
		if slices.Contains(reports, ev.Report) {
			if c, ok := p.cite(ev); ok {
				return c.Href
			}
		}
	}
	return ""
}

// parts are the values of who, when and where with those who give them.
func (p *storyPage) parts(e *news.Entry) []partView {
	all := e.Voices()
	var out []partView
	var who, when, where []valueView
	for _, q := range slices.Concat(e.Actors, e.Recipients) {
		who = append(who, p.value(p.party(q.Party, p.names[q.Entity]), q.Reports, e, all))
	}
	for _, d := range e.Dates {
		when = append(when, p.value(p.When(d.Interval), d.Reports, e, all))
	}
	for i := range e.Places {
		l := &e.Places[i]
		shown := p.placeFor(&l.Location)
		if l.Inferred {
			shown += template.HTML(" [" + template.HTMLEscapeString(p.L.T("tell.inferred")) + "]") // escaped
		}
		where = append(where, p.value(shown, l.Reports, e, all))
	}
	for _, part := range []partView{{"part.who", who}, {"part.when", when}, {"part.where", where}} {
		differ := slices.ContainsFunc(part.Values, func(v valueView) bool { return !v.All })
		yours := slices.ContainsFunc(part.Values, func(v valueView) bool { return v.You })
		if yours || len(all) > 1 && (differ || len(part.Values) > 1 && part.Key != "part.who") {
			out = append(out, part)
		}
	}
	return out
}

func (p *storyPage) value(shown template.HTML, reports []string, e *news.Entry, all []string) valueView {
	return valueView{
		Text: shown, By: p.outletList(reports, e.Evidence), You: len(reports) == 0,
		All: len(reports) >= len(all), Only: len(reports) == 1 && len(all) > 1,
	}
}

// entryAnchor is where on the page a happening is told.
func entryAnchor(i int) string { return "entry-" + strconv.Itoa(i) }
