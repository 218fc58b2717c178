package access

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// maxName is how many characters a user's name may have.
const maxName = 64

// Name is the form in which the name of a user is kept: however it is written, it is one name.
func Name(given string) string { return strings.ToLower(norm.NFKC.String(strings.TrimSpace(given))) }

// CheckName says what is wrong with the name of a new user, as Name returns it.
func CheckName(name string) error {
	odd := strings.IndexFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("._-@", r)
	})
	if n := utf8.RuneCountInString(name); n == 0 || n > maxName || odd >= 0 {
		return &news.Error{
			Code: news.Invalid, Message: "this is no name for a user: " + name,
			Hint: "letters of any script, digits, and . _ - @; at most 64",
		}
	}
	return nil
}

// AddUser adds a user with a password.
func (g *Gate) AddUser(ctx context.Context, name string, role store.Role, password string) (store.User, error) {
	u := store.User{Name: Name(name), Role: role, Made: g.opt.Now()}
	if err := CheckName(u.Name); err != nil {
		return u, err
	}
	if err := CheckPassword(u.Name, password); err != nil {
		return u, err
	}
	u.Password = g.opt.Cost.Hash(password)
	return u, g.st.AddUser(ctx, u)
}

// SetPassword gives a user another password, and ends the user's sessions.
func (g *Gate) SetPassword(ctx context.Context, name, password string) error {
	u, err := g.st.User(ctx, Name(name))
	if err != nil {
		return err
	}
	if err := CheckPassword(u.Name, password); err != nil {
		return err
	}
	u.Password = g.opt.Cost.Hash(password)
	return g.st.ChangeUser(ctx, u)
}

// SetRole gives a user another role, and ends the user's sessions.
func (g *Gate) SetRole(ctx context.Context, name string, role store.Role) error {
	u, err := g.st.User(ctx, Name(name))
	if err != nil {
		return err
	}
	u.Role = role
	return g.st.ChangeUser(ctx, u)
}
