//go:build browser

package browser

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
)

// promisedStore has a promise, and two later stories that may tell what became of it, one in Arabic.
func promisedStore(t *testing.T) string {
	t.Helper()
	path, st, done := newStore(t)
	defer done()
	for _, r := range []struct {
		story      string
		lang       news.Lang
		text       string
		who, whom  string
		month, day int
		typ        news.EventType
	}{
		{"spledge", "en", "Nigeria promised Portugal to withdraw its troops from the island.", "Nigeria", "Portugal", 3, 12, news.Agree},
		{"skept", "en", "Nigeria withdrew its troops from Portugal.", "Nigeria", "Portugal", 4, 2, news.Retreat},
		{"slater", "ar", "سحبت نيجيريا قواتها من البرتغال.", "نيجيريا", "البرتغال", 5, 7, news.Retreat},
	} {
		on := time.Date(2031, time.Month(r.month), r.day, 0, 0, 0, 0, time.UTC)
		whole := news.Span{Start: 0, End: len(r.text)}
		who, whom := mention(r.text, r.who, "Q1033", "Nigeria", "NGA"), mention(r.text, r.whom, "Q45", "Portugal", "PRT")
		who.Kind, whom.Kind = news.Country, news.Country
		doc := &news.Document{
			Report: news.Report{
				ID: "r" + r.story, Source: string(r.lang) + ".example", Title: r.text, Lang: r.lang, LangConfidence: 1, Text: r.text,
				Published: &news.Published{Interval: news.Interval{From: on, To: on, Precision: news.Day}, ReadFrom: news.ReadFromFeed},
			},
			Sentences: []news.Span{whole}, Mentions: []news.Mention{who, whom},
			Events: []news.Event{{Type: r.typ, Status: news.Occurred, Actors: []news.Party{party(who)}, Recipients: []news.Party{party(whom)}, Evidence: []news.Span{whole}, Confidence: 0.9}},
		}
		if _, err := st.Add(t.Context(), []*news.Document{doc}); err != nil {
			t.Fatal(err)
		}
		if err := st.ApplyStories(t.Context(), store.StoryChanges{Put: []*news.Story{record.Story(r.story, []*news.Document{doc}, nil)}}); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// TestFollowUpsAreDecidedByKeyboard accepts one, rejects the other and takes that back, and looks at what the pages show then.
func TestFollowUpsAreDecidedByKeyboard(t *testing.T) {
	site := serve(t, promisedStore(t))
	ctx, cancel := tab(t)
	defer cancel()
	// press goes by Tab to a button of that name, the first behind the heading, and presses it.
	press := func(name string) string {
		t.Helper()
		var said string
		for range 60 {
			var f focus
			if err := chromedp.Run(ctx, chromedp.KeyEvent(kb.Tab), chromedp.Evaluate(where, &f)); err != nil {
				t.Fatal(err)
			}
			if f.Tag != "BUTTON" || f.Text != name {
				continue
			}
			if !f.Ring || !f.Seen {
				t.Errorf("%s cannot be seen to have the keyboard: %+v", name, f)
			}
			// The page before may say something as well, so it is the next one that is waited for.
			if _, err := chromedp.RunResponse(ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
				t.Fatal(err)
			}
			if err := chromedp.Run(ctx, chromedp.Text(`[role=status]`, &said, chromedp.ByQuery)); err != nil {
				t.Fatal(err)
			}
			return said
		}
		t.Fatalf("Tab does not lead to %q", name)
		return ""
	}
	const inbox = "/inbox/commitments"
	if err := chromedp.Run(ctx, chromedp.Navigate(site+inbox)); err != nil {
		t.Fatal(err)
	}
	look(t, site, inbox, "promised-proposed", views[0])
	for _, step := range []struct{ button, want string }{
		{"It is so", "decided as proposed"}, {"It is not", "not proposed again"}, {"Take back", "is taken back"}, {"It is not", "not proposed again"},
	} {
		if said := press(step.button); !strings.Contains(said, step.want) {
			t.Errorf("after %s: %q", step.button, said)
		}
	}
	pages := []string{inbox, "/stories/spledge", "/stories/spledge/commitments", "/entities/Q1033/commitments"}
	for _, page := range pages {
		var became int
		if err := chromedp.Run(ctx, chromedp.Navigate(site+page), chromedp.Evaluate(`document.querySelectorAll('.became').length`, &became)); err != nil || became != 1 {
			t.Errorf("%s shows %d times what became of it, %v", page, became, err)
		}
		for _, v := range views {
			look(t, site, page, "promised", v)
		}
	}
	defer func() { // the tests that come after look at pages in English
		if err := chromedp.Run(ctx, network.ClearBrowserCookies()); err != nil {
			t.Error(err)
		}
	}()
	for _, ui := range []string{"fr", "ar"} {
		for _, page := range pages {
			look(t, site, page+"?ui="+ui, "promised-"+ui, views[0])
		}
	}
}
