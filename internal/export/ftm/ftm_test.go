package ftm_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"testing"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/ftm"
	"github.com/dragoman-news/dragoman/internal/export/kit/kittest"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

type entity struct {
	ID, Schema string
	Properties map[string][]string
}

func read(t *testing.T, file []byte) []entity {
	t.Helper()
	var out []entity
	lines := bufio.NewScanner(bytes.NewReader(file))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e entity
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatalf("%v: %s", err, lines.Bytes())
		}
		out = append(out, e)
	}
	return out
}

var validID = regexp.MustCompile(`^[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?$`)

// references are the properties that name another entity.
var references = []string{"document", "entity", "resolved", "involved", "proof", "addressEntity", "subject", "object"}

func TestGolden(t *testing.T) {
	entities := read(t, kittest.Golden(t, ftm.Format()))
	ids := map[string]string{}
	for _, e := range entities {
		if !validID.MatchString(e.ID) {
			t.Errorf("%s %q is no id", e.Schema, e.ID)
		}
		if ids[e.ID] != "" {
			t.Errorf("%s is written twice", e.ID)
		}
		ids[e.ID] = e.Schema
	}
	for _, e := range entities {
		for _, p := range references {
			for _, v := range e.Properties[p] {
				if ids[v] == "" {
					t.Errorf("%s %s: %s names %s, which is not there", e.Schema, e.ID, p, v)
				}
			}
		}
	}
	for _, schema := range []string{"Article", "Event", "Mention", "Person", "Organization", "PublicBody", "Address", "Documentation", "UnknownLink"} {
		if !slices.ContainsFunc(entities, func(e entity) bool { return e.Schema == schema }) {
			t.Errorf("the sample has no %s", schema)
		}
	}
	if ids["Q900001"] != "Person" {
		t.Error("who is known to Wikidata does not go by that id")
	}
}

func TestNothingIsLinkedByWhatWasDenied(t *testing.T) {
	party := func(name string) []news.EntryParty {
		return []news.EntryParty{{Party: news.Party{Name: name, Kind: news.Person, Mention: -1}}}
	}
	for status, want := range map[news.Status]int{news.Occurred: 1, news.Planned: 1, news.Denied: 0, news.CalledFor: 0} {
		src := kittest.WithEntry(t, news.Entry{Type: news.Aid, Status: status, Actors: party("A"), Recipients: party("B")})
		file, _ := kittest.WriteOf(t, ftm.Format(), src, format.Options{})
		n := 0
		for _, e := range read(t, file) {
			if e.Schema == "UnknownLink" {
				n++
			}
		}
		if n != want {
			t.Errorf("%s: %d links, want %d", status, n, want)
		}
	}
}

func TestOnlyWhatIsAskedForIsWritten(t *testing.T) {
	file, _ := kittest.Write(t, ftm.Format(), format.Options{Filter: store.Filter{Type: news.Agree}})
	for _, e := range read(t, file) {
		if e.Schema == "Event" && !slices.Contains(e.Properties["keywords"], "AGREE") {
			t.Errorf("asked for AGREE: %v", e.Properties["keywords"])
		}
	}
}

func TestNothingIsAnEmptyFile(t *testing.T) {
	if file, lost := kittest.WriteOf(t, ftm.Format(), kittest.Empty(), format.Options{}); len(file) != 0 || len(lost) != 0 {
		t.Errorf("%s, dropped %v", file, lost)
	}
}

func FuzzNames(f *testing.F) { kittest.FuzzNames(f, ftm.Format(), true) }
