package sqlite

import (
	"context"
	"fmt"

	"github.com/dragoman-news/dragoman/internal/store/codec"
)

// Text returns the text of a revision: see store.Texts.
func (s *Store) Text(ctx context.Context, id string, n int) (string, error) {
	var data []byte
	ok, err := s.get(ctx, `SELECT b.data FROM report r JOIN body b ON b.n = r.n WHERE r.id = ?1 AND ?2 IN (0, r.revision)
		UNION ALL SELECT data FROM revision WHERE id = ?1 AND number = ?2`, []any{id, n}, &data)
	if err != nil {
		return "", err
	}
	if !ok {
		return "", notFound("report", id)
	}
	text, err := codec.DecodeText(data)
	if err != nil {
		return "", fmt.Errorf("report %s: %w", id, err)
	}
	return text, nil
}
