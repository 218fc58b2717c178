// Package access says who asks and whether they may: users with passwords and sessions, programs
// with tokens, and whoever sits at the machine before there are users. It keeps its secrets in the
// store, as hashes, and leaves to package guard what holds for everybody.
package access

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Who is somebody who asks.
type Who struct {
	Name string // of the user or token, "" for a stranger
	Role store.Role
	Via  Via
}

// Via says what somebody is known by.
type Via string

// What somebody is known by.
const (
	Nobody  Via = ""        // by nothing
	Machine Via = "machine" // they sit at the machine, and no user was added
	Open    Via = "open"    // strangers may read
	Login   Via = "login"
	ByToken Via = "token"
)

type whoKey struct{}

// Of returns who asks, as the gate found.
func Of(ctx context.Context) Who {
	who, _ := ctx.Value(whoKey{}).(Who)
	return who
}

// How long a login holds, where Options says nothing else.
const (
	idleFor  = 12 * time.Hour
	validFor = 7 * 24 * time.Hour
	touching = time.Minute // the last use is noted so often at most
)

// Options says how the gate is set.
type Options struct {
	Loopback bool          // the program listens to its own machine alone
	Open     bool          // strangers may read
	Idle     time.Duration // a login that was not used for so long is over; 0 is 12 hours
	Valid    time.Duration // and any that is so old; 0 is 7 days
	Cost     Cost          // of new passwords; zero is the default
	Now      func() time.Time
	Log      *slog.Logger
}

// Gate lets in who may come in. Make one with New.
type Gate struct {
	st    store.Access
	opt   Options
	dummy string // the hash that is compared for users who are not there

	hashing chan struct{}  // hashing takes much memory: two at a time
	pairs   *guard.Limiter // wrong passwords of a user from an address
	users   *guard.Limiter // of a user from anywhere
	clients *guard.Limiter // wrong passwords and tokens from an address
	tokens  *guard.Limiter // requests with a token
}

// New returns a gate to what st knows.
func New(st store.Access, opt Options) *Gate {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Idle == 0 {
		opt.Idle = idleFor
	}
	if opt.Valid == 0 {
		opt.Valid = validFor
	}
	if opt.Cost == (Cost{}) {
		opt.Cost = DefaultCost
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	return &Gate{
		st: st, opt: opt, dummy: opt.Cost.dummy(), hashing: make(chan struct{}, 2),
		pairs:   guard.NewLimiter(1.0/60, 5, opt.Now),
		users:   guard.NewLimiter(1.0/20, 50, opt.Now),
		clients: guard.NewLimiter(1.0/10, 60, opt.Now),
		tokens:  guard.NewTokenLimiter(opt.Now),
	}
}

// Wrap puts the gate before h, with the pages /login and /logout beside it.
func (g *Gate) Wrap(h http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /login", guard.Routed(http.HandlerFunc(g.loginShow)))
	mux.Handle("POST /login", guard.Routed(http.HandlerFunc(g.login)))
	mux.Handle("POST /logout", guard.Routed(http.HandlerFunc(g.logout)))
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { g.pass(w, r, h) })
	return mux
}

// pass lets a request through to h, if whoever asks may.
func (g *Gate) pass(w http.ResponseWriter, r *http.Request, h http.Handler) {
	needed := Needed(r.Method, r.URL.Path)
	if needed == "" || r.URL.Path == metrics && guard.Of(r).Local() {
		h.ServeHTTP(w, r)
		return
	}
	who, ok := g.known(w, r)
	if !ok {
		return
	}
	guard.Of(r).User = who.Name
	if !who.Role.May(needed) {
		g.refuse(w, r, who, needed)
		return
	}
	if who.Via == Login || who.Via == ByToken { // what one person may see is not kept for the next
		w.Header().Set("Cache-Control", "private, no-cache")
		w.Header().Add("Vary", "Cookie, Authorization")
	}
	h.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), whoKey{}, who)))
}

// known finds out who asks. Not ok means that it has answered.
func (g *Gate) known(w http.ResponseWriter, r *http.Request) (who Who, ok bool) {
	token, given := bearer(r)
	if given {
		return g.program(w, r, token)
	}
	who, err := g.person(r)
	if err != nil {
		g.broken(w, r, err)
		return who, false
	}
	return who, true
}

// person is who asks without a token.
func (g *Gate) person(r *http.Request) (Who, error) {
	who, err := g.session(r)
	if err != nil || who.Via != Nobody {
		return who, err
	}
	if g.opt.Loopback && guard.Of(r).Local() {
		users, err := g.st.Users(r.Context())
		if err != nil {
			return Who{}, err
		}
		if len(users) == 0 {
			return Who{Role: store.RoleAdmin, Via: Machine}, nil
		}
	}
	if g.opt.Open {
		return Who{Role: store.RoleReader, Via: Open}, nil
	}
	return Who{}, nil
}

// refuse answers who may not: strangers are asked who they are.
func (g *Gate) refuse(w http.ResponseWriter, r *http.Request, who Who, needed store.Role) {
	switch {
	case who.Via == Login || who.Via == ByToken || who.Via == Machine:
		guard.Refuse(w, r, http.StatusForbidden, "This needs the role "+string(needed)+"; "+who.Name+" has the role "+string(who.Role)+".", "ask whoever runs this server: dragoman users role")
	case guard.Program(r) || r.Method != http.MethodGet && r.Method != http.MethodHead:
		w.Header().Set("WWW-Authenticate", `Bearer realm="dragoman"`)
		guard.Refuse(w, r, http.StatusUnauthorized, "This needs the role "+string(needed)+".", "Authorization: Bearer TOKEN, made with: dragoman tokens create")
	default:
		http.Redirect(w, r, "/login?next="+escape(r.URL.RequestURI()), http.StatusSeeOther)
	}
}

func (g *Gate) broken(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil {
		g.opt.Log.ErrorContext(r.Context(), "who asks could not be found out", "request", guard.Of(r).ID, "error", err)
	}
	guard.Refuse(w, r, http.StatusInternalServerError, "Something went wrong on our side.", "the log has it under "+guard.Of(r).ID)
}
