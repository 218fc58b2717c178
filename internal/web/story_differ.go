package web

import (
	"html/template"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// differenceView is an attribute on which the reports disagree.
type differenceView struct {
	Attribute string
	About     template.HTML // the happening, "" where it concerns the story as a whole
	Entry     int
	Values    []rivalView
}

// rivalView is one of the rival values, with who gives it and the words.
type rivalView struct {
	Value template.HTML
	By    template.HTML
	Cited []cited
}

// mostCited is how many words are shown for a rival value: one report each.
const mostCited = 4

func (p *storyPage) differences() []differenceView {
	var out []differenceView
	for _, d := range p.Story.Differences {
		v := differenceView{Attribute: p.attribute(d.Attribute), Entry: d.Entry}
		if d.Entry >= 0 && d.Entry < len(p.Story.Entries) {
			v.About = p.tell(p.happening(&p.Story.Entries[d.Entry], p.names))
		}
		for _, value := range d.Values {
			r := rivalView{Value: p.rival(d.Attribute, value.Value), By: p.outletList(value.Reports, value.Evidence)}
			seen := map[string]bool{}
			for _, ev := range value.Evidence {
				if c, ok := p.cite(ev); ok && !seen[c.Report] && len(r.Cited) < mostCited {
					seen[c.Report] = true
					r.Cited = append(r.Cited, c)
				}
			}
			v.Values = append(v.Values, r)
		}
		out = append(out, v)
	}
	return out
}

// attribute names what reports disagree on. What is counted and who is quoted are the reports' own words.
func (p *storyPage) attribute(name string) string {
	for _, family := range []struct{ prefix, key string }{
		{"count of ", "attribute.count"}, {"words of ", "attribute.words"}, {"who took part for ", "attribute.delegate"},
	} {
		if of, ok := strings.CutPrefix(name, family.prefix); ok {
			if family.key == "attribute.delegate" {
				of = p.L.Country(of)
			}
			return p.L.T(family.key, of)
		}
	}
	return named(p.L, "attribute.", name)
}

// rival writes a value for the reader: a date in words, a status in words, all else as it is.
func (p *storyPage) rival(attribute, value string) template.HTML {
	switch attribute {
	case "status":
		return template.HTML(template.HTMLEscapeString(named(p.L, "status.", value))) // escaped
	case "date":
		from, to, _ := strings.Cut(value, "/")
		if _, err := time.Parse(time.DateOnly, from); err == nil {
			return spanOf(p.L, from, to)
		}
	case "place":
		return p.placeFor(&news.Location{Name: value, Precision: news.AtCity})
	}
	return p.name(value)
}
