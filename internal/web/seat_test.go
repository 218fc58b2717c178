package web_test

import (
	"encoding/xml"
	"log/slog"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/web"
)

func TestEveryPageSaysWhoIsLoggedIn(t *testing.T) {
	var seat web.Seat
	h := web.New(memstore.New(store.Options{}), web.Options{Seat: func(*http.Request) web.Seat { return seat }}, slog.New(slog.DiscardHandler))
	out, in := `<form class="seat" method="post" action="/logout">`, `class="seat"><a href="/login?next=`
	for _, tc := range []struct {
		name       string
		seat       web.Seat
		want, none []string
	}{
		{"who is logged in", web.Seat{Name: "ada <b>"}, []string{out, "<bdi>ada &lt;b&gt;</bdi> <button>Log out</button>"}, []string{in, "ada <b>"}},
		{"who could be", web.Seat{Login: true}, []string{in, ">Log in</a>"}, []string{out}},
		{"who need not be", web.Seat{}, nil, []string{in, out, "seat"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			seat = tc.seat
			for _, path := range []string{"/", "/search?q=x", "/people", "/coverage", "/inbox", "/sources", "/feeds"} {
				contains(t, shown(t, h, path), tc.want, tc.none)
			}
			contains(t, get(t, h, "/nothing").Body.String(), tc.want, tc.none)
		})
	}
	seat = web.Seat{Login: true}
	contains(t, shown(t, h, "/search?q=a%26b+%22c&lang=fr"), []string{`<a href="/login?next=%2Fsearch%3Fq%3Da%2526b%2B%2522c%26lang%3Dfr">Log in</a>`}, nil)
	contains(t, shown(t, h, "/", "Cookie: ui=fr"), []string{">Se connecter</a>"}, nil)
	contains(t, shown(t, h, "/", "Cookie: ui=ar"), []string{">دخول</a>"}, nil)
	contains(t, shown(t, pages(memstore.New(store.Options{})), "/"), nil, []string{in, out})
}

func TestThePagesHaveAnIcon(t *testing.T) {
	h := pages(memstore.New(store.Options{}))
	m := regexp.MustCompile(`<link rel="icon" type="image/svg\+xml" href="(/static/icon\.svg\?v=[0-9a-f]+)">`).FindStringSubmatch(shown(t, h, "/"))
	if m == nil {
		t.Fatal("the frame names no icon")
	}
	for path, keep := range map[string]string{m[1]: "public, max-age=31536000, immutable", "/favicon.ico": "public, max-age=86400"} {
		w := get(t, h, path)
		if w.Code != 200 || w.Header().Get("Content-Type") != "image/svg+xml" || w.Header().Get("Cache-Control") != keep {
			t.Errorf("GET %s = %d %v", path, w.Code, w.Header())
		}
	}
	if csp := get(t, h, "/").Header().Get("Content-Security-Policy"); !strings.Contains(csp, "img-src 'self'") {
		t.Errorf("the policy keeps it out: %s", csp)
	}
	data, err := os.ReadFile("static/icon.svg")
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(data, new(struct{})); err != nil || len(data) > 1000 || regexp.MustCompile(`(?i)style|script|href|url\(`).Match(data) {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}
