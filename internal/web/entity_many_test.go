package web_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
	"github.com/dragoman-news/dragoman/internal/web"
)

// filler is what else a report says.
var filler = strings.Repeat("Nothing in this sentence is of any weight to what is told above. ", 30)

// meetings are n days of 2005 and later on each of which one report tells of a meeting of Q1 with one of 300 others in one of 40 towns.
func meetings(n int) (docs []*news.Document, stories []*news.Story) {
	for i := range n {
		day := time.Date(2005, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i)
		other := fmt.Sprintf("Person Number %d", i*i%300)
		words := "Ali Shamkhani met " + other + "."
		said := "“We shall meet again.”"
		at := news.Interval{From: day, To: day, Precision: news.Day}
		d := &news.Document{Report: news.Report{
			ID: fmt.Sprintf("r%d", i), Source: fmt.Sprintf("outlet%d.example", i%50), Lang: []news.Lang{"en", "fr", "ar"}[i%3], Title: "A meeting",
			Text: words + " " + said + " " + filler, Published: &news.Published{Interval: at, ReadFrom: news.ReadFromFeed},
		}}
		name := news.Span{End: len("Ali Shamkhani")}
		d.Mentions = []news.Mention{
			{Span: name, Kind: news.Person, Entity: "Q1", Name: "Ali Shamkhani", Country: "IRN", Role: "Secretary"},
			{Span: news.Span{Start: 18, End: 18 + len(other)}, Kind: news.Person, Entity: fmt.Sprintf("L%d", i*i%300), Name: other, Country: []string{"IRQ", "RUS", "CHN", "FRA"}[i%4]},
		}
		d.Quotes = []news.Quote{{Span: news.Span{Start: len(words) + 4, End: len(words) + len(said) - 2}, Speaker: "Ali Shamkhani", SpeakerMention: 0, Direct: true}}
		party := func(m news.Mention) news.EntryParty {
			return news.EntryParty{Party: news.Party{Name: m.Name, Entity: m.Entity, Kind: m.Kind, Country: m.Country}, Reports: []string{d.ID}}
		}
		evidence := news.Span{End: len(words)}
		d.Events = []news.Event{{
			Type: news.Consult, Status: news.Occurred, Date: &at, Evidence: []news.Span{evidence},
			Actors: []news.Party{party(d.Mentions[0]).Party, party(d.Mentions[1]).Party},
		}}
		docs = append(docs, d)
		stories = append(stories, &news.Story{
			ID: fmt.Sprintf("s%d", i), From: day.Format(time.DateOnly), To: day.Format(time.DateOnly), Reports: []string{d.ID}, Sources: 1,
			Languages: []news.Lang{d.Lang}, Titles: map[news.Lang]string{d.Lang: d.Title},
			Entries: []news.Entry{{
				Type: news.Consult, Status: news.Occurred, Date: &at, Actors: []news.EntryParty{party(d.Mentions[0]), party(d.Mentions[1])},
				Location: &news.Location{Name: fmt.Sprintf("Town %d", i%40), Country: "IRQ", Lat: 30 + float64(i%8), Lon: 40 + float64(i%40)/4, HasPoint: true, Precision: news.AtCity},
				Evidence: []news.ReportSpan{{Report: d.ID, Span: evidence}},
			}},
		})
	}
	return docs, stories
}

// keptIn puts reports and stories into a store in steps.
func keptIn(tb testing.TB, st store.Writer, docs []*news.Document, stories []*news.Story) {
	tb.Helper()
	const step = 1000
	for i := 0; i < len(docs); i += step {
		if _, err := st.Add(tb.Context(), docs[i:min(i+step, len(docs))]); err != nil {
			tb.Fatal(err)
		}
		if err := st.ApplyStories(tb.Context(), store.StoryChanges{Put: stories[i:min(i+step, len(stories))]}); err != nil {
			tb.Fatal(err)
		}
	}
}

func TestSomebodyWithManyEntries(t *testing.T) {
	docs, stories := meetings(1000)
	st := memstore.New(store.Options{})
	keptIn(t, st, docs, stories)
	h := web.New(st, web.Options{}, slog.New(slog.DiscardHandler))
	body := shown(t, h, "/entities/Q1")
	for _, want := range []string{"Taken from the latest 300 events.", `<svg class="graph"`, `<svg class="map"`, `href="/entities/Q1/timeline">The whole timeline</a>`, "27 September 2007"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if n := strings.Count(body, `<p class="at">`); n != 12 {
		t.Errorf("%d entries on the first page", n)
	}
	if len(body) > 400_000 {
		t.Errorf("the page has %d bytes", len(body))
	}
	seen, path := 0, "/entities/Q1/timeline?since=2007-01-01"
	for path != "" {
		page := shown(t, h, path)
		seen += strings.Count(page, `<p class="at">`)
		_, rest, more := strings.Cut(page, `rel="next" href="`)
		if path = ""; more {
			path, _, _ = strings.Cut(rest, `"`)
			path = strings.ReplaceAll(path, "&amp;", "&")
		}
	}
	if want := 1000 - 730; seen != want {
		t.Errorf("the timeline since 2007 has %d entries, want %d", seen, want)
	}
}

// BenchmarkEntity asks for pages on somebody of whom 5,000 entries tell, and on others of whom few do.
func BenchmarkEntity(b *testing.B) {
	docs, stories := meetings(5000)
	st, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "b.db"), store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	keptIn(b, st, docs, stories)
	h := web.New(st, web.Options{}, slog.New(slog.DiscardHandler))
	for _, path := range []string{"/entities/Q1", "/entities/Q1/timeline", "/entities/Q1/timeline?until=2010-01-01", "/entities/Q1/quotes", "/entities/L1", "/people"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				w := httptest.NewRecorder()
				if h.ServeHTTP(w, httptest.NewRequest("GET", path, nil)); w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
}
