package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/guard"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// promised is a store with a promise, story s1, and a later story s2 that tells that it was kept.
func promised(t *testing.T) *sqlite.Store {
	t.Helper()
	st, err := app.OpenStore(t.Context(), filepath.Join(t.TempDir(), "dragoman.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	for _, r := range []struct {
		id, story, text string
		on              time.Time
		typ             news.EventType
	}{
		{"a", "s1", "Nigeria promised Portugal to withdraw its troops from the island.", time.Date(2024, 3, 12, 0, 0, 0, 0, time.UTC), news.Agree},
		{"b", "s2", "Nigeria withdrew its troops from Portugal.", time.Date(2024, 4, 2, 0, 0, 0, 0, time.UTC), news.Retreat},
	} {
		whole := news.Span{Start: 0, End: len(r.text)}
		doc := &news.Document{
			Report:    news.Report{ID: r.id, Source: r.id + ".example", Title: r.text, Lang: "en", Text: r.text, Published: &news.Published{Interval: news.Interval{From: r.on, To: r.on, Precision: news.Day}}},
			Sentences: []news.Span{whole},
		}
		e := news.Event{Type: r.typ, Status: news.Occurred, Evidence: []news.Span{whole}, Confidence: 0.9}
		for i, p := range []news.Party{{Name: "Nigeria", Entity: "Q1033", Kind: news.Country, Country: "NGA"}, {Name: "Portugal", Entity: "Q45", Kind: news.Country, Country: "PRT", Mention: 1}} {
			at := strings.Index(r.text, p.Name)
			doc.Mentions = append(doc.Mentions, news.Mention{Span: news.Span{Start: at, End: at + len(p.Name)}, Kind: p.Kind, Entity: p.Entity, Name: p.Name, Country: p.Country})
			if i == 0 {
				e.Actors = append(e.Actors, p)
			} else {
				e.Recipients = append(e.Recipients, p)
			}
		}
		doc.Events = []news.Event{e}
		if _, err := st.Add(t.Context(), []*news.Document{doc}); err != nil {
			t.Fatal(err)
		}
		if err := st.ApplyStories(t.Context(), store.StoryChanges{Put: []*news.Story{record.Story(r.story, []*news.Document{doc}, nil)}}); err != nil {
			t.Fatal(err)
		}
	}
	return st
}

// pledgeOf is the one commitment that the API lists.
func pledgeOf(t *testing.T, h http.Handler) export.Commitment {
	t.Helper()
	var list struct{ Items []export.Commitment }
	w := request(h, "GET", "/api/v1/commitments", nil)
	if err := json.Unmarshal(w.Body.Bytes(), &list); err != nil || w.Code != 200 || len(list.Items) != 1 {
		t.Fatalf("%d %s, %v", w.Code, w.Body, err)
	}
	return list.Items[0]
}

// TestAnAnswerShowsEverywhere gives it on the page and over the API, and looks at every page that shows commitments.
func TestAnAnswerShowsEverywhere(t *testing.T) {
	st := promised(t)
	h := fronted(t, st, guard.Options{Loopback: true})
	const inbox, mark = "/inbox/commitments", `class="tag became">carried out<`
	pages := []string{inbox, "/stories/s1", "/stories/s1/commitments", "/entities/Q1033/commitments"}
	shows := func(when string, want bool) {
		t.Helper()
		for _, path := range pages {
			w := request(h, "GET", path, nil)
			if w.Code != 200 || strings.Contains(w.Body.String(), mark) != want {
				t.Errorf("%s: GET %s = %d, carried out: %t\n%s", when, path, w.Code, !want, w.Body)
			}
			checkInert(t, w.Body.String())
		}
		if c := pledgeOf(t, h); (c.Became == "implemented") != want || want && c.FollowUps[0].Decision == 0 {
			t.Errorf("%s: %+v", when, c)
		}
	}
	shows("before", false)
	id := regexp.MustCompile(`name="id" value="([^"]+)"`).FindStringSubmatch(request(h, "GET", inbox, nil).Body.String())
	if id == nil || id[1] != pledgeOf(t, h).FollowUps[0].ID {
		t.Fatalf("the page asks for %q", id)
	}
	if w := request(h, "POST", inbox, url.Values{"id": {id[1]}, "answer": {"accept"}}, "Sec-Fetch-Site: same-origin"); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	shows("accepted", true)
	if w := sent(h, "POST", "/api/v1/commitments/decisions", `{"follow_up":"`+id[1]+`","answer":"accept"}`); w.Code != 409 {
		t.Errorf("accepted twice: %d %s", w.Code, w.Body)
	}
	if w := sent(h, "POST", "/api/v1/commitments/decisions", `{"follow_up":"`+id[1]+`","answer":"reject"}`); w.Code != 201 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	shows("rejected", false)
	if c := pledgeOf(t, h); len(c.FollowUps) > 0 {
		t.Errorf("proposed again: %+v", c.FollowUps)
	}
	if w := request(h, "POST", inbox+"/undo", url.Values{"number": {"2"}}, "Sec-Fetch-Site: same-origin"); w.Code != 303 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	shows("accepted again", true)
	if w := sent(h, "DELETE", "/api/v1/commitments/decisions/1", ""); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	shows("taken back", false)
	if c := pledgeOf(t, h); len(c.FollowUps) != 1 || c.FollowUps[0].ID != id[1] || c.FollowUps[0].Decision != 0 {
		t.Errorf("it is proposed as it was: %+v", c.FollowUps)
	}
}

// TestFollowUpsAreForEditors wants strangers and readers refused, and says who decided.
func TestFollowUpsAreForEditors(t *testing.T) {
	st := promised(t)
	id := pledgeOf(t, fronted(t, st, guard.Options{Loopback: true})).FollowUps[0].ID
	as := withUsers(t, st)
	h := fronted(t, st, guard.Options{})
	body := `{"follow_up":"` + id + `","answer":"accept"}`
	for _, ask := range []struct {
		method, path, body string
		done               int
	}{{"POST", "/api/v1/commitments/decisions", body, 201}, {"DELETE", "/api/v1/commitments/decisions/1", "", 200}, {"POST", "/api/v1/commitments/decisions", body, 201}} {
		for header, want := range map[string]int{"X-None: ": 401, as[store.RoleReader]: 403} {
			if w := sent(h, ask.method, ask.path, ask.body, header); w.Code != want {
				t.Errorf("%s %s = %d, want %d: %s", ask.method, ask.path, w.Code, want, w.Body)
			}
		}
		if w := sent(h, ask.method, ask.path, ask.body, as[store.RoleEditor], "Origin: https://evil.example", "Sec-Fetch-Site: cross-site"); w.Code != 403 {
			t.Errorf("another site may: %d", w.Code)
		}
		if w := sent(h, ask.method, ask.path, ask.body, as[store.RoleEditor]); w.Code != ask.done {
			t.Errorf("an editor may not: %s %s = %d %s", ask.method, ask.path, w.Code, w.Body)
		}
	}
	all, err := st.Verdicts(t.Context())
	if err != nil || len(all) != 1 || !strings.HasPrefix(all[0].By, "token ") {
		t.Errorf("%+v, %v", all, err)
	}
	if w := request(h, "GET", "/inbox/commitments", nil, login(t, h, "the-reader")); w.Code != 200 || strings.Contains(w.Body.String(), `action="/inbox/commitments`) || !strings.Contains(w.Body.String(), "token ") {
		t.Errorf("a reader sees forms, or not who decided: %d\n%s", w.Code, w.Body)
	}
}
