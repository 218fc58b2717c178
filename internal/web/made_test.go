package web_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/web"
)

// foundStories finds stories as the program does, but for what only a store that lasts knows.
func foundStories(st *memstore.Store) web.Stories {
	return func(ctx context.Context, id string, at time.Time) (*web.FoundStory, error) {
		find := func() (*news.Story, error) { return st.Story(ctx, id) }
		if !at.IsZero() {
			find = func() (*news.Story, error) { return st.StoryAt(ctx, id, at) }
		}
		s, err := find()
		if news.CodeOf(err) == news.NotFound {
			s, err = st.StoryOf(ctx, id)
		}
		if err != nil {
			return nil, err
		}
		f := &web.FoundStory{Story: s, AsOf: at}
		for _, r := range s.Reports {
			d, err := st.Document(ctx, r)
			if err != nil {
				return nil, err
			}
			f.Docs = append(f.Docs, d)
		}
		if f.Versions, err = st.StoryVersions(ctx, s.ID); err != nil {
			return nil, err
		}
		if f.Decided, err = st.StoryDecisions(ctx); err != nil {
			return nil, err
		}
		f.Called, f.Sides, f.Commitments = record.Called(f.Docs), record.Sides(f.Docs, s), record.Commitments(f.Docs, s)
		var entries []*news.Entry
		for i := range s.Entries {
			entries = append(entries, &s.Entries[i])
		}
		f.Visits, err = record.Visits(entries, func(r string) (*news.Document, error) { return st.Document(ctx, r) })
		f.Formerly = []web.StoryPart{{Story: "s-before", Reports: s.Reports[:1]}}
		return f, err
	}
}

// outcomes says of each commitment that it was carried out.
func outcomes(_ context.Context, f *web.FoundStory) (map[string][]news.FollowUp, error) {
	out := map[string][]news.FollowUp{}
	for _, c := range f.Commitments {
		out[c.ID] = []news.FollowUp{{Kind: news.Implemented, Story: "later", Reason: "both <b>names</b> are in it"}}
	}
	return out, nil
}

// teller writes a report whose findings are named by their words.
type teller struct {
	doc *news.Document
	t   testing.TB
}

func tells(t testing.TB, id string, lang news.Lang, source, country, title, text string) *teller {
	return &teller{&news.Document{Report: news.Report{
		ID: id, Lang: lang, LangConfidence: 0.99, Source: source, Country: country, Title: title, Text: text, URL: "https://" + source + "/" + id,
	}}, t}
}

func (w *teller) at(words string) news.Span {
	i := strings.Index(w.doc.Text, words)
	if i < 0 {
		w.t.Fatalf("%q is not in %s", words, w.doc.ID)
	}
	return news.Span{Start: i, End: i + len(words)}
}

func (w *teller) on(day string) *teller {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		w.t.Fatal(err)
	}
	w.doc.Published = &news.Published{Interval: news.Interval{From: at, To: at, Precision: news.Day}, ReadFrom: news.ReadFromText}
	return w
}

func (w *teller) names(words string, kind news.Kind, entity, name, country string) *teller {
	w.doc.Mentions = append(w.doc.Mentions, news.Mention{Span: w.at(words), Kind: kind, Entity: entity, Name: name, Country: country, Confidence: 1})
	return w
}

// party is a mention as a participant.
func (w *teller) party(i int) news.Party {
	m := w.doc.Mentions[i]
	return news.Party{Name: m.Name, Entity: m.Entity, Kind: m.Kind, Country: m.Country, Mention: i}
}

func (w *teller) did(words string, e news.Event) *teller {
	e.Evidence = []news.Span{w.at(words)}
	w.doc.Sentences = append(w.doc.Sentences, e.Evidence[0])
	w.doc.Events = append(w.doc.Events, e)
	return w
}

func (w *teller) said(words string, speaker int) *teller {
	m := w.doc.Mentions[speaker]
	w.doc.Quotes = append(w.doc.Quotes, news.Quote{Span: w.at(words), Speaker: m.Name, SpeakerSpan: m.Span, SpeakerMention: speaker, Direct: true})
	return w
}

func oneDay(iso string) *news.Interval {
	at, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		panic(err) // a constant of the test
	}
	return &news.Interval{From: at, To: at, Precision: news.Day}
}

// lamu is a story in three languages: two people met in Nairobi, on the fifth or on the fourth, and one of them promised
// engineers.
func lamu(t testing.TB) []*news.Document {
	nairobi := &news.Location{Name: "Nairobi", Country: "KEN", Lat: -1.29, Lon: 36.82, HasPoint: true, Precision: news.AtCity}
	en := tells(t, "may-en", "en", "lagoon.example", "GBR", "Vasconcelos in Nairobi for talks on port",
		"Helena Vasconcelos met Daniel Mwangi in Nairobi on Monday.\n\n\"The first ship will sail before winter,\" she said.\n\nShe promised to send 40 engineers by 1 September 2031.").on("2031-05-06").
		names("Helena Vasconcelos", news.Person, "QV", "Helena Vasconcelos", "PRT").names("Daniel Mwangi", news.Person, "QM", "Daniel Mwangi", "KEN").
		names("Nairobi", news.Place, "GN:1", "Nairobi", "KEN")
	en.did("Helena Vasconcelos met Daniel Mwangi in Nairobi on Monday.", news.Event{
		Type: news.Consult, Mode: "visit", Status: news.Occurred, Actors: []news.Party{en.party(0), en.party(1)}, Location: nairobi, Date: oneDay("2031-05-05"),
	}).said("The first ship will sail before winter,", 0)
	en.doc.Dates = []news.Date{{Span: en.at("Monday"), Interval: oneDay("2031-05-05")}}
	ar := tells(t, "may-ar", "ar", "marsa.example", "EGY", "رئيسة وزراء البرتغال تلتقي الرئيس الكيني",
		"التقت هيلينا فاسكونسيلوس الرئيس دانيال موانغي يوم الأحد في نيروبي.\n\nوقال موانغي: «هذا الميناء ملك لجميع الكينيين».").on("2031-05-06").
		names("هيلينا فاسكونسيلوس", news.Person, "QV", "Helena Vasconcelos", "PRT").names("دانيال موانغي", news.Person, "QM", "Daniel Mwangi", "KEN").
		names("نيروبي", news.Place, "GN:1", "Nairobi", "KEN")
	ar.did("التقت هيلينا فاسكونسيلوس الرئيس دانيال موانغي يوم الأحد في نيروبي.", news.Event{
		Type: news.Consult, Mode: "visit", Status: news.Occurred, Actors: []news.Party{ar.party(0), ar.party(1)}, Location: nairobi, Date: oneDay("2031-05-04"),
	}).said("هذا الميناء ملك لجميع الكينيين", 1)
	zh := tells(t, "may-zh", "zh", "gang.example", "CHN", "葡萄牙总理访问内罗毕", "葡萄牙总理瓦斯康塞洛斯5日在内罗毕会见姆万吉总统。").on("2031-05-06").
		names("瓦斯康塞洛斯", news.Person, "QV", "Helena Vasconcelos", "PRT").names("姆万吉", news.Person, "QM", "Daniel Mwangi", "KEN")
	zh.did("葡萄牙总理瓦斯康塞洛斯5日在内罗毕会见姆万吉总统。", news.Event{
		Type: news.Consult, Status: news.Occurred, Actors: []news.Party{zh.party(0), zh.party(1)}, Location: nairobi, Date: oneDay("2031-05-05"),
	})
	return []*news.Document{en.doc, ar.doc, zh.doc}
}

// keep puts reports into a store as one story.
func keep(t testing.TB, st *memstore.Store, id string, docs ...*news.Document) *news.Story {
	t.Helper()
	if _, err := st.Add(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	s := record.Story(id, docs, nil)
	if err := st.ApplyStories(t.Context(), store.StoryChanges{Put: []*news.Story{s}}); err != nil {
		t.Fatal(err)
	}
	return s
}

// many keeps n stories of one report each, one a day, in turns in three languages.
func many(t testing.TB, st *memstore.Store, n int) {
	t.Helper()
	for i := range n {
		lang := []news.Lang{"en", "ar", "zh"}[i%3]
		day := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i).Format(time.DateOnly)
		city := []string{"Rabat", "Fes"}[i%2]
		country := []string{"GBR", "EGY", "CHN"}[i%3]
		w := tells(t, fmt.Sprintf("r%04d", i), lang, fmt.Sprintf("source%d.example", i%7), country, fmt.Sprintf("Title %d", i), "Omar Said met Ana Lima in "+city+".").on(day).
			names("Omar Said", news.Person, "QO", "Omar Said", "MAR").names("Ana Lima", news.Person, "QA", "Ana Lima", "BRA").names(city, news.Place, "GN:"+city, city, "MAR")
		place := &news.Location{Name: city, Country: "MAR", Precision: news.AtCity}
		w.did(w.doc.Text, news.Event{
			Type: news.Consult, Status: news.Occurred, Actors: []news.Party{w.party(0), w.party(1)}, Location: place, Date: oneDay(day),
		})
		keep(t, st, fmt.Sprintf("s%04d", i), w.doc)
	}
}
