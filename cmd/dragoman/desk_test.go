package main

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/api"
	"github.com/dragoman-news/dragoman/internal/app"
)

// command runs a command in this process and returns what it prints.
func command(t *testing.T, args ...string) string {
	t.Helper()
	var out, note bytes.Buffer
	root := newRoot(&console{in: strings.NewReader(""), out: &out, err: &note, width: 100})
	root.SetArgs(args)
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatalf("dragoman %s: %v\n%s", strings.Join(args, " "), err, note.String())
	}
	return out.String()
}

// TestTheAPISaysWhatTheCommandsSay holds the two to one another, line by line.
func TestTheAPISaysWhatTheCommandsSay(t *testing.T) {
	if testing.Short() {
		t.Skip("reads reports with the model, which takes long under the race detector")
	}
	db := filepath.Join(t.TempDir(), "a.db")
	command(t, "add", "-q", "--db", db, "../../examples")
	st, err := app.OpenStore(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	h := api.New(st, api.Options{Desk: &desk{st, understood, app.NewCounting(st)}})
	get := func(path, accept string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/api/v1"+path, nil)
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for path, args := range map[string][]string{
		"/reports":                 {"reports"},
		"/reports?lang=ar":         {"reports", "--lang", "ar"},
		"/stories":                 {"stories"},
		"/stories?type=agree":      {"stories", "--type", "agree"},
		"/entries":                 {"entries"},
		"/entries?status=planned":  {"entries", "--status", "planned"},
		"/entities?kind=person":    {"people"},
		"/quotes":                  {"quotes"},
		"/visits":                  {"visits"},
		"/commitments":             {"commitments"},
		"/commitments?kind=agreed": {"commitments", "--kind", "agreed"},
	} {
		want := command(t, append(args, "--json", "--limit", "0", "--db", db)...)
		w := get(path, "application/jsonl")
		if w.Code != 200 || w.Body.String() != want {
			t.Errorf("GET %s = %d\n%s\nand %v says\n%s", path, w.Code, w.Body, args, want)
		}
	}
	stories := strings.Split(strings.TrimSpace(command(t, "stories", "--json", "--db", db)), "\n")
	var story struct {
		ID      string
		Reports []string
	}
	if err := json.Unmarshal([]byte(stories[0]), &story); err != nil {
		t.Fatal(err)
	}
	if got, want := get("/stories/"+story.ID, "").Body.String(), command(t, "story", story.ID, "--json", "--db", db); got != want {
		t.Errorf("one story:\n%s\nand the command says\n%s", got, want)
	}
	if got, want := get("/coverage", "").Body.String(), command(t, "coverage", "--json", "--db", db); got != want {
		t.Errorf("coverage:\n%s\nand the command says\n%s", got, want)
	}
	if w := get("/stories/"+story.Reports[0], ""); w.Code != 308 || w.Header().Get("Location") != "/api/v1/stories/"+story.ID {
		t.Errorf("the id of a report leads to %d %v", w.Code, w.Header())
	}
	for path, want := range map[string]int{"/entities/nobody": 404, "/stories/nothing": 404, "/stories/" + story.ID + "?as-of=1999-01-01": 404} {
		if w := get(path, ""); w.Code != want || strings.Contains(w.Body.String(), `"hint":"dragoman `) || strings.Contains(w.Body.String(), "--as-of") {
			t.Errorf("GET %s = %d %s", path, w.Code, w.Body)
		}
	}
	h = api.New(st, api.Options{Desk: &desk{st, app.Meaning{}, app.NewCounting(st)}})
	if w := get("/search?like=signed", ""); w.Code != 404 || !strings.Contains(w.Body.String(), "no reading model") || strings.Contains(w.Body.String(), "hint") {
		t.Errorf("meaning without a model = %d %s", w.Code, w.Body)
	}
}

// TestAnEntityByAnIDThatItHad leads to who it is now; a name is no id.
func TestAnEntityByAnIDThatItHad(t *testing.T) {
	if testing.Short() {
		t.Skip("reads reports with the model, which takes long under the race detector")
	}
	db := filepath.Join(t.TempDir(), "a.db")
	command(t, "add", "-q", "--db", db, "../../examples")
	st, err := app.OpenStore(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	d := &desk{st, app.Meaning{}, app.NewCounting(st)}
	var people []struct{ ID, Name string }
	for line := range strings.Lines(command(t, "people", "--json", "--db", db)) {
		var p struct{ ID, Name string }
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		people = append(people, p)
	}
	if len(people) < 2 {
		t.Fatalf("%d people", len(people))
	}
	a, b := people[0], people[1]
	if got, err := d.Entity(t.Context(), a.ID); err != nil || got.ID != a.ID || len(got.IDs) == 0 {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := d.Entity(t.Context(), a.Name); err == nil {
		t.Errorf("%q is taken for an id: %+v", a.Name, got)
	}
	one, err := app.MergePeople(t.Context(), st, a.ID, b.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{a.ID, b.ID} {
		if got, err := d.Entity(t.Context(), id); err != nil || got.ID != one.ID {
			t.Errorf("%s leads to %+v, %v", id, got, err)
		}
	}
}
