package cluster

import (
	"encoding/binary"
	"math"

	"github.com/dragoman-news/dragoman/internal/news"
)

// rowVersion is the first byte of a row. A row of another version is an error, so
// that a store that was filled by an older program is read again, not misread.
const rowVersion = 6

// quantise rounds a weight to what a row keeps of it.
func quantise(w float32) float32 { return float32(math.Round(float64(w)*16)) / 16 }

// encode writes the row: numbers as varints, sorted lists as steps.
func (it *Item) encode() []byte {
	b := make([]byte, 0, 2048)
	b = append(b, rowVersion)
	b = appendString(b, it.Report)
	b = appendString(b, it.Source)
	b = appendString(b, string(it.Lang))
	if it.Dated {
		b = append(b, 1)
		b = binary.AppendVarint(b, it.Published)
		b = binary.AppendVarint(b, int64(it.From))
		b = binary.AppendUvarint(b, uint64(it.To-it.From))
	} else {
		b = append(b, 0)
	}
	b = binary.AppendUvarint(b, uint64(it.Words))
	b = append(b, it.Shift, it.Weekday)
	b = binary.AppendUvarint(b, uint64(it.Past))
	b = binary.AppendVarint(b, int64(it.Horizon))
	b = binary.LittleEndian.AppendUint32(b, it.Place)
	b = binary.LittleEndian.AppendUint32(b, it.Model)
	b = binary.AppendUvarint(b, uint64(len(it.Sense)))
	for _, s := range it.Sense {
		b = binary.LittleEndian.AppendUint64(b, s)
	}
	b = appendSteps(b, it.Shingles)
	b = binary.AppendUvarint(b, uint64(len(it.Bands)))
	for _, h := range it.Bands {
		b = binary.LittleEndian.AppendUint32(b, h)
	}
	b = binary.AppendUvarint(b, uint64(len(it.Names)))
	for _, n := range it.Names {
		b = binary.LittleEndian.AppendUint32(b, n.ID)
		b = binary.AppendUvarint(b, uint64(math.Round(float64(n.Weight)*16)))
		b = appendSteps(b, n.Skels)
	}
	b = appendSteps(b, it.Pool)
	b = appendSteps(b, it.Lead)
	for _, ws := range [][]Weight{it.Lands, it.Terms, it.Concepts} {
		b = appendWeights(b, ws)
	}
	b = appendSteps(b, it.Numbers)
	b = appendSteps(b, it.MonthDay)
	b = appendSteps(b, it.Acts)
	b = binary.AppendUvarint(b, uint64(len(it.Days)))
	for _, d := range it.Days {
		b = binary.AppendVarint(b, int64(d))
	}
	return b
}

func appendString(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendSteps(b []byte, s []uint32) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	last := uint32(0)
	for _, v := range s {
		b = binary.AppendUvarint(b, uint64(v-last))
		last = v
	}
	return b
}

func appendWeights(b []byte, ws []Weight) []byte {
	b = binary.AppendUvarint(b, uint64(len(ws)))
	last := uint32(0)
	for _, w := range ws {
		b = binary.AppendUvarint(b, uint64(w.Key-last))
		b = binary.AppendUvarint(b, uint64(math.Round(float64(w.W)*16)))
		last = w.Key
	}
	return b
}

// Decode reads a row that Features wrote.
func Decode(data []byte) (*Item, error) {
	d := &decoder{b: data}
	if d.byte() != rowVersion {
		return nil, &news.Error{
			Code: news.Invalid, Message: "a feature row is of another version",
			Hint: "read the reports again into a new store with this program",
		}
	}
	it := &Item{Report: d.string(), Source: d.string(), Lang: news.Lang(d.string())}
	if d.byte() == 1 {
		it.Dated = true
		it.Published = d.varint()
		it.From = int32(d.varint())
		it.To = it.From + int32(d.uvarint())
	}
	it.Words = int(d.uvarint())
	it.Shift, it.Weekday = min(d.byte(), 31), d.byte()
	it.Past = uint16(d.uvarint())
	it.Horizon = int32(d.varint())
	it.Place = d.uint32()
	it.Model = d.uint32()
	for range d.count(8) {
		it.Sense = append(it.Sense, d.uint64())
	}
	it.Shingles = d.steps()
	for range d.count(4) {
		it.Bands = append(it.Bands, d.uint32())
	}
	for range d.count(6) {
		n := Name{ID: d.uint32(), Weight: float32(d.uvarint()) / 16, Skels: d.steps()}
		n.Bits = n.bits()
		it.Names = append(it.Names, n)
	}
	it.Pool, it.Lead = d.steps(), d.steps()
	it.poolBits()
	it.Lands, it.Terms, it.Concepts = d.weights(), d.weights(), d.weights()
	it.Numbers, it.MonthDay, it.Acts = d.steps(), d.steps(), d.steps()
	for range d.count(1) {
		it.Days = append(it.Days, int32(d.varint()))
	}
	if d.bad || len(d.b) != 0 {
		return nil, &news.Error{
			Code: news.Invalid, Message: "a feature row is damaged",
			Hint: "read the reports again into a new store",
		}
	}
	return it, nil
}

// decoder reads from the front of b; after a fault it yields zeros.
type decoder struct {
	b    []byte
	bad  bool
	slab []uint32 // what lists are cut from: a report has some fifty short ones, and tens of thousands of reports are kept decoded
}

// slabSize is how many numbers are made room for at once.
const slabSize = 128

func (d *decoder) take(n int) []byte {
	if n > len(d.b) {
		d.bad, d.b = true, nil
		return make([]byte, 8)[:min(n, 8)]
	}
	s := d.b[:n]
	d.b = d.b[n:]
	return s
}

func (d *decoder) byte() byte { return d.take(1)[0] }

func (d *decoder) uint32() uint32 { return binary.LittleEndian.Uint32(d.take(4)) }

func (d *decoder) uint64() uint64 { return binary.LittleEndian.Uint64(d.take(8)) }

func (d *decoder) uvarint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) varint() int64 {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[n:]
	return v
}

// count reads a length, which cannot be more than what is left of items of size
// bytes at least.
func (d *decoder) count(size int) int {
	n := d.uvarint()
	if n > uint64(len(d.b)/size) {
		d.bad, d.b = true, nil
		return 0
	}
	return int(n)
}

func (d *decoder) string() string { return string(d.take(d.count(1))) }

func (d *decoder) steps() []uint32 {
	n := d.count(1)
	if n == 0 {
		return nil
	}
	if n > len(d.slab) {
		d.slab = make([]uint32, max(n, slabSize))
	}
	s := d.slab[:n:n]
	d.slab = d.slab[n:]
	last := uint32(0)
	for i := range s {
		last += uint32(d.uvarint())
		s[i] = last
	}
	return s
}

func (d *decoder) weights() []Weight {
	n := d.count(2)
	if n == 0 {
		return nil
	}
	s := make([]Weight, n)
	last := uint32(0)
	for i := range s {
		last += uint32(d.uvarint())
		s[i] = Weight{last, float32(d.uvarint()) / 16}
	}
	return s
}

// Encode returns the row of an item that was not computed from a document, such as
// benchmarks make by the million.
func (it *Item) Encode() []byte { return it.encode() }
