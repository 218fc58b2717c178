package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

var storeTests = []test{
	{"what comes back equals what was kept", func(t *testing.T, e *env) {
		want := full()
		equal(t, "outcomes", e.add(t, full()), []store.Outcome{store.Added})
		got, err := e.Document(e.ctx, "full")
		if err != nil {
			t.Fatal(err)
		}
		want.Revision = 1
		if diff := cmp.Diff(want, got, cmp.Comparer(sameTime)); diff != "" {
			t.Errorf("Document (-want +got):\n%s", diff)
		}
		if name, _ := got.Published.From.Zone(); name != "" {
			t.Errorf("the zone is called %q, want only its offset", name)
		}
	}},
	{"what is kept does not change with the document that was given, nor with the one that came back", func(t *testing.T, e *env) {
		d := visit()[0]
		e.add(t, d)
		d.Title, d.Mentions[0].Name = "another", "another"
		got, err := e.Document(e.ctx, "en")
		if err != nil || got.Title != "Report en" || got.Mentions[0].Name != "Barham Salih" {
			t.Fatalf("Document = %+v, %v", got, err)
		}
		got.Title = "another"
		if again, err := e.Document(e.ctx, "en"); err != nil || again.Title != "Report en" {
			t.Errorf("Document again = %+v, %v", again, err)
		}
	}},
	{"adding the same twice changes nothing", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		before, err := e.Stats(e.ctx)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "outcomes", e.add(t, visit()...), []store.Outcome{store.Same, store.Same, store.Same, store.Same})
		after, err := e.Stats(e.ctx)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "Stats", after, before)
	}},
	{"other findings of the same text are the same report", func(t *testing.T, e *env) {
		e.add(t, visit()[0])
		d := visit()[0]
		d.Mentions, d.Events = d.Mentions[:1], nil
		equal(t, "outcomes", e.add(t, d), []store.Outcome{store.Same})
		got, err := e.Document(e.ctx, "en")
		if err != nil || len(got.Mentions) != 3 {
			t.Errorf("Document has %d mentions, %v; want the 3 it had", len(got.Mentions), err)
		}
	}},
	{"another text, title or publication under an id is a new revision, and the old one stays", func(t *testing.T, e *env) {
		base := func() *news.Document { return visit()[0] }
		e.add(t, base())
		second := base()
		second.Title = "Corrected"
		third := base()
		third.Title, third.Published = "Corrected", published("2020-03-10")
		fourth := report("en", "en", "2020-03-10", "Corrected text.")
		fourth.Title = "Corrected"
		equal(t, "outcomes", e.add(t, second, third, third, fourth),
			[]store.Outcome{store.Revised, store.Revised, store.Same, store.Revised})
		for n, want := range []string{"Report en 2020-03-09", "Corrected 2020-03-09", "Corrected 2020-03-10", "Corrected 2020-03-10"} {
			d, err := e.Revision(e.ctx, "en", n+1)
			if err != nil {
				t.Fatalf("Revision %d: %v", n+1, err)
			}
			if got := d.Title + " " + d.Published.From.Format(time.DateOnly); got != want || d.Revision != n+1 {
				t.Errorf("revision %d is %q, number %d; want %q", n+1, got, d.Revision, want)
			}
		}
		latest, err := e.Document(e.ctx, "en")
		if err != nil || latest.Revision != 4 || latest.Text != "Corrected text." {
			t.Errorf("Document = revision %d %q, %v", latest.Revision, latest.Text, err)
		}
		for _, n := range []int{-1, 0, 5} {
			_, err := e.Revision(e.ctx, "en", n)
			wantCode(t, fmt.Sprintf("Revision %d", n), err, news.NotFound)
		}
		st, err := e.Stats(e.ctx)
		if err != nil || st.Reports != 1 || st.Revisions != 4 || st.Entities != 0 || st.Events != 0 {
			t.Errorf("Stats = %+v, %v", st, err)
		}
		equal(t, "reports that name Salih", e.ids(t, store.Filter{Entity: "Q1"}), "")
	}},
	{"a withdrawal is a revision", func(t *testing.T, e *env) {
		e.add(t, visit()[0])
		d := visit()[0]
		d.Withdrawn = true
		equal(t, "outcomes", e.add(t, d, d), []store.Outcome{store.Revised, store.Same})
		got, err := e.Document(e.ctx, "en")
		if err != nil || !got.Withdrawn || got.Revision != 2 {
			t.Errorf("Document = %+v, %v", got, err)
		}
	}},
	{"a missing report has code NotFound", func(t *testing.T, e *env) {
		_, err := e.Document(e.ctx, "nope")
		wantCode(t, "Document", err, news.NotFound)
		_, err = e.Revision(e.ctx, "nope", 1)
		wantCode(t, "Revision", err, news.NotFound)
		wantCode(t, "Replace", e.Replace(e.ctx, report("nope", "en", "", "x")), news.NotFound)
	}},
	{"Replace puts new findings in place without a new revision or a job", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		d := visit()[0]
		d.Mentions = d.Mentions[:1]
		d.Events[0].Type, d.Events[0].Actors = news.Agree, d.Events[0].Actors[:1]
		d.Quotes = []news.Quote{{Span: news.Span{Start: 0, End: 6}}}
		before, _ := e.Waiting(e.ctx, store.JobPlace)
		if err := e.Replace(e.ctx, d); err != nil {
			t.Fatal(err)
		}
		got, err := e.Document(e.ctx, "en")
		if err != nil || got.Revision != 1 || len(got.Mentions) != 1 || got.Events[0].Type != news.Agree {
			t.Errorf("Document = %+v, %v", got, err)
		}
		after, _ := e.Waiting(e.ctx, store.JobPlace)
		equal(t, "jobs", after, before)
		equal(t, "CONSULT", e.ids(t, store.Filter{Type: news.Consult}), "")
		equal(t, "AGREE", e.ids(t, store.Filter{Type: news.Agree}), "en")
		equal(t, "Shamkhani", e.ids(t, store.Filter{Entity: "Q2"}), "ar fr")
		st, err := e.Stats(e.ctx)
		if err != nil || st.Quotes != 2 || st.Revisions != 4 || st.Entities != 3 {
			t.Errorf("Stats = %+v, %v", st, err)
		}
	}},
	{"Replace with another text is found by the new words only", func(t *testing.T, e *env) {
		e.add(t, visit()[0])
		d := report("en", "en", "2020-03-11", "An entirely different wording.")
		if err := e.Replace(e.ctx, d); err != nil {
			t.Fatal(err)
		}
		equal(t, "old words", e.find(t, store.Query{Text: "Baghdad"}), "")
		equal(t, "new words", e.find(t, store.Query{Text: "wording"}), "en")
		equal(t, "by day", e.ids(t, store.Filter{Since: "2020-03-11"}), "en")
	}},
	{"a batch with a document that cannot be kept keeps nothing", func(t *testing.T, e *env) {
		for name, spoil := range spoilers() {
			docs := visit()
			spoil(docs[2])
			_, err := e.Add(e.ctx, docs)
			wantCode(t, name, err, news.Invalid)
		}
		_, err := e.Add(e.ctx, []*news.Document{visit()[0], nil})
		wantCode(t, "no document", err, news.Invalid)
		st, err := e.Stats(e.ctx)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "Stats", st, store.Stats{Languages: map[news.Lang]int{}})
		equal(t, "found", e.find(t, store.Query{Text: "Baghdad"}), "")
	}},
	{"an empty batch is no error", func(t *testing.T, e *env) {
		outcomes, err := e.Add(e.ctx, nil)
		if err != nil || len(outcomes) != 0 {
			t.Errorf("Add(nil) = %v, %v", outcomes, err)
		}
	}},
	{"Add queues one place job for each report that is new or revised", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.add(t, visit()...)
		jobs, err := e.Lease(e.ctx, store.JobPlace, 10, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, j := range jobs {
			keys = append(keys, j.Key)
		}
		equal(t, "jobs", keys, []string{"en", "fr", "ar", "other"})
	}},
	{"a report revised while its job is held is queued again, and acknowledging the old job does not lose that", func(t *testing.T, e *env) {
		e.add(t, visit()[0])
		held, err := e.Lease(e.ctx, store.JobPlace, 1, time.Minute)
		if err != nil || len(held) != 1 {
			t.Fatalf("Lease = %v, %v", held, err)
		}
		e.add(t, report("en", "en", "", "Another text."))
		if err := e.Ack(e.ctx, held...); err != nil {
			t.Fatal(err)
		}
		again, err := e.Lease(e.ctx, store.JobPlace, 1, time.Minute)
		if err != nil || len(again) != 1 || again[0].Key != "en" || again[0].Tries != 0 {
			t.Errorf("Lease = %+v, %v; want the job again", again, err)
		}
	}},
	{"CopyOf is kept when a report is revised or replaced", func(t *testing.T, e *env) {
		d := visit()[0]
		d.CopyOf = "fr"
		e.add(t, d, visit()[1])
		e.add(t, report("en", "en", "", "Another text."))
		if err := e.Replace(e.ctx, report("en", "en", "", "Another text.")); err != nil {
			t.Fatal(err)
		}
		got, err := e.Document(e.ctx, "en")
		if err != nil || got.CopyOf != "fr" {
			t.Errorf("CopyOf = %q, %v", got.CopyOf, err)
		}
		if st, err := e.Stats(e.ctx); err != nil || st.Copies != 1 {
			t.Errorf("Stats = %+v, %v", st, err)
		}
	}},
	{"Stats counts what is kept", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		if err := e.SetAside(e.ctx, []news.SetAside{{Name: "a.pdf", Reason: "no text"}}); err != nil {
			t.Fatal(err)
		}
		st, err := e.Stats(e.ctx)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "Stats", st, store.Stats{
			Reports: 4, Revisions: 4, Entities: 3, Quotes: 1, Events: 1, SetAside: 1, Queued: 4,
			Languages: map[news.Lang]int{"en": 2, "fr": 1, "ar": 1}, From: "2020-03-01", To: "2020-03-09",
		})
	}},
	{"an input set aside twice for one reason is one row", func(t *testing.T, e *env) {
		items := []news.SetAside{
			{Name: "b", Reason: "empty", Hint: "h"}, {Name: "a", Reason: "binary"}, {Name: "b", Reason: "empty", Hint: "h"}, {Name: "b", Reason: "binary"},
		}
		for range 2 {
			if err := e.SetAside(e.ctx, items); err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "SetAsides", all(t, e.SetAsides(e.ctx, 0)), []news.SetAside{
			{Name: "a", Reason: "binary"}, {Name: "b", Reason: "binary"}, {Name: "b", Reason: "empty", Hint: "h"},
		})
		equal(t, "the first two", len(all(t, e.SetAsides(e.ctx, 2))), 2)
	}},
	{"a cancelled context ends everything with its error", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		ctx, cancel := context.WithCancel(e.ctx)
		cancel()
		_, addErr := e.Add(ctx, visit())
		_, docErr := e.Document(ctx, "en")
		_, listErr := firstError(e.Documents(ctx, store.Filter{}))
		_, entityErr := firstError(e.Entities(ctx, store.Filter{}))
		_, storyErr := firstError(e.Stories(ctx, store.Filter{}))
		_, featureErr := firstError(e.Features(ctx, store.FeatureQuery{}))
		_, searchErr := e.Search(ctx, store.Query{Text: "Baghdad"})
		_, statsErr := e.Stats(ctx)
		_, leaseErr := e.Lease(ctx, store.JobPlace, 1, time.Minute)
		for what, err := range map[string]error{
			"Add": addErr, "Document": docErr, "Documents": listErr, "Entities": entityErr, "Stories": storyErr,
			"Features": featureErr, "Search": searchErr, "Stats": statsErr, "Lease": leaseErr,
		} {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v, want %v", what, err, context.Canceled)
			}
		}
	}},
	{"a list ends where its context does", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		ctx, cancel := context.WithCancel(e.ctx)
		defer cancel()
		n := 0
		for _, err := range e.Documents(ctx, store.Filter{}) {
			if err != nil {
				break
			}
			n++
			cancel()
		}
		equal(t, "rows before the end", n, 1)
	}},
	{"the body of a list may read and write", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		for d, err := range e.Documents(e.ctx, store.Filter{}) {
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Replace(e.ctx, d); err != nil {
				t.Fatal(err)
			}
			for _, err := range e.Documents(e.ctx, store.Filter{Limit: 1}) {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}},
}

// spoilers returns ways to make a document that cannot be kept.
func spoilers() map[string]func(*news.Document) {
	return map[string]func(*news.Document){
		"no id":                 func(d *news.Document) { d.ID = "" },
		"control in the id":     func(d *news.Document) { d.ID = "a\x00b" },
		"text not UTF-8":        func(d *news.Document) { d.Text = "\xff\xfe" + d.Text },
		"title not UTF-8":       func(d *news.Document) { d.Title = "\xff" },
		"name not UTF-8":        func(d *news.Document) { d.Mentions[0].Name = "\xff" },
		"span past the end":     func(d *news.Document) { d.Sentences = []news.Span{{Start: 0, End: len(d.Text) + 1}} },
		"span before the start": func(d *news.Document) { d.Mentions[0].Span.Start = -1 },
		"span backwards":        func(d *news.Document) { d.Quotes[0].Span = news.Span{Start: 8, End: 4} },
		"split character":       func(d *news.Document) { d.Mentions[0].Span.End-- },
		"no such mention":       func(d *news.Document) { d.Quotes[0].SpeakerMention = 7 },
		"year 10000": func(d *news.Document) {
			d.Published.From = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
			d.Published.To = d.Published.From
		},
		"ends before it begins": func(d *news.Document) { d.Published.To = d.Published.From.Add(-time.Hour) },
	}
}

func sameTime(a, b time.Time) bool {
	_, x := a.Zone()
	_, y := b.Zone()
	return a.Equal(b) && x == y
}

// full is a document with something in every field.
func full() *news.Document {
	text := "« Nous partirons », a dit la ministre Élodie Roux samedi soir à Genève. She said so in English."
	at := func(words string) news.Span { return spanOf(&news.Document{Report: news.Report{Text: text}}, words) }
	tehran := time.FixedZone("Asia/Tehran", 3*3600+1800)
	day := &news.Interval{From: time.Date(2020, 7, 18, 0, 0, 0, 0, time.UTC), To: time.Date(2020, 7, 18, 0, 0, 0, 0, time.UTC), Precision: news.PartOfDay}
	when := time.Date(2020, 7, 22, 0, 20, 0, 123, tehran)
	party := news.Party{Name: "Élodie Roux", Entity: "Q9", Kind: news.Person, Country: "CHE", Sector: "GOV"}
	return &news.Document{
		Report: news.Report{
			ID: "full", URL: "https://example.org/a?b=<c>", Canonical: "https://example.org/a", Source: "example.org", Site: "Example",
			Country: "CHE", Title: "Départ \u2028 annoncé", Description: "…", Authors: []string{"A", "B"}, Lang: "fr", LangConfidence: 0.987654321,
			Languages: []news.LangSpan{{Span: at("She said so in English."), Lang: "en", Confidence: 0.5}},
			Published: &news.Published{Interval: news.Interval{From: when, To: when, Precision: news.Minute, Floating: true}, ReadFrom: news.ReadFromText},
			Text:      text, Dropped: []news.Dropped{{Text: "Partager", Reason: "share button"}}, Withdrawn: true,
		},
		Sentences: []news.Span{at("« Nous partirons », a dit la ministre Élodie Roux samedi soir à Genève."), at("She said so in English.")},
		Dates: []news.Date{
			{Span: at("samedi soir"), Interval: day, Part: "evening", Relation: &news.Relation{Unit: news.Week, Offset: -1, Weekday: 6, Direction: -1}},
			{Span: at("soir"), Relation: &news.Relation{Month: 3, DayOfMonth: 8}},
		},
		Mentions: []news.Mention{
			{Span: at("Élodie Roux"), Kind: news.Person, Entity: "Q9", Name: "Élodie Roux", Country: "CHE", Role: "ministre", Sector: "GOV", Confidence: 0.25},
			{
				Span: at("Genève"), Kind: news.Place, Name: "Geneva", Adjective: true, Precision: news.AtCity,
				Candidates: []news.Candidate{{Entity: "GN:4893591", Name: "Geneva", Country: "USA", Score: 0.125}},
				ActsAs:     &news.Actor{Entity: "ISO:CHE", Kind: news.Country, Name: "Switzerland", Country: "CHE", Sector: "GOV"},
			},
		},
		Quotes: []news.Quote{{
			Span: at("Nous partirons"), Speaker: "Élodie Roux", SpeakerSpan: at("Élodie Roux"),
			SpeakerMention: 0, Direct: true, Addressee: "X", Confidence: 1,
		}, {Span: at("so"), SpeakerMention: -1}},
		Events: []news.Event{{
			Type: news.Retreat, Mode: "leave", Contexts: []string{"military"}, Status: news.Planned,
			Actors: []news.Party{party}, Recipients: []news.Party{{Name: "nobody", Mention: -1}},
			AccordingTo: []news.Attribution{{Name: "ATS", Kind: "agency", Span: at("Genève")}, {Name: "X", Kind: "unnamed"}},
			Location:    &news.Location{Name: "Geneva", Country: "CHE", Lat: 46.2, Lon: 6.15, HasPoint: true, Precision: "city", Inferred: true},
			Date:        day, Evidence: []news.Span{at("Nous partirons")}, Confidence: 0.1,
		}},
		CopyOf: "original",
	}
}
