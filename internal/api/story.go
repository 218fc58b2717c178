package api

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

func storyList(s *server, w http.ResponseWriter, q *request) error {
	render, err := s.stories(q.Context())
	if err != nil {
		return err
	}
	return listing[*news.Story, export.Story]{rows: s.st.Stories, place: store.PlaceOfStory, render: render}.answer(s, w, q)
}

// stories returns what shows stories, each with what the user decided about it.
func (s *server) stories(ctx context.Context) (func(*news.Story) (export.Story, error), error) {
	decisions, err := s.st.StoryDecisions(ctx)
	return func(story *news.Story) (export.Story, error) {
		out, err := export.NewStory(story, s.textsOf(ctx, story))
		var of []store.StoryDecision
		for _, d := range decisions {
			if slices.ContainsFunc(slices.Concat(d.Parts...), func(r string) bool { return slices.Contains(story.Reports, r) }) {
				of = append(of, d)
			}
		}
		out.Decide(of)
		return out, err
	}, err
}

func storyShow(s *server, w http.ResponseWriter, q *request) error {
	at, err := q.instant("as-of")
	if err != nil {
		return err
	}
	id := q.PathValue("id")
	page, err := s.Desk.Story(q.Context(), id, at)
	if err != nil {
		return err
	}
	if at.IsZero() && page.ID != id {
		return redirect(w, q, "/stories/", page.ID)
	}
	return s.write(w, q, page)
}

// redirect leads from an id that something had to the one that it has. That may be another one some day, so nobody shall
// keep it.
func redirect(w http.ResponseWriter, q *request, path, id string) error {
	to := Prefix + path + url.PathEscape(id)
	if q.URL.RawQuery != "" {
		to += "?" + q.query.Encode()
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusPermanentRedirect)
	return nil
}

func entryList(s *server, w http.ResponseWriter, q *request) error {
	return listing[*news.Entry, export.Entry]{
		rows: s.st.Entries, place: store.PlaceOfEntry,
		render: func(e *news.Entry) (export.Entry, error) { return export.NewEntry(e, s.texts(q.Context())) },
	}.answer(s, w, q)
}
