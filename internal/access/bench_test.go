package access_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/access"
	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
)

// BenchmarkPassword is what one login costs.
func BenchmarkPassword(b *testing.B) {
	hash := access.DefaultCost.Hash(secret)
	b.ReportAllocs()
	for b.Loop() {
		if !access.Verify(hash, secret) {
			b.Fatal("it is the password")
		}
	}
}

// BenchmarkFront is what guard and gate cost a request, without the store's own time.
func BenchmarkFront(b *testing.B) {
	st := memstore.New(store.Options{})
	gate := access.New(st, access.Options{Cost: cheap})
	now := time.Now()
	token, _, err := gate.NewToken(b.Context(), store.Token{Name: "t", Role: store.RoleReader})
	if err != nil {
		b.Fatal(err)
	}
	// A clock that runs fast, so that nothing is slowed down.
	h := guard.New(guard.Options{Now: func() time.Time { now = now.Add(time.Second); return now }}).Wrap(access.New(st, access.Options{
		Cost: cheap, Now: func() time.Time { now = now.Add(time.Second); return now },
	}).Wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})))
	r := httptest.NewRequest("GET", "/api/v1/stories", nil)
	r.RemoteAddr = far
	r.Header.Set("Authorization", "Bearer "+token)
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != http.StatusOK {
			b.Fatal(w.Code, w.Body)
		}
	}
}
