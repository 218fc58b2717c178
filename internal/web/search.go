package web

import (
	"context"
	"html/template"
	"net/http"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/web/locale"
)

// Answer is what a search found.
type Answer struct {
	Words   *store.Result
	Near    []store.Hit // reports without the words that mean the same, nearest first
	LeftOut int         // reports whose meaning could not be compared, when it was asked
}

// Search finds reports by words and by what the words mean.
type Search func(ctx context.Context, q store.Query) (*Answer, error)

// maxQuery is how many characters a query may have. Understanding a text costs time for each
// of its words, and whoever reaches the page may ask.
const maxQuery = 1000

// hitView is a hit as it is shown.
type hitView struct {
	store.Hit
	HTML template.HTML
}

// Near says that the report was found by its meaning.
func (h hitView) Near() bool { return h.Found == store.ByMeaning }

func (s *server) searchShow(w http.ResponseWriter, r *http.Request) {
	page := struct {
		frame
		Query     string
		Total     int
		Hits      []hitView
		Near      []hitView
		LeftOut   int
		WordsOnly bool // meaning was to be regarded and could not be
	}{frame: s.frame(w, r, "search", ""), Query: r.URL.Query().Get("q")}
	page.Title = page.L.T("search.title")
	if n := utf8.RuneCountInString(page.Query); n > maxQuery {
		s.refuse(w, r, http.StatusBadRequest, func(l *locale.Locale) string { return l.T("error.query", n, maxQuery) })
		return
	}
	if page.Query != "" {
		q := store.Query{Text: page.Query, Filter: filter(r), Sort: store.ByRelevance, Limit: perPage}
		a, understood, err := s.find(r.Context(), q)
		if err == nil {
			page.Total, page.LeftOut, page.WordsOnly = a.Words.Total, a.LeftOut, !understood
			page.Hits, err = s.hitViews(r.Context(), page.L, a.Words.Hits)
		}
		if err == nil {
			page.Near, err = s.hitViews(r.Context(), page.L, a.Near)
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
	}
	s.render(w, r, "search.html", page)
}

// find asks by words and meaning where the program has a model, else by words. A model that
// fails does not take the words along: they are asked alone, and understood is false.
func (s *server) find(ctx context.Context, q store.Query) (a *Answer, understood bool, err error) {
	var failed error
	if s.Meaning != nil {
		if a, failed = s.Meaning(ctx, q); failed == nil {
			return a, true, nil
		}
	}
	res, err := s.st.Search(ctx, q)
	if err != nil {
		return nil, false, err
	}
	if failed != nil {
		s.log.WarnContext(ctx, "searched by words alone", "error", failed)
	}
	return &Answer{Words: res}, failed == nil, nil
}

// hitViews marks what was found, and heads a report without a title with its first words.
func (s *server) hitViews(ctx context.Context, l *locale.Locale, hits []store.Hit) ([]hitView, error) {
	views := make([]hitView, 0, len(hits))
	for _, h := range hits {
		marks := make([]mark, len(h.Highlight))
		for i, span := range h.Highlight {
			marks[i] = mark{span: span, class: "hit", note: l.T("search.found")}
		}
		if h.Title == "" {
			doc, err := s.st.Document(ctx, h.Report)
			if err != nil {
				return nil, err
			}
			h.Title = opening(doc.Text)
		}
		views = append(views, hitView{h, marked(h.Snippet, marks)})
	}
	return views, nil
}
