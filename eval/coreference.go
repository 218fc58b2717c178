package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// passages are short texts of our own, a file for each language. A line "@2020-03-09" gives
// the day; [1|Ann Example] names the first person, [1s|Example] is a shorter form of the name,
// [1t|the minister] a title alone, [1p|she] a pronoun, and [?t|…] and [?p|…] must stay open.
// [=Ann Example |the minister] is the title of somebody whom the text does not name.
//
//go:embed testdata/coreference
var passages embed.FS

// meant is a stretch of a passage with who it means.
type meant struct {
	span news.Span
	who  string // "?" for nobody who could be told
	kind string // "name", "short", "title", "pronoun", "holder"
}

// passage is one of the texts with its marks taken out.
type passage struct {
	doc   *news.Document
	meant []meant
}

var (
	markRE  = regexp.MustCompile(`\[(\d|\?|=[^|\]]+?)([stp]?)\|([^\]]*)\]`)
	kindsOf = map[string]string{"": "name", "s": "short", "t": "title", "p": "pronoun"}
)

func evalCoreference(string) ([]score, error) {
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	var scores []score
	for _, set := range []string{"seen", "held"} {
		files, err := fs.Glob(passages, path.Join("testdata/coreference", set, "*.txt"))
		if err != nil {
			return nil, err
		}
		kinds := map[string]map[string]*counts{"name": {}, "short": {}, "holder": {}, "title": {}, "pronoun": {}}
		for _, f := range files {
			b, err := passages.ReadFile(f)
			if err != nil {
				return nil, err
			}
			lang := strings.TrimSuffix(path.Base(f), ".txt")
			for _, block := range strings.Split(string(b), "\n\n") {
				p, err := readPassage(block, news.Lang(lang))
				if err != nil {
					return nil, fmt.Errorf("%s: %w", f, err)
				}
				if err := rd.mentions(p.doc); err != nil {
					return nil, err
				}
				p.score(kinds, lang)
			}
		}
		for kind, m := range kinds {
			for _, lang := range langs(m, 1) {
				scores = append(scores,
					score{Set: "passages " + set, Lang: lang, Metric: kind + " P", Value: m[lang].precision(), N: m[lang].tp + m[lang].fp},
					score{Set: "passages " + set, Lang: lang, Metric: kind + " R", Value: m[lang].recall(), N: m[lang].tp + m[lang].fn})
			}
		}
	}
	return scores, nil
}

// readPassage takes the marks out of a block.
func readPassage(block string, lang news.Lang) (passage, error) {
	date, body, ok := strings.Cut(strings.TrimSpace(block), "\n")
	day, err := time.Parse("@2006-01-02", date)
	if !ok || err != nil {
		return passage{}, fmt.Errorf("no day over %q", block)
	}
	var sb strings.Builder
	var p passage
	end := 0
	for _, m := range markRE.FindAllStringSubmatchIndex(body, -1) {
		sb.WriteString(body[end:m[0]])
		at := sb.Len()
		sb.WriteString(body[m[6]:m[7]])
		who, kind := body[m[2]:m[3]], kindsOf[body[m[4]:m[5]]]
		if name, ok := strings.CutPrefix(who, "="); ok {
			who, kind = strings.TrimSpace(name), "holder"
		}
		p.meant = append(p.meant, meant{news.Span{Start: at, End: sb.Len()}, who, kind})
		end = m[1]
	}
	sb.WriteString(body[end:])
	p.doc = &news.Document{Report: news.Report{
		ID: "passage", Text: sb.String(), Lang: lang,
		Published: &news.Published{Interval: news.Interval{From: day, To: day, Precision: news.Day}},
	}}
	p.doc.Sentences = text.Sentences(p.doc.Text, lang)
	return p, nil
}

// score counts what was found of each mark, and references where there is none.
func (p passage) score(kinds map[string]map[string]*counts, lang string) {
	ids := p.ids()
	for _, m := range p.meant {
		got, want := p.found(m), ids[m.who]
		if m.kind == "holder" {
			want = m.who
		}
		right := got != "" && got == want
		wrong := got != "" && !right
		if m.kind == "name" || m.kind == "short" { // an id of its own is no mistake, that of somebody else is
			wrong = slices.ContainsFunc(p.meant, func(o meant) bool { return o.who != m.who && ids[o.who] == got && got != "" })
		}
		p.tell(m, got, right)
		for _, l := range []string{"all", lang} {
			c := at(kinds[m.kind], l)
			switch {
			case wrong:
				c.fp++
			case right:
				c.tp++
			}
			if (wrong || !right) && m.who != "?" {
				c.fn++
			}
		}
	}
	for _, r := range p.doc.References {
		if slices.ContainsFunc(p.meant, func(m meant) bool { return m.span.Overlaps(r.Span) }) {
			continue
		}
		p.tell(meant{span: r.Span, who: "nobody marked", kind: string(r.Form)}, r.Entity, false)
		for _, l := range []string{"all", lang} {
			at(kinds[string(r.Form)], l).fp++
		}
	}
}

// found is whom the words of a mark were taken to mean: an id, of an office's holder the name.
func (p passage) found(m meant) string {
	if m.kind == "name" || m.kind == "short" {
		return entityAt(p.doc, m.span)
	}
	for _, r := range p.doc.References {
		switch {
		case !r.Span.Overlaps(m.span):
		case m.kind == "holder" && r.Inferred:
			return r.Name
		default:
			return r.Entity
		}
	}
	return ""
}

// tell prints a mark that was missed where EVAL_MISSED asks for it.
func (p passage) tell(m meant, got string, right bool) {
	if os.Getenv("EVAL_MISSED") == "" || right || got == "" && m.who == "?" {
		return
	}
	fmt.Fprintf(os.Stderr, "%s %s %q means %s, got %q: %s\n", p.doc.Lang, m.kind, m.span.In(p.doc.Text), m.who, got, p.doc.Text)
}

// ids are the entities of the people of a passage, by the first name of each that was found.
func (p passage) ids() map[string]string {
	ids := map[string]string{}
	for _, m := range p.meant {
		if m.kind == "name" && ids[m.who] == "" {
			ids[m.who] = entityAt(p.doc, m.span)
		}
	}
	return ids
}

func entityAt(doc *news.Document, span news.Span) string {
	for _, m := range doc.Mentions {
		if m.Kind == news.Person && m.Span.Overlaps(span) {
			return m.Entity
		}
	}
	return ""
}
