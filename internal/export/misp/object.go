package misp

import (
	"strconv"
	"time"

	"github.com/dragoman-news/dragoman/internal/export/kit"
)

// event is MISP's event, what is written of it. Numbers are strings there.
type event struct {
	UUID         string      `json:"uuid"`
	Info         string      `json:"info"`
	Date         string      `json:"date"`
	Threat       string      `json:"threat_level_id"` // 4: undefined
	Analysis     string      `json:"analysis"`        // 2: completed
	Distribution string      `json:"distribution"`    // 0: this organisation only
	Published    bool        `json:"published"`
	Timestamp    string      `json:"timestamp"`
	Orgc         org         `json:"Orgc"`
	Tags         []tag       `json:"Tag"`
	Attributes   []attribute `json:"Attribute"`
	Objects      []*object   `json:"Object"`
}

type org struct {
	Name string `json:"name"`
	UUID string `json:"uuid"`
}

// maker is whose events these are.
var maker = org{"Dragoman", kit.UUID("misp org", "dragoman")}

type tag struct {
	Name string `json:"name"`
}

type attribute struct {
	UUID         string `json:"uuid"`
	Type         string `json:"type"`
	Category     string `json:"category"`
	Value        string `json:"value"`
	ToIDs        bool   `json:"to_ids"` // never: nobody is to be found by what the press says
	Distribution string `json:"distribution"`
	Timestamp    string `json:"timestamp"`
	Relation     string `json:"object_relation,omitempty"`
	Alone        bool   `json:"disable_correlation"`
}

type object struct {
	UUID         string      `json:"uuid"`
	Name         string      `json:"name"`
	Category     string      `json:"meta-category"`
	About        string      `json:"description"`
	Template     string      `json:"template_uuid"`
	Version      string      `json:"template_version"`
	Distribution string      `json:"distribution"`
	Timestamp    string      `json:"timestamp"`
	Comment      string      `json:"comment,omitempty"`
	FirstSeen    string      `json:"first_seen,omitempty"`
	Attributes   []attribute `json:"Attribute"`
	References   []reference `json:"ObjectReference,omitempty"`
}

type reference struct {
	UUID string `json:"uuid"`
	From string `json:"object_uuid"`
	To   string `json:"referenced_uuid"`
	Type string `json:"relationship_type"`
}

// template is one of MISP's object templates.
type template struct{ name, about, uuid, version string }

// The templates that are used, of the repository misp-objects.
var (
	newsMedia    = template{"news-media", "News media are forms of mass media delivering news to the general public.", "691463c5-5302-4847-9bec-4c56ccfec677", "3"}
	happening    = template{"event", "Event object as described in STIX 2.1 Incident object extension.", "3853b726-6a9c-43b3-8ffb-23839b07d5a9", "1"}
	person       = template{"person", "An object which describes a person or an identity.", "a15b0477-e9d1-4b9c-9546-abe78a4f4248", "21"}
	organization = template{"organization", "An object which describes an organization.", "f750e12b-127a-432c-b022-b3f9153c4e2a", "9"}
	geolocation  = template{"geolocation", "An object to describe a geographic location.", "cd6f2238-ba55-4888-82c4-104e6e1acf21", "8"}
)

// within is the distribution of what has that of the event it is in.
const within = "5"

// categories are those of the types that are used.
var categories = map[string]string{"link": "External analysis", "comment": "Other", "full-name": "Person", "nationality": "Person"}

// correlates are the values by which MISP may see two events together: who and what page, not how a thing is said.
var correlates = map[string]bool{"full-name": true, "link": true, "name": true}

func seconds(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

// attribute is a value of the event, which key names among all of the story's.
func (b *building) attribute(key, kind, relation, value string) attribute {
	category := categories[kind]
	if category == "" {
		category = "Other"
	}
	return attribute{
		UUID: kit.UUID("misp attribute", b.story.ID+"\x00"+key), Type: kind, Category: category, Value: value,
		Distribution: within, Timestamp: seconds(b.opt.Now), Relation: relation, Alone: !correlates[relation] && !correlates[kind],
	}
}

// object begins an object of the event and remembers it under its key.
func (b *building) object(t template, key, comment string) *object {
	o := &object{
		UUID: kit.UUID("misp object", b.story.ID+"\x00"+key), Name: t.name, Category: "misc", About: t.about, Template: t.uuid, Version: t.version,
		Distribution: within, Timestamp: seconds(b.opt.Now), Comment: kit.Line(comment), Attributes: []attribute{},
	}
	b.at[key], b.Objects = o, append(b.Objects, o)
	return o
}

// set gives an object a value; an empty one is none.
func (b *building) set(o *object, relation, kind, value string) {
	if value == "" {
		return
	}
	o.Attributes = append(o.Attributes, b.attribute(o.UUID+" "+relation+" "+strconv.Itoa(len(o.Attributes)), kind, relation, value))
}

// refer says how an object stands to another. role tells two ways to stand to the same one apart.
func (b *building) refer(from *object, role string, to *object, relation string) {
	if to == nil {
		return
	}
	id := kit.UUID("misp reference", from.UUID+role+to.UUID)
	for _, r := range from.References {
		if r.UUID == id {
			return
		}
	}
	from.References = append(from.References, reference{id, from.UUID, to.UUID, relation})
}
