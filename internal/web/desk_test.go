package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/web"
)

// desk decides on a store without settling anything, and writes down what it was asked for.
type desk struct {
	st    *memstore.Store
	asked []string
}

func (d *desk) note(what ...string) { d.asked = append(d.asked, strings.Join(what, " ")) }

type peopleDesk struct{ *desk }

func (d peopleDesk) Answer(ctx context.Context, n int64, accept bool) error {
	d.note("answer", strconv.FormatInt(n, 10), strconv.FormatBool(accept))
	all, err := d.st.Proposals(ctx)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(p store.Proposal) bool { return p.Number == n })
	if i < 0 {
		return &news.Error{Code: news.NotFound, Message: "there is no such proposal"}
	}
	kind := store.Apart
	if accept {
		kind = store.Merge
	}
	return d.st.Decide(ctx, store.Decision{Kind: kind, A: all[i].A, B: all[i].B})
}

func (d peopleDesk) Undo(ctx context.Context, step int64) error {
	d.note("undo", strconv.FormatInt(step, 10))
	all, err := d.st.Decisions(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 || all[len(all)-1].Step != step {
		return &news.Error{Code: news.Conflict, Message: "something else was decided meanwhile"}
	}
	_, err = d.st.Undo(ctx)
	return err
}

type storyDesk struct{ *desk }

func (d storyDesk) Merge(_ context.Context, ids ...string) (web.Decided, error) {
	d.note(append([]string{"merge"}, ids...)...)
	return web.Decided{Number: 7, Story: "elsewhere"}, nil
}

func (d storyDesk) Split(ctx context.Context, story string, reports ...string) (web.Decided, error) {
	d.note(append([]string{"split", story}, reports...)...)
	made, err := d.st.DecideStories(ctx, store.StoryDecision{Kind: store.Split, Stories: []string{story}, Parts: [][]string{{"h1"}, reports}})
	return web.Decided{Number: made.Number, Story: story, Other: "s-new"}, err
}

func (d storyDesk) Correct(_ context.Context, c web.Correcting) (web.Decided, error) {
	d.note("correct", c.Entry, c.Type, c.Status, c.Date, c.Place, c.Note, strconv.FormatBool(c.Wrong))
	return web.Decided{Number: 8, Notes: []string{`<b>Rome</b> is taken for "Rome"`}}, nil
}

func (d storyDesk) Undo(ctx context.Context, n int64) (web.Decided, error) {
	d.note("undo", strconv.FormatInt(n, 10))
	undone, err := d.st.UndoStories(ctx, n)
	return web.Decided{Number: undone.Number}, err
}

func (d storyDesk) Propose(ctx context.Context, f store.Filter) (web.StoryDoubts, error) {
	d.note("propose", f.Since, f.After)
	s, err := d.st.Story(ctx, "s-hostile")
	if err != nil {
		return web.StoryDoubts{}, err
	}
	other := *s
	other.ID = "s-other"
	return web.StoryDoubts{Looked: 2, Last: "s-last", List: []web.StoryDoubt{
		{A: s, B: &other, First: "h1", Second: "h2", Confidence: .6, Reasons: []string{s.Titles["en"]}},
		{A: s, First: "h2", Second: "gone", Confidence: .4, Reasons: []string{"names in common (likeness 0.50)"}},
	}}, nil
}

func (d storyDesk) Apart(_ context.Context, a, b string) (web.Decided, error) {
	d.note("apart", a, b)
	return web.Decided{Number: 5, Story: a}, nil
}

func (d storyDesk) Keep(_ context.Context, story string) (web.Decided, error) {
	d.note("keep", story)
	return web.Decided{Number: 6, Story: story}, nil
}

type followUpDesk struct{ *desk }

func (d followUpDesk) AnswerFollowUp(ctx context.Context, id string, accept bool, by string) (news.Verdict, error) {
	d.note("answer", id, strconv.FormatBool(accept))
	if !strings.HasPrefix(id, "c.") {
		return news.Verdict{}, &news.Error{Code: news.NotFound, Message: "no follow-up is called " + id}
	}
	doc, err := d.st.Document(ctx, "h1")
	if err != nil {
		return news.Verdict{}, err
	}
	words := func(report, text string) []news.Quoted {
		return []news.Quoted{{ReportSpan: news.ReportSpan{Report: report, Span: news.Span{Start: 0, End: len(text)}}, Text: text}}
	}
	return d.st.KeepVerdict(ctx, news.Verdict{
		Accepted: accept, Commitment: news.Promised, Made: words("h1", doc.Text[:3]), Kind: news.Broken, Told: words("h2", "gone: "+doc.Title), Reason: doc.Title, By: by,
	})
}

func (d followUpDesk) UndoVerdict(ctx context.Context, n int64) (news.Verdict, error) {
	d.note("take back", strconv.FormatInt(n, 10))
	return d.st.UndoVerdict(ctx, n)
}

type feedDesk struct{ *desk }

func (d feedDesk) Follow(ctx context.Context, address string) (int, error) {
	d.note("follow", address)
	if strings.Contains(address, "10.0.0.1") {
		return 0, &news.Error{Code: news.Invalid, Message: address + " is a private address"}
	}
	return 1, d.st.PutFeed(ctx, store.Feed{URL: address})
}

func (d feedDesk) Change(ctx context.Context, address string, c web.FeedChange) error {
	d.note(string(c), address)
	if c == web.RemoveFeed {
		return d.st.DeleteFeed(ctx, address)
	}
	return d.st.PutFeed(ctx, store.Feed{URL: address, Paused: c == web.PauseFeed})
}

// edited is a store with attacks everywhere, a proposal to merge and one to split, and pages for whoever may.
func edited(t *testing.T, x string, may bool) (http.Handler, *desk) {
	t.Helper()
	st := memstore.New(store.Options{})
	one, other := hostile("h1", x), hostile("h2", x)
	other.Mentions[0].Entity = "L2"
	if _, err := st.Add(t.Context(), []*news.Document{one, other}); err != nil {
		t.Fatal(err)
	}
	if err := st.ApplyStories(t.Context(), store.StoryChanges{Put: []*news.Story{hostileStory(x)}}); err != nil {
		t.Fatal(err)
	}
	if err := st.PutFeed(t.Context(), store.Feed{URL: "javascript:" + x, Title: x, LastError: x + " answered 404 Not Found", Failures: 2}); err != nil {
		t.Fatal(err)
	}
	if err := st.Identify(t.Context(), store.IdentityChanges{Of: []string{x, "L2"}, Proposals: []store.Proposal{
		{Kind: store.Merge, A: min(x, "L2"), B: max(x, "L2"), Confidence: 0.8, Reasons: []string{x, "both are of IRQ"}},
		{Kind: store.Split, A: x, Confidence: 0.6, Reasons: []string{x}, Reports: []string{"h1"}},
	}}); err != nil {
		t.Fatal(err)
	}
	d := &desk{st: st}
	return web.New(st, web.Options{
		Stories: foundStories(st), Outcomes: outcomes,
		Entities: web.Entities{Pledges: func(context.Context, store.Filter) ([]web.Pledge, bool, error) {
			party := []news.EntryParty{{Party: news.Party{Name: x, Entity: x, Country: x, Kind: news.Person}}}
			return []web.Pledge{{
				Commitment: news.Commitment{ID: "c", Kind: news.Promised, Became: news.Broken, Story: x, Who: party, To: party, What: []news.Wording{{Report: "h1", Clause: news.Span{Start: 0, End: 3}}, {Report: "gone"}}},
				After: []news.FollowUp{
					{ID: "c." + x, Kind: news.Broken, Story: x, Reason: x, Confidence: 0.7, Evidence: []news.ReportSpan{{Report: "h2", Span: news.Span{Start: 0, End: 3}}, {Report: "h2", Span: news.Span{Start: 1, End: 9999}}}},
					{ID: "c.done", Kind: news.Broken, Story: x, Reason: x, Accepted: &news.Verdict{Number: 41, By: x}},
				},
			}}, false, nil
		}},
		Desk: web.Desk{May: func(context.Context) bool { return may }, People: peopleDesk{d}, Stories: storyDesk{d}, Feeds: feedDesk{d}, FollowUps: followUpDesk{d}},
		Who:  func(*http.Request) (string, bool) { return x, may },
	}, slog.New(slog.DiscardHandler)), d
}

// send posts a form.
func send(h http.Handler, path string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// follow goes where a form led to, with the cookies that it set, and wants words there.
func follow(t *testing.T, h http.Handler, w *httptest.ResponseRecorder, to, words string) {
	t.Helper()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != to {
		t.Fatalf("%d to %q, want 303 to %q\n%s", w.Code, w.Header().Get("Location"), to, w.Body)
	}
	path, _, _ := strings.Cut(to, "#")
	var cookies []string
	for _, c := range w.Result().Cookies() {
		cookies = append(cookies, "Cookie: "+c.Name+"="+c.Value)
	}
	page := shown(t, h, path, cookies...)
	if !strings.Contains(page, words) {
		t.Errorf("GET %s does not say %q\n%s", to, words, page)
	}
	if strings.Contains(shown(t, h, path), `role="status"`) {
		t.Error("it is said twice")
	}
}

func TestNothingOfTheDeskIsMarkup(t *testing.T) {
	for _, x := range attacks {
		h, _ := edited(t, x, true)
		if w := send(h, "/stories/s-hostile/split", url.Values{"report": {"h2"}}); w.Code != http.StatusSeeOther {
			t.Fatalf("%d\n%s", w.Code, w.Body)
		}
		if w := send(h, "/inbox/commitments", url.Values{"id": {"c." + x}, "answer": {"accept"}}); w.Code != http.StatusSeeOther {
			t.Fatalf("%d\n%s", w.Code, w.Body)
		}
		for _, path := range []string{"/inbox", "/inbox/stories", "/inbox/commitments", "/inbox/commitments?since=" + url.QueryEscape(x), "/feeds", "/sources", "/stories/s-hostile"} {
			for _, ui := range []string{"en", "fr", "ar"} {
				page := shown(t, h, path, "Cookie: ui="+ui)
				if tag := strangeTag(page); tag != "" {
					t.Errorf("GET %s with %s has %s", path, x, tag)
				}
			}
		}
	}
}

func TestReadersSeeNoFormsAndMaySendNone(t *testing.T) {
	h, d := edited(t, "x", false)
	for _, path := range []string{"/inbox", "/inbox/commitments", "/feeds", "/sources", "/stories/s-hostile"} {
		if page := shown(t, h, path); strings.Contains(page, `method="post"`) {
			t.Errorf("GET %s has a form", path)
		}
	}
	for _, path := range []string{
		"/inbox/proposals", "/inbox/undo", "/inbox/stories/undo", "/stories/s-hostile/merge", "/stories/s-hostile/split", "/stories/s-hostile/correct",
		"/stories/s-hostile/undo", "/feeds", "/feeds/remove", "/inbox/commitments", "/inbox/commitments/undo",
	} {
		w := send(h, path, url.Values{"number": {"1"}, "answer": {"accept"}, "url": {"https://x.example/"}})
		if w.Code != http.StatusForbidden {
			t.Errorf("POST %s = %d", path, w.Code)
		}
	}
	if len(d.asked) > 0 {
		t.Errorf("they were asked for all the same: %q", d.asked)
	}
}

func TestAProposalShowsEvidenceAndIsAnsweredAndTakenBack(t *testing.T) {
	h, d := edited(t, "Barham", true)
	page := shown(t, h, "/inbox")
	for _, want := range []string{
		`<bdi>Barham</bdi>`, `2 proposals wait`, `confidence 80 %`, `both are of <bdi>Iraq</bdi>`, `<mark class="person">Barham</mark>`, `name="answer" value="accept"`,
		`<span class="quiet">Latin</span>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the inbox has no %s\n%s", want, page)
		}
	}
	all, err := d.st.Proposals(t.Context())
	if err != nil || len(all) != 2 {
		t.Fatalf("%v, %v", all, err)
	}
	n := strconv.FormatInt(all[0].Number, 10)
	follow(t, h, send(h, "/inbox/proposals", url.Values{"number": {n}, "answer": {"reject"}}), "/inbox", "not proposed again")
	made, err := d.st.Decisions(t.Context())
	if err != nil || len(made) != 1 || made[0].Kind != store.Apart {
		t.Fatalf("%v, %v", made, err)
	}
	step := strconv.FormatInt(made[0].Step, 10)
	if page := shown(t, h, "/inbox"); !strings.Contains(page, `name="step" value="`+step+`"`) {
		t.Errorf("it cannot be taken back\n%s", page)
	}
	if w := send(h, "/inbox/undo", url.Values{"step": {"99"}}); w.Code != http.StatusConflict {
		t.Errorf("what is not the latest: %d", w.Code)
	}
	follow(t, h, send(h, "/inbox/undo", url.Values{"step": {step}}), "/inbox#people", "taken back")
	if made, err = d.st.Decisions(t.Context()); err != nil || len(made) != 0 {
		t.Errorf("%v, %v", made, err)
	}
	for field, form := range map[string]url.Values{
		"no number":    {"answer": {"accept"}},
		"a wrong word": {"number": {n}, "answer": {"perhaps"}},
		"too much":     {"number": {n}, "answer": {"accept"}, "x": {strings.Repeat("x", 1<<17)}},
	} {
		if w := send(h, "/inbox/proposals", form); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", field, w.Code)
		}
	}
	if w := send(h, "/inbox/proposals", url.Values{"number": {"12345"}, "answer": {"accept"}}); w.Code != http.StatusNotFound {
		t.Errorf("a proposal that is none: %d", w.Code)
	}
}

func TestAStoryIsSplitMergedCorrectedAndPutBack(t *testing.T) {
	h, d := edited(t, "x", true)
	page := shown(t, h, "/stories/s-hostile")
	for _, want := range []string{`action="/stories/s-hostile/split"`, `action="/stories/s-hostile/merge"`, `action="/stories/s-hostile/correct"`, `<option value="e">1. `} {
		if !strings.Contains(page, want) {
			t.Errorf("the story has no %s\n%s", want, page)
		}
	}
	follow(t, h, send(h, "/stories/s-hostile/split", url.Values{"report": {"h2"}}), "/stories/s-hostile", `<a href="/stories/s-new">`)
	made, err := d.st.StoryDecisions(t.Context())
	if err != nil || len(made) != 1 {
		t.Fatalf("%v, %v", made, err)
	}
	n := strconv.FormatInt(made[0].Number, 10)
	if page := shown(t, h, "/inbox"); !strings.Contains(page, `name="number" value="`+n+`"`) {
		t.Errorf("it cannot be taken back in the inbox\n%s", page)
	}
	follow(t, h, send(h, "/stories/s-hostile/undo", url.Values{"number": {n}}), "/stories/s-hostile", "Decision "+n+" is taken back.")
	if w := send(h, "/inbox/stories/undo", url.Values{"number": {n}}); w.Code != http.StatusNotFound {
		t.Errorf("taken back twice: %d", w.Code)
	}
	form := url.Values{"entry": {"e"}, "date": {" 2020-03-08 "}, "place": {"Rome"}, "status": {"denied"}, "type": {"AID"}, "note": {"so they say"}, "wrong": {""}}
	follow(t, h, send(h, "/stories/s-hostile/correct", form), "/stories/s-hostile", `<bdi>&lt;b&gt;Rome&lt;/b&gt; is taken for`)
	form.Set("entry", "of another story")
	if w := send(h, "/stories/s-hostile/correct", form); w.Code != http.StatusConflict {
		t.Errorf("what the story does not tell: %d", w.Code)
	}
	if w := send(h, "/stories/s-hostile/split", nil); w.Code != http.StatusBadRequest {
		t.Errorf("no report chosen: %d", w.Code)
	}
	if w := send(h, "/stories/s-hostile/merge", url.Values{"other": {" "}}); w.Code != http.StatusBadRequest {
		t.Errorf("no story named: %d", w.Code)
	}
	w := send(h, "/stories/s-hostile/merge", url.Values{"other": {"https://desk.example/stories/s2?ui=fr#met"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/stories/elsewhere" {
		t.Errorf("merged: %d to %s", w.Code, w.Header().Get("Location"))
	}
	want := []string{"split s-hostile h2", "undo " + n, "undo " + n, "correct e AID denied 2020-03-08 Rome so they say false", "merge s-hostile s2"}
	if !slices.Equal(d.asked, want) {
		t.Errorf("asked for %q, want %q", d.asked, want)
	}
}

func TestFeedsAreFollowedPausedAndRemoved(t *testing.T) {
	h, d := edited(t, "x", true)
	const feed = "https://news.example/feed?a=1&b=<i>"
	for _, bad := range []string{"", "javascript:alert(1)", "file:///etc/passwd", "ftp://x.example/", "news.example/feed"} {
		if w := send(h, "/feeds", url.Values{"url": {bad}}); w.Code != http.StatusBadRequest {
			t.Errorf("%q: %d", bad, w.Code)
		}
	}
	if len(d.asked) > 0 {
		t.Errorf("asked for %q", d.asked)
	}
	if w := send(h, "/feeds", url.Values{"url": {"http://10.0.0.1/"}}); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "private address") {
		t.Errorf("a private address: %d\n%s", w.Code, w.Body)
	}
	follow(t, h, send(h, "/feeds", url.Values{"url": {feed}}), "/feeds", "1 feed is followed now")
	follow(t, h, send(h, "/feeds/pause", url.Values{"url": {feed}}), "/feeds", "not asked until it is resumed")
	if page := shown(t, h, "/feeds"); !strings.Contains(page, `action="/feeds/resume"`) || !strings.Contains(page, "Is the address right?") || !strings.Contains(page, "failed 2 times") {
		t.Errorf("the feeds\n%s", page)
	}
	follow(t, h, send(h, "/feeds/resume", url.Values{"url": {feed}}), "/feeds", "asked again")
	follow(t, h, send(h, "/feeds/remove", url.Values{"url": {feed}}), "/feeds", "Its reports stay")
	if w := send(h, "/feeds/remove", url.Values{"url": {feed}}); w.Code != http.StatusNotFound {
		t.Errorf("removed twice: %d", w.Code)
	}
	if w := send(h, "/feeds/burn", url.Values{"url": {feed}}); w.Code != http.StatusNotFound {
		t.Errorf("a change that is none: %d", w.Code)
	}
}

func TestSourcesNameTheSilentFirst(t *testing.T) {
	st := memstore.New(store.Options{})
	var docs []*news.Document
	for i, r := range []struct{ source, lang, day string }{
		{"loud.example", "en", "2020-03-08"}, {"loud.example", "fr", "2020-03-09"}, {"loud.example", "en", "2020-03-09"}, {"silent.example", "ar", "2020-03-01"},
	} {
		docs = append(docs, &news.Document{Report: news.Report{
			ID: strconv.Itoa(i), Source: r.source, Lang: news.Lang(r.lang), Text: "x" + strconv.Itoa(i),
			Published: &news.Published{Interval: *oneDay(r.day), ReadFrom: news.ReadFromText},
		}})
	}
	if _, err := st.Add(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	h := web.New(st, web.Options{Coverage: func(context.Context, store.Filter) (news.Coverage, error) {
		return news.Coverage{Gaps: []news.Gap{
			{Kind: news.GapSource, Source: "silent.example", Last: "2020-03-01", From: "2020-03-02", To: "2020-03-09", Days: 8, Open: true},
			{Kind: news.GapSource, Source: "loud.example", Last: "2020-02-01", Days: 3},
		}}, nil
	}}, slog.New(slog.DiscardHandler))
	page := shown(t, h, "/sources")
	silent, loud := strings.Index(page, "<bdi>silent.example</bdi>"), strings.Index(page, "<bdi>loud.example</bdi>")
	if silent < 0 || loud < silent {
		t.Errorf("the silent one is at %d, the loud one at %d", silent, loud)
	}
	for _, want := range []string{"1 source is silent", "English 2", "French 1", "silent since 1 March 2020", "9 March 2020", "8 days"} {
		if !strings.Contains(page, want) {
			t.Errorf("the sources have no %q\n%s", want, page)
		}
	}
}

func TestANoticeThatIsNoneIsNotShown(t *testing.T) {
	h, _ := edited(t, "x", true)
	for _, value := range []string{"x", "eyJrIjoibm9uZSJ9", "e30", strings.Repeat("A", 5000)} { // no JSON, {"k":"none"}, {}, much
		if page := shown(t, h, "/feeds", "Cookie: done="+value); strings.Contains(page, `role="status"`) {
			t.Errorf("%.20s is shown", value)
		}
	}
}

func TestDoubtsAboutStoriesAreAnswered(t *testing.T) {
	h, d := edited(t, "x", true)
	page := shown(t, h, "/inbox/stories?since=2020-03-01&after=s-before")
	for _, want := range []string{"60 %", "40 %", `value="s-other"`, `href="/inbox/stories?after=s-last&amp;since=2020-03-01"`, "names in common", "2 stories"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s\n%s", want, page)
		}
	}
	for _, tc := range []struct {
		form      url.Values
		asked, is string
	}{
		{url.Values{"a": {"s-hostile"}, "b": {"s-other"}, "answer": {"accept"}}, "merge s-hostile s-other", "decision 7"},
		{url.Values{"a": {"s-hostile"}, "b": {"s-other"}, "answer": {"reject"}}, "apart s-hostile s-other", "decision 5"},
		{url.Values{"a": {"s-hostile"}, "report": {"h2"}, "answer": {"accept"}}, "split s-hostile h2", "decision 1"},
		{url.Values{"a": {"s-hostile"}, "report": {"h2"}, "answer": {"reject"}}, "keep s-hostile", "decision 6"},
	} {
		d.asked = nil
		w := send(h, "/inbox/stories", tc.form)
		if !slices.Equal(d.asked, []string{tc.asked}) {
			t.Errorf("%v asked for %q, want %q", tc.form, d.asked, tc.asked)
		}
		follow(t, h, w, "/inbox/stories", tc.is)
	}
	for _, form := range []url.Values{{"a": {"s-hostile"}}, {"answer": {"accept"}}, {}} {
		if w := send(h, "/inbox/stories", form); w.Code != http.StatusBadRequest {
			t.Errorf("%v: %d", form, w.Code)
		}
	}
	h, _ = edited(t, "x", false)
	if page := shown(t, h, "/inbox/stories"); strings.Contains(page, `method="post"`) {
		t.Error("a reader sees forms")
	}
	if w := send(h, "/inbox/stories", url.Values{"a": {"s-hostile"}, "answer": {"reject"}}); w.Code != http.StatusForbidden {
		t.Errorf("a reader decides: %d", w.Code)
	}
}
