package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/web"
)

// attacks lists what a stranger might write where text is expected.
var attacks = []string{
	`<script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`' onmouseover='alert(1)`,
	`</title></textarea></style><svg onload=alert(1)>`,
	`{{.}}<!--`,
	"\u202eلا\u2066<b>",
	`javascript:alert(1)`,
}

// hostile is a report that has an attack in every field that a stranger writes.
func hostile(id, x string) *news.Document {
	text := x + " met " + x + "."
	span := news.Span{Start: 0, End: len(x)}
	who := news.Party{Name: x, Entity: x, Kind: news.Person, Country: x, Sector: x, Mention: 0}
	return &news.Document{
		Report: news.Report{
			ID: id, URL: "javascript:alert(1)//" + x, Canonical: "data:text/html," + x, Source: x, Site: x, Country: x, Title: x, Description: x,
			Authors: []string{x, x}, Lang: "en", Text: text, Dropped: []news.Dropped{{Text: x, Reason: x}},
			Published: &news.Published{Interval: *oneDay("2030-01-01"), ReadFrom: news.ReadFrom(x)},
		},
		Sentences: []news.Span{{Start: 0, End: len(text)}},
		Dates:     []news.Date{{Span: span, Part: x}},
		Mentions:  []news.Mention{{Span: span, Kind: news.Person, Entity: x, Name: x, Country: x, Role: x, Sector: x}},
		Quotes:    []news.Quote{{Span: span, Speaker: x, SpeakerMention: 0, Direct: true, Addressee: x}},
		Events: []news.Event{{
			Type: news.Consult, Mode: x, Contexts: []string{x}, Status: news.Occurred, Actors: []news.Party{who}, Recipients: []news.Party{who},
			AccordingTo: []news.Attribution{{Name: x, Kind: x, Span: span}}, Location: &news.Location{Name: x, Country: x, Precision: x},
			Date: oneDay("2030-01-01"), Evidence: []news.Span{{Start: 0, End: len(text)}},
		}},
	}
}

// hostileStory has attacks in what reports say together.
func hostileStory(x string) *news.Story {
	of := []string{"h1", "h2"}
	ev := []news.ReportSpan{{Report: "h1", Span: news.Span{Start: 0, End: len(x)}}, {Report: "h2", Span: news.Span{Start: 0, End: len(x)}}}
	who := news.EntryParty{Party: news.Party{Name: x, Entity: x, Kind: news.Person, Country: x}, Reports: of[:1]}
	other := news.EntryParty{Party: news.Party{Name: x + "2", Entity: x + "2", Kind: news.Organisation, Country: x}, Reports: of[1:]}
	place := news.EntryPlace{Location: news.Location{Name: x, Country: x, Precision: news.AtCity}, Reports: of[:1]}
	return &news.Story{
		ID: "s-hostile", Titles: map[news.Lang]string{"en": x, "und": x}, From: "2030-01-01", To: "2030-01-01", Languages: []news.Lang{"en", "und"},
		Reports: of, Sources: 2,
		Entries: []news.Entry{{
			ID: "e", Type: news.Consult, Mode: x, Status: news.Occurred, Actors: []news.EntryParty{who, other}, Location: &place.Location,
			Places: []news.EntryPlace{place}, Date: oneDay("2030-01-01"), Evidence: ev,
		}},
		Differences: []news.Difference{
			{Entry: 0, Attribute: x, Values: []news.DifferenceValue{{Value: x, Reports: of[:1], Evidence: ev}, {Value: x, Reports: of[1:]}}},
			{Entry: -1, Attribute: "count of " + x, Values: []news.DifferenceValue{{Value: x, Reports: of}}},
			{Entry: 7, Attribute: "date", Values: []news.DifferenceValue{{Value: x, Reports: of}}},
		},
	}
}

func TestNothingThatAStrangerWritesIsMarkup(t *testing.T) {
	for _, x := range attacks {
		st := memstore.New(store.Options{})
		if _, err := st.Add(t.Context(), []*news.Document{hostile("h1", x), hostile("h2", x)}); err != nil {
			t.Fatal(err)
		}
		if err := st.ApplyStories(t.Context(), store.StoryChanges{Put: []*news.Story{hostileStory(x)}}); err != nil {
			t.Fatal(err)
		}
		if err := st.PutFeed(t.Context(), store.Feed{URL: "javascript:" + x, Title: x, LastError: x}); err != nil {
			t.Fatal(err)
		}
		h := hostilePages(st, x)
		for _, path := range []string{
			"/", "/stories/s-hostile", "/stories/s-hostile?left=h1&right=h2", "/stories/s-hostile/commitments", "/reports/h1", "/reports/h1?mark=0-3",
			"/people", "/feeds", "/search?q=met", "/?entity=" + escape(x) + "&place=" + escape(x) + "&lang=" + escape(x),
			"/search?q=" + escape(x), "/people?entity=" + escape(x),
		} {
			for _, ui := range []string{"en", "ar"} {
				page := shown(t, h, path, "Cookie: ui="+ui)
				if tag := strangeTag(page); tag != "" {
					t.Errorf("GET %s with %s has %s", path, x, tag)
				}
			}
		}
		for _, path := range []string{"/stories/" + escape(x), "/reports/" + escape(x), "/" + escape(x), "/?since=" + escape(x), "/stories/s-hostile?as-of=" + escape(x)} {
			w := get(t, h, path)
			if w.Code < 400 || w.Code >= 500 {
				t.Errorf("GET %s = %d", path, w.Code)
			}
			for _, fault := range faults(w.Body.String()) {
				t.Errorf("GET %s: %s", path, fault)
			}
		}
	}
}

// hostilePages are the pages over a store with attacks in what the program adds.
func hostilePages(st *memstore.Store, x string) http.Handler {
	find := foundStories(st)
	return web.New(st, web.Options{
		Stories: func(ctx context.Context, id string, at time.Time) (*web.FoundStory, error) {
			f, err := find(ctx, id, at)
			if err != nil {
				return nil, err
			}
			party := []news.EntryParty{{Party: news.Party{Name: x, Entity: x, Country: x, Kind: news.Person}}}
			f.Sides = []news.Side{{Source: x, Country: x, Languages: []news.Lang{news.Lang(x)}, Carried: []string{x}, Quoted: []news.Voice{{Name: x, Quotes: 1}}}, {Source: x + "2", First: -1}}
			f.Became = map[string][]news.FollowUp{"c": {{ID: x, Kind: news.Broken, Story: x, Reason: x, Accepted: &news.Verdict{By: x}}}}
			f.Commitments = []news.Commitment{{ID: "c", Became: news.Broken, Kind: news.Promised, Status: news.Status(x), Who: party, To: party, What: []news.Wording{{Report: x, Lang: news.Lang(x), Text: x}}}}
			f.Visits = []news.Visit{{Visitor: party[0], Companions: party, Place: news.Location{Name: x}, Meetings: []news.Meeting{{With: party, At: news.Moment{Weekday: 1, Part: x}}}}}
			f.Elsewhere, f.Formerly = []web.StoryPart{{Story: x}}, []web.StoryPart{{Story: x}}
			f.Decided = []store.StoryDecision{{Kind: store.Merge, Stories: []string{x, x}}, {Kind: x, Parts: [][]string{{x}}}}
			f.Called = map[string]string{x: x}
			f.Earlier = map[int]*news.Entry{0: {Story: x, Type: news.EventType(x), Status: news.Status(x)}}
			return f, nil
		},
		Outcomes: func(context.Context, *web.FoundStory) (map[string][]news.FollowUp, error) {
			return map[string][]news.FollowUp{"c": {{Kind: news.Broken, Story: x, Reason: x}, {ID: x, Kind: news.Broken, Story: x, Reason: x, Accepted: &news.Verdict{By: x}}}}, nil
		},
	}, slog.New(slog.DiscardHandler))
}

// strangeTag returns an element that only an attack can have put on a page.
func strangeTag(page string) string {
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.CommentToken:
			return "a comment"
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch t.Data {
			case "svg": // a drawing of ours is one of two classes
				if len(t.Attr) < 2 || t.Attr[0].Val != "map" && t.Attr[0].Val != "graph" {
					return t.String()
				}
			case "img", "b", "style", "textarea":
				return t.String()
			case "script":
				if len(t.Attr) != 2 || t.Attr[0].Val != "module" {
					return t.String()
				}
			}
		}
	}
}

func escape(s string) string {
	var sb strings.Builder
	const hex = "0123456789ABCDEF"
	for _, b := range []byte(s) {
		sb.WriteByte('%')
		sb.WriteByte(hex[b>>4])
		sb.WriteByte(hex[b&15])
	}
	return sb.String()
}
