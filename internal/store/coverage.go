package store

import (
	"context"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Counter counts reports without reading them.
type Counter interface {
	// Counts returns how many reports each source published in each language on each day, copies
	// apart, sorted by source, language and day. Reports that are not known to the day count under the day "",
	// which comes first. f narrows the reports as in Documents; Limit and After are not looked at.
	Counts(ctx context.Context, f Filter) ([]news.DayCount, error)
}
