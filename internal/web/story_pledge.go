package web

import (
	"html/template"
	"net/http"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// pledge is something that was agreed, promised, threatened or asked for, with what became of it.
type pledge struct {
	news.Commitment
	By     template.HTML // who bound themselves or asks
	For    template.HTML // to whom, of whom; "" where no report says
	Worded []cited
	After  []outcome
	// DueHTML is by when it is to be done, "" where no report says.
	DueHTML template.HTML
}

// outcome is a proposal: that a later story tells what became of a commitment.
type outcome struct {
	news.FollowUp
	Href string
}

// pledges lists the commitments of the story, those that are due first.
func (p *storyPage) pledges(after map[string][]news.FollowUp) []pledge {
	out := make([]pledge, 0, len(p.Commitments))
	for _, c := range p.Commitments {
		g := pledge{Commitment: c, By: p.people(c.Who), For: p.people(c.To)}
		if c.Due != nil {
			g.DueHTML = p.When(*c.Due)
		}
		for _, w := range c.What {
			words, ok := p.cite(news.ReportSpan{Report: w.Report, Span: w.Clause})
			if !ok {
				words = cited{Text: w.Text, Lang: w.Lang, Report: w.Report, Source: w.Report, Href: reportPath(w.Report)}
			}
			g.Worded = append(g.Worded, words)
		}
		for _, f := range after[c.ID] {
			g.After = append(g.After, outcome{f, storyPath(f.Story)})
		}
		out = append(out, g)
	}
	slices.SortStableFunc(out, byDue)
	return out
}

// byDue puts what is due first first, and what has no such day last.
func byDue(a, b pledge) int {
	switch {
	case a.Due == nil && b.Due == nil:
		return 0
	case a.Due == nil:
		return 1
	case b.Due == nil:
		return -1
	}
	return a.Due.To.Compare(b.Due.To)
}

// outcomesShow is the page on what became of the commitments of a story. It is a page of its own because later stories are read
// for it, which takes longer than people wait for a story.
func (s *server) outcomesShow(w http.ResponseWriter, r *http.Request) {
	f := s.frame(w, r, "stories", "")
	found, err := s.found(r.Context(), r.PathValue("id"), time.Time{})
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if found.Story.ID != r.PathValue("id") {
		http.Redirect(w, r, storyPath(found.Story.ID)+"/commitments", http.StatusFound)
		return
	}
	var after map[string][]news.FollowUp
	if s.Outcomes != nil {
		if after, err = s.Outcomes(r.Context(), found); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	p := newStoryPage(f, found)
	p.Pledges = p.pledges(after)
	p.Title = p.L.T("outcomes.title")
	s.render(w, r, "story_outcomes.html", p)
}
