package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/access"
	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// desked is a store with two reports, each a story of its own, that name two who may be one.
func desked(t *testing.T) *sqlite.Store {
	t.Helper()
	st, err := app.OpenStore(t.Context(), filepath.Join(t.TempDir(), "dragoman.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	for _, r := range []struct{ id, lang, name, text, country, place string }{
		{"a", "en", "Barham Salih", "Barham Salih received farmers in Baghdad.", "IRQ", "Q1530"},
		{"b", "ar", "برهم صالح", "برهم صالح يفتتح جسرا في البصرة.", "IRQ", "Q48195"},
	} {
		doc := &news.Document{
			Report:    news.Report{ID: r.id, Source: r.id + ".example", Title: r.text, Lang: news.Lang(r.lang), Text: r.text},
			Sentences: []news.Span{{Start: 0, End: len(r.text)}},
			Mentions:  []news.Mention{{Span: news.Span{Start: 0, End: len(r.name)}, Kind: news.Person, Entity: "L" + r.id, Name: r.name, Country: r.country}},
			Events: []news.Event{{
				Type: news.Consult, Status: news.Occurred, Evidence: []news.Span{{Start: 0, End: len(r.text)}},
				Actors: []news.Party{{Name: r.name, Entity: "L" + r.id, Kind: news.Person, Country: r.country}},
			}},
		}
		if _, err := st.Add(t.Context(), []*news.Document{doc}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := app.Settle(t.Context(), st, nil); err != nil {
		t.Fatal(err)
	}
	err = st.Identify(t.Context(), store.IdentityChanges{Of: []string{"La", "Lb"}, Proposals: []store.Proposal{{Kind: store.Merge, A: "La", B: "Lb", Confidence: 0.7, Reasons: []string{"the names are alike"}}}})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// login returns the cookie of a user whose name is their role.
func login(t *testing.T, h http.Handler, name string) string {
	t.Helper()
	w := request(h, "POST", "/login", url.Values{"name": {name}, "password": {"correct horse battery"}}, "Sec-Fetch-Site: same-origin")
	if w.Code != 303 || len(w.Result().Cookies()) != 1 {
		t.Fatalf("%s cannot log in: %d", name, w.Code)
	}
	c := w.Result().Cookies()[0]
	return "Cookie: " + c.Name + "=" + c.Value
}

func storyOf(t *testing.T, st *sqlite.Store, report string) *news.Story {
	t.Helper()
	s, err := st.StoryOf(t.Context(), report)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheDeskIsForEditors(t *testing.T) {
	st := desked(t)
	gate := access.New(st, access.Options{Cost: access.Cost{Memory: 64, Passes: 1, Threads: 1}})
	for _, role := range []store.Role{store.RoleReader, store.RoleEditor} {
		if _, err := gate.AddUser(t.Context(), string(role), role, "correct horse battery"); err != nil {
			t.Fatal(err)
		}
	}
	h := fronted(t, st, guard.Options{Hosts: []string{"localhost"}})
	reader, editor := login(t, h, "reader"), login(t, h, "editor")
	one, other := storyOf(t, st, "a"), storyOf(t, st, "b")
	if one.ID == other.ID {
		t.Fatal("both reports are one story from the start")
	}
	for _, path := range []string{"/inbox", "/feeds", "/sources", "/inbox/commitments", "/stories/" + one.ID} {
		for who, want := range map[string]bool{reader: false, editor: path != "/sources" && path != "/inbox/commitments"} {
			w := request(h, "GET", path, nil, who)
			const out = `method="post" action="/logout"` // whoever is logged in has that one
			forms, leave := strings.Count(w.Body.String(), `method="post"`), strings.Count(w.Body.String(), out)
			if w.Code != 200 || leave != 1 || (forms > leave) != want {
				t.Errorf("GET %s = %d, %d forms, %d to log out; forms beside that are wanted: %v", path, w.Code, forms, leave, want)
			}
			checkInert(t, w.Body.String())
		}
	}
	form := url.Values{"url": {"http://127.0.0.1:1/feed"}, "number": {"1"}, "answer": {"accept"}, "other": {other.ID}, "step": {"1"}, "report": {"a"}, "entry": {one.Entries[0].ID}}
	for _, path := range []string{"/inbox/proposals", "/inbox/undo", "/inbox/stories", "/inbox/stories/undo", "/inbox/commitments", "/inbox/commitments/undo", "/feeds", "/feeds/pause", "/stories/" + one.ID + "/merge", "/stories/" + one.ID + "/split", "/stories/" + one.ID + "/correct", "/stories/" + one.ID + "/undo"} {
		for name, tc := range map[string]struct {
			status  int
			headers []string
		}{
			"a stranger":                      {401, []string{"Sec-Fetch-Site: same-origin"}},
			"a reader":                        {403, []string{reader, "Sec-Fetch-Site: same-origin"}},
			"another site":                    {403, []string{editor, "Sec-Fetch-Site: cross-site"}},
			"another site, by an old browser": {403, []string{editor, "Origin: https://evil.example"}},
			"a site that hides":               {403, []string{editor, "Origin: null"}},
		} {
			if w := request(h, "POST", path, form, tc.headers...); w.Code != tc.status {
				t.Errorf("POST %s by %s: %d, want %d", path, name, w.Code, tc.status)
			}
		}
	}
	if made, err := st.StoryDecisions(t.Context()); err != nil || len(made) > 0 {
		t.Errorf("something was decided all the same: %v, %v", made, err)
	}
	if made, err := st.Decisions(t.Context()); err != nil || len(made) > 0 {
		t.Errorf("something was decided all the same: %v, %v", made, err)
	}
}

// TestAnEditorDecides works through the forms at the machine, as the commands do.
func TestAnEditorDecides(t *testing.T) {
	st := desked(t)
	h := fronted(t, st, guard.Options{Loopback: true})
	post := func(path string, form url.Values) *httptest.ResponseRecorder {
		t.Helper()
		w := request(h, "POST", path, form, "Sec-Fetch-Site: same-origin")
		if w.Code != 303 {
			t.Fatalf("POST %s = %d\n%s", path, w.Code, w.Body)
		}
		return w
	}
	proposals, err := st.Proposals(t.Context())
	if err != nil || len(proposals) != 1 {
		t.Fatalf("%v, %v", proposals, err)
	}
	if page := request(h, "GET", "/inbox", nil).Body.String(); !strings.Contains(page, "برهم صالح") || !strings.Contains(page, "received farmers in Baghdad.") {
		t.Errorf("the proposal shows no evidence\n%s", page)
	}
	post("/inbox/proposals", url.Values{"number": {strconv.FormatInt(proposals[0].Number, 10)}, "answer": {"accept"}})
	a, err := st.Holder(t.Context(), "La")
	if err != nil {
		t.Fatal(err)
	}
	if b, err := st.Holder(t.Context(), "Lb"); err != nil || a != b {
		t.Errorf("they are not one: %s and %s, %v", a, b, err)
	}
	made, err := st.Decisions(t.Context())
	if err != nil || len(made) != 1 {
		t.Fatalf("%v, %v", made, err)
	}
	post("/inbox/undo", url.Values{"step": {strconv.FormatInt(made[0].Step, 10)}})
	if made, err = st.Decisions(t.Context()); err != nil || len(made) != 0 {
		t.Errorf("not taken back: %v, %v", made, err)
	}

	one, other := storyOf(t, st, "a"), storyOf(t, st, "b")
	to := post("/stories/"+one.ID+"/merge", url.Values{"other": {other.ID}}).Header().Get("Location")
	merged := storyOf(t, st, "a")
	if to != "/stories/"+merged.ID || merged.ID != storyOf(t, st, "b").ID {
		t.Fatalf("not merged: %s, %v", to, merged.Reports)
	}
	post("/stories/"+merged.ID+"/split", url.Values{"report": {"b"}})
	if storyOf(t, st, "a").ID == storyOf(t, st, "b").ID {
		t.Error("not split")
	}
	decided, err := st.StoryDecisions(t.Context())
	if err != nil || len(decided) != 2 {
		t.Fatalf("%v, %v", decided, err)
	}
	post("/inbox/stories/undo", url.Values{"number": {strconv.FormatInt(decided[1].Number, 10)}})
	if storyOf(t, st, "a").ID != storyOf(t, st, "b").ID {
		t.Error("the split is not taken back")
	}
	post("/stories/"+merged.ID+"/undo", url.Values{"number": {strconv.FormatInt(decided[0].Number, 10)}})
	one = storyOf(t, st, "a")
	if len(one.Reports) != 1 {
		t.Fatalf("the merger is not taken back: %v", one.Reports)
	}
	post("/stories/"+one.ID+"/correct", url.Values{"entry": {one.Entries[0].ID}, "date": {"2020-03-08"}, "status": {"planned"}, "note": {"as seen"}})
	if one = storyOf(t, st, "a"); one.Entries[0].Status != news.Planned || one.Entries[0].Date == nil {
		t.Errorf("not corrected: %+v", one.Entries[0])
	}
	if page := request(h, "GET", "/inbox", nil).Body.String(); !strings.Contains(page, "as seen") {
		t.Errorf("the inbox does not list the correction\n%s", page)
	}
	if w := request(h, "POST", "/stories/"+one.ID+"/correct", url.Values{"entry": {one.Entries[0].ID}, "date": {"yesterday or so"}}); w.Code != 400 {
		t.Errorf("a date that is none: %d", w.Code)
	}
}

// TestWhatIsFollowedIsAskedAsTheFetcherMay wants addresses within the network refused, by name, by number and when a site points there.
func TestWhatIsFollowedIsAskedAsTheFetcherMay(t *testing.T) {
	asked := 0
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		_, _ = w.Write([]byte(`<rss version="2.0"><channel><title>T</title></channel></rss>`)) // the reader may be gone
	}))
	defer site.Close()
	st := desked(t)
	h := fronted(t, st, guard.Options{Loopback: true})
	for _, address := range []string{site.URL + "/feed", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://[::1]/", "javascript:alert(1)", "file:///etc/passwd"} {
		if w := request(h, "POST", "/feeds", url.Values{"url": {address}}); w.Code != 400 {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
	feeds, err := st.ListFeeds(t.Context())
	if err != nil || len(feeds) > 0 || asked > 0 {
		t.Errorf("%v, %v, asked %d times", feeds, err, asked)
	}
	open := feedDesk{st, app.NewFetcher(true)}
	if n, err := open.Follow(t.Context(), site.URL+"/feed"); err != nil || n != 1 {
		t.Fatalf("%d, %v", n, err)
	}
	if n, err := open.Follow(t.Context(), site.URL+"/feed"); err != nil || n != 0 {
		t.Errorf("followed twice: %d, %v", n, err)
	}
	for _, path := range []string{"/feeds/pause", "/feeds/resume", "/feeds/remove"} {
		if w := request(h, "POST", path, url.Values{"url": {site.URL + "/feed"}}); w.Code != 303 {
			t.Errorf("%s: %d\n%s", path, w.Code, w.Body)
		}
		feeds, err := st.ListFeeds(t.Context())
		if err != nil || (path == "/feeds/remove") != (len(feeds) == 0) || len(feeds) > 0 && feeds[0].Paused != (path == "/feeds/pause") {
			t.Errorf("after %s: %+v, %v", path, feeds, err)
		}
	}
}
