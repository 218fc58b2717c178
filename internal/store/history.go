package store

import (
	"context"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Histories keep what stories were. ApplyStories notes every change of a story with the time
// it was written; nothing is ever taken off what it noted. A story that is put as it was is no
// change.
type Histories interface {
	// StoryAt returns a story as it stood at an instant: the version that was written last
	// by then. It answers news.NotFound where there was none under that id: not yet, or no
	// longer.
	StoryAt(ctx context.Context, id string, at time.Time) (*news.Story, error)
	// StoryVersions returns when a story was written, the earliest first; none for an id that
	// never was.
	StoryVersions(ctx context.Context, id string) ([]StoryVersion, error)
	// Left returns the reports that a story held once and does not hold now, sorted. It
	// answers for ids that are no more as well: then it is every report they ever held.
	Left(ctx context.Context, story string) ([]string, error)
	// HeldBy returns the ids of the stories that held a report once and do not hold it
	// now, sorted.
	HeldBy(ctx context.Context, report string) ([]string, error)
}

// StoryVersion is one state of a story.
type StoryVersion struct {
	At   time.Time // when it was written, in UTC, to the millisecond: later than the one before
	Gone bool      // the id was given up
}

// StoryDecisions keep what the user decided about stories. They are about reports, so that
// they hold whatever ids stories have, whatever reports come, and when reports are read again.
type StoryDecisions interface {
	// DecideStories remembers a decision and queues a job of kind JobPlace for each report it
	// names. It returns the decision as it was kept. A report that is not there is
	// answered with news.NotFound.
	DecideStories(ctx context.Context, d StoryDecision) (StoryDecision, error)
	// UndoStories forgets the decision of a number, 0 for the latest, queues the same jobs,
	// and returns it; or answers news.NotFound.
	UndoStories(ctx context.Context, number int64) (StoryDecision, error)
	// StoryDecisions returns what was decided and not taken back, in that order.
	StoryDecisions(ctx context.Context) ([]StoryDecision, error)
}

// Correct is the kind of a decision that an entry or a difference is otherwise than the reports
// were read; Merge and Split are the others.
const Correct = "correct"

// StoryDecision is what the user decided about some stories.
type StoryDecision struct {
	Number  int64 // given by the store, as is At; never used twice
	Kind    string
	Stories []string // Merge: those that are one; Split: the one that is several; Correct: the one that has it. The first part keeps the first id
	// Parts are the reports: those of one part tell of one story, those of two parts of two.
	// A merge has one part; of a split the first stays and the second goes. A correction has
	// one: the reports whose words it rests on.
	Parts [][]string
	// Apart are reports of other stories that those of the first part are not to join, though
	// they would without those that went.
	Apart      []string
	Correction *news.Correction // of kind Correct, else nil; its Number and At are not kept
	At         time.Time
}

// Verdicts keep what the user decided about the follow-ups of commitments.
type Verdicts interface {
	// KeepVerdict remembers a verdict and returns it as it was kept. One that does not say about what, or what it rests on, is
	// refused with code news.Invalid; a report that is not there is answered with news.NotFound.
	KeepVerdict(ctx context.Context, v news.Verdict) (news.Verdict, error)
	// UndoVerdict forgets the verdict of a number, 0 for the latest, and returns it; or answers news.NotFound.
	UndoVerdict(ctx context.Context, number int64) (news.Verdict, error)
	// Verdicts returns those that were not taken back, in the order in which they were given.
	Verdicts(ctx context.Context) ([]news.Verdict, error)
}
