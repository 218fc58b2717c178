package codec

import (
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// The types of this file are the JSON of version 1. They are frozen: a field
// may be added with omitempty when its absence means what it meant before;
// anything else is a version 2 beside it.

type span1 [2]int

type time1 struct {
	Unix   int64 `json:"s"`
	Nanos  int   `json:"n,omitempty"`
	Offset int   `json:"z,omitempty"` // seconds east of UTC
}

type interval1 struct {
	From      time1  `json:"f"`
	To        *time1 `json:"t,omitempty"` // nil: as From
	Precision string `json:"p"`
	Floating  bool   `json:"fl,omitempty"`
}

type published1 struct {
	interval1
	ReadFrom string `json:"by,omitempty"`
}

type document1 struct {
	ID             string       `json:"id"`
	URL            string       `json:"url,omitempty"`
	Canonical      string       `json:"can,omitempty"`
	Source         string       `json:"src,omitempty"`
	Site           string       `json:"site,omitempty"`
	Country        string       `json:"cc,omitempty"`
	Title          string       `json:"title,omitempty"`
	Description    string       `json:"desc,omitempty"`
	Authors        []string     `json:"auth,omitempty"`
	Lang           string       `json:"lang,omitempty"`
	LangConfidence float64      `json:"langc,omitempty"`
	Languages      []langSpan1  `json:"langs,omitempty"`
	Published      *published1  `json:"pub,omitempty"`
	Dropped        []dropped1   `json:"drop,omitempty"`
	Withdrawn      bool         `json:"gone,omitempty"`
	Sentences      []span1      `json:"sent,omitempty"`
	Dates          []date1      `json:"dates,omitempty"`
	Mentions       []mention1   `json:"men,omitempty"`
	References     []reference1 `json:"ref,omitempty"`
	Quotes         []quote1     `json:"quo,omitempty"`
	Events         []event1     `json:"ev,omitempty"`
}

type langSpan1 struct {
	Span       span1   `json:"s"`
	Lang       string  `json:"l"`
	Confidence float64 `json:"c,omitempty"`
}

type dropped1 struct {
	Text   string `json:"t"`
	Reason string `json:"r"`
}

type date1 struct {
	Span     span1      `json:"s"`
	Interval *interval1 `json:"i,omitempty"`
	Part     string     `json:"p,omitempty"`
	Relation *relation1 `json:"r,omitempty"`
}

type relation1 struct {
	Unit       string `json:"u,omitempty"`
	Offset     int    `json:"o,omitempty"`
	Weekday    int    `json:"w,omitempty"`
	Direction  int    `json:"d,omitempty"`
	Month      int    `json:"m,omitempty"`
	DayOfMonth int    `json:"dm,omitempty"`
}

type mention1 struct {
	Span       span1   `json:"s"`
	Kind       string  `json:"k,omitempty"`
	Entity     string  `json:"e,omitempty"`
	Name       string  `json:"n,omitempty"`
	Country    string  `json:"cc,omitempty"`
	Role       string  `json:"r,omitempty"`
	Sector     string  `json:"sec,omitempty"`
	Adjective  bool    `json:"adj,omitempty"`
	Confidence float64 `json:"c,omitempty"`

	Precision  string       `json:"p,omitempty"`
	Candidates []candidate1 `json:"or,omitempty"`
	ActsAs     *party1      `json:"as,omitempty"` // its Mention is not used
}

type candidate1 struct {
	Entity  string  `json:"e,omitempty"`
	Name    string  `json:"n,omitempty"`
	Country string  `json:"cc,omitempty"`
	Score   float64 `json:"s,omitempty"`
}

type reference1 struct {
	Span       span1   `json:"s"`
	Form       string  `json:"f,omitempty"`
	Mention    int     `json:"m"`
	Entity     string  `json:"e,omitempty"`
	Name       string  `json:"n,omitempty"`
	Country    string  `json:"cc,omitempty"`
	Sector     string  `json:"sec,omitempty"`
	Inferred   bool    `json:"inf,omitempty"`
	Confidence float64 `json:"c,omitempty"`
}

type quote1 struct {
	Span           span1   `json:"s"`
	Speaker        string  `json:"n,omitempty"`
	SpeakerSpan    span1   `json:"ns,omitzero"`
	SpeakerMention int     `json:"m"`
	Direct         bool    `json:"d,omitempty"`
	Addressee      string  `json:"to,omitempty"`
	Confidence     float64 `json:"c,omitempty"`
}

type event1 struct {
	Type        string         `json:"t"`
	Mode        string         `json:"m,omitempty"`
	Contexts    []string       `json:"ctx,omitempty"`
	Status      string         `json:"st,omitempty"`
	Actors      []party1       `json:"a,omitempty"`
	Recipients  []party1       `json:"r,omitempty"`
	AccordingTo []attribution1 `json:"by,omitempty"`
	Location    *location1     `json:"loc,omitempty"`
	Date        *interval1     `json:"d,omitempty"`
	Evidence    []span1        `json:"ev,omitempty"`
	Confidence  float64        `json:"c,omitempty"`
}

type party1 struct {
	Name    string `json:"n,omitempty"`
	Entity  string `json:"e,omitempty"`
	Kind    string `json:"k,omitempty"`
	Country string `json:"cc,omitempty"`
	Sector  string `json:"sec,omitempty"`
	Mention int    `json:"m"`

	Inferred bool `json:"inf,omitempty"`
}

type attribution1 struct {
	Name string `json:"n,omitempty"`
	Kind string `json:"k,omitempty"`
	Span span1  `json:"s,omitzero"`
}

type location1 struct {
	Name      string  `json:"n,omitempty"`
	Country   string  `json:"cc,omitempty"`
	Lat       float64 `json:"lat,omitempty"`
	Lon       float64 `json:"lon,omitempty"`
	HasPoint  bool    `json:"pt,omitempty"`
	Precision string  `json:"p,omitempty"`
	Inferred  bool    `json:"inf,omitempty"`
}

func toTime1(t time.Time) time1 {
	_, offset := t.Zone()
	return time1{Unix: t.Unix(), Nanos: t.Nanosecond(), Offset: offset}
}

// time never answers in time.Local: what is read back must not depend on the
// machine's zone.
func (t time1) time() time.Time {
	at := time.Unix(t.Unix, int64(t.Nanos)).UTC()
	if t.Offset != 0 {
		at = at.In(time.FixedZone("", t.Offset))
	}
	return at
}

func toInterval1(iv *news.Interval) *interval1 {
	if iv == nil {
		return nil
	}
	out := &interval1{From: toTime1(iv.From), Precision: string(iv.Precision), Floating: iv.Floating}
	if to := toTime1(iv.To); to != out.From {
		out.To = &to
	}
	return out
}

func (iv *interval1) interval() *news.Interval {
	if iv == nil {
		return nil
	}
	to := iv.From
	if iv.To != nil {
		to = *iv.To
	}
	return &news.Interval{From: iv.From.time(), To: to.time(), Precision: news.Precision(iv.Precision), Floating: iv.Floating}
}

func toLocation1(l *news.Location) *location1 {
	if l == nil {
		return nil
	}
	c := location1(*l)
	return &c
}

func (l *location1) location() *news.Location {
	if l == nil {
		return nil
	}
	c := news.Location(*l)
	return &c
}

// each converts a list, and an empty one to nil.
func each[A, B any](in []A, f func(A) B) []B {
	if len(in) == 0 {
		return nil
	}
	out := make([]B, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}

func toSpan1(s news.Span) span1      { return span1{s.Start, s.End} }
func (s span1) span() news.Span      { return news.Span{Start: s[0], End: s[1]} }
func toSpans1(s []news.Span) []span1 { return each(s, toSpan1) }
func spans(s []span1) []news.Span    { return each(s, span1.span) }
