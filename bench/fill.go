package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// What a store has beside reports and stories.
const (
	fillBatch   = 4 * block // reports in a transaction, whole stories
	fillFeeds   = 300
	fillWatches = 5
	fillOpen    = 60 // proposals that wait
	fillOutlets = 300
)

// outletCountries are where outlets are from; three outlets in four are of the first four.
var outletCountries = []string{"IRQ", "FRA", "GBR", "EGY", "TUN", "RUS", "IRN", "TUR", "LBN", "CHE", "SDN", "PRT"}

// fill makes a store of n reports, with their stories as they were made: what reading and placing a million costs is
// measured elsewhere, and the pages do not care how a story came about.
func fill(ctx context.Context, path string, n int) (err error) {
	st, err := app.OpenStore(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	for i := 0; i < n; i += fillBatch {
		docs := make([]*news.Document, 0, fillBatch)
		for k := i; k < min(i+fillBatch, n); k++ {
			docs = append(docs, shownDocument(k))
		}
		if _, err := st.Add(ctx, docs); err != nil {
			return err
		}
		if err := fillStories(ctx, st, docs); err != nil {
			return err
		}
	}
	return furnish(ctx, st)
}

// keepWriting adds so many reports a second to a store, each with its story, until ctx ends.
func keepWriting(ctx context.Context, path string, rate float64) (err error) {
	if rate <= 0 {
		return nil
	}
	st, err := app.OpenStore(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	stats, err := st.Stats(ctx)
	if err != nil {
		return err
	}
	tick := time.NewTicker(time.Duration(float64(time.Second) / rate))
	defer tick.Stop()
	for i := stats.Reports; ; i++ {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		docs := []*news.Document{shownDocument(i)}
		if _, err := st.Add(context.WithoutCancel(ctx), docs); err != nil {
			return err
		}
		if err := fillStories(context.WithoutCancel(ctx), st, docs); err != nil {
			return err
		}
	}
}

// shownDocument is a made document with what pages show beside names and meetings: a country, an address, a role, a quote. Its text is of 700
// letters or so, so that a million of them are 5 GB.
func shownDocument(i int) *news.Document {
	d := madeText(i, 2)
	outlet := 0
	_, _ = fmt.Sscanf(d.Source, "outlet%d", &outlet) // it is written so
	d.ID = rowID(i)
	d.Country = outletCountries[outlet%4]
	if outlet%4 == 0 {
		d.Country = outletCountries[outlet/4%len(outletCountries)]
	}
	d.URL = fmt.Sprintf("https://%s/%d", d.Source, i)
	d.Mentions[0].Role, d.Mentions[1].Role = "President", "Minister"
	d.Mentions[0].Country, d.Mentions[1].Country = outletCountries[i%5], outletCountries[i%7]
	for k := range d.Events {
		for p := range d.Events[k].Actors {
			d.Events[k].Actors[p].Country = d.Mentions[p].Country
		}
	}
	d.Quotes = []news.Quote{{
		Span: d.Sentences[1], Speaker: d.Mentions[0].Name, SpeakerSpan: d.Mentions[0].Span, SpeakerMention: 0, Direct: true, Confidence: 0.9,
	}}
	return d
}

// fillStories keeps the stories that reports were made for, and has done what waits for them.
func fillStories(ctx context.Context, st *sqlite.Store, docs []*news.Document) error {
	var ch store.StoryChanges
	for len(docs) > 0 {
		number, _ := story(rowNumber(docs[0].ID))
		same := 1
		for same < len(docs) {
			if of, _ := story(rowNumber(docs[same].ID)); of != number {
				break
			}
			same++
		}
		ch.Put = append(ch.Put, toldStory(number, docs[:same]))
		docs = docs[same:]
	}
	var err error
	if ch.Jobs, err = st.Lease(ctx, store.JobPlace, 2*fillBatch, time.Minute); err != nil {
		return err
	}
	if err := st.ApplyStories(ctx, ch); err != nil {
		return err
	}
	known, err := st.Lease(ctx, store.JobIdentify, 8*fillBatch, time.Minute)
	if err != nil {
		return err
	}
	return st.Identify(ctx, store.IdentityChanges{Jobs: known})
}

// toldStory is the story of some reports: they agree on who met where, and every fifth story on everything but the day.
func toldStory(number int, docs []*news.Document) *news.Story {
	s := &news.Story{ID: storyID(number), Titles: map[news.Lang]string{}}
	first := docs[0].Events[0]
	e := news.Entry{ID: s.ID + "/0", Story: s.ID, Type: first.Type, Mode: first.Mode, Status: first.Status, Location: first.Location, Date: first.Date}
	for _, p := range first.Actors {
		e.Actors = append(e.Actors, news.EntryParty{Party: p})
	}
	sources := map[string]bool{}
	for _, d := range docs {
		s.Reports = append(s.Reports, d.ID)
		sources[d.Source] = true
		if _, ok := s.Titles[d.Lang]; !ok {
			s.Titles[d.Lang] = d.Title
			s.Languages = append(s.Languages, d.Lang)
		}
		for p := range e.Actors {
			e.Actors[p].Reports = append(e.Actors[p].Reports, d.ID)
		}
		for _, span := range d.Events[0].Evidence {
			e.Evidence = append(e.Evidence, news.ReportSpan{Report: d.ID, Span: span})
		}
	}
	slices.Sort(s.Languages)
	s.Sources = len(sources)
	e.Places = []news.EntryPlace{{Location: *e.Location, Reports: s.Reports}}
	e.Dates = []news.EntryDate{{Interval: *e.Date, Reports: s.Reports}}
	s.From = e.Date.From.Format(time.DateOnly)
	s.To = s.From
	if number%5 == 0 && len(docs) > 1 {
		s.Differences = []news.Difference{{Entry: 0, Attribute: "date", Values: []news.DifferenceValue{
			{Value: s.From, Reports: s.Reports[:1], Evidence: e.Evidence[:1]},
			{Value: e.Date.From.AddDate(0, 0, 1).Format(time.DateOnly), Reports: s.Reports[1:], Evidence: e.Evidence[1:]},
		}}}
	}
	s.Entries = []news.Entry{e}
	return s
}

func storyID(number int) string { return fmt.Sprintf("S%07d", number) }

// furnish gives a store what stands on the desk: subscriptions, watches, proposals.
func furnish(ctx context.Context, st *sqlite.Store) error {
	now := time.Now()
	for i := range fillFeeds {
		f := store.Feed{URL: fmt.Sprintf("https://outlet%d.example/feed", i), Title: fmt.Sprintf("Outlet %d", i), Kind: "feed", LastSuccess: now, NextPoll: now.Add(time.Hour)}
		if i%20 == 0 {
			f.LastError, f.Failures = "it does not answer", 3
		}
		if err := st.PutFeed(ctx, f); err != nil {
			return err
		}
	}
	var who []*news.Entity
	for e, err := range st.Entities(ctx, store.Filter{Kind: news.Person, Limit: 2 * fillOpen}) {
		if err != nil {
			return err
		}
		who = append(who, e)
	}
	var ch store.IdentityChanges
	for i := 0; i+1 < len(who); i += 2 {
		a, b := min(who[i].ID, who[i+1].ID), max(who[i].ID, who[i+1].ID)
		ch.Of = append(ch.Of, a, b)
		ch.Proposals = append(ch.Proposals, store.Proposal{Kind: store.Merge, A: a, B: b, Confidence: 0.6, Reasons: []string{"the names are alike"}})
	}
	if err := st.Identify(ctx, ch); err != nil {
		return err
	}
	for i := range min(fillWatches, len(who)) {
		w := store.Watch{ID: fmt.Sprintf("w%d", i), Name: who[i].Name, Filter: store.Filter{Entity: who[i].ID}, Made: now, Looked: now.Add(-time.Hour)}
		if err := st.AddWatch(ctx, w); err != nil {
			return err
		}
	}
	return nil
}
