package kb

import (
	"encoding/binary"
	"errors"
	"strconv"

	"github.com/dragoman-news/dragoman/internal/news"
)

// The file, all numbers little-endian (docs/kb.md draws it):
//
//	header    magic, checksum, counts, length of each section
//	strings   offsets, then bytes: countries, languages, sectors, titles, each once
//	offsets   where the facts of each entry begin
//	facts     the entries, with numbers as varints
//	buckets   for the first 16 bits of a hash, where its keys begin
//	keys      32 bits more of the hash, then entry, use and the last bits of the hash
const (
	magic      = "DRGKB\x00\x00\x02"
	headerSize = 48
	bucketBits = 16
	keySize    = 8
)

// section is a part of the file.
type section struct{ at, size int }

// Read opens the bytes of a knowledge base. It looks at the header alone: what is
// damaged further on is found when it is read, and reads as not there.
func Read(file string) (*KB, error) {
	if len(file) < headerSize || file[:len(magic)] != magic {
		return nil, errors.New("not a knowledge base, or one of another version")
	}
	k := &KB{file: file, sum: uint32At(file, 8), entries: int(uint32At(file, 12)), named: int(uint32At(file, 16))}
	at := headerSize
	for i, s := range []*section{&k.strings, &k.offsets, &k.facts, &k.buckets, &k.keys} {
		size := int(uint32At(file, 20+4*i))
		if size > len(file)-at {
			return nil, errors.New("the knowledge base is cut short")
		}
		*s = section{at, size}
		at += size
	}
	if at != len(file) || k.named > k.entries || k.offsets.size != 4*(k.entries+1) || k.buckets.size != 4*(1<<bucketBits+1) ||
		k.keys.size%keySize != 0 || k.strings.size < 4 {
		return nil, errors.New("the parts of the knowledge base do not fit together")
	}
	return k, nil
}

func uint32At(s string, at int) uint32 {
	if at < 0 || at+4 > len(s) {
		return 0
	}
	return uint32(s[at]) | uint32(s[at+1])<<8 | uint32(s[at+2])<<16 | uint32(s[at+3])<<24
}

// bucket returns the numbers of the first key of a hash's bucket and of the one after its last.
func (k *KB) bucket(h hashed) (from, to int) {
	at := k.buckets.at + 4*h.bucket()
	from, to = int(uint32At(k.file, at)), int(uint32At(k.file, at+4))
	if to > k.keys.size/keySize || from > to {
		return 0, 0
	}
	return from, to
}

func (k *KB) keyHash(i int) uint32 { return uint32At(k.file, k.keys.at+keySize*i) }
func (k *KB) keyRef(i int) keyRef  { return keyRef(uint32At(k.file, k.keys.at+keySize*i+4)) }

// keyRef is the second half of a key: entry, use, and the last bits of the hash.
type keyRef uint32

const (
	lowBits    = 9
	useBits    = 3
	maxEntries = 1 << (32 - lowBits - useBits)
)

func (r keyRef) entry() Ref  { return Ref(r >> (lowBits + useBits)) }
func (r keyRef) use() Use    { return Use(r >> lowBits & (1<<useBits - 1)) }
func (r keyRef) low() uint32 { return uint32(r & (1<<lowBits - 1)) }

// hashed is the hash of a key. Fifty-seven bits of it are kept, so that a name which is
// not there is taken for one that is once in a hundred thousand million times.
type hashed uint64

func (h hashed) bucket() int    { return int(h >> (64 - bucketBits)) }
func (h hashed) middle() uint32 { return uint32(h >> 16) }
func (h hashed) low() uint32    { return uint32(h & (1<<lowBits - 1)) }

// hash is FNV-1a with the bits mixed at the end, since the first ones choose the bucket.
func hash(key string) hashed {
	h := uint64(14695981039346656037)
	for i := range len(key) {
		h = (h ^ uint64(key[i])) * 1099511628211
	}
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	return hashed(h ^ h>>33)
}

// cursor reads the facts of one entry. Past their end it reads zeros and is bad.
type cursor struct {
	s   string
	at  int
	bad bool
}

// open returns a cursor at the beginning of an entry.
func (k *KB) open(i int) cursor {
	if i < 0 || i >= k.entries {
		return cursor{bad: true}
	}
	at := k.offsets.at + 4*i
	from, to := int(uint32At(k.file, at)), int(uint32At(k.file, at+4))
	if from > to || to > k.facts.size {
		return cursor{bad: true}
	}
	return cursor{s: k.file[k.facts.at+from : k.facts.at+to]}
}

func (c *cursor) uvarint() uint64 {
	var v uint64
	for shift := 0; shift < 64; shift += 7 {
		if c.at >= len(c.s) {
			break
		}
		b := c.s[c.at]
		c.at++
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
	c.bad = true
	return 0
}

// count reads how many things follow, each of at least one byte.
func (c *cursor) count() int {
	n := c.uvarint()
	if n > uint64(len(c.s)-c.at) {
		c.bad = true
		return 0
	}
	return int(n)
}

func (c *cursor) text() string {
	n := c.count()
	s := c.s[c.at : c.at+n]
	c.at += n
	return s
}

func (c *cursor) svarint() int {
	u := c.uvarint()
	return int(u>>1) ^ -int(u&1)
}

func (c *cursor) date() Date { return Date(c.uvarint() & (1<<31 - 1)) }

// string returns a string of the file's table; "" for a number beyond it.
func (k *KB) string(i uint64) string {
	n := uint64(uint32At(k.file, k.strings.at))
	if i >= n || n > uint64(k.strings.size/4) {
		return ""
	}
	table := k.strings.at + 4
	body := table + 4*int(n+1)
	from, to := int(uint32At(k.file, table+4*int(i))), int(uint32At(k.file, table+4*int(i)+4))
	if from > to || body+to > k.strings.at+k.strings.size {
		return ""
	}
	return k.file[body+from : body+to]
}

func (c *cursor) word(k *KB) string { return k.string(c.uvarint()) }

func (k *KB) id(i int) string {
	c := k.open(i)
	return k.readID(&c, i)
}

func (k *KB) readID(c *cursor, i int) string {
	if i < k.named {
		return c.text()
	}
	return geonames + strconv.FormatUint(c.uvarint(), 10)
}

// What the facts of an entry hold, in its first byte after the id.
const (
	hasPoint = 1 << iota
	hasPeople
	hasRoles
)

// Entry returns an entry by its number; false where there is none or it is damaged.
func (k *KB) Entry(ref Ref) (Entry, bool) {
	c := k.open(int(ref))
	e := Entry{Ref: ref, kb: k, ID: k.readID(&c, int(ref))}
	has := c.uvarint()
	e.Kind = news.Kind(c.word(k))
	e.Feature, e.Country, e.Sector = c.word(k), c.word(k), c.word(k)
	if has&hasPoint != 0 {
		e.HasPoint = true
		e.Lat, e.Lon = float64(c.svarint())/100, float64(c.svarint())/100
	}
	if has&hasPeople != 0 {
		e.Population = int(c.uvarint() & (1<<40 - 1))
	}
	e.names = c.at
	if c.bad || e.Kind == "" {
		return Entry{}, false
	}
	return e, true
}

// Names returns every name of the entry, the best known first.
func (e Entry) Names() []Name {
	c := e.cursor()
	return e.readNames(&c)
}

func (e Entry) cursor() cursor {
	if e.kb == nil {
		return cursor{bad: true}
	}
	c := e.kb.open(int(e.Ref))
	c.at = min(e.names, len(c.s))
	return c
}

func (e Entry) readNames(c *cursor) []Name {
	n := c.count()
	names := make([]Name, 0, n)
	for range n {
		head := c.uvarint()
		name := Name{Use: Use(head & (1<<useBits - 1))}
		for range min(head>>useBits, uint64(len(c.s)-c.at)) {
			name.Langs = append(name.Langs, news.Lang(c.word(e.kb)))
		}
		name.Text = c.text()
		if c.bad {
			return names
		}
		names = append(names, name)
	}
	return names
}

// Name returns what the entry is called in a language, or else its first name.
func (e Entry) Name(lang news.Lang) string {
	names := e.Names()
	for _, n := range names {
		for _, l := range n.Langs {
			if l == lang && n.Use != Adjective && n.Use != Abbreviation {
				return n.Text
			}
		}
	}
	if len(names) == 0 {
		return ""
	}
	return names[0].Text
}

// Roles returns what a person was, in the order of the dates.
func (e Entry) Roles() []Role {
	c := e.cursor()
	if c.bad || !e.hasRoles() {
		return nil
	}
	e.readNames(&c)
	n := c.count()
	roles := make([]Role, 0, n)
	for range n {
		r := Role{Title: c.word(e.kb), Code: c.word(e.kb), Country: c.word(e.kb), Org: c.word(e.kb)}
		r.From, r.To, r.Seen = c.date(), c.date(), c.date()
		if c.bad {
			return roles
		}
		r.Sector = r.Code[:min(3, len(r.Code))]
		roles = append(roles, r)
	}
	return roles
}

func (e Entry) hasRoles() bool {
	c := e.kb.open(int(e.Ref))
	e.kb.readID(&c, int(e.Ref))
	return c.uvarint()&hasRoles != 0
}

var byteOrder = binary.LittleEndian
