package plover_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/dragoman-news/dragoman/internal/export/format/formattest"
	"github.com/dragoman-news/dragoman/internal/intake/intaketest"
	"github.com/dragoman-news/dragoman/internal/intake/plover"
)

func TestRecordsOfTheManualAndOfNGECAreRead(t *testing.T) {
	in, err := os.ReadFile("testdata/records.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	formattest.Golden(t, "records.golden", intaketest.Read(t, plover.Format(), in))
}

func TestOnlyRecordsOfTheManualAreWrittenAsTheyAre(t *testing.T) {
	for in, want := range map[string]bool{
		`{"event":["AID"]}`: true, `{"event_type":"AID"}`: false, `{"event":"AID","event_type":"AID"}`: false, `[]`: false, ``: false, `{"event":null}`: false,
	} {
		if got := plover.AsManual([]byte(in)); got != want {
			t.Errorf("AsManual(%s) = %v", in, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	in, err := os.ReadFile("testdata/records.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	for line := range bytes.Lines(in) {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, in []byte) { intaketest.Check(t, plover.Format(), in) })
}
