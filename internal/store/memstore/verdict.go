package memstore

import (
	"cmp"
	"context"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// verdicts are what was decided about the follow-ups of commitments.
type verdicts struct {
	kept []news.Verdict
	last int64 // number of the latest verdict there ever was
}

// KeepVerdict remembers a verdict: see store.Verdicts.
func (s *Store) KeepVerdict(ctx context.Context, v news.Verdict) (news.Verdict, error) {
	if err := cmp.Or(ctx.Err(), index.CheckVerdict(v)); err != nil {
		return v, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range index.JudgedReports(v) {
		if s.docs[r] == nil {
			return v, notFound("report", r)
		}
	}
	s.judged.last++
	v.Number, v.At = s.judged.last, clock(s.opt.Now())
	kept, err := clonedVerdict(v)
	if err != nil {
		return v, err
	}
	s.judged.kept = append(s.judged.kept, kept)
	return v, nil
}

// UndoVerdict forgets a verdict: see store.Verdicts.
func (s *Store) UndoVerdict(ctx context.Context, number int64) (news.Verdict, error) {
	if err := ctx.Err(); err != nil {
		return news.Verdict{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	at := len(s.judged.kept) - 1
	if number != 0 {
		at = slices.IndexFunc(s.judged.kept, func(v news.Verdict) bool { return v.Number == number })
	}
	if at < 0 {
		return news.Verdict{}, index.NoVerdict(number)
	}
	v := s.judged.kept[at]
	s.judged.kept = slices.Delete(s.judged.kept, at, at+1)
	return v, nil
}

// Verdicts returns what was decided: see store.Verdicts.
func (s *Store) Verdicts(ctx context.Context) ([]news.Verdict, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var out []news.Verdict
	for _, v := range s.judged.kept {
		c, err := clonedVerdict(v)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, ctx.Err()
}

// clonedVerdict copies a verdict by way of its kept form.
func clonedVerdict(v news.Verdict) (news.Verdict, error) {
	data, err := codec.EncodeVerdict(v)
	if err != nil {
		return v, err
	}
	out, err := codec.DecodeVerdict(data)
	out.Number, out.Accepted, out.By, out.At = v.Number, v.Accepted, v.By, v.At
	return out, err
}
