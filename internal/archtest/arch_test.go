// Package archtest keeps the drawing in docs/architecture.md true.
package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/dragoman-news/dragoman/"

// allowed says which of our packages each of our packages may import. A
// package that is not listed may import none. "*" is for the assembler.
var allowed = map[string][]string{
	// 0: nouns
	"internal/news": {},
	// 1: tools
	"internal/text":                      {"internal/news"},
	"internal/model":                     {"internal/news"},
	"internal/model/weights":             {"internal/news"},
	"internal/model/weights/weightstest": {"internal/model/weights"},
	"internal/model/kernel":              {},
	"internal/model/unigram":             {"internal/news"},
	"internal/model/encoder":             {"internal/news", "internal/model/weights", "internal/model/kernel"},
	"internal/model/ort":                 {"internal/news", "internal/model/weights", "internal/model/kernel", "internal/model/encoder"},
	"internal/model/reader":              {"internal/news", "internal/model/weights", "internal/model/kernel", "internal/model/encoder", "internal/model/unigram"},
	"internal/model/embedded":            {},
	"internal/date":                      {"internal/news", "internal/text"},
	"internal/phrase":                    {"internal/news", "internal/text"},
	"internal/name":                      {"internal/news", "internal/text", "internal/phrase"},
	"internal/quantity":                  {"internal/news", "internal/text", "internal/phrase"},
	"internal/meaning":                   {},
	"internal/kb":                        {"internal/news", "internal/text"},
	"internal/kb/kbgen":                  {"internal/news", "internal/kb"},
	"internal/kb/own":                    {"internal/news", "internal/text"},
	// 2: stages; never one another
	"internal/fetch":    {"internal/news", "internal/text"},
	"internal/input":    {"internal/news", "internal/text", "internal/date"},
	"internal/extract":  {"internal/news", "internal/text", "internal/date"},
	"internal/clean":    {"internal/news", "internal/text", "internal/date"},
	"internal/lang":     {"internal/news", "internal/text", "internal/model"},
	"internal/entity":   {"internal/news", "internal/text", "internal/phrase", "internal/model", "internal/kb", "internal/name"},
	"internal/quote":    {"internal/news", "internal/text", "internal/phrase"},
	"internal/event":    {"internal/news", "internal/text", "internal/phrase"},
	"internal/cluster":  {"internal/news", "internal/text"},
	"internal/record":   {"internal/news", "internal/text", "internal/phrase", "internal/name", "internal/quantity"},
	"internal/identity": {"internal/news", "internal/text", "internal/name"},
	// 2: seams
	"internal/store": {"internal/news"},
	// 3: adapters
	"internal/store/codec":     {"internal/news", "internal/meaning"},
	"internal/store/index":     {"internal/news", "internal/store", "internal/text", "internal/meaning"},
	"internal/store/storetest": {"internal/news", "internal/store", "internal/text"},
	"internal/store/memstore":  {"internal/news", "internal/store", "internal/store/codec", "internal/store/index", "internal/text", "internal/meaning"},
	"internal/store/sqlite":    {"internal/news", "internal/store", "internal/store/codec", "internal/store/index", "internal/text", "internal/meaning"},
	"internal/store/window":    {"internal/news", "internal/store"},
	// 3: edges
	"internal/filter":     {"internal/news", "internal/store"},
	"internal/api":        {"internal/news", "internal/store", "internal/export", "internal/export/format", "internal/filter", "internal/text"},
	"internal/pipeline":   {"internal/news"},
	"internal/follow":     {"internal/news", "internal/store"},
	"internal/web":        {"internal/news", "internal/store", "internal/export", "internal/text", "internal/web/locale", "internal/web/worldmap", "internal/web/network"},
	"internal/web/locale": {"internal/news"},
	"internal/watch":      {"internal/news", "internal/store", "internal/text"},
	// drawings: they know nothing of the news
	"internal/web/svg":      {},
	"internal/web/worldmap": {"internal/web/svg"},
	"internal/web/network":  {"internal/web/svg"},
	// 3: what stands before the edges that strangers reach
	"internal/guard":   {},
	"internal/access":  {"internal/news", "internal/store", "internal/guard"},
	"internal/monitor": {"internal/news", "internal/store", "internal/guard"},
	"internal/export":  {"internal/news", "internal/text", "internal/store"},
	// 3: file formats; never one another
	"internal/export/format":            {"internal/news", "internal/store"},
	"internal/export/format/formattest": {"internal/news", "internal/store", "internal/store/memstore", "internal/export/format"},
	"internal/export/csv":               formats,
	"internal/export/gdelt":             formats,
	"internal/export/jsonl":             formats,
	"internal/export/parquet":           formats,
	"internal/export/plover":            formats,
	// 3: event data of others
	"internal/intake":            {"internal/news"},
	"internal/intake/intaketest": {"internal/intake", "internal/export", "internal/store/index"},
	"internal/intake/acled":      {"internal/news", "internal/intake"},
	"internal/intake/gdelt":      {"internal/news", "internal/intake", "internal/export/gdelt"},
	"internal/intake/plover":     {"internal/news", "internal/intake", "internal/export", "internal/export/plover"},
	// 3: file formats for the web and for other people's records; they share kit
	"internal/export/kit":         {"internal/news", "internal/text", "internal/store", "internal/export/format"},
	"internal/export/kit/kittest": {"internal/news", "internal/store", "internal/store/memstore", "internal/export/format"},
	"internal/export/feed":        webFormats,
	"internal/export/ftm":         webFormats,
	"internal/export/geojson":     webFormats,
	"internal/export/ical":        webFormats,
	"internal/export/jsonld":      webFormats,
	"internal/export/misp":        webFormats,
	"internal/export/ninjs":       webFormats,
	"internal/export/stix":        webFormats,
	// 4: assembly, 5: programs
	"internal/app": {"*"},
	"cmd/dragoman": {"*"},
	"eval":         {"*"},
	"bench":        {"*"},
	// apart: for programs of others
	"client": {},
}

// formats is what a package of a file format may import.
var formats = []string{"internal/news", "internal/text", "internal/store", "internal/export", "internal/export/format"}

// webFormats is the same for those that take identifiers, addresses and times as package kit writes them.
var webFormats = []string{"internal/news", "internal/store", "internal/export/format", "internal/export/kit"}

func TestImports(t *testing.T) {
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		src, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, src, parser.ImportsOnly)
		if err != nil {
			return err
		}
		pkg := path.Dir(file)
		for _, spec := range f.Imports {
			imp, _ := strconv.Unquote(spec.Path.Value)
			ours, ok := strings.CutPrefix(imp, module)
			if ok && !slices.Contains(allowed[pkg], ours) && !slices.Contains(allowed[pkg], "*") {
				t.Errorf("%s imports %s; allowed for %s: %v", file, ours, pkg, allowed[pkg])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
