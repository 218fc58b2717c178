package web

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// storyPage is all that is shown of a story.
type storyPage struct {
	frame
	*FoundStory
	Heading     string
	HeadingLang news.Lang
	Foreign     bool     // no report has a title in the reader's language
	Titles      []titled // in other languages
	Countries   []string
	Groups      []entryGroup
	Differences []differenceView
	Met         []meeting
	Stays       []stay
	Speakers    []speaker
	Pledges     []pledge
	Voices      []sideView
	Timeline    []storyReport
	Columns     *columns // two reports side by side, nil for one report alone
	Corrections []correctedView
	Deeds       []deed
	Past        []version
	// Map is a drawing of the places, made by the server; "" where none is drawn.
	Map template.HTML
	// Edit is the forms of an editor, nil where none are shown.
	Edit *storyEdit
	Done *notice

	docs    map[string]*news.Document
	offsets map[string]*text.Offsets
	anchors map[anchor]string // where the words of happenings are in the columns
	names   map[string]string // what entities are called, for this reader
}

// titled is a title with its language.
type titled struct {
	Lang  news.Lang
	Title string
}

// storyReport is a report in the story's timeline.
type storyReport struct {
	*news.Document
	Heading   string
	Publisher string
}

// version is a state of the story.
type version struct {
	At   time.Time
	Href string
	Gone bool
}

func (s *server) storyShow(w http.ResponseWriter, r *http.Request) {
	f := s.frame(w, r, "stories", "")
	at, err := moment(r.URL.Query().Get("as-of"), f.Zone)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	found, err := s.found(r.Context(), r.PathValue("id"), at)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if at.IsZero() && found.Story.ID != r.PathValue("id") { // an id that it had before, or a report's: it may lead elsewhere another day
		to := storyPath(found.Story.ID)
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		http.Redirect(w, r, to, http.StatusFound)
		return
	}
	p := newStoryPage(f, found)
	p.fill(r.URL.Query().Get("left"), r.URL.Query().Get("right"))
	if p.Done = noticed(w, r, f.L); at.IsZero() && s.Desk.Stories != nil && s.may(r) {
		p.Edit = p.edit()
	}
	s.render(w, r, "story_show.html", p)
}

// moment reads an instant from an address: a day means its end, and what names no zone is in the reader's.
func moment(s string, zone *time.Location) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, s, zone); err == nil {
		return t.AddDate(0, 0, 1).Add(-time.Millisecond), nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, &news.Error{Code: news.Invalid, Message: s + " is no moment", Hint: "as-of=2026-11-20T10:00"}
}

func newStoryPage(f frame, found *FoundStory) *storyPage {
	p := &storyPage{frame: f, FoundStory: found, docs: map[string]*news.Document{}, offsets: map[string]*text.Offsets{}}
	for _, d := range found.Docs {
		p.docs[d.ID] = d
	}
	p.names = localNames(news.Lang(f.L.Tag), found.Docs, found.Called)
	p.Heading, p.HeadingLang = titleFor(found.Story, news.Lang(f.L.Tag))
	if p.Heading == "" {
		p.Heading, p.HeadingLang = f.L.T("story.untitled"), news.Lang(f.L.Tag)
	}
	p.Title, p.Foreign = p.Heading, p.HeadingLang != news.Lang(f.L.Tag)
	return p
}

// fill makes all parts of the page.
func (p *storyPage) fill(left, right string) {
	for _, l := range p.Story.Languages {
		if t := p.Story.Titles[l]; t != "" && l != p.HeadingLang {
			p.Titles = append(p.Titles, titled{l, t})
		}
	}
	for _, d := range p.Docs {
		if d.Country != "" && !slices.Contains(p.Countries, d.Country) {
			p.Countries = append(p.Countries, d.Country)
		}
		p.Timeline = append(p.Timeline, storyReport{d, heading(d), p.outlet(d)})
	}
	p.Columns = p.columns(left, right) // before the happenings, which lead there
	p.Groups = p.groups()
	p.Differences = p.differences()
	p.Met = p.met()
	p.Stays = p.stays()
	p.Speakers = p.speakers()
	p.Pledges = p.pledges(p.Became)
	p.Voices = p.sides()
	p.Corrections = p.corrections()
	p.Map = p.drawMap()
	p.past()
}

// past lists what was decided about the story, and when it changed.
func (p *storyPage) past() {
	for _, d := range p.Decided {
		if !p.applied(d) {
			p.Deeds = append(p.Deeds, p.deed(d))
		}
	}
	if len(p.Versions) < 2 {
		return
	}
	for _, v := range p.Versions {
		p.Past = append(p.Past, version{v.At, with(p.here, "as-of", v.At.Format(time.RFC3339Nano), "ui", "", "look", ""), v.Gone})
	}
	slices.Reverse(p.Past)
	p.Past = p.Past[:min(len(p.Past), mostVersions)]
}

// mostVersions is how many of a story's states are listed.
const mostVersions = 30

// at is the offsets of a report's text, counted once.
func (p *storyPage) at(doc *news.Document) *text.Offsets {
	o := p.offsets[doc.ID]
	if o == nil {
		o = text.NewOffsets(doc.Text)
		p.offsets[doc.ID] = o
	}
	return o
}

// words is what a span says, with its report; ok is false where the report is not there or was changed since.
func (p *storyPage) words(s news.ReportSpan) (doc *news.Document, said string, ok bool) {
	doc = p.docs[s.Report]
	if doc == nil || s.Span.Start < 0 || s.Span.End > len(doc.Text) || s.Span.Empty() {
		return nil, "", false
	}
	return doc, s.Span.In(doc.Text), true
}

// cited is words of a report with the way to them.
type cited struct {
	Text   string
	Lang   news.Lang
	Source string
	Report string
	Href   string
}

func (p *storyPage) cite(s news.ReportSpan) (cited, bool) {
	doc, said, ok := p.words(s)
	if !ok {
		return cited{}, false
	}
	return cited{said, doc.Lang, p.outlet(doc), doc.ID, wordsAt(doc, p.at(doc), s.Span)}, true
}

// outlet names the publisher of a report; where nobody names one, the report by its place in the story.
func (p *storyPage) outlet(doc *news.Document) string {
	if name := cmp.Or(doc.Source, doc.Site); name != "" {
		return name
	}
	return p.L.T("story.report", 1+slices.Index(p.Docs, doc))
}

// outlets names the publishers of reports, each once, as links to the words that evidence points at, else to the report.
func (p *storyPage) outlets(reports []string, evidence []news.ReportSpan) []piece {
	var out []piece
	var seen []string
	for _, id := range reports {
		doc := p.docs[id]
		if doc == nil || slices.Contains(seen, doc.Outlet()) {
			continue
		}
		seen = append(seen, doc.Outlet())
		name := p.name(p.outlet(doc))
		if len(p.Story.Languages) > 1 {
			name += template.HTML(` <span class="of">` + template.HTMLEscapeString(p.L.Language(string(doc.Lang))) + `</span>`) // escaped
		}
		href := reportPath(id)
		for _, ev := range evidence {
			if c, ok := p.cite(ev); ok && ev.Report == id {
				href = c.Href
				break
			}
		}
		out = append(out, piece{name, href})
	}
	return out
}

// outletList is the same as a list in words.
func (p *storyPage) outletList(reports []string, evidence []news.ReportSpan) template.HTML {
	return p.L.ListHTML(htmlOf(p.outlets(reports, evidence)))
}

// Told is the address of a report as the story was told from it.
func (p *storyPage) Told(doc *news.Document) string {
	if p.AsOf.IsZero() {
		return reportPath(doc.ID)
	}
	return reportPath(doc.ID) + "?revision=" + strconv.Itoa(doc.Revision)
}

// AsOfValue is the moment that is looked at, for addresses.
func (p *storyPage) AsOfValue() string { return p.AsOf.Format(time.RFC3339Nano) }
