package main

import (
	"cmp"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/cluster"
	"github.com/dragoman-news/dragoman/internal/news"
)

// crowd makes the feature rows of as many reports as are wanted, each from a seed and its
// number alone, out of the rows of some thousand real texts. A story takes the row of a
// real text. Names, words and figures that only one real text has become the story's
// own, so that new ones keep coming as they do in the news; half of the others are
// exchanged for what other real texts of the language have, so that presidents and
// capitals are named as often as they are. A report of the story has three quarters of that,
// the rest is again anybody's.
type crowd struct {
	seed   uint64
	base   []*cluster.Item
	byLang map[news.Lang][]*cluster.Item
	often  map[uint32]int // in how many of base a hash occurs
	days   int            // over which reports are spread
	first  int32          // the first of these days, as cluster counts them
}

// sizes are how many reports the stories have, over and over.
var sizes = []int{1, 1, 1, 2, 3, 4}

// block is the sum of sizes.
const block = 12

func newCrowd(seed uint64, base []*cluster.Item, days int) *crowd {
	c := &crowd{
		seed: seed, days: days, byLang: map[news.Lang][]*cluster.Item{}, often: map[uint32]int{},
		first: int32(time.Date(2020, 3, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400),
	}
	for _, it := range base {
		if len(it.Names) == 0 || len(it.Terms) == 0 {
			continue
		}
		c.base = append(c.base, it)
		c.byLang[it.Lang] = append(c.byLang[it.Lang], it)
		seen := map[uint32]bool{}
		for _, h := range hashes(it) {
			if !seen[h] {
				seen[h] = true
				c.often[h]++
			}
		}
	}
	if len(c.base) == 0 {
		log.Fatal("there are no texts to vary")
	}
	return c
}

// hashes are all that a row has of names, words and figures.
func hashes(it *cluster.Item) []uint32 {
	out := slices.Concat(it.Pool, it.Numbers)
	for _, n := range it.Names {
		out = append(append(out, n.ID), n.Skels...)
	}
	for _, w := range it.Terms {
		out = append(out, w.Key)
	}
	return out
}

// story returns the number of the story that report i tells and its place in it.
func story(i int) (number, k int) {
	number, k = i/block*len(sizes), i%block
	for _, n := range sizes {
		if k < n {
			return number, k
		}
		number, k = number+1, k-n
	}
	return number, k
}

// reports returns the reports that tell story number.
func reports(number int) (from, to int) {
	from = number / len(sizes) * block
	for _, n := range sizes[:number%len(sizes)] {
		from += n
	}
	return from, from + sizes[number%len(sizes)]
}

func rowID(i int) string { return fmt.Sprintf("m%08d", i) }

func rowNumber(id string) int {
	i, err := strconv.Atoi(strings.TrimPrefix(id, "m"))
	if err != nil {
		log.Fatalf("a report that was not made here: %v", err)
	}
	return i
}

// day is the day on which report i was published: that of its story or the next.
func (c *crowd) day(i int) int32 {
	number, k := story(i)
	own := rand.New(rand.NewPCG(c.seed, uint64(number)))
	return c.first + int32((own.IntN(c.days)+k/2)%c.days)
}

// spread mixes a hash with whose it is.
func spread(h uint32, whose uint64) uint32 {
	x := (uint64(h)<<32 ^ whose) * 0x9e3779b97f4a7c15
	x ^= x >> 29
	x *= 0xbf58476d1ce4e5b9
	return uint32(x >> 32)
}

// varied exchanges what a row has.
type varied struct {
	c     *crowd
	rnd   *rand.Rand
	whose uint64 // who has what is rare
	keep  float64
	lang  news.Lang
}

// own returns a hash, or that of somebody's own where it is rare. The last two bits stay, for
// they say what sort of name it is.
func (v *varied) own(h uint32) uint32 {
	if h == 0 || v.c.often[h] != 1 {
		return h
	}
	return spread(h, v.whose)&^3 | h&3
}

// other is any real text of the language.
func (v *varied) other() *cluster.Item {
	of := v.c.byLang[v.lang]
	return of[v.rnd.IntN(len(of))]
}

func (v *varied) list(in []uint32, of func(*cluster.Item) []uint32) []uint32 {
	out := make([]uint32, 0, len(in))
	for _, h := range in {
		if v.rnd.Float64() >= v.keep {
			o := of(v.other())
			if len(o) == 0 {
				continue
			}
			h = o[v.rnd.IntN(len(o))]
		}
		out = append(out, v.own(h))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (v *varied) names(in []cluster.Name) []cluster.Name {
	out := make([]cluster.Name, 0, len(in))
	for _, n := range in {
		if v.rnd.Float64() >= v.keep {
			o := v.other().Names
			n = o[v.rnd.IntN(len(o))]
		}
		m := cluster.Name{ID: v.own(n.ID), Weight: round(n.Weight * (0.8 + 0.4*v.rnd.Float32()))}
		for _, s := range n.Skels {
			m.Skels = append(m.Skels, v.own(s))
		}
		slices.Sort(m.Skels)
		out = append(out, m)
	}
	return out
}

func (v *varied) weights(in []cluster.Weight, of func(*cluster.Item) []cluster.Weight) []cluster.Weight {
	out := make([]cluster.Weight, 0, len(in))
	for _, w := range in {
		if v.rnd.Float64() >= v.keep {
			o := of(v.other())
			if len(o) == 0 {
				continue
			}
			w = o[v.rnd.IntN(len(o))]
		}
		out = append(out, cluster.Weight{Key: v.own(w.Key), W: w.W})
	}
	slices.SortFunc(out, func(a, b cluster.Weight) int { return cmp.Compare(a.Key, b.Key) })
	return slices.CompactFunc(out, func(a, b cluster.Weight) bool { return a.Key == b.Key })
}

// round is what a row keeps of a weight.
func round(w float32) float32 { return float32(math.Round(float64(w)*16)) / 16 }

// of exchanges a part of an item.
func (v *varied) of(it *cluster.Item) *cluster.Item {
	out := *it
	out.Names = v.names(it.Names)
	out.Pool = v.list(it.Pool, func(o *cluster.Item) []uint32 { return o.Pool })
	out.Lead = v.list(it.Lead, func(o *cluster.Item) []uint32 { return o.Lead })
	out.Numbers = v.list(it.Numbers, func(o *cluster.Item) []uint32 { return o.Numbers })
	out.Terms = v.weights(it.Terms, func(o *cluster.Item) []cluster.Weight { return o.Terms })
	out.Place = v.own(it.Place)
	return &out
}

// item makes the row of report i.
func (c *crowd) item(i int) *cluster.Item {
	number, k := story(i)
	own := rand.New(rand.NewPCG(c.seed, uint64(number)))
	own.IntN(c.days) // the day
	base := c.base[own.IntN(len(c.base))]
	told := (&varied{c, own, uint64(number), 0.5, base.Lang}).of(base)
	rnd := rand.New(rand.NewPCG(c.seed+1, uint64(i)))
	if k > 0 && rnd.IntN(5) < 2 { // in another language: who, where and what of it stay
		other := c.base[rnd.IntN(len(c.base))]
		told.Terms, told.Pool, told.Lang = other.Terms, slices.Concat(told.Lead, other.Pool), other.Lang
		slices.Sort(told.Pool)
		told.Pool = slices.Compact(told.Pool)
	}
	it := (&varied{c, rnd, uint64(number), 0.75, told.Lang}).of(told)
	it.Report, it.Source = rowID(i), fmt.Sprintf("outlet%d.example", i%400)
	day := c.day(i)
	at := time.Unix(int64(day)*86400, 0).UTC()
	it.Dated, it.From, it.To, it.Published = true, day, day, at.Unix()+int64(rnd.IntN(86400))
	it.Days, it.MonthDay, it.Horizon = []int32{day}, []uint32{uint32(int(at.Month())*32 + at.Day())}, day
	it.Weekday = uint8((at.Weekday()+6)%7) + 1
	text := uint64(i)
	if k > 0 && rnd.IntN(8) == 0 { // a copy of the first
		text = uint64(i - k)
	}
	it.Shingles, it.Bands = written(c.seed, text, len(base.Shingles), len(base.Bands))
	it.Model, it.Sense = 1, c.meant(number, i)
	return it
}

// topics are how many things the stories are about.
const topics = 20

// meant makes the signs of a vector of title and lead: those of any report with those of its topic, its story and itself changed. Of two reports
// 42 % of the signs differ in the mean, of one topic 33 %, of one story 23 %, as of real texts.
func (c *crowd) meant(number, i int) []uint64 {
	out := make([]uint64, 4)
	for level, part := range [3]float64{0.155, 0.10, 0.135} {
		whose := [3]uint64{uint64(number % topics), uint64(number), uint64(i)}[level]
		rnd := rand.New(rand.NewPCG(c.seed+3+uint64(level), whose))
		for bit := range 256 {
			if rnd.Float64() < part {
				out[bit/64] ^= 1 << (bit % 64)
			}
		}
	}
	return out
}

// written makes the hashes of a text.
func written(seed, text uint64, shingles, bands int) (s, b []uint32) {
	rnd := rand.New(rand.NewPCG(seed+2, text))
	s, b = make([]uint32, shingles), make([]uint32, bands)
	at := uint32(0)
	for i := range s {
		at += 1 + uint32(rnd.Uint64N(max(1, 2*uint64(math.MaxUint32)/uint64(2*shingles+2))))
		s[i] = at
	}
	for i := range b {
		b[i] = rnd.Uint32()
	}
	return s, b
}
