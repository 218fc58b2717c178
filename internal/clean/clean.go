// Package clean takes site furniture out of already scraped text: menus, share
// buttons, "read more" links, captions, copyright and source lines, bylines and
// date lines, in every supported language. It leaves fetching, HTML and the
// choice of language to others; it reads one text and returns the report's own
// words with everything that it took out and why.
//
// It judges whole lines, and of a line at most a piece at either end. The words
// of a line that stays are never changed. What furniture looks like is data:
// lang/*.txt holds the words, this package the shapes (a menu is short items
// between bars, a teaser repeats its headline). Where the two leave doubt the
// line stays: a caption kept costs less than a sentence lost.
package clean

import (
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Input is a text as it was scraped.
type Input struct {
	Title    string    // as the container gives it, "" if it does not
	Text     string    // any newlines; a line or a block between blank lines is a paragraph
	Lang     news.Lang // a hint, may be ""
	FromPage bool      // an HTML extractor made Text: only worded furniture is looked for
}

// Output is the report's own text and what the furniture around it says.
type Output struct {
	Title     string          // Input.Title, or the headline found on top of the text
	Text      string          // NFC, paragraphs separated by a blank line
	Dropped   []news.Dropped  // in the order of the text
	Published *news.Published // from a date line, nil where there is none
	Authors   []string        // from bylines, in order
	Dateline  string          // the place that the text opens with; it stays in Text too
	Source    string          // whom a source line credits
}

// Text separates the report from its furniture. Its time is linear in the
// length of the text, and so is its memory.
func Text(in Input) Output {
	p := newPage(in)
	p.words()
	p.pieces()
	p.lists()
	p.repeats()
	p.headline()
	if !in.FromPage {
		p.edges()
	}
	return p.output()
}

// page is a text while its lines are judged.
type page struct {
	in    Input
	table *table
	title string // folded title, once there is one
	lines []line
	out   Output
}

func newPage(in Input) *page {
	in.Title = strings.Join(strings.Fields(normal(in.Title)), " ")
	title := foldLine(in.Title)
	if title == "" {
		in.Title = "" // "!" or "-" is none
	}
	p := &page{in: in, table: tables(), title: title, lines: split(unwrap(normal(in.Text)))}
	p.out.Title = in.Title
	return p
}

// output puts the kept lines together and lists the others.
func (p *page) output() Output {
	var sb strings.Builder
	for i := range p.lines {
		l := &p.lines[i]
		if l.before != "" {
			p.drop(l.before, l.beforeWhy)
		}
		switch {
		case l.why != "":
			p.drop(l.text, l.why)
		case l.isTitle || l.text == "": // in Output.Title
		default:
			if sb.Len() > 0 {
				sb.WriteString("\n\n")
			}
			sb.WriteString(l.text)
		}
		if l.after != "" {
			p.drop(l.after, l.afterWhy)
		}
	}
	p.out.Text = sb.String()
	p.out.Dateline = dateline(p.out.Text)
	return p.out
}

// drop records a piece and reads what it says about the report.
func (p *page) drop(text, why string) {
	p.out.Dropped = append(p.out.Dropped, news.Dropped{Text: text, Reason: why})
	p.read(text, why)
}
