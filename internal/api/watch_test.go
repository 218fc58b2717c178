package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/api"
	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/store"
)

func TestAWatchIsMadeLookedAtAndTakenAway(t *testing.T) {
	b := newBench(t, func(o *api.Options) { o.Who = func(*http.Request) (string, bool) { return "ada", true } })
	b.fill(t)
	w := b.send(t, "POST", "/watches", `{"name":" Iraq ","words":"x","filter":{"country":"irq","type":"consult"},"webhook":"https://u:p@hook.example/path-that-is-secret"}`)
	made := decode[export.Watch](t, w)
	if w.Code != 201 || w.Header().Get("Location") != "/api/v1/watches/"+made.ID || made.Name != "Iraq" || made.Owner != "ada" ||
		made.Filter.Country != "IRQ" || made.Filter.Type != "CONSULT" || made.Webhook != "hook.example" || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %v %+v", w.Code, w.Header(), made)
	}
	if !strings.HasPrefix(made.Secret, "whsec_") {
		t.Errorf("the secret is %q", made.Secret)
	}
	for _, path := range []string{"/watches", "/watches/" + made.ID, "/watches/" + made.ID + "/new", "/watches/" + made.ID + "/stories"} {
		if w := b.get(t, path); w.Code != 200 || strings.Contains(w.Body.String(), "secret") || strings.Contains(w.Body.String(), "whsec") {
			t.Errorf("GET %s = %d %s", path, w.Code, w.Body)
		}
	}
	if w := b.send(t, "POST", "/watches/"+made.ID+"/pause", ""); strings.Contains(w.Body.String(), "ecret") || !decode[export.Watch](t, w).Paused {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if got := decode[export.Watch](t, b.send(t, "POST", "/watches/"+made.ID+"/resume", "")); got.Paused {
		t.Errorf("%+v", got)
	}
	if w := b.send(t, "DELETE", "/watches/"+made.ID, ""); w.Code != 204 || w.Body.Len() > 0 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for _, ask := range [][2]string{{"GET", ""}, {"DELETE", ""}, {"GET", "/new"}, {"GET", "/stories"}, {"POST", "/pause"}} {
		if w := b.send(t, ask[0], "/watches/"+made.ID+ask[1], ""); w.Code != 404 || decode[api.Problem](t, w).Status != 404 {
			t.Errorf("%v of what is gone = %d %s", ask, w.Code, w.Body)
		}
	}
}

func TestWhatIsNewToAWatch(t *testing.T) {
	b := newBench(t, nil).fill(t)
	b.clock = b.clock.Add(time.Hour)
	if w := b.send(t, "POST", "/watches/w0/seen", `{"until":"`+export.Clock(b.clock)+`"}`); w.Code != 200 || *decode[export.Watch](t, w).New != 0 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	b.clock = b.clock.Add(time.Hour)
	b.many(t, 0, 3)
	if got := decode[export.Watch](t, b.get(t, "/watches/w0")); *got.New != 3 || got.More {
		t.Errorf("%+v", got)
	}
	fresh := decode[api.WatchNews](t, b.get(t, "/watches/w0/new?limit=2"))
	if fresh.Count != 3 || len(fresh.Items) != 2 || fresh.Items[0].ID != "s-r0002" || fresh.Items[0].Kind != "new" || fresh.Items[0].Story == nil {
		t.Fatalf("%+v", fresh)
	}
	stories := decode[api.WatchStories](t, b.get(t, "/watches/w0/stories?limit=2"))
	if len(stories.Items) != 2 || !stories.More {
		t.Errorf("%+v", stories)
	}
	if stories = decode[api.WatchStories](t, b.get(t, "/watches/w0/stories?day=2020-03-08")); len(stories.Items) != 1 || stories.Items[0].ID != "s1" || stories.More {
		t.Errorf("%+v", stories)
	}
	seen := b.send(t, "POST", "/watches/w0/seen", `{"until":"`+fresh.Until+`"}`)
	if got := decode[export.Watch](t, seen); *got.New != 0 || got.Looked != fresh.Until {
		t.Errorf("%+v after a look up to %s", got, fresh.Until)
	}
	if got := decode[export.Watch](t, b.send(t, "POST", "/watches/w0/seen", `{"until":"2999-01-01"}`)); got.Looked > export.Clock(b.clock) {
		t.Errorf("what is to come was looked at: %+v", got)
	}
}

func TestTheDigestIsThatOfAllWatches(t *testing.T) {
	b := newBench(t, nil).fill(t)
	b.send(t, "POST", "/watches", `{"name":"none","filter":{"lang":"zh"}}`)
	d := decode[api.Digest](t, b.get(t, "/digest?day=2020-03-08"))
	if d.Day != "2020-03-08" || len(d.Items) != 2 || d.Items[0].Name != "Ada's" || len(d.Items[0].Items) != 1 || d.Items[0].Items[0].ID != "s1" || d.Items[1].Items == nil || len(d.Items[1].Items) > 0 {
		t.Errorf("%+v", d)
	}
	if d = decode[api.Digest](t, b.get(t, "/digest")); d.Day != "2020-03-20" || len(d.Items) != 2 || len(d.Items[0].Items) > 0 {
		t.Errorf("today: %+v", d)
	}
	for _, query := range []string{"day=soon", "limit=201", "limit=0", "since=2020"} {
		if w := b.get(t, "/digest?"+query); w.Code != 400 {
			t.Errorf("%s = %d %s", query, w.Code, w.Body)
		}
	}
	if w := b.get(t, "/digest?day=soon"); !strings.Contains(w.Body.String(), `"hint":"day=2020-03-08"`) {
		t.Errorf("%s", w.Body)
	}
}

func TestTheWatchesAreAListOfPages(t *testing.T) {
	b := newBench(t, nil).fill(t)
	for range 7 {
		b.clock = b.clock.Add(time.Second)
		if w := b.send(t, "POST", "/watches", `{"name":"x"}`); w.Code != 201 {
			t.Fatal(w.Body)
		}
	}
	ids := b.walk(t, "/watches?limit=3", func(n int) {
		if n == 0 { // what is taken away meanwhile hides no other
			b.send(t, "DELETE", "/watches/w2", "")
		}
	})
	if strings.Join(ids, " ") != "w0 w1 w2 w3 w4 w5 w6 w7" {
		t.Errorf("%v", ids)
	}
}

func TestWhoOnlyReadsChangesNothing(t *testing.T) {
	b := newBench(t, func(o *api.Options) { o.Who = func(*http.Request) (string, bool) { return "bob", false } })
	b.fill(t)
	for _, ask := range [][3]string{
		{"POST", "/watches", `{"name":"x"}`},
		{"DELETE", "/watches/w0", ""},
		{"POST", "/watches/w0/pause", ""},
		{"POST", "/watches/w0/resume", ""},
		{"POST", "/watches/w0/seen", `{"until":"2020-03-20"}`},
	} {
		if w := b.send(t, ask[0], ask[1], ask[2]); w.Code != 403 || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%v = %d %s", ask, w.Code, w.Body)
		}
	}
	if w := b.get(t, "/watches"); w.Code != 200 || !strings.Contains(w.Body.String(), `"paused":false`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := b.get(t, "/watches/w0/pause"); w.Code != 405 || w.Header().Get("Allow") != "POST, OPTIONS" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

func TestAWatchThatIsWrongIsRefusedInWords(t *testing.T) {
	b := newBench(t, nil).fill(t)
	long := strings.Repeat("é", 1001)
	for _, tc := range []struct {
		name, path, body string
		status           int
		detail           string
	}{
		{"no name", "/watches", `{"name":"  "}`, 400, "name is missing"},
		{"no JSON", "/watches", `name=x`, 400, "cannot be read"},
		{"nothing", "/watches", ``, 400, "cannot be read"},
		{"a field that is misspelt", "/watches", `{"name":"x","filters":{}}`, 400, "filters"},
		{"two values", "/watches", `{"name":"x"}{}`, 400, "more than one"},
		{"no UTF-8", "/watches", "{\"name\":\"\xff\"}", 400, "UTF-8"},
		{"a type that is none", "/watches", `{"name":"x","filter":{"type":"tea"}}`, 400, "type tea is no event type"},
		{"a day that is none", "/watches", `{"name":"x","filter":{"since":"soon"}}`, 400, "since soon is no day"},
		{"words without end", "/watches", `{"name":"x","words":"` + long + `"}`, 400, "words has 1001"},
		{"a name without end", "/watches", `{"name":"` + long + `"}`, 400, "name has 1001"},
		{"more than is read", "/watches", `{"name":"` + strings.Repeat("x", 70_000) + `"}`, 413, "65536"},
		{"a webhook that is no address", "/watches", `{"name":"x","webhook":"javascript:alert(1)"}`, 400, ""},
		{"no moment", "/watches/w0/seen", `{"until":"soon"}`, 400, "until"},
		{"no moment at all", "/watches/w0/seen", `{}`, 400, "until"},
		{"a parameter", "/watches?name=x", `{"name":"x"}`, 400, "there is no parameter name"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := b.send(t, "POST", tc.path, tc.body)
			if p := decode[api.Problem](t, w); w.Code != tc.status || p.Status != tc.status || !strings.Contains(p.Detail, tc.detail) || p.Type == "" {
				t.Errorf("%d %+v", w.Code, p)
			}
		})
	}
	if w := b.ask(t, "POST", "/watches", "Content-Type", "application/x-www-form-urlencoded"); w.Code != 415 {
		t.Errorf("a form is taken: %d %s", w.Code, w.Body)
	}
	if all, err := b.Watches(t.Context()); err != nil || len(all) != 1 {
		t.Errorf("%v %v", all, err)
	}
	for _, path := range []string{"/watches/w0/new?limit=201", "/watches/w0/stories?day=today"} {
		if w := b.get(t, path); w.Code != 400 {
			t.Errorf("GET %s = %d %s", path, w.Code, w.Body)
		}
	}
}

func TestWithoutWatchesAndFormatsThereAreNoPathsOfThem(t *testing.T) {
	b := newBench(t, func(o *api.Options) { o.Watches, o.Exports = nil, api.Exports{} })
	for _, path := range []string{"/watches", "/export", "/export/formats"} {
		if w := b.get(t, path); w.Code != 404 {
			t.Errorf("GET %s = %d", path, w.Code)
		}
	}
	if doc := b.get(t, "/openapi.json").Body.String(); strings.Contains(doc, "/watches") || strings.Contains(doc, "/export") {
		t.Error("the document has paths that are not there")
	}
}

func TestHowItGoesWithAWebhook(t *testing.T) {
	b := newBench(t, nil).fill(t)
	made := decode[export.Watch](t, b.send(t, "POST", "/watches", `{"name":"x","webhook":"https://hook.example"}`))
	at := b.clock.Add(time.Second)
	err := b.QueueDeliveries(t.Context(), made.ID, store.Mark{At: at}, []store.Delivery{{Story: "s1", At: b.clock, Next: at}, {Story: "s2", At: b.clock, Next: at}})
	if err == nil {
		err = b.TriedDelivery(t.Context(), store.Delivery{Watch: made.ID, Story: "s2", At: b.clock, Tries: 10, Error: "answered 500"})
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := decode[export.Watch](t, b.get(t, "/watches/"+made.ID)); got.Waiting != 1 || got.Failed != "answered 500" || got.Secret != "" {
		t.Errorf("%+v", got)
	}
}
