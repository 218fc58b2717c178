package app

import (
	"slices"

	"github.com/dragoman-news/dragoman/internal/export/csv"
	"github.com/dragoman-news/dragoman/internal/export/feed"
	"github.com/dragoman-news/dragoman/internal/export/format"
	"github.com/dragoman-news/dragoman/internal/export/ftm"
	"github.com/dragoman-news/dragoman/internal/export/gdelt"
	"github.com/dragoman-news/dragoman/internal/export/geojson"
	"github.com/dragoman-news/dragoman/internal/export/ical"
	"github.com/dragoman-news/dragoman/internal/export/jsonl"
	"github.com/dragoman-news/dragoman/internal/export/jsonld"
	"github.com/dragoman-news/dragoman/internal/export/misp"
	"github.com/dragoman-news/dragoman/internal/export/ninjs"
	"github.com/dragoman-news/dragoman/internal/export/parquet"
	"github.com/dragoman-news/dragoman/internal/export/plover"
	"github.com/dragoman-news/dragoman/internal/export/stix"
)

// Formats lists the file formats that the record can be written in.
func Formats() []format.Format {
	return slices.Concat([]format.Format{
		plover.Format(), gdelt.Format(), csv.Format(), parquet.Format(), jsonl.Format(),
		geojson.Format(), ninjs.Format(), ftm.Format(), stix.Format(), misp.Format(), jsonld.Format(), ical.Format(),
	}, feed.Formats())
}
