package misp_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit/kittest"
	"github.com/dragoman-news/dragoman/internal/export/misp"
)

type attribute struct {
	UUID, Type, Value, Category string
	ToIDs                       *bool  `json:"to_ids"`
	Relation                    string `json:"object_relation"`
}

type file struct {
	Response []struct {
		Event struct {
			UUID, Info, Date, Distribution string
			Published                      bool
			Tag                            []struct{ Name string }
			Attribute                      []attribute
			Object                         []struct {
				UUID, Name string
				Attribute  []attribute
				References []struct {
					From string `json:"object_uuid"`
					To   string `json:"referenced_uuid"`
				} `json:"ObjectReference"`
			}
		}
	}
}

func read(t *testing.T, b []byte) file {
	t.Helper()
	var f file
	if err := json.Unmarshal(b, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

func TestGolden(t *testing.T) {
	f := read(t, kittest.Golden(t, misp.Format()))
	if len(f.Response) != 3 {
		t.Fatalf("%d events for 3 stories", len(f.Response))
	}
	ids := map[string]bool{}
	once := func(id string) {
		if id == "" || ids[id] {
			t.Errorf("%q: no id, or one that was there", id)
		}
		ids[id] = true
	}
	value := func(a attribute) {
		once(a.UUID)
		if a.Value == "" || a.Category == "" || a.ToIDs == nil || *a.ToIDs {
			t.Errorf("attribute %+v", a)
		}
	}
	for _, r := range f.Response {
		e := r.Event
		once(e.UUID)
		if e.Published || e.Distribution != "0" || len(e.Tag) == 0 || e.Tag[0].Name != "tlp:clear" {
			t.Errorf("%s goes further than to who takes it in: %+v", e.Info, e.Tag)
		}
		if _, err := time.Parse(time.DateOnly, e.Date); err != nil || e.Info == "" {
			t.Errorf("%s: %q, %v", e.UUID, e.Info, err)
		}
		for _, a := range e.Attribute {
			value(a)
		}
		for _, o := range e.Object {
			once(o.UUID)
			for _, a := range o.Attribute {
				value(a)
			}
		}
		for _, o := range e.Object {
			for _, ref := range o.References {
				if ref.From != o.UUID || !ids[ref.To] {
					t.Errorf("%s %s refers to %s, which is not there", o.Name, o.UUID, ref.To)
				}
			}
		}
	}
}

func TestTheLabelIsATag(t *testing.T) {
	b, _ := kittest.Write(t, misp.Format(), format.Options{Now: kittest.Now, TLP: format.AmberStrict})
	for _, r := range read(t, b).Response {
		if r.Event.Tag[0].Name != "tlp:amber+strict" {
			t.Errorf("tags %v", r.Event.Tag)
		}
	}
}

func TestNothingIsAnEmptyList(t *testing.T) {
	b, lost := kittest.WriteOf(t, misp.Format(), kittest.Empty(), format.Options{Now: kittest.Now})
	if f := read(t, b); f.Response == nil || len(f.Response) != 0 || len(lost) != 0 {
		t.Errorf("%s, dropped %v", b, lost)
	}
}

func FuzzNames(f *testing.F) { kittest.FuzzNames(f, misp.Format(), false) }
