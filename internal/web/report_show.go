package web

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// paragraph is a piece of a report with what was found in it.
type paragraph struct {
	At   int // which it is, from 1
	HTML template.HTML
}

// reportPage is all that is shown of a report.
type reportPage struct {
	frame
	*news.Document
	Heading    string // the title, or the first words
	Story      *news.Story
	Original   string // the address of the page it was read from, "" where it may not be followed
	Revisions  []int  // those that are kept, where there are several
	Latest     bool
	Evidence   bool // words are asked for, and highlighted
	Paragraphs []paragraph
	Tells      []telling
	Speakers   []speaker
	Named      []namedEntity
}

// Percent is how sure the language is.
func (p reportPage) Percent() int { return int(100 * p.LangConfidence) }

// telling is one happening in a report.
type telling struct {
	happening
	HTML template.HTML
}

// speaker is somebody with what they are quoted with.
type speaker struct {
	Name   string
	Entity string
	Quotes []quoted
}

// quoted is words that somebody said.
type quoted struct {
	Text   string
	Lang   news.Lang
	Direct bool
	Href   string
	Source string
}

// namedEntity is somebody or something that a report names.
type namedEntity struct {
	news.Mention
	Name  string
	Times int
	Href  string // where it is named first
}

func (s *server) reportShow(w http.ResponseWriter, r *http.Request) {
	doc, latest, err := s.reportAt(r.Context(), r.PathValue("id"), r.URL.Query().Get("revision"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	story, err := s.st.StoryOf(r.Context(), doc.ID)
	if err != nil && news.CodeOf(err) != news.NotFound {
		s.fail(w, r, err)
		return
	}
	p := reportPage{Document: doc, Story: story, Heading: heading(doc), Original: news.Link(doc.URL), Latest: doc.Revision == latest}
	p.frame = s.frame(w, r, "stories", p.Heading)
	for n := 1; latest > 1 && n <= latest; n++ {
		p.Revisions = append(p.Revisions, n)
	}
	p.fill(asked(doc.Text, r.URL.Query().Get("mark")))
	s.render(w, r, "report_show.html", p)
}

// reportAt returns a report in a revision, the latest where none is named, and the number of the latest.
func (s *server) reportAt(ctx context.Context, id, revision string) (doc *news.Document, latest int, err error) {
	doc, err = s.st.Document(ctx, id)
	if err != nil {
		return nil, 0, err
	}
	latest = doc.Revision
	if n, err := strconv.Atoi(revision); err == nil && n != latest {
		doc, err = s.st.Revision(ctx, id, n)
		return doc, latest, err
	}
	return doc, latest, nil
}

// heading is the title of a report, or its first words.
func heading(doc *news.Document) string {
	if doc.Title != "" {
		return doc.Title
	}
	return cmp.Or(opening(doc.Text), doc.ID)
}

// fill makes what is shown of the document.
func (p *reportPage) fill(evidence news.Span) {
	at := text.NewOffsets(p.Text)
	p.Evidence = !evidence.Empty()
	p.Paragraphs = paragraphs(p.Text, markLayers(p.frame, p.Document, evidence))
	for i := range p.Events {
		e := &p.Events[i]
		h := happening{
			Type: e.Type, Mode: e.Mode, Contexts: e.Contexts, Status: e.Status, Place: e.Location, Date: e.Date,
			Who: p.parties(e.Actors, at), Whom: p.parties(e.Recipients, at),
		}
		if len(e.Evidence) > 0 {
			h.Words = wordsAt(p.Document, at, e.Evidence[0])
		}
		h.By = p.voices(e.AccordingTo, at)
		p.Tells = append(p.Tells, telling{h, p.tell(h)})
	}
	p.Speakers = speakers(p.Document, at, nil, cmp.Or(p.Source, p.Site))
	p.Named = p.named(at)
}

// parties are participants, each with where the report names them.
func (p *reportPage) parties(list []news.Party, at *text.Offsets) []piece {
	out := make([]piece, len(list))
	for i, q := range list {
		out[i].Text = p.party(q, "")
		if q.Mention >= 0 && q.Mention < len(p.Mentions) {
			out[i].Href = wordsAt(p.Document, at, p.Mentions[q.Mention].Span)
		}
	}
	return out
}

// voices are those who say so, each with what they are and where the report names them.
func (p *reportPage) voices(list []news.Attribution, at *text.Offsets) []piece {
	out := make([]piece, len(list))
	for i, a := range list {
		kind := template.HTML(template.HTMLEscapeString(named(p.L, "voice.", a.Kind)))
		out[i].Text = p.name(a.Name) + ` <span class="of">` + kind + "</span>"
		if !a.Span.Empty() {
			out[i].Href = wordsAt(p.Document, at, a.Span)
		}
	}
	return out
}

// named lists who and what the report names, those named most first.
func (p *reportPage) named(at *text.Offsets) []namedEntity {
	var out []namedEntity
	index := map[string]int{}
	for _, m := range p.Mentions {
		key := string(m.Kind) + cmp.Or(m.Entity, m.Name)
		i, ok := index[key]
		if !ok {
			i = len(out)
			index[key] = i
			name := m.Name
			if m.Kind == news.Country && m.Country != "" {
				name = p.L.Country(m.Country)
			}
			out = append(out, namedEntity{Mention: m, Name: name, Href: wordsAt(p.Document, at, m.Span)})
		}
		out[i].Times++
		out[i].Role = cmp.Or(out[i].Role, m.Role)
	}
	slices.SortStableFunc(out, func(a, b namedEntity) int { return cmp.Compare(b.Times, a.Times) })
	return out
}

// speakers gathers the quotes of a report by who speaks; called has the name of somebody by entity where another is wanted, and
// source is what the publisher goes by.
func speakers(doc *news.Document, at *text.Offsets, called map[string]string, source string) []speaker {
	var out []speaker
	index := map[string]int{}
	for _, q := range doc.Quotes {
		if !q.Direct && q.Speaker == "" {
			continue
		}
		name, entity := q.Speaker, ""
		if m := q.SpeakerMention; m >= 0 && m < len(doc.Mentions) {
			entity = doc.Mentions[m].Entity
			name = cmp.Or(called[entity], name)
		}
		i, ok := index[name]
		if !ok {
			i = len(out)
			index[name] = i
			out = append(out, speaker{Name: name, Entity: entity})
		}
		out[i].Quotes = append(out[i].Quotes, quoted{
			Text: q.Span.In(doc.Text), Lang: doc.Lang, Direct: q.Direct, Href: wordsAt(doc, at, q.Span), Source: source,
		})
	}
	return out
}

// paragraphs cuts a text at blank lines and marks what was found in it.
func paragraphs(body string, layers [][]mark) []paragraph {
	var out []paragraph
	at := 0
	for _, part := range strings.SplitAfter(body, "\n\n") {
		end := at + len(part)
		span := news.Span{Start: at, End: at + len(strings.TrimRight(part, "\n"))}
		at = end
		if span.Empty() {
			continue
		}
		var sb strings.Builder
		layered(&sb, body, span, layers)
		out = append(out, paragraph{len(out) + 1, template.HTML(sb.String())}) // every piece of it was escaped
	}
	return out
}

// markLayers lists what is shown highlighted in a report: the words that were asked for, within them quotes, within those names
// and dates.
func markLayers(f frame, doc *news.Document, evidence news.Span) [][]mark {
	var words, quotes, names []mark
	if !evidence.Empty() && evidence.End <= len(doc.Text) {
		words = append(words, mark{span: evidence, class: "evidence", id: "evidence"})
	}
	for _, q := range doc.Quotes {
		if q.Direct {
			quotes = append(quotes, mark{span: q.Span, class: "quote", note: f.L.T("report.quote") + " · " + cmp.Or(q.Speaker, f.L.T("report.speakerOpen"))})
		}
	}
	for _, m := range doc.Mentions {
		country := ""
		if m.Country != "" && m.Kind != news.Country {
			country = f.L.Country(m.Country)
		}
		note := strings.Join(notEmpty(f.L.T("kind."+string(m.Kind)), m.Name, m.Role, country), " · ")
		names = append(names, mark{span: m.Span, class: string(m.Kind), note: note})
	}
	for _, d := range doc.Dates {
		note := f.L.T("report.dateOpen")
		if d.Interval != nil {
			note = f.L.T("report.date") + " · " + f.L.Interval(*d.Interval, f.Zone)
		}
		names = append(names, mark{span: d.Span, class: "date", note: note})
	}
	inOrder(quotes)
	inOrder(names)
	return [][]mark{words, quotes, names}
}

// inOrder sorts marks by where they begin, the longer first where two begin together.
func inOrder(marks []mark) {
	slices.SortFunc(marks, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(b.span.End, a.span.End))
	})
}

func notEmpty(in ...string) []string {
	return slices.DeleteFunc(in, func(s string) bool { return s == "" })
}
