package sqlite

import (
	"context"
	"iter"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/store"
)

// changeKey is where a change stands in the order of changes.
type changeKey struct {
	at   int64
	id   string
	gone bool
	had  bool // there was a story under that id at the mark
}

// Changed yields what changed since a mark: see store.Changes.
func (s *Store) Changed(ctx context.Context, after store.Mark, until time.Time, f store.Filter) iter.Seq2[store.Change, error] {
	return eachChange(ctx, s, after, until, f, func(k changeKey) (store.Change, error) {
		ch := store.Change{Mark: k.mark(), New: !k.had}
		var err error
		if !k.gone {
			ch.Story, err = s.Story(ctx, k.id)
		}
		return ch, err
	})
}

// Touched yields it without the stories: see store.Changes.
func (s *Store) Touched(ctx context.Context, after store.Mark, until time.Time, f store.Filter) iter.Seq2[store.Touch, error] {
	return eachChange(ctx, s, after, until, f, func(k changeKey) (store.Touch, error) {
		return store.Touch{Mark: k.mark(), Gone: k.gone, New: !k.had}, nil
	})
}

func (k changeKey) mark() store.Mark { return store.Mark{At: time.UnixMilli(k.at).UTC(), ID: k.id} }

// eachChange yields what get makes of each change.
func eachChange[T any](ctx context.Context, s *Store, after store.Mark, until time.Time, f store.Filter, get func(changeKey) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		c, err := s.storyConditions(ctx, f)
		if err != nil {
			var none T
			yield(none, err)
			return
		}
		first := changeKey{at: after.At.UnixMilli(), id: after.ID}
		last := first
		each(f.Limit, func() ([]changeKey, error) {
			keys, err := s.changePage(ctx, c, first, last, until.UnixMilli())
			if len(keys) > 0 {
				last = keys[len(keys)-1]
			}
			return keys, err
		}, get, yield)
	}
}

// changePage reads a page of keys: those of the stories that match, and those that were given up. The state that a story
// had at the mark is among those before the one it has.
func (s *Store) changePage(ctx context.Context, c *conditions, first, last changeKey, until int64) ([]changeKey, error) {
	if c.done {
		return nil, ctx.Err()
	}
	clause, args := c.after(`(st.at, st.id) > (?, ?) AND st.at <= ?`, last.at, last.id, until)
	from, limit := c.stories(`story_changed`)
	if c.never {
		clause, args = `0`, nil
	}
	q := `SELECT at, id, gone, gone OR ifnull((SELECT p.data IS NOT NULL FROM story_past p WHERE p.id = page.id AND (p.at, p.id) <= (?, ?)
			ORDER BY p.version DESC LIMIT 1), 0)
		FROM (SELECT st.at AS at, st.id AS id, 0 AS gone FROM ` + from + ` WHERE ` + clause + `
			UNION ALL SELECT at, id, 1 FROM story_past INDEXED BY story_gone WHERE data IS NULL AND (at, id) > (?, ?) AND at <= ?
			ORDER BY 1, 2 LIMIT ?) page ORDER BY 1, 2`
	args = slices.Concat([]any{first.at, first.id}, args, []any{last.at, last.id, until, limit})
	keys, err := query(ctx, s, q, args, func(scan scanFunc) (k changeKey, err error) {
		err = scan(&k.at, &k.id, &k.gone, &k.had)
		return k, err
	})
	c.done = len(keys) < limit
	return keys, err
}
