package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// columns are two reports of a story, to be read side by side.
type columns struct {
	Left, Right column
	Choices     []storyReport // what either can be
}

// column is one report with its text.
type column struct {
	Side    string // "left" or "right", for anchors
	Report  *news.Document
	Outlet  string
	Heading string
	Paras   []paragraph
}

// columns puts two reports side by side: those asked for, else the earliest in the reader's language and the earliest in another.
// Copies are not chosen unasked.
func (p *storyPage) columns(left, right string) *columns {
	if len(p.Docs) < 2 {
		return nil
	}
	a := p.choose(left, func(d *news.Document) bool { return d.Lang == news.Lang(p.L.Tag) }, "")
	b := p.choose(right, func(d *news.Document) bool { return d.Lang != a.Lang }, a.ID)
	return &columns{Left: p.column("left", a), Right: p.column("right", b), Choices: p.Timeline}
}

// choose returns the report of an id, else the first that is wanted and not the other, else the first that is not the other.
func (p *storyPage) choose(id string, wanted func(*news.Document) bool, other string) *news.Document {
	if d := p.docs[id]; d != nil {
		return d
	}
	best := slices.MaxFunc(p.Docs, func(a, b *news.Document) int { return cmp.Compare(worth(a, wanted, other), worth(b, wanted, other)) })
	return best
}

func worth(d *news.Document, wanted func(*news.Document) bool, other string) int {
	n := 0
	if d.ID != other {
		n += 4
	}
	if wanted(d) {
		n += 2
	}
	if d.CopyOf == "" && !d.Withdrawn {
		n++
	}
	return n
}

// column marks in a report what the story rests on, with an anchor for each happening, and what was found in it.
func (p *storyPage) column(side string, doc *news.Document) column {
	layers := markLayers(p.frame, doc, news.Span{})
	layers[0] = p.resting(side, doc)
	return column{side, doc, p.outlet(doc), heading(doc), paragraphs(doc.Text, layers)}
}

// resting are the words of a report that happenings rest on. Those that overlap are one mark. Where each happening's first words
// are is noted for the links to them.
func (p *storyPage) resting(side string, doc *news.Document) []mark {
	type claim struct {
		span  news.Span
		entry int
	}
	var claims []claim
	for i := range p.Story.Entries {
		for _, ev := range p.Story.Entries[i].Evidence {
			if _, _, ok := p.words(ev); ok && ev.Report == doc.ID {
				claims = append(claims, claim{ev.Span, i})
			}
		}
	}
	slices.SortStableFunc(claims, func(a, b claim) int { return cmp.Compare(a.span.Start, b.span.Start) })
	var out []mark
	for _, c := range claims {
		if n := len(out); n == 0 || c.span.Start >= out[n-1].span.End {
			out = append(out, mark{class: "evidence", id: side + "-" + strconv.Itoa(len(out)), span: c.span})
		}
		m := &out[len(out)-1]
		m.span.End = max(m.span.End, c.span.End)
		kind := named(p.L, "type.", string(p.Story.Entries[c.entry].Type))
		if !strings.Contains(m.note, kind) {
			m.note = strings.Join(notEmpty(m.note, kind), " · ")
		}
		if p.anchors == nil {
			p.anchors = map[anchor]string{}
		}
		if at := (anchor{c.entry, side}); p.anchors[at] == "" {
			p.anchors[at] = m.id
		}
	}
	return out
}

// anchor is a happening in one of the columns.
type anchor struct {
	entry int
	side  string
}
