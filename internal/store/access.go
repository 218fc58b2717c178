package store

import (
	"context"
	"time"
)

// Access keeps who may use the program over the network: users, the sessions in which they are
// logged in, and tokens of programs. It knows no secret: what it is given are hashes, and what
// they are worth is package access's to say. Times come back in UTC, to the millisecond.
type Access interface {
	// AddUser adds a user, or answers news.Conflict when there is one of that name.
	AddUser(ctx context.Context, u User) error
	// ChangeUser puts the role and the password hash of u in the place of those that its
	// name has, and ends the user's sessions; or answers news.NotFound.
	ChangeUser(ctx context.Context, u User) error
	// RemoveUser takes a user away, with the sessions and tokens of that user; or answers
	// news.NotFound.
	RemoveUser(ctx context.Context, name string) error
	// User returns one user, or news.NotFound.
	User(ctx context.Context, name string) (User, error)
	// Users returns all, by name.
	Users(ctx context.Context) ([]User, error)

	// AddSession keeps a session of a user, who must be there (news.NotFound).
	AddSession(ctx context.Context, s Session) error
	// Session returns the session with a hash, or news.NotFound.
	Session(ctx context.Context, hash string) (Session, error)
	// TouchSession notes when a session was used last. One that is not there is no error.
	TouchSession(ctx context.Context, hash string, seen time.Time) error
	// EndSession forgets a session. One that is not there is no error.
	EndSession(ctx context.Context, hash string) error
	// EndSessions forgets those that were made or used last before an instant, and says how many.
	EndSessions(ctx context.Context, made, seen time.Time) (int, error)

	// AddToken keeps a token, or answers news.Conflict when its id is taken. Its user, where
	// it has one, must be there (news.NotFound).
	AddToken(ctx context.Context, t Token) error
	// Token returns the token with an id, or news.NotFound.
	Token(ctx context.Context, id string) (Token, error)
	// TouchToken notes when a token was used last. One that is not there is no error.
	TouchToken(ctx context.Context, id string, used time.Time) error
	// RemoveToken forgets a token, or answers news.NotFound.
	RemoveToken(ctx context.Context, id string) error
	// Tokens returns all, by when they were made, then by id.
	Tokens(ctx context.Context) ([]Token, error)
}

// Role is what somebody may do. Each may do what those before it may.
type Role string

// The roles.
const (
	RoleReader Role = "reader" // sees everything
	RoleEditor Role = "editor" // decides, and changes what is followed
	RoleAdmin  Role = "admin"  // also users, tokens, and how the program does
)

// Roles lists the roles, the least first.
var Roles = [...]Role{RoleReader, RoleEditor, RoleAdmin}

// Rank is the place of the role among Roles, from 1; 0 for what is none of them.
func (r Role) Rank() int {
	for i, known := range Roles {
		if r == known {
			return i + 1
		}
	}
	return 0
}

// May reports whether who has the role may do what needs another one.
func (r Role) May(needed Role) bool { return r.Rank() > 0 && r.Rank() >= needed.Rank() }

// User is somebody who may log in.
type User struct {
	Name     string
	Role     Role
	Password string // a hash with its parameters, never the password
	Made     time.Time
}

// Session is one login of a user.
type Session struct {
	Hash string // of the secret that the browser has
	User string
	Made time.Time
	Seen time.Time // when it was used last, not to the minute
}

// Token lets a program in.
type Token struct {
	ID      string // the part of the token that it is recognised by; no secret
	Hash    string // of the whole token
	Name    string // what it is for
	User    string // whose it is: it goes with the user, and may no more; "" for nobody's
	Role    Role
	Made    time.Time
	Expires time.Time // zero: never
	Used    time.Time // last, not to the minute; zero: never
}
