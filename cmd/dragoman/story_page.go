package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// storyPage is a story with all that is printed of it.
type storyPage struct {
	*console
	story   *news.Story
	docs    []*news.Document
	of      map[string]*news.Document
	earlier map[int]*news.Entry // what entries recall, in the stories before
	called  map[string]string   // the people's names, by entity id
	voices  []news.Side

	pledged []news.Commitment
	became  map[string][]news.FollowUp // that was accepted, by the ids of commitments
}

// story prints a page on a story: what happened, by whom it is told, where the reports differ, who was met, who says what, what was promised,
// and what each outlet makes of it.
func (c *console) story(ctx context.Context, st *sqlite.Store, found *app.FoundStory) error {
	s := found.Story
	p, err := c.storyPage(ctx, st, found)
	if err != nil {
		return err
	}
	c.whichStory(found)
	c.storyHead(s)
	p.titles()
	for _, part := range []struct {
		title  string
		status []news.Status
	}{
		{"What happened", []news.Status{news.Occurred}},
		{"What is planned or asked for", []news.Status{news.Planned, news.CalledFor}},
		{"What is denied", []news.Status{news.Denied}},
		{"What is recalled", []news.Status{news.Background}},
	} {
		p.entries(part.title, part.status)
	}
	p.differences()
	p.meetings()
	p.quotes()
	p.commitments()
	p.sides()
	p.section("Reports")
	for _, d := range p.docs {
		c.reportLine(d)
	}
	p.past(found)
	return nil
}

// storyPage reads what a page on a story needs.
func (c *console) storyPage(ctx context.Context, st *sqlite.Store, found *app.FoundStory) (*storyPage, error) {
	p := &storyPage{console: c, story: found.Story, of: map[string]*news.Document{}}
	for _, id := range p.story.Reports {
		doc, err := found.Document(ctx, id)
		if err != nil {
			return nil, err
		}
		if found.AsOf.IsZero() { // only the latest revision has vectors: they tell which wordings promise one thing
			if doc.Reading, err = st.Vectors(ctx, doc); err != nil {
				return nil, err
			}
		}
		p.docs = append(p.docs, doc)
		p.of[id] = doc
	}
	var err error
	p.earlier, err = app.Earlier(ctx, st, p.story)
	if err != nil {
		return nil, err
	}
	p.called, p.voices = record.Called(p.docs), record.Sides(p.docs, p.story)
	p.pledged, p.became, err = app.StoryOutcomes(ctx, st, found, p.docs)
	return p, err
}

func (p *storyPage) section(title string) { p.printf("\n%s\n", p.style(bold, title)) }

// titles lists those in other languages than the head's.
func (p *storyPage) titles() {
	if len(p.story.Titles) < 2 {
		return
	}
	for _, l := range p.story.Languages {
		if t := p.story.Titles[l]; t != "" {
			p.printf("  %s  %s\n", p.style(faint, string(l)), p.foreign(t))
		}
	}
}

// outlets names the outlets of reports, each once, with its language where several languages tell.
func (p *storyPage) outlets(reports []string) string {
	var out []string
	for _, id := range reports {
		name := id
		if d := p.of[id]; d != nil {
			name = flat(d.Outlet())
			if len(p.story.Languages) > 1 {
				name += " " + string(d.Lang)
			}
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return strings.Join(out, ", ")
}

// mostWords is how many tellings of an entry are printed; --json has all.
const mostWords = 6

func (p *storyPage) entries(title string, statuses []news.Status) {
	started := false
	for i := range p.story.Entries {
		e := &p.story.Entries[i]
		if !slices.Contains(statuses, e.Status) {
			continue
		}
		if !started {
			p.section(title)
			started = true
		}
		p.entry(i, e)
	}
}

// entry prints one happening, each part with those who give it where not all do, and the words.
func (p *storyPage) entry(i int, e *news.Entry) {
	p.printf("  %s  %s\n", p.entryLine(e), p.style(faint, e.ID))
	all := e.Voices()
	p.parts("who", all, len(e.Actors)+len(e.Recipients), func(k int) (string, []string) {
		party := slices.Concat(e.Actors, e.Recipients)[k]
		return p.foreign(party.Name), party.Reports
	})
	p.parts("when", all, len(e.Dates), func(k int) (string, []string) { return p.interval(e.Dates[k].Interval), e.Dates[k].Reports })
	p.parts("where", all, len(e.Places), func(k int) (string, []string) {
		l := e.Places[k]
		if l.Inferred {
			return p.foreign(l.Name) + " (not said, but likely)", l.Reports
		}
		return p.foreign(l.Name), l.Reports
	})
	if o := p.earlier[i]; o != nil {
		p.printf("    %s  story %s: %s\n", p.style(faint, "told in"), o.Story, p.entryLine(o))
	}
	for k, ev := range e.Evidence {
		if k == mostWords {
			p.printf("    %s\n", p.style(faint, fmt.Sprintf("and %d more", len(e.Evidence)-k)))
			break
		}
		if d := p.of[ev.Report]; d != nil && ev.Span.End <= len(d.Text) {
			p.printf("    %s  %s\n", p.style(faint, string(d.Lang)), p.foreign("“"+oneLine(ev.Span.In(d.Text), p.width-12)+"”"))
		}
	}
}

// parts prints the values of one attribute, if reports give more than one, or not all of them give it.
func (p *storyPage) parts(name string, all []string, n int, at func(int) (value string, reports []string)) {
	if len(all) < 2 || n == 0 {
		return
	}
	var out []string
	same := true
	for k := range n {
		value, reports := at(k)
		by := p.outlets(reports)
		switch len(reports) {
		case 0:
			by = "you"
		case 1:
			by = "only " + by
		}
		if len(reports) >= len(all) {
			by = "all"
		} else {
			same = false
		}
		out = append(out, fmt.Sprintf("%s %s", value, p.style(faint, "["+by+"]")))
	}
	if !same || n > 1 && name != "who" {
		p.printf("    %s  %s\n", p.style(faint, name), strings.Join(out, " · "))
	}
}

func (p *storyPage) differences() {
	if len(p.story.Differences) == 0 {
		return
	}
	p.section("Where they differ")
	for _, d := range p.story.Differences {
		about := ""
		if d.Entry >= 0 && d.Entry < len(p.story.Entries) {
			about = p.style(faint, p.entryLine(&p.story.Entries[d.Entry]))
		}
		p.printf("  %s  %s\n", flat(d.Attribute), about)
		for _, v := range d.Values {
			p.printf("    %s  %s\n", p.style(yellow, p.foreign(v.Value)), p.style(faint, p.outlets(v.Reports)))
			if len(v.Evidence) > 0 {
				if doc := p.of[v.Evidence[0].Report]; doc != nil && v.Evidence[0].Span.End <= len(doc.Text) {
					p.printf("      %s\n", p.style(faint, p.foreign("“"+oneLine(v.Evidence[0].Span.In(doc.Text), p.width-14)+"”")))
				}
			}
		}
	}
}

// meetings lists each person of a meeting that occurred with whom the reports say they met: those who have a name.
func (p *storyPage) meetings() {
	type person struct {
		name string
		met  []string
	}
	var people []person
	at := map[string]int{}
	for _, e := range p.story.Entries {
		if e.Type != news.Consult || e.Status != news.Occurred || len(e.Actors) < 2 {
			continue
		}
		for i, a := range e.Actors {
			if a.Kind != news.Person {
				continue
			}
			key := cmp.Or(a.Entity, a.Name)
			if _, ok := at[key]; !ok {
				at[key] = len(people)
				people = append(people, person{name: label(a.Party)})
			}
			for k, b := range e.Actors {
				if who := &people[at[key]]; k != i && b.Kind != news.Country && b.Kind != news.Place && b.Entity != "" && !slices.Contains(who.met, label(b.Party)) {
					who.met = append(who.met, label(b.Party))
				}
			}
		}
	}
	people = slices.DeleteFunc(people, func(x person) bool { return len(x.met) == 0 })
	if len(people) == 0 {
		return
	}
	slices.SortStableFunc(people, func(a, b person) int { return cmp.Compare(len(b.met), len(a.met)) })
	p.section("Who met whom")
	for _, x := range people {
		met := make([]string, len(x.met))
		for i, m := range x.met {
			met[i] = p.foreign(m)
		}
		p.printf("  %s: %s\n", p.style(bold, p.foreign(x.name)), strings.Join(met, ", "))
	}
}

// label is a party with its country, where that says more.
func label(q news.Party) string {
	if q.Country == "" || q.Kind == news.Country {
		return q.Name
	}
	return q.Name + " (" + q.Country + ")"
}

// quotes prints who says what, a speaker's words together.
func (p *storyPage) quotes() {
	type said struct {
		lang news.Lang
		by   string
		text string
	}
	var order []string
	by := map[string][]said{}
	for _, d := range p.docs {
		if d.CopyOf != "" || d.Withdrawn {
			continue
		}
		for _, q := range d.Quotes {
			if !q.Direct && q.Speaker == "" {
				continue
			}
			who := nonEmpty(q.Speaker, "somebody")
			if m := q.SpeakerMention; m >= 0 && m < len(d.Mentions) {
				who = nonEmpty(p.called[d.Mentions[m].Entity], who)
			}
			if _, ok := by[who]; !ok {
				order = append(order, who)
			}
			words := "“" + oneLine(q.Span.In(d.Text), 2*p.width) + "”"
			if !q.Direct {
				words = oneLine(q.Span.In(d.Text), 2*p.width) + " (in the report's words)"
			}
			by[who] = append(by[who], said{d.Lang, d.Outlet(), words})
		}
	}
	if len(order) == 0 {
		return
	}
	p.section("Who says what")
	for _, who := range order {
		p.printf("  %s\n", p.style(bold, p.foreign(who)))
		for _, w := range by[who] {
			p.printf("    %s  %s  %s\n", p.style(faint, string(w.lang)), p.foreign(w.text), p.style(faint, flat(w.by)))
		}
	}
}

// commitments prints what was promised, agreed or asked for, and by when.
func (p *storyPage) commitments() {
	list := p.pledged
	if len(list) == 0 {
		return
	}
	slices.SortStableFunc(list, record.ByDue)
	p.section("What was promised or asked for")
	parties := func(ps []news.EntryParty) []news.Party {
		out := make([]news.Party, len(ps))
		for i, q := range ps {
			out[i] = q.Party
			out[i].Name = nonEmpty(p.called[q.Entity], q.Name)
		}
		return out
	}
	for _, k := range list {
		head := []string{p.style(cyan, string(k.Kind)), p.parties(parties(k.Who), parties(k.To))}
		if k.Status != news.Occurred {
			head = append(head, string(k.Status))
		}
		if k.Became != "" {
			head = append(head, p.style(green, string(k.Became)))
		}
		if k.Due != nil {
			head = append(head, p.style(yellow, "due "+p.interval(*k.Due)))
		}
		p.printf("  %s\n", strings.Join(head, "  "))
		for _, w := range k.What {
			p.printf("    %s  %s  %s\n", p.style(faint, string(w.Lang)), p.foreign("“"+oneLine(w.Text, p.width-12)+"”"), p.style(faint, p.outlets([]string{w.Report})))
		}
		p.followUps("    ", p.became[k.ID])
	}
}

// sides prints the voices side by side.
func (p *storyPage) sides() {
	if len(p.voices) < 2 {
		return
	}
	p.section("Side by side")
	for _, s := range p.voices {
		head := []string{p.style(bold, flat(s.Source)), s.Country, strings.Join(langs(s.Languages), " ")}
		if len(s.Carried) > 0 {
			head = append(head, p.style(faint, "carried by "+flat(strings.Join(s.Carried, ", "))))
		}
		p.printf("  %s\n", strings.Join(slices.DeleteFunc(head, func(x string) bool { return x == "" }), "  "))
		if s.First >= 0 {
			p.printf("    %s  %s\n", p.style(faint, "first"), p.entryLine(&p.story.Entries[s.First]))
		}
		var quoted []string
		for _, v := range s.Quoted {
			quoted = append(quoted, fmt.Sprintf("%s %d×", p.foreign(v.Name), v.Quotes))
		}
		if len(quoted) > 0 {
			p.printf("    %s  %s\n", p.style(faint, "quotes"), strings.Join(quoted, ", "))
		}
		for _, row := range []struct {
			name string
			list []int
		}{{"alone", s.Only}, {"leaves out", s.LeavesOut}} {
			for _, k := range row.list {
				p.printf("    %s  %s\n", p.style(faint, row.name), p.entryLine(&p.story.Entries[k]))
			}
		}
	}
}
