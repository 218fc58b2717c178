package record

import "github.com/dragoman-news/dragoman/internal/news"

// speaking returns the reports whose words count in a story, the earliest first: the originals
// that stand. Where an original was withdrawn, the earliest of its copies that stands
// speaks in its place, for its outlet still says so.
func speaking(docs []*news.Document, copies map[string]string) []*news.Document {
	heard := map[string]bool{}
	for _, d := range docs {
		if copies[d.ID] == "" && !d.Withdrawn {
			heard[d.ID] = true
		}
	}
	var out []*news.Document
	for _, d := range docs {
		original := copies[d.ID]
		switch {
		case d.Withdrawn:
		case original == "":
			out = append(out, d)
		case !heard[original]:
			heard[original] = true
			out = append(out, d)
		}
	}
	return out
}

// list fills in what a story says of its reports whether they speak or not.
func list(s *news.Story, docs []*news.Document, copies map[string]string) {
	for _, d := range docs {
		s.Reports = append(s.Reports, d.ID)
		s.Languages = append(s.Languages, d.Lang)
		if copies[d.ID] != "" {
			s.Copies++
		}
		if d.Withdrawn {
			s.Withdrawn = append(s.Withdrawn, d.ID)
		}
		if d.Revision > 1 {
			if s.Revisions == nil {
				s.Revisions = map[string]int{}
			}
			s.Revisions[d.ID] = d.Revision
		}
	}
}

// titles returns the title of the earliest report of each language that has one.
func titles(docs []*news.Document) map[news.Lang]string {
	out := map[news.Lang]string{}
	for _, d := range docs {
		if out[d.Lang] == "" && d.Title != "" {
			out[d.Lang] = d.Title
		}
	}
	return out
}
