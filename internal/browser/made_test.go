//go:build browser

package browser

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// telling is how one language tells of the made meetings.
type telling struct {
	lang        news.Lang
	title, text string // %d is the number of the round
	first       string // who met, as written
	second      string
}

var tellings = []telling{
	{"en", "Okafor and Pinto meet in Lisbon for round %d", "Lena Okafor met Rui Tavares Pinto in Lisbon for round %d of the talks. “We have come closer,” Okafor said.", "Lena Okafor", "Rui Tavares Pinto"},
	{"ar", "أوكافور وبينتو يلتقيان في لشبونة في الجولة %d", "التقت لينا أوكافور روي تافاريس بينتو في لشبونة في الجولة %d من المحادثات. وقالت أوكافور: «لقد اقتربنا أكثر».", "لينا أوكافور", "روي تافاريس بينتو"},
	{"zh", "奥卡福与平托在里斯本举行第%d轮会谈", "莱娜·奥卡福在里斯本会见鲁伊·塔瓦雷斯·平托，举行第%d轮会谈。奥卡福说：“我们更接近了。”", "莱娜·奥卡福", "鲁伊·塔瓦雷斯·平托"},
	{"fr", "Okafor et Pinto se voient à Lisbonne, session %d", "Lena Okafor a rencontré Rui Tavares Pinto à Lisbonne pour la session %d des pourparlers. « Nous nous sommes rapprochés », a dit Okafor.", "Lena Okafor", "Rui Tavares Pinto"},
}

// newStore makes a store; done closes it, so that the program may have it.
func newStore(t *testing.T) (path string, st *sqlite.Store, done func()) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "made.db")
	st, err := app.OpenStore(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	return path, st, func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}
}

// madeStore keeps so many stories of two or four reports each and returns the path of the store.
func madeStore(t *testing.T, stories int) string {
	t.Helper()
	path, st, done := newStore(t)
	defer done()
	const step = 250
	for from := 0; from < stories; from += step {
		var docs []*news.Document
		var changes store.StoryChanges
		for i := from; i < min(from+step, stories); i++ {
			told := madeReports(i)
			docs = append(docs, told...)
			changes.Put = append(changes.Put, record.Story(fmt.Sprintf("smade%05d", i), told, nil))
		}
		if _, err := st.Add(t.Context(), docs); err != nil {
			t.Fatal(err)
		}
		for {
			jobs, err := st.Lease(t.Context(), store.JobPlace, 1000, time.Minute)
			if err != nil {
				t.Fatal(err)
			}
			if changes.Jobs = append(changes.Jobs, jobs...); len(jobs) == 0 {
				break
			}
		}
		if err := st.ApplyStories(t.Context(), changes); err != nil {
			t.Fatal(err)
		}
	}
	if stories == 0 {
		return path
	}
	seen := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	// What users add themselves: pages of these are reached by links like the others.
	err := errors.Join(
		st.AddWatch(t.Context(), store.Watch{ID: "lisbon", Name: "لشبونة / 里斯本", Words: "Lisbon", Filter: store.Filter{Lang: "ar"}, Webhook: "https://example.org/hook", Secret: "of the test", Made: seen, Looked: seen}),
		st.PutFeed(t.Context(), store.Feed{URL: "https://example.org/a-feed-with-a-rather-long-address/of/many/parts.xml", Title: "Example", Kind: "feed"}),
		st.PutFeed(t.Context(), store.Feed{URL: "https://example.net/feed", LastError: "the server said 404 Not Found", Failures: 3}),
	)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// madeReports are the reports of a story: the first in each of the four languages, others in two.
func madeReports(story int) []*news.Document {
	day := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, story/12)
	n := 2
	if story == 0 {
		n = len(tellings)
	}
	var out []*news.Document
	for k := range n {
		out = append(out, madeReport(story, tellings[(story+k)%len(tellings)], day))
	}
	return out
}

func madeReport(story int, told telling, day time.Time) *news.Document {
	date := news.Interval{From: day, To: day, Precision: news.Day}
	body := fmt.Sprintf(told.text, story+1)
	d := &news.Document{Report: news.Report{
		ID: fmt.Sprintf("m%05d%s", story, told.lang), Source: string(told.lang) + ".example", URL: fmt.Sprintf("https://%s.example/%d", told.lang, story),
		Title: fmt.Sprintf(told.title, story+1), Lang: told.lang, LangConfidence: 1, Text: body,
		Published: &news.Published{Interval: date, ReadFrom: news.ReadFromFeed},
	}}
	end := "."
	if told.lang == "zh" {
		end = "。"
	}
	stop := strings.Index(body, end) + len(end)
	d.Sentences = []news.Span{{Start: 0, End: stop}, {Start: stop, End: len(body)}}
	okafor := mention(body, told.first, "Q900001", "Lena Okafor", "NGA")
	pinto := mention(body, told.second, "Q900002", "Rui Tavares Pinto", "PRT")
	d.Mentions = []news.Mention{okafor, pinto}
	said := news.Span{Start: stop, End: len(body)}
	d.Quotes = []news.Quote{{Span: said, Speaker: "Lena Okafor", SpeakerMention: 0, Direct: true, Confidence: 0.9}}
	d.Events = []news.Event{{
		Type: news.Consult, Status: news.Occurred, Actors: []news.Party{party(okafor), party(pinto)},
		Location: &news.Location{Name: "Lisbon", Country: "PRT", Lat: 38.72, Lon: -9.14, HasPoint: true, Precision: "city"},
		Date:     &date, Evidence: []news.Span{d.Sentences[0]}, Confidence: 0.9,
	}}
	return d
}

func mention(text, words, entity, name, country string) news.Mention {
	at := strings.Index(text, words)
	return news.Mention{Span: news.Span{Start: at, End: at + len(words)}, Kind: news.Person, Entity: entity, Name: name, Country: country, Confidence: 1}
}

func party(m news.Mention) news.Party {
	return news.Party{Name: m.Name, Entity: m.Entity, Kind: m.Kind, Country: m.Country, Mention: -1}
}
