package web

import (
	"html/template"
	"net/http"

	"github.com/dragoman-news/dragoman/internal/store"
)

type hitView struct {
	store.Hit
	HTML template.HTML
}

func (s *server) search(w http.ResponseWriter, r *http.Request) {
	page := struct {
		Query string
		Total int
		Hits  []hitView
	}{Query: r.URL.Query().Get("q")}
	if page.Query != "" {
		res, err := s.st.Search(r.Context(), store.Query{Text: page.Query, Filter: filter(r), Sort: store.ByRelevance, Limit: perPage})
		if err != nil {
			s.fail(w, r, err)
			return
		}
		page.Total = res.Total
		for _, h := range res.Hits {
			marks := make([]mark, len(h.Highlight))
			for i, span := range h.Highlight {
				marks[i] = mark{span, "hit", "found"}
			}
			if h.Title == "" {
				doc, err := s.st.Document(r.Context(), h.Report)
				if err != nil {
					s.fail(w, r, err)
					return
				}
				h.Title = opening(doc.Text)
			}
			page.Hits = append(page.Hits, hitView{h, marked(h.Snippet, marks)})
		}
	}
	s.render(w, r, "search.html", page)
}
