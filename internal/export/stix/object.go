package stix

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit"
	"github.com/dragoman-news/dragoman/internal/news"
)

// stamp is how STIX writes a time.
const stamp = "2006-01-02T15:04:05.000Z"

// beginning is when objects that no report dates were made: the same in every export, for it may not change.
var beginning = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// object is what is written of the properties of all kinds of objects.
type object struct {
	Type       string         `json:"type"`
	Version    string         `json:"spec_version"`
	ID         string         `json:"id"`
	By         string         `json:"created_by_ref,omitempty"`
	Created    string         `json:"created"`
	Modified   string         `json:"modified,omitempty"`
	Lang       string         `json:"lang,omitempty"`
	Name       string         `json:"name,omitempty"`
	About      string         `json:"description,omitempty"`
	Abstract   string         `json:"abstract,omitempty"` // of a note
	Content    string         `json:"content,omitempty"`
	Class      string         `json:"identity_class,omitempty"` // of an identity
	Roles      []string       `json:"roles,omitempty"`
	Sectors    []string       `json:"sectors,omitempty"`
	City       string         `json:"city,omitempty"` // of a location
	Area       string         `json:"administrative_area,omitempty"`
	Country    string         `json:"country,omitempty"`
	Latitude   *float64       `json:"latitude,omitempty"`
	Longitude  *float64       `json:"longitude,omitempty"`
	Published  string         `json:"published,omitempty"` // of a report
	Schema     string         `json:"schema,omitempty"`    // of an extension's definition
	Number     string         `json:"version,omitempty"`
	Kinds      []string       `json:"extension_types,omitempty"`
	Refs       []string       `json:"object_refs,omitempty"`
	Labels     []string       `json:"labels,omitempty"`
	References []reference    `json:"external_references,omitempty"`
	Markings   []string       `json:"object_marking_refs,omitempty"`
	Extensions map[string]any `json:"extensions,omitempty"`
}

type reference struct {
	Source string `json:"source_name"`
	About  string `json:"description,omitempty"`
	URL    string `json:"url,omitempty"`
	ID     string `json:"external_id,omitempty"`
}

// coded is the extension of a note: an entry as PLOVER codes it.
type coded struct {
	Extension  string     `json:"extension_type"`
	Type       string     `json:"event_type"`
	Mode       string     `json:"event_mode,omitempty"`
	Status     string     `json:"status"`
	Actors     []party    `json:"actors,omitempty"`
	Recipients []party    `json:"recipients,omitempty"`
	Places     []place    `json:"places,omitempty"`
	Dates      []interval `json:"dates,omitempty"`
	Evidence   []evidence `json:"evidence,omitempty"`
	Entry      string     `json:"entry_id"`
	Story      string     `json:"story_id"`
}

type party struct {
	Ref     string   `json:"identity_ref"`
	Name    string   `json:"name"`
	Reports []string `json:"reports,omitempty"`
}

type place struct {
	Ref       string   `json:"location_ref,omitempty"`
	Name      string   `json:"name"`
	Country   string   `json:"country,omitempty"`
	Precision string   `json:"precision,omitempty"`
	Reports   []string `json:"reports,omitempty"`
}

type interval struct {
	From      string   `json:"from"`
	To        string   `json:"to"`
	Precision string   `json:"precision"`
	Reports   []string `json:"reports,omitempty"`
}

type evidence struct {
	Report string `json:"report"`
	Words  string `json:"words"`
	Lang   string `json:"lang,omitempty"`
}

// objectID is the id of an object of a kind.
func objectID(kind, key string) string { return kind + "--" + kit.UUID("stix "+kind, key) }

func identityID(key string) string { return objectID("identity", "entity "+key) }

// object is a new object. One that was made later than the export is of no use to anybody: created is at most now.
func (x *exporter) object(kind, key string, created time.Time) *object {
	if created.After(x.opt.Now) {
		created = x.opt.Now
	}
	return &object{
		Type: kind, Version: "2.1", ID: objectID(kind, key), By: dragoman().ID, Markings: []string{marking(x.opt.TLP).ID},
		Created: created.UTC().Format(stamp), Modified: x.opt.Now.UTC().Format(stamp),
	}
}

// refer adds what an object is about, each once.
func (o *object) refer(ids ...string) {
	for _, id := range ids {
		seen := false
		for _, r := range o.Refs {
			seen = seen || r == id
		}
		if !seen {
			o.Refs = append(o.Refs, id)
		}
	}
}

// dragoman is who makes these objects: the program, for a report is a claim of its outlet and not of the desk's.
func dragoman() *object {
	at := beginning.Format(stamp)
	return &object{
		Type: "identity", Version: "2.1", ID: objectID("identity", "dragoman"), Created: at, Modified: at, Name: "Dragoman", Class: "system",
		About: "Reads published reports in many languages and keeps one sourced record of them. " + kit.Home,
	}
}

// tlpExtensionID is OASIS's extension for TLP 2.0, tlpIDs its markings: they have the same ids everywhere.
const tlpExtensionID = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"

var tlpIDs = map[format.TLP]string{
	format.Clear:       "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
	format.Green:       "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
	format.Amber:       "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
	format.AmberStrict: "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
	format.Red:         "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}

// marking is a label as an object. What is exported was published: without a label it may go to everybody.
func marking(tlp format.TLP) *object {
	tlp = cmp.Or(tlp, format.Clear)
	return &object{
		Type: "marking-definition", Version: "2.1", ID: tlpIDs[tlp], Created: "2022-10-01T00:00:00.000Z", Name: "TLP:" + strings.ToUpper(string(tlp)),
		Extensions: map[string]any{tlpExtensionID: map[string]string{"extension_type": "property-extension", "tlp_2_0": string(tlp)}},
	}
}

// extensionID names the extension that an entry's note carries.
var extensionID = objectID("extension-definition", "entry")

func extension() *object {
	at := beginning.Format(stamp)
	return &object{
		Type: "extension-definition", Version: "2.1", ID: extensionID, By: dragoman().ID, Created: at, Modified: at,
		Name:  "Coded event of published reports",
		About: "Extends a note with an event as PLOVER codes it, every value with the reports that give it and the words that it rests on.",
		// What its properties are is on the page of the formats.
		Schema: kit.Home + "/blob/main/docs/formats/exports-web.md#stix", Number: "1.0.0", Kinds: []string{"property-extension"},
	}
}

// Most ways to write a name, and most offices, of one identity.
const (
	mostNames = 50
	mostRoles = 20
)

// sectors are PLOVER's, as far as STIX has a word for them.
var sectors = map[string]string{
	"GOV": "government", "JUD": "government", "LEG": "government", "COP": "government", "SPY": "government", "MIL": "defense",
	"EDU": "education", "BUS": "commercial", "MED": "communications", "HLH": "healthcare", "NGO": "non-profit", "AGR": "agriculture",
}

// identity is a person, a body, or a state as who acts.
func (x *exporter) identity(key string, e *news.Entity) *object {
	o := x.object("identity", "entity "+key, beginning)
	o.Name, o.Roles = kit.Line(e.Name), kit.Roles(e, mostRoles)
	switch e.Kind {
	case news.Person:
		o.Class = "individual"
	case news.Organisation, news.Country:
		o.Class = "organization"
	default:
		o.Class = "unknown"
	}
	if s := sectors[e.Sector]; s != "" {
		o.Sectors = []string{s}
	} else if e.Sector != "" {
		x.lost.Add("sector", "STIX has no word for that sector")
	}
	if names := kit.OtherNames(e, mostNames); len(names) > 0 {
		o.About = "Also written: " + strings.Join(names, "; ")
	}
	if u := kit.EntityURI(e.ID); u != "" {
		source := "Wikidata"
		if kit.Wikidata(e.ID) == "" {
			source = "GeoNames"
		}
		o.References = []reference{{Source: source, URL: u, ID: e.ID}}
	}
	if e.Country != "" {
		x.lost.Add("country", "an identity has no country")
	}
	return o
}

// dates are all times that reports give.
func dates(e *news.Entry) []interval {
	all := e.Dates
	if len(all) == 0 && e.Date != nil {
		all = []news.EntryDate{{Interval: *e.Date}}
	}
	var out []interval
	for _, d := range all {
		out = append(out, interval{kit.Truncated(d.Interval, d.From), kit.Truncated(d.Interval, d.To), string(d.Precision), d.Reports})
	}
	return out
}

func language(l news.Lang) string {
	if l == news.Undetermined {
		return ""
	}
	return string(l)
}

func degrees(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
