package web

import (
	"html/template"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// correctedView is one thing that the user said otherwise than the reports.
type correctedView struct {
	news.Corrected
	What  string
	About string        // anchor of the happening, "" where there is none
	Said  template.HTML // what the user says
	Read  template.HTML // what the reports say
	By    template.HTML // who says so since then, "" for nobody
}

// corrections lists what the user corrected in the story.
func (p *storyPage) corrections() []correctedView {
	out := make([]correctedView, 0, len(p.Story.Corrected))
	for _, c := range p.Story.Corrected {
		v := correctedView{Corrected: c, What: p.corrected(c), Said: p.otherwise(c), By: p.outletList(c.Since, nil)}
		if i := slices.IndexFunc(p.Story.Entries, func(e news.Entry) bool { return e.ID == c.Entry }); i >= 0 && c.Entry != "" {
			v.About = entryAnchor(i)
		}
		v.Read = p.L.HTML("correct.nothing")
		if c.Was != "" {
			v.Read = p.rival(c.Attribute, c.Was)
		}
		out = append(out, v)
	}
	return out
}

// corrected says what a correction is of.
func (p *storyPage) corrected(c news.Corrected) string {
	switch c.Change {
	case news.ChangeWrong:
		return p.L.T("correct.told")
	case news.ChangeSame:
		return p.L.T("correct.difference", p.attribute(c.Attribute))
	}
	return p.attribute(c.Attribute)
}

// otherwise says what a correction has in the place of what the reports say.
func (p *storyPage) otherwise(c news.Corrected) template.HTML {
	switch {
	case c.Is != "":
		return p.rival(c.Attribute, c.Is)
	case c.Change == news.ChangeWrong:
		return p.L.HTML("correct.no")
	}
	return p.L.HTML("correct.none")
}

// attributes names the attributes of a happening that are the user's.
func (p *storyPage) attributes(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = p.attribute(n)
	}
	return p.L.List(out...)
}

// applied reports whether a decision is shown among the corrections.
func (p *storyPage) applied(d store.StoryDecision) bool {
	return slices.ContainsFunc(p.Story.Corrected, func(c news.Corrected) bool { return c.Number == d.Number })
}
