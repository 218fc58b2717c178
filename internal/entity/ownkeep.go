package entity

import (
	"encoding/binary"
	"hash/crc32"
	"hash/fnv"
	"sync"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/phrase"
)

// What Bytes writes:
//
//	8 bytes   ownForm
//	4 bytes   CRC-32C of all that follows
//	Compact   names
//	uvarint   how many, then 8 and 4 bytes each: keys
//	uvarint   how many, then 4 bytes each: at
//	uvarint   how many, then an entity and a text each: full; one more than fewNames, and none, for a crowd
//	rows

var ownTable = crc32.MakeTable(crc32.Castagnoli)

// ownHead is how many bytes stand before what is summed.
const ownHead = 12

// Bytes writes o for ReadOwn: gathering a million entities takes a quarter of a minute,
// reading them a moment.
func (o *Own) Bytes() []byte {
	b := make([]byte, ownHead, len(o.rows)+16*(len(o.at)+len(o.keys)+o.names.Len()))
	binary.LittleEndian.PutUint64(b, ownForm())
	b = o.names.Append(b)
	b = binary.AppendUvarint(b, uint64(len(o.keys)))
	for _, k := range o.keys {
		b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint64(b, k.hash), k.entity)
	}
	b = binary.AppendUvarint(b, uint64(len(o.at)))
	for _, at := range o.at {
		b = binary.LittleEndian.AppendUint32(b, at)
	}
	b = o.appendFull(b)
	b = append(b, o.rows...)
	binary.LittleEndian.PutUint32(b[8:], crc32.Checksum(b[ownHead:], ownTable))
	return b
}

// ReadOwn reads what Bytes wrote. ok is false where that was damaged, or was written by a
// release that compares names otherwise: then NewOwn has to gather anew.
func ReadOwn(b []byte) (o *Own, ok bool) {
	if len(b) < ownHead || binary.LittleEndian.Uint64(b) != ownForm() || binary.LittleEndian.Uint32(b[8:]) != crc32.Checksum(b[ownHead:], ownTable) {
		return nil, false
	}
	o = &Own{places: map[string]uint32{}}
	if o.names, b, ok = phrase.ReadCompact(b[ownHead:]); !ok {
		return nil, false
	}
	n, b, ok := count(b, 12)
	if !ok {
		return nil, false
	}
	o.keys = make([]ownKey, n)
	for i := range o.keys {
		o.keys[i] = ownKey{binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint32(b[8:])}
		b = b[12:]
	}
	if n, b, ok = count(b, 4); !ok {
		return nil, false
	}
	o.at = make([]uint32, n)
	for i := range o.at {
		o.at[i] = binary.LittleEndian.Uint32(b)
		b = b[4:]
	}
	if o.rows, ok = o.readFull(b); !ok {
		return nil, false
	}
	o.findPlaces()
	o.index = sync.OnceValue(o.buildIndex)
	return o, true
}

func (o *Own) appendFull(b []byte) []byte {
	if o.crowd {
		return binary.AppendUvarint(b, fewNames+1)
	}
	b = binary.AppendUvarint(b, uint64(len(o.full)))
	for _, f := range o.full {
		b = appendText(binary.AppendUvarint(b, uint64(f.entity)), f.name)
	}
	return b
}

func (o *Own) readFull(b []byte) (rest []byte, ok bool) {
	if v, used := binary.Uvarint(b); used > 0 && v > fewNames {
		o.crowd = true
		return b[used:], true
	}
	n, b, ok := count(b, 2)
	for range n {
		e, used := binary.Uvarint(b)
		if used <= 0 || e >= uint64(len(o.at)) {
			return nil, false
		}
		var size int
		if size, b, ok = count(b[used:], 1); !ok {
			return nil, false
		}
		o.full = append(o.full, ownName{uint32(e), string(b[:size])})
		b = b[size:]
	}
	return b, ok
}

// count reads a number of things of a size, all of which must follow.
func count(b []byte, size int) (n int, rest []byte, ok bool) {
	v, used := binary.Uvarint(b)
	if used <= 0 || v > uint64((len(b)-used)/size) {
		return 0, nil, false
	}
	return int(v), b[used:], true
}

// findPlaces gathers the entities with a point.
func (o *Own) findPlaces() {
	for i := range o.at {
		if end := o.end(uint32(i)); end-int(o.at[i]) > pointBytes && o.rows[end-1] == hasPoint {
			o.places[o.entity(uint32(i)).ID] = uint32(i)
		}
	}
}

// ownForm tells apart the ways in which releases compare names, by what they make of some:
// what was written by another way would find nothing, or something else.
var ownForm = sync.OnceValue(func() uint64 {
	o := &Own{names: &phrase.Compact{}, places: map[string]uint32{}}
	for _, name := range ownProbe {
		o.add(&news.Known{ID: name, Kind: news.Person, Name: name, Names: []news.KnownName{{Name: name, Weak: true}}})
		o.add(&news.Known{ID: name, Kind: news.Organisation, Name: name, HasPoint: true})
	}
	o.settle()
	h := fnv.New64a()
	_, _ = h.Write(o.names.Append([]byte("1")))
	for _, k := range o.keys {
		_, _ = h.Write(binary.LittleEndian.AppendUint64(nil, k.hash))
	}
	_, _ = h.Write(o.appendFull(o.rows))
	return h.Sum64()
})

// ownProbe has names in which every rule of folding and sound has its say.
var ownProbe = []string{
	"Ali Shamkhani", "Jean-Luc Chamkhani d'Aubigné", "Recep Tayyip Erdoğan", "José Ángel Gurría Treviño", "Jürgen Weiß", "Łukasz Żółty",
	"Mohammed bin Salman Al Saud", "Abdul-Rahman al-Dakhil", "J. K. Rowling", "PMF", "U.N.", "Владимира Путина", "Серге́й Щёголев",
	"علي شمخاني", "علی شمخانی", "عبد الرحمن بن فيصل آل سعود", "محمّد الأَمين", "نیچه\u200cای", "巴尔哈姆·萨利赫", "李明博", "安倍 晋三", "Γιώργος Παπανδρέου",
	"בנימין נתניהו", "Ｆｕｌｌ　Ｗｉｄｔｈ", "O’Brien 3", "Σίσυφος",
}
