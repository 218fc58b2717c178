package ninjs_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/kit/kittest"
	"github.com/dragoman-news/dragoman/internal/export/ninjs"
	"github.com/dragoman-news/dragoman/internal/input"
	"github.com/dragoman-news/dragoman/internal/news"
)

func lines(file []byte) [][]byte {
	var out [][]byte
	s := bufio.NewScanner(bytes.NewReader(file))
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		out = append(out, bytes.Clone(s.Bytes()))
	}
	return out
}

// truncated is the form of an expected date, as the standard's schema has it.
var truncated = regexp.MustCompile(`^[0-9]{4}(-(1[0-2]|0[1-9])(-(3[01]|0[1-9]|[12][0-9])(T(2[0-3]|[01][0-9]):[0-5][0-9]:[0-5][0-9](Z|[+-][0-2][0-9]:[0-5][0-9])?)?)?)?$`)

func TestGolden(t *testing.T) {
	file := kittest.Golden(t, ninjs.Format())
	counts := map[string]int{}
	for _, line := range lines(file) {
		var item struct {
			URI, Type    string
			EventDetails *struct{ Dates map[string]string }
		}
		if err := json.Unmarshal(line, &item); err != nil {
			t.Fatal(err)
		}
		if u, err := url.Parse(item.URI); err != nil || !u.IsAbs() || u.Scheme == "javascript" {
			t.Errorf("uri %q", item.URI)
		}
		counts[item.Type]++
		if item.EventDetails == nil {
			continue
		}
		for name, v := range item.EventDetails.Dates {
			if !truncated.MatchString(v) {
				t.Errorf("%s %q", name, v)
			}
		}
	}
	if counts["text"] != 6 || counts["event"] != 8 {
		t.Errorf("items %v, want 6 texts and 8 events", counts)
	}
}

// TestWhatIsWrittenIsRead reads the file as `dragoman add` does.
func TestWhatIsWrittenIsRead(t *testing.T) {
	file, _ := kittest.Write(t, ninjs.Format(), format.Options{Now: kittest.Now})
	name := filepath.Join(t.TempDir(), "items.jsonl")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	got := map[string]*news.Raw{}
	for raw, err := range input.Open(context.Background(), []string{name}, input.Options{}) {
		if err != nil {
			t.Error(err)
			continue
		}
		got[raw.URL+raw.Title] = raw
	}
	fr := got["http://journal.example/%C3%A9t%C3%A9/%C3%A0%20lire"+"Rahimi « reçu » à Erbil"]
	if fr == nil {
		t.Fatalf("the French report is not among %v", got)
	}
	if fr.Lang != "fr" || fr.Published != "2020-03-08T00:00:00Z" || fr.Source != "" && fr.Source != "journal.example" || !bytes.Contains(fr.Body, []byte("mer Blanche")) {
		t.Errorf("came back as %+v", fr)
	}
	for _, raw := range got {
		if raw.Lang == "en" && bytes.Contains(raw.Body, []byte("BAGHDAD")) && (raw.MediaType != "text/plain" || !bytes.Contains(raw.Body, []byte("<b>palace</b>"))) {
			t.Errorf("a plain text came back as %s: %s", raw.MediaType, raw.Body)
		}
	}
	withdrawn := got["https://wire.example/gone"+"Withdrawn"]
	if withdrawn == nil || !withdrawn.Withdrawn {
		t.Errorf("what was withdrawn came back as %+v", withdrawn)
	}
}

func TestNothingIsAnEmptyFile(t *testing.T) {
	if file, lost := kittest.WriteOf(t, ninjs.Format(), kittest.Empty(), format.Options{}); len(file) != 0 || len(lost) != 0 {
		t.Errorf("%s, dropped %v", file, lost)
	}
}

func FuzzNames(f *testing.F) { kittest.FuzzNames(f, ninjs.Format(), true) }
