package parquet_test

import (
	"bytes"
	"encoding/json"
	"testing"

	parquetgo "github.com/parquet-go/parquet-go"

	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/format/formattest"
	"github.com/dragoman-news/dragoman/internal/export/parquet"
)

// read gives the schema and the rows as text.
func read(t *testing.T, file []byte) []byte {
	t.Helper()
	f, err := parquetgo.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	out.WriteString(f.Schema().String() + "\n")
	rows, err := parquetgo.Read[parquet.Row](bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	for _, r := range rows {
		if err := enc.Encode(r); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func TestEntriesAreTypedRows(t *testing.T) {
	got, lost := formattest.Write(t, parquet.Format(), formattest.Options())
	formattest.Golden(t, "entries.txt", read(t, got))
	formattest.GoldenDropped(t, "entries.dropped.json", lost)
	formattest.Golden(t, "entries.parquet", got)
	again, _ := formattest.Write(t, parquet.Format(), formattest.Options())
	if !bytes.Equal(got, again) {
		t.Error("the same record gives another file")
	}
}

func TestEventsAreTypedRowsToo(t *testing.T) {
	opt := formattest.Options()
	opt.Of = format.Events
	got, _ := formattest.Write(t, parquet.Format(), opt)
	formattest.Golden(t, "events.txt", read(t, got))
}

func TestAnEmptyRecordIsAFileWithoutRows(t *testing.T) {
	opt := formattest.Options()
	opt.Filter.Country = "NZL"
	got, _ := formattest.Write(t, parquet.Format(), opt)
	rows, err := parquetgo.Read[parquet.Row](bytes.NewReader(got), int64(len(got)))
	if err != nil || len(rows) != 0 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}
