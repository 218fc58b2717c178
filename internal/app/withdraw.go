package app

import (
	"context"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Keeping is what keeping reports needs of a store.
type Keeping interface {
	store.Writer
	Document(ctx context.Context, id string) (*news.Document, error)
}

// unknownWithdrawal answers why a document cannot be kept that says no more than that a report was
// withdrawn: nobody has the report. batch is what is about to be kept. nil: it can.
func unknownWithdrawal(ctx context.Context, st Keeping, doc *news.Document, batch []*news.Document) error {
	if !doc.Withdrawn || doc.Text != "" {
		return nil
	}
	for _, d := range batch {
		if d.ID == doc.ID {
			return nil
		}
	}
	_, err := st.Document(ctx, doc.ID)
	if news.CodeOf(err) == news.NotFound {
		return &news.Error{
			Code: news.Invalid, Message: "it says that a report was withdrawn, and that report is not kept",
			Hint: "give the id or the address that the report had",
		}
	}
	return err
}
