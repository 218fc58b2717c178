package memstore

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/index"
)

// accesses are who may use the program.
type accesses struct {
	users    map[string]store.User
	sessions map[string]store.Session
	tokens   map[string]store.Token
}

func newAccesses() accesses {
	return accesses{make(map[string]store.User), make(map[string]store.Session), make(map[string]store.Token)}
}

// AddUser adds a user: see store.Access.
func (s *Store) AddUser(ctx context.Context, u store.User) error {
	if err := cmp.Or(ctx.Err(), index.CheckUser(u)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.access.users[u.Name]; ok {
		return &news.Error{Code: news.Conflict, Message: "there is a user " + u.Name}
	}
	u.Made = kept(u.Made)
	s.access.users[u.Name] = u
	return nil
}

// ChangeUser changes a user: see store.Access.
func (s *Store) ChangeUser(ctx context.Context, u store.User) error {
	if err := cmp.Or(ctx.Err(), index.CheckUser(u)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	old, ok := s.access.users[u.Name]
	if !ok {
		return notFound("user", u.Name)
	}
	old.Role, old.Password = u.Role, u.Password
	s.access.users[u.Name] = old
	s.endSessionsOf(u.Name)
	return nil
}

// RemoveUser takes a user away: see store.Access.
func (s *Store) RemoveUser(ctx context.Context, name string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.access.users[name]; !ok {
		return notFound("user", name)
	}
	delete(s.access.users, name)
	s.endSessionsOf(name)
	maps.DeleteFunc(s.access.tokens, func(_ string, t store.Token) bool { return t.User == name })
	return nil
}

func (s *Store) endSessionsOf(user string) {
	maps.DeleteFunc(s.access.sessions, func(_ string, session store.Session) bool { return session.User == user })
}

// User returns one user: see store.Access.
func (s *Store) User(ctx context.Context, name string) (store.User, error) {
	return found(ctx, s, "user", name, name, s.access.users)
}

// Users returns all users: see store.Access.
func (s *Store) Users(ctx context.Context) ([]store.User, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.SortedFunc(maps.Values(s.access.users), func(a, b store.User) int { return cmp.Compare(a.Name, b.Name) }), ctx.Err()
}

// AddSession keeps a session: see store.Access.
func (s *Store) AddSession(ctx context.Context, session store.Session) error {
	if err := cmp.Or(ctx.Err(), index.CheckSession(session)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.access.users[session.User]; !ok {
		return notFound("user", session.User)
	}
	session.Made, session.Seen = kept(session.Made), kept(session.Seen)
	s.access.sessions[session.Hash] = session
	return nil
}

// Session returns a session: see store.Access.
func (s *Store) Session(ctx context.Context, hash string) (store.Session, error) {
	return found(ctx, s, "session", "of this kind", hash, s.access.sessions)
}

// TouchSession notes when a session was used: see store.Access.
func (s *Store) TouchSession(ctx context.Context, hash string, seen time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if session, ok := s.access.sessions[hash]; ok {
		session.Seen = kept(seen)
		s.access.sessions[hash] = session
	}
	return ctx.Err()
}

// EndSession forgets a session: see store.Access.
func (s *Store) EndSession(ctx context.Context, hash string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.access.sessions, hash)
	return ctx.Err()
}

// EndSessions forgets old sessions: see store.Access.
func (s *Store) EndSessions(ctx context.Context, made, seen time.Time) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := len(s.access.sessions)
	maps.DeleteFunc(s.access.sessions, func(_ string, session store.Session) bool {
		return session.Made.Before(kept(made)) || session.Seen.Before(kept(seen))
	})
	return before - len(s.access.sessions), ctx.Err()
}

// AddToken keeps a token: see store.Access.
func (s *Store) AddToken(ctx context.Context, t store.Token) error {
	if err := cmp.Or(ctx.Err(), index.CheckToken(t)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.access.users[t.User]; !ok && t.User != "" {
		return notFound("user", t.User)
	}
	if _, ok := s.access.tokens[t.ID]; ok {
		return &news.Error{Code: news.Conflict, Message: "there is a token " + t.ID}
	}
	t.Made, t.Expires, t.Used = kept(t.Made), kept(t.Expires), kept(t.Used)
	s.access.tokens[t.ID] = t
	return nil
}

// Token returns a token: see store.Access.
func (s *Store) Token(ctx context.Context, id string) (store.Token, error) {
	return found(ctx, s, "token", id, id, s.access.tokens)
}

// Tokens returns all tokens: see store.Access.
func (s *Store) Tokens(ctx context.Context) ([]store.Token, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.SortedFunc(maps.Values(s.access.tokens), func(a, b store.Token) int {
		return cmp.Or(a.Made.Compare(b.Made), cmp.Compare(a.ID, b.ID))
	}), ctx.Err()
}

// TouchToken notes when a token was used: see store.Access.
func (s *Store) TouchToken(ctx context.Context, id string, used time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, ok := s.access.tokens[id]; ok {
		t.Used = kept(used)
		s.access.tokens[id] = t
	}
	return ctx.Err()
}

// RemoveToken forgets a token: see store.Access.
func (s *Store) RemoveToken(ctx context.Context, id string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.access.tokens[id]; !ok {
		return notFound("token", id)
	}
	delete(s.access.tokens, id)
	return nil
}

// found returns what lies under a key; the error names it as id.
func found[T any](ctx context.Context, s *Store, what, id, key string, in map[string]T) (T, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var none T
	if err := ctx.Err(); err != nil {
		return none, err
	}
	v, ok := in[key]
	if !ok {
		return none, notFound(what, id)
	}
	return v, nil
}

// kept is an instant as stores keep it: in UTC, to the millisecond; none stays none.
func kept(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.UnixMilli(t.UnixMilli()).UTC()
}
