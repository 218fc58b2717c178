package export

import (
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Document is dragoman.document/1: a report and everything found in it. Offsets
// are Unicode code points into Text.
type Document struct {
	Schema         string      `json:"schema"`
	ID             string      `json:"id"`
	URL            string      `json:"url"` // of the web, or ""
	Canonical      string      `json:"canonical,omitempty"`
	AsGiven        *AsGiven    `json:"as_given,omitempty"`
	Source         string      `json:"source"`
	Site           string      `json:"site,omitempty"`
	SourceCountry  string      `json:"source_country,omitempty"`
	Title          string      `json:"title"`
	Description    string      `json:"description,omitempty"`
	Authors        []string    `json:"authors"`
	Lang           string      `json:"lang"`
	LangConfidence float64     `json:"lang_confidence"`
	Languages      []LangSpan  `json:"languages,omitempty"`
	Published      *Published  `json:"published"`
	Revision       int         `json:"revision,omitempty"`
	Withdrawn      bool        `json:"withdrawn,omitempty"`
	Text           string      `json:"text"`
	Dropped        []Dropped   `json:"dropped"`
	Sentences      []Span      `json:"sentences"`
	Dates          []Date      `json:"dates"`
	Mentions       []Mention   `json:"mentions"`
	References     []Reference `json:"references"`
	Quotes         []Quote     `json:"quotes"`
	Events         []Event     `json:"events"`
	CopyOf         *string     `json:"copy_of"`
}

// AsGiven is what a report gives as its addresses where that is no address of the web. It may be a script: it is here to be read, not followed.
type AsGiven struct {
	URL       string `json:"url,omitempty"`
	Canonical string `json:"canonical,omitempty"`
}

// Span is a half-open range of code points.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// LangSpan is a stretch in another language than the report's.
type LangSpan struct {
	Span
	Lang       string  `json:"lang"`
	Confidence float64 `json:"confidence"`
}

// Published is when a report was published and where that was read.
type Published struct {
	From      string `json:"from"`
	To        string `json:"to"`
	Precision string `json:"precision"`
	ReadFrom  string `json:"read_from"`
}

// Dropped is a piece taken out of the text.
type Dropped struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Date is an expression of time. From, To are "" while it is unresolved, and
// Relation then says how it hangs on the publication date.
type Date struct {
	Span
	Text      string    `json:"text"`
	From      string    `json:"from"`
	To        string    `json:"to"`
	Precision string    `json:"precision"`
	Part      string    `json:"part,omitempty"`
	Relation  *Relation `json:"relation,omitempty"`
}

// Relation is news.Relation in JSON.
type Relation struct {
	Unit       string `json:"unit,omitempty"`
	Offset     int    `json:"offset"`
	Weekday    int    `json:"weekday,omitempty"`
	Direction  int    `json:"direction,omitempty"`
	Month      int    `json:"month,omitempty"`
	DayOfMonth int    `json:"day_of_month,omitempty"`
}

// Mention names an entity.
type Mention struct {
	Span
	Text       string  `json:"text"`
	Kind       string  `json:"kind"`
	Entity     string  `json:"entity"`
	Name       string  `json:"name"`
	Country    string  `json:"country"`
	Role       string  `json:"role"`
	Sector     string  `json:"sector,omitempty"`
	Adjective  bool    `json:"adjective,omitempty"`
	Confidence float64 `json:"confidence"`
	// Precision is that of a place or country: country, region, city, point or area.
	Precision  string      `json:"precision,omitempty"`
	Candidates []Candidate `json:"candidates,omitempty"`
	ActsAs     *Party      `json:"acts_as,omitempty"`
}

// Candidate is another place that a name could mean, with its share of what speaks for any
// of them.
type Candidate struct {
	Entity  string  `json:"entity"`
	Name    string  `json:"name"`
	Country string  `json:"country"`
	Score   float64 `json:"score"`
}

// Reference means somebody without a name. Mention is null where the report does not name
// them; Inferred says that they are who held the office on the day of the report.
type Reference struct {
	Span
	Text       string  `json:"text"`
	Form       string  `json:"form"`
	Mention    *int    `json:"mention"`
	Entity     string  `json:"entity"`
	Name       string  `json:"name"`
	Country    string  `json:"country"`
	Sector     string  `json:"sector,omitempty"`
	Inferred   bool    `json:"inferred,omitempty"`
	Confidence float64 `json:"confidence"`
}

// Quote is words said. SpeakerMention is null where the speaker is open.
type Quote struct {
	Span
	Text           string  `json:"text"`
	Speaker        string  `json:"speaker"`
	SpeakerMention *int    `json:"speaker_mention"`
	Direct         bool    `json:"direct"`
	Addressee      string  `json:"addressee,omitempty"`
	Confidence     float64 `json:"confidence"`
}

// Event is one coded happening.
type Event struct {
	Type        string        `json:"type"`
	Mode        string        `json:"mode"`
	Contexts    []string      `json:"contexts"`
	Status      string        `json:"status"`
	Actors      []Party       `json:"actors"`
	Recipients  []Party       `json:"recipients"`
	AccordingTo []Attribution `json:"according_to"`
	Place       *Place        `json:"place"`
	Date        *interval     `json:"date"`
	Evidence    []Span        `json:"evidence"`
	Confidence  float64       `json:"confidence"`
}

// Party is a participant.
type Party struct {
	Name     string `json:"name"`
	Entity   string `json:"entity"`
	Kind     string `json:"kind"`
	Country  string `json:"country"`
	Sector   string `json:"sector"`
	Inferred bool   `json:"inferred,omitempty"` // the country is that of the place, of the other party or of the report
}

// Attribution is one link in the chain of who says so.
type Attribution struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	Span
}

// Place is where something took place. Lat and Lon are null where no point is known.
type Place struct {
	Name      string   `json:"name"`
	Country   string   `json:"country"`
	Lat       *float64 `json:"lat"`
	Lon       *float64 `json:"lon"`
	Precision string   `json:"precision"`
	Inferred  bool     `json:"inferred,omitempty"`
}

// NewDocument renders doc.
func NewDocument(doc *news.Document) Document {
	c := newCounter(doc.Text)
	d := Document{
		Schema: DocumentSchema, ID: doc.ID, URL: news.Link(doc.URL), Canonical: news.Link(doc.Canonical),
		Source: doc.Source, Site: doc.Site, SourceCountry: doc.Country,
		Title: doc.Title, Description: doc.Description, Authors: orEmpty(doc.Authors),
		Lang: string(doc.Lang), LangConfidence: round(doc.LangConfidence),
		Published: newPublished(doc.Published), Revision: doc.Revision, Withdrawn: doc.Withdrawn,
		Text:       doc.Text,
		Dropped:    each(doc.Dropped, func(p news.Dropped) Dropped { return Dropped(p) }),
		Sentences:  each(doc.Sentences, c.span),
		Dates:      each(doc.Dates, c.date),
		Mentions:   each(doc.Mentions, c.mention),
		References: each(doc.References, c.reference),
		Quotes:     each(doc.Quotes, c.quote),
		Events:     each(doc.Events, c.event),
	}
	given := AsGiven{strange(doc.URL), strange(doc.Canonical)}
	if given != (AsGiven{}) {
		d.AsGiven = &given
	}
	for _, l := range doc.Languages {
		d.Languages = append(d.Languages, LangSpan{c.span(l.Span), string(l.Lang), round(l.Confidence)})
	}
	if doc.CopyOf != "" {
		d.CopyOf = &doc.CopyOf
	}
	return d
}

// strange is an address where it is none that may be followed.
func strange(address string) string {
	if news.Link(address) != "" {
		return ""
	}
	return address
}

// counter turns byte spans into code points.
type counter struct {
	text string
	at   *text.Offsets
}

func newCounter(s string) counter { return counter{s, text.NewOffsets(s)} }

func (c counter) span(s news.Span) Span {
	return Span{c.at.CodePoint(s.Start), c.at.CodePoint(s.End)}
}

func (c counter) date(d news.Date) Date {
	out := Date{Span: c.span(d.Span), Text: d.Span.In(c.text), Part: d.Part}
	if d.Interval != nil {
		out.From, out.To = Interval(*d.Interval)
		out.Precision = string(d.Interval.Precision)
	}
	if r := d.Relation; r != nil {
		out.Relation = &Relation{string(r.Unit), r.Offset, r.Weekday, r.Direction, r.Month, r.DayOfMonth}
	}
	return out
}

func (c counter) mention(m news.Mention) Mention {
	out := Mention{
		Span: c.span(m.Span), Text: m.Span.In(c.text), Kind: string(m.Kind), Entity: m.Entity, Name: m.Name,
		Country: m.Country, Role: m.Role, Sector: m.Sector, Adjective: m.Adjective, Confidence: round(m.Confidence),
		Precision: m.Precision,
	}
	for _, o := range m.Candidates {
		out.Candidates = append(out.Candidates, Candidate{o.Entity, o.Name, o.Country, round(o.Score)})
	}
	if a := m.ActsAs; a != nil {
		out.ActsAs = &Party{Name: a.Name, Entity: a.Entity, Kind: string(a.Kind), Country: a.Country, Sector: a.Sector}
	}
	return out
}

func (c counter) reference(r news.Reference) Reference {
	out := Reference{
		Span: c.span(r.Span), Text: r.Span.In(c.text), Form: string(r.Form), Entity: r.Entity, Name: r.Name,
		Country: r.Country, Sector: r.Sector, Inferred: r.Inferred, Confidence: round(r.Confidence),
	}
	if r.Mention >= 0 {
		out.Mention = &r.Mention
	}
	return out
}

func (c counter) quote(q news.Quote) Quote {
	out := Quote{
		Span: c.span(q.Span), Text: q.Span.In(c.text), Speaker: q.Speaker,
		Direct: q.Direct, Addressee: q.Addressee, Confidence: round(q.Confidence),
	}
	if q.SpeakerMention >= 0 {
		out.SpeakerMention = &q.SpeakerMention
	}
	return out
}

func (c counter) event(e news.Event) Event {
	return Event{
		Type: string(e.Type), Mode: e.Mode, Contexts: orEmpty(e.Contexts), Status: string(e.Status),
		Actors: each(e.Actors, newParty), Recipients: each(e.Recipients, newParty),
		AccordingTo: each(e.AccordingTo, func(a news.Attribution) Attribution {
			return Attribution{a.Name, a.Kind, c.span(a.Span)}
		}),
		Place: newPlace(e.Location), Date: jsonInterval(e.Date),
		Evidence: each(e.Evidence, c.span), Confidence: round(e.Confidence),
	}
}

func newParty(p news.Party) Party {
	return Party{p.Name, p.Entity, string(p.Kind), p.Country, p.Sector, p.Inferred}
}

func newPlace(l *news.Location) *Place {
	if l == nil {
		return nil
	}
	p := &Place{Name: l.Name, Country: l.Country, Precision: l.Precision, Inferred: l.Inferred}
	if l.HasPoint {
		lat, lon := l.Lat, l.Lon
		p.Lat, p.Lon = &lat, &lon
	}
	return p
}

func newPublished(p *news.Published) *Published {
	if p == nil {
		return nil
	}
	from, to := Interval(p.Interval)
	return &Published{from, to, string(p.Precision), string(p.ReadFrom)}
}

// each maps in to a slice that is never nil, so that JSON has [] and not null.
func each[T, U any](in []T, f func(T) U) []U {
	out := make([]U, 0, len(in))
	for _, v := range in {
		out = append(out, f(v))
	}
	return out
}

func orEmpty(in []string) []string {
	if in == nil {
		return []string{}
	}
	return in
}

// round keeps three digits: more would claim what no score here can.
func round(f float64) float64 {
	return float64(int(f*1000+0.5)) / 1000
}
