package plover_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/format/formattest"
	"github.com/dragoman-news/dragoman/internal/export/plover"
	"github.com/dragoman-news/dragoman/internal/news"
)

func TestEntriesAreWrittenWithTheManualsNames(t *testing.T) {
	got, lost := formattest.Write(t, plover.Format(), formattest.Options())
	formattest.Golden(t, "entries.jsonl", got)
	formattest.GoldenDropped(t, "entries.dropped.json", lost)
}

func TestEventsOfSingleReportsAreWrittenOnce(t *testing.T) {
	opt := formattest.Options()
	opt.Of = format.Events
	got, lost := formattest.Write(t, plover.Format(), opt)
	formattest.Golden(t, "events.jsonl", got)
	for _, l := range lost {
		if l.Field == "report" && l.Count == 1 && strings.Contains(l.Reason, "copy") {
			return
		}
	}
	t.Errorf("the copy is not listed: %v", lost)
}

func TestEveryLineIsOneRecordWithWhatTheManualRequires(t *testing.T) {
	got, _ := formattest.Write(t, plover.Format(), formattest.Options())
	lines := bytes.Split(bytes.TrimSuffix(got, []byte("\n")), []byte("\n"))
	if len(lines) != 4 {
		t.Fatalf("%d lines, want 4", len(lines))
	}
	for _, line := range lines {
		var r plover.Record
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&r); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		if r.ID == "" || len(r.Event) != 1 || r.Actor == nil || r.Recipient == nil || r.Mode == nil || r.Context == nil || r.QuadCode == 0 {
			t.Errorf("incomplete: %s", line)
		}
	}
	if bytes.Contains(got, []byte("javascript:")) {
		t.Error("a script is given as an address")
	}
}

func TestTypeStatusAndLimitNarrowEvents(t *testing.T) {
	opt := formattest.Options()
	opt.Of = format.Events
	opt.Filter.Status = news.Denied
	got, _ := formattest.Write(t, plover.Format(), opt)
	if n := bytes.Count(got, []byte("\n")); n != 1 || !bytes.Contains(got, []byte(`"negation"`)) {
		t.Errorf("%d lines: %s", n, got)
	}
	opt.Filter.Status, opt.Filter.Limit = "", 2
	if got, _ = formattest.Write(t, plover.Format(), opt); bytes.Count(got, []byte("\n")) != 2 {
		t.Errorf("limit 2 gives %s", got)
	}
}

func TestSectorsAreTheManualsAndComeBack(t *testing.T) {
	for own, theirs := range map[string]string{"MED": "JRN", "HLH": "MED", "GOV": "GOV", "": ""} {
		if got := plover.Sector(own); got != theirs {
			t.Errorf("Sector(%q) = %q, want %q", own, got, theirs)
		}
		if got := plover.OwnSector(theirs); got != own {
			t.Errorf("OwnSector(%q) = %q, want %q", theirs, got, own)
		}
	}
}

func TestContextsTellTheStatus(t *testing.T) {
	status, rest := plover.StatusOf([]string{"military", "negation", "future"})
	if status != news.Denied || len(rest) != 1 || rest[0] != "military" {
		t.Errorf("%s %v", status, rest)
	}
}
