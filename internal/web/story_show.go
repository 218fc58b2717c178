package web

import (
	"html/template"
	"net/http"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

func (s *server) storyShow(w http.ResponseWriter, r *http.Request) {
	story, err := s.st.Story(r.Context(), r.PathValue("id"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if story.ID != r.PathValue("id") { // an id that it had before: it may lead elsewhere another day
		http.Redirect(w, r, storyPath(story.ID), http.StatusFound)
		return
	}
	page := struct {
		frame
		Story   *news.Story
		Reports []*news.Document
		Entries []telling
	}{frame: s.frame(w, r, "stories", storyTitle(story)), Story: story}
	docs := map[string]*news.Document{}
	for _, id := range story.Reports {
		doc, err := s.st.Document(r.Context(), id)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		doc.Title = heading(doc)
		docs[id] = doc
		page.Reports = append(page.Reports, doc)
	}
	for _, e := range story.Entries {
		h := happening{Type: e.Type, Mode: e.Mode, Status: e.Status, Place: e.Location, Date: e.Date}
		for _, a := range e.Actors {
			h.Who = append(h.Who, piece{Text: page.party(a.Party, "")})
		}
		for _, a := range e.Recipients {
			h.Whom = append(h.Whom, piece{Text: page.party(a.Party, "")})
		}
		for _, ev := range e.Evidence {
			if doc := docs[ev.Report]; doc != nil && ev.Span.End <= len(doc.Text) { // else it was revised a moment ago
				h.By = append(h.By, piece{template.HTML(template.HTMLEscapeString(doc.Outlet())), wordsAt(doc, text.NewOffsets(doc.Text), ev.Span)}) // escaped
			}
		}
		page.Entries = append(page.Entries, telling{happening: h, HTML: page.tell(h)})
	}
	s.render(w, r, "story_show.html", page)
}
