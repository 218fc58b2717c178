package sqlite

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// conditions is a WHERE clause as it is put together.
type conditions struct {
	where []string
	args  []any
	never bool    // nothing matches
	lead  []int64 // posting terms so rare that their entries are looked up and put in order, rather than all entries in order looked through
	few   string  // the same of stories: a query for their numbers, "" where there are many
	begun bool    // a page of those few was read
	done  bool    // all pages were read
}

func (c *conditions) add(condition string, args ...any) {
	c.where, c.args = append(c.where, condition), append(c.args, args...)
}

// after returns the clause with one more condition, leaving c as it is.
func (c *conditions) after(condition string, args ...any) (string, []any) {
	return where(append(slices.Clone(c.where), condition)), append(slices.Clone(c.args), args...)
}

// Stories yields the matches: see store.Reader.
func (s *Store) Stories(ctx context.Context, f store.Filter) iter.Seq2[*news.Story, error] {
	return func(yield func(*news.Story, error) bool) {
		c, err := s.storyConditions(ctx, f)
		if err != nil {
			yield(nil, err)
			return
		}
		last := storyKey{last: afterAll}
		if f.After != "" {
			if last, err = s.storyAfter(ctx, f.After); err != nil {
				yield(nil, err)
				return
			}
		}
		if f.Past.ID != "" {
			last = storyKey{f.Past.Day, f.Past.ID}
		}
		each(f.Limit, func() ([]storyKey, error) {
			keys, err := s.storyPage(ctx, c, last)
			if len(keys) > 0 {
				last = keys[len(keys)-1]
			}
			return keys, err
		}, func(k storyKey) (*news.Story, error) { return s.Story(ctx, k.id) }, yield)
	}
}

// storyKey is where a story stands in the order of lists.
type storyKey struct{ last, id string }

// afterAll is later than any ISO date.
const afterAll = "~"

func (s *Store) storyAfter(ctx context.Context, id string) (storyKey, error) {
	var k storyKey
	ok, err := s.get(ctx, `SELECT last, id FROM story WHERE id = ?`, []any{id}, &k.last, &k.id)
	if err == nil && !ok {
		err = index.AfterMissing(id)
	}
	return k, err
}

func (s *Store) storyPage(ctx context.Context, c *conditions, last storyKey) ([]storyKey, error) {
	if c.never || c.done {
		return nil, ctx.Err()
	}
	clause, args := c.after(`st.last <= ? AND (st.last < ? OR st.id > ?)`, last.last, last.last, last.id)
	from, limit := c.stories(`story_order`)
	keys, err := query(ctx, s, `SELECT st.last, st.id FROM `+from+` WHERE `+clause+` ORDER BY st.last DESC, st.id LIMIT ?`,
		append(args, limit), func(scan scanFunc) (k storyKey, err error) {
			err = scan(&k.last, &k.id)
			return k, err
		})
	c.done = len(keys) < limit
	return keys, err
}

// stories is what stories are read from: all in the order of an index, or a small set. That is put in order anew for each page,
// so after the first, which is enough for most, all that are left are one.
func (c *conditions) stories(order string) (from string, limit int) {
	if c.few == "" {
		return `story st INDEXED BY ` + order, pageRows
	}
	limit = pageRows
	if c.begun {
		limit = math.MaxInt32
	}
	c.begun = true
	return `(` + c.few + `) few CROSS JOIN story st ON st.s = few.s`, limit
}

// storyConditions translates a filter on stories.
func (s *Store) storyConditions(ctx context.Context, f store.Filter) (*conditions, error) {
	if err := index.CheckFilter(f); err != nil {
		return nil, err
	}
	c := &conditions{}
	c.within("st", f)
	c.spoken(f.Lang)
	var sets []storySet
	err := s.eachGroup(ctx, c, store.Filter{Type: f.Type, Status: f.Status}, func(ks []int64) { sets = append(sets, storySet{ks: ks, entries: true}) })
	if err != nil {
		return nil, err
	}
	err = s.eachGroup(ctx, c, store.Filter{Country: f.Country, Entity: f.Entity, Place: f.Place, Source: f.Source}, func(ks []int64) {
		sets = append(sets, storySet{ks: ks, entries: true, reports: true})
	})
	if err != nil {
		return nil, err
	}
	recent := false
	if f.Since != "" && len(sets) > 0 {
		n, err := query(ctx, s, `SELECT count(*) FROM (SELECT 1 FROM story WHERE last >= ? LIMIT ?)`, []any{f.Since, fewRecent + 1}, scanNumber)
		if err != nil {
			return nil, err
		}
		recent = n[0] <= fewRecent
	}
	return c, s.amongSets(ctx, c, sets, recent, true)
}

// storySet is the stories whose entries or reports have one of some posting terms.
type storySet struct {
	ks               []int64
	entries, reports bool
}

// all is the query for the numbers of the stories, each once.
func (t storySet) all() string {
	var ways []string
	if t.entries {
		ways = append(ways, `SELECT en.s AS s FROM entry_term et JOIN entry en ON en.e = et.e WHERE et.k IN (`+numbers(t.ks)+`)`)
	}
	if t.reports {
		ways = append(ways, fmt.Sprintf(`SELECT r.story AS s FROM day d CROSS JOIN posting p ON p.day = d.day AND p.k IN (%s)
			CROSS JOIN report r ON r.n = p.day << %d | p.seq WHERE r.story IS NOT NULL`, numbers(t.ks), placeBits))
	}
	if len(ways) == 1 {
		return `SELECT DISTINCT s FROM (` + ways[0] + `)`
	}
	return strings.Join(ways, ` UNION `)
}

// each is the condition that the story at hand is one of them.
func (t storySet) each() string {
	var ways []string
	if t.entries {
		ways = append(ways, `EXISTS (SELECT 1 FROM entry oe INDEXED BY entry_story CROSS JOIN entry_term ot ON ot.e = oe.e AND ot.k IN (`+numbers(t.ks)+`) WHERE oe.s = st.s)`)
	}
	if t.reports {
		ways = append(ways, fmt.Sprintf(`EXISTS (SELECT 1 FROM report o INDEXED BY report_story CROSS JOIN posting op
			ON op.day = o.n >> %d AND op.k IN (%s) AND op.seq = o.n & %d WHERE o.story = st.s)`, placeBits, numbers(t.ks), places-1))
	}
	return `(` + strings.Join(ways, ` OR `) + `)`
}

const (
	fewStories = 2000 // stories are put in order sooner than so many of them are met by walking through all
	fewRecent  = 500  // of as few days each story is asked sooner than any set is read
)

// amongSets adds the condition that stories are in all of some sets. A set of few is read whole, and the first of these may lead, unless there are
// hardly any stories in the days that are asked for; of another each story that is met is asked whether it is in it, for reading half of all
// stories to show thirty takes seconds.
func (s *Store) amongSets(ctx context.Context, c *conditions, sets []storySet, recent, leads bool) error {
	for _, t := range sets {
		few := false
		var err error
		if !recent {
			few, err = s.isFew(ctx, t)
		}
		if err != nil {
			return err
		}
		if !few {
			c.add(t.each())
			continue
		}
		if leads && c.few == "" {
			c.few = t.all()
			continue
		}
		c.add(`st.s IN (` + t.all() + `)`)
	}
	return nil
}

// isFew reports whether a set is a small one, by how many entries and reports have its terms.
func (s *Store) isFew(ctx context.Context, t storySet) (bool, error) {
	count := func(q string) (bool, error) {
		n, err := query(ctx, s, `SELECT count(*) FROM (`+q+` LIMIT ?)`, []any{s.few + 1}, scanNumber)
		return err == nil && n[0] <= int64(s.few), err
	}
	few := true
	var err error
	if t.entries {
		few, err = count(`SELECT 1 FROM entry_term WHERE k IN (` + numbers(t.ks) + `)`)
	}
	if few && err == nil && t.reports {
		few, err = count(`SELECT 1 FROM day d CROSS JOIN posting p ON p.day = d.day AND p.k IN (` + numbers(t.ks) + `)`)
	}
	return few, err
}

// eachGroup calls add with the posting terms of each group that f asks for.
func (s *Store) eachGroup(ctx context.Context, c *conditions, f store.Filter, add func(ks []int64)) error {
	groups, never, err := s.groups(ctx, f)
	if err != nil {
		return err
	}
	c.never = c.never || never
	for _, ks := range groups {
		add(ks)
	}
	return nil
}

// within adds the conditions of the dates of a story or entry.
func (c *conditions) within(table string, f store.Filter) {
	if f.Since != "" {
		c.add(table+`.last >= ?`, f.Since)
	}
	if f.Until != "" {
		c.add(table+`.first <= ?`, f.Until)
	}
	if f.Since != "" || f.Until != "" {
		c.add(table + `.first <> ''`)
	}
}

func (c *conditions) spoken(lang news.Lang) {
	if lang != "" {
		c.add(`instr(st.langs, ?) > 0`, " "+string(lang)+" ")
	}
}

// entryKey is where an entry stands in the order of lists.
type entryKey struct{ last, id, story string }

// Entries yields entries of stories: see store.Reader.
func (s *Store) Entries(ctx context.Context, f store.Filter) iter.Seq2[*news.Entry, error] {
	return func(yield func(*news.Entry, error) bool) {
		c, err := s.entryConditions(ctx, f)
		if err != nil {
			yield(nil, err)
			return
		}
		last := entryKey{last: afterAll}
		if f.After != "" {
			if last, err = s.entryAfter(ctx, f.After); err != nil {
				yield(nil, err)
				return
			}
		}
		if f.Past.ID != "" {
			last = entryKey{f.Past.Day, f.Past.ID, f.Past.Story}
		}
		each(f.Limit, func() ([]entryKey, error) {
			keys, err := s.entryPage(ctx, c, last)
			if len(keys) > 0 {
				last = keys[len(keys)-1]
			}
			return keys, err
		}, func(k entryKey) (*news.Entry, error) { return s.entry(ctx, k) }, yield)
	}
}

func (s *Store) entryConditions(ctx context.Context, f store.Filter) (*conditions, error) {
	if err := index.CheckFilter(f); err != nil {
		return nil, err
	}
	c := &conditions{}
	c.within("en", f)
	c.spoken(f.Lang)
	ofEntry := store.Filter{Type: f.Type, Status: f.Status, Country: f.Country, Entity: f.Entity}
	var groups [][]int64
	err := s.eachGroup(ctx, c, ofEntry, func(ks []int64) {
		groups = append(groups, ks)
		c.add(`EXISTS (SELECT 1 FROM entry_term ot WHERE ot.k IN (` + numbers(ks) + `) AND ot.e = en.e)`)
	})
	if err == nil {
		c.lead, err = s.rareEntries(ctx, groups)
	}
	if err != nil {
		return nil, err
	}
	var sets []storySet
	err = s.eachGroup(ctx, c, store.Filter{Source: f.Source, Place: f.Place}, func(ks []int64) { sets = append(sets, storySet{ks: ks, reports: true}) })
	if err != nil {
		return nil, err
	}
	return c, s.amongSets(ctx, c, sets, false, false)
}

// fewEntries is how many entries are put in order sooner than so many of them are met by walking through all.
const fewEntries = 3000

// rareEntries returns the first group of posting terms that few entries have; nil where each has many.
func (s *Store) rareEntries(ctx context.Context, groups [][]int64) ([]int64, error) {
	for _, ks := range groups {
		q := `SELECT count(*) FROM (SELECT 1 FROM entry_term WHERE k IN (` + numbers(ks) + `) LIMIT ?)`
		if n, err := query(ctx, s, q, []any{fewEntries + 1}, scanNumber); err != nil || n[0] <= fewEntries {
			return ks, err
		}
	}
	return nil, nil
}

func (s *Store) entryAfter(ctx context.Context, id string) (entryKey, error) {
	var k entryKey
	ok, err := s.get(ctx, `SELECT en.last, en.id, st.id FROM entry en JOIN story st ON st.s = en.s WHERE en.id = ? ORDER BY st.id`,
		[]any{id}, &k.last, &k.id, &k.story)
	if err == nil && !ok {
		err = index.AfterMissing(id)
	}
	return k, err
}

func (s *Store) entryPage(ctx context.Context, c *conditions, last entryKey) ([]entryKey, error) {
	if c.never {
		return nil, ctx.Err()
	}
	clause, args := c.after(`en.last <= ? AND (en.last < ? OR en.id > ? OR en.id = ? AND st.id > ?)`,
		last.last, last.last, last.id, last.id, last.story)
	from := `entry en INDEXED BY entry_order`
	if c.lead != nil {
		from = `(SELECT DISTINCT e FROM entry_term WHERE k IN (` + numbers(c.lead) + `)) few CROSS JOIN entry en ON en.e = few.e`
	}
	return query(ctx, s, `SELECT en.last, en.id, st.id FROM `+from+` CROSS JOIN story st ON st.s = en.s
		WHERE `+clause+` ORDER BY en.last DESC, en.id, st.id LIMIT ?`, append(args, pageRows),
		func(scan scanFunc) (k entryKey, err error) {
			err = scan(&k.last, &k.id, &k.story)
			return k, err
		})
}

// Entry returns one entry: see store.Reader.
func (s *Store) Entry(ctx context.Context, id string) (*news.Entry, error) {
	k := entryKey{id: id}
	ok, err := s.get(ctx, `SELECT st.id FROM entry en JOIN story st ON st.s = en.s WHERE en.id = ? ORDER BY st.id`, []any{id}, &k.story)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, notFound("entry", id)
	}
	return s.entry(ctx, k)
}

// entry reads one entry out of its story.
func (s *Store) entry(ctx context.Context, k entryKey) (*news.Entry, error) {
	var data []byte
	ok, err := s.get(ctx, `SELECT data FROM story WHERE id = ?`, []any{k.story}, &data)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, notFound("story", k.story)
	}
	st, err := codec.DecodeStory(data)
	if err != nil {
		return nil, err
	}
	for i := range st.Entries {
		if st.Entries[i].ID == k.id {
			return &st.Entries[i], nil
		}
	}
	return nil, notFound("entry", k.id)
}
