// Package storetest is the behaviour every store shares, written once. A store is
// trusted when it passes Run.
package storetest

import (
	"context"
	"iter"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// Open returns a fresh, empty store that was opened with opt.
type Open func(t *testing.T, opt store.Options) store.Store

// test is one sentence about a store.
type test struct {
	name string
	run  func(t *testing.T, e *env)
}

// env is what a test works with.
type env struct {
	store.Store
	ctx   context.Context
	clock *clock
}

// Run exercises a store.
func Run(t *testing.T, open Open) {
	for _, suite := range []struct {
		name  string
		tests []test
	}{
		{"Store", storeTests},
		{"Lists", listTests},
		{"Counts", countTests},
		{"Stories", storyTests},
		{"Histories", historyTests},
		{"Changes", changeTests},
		{"Places", placeTests},
		{"Texts", textTests},
		{"StoryDecisions", storyDecisionTests},
		{"Verdicts", verdictTests},
		{"Entities", entityTests},
		{"Identities", identityTests},
		{"Features", featureTests},
		{"Search", searchTests},
		{"Meaning", meaningTests},
		{"Queue", queueTests},
		{"Leases", leaseTests},
		{"Feeds", feedTests},
		{"Own", ownTests},
		{"Access", accessTests},
		{"Imports", importTests},
		{"Watches", watchTests},
		{"Concurrency", concurrencyTests},
	} {
		t.Run(suite.name, func(t *testing.T) {
			for _, tc := range suite.tests {
				t.Run(tc.name, func(t *testing.T) {
					c := &clock{at: time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)}
					opt := store.Options{Now: c.now, Features: features}
					if suite.name == "Identities" {
						opt.Sightings = sightings
					}
					s := open(t, opt)
					t.Cleanup(func() {
						if err := s.Close(); err != nil {
							t.Errorf("Close: %v", err)
						}
					})
					tc.run(t, &env{Store: s, ctx: t.Context(), clock: c})
				})
			}
		})
	}
}

// clock stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// features keeps the title as the feature row, and its words as keys.
func features(doc *news.Document) ([]byte, []string) {
	return []byte(doc.Title), strings.Fields(doc.Title)
}

// report makes a document with a text in a language, published on an ISO date,
// "2020-03" for a month or "" for none.
func report(id string, lang news.Lang, date, text string) *news.Document {
	return &news.Document{Report: news.Report{
		ID: id, Lang: lang, Source: "example.org", Title: "Report " + id, Text: text, Published: published(date),
	}}
}

func published(date string) *news.Published {
	if date == "" {
		return nil
	}
	iv := news.Interval{Precision: news.Day}
	var err error
	if iv.From, err = time.Parse(time.DateOnly, date); err == nil {
		iv.To = iv.From
	} else if iv.From, err = time.Parse("2006-01", date); err == nil {
		iv.Precision, iv.To = news.Month, iv.From.AddDate(0, 1, -1)
	} else if iv.From, err = time.Parse(time.RFC3339, date); err == nil {
		iv.Precision, iv.To = news.Minute, iv.From
	} else {
		panic("storetest: no date: " + date)
	}
	return &news.Published{Interval: iv, ReadFrom: news.ReadFromFeed}
}

// mention adds a mention of the first place where words stand in the text.
func mention(d *news.Document, words string, m news.Mention) *news.Document {
	m.Span = spanOf(d, words)
	d.Mentions = append(d.Mentions, m)
	return d
}

func spanOf(d *news.Document, words string) news.Span {
	at := strings.Index(d.Text, words)
	if at < 0 {
		panic("storetest: not in the text: " + words)
	}
	return news.Span{Start: at, End: at + len(words)}
}

// The people and countries of the tests.
var (
	salih     = news.Mention{Kind: news.Person, Entity: "Q1", Name: "Barham Salih", Country: "IRQ", Sector: "GOV", Role: "President"}
	shamkhani = news.Mention{Kind: news.Person, Entity: "Q2", Name: "Ali Shamkhani", Country: "IRN", Sector: "GOV"}
	iraq      = news.Mention{Kind: news.Country, Entity: "ISO:IRQ", Name: "Iraq", Country: "IRQ"}
	nobody    = news.Mention{Kind: news.Person, Name: "Jean Untel"}
)

// visit is three reports of one visit and one of something else.
func visit() []*news.Document {
	en := report("en", "en", "2020-03-09", "Barham Salih received Ali Shamkhani in Baghdad. Iraq thanked him.")
	mention(mention(mention(en, "Barham Salih", salih), "Ali Shamkhani", shamkhani), "Iraq", iraq)
	en.Events = []news.Event{{
		Type: news.Consult, Status: news.Occurred, Confidence: 0.5,
		Actors:   []news.Party{{Name: "Barham Salih", Entity: "Q1", Kind: news.Person, Country: "IRQ"}, {Name: "Ali Shamkhani", Entity: "Q2", Country: "IRN", Mention: 1}},
		Evidence: []news.Span{{Start: 0, End: 47}},
	}}
	fr := report("fr", "fr", "2020-03", "Le président irakien Barham Saleh a reçu Ali Shamkhani à Bagdad.")
	fr.Source, fr.Site = "www.echo.example", "L’Écho"
	adjective := iraq
	adjective.Adjective = true
	mention(mention(mention(fr, "Barham Saleh", salih), "Ali Shamkhani", shamkhani), "irakien", adjective)
	ar := report("ar", "ar", "2020-03-08T23:30:00+03:00", "استقبل الرئيس برهم صالح الأمين علي شمخاني في بغداد.")
	mention(mention(ar, "برهم صالح", salih), "علي شمخاني", shamkhani)
	ar.Quotes = []news.Quote{{Span: spanOf(ar, "بغداد"), Speaker: "Barham Salih", Direct: true}}
	other := report("other", "en", "", "Jean Untel spoke of the weather.")
	mention(other, "Jean Untel", nobody)
	return []*news.Document{en, fr, ar, other}
}

// add keeps docs and fails the test when that fails.
func (e *env) add(t *testing.T, docs ...*news.Document) []store.Outcome {
	t.Helper()
	outcomes, err := e.Add(e.ctx, docs)
	if err != nil {
		t.Fatalf("Add: %v", err)
	}
	return outcomes
}

// all reads a list to its end.
func all[T any](t *testing.T, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var out []T
	for v, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// firstError reads a list and returns how it ended.
func firstError[T any](seq iter.Seq2[T, error]) (n int, err error) {
	for _, err := range seq {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// ids reads the ids of a list of documents.
func (e *env) ids(t *testing.T, f store.Filter) string {
	t.Helper()
	var ids []string
	for _, d := range all(t, e.Documents(e.ctx, f)) {
		ids = append(ids, d.ID)
	}
	return strings.Join(ids, " ")
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func wantCode(t *testing.T, what string, err error, want news.Code) {
	t.Helper()
	if news.CodeOf(err) != want {
		t.Errorf("%s: error %v has code %q, want %q", what, err, news.CodeOf(err), want)
	}
}
