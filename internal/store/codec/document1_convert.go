package codec

import "github.com/dragoman-news/dragoman/internal/news"

func toDocument1(d *news.Document) *document1 {
	out := &document1{
		ID: d.ID, URL: d.URL, Canonical: d.Canonical, Source: d.Source, Site: d.Site, Country: d.Country,
		Title: d.Title, Description: d.Description, Authors: d.Authors,
		Lang: string(d.Lang), LangConfidence: d.LangConfidence, Withdrawn: d.Withdrawn,
		Languages: each(d.Languages, func(l news.LangSpan) langSpan1 {
			return langSpan1{Span: toSpan1(l.Span), Lang: string(l.Lang), Confidence: l.Confidence}
		}),
		Dropped:   each(d.Dropped, func(x news.Dropped) dropped1 { return dropped1(x) }),
		Sentences: toSpans1(d.Sentences),
		Dates: each(d.Dates, func(x news.Date) date1 {
			return date1{Span: toSpan1(x.Span), Interval: toInterval1(x.Interval), Part: x.Part, Relation: toRelation1(x.Relation)}
		}),
		Mentions: each(d.Mentions, toMention1),
		References: each(d.References, func(r news.Reference) reference1 {
			return reference1{
				Span: toSpan1(r.Span), Form: string(r.Form), Mention: r.Mention, Entity: r.Entity, Name: r.Name,
				Country: r.Country, Sector: r.Sector, Inferred: r.Inferred, Confidence: r.Confidence,
			}
		}),
		Quotes: each(d.Quotes, func(q news.Quote) quote1 {
			return quote1{
				Span: toSpan1(q.Span), Speaker: q.Speaker, SpeakerSpan: toSpan1(q.SpeakerSpan),
				SpeakerMention: q.SpeakerMention, Direct: q.Direct, Addressee: q.Addressee, Confidence: q.Confidence,
			}
		}),
		Events: each(d.Events, toEvent1),
	}
	if p := d.Published; p != nil {
		out.Published = &published1{interval1: *toInterval1(&p.Interval), ReadFrom: string(p.ReadFrom)}
	}
	return out
}

func (d *document1) document(text string) *news.Document {
	out := &news.Document{
		Report: news.Report{
			ID: d.ID, URL: d.URL, Canonical: d.Canonical, Source: d.Source, Site: d.Site, Country: d.Country,
			Title: d.Title, Description: d.Description, Authors: d.Authors,
			Lang: news.Lang(d.Lang), LangConfidence: d.LangConfidence, Withdrawn: d.Withdrawn, Text: text,
			Languages: each(d.Languages, func(l langSpan1) news.LangSpan {
				return news.LangSpan{Span: l.Span.span(), Lang: news.Lang(l.Lang), Confidence: l.Confidence}
			}),
			Dropped: each(d.Dropped, func(x dropped1) news.Dropped { return news.Dropped(x) }),
		},
		Sentences: spans(d.Sentences),
		Dates: each(d.Dates, func(x date1) news.Date {
			return news.Date{Span: x.Span.span(), Interval: x.Interval.interval(), Part: x.Part, Relation: x.Relation.relation()}
		}),
		Mentions: each(d.Mentions, mention1.mention),
		References: each(d.References, func(r reference1) news.Reference {
			return news.Reference{
				Span: r.Span.span(), Form: news.Form(r.Form), Mention: r.Mention, Entity: r.Entity, Name: r.Name,
				Country: r.Country, Sector: r.Sector, Inferred: r.Inferred, Confidence: r.Confidence,
			}
		}),
		Quotes: each(d.Quotes, func(q quote1) news.Quote {
			return news.Quote{
				Span: q.Span.span(), Speaker: q.Speaker, SpeakerSpan: q.SpeakerSpan.span(),
				SpeakerMention: q.SpeakerMention, Direct: q.Direct, Addressee: q.Addressee, Confidence: q.Confidence,
			}
		}),
		Events: each(d.Events, event1.event),
	}
	if p := d.Published; p != nil {
		out.Published = &news.Published{Interval: *p.interval(), ReadFrom: news.ReadFrom(p.ReadFrom)}
	}
	return out
}

func toMention1(m news.Mention) mention1 {
	out := mention1{
		Span: toSpan1(m.Span), Kind: string(m.Kind), Entity: m.Entity, Name: m.Name, Country: m.Country,
		Role: m.Role, Sector: m.Sector, Adjective: m.Adjective, Confidence: m.Confidence, Precision: m.Precision,
		Candidates: each(m.Candidates, func(c news.Candidate) candidate1 { return candidate1(c) }),
	}
	if a := m.ActsAs; a != nil {
		out.ActsAs = &party1{Name: a.Name, Entity: a.Entity, Kind: string(a.Kind), Country: a.Country, Sector: a.Sector}
	}
	return out
}

func (m mention1) mention() news.Mention {
	out := news.Mention{
		Span: m.Span.span(), Kind: news.Kind(m.Kind), Entity: m.Entity, Name: m.Name, Country: m.Country,
		Role: m.Role, Sector: m.Sector, Adjective: m.Adjective, Confidence: m.Confidence, Precision: m.Precision,
		Candidates: each(m.Candidates, func(c candidate1) news.Candidate { return news.Candidate(c) }),
	}
	if a := m.ActsAs; a != nil {
		out.ActsAs = &news.Actor{Name: a.Name, Entity: a.Entity, Kind: news.Kind(a.Kind), Country: a.Country, Sector: a.Sector}
	}
	return out
}

func toRelation1(r *news.Relation) *relation1 {
	if r == nil {
		return nil
	}
	return &relation1{
		Unit: string(r.Unit), Offset: r.Offset, Weekday: r.Weekday, Direction: r.Direction,
		Month: r.Month, DayOfMonth: r.DayOfMonth,
	}
}

func (r *relation1) relation() *news.Relation {
	if r == nil {
		return nil
	}
	return &news.Relation{
		Unit: news.Precision(r.Unit), Offset: r.Offset, Weekday: r.Weekday, Direction: r.Direction,
		Month: r.Month, DayOfMonth: r.DayOfMonth,
	}
}

func toEvent1(e news.Event) event1 {
	return event1{
		Type: string(e.Type), Mode: e.Mode, Contexts: e.Contexts, Status: string(e.Status),
		Actors: each(e.Actors, toParty1), Recipients: each(e.Recipients, toParty1),
		AccordingTo: each(e.AccordingTo, func(a news.Attribution) attribution1 {
			return attribution1{Name: a.Name, Kind: a.Kind, Span: toSpan1(a.Span)}
		}),
		Location: toLocation1(e.Location), Date: toInterval1(e.Date),
		Evidence: toSpans1(e.Evidence), Confidence: e.Confidence,
	}
}

func (e event1) event() news.Event {
	return news.Event{
		Type: news.EventType(e.Type), Mode: e.Mode, Contexts: e.Contexts, Status: news.Status(e.Status),
		Actors: each(e.Actors, party1.party), Recipients: each(e.Recipients, party1.party),
		AccordingTo: each(e.AccordingTo, func(a attribution1) news.Attribution {
			return news.Attribution{Name: a.Name, Kind: a.Kind, Span: a.Span.span()}
		}),
		Location: e.Location.location(), Date: e.Date.interval(),
		Evidence: spans(e.Evidence), Confidence: e.Confidence,
	}
}

func toParty1(p news.Party) party1 {
	return party1{Name: p.Name, Entity: p.Entity, Kind: string(p.Kind), Country: p.Country, Sector: p.Sector, Mention: p.Mention, Inferred: p.Inferred}
}

func (p party1) party() news.Party {
	return news.Party{Name: p.Name, Entity: p.Entity, Kind: news.Kind(p.Kind), Country: p.Country, Sector: p.Sector, Mention: p.Mention, Inferred: p.Inferred}
}
