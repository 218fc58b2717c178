package web

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/text"
)

// scriptRow is the names that are written in one script.
type scriptRow struct {
	Script string // ISO 15924, "" where it has none
	Langs  []langRow
}

// langRow is the names of one language, those that most reports write first.
type langRow struct {
	Lang  news.Lang
	Forms []news.Alias
	More  int
}

const (
	mostForms = 8  // names of a language
	mostKnown = 60 // names that no report wrote
)

// scriptCodes are the scripts of package text that have a code of their own.
var scriptCodes = map[text.Script]string{
	text.Latin: "Latn", text.Greek: "Grek", text.Cyrillic: "Cyrl", text.Armenian: "Armn", text.Hebrew: "Hebr", text.Arabic: "Arab",
	text.Devanagari: "Deva", text.Bengali: "Beng", text.Thai: "Thai", text.Georgian: "Geor", text.Ethiopic: "Ethi",
	text.Hangul: "Hang", text.Kana: "Jpan", text.Han: "Hani",
}

// scriptOf is the script of the first letter of a name.
func scriptOf(name string) string {
	i := strings.IndexFunc(name, unicode.IsLetter)
	if i < 0 {
		return ""
	}
	for _, r := range name[i:] {
		return scriptCodes[text.ScriptOf(r)]
	}
	return ""
}

// names gathers the names by script and language, the commonest first, and those that are known and no report wrote.
func (a *about) names() (rows []scriptRow, known []news.KnownName) {
	total := map[string]int{}
	seen := map[string]bool{}
	for _, al := range a.e.Aliases {
		seen[text.Fold(al.Name)] = true
		code := scriptOf(al.Name)
		total[code] += al.N
		i := slices.IndexFunc(rows, func(r scriptRow) bool { return r.Script == code })
		if i < 0 {
			i = len(rows)
			rows = append(rows, scriptRow{Script: code})
		}
		rows[i].add(al)
	}
	slices.SortStableFunc(rows, func(x, y scriptRow) int {
		return cmp.Or(cmp.Compare(total[y.Script], total[x.Script]), cmp.Compare(x.Script, y.Script))
	})
	for i := range rows {
		rows[i].cut()
	}
	if a.known == nil {
		return rows, nil
	}
	for _, k := range append([]news.KnownName{{Name: a.known.Name}}, a.known.Names...) {
		if folded := text.Fold(k.Name); !k.Weak && !seen[folded] && len(known) < mostKnown {
			seen[folded] = true
			known = append(known, k)
		}
	}
	return rows, known
}

func (r *scriptRow) add(al news.Alias) {
	i := slices.IndexFunc(r.Langs, func(l langRow) bool { return l.Lang == al.Lang })
	if i < 0 {
		i = len(r.Langs)
		r.Langs = append(r.Langs, langRow{Lang: al.Lang})
	}
	r.Langs[i].Forms = append(r.Langs[i].Forms, al)
}

func (r *scriptRow) cut() {
	for i := range r.Langs {
		l := &r.Langs[i]
		slices.SortStableFunc(l.Forms, func(x, y news.Alias) int { return cmp.Compare(y.N, x.N) })
		if len(l.Forms) > mostForms {
			l.More, l.Forms = len(l.Forms)-mostForms, l.Forms[:mostForms]
		}
	}
	slices.SortStableFunc(r.Langs, func(x, y langRow) int { return cmp.Compare(x.Lang, y.Lang) })
}

// roleRow is an office with the reports that give it.
type roleRow struct {
	export.Office
	Known bool // from what is known, not from reports
	Words []outletLink
	More  int // reports beside those of Words
}

// roles gathers what reports call the entity, with where they say so, and the terms of office that are known.
func (a *about) roles(docs []*news.Document) ([]roleRow, error) {
	var rows []roleRow
	if a.Entities.Offices != nil {
		offices, err := a.Entities.Offices(a.e.ID, docs)
		if err != nil {
			return nil, err
		}
		for _, o := range offices {
			rows = append(rows, a.roleRow(o, docs))
		}
	}
	if a.known != nil {
		for _, k := range a.known.Roles {
			if k.Title == strings.ToUpper(k.Title) && !strings.Contains(k.Title, " ") && scriptOf(k.Title) == "Latn" {
				continue // the code of a sector, where no more is known
			}
			rows = append(rows, roleRow{Office: export.Office{Title: k.Title, From: k.From, To: k.To}, Known: true})
		}
	}
	slices.SortStableFunc(rows, func(x, y roleRow) int { return cmp.Compare(cmp.Or(y.From, "0"), cmp.Or(x.From, "0")) })
	return rows, nil
}

func (a *about) roleRow(o export.Office, docs []*news.Document) roleRow {
	row := roleRow{Office: o}
	for _, d := range docs {
		if len(row.Words) == mostTellings || !slices.Contains(o.Reports, d.ID) {
			continue
		}
		for _, m := range d.Mentions {
			called := func(w export.Alias) bool { return w.Lang == string(d.Lang) && strings.EqualFold(w.Name, m.Role) }
			if m.Entity == a.e.ID && slices.ContainsFunc(o.Written, called) {
				row.Words = append(row.Words, outletLink{a.outlet(d), d.Lang, wordsAt(d, text.NewOffsets(d.Text), m.Span)})
				break
			}
		}
	}
	row.More = len(o.Reports) - len(row.Words)
	return row
}

// quoteRow is something that the entity said.
type quoteRow struct {
	said
	Outlet string
	Date   *news.Interval
	Direct bool
	To     string
}

// quotes gathers what reports have the entity say, in the order of the reports; of one report in that of its text. What a copy
// has is said in the original.
func (a *about) quotes(docs []*news.Document) []quoteRow {
	var rows []quoteRow
	for _, d := range docs {
		if d.CopyOf != "" || d.Withdrawn {
			continue
		}
		var at *text.Offsets
		for _, q := range d.Quotes {
			if q.SpeakerMention < 0 || q.SpeakerMention >= len(d.Mentions) || d.Mentions[q.SpeakerMention].Entity != a.e.ID {
				continue
			}
			if at == nil {
				at = text.NewOffsets(d.Text)
			}
			row := quoteRow{said: said{shortened(q.Span.In(d.Text), 2*mostLetters), d.Lang, wordsAt(d, at, q.Span)}, Outlet: a.outlet(d), Direct: q.Direct, To: q.Addressee}
			if d.Published != nil {
				row.Date = &d.Published.Interval
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// decidedRow is a decision about who is who.
type decidedRow struct {
	store.Decision
	NameA, NameB string
}

// decided returns what the user decided of the entity, the latest first.
func (a *about) decided() ([]decidedRow, error) {
	if a.e.Kind != news.Person && a.e.Kind != news.Organisation {
		return nil, nil
	}
	all, err := a.st.Decisions(a.ctx)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	held, err := a.st.Held(a.ctx, a.e.ID)
	if err != nil {
		return nil, err
	}
	ids := map[string]bool{a.e.ID: true}
	for _, h := range held {
		ids[h.ID] = true
	}
	var rows []decidedRow
	for _, d := range slices.Backward(all) {
		if !ids[d.A] && !ids[d.B] {
			continue
		}
		row := decidedRow{Decision: d}
		if row.NameA, err = a.nameOf(d.A); err != nil {
			return nil, err
		}
		if row.NameB, err = a.nameOf(d.B); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// nameOf is the name of the entity that holds for an id, else the id.
func (a *about) nameOf(id string) (string, error) {
	if id == "" || id == a.e.ID {
		return a.e.Name, nil
	}
	for e, err := range a.st.Entities(a.ctx, store.Filter{Entity: id}) {
		if err != nil {
			return "", err
		}
		if e.ID == id {
			return e.Name, nil
		}
	}
	return id, nil
}
