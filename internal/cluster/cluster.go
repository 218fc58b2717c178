// Package cluster says which reports are copies of one another and which tell of
// the same happening. It computes a compact row of each document (Features), compares
// two rows (Pair), groups rows (Group) and settles a batch of new reports among
// those already kept (Settle); it reads no store and no clock, and leaves what the
// reports of a story say together to package record.
//
// The outcome is a function of the set of documents, never of the order in which
// they came: a pair is judged by its two rows and shipped tables alone, without
// counts over a corpus, and groups are a function of the graph of pairs.
package cluster

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Item is what clustering knows of a document: the decoded feature row.
type Item struct {
	Report string
	Source string
	Lang   news.Lang

	Dated     bool
	Published int64 // Unix seconds that order reports; see order
	From, To  int32 // publication, days since 1 January 1970, both included

	Words    int      // words of the text; a character each where none are marked
	Shift    uint8    // one in 2^Shift shingles is kept
	Shingles []uint32 // kept shingle hashes, sorted, distinct
	Bands    []uint32 // LSH bands of the signature, empty for a text too short

	Names    []Name            // who, what and where is named, by key
	Pool     []uint32          // skeletons of words that may be names, sorted
	PoolBits [poolWords]uint64 // a bit for each of Pool: whoever has none is not in it
	Lead     []uint32          // those of them that begin the report, sorted; only the most telling
	Lands    []Weight          // countries, by key
	Terms    []Weight          // content words of the report's language, by key
	Concepts []Weight          // notions of news in any language, by key
	Numbers  []uint32          // numbers of two digits and more, sorted, distinct
	Days     []int32           // days told, sorted, distinct
	MonthDay []uint32          // month*32+day told without a year, sorted, distinct
	Weekday  uint8             // ISO weekday of the first day told, 0 if none
	Past     uint16            // months told as past, bit 1 for January: "last September"; only of a report without a date
	Horizon  int32             // last day that an absolute date names, 0 if none
	Place    uint32            // where the first happening took place, 0 if not told
	Acts     []uint32          // types of the events told as occurred, sorted, distinct

	Model uint32   // hash of the weights that Sense is by, 0 for none
	Sense []uint64 // the signs of the vector of title and lead; see sense
}

// poolWords is how many words of bits a pool has: five bits for each skeleton of a full one.
const poolWords = 16

// Name is one entity or capitalised word of a report.
type Name struct {
	ID     uint32   // hash of an entity id that holds across reports, 0 if none
	Skels  []uint32 // hashes of consonant skeletons, sorted
	Bits   uint64   // a bit for ID and for each of Skels: names without a common bit are two
	Weight float32
}

// Weight is a hashed key with how much it counts.
type Weight struct {
	Key uint32
	W   float32
}

// WindowDays is how many days apart two dated reports may be and still be compared.
const WindowDays = 4

// Window returns the ISO days whose reports an item is to be compared with.
// An undated item has an open window; undated reports are compared with all.
func Window(it *Item) (from, to string) {
	if !it.Dated {
		return "", ""
	}
	return isoDay(it.From - WindowDays), isoDay(it.To + WindowDays)
}

// Less is the order of reports in a story and of originals among copies: by
// publication, undated ones last, ties by id. A report that is dated to a week
// or coarser counts at the end of it, for nobody knows that it was earlier.
func Less(a, b *Item) bool { return order(a, b) < 0 }

func order(a, b *Item) int {
	if a.Dated != b.Dated {
		if a.Dated {
			return -1
		}
		return 1
	}
	if c := cmp.Compare(a.Published, b.Published); c != 0 && a.Dated {
		return c
	}
	return strings.Compare(a.Report, b.Report)
}

func sorted(items []*Item) []*Item {
	s := slices.Clone(items)
	slices.SortFunc(s, order)
	return s
}

func dayNumber(t time.Time) int32 {
	y, m, d := t.Date()
	return int32(floorDiv(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix(), 86400))
}

func isoDay(day int32) string {
	return time.Unix(int64(day)*86400, 0).UTC().Format(time.DateOnly)
}

// weekday returns the ISO weekday of a day number; 1 January 1970 was a Thursday.
func weekday(day int32) uint8 { return uint8(((day+3)%7+7)%7 + 1) }

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
