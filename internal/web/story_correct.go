package web

import (
	"html/template"
	"slices"
	"strconv"

	"github.com/dragoman-news/dragoman/internal/news"
)

// correctedView is something that the user said otherwise than the reports.
type correctedView struct {
	What      string
	Is, Was   template.HTML // "" for nothing
	Entry     string        // address on the page of the entry, "" where it went or the story is meant
	Note      string
	Number    int64
	Overruled int64         // the later decision that holds instead, 0 for none
	Since     template.HTML // reports that say so all the same and were not judged
}

// corrections lists what the user corrected of the story.
func (p *storyPage) corrections() {
	for _, c := range p.Story.Corrected {
		v := correctedView{What: p.corrected(c), Note: c.Note, Number: c.Number, Overruled: c.Overruled}
		v.Is, v.Was = p.correctedValue(c, c.Is), p.correctedValue(c, c.Was)
		if i := slices.IndexFunc(p.Story.Entries, func(e news.Entry) bool { return e.ID == c.Entry && c.Entry != "" }); i >= 0 {
			v.Entry = "#entry-" + strconv.Itoa(i)
		}
		if len(c.Since) > 0 {
			v.Since = p.reportLinks(c.Since)
		}
		p.Corrections = append(p.Corrections, v)
	}
}

// corrected says what a correction is of.
func (p *storyPage) corrected(c news.Corrected) string {
	switch c.Change {
	case news.ChangeWrong:
		return p.L.T("corrected.wrong")
	case news.ChangeSame:
		return p.L.T("corrected.same", p.attribute(c.Attribute))
	case news.ChangeAdd:
		return p.L.T("corrected.add", p.attribute(c.Attribute))
	case news.ChangeDrop:
		return p.L.T("corrected.drop", p.attribute(c.Attribute))
	}
	return p.attribute(c.Attribute)
}

func (p *storyPage) correctedValue(c news.Corrected, value string) template.HTML {
	switch {
	case value == "":
		return ""
	case c.Change != news.ChangeSet:
		return p.name(value)
	case c.Attribute == news.AttributeType:
		return template.HTML(template.HTMLEscapeString(named(p.L, "type.", value))) // escaped
	case c.Attribute == news.AttributeMode:
		return template.HTML(template.HTMLEscapeString(named(p.L, "mode.", value))) // escaped
	}
	return p.rival(c.Attribute, value)
}
