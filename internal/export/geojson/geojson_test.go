package geojson_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/geojson"
	"github.com/dragoman-news/dragoman/internal/export/kit/kittest"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

type collection struct {
	Type     string
	Features []struct {
		Type, ID string
		Geometry *struct {
			Type        string
			Coordinates []float64
		}
		Properties map[string]any
	}
}

func read(t *testing.T, file []byte) collection {
	t.Helper()
	var c collection
	if err := json.Unmarshal(file, &c); err != nil {
		t.Fatal(err)
	}
	if c.Type != "FeatureCollection" {
		t.Errorf("type %q", c.Type)
	}
	return c
}

func TestGolden(t *testing.T) {
	c := read(t, kittest.Golden(t, geojson.Format()))
	if len(c.Features) != 12 {
		t.Errorf("%d features for 12 entries", len(c.Features))
	}
	for _, f := range c.Features {
		if f.Geometry == nil {
			continue
		}
		if p := f.Geometry.Coordinates; f.Geometry.Type != "Point" || len(p) != 2 || math.Abs(p[1]) > 90 {
			t.Errorf("%s: geometry %+v", f.ID, f.Geometry)
		}
		if f.Properties["precision"] == "" {
			t.Errorf("%s: a point without saying how exact it is", f.ID)
		}
	}
}

func TestLongitudeComesFirst(t *testing.T) {
	file, _ := kittest.Write(t, geojson.Format(), format.Options{Now: kittest.Now, Filter: store.Filter{Country: "IRQ"}})
	for _, f := range read(t, file).Features {
		if f.Properties["place"] != "Baghdad" {
			continue
		}
		if c := f.Geometry.Coordinates; c[0] != 44.4 || c[1] != 33.34 {
			t.Errorf("Baghdad at %v", c)
		}
		return
	}
	t.Error("no entry in Baghdad")
}

func TestNothingIsAnEmptyCollection(t *testing.T) {
	file, lost := kittest.WriteOf(t, geojson.Format(), kittest.Empty(), format.Options{})
	if c := read(t, file); c.Features == nil || len(c.Features) != 0 || len(lost) != 0 {
		t.Errorf("%s, dropped %v", file, lost)
	}
}

func TestAPointThatIsNotOnEarthIsNone(t *testing.T) {
	src := kittest.With(t, news.Location{Name: "Nowhere", Lat: 95, Lon: 400, HasPoint: true, Precision: news.AtPoint})
	file, _ := kittest.WriteOf(t, geojson.Format(), src, format.Options{})
	if c := read(t, file); len(c.Features) != 1 || c.Features[0].Geometry != nil {
		t.Errorf("%s", file)
	}
}

func FuzzNames(f *testing.F) { kittest.FuzzNames(f, geojson.Format(), false) }
