package fetch

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/dragoman-news/dragoman/internal/news"
)

// secretInside is a server of one's own network, which counts who asks.
func secretInside(t *testing.T) (server *httptest.Server, asked *atomic.Int64) {
	t.Helper()
	asked = &atomic.Int64{}
	server = httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Cleanup(server.Close)
	return server, asked
}

// spellings are ways to write the loopback address, and others that lead there or to what is near.
func spellings(port string) []string {
	hosts := []string{
		"127.0.0.1", "localhost", "LOCALHOST", "127.1", "127.0.1", "0", "0.0.0.0", "2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001", "0177.0.0.1", "0177.0.0.0x1",
		"127.0.0.1.", "127.255.255.254", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:0001]", "[::127.0.0.1]",
		"[64:ff9b::7f00:1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "[2001:0:7f00:1::1]", "[fe80::1%25lo]", "[::1%25lo]", "[fd00::1]", "169.254.169.254", "[fd00:ec2::254]",
		"①②⑦.⓪.⓪.①", "127。0。0。1", "%31%32%37.0.0.1", "me@127.0.0.1", "example.org@127.0.0.1",
	}
	out := make([]string, len(hosts))
	for i, h := range hosts {
		out[i] = "http://" + h + ":" + port + "/"
	}
	return out
}

func TestNoSpellingOfAnAddressInsideIsReached(t *testing.T) {
	server, asked := secretInside(t)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	client, poster := New(Options{Pause: -1}), NewPoster(Options{})
	for _, address := range spellings(port) {
		if _, err := client.Get(t.Context(), address, Validators{}); err == nil {
			t.Errorf("fetched %s", address)
		}
		if _, _, err := poster.Post(t.Context(), address, http.Header{}, []byte("{}")); err == nil {
			t.Errorf("sent to %s", address)
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("asked %d times", n)
	}
}

// answering answers every question for addresses with those of a name, in a server of its own.
func answering(t *testing.T, names map[string][]string) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		buf := make([]byte, 2048)
		for {
			n, from, err := conn.ReadFrom(buf)
			if err != nil {
				return // it is closed
			}
			var m dnsmessage.Message
			if m.Unpack(buf[:n]) != nil || len(m.Questions) != 1 {
				continue
			}
			m.Response, m.Authoritative, m.RecursionAvailable, m.Additionals = true, true, true, nil
			q := m.Questions[0]
			for _, a := range names[strings.TrimSuffix(q.Name.String(), ".")] {
				ip := net.ParseIP(a)
				head := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}
				switch four := ip.To4(); {
				case q.Type == dnsmessage.TypeA && four != nil:
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AResource{A: [4]byte(four)}})
				case q.Type == dnsmessage.TypeAAAA && four == nil:
					m.Answers = append(m.Answers, dnsmessage.Resource{Header: head, Body: &dnsmessage.AAAAResource{AAAA: [16]byte(ip)}})
				}
			}
			if out, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(out, from) // who does not listen asks again
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// resolving has a client look names up there, and dial with the check that it has.
func resolving(t *testing.T, of http.RoundTripper, names map[string][]string, control func(network, address string, c syscall.RawConn) error) {
	t.Helper()
	transport, ok := of.(*http.Transport)
	if !ok {
		t.Fatalf("%T dials otherwise", of)
	}
	transport.DialContext = (&net.Dialer{Resolver: answering(t, names), Control: control}).DialContext
}

func TestNamesThatLeadInsideAreRefused(t *testing.T) {
	server, asked := secretInside(t)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	names := map[string][]string{
		"loop.example.com": {"127.0.0.1"}, "six.example.com": {"::1"}, "home.example.com": {"192.168.1.1"}, "cloud.example.com": {"169.254.169.254"},
		"both.example.com": {"10.0.0.1", "127.0.0.1"}, "mapped.example.com": {"64:ff9b::7f00:1"},
	}
	client, poster := New(Options{Pause: -1}), NewPoster(Options{})
	resolving(t, client.http.Transport, names, refuseInside)
	resolving(t, poster.http.Transport, names, refuseInside)
	for name := range names {
		address := "http://" + name + ":" + port + "/"
		for what, err := range map[string]error{
			"fetched": func() error { _, err := client.Get(t.Context(), address, Validators{}); return err }(),
			"sent to": func() error { _, _, err := poster.Post(t.Context(), address, http.Header{}, nil); return err }(),
		} {
			if e, ok := errors.AsType[*news.Error](err); !ok || !strings.Contains(e.Message+err.Error(), "inside your own network") {
				t.Errorf("%s %s: %v", what, name, err)
			}
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("asked %d times", n)
	}
}

// TestRedirectsDoNotLeadInside lets a client reach one server, as if it stood outside, which leads it on to others.
func TestRedirectsDoNotLeadInside(t *testing.T) {
	server, asked := secretInside(t)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	to := ""
	outside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusTemporaryRedirect)
	}))
	t.Cleanup(outside.Close)
	door := func(network, address string, c syscall.RawConn) error {
		if address == outside.Listener.Addr().String() {
			return nil
		}
		return refuseInside(network, address, c)
	}
	client := New(Options{Pause: -1})
	resolving(t, client.http.Transport, map[string][]string{"inside.example.com": {"127.0.0.1"}}, door)
	poster := NewPoster(Options{})
	resolving(t, poster.http.Transport, nil, door)
	for _, to = range append(spellings(port), "http://inside.example.com:"+port+"/", "//127.0.0.1:"+port+"/", "file:///etc/passwd", "gopher://127.0.0.1:"+port+"/") {
		if _, err := client.Get(t.Context(), outside.URL+"/feed", Validators{}); err == nil {
			t.Errorf("led to %s", to)
		}
		if status, _, err := poster.Post(t.Context(), outside.URL+"/hook", http.Header{}, []byte("{}")); err == nil && status != http.StatusTemporaryRedirect {
			t.Errorf("a webhook that leads to %s: %d", to, status)
		}
	}
	if n := asked.Load(); n > 0 {
		t.Errorf("asked %d times", n)
	}
}
