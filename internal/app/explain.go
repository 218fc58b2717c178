package app

import (
	"github.com/dragoman-news/dragoman/internal/news"
)

// Explain says of a document that was just read which events were looked at, what spoke for each and why it
// was told or was not. Of one from the store what the reading model marked is gone.
func Explain(doc *news.Document, rules *Rules) []news.Considered { return rules.explain(doc) }
