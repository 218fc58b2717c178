package jsonld

import (
	"cmp"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit"
	"github.com/dragoman-news/dragoman/internal/news"
)

// article is a report with its quotes.
func (x *exporter) article(doc *news.Document) (node, error) {
	n := node{"@type": "NewsArticle", "@id": kit.ReportID(&doc.Report)}
	n.set("identifier", doc.ID)
	n.set("url", kit.URI(doc.URL))
	n.set("sameAs", kit.URI(doc.Canonical))
	n.set("mainEntityOfPage", kit.URI(format.Page(x.opt.Base, "reports", doc.ID)))
	n.set("headline", kit.ReportTitle(doc))
	n.set("abstract", kit.Line(doc.Description))
	n.set("articleBody", kit.Clean(doc.Text))
	n.set("inLanguage", language(doc.Lang))
	if doc.Published != nil {
		n.set("datePublished", kit.Truncated(doc.Published.Interval, doc.Published.From))
	}
	var authors []node
	for _, a := range doc.Authors {
		if a = kit.Line(a); a != "" {
			authors = append(authors, node{"@type": "Person", "name": a})
		}
	}
	n.set("author", authors)
	n.set("publisher", publisher(doc))
	if doc.Withdrawn {
		n.set("creativeWorkStatus", "withdrawn")
	}
	if doc.CopyOf != "" {
		original, err := x.docs.Get(x.ctx, doc.CopyOf)
		if err != nil {
			return nil, err
		}
		n.set("isBasedOn", ref(kit.ReportID(&original.Report)))
	}
	n.set("mentions", x.mentions(doc))
	n.set("hasPart", x.quotes(doc))
	x.lost.AddN("dates", "there is no property of the dates that a text names", len(doc.Dates))
	return n, nil
}

func language(l news.Lang) string {
	if l == news.Undetermined {
		return ""
	}
	return string(l)
}

func publisher(doc *news.Document) node {
	name := kit.Publisher(doc)
	if name == "" {
		return nil
	}
	p := node{"@type": "NewsMediaOrganization", "name": name}
	p.set("address", address("", doc.Country))
	return p
}

// mentions are those whom a report names, each once; where it does so has no place.
func (x *exporter) mentions(doc *news.Document) []node {
	var out []node
	seen := map[string]bool{}
	for _, m := range doc.Mentions {
		if m.Kind == news.EventName {
			continue
		}
		key := x.cast.Mention(m)
		if key == "" {
			continue
		}
		x.lost.Add("mentions.start", "a mention has no place in the text")
		if !seen[key] {
			seen[key] = true
			out = append(out, ref(memberID(key)))
		}
	}
	return out
}

func (x *exporter) quotes(doc *news.Document) []node {
	var out []node
	for _, q := range doc.Quotes {
		n := node{"@type": "Quotation", "text": kit.Line(q.Span.In(doc.Text))}
		n.set("inLanguage", language(doc.Lang))
		if i := q.SpeakerMention; i >= 0 && i < len(doc.Mentions) {
			if key := x.cast.Mention(doc.Mentions[i]); key != "" {
				n.set("spokenByCharacter", ref(memberID(key)))
			}
		} else if name := kit.Line(q.Speaker); name != "" {
			n.set("spokenByCharacter", node{"@type": "Person", "name": name})
		}
		if !q.Direct {
			x.lost.Add("quotes.direct", "a quotation is in the speaker's own words or in others': it does not say which")
		}
		x.lost.Add("quotes.start", "a quotation has no place in the text")
		out = append(out, n)
	}
	return out
}

// Most ways to write a name, and most offices, of one entity.
const (
	mostNames = 50
	mostRoles = 20
)

// memberID is the address of somebody or something: that of a public register where it is in one.
func memberID(key string) string { return cmp.Or(kit.EntityURI(key), kit.URN("entity", key)) }

// member is a person, a body or a place.
func (x *exporter) member(key string, e *news.Entity) node {
	n := node{"@id": memberID(key), "name": kit.Line(e.Name)}
	if e.ID != "" {
		n.set("identifier", e.ID)
	}
	n.set("alternateName", kit.OtherNames(e, mostNames))
	switch e.Kind {
	case news.Person:
		n["@type"] = "Person"
		n.set("jobTitle", kit.Roles(e, mostRoles))
		n.set("nationality", country(e.Country))
		for _, r := range e.Roles {
			if r.From != "" || r.To != "" {
				x.lost.Add("roles.from", "a job title has no time")
			}
		}
	case news.Organisation:
		n["@type"] = "Organization"
		if e.Sector == "GOV" {
			n["@type"] = "GovernmentOrganization"
		}
		n.set("address", address("", e.Country))
	case news.Country: // where it acts it is its government, where it is a place it is itself
		n["@type"] = []string{"Country", "GovernmentOrganization"}
		n.set("address", address("", e.Country))
	default:
		n["@type"] = "Place"
		n.set("address", address("", e.Country))
	}
	if e.Sector != "" {
		x.lost.Add("sector", "nobody has a sector of PLOVER's")
	}
	return n
}

func country(alpha3 string) node {
	code := kit.Alpha2(alpha3)
	if code == "" {
		return nil
	}
	return node{"@type": "Country", "identifier": code}
}

func address(town, alpha3 string) node {
	code := kit.Alpha2(alpha3)
	if code == "" && town == "" {
		return nil
	}
	n := node{"@type": "PostalAddress"}
	n.set("addressLocality", town)
	n.set("addressCountry", code)
	return n
}
