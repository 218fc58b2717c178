package news

// Reading is what the reading model made of a document: tags that later stages
// weigh with their own rules, and vectors. The store keeps the vectors; the rest
// lasts until the document is read.
type Reading struct {
	Model string // name of the weights
	Tags  []Tag  // by head, then in the order of the text
	Types []TypeScore
	// Vectors of length Dimensions(), comparable by their cosine across languages
	// when Model is the same. 127 is the largest component.
	Lead      []int8   // title and first sentences, nil for a document without words
	Sentences [][]int8 // of each of Document.Sentences, nil for one without words
}

// Dimensions is the length of the vectors, 0 if there are none.
func (r *Reading) Dimensions() int {
	if r == nil {
		return 0
	}
	return len(r.Lead)
}

// Tag is a span that a head of the reading model marked.
type Tag struct {
	Span               // in Document.Text, within one sentence
	Head       string  // "names", "roles", "actor", "recipient", "trigger", "speaker", "date", "place", "quote", "indirect", "source"
	Label      string  // of the names PER ORG LOC NAT; of the triggers an EventType; else the head's only label
	Confidence float64 // mean probability of the label over the span's pieces, 0 to 1
	Status     Status  // of triggers
	Country    string  // of actors and recipients: whose the words say they are, "" where they do not; ISO alpha-3
	Sector     string  // of actors and recipients: the PLOVER sector that the words describe, "" where none
}

// TypeScore is how likely a sentence tells of an event of a type.
type TypeScore struct {
	Sentence int // index into Document.Sentences
	Type     EventType
	Score    float64 // 0 to 1
}

// Of returns the tags of one head.
func (r *Reading) Of(head string) []Tag {
	if r == nil {
		return nil
	}
	var out []Tag
	for _, t := range r.Tags {
		if t.Head == head {
			out = append(out, t)
		}
	}
	return out
}
