package app

import (
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/jsonl"
)

// Formats lists the file formats that the record can be written in.
func Formats() []format.Format {
	return []format.Format{
		jsonl.Format(),
	}
}
