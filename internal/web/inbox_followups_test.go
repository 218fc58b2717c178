package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/web"
)

func TestAFollowUpIsAnsweredAndTheAnswerTakenBack(t *testing.T) {
	h, d := edited(t, "Barham", true)
	page := shown(t, h, "/inbox/commitments?since=2020-03-01")
	for _, want := range []string{
		`<span class="tag became">broken</span>`, `<strong>Broken?</strong>`, `confidence 70 %`, `name="id" value="c.Barham"`, `name="since" value="2020-03-01"><button name="answer" value="accept">It is so</button>`,
		`<strong>broken</strong> · accepted: decision 41 ·`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s\n%s", want, page)
		}
	}
	if strings.Contains(page, `value="c.done"`) || strings.Contains(page, `id="decided"`) {
		t.Errorf("what is accepted is asked for, or something is decided\n%s", page)
	}
	form := url.Values{"id": {"c.Barham"}, "answer": {"reject"}, "since": {"2020-03-01"}, "until": {"2020-03-31"}}
	days := "/inbox/commitments?since=2020-03-01&until=2020-03-31"
	follow(t, h, send(h, "/inbox/commitments", form), days, "not proposed again")
	page = shown(t, h, days)
	for _, want := range []string{`<h2 id="decided">Decided about what was promised</h2>`, `<strong>Rejected</strong> · broken`, `href="/reports/h1?mark=0-3#evidence"`, `href="/reports/h2">gone: `, `<bdi>Barham</bdi> · <time`, `decision 1`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s\n%s", want, page)
		}
	}
	follow(t, h, send(h, "/inbox/commitments/undo", url.Values{"number": {"1"}}), "/inbox/commitments", "Decision 1 is taken back.")
	if w := send(h, "/inbox/commitments/undo", url.Values{"number": {"1"}}); w.Code != http.StatusNotFound {
		t.Errorf("taken back twice: %d", w.Code)
	}
	follow(t, h, send(h, "/inbox/commitments", url.Values{"id": {"c.Barham"}, "answer": {"accept"}}), "/inbox/commitments", "decided as proposed")
	all, err := d.st.Verdicts(t.Context())
	if err != nil || len(all) != 1 || !all[0].Accepted || all[0].By != "Barham" {
		t.Errorf("%+v, %v", all, err)
	}
	for _, tc := range []struct {
		name   string
		form   url.Values
		status int
	}{
		{"no answer", url.Values{"id": {"c.Barham"}}, http.StatusBadRequest},
		{"another answer", url.Values{"id": {"c.Barham"}, "answer": {"perhaps"}}, http.StatusBadRequest},
		{"no id", url.Values{"answer": {"accept"}}, http.StatusNotFound},
		{"no such follow-up", url.Values{"id": {"s9.x"}, "answer": {"accept"}}, http.StatusNotFound},
	} {
		if w := send(h, "/inbox/commitments", tc.form); w.Code != tc.status {
			t.Errorf("%s: %d, want %d", tc.name, w.Code, tc.status)
		}
	}
	if w := send(h, "/inbox/commitments/undo", nil); w.Code != http.StatusBadRequest {
		t.Errorf("no number: %d", w.Code)
	}
	want := []string{"answer c.Barham false", "take back 1", "take back 1", "answer c.Barham true", "answer  true", "answer s9.x true"}
	if !slices.Equal(d.asked, want) {
		t.Errorf("asked for %q, want %q", d.asked, want)
	}
}

// TestWhatWasAcceptedIsShownWithTheCommitment wants it on the pages on the story and on who made it, without a look at later stories.
func TestWhatWasAcceptedIsShownWithTheCommitment(t *testing.T) {
	st, o := told(t)
	accepted := []news.FollowUp{{ID: "s.1", Kind: news.Implemented, Story: "later", Reason: "Iran did it", Accepted: &news.Verdict{Number: 7}}}
	o.Stories = func(_ context.Context, id string, _ time.Time) (*web.FoundStory, error) {
		return &web.FoundStory{
			Story:       &news.Story{ID: id},
			Commitments: []news.Commitment{{ID: "c", Story: id, Kind: news.Promised, Status: news.Occurred, Became: news.Implemented}, {ID: "d", Kind: news.Asked}},
			Became:      map[string][]news.FollowUp{"c": accepted},
		}, nil
	}
	pledges := o.Entities.Pledges
	o.Entities.Pledges = func(ctx context.Context, f store.Filter) ([]web.Pledge, bool, error) {
		out, more, err := pledges(ctx, f)
		out[0].Became, out[0].After = news.Implemented, accepted
		return out, more, err
	}
	h := web.New(st, o, slog.New(slog.DiscardHandler))
	const mark, by = `<span class="tag became">carried out</span>`, ` · accepted: decision 7`
	for _, path := range []string{"/stories/s", "/entities/Q1/commitments"} {
		page := shown(t, h, path)
		if strings.Count(page, mark) != 1 || strings.Count(page, by) != 1 {
			t.Errorf("GET %s does not show once what was accepted\n%s", path, page)
		}
	}
	if page := shown(t, h, "/stories/s", "Cookie: ui=ar"); !strings.Contains(page, "قُبل: القرار") {
		t.Errorf("not in Arabic\n%s", page)
	}
}

func TestWithoutADeskForFollowUpsThereAreNoForms(t *testing.T) {
	h := web.New(memstore.New(store.Options{}), web.Options{Desk: web.Desk{May: func(context.Context) bool { return true }}}, slog.New(slog.DiscardHandler))
	if page := shown(t, h, "/inbox/commitments"); strings.Contains(page, `method="post"`) {
		t.Errorf("a form\n%s", page)
	}
	if w := send(h, "/inbox/commitments", url.Values{"id": {"c.x"}, "answer": {"accept"}}); w.Code != http.StatusForbidden {
		t.Errorf("%d", w.Code)
	}
}
