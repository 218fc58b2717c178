package sqlite

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store/codec"
)

// Vectors returns the vectors of a document: see store.Reader.
func (s *Store) Vectors(ctx context.Context, doc *news.Document) (*news.Reading, error) {
	var n int64
	ok, err := s.get(ctx, `SELECT n FROM report WHERE id = ?`, []any{doc.ID}, &n)
	if err != nil || !ok {
		return nil, err
	}
	var c chunk
	ok, err = s.get(ctx, `SELECT c, data FROM vector_chunk WHERE c BETWEEN ? AND ? ORDER BY c DESC LIMIT 1`, []any{n &^ (places - 1), n}, &c.c, &c.data)
	if err != nil || !ok {
		return nil, err
	}
	var found entry
	err = walkChunk(c.c, c.data, func(e entry) error {
		if e.n == n {
			found = e
		}
		return nil
	})
	if err != nil || found.data == nil {
		return nil, err
	}
	var model string
	if _, err := s.get(ctx, `SELECT name FROM vector_model WHERE m = ?`, []any{found.m}, &model); err != nil {
		return nil, err
	}
	v, err := codec.ParseVectors(found.data)
	if err != nil {
		return nil, err
	}
	return v.Reading(model, doc.Sentences), nil
}

// putVectors gathers the vectors of a report for the end of the batch, if it has any.
func (b *batch) putVectors(n int64, p *prepared) error {
	if p.vectors == nil {
		return nil
	}
	m, err := b.t.vectorModel(p.model)
	if err != nil {
		return err
	}
	b.vectors[n] = entry{n, m, p.vectors}
	return nil
}

// dropVectors takes those of a report out at the end of the batch.
func (b *batch) dropVectors(n int64) { b.vectors[n] = entry{n: n} }

// giveVectors gives a report that stays as it is the vectors that it lacks, or those of
// another model in the place of its own.
func (b *batch) giveVectors(n int64, p *prepared) error {
	if p.vectors == nil {
		return nil
	}
	m, err := b.t.vectorModel(p.model)
	if err != nil {
		return err
	}
	have, pending := b.vectors[n]
	if !pending {
		c, err := b.t.chunkOf(n)
		if err != nil {
			return err
		}
		err = walkChunk(c.c, c.data, func(e entry) error {
			if e.n == n {
				have = e
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if have.m != m {
		b.vectors[n] = entry{n, m, p.vectors}
	}
	return nil
}

// vectorModel returns the number of a model, a new one where it has none yet.
func (t *tx) vectorModel(name string) (m int64, err error) {
	ok, err := t.get(`SELECT m FROM vector_model WHERE name = ?`, []any{name}, &m)
	if err == nil && !ok {
		_, err = t.get(`INSERT INTO vector_model (name) VALUES (?) RETURNING m`, []any{name}, &m)
	}
	return m, err
}

// chunkOf returns the chunk in which a report is, if it has vectors, or would be; a zero
// one when its day has none that begins before it.
func (t *tx) chunkOf(n int64) (c chunk, err error) {
	_, err = t.get(`SELECT c, data FROM vector_chunk WHERE c BETWEEN ? AND ? ORDER BY c DESC LIMIT 1`, []any{n &^ (places - 1), n}, &c.c, &c.data)
	return c, err
}

// writeVectors changes the chunks that hold the vectors gathered.
func (b *batch) writeVectors() error {
	todo := make([]entry, 0, len(b.vectors))
	for _, n := range slices.Sorted(maps.Keys(b.vectors)) {
		todo = append(todo, b.vectors[n])
	}
	for len(todo) > 0 {
		c, err := b.t.chunkOf(todo[0].n)
		if err != nil {
			return err
		}
		end := (todo[0].n | (places - 1)) + 1 // of the day, or where the next chunk begins
		if _, err := b.t.get(`SELECT c FROM vector_chunk WHERE c > ? AND c < ? ORDER BY c LIMIT 1`, []any{todo[0].n, end}, &end); err != nil {
			return err
		}
		here := 1
		for here < len(todo) && todo[here].n < end {
			here++
		}
		if err := b.t.changeChunk(c, todo[:here]); err != nil {
			return err
		}
		todo = todo[here:]
	}
	clear(b.vectors)
	return nil
}

// changeChunk writes changes into a chunk, which may become several or none. c is zero for a new one.
func (t *tx) changeChunk(c chunk, changes []entry) error {
	var entries []entry
	err := walkChunk(c.c, c.data, func(e entry) error {
		entries = append(entries, e)
		return nil
	})
	if err != nil {
		return err
	}
	kept := false
	for _, next := range cutChunks(mergeEntries(entries, changes)) {
		if next.c == c.c && c.data != nil {
			if kept = true; bytes.Equal(next.data, c.data) {
				continue
			}
		}
		if _, err := t.exec(`INSERT OR REPLACE INTO vector_chunk (c, data) VALUES (?, ?)`, next.c, next.data); err != nil {
			return err
		}
	}
	if c.data != nil && !kept {
		_, err = t.exec(`DELETE FROM vector_chunk WHERE c = ?`, c.c)
	}
	return err
}
