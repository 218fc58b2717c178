package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// AddUser adds a user: see store.Access.
func (s *Store) AddUser(ctx context.Context, u store.User) error {
	if err := index.CheckUser(u); err != nil {
		return err
	}
	return s.do(ctx, func(t *tx) error {
		n, err := t.exec(`INSERT INTO user (name, role, password, made) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			u.Name, u.Role, u.Password, u.Made.UnixMilli())
		if err == nil && n == 0 {
			return &news.Error{Code: news.Conflict, Message: "there is a user " + u.Name}
		}
		return err
	})
}

// ChangeUser changes a user: see store.Access.
func (s *Store) ChangeUser(ctx context.Context, u store.User) error {
	if err := index.CheckUser(u); err != nil {
		return err
	}
	return s.do(ctx, func(t *tx) error {
		n, err := t.exec(`UPDATE user SET role = ?, password = ? WHERE name = ?`, u.Role, u.Password, u.Name)
		if err == nil && n == 0 {
			return notFound("user", u.Name)
		}
		if err == nil {
			_, err = t.exec(`DELETE FROM session WHERE user = ?`, u.Name)
		}
		return err
	})
}

// RemoveUser takes a user away: see store.Access.
func (s *Store) RemoveUser(ctx context.Context, name string) error {
	return s.do(ctx, func(t *tx) error {
		n, err := t.exec(`DELETE FROM user WHERE name = ?`, name)
		if err == nil && n == 0 {
			return notFound("user", name)
		}
		if err == nil {
			_, err = t.exec(`DELETE FROM session WHERE user = ?`, name)
		}
		if err == nil {
			_, err = t.exec(`DELETE FROM token WHERE user = ? AND user <> ''`, name)
		}
		return err
	})
}

const selectUsers = `SELECT name, role, password, made FROM user`

func scanUser(scan scanFunc) (store.User, error) {
	var u store.User
	var made int64
	err := scan(&u.Name, &u.Role, &u.Password, &made)
	u.Made = instant(made)
	return u, err
}

// User returns one user: see store.Access.
func (s *Store) User(ctx context.Context, name string) (store.User, error) {
	return only(ctx, s, "user", name, selectUsers+` WHERE name = ?`, scanUser)
}

// Users returns all users: see store.Access.
func (s *Store) Users(ctx context.Context) ([]store.User, error) {
	return query(ctx, s, selectUsers+` ORDER BY name`, nil, scanUser)
}

// AddSession keeps a session: see store.Access.
func (s *Store) AddSession(ctx context.Context, session store.Session) error {
	if err := index.CheckSession(session); err != nil {
		return err
	}
	return s.do(ctx, func(t *tx) error {
		if err := t.wantUser(session.User); err != nil {
			return err
		}
		_, err := t.exec(`INSERT INTO session (hash, user, made, seen) VALUES (?, ?, ?, ?)`,
			session.Hash, session.User, session.Made.UnixMilli(), session.Seen.UnixMilli())
		return err
	})
}

func (t *tx) wantUser(name string) error {
	var n int
	_, err := t.get(`SELECT count(*) FROM user WHERE name = ?`, []any{name}, &n)
	if err == nil && n == 0 {
		return notFound("user", name)
	}
	return err
}

// Session returns a session: see store.Access.
func (s *Store) Session(ctx context.Context, hash string) (store.Session, error) {
	return only(ctx, s, "session", "of this kind", `SELECT hash, user, made, seen FROM session WHERE hash = ?`, func(scan scanFunc) (store.Session, error) {
		var out store.Session
		var made, seen int64
		err := scan(&out.Hash, &out.User, &made, &seen)
		out.Made, out.Seen = instant(made), instant(seen)
		return out, err
	}, hash)
}

// TouchSession notes when a session was used: see store.Access.
func (s *Store) TouchSession(ctx context.Context, hash string, seen time.Time) error {
	return s.change(ctx, `UPDATE session SET seen = ? WHERE hash = ?`, seen.UnixMilli(), hash)
}

// EndSession forgets a session: see store.Access.
func (s *Store) EndSession(ctx context.Context, hash string) error {
	return s.change(ctx, `DELETE FROM session WHERE hash = ?`, hash)
}

// EndSessions forgets old sessions: see store.Access.
func (s *Store) EndSessions(ctx context.Context, made, seen time.Time) (int, error) {
	var ended int64
	err := s.do(ctx, func(t *tx) (err error) {
		ended, err = t.exec(`DELETE FROM session WHERE made < ? OR seen < ?`, made.UnixMilli(), seen.UnixMilli())
		return err
	})
	return int(ended), err
}

// AddToken keeps a token: see store.Access.
func (s *Store) AddToken(ctx context.Context, token store.Token) error {
	if err := index.CheckToken(token); err != nil {
		return err
	}
	return s.do(ctx, func(t *tx) error {
		if token.User != "" {
			if err := t.wantUser(token.User); err != nil {
				return err
			}
		}
		n, err := t.exec(`INSERT INTO token (id, hash, name, user, role, made, expires, used) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			token.ID, token.Hash, token.Name, token.User, token.Role, token.Made.UnixMilli(), clock(token.Expires), clock(token.Used))
		if err == nil && n == 0 {
			return &news.Error{Code: news.Conflict, Message: "there is a token " + token.ID}
		}
		return err
	})
}

const selectTokens = `SELECT id, hash, name, user, role, made, expires, used FROM token`

func scanToken(scan scanFunc) (store.Token, error) {
	var t store.Token
	var made int64
	var expires, used sql.NullInt64
	err := scan(&t.ID, &t.Hash, &t.Name, &t.User, &t.Role, &made, &expires, &used)
	t.Made, t.Expires, t.Used = instant(made), fromClock(expires), fromClock(used)
	return t, err
}

// Token returns a token: see store.Access.
func (s *Store) Token(ctx context.Context, id string) (store.Token, error) {
	return only(ctx, s, "token", id, selectTokens+` WHERE id = ?`, scanToken)
}

// Tokens returns all tokens: see store.Access.
func (s *Store) Tokens(ctx context.Context) ([]store.Token, error) {
	return query(ctx, s, selectTokens+` ORDER BY made, id`, nil, scanToken)
}

// TouchToken notes when a token was used: see store.Access.
func (s *Store) TouchToken(ctx context.Context, id string, used time.Time) error {
	return s.change(ctx, `UPDATE token SET used = ? WHERE id = ?`, used.UnixMilli(), id)
}

// RemoveToken forgets a token: see store.Access.
func (s *Store) RemoveToken(ctx context.Context, id string) error {
	return s.do(ctx, func(t *tx) error {
		n, err := t.exec(`DELETE FROM token WHERE id = ?`, id)
		if err == nil && n == 0 {
			return notFound("token", id)
		}
		return err
	})
}

// change runs one statement in a transaction of its own.
func (s *Store) change(ctx context.Context, statement string, args ...any) error {
	return s.do(ctx, func(t *tx) error {
		_, err := t.exec(statement, args...)
		return err
	})
}

// only returns the one row that a query finds by its key: id unless another is given, for what
// must not be named in an error.
func only[T any](ctx context.Context, s *Store, what, id, q string, scan func(scanFunc) (T, error), key ...any) (T, error) {
	if len(key) == 0 {
		key = []any{id}
	}
	found, err := query(ctx, s, q, key, scan)
	if err == nil && len(found) == 1 {
		return found[0], nil
	}
	var none T
	if err == nil {
		err = notFound(what, id)
	}
	return none, err
}

func instant(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
