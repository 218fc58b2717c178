package web

import (
	"html/template"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
)

// rightToLeft lists the languages written from right to left.
var rightToLeft = map[news.Lang]bool{
	"ar": true, "fa": true, "he": true, "ur": true, "ps": true, "ckb": true, "yi": true, "ug": true, "sd": true, "dv": true,
}

func direction(l news.Lang) string {
	if rightToLeft[l] {
		return "rtl"
	}
	return "ltr"
}

// day is the publication of a report as far as it is known.
func day(p *news.Published) string {
	if p == nil {
		return "undated"
	}
	from, to := export.Interval(p.Interval)
	if from == to {
		return from
	}
	return from + " – " + to
}

func when(iv *news.Interval) string {
	if iv == nil {
		return ""
	}
	from, to := export.Interval(*iv)
	if from == to {
		return from
	}
	return from + " – " + to
}

// storyLang is the language whose title heads a story: English where there is
// one, else the first of the alphabet.
func storyLang(s *news.Story) news.Lang {
	if s.Titles["en"] != "" {
		return "en"
	}
	for _, l := range s.Languages {
		if s.Titles[l] != "" {
			return l
		}
	}
	return news.Undetermined
}

func storyTitle(s *news.Story) string {
	if t := s.Titles[storyLang(s)]; t != "" {
		return t
	}
	return "(no title)"
}

func join(in []news.Lang) string {
	out := make([]string, len(in))
	for i, l := range in {
		out[i] = string(l)
	}
	return strings.Join(out, " ")
}

// opening is the first words of a text, for a report without a title.
func opening(s string) string {
	words := strings.Fields(s)
	const most = 12
	if len(words) <= most {
		return strings.Join(words, " ")
	}
	return strings.Join(words[:most], " ") + " …"
}

// status is a status in words.
func status(s news.Status) string { return spaced(string(s)) }

// spaced is a name of ours in words.
func spaced(name string) string { return strings.ReplaceAll(name, "_", " ") }

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// stamp writes a time for people, "never" for none.
func stamp(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04 UTC")
}

// mark is a stretch of text to be shown highlighted.
type mark struct {
	span        news.Span
	class, note string
}

// marked wraps the marks of s in <mark>; marks must be sorted and not overlap.
func marked(s string, marks []mark) template.HTML {
	var sb strings.Builder
	at := 0
	for _, m := range marks {
		if m.span.Start < at {
			continue
		}
		sb.WriteString(template.HTMLEscapeString(s[at:m.span.Start]))
		sb.WriteString(`<mark class="` + m.class + `" title="` + template.HTMLEscapeString(m.note) + `">`)
		sb.WriteString(template.HTMLEscapeString(m.span.In(s)))
		sb.WriteString("</mark>")
		at = m.span.End
	}
	sb.WriteString(template.HTMLEscapeString(s[at:]))
	return template.HTML(sb.String()) // every piece of it was escaped above
}

// change says what a correction is of.
func change(c news.Corrected) string {
	switch c.Change {
	case news.ChangeWrong:
		return "told at all"
	case news.ChangeSame:
		return "difference on " + c.Attribute
	case news.ChangeAdd, news.ChangeDrop:
		return "one of the " + c.Attribute
	}
	return c.Attribute
}

// otherwise says what a correction has in the place of what the reports say.
func otherwise(c news.Corrected) string {
	switch {
	case c.Is != "":
		return c.Is
	case c.Change == news.ChangeWrong:
		return "no"
	}
	return "none"
}
