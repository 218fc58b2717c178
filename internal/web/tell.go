package web

import (
	"html/template"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// piece is one part of a statement: what is said and where the words are that say it, "" where nothing points at any.
type piece struct {
	Text template.HTML
	Href string
}

// HTML is the piece as a link to its words.
func (p piece) HTML() template.HTML {
	if p.Href == "" {
		return p.Text
	}
	return template.HTML(`<a class="part" href="`+template.HTMLEscapeString(p.Href)+`">`) + p.Text + "</a>" // an address of ours, escaped
}

func htmlOf(pieces []piece) []template.HTML {
	out := make([]template.HTML, len(pieces))
	for i, p := range pieces {
		out[i] = p.HTML()
	}
	return out
}

// happening is an event or an entry, ready to be told.
type happening struct {
	Type     news.EventType
	Mode     string
	Contexts []string
	Status   news.Status
	Who      []piece
	Whom     []piece
	Place    *news.Location
	PlaceAt  piece
	Date     *news.Interval
	DateAt   string  // the words that give it
	By       []piece // who says so
	Words    string  // where the words are that tell of it
}

// tell is a happening as a sentence, each part of which leads to its words.
func (f frame) tell(h happening) template.HTML {
	who := htmlOf(h.Who)
	if len(who) == 0 {
		who = []template.HTML{template.HTML(template.HTMLEscapeString(f.L.T("tell.somebody")))}
	}
	form := "noun."
	if h.Status == news.Occurred || h.Status == news.Background {
		form = "deed."
	}
	key := form + string(h.Type) + ".alone"
	if len(h.Whom) > 0 {
		key = form + string(h.Type) + ".to"
	}
	if !f.L.Has(key) { // a type of a later release
		key = "type." + string(h.Type)
	}
	said := f.L.HTML(key, len(who), f.L.ListHTML(who), f.L.ListHTML(htmlOf(h.Whom)))
	if h.Place != nil {
		said += " " + f.place(h.Place, h.PlaceAt)
	}
	if h.Date != nil {
		said += " " + piece{f.OnDay(*h.Date), h.DateAt}.HTML()
	}
	if len(h.By) > 0 {
		said += template.HTML(template.HTMLEscapeString(strings.TrimRight(f.L.T("list.clause"), " "))) + " " + f.L.HTML("tell.by", f.L.ListHTML(htmlOf(h.By)))
	}
	if h.Status != news.Occurred && h.Status != "" {
		said = f.L.HTML("tell."+string(h.Status), said)
	}
	return said + "."
}

func (f frame) place(l *news.Location, at piece) template.HTML {
	key := "tell.place"
	if l.Precision == news.AtCity {
		key = "tell.town"
	}
	if at.Text == "" {
		at.Text = f.placeName(l)
	}
	out := f.L.HTML(key, at.HTML())
	if l.Inferred {
		out += template.HTML(` <span class="quiet">[` + template.HTMLEscapeString(f.L.T("tell.inferred")) + `]</span>`)
	}
	return out
}

// placeName is the name of a place: a country's in the reader's language.
func (f frame) placeName(l *news.Location) template.HTML {
	if l.Precision == news.AtCountry && l.Country != "" {
		return f.name(f.L.Country(l.Country))
	}
	return f.name(l.Name)
}

// name isolates a name from the direction of the text around it.
func (frame) name(s string) template.HTML {
	return template.HTML("<bdi>" + template.HTMLEscapeString(s) + "</bdi>") // escaped
}

// party is who acts or suffers, with their country.
func (f frame) party(p news.Party, called string) template.HTML {
	if p.Kind == news.Country && p.Country != "" {
		return f.name(f.L.Country(p.Country))
	}
	if called == "" {
		called = p.Name
	}
	return f.name(called)
}
