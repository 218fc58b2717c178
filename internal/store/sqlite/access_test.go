package sqlite_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

func oldUser() store.User {
	return store.User{Name: "ada", Role: store.RoleAdmin, Password: "$argon2id$", Made: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
}

// checkOldAccess looks for the user: stores before the ninth schema have none, and take one.
func checkOldAccess(t *testing.T, s *sqlite.Store, kept bool) {
	t.Helper()
	if u, err := s.User(t.Context(), "ada"); kept != cmp.Equal(u, oldUser()) || !kept && news.CodeOf(err) != news.NotFound {
		t.Errorf("User = %v, %v", u, err)
	}
	if err := s.AddUser(t.Context(), oldUser()); kept != (news.CodeOf(err) == news.Conflict) || !kept && err != nil {
		t.Errorf("AddUser = %v", err)
	}
}
