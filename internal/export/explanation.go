package export

import "github.com/dragoman-news/dragoman/internal/news"

// ExplanationSchema names the shape of an Explanation.
const ExplanationSchema = "dragoman.explanation/1"

// Explanation says why events of a report were told, and which were looked at and were not.
type Explanation struct {
	Schema string       `json:"schema"`
	Report string       `json:"report"`
	Events []Considered `json:"events"`
}

// Considered is one event that a sentence may tell of.
type Considered struct {
	Type     string             `json:"type"`
	Taken    bool               `json:"taken"`
	Against  string             `json:"against,omitempty"` // why it is none
	P        float64            `json:"p"`                 // how likely it is one, 0 to 1
	Words    *Span              `json:"words"`             // what tells of it, null where it is the sentence as a whole
	Sentence Span               `json:"sentence"`
	Signs    map[string]float64 `json:"signs"`
}

// NewExplanation puts what was considered in doc into the shape that is printed.
func NewExplanation(doc *news.Document, list []news.Considered) Explanation {
	c := newCounter(doc.Text)
	out := Explanation{Schema: ExplanationSchema, Report: doc.ID, Events: []Considered{}}
	for _, x := range list {
		e := Considered{Type: string(x.Type), Taken: x.Against == "", Against: x.Against, P: round(x.P), Sentence: c.span(doc.Sentences[x.Sentence]), Signs: x.Signs}
		if !x.Words.Empty() {
			words := c.span(x.Words)
			e.Words = &words
		}
		out.Events = append(out.Events, e)
	}
	return out
}
