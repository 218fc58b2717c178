package clean

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/date"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// read takes from a dropped piece what it says about the report.
func (p *page) read(s, why string) {
	switch why {
	case dateLine:
		p.readDate(s)
	case byline:
		p.readAuthors(s)
		p.readDate(s)
	case sourceLine:
		if p.out.Source == "" {
			p.out.Source = p.afterLead(s)
		}
		p.readDate(s)
	}
}

func (p *page) readDate(s string) {
	if p.out.Published != nil || !strings.ContainsFunc(s, isDigit) {
		return
	}
	if iv, _, ok := date.FindPublished(s); ok {
		p.out.Published = &news.Published{Interval: iv, ReadFrom: news.ReadFromText}
	}
}

func isDigit(r rune) bool {
	return r >= '0' && r <= '9' || r >= '٠' && r <= '٩' || r >= '۰' && r <= '۹'
}

func (p *page) readAuthors(s string) {
	const most = 20
	if len(p.out.Authors) >= most {
		return
	}
	l := measure(s)
	if l.long || len(l.tokens) == 0 {
		return
	}
	parts, _ := l.bars()
	for _, t := range append([]piece{{0, len(l.tokens)}}, parts...) {
		if names, ok := p.byline(&l, t.from, t.to); ok {
			for _, n := range names {
				if !p.isOffice(n) && !slices.Contains(p.out.Authors, n) {
					p.out.Authors = append(p.out.Authors, n)
				}
			}
			return
		}
	}
}

// isOffice reports whether a name is a newsroom's: "Redação", "Staff".
func (p *page) isOffice(name string) bool {
	l := measure(name)
	m := p.table.at(&l, 0, len(l.tokens), kRole|kAgency|kLine, p.in.Lang)
	return m.n == len(l.tokens) && (m.kinds != kLine || m.reason == byline)
}

// afterLead returns what follows the label of a source line, or all of it but
// words such as "with".
func (p *page) afterLead(s string) string {
	l := measure(s)
	from, to := 0, len(l.tokens)
	for i := 0; i < to; i++ {
		if m := p.table.at(&l, i, to, kLead, p.in.Lang); m.reason == sourceLine && i+m.n < to {
			from = i + m.n
			break
		}
	}
	for from+1 < to && l.tokens[from].class&single1 == 0 && p.table.at(&l, from, to, kFiller|kWhere, p.in.Lang).n > 0 {
		from++
	}
	for i := from + 1; i < to; i++ {
		if bar(l.gap(i)) == '|' {
			to = i
		}
	}
	if from >= to {
		return ""
	}
	return l.text[l.tokens[from].start:l.tokens[to-1].end]
}

// dateline returns the place that a report opens with, as in "Tehran (IP) - ".
func dateline(s string) string {
	head := text.Clip(s, 120)
	if i := strings.IndexByte(head, '\n'); i >= 0 {
		head = head[:i]
	}
	end := -1
	for _, mark := range []string{" - ", " – ", " — ", "— ", "– "} {
		if i := strings.Index(head, mark); i > 0 && (end < 0 || i < end) {
			end = i
		}
	}
	if end < 0 && bracketAtEnd(strings.TrimSpace(head)) {
		end = len(head)
	}
	if end < 0 {
		return ""
	}
	place := head[:end]
	if i := strings.IndexAny(place, ",(/،（"); i >= 0 {
		place = place[:i]
	}
	place = strings.TrimSpace(place)
	tokens := measure(place).tokens
	if len(tokens) == 0 || len(tokens) > 4 || utf8.RuneCountInString(place) > 40 {
		return ""
	}
	for _, t := range tokens {
		if t.class&digit != 0 || t.class&upper == 0 && t.class&caseless == 0 {
			return ""
		}
	}
	return place
}
