package entity

import (
	"io/fs"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// statecraft is the rows of governments.tsv for one language.
type statecraft struct {
	words *phrase.Table[string] // to the kind of a phrase, or several
	late  bool                  // the verb may stand at the end of its clause
	bare  bool                  // an owner may follow its noun without a word
	where string                // where a capital that nothing marks as a place acts: anywhere, first or cases
	stays []string              // ends of names that have one form for all cases
	glued string                // letters written onto a place that is no more than that
}

// Values of statecraft.where.
const (
	anywhere = "-"
	opening  = "first"
	byCase   = "cases"
)

// governing is all of governments.tsv.
type governing struct {
	langs map[news.Lang]*statecraft
	seats map[string]string // towns that are no capital of the tables: whose government they stand for
}

func readGoverning(fsys fs.FS) *governing {
	g := &governing{langs: map[news.Lang]*statecraft{}, seats: map[string]string{}}
	phrase.Rows(fsys, "governments.tsv", func(f []string) {
		if len(f) < 3 {
			return
		}
		l := g.langs[news.Lang(f[0])]
		if l == nil {
			l = &statecraft{words: phrase.NewTable[string](0)}
			g.langs[news.Lang(f[0])] = l
		}
		for w := range strings.SplitSeq(f[2], "|") {
			switch {
			case f[1] == "seat":
				town, who, _ := strings.Cut(w, "=")
				g.seats[town] = who
			case f[1] == "order" && w == "late":
				l.late = true
			case f[1] == "order":
				l.where = w
			case f[1] == "stays":
				l.stays = append(l.stays, w)
			case f[1] == "glued":
				l.glued += w
			case f[1] == "of" && w == "-":
				l.bare = true
			default:
				l.words.Add(w, f[1])
			}
		}
	})
	return g
}

// governingRows is read when the first report is.
var governingRows = sync.OnceValue(func() *governing {
	sub, _ := fs.Sub(data, "data")
	return readGoverning(sub)
})

// govern marks the places and nationalities that stand for those who govern there: a capital
// or country that says or decides, with which or against which something is done, or that has
// a position, an ambassador, a government.
func (s *scan) govern(out []news.Mention) {
	g := &deeds{scan: s, out: out, all: governingRows()}
	if g.rows = g.all.langs[s.lang.code]; g.rows == nil {
		return
	}
	g.at = make([]stretch, len(out))
	for i := range out {
		if who := g.seat(out[i]); who != "" {
			from := s.tokenAt(out[i].Span.Start)
			g.at[i] = stretch{from, s.tokenAt(out[i].Span.End-1) + 1, who}
		}
	}
	for i := range out {
		if g.at[i].who != "" && g.acts(i) {
			out[i].ActsAs = g.actor(g.at[i].who)
		}
	}
	g.share()
}

// stretch is the tokens of a mention that may stand for a government, and whose.
type stretch struct {
	from, to int
	who      string // id, "" for a mention that cannot
}

// deeds is the work on one report.
type deeds struct {
	*scan
	out  []news.Mention
	at   []stretch
	all  *governing
	rows *statecraft
}

// seat is the id of those for whom a mention may stand, "" if for nobody.
func (g *deeds) seat(m news.Mention) string {
	switch {
	case m.Kind == news.Country && strings.HasPrefix(m.Entity, countryIDs):
		return m.Entity
	case m.Kind != news.Place:
	case g.all.seats[m.Entity] != "":
		return g.all.seats[m.Entity]
	default:
		if e := g.t.places()[m.Entity]; e != nil && e.capital {
			return countryIDs + e.country
		}
	}
	return ""
}

// countryIDs begins the ids of countries.
const countryIDs = "ISO:"

// actor is the government with an id: a state as one that acts, or a body.
func (g *deeds) actor(id string) *news.Actor {
	if e := g.t.places()[id]; e != nil {
		return &news.Actor{Entity: id, Kind: news.Country, Name: e.name, Country: e.country, Sector: government}
	}
	if base := g.t.known().kb; base != nil {
		if e, ok := base.ByID(id); ok {
			return &news.Actor{Entity: id, Kind: e.Kind, Name: e.Name("en"), Country: e.Country, Sector: e.Sector}
		}
	}
	return nil
}

// government is the sector of those who govern a state.
const government = "GOV"

// acts reports whether mention i stands for a government.
func (g *deeds) acts(i int) bool {
	m, p := g.out[i], g.at[i]
	if g.besideBody(p) {
		return true
	}
	if m.Adjective || m.Kind == news.Place && g.isDateline(m.Span) {
		return false
	}
	if g.owns(p) || g.addressed(p) {
		return true
	}
	glued := g.text[g.toks[p.from].Span.Start:max(m.Span.Start, g.toks[p.from].Span.Start)]
	if strings.ContainsAny(glued, g.rows.glued) || g.endsWith("in", g.bare(p.from)) > 0 || g.endsWith("in", p.from) > 0 || g.suffixed(p, "at") || g.underway(p) {
		return false
	}
	return g.opposite(p) || g.speaks(p) || g.spokenOf(p) || g.speaksLast(p) || m.Kind == news.Place && g.unmarked(i)
}

// kind reports how many tokens the phrase of a kind has that begins at token i, 0 if there is
// none.
func (g *deeds) kind(i int, kinds ...string) int {
	if i < 0 || i >= len(g.toks) {
		return 0
	}
	m := g.rows.words.At(g.text, g.toks, i)
	for _, v := range m.Values {
		for _, k := range kinds {
			if v == k {
				return m.N
			}
		}
	}
	return 0
}

// longestPhrase is how many tokens a phrase has at most that is looked for backwards.
const longestPhrase = 4

// endsWith is how many tokens the phrase of a kind has that ends right before token i, 0 if
// there is none. It and what it belongs to stand in one run.
func (g *deeds) endsWith(kind string, i int) int {
	if i <= 0 || i >= len(g.toks) || g.toks[i].Before&^phrase.SameRun != 0 {
		return 0
	}
	for n := 1; n <= longestPhrase && n <= i; n++ {
		if g.kind(i-n, kind) == n && !g.covers(i-n, i) {
			return n
		}
	}
	return 0
}

// covers reports whether a mention that may act covers one of some tokens: a verb is no name.
func (g *deeds) covers(from, to int) bool {
	for i := from; i < to; i++ {
		if g.taken[i] {
			return true
		}
	}
	return false
}

// bare is where the words of a mention begin with its article.
func (g *deeds) bare(from int) int {
	if n := g.endsWith("of", from); n > 0 {
		return from - n
	}
	return from
}

// suffixed reports whether an ending of a kind is written onto a mention with an apostrophe.
func (g *deeds) suffixed(p stretch, kind string) bool {
	return p.to < len(g.toks) && g.toks[p.to].Before&phrase.Apos != 0 && g.kind(p.to, kind) > 0
}

// skip is the first token behind those of a kind that follow token i, at most n phrases. It
// ends with the clause.
func (g *deeds) skip(i, n int, kind string) int {
	for ; n > 0 && g.goesOn(i); n-- {
		k := g.kind(i, kind)
		if k == 0 && kind == "aux" && g.toks[i].Digit {
			k = 1
		}
		if k == 0 {
			break
		}
		i += k
	}
	return i
}

// goesOn reports whether token i belongs to the clause of the one before it.
func (g *deeds) goesOn(i int) bool {
	return i > 0 && i < len(g.toks) && g.toks[i].Before&^phrase.SameRun == 0
}

// besideBody reports whether a word for a government stands beside a state: "the Iraqi
// government", "gouvernement de l'Irak", "伊拉克政府".
func (g *deeds) besideBody(p stretch) bool {
	after := p.to
	if g.goesOn(after) && g.kind(after, "own") > 0 {
		after++
	}
	if g.goesOn(after) && (g.kind(after, "body") > 0 || g.toks[after].Lower && g.goesOn(after+1) && g.kind(after+1, "body") > 0 && g.kind(after, "and", "aux", "in", "of", "act", "address") == 0) {
		return true
	}
	at := p.from
	for range 3 {
		if n := g.endsWith("of", at); n > 0 {
			at -= n
		}
	}
	return g.endsWith("body", at) > 0
}

// owns reports whether a place owns something that governments have: "Tehran's position",
// "la position de Téhéran", "北京的立场".
func (g *deeds) owns(p stretch) bool {
	if g.goesOn(p.to) && g.kind(p.to, "own") > 0 {
		for i := p.to + 1; i <= p.to+4 && g.goesOn(i) && !g.taken[i]; i++ {
			if g.kind(i, "stance") > 0 {
				return true
			}
		}
	}
	at := p.from
	for range 3 {
		if n := g.endsWith("of", at); n > 0 {
			at -= n
		}
	}
	return (at < p.from || g.rows.bare) && g.endsWith("stance", at) > 0
}

// addressed reports whether a place is the object of a verb like "to accuse", with the small
// word that goes with it: "a appelé à Téhéran", "условий от Москвы".
func (g *deeds) addressed(p stretch) bool {
	at := g.bare(p.from)
	n := g.endsWith("to", at)
	if n == 0 {
		at = p.from
		n = g.endsWith("to", at)
	}
	return n > 0 && g.endsWith("address", at-n) > 0
}

// opposite reports whether something is done with a place, against it, or between it and
// another.
func (g *deeds) opposite(p stretch) bool {
	if g.joined(p) >= 0 {
		return true
	}
	return g.goesOn(p.to) && g.kind(p.to, "behind", "between") > 0
}

// joined is the token of "with" or "between" before a place, -1 if none stands there.
func (g *deeds) joined(p stretch) int {
	for _, at := range []int{g.bare(p.from), p.from} {
		if n := max(g.endsWith("with", at), g.endsWith("between", at)); n > 0 {
			return at - n
		}
	}
	return -1
}

// underway reports whether a road or a journey leads to a place: "flights between".
func (g *deeds) underway(p stretch) bool {
	if at := g.joined(p); at >= 0 {
		return g.travels(at)
	}
	return g.goesOn(p.to) && g.kind(p.to, "behind", "between") > 0 && g.travels(p.to+nearWay)
}

// nearWay is how many tokens before "between" a road is looked for.
const nearWay = 4

// travels reports whether a word for a way or a journey stands shortly before token i.
func (g *deeds) travels(i int) bool {
	for j := max(0, i-nearWay); j < min(i, len(g.toks)); j++ {
		if g.kind(j, "way") > 0 {
			return true
		}
	}
	return false
}

// speaks reports whether a verb of saying or deciding follows a place: "Tehran on Sunday
// condemned".
func (g *deeds) speaks(p stretch) bool {
	i := g.skip(p.to, 5, "aux")
	return g.goesOn(i) && !g.taken[i] && g.kind(i, "act", "address") > 0
}

// spokenOf reports whether such a verb stands right before a place, which then is its subject
// or its object: "a annoncé Paris", "أعلنت بغداد", "urged Beijing".
func (g *deeds) spokenOf(p stretch) bool {
	for _, at := range []int{p.from, g.bare(p.from), p.from - 1} {
		if at == p.from-1 && (at < 1 || !g.goesOn(p.from) || g.kind(at, "aux") != 1) {
			continue
		}
		if g.endsWith("act", at) > 0 || g.endsWith("address", at) > 0 {
			return true
		}
	}
	return false
}

// longClause is how many tokens a clause is read for its verb.
const longClause = 30

// speaksLast reports whether a place opens a clause at whose end such a verb stands, or is
// marked as the object of one.
func (g *deeds) speaksLast(p stretch) bool {
	if !g.rows.late {
		return false
	}
	i := p.to
	switch {
	case g.suffixed(p, "object"):
		i++
	case i < len(g.toks) && g.toks[i].Before&phrase.Apos != 0 || !g.opensClause(p.from):
		return false
	}
	for ; i < min(len(g.toks), p.to+longClause) && (g.goesOn(i) || i == p.to && g.toks[i].Before&^(phrase.SameRun|phrase.Comma) == 0); i++ {
		if g.kind(i, "act", "address") > 0 && !g.taken[i] {
			return true
		}
	}
	return false
}

// opensClause reports whether a clause begins with token i, or with small words before it.
func (g *deeds) opensClause(i int) bool {
	return i == 0 || g.toks[i].Before&(phrase.Stop|phrase.Line|phrase.Colon|phrase.Comma|phrase.Quote|phrase.Dash) != 0 || g.endsWith("open", i) > 0
}

// share gives those that "and" joins to one who acts the same part: "Tehran and Washington
// agreed".
func (g *deeds) share() {
	joined := func(a, b int) bool {
		return g.at[a].who != "" && g.at[b].who != "" && !g.out[a].Adjective && !g.out[b].Adjective && g.joins(g.at[a].to, g.at[b])
	}
	for i := len(g.out) - 2; i >= 0; i-- {
		if g.out[i+1].ActsAs != nil && g.out[i].ActsAs == nil && joined(i, i+1) && g.endsWith("in", g.at[i].from) == 0 {
			g.out[i].ActsAs = g.actor(g.at[i].who)
		}
	}
	for i := 1; i < len(g.out); i++ {
		if g.out[i-1].ActsAs != nil && g.out[i].ActsAs == nil && joined(i-1, i) {
			g.out[i].ActsAs = g.actor(g.at[i].who)
		}
	}
}

// joins reports whether only "and", or in a list a comma, parts token from and the next name.
func (g *deeds) joins(from int, next stretch) bool {
	if from >= len(g.toks) || from > next.from || next.from-from > 2 {
		return false
	}
	if from == next.from {
		return g.toks[from].Before&^(phrase.SameRun|phrase.Comma) == 0 && g.glued(next) // Arabic "and" is written onto the name
	}
	if !g.goesOn(from) {
		return false
	}
	n := g.kind(from, "and")
	return n > 0 && g.bare(next.from) == from+n || n > 0 && from+n == next.from
}

// glued reports whether Arabic "and" is written onto a name, or Chinese parts two names with
// its comma for lists.
func (g *deeds) glued(next stretch) bool {
	return g.toks[next.from].Before&phrase.Comma != 0 && style(g.toks[next.from]) == han || strings.HasPrefix(g.tok(next.from), and)
}
