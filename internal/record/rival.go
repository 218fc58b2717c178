package record

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// delegates returns, for each country, whom reports name as the one who took part for it, where they name different people and neither report
// knows of the other's: "Oman was represented by its foreign minister", by its deputy prime minister. Whom one report leaves out is no
// difference, so a report that names two of a country is a witness for none.
func delegates(d *draft, docs []*news.Document) []news.Difference {
	var out []news.Difference
	for _, country := range countriesOf(d) {
		var claims []claim
		for _, t := range d.tellings {
			if p, ok := theOnlyOne(slices.Concat(t.event.Actors, t.event.Recipients), country); ok {
				claims = append(claims, claim{p.Name, t})
			}
		}
		claims = slices.DeleteFunc(claims, func(c claim) bool {
			return slices.ContainsFunc(claims, func(o claim) bool { return o.value != c.value && names(docs[c.at], o.value) })
		})
		if vs := rival(claims); len(vs) > 1 {
			out = append(out, news.Difference{Attribute: "who took part for " + country, Values: vs})
		}
	}
	return out
}

// countriesOf are those of the people who take part, in the order of the tellings.
func countriesOf(d *draft) []string {
	var out []string
	for _, t := range d.tellings {
		for _, p := range slices.Concat(t.event.Actors, t.event.Recipients) {
			if p.Kind == news.Person && p.Country != "" && !p.Inferred && !slices.Contains(out, p.Country) {
				out = append(out, p.Country)
			}
		}
	}
	return out
}

// theOnlyOne is the one person of a country among parties.
func theOnlyOne(parties []news.Party, country string) (news.Party, bool) {
	var found []news.Party
	for _, p := range parties {
		if p.Kind == news.Person && p.Country == country {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return news.Party{}, false
	}
	return found[0], true
}

// spelledAlike is the likeness of two names from which they may be two spellings of one: docs/names.md has how few names of one person lie below.
const spelledAlike = 0.4

// names reports whether a report names a person, in whatever spelling and script.
func names(doc *news.Document, who string) bool {
	asked := name.NewForm(who)
	return slices.ContainsFunc(doc.Mentions, func(m news.Mention) bool {
		return m.Kind == news.Person && (sameName(m.Name, who) || asked.Similarity(name.NewForm(m.Name)) >= spelledAlike)
	})
}

// oneSided are the acts of which, where each report tells it of the other side, one is wrong about who began. Praise, blame and threats go both ways:
// of two that support one another each report may tell one half.
var oneSided = []news.EventType{news.Assault, news.Coerce}

// started returns who did it to whom where one report says that it was the other way round: of draft i and those of its type and time
// whose sides are changed over.
func started(drafts []*draft, i int) []news.DifferenceValue {
	d := drafts[i]
	e := d.first()
	if !slices.Contains(oneSided, e.Type) || len(e.Actors) == 0 || len(e.Recipients) == 0 {
		return nil
	}
	claims := sideClaims(d)
	for k, o := range drafts {
		f := o.first()
		if k <= i || f.Type != e.Type || f.Status != e.Status || datesConflict(e, f) {
			continue
		}
		if share(e.Actors, f.Recipients) > 0 && share(e.Recipients, f.Actors) > 0 && share(e.Actors, f.Actors) == 0 {
			claims = append(claims, sideClaims(o)...)
		}
	}
	return rival(claims)
}

// sideClaims says of each telling of a draft who did it, by the draft's first telling, so that spellings are no values of their own.
func sideClaims(d *draft) []claim {
	var by []string
	for _, p := range d.first().Actors {
		by = append(by, p.Name)
	}
	out := make([]claim, len(d.tellings))
	for k, t := range d.tellings {
		out[k] = claim{strings.Join(by, ", "), t}
	}
	return out
}

// The bounds for two quotes to be of the same words: so many words, and such a share of them in common.
const (
	quoteWords = 5
	quoteAlike = 0.6
)

// direct is a direct quote of one report.
type direct struct {
	report string
	who    string // entity, or the name folded
	words  []string
	quote  news.Quote
	text   string
	lang   news.Lang
}

// wording returns the quotes of one person whose words two reports in one language give differently. A shorter one within a longer one
// is no difference, and neither are two translations, which nobody can be held to.
func wording(docs []*news.Document) []news.Difference {
	var all []direct
	for _, d := range docs {
		for _, q := range d.Quotes {
			if !q.Direct || q.Speaker == "" {
				continue
			}
			s := direct{report: d.ID, who: text.Fold(q.Speaker), quote: q, text: q.Span.In(d.Text), lang: d.Lang}
			if m := q.SpeakerMention; m >= 0 && m < len(d.Mentions) && d.Mentions[m].Entity != "" {
				s.who = d.Mentions[m].Entity
			}
			if s.words = quoted(s.text); len(s.words) >= quoteWords {
				all = append(all, s)
			}
		}
	}
	var out []news.Difference
	used := make([]bool, len(all))
	for i := range all {
		if used[i] {
			continue
		}
		group := []int{i}
		for k := i + 1; k < len(all); k++ {
			if a, b := &all[i], &all[k]; !used[k] && a.report != b.report && a.who == b.who && a.lang == b.lang && alikeWords(a.words, b.words) {
				group = append(group, k)
			}
		}
		values := wordings(all, group)
		if len(values) > 1 {
			for _, k := range group {
				used[k] = true
			}
			out = append(out, news.Difference{Entry: -1, Attribute: "words of " + all[i].quote.Speaker, Values: values})
		}
	}
	return out
}

// wordings sorts the quotes of a group by their words; what lies within another is that.
func wordings(all []direct, group []int) []news.DifferenceValue {
	slices.SortStableFunc(group, func(a, b int) int { return cmp.Compare(len(all[b].words), len(all[a].words)) })
	var heads []int
	var out []news.DifferenceValue
	for _, k := range group {
		at := slices.IndexFunc(heads, func(h int) bool {
			return strings.Contains(" "+strings.Join(all[h].words, " ")+" ", " "+strings.Join(all[k].words, " ")+" ")
		})
		if at < 0 {
			at = len(heads)
			heads = append(heads, k)
			out = append(out, news.DifferenceValue{Value: strings.Join(strings.Fields(all[k].text), " ")})
		}
		out[at].Reports = addReport(out[at].Reports, all[k].report)
		out[at].Evidence = append(out[at].Evidence, news.ReportSpan{Report: all[k].report, Span: all[k].quote.Span})
	}
	return out
}

// quoted are the words of a quote, folded, without marks.
func quoted(s string) []string {
	return strings.FieldsFunc(text.Fold(s), func(r rune) bool {
		return strings.ContainsRune(" \n\t\u00a0\u202f.,;:!?…\"'“”‘’«»„()[]-–—،؛؟", r)
	})
}

// alikeWords reports whether most words of the shorter quote are in the longer one, but not all of them in one piece.
func alikeWords(a, b []string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a)*2 < len(b) {
		return strings.Contains(strings.Join(b, " "), strings.Join(a, " "))
	}
	left := map[string]int{}
	for _, w := range b {
		left[w]++
	}
	n := 0
	for _, w := range a {
		if left[w] > 0 {
			left[w]--
			n++
		}
	}
	return float64(n) >= quoteAlike*float64(len(a))
}
