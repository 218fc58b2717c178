package entity

import "github.com/dragoman-news/dragoman/internal/news"

// longestDescription is the most bytes of words that describe somebody; what is longer is a clause.
const longestDescription = 160

// describeActors codes what the words say that the reading model marked as those who act or are acted
// upon: "fishermen from Gaza", "les députés de l'opposition".
func (f *Finder) describeActors(doc *news.Document) {
	if doc.Reading == nil {
		return
	}
	on := newScan(f.t, &news.Document{Report: news.Report{Published: doc.Published}}).dayOf()
	for i := range doc.Reading.Tags {
		t := &doc.Reading.Tags[i]
		if t.Head != "actor" && t.Head != "recipient" || t.Len() > longestDescription {
			continue
		}
		c := f.Describe(t.In(doc.Text), doc.Lang, on)
		t.Country, t.Sector = c.Country, c.Sector()
	}
}
