package memstore

import (
	"bytes"
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/codec"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// ownRecord is an entity of the user's.
type ownRecord struct {
	data  []byte
	names []string // folded, sorted
}

// PutOwn keeps entities of the user's: see store.Own.
func (s *Store) PutOwn(ctx context.Context, in iter.Seq2[*news.Known, error]) (store.OwnCount, error) {
	var ids []string
	var fresh []ownRecord
	for k, err := range in {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = index.CheckKnown(k)
		}
		if err != nil {
			return store.OwnCount{}, err
		}
		data, err := codec.EncodeKnown(k)
		if err != nil {
			return store.OwnCount{}, err
		}
		ids, fresh = append(ids, k.ID), append(fresh, ownRecord{data, index.KnownNames(k)})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var n store.OwnCount
	for i, id := range ids {
		switch old, known := s.own[id]; {
		case !known:
			n.Added++
		case bytes.Equal(old.data, fresh[i].data):
			n.Same++
			continue
		default:
			n.Changed++
		}
		s.own[id] = fresh[i]
	}
	if n.Added+n.Changed > 0 {
		s.ownVersion++
	}
	return n, nil
}

// DeleteOwn removes entities of the user's: see store.Own.
func (s *Store) DeleteOwn(ctx context.Context, ids ...string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.own)
	for _, id := range ids {
		if _, ok := s.own[id]; !ok {
			return 0, notFound("entity of your own", id)
		}
	}
	for _, id := range ids {
		delete(s.own, id)
	}
	if len(ids) == 0 {
		clear(s.own)
	}
	if len(s.own) < before {
		s.ownVersion++
	}
	return before - len(s.own), nil
}

// Owned yields the user's entities: see store.Own.
func (s *Store) Owned(ctx context.Context, f store.OwnFilter) iter.Seq2[*news.Known, error] {
	return func(yield func(*news.Known, error) bool) {
		n := 0
		for _, data := range s.owned(f) {
			if f.Limit > 0 && n == f.Limit {
				return
			}
			n++
			k, err := codec.DecodeKnown(data)
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(k, nil) {
				return
			}
		}
	}
}

// owned returns what matches f but for its limit, by id.
func (s *Store) owned(f store.OwnFilter) [][]byte {
	s.mu.RLock()
	defer s.mu.RUnlock()
	name := index.FoldName(f.Name)
	var out [][]byte
	for _, id := range slices.Sorted(maps.Keys(s.own)) {
		r := s.own[id]
		_, named := slices.BinarySearch(r.names, name)
		if id > f.After && (f.Name == "" || id == f.Name || named) {
			out = append(out, r.data)
		}
	}
	return out
}

// OwnVersion counts the changes of the user's entities: see store.Own.
func (s *Store) OwnVersion(ctx context.Context) (int64, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.ownVersion, ctx.Err()
}

// PutOwnIndex keeps bytes made of the user's entities: see store.Own.
func (s *Store) PutOwnIndex(ctx context.Context, version int64, data []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if version == s.ownVersion {
		s.ownIndex, s.ownIndexOf = slices.Clone(data), version
	}
	return nil
}

// OwnIndex returns what PutOwnIndex kept: see store.Own.
func (s *Store) OwnIndex(ctx context.Context) (int64, []byte, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.ownIndex == nil || s.ownIndexOf != s.ownVersion {
		return 0, nil, ctx.Err()
	}
	return s.ownIndexOf, slices.Clone(s.ownIndex), ctx.Err()
}
