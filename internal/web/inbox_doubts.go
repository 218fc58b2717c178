package web

import (
	"context"
	"html/template"
	"net/http"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// mostDoubted is how many stories one page looks through for doubts.
const mostDoubted = 40

// doubtsPage lists what may be settled otherwise about stories.
type doubtsPage struct {
	frame
	May    bool
	Done   *notice
	Filter store.Filter
	Rows   []doubtView
	Looked int
	Next   string
}

// doubtView is a proposal about stories with the two reports that speak most for it.
type doubtView struct {
	StoryDoubt
	Percent      int
	HeadA, HeadB template.HTML
	Sides        []doubtSide
}

// doubtSide is one of the two reports.
type doubtSide struct {
	reportRow
	Outlet, Story string
	Date          *news.Interval
	Words         []said // of its beginning
}

func (s *server) doubtsShow(w http.ResponseWriter, r *http.Request) {
	f := s.frame(w, r, "inbox", "")
	f.Title = f.L.T("doubts.title")
	q := r.URL.Query()
	p := &doubtsPage{
		frame: f, May: s.may(r), Done: noticed(w, r, f.L),
		Filter: store.Filter{Since: q.Get("since"), Until: q.Get("until"), After: q.Get("after"), Limit: mostDoubted},
	}
	if s.Desk.Stories != nil {
		found, err := s.Desk.Stories.Propose(r.Context(), p.Filter)
		if err == nil {
			p.Looked = found.Looked
			if found.Last != "" {
				p.Next = p.With("after", found.Last)
			}
			err = s.doubts(r.Context(), p, found.List)
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
	}
	s.render(w, r, "inbox_doubts.html", p)
}

func (s *server) doubts(ctx context.Context, p *doubtsPage, list []StoryDoubt) error {
	about := &about{server: s, ctx: ctx, f: p.frame, docs: map[string]*news.Document{}}
	head := func(story *news.Story) template.HTML {
		if story == nil {
			return ""
		}
		page := newStoryPage(p.frame, &FoundStory{Story: story})
		return foreign(page.Heading, page.HeadingLang)
	}
	for _, d := range list {
		v := doubtView{StoryDoubt: d, Percent: percent(d.Confidence), HeadA: head(d.A), HeadB: head(d.B)}
		for i, id := range []string{d.First, d.Second} {
			doc, err := about.doc(id)
			if err != nil {
				return err
			}
			if doc == nil {
				continue
			}
			side := doubtSide{reportRow: reportRow{id, heading(doc), doc.Lang}, Outlet: about.outlet(doc), Story: d.A.ID}
			if doc.Published != nil {
				side.Date = &doc.Published.Interval
			}
			if i == 1 && d.B != nil {
				side.Story = d.B.ID
			}
			if len(doc.Sentences) > 0 {
				side.Words = append(side.Words, *saidAt(doc, doc.Sentences[0]))
			}
			v.Sides = append(v.Sides, side)
		}
		p.Rows = append(p.Rows, v)
	}
	return nil
}

// doubtAnswer decides as was proposed, or otherwise.
func (s *server) doubtAnswer(w http.ResponseWriter, r *http.Request) {
	field := r.PostFormValue
	accept := field("answer") == "accept"
	var d Decided
	var key string
	var err error
	switch {
	case !accept && field("answer") != "reject" || field("a") == "":
		err = &news.Error{Code: news.Invalid, Message: "no answer is chosen"}
	case field("b") != "" && accept:
		key = "storyMerged"
		d, err = s.Desk.Stories.Merge(r.Context(), field("a"), field("b"))
	case field("b") != "":
		key = "storyApart"
		d, err = s.Desk.Stories.Apart(r.Context(), field("a"), field("b"))
	case accept:
		key = "storySplit"
		d, err = s.Desk.Stories.Split(r.Context(), field("a"), field("report"))
	default:
		key = "storyKept"
		d, err = s.Desk.Stories.Keep(r.Context(), field("a"))
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	story := d.Story
	if d.Other != "" {
		story = d.Other
	}
	done(w, r, "/inbox/stories", notice{Key: key, N: d.Number, Story: story})
}
