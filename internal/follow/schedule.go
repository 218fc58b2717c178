package follow

import (
	"errors"
	"time"

	"github.com/dragoman-news/dragoman/internal/store"
)

// slower and quicker move the interval with what a subscription brings: a feed
// that is silent for a day is asked every two hours, one that is never silent
// every five minutes.
func slower(d time.Duration) time.Duration { return min(d*5/4, maxEvery) }

func quicker(d time.Duration) time.Duration { return max(d*3/4, minEvery) }

// schedule writes down the outcome of a poll and when the next one is due.
func schedule(f *store.Feed, now time.Time, every time.Duration, err error) {
	if err == nil {
		f.LastSuccess, f.LastError, f.Failures = now, "", 0
		f.NextPoll = now.Add(every)
		return
	}
	f.Failures++
	f.LastError = err.Error()
	if g, ok := errors.AsType[interface {
		error
		Gone() bool
	}](err); ok && g.Gone() {
		f.Paused = true
		f.LastError = "paused: the site says that it is gone for good (" + err.Error() + ")"
		return
	}
	wait := every << min(f.Failures-1, 7)
	if r, ok := errors.AsType[interface {
		error
		RetryAfter() time.Duration
	}](err); ok {
		wait = max(wait, r.RetryAfter())
	}
	f.NextPoll = now.Add(min(wait, maxWait))
}
