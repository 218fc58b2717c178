package kb

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Fact is an entry to be written.
type Fact struct {
	ID         string
	Kind       news.Kind
	Feature    string
	Country    string
	Sector     string
	Lat, Lon   float64
	HasPoint   bool
	Population int
	Names      []Name
	Roles      []Role
}

// Write returns the bytes of a knowledge base of the facts, the same for the same
// facts in whatever order they come.
func Write(facts []Fact) ([]byte, error) {
	w := &writer{strings: map[string]int{}}
	sorted, named, err := arrange(facts)
	if err != nil {
		return nil, err
	}
	w.collect(sorted)
	var offsets, body []byte
	for i, f := range sorted {
		offsets = byteOrder.AppendUint32(offsets, uint32(len(body)))
		body = w.appendFact(body, f, i < named)
	}
	offsets = byteOrder.AppendUint32(offsets, uint32(len(body)))
	buckets, keyed := index(sorted)
	parts := [][]byte{w.table(), offsets, body, buckets, keyed}
	return assemble(parts, len(sorted), named), nil
}

func assemble(parts [][]byte, entries, named int) []byte {
	out := make([]byte, headerSize)
	copy(out, magic)
	byteOrder.PutUint32(out[12:], uint32(entries))
	byteOrder.PutUint32(out[16:], uint32(named))
	for i, p := range parts {
		byteOrder.PutUint32(out[20+4*i:], uint32(len(p)))
		out = append(out, p...)
	}
	byteOrder.PutUint32(out[8:], crc32.Checksum(out[headerSize:], castagnoli))
	return out
}

// arrange sorts the facts by id, those that GeoNames numbers last and by number.
func arrange(facts []Fact) (sorted []Fact, named int, err error) {
	if len(facts) > maxEntries {
		return nil, 0, fmt.Errorf("%d entries are too many: the file has room for %d", len(facts), maxEntries)
	}
	numbers := map[string]uint64{}
	for _, f := range facts {
		if f.ID == "" || f.Kind == "" || len(f.Names) == 0 {
			return nil, 0, fmt.Errorf("entry %q has no id, kind or name", f.ID)
		}
		digits, ok := strings.CutPrefix(f.ID, geonames)
		if !ok {
			named++
			continue
		}
		n, err := strconv.ParseUint(digits, 10, 32)
		if err != nil || n == 0 {
			return nil, 0, fmt.Errorf("entry %q: no number of GeoNames", f.ID)
		}
		numbers[f.ID] = n
	}
	sorted = slices.Clone(facts)
	slices.SortFunc(sorted, func(a, b Fact) int {
		if c := cmp.Compare(numbers[a.ID], numbers[b.ID]); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	for i := 1; i < len(sorted); i++ {
		if sorted[i].ID == sorted[i-1].ID {
			return nil, 0, errors.New("two entries have the id " + sorted[i].ID)
		}
	}
	return sorted, named, nil
}

// writer gives each repeated string a number, the commonest the smallest.
type writer struct {
	strings map[string]int
	list    []string
}

func (w *writer) collect(facts []Fact) {
	count := map[string]int{"": 1}
	for _, f := range facts {
		for _, s := range []string{string(f.Kind), f.Feature, f.Country, f.Sector} {
			count[s]++
		}
		for _, n := range f.Names {
			for _, l := range n.Langs {
				count[string(l)]++
			}
		}
		for _, r := range f.Roles {
			for _, s := range []string{r.Title, r.Code, r.Country, r.Org} {
				count[s]++
			}
		}
	}
	for s := range count {
		w.list = append(w.list, s)
	}
	slices.SortFunc(w.list, func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), strings.Compare(a, b))
	})
	for i, s := range w.list {
		w.strings[s] = i
	}
}

func (w *writer) table() []byte {
	out := byteOrder.AppendUint32(nil, uint32(len(w.list)))
	at := 0
	for _, s := range w.list {
		out = byteOrder.AppendUint32(out, uint32(at))
		at += len(s)
	}
	out = byteOrder.AppendUint32(out, uint32(at))
	return append(out, strings.Join(w.list, "")...)
}

func (w *writer) word(b []byte, s string) []byte {
	return binary.AppendUvarint(b, uint64(w.strings[s]))
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func (w *writer) appendFact(b []byte, f Fact, named bool) []byte {
	if named {
		b = appendText(b, f.ID)
	} else {
		n, _ := strconv.ParseUint(f.ID[len(geonames):], 10, 32) // arrange saw that it is one
		b = binary.AppendUvarint(b, n)
	}
	has := byte(0)
	if f.HasPoint {
		has |= hasPoint
	}
	if f.Population > 0 {
		has |= hasPeople
	}
	if len(f.Roles) > 0 {
		has |= hasRoles
	}
	b = append(b, has)
	for _, s := range []string{string(f.Kind), f.Feature, f.Country, f.Sector} {
		b = w.word(b, s)
	}
	if f.HasPoint {
		b = binary.AppendVarint(b, int64(math.Round(f.Lat*100)))
		b = binary.AppendVarint(b, int64(math.Round(f.Lon*100)))
	}
	if f.Population > 0 {
		b = binary.AppendUvarint(b, uint64(f.Population))
	}
	b = w.appendNames(b, f.Names)
	if len(f.Roles) > 0 {
		b = w.appendRoles(b, f.Roles)
	}
	return b
}

func (w *writer) appendNames(b []byte, names []Name) []byte {
	b = binary.AppendUvarint(b, uint64(len(names)))
	for _, n := range names {
		b = binary.AppendUvarint(b, uint64(len(n.Langs))<<useBits|uint64(n.Use))
		for _, l := range n.Langs {
			b = w.word(b, string(l))
		}
		b = appendText(b, n.Text)
	}
	return b
}

func (w *writer) appendRoles(b []byte, roles []Role) []byte {
	b = binary.AppendUvarint(b, uint64(len(roles)))
	for _, r := range roles {
		for _, s := range []string{r.Title, r.Code, r.Country, r.Org} {
			b = w.word(b, s)
		}
		for _, d := range []Date{r.From, r.To, r.Seen} {
			b = binary.AppendUvarint(b, uint64(max(0, d)))
		}
	}
	return b
}

// weights put the entries that share a name in order; towns weigh what they have of people.
const (
	weightCountry  = 5 << 32
	weightBody     = 4 << 32 // organisations, regions and seas
	weightCapital  = 50_000_000
	weightDivision = 250_000 // a province behind the large town of its name
	weightPerson   = 1000
	weightParty    = 900 // and companies, societies and groups of lists
	weightOffice   = 500
)

func weight(f Fact) int {
	switch {
	case f.Kind == news.Country:
		return weightCountry + f.Population
	case f.Kind == news.Organisation && strings.Count(f.ID, ":") == 2:
		return weightParty // of a list, not of our own tables
	case f.Kind == news.Organisation:
		return weightBody
	case f.Kind == news.Person:
		return weightPerson + len(f.Roles) + len(f.Names)
	case f.Kind == Office:
		return weightOffice
	case f.Feature == "capital":
		return weightCapital + f.Population
	case f.Feature == "division":
		return weightDivision
	case !f.HasPoint:
		return weightBody
	}
	return f.Population
}

// index returns the two sections by which names are found.
func index(facts []Fact) (buckets, keyed []byte) {
	type row struct {
		h   hashed
		ref int
		use Use
	}
	var rows []row
	weights := make([]int, len(facts))
	for i, f := range facts {
		weights[i] = weight(f)
		seen := map[string]bool{}
		for _, n := range f.Names {
			for _, key := range keys(n.Text) {
				if key != "" && !seen[key] {
					seen[key] = true
					rows = append(rows, row{hash(key), i, n.Use})
				}
			}
		}
	}
	kept := func(h hashed) uint64 { return uint64(h)>>16<<lowBits | uint64(h.low()) }
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(kept(a.h), kept(b.h)), cmp.Compare(weights[b.ref], weights[a.ref]), cmp.Compare(a.ref, b.ref), cmp.Compare(a.use, b.use))
	})
	starts := make([]uint32, 1<<bucketBits+1)
	for _, r := range rows {
		starts[r.h.bucket()+1]++
		keyed = byteOrder.AppendUint32(keyed, r.h.middle())
		keyed = byteOrder.AppendUint32(keyed, uint32(r.ref)<<(lowBits+useBits)|uint32(r.use)<<lowBits|r.h.low())
	}
	for i := range starts {
		if i > 0 {
			starts[i] += starts[i-1]
		}
		buckets = byteOrder.AppendUint32(buckets, starts[i])
	}
	return buckets, keyed
}
