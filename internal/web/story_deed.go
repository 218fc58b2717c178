package web

import (
	"html/template"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/store"
)

// deed is what the user decided about a story.
type deed struct {
	Number int64
	At     time.Time
	HTML   template.HTML
}

// deed says in words what was decided.
func (p *storyPage) deed(d store.StoryDecision) deed {
	out := deed{Number: d.Number, At: d.At}
	switch {
	case d.Kind == store.Merge:
		out.HTML = p.L.HTML("decided.merge", p.links(d.Stories, storyPath))
	case d.Kind == store.Split && len(d.Parts) > 0:
		off := d.Parts[len(d.Parts)-1]
		out.HTML = p.L.HTML("decided.split", len(off), p.links(d.Stories, storyPath), p.reportLinks(off))
	case d.Kind == store.Correct:
		out.HTML = p.L.HTML("decided.correct")
	default: // of a later release
		out.HTML = p.L.HTML("decided.other", p.reportLinks(slices.Concat(d.Parts...)))
	}
	return out
}

func (p *storyPage) links(ids []string, path func(string) string) template.HTML {
	out := make([]template.HTML, len(ids))
	for i, id := range ids {
		out[i] = piece{p.name(id), path(id)}.HTML()
	}
	return p.L.ListHTML(out)
}

// reportLinks are reports by their titles.
func (p *storyPage) reportLinks(ids []string) template.HTML {
	out := make([]template.HTML, len(ids))
	for i, id := range ids {
		title := p.name(id)
		if d := p.docs[id]; d != nil {
			title = foreign(heading(d), d.Lang)
		}
		out[i] = piece{title, reportPath(id)}.HTML()
	}
	return p.L.ListHTML(out)
}
