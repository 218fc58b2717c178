package entity

import (
	"cmp"
	"encoding/binary"
	"iter"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	names "github.com/dragoman-news/dragoman/internal/name"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
	"github.com/dragoman-news/dragoman/internal/text"
)

// Own is what the user knows of people, organisations and places, ready to be found in
// reports: about 150 bytes for an entity with three names. It is made once and read by
// many goroutines.
type Own struct {
	names *phrase.Compact // leads to the number of an entity, and how the name may be used
	keys  []ownKey        // of people's names in any script, sorted
	rows  []byte          // all that is known of the entities, one behind the other
	at    []uint32        // where in rows an entity begins
	// full are the full names of people while there are few enough to compare with all.
	full  []ownName
	crowd bool                // there were more
	index func() *names.Index // of full, built when first asked for; nil for a crowd
	// places are the entities with a point, by id.
	places map[string]uint32
}

// ownKey leads from the sound of a person's name to the person.
type ownKey struct {
	hash   uint64
	entity uint32
}

// ownName is a full name of a person.
type ownName struct {
	entity uint32
	name   string
}

// fewNames is of how many names an index is built whenever a program reads reports: in a
// quarter of a second at most.
const fewNames = 20_000

// How a name may be used stands in the low bits of what it leads to.
const (
	ownWeak = 1 << iota // only beside another name of the same entity
	ownCaps             // only in capitals: it is an abbreviation
	ownBits = iota
)

// maxOwn is how many entities, and how many bytes of what is known of them, one Own takes.
const (
	maxOwn      = 1<<(32-ownBits) - 1
	maxOwnBytes = math.MaxUint32
)

// NewOwn gathers entities, and ends at the first error of all.
func NewOwn(all iter.Seq2[*news.Known, error]) (*Own, error) {
	o := &Own{names: &phrase.Compact{}, places: map[string]uint32{}}
	for k, err := range all {
		if err != nil {
			return nil, err
		}
		if len(o.at) == maxOwn || len(o.rows) > maxOwnBytes-1<<20 {
			return nil, &news.Error{Code: news.Invalid, Message: "more entities of your own than can be looked for at once", Hint: "dragoman kb remove   takes some out"}
		}
		o.add(k)
	}
	o.settle()
	return o, nil
}

// settle makes what was added ready to be found.
func (o *Own) settle() {
	o.names.Settle()
	slices.SortFunc(o.keys, func(a, b ownKey) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.entity, b.entity))
	})
	o.keys = slices.Clip(slices.Compact(o.keys))
	o.index = sync.OnceValue(o.buildIndex)
}

// Len is how many entities there are.
func (o *Own) Len() int { return len(o.at) }

func (o *Own) add(k *news.Known) {
	n := uint32(len(o.at))
	o.at = append(o.at, uint32(len(o.rows)))
	o.rows = appendOwn(o.rows, k)
	if k.HasPoint {
		o.places[k.ID] = n
	}
	o.name(n, k.Kind, k.Name, false)
	for _, a := range k.Names {
		o.name(n, k.Kind, a.Name, a.Weak)
	}
}

func (o *Own) name(n uint32, kind news.Kind, s string, weak bool) {
	v := n << ownBits
	if weak {
		v |= ownWeak
	}
	if kind != news.Person && abbreviation(s) {
		v |= ownCaps
	}
	o.names.Add(s, v)
	if key, ok := ownSound(s); ok && kind == news.Person && !weak {
		o.keys = append(o.keys, ownKey{key, n})
	}
	if kind == news.Person && !weak && !o.crowd && tellsApart(s) {
		o.full = append(o.full, ownName{n, s})
		if len(o.full) > fewNames {
			o.full, o.crowd = nil, true
		}
	}
}

// severalWords reports whether a name has a family name and another, as far as its
// writing shows that: Chinese names do not.
func severalWords(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsAny(s, " -·・\u200c") || text.ScriptOf(r) == text.Han && utf8.RuneCountInString(s) > 1
}

// tellsApart reports whether a name has two words or more that tell people apart: "Mohammed
// VI" is like every Mohammed.
func tellsApart(s string) bool {
	if !severalWords(s) {
		return false
	}
	n := 0
	for _, p := range names.Parse(s).Parts {
		switch p.Kind {
		case names.Given, names.Family, names.Patronymic:
			n++
			if r, _ := utf8.DecodeRuneInString(p.Text); text.ScriptOf(r) == text.Han && utf8.RuneCountInString(p.Text) > 1 {
				n++ // both names in one word
			}
		}
	}
	return n > 1
}

func (o *Own) buildIndex() *names.Index {
	if o.crowd {
		return nil
	}
	ix := names.NewIndex()
	for _, f := range o.full {
		ix.Add(strconv.FormatUint(uint64(f.entity), 10), f.name)
	}
	return ix
}

// abbreviation reports whether a name is one word of a few capitals.
func abbreviation(s string) bool {
	letters := 0
	for _, r := range s {
		if !unicode.IsUpper(r) && r != '.' {
			return false
		}
		letters++
	}
	return letters < 7
}

// ownSounds is how many sounds a first and a last word must have together to be looked for
// by them: "Ali Shamkhani" has five, and "Ali Salih" too few.
const ownSounds = 5

// ownSound is the sound of a full name, by which other spellings and scripts are found; ok
// is false for names that have too little of it to tell people apart.
func ownSound(s string) (hash uint64, ok bool) {
	if !severalWords(s) {
		return 0, false
	}
	key := nameKey(s)
	if first, last, two := strings.Cut(key, " "); !two || len(first)+len(last) < ownSounds {
		return 0, false
	}
	hash = 14695981039346656037
	for i := range len(key) {
		hash = (hash ^ uint64(key[i])) * 1099511628211
	}
	return hash, true
}

// Which names sound alike: of two people whose names do, the second must be this much less
// like it.
const (
	alike     = 0.9
	alikeLead = 0.15
)

// sounding lists the people one of whose names sounds like s. Of a list that is small
// enough the likeliest is looked for among all; of a large one those are taken whose first
// and last word have the sounds of s.
func (o *Own) sounding(s string) []uint32 {
	if ix := o.index(); ix != nil {
		if !tellsApart(s) {
			return nil
		}
		return likeliest(ix.Find(s, 4))
	}
	hash, ok := ownSound(s)
	if !ok {
		return nil
	}
	var out []uint32
	for at := sort.Search(len(o.keys), func(i int) bool { return o.keys[i].hash >= hash }); at < len(o.keys) && o.keys[at].hash == hash; at++ {
		out = append(out, o.keys[at].entity)
	}
	return out
}

// likeliest takes the people who are alike enough, none where the first two are too close
// to tell apart but by country.
func likeliest(found []names.Match) []uint32 {
	var out []uint32
	for _, m := range found {
		n, err := strconv.ParseUint(m.ID, 10, 32)
		if err == nil && m.Score >= alike && m.Score >= found[0].Score-alikeLead {
			out = append(out, uint32(n))
		}
	}
	return out
}

// place is the point of an entity with an id.
func (o *Own) place(id string) (lat, lon float64, ok bool) {
	if o == nil {
		return 0, 0, false
	}
	n, ok := o.places[id]
	if !ok {
		return 0, 0, false
	}
	k := o.entity(n)
	return k.Lat, k.Lon, true
}

// appendOwn writes what a mention takes from an entity.
func appendOwn(b []byte, k *news.Known) []byte {
	for _, s := range []string{k.ID, string(k.Kind), k.Name, k.Country, k.Sector} {
		b = appendText(b, s)
	}
	b = binary.AppendUvarint(b, uint64(len(k.Roles)))
	for _, r := range k.Roles {
		b = appendText(appendText(appendText(b, r.Title), r.From), r.To)
	}
	if !k.HasPoint {
		return append(b, 0)
	}
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(k.Lat))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(k.Lon))
	return append(b, hasPoint)
}

// An entity ends in 0, or in its point and hasPoint.
const (
	hasPoint   = 1
	pointBytes = 17
)

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// end is where the row of entity n ends.
func (o *Own) end(n uint32) int {
	if int(n)+1 < len(o.at) {
		return int(o.at[n+1])
	}
	return len(o.rows)
}

// entity reads what appendOwn wrote of entity n.
func (o *Own) entity(n uint32) *news.Known {
	b := o.rows[o.at[n]:]
	count := func() int {
		v, used := binary.Uvarint(b)
		b = b[used:]
		return int(v)
	}
	word := func() string {
		n := count()
		s := string(b[:n])
		b = b[n:]
		return s
	}
	k := &news.Known{ID: word(), Kind: news.Kind(word()), Name: word(), Country: word(), Sector: word()}
	for range count() {
		k.Roles = append(k.Roles, news.Role{Title: word(), From: word(), To: word()})
	}
	if end := o.end(n); end-int(o.at[n]) > pointBytes && o.rows[end-1] == hasPoint {
		k.HasPoint = true
		k.Lat = math.Float64frombits(binary.LittleEndian.Uint64(b))
		k.Lon = math.Float64frombits(binary.LittleEndian.Uint64(b[8:]))
	}
	return k
}
