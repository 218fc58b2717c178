package web

import (
	"context"
	"html/template"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/web/locale"
)

// entityReader is what pages on people, organisations and places ask of the store beside the rest.
type entityReader interface {
	Documents(ctx context.Context, f store.Filter) iter.Seq2[*news.Document, error]
	Entries(ctx context.Context, f store.Filter) iter.Seq2[*news.Entry, error]
	Holder(ctx context.Context, id string) (string, error)
	Held(ctx context.Context, holder string) ([]store.Holding, error)
	Decisions(ctx context.Context) ([]store.Decision, error)
}

// Entities is what pages on people, organisations and places ask of the program beside the store. Each may be nil: then the pages
// do without.
type Entities struct {
	// Known returns what is known of an id without any report, nil where nothing is.
	Known func(ctx context.Context, id string) (*news.Known, error)
	// Find returns the people and organisations that a name means, in any spelling.
	Find func(ctx context.Context, name string, f store.Filter) ([]*news.Entity, error)
	// Offices gathers what reports call somebody.
	Offices func(id string, docs []*news.Document) ([]export.Office, error)
	// Visits returns the visits that stories tell of and that match, latest first.
	Visits func(ctx context.Context, stories []string, f store.Filter) ([]news.Visit, error)
	// Pledges returns the commitments that match, those of the latest story first, at most f.Limit, and whether there may be
	// more.
	Pledges func(ctx context.Context, f store.Filter) ([]Pledge, bool, error)
}

// Pledge is a commitment and what became of it.
type Pledge struct {
	news.Commitment
	After []news.FollowUp
}

// A page reads no more than this, however much is told of somebody, and says so.
const (
	mostScanned  = 300 // entries for the graph and the map
	mostNaming   = 60  // reports for roles and quotes
	mostWhole    = 60  // entries up to which everything is on one page
	mostNamed    = 500 // reports up to which promises are: they are looked for in the stories of all of them
	mostVisiting = 100 // entries, the latest, among which visits are looked for
)

// So many rows stand on the first page; the page of the part has the rest.
const (
	fewActs   = 12
	fewQuotes = 6
	fewRows   = 6
)

// The parts of an entity's pages that have a page of their own.
const (
	partTimeline    = "timeline"
	partQuotes      = "quotes"
	partVisits      = "visits"
	partCommitments = "commitments"
)

// entityPage is all that a page on an entity shows. What is nil or empty is not shown.
type entityPage struct {
	frame
	Entity *news.Entity
	Called string // in the reader's language
	Part   string // "" for the first page
	Parts  []string

	Names     []scriptRow
	AlsoKnown []news.KnownName
	Roles     []roleRow
	RolesOf   int // reports that were read for them, where not all were
	Acts      []actRow
	Quotes    []quoteRow
	Met       []metRow
	Graph     template.HTML
	Places    []placeRow
	Map       template.HTML
	Scanned   int // entries that were looked at for graph and map, where not all were
	Visits    []visitRow
	Pledges   []pledgeRow
	Decided   []decidedRow

	Since, Until string
	More         map[string]bool // parts of which there is more than the first page shows
	Next         string          // address of the next page of a part
}

// Path is the address of a part of this entity's pages, of the days that are looked at.
func (p *entityPage) Path(part string) string {
	to := entityPath(p.Entity.ID)
	if part != "" {
		to += "/" + part
	}
	days := url.Values{}
	for key, day := range map[string]string{"since": p.Since, "until": p.Until} {
		if day != "" {
			days.Set(key, day)
		}
	}
	if len(days) == 0 {
		return to
	}
	return to + "?" + days.Encode()
}

// days is the filter of the days that are looked at.
func (p *entityPage) days(limit int) store.Filter {
	return store.Filter{Since: p.Since, Until: p.Until, Limit: limit}
}

// entityShow is the first page: who it is, whom they met and where, and the latest of all else.
func (s *server) entityShow(w http.ResponseWriter, r *http.Request) {
	a, page, ok := s.about(w, r, "")
	if !ok {
		return
	}
	if err := a.overview(page); err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, "entity_show.html", page)
}

// entityPart is the page of one part, with all there is, page by page.
func (s *server) entityPart(w http.ResponseWriter, r *http.Request) {
	part := r.PathValue("part")
	a, page, ok := s.about(w, r, part)
	if !ok {
		return
	}
	if !slices.Contains(page.Parts, part) {
		s.fail(w, r, &news.Error{Code: news.NotFound, Message: r.URL.Path})
		return
	}
	f := page.days(perPage)
	f.After = r.URL.Query().Get("after")
	if err := a.part(page, part, f); err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, "entity_part.html", page)
}

// about begins a page on the entity of the address. It answers by itself where there is none, or where another id
// holds by now.
func (s *server) about(w http.ResponseWriter, r *http.Request, part string) (*about, *entityPage, bool) {
	id := r.PathValue("id")
	holder, err := s.st.Holder(r.Context(), id)
	if err != nil {
		s.fail(w, r, err)
		return nil, nil, false
	}
	if holder != id {
		to := entityPath(holder) // another may hold another day, so the address stays good
		if part != "" {
			to += "/" + url.PathEscape(part)
		}
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		http.Redirect(w, r, to, http.StatusFound)
		return nil, nil, false
	}
	a := &about{server: s, ctx: r.Context(), docs: map[string]*news.Document{}}
	if err := a.identify(id); err != nil {
		s.fail(w, r, err)
		return nil, nil, false
	}
	page := &entityPage{frame: s.frame(w, r, "people", ""), Entity: a.e, Part: part, Parts: a.parts(), More: map[string]bool{}}
	a.f = page.frame
	page.Since, page.Until = strings.TrimSpace(r.URL.Query().Get("since")), strings.TrimSpace(r.URL.Query().Get("until"))
	page.Called = a.name()
	page.Title = page.Called
	return a, page, true
}

// about reads what is told of one entity.
type about struct {
	*server
	ctx   context.Context //nolint:containedctx // it lives as long as one request
	f     frame
	e     *news.Entity
	known *news.Known // nil where nothing is
	docs  map[string]*news.Document
}

// identify finds the entity of an id: as reports name it, or else as knowledge has it.
func (a *about) identify(id string) error {
	if a.Entities.Known != nil {
		known, err := a.Entities.Known(a.ctx, id)
		if err != nil && news.CodeOf(err) != news.NotFound {
			return err
		}
		a.known = known
	}
	for e, err := range a.st.Entities(a.ctx, store.Filter{Entity: id}) {
		if err != nil {
			return err
		}
		if e.ID == id {
			a.e = e
			return nil
		}
	}
	if a.known == nil {
		return &news.Error{Code: news.NotFound, Message: id}
	}
	a.e = &news.Entity{ID: id, Kind: a.known.Kind, Name: a.known.Name, Country: a.known.Country, Sector: a.known.Sector}
	return nil
}

// parts lists the parts that there are of an entity of this kind.
func (a *about) parts() []string {
	out := []string{partTimeline}
	if a.e.Kind != news.Place && a.e.Kind != news.Country {
		out = append(out, partQuotes)
	}
	if a.Entities.Visits != nil {
		out = append(out, partVisits)
	}
	if a.Entities.Pledges != nil && a.e.Kind != news.Place {
		out = append(out, partCommitments)
	}
	return out
}

// overview fills the first page.
func (a *about) overview(p *entityPage) error {
	entries, next, err := a.acts(p.days(mostScanned))
	if err != nil {
		return err
	}
	if next != "" {
		p.Scanned = len(entries)
	}
	p.Names, p.AlsoKnown = a.names()
	p.Met, p.Graph = a.met(entries)
	p.Places, p.Map = a.where(entries)
	if p.Acts, err = a.actRows(entries[:min(len(entries), fewActs)]); err != nil {
		return err
	}
	p.More[partTimeline] = len(entries) > fewActs
	if err := a.said(p); err != nil {
		return err
	}
	whole := next == "" && len(entries) <= mostWhole
	f := p.days(fewRows + 1)
	if !whole {
		p.More[partVisits] = slices.Contains(p.Parts, partVisits)
	} else if err := a.visiting(p, entries, f); err != nil {
		return err
	}
	if !whole || a.e.Reports > mostNamed {
		p.More[partCommitments] = slices.Contains(p.Parts, partCommitments)
	} else if err := a.promising(p, f); err != nil {
		return err
	}
	p.Decided, err = a.decided()
	return err
}

// said fills roles and quotes from the latest reports that name the entity.
func (a *about) said(p *entityPage) error {
	if a.e.Kind == news.Place || a.e.Kind == news.Country {
		return nil
	}
	docs, more, err := a.naming(p.days(mostNaming))
	if err != nil {
		return err
	}
	if more {
		p.RolesOf = len(docs)
	}
	if p.Roles, err = a.roles(docs); err != nil {
		return err
	}
	p.Quotes = a.quotes(docs)
	p.More[partQuotes] = more || len(p.Quotes) > fewQuotes
	p.Quotes = p.Quotes[:min(len(p.Quotes), fewQuotes)]
	return nil
}

// part fills the page of one part.
func (a *about) part(p *entityPage, part string, f store.Filter) error {
	switch part {
	case partTimeline:
		entries, next, err := a.acts(f)
		if err != nil {
			return err
		}
		p.Next = a.next(next)
		p.Acts, err = a.actRows(entries)
		return err
	case partQuotes:
		docs, more, err := a.naming(f)
		if err != nil {
			return err
		}
		if more {
			p.Next = a.next(docs[len(docs)-1].ID)
		}
		p.Quotes = a.quotes(docs)
		return nil
	case partVisits:
		entries, next, err := a.acts(p.days(mostVisiting))
		if err != nil {
			return err
		}
		if next != "" {
			p.Scanned = len(entries)
		}
		return a.visiting(p, entries, f)
	default:
		return a.promising(p, f)
	}
}

// next is the address of the page behind a row; "" where there is none.
func (a *about) next(after string) string {
	if after == "" {
		return ""
	}
	return a.f.With("after", after)
}

// naming returns the latest reports that name the entity, and whether there are more. A report that only copies another is
// one of them, for it may name the role that the other leaves out.
func (a *about) naming(f store.Filter) (docs []*news.Document, more bool, err error) {
	limit := f.Limit
	f.Entity, f.Limit = a.e.ID, limit+1
	for d, err := range a.st.Documents(a.ctx, f) {
		if err != nil {
			return nil, false, err
		}
		if len(docs) == limit {
			return docs, true, nil
		}
		a.docs[d.ID] = d
		docs = append(docs, d)
	}
	return docs, false, nil
}

// doc returns a report, nil where it is not there any more.
func (a *about) doc(id string) (*news.Document, error) {
	if d, ok := a.docs[id]; ok {
		return d, nil
	}
	d, err := a.st.Document(a.ctx, id)
	if err != nil && news.CodeOf(err) != news.NotFound {
		return nil, err
	}
	a.docs[id] = d
	return d, nil
}

// entityFunctions are what templates of pages on entities call beside the rest.
func entityFunctions(l *locale.Locale) template.FuncMap {
	return template.FuncMap{
		"script": l.Script,
		"dict":   dict,
		"inc":    func(n int) int { return n + 1 },
		"minus":  func(a, b int) int { return a - b },
		"party": func(e *news.Entity) news.Party {
			return news.Party{Entity: e.ID, Name: e.Name, Kind: e.Kind, Country: e.Country}
		},
		"list1":      func(p news.EntryParty) []news.EntryParty { return []news.EntryParty{p} },
		"people":     func(ps []news.EntryParty) template.HTML { return peopleOf(l, ps) },
		"foreignTag": func(text, lang string) template.HTML { return foreign(text, news.Lang(lang)) },
	}
}

// dict gives a part of a page several values by name.
func dict(pairs ...any) map[string]any {
	out := map[string]any{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if key, ok := pairs[i].(string); ok {
			out[key] = pairs[i+1]
		}
	}
	return out
}

// peopleOf lists parties, each leading to its page.
func peopleOf(l *locale.Locale, parties []news.EntryParty) template.HTML {
	f := frame{L: l}
	out := make([]template.HTML, len(parties))
	for i, p := range parties {
		at := piece{Text: f.party(p.Party, "")}
		if p.Entity != "" {
			at.Href = entityPath(p.Entity)
		}
		out[i] = at.HTML()
	}
	return l.ListHTML(out)
}
