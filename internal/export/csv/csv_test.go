package csv_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	dragoman "github.com/dragoman-news/dragoman/internal/export/csv"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/format/formattest"
)

func TestEntriesAreATable(t *testing.T) {
	got, lost := formattest.Write(t, dragoman.Format(), formattest.Options())
	formattest.Golden(t, "entries.csv", got)
	formattest.GoldenDropped(t, "entries.dropped.json", lost)
}

func TestEventsAreATableToo(t *testing.T) {
	opt := formattest.Options()
	opt.Of, opt.BOM, opt.Base = format.Events, true, ""
	got, _ := formattest.Write(t, dragoman.Format(), opt)
	formattest.Golden(t, "events.csv", got)
	if !bytes.HasPrefix(got, []byte("\xef\xbb\xbfid,")) {
		t.Errorf("no byte order mark before the names: %q", got[:10])
	}
}

// TestAStrictReaderReadsEveryCell reads the file as RFC 4180 has it and looks for formulas.
func TestAStrictReaderReadsEveryCell(t *testing.T) {
	got, _ := formattest.Write(t, dragoman.Format(), formattest.Options())
	rows, err := csv.NewReader(bytes.NewReader(got)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 5 {
		t.Fatalf("%d rows, want a head and 4", len(rows))
	}
	numbers := map[string]bool{"lat": true, "lon": true}
	for _, row := range rows[1:] {
		for i, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) && !numbers[rows[0][i]] {
				t.Errorf("%s is a formula: %q", rows[0][i], cell)
			}
			if strings.ContainsRune(cell, 0) {
				t.Errorf("%s holds NUL", rows[0][i])
			}
		}
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1":           "'=1+1",
		"+49":            "'+49",
		"-5":             "'-5",
		"@SUM(A1)":       "'@SUM(A1)",
		" =1":            "' =1",
		"\t=1":           "'\t=1",
		"\r\n=1":         "'\r\n=1",
		"＝1":             "'＝1",
		"a=1":            "a=1",
		"":               "",
		"'=1":            "'=1",
		"nul\x00 bell\a": "nul\ufffd bell\ufffd",
		"مرحبا":          "مرحبا",
	} {
		if got := dragoman.Safe(in); got != want {
			t.Errorf("Safe(%q) = %q, want %q", in, got, want)
		}
	}
}
