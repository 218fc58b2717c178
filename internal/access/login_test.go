package access_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/dragoman-news/dragoman/internal/access"
	"github.com/dragoman-news/dragoman/internal/store"
)

// failing is a store that has gone.
type failing struct{ store.Access }

var errGone = errors.New("the disk has gone")

func (failing) Users(context.Context) ([]store.User, error) { return nil, errGone }

func (failing) User(context.Context, string) (store.User, error) { return store.User{}, errGone }

func (failing) Session(context.Context, string) (store.Session, error) {
	return store.Session{}, errGone
}

func (failing) Token(context.Context, string) (store.Token, error) { return store.Token{}, errGone }

func TestLoggingInAndOut(t *testing.T) {
	d := newDesk(t, access.Options{}, false)
	w, cookie := d.login(far, "  The-READER ", secret)
	if w.Code != 303 || w.Header().Get("Location") != "/people" {
		t.Fatalf("%d to %s: %s", w.Code, w.Header().Get("Location"), w.Body)
	}
	if w := d.ask("GET", "/", far, nil, cookie); w.Code != 200 || w.Header().Get("Cache-Control") != "private, no-cache" {
		t.Errorf("logged in: %d %v", w.Code, w.Header())
	}
	if w := d.ask("GET", "/login", far, nil, cookie); !strings.Contains(w.Body.String(), "<bdi>the-reader</bdi>") || !strings.Contains(w.Body.String(), `action="/logout"`) {
		t.Errorf("the page does not say who is logged in:\n%s", w.Body)
	}
	w = d.ask("POST", "/logout", far, nil, cookie)
	if c := w.Result().Cookies(); w.Code != 303 || len(c) != 1 || c[0].MaxAge >= 0 {
		t.Errorf("logout: %d %v", w.Code, c)
	}
	if w := d.ask("GET", "/", far, nil, cookie, "Accept: text/html"); w.Code != 303 {
		t.Errorf("the cookie is good after logging out: %d", w.Code)
	}
}

func TestCookies(t *testing.T) {
	d := newDesk(t, access.Options{}, false)
	for _, tc := range []struct {
		name, remote string
		headers      []string
		cookie       string
		secure       bool
	}{
		{"without TLS", far, nil, "dragoman", false},
		{"a stranger cannot say that there is TLS", far, []string{"X-Forwarded-Proto: https"}, "dragoman", false},
		{"behind a proxy with TLS", "10.0.0.1:1", []string{"X-Forwarded-Proto: https"}, "__Host-dragoman", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w, _ := d.login(tc.remote, "the-reader", secret, tc.headers...)
			c := w.Result().Cookies()
			if len(c) != 1 {
				t.Fatalf("%d %v", w.Code, c)
			}
			got := c[0]
			if got.Name != tc.cookie || got.Secure != tc.secure || !got.HttpOnly || got.SameSite != http.SameSiteLaxMode || got.Path != "/" || got.Domain != "" || got.MaxAge != 7*24*3600 {
				t.Errorf("%+v", got)
			}
			if len(got.Value) < 50 {
				t.Errorf("a short secret: %q", got.Value)
			}
		})
	}
}

func TestASessionCannotBeFixed(t *testing.T) {
	d := newDesk(t, access.Options{}, false)
	_, before := d.login(far, "the-reader", secret)
	_, planted := d.login(far, "the-editor", secret, "Cookie: dragoman=planted")
	if strings.Contains(planted, "=planted") {
		t.Error("a secret that came from outside became a session")
	}
	w, after := d.login(far, "the-editor", secret, before)
	if after == before || len(w.Result().Cookies()) != 1 {
		t.Errorf("logging in kept the session: %v", w.Result().Cookies())
	}
	if w := d.ask("GET", "/", far, nil, before, "Accept: text/html"); w.Code != 303 {
		t.Errorf("the session before is good still: %d", w.Code)
	}
}

func TestSessionsEnd(t *testing.T) {
	for _, tc := range []struct {
		name string
		do   func(t *testing.T, d *desk)
		in   bool
	}{
		{"not while they are used", func(t *testing.T, d *desk) {
			_, cookie := d.login(far, "the-reader", secret)
			for range 13 {
				d.pass(11 * time.Hour)
				if w := d.ask("GET", "/", far, nil, cookie); w.Code != 200 {
					t.Errorf("%d", w.Code)
				}
			}
		}, true},
		{"after half a day of rest", func(_ *testing.T, d *desk) { d.pass(12 * time.Hour) }, false},
		{"after a week, whatever is done", func(_ *testing.T, d *desk) { d.pass(7 * 24 * time.Hour) }, false},
		{"when the password changes", func(t *testing.T, d *desk) {
			if err := d.gate.SetPassword(t.Context(), "The-Reader", "another horse battery"); err != nil {
				t.Error(err)
			}
		}, false},
		{"when the role changes", func(t *testing.T, d *desk) {
			if err := d.gate.SetRole(t.Context(), "the-reader", store.RoleEditor); err != nil {
				t.Error(err)
			}
		}, false},
		{"when the user goes", func(t *testing.T, d *desk) {
			if err := d.st.RemoveUser(t.Context(), "the-reader"); err != nil {
				t.Error(err)
			}
		}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := newDesk(t, access.Options{}, false)
			_, cookie := d.login(far, "the-reader", secret)
			tc.do(t, d)
			if tc.in {
				return
			}
			if w := d.ask("GET", "/", far, nil, cookie, "Accept: text/html"); w.Code != 303 {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
}

func TestNobodyLearnsWhichUsersThereAre(t *testing.T) {
	d := newDesk(t, access.Options{}, false)
	known, _ := d.login(far, "the-admin", "wrong horse battery")
	unknown, _ := d.login("203.0.113.10:1", "the-nobody", "wrong horse battery")
	if known.Code != 401 || unknown.Code != 401 {
		t.Fatalf("%d and %d", known.Code, unknown.Code)
	}
	plain := func(w *httptest.ResponseRecorder, name string) string {
		return strings.ReplaceAll(w.Body.String(), name, "NAME")
	}
	if plain(known, "the-admin") != plain(unknown, "the-nobody") {
		t.Errorf("they differ:\n%s\n%s", known.Body, unknown.Body)
	}
	if strings.Contains(d.log.String(), "the-nobody") || strings.Contains(d.log.String(), "horse") {
		t.Errorf("what was typed is in the log:\n%s", &d.log)
	}
	for range 6 { // the bounds are the same for both
		known, _ = d.login(far, "the-admin", "wrong horse battery")
		unknown, _ = d.login("203.0.113.10:1", "the-nobody", "wrong horse battery")
	}
	if known.Code != 429 || unknown.Code != 429 {
		t.Errorf("%d and %d", known.Code, unknown.Code)
	}
}

func TestGuessesAreThrottled(t *testing.T) {
	guess := func(d *desk, remote, name string) int {
		w, _ := d.login(remote, name, "wrong horse battery")
		return w.Code
	}
	t.Run("of a user from an address", func(t *testing.T) {
		d := newDesk(t, access.Options{}, false)
		for range 5 {
			if got := guess(d, far, "the-admin"); got != 401 {
				t.Errorf("%d", got)
			}
		}
		w, _ := d.login(far, "the-admin", secret)
		if w.Code != 429 || w.Header().Get("Retry-After") == "" || len(w.Result().Cookies()) != 0 {
			t.Errorf("the sixth, with the right one: %d %v", w.Code, w.Header())
		}
		if w, _ := d.login("198.51.100.2:1", "the-admin", secret); w.Code != 303 {
			t.Errorf("the user is locked out elsewhere: %d", w.Code)
		}
		if w, _ := d.login(far, "the-reader", secret); w.Code != 303 {
			t.Errorf("another user at that address is locked out: %d", w.Code)
		}
		d.pass(time.Minute)
		if w, _ := d.login(far, "the-admin", secret); w.Code != 303 {
			t.Errorf("after a minute: %d", w.Code)
		}
	})
	t.Run("a right one clears what was mistyped", func(t *testing.T) {
		d := newDesk(t, access.Options{}, false)
		for range 3 {
			for range 4 {
				guess(d, far, "the-admin")
			}
			if w, _ := d.login(far, "the-admin", secret); w.Code != 303 {
				t.Errorf("%d", w.Code)
			}
		}
	})
	t.Run("of many users from an address", func(t *testing.T) {
		d := newDesk(t, access.Options{}, false)
		refused := 0
		for i := range 100 {
			d.pass(50 * time.Millisecond)
			if guess(d, far, strings.Repeat("a", i+1)) == 429 {
				refused++
			}
		}
		if refused < 35 {
			t.Errorf("%d of 100 refused", refused)
		}
	})
	t.Run("of a user from many addresses", func(t *testing.T) {
		d := newDesk(t, access.Options{}, false)
		refused := 0
		for i := range 100 {
			if guess(d, "198.51.100."+string(rune('0'+i%10))+string(rune('0'+i/10))+":1", "the-admin") == 429 {
				refused++
			}
		}
		if refused < 40 {
			t.Errorf("%d of 100 refused", refused)
		}
	})
	t.Run("of tokens", func(t *testing.T) {
		d := newDesk(t, access.Options{}, false)
		good, _, err := d.gate.NewToken(t.Context(), store.Token{Name: "t", Role: store.RoleReader})
		if err != nil {
			t.Fatal(err)
		}
		refused := 0
		for range 100 {
			d.pass(50 * time.Millisecond)
			if d.ask("GET", "/api/v1/stories", far, nil, "Authorization: Bearer "+good[:len(good)-1]+"?").Code == 429 {
				refused++
			}
		}
		if refused < 35 {
			t.Errorf("%d of 100 refused", refused)
		}
		if w := d.ask("GET", "/api/v1/stories", far, nil, "Authorization: Bearer "+good); w.Code != 200 {
			t.Errorf("who has a good one pays for it: %d", w.Code)
		}
	})
}

func TestLoginLeadsNowhereElse(t *testing.T) {
	d := newDesk(t, access.Options{}, false)
	for next, want := range map[string]string{
		"/stories/s1?a=b": "/stories/s1?a=b", "": "/", "https://evil.example/": "/", "//evil.example": "/", `/\evil.example`: "/",
		"/a\nSet-Cookie: x": "/", "javascript:alert(1)": "/", "evil": "/", "/login": "/", "http:/x": "/", "/%5cevil": "/%5cevil",
	} {
		w := d.ask("POST", "/login", far, url.Values{"name": {"the-reader"}, "password": {secret}, "next": {next}})
		if w.Code != 303 || w.Header().Get("Location") != want {
			t.Errorf("%q leads to %q (%d), want %q", next, w.Header().Get("Location"), w.Code, want)
		}
	}
}

func TestLoginRefusesWhatIsNoForm(t *testing.T) {
	d := newDesk(t, access.Options{}, false)
	if w := d.ask("POST", "/login", far, url.Values{"name": {strings.Repeat("x", 20_000)}}); w.Code != 400 {
		t.Errorf("a large form: %d", w.Code)
	}
	if w := d.ask("POST", "/login", far, url.Values{"name": {"the-reader"}, "password": {secret}}, "Sec-Fetch-Site: cross-site"); w.Code != 403 {
		t.Errorf("a login from another site: %d", w.Code)
	}
	if w := d.ask("POST", "/login", far, url.Values{"name": {"the-reader"}, "password": {strings.Repeat(secret, 100)}}); w.Code != 401 {
		t.Errorf("a long password: %d", w.Code)
	}
}

func TestTheLoginPage(t *testing.T) {
	d := newDesk(t, access.Options{}, false)
	for _, tc := range []struct {
		name, header, lang, dir, want string
	}{
		{"for who asks for nothing", "X: y", "en", "ltr", "Password"},
		{"in French", "Accept-Language: fr-CA,fr;q=0.9,en;q=0.5", "fr", "ltr", "Mot de passe"},
		{"in Arabic", "Accept-Language: ar-IQ", "ar", "rtl", "كلمة المرور"},
		{"as the reader chose", "Cookie: ui=fr", "fr", "ltr", "Mot de passe"},
		{"in a language that it does not have", "Accept-Language: fi", "en", "ltr", "Password"},
		{"with a hostile header", "Accept-Language: <script>,%00", "en", "ltr", "Password"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := d.ask("GET", `/login?next="><script>alert(1)</script>`, far, nil, tc.header)
			page := w.Body.String()
			if w.Code != 200 || !strings.Contains(page, `<html lang="`+tc.lang+`" dir="`+tc.dir+`">`) || !strings.Contains(page, tc.want) {
				t.Errorf("%d\n%s", w.Code, page)
			}
			if strings.Contains(page, "<script") || strings.Contains(w.Header().Get("Content-Security-Policy"), "unsafe") || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%v\n%s", w.Header(), page)
			}
			checkForm(t, page)
		})
	}
	w, _ := d.login(far, `"><img src=x onerror=alert(1)>`, "x")
	if w.Code != 401 || strings.Contains(w.Body.String(), "<img") {
		t.Errorf("%d\n%s", w.Code, w.Body)
	}
}

// checkForm wants a label for each field that is seen.
func checkForm(t *testing.T, page string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	labels, fields := map[string]bool{}, 0
	for n := range doc.Descendants() {
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
		}
		switch {
		case n.Data == "label":
			labels[attr["for"]] = true
		case n.Data == "input" && attr["type"] != "hidden":
			fields++
			if !labels[attr["id"]] {
				t.Errorf("no label for %s", attr["id"])
			}
		}
	}
	if fields != 2 {
		t.Errorf("%d fields", fields)
	}
}
