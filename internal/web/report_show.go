package web

import (
	"cmp"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// paragraph is a piece of a report with what was found in it.
type paragraph struct {
	At   int
	HTML template.HTML
}

func (s *server) reportShow(w http.ResponseWriter, r *http.Request) {
	doc, err := s.st.Document(r.Context(), r.PathValue("id"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	story, err := s.st.StoryOf(r.Context(), doc.ID)
	if err != nil && news.CodeOf(err) != news.NotFound {
		s.fail(w, r, err)
		return
	}
	if doc.Title == "" {
		doc.Title = opening(doc.Text)
	}
	s.render(w, r, "report_show.html", struct {
		*news.Document
		Story      *news.Story
		Paragraphs []paragraph
	}{doc, story, paragraphs(doc)})
}

// paragraphs cuts the text at blank lines and marks names, dates and quotes.
func paragraphs(doc *news.Document) []paragraph {
	marks := findings(doc)
	var out []paragraph
	at := 0
	for _, part := range strings.SplitAfter(doc.Text, "\n\n") {
		end := at + len(part)
		part = strings.TrimRight(part, "\n")
		var own []mark
		for _, m := range marks {
			if m.span.Start >= at && m.span.End <= end {
				m.span.Start -= at
				m.span.End -= at
				own = append(own, m)
			}
		}
		out = append(out, paragraph{at, marked(part, own)})
		at = end
	}
	return out
}

// findings lists what was found, in order, the longer first where two begin
// together. Names inside a quote stay visible: a quote is marked by its ends.
func findings(doc *news.Document) []mark {
	var out []mark
	for _, m := range doc.Mentions {
		out = append(out, mark{m.Span, string(m.Kind), strings.Join(notEmpty(string(m.Kind), m.Name, m.Role, m.Country), " · ")})
	}
	for _, d := range doc.Dates {
		note := "date, not resolved"
		if d.Interval != nil {
			note = "date · " + when(d.Interval)
		}
		out = append(out, mark{d.Span, "date", note})
	}
	for _, q := range doc.Quotes {
		if q.Direct && !overlaps(q.Span, doc.Mentions) {
			out = append(out, mark{q.Span, "quote", fmt.Sprintf("quote · %s", cmp.Or(q.Speaker, "speaker open"))})
		}
	}
	slices.SortFunc(out, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(b.span.End, a.span.End))
	})
	return out
}

func overlaps(s news.Span, mentions []news.Mention) bool {
	return slices.ContainsFunc(mentions, func(m news.Mention) bool { return m.Span.Overlaps(s) })
}

func notEmpty(in ...string) []string {
	return slices.DeleteFunc(in, func(s string) bool { return s == "" })
}
