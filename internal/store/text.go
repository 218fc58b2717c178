package store

import "context"

// Texts give the text of a report without what was found in it, which costs a fraction of Document: what points into many
// reports is shown with it.
type Texts interface {
	// Text returns the text of a revision (1 is the first), or of the latest where n is 0; or news.NotFound.
	Text(ctx context.Context, id string, n int) (string, error)
}
