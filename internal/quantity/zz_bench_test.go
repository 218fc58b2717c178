package quantity_test

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/quantity"
)

func BenchmarkZZ(b *testing.B) {
	f, _ := os.Open("/tmp/hA/in.jsonl")
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<24)
	by := map[string][]string{}
	n := map[string]int64{}
	for sc.Scan() {
		var r struct{ ID, Lang, Text string }
		json.Unmarshal(sc.Bytes(), &r)
		by[r.Lang] = append(by[r.Lang], r.Text)
		n[r.Lang] += int64(len(r.Text))
	}
	for _, l := range []string{"en", "fr", "ar", "de", "ru", "zh", "fa", "tr", "es", "it", "pt"} {
		b.Run(l, func(b *testing.B) {
			b.SetBytes(n[l])
			for b.Loop() {
				for _, t := range by[l] {
					quantity.Find(t, news.Lang(l), news.Span{End: len(t)})
				}
			}
		})
	}
}
