package app

import (
	"context"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// UndoPeopleStep takes back the decisions of one step, as UndoPeople does, if nothing was decided since: who asks for it saw them as the
// latest, and must not take back what somebody else decided meanwhile.
func UndoPeopleStep(ctx context.Context, st store.Store, step int64) ([]store.Decision, error) {
	all, err := st.Decisions(ctx)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 || all[len(all)-1].Step != step {
		return nil, &news.Error{Code: news.Conflict, Message: "something else was decided meanwhile: look again", Hint: "dragoman people undo   takes back the latest"}
	}
	return UndoPeople(ctx, st)
}
