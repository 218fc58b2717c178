package sqlite_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// checkOldHistory looks for what stories were: stores before the seventh schema know only what they
// are, since now, and begin to keep it. Those before the eighth have no corrections.
func checkOldHistory(t *testing.T, s *sqlite.Store, kept, correctable bool) {
	t.Helper()
	ctx := t.Context()
	versions, err := s.StoryVersions(ctx, "story")
	if err != nil || kept != (len(versions) == 2) || len(versions) == 0 {
		t.Fatalf("StoryVersions = %v, %v", versions, err)
	}
	if since := time.Since(versions[0].At); !kept && (since < 0 || since > time.Hour) {
		t.Errorf("the history begins at %s", versions[0].At)
	}
	was, err := s.StoryAt(ctx, "story", versions[0].At)
	if err != nil || kept != (was.Titles["en"] == "A report") {
		t.Errorf("StoryAt = %v, %v", was, err)
	}
	decisions, err := s.StoryDecisions(ctx)
	if err != nil || kept != (len(decisions) > 0 && decisions[0].Kind == store.Split && decisions[0].Parts[1][0] == "revised") {
		t.Errorf("StoryDecisions = %v, %v", decisions, err)
	}
	corrected := slices.ContainsFunc(decisions, func(d store.StoryDecision) bool {
		return d.Kind == store.Correct && d.Correction.Wrong && d.Correction.Anchor.Entry == "entry"
	})
	if correctable != corrected {
		t.Errorf("StoryDecisions = %v", decisions)
	}
	now := oldStory()
	now.Copies = 7
	if err := s.ApplyStories(ctx, store.StoryChanges{Put: []*news.Story{now}}); err != nil {
		t.Fatal(err)
	}
	if again, err := s.StoryVersions(ctx, "story"); err != nil || len(again) != len(versions)+1 {
		t.Errorf("StoryVersions = %v, %v", again, err)
	}
	if was, err := s.StoryAt(ctx, "story", versions[len(versions)-1].At); err != nil || was.Copies != 0 || was.Titles["en"] != "A revised report" {
		t.Errorf("StoryAt = %v, %v", was, err)
	}
}

// oldStory is the story of writeOld.
func oldStory() *news.Story {
	return &news.Story{
		ID: "story", Languages: []news.Lang{"en"}, Reports: []string{"revised"}, Titles: map[news.Lang]string{"en": "A revised report"},
		Entries: []news.Entry{{ID: "entry", Type: news.Consult, Status: news.Occurred}},
	}
}

func decide(ctx context.Context, s store.StoryDecisions) error {
	_, err := s.DecideStories(ctx, store.StoryDecision{
		Kind: store.Split, Stories: []string{"story"}, Parts: [][]string{{synthetic(0, 1)[0].ID}, {"revised"}},
	})
	if err != nil {
		return err
	}
	_, err = s.DecideStories(ctx, store.StoryDecision{
		Kind: store.Correct, Stories: []string{"story"}, Parts: [][]string{{"revised"}},
		Correction: &news.Correction{Wrong: true, Anchor: news.Anchor{Entry: "entry", Told: news.Told{Type: news.Consult, Status: news.Occurred}}},
	})
	return err
}
