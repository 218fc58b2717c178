package ninjs

// item is what is written of the properties that version 3.1 has. The standard allows no others.
type item struct {
	Standard       std         `json:"standard"`
	URI            string      `json:"uri"`
	Type           string      `json:"type"`
	Representation string      `json:"representationType,omitempty"`
	Version        string      `json:"version,omitempty"`
	VersionCreated string      `json:"versionCreated,omitempty"`
	PubStatus      string      `json:"pubStatus"`
	Language       string      `json:"language,omitempty"`
	Title          string      `json:"title,omitempty"`
	By             string      `json:"by,omitempty"`
	Headlines      []role      `json:"headlines,omitempty"`
	Descriptions   []role      `json:"descriptions,omitempty"`
	Bodies         []role      `json:"bodies,omitempty"`
	People         []concept   `json:"people,omitempty"`
	Organisations  []concept   `json:"organisations,omitempty"`
	Places         []concept   `json:"places,omitempty"`
	Subjects       []concept   `json:"subjects,omitempty"`
	Events         []happening `json:"events,omitempty"`
	Event          *details    `json:"eventDetails,omitempty"`
	Sources        []source    `json:"infoSources,omitempty"`
	Renditions     []rendition `json:"renditions,omitempty"`
	AltIDs         []altID     `json:"altIds,omitempty"`
}

type std struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Schema  string `json:"schema"`
}

var standard = std{"ninjs", "3.1", "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}

// role is a headline, a description or a body.
type role struct {
	Role        string `json:"role"`
	ContentType string `json:"contentType"`
	Value       string `json:"value"`
}

// concept is a person, a body, a place or a subject.
type concept struct {
	Name    string `json:"name"`
	Rel     string `json:"rel"`
	URI     string `json:"uri,omitempty"`
	Literal string `json:"literal,omitempty"`
	GeoJSON *point `json:"geoJSON,omitempty"` // of places alone
}

type point struct {
	Type        string     `json:"type"`
	Coordinates [2]float64 `json:"coordinates"`
}

type happening struct {
	ID      string `json:"id,omitempty"`
	Name    string `json:"name"`
	Rel     string `json:"rel"`
	URI     string `json:"uri,omitempty"`
	Literal string `json:"literal,omitempty"`
}

type details struct {
	Dates dates `json:"dates"`
}

type dates struct {
	Start         string `json:"startDate,omitempty"`
	End           string `json:"endDate,omitempty"`
	ExpectedStart string `json:"expectedStartDate,omitempty"`
	ExpectedEnd   string `json:"expectedEndDate,omitempty"`
}

type source struct {
	Name    string `json:"name"`
	Role    string `json:"role"`
	Literal string `json:"literal,omitempty"`
}

type rendition struct {
	Name        string `json:"name"`
	Href        string `json:"href"`
	ContentType string `json:"contentType"`
}

type altID struct {
	Role  string `json:"role"`
	Value string `json:"value"`
}
