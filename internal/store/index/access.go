package index

import (
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// CheckUser says what is wrong with a user.
func CheckUser(u store.User) error {
	return checkAccess("user", u.Role, u.Name, u.Password)
}

// CheckToken says what is wrong with a token.
func CheckToken(t store.Token) error {
	return checkAccess("token", t.Role, t.ID, t.Hash)
}

// CheckSession says what is wrong with a session.
func CheckSession(s store.Session) error {
	return checkAccess("session", store.RoleReader, s.User, s.Hash)
}

func checkAccess(what string, role store.Role, needed ...string) error {
	for _, v := range needed {
		if v == "" {
			return &news.Error{Code: news.Invalid, Message: "a " + what + " without a name or a secret"}
		}
	}
	if role.Rank() == 0 {
		return &news.Error{Code: news.Invalid, Message: "there is no role " + string(role), Hint: "reader, editor or admin"}
	}
	return nil
}
