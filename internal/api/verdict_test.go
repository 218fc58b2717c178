package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/api"
	"github.com/dragoman-news/dragoman/internal/export"
)

const decisions = "/commitments/decisions"

func TestAFollowUpIsAnsweredAndTheAnswerTakenBack(t *testing.T) {
	b := newBench(t, func(o *api.Options) { o.Who = func(*http.Request) (string, bool) { return "ada", true } })
	b.fill(t)
	w := b.send(t, "POST", decisions, `{"follow_up":"s1.1","answer":"accept"}`)
	if v := decode[export.Verdict](t, w); w.Code != 201 || v.Number != 1 || !v.Accepted || v.By != "ada" || v.Made[0].Report != "en" || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %+v", w.Code, v)
	}
	if w := b.send(t, "POST", decisions, `{"follow_up":"s1.1","answer":"reject"}`); w.Code != 201 || decode[export.Verdict](t, w).Accepted {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if got := decode[api.List[export.Verdict]](t, b.get(t, decisions+"?limit=1")); len(got.Items) != 1 || got.Items[0].Number != 1 || got.Next == nil {
		t.Errorf("%+v", got)
	}
	if w := b.send(t, "DELETE", decisions+"/1", ""); w.Code != 200 || decode[export.Verdict](t, w).Number != 1 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if got := decode[api.List[export.Verdict]](t, b.get(t, decisions)); len(got.Items) != 1 || got.Items[0].Number != 2 || got.Next != nil {
		t.Errorf("%+v", got)
	}
	for name, tc := range map[string]struct {
		method, path, body string
		status             int
		detail             string
	}{
		"no id":               {"POST", "", `{"answer":"accept"}`, 400, "follow_up is missing"},
		"no answer":           {"POST", "", `{"follow_up":"s1.1"}`, 400, "neither accept nor reject"},
		"another answer":      {"POST", "", `{"follow_up":"s1.1","answer":"yes"}`, 400, "neither accept nor reject"},
		"another field":       {"POST", "", `{"id":"s1.1","answer":"accept"}`, 400, "id"},
		"an id without end":   {"POST", "", `{"follow_up":"` + strings.Repeat("é", 1001) + `","answer":"accept"}`, 400, "follow_up has 1001"},
		"no such follow-up":   {"POST", "", `{"follow_up":"s1.gone","answer":"accept"}`, 404, "no follow-up is called"},
		"accepted already":    {"POST", "", `{"follow_up":"s1.done","answer":"accept"}`, 409, "accepted already"},
		"taken back twice":    {"DELETE", "/1", "", 404, "there is no decision 1"},
		"no number":           {"DELETE", "/first", "", 404, "there is no decision first"},
		"the latest, by zero": {"DELETE", "/0", "", 404, "there is no decision 0"},
	} {
		w := b.send(t, tc.method, decisions+tc.path, tc.body)
		if p := decode[api.Problem](t, w); w.Code != tc.status || !strings.Contains(p.Detail, tc.detail) {
			t.Errorf("%s: %d %+v", name, w.Code, p)
		}
	}
}

func TestWhoOnlyReadsDecidesNothing(t *testing.T) {
	b := newBench(t, func(o *api.Options) { o.Who = func(*http.Request) (string, bool) { return "bob", false } })
	b.fill(t)
	for _, ask := range [][3]string{{"POST", decisions, `{"follow_up":"s1.1","answer":"accept"}`}, {"DELETE", decisions + "/1", ""}} {
		if w := b.send(t, ask[0], ask[1], ask[2]); w.Code != 403 {
			t.Errorf("%v = %d %s", ask, w.Code, w.Body)
		}
	}
	if all, err := b.Verdicts(t.Context()); err != nil || len(all) > 0 {
		t.Errorf("%v, %v", all, err)
	}
	if w := b.get(t, decisions); w.Code != 200 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
