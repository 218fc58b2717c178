package web

import (
	"context"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Stories finds the story that an id means, with all that its page shows: as it stands, or unless at is zero as it stood then.
type Stories func(ctx context.Context, id string, at time.Time) (*FoundStory, error)

// Outcomes looks in later stories for what became of the commitments of one: by their ids.
type Outcomes func(ctx context.Context, found *FoundStory) (map[string][]news.FollowUp, error)

// FoundStory is a story with all that its page shows.
type FoundStory struct {
	Story *news.Story
	Docs  []*news.Document // its reports, the earliest first, in the revisions that it was told from
	// Asked is the id that was asked for where Story has another one.
	Asked       string
	Elsewhere   []StoryPart // where the reports are now that Asked once held and Story does not
	Formerly    []StoryPart // which of its reports were in stories of other ids before
	Decided     []store.StoryDecision
	Versions    []store.StoryVersion
	AsOf        time.Time           // zero for now
	Earlier     map[int]*news.Entry // what entries recall, in earlier stories, by index
	Called      map[string]string   // names of people, by entity
	Sides       []news.Side
	Commitments []news.Commitment
	Became      map[string][]news.FollowUp // what was accepted, by the ids of commitments
	Visits      []news.Visit
}

// StoryPart is some reports that are, or were, in one story.
type StoryPart struct {
	Story   string
	Reports []string
}

// found asks the program for a story; without it, the store, which knows the story and its reports and no more.
func (s *server) found(ctx context.Context, id string, at time.Time) (*FoundStory, error) {
	if s.Stories != nil {
		return s.Stories(ctx, id, at)
	}
	story, err := s.st.Story(ctx, id)
	if err != nil {
		return nil, err
	}
	f := &FoundStory{Story: story}
	if story.ID != id {
		f.Asked = id
	}
	for _, r := range story.Reports {
		doc, err := s.st.Document(ctx, r)
		if err != nil {
			return nil, err
		}
		f.Docs = append(f.Docs, doc)
	}
	return f, nil
}
