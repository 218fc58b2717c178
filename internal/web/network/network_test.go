package network

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata")

var shamkhani = Node{ID: "Q1", Name: "Ali Shamkhani", Kind: "person"}

// baghdad is whom the samples tell that he met.
var baghdad = []Node{
	{ID: "Q2", Name: "Barham Salih", Kind: "person", Group: "Iraq", Weight: 3, Href: "/entities/Q2", Note: "3 meetings"},
	{ID: "L3", Name: "مصطفى الكاظمي", Lang: "ar", Kind: "person", Group: "Iraq", Weight: 2, Href: "/entities/L3"},
	{ID: "L4", Name: "Faleh al-Fayyad", Kind: "person", Group: "Iraq", Weight: 1},
	{ID: "L5", Name: "Nikolai Patrushev", Kind: "person", Group: "Russia", Weight: 1},
	{ID: "ORG:1", Name: "<script>Popular Mobilisation & co\"", Kind: "organisation", Weight: 1, Href: "/x\"y"},
	{ID: "ISO:SYR", Name: "Syria", Kind: "country", Group: "Syria", Weight: 1},
	{ID: "Q2", Name: "Twice", Kind: "person"},
	{ID: "Q1", Name: "Himself", Kind: "person"},
	{ID: "L6", Kind: "person"},
}

// many are n people of 17 countries, the first of whom met most.
func many(n int) (nodes []Node, links []Link) {
	for i := range n {
		nodes = append(nodes, Node{
			ID: fmt.Sprint("L", i), Name: fmt.Sprintf("Person Number %d", i), Kind: []string{"person", "person", "organisation", "country"}[i%4],
			Group: fmt.Sprint("Country ", i*i%17), Weight: 1 + 40/(i+1), Href: fmt.Sprint("/entities/L", i),
		})
		links = append(links, Link{A: fmt.Sprint("L", i), B: fmt.Sprint("L", (i*7+3)%n), Weight: 1 + i%3})
	}
	return nodes, links
}

// TestGraphs holds what is drawn; -update accepts it: look at the pictures before.
func TestGraphs(t *testing.T) {
	two, twoLinks := many(200)
	twenty, twentyLinks := many(20)
	for name, c := range map[string]struct {
		nodes []Node
		links []Link
	}{
		"baghdad.svg":     {baghdad, []Link{{"Q2", "L3", 1}, {"Q2", "nobody", 3}}},
		"nobody.svg":      {nil, nil},
		"one.svg":         {baghdad[:1], nil},
		"twenty.svg":      {twenty, twentyLinks},
		"two-hundred.svg": {two, twoLinks},
	} {
		t.Run(name, func(t *testing.T) {
			o := Options{ID: "met", Title: "Whom they met", Desc: "A <graph>", Rest: "Others"}
			got := []byte(SVG(shamkhani, c.nodes, c.links, o))
			path := filepath.Join("testdata", name)
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the graph differs from %s", path)
			}
			if again := []byte(SVG(shamkhani, c.nodes, c.links, o)); !bytes.Equal(got, again) {
				t.Error("a second drawing differs from the first")
			}
			wellFormed(t, got)
		})
	}
}

func wellFormed(t *testing.T, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "script" {
			t.Error("a name made a script")
		}
	}
}

func TestWhoIsThereTwiceIsDrawnOnce(t *testing.T) {
	got := string(SVG(shamkhani, baghdad, nil, Options{ID: "m"}))
	for _, name := range []string{"Twice", "Himself"} {
		if strings.Contains(got, name) {
			t.Errorf("%s is drawn", name)
		}
	}
	if n := strings.Count(got, "graph-tie"); n != 6 {
		t.Errorf("%d ties", n)
	}
}

func TestTwoHundredStandApart(t *testing.T) {
	for _, n := range []int{2, 7, 40, 120, 200} {
		nodes, _ := many(n)
		_, spots := arrange(drawable(nodes, "Q1"), "Others", 880, 640)
		if len(spots) != n {
			t.Fatalf("%d of %d have a spot", len(spots), n)
		}
		for i, a := range spots {
			if a.at.x < 0 || a.at.x > 880 || a.at.y < 0 || a.at.y > 640 {
				t.Errorf("%d: %s leaves the drawing", n, a.Name)
			}
			for _, b := range spots[:i] {
				if d := math.Hypot(a.at.x-b.at.x, a.at.y-b.at.y); d < 10 {
					t.Errorf("%d: %s and %s are %.1f apart", n, a.Name, b.Name, d)
				}
			}
		}
	}
}

func TestWhoMetMostStandsNearest(t *testing.T) {
	nodes, _ := many(200)
	nodes = drawable(nodes, "Q1")
	groups, spots := arrange(nodes, "Others", 880, 640)
	if len(groups) > mostGroups+1 {
		t.Errorf("%d slices", len(groups))
	}
	x, y := reach(880, 640)
	for _, g := range groups {
		last := 0.0
		for _, m := range g.members {
			s := spots[slices.IndexFunc(spots, func(s spot) bool { return s.ID == m.ID })]
			far := math.Hypot((s.at.x-440)/x, (s.at.y-320)/y)
			if far < last-1e-6 {
				t.Errorf("%s met less than the one before and stands nearer", m.Name)
			}
			last = far
		}
	}
}

func BenchmarkTwoHundred(b *testing.B) {
	nodes, links := many(200)
	for b.Loop() {
		SVG(shamkhani, nodes, links, Options{ID: "m"})
	}
}
