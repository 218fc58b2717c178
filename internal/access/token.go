package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// tokenMark begins every token, so that it is known for what it is where it leaks.
const tokenMark = "drg_"

const tokenIDLength = 8

// NewToken makes a token and keeps it. The secret is the token itself: it is not kept, and
// cannot be shown again. Name, User, Role and Expires are taken from t.
func (g *Gate) NewToken(ctx context.Context, t store.Token) (secret string, made store.Token, err error) {
	t.User, t.Made, t.Used = Name(t.User), g.opt.Now(), time.Time{}
	if !t.Expires.IsZero() && !t.Expires.After(t.Made) {
		return "", t, &news.Error{Code: news.Invalid, Message: "a token that has expired already lets nobody in"}
	}
	t.ID = strings.ToLower(rand.Text()[:tokenIDLength])
	secret = tokenMark + t.ID + "_" + rand.Text() + rand.Text()
	t.Hash = hashed(secret)
	return secret, t, g.st.AddToken(ctx, t)
}

// hashed is what is kept of a random secret. It has more bits than anybody can try, so that
// it needs no slow hash.
func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// bearer returns the token that a request was made with.
func bearer(r *http.Request) (token string, given bool) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(token), strings.EqualFold(scheme, "Bearer")
}

// program lets a program in by its token. Who brings wrong ones is slowed down.
func (g *Gate) program(w http.ResponseWriter, r *http.Request, secret string) (Who, bool) {
	t, role, err := g.token(r.Context(), secret)
	switch {
	case err != nil && news.CodeOf(err) != news.NotFound:
		g.broken(w, r, err)
		return Who{}, false
	case err != nil:
		if wait := g.clients.Take(client(r)); wait > 0 {
			guard.TooMany(w, r, wait)
			return Who{}, false
		}
		w.Header().Set("WWW-Authenticate", `Bearer realm="dragoman", error="invalid_token"`)
		guard.Refuse(w, r, http.StatusUnauthorized, "This token is not known, has expired or was taken back.", "dragoman tokens create")
		return Who{}, false
	}
	if wait := g.tokens.Take(t.ID); wait > 0 {
		guard.TooMany(w, r, wait)
		return Who{}, false
	}
	return Who{Name: "token " + t.ID, Role: role, Via: ByToken}, true
}

var errNoToken = &news.Error{Code: news.NotFound, Message: "no such token"}

// token finds the token that a secret is, and what it may do now.
func (g *Gate) token(ctx context.Context, secret string) (store.Token, store.Role, error) {
	rest, ours := strings.CutPrefix(secret, tokenMark)
	id, _, whole := strings.Cut(rest, "_")
	if !ours || !whole || len(id) != tokenIDLength || len(secret) > 256 {
		return store.Token{}, "", errNoToken
	}
	t, err := g.st.Token(ctx, id)
	if err != nil {
		return t, "", err
	}
	now := g.opt.Now()
	if subtle.ConstantTimeCompare([]byte(hashed(secret)), []byte(t.Hash)) != 1 || !t.Expires.IsZero() && !now.Before(t.Expires) {
		return t, "", errNoToken
	}
	role := t.Role
	if t.User != "" {
		u, err := g.st.User(ctx, t.User)
		if err != nil {
			return t, "", err
		}
		if role.Rank() > u.Role.Rank() {
			role = u.Role
		}
	}
	if now.Sub(t.Used) >= touching {
		err = g.st.TouchToken(ctx, t.ID, now)
	}
	return t, role, err
}

// client is what an address is counted under.
func client(r *http.Request) string { return guard.AddressKey(guard.Of(r).Client) }
