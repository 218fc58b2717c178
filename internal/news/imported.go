package news

// Imported is a record that somebody else coded, as it was read from a file of theirs. It is a claim like any other,
// but not one that Dragoman read: it is in no story, list or search of reports, and goes with the import that it
// came in.
type Imported struct {
	Import   string // the name of the import
	Line     int    // of the file, where the record begins; from 1
	Original string // the id that the file gives it, "" where it gives none
	// Document is the report that the record cites, as far as it says, with the words that it quotes for a text, and
	// what it codes as Events, which are at least one. A type that the file's codes do not tell is "".
	Document Document
	Raw      []byte // the record as it stands in the file
}
