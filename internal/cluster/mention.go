package cluster

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// named is a name while the text is read: its row grows heavier with each place that
// names it, for a story's own people are named again and again.
type named struct {
	Name
	base  float32
	count int
	title bool
}

// weight is what the name counts in the end.
func (n *named) weight() float32 {
	w := n.base * min(0.6+0.3*float32(math.Log2(float64(1+n.count))), 1.5)
	if n.title {
		w *= 1.5
	}
	return w
}

// Weights of the kinds, by how few stories share one of them.
var kindWeight = map[news.Kind]float32{
	news.Person: 3, news.Place: 2, news.Organisation: 2, news.EventName: 3, news.Country: 1,
}

// greatPowers are named in so many reports that sharing one says less.
var greatPowers = map[string]bool{
	"USA": true, "GBR": true, "FRA": true, "DEU": true, "RUS": true, "CHN": true, "SUN": true,
}

// mentions takes what the entity stage found.
func (r *reader) mentions() {
	for _, m := range r.doc.Mentions {
		if m.Span.Start < 0 || m.Span.End > len(r.body) || m.Span.Empty() {
			continue
		}
		lead := r.lead(m.Span.Start)
		if m.Kind == news.Country || m.Adjective || strings.HasPrefix(m.Entity, "ISO:") {
			r.covered = append(r.covered, m.Span)
			r.land(m.Country, lead)
			continue
		}
		r.land(m.Country, lead*0.3)
		id, skels := r.entityKey(m), []uint32(nil)
		if m.Kind == news.Place && capitals()[text.Fold(m.Name)] {
			r.covered = append(r.covered, m.Span)
			r.land(m.Country, lead*0.3)
			id, lead = "cap:"+m.Name, lead*0.4
		} else {
			skels = r.nameSkeletons(m)
		}
		if m.Kind == news.Place && id != "" {
			r.towns[m.Name] = nameID(id)
		}
		r.name(id, m, lead, skels)
	}
	slices.SortFunc(r.covered, func(a, b news.Span) int { return cmp.Compare(a.Start, b.Start) })
}

// lead is how much more a thing counts that is told early.
func (r *reader) lead(at int) float32 {
	if at < len(r.body)/4 {
		return 1.3
	}
	return 1
}

func (r *reader) land(country string, w float32) {
	if country == "" {
		return
	}
	if greatPowers[country] {
		w *= 0.6
	}
	r.lands[hashString("land "+country)] += w
}

// entityKey is the id that tells whom a mention means: of the gazetteer, or of a name of
// two words and more as this report spells it. A single word is no id.
func (r *reader) entityKey(m news.Mention) string {
	if m.Entity != "" && m.Entity[0] == 'L' && !strings.ContainsAny(strings.TrimSpace(m.Name), " ·") {
		return ""
	}
	return m.Entity
}

func (r *reader) name(id string, m news.Mention, lead float32, skels []uint32) {
	key := id
	if key == "" {
		if len(skels) == 0 {
			return
		}
		key = "skeleton " + strconv.FormatUint(uint64(skels[0]), 36)
	}
	n := r.names[key]
	if n == nil {
		n = &named{}
		if id != "" {
			n.ID = nameID(id)
		}
		r.names[key] = n
	}
	n.count++
	n.base = max(n.base, kindWeight[m.Kind]*lead*r.fameOf(m))
	for _, s := range skels {
		if len(n.Skels) < 4 && !slices.Contains(n.Skels, s) {
			n.Skels = append(n.Skels, s)
		}
		if r.bySkel[s] == nil {
			r.bySkel[s] = n
		}
	}
}

// nameID hashes an id. The lowest bit says whether the id is the gazetteer's, so that
// two different ones are two things; spellings of one name may differ.
func nameID(id string) uint32 {
	h := hashString(id) &^ 1
	if id[0] != 'L' {
		h |= 1
	}
	return max(h, 2)
}

// fameOf is what is left of a name's weight by how well known it is: as the report spells
// it, and by the name it goes by, which is English for whom the knowledge base knows. So
// a president weighs the same in every language and script.
func (r *reader) fameOf(m news.Mention) float32 {
	f := min(r.fame(m.Span.In(r.doc.Text)), r.fame(m.Name))
	if m.Entity != "" && m.Entity[0] != 'L' {
		f = min(f, fame(m.Name, frequent("en")))
	}
	return f
}

// fame is what is left of a name's weight when its last word is frequent in the
// language: sharing the president of a great power says little.
func (r *reader) fame(name string) float32 { return fame(name, r.frequent) }

func fame(name string, frequent func(string) int) float32 {
	f := strings.FieldsFunc(text.Fold(name), func(c rune) bool { return unicode.IsSpace(c) || c == '·' })
	if len(f) == 0 {
		return 1
	}
	return [...]float32{1, 0.6, 0.5, 0.4}[frequent(f[len(f)-1])]
}

// nameSkeletons returns the skeletons that a mention may have in another script:
// its last word, and its last two, the most telling first. Names of organisations
// are translated, not spelt, so only single words have one.
func (r *reader) nameSkeletons(m news.Mention) []uint32 {
	var out []uint32
	for _, s := range []string{m.Span.In(r.doc.Text), m.Name} {
		f := strings.FieldsFunc(text.Fold(s), func(c rune) bool { return c == ' ' || c == '-' || c == '\u00a0' || c == '’' || c == '\'' })
		if len(f) == 0 || m.Kind == news.Organisation && len(f) > 1 {
			continue
		}
		last := skeleton(bare(f[len(f)-1]), r.doc.Lang)
		if telling(skelHash(last)) > 0 {
			out = append(out, skelHash(last))
		}
		if len(f) > 1 {
			two := skeleton(bare(f[len(f)-2]), r.doc.Lang) + " " + last
			if telling(skelHash(two)) > 1 {
				out = append(out, skelHash(two))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b uint32) int { return cmp.Compare(telling(b), telling(a)) })
	return slices.Compact(out)
}

// bare takes the Arabic article off.
func bare(w string) string {
	if r, ok := strings.CutPrefix(w, "ال"); ok && len(r) >= 6 {
		return r
	}
	return w
}
