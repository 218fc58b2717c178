package web_test

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/web"
)

// arabic is a report with a name, a quote and markup that must not survive.
func arabic() *news.Document {
	text := "قال برهم صالح: \"نعم\" <script>alert(1)</script>"
	at := func(s string) news.Span {
		i := strings.Index(text, s)
		return news.Span{Start: i, End: i + len(s)}
	}
	return &news.Document{
		Report: news.Report{ID: "a", Lang: "ar", Title: "لقاء <b>", Text: text, Dropped: []news.Dropped{{Text: "شارك", Reason: "share button"}}},
		Mentions: []news.Mention{{
			Span: at("برهم صالح"), Kind: news.Person, Entity: "L1", Name: "برهم صالح", Country: "IRQ", Role: "الرئيس",
		}},
		Quotes: []news.Quote{{Span: at("نعم"), Speaker: "برهم صالح", SpeakerMention: 0, Direct: true}},
		Events: []news.Event{{
			Type: news.Consult, Mode: "phone", Contexts: []string{"economic", "human_rights"}, Status: news.Occurred,
			Actors:      []news.Party{{Name: "برهم صالح", Entity: "L1", Kind: news.Person, Country: "IRQ"}},
			AccordingTo: []news.Attribution{{Name: "وكالة <i>", Kind: "agency"}, {Name: "برهم صالح", Kind: "person", Span: at("برهم صالح")}},
			Evidence:    []news.Span{at(text)},
		}},
	}
}

func TestPages(t *testing.T) {
	st := memstore.New(store.Options{})
	doc := arabic()
	if _, err := st.Add(t.Context(), []*news.Document{doc}); err != nil {
		t.Fatal(err)
	}
	story := &news.Story{
		ID: "s1", Titles: map[news.Lang]string{"ar": doc.Title}, Languages: []news.Lang{"ar"}, Reports: []string{"a"}, Sources: 1,
		Entries: []news.Entry{{
			ID: "s1/0", Story: "s1", Type: news.Consult, Mode: "third-party", Status: news.Occurred,
			Actors:   []news.EntryParty{{Party: doc.Events[0].Actors[0], Reports: []string{"a"}}},
			Evidence: []news.ReportSpan{{Report: "a", Span: doc.Events[0].Evidence[0]}},
		}},
	}
	if err := st.ApplyStories(t.Context(), store.StoryChanges{Put: []*news.Story{story}}); err != nil {
		t.Fatal(err)
	}
	if err := st.PutFeed(t.Context(), store.Feed{URL: "https://example.org/feed", LastError: "answered 404"}); err != nil {
		t.Fatal(err)
	}
	h := web.New(st, web.Options{}, slog.New(slog.DiscardHandler))
	for _, tc := range []struct {
		name, path string
		status     int
		body       string
	}{
		{"stories carry language and direction", "/", 200, `<h2 lang="ar" dir="rtl"><a href="/stories/s1">لقاء &lt;b&gt;</a></h2>`},
		{"a story links each statement to its words", "/stories/s1", 200, `<a class="part" href="/reports/a?mark=0-46#evidence">`},
		{"a story says how each was done", "/stories/s1", 200, `<span class="tag">with a go-between</span>`},
		{"a report says how and about what", "/reports/a", 200, `>meeting or talks</a> <span class="tag">by phone</span> <span class="tag">economy</span> <span class="tag">human rights</span>`},
		{"and who says so, each with its kind", "/reports/a", 200, `, according to <bdi>وكالة &lt;i&gt;</bdi> <span class="of">agency</span> and <a class="part" href="/reports/a?mark=4-13#evidence"><bdi>برهم صالح</bdi> <span class="of">person</span></a>.</p>`},
		{"a report tells in sentences", "/reports/a", 200, `<bdi>برهم صالح</bdi></a> held talks, `},
		{"a report marks who is named", "/reports/a", 200, `<mark class="person" title="person · برهم صالح · الرئيس · Iraq">برهم صالح</mark>`},
		{"a report marks what was said", "/reports/a", 200, `<mark class="quote" title="quote · برهم صالح">نعم</mark>`},
		{"a report shows the words that were asked for", "/reports/a?mark=4-13", 200, `<mark class="evidence" id="evidence"><mark class="person" title="person · برهم صالح · الرئيس · Iraq">برهم صالح</mark></mark>`},
		{"words that are not there are not shown", "/reports/a?mark=9999-99999", 200, `<p id="p1">قال`},
		{"markup in a report is text", "/reports/a", 200, `&lt;script&gt;alert(1)&lt;/script&gt;`},
		{"what was dropped is shown with its reason", "/reports/a", 200, `>share button</th><td lang="ar" dir="auto">شارك</td>`},
		{"people are listed", "/people", 200, `<bdi>برهم صالح</bdi>`},
		{"words are found and marked", "/search?q=نعم", 200, `<mark class="hit" title="found">نعم</mark>`},
		{"a feed shows its error in words", "/feeds", 200, `answered 404`},
		{"a missing report is a 404 in words", "/reports/zz", 404, `This cannot be shown`},
		{"an unknown page is a 404", "/nope", 404, `There is no page /nope.`},
		{"a wrong filter is a 400", "/?since=yesterday", 400, `This cannot be shown`},
		{"the stylesheet is served", "/static/style.css", 200, `--paper`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("GET", tc.path, nil))
			if w.Code != tc.status || !strings.Contains(w.Body.String(), tc.body) {
				t.Errorf("GET %s = %d, want %d with %s in\n%s", tc.path, w.Code, tc.status, tc.body, w.Body)
			}
			if w.Header().Get("Content-Security-Policy") == "" {
				t.Error("no content security policy")
			}
		})
	}
}

// led answers for the id that a story had before.
type led struct{ *memstore.Store }

func (l led) Story(ctx context.Context, id string) (*news.Story, error) {
	if id == "s0" {
		id = "s1"
	}
	return l.Store.Story(ctx, id)
}

func TestAnIDThatAStoryHadLeadsToIt(t *testing.T) {
	st := memstore.New(store.Options{})
	doc := arabic()
	doc.Withdrawn = true
	if _, err := st.Add(t.Context(), []*news.Document{doc}); err != nil {
		t.Fatal(err)
	}
	story := &news.Story{ID: "s1", Reports: []string{"a"}, Entries: []news.Entry{{
		ID: "e", Type: news.Consult, Status: news.Occurred, Evidence: []news.ReportSpan{{Report: "a", Span: news.Span{Start: 0, End: 4000}}},
	}}}
	if err := st.ApplyStories(t.Context(), store.StoryChanges{Put: []*news.Story{story}}); err != nil {
		t.Fatal(err)
	}
	h := web.New(led{st}, web.Options{}, slog.New(slog.DiscardHandler))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/stories/s0", nil))
	if w.Code != 302 || w.Header().Get("Location") != "/stories/s1" {
		t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	for _, path := range []string{"/stories/s1", "/reports/a"} { // the story points behind the text: the report was revised since
		w = httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != 200 || !strings.Contains(w.Body.String(), "withdrawn by its source</strong>") {
			t.Errorf("GET %s = %d\n%s", path, w.Code, w.Body)
		}
	}
}
