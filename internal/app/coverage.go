package app

import (
	"context"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
)

const (
	coverageDays = 28 // that are looked at when nobody says
	// archiveDays is how old the newest report of a collection may be for it to be at work still. Of an older one
	// it is no news that nothing came since.
	archiveDays = 31
)

// Coverage counts reports by day, and names where they stopped coming. today is an ISO date. Of f Since, Until,
// Lang and Source are looked at. Without Until it ends today, or with the newest report when that is more than a month old;
// without Since it begins four weeks before.
func Coverage(ctx context.Context, st store.Counter, today string, f store.Filter) (news.Coverage, error) {
	// What is usual, and what came of anything, is told by reports before the window and beside the filter.
	counts, err := st.Counts(ctx, store.Filter{})
	if err != nil {
		return news.Coverage{}, err
	}
	newest := ""
	for _, c := range counts {
		if c.Day <= today {
			newest = max(newest, c.Day)
		}
	}
	w := record.Window{From: f.Since, To: f.Until, Lang: f.Lang, Source: f.Source}
	if w.To == "" {
		monthAgo, err := shift(today, -archiveDays)
		if err != nil {
			return news.Coverage{}, err
		}
		if w.To = today; newest != "" && newest < monthAgo {
			w.To = newest
		}
	}
	if w.From == "" {
		if w.From, err = shift(w.To, -(coverageDays - 1)); err != nil {
			return news.Coverage{}, err
		}
	}
	w.To, w.Partial = min(w.To, today), w.To >= today
	return record.Cover(counts, w)
}

// Today is the date by a clock, as Coverage takes it.
func Today(now time.Time) string { return now.Format(time.DateOnly) }
