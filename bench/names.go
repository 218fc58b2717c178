package main

import (
	"bufio"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/name"
)

// nameSizes are how many names the indexes have that are asked.
var nameSizes = []int{100_000, 1_000_000}

// nameQueries is how many names are looked for, of each sort.
const nameQueries = 400

// namePart is a part of a name in Latin script and in another.
type namePart struct{ latin, other string }

// names measures the index of names, in this process: putting names in, finding them as they are and as another
// script writes them, memory, and how many of the latter come first. Names are made of two parts, seven of ten
// in Latin script.
func (b *bench) names() {
	parts := nameParts()
	b.line("%-28s %8s %9s %12s %10s", "names", "looked", "CPU s", "a second", "MB")
	for _, n := range nameSizes {
		b.nameIndex(parts, n)
	}
}

func (b *bench) nameIndex(parts []namePart, n int) {
	rnd := rand.New(rand.NewPCG(7, uint64(n)))
	before := heap()
	ix := name.NewIndex()
	var same, across [][2]string // what is asked, and the id of what it is
	start := cpuTime()
	for i := range n {
		given, family := parts[rnd.IntN(len(parts))], parts[rnd.IntN(len(parts))]
		for given.other[0] != family.other[0] { // of one script
			family = parts[rnd.IntN(len(parts))]
		}
		latin, other := given.latin+" "+family.latin, given.other+" "+family.other
		if rnd.IntN(10) > 6 {
			latin, other = other, latin
		}
		id := strconv.Itoa(i)
		ix.Add(id, latin)
		if i%(n/nameQueries) == 0 {
			same, across = append(same, [2]string{latin, id}), append(across, [2]string{other, id})
		}
	}
	add := cpuTime() - start
	size := (heap() - before) / 1e6
	what := "index of " + strconv.Itoa(n/1000) + ",000"
	b.line("%-28s %8d %9.2f %12.0f %10d", what+", adding", n, add.Seconds(), float64(n)/add.Seconds(), size)
	for _, q := range []struct {
		sort  string
		asked [][2]string
	}{{"as it is", same}, {"other script", across}} {
		first, among := 0, 0
		start := cpuTime()
		for _, a := range q.asked {
			for i, m := range ix.Find(a[0], 10) {
				if m.ID == a[1] {
					among++
					if i == 0 {
						first++
					}
				}
			}
		}
		took := cpuTime() - start
		b.line("%-28s %8d %9.2f %12.0f %10s   first %.3f, among ten %.3f", what+", "+q.sort, len(q.asked), took.Seconds(),
			float64(len(q.asked))/took.Seconds(), "", float64(first)/float64(len(q.asked)), float64(among)/float64(len(q.asked)))
	}
	runtime.KeepAlive(ix)
}

// heap is what is in use after a collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// nameParts reads the parts of names under EVAL_DATA/names.
func nameParts() []namePart {
	data := os.Getenv("EVAL_DATA")
	if data == "" {
		data = "../shared/data"
	}
	var parts []namePart
	for _, lang := range []string{"ar", "ru", "he", "zh"} {
		f, err := os.Open(filepath.Join(data, "names", "translit_"+lang+"_80.tsv"))
		if err != nil {
			log.Print(err)
			continue
		}
		sc := bufio.NewScanner(f)
		for first := true; sc.Scan(); first = false {
			if cells := strings.Split(sc.Text(), "\t"); !first && len(cells) == 3 {
				parts = append(parts, namePart{cells[0], cells[1]})
			}
		}
		if err := sc.Err(); err != nil {
			log.Fatal(err)
		}
		_ = f.Close()
	}
	if len(parts) == 0 {
		log.Fatal("there are no names under EVAL_DATA")
	}
	return parts
}
