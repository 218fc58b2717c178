package memstore

import (
	"context"

	"github.com/dragoman-news/dragoman/internal/store/codec"
)

// Text returns the text of a revision: see store.Texts.
func (s *Store) Text(ctx context.Context, id string, n int) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	r := s.docs[id]
	switch {
	case r == nil || n < 0 || n > len(r.data):
		return "", notFound("report", id)
	case n == 0:
		return r.text, nil
	}
	return codec.DecodeText(r.data[n-1])
}
