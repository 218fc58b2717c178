package web

import (
	"html/template"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// mark is a stretch of text to be shown highlighted.
type mark struct {
	span        news.Span
	class, note string
	id          string // anchor, "" for none
}

// marked wraps the marks of s in <mark>; marks must be sorted, and of those that overlap the first is shown.
func marked(s string, marks []mark) template.HTML {
	var sb strings.Builder
	layered(&sb, s, news.Span{End: len(s)}, [][]mark{marks})
	return template.HTML(sb.String()) // every piece of it was escaped
}

// layered writes a piece of s with marks in layers: those of a later layer lie within those of an earlier, and one that reaches
// over an end of another is cut there. A span that does not fit into s is left out.
func layered(sb *strings.Builder, s string, piece news.Span, layers [][]mark) {
	if len(layers) == 0 {
		sb.WriteString(template.HTMLEscapeString(piece.In(s)))
		return
	}
	at := piece.Start
	for _, m := range layers[0] {
		part := news.Span{Start: max(m.span.Start, at), End: min(m.span.End, piece.End)}
		if part.Empty() || m.span.Start < at && m.span.Start >= piece.Start {
			continue
		}
		layered(sb, s, news.Span{Start: at, End: part.Start}, layers[1:])
		sb.WriteString(`<mark class="` + m.class + `"`)
		if m.id != "" && part.Start == m.span.Start {
			sb.WriteString(` id="` + m.id + `"`)
		}
		if m.note != "" {
			sb.WriteString(` title="` + template.HTMLEscapeString(m.note) + `"`)
		}
		sb.WriteString(">")
		layered(sb, s, part, layers[1:])
		sb.WriteString("</mark>")
		at = part.End
	}
	layered(sb, s, news.Span{Start: at, End: piece.End}, layers[1:])
}

// wordsAt is the address of words in a report: its page with them highlighted. Offsets are code points, as everywhere outside
// the program.
func wordsAt(doc *news.Document, at *text.Offsets, s news.Span) string {
	q := "?mark=" + strconv.Itoa(at.CodePoint(s.Start)) + "-" + strconv.Itoa(at.CodePoint(s.End))
	if doc.Revision > 1 {
		q += "&revision=" + strconv.Itoa(doc.Revision)
	}
	return reportPath(doc.ID) + q + "#evidence"
}

// asked reads which words of a text an address points at; the empty span where it does not, or points behind the text.
func asked(body, at string) news.Span {
	from, to, _ := strings.Cut(at, "-")
	a, err := strconv.Atoi(from)
	b, err2 := strconv.Atoi(to)
	if err != nil || err2 != nil || a < 0 || b <= a {
		return news.Span{}
	}
	offsets := text.NewOffsets(body)
	return news.Span{Start: offsets.Byte(a), End: offsets.Byte(b)}
}
