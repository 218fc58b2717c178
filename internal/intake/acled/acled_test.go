package acled_test

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/export/format/formattest"
	"github.com/dragoman-news/dragoman/internal/intake"
	"github.com/dragoman-news/dragoman/internal/intake/acled"
	"github.com/dragoman-news/dragoman/internal/intake/intaketest"
	"github.com/dragoman-news/dragoman/internal/news"
)

// made is a file with the columns of ACLED's; what it tells is made up.
func made(t testing.TB) []byte {
	t.Helper()
	in, err := os.ReadFile("testdata/made.csv")
	if err != nil {
		t.Fatal(err)
	}
	return in
}

func TestRowsAreRead(t *testing.T) {
	formattest.Golden(t, "made.golden", intaketest.Read(t, acled.Format(), made(t)))
}

// TestSemicolonsAndMarksAreReadAlike wants the same of a file as spreadsheets save it.
func TestSemicolonsAndMarksAreReadAlike(t *testing.T) {
	want := intaketest.Read(t, acled.Format(), []byte("event_id_cnty,event_date,event_type,actor1\nFRA1,2023-01-02,Riots,A\n"))
	got := intaketest.Read(t, acled.Format(), []byte("\ufeffevent_id_cnty;event_date;event_type;actor1\r\nFRA1;2023-01-02;Riots;A\r\n"))
	if !bytes.Equal(want, got) {
		t.Errorf("%s\n%s", want, got)
	}
}

func TestAFileOfSomethingElseIsOneProblem(t *testing.T) {
	var items []intake.Item
	for item, err := range acled.Format().Read(strings.NewReader("a,b\n1,2\n3,4\n")) {
		if err != nil {
			t.Fatal(err)
		}
		items = append(items, item)
	}
	if len(items) != 1 || items[0].Record != nil || !strings.Contains(items[0].Reason, "event_id_cnty") {
		t.Errorf("%+v", items)
	}
}

func TestAQuotationMarkThatIsNotClosedEndsTheFile(t *testing.T) {
	in := "event_id_cnty,event_date,event_type\nFRA1,2023-01-02,Riots\nFRA2,\"" + strings.Repeat("x\n", 6<<20)
	n, last := 0, error(nil)
	for item, err := range acled.Format().Read(strings.NewReader(in)) {
		if item.Record != nil {
			n++
		}
		last = err
	}
	if n != 1 || last == nil {
		t.Errorf("%d records, %v", n, last)
	}
}

func TestEverySubEventHasATypeOfPLOVEROrNone(t *testing.T) {
	for item, err := range acled.Format().Read(bytes.NewReader(made(t))) {
		if err != nil {
			t.Fatal(err)
		}
		if item.Record == nil {
			continue
		}
		for _, e := range item.Record.Document.Events {
			if e.Type != "" && !slices.Contains(news.EventTypes, e.Type) {
				t.Errorf("line %d: %s", item.Line, e.Type)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(made(f))
	f.Add([]byte("event_id_cnty\tevent_date\tevent_type\nA\t2020-01-01\tRiots\n\"\"\"\t\"\n"))
	f.Fuzz(func(t *testing.T, in []byte) { intaketest.Check(t, acled.Format(), in) })
}
