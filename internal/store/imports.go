package store

import (
	"context"
	"iter"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Imports keeps what others coded, apart from everything else: no other list or search has it.
type Imports interface {
	// PutImport keeps an import with all that in yields, in one transaction: when in ends with an error, that error
	// comes back as it is and nothing was kept. A name that is taken is refused with code news.Conflict; an import
	// without a name, and a record without an event, a line, or with a line that the import has already, with
	// news.Invalid. It sets the Import and, as "<name>#<line>", the id of the Document in what it keeps, not in what
	// it is given, and answers how many records were kept. At and Records of imp are the store's own.
	PutImport(ctx context.Context, imp Import, in iter.Seq2[*news.Imported, error]) (int, error)
	// DeleteImport removes an import with its records, and answers how many these were; news.NotFound if it is not there.
	DeleteImport(ctx context.Context, name string) (int, error)
	// ListImports returns all imports, in the order in which they came.
	ListImports(ctx context.Context) ([]Import, error)
	// Imported yields the records of which one event matches: imports in the order in which they came, their records by line.
	// Type, Status, Country (of a party or the place), Entity (an id, or a name in any spelling, folded, of a party or
	// the place), Since and Until (the event's date) must hold of one event together; Lang and Source of what it
	// cites. After is the id of a Document. Kind is not looked at.
	Imported(ctx context.Context, f ImportFilter) iter.Seq2[*news.Imported, error]
	// ImportedBy returns the record whose Document has this id, or news.NotFound.
	ImportedBy(ctx context.Context, id string) (*news.Imported, error)
}

// Import is a file of somebody else's that was taken in.
type Import struct {
	Name    string // the user's, or that of the file
	File    string // where it was read from
	Format  string // "plover", "gdelt", "acled"
	At      time.Time
	Records int
}

// ImportFilter narrows imported records. Its zero value matches all.
type ImportFilter struct {
	Import string // name of one import, "" for all
	Filter
}
