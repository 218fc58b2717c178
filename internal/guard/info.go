package guard

import (
	"crypto/rand"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Info is what the guard knows of a request.
type Info struct {
	ID     string
	Client netip.Addr // who asks: the nearest address that is no trusted proxy
	HTTPS  bool       // between the reader and us, or the trusted proxy
	Host   string     // that was asked for, with its port where it has one
	// Forwarded says that a proxy passed the request on, trusted or not: whoever asks is not
	// proved to sit at this machine because the connection comes from it.
	Forwarded bool
	User      string // set by package access, for the log
	Route     string // the pattern that matched: see Routed
}

type infoKey struct{}

// Of returns what is known of a request; of one that did not pass the guard, what it says itself.
func Of(r *http.Request) *Info {
	if info, ok := r.Context().Value(infoKey{}).(*Info); ok {
		return info
	}
	return (&Guard{}).inform(r)
}

// Local reports whether the request was made on this machine and not passed on.
func (i *Info) Local() bool { return i.Client.IsLoopback() && !i.Forwarded }

func (g *Guard) inform(r *http.Request) *Info {
	info := &Info{ID: requestID(r.Header.Get("X-Request-Id")), Client: remote(r.RemoteAddr), HTTPS: r.TLS != nil, Host: r.Host}
	for _, name := range passedOn {
		info.Forwarded = info.Forwarded || r.Header.Get(name) != ""
	}
	if !g.trusts(info.Client) {
		return info
	}
	info.Forwarded = true
	info.Client = g.nearest(info.Client, r.Header.Values("X-Forwarded-For"))
	if proto := last(r.Header.Values("X-Forwarded-Proto")); proto != "" {
		info.HTTPS = strings.EqualFold(proto, "https")
	}
	if host := last(r.Header.Values("X-Forwarded-Host")); host != "" {
		info.Host = host
		r.Host = host // what links and the check of origins compare with
	}
	return info
}

// passedOn are the headers that proxies add.
var passedOn = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via"}

func (g *Guard) trusts(a netip.Addr) bool {
	return slices.ContainsFunc(g.opt.Trusted, func(p netip.Prefix) bool { return p.Contains(a) })
}

// nearest reads the chain of proxies from its end: what a trusted one wrote is believed, and
// what an untrusted one claims was before it is not.
func (g *Guard) nearest(client netip.Addr, chain []string) netip.Addr {
	hops := strings.Split(strings.Join(chain, ","), ",")
	for _, hop := range slices.Backward(hops) {
		a := remote(strings.TrimSpace(hop))
		if !a.IsValid() {
			return client
		}
		if client = a; !g.trusts(a) {
			return client
		}
	}
	return client
}

// last is the value that the nearest proxy wrote.
func last(values []string) string {
	all := strings.Split(strings.Join(values, ","), ",")
	return strings.TrimSpace(all[len(all)-1])
}

// remote reads an address with a port or without one.
func remote(s string) netip.Addr {
	if host, _, err := net.SplitHostPort(s); err == nil {
		s = host
	}
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}

// requestID takes an id that a proxy gave, so that both logs can be read side by side, if it is
// one that cannot play tricks in a log; else it makes one.
func requestID(given string) string {
	if n := len(given); n >= 8 && n <= 64 && strings.IndexFunc(given, oddInID) < 0 {
		return given
	}
	return rand.Text()
}

func oddInID(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && r != '-' && r != '_' && r != '.'
}

// Routed notes which pattern of mux a request matched, for the counts: it stands directly before it.
func Routed(mux http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			_, path, ok := strings.Cut(r.Pattern, " ")
			if !ok {
				path = r.Pattern
			}
			Of(r).Route = path
		}()
		mux.ServeHTTP(w, r)
	})
}
