// Command kbgen writes the knowledge base of internal/kb from rows of JSON, one entry
// a line, as train/kb.py makes them. Keys are folded here, so that look-ups and file
// agree by being one code.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/dragoman-news/dragoman/internal/kb"
	"github.com/dragoman-news/dragoman/internal/news"
)

// row is an entry as train/kb.py writes it.
type row struct {
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`
	Feature string    `json:"feature"`
	Country string    `json:"country"`
	Sector  string    `json:"sector"`
	Point   []float64 `json:"point"`
	People  int       `json:"people"`
	Names   []struct {
		Text  string   `json:"text"`
		Langs []string `json:"langs"`
		Use   uint8    `json:"use"`
	} `json:"names"`
	Roles []struct {
		Title   string  `json:"title"`
		Code    string  `json:"code"`
		Country string  `json:"country"`
		Org     string  `json:"org"`
		From    kb.Date `json:"from"`
		To      kb.Date `json:"to"`
		Seen    kb.Date `json:"seen"`
	} `json:"roles"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: kbgen ROWS.jsonl KB.bin")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "kbgen:", err)
		os.Exit(1)
	}
}

func run(rows, out string) error {
	f, err := os.Open(rows)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	var facts []kb.Fact
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for n := 1; lines.Scan(); n++ {
		var r row
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return fmt.Errorf("%s line %d: %w", rows, n, err)
		}
		facts = append(facts, r.fact())
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read %s: %w", rows, err)
	}
	b, err := kb.Write(facts)
	if err != nil {
		return err
	}
	return os.WriteFile(out, b, 0o644) //nolint:gosec // a file of the repository, read by everyone
}

func (r row) fact() kb.Fact {
	f := kb.Fact{ID: r.ID, Kind: news.Kind(r.Kind), Feature: r.Feature, Country: r.Country, Sector: r.Sector, Population: r.People}
	if len(r.Point) == 2 {
		f.Lat, f.Lon, f.HasPoint = r.Point[0], r.Point[1], true
	}
	for _, n := range r.Names {
		name := kb.Name{Text: strings.TrimSpace(n.Text), Use: kb.Use(n.Use)}
		for _, l := range n.Langs {
			name.Langs = append(name.Langs, news.Lang(l))
		}
		f.Names = append(f.Names, name)
	}
	for _, o := range r.Roles {
		f.Roles = append(f.Roles, kb.Role{Title: o.Title, Code: o.Code, Country: o.Country, Org: o.Org, From: o.From, To: o.To, Seen: o.Seen})
	}
	return f
}
