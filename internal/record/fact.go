package record

import (
	"cmp"
	"math"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/quantity"
)

// fact is a figure, an hour or a day that one report gives, with what stands around it: what it is a figure of is never said
// in so many words, so two reports are taken to speak of one thing where the words around are alike.
type fact struct {
	report string
	at     int // place of the report among the documents
	lang   news.Lang
	kind   string            // as quantity.Kind, or onDay
	q      quantity.Quantity // of a day: From is its number, To too
	span   news.Span
	sent   news.Span
	vec    []int8 // of the sentence, nil if none
	model  string
	who    map[string]bool // entities of the sentence
	years  map[int]bool    // written in the sentence
	others []fact          // the same figure, told again in the same report
}

// onDay is the kind of a fact that is a day of the calendar.
const onDay = "day"

// The bounds on what is compared, so that a story of a thousand reports, or of tables, takes no square of time: facts of one report, of
// all together, and of each report however many there are. The first ones of each report are taken.
const (
	mostFacts    = 120
	mostCompared = 600
	fewestFacts  = 4
)

// factsOf lists what a report gives, each once, no more than most.
func factsOf(doc *news.Document, at, most int) []fact {
	var out []fact
	sents := doc.Sentences
	if len(sents) == 0 {
		sents = []news.Span{{Start: 0, End: len(doc.Text)}}
	}
	for n, sent := range sents {
		base := fact{report: doc.ID, at: at, lang: doc.Lang, sent: sent}
		if r := doc.Reading; r != nil && n < len(r.Sentences) {
			base.vec, base.model = r.Sentences[n], r.Model
		}
		base.who, base.years = around(doc, sent)
		for _, q := range quantity.Find(doc.Text, doc.Lang, sent) {
			if refers(q) {
				continue
			}
			f := base
			f.kind, f.q, f.span = string(q.Kind), q, q.Span
			out = addFact(out, f)
		}
		for _, d := range doc.Dates {
			if !sent.Contains(d.Span) || d.Interval == nil || !days(d.Interval.Precision) {
				continue
			}
			f := base
			number := float64(day(d.Interval.From).Unix() / 86400)
			f.kind, f.span = onDay, d.Span
			f.q = quantity.Quantity{Span: d.Span, From: number, To: float64(day(d.Interval.To).Unix() / 86400)}
			out = addFact(out, f)
		}
		if len(out) >= most {
			return out[:most]
		}
	}
	return out
}

// broad are classes whose small numbers point at who was named rather than count them: "the two presidents", "the three countries".
var broad = []string{"people", "leaders", "countries", "organisations", "families"}

// refers reports whether a quantity only points at what was named before.
func refers(q quantity.Quantity) bool {
	const few = 4
	return q.Kind == quantity.Count && q.To <= few && slices.Contains(broad, q.Unit)
}

// addFact adds what is not there yet: a figure that title, lead and body repeat is one.
func addFact(list []fact, f fact) []fact {
	for i := range list {
		if o := &list[i]; o.kind == f.kind && o.q.Unit == f.q.Unit && o.q.From == f.q.From && o.q.To == f.q.To && (f.kind == onDay || o.q.Noun == f.q.Noun) {
			o.others = append(o.others, f)
			return list
		}
	}
	return append(list, f)
}

// around are the entities and years of a sentence.
func around(doc *news.Document, sent news.Span) (who map[string]bool, years map[int]bool) {
	who, years = map[string]bool{}, map[int]bool{}
	for _, m := range doc.Mentions {
		if m.Entity != "" && sent.Contains(m.Span) {
			who[m.Entity] = true
		}
	}
	for _, d := range doc.Dates {
		if d.Interval != nil && sent.Contains(d.Span) {
			years[d.Interval.From.Year()] = true
		}
	}
	return who, years
}

// told are a fact and its repetitions.
func (f *fact) told() []fact { return append([]fact{*f}, f.others...) }

// one reports whether two facts can be of the same sort at all, and differ reports whether their values do.
func (f *fact) one(o *fact) bool {
	switch {
	case f.kind != o.kind || f.report == o.report:
		return false
	case f.kind == onDay, f.kind == string(quantity.Clock), f.kind == string(quantity.Duration), f.kind == string(quantity.Percent):
		return true
	case f.q.Unit != "" || o.q.Unit != "":
		return f.q.Unit == o.q.Unit
	}
	return f.lang == o.lang && f.q.Noun != "" && sameName(f.q.Noun, o.q.Noun)
}

// How far apart the values of one thing may lie as two reports give them. Farther apart they are likelier of two things; small counts may be
// any number of times one another, "two rockets" and "thirteen".
const (
	timesDuration = 2.0
	timesMany     = 3.0 // counts from many on, money
	many          = 100
	hoursApart    = 180 // minutes
	daysApart     = 3
)

// near reports whether two values may be of one thing.
func (f *fact) near(o *fact) bool {
	a, b := f.q.From, o.q.From
	if a > b {
		a, b = b, a
	}
	switch f.kind {
	case onDay:
		return b-a <= daysApart
	case string(quantity.Clock):
		return min(b-a, a+24*60-b) <= hoursApart
	case string(quantity.Duration):
		return b <= timesDuration*a
	}
	return b < many || b <= timesMany*a
}

func (f *fact) differs(o *fact) bool {
	if f.kind == onDay {
		return f.q.From > o.q.To || o.q.From > f.q.To
	}
	return !quantity.Agree(f.q, o.q)
}

// likeness says how surely two facts are of one thing, from the sentences they stand in.
func likeness(a, b *fact) float64 {
	best := -1.0
	for _, x := range a.told() {
		for _, y := range b.told() {
			best = max(best, alikeSentences(&x, &y))
		}
	}
	return best
}

// What speaks for two sentences to tell of one thing, beside their vectors.
const (
	perName    = 0.08 // for an entity that both name, up to two
	sameYear   = 0.10
	otherYears = 0.20 // against it, where both name years and none is the same
)

func alikeSentences(a, b *fact) float64 {
	s := 0.0
	if a.model == b.model {
		s, _ = cosineOf(a.vec, b.vec)
	}
	shared := 0
	for e := range a.who {
		if b.who[e] {
			shared++
		}
	}
	s += perName * float64(min(shared, 2))
	if len(a.years) > 0 && len(b.years) > 0 {
		same := false
		for y := range a.years {
			same = same || b.years[y]
		}
		if same {
			s += sameYear
		} else {
			s -= otherYears
		}
	}
	return s
}

// cosineOf is that of two vectors of one length; ok is false where either is none.
func cosineOf(a, b []int8) (c float64, ok bool) {
	if len(a) == 0 || len(a) != len(b) {
		return 0, false
	}
	var dot, na, nb float64
	for i := range a {
		x, y := float64(a[i]), float64(b[i])
		dot, na, nb = dot+x*y, na+x*x, nb+y*y
	}
	if na == 0 || nb == 0 {
		return 0, false
	}
	return dot / math.Sqrt(na*nb), true
}

// pairing is two facts of two reports that may be of one thing.
type pairing struct {
	a, b int // into the list of all facts
	like float64
}

// matched groups facts that are of one thing, none twice from one report: the likeliest pairs first.
func matched(all []fact) [][]int {
	of := map[string][]int{} // facts by report
	for i := range all {
		of[all[i].report] = append(of[all[i].report], i)
	}
	var pairs []pairing
	for i := range all {
		for j := i + 1; j < len(all); j++ {
			if !all[i].one(&all[j]) || !all[i].near(&all[j]) {
				continue
			}
			differ := all[i].differs(&all[j])
			if differ && (knows(all, of[all[i].report], i, j) || knows(all, of[all[j].report], j, i)) {
				continue
			}
			like := likeness(&all[i], &all[j])
			if like < enough(&all[i]) {
				continue
			}
			if !differ {
				like += sameValue
			}
			pairs = append(pairs, pairing{i, j, like})
		}
	}
	slices.SortStableFunc(pairs, func(x, y pairing) int { return cmp.Compare(y.like, x.like) })
	group := make([]int, len(all))
	members := make([][]int, len(all))
	for i := range all {
		group[i], members[i] = i, []int{i}
	}
	for _, p := range pairs {
		x, y := group[p.a], group[p.b]
		if x == y || clash(all, members[x], members[y]) {
			continue
		}
		for _, m := range members[y] {
			group[m] = x
		}
		members[x] = append(members[x], members[y]...)
		members[y] = nil
	}
	var out [][]int
	for _, m := range members {
		if len(m) > 1 {
			slices.Sort(m)
			out = append(out, m)
		}
	}
	return out
}

// sameValue is what one value for both speaks for two facts to be of one thing.
const sameValue = 0.2

// knows reports whether the report of fact i, whose facts are own, gives the value of fact j, too, of whatever it may be there: it then has another figure for each
// of two things, and so, likely, has the report of j.
func knows(all []fact, own []int, i, j int) bool {
	for _, k := range own {
		if f := &all[k]; k != i && f.one(&all[j]) && !f.differs(&all[j]) {
			return true
		}
	}
	return false
}

// clash reports whether two groups have facts of one report.
func clash(all []fact, a, b []int) bool {
	for _, i := range a {
		for _, j := range b {
			if all[i].report == all[j].report {
				return true
			}
		}
	}
	return false
}

// enough is how alike the sentences of two facts have to be. What a figure counts says much by itself; an hour, a stretch of time or a
// day may be of anything.
func enough(f *fact) float64 {
	switch {
	case f.kind == onDay:
		return likeDay
	case f.kind == string(quantity.Count) && f.q.Unit != "" && !slices.Contains(broad, f.q.Unit):
		return likeClass
	}
	return likeAny
}

// The bounds of enough; docs/stories.md says how they were found.
const (
	likeClass = 0.34
	likeAny   = 0.55
	likeDay   = 0.75
)

// figures compares what the reports give. It leaves days to the entries where these differ already.
func figures(docs []*news.Document, drafts []*draft, already []news.Difference) []news.Difference {
	var all []fact
	most := min(mostFacts, max(fewestFacts, mostCompared/max(1, len(docs))))
	for i, d := range docs {
		all = append(all, factsOf(d, i, most)...)
	}
	var out []news.Difference
	for _, group := range matched(all) {
		values := valuesOf(all, group)
		if len(values) < 2 || all[group[0]].kind == onDay && said(already, values) {
			continue
		}
		out = append(out, news.Difference{Entry: entryOf(drafts, all, group), Attribute: attribute(&all[group[0]]), Values: values})
	}
	return out
}

// said reports whether a difference has these values already: the day of an entry.
func said(already []news.Difference, values []news.DifferenceValue) bool {
	return slices.ContainsFunc(already, func(d news.Difference) bool {
		return d.Attribute == "date" && !slices.ContainsFunc(values, func(v news.DifferenceValue) bool {
			return !slices.ContainsFunc(d.Values, func(o news.DifferenceValue) bool { return o.Value == v.Value })
		})
	})
}

// valuesOf sorts the facts of one thing by value, the exact ones first. One that fits several values contradicts none and is left out.
func valuesOf(all []fact, group []int) []news.DifferenceValue {
	order := slices.Clone(group)
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(vague(&all[x]), vague(&all[y])) })
	var heads [][]int
	for _, i := range order {
		fits := -1
		for k, h := range heads {
			if !slices.ContainsFunc(h, func(j int) bool { return all[i].differs(&all[j]) }) {
				if fits >= 0 {
					fits = -2
					break
				}
				fits = k
			}
		}
		switch {
		case fits >= 0:
			heads[fits] = append(heads[fits], i)
		case fits == -1:
			heads = append(heads, []int{i})
		}
	}
	out := make([]news.DifferenceValue, len(heads))
	for k, h := range heads {
		slices.Sort(h)
		out[k].Value = show(&all[h[0]])
		for _, i := range h {
			out[k].Reports = addReport(out[k].Reports, all[i].report)
			for _, f := range all[i].told() {
				out[k].Evidence = append(out[k].Evidence, news.ReportSpan{Report: f.report, Span: f.sent})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b news.DifferenceValue) int { return cmp.Compare(len(b.Reports), len(a.Reports)) })
	return out
}

// vague is 0 for an exact value.
func vague(f *fact) int {
	if f.q.Bound == "" && f.q.From == f.q.To {
		return 0
	}
	return 1
}

// entryOf is the entry whose evidence lies where most of the facts do, -1 if there is none.
func entryOf(drafts []*draft, all []fact, group []int) int {
	best, most := -1, 0
	for k, d := range drafts {
		n := 0
		for _, i := range group {
			if slices.ContainsFunc(d.tellings, func(t telling) bool {
				return t.report == all[i].report && slices.ContainsFunc(t.event.Evidence, all[i].sent.Overlaps)
			}) {
				n++
			}
		}
		if n > most {
			best, most = k, n
		}
	}
	return best
}
