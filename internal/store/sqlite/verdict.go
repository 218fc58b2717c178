package sqlite

import (
	"context"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// KeepVerdict remembers a verdict: see store.Verdicts.
func (s *Store) KeepVerdict(ctx context.Context, v news.Verdict) (news.Verdict, error) {
	if err := index.CheckVerdict(v); err != nil {
		return v, err
	}
	data, err := codec.EncodeVerdict(v)
	if err != nil {
		return v, err
	}
	err = s.do(ctx, func(t *tx) error {
		for _, r := range index.JudgedReports(v) {
			if h, err := t.head(r); err != nil {
				return err
			} else if h == nil {
				return notFound("report", r)
			}
		}
		now := s.opt.Now().UnixMilli()
		v.At = instant(now)
		_, err := t.get(`INSERT INTO verdict (accepted, who, at, data) VALUES (?, ?, ?, ?) RETURNING number`,
			[]any{v.Accepted, v.By, now, string(data)}, &v.Number)
		return err
	})
	return v, err
}

// UndoVerdict forgets a verdict: see store.Verdicts.
func (s *Store) UndoVerdict(ctx context.Context, number int64) (v news.Verdict, err error) {
	err = s.do(ctx, func(t *tx) error {
		which := number
		if which == 0 {
			if _, err := t.get(`SELECT ifnull(max(number), 0) FROM verdict`, nil, &which); err != nil {
				return err
			}
		}
		var row verdictRow
		ok, err := t.get(`DELETE FROM verdict WHERE number = ? RETURNING `+verdictColumns, []any{which}, row.fields()...)
		if err != nil {
			return err
		}
		if !ok {
			return index.NoVerdict(number)
		}
		v, err = row.verdict()
		return err
	})
	return v, err
}

// Verdicts returns what was decided: see store.Verdicts.
func (s *Store) Verdicts(ctx context.Context) ([]news.Verdict, error) {
	return query(ctx, s, `SELECT `+verdictColumns+` FROM verdict ORDER BY number`, nil, func(scan scanFunc) (news.Verdict, error) {
		var row verdictRow
		if err := scan(row.fields()...); err != nil {
			return news.Verdict{}, err
		}
		return row.verdict()
	})
}

// verdictRow is a verdict as the table has it.
type verdictRow struct {
	number, at int64
	accepted   bool
	who, data  string
}

// verdictColumns are those that fields reads.
const verdictColumns = `number, accepted, who, at, data`

func (r *verdictRow) fields() []any { return []any{&r.number, &r.accepted, &r.who, &r.at, &r.data} }

func (r *verdictRow) verdict() (news.Verdict, error) {
	v, err := codec.DecodeVerdict([]byte(r.data))
	v.Number, v.Accepted, v.By, v.At = r.number, r.accepted, r.who, time.UnixMilli(r.at).UTC()
	return v, err
}
