package record

import (
	"cmp"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
)

// Sides puts the voices of a story side by side: what each tells first, whom it quotes, what it alone tells and what it leaves out. docs are
// the story's reports, the earliest first. Copies are no voices of their own: their outlets stand with whose text they carry; and who
// withdrew a report says nothing by it any more.
// What was recalled from the past is nobody's to leave out.
func Sides(docs []*news.Document, story *news.Story) []news.Side {
	var out []news.Side
	of := map[string]int{} // report to index of its side
	copies := map[string]string{}
	for _, d := range docs {
		copies[d.ID] = d.CopyOf
	}
	for _, d := range speaking(docs, copies) {
		name := d.Outlet()
		i := slices.IndexFunc(out, func(s news.Side) bool { return s.Source == name })
		if i < 0 {
			i = len(out)
			out = append(out, news.Side{Source: name, Country: d.Country, First: -1})
		}
		s := &out[i]
		of[d.ID] = i
		s.Reports = append(s.Reports, d.ID)
		if !slices.Contains(s.Languages, d.Lang) {
			s.Languages = append(s.Languages, d.Lang)
		}
		s.Quoted = addQuotes(s.Quoted, d)
	}
	for _, d := range docs {
		if i, ok := of[d.CopyOf]; ok && d.CopyOf != "" && d.Outlet() != out[i].Source {
			out[i].Carried = addReport(out[i].Carried, d.Outlet())
		}
	}
	called := Called(docs)
	told := tellers(story, of)
	for i := range out {
		s := &out[i]
		slices.Sort(s.Languages)
		for k, v := range s.Quoted {
			s.Quoted[k].Name = cmp.Or(called[v.Entity], v.Name)
		}
		slices.SortStableFunc(s.Quoted, func(a, b news.Voice) int { return cmp.Compare(b.Quotes, a.Quotes) })
		firstTold(s, i, story, of)
		for k, who := range told {
			switch {
			case story.Entries[k].Status == news.Background:
			case len(who) == 1 && who[0] == i && len(out) > 1:
				s.Only = append(s.Only, k)
			case len(who) > 1 && !slices.Contains(who, i):
				s.LeavesOut = append(s.LeavesOut, k)
			}
		}
	}
	return out
}

// addQuotes counts whom a report quotes. One who is quoted without a name is nobody that can be compared.
func addQuotes(to []news.Voice, d *news.Document) []news.Voice {
	for _, q := range d.Quotes {
		if q.Speaker == "" {
			continue
		}
		v := news.Voice{Name: q.Speaker}
		if q.SpeakerMention >= 0 && q.SpeakerMention < len(d.Mentions) {
			v.Entity = d.Mentions[q.SpeakerMention].Entity
		}
		i := slices.IndexFunc(to, func(o news.Voice) bool { return o.Entity == v.Entity && (v.Entity != "" || sameName(o.Name, v.Name)) })
		if i < 0 {
			i = len(to)
			to = append(to, v)
		}
		to[i].Quotes++
	}
	return to
}

// tellers are the sides that tell of each entry.
func tellers(story *news.Story, of map[string]int) [][]int {
	out := make([][]int, len(story.Entries))
	for k, e := range story.Entries {
		for _, ev := range e.Evidence {
			if i, ok := of[ev.Report]; ok && !slices.Contains(out[k], i) {
				out[k] = append(out[k], i)
			}
		}
	}
	return out
}

// firstTold finds the entry whose words stand first in the first report of a side that tells of any.
func firstTold(s *news.Side, side int, story *news.Story, of map[string]int) {
	for _, id := range s.Reports {
		for k, e := range story.Entries {
			for _, ev := range e.Evidence {
				if ev.Report == id && of[ev.Report] == side && (s.FirstAt == nil || ev.Span.Start < s.FirstAt.Span.Start) {
					at := ev
					s.First, s.FirstAt = k, &at
				}
			}
		}
		if s.FirstAt != nil {
			return
		}
	}
}
