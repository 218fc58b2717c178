// Package plover writes entries and events as PLOVER JSON Lines, the interchange format of political event data, with
// the field names of its manual (openeventdata/PLOVER, chapter "Data Fields"). What the manual has no field for is in
// one object of Dragoman's own, which the manual allows, so that nothing of an entry is lost; docs/formats/exports.md
// has the fields.
package plover

import (
	"encoding/json"

	"github.com/dragoman-news/dragoman/internal/export"
)

// Codebook names the codes that are used.
const Codebook = "plover-2021"

// Coder names the program that coded.
const Coder = "Dragoman"

// Record is one event. The order of the fields is that of the manual.
type Record struct {
	ID         string          `json:"id"`
	Date       string          `json:"date"`
	Time       string          `json:"time,omitempty"`
	EndDate    string          `json:"enddate,omitempty"`
	EndTime    string          `json:"endtime,omitempty"`
	Actor      []Entity        `json:"actor"`
	Recipient  []Entity        `json:"recipient"`
	Event      []string        `json:"event"`
	EventLoc   *Location       `json:"event_loc,omitempty"`
	EventText  []string        `json:"event_text,omitempty"`
	QuadCode   int             `json:"quad_code,omitempty"`
	EventScale *float64        `json:"event_scale,omitempty"`
	Mode       []string        `json:"mode"`
	Context    []string        `json:"context"`
	Link       string          `json:"link,omitempty"`
	Text       string          `json:"text,omitempty"`
	TextInfo   *TextInfo       `json:"text_info,omitempty"`
	CiteInfo   *CiteInfo       `json:"cite_info,omitempty"`
	Coder      string          `json:"coder,omitempty"`
	CodedDate  string          `json:"coded_date,omitempty"`
	CodedTime  string          `json:"coded_time,omitempty"`
	Comment    string          `json:"comment,omitempty"`
	Size       json.RawMessage `json:"size,omitempty"`
	Dragoman   *Own            `json:"dragoman,omitempty"`
}

// Entity is an actor or recipient. Kind is an addition to the manual's names.
type Entity struct {
	Code           string `json:"code,omitempty"`   // ISO 3166-1 alpha-3, or IGO, NGO...
	Sector         string `json:"sector,omitempty"` // as the manual has them: JRN for the press, MED for medicine
	EntityText     string `json:"entity_text,omitempty"`
	IdentifierID   string `json:"identifier_id,omitempty"` // Wikidata where it is one: Q..., else Dragoman's or the user's
	IdentifierText string `json:"identifier_text,omitempty"`
	Office         string `json:"office,omitempty"`
	Kind           string `json:"kind,omitempty"`
}

// Location is a place with the names of GeoNames.
type Location struct {
	Name        string   `json:"name,omitempty"`
	GeonameID   int64    `json:"geonameid,omitempty"`
	Latitude    *float64 `json:"latitude,omitempty"`
	Longitude   *float64 `json:"longitude,omitempty"`
	FeatureCode string   `json:"feature code,omitempty"`
	CC3         string   `json:"cc3,omitempty"`
}

// TextInfo says where in the text of the cited report the first words stand, in Unicode code points.
type TextInfo struct {
	Sequence *int `json:"sequence,omitempty"` // of the sentence, from 0
	Start    *int `json:"start,omitempty"`
	End      *int `json:"end,omitempty"`
}

// CiteInfo is the report that the record cites: the first of those that tell it.
type CiteInfo struct {
	Corpus      string `json:"corpus,omitempty"`
	Citation    string `json:"citation,omitempty"`
	URL         string `json:"url,omitempty"`
	Title       string `json:"title,omitempty"`
	Language    string `json:"language,omitempty"`
	Publication string `json:"publication,omitempty"`
	License     string `json:"license,omitempty"`
	Copyright   string `json:"copyright,omitempty"`
	Coder       string `json:"coder,omitempty"`
	Codebook    string `json:"codebook,omitempty"`
	Version     string `json:"version,omitempty"`
}

// Own is what the manual has no name for.
type Own struct {
	Status      string       `json:"status"`
	Dated       string       `json:"dated"` // where date is from: "event", "report" (its publication) or "" where there is none
	Precision   string       `json:"date_precision,omitempty"`
	Confidence  float64      `json:"confidence,omitempty"`
	AccordingTo []Voice      `json:"according_to,omitempty"`
	Cited       []Cited      `json:"cited"`
	Entry       export.Entry `json:"entry"` // with every rival value and the reports that give it
	Page        string       `json:"page,omitempty"`
}

// Voice is who says so, in which report.
type Voice struct {
	Name   string `json:"name"`
	Kind   string `json:"kind,omitempty"`
	Report string `json:"report"`
}

// Cited is one of the reports that tell it.
type Cited struct {
	Report    string `json:"report"`
	URL       string `json:"url,omitempty"`
	Source    string `json:"source,omitempty"`
	Title     string `json:"title,omitempty"`
	Lang      string `json:"lang,omitempty"`
	Published string `json:"published,omitempty"`
}
