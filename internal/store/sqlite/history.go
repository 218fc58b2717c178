package sqlite

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// wholeEvery is how many states of a story there are to one that is kept whole, so that no state
// is read over more than so many others.
const wholeEvery = 32

// kept is the state of a story that a step finds.
type kept struct {
	s, at, version int64
	data           []byte
	story          *news.Story
}

// current returns the state of a story, nil if there is none.
func (t *tx) current(id string) (*kept, error) {
	var k kept
	ok, err := t.get(`SELECT s, at, version, data FROM story WHERE id = ?`, []any{id}, &k.s, &k.at, &k.version, &k.data)
	if err != nil || !ok {
		return nil, err
	}
	k.story, err = codec.DecodeStory(k.data)
	return &k, err
}

// follow puts the state that a story had into its history, if next is another, and returns the
// time and the number of the one that follows.
func (t *tx) follow(id string, old *kept, next []byte, now int64) (at, version int64, err error) {
	was, err := codec.Plain(old.data)
	if err != nil {
		return 0, 0, err
	}
	is, err := codec.Plain(next)
	if err != nil {
		return 0, 0, err
	}
	if bytes.Equal(was, is) {
		return old.at, old.version, nil
	}
	data := old.data
	if (old.version+1)%wholeEvery != 0 {
		if data, err = codec.EncodePast(was, is); err != nil {
			return 0, 0, err
		}
	}
	return max(now, old.at+1), old.version + 1, t.putPast(id, old.version, old.at, data)
}

// giveUp puts the last state of a story into its history, and that there is none after it.
func (t *tx) giveUp(id string, old *kept, now int64) error {
	if err := t.putPast(id, old.version, old.at, old.data); err != nil {
		return err
	}
	return t.putPast(id, old.version+1, max(now, old.at+1), nil)
}

func (t *tx) putPast(id string, version, at int64, data []byte) error {
	_, err := t.exec(`INSERT INTO story_past (id, version, at, data) VALUES (?, ?, ?, ?)`, id, version, at, data)
	return err
}

// takeUp returns the time and the number of the first state under an id, or the first
// after it was given up.
func (t *tx) takeUp(id string, now int64) (at, version int64, err error) {
	ok, err := t.get(`SELECT at, version FROM story_past WHERE id = ? ORDER BY version DESC LIMIT 1`, []any{id}, &at, &version)
	if err != nil || !ok {
		return now, 0, err
	}
	return max(now, at+1), version + 1, nil
}

// left notes which reports a story no longer holds.
func (t *tx) left(id string, was, is []string) error {
	before, after := make(map[string]bool, len(was)), make(map[string]bool, len(is))
	for _, r := range was {
		before[r] = true
	}
	for _, r := range is {
		after[r] = true
		if before[r] {
			continue
		}
		if _, err := t.exec(`DELETE FROM story_left WHERE id = ? AND report = ?`, id, r); err != nil {
			return err
		}
	}
	for _, r := range was {
		if after[r] {
			continue
		}
		if _, err := t.exec(`INSERT INTO story_left (id, report) VALUES (?, ?) ON CONFLICT DO NOTHING`, id, r); err != nil {
			return err
		}
	}
	return nil
}

// StoryAt returns a story as it stood: see store.Histories. The states from the one asked for up
// to the next that is whole are read in one statement, so that a change meanwhile does no harm.
func (s *Store) StoryAt(ctx context.Context, id string, at time.Time) (*news.Story, error) {
	rows, err := query(ctx, s, selectPast, []any{id, at.UnixMilli()}, func(scan scanFunc) (data []byte, err error) {
		err = scan(&data)
		return data, err
	})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || rows[0] == nil {
		return nil, notFound("story", id)
	}
	if at := slices.IndexFunc(rows, codec.Whole); at >= 0 {
		rows = rows[:at+1]
	}
	var plain []byte
	for _, data := range slices.Backward(rows) {
		if plain, err = codec.DecodePast(data, plain); err != nil {
			return nil, err
		}
	}
	return codec.StoryOf(plain)
}

const (
	states     = `(SELECT version, at, data FROM story_past WHERE id = ?1 UNION ALL SELECT version, at, data FROM story WHERE id = ?1)`
	selectPast = `SELECT data FROM ` + states + ` WHERE version >= (SELECT max(version) FROM ` + states + ` WHERE at <= ?2) ORDER BY version`
)

// StoryVersions returns when a story was written: see store.Histories.
func (s *Store) StoryVersions(ctx context.Context, id string) ([]store.StoryVersion, error) {
	return query(ctx, s, `SELECT at, data IS NULL FROM `+states+` ORDER BY version`, []any{id}, func(scan scanFunc) (v store.StoryVersion, err error) {
		var at int64
		err = scan(&at, &v.Gone)
		v.At = time.UnixMilli(at).UTC()
		return v, err
	})
}

// Left returns the reports that a story no longer holds: see store.Histories.
func (s *Store) Left(ctx context.Context, story string) ([]string, error) {
	return query(ctx, s, `SELECT report FROM story_left WHERE id = ? ORDER BY report`, []any{story}, scanString)
}

// HeldBy returns the stories that no longer hold a report: see store.Histories.
func (s *Store) HeldBy(ctx context.Context, report string) ([]string, error) {
	return query(ctx, s, `SELECT id FROM story_left WHERE report = ? ORDER BY id`, []any{report}, scanString)
}

// DecideStories remembers a decision about stories: see store.StoryDecisions.
func (s *Store) DecideStories(ctx context.Context, d store.StoryDecision) (store.StoryDecision, error) {
	if err := index.CheckStoryDecision(d); err != nil {
		return d, err
	}
	lists := slices.Clone(d.Parts)
	if len(d.Apart) > 0 {
		lists = append(lists, d.Apart)
	}
	parts, err := json.Marshal(lists)
	if err != nil {
		return d, err
	}
	correction, err := codec.EncodeCorrection(d.Correction)
	if err != nil {
		return d, err
	}
	err = s.do(ctx, func(t *tx) error {
		for _, r := range index.DecidedReports(d) {
			if h, err := t.head(r); err != nil {
				return err
			} else if h == nil {
				return notFound("report", r)
			}
		}
		now := s.opt.Now().UnixMilli()
		_, err := t.get(`INSERT INTO story_decision (kind, stories, parts, at, correction) VALUES (?, ?, ?, ?, ?) RETURNING number`,
			[]any{d.Kind, jsonList(d.Stories), string(parts), now, string(correction)}, &d.Number)
		if err != nil {
			return err
		}
		d.At = time.UnixMilli(now).UTC()
		return t.placeAgain(d)
	})
	return d, err
}

// placeAgain queues the reports that a decision names.
func (t *tx) placeAgain(d store.StoryDecision) error {
	for _, r := range index.DecidedReports(d) {
		if err := t.enqueueAgain(store.JobPlace, r); err != nil {
			return err
		}
	}
	return nil
}

// UndoStories forgets a decision about stories: see store.StoryDecisions.
func (s *Store) UndoStories(ctx context.Context, number int64) (d store.StoryDecision, err error) {
	err = s.do(ctx, func(t *tx) error {
		which := number
		if which == 0 {
			if _, err := t.get(`SELECT ifnull(max(number), 0) FROM story_decision`, nil, &which); err != nil {
				return err
			}
		}
		var row storyDecisionRow
		ok, err := t.get(`DELETE FROM story_decision WHERE number = ? RETURNING `+decisionColumns, []any{which}, row.fields()...)
		if err != nil {
			return err
		}
		if !ok {
			return index.NoStoryDecision(number)
		}
		if d, err = row.decision(); err != nil {
			return err
		}
		return t.placeAgain(d)
	})
	return d, err
}

// StoryDecisions returns what was decided about stories: see store.StoryDecisions.
func (s *Store) StoryDecisions(ctx context.Context) ([]store.StoryDecision, error) {
	return query(ctx, s, `SELECT `+decisionColumns+` FROM story_decision ORDER BY number`, nil, func(scan scanFunc) (store.StoryDecision, error) {
		var row storyDecisionRow
		if err := scan(row.fields()...); err != nil {
			return store.StoryDecision{}, err
		}
		return row.decision()
	})
}

// storyDecisionRow is a decision as the table has it.
type storyDecisionRow struct {
	number, at                       int64
	kind, stories, parts, correction string
}

// decisionColumns are those that fields reads.
const decisionColumns = `number, kind, stories, parts, at, correction`

func (r *storyDecisionRow) fields() []any {
	return []any{&r.number, &r.kind, &r.stories, &r.parts, &r.at, &r.correction}
}

func (r *storyDecisionRow) decision() (store.StoryDecision, error) {
	d := store.StoryDecision{Number: r.number, Kind: r.kind, At: time.UnixMilli(r.at).UTC()}
	var err error
	if d.Stories, err = parseList(r.stories); err != nil {
		return d, err
	}
	if err := json.Unmarshal([]byte(r.parts), &d.Parts); err != nil {
		return d, err
	}
	if n := index.DecisionParts(d.Kind); len(d.Parts) > n {
		d.Parts, d.Apart = d.Parts[:n:n], d.Parts[n]
	}
	d.Correction, err = codec.DecodeCorrection([]byte(r.correction))
	return d, err
}
