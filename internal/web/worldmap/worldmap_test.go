package worldmap

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata")

// baghdad is what the reports of the five samples tell of.
var baghdad = []Place{
	{Name: "Baghdad", Lat: 33.34, Lon: 44.4, Weight: 9, Href: "/entities/GN:98182", Note: "9 entries"},
	{Name: "Tehran", Lat: 35.69, Lon: 51.42, Weight: 2},
	{Name: "موسكو", Lang: "ar", Lat: 55.75, Lon: 37.62},
	{Name: "Damascus", Lat: 33.51, Lon: 36.29},
	{Name: "<b>\"Beirut\"", Lat: 33.89, Lon: 35.5, Href: "/x?a=1&b=\"", Note: "<i>"},
}

// TestMaps holds what is drawn; -update accepts it: look at the pictures before.
func TestMaps(t *testing.T) {
	for name, c := range map[string]struct {
		places []Place
		o      Options
	}{
		"five-places.svg": {baghdad, Options{ID: "m", Title: "Places", Desc: "Five <places>", Countries: []string{"IRQ", "RUS"}}},
		"one-town.svg":    {baghdad[:1], Options{ID: "m", Title: "Baghdad", Desc: "One place"}},
		"a-country.svg":   {nil, Options{ID: "m", Title: "Brazil", Desc: "No place", Countries: []string{"BRA"}}},
		"nothing.svg":     {nil, Options{ID: "m", Title: "World", Desc: "No place"}},
		"date-line.svg": {
			[]Place{{Name: "Suva", Lat: -18.14, Lon: 178.44}, {Name: "Apia", Lat: -13.83, Lon: -171.77}, {Name: "Auckland", Lat: -36.85, Lon: 174.76}},
			Options{ID: "m", Title: "Pacific", Desc: "Three places"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := []byte(SVG(c.places, c.o))
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
				t.Errorf("the map differs from %s", path)
			}
			if again := []byte(SVG(c.places, c.o)); !bytes.Equal(got, again) {
				t.Error("a second drawing differs from the first")
			}
			wellFormed(t, got)
			if len(got) > 60_000 {
				t.Errorf("the map has %d bytes", len(got))
			}
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
		if e, ok := token.(xml.StartElement); ok && (e.Name.Local == "b" || e.Name.Local == "i" || e.Name.Local == "script" || e.Name.Local == "style") {
			t.Errorf("a name made the element <%s>", e.Name.Local)
		}
	}
}

func TestEveryPlaceIsWhereItsCountryIs(t *testing.T) {
	world, err := countries()
	if err != nil {
		t.Fatal(err)
	}
	for code, p := range map[string]point{
		"IRQ": {44.4, 33.34}, "IRN": {51.42, 35.69}, "FRA": {2.35, 48.86}, "CHN": {116.4, 39.9}, "RUS": {177.5, 65.5}, "USA": {-100, 40},
		"FJI": {178, -17.8}, "LSO": {28.2, -29.6}, "ZAF": {25, -29}, "BHR": {50.55, 26.05}, "MLT": {14.4, 35.88}, "ATA": {10, -80}, "XKX": {21, 42.6}, "PSE": {35.2, 31.9},
	} {
		var in []string
		for _, c := range world {
			if c.holds(p) {
				in = append(in, c.code)
			}
		}
		if len(in) != 1 || in[0] != code {
			t.Errorf("%v is in %v, not in %s", p, in, code)
		}
	}
}

func TestTheViewHoldsAllPlaces(t *testing.T) {
	for name, boxes := range map[string][]box{
		"one":            {{44, 33, 44, 33}},
		"across":         {{178, -18, 178, -18}, {-172, -14, -172, -14}},
		"half the world": {{-77, 39, -77, 39}, {139, 36, 139, 36}},
		"poles":          {{0, 89, 0, 89}, {10, -89, 10, -89}},
		"everywhere":     {{-150, 60, -150, 60}, {-60, -50, -60, -50}, {30, 0, 30, 0}, {100, 10, 100, 10}, {175, -40, 175, -40}},
	} {
		v := looking(boxes, 720, 400)
		for _, b := range boxes {
			p := v.at(point{v.near(b.x0), b.y0})
			if name == "poles" {
				p.y = 200 // they lie just beyond a map that shows the whole world
			}
			if p.x < 0 || p.x > 720 || p.y < 0 || p.y > 400 {
				t.Errorf("%s: %v is at %v", name, b, p)
			}
		}
	}
}

func TestWhatIsNowhereIsNotDrawn(t *testing.T) {
	got := string(SVG([]Place{{Name: "", Lat: 1}, {Name: "n", Lat: math.NaN()}, {Name: "i", Lon: math.Inf(1)}, {Name: "far", Lat: 91}}, Options{ID: "m"}))
	if strings.Contains(got, "<circle") || strings.Contains(got, "NaN") {
		t.Error("a place that is nowhere was drawn")
	}
}

func TestManyPlacesStayReadable(t *testing.T) {
	var many []Place
	for i := range 300 {
		many = append(many, Place{Name: "Place with a name " + strings.Repeat("x", i%9), Lat: 30 + float64(i%20)/4, Lon: 40 + float64(i/20)/4, Weight: i % 7})
	}
	got := string(SVG(many, Options{ID: "m"}))
	if dots := strings.Count(got, "<circle"); dots != 300 {
		t.Errorf("%d dots", dots)
	}
	if names := strings.Count(got, "<text"); names < 5 || names > 200 {
		t.Errorf("%d names", names)
	}
}

func TestDamagedShapesAreRefused(t *testing.T) {
	for n := 0; n < len(shapes); n += 4001 {
		if _, err := decode(shapes[:n]); err == nil {
			t.Errorf("the first %d bytes were taken for a whole file", n)
		}
	}
	if _, err := decode([]byte("DWM1\xff\xff\xff\xff\xff\xff\xff\xff\x7f")); err == nil {
		t.Error("a count beyond the file was believed")
	}
}

// TestManifest holds that data/MANIFEST.json describes the shapes.
func TestManifest(t *testing.T) {
	b, err := os.ReadFile("../../../data/MANIFEST.json")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Data []struct {
			File, Sha256 string
			Size         int
		}
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(shapes)
	for _, d := range doc.Data {
		if d.File == "internal/web/worldmap/shapes.bin" {
			if d.Sha256 != hex.EncodeToString(sum[:]) || d.Size != len(shapes) {
				t.Error("shapes.bin differs from its entry")
			}
			return
		}
	}
	t.Error("shapes.bin has no entry")
}

func BenchmarkMap(b *testing.B) {
	for b.Loop() {
		SVG(baghdad, Options{ID: "m", Countries: []string{"IRQ"}})
	}
}
