package stix_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit/kittest"
	"github.com/dragoman-news/dragoman/internal/export/stix"
)

type bundle struct {
	Type, ID string
	Objects  []struct {
		Type       string
		ID         string
		By         string `json:"created_by_ref"`
		Created    string
		Modified   string
		Refs       []string       `json:"object_refs"`
		Markings   []string       `json:"object_marking_refs"`
		Extensions map[string]any `json:"extensions"`
	}
}

func read(t *testing.T, file []byte) bundle {
	t.Helper()
	var b bundle
	if err := json.Unmarshal(file, &b); err != nil {
		t.Fatal(err)
	}
	return b
}

var validID = regexp.MustCompile(`^[a-z-]+--[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func TestGolden(t *testing.T) {
	b := read(t, kittest.Golden(t, stix.Format()))
	counts := whole(t, b)
	for kind, want := range map[string]int{"report": 3, "note": 14, "identity": 5, "location": 3, "marking-definition": 1, "extension-definition": 1} {
		if counts[kind] != want {
			t.Errorf("%d objects of type %s, want %d", counts[kind], kind, want)
		}
	}
}

// whole holds that ids are ids, none comes twice, and all that is named is there, and counts the objects.
func whole(t *testing.T, b bundle) map[string]int {
	t.Helper()
	ids, counts := map[string]bool{}, map[string]int{}
	for _, o := range b.Objects {
		if !validID.MatchString(o.ID) || ids[o.ID] {
			t.Errorf("%s: no id, or one that was there", o.ID)
		}
		ids[o.ID] = true
		counts[o.Type]++
	}
	for _, o := range b.Objects {
		for _, r := range append(o.Refs, o.Markings...) {
			if !ids[r] {
				t.Errorf("%s names %s, which is not there", o.ID, r)
			}
		}
		if (o.Type == "report" || o.Type == "note") && (len(o.Refs) == 0 || len(o.Markings) == 0) {
			t.Errorf("%s is about nothing or has no marking", o.ID)
		}
		if o.Modified != "" && o.Modified < o.Created {
			t.Errorf("%s was changed before it was made", o.ID)
		}
	}
	return counts
}

func TestASecondExportHasNewVersionsOfTheSameObjects(t *testing.T) {
	file, _ := kittest.Write(t, stix.Format(), format.Options{Now: kittest.Now})
	later, _ := kittest.Write(t, stix.Format(), format.Options{Now: kittest.Now.Add(time.Hour)})
	a, b := read(t, file), read(t, later)
	if len(a.Objects) != len(b.Objects) || a.ID == b.ID {
		t.Fatal("not two bundles of one record")
	}
	for i, o := range a.Objects {
		if p := b.Objects[i]; o.ID != p.ID || o.Type != "identity" && o.Type == "note" && o.Modified >= p.Modified {
			t.Errorf("%s became %s of %s", o.ID, p.ID, p.Modified)
		}
	}
}

func TestTheLabelIsOnEverything(t *testing.T) {
	for _, tlp := range format.TLPs {
		file, _ := kittest.Write(t, stix.Format(), format.Options{Now: kittest.Now, TLP: tlp})
		b := read(t, file)
		whole(t, b)
		mark := ""
		for _, o := range b.Objects {
			if o.Type == "marking-definition" {
				mark = o.ID
			}
		}
		if mark == "" || !strings.Contains(string(file), `"tlp_2_0":"`+string(tlp)+`"`) {
			t.Fatalf("%s: no marking", tlp)
		}
		for _, o := range b.Objects {
			if o.Type == "note" && (len(o.Markings) != 1 || o.Markings[0] != mark) {
				t.Errorf("%s: %s is marked %v", tlp, o.ID, o.Markings)
			}
		}
	}
}

func TestAnExportBeforeItsReportsIsStillInOrder(t *testing.T) {
	file, _ := kittest.Write(t, stix.Format(), format.Options{Now: time.Date(2020, 2, 1, 0, 0, 0, 0, time.UTC)})
	whole(t, read(t, file))
}

func TestNothingIsABundleOfItsMakers(t *testing.T) {
	file, lost := kittest.WriteOf(t, stix.Format(), kittest.Empty(), format.Options{Now: kittest.Now})
	if counts := whole(t, read(t, file)); counts["report"] != 0 || counts["identity"] != 1 || len(lost) != 0 {
		t.Errorf("%s, dropped %v", file, lost)
	}
}

func FuzzNames(f *testing.F) { kittest.FuzzNames(f, stix.Format(), false) }
