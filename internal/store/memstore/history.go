package memstore

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// version is a state of a story: the kept form, nil when the id was given up.
type version struct {
	at   time.Time
	data []byte
}

// histories is what stories were, what they are included, and what was decided about them.
type histories struct {
	versions  map[string][]version // by story id, the earliest first
	decisions []store.StoryDecision
	last      int64 // number of the latest decision there ever was
}

// write notes a state of a story that differs from the one before.
func (s *Store) write(id string, data []byte) {
	was := s.past.versions[id]
	v := version{clock(s.opt.Now()), data}
	if n := len(was); n > 0 {
		if slices.Equal(was[n-1].data, data) {
			return
		}
		if next := was[n-1].at.Add(time.Millisecond); v.at.Before(next) {
			v.at = next
		}
	}
	s.past.versions[id] = append(was, v)
}

// StoryAt returns a story as it stood: see store.Histories.
func (s *Store) StoryAt(ctx context.Context, id string, at time.Time) (*news.Story, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, v := range slices.Backward(s.past.versions[id]) {
		if v.at.After(at) {
			continue
		}
		if v.data == nil {
			break
		}
		return codec.DecodeStory(v.data)
	}
	return nil, notFound("story", id)
}

// StoryVersions returns when a story was written: see store.Histories.
func (s *Store) StoryVersions(ctx context.Context, id string) ([]store.StoryVersion, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []store.StoryVersion
	for _, v := range s.past.versions[id] {
		out = append(out, store.StoryVersion{At: v.at, Gone: v.data == nil})
	}
	return out, ctx.Err()
}

// left returns the reports that a story held once and does not hold now.
func (s *Store) left(id string) (map[string]bool, error) {
	out := map[string]bool{}
	versions := s.past.versions[id]
	for i, v := range versions {
		if v.data == nil {
			continue
		}
		st, err := codec.DecodeStory(v.data)
		if err != nil {
			return nil, err
		}
		for _, r := range st.Reports {
			out[r] = i < len(versions)-1
		}
	}
	maps.DeleteFunc(out, func(_ string, gone bool) bool { return !gone })
	return out, nil
}

// Left returns the reports that a story no longer holds: see store.Histories.
func (s *Store) Left(ctx context.Context, story string) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	left, err := s.left(story)
	return slices.Sorted(maps.Keys(left)), cmp.Or(err, ctx.Err())
}

// HeldBy returns the stories that no longer hold a report: see store.Histories.
func (s *Store) HeldBy(ctx context.Context, report string) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []string
	for _, id := range slices.Sorted(maps.Keys(s.past.versions)) {
		left, err := s.left(id)
		if err != nil {
			return nil, err
		}
		if left[report] {
			out = append(out, id)
		}
	}
	return out, ctx.Err()
}

// DecideStories remembers a decision about stories: see store.StoryDecisions.
func (s *Store) DecideStories(ctx context.Context, d store.StoryDecision) (store.StoryDecision, error) {
	if err := cmp.Or(ctx.Err(), index.CheckStoryDecision(d)); err != nil {
		return d, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range index.DecidedReports(d) {
		if s.docs[r] == nil {
			return d, notFound("report", r)
		}
	}
	kept, err := cloned(d)
	if err != nil {
		return d, err
	}
	s.past.last++
	kept.Number, kept.At = s.past.last, clock(s.opt.Now())
	d.Number, d.At = kept.Number, kept.At
	s.past.decisions = append(s.past.decisions, kept)
	s.placeAgain(d)
	return d, nil
}

func (s *Store) placeAgain(d store.StoryDecision) {
	for _, r := range index.DecidedReports(d) {
		s.enqueueLocked(store.JobPlace, r, nil, true)
	}
}

// UndoStories forgets a decision about stories: see store.StoryDecisions.
func (s *Store) UndoStories(ctx context.Context, number int64) (store.StoryDecision, error) {
	if err := ctx.Err(); err != nil {
		return store.StoryDecision{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at := len(s.past.decisions) - 1
	if number != 0 {
		at = slices.IndexFunc(s.past.decisions, func(d store.StoryDecision) bool { return d.Number == number })
	}
	if at < 0 {
		return store.StoryDecision{}, index.NoStoryDecision(number)
	}
	d := s.past.decisions[at]
	s.past.decisions = slices.Delete(s.past.decisions, at, at+1)
	s.placeAgain(d)
	return d, nil
}

// StoryDecisions returns what was decided about stories: see store.StoryDecisions.
func (s *Store) StoryDecisions(ctx context.Context) ([]store.StoryDecision, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []store.StoryDecision
	for _, d := range s.past.decisions {
		c, err := cloned(d)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, ctx.Err()
}

// cloned copies a decision, a correction by way of its kept form.
func cloned(d store.StoryDecision) (store.StoryDecision, error) {
	d.Stories, d.Apart = slices.Clone(d.Stories), slices.Clone(d.Apart)
	d.Parts = slices.Clone(d.Parts)
	for i := range d.Parts {
		d.Parts[i] = slices.Clone(d.Parts[i])
	}
	data, err := codec.EncodeCorrection(d.Correction)
	if err != nil {
		return d, err
	}
	d.Correction, err = codec.DecodeCorrection(data)
	return d, err
}
