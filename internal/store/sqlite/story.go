package sqlite

import (
	"context"
	"maps"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// ApplyStories keeps one step of clustering: see store.Writer.
func (s *Store) ApplyStories(ctx context.Context, ch store.StoryChanges) error {
	if err := index.CheckStories(ch); err != nil {
		return err
	}
	encoded := make([][]byte, len(ch.Put))
	for i, st := range ch.Put {
		var err error
		if encoded[i], err = codec.EncodeStory(index.NameEntries(st)); err != nil {
			return err
		}
	}
	return s.do(ctx, func(t *tx) error {
		if err := t.fence(ch.Fence); err != nil {
			return err
		}
		counts := make(map[string]int64)
		now := s.opt.Now().UnixMilli()
		for _, id := range ch.Delete {
			if err := t.dropStory(id, counts, now); err != nil {
				return err
			}
		}
		for i, st := range ch.Put {
			if err := t.putStory(index.NameEntries(st), encoded[i], counts, now); err != nil {
				return err
			}
		}
		if err := t.setCopies(ch.Copies, counts); err != nil {
			return err
		}
		if err := t.addCounts(counts); err != nil {
			return err
		}
		return t.ack(ch.Jobs)
	})
}

func (t *tx) fence(f store.Fence) error {
	if f.Lease == "" {
		return nil
	}
	var n int
	if _, err := t.get(currentLease, []any{f.Lease, f.Epoch}, &n); err != nil {
		return err
	}
	return fenced(n, f.Lease)
}

func (t *tx) putStory(st *news.Story, data []byte, counts map[string]int64, now int64) error {
	old, err := t.current(st.ID)
	if err != nil {
		return err
	}
	langs := " "
	for _, l := range st.Languages {
		langs += string(l) + " "
	}
	var s int64
	if old != nil {
		s, err = old.s, t.changeStory(st, old, langs, data, now)
	} else {
		counts["stories"]++
		s, err = t.newStory(st, langs, data, now)
	}
	if err != nil {
		return err
	}
	for _, id := range st.Reports {
		n, err := t.exec(`UPDATE report SET story = ? WHERE id = ?`, s, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return notFound("report", id)
		}
	}
	return t.putEntries(s, st.Entries)
}

// changeStory writes a story in the place of what it was.
func (t *tx) changeStory(st *news.Story, old *kept, langs string, data []byte, now int64) error {
	at, version, err := t.follow(st.ID, old, data, now)
	if err != nil {
		return err
	}
	if err := t.left(st.ID, old.story.Reports, st.Reports); err != nil {
		return err
	}
	if err := t.clearStory(old.s); err != nil {
		return err
	}
	_, err = t.exec(`UPDATE story SET first = ?, last = ?, langs = ?, data = ?, at = ?, version = ? WHERE s = ?`,
		st.From, st.To, langs, data, at, version, old.s)
	return err
}

func (t *tx) newStory(st *news.Story, langs string, data []byte, now int64) (s int64, err error) {
	at, version, err := t.takeUp(st.ID, now)
	if err != nil {
		return 0, err
	}
	if version > 0 {
		if err := t.left(st.ID, nil, st.Reports); err != nil {
			return 0, err
		}
	}
	_, err = t.get(`INSERT INTO story (id, first, last, langs, data, at, version) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING s`,
		[]any{st.ID, st.From, st.To, langs, data, at, version}, &s)
	return s, err
}

func (t *tx) putEntries(s int64, entries []news.Entry) error {
	for i := range entries {
		first, last := index.EntryDates(&entries[i])
		var e int64
		_, err := t.get(`INSERT INTO entry (s, id, first, last) VALUES (?, ?, ?, ?) RETURNING e`,
			[]any{s, entries[i].ID, first, last}, &e)
		if err != nil {
			return err
		}
		ks, err := t.termNumbers(index.EntryTerms(&entries[i]))
		if err != nil {
			return err
		}
		for _, k := range ks {
			if _, err := t.exec(`INSERT INTO entry_term (k, e) VALUES (?, ?)`, k, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// clearStory takes off what hangs on a story.
func (t *tx) clearStory(s int64) error {
	for _, q := range []string{
		`DELETE FROM entry_term WHERE e IN (SELECT e FROM entry WHERE s = ?)`,
		`DELETE FROM entry WHERE s = ?`,
		`UPDATE report SET story = NULL WHERE story = ?`,
	} {
		if _, err := t.exec(q, s); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) dropStory(id string, counts map[string]int64, now int64) error {
	old, err := t.current(id)
	if err != nil || old == nil {
		return err
	}
	if err := t.giveUp(id, old, now); err != nil {
		return err
	}
	if err := t.left(id, old.story.Reports, nil); err != nil {
		return err
	}
	if err := t.clearStory(old.s); err != nil {
		return err
	}
	counts["stories"]--
	_, err = t.exec(`DELETE FROM story WHERE s = ?`, old.s)
	return err
}

func (t *tx) setCopies(copies map[string]string, counts map[string]int64) error {
	for _, id := range slices.Sorted(maps.Keys(copies)) {
		h, err := t.head(id)
		if err != nil {
			return err
		}
		if h == nil {
			return notFound("report", id)
		}
		if _, err := t.exec(`UPDATE report SET copy_of = ? WHERE n = ?`, copies[id], h.n); err != nil {
			return err
		}
		if h.copyOf != "" {
			counts["copies"]--
		}
		if copies[id] != "" {
			counts["copies"]++
		}
	}
	return nil
}

// Story returns one story: see store.Reader.
func (s *Store) Story(ctx context.Context, id string) (*news.Story, error) {
	var data []byte
	ok, err := s.get(ctx, `SELECT data FROM story WHERE id = ?`, []any{id}, &data)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, notFound("story", id)
	}
	return codec.DecodeStory(data)
}

// StoryOf returns the story that holds a report: see store.Reader.
func (s *Store) StoryOf(ctx context.Context, report string) (*news.Story, error) {
	var data []byte
	ok, err := s.get(ctx, `SELECT st.data FROM report r LEFT JOIN story st ON st.s = r.story WHERE r.id = ?`, []any{report}, &data)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return nil, notFound("report", report)
	case data == nil:
		return nil, notFound("story of report", report)
	}
	return codec.DecodeStory(data)
}
