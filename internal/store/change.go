package store

import (
	"context"
	"iter"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Changes tell which stories are new, other than they were, or no more.
type Changes interface {
	// Changed yields the stories that were written, and the ids that were given up, after a mark and not later than
	// until, in the order of that time, ties by id: each as it is now and as often as it stands in that order now, which
	// is once, and twice where an id was given up and taken up again. The filter narrows the stories, not
	// the ids that were given up; its Limit counts both, and After and Past are not looked at.
	//
	// A step that is under way may write with a time that lies a moment back, so whoever goes on from the last
	// mark lets until lag behind the clock by a second.
	Changed(ctx context.Context, after Mark, until time.Time, f Filter) iter.Seq2[Change, error]
	// Touched yields what Changed does without reading the stories, for who counts them or wants the last of many.
	Touched(ctx context.Context, after Mark, until time.Time, f Filter) iter.Seq2[Touch, error]
}

// Mark is where a change stands in the order of changes. Its zero value is before all.
type Mark struct {
	At time.Time // in UTC, to the millisecond
	ID string    // of the story
}

// Change is a story that was written, or an id that was given up.
type Change struct {
	Mark
	Story *news.Story // nil: the id was given up
	New   bool        // at the mark there was none under that id
}

// Touch is a change by its id alone.
type Touch struct {
	Mark
	Gone bool // the id was given up
	New  bool // as in Change
}
