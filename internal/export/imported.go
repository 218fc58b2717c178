package export

import "github.com/dragoman-news/dragoman/internal/news"

// ImportedSchema is the name of the shape of an imported record.
const ImportedSchema = "dragoman.imported_record/1"

// Imported is dragoman.imported_record/1: a record that somebody else coded. Offsets in evidence are code points into Text.
type Imported struct {
	Schema    string     `json:"schema"`
	ID        string     `json:"id"`
	Import    string     `json:"import"`
	Line      int        `json:"line"`     // of the file
	Original  string     `json:"original"` // the id that the file gives it
	URL       string     `json:"url"`      // of what it cites, as are the next ones
	Source    string     `json:"source"`
	Title     string     `json:"title"`
	Lang      string     `json:"lang"`
	Published *Published `json:"published"`
	Text      string     `json:"text"` // the words that it quotes
	Events    []Event    `json:"events"`
	Raw       string     `json:"raw"` // as it stands in the file
}

// NewImported renders r.
func NewImported(r *news.Imported) Imported {
	d := NewDocument(&r.Document)
	return Imported{
		Schema: ImportedSchema, ID: d.ID, Import: r.Import, Line: r.Line, Original: r.Original, URL: d.URL, Source: d.Source,
		Title: d.Title, Lang: d.Lang, Published: d.Published, Text: d.Text, Events: d.Events, Raw: string(r.Raw),
	}
}
