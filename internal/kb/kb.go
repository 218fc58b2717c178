// Package kb is what Dragoman knows before it reads: countries with their names in
// forty languages, places, organisations, offices and people in public life, with
// coordinates, sectors and terms of office. It answers who or what may be meant by a
// written name. Which of them is meant in a text, and names it does not hold, are for
// its callers.
//
// The facts are one file, linked into the program and read where it lies: opening it
// parses nothing, a look-up reads the few bytes it needs.
package kb

import (
	_ "embed"
	"errors"
	"fmt"
	"hash/crc32"
	"iter"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
)

//go:embed kb.bin
var built string

// KB is an opened knowledge base. It is safe for use by many goroutines.
type KB struct {
	file    string
	sum     uint32
	entries int
	named   int // entries before the GeoNames ones, which are sorted by number
	strings section
	offsets section // where the facts of each entry begin, and one end more
	facts   section
	buckets section
	keys    section
}

// Open returns the knowledge base that is part of the program.
func Open() (*KB, error) { return opened() }

var opened = sync.OnceValues(func() (*KB, error) { return Read(built) })

// Ref is the number of an entry in its knowledge base. It changes when the file is
// built anew; what stays is the id.
type Ref int32

// Hit is an entry that a name may mean.
type Hit struct {
	Ref Ref
	Use Use
}

// Use says in what way a name names.
type Use uint8

// The ways in which a name can name an entry.
const (
	Common       Use = iota // the usual name
	Official                // a full or formal name
	Abbreviation            // letters that only mean the entry where they are capitals
	Adjective               // a nationality word: "Iraqi", "irakienne"
	Other                   // another spelling, name of old, or name in a language not known
	Seat                    // a house, street or city that stands for those who govern from it
)

// Name is one way to write an entry.
type Name struct {
	Text  string
	Langs []news.Lang // that use it; none where the source does not say
	Use   Use
}

// Role is something a person was, from one day to another.
type Role struct {
	Title   string // in English; "" where only the code is known
	Sector  string // as PLOVER has it: GOV, MIL, LEG
	Code    string // the sector with its parts: GOVMIL is the ministry of defence
	Country string // ISO alpha-3; "" for offices of international organisations
	Org     string // id of the organisation, where it is one we hold
	From    Date
	To      Date // zero: not known to have ended
	Seen    Date // the last day of which a source tells that is not of today; only where To is zero
}

// At reports whether the role was held on a day, as far as the dates say.
func (r Role) At(d Date) bool {
	last := max(r.To, r.Seen)
	return (r.From == 0 || r.From.start() <= d.end()) && (last == 0 || d.start() <= last.end())
}

// Date is a day as the number 20200317. Month and day are 00 where they are not
// known, and the whole is 0 where nothing is.
type Date int32

// String writes the date as 2020-03-17, 2020-03 or 2020, and nothing where it is zero.
func (d Date) String() string {
	switch {
	case d <= 0:
		return ""
	case d%10000 == 0:
		return fmt.Sprintf("%04d", d/10000)
	case d%100 == 0:
		return fmt.Sprintf("%04d-%02d", d/10000, d/100%100)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d/10000, d/100%100, d%100)
}

func (d Date) start() Date { return d }

func (d Date) end() Date {
	if d%10000 == 0 {
		return d + 1231
	}
	if d%100 == 0 {
		return d + 31
	}
	return d
}

// Entry is what is known of one country, place, organisation, office or person.
// Names and roles are read when they are asked for.
type Entry struct {
	Ref        Ref
	ID         string // ISO:IRQ, ISO2:IQ-NI, GN:98182, ORG:UNO, R:GAZ, MIN:FOR, OFF:PRE, P:irq:barham-salih
	Kind       news.Kind
	Feature    string // what sort of its kind: "capital", "seat", "town", "region", "sea", "ministry", "rebels"
	Country    string // ISO alpha-3
	Sector     string // as PLOVER has it
	Lat, Lon   float64
	HasPoint   bool // regions, seas and all that is no place have none
	Population int

	kb    *KB
	names int // where the names begin in the facts of the entry
}

// Office is the kind of titles and roles that people have: "prime minister", "farmer".
const Office news.Kind = "office"

// Find returns what a name may mean, the most likely first: countries, organisations and
// regions, capitals, towns by their people, people, parties and other bodies of lists,
// offices. Case, accents, punctuation and the several forms of one letter make no
// difference.
func (k *KB) Find(name string) []Hit { return k.FindKey(Key(name)) }

// FindKey is Find for a name that went through Key already.
func (k *KB) FindKey(key string) []Hit {
	if key == "" {
		return nil
	}
	h := hash(key)
	from, to := k.bucket(h)
	at := from
	for ; at < to && k.keyHash(at) < h.middle(); at++ {
	}
	end := at
	for end < to && k.keyHash(end) == h.middle() {
		end++
	}
	if end == at {
		return nil
	}
	hits := make([]Hit, 0, end-at)
	for ; at < end; at++ {
		if ref := k.keyRef(at); ref.low() == h.low() && int(ref.entry()) < k.entries {
			hits = append(hits, Hit{Ref: ref.entry(), Use: ref.use()})
		}
	}
	return hits
}

// Has reports whether anything is known by a name that went through Key. It is for
// callers that try every run of words of a text.
func (k *KB) Has(key string) bool {
	if key == "" {
		return false
	}
	h := hash(key)
	for at, to := k.bucket(h); at < to; at++ {
		if k.keyHash(at) == h.middle() && k.keyRef(at).low() == h.low() {
			return true
		}
	}
	return false
}

// Len is how many entries there are; their Refs are the numbers below it.
func (k *KB) Len() int { return k.entries }

// Keys is how many names lead to an entry, counted once for each entry.
func (k *KB) Keys() int { return k.keys.size / keySize }

// All yields every entry in the order of their Refs.
func (k *KB) All() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		for i := range k.entries {
			if e, ok := k.Entry(Ref(i)); ok && !yield(e) {
				return
			}
		}
	}
}

// ByID returns the entry with an id.
func (k *KB) ByID(id string) (Entry, bool) {
	lo, hi := 0, k.named
	less := func(i int) bool { return k.id(i) >= id }
	if digits, ok := strings.CutPrefix(id, geonames); ok {
		n, err := strconv.ParseUint(digits, 10, 32)
		if err != nil {
			return Entry{}, false
		}
		lo, hi = k.named, k.entries
		less = func(i int) bool { c := k.open(i); return c.uvarint() >= n }
	}
	at := lo + sort.Search(hi-lo, func(i int) bool { return less(lo + i) })
	if at < hi && k.id(at) == id {
		return k.Entry(Ref(at))
	}
	return Entry{}, false
}

// geonames begins the ids of places that GeoNames numbers.
const geonames = "GN:"

// Check reads the whole file and says whether it is what was written.
func (k *KB) Check() error {
	if crc32.Checksum([]byte(k.file[headerSize:]), castagnoli) != k.sum {
		return errors.New("the knowledge base is damaged: its checksum differs")
	}
	for i := range k.entries {
		e, ok := k.Entry(Ref(i))
		if !ok || len(e.Names()) == 0 {
			return fmt.Errorf("entry %d of the knowledge base is damaged", i)
		}
	}
	return nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)
