// Package formattest holds a small made record for the tests of file formats: one story of three reports in three
// scripts, a report that is a copy, and one that plans something, with everything in them that has broken a file
// format before: quotes, tabs, line ends, a formula, NUL, markup, scripts for addresses and text that runs from
// right to left.
package formattest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
)

// Now is when the files of tests are written.
var Now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// Hostile is the title of the second report.
const Hostile = "=HYPERLINK(\"http://evil.example\";\"x\")\t<script>alert('1')</script>\r\n\"quoted\", \x00 and ;|\\ \u202eback"

// Options are those of tests: entries, with links to pages.
func Options() format.Options {
	return format.Options{Now: Now, Base: "https://desk.example"}
}

// Store keeps the record.
func Store(t testing.TB) store.Store {
	t.Helper()
	s := memstore.New(store.Options{Now: func() time.Time { return Now }})
	ctx := context.Background()
	docs := reports()
	if _, err := s.Add(ctx, docs); err != nil {
		t.Fatalf("formattest: %v", err)
	}
	if err := s.ApplyStories(ctx, store.StoryChanges{Put: stories(docs)}); err != nil {
		t.Fatalf("formattest: %v", err)
	}
	return s
}

func day(s string) *news.Interval {
	at, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err) // a date of this file
	}
	return &news.Interval{From: at, To: at, Precision: news.Day}
}

func published(s string) *news.Published {
	return &news.Published{Interval: *day(s), ReadFrom: news.ReadFromMeta}
}

func reports() []*news.Document {
	return []*news.Document{english(), hostile(), arabic(), planned(), copied(), undated()}
}

// span is where words stand in a text.
func span(text, words string) news.Span {
	at := strings.Index(text, words)
	if at < 0 {
		panic("formattest: no " + words) // a text of this file
	}
	return news.Span{Start: at, End: at + len(words)}
}

var (
	shamkhani = news.Party{Name: "Ali Shamkhani", Entity: "Q4725266", Kind: news.Person, Country: "IRN", Sector: "GOV", Mention: 0}
	salih     = news.Party{Name: "Barham Salih", Entity: "Q809114", Kind: news.Person, Country: "IRQ", Sector: "GOV", Mention: 1}
	union     = news.Party{Name: "Union of Dockers", Entity: "L7", Kind: news.Organisation, Country: "IRQ", Sector: "LAB", Mention: -1, Inferred: true}
	baghdad   = news.Location{Name: "Baghdad", Country: "IRQ", Lat: 33.34, Lon: 44.4, HasPoint: true, Precision: news.AtCity}
	iraq      = news.Location{Name: "Iraq", Country: "IRQ", Precision: news.AtCountry, Inferred: true}
)

func english() *news.Document {
	text := "Ali Shamkhani met President Barham Salih in Baghdad on Sunday.\nThey spoke of terrorism, INA reported."
	first := span(text, "Ali Shamkhani met President Barham Salih in Baghdad on Sunday.")
	return &news.Document{
		Report: news.Report{
			ID: "r1", URL: "https://news.example/a?b=1&c=2", Source: "news.example", Country: "GBR", Title: "Shamkhani in Baghdad",
			Authors: []string{"A. Writer"}, Lang: "en", LangConfidence: 0.99, Published: published("2020-03-09"), Text: text,
		},
		Sentences: []news.Span{first, span(text, "They spoke of terrorism, INA reported.")},
		Mentions: []news.Mention{
			{Span: span(text, "Ali Shamkhani"), Kind: news.Person, Entity: shamkhani.Entity, Name: shamkhani.Name, Country: "IRN", Sector: "GOV", Confidence: 0.9},
			{Span: span(text, "Barham Salih"), Kind: news.Person, Entity: salih.Entity, Name: salih.Name, Country: "IRQ", Sector: "GOV", Role: "President", Confidence: 0.95},
			{Span: span(text, "Baghdad"), Kind: news.Place, Entity: "GN:98182", Name: "Baghdad", Country: "IRQ", Precision: news.AtCity, Confidence: 0.9},
		},
		Events: []news.Event{{
			Type: news.Consult, Mode: "visit", Contexts: []string{"terrorism", "diplomatic"}, Status: news.Occurred,
			Actors: []news.Party{shamkhani, salih}, Location: &baghdad, Date: day("2020-03-08"), Evidence: []news.Span{first}, Confidence: 0.93,
			AccordingTo: []news.Attribution{{Name: "INA", Kind: "agency", Span: span(text, "INA")}},
		}},
	}
}

func hostile() *news.Document {
	text := "+1 = \"Chamkhani\"; a rencontré\tBarham Saleh,\nsamedi soir; <b>il</b> a dit : « non\u2028 » -- '@SUM(A1)'\x00."
	met := span(text, "\"Chamkhani\"; a rencontré\tBarham Saleh,\nsamedi soir")
	return &news.Document{
		Report: news.Report{
			ID: "r2;|\"'<>&", URL: "javascript:alert(document.cookie)", Source: "@journal\t\"x\"", Country: "FRA", Title: Hostile,
			Authors: []string{"=cmd|' /C calc'!A0", "O'Neil, \"B\""}, Lang: "fr", LangConfidence: 0.97, Published: published("2020-03-08"), Text: text,
		},
		Sentences: []news.Span{{Start: 0, End: len(text)}},
		Mentions: []news.Mention{
			{Span: span(text, "\"Chamkhani\""), Kind: news.Person, Entity: shamkhani.Entity, Name: shamkhani.Name, Country: "IRN", Sector: "GOV", Confidence: 0.8},
			{Span: span(text, "Barham Saleh"), Kind: news.Person, Entity: salih.Entity, Name: salih.Name, Country: "IRQ", Sector: "GOV", Confidence: 0.8},
		},
		Events: []news.Event{{
			Type: news.Consult, Mode: "visit", Contexts: []string{"diplomatic"}, Status: news.Occurred,
			Actors: []news.Party{shamkhani, salih}, Date: day("2020-03-07"), Location: &iraq, Evidence: []news.Span{met}, Confidence: 0.7,
		}},
	}
}

func arabic() *news.Document {
	text := "استقبل رئيس الجمهورية برهم صالح أمين مجلس الأمن القومي الإيراني علي شمخاني في بغداد."
	all := news.Span{Start: 0, End: len(text)}
	sh, sa := shamkhani, salih
	sh.Mention, sa.Mention = 1, 0
	return &news.Document{
		Report: news.Report{
			ID: "r3", URL: "https://akhbar.example/شمخاني", Source: "akhbar.example", Country: "IRQ", Title: "برهم صالح يستقبل شمخاني",
			Lang: "ar", LangConfidence: 0.99, Published: published("2020-03-09"), Text: text,
		},
		Sentences: []news.Span{all},
		Mentions: []news.Mention{
			{Span: span(text, "برهم صالح"), Kind: news.Person, Entity: salih.Entity, Name: salih.Name, Country: "IRQ", Sector: "GOV", Role: "رئيس الجمهورية", Confidence: 0.9},
			{Span: span(text, "علي شمخاني"), Kind: news.Person, Entity: shamkhani.Entity, Name: shamkhani.Name, Country: "IRN", Sector: "GOV", Confidence: 0.9},
		},
		Events: []news.Event{{
			Type: news.Consult, Mode: "visit", Contexts: []string{"diplomatic"}, Status: news.Occurred,
			Actors: []news.Party{sa, sh}, Location: &baghdad, Evidence: []news.Span{all}, Confidence: 0.88,
		}},
	}
}

// planned tells of a strike to come, with an hour, and of an attack that was denied.
func planned() *news.Document {
	text := "Dockers will strike in Basra at 10:00 on 1 April. The ministry denied that police had beaten workers."
	at := time.Date(2020, 4, 1, 10, 0, 0, 0, time.FixedZone("", 3*3600))
	strike, beaten := span(text, "Dockers will strike in Basra at 10:00 on 1 April."), span(text, "The ministry denied that police had beaten workers.")
	return &news.Document{
		Report: news.Report{
			ID: "r4", URL: "http://port.example/strike", Source: "port.example", Country: "IRQ", Title: "Strike at the port",
			Lang: "en", LangConfidence: 0.99, Published: published("2020-03-30"), Text: text,
		},
		Sentences: []news.Span{strike, beaten},
		Events: []news.Event{
			{
				Type: news.Protest, Mode: "strike", Contexts: []string{"economic"}, Status: news.Planned, Actors: []news.Party{union},
				Location: &news.Location{Name: "Basra", Country: "IRQ", Lat: 30.5, Lon: 47.8, HasPoint: true, Precision: news.AtCity},
				Date:     &news.Interval{From: at, To: at, Precision: news.Minute}, Evidence: []news.Span{strike}, Confidence: 0.8,
			},
			{
				Type: news.Assault, Mode: "beat", Status: news.Denied,
				Actors:     []news.Party{{Name: "police", Kind: news.Organisation, Country: "IRQ", Sector: "COP", Mention: -1}},
				Recipients: []news.Party{union}, Location: &news.Location{Name: "Gulf", Precision: news.AtArea}, Evidence: []news.Span{beaten}, Confidence: 0.6,
			},
		},
	}
}

func copied() *news.Document {
	d := english()
	d.ID, d.URL, d.Source, d.CopyOf = "r5", "https://copy.example/a", "copy.example", "r1"
	return d
}

// undated tells what nobody dates, in a report that is not dated either.
func undated() *news.Document {
	text := "La ONU entregó ayuda a Irak."
	return &news.Document{
		Report:    news.Report{ID: "r6", Source: "noticias.example", Title: "Ayuda", Lang: "es", LangConfidence: 0.9, Text: text},
		Sentences: []news.Span{{Start: 0, End: len(text)}},
		Events: []news.Event{{
			Type: news.Aid, Status: news.Occurred, // no mode, no contexts
			Actors:     []news.Party{{Name: "United Nations", Entity: "ORG:UNO", Kind: news.Organisation, Sector: "IGO", Mention: -1}},
			Recipients: []news.Party{{Name: "Iraq", Entity: "ISO:IRQ", Kind: news.Country, Country: "IRQ", Sector: "GOV", Mention: -1}},
			Location:   &iraq, Evidence: []news.Span{{Start: 0, End: len(text)}}, Confidence: 0.9,
		}},
	}
}

func stories(docs []*news.Document) []*news.Story {
	en, fr, ar, strike, aid := docs[0], docs[1], docs[2], docs[3], docs[5]
	return []*news.Story{
		{
			ID: "s1", Titles: map[news.Lang]string{"en": en.Title, "fr": fr.Title, "ar": ar.Title}, From: "2020-03-07", To: "2020-03-08",
			Languages: []news.Lang{"ar", "en", "fr"}, Reports: []string{fr.ID, en.ID, ar.ID, "r5"}, Copies: 1, Sources: 3,
			Entries: []news.Entry{meeting(en, fr, ar)},
			Differences: []news.Difference{{Entry: 0, Attribute: "date", Values: []news.DifferenceValue{
				{Value: "2020-03-08", Reports: []string{en.ID}, Evidence: []news.ReportSpan{{Report: en.ID, Span: en.Events[0].Evidence[0]}}},
				{Value: "2020-03-07", Reports: []string{fr.ID}},
			}}},
		},
		{
			ID: "s2", Titles: map[news.Lang]string{"en": strike.Title}, From: "2020-03-30", To: "2020-04-01", Languages: []news.Lang{"en"},
			Reports: []string{strike.ID}, Sources: 1, Entries: []news.Entry{*format.Event(strike, 0), *format.Event(strike, 1)},
		},
		{
			ID: "s3", Titles: map[news.Lang]string{"es": aid.Title}, Languages: []news.Lang{"es"}, Reports: []string{aid.ID}, Sources: 1,
			Entries: []news.Entry{*format.Event(aid, 0)},
		},
	}
}

func meeting(en, fr, ar *news.Document) news.Entry {
	all := []string{en.ID, fr.ID, ar.ID}
	e := news.Entry{
		Type: news.Consult, Mode: "visit", Status: news.Occurred, Location: &baghdad, Date: day("2020-03-08"),
		Actors: []news.EntryParty{{Party: shamkhani, Reports: all}, {Party: salih, Reports: all}},
		Places: []news.EntryPlace{{Location: baghdad, Reports: []string{en.ID, ar.ID}}, {Location: iraq, Reports: []string{fr.ID}}},
		Dates: []news.EntryDate{
			{Interval: *day("2020-03-08"), Reports: []string{en.ID}}, {Interval: *day("2020-03-07"), Reports: []string{fr.ID}, Sister: []string{fr.ID}},
		},
	}
	for _, d := range []*news.Document{en, fr, ar} {
		e.Evidence = append(e.Evidence, news.ReportSpan{Report: d.ID, Span: d.Events[0].Evidence[0]})
	}
	return e
}
