package web

import (
	"context"
	"iter"
	"math"
	"net/http"
	"slices"
	"strconv"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// deskReader is what the pages for those who keep the record ask of the store beside the rest.
type deskReader interface {
	store.Counter
	Proposals(ctx context.Context) ([]store.Proposal, error)
	StoryDecisions(ctx context.Context) ([]store.StoryDecision, error)
	Verdicts(ctx context.Context) ([]news.Verdict, error)
}

const (
	mostProposals = 10 // of a page
	mostDecided   = 50 // decisions of each kind, the latest
)

// inboxPage is what waits for a decision, and what was decided.
type inboxPage struct {
	frame
	May       bool
	Done      *notice
	Proposals []proposalView
	Waiting   int // proposals
	Next      string
	Before    string
	People    []peopleDeed
	Stories   []storyDeed
}

// peopleDeed is a decision about who is who.
type peopleDeed struct {
	store.Decision
	NameA, NameB string
	Latest       bool // the one that can be taken back
}

// storyDeed is a decision about stories, or a correction.
type storyDeed struct {
	deed
	Note    string
	Changes []correctedView // of a correction that holds
	Story   string          // of a correction
	Heading string
	Lang    news.Lang
}

func (s *server) inboxShow(w http.ResponseWriter, r *http.Request) {
	f := s.frame(w, r, "inbox", "")
	f.Title = f.L.T("inbox.title")
	p := &inboxPage{frame: f, May: s.may(r), Done: noticed(w, r, f.L)}
	err := s.inboxProposals(r, p)
	if err == nil {
		p.People, err = s.peopleDeeds(r.Context())
	}
	if err == nil {
		p.Stories, err = s.storyDeeds(r.Context(), f)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, "inbox_show.html", p)
}

// inboxProposals fills one page of proposals with what speaks for and against each.
func (s *server) inboxProposals(r *http.Request, p *inboxPage) error {
	all, err := s.st.Proposals(r.Context())
	if err != nil {
		return err
	}
	p.Waiting = len(all)
	at, err := strconv.Atoi(r.URL.Query().Get("page"))
	if err != nil || at < 1 || (at-1) > len(all)/mostProposals {
		at = 1
	}
	from := min((at-1)*mostProposals, len(all))
	to := min(from+mostProposals, len(all))
	if to < len(all) {
		p.Next = p.With("page", strconv.Itoa(at+1))
	}
	if at > 1 {
		p.Before = p.With("page", strconv.Itoa(at-1))
	}
	for _, q := range all[from:to] {
		v, err := s.proposal(r.Context(), p.frame, q)
		if err != nil {
			return err
		}
		p.Proposals = append(p.Proposals, *v)
	}
	return nil
}

// peopleDeeds lists what was decided about who is who, the latest first; what was decided in one step is one deed.
func (s *server) peopleDeeds(ctx context.Context) ([]peopleDeed, error) {
	all, err := s.st.Decisions(ctx)
	if err != nil {
		return nil, err
	}
	var out []peopleDeed
	for first := range steps(all) {
		if len(out) == mostDecided {
			break
		}
		a, err := s.entityNamed(ctx, first.A)
		if err != nil {
			return nil, err
		}
		b, err := s.entityNamed(ctx, first.B)
		if err != nil {
			return nil, err
		}
		out = append(out, peopleDeed{Decision: first, NameA: a.Name, NameB: b.Name, Latest: len(out) == 0})
	}
	return out, nil
}

// steps yields the first decision of each step, the latest step first.
func steps(all []store.Decision) iter.Seq[store.Decision] {
	return func(yield func(store.Decision) bool) {
		for end := len(all); end > 0; {
			start := end - 1
			for start > 0 && all[start-1].Step == all[end-1].Step {
				start--
			}
			if !yield(all[start]) {
				return
			}
			end = start
		}
	}
}

// storyDeeds lists what was decided about stories, the latest first.
func (s *server) storyDeeds(ctx context.Context, f frame) ([]storyDeed, error) {
	all, err := s.st.StoryDecisions(ctx)
	if err != nil {
		return nil, err
	}
	slices.Reverse(all)
	var out []storyDeed
	for _, d := range all[:min(len(all), mostDecided)] {
		v, err := s.storyDeed(ctx, f, d)
		if err != nil {
			return nil, err
		}
		out = append(out, *v)
	}
	return out, nil
}

func (s *server) storyDeed(ctx context.Context, f frame, d store.StoryDecision) (*storyDeed, error) {
	about, err := s.storyDecided(ctx, d)
	if err != nil {
		return nil, err
	}
	page := newStoryPage(f, &FoundStory{Story: about})
	v := &storyDeed{deed: page.deed(d)}
	if about.ID != "" {
		v.Story, v.Heading, v.Lang = about.ID, page.Heading, page.HeadingLang
	}
	if d.Correction != nil {
		v.Note = d.Correction.Note
	}
	for _, c := range page.corrections() {
		if c.Number == d.Number {
			v.Changes = append(v.Changes, c)
		}
	}
	return v, nil
}

// storyDecided is the story that a decision is about as it is now; an empty one where none is.
func (s *server) storyDecided(ctx context.Context, d store.StoryDecision) (*news.Story, error) {
	for _, part := range d.Parts {
		for _, report := range part {
			story, err := s.st.StoryOf(ctx, report)
			if news.CodeOf(err) == news.NotFound {
				continue
			}
			return story, err
		}
	}
	return &news.Story{}, nil
}

func percent(confidence float64) int { return int(math.Round(100 * min(max(confidence, 0), 1))) }
