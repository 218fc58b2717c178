package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/web"
)

// evil is what no page may take for markup.
const evil = `<script>alert(1)</script>"'><svg onload=x>`

// visitNews are three reports of a meeting, in Arabic, Chinese and English, whose every field is hostile.
func visitNews() []*news.Document {
	var docs []*news.Document
	for _, w := range []struct {
		id, text, name, role string
		lang                 news.Lang
	}{
		{"a", "استقبل برهم صالح علي شمخاني. قال علي شمخاني: \"نعم\" " + evil, "علي شمخاني", "أمين " + evil, "ar"},
		{"b", "阿里·沙姆哈尼说：“好”。" + evil, "阿里·沙姆哈尼", "秘书", "zh"},
		{"c", "Ali Shamkhani met Barham Salih. “Yes”, said Ali Shamkhani. " + evil, "Ali Shamkhani", "Secretary", "en"},
	} {
		at := func(s string) news.Span {
			i := strings.Index(w.text, s)
			return news.Span{Start: i, End: i + len(s)}
		}
		said := map[news.Lang]string{"ar": "نعم", "zh": "好", "en": "Yes"}[w.lang]
		day := time.Date(2020, 3, 9, 0, 0, 0, 0, time.UTC)
		docs = append(docs, &news.Document{
			Report: news.Report{
				ID: w.id, Lang: w.lang, Title: evil, Text: w.text, Source: evil + w.id, URL: "javascript:alert(1)", Authors: []string{evil},
				Published: &news.Published{Interval: news.Interval{From: day, To: day, Precision: news.Day}},
			},
			Mentions: []news.Mention{{Span: at(w.name), Kind: news.Person, Entity: "Q1", Name: w.name, Country: "IRN", Role: w.role}},
			Quotes:   []news.Quote{{Span: at(said), Speaker: w.name, SpeakerMention: 0, Direct: true, Addressee: evil}},
		})
	}
	docs[2].Mentions = append(docs[2].Mentions,
		news.Mention{Span: news.Span{Start: 18, End: 30}, Kind: news.Person, Entity: "Q2", Name: "Barham Salih", Country: "IRQ"},
		news.Mention{Span: news.Span{Start: 0, End: 3}, Kind: news.Place, Entity: "GN:1", Name: "Baghdad", Country: "IRQ"},
		news.Mention{Span: news.Span{Start: 0, End: 3}, Kind: news.Country, Entity: "ISO:IRQ", Name: "Iraq", Country: "IRQ"},
		news.Mention{Span: news.Span{Start: 0, End: 3}, Kind: news.Organisation, Entity: "L/7 ?#", Name: evil, Country: "IRQ"})
	return docs
}

// visitStory is what they tell.
func visitStory() *news.Story {
	party := func(id, name, country string, kind news.Kind) news.EntryParty {
		return news.EntryParty{Party: news.Party{Entity: id, Name: name, Country: country, Kind: kind}, Reports: []string{"c"}}
	}
	day := time.Date(2020, 3, 8, 0, 0, 0, 0, time.UTC)
	return &news.Story{
		ID: "s", From: "2020-03-08", To: "2020-03-08", Languages: []news.Lang{"ar", "en", "zh"}, Reports: []string{"a", "b", "c"}, Sources: 3,
		Titles: map[news.Lang]string{"en": evil},
		Entries: []news.Entry{
			{
				Type: news.Consult, Mode: "visit", Status: news.Occurred, Date: &news.Interval{From: day, To: day, Precision: news.Day},
				Actors: []news.EntryParty{
					party("Q1", "Ali Shamkhani", "IRN", news.Person), party("Q2", "Barham Salih", "IRQ", news.Person),
					party("L/7 ?#", evil, "IRQ", news.Organisation), party("", evil, evil, news.Person),
				},
				Location: &news.Location{Name: "Baghdad", Country: "IRQ", Lat: 33.34, Lon: 44.4, HasPoint: true, Precision: news.AtCity},
				Evidence: []news.ReportSpan{{Report: "c", Span: news.Span{End: 31}}, {Report: "a", Span: news.Span{End: 9000}}, {Report: "gone", Span: news.Span{End: 3}}},
			},
			{
				Type: news.Consult, Status: news.Planned, Actors: []news.EntryParty{party("Q1", "Ali Shamkhani", "IRN", news.Person), party("Q9", "Nobody Met", "CHN", news.Person)},
				Evidence: []news.ReportSpan{{Report: "b", Span: news.Span{End: 18}}},
			},
		},
	}
}

// told is a store with the visit, and what pages ask of the program beside it.
func told(t *testing.T) (*memstore.Store, web.Options) {
	t.Helper()
	st := memstore.New(store.Options{})
	if _, err := st.Add(t.Context(), visitNews()); err != nil {
		t.Fatal(err)
	}
	story := visitStory()
	if err := st.ApplyStories(t.Context(), store.StoryChanges{Put: []*news.Story{story}}); err != nil {
		t.Fatal(err)
	}
	if err := st.Decide(t.Context(), store.Decision{Kind: store.Merge, A: "Q1", B: "Q2"}, store.Decision{Kind: store.Split, A: "Q1", B: "L1~2", Reports: []string{"b"}}); err != nil {
		t.Fatal(err)
	}
	day := news.Interval{From: time.Date(2020, 3, 7, 0, 0, 0, 0, time.UTC), To: time.Date(2020, 3, 7, 0, 0, 0, 0, time.UTC), Precision: news.Day}
	e := story.Entries[0]
	return st, web.Options{Entities: web.Entities{
		Known: func(_ context.Context, id string) (*news.Known, error) {
			switch id {
			case "GN:1":
				return &news.Known{ID: id, Kind: news.Place, Name: "Baghdad", Country: "IRQ", Lat: 33.34, Lon: 44.4, HasPoint: true, Names: []news.KnownName{{Name: "بغداد", Lang: "ar"}}}, nil
			case "P:unread":
				return &news.Known{ID: id, Kind: news.Person, Name: "Not Read", Country: "FRA", Roles: []news.Role{{Title: "President", From: "2017-05-14"}}}, nil
			}
			return nil, nil
		},
		Offices: func(id string, docs []*news.Document) ([]export.Office, error) {
			o := export.Office{Title: "Secretary " + evil}
			for _, d := range docs {
				o.Add(d, d.Mentions[0].Role)
			}
			return []export.Office{o}, nil
		},
		Visits: func(context.Context, []string, store.Filter) ([]news.Visit, error) {
			return []news.Visit{{
				ID: "v", Visitor: e.Actors[0], Place: *e.Location, From: news.Moment{Date: &day, Part: "evening"}, To: news.Moment{Weekday: 7}, Status: news.Occurred,
				Meetings:   []news.Meeting{{Story: "s", Status: news.Planned, With: e.Actors[1:], Place: e.Location, At: news.Moment{Weekday: 7, Part: "night"}, Evidence: e.Evidence}},
				Companions: e.Actors[3:], Evidence: e.Evidence[:1],
			}, {ID: "w", Visitor: e.Actors[3], Place: news.Location{Name: evil}, ReportedFrom: "2020-03-01", ReportedTo: "2020-03-31"}}, nil
		},
		Pledges: func(context.Context, store.Filter) ([]web.Pledge, bool, error) {
			var out []web.Pledge
			for _, kind := range news.CommitmentKinds {
				out = append(out, web.Pledge{
					Commitment: news.Commitment{Kind: kind, Story: "s", Status: news.Planned, Who: e.Actors[:1], To: e.Actors[3:], Due: &day, Made: &day, What: []news.Wording{{Report: "c", Clause: news.Span{Start: 32, End: 38}}, {Report: "gone"}}},
					After:      []news.FollowUp{{Kind: news.Broken, Story: "s", Date: &day, Evidence: e.Evidence[:1]}},
				})
			}
			out = append(out, web.Pledge{Commitment: news.Commitment{Kind: news.Promised, Who: e.Actors[:2], Status: news.Occurred}})
			return out, false, nil
		},
	}}
}

func TestEntityPages(t *testing.T) {
	st, o := told(t)
	h := web.New(st, o, slog.New(slog.DiscardHandler))
	for _, tc := range []struct{ name, path, body string }{
		{"names stand by script and language", "/entities/Q1", `<th scope="rowgroup" rowspan="1">Arabic</th><td>Arabic</td><td><span title="written so 1 time"><bdi lang="ar" dir="rtl">علي شمخاني</bdi></span>`},
		{"Chinese names too", "/entities/Q1", `<bdi lang="zh" dir="ltr">阿里·沙姆哈尼</bdi>`},
		{"roles lead to who gives them", "/entities/Q1", `<a href="/reports/c?mark=0-13#evidence">`},
		{"a meeting is told with its words", "/entities/Q1", `<blockquote lang="en" dir="ltr"><a href="/reports/c?mark=0-31#evidence">Ali Shamkhani met Barham Salih.</a></blockquote>`},
		{"who was met leads on", "/entities/Q1", `<th scope="row"><a href="/entities/Q2"><bdi>Barham Salih</bdi></a></th><td>Iraq</td><td>1</td>`},
		{"and is drawn", "/entities/Q1", `<a href="/entities/Q2" tabindex="-1"><circle class="graph-node person"`},
		{"places are drawn", "/entities/Q1", `<title>Baghdad · 1 event</title></circle>`},
		{"quotes stand in their direction", "/entities/Q1", `<blockquote lang="ar" dir="rtl"><a href="/reports/a?mark=46-49#evidence">“نعم”</a></blockquote>`},
		{"visits are told", "/entities/Q1", `<h3><a class="part" href="/entities/Q1"><bdi>Ali Shamkhani</bdi></a> in <bdi>Baghdad</bdi>, <bdi>7 March 2020, evening to Sunday</bdi>`},
		{"commitments too", "/entities/Q1/commitments", `<a class="part" href="/entities/Q1"><bdi>Ali Shamkhani</bdi></a> agreed with <bdi>&lt;script&gt;`},
		{"in the words of the report", "/entities/Q1/commitments", `<blockquote lang="en" dir="ltr"><a href="/reports/c?mark=32-36#evidence">“Yes</a></blockquote>`},
		{"with what became of them", "/entities/Q1/commitments", `<strong>broken</strong> <time datetime="2020-03-07">7 March 2020</time>`},
		{"and what was decided", "/entities/Q1", `<li><bdi>Ali Shamkhani</bdi> and <bdi>Barham Salih</bdi> are one.`},
		{"splits as well", "/entities/Q1", `In 1 report <bdi>Ali Shamkhani</bdi> is somebody else: <bdi>L1~2</bdi>.`},
		{"an organisation whose id is no word of an address", "/entities/L%2F7%20%3F%23", `<h1><bdi>&lt;script&gt;alert(1)`},
		{"its parts have addresses", "/entities/L%2F7%20%3F%23", `<a href="/entities/L%2F7%20%3F%23/timeline">`},
		{"a place has what happened there", "/entities/GN:1", `<a class="part" href="/entities/Q1"><bdi>Ali Shamkhani</bdi></a>`},
		{"a place tells who met there", "/entities/GN:1", `Who met there`},
		{"a country is shaded", "/entities/ISO:IRQ", `class="map-in"`},
		{"a country is named in the reader's language", "/entities/ISO:IRQ?ui=fr", `<h1><bdi>Irak</bdi></h1>`},
		{"so is somebody", "/entities/Q1?ui=ar", `<h1><bdi>علي شمخاني</bdi></h1>`},
		{"and a place", "/entities/GN:1?ui=ar", `<h1><bdi>بغداد</bdi></h1>`},
		{"who is known and not read about has a page", "/entities/P:unread", `<td>since 14 May 2017</td>`},
		{"a page of quotes", "/entities/Q1/quotes", `“好”`},
		{"a page of visits", "/entities/Q1/visits", `reported 1 March 2020 to 31 March 2020`},
		{"a page of some days", "/entities/Q1/timeline?since=2020-03-01&until=2020-03-31", `<time datetime="2020-03-08">8 March 2020</time>`},
		{"and of others", "/entities/Q1/timeline?since=2021-01-01", `No story tells of an act or a meeting.`},
		{"people lead to their pages", "/people", `<a href="/entities/Q1"><bdi>Ali Shamkhani</bdi></a>`},
		{"places do", "/people?kind=place", `<a href="/entities/GN:1"><bdi>Baghdad</bdi></a>`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			body := shown(t, h, tc.path)
			if !strings.Contains(body, tc.body) {
				t.Errorf("GET %s has no %s in\n%s", tc.path, tc.body, body)
			}
			for _, ui := range []string{"en", "fr", "ar"} {
				with := tc.path + "?ui=" + ui
				if strings.Contains(tc.path, "?") {
					with = tc.path + "&ui=" + ui
				}
				if tag := strangeTag(shown(t, h, with)); tag != "" {
					t.Errorf("GET %s has %s", with, tag)
				}
			}
		})
	}
}

func TestEntityPagesThatAreNotThere(t *testing.T) {
	st, o := told(t)
	h := web.New(st, o, slog.New(slog.DiscardHandler))
	for path, want := range map[string]int{
		"/entities/nobody": 404, "/entities/Q1/nothing": 404, "/entities/GN:1/quotes": 404, "/entities/Q1/timeline?since=yesterday": 400, "/entities/Q1/timeline?after=nothing": 400,
		"/entities/Q1/": 404, "/entities/": 404,
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != want {
			t.Errorf("GET %s = %d, want %d", path, w.Code, want)
		}
	}
}

func TestAnIDThatAnotherHoldsLeadsToIt(t *testing.T) {
	st, o := told(t)
	if err := st.Identify(t.Context(), store.IdentityChanges{Of: []string{"Q2"}, Hold: []store.Holding{{ID: "Q2", Holder: "Q1"}}}); err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	web.New(st, o, slog.New(slog.DiscardHandler)).ServeHTTP(w, httptest.NewRequest("GET", "/entities/Q2/quotes?since=2020-01-01", nil))
	if w.Code != http.StatusFound || w.Header().Get("Location") != "/entities/Q1/quotes?since=2020-01-01" {
		t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
	}
}

func TestEntityPagesWithoutTheProgram(t *testing.T) {
	st, _ := told(t)
	h := web.New(st, web.Options{}, slog.New(slog.DiscardHandler))
	for _, path := range []string{"/entities/Q1", "/entities/GN:1", "/entities/ISO:IRQ", "/people?entity=Salih", "/coverage"} {
		shown(t, h, path)
	}
}
