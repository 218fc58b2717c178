package web

import (
	"net/http"
	"net/url"

	"github.com/dragoman-news/dragoman/internal/news"
)

// evidence is the words that a statement rests on.
type evidence struct {
	Report, Words string
	Lang          news.Lang
	At            int // byte offset, the anchor on the report's page
}

type entryView struct {
	news.Entry
	Evidence []evidence
}

func (s *server) storyShow(w http.ResponseWriter, r *http.Request) {
	story, err := s.st.Story(r.Context(), r.PathValue("id"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if story.ID != r.PathValue("id") { // an id that it had before: it may lead elsewhere another day
		http.Redirect(w, r, "/stories/"+url.PathEscape(story.ID), http.StatusFound)
		return
	}
	page := struct {
		Story   *news.Story
		Reports []*news.Document
		Entries []entryView
	}{Story: story}
	docs := map[string]*news.Document{}
	for _, id := range story.Reports {
		doc, err := s.st.Document(r.Context(), id)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		if doc.Title == "" {
			doc.Title = opening(doc.Text)
		}
		docs[id] = doc
		page.Reports = append(page.Reports, doc)
	}
	for _, e := range story.Entries {
		view := entryView{Entry: e}
		for _, ev := range e.Evidence {
			if doc := docs[ev.Report]; doc != nil && ev.Span.End <= len(doc.Text) { // else it was revised a moment ago
				view.Evidence = append(view.Evidence, evidence{ev.Report, ev.Span.In(doc.Text), doc.Lang, ev.Span.Start})
			}
		}
		page.Entries = append(page.Entries, view)
	}
	s.render(w, r, "story_show.html", page)
}
