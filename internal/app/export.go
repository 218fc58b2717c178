package app

import (
	"github.com/dragoman-news/dragoman/internal/export/csv"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/gdelt"
	"github.com/dragoman-news/dragoman/internal/export/jsonl"
	"github.com/dragoman-news/dragoman/internal/export/parquet"
	"github.com/dragoman-news/dragoman/internal/export/plover"
)

// Formats lists the file formats that the record can be written in.
func Formats() []format.Format {
	return []format.Format{
		plover.Format(), gdelt.Format(), csv.Format(), parquet.Format(), jsonl.Format(),
	}
}
