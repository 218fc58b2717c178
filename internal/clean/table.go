package clean

import (
	"embed"
	"path"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
)

// kind says how a row of lang/*.txt is used. docs/clean.md explains each.
type kind uint32

const (
	kLine  kind = 1 << iota // a line may consist of it
	kLead                   // opens a line, with a colon or the like after it
	kStart                  // opens a line
	kPart                   // stands anywhere in a short line
	kFiller
	kAgency
	kSection
	kMonth
	kWeekday
	kDate
	kZone
	kPublished
	kByline
	kRole
	kWhere
	kPhoto
	kName
	kCue // in a label before a colon: the line links to another story
)

// classes are the [words: ...] headings.
var classes = map[string]kind{
	"filler": kFiller, "agency": kAgency, "section": kSection, "month": kMonth, "weekday": kWeekday,
	"date": kDate, "zone": kZone, "published": kPublished, "byline": kByline, "role": kRole, "where": kWhere,
	"photo": kPhoto, "name": kName, "cue": kCue,
}

var kinds = map[string]kind{"line": kLine, "lead": kLead, "start": kStart, "part": kPart}

// row is one entry of a language file.
type row struct {
	kind   kind
	reason string
	lang   string // "" for generic rows
	next   int32  // another row of the same phrase in table.rows, 0 if none
}

// table holds the rows of all languages. A site's furniture is often in another
// language than its report (English buttons, an agency's caption), so every
// text is read with all of them; see table.at for the exception.
type table struct {
	rows    []row            // row 0 is none
	phrases map[string]int32 // folded phrase: its first row
	first   map[string]int   // first word of a phrase: the most words of such a phrase
}

//go:embed lang/*.txt
var files embed.FS

var tables = sync.OnceValue(newTable)

func newTable() *table {
	const phrases, words = 12_000, 5_000 // about as many as there are
	t := &table{rows: make([]row, 1, phrases), phrases: make(map[string]int32, phrases), first: make(map[string]int, words)}
	c := cutter{block: tokenBlock}
	names, _ := files.ReadDir("lang")
	for _, f := range names {
		b, _ := files.ReadFile(path.Join("lang", f.Name()))
		lang := strings.TrimSuffix(f.Name(), ".txt")
		if lang == "generic" {
			lang = ""
		}
		t.load(&c, lang, string(b))
	}
	return t
}

// load adds the rows of one file. A row under a heading that is not known is
// left out; a test reads all files for such.
func (t *table) load(c *cutter, lang, data string) {
	var at row
	for s := range strings.Lines(data) {
		switch s = strings.TrimSpace(s); {
		case s == "" || s[0] == '#':
		case s[0] == '[':
			at = heading(s)
			at.lang = lang
		case at.kind != 0:
			for phrase := range strings.SplitSeq(s, ",") {
				t.add(c, phrase, at)
			}
		}
	}
}

// heading reads "[line: share button]" or "[words: month]".
func heading(s string) row {
	what, name, _ := strings.Cut(strings.Trim(s, "[]"), ": ")
	if what == "words" {
		return row{kind: classes[name]}
	}
	return row{kind: kinds[what], reason: name}
}

func (t *table) add(c *cutter, phrase string, r row) {
	tokens, key := c.cut(phrase)
	if key == "" {
		return
	}
	r.next = t.phrases[key]
	t.phrases[key] = int32(len(t.rows)) //nolint:gosec // a few thousand
	t.rows = append(t.rows, r)
	if first := key[:tokens[0].to]; t.first[first] < len(tokens) {
		t.first[first] = len(tokens)
	}
}

// match is a phrase of the table in a line.
type match struct {
	n      int  // tokens
	kinds  kind // all that the phrase is, of those asked for
	reason string
}

// at returns the longest phrase of the kinds asked for that begins at token i
// and ends before token end. Where the language of the text is known, one-word
// rows of another language than it and English do not count: "like" is a button
// in English only.
func (t *table) at(l *line, i, end int, want kind, lang news.Lang) match {
	tokens := l.tokens
	for n := min(t.first[l.word(i)], end-i); n > 0; n-- {
		m := match{n: n}
		for k := t.phrases[l.fold[tokens[i].from:tokens[i+n-1].to]]; k != 0; k = t.rows[k].next {
			r := &t.rows[k]
			if r.kind&want == 0 || n == 1 && foreign(r.lang, lang) {
				continue
			}
			m.kinds |= r.kind
			if m.reason == "" {
				m.reason = r.reason
			}
		}
		if m.kinds != 0 {
			return m
		}
	}
	return match{}
}

func foreign(row string, lang news.Lang) bool {
	return lang != "" && lang != news.Undetermined && row != "" && row != "en" && row != string(lang)
}
