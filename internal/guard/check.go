package guard

import (
	"fmt"
	"math"
	"net"
	"net/http"
	"net/netip"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

// host refuses requests for names that are not ours.
func (g *Guard) host(w http.ResponseWriter, r *http.Request, info *Info) bool {
	name := hostName(info.Host)
	known := len(g.opt.Hosts) == 0 || slices.ContainsFunc(g.opt.Hosts, func(h string) bool { return strings.EqualFold(h, name) })
	if g.opt.Loopback && !g.trusts(remote(r.RemoteAddr)) {
		known = len(g.opt.Hosts) > 0 && known
	}
	known = known || isLoopback(name) && (g.opt.Loopback || info.Local()) // who asks from here may say so
	if !known {
		Refuse(w, r, http.StatusMisdirectedRequest, "This server does not answer for "+strconv.QuoteToASCII(name)+".", "dragoman serve --host NAME   names what it answers for")
	}
	return known
}

// hostName is a host without its port.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.TrimSuffix(strings.Trim(host, "[]"), ".")
}

// isLoopback reports whether a name can mean no other machine than this.
func isLoopback(name string) bool {
	if a, err := netip.ParseAddr(name); err == nil {
		return a.IsLoopback()
	}
	name = strings.ToLower(name)
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}

// methods are those that anything here is made for.
var methods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions}

func method(w http.ResponseWriter, r *http.Request, _ *Info) bool {
	if slices.Contains(methods, r.Method) {
		return true
	}
	w.Header().Set("Allow", strings.Join(methods, ", "))
	Refuse(w, r, http.StatusMethodNotAllowed, "Nothing here is done with this method.", "")
	return false
}

// target refuses addresses that are too long, and paths with what no path of ours has: controls, and
// backslashes, which some systems take for slashes.
func target(w http.ResponseWriter, r *http.Request, _ *Info) bool {
	if len(r.RequestURI) > maxTarget {
		Refuse(w, r, http.StatusRequestURITooLong, fmt.Sprintf("This address is longer than %d bytes.", maxTarget), "")
		return false
	}
	if strings.ContainsFunc(r.URL.Path, func(c rune) bool { return c < ' ' || c == 0x7f || c == '\\' }) {
		Refuse(w, r, http.StatusBadRequest, "This address has a character in it that no address here has.", "")
		return false
	}
	return true
}

// rate slows down who asks too much. Whoever sits at this machine has it anyway.
func (g *Guard) rate(w http.ResponseWriter, r *http.Request, info *Info) bool {
	if info.Local() {
		return true
	}
	if wait := g.addresses.Take(AddressKey(info.Client)); wait > 0 {
		TooMany(w, r, wait)
		return false
	}
	return true
}

// AddressKey is what an address is counted under: itself, or of IPv6 the network of a
// household, which has 2^64 of them.
func AddressKey(a netip.Addr) string {
	if a.Is6() && !a.Is4In6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// TooMany answers that there were too many requests, and when to come back.
func TooMany(w http.ResponseWriter, r *http.Request, wait time.Duration) {
	w.Header().Set("Retry-After", strconv.Itoa(max(1, int(math.Ceil(wait.Seconds())))))
	Refuse(w, r, http.StatusTooManyRequests, "Too many requests came from there.", "wait as long as Retry-After says")
}

// size refuses a body that says itself that it is too large; one that does not say so is cut.
func (g *Guard) size(w http.ResponseWriter, r *http.Request, _ *Info) bool {
	if r.ContentLength <= g.opt.MaxBody {
		return true
	}
	w.Header().Set("Connection", "close") // what is on its way is not read
	Refuse(w, r, http.StatusRequestEntityTooLarge, fmt.Sprintf("At most %d bytes are read.", g.opt.MaxBody), "dragoman add   takes files of any size")
	return false
}

// crossOrigin refuses what another site makes a reader's browser ask for, unless it only reads: by
// Sec-Fetch-Site, which all browsers send, or else by Origin against Host.
func (g *Guard) crossOrigin(w http.ResponseWriter, r *http.Request, _ *Info) bool {
	if g.origin.Check(r) == nil {
		return true
	}
	Refuse(w, r, http.StatusForbidden, "Another site asked for this in your name.", "do it from a page of this server")
	return false
}

// recover answers when a handler panics: a fault of ours, which must not end the program.
func (g *Guard) recover(w *recorder, r *http.Request) {
	fault := recover()
	if fault == nil {
		return
	}
	w.broken = true
	if fault != http.ErrAbortHandler { //nolint:errorlint // it is this very value that net/http gives a meaning
		g.opt.Log.ErrorContext(r.Context(), "handler panicked", "request", Of(r).ID, "path", r.URL.Path, "error", fmt.Sprint(fault), "stack", string(debug.Stack()))
	}
	if w.status != 0 || fault == http.ErrAbortHandler { //nolint:errorlint // as above
		panic(http.ErrAbortHandler) // half an answer must not look like a whole one
	}
	Refuse(w, r, http.StatusInternalServerError, "Something went wrong on our side.", "the log has it under "+Of(r).ID)
}
