package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/dragoman-news/dragoman/internal/app"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/sqlite"
)

// evalEntries scores what the reports of a story say together: events merged into entries, and differences. The
// reports are kept in a store and settled, as the program does.
func evalEntries(data string) ([]score, error) {
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	gold, err := goldStories(data)
	if err != nil {
		return nil, err
	}
	codes, err := countryCodes(data)
	texts, err2 := reportTexts(data)
	docs, err3 := readStories(rd, texts)
	kept, err4 := keep(docs)
	if err2 := errors.Join(err2, err3, err4); err2 != nil {
		return nil, err2
	}
	var found, given []storyEntries
	for _, reports := range gold {
		found = append(found, entriesOf(reports, codes, func(r goldReport) *news.Document { return kept.docs[r.ID] }))
		given = append(given, entriesOf(reports, codes, func(r goldReport) *news.Document { return r.told(codes) }))
	}
	out := append(scoreEntries(ours, found), scoreEntries(ours+", events given", given)...)
	differences, err5 := scoreDifferences(kept, texts, data)
	return append(out, differences...), errors.Join(err, err5)
}

// keeping is what a store holds after reports were kept and settled.
type keeping struct {
	docs    map[string]*news.Document
	stories []*news.Story
}

func keep(docs []storyDoc) (k keeping, err error) {
	ctx := context.Background()
	st, err := app.OpenStore(ctx, sqlite.Memory)
	if err != nil {
		return k, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	batch := make([]*news.Document, len(docs))
	for i, d := range docs {
		batch[i] = d.doc
	}
	if _, err := st.Add(ctx, batch); err != nil {
		return k, err
	}
	if _, err := app.Settle(ctx, st, nil); err != nil {
		return k, err
	}
	k.docs = map[string]*news.Document{}
	for d, err := range st.Documents(ctx, store.Filter{}) {
		if err != nil {
			return k, err
		}
		k.docs[d.ID] = d
	}
	for s, err := range st.Stories(ctx, store.Filter{}) {
		if err != nil {
			return k, err
		}
		k.stories = append(k.stories, s)
	}
	return k, nil
}

// storyEntries is one story: its gold events, which of them are one happening, and the entries
// that were built.
type storyEntries struct {
	told    []toldEvent
	gold    []int // gold entry of each
	found   []int // entry of the event that was found for each, -1 where none was
	entries []news.Entry
	codes   map[string]string
}

// entriesOf builds the entries of the reports of a gold story.
func entriesOf(reports []goldReport, codes map[string]string, document func(goldReport) *news.Document) storyEntries {
	s := storyEntries{codes: codes}
	var docs []*news.Document
	for i, r := range reports {
		s.told = append(s.told, r.events(i, codes)...)
		if d := document(r); d != nil {
			docs = append(docs, d)
		}
	}
	s.gold = happenings(s.told)
	slices.SortStableFunc(docs, func(a, b *news.Document) int {
		switch {
		case a.Published == nil || b.Published == nil:
			return cmp.Compare(boolInt(a.Published == nil), boolInt(b.Published == nil))
		}
		return a.Published.From.Compare(b.Published.From)
	})
	s.entries, _ = record.Build(docs)
	s.found = make([]int, len(s.told))
	for i := range s.found {
		s.found[i] = -1
	}
	for i, r := range reports {
		if d := document(r); d != nil {
			s.find(i, d)
		}
	}
	return s
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// find pairs the events found in a report with its gold events, the best first, each once, and
// notes their entries. They have to be of one type, and at the same words or, with the status, of the same parties.
func (s *storyEntries) find(report int, doc *news.Document) {
	type match struct {
		fit         float64
		told, found int
	}
	var all []match
	for i, t := range s.told {
		if t.report != report {
			continue
		}
		at := strings.Index(doc.Text, t.gold.Evidence)
		words := news.Span{Start: at, End: at + len(t.gold.Evidence)}
		for j, e := range doc.Events {
			if string(e.Type) != t.gold.Type {
				continue
			}
			fit := jaccard(t.parties(), partyKeys(s.codes, e.Actors, e.Recipients))
			if string(e.Status) == t.gold.Status {
				fit += 0.5
			}
			met := at >= 0 && slices.ContainsFunc(e.Evidence, words.Overlaps)
			if met {
				fit++
			}
			if met || fit >= 1 {
				all = append(all, match{fit, i, j})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b match) int { return cmp.Compare(b.fit, a.fit) })
	used := map[int]bool{}
	for _, m := range all {
		if s.found[m.told] < 0 && !used[m.found] {
			used[m.found] = true
			s.found[m.told] = entryOf(s.entries, doc.ID, doc.Events[m.found])
		}
	}
}

// entryOf returns the entry that an event of a report went into: one of its type that has its evidence and, of
// several, most of its parties from that report. -1 if there is none.
func entryOf(entries []news.Entry, report string, e news.Event) int {
	best, top := -1, -1
	for i, entry := range entries {
		if entry.Type != e.Type || slices.ContainsFunc(e.Evidence, func(s news.Span) bool {
			return !slices.Contains(entry.Evidence, news.ReportSpan{Report: report, Span: s})
		}) {
			continue
		}
		n := 2 * boolInt(entry.Status == e.Status)
		for _, p := range slices.Concat(e.Actors, e.Recipients) {
			n += 4 * boolInt(slices.ContainsFunc(slices.Concat(entry.Actors, entry.Recipients), func(q news.EntryParty) bool {
				return (p.Entity != "" && q.Entity == p.Entity || p.Name != "" && q.Name == p.Name) && slices.Contains(q.Reports, report)
			}))
		}
		if n > top {
			best, top = i, n
		}
	}
	return best
}

// scoreEntries scores merging by pairs of gold events of a story, and whole entries.
func scoreEntries(set string, stories []storyEntries) []score {
	var found, gold, told tally // events that were found; gold entries of several reports; entries of several
	var merged, all counts
	for _, s := range stories {
		for i := range s.told {
			found.n++
			found.hit += boolInt(s.found[i] >= 0)
			for j := range i {
				same, said := s.gold[i] == s.gold[j], s.found[i] >= 0 && s.found[i] == s.found[j]
				all.add(said, same)
				if s.found[i] >= 0 && s.found[j] >= 0 {
					merged.add(said, same)
				}
			}
		}
		gold, told = s.whole(gold, told)
		s.show(set)
	}
	return []score{
		{set, "all", "events found", found.rate(), found.n, ""},
		{set, "all", "merged precision", merged.precision(), merged.tp + merged.fp, ""},
		{set, "all", "merged recall", merged.recall(), merged.tp + merged.fn, ""},
		{set, "all", "merged F1", merged.f1(), merged.tp + merged.fn, ""},
		{set, "all", "merged recall, found or not", all.recall(), all.tp + all.fn, ""},
		{set, "all", "entries of several right", told.rate(), told.n, ""},
		{set, "all", "entries of several found", gold.rate(), gold.n, ""},
	}
}

// whole counts the gold entries of several reports for which there is an entry of several, and the other way
// round: of one type and status, with parties that match those of one of its reports.
func (s *storyEntries) whole(gold, told tally) (tally, tally) {
	several := map[int]map[int]bool{}
	for i, t := range s.told {
		if several[s.gold[i]] == nil {
			several[s.gold[i]] = map[int]bool{}
		}
		several[s.gold[i]][t.report] = true
	}
	met := map[int]bool{}
	for _, e := range s.entries {
		if reportsOf(e) < 2 {
			continue
		}
		right := false
		parties := partyKeys(s.codes, news.Parties(e.Actors), news.Parties(e.Recipients))
		for i, t := range s.told {
			if t.gold.Type == string(e.Type) && t.gold.Status == string(e.Status) && partiesMatch(t.parties(), parties) {
				right = true
				met[s.gold[i]] = true
			}
		}
		told.n++
		told.hit += boolInt(right)
	}
	for g, reports := range several {
		if len(reports) > 1 {
			gold.n++
			gold.hit += boolInt(met[g])
		}
	}
	return gold, told
}

func reportsOf(e news.Entry) int {
	seen := map[string]bool{}
	for _, s := range e.Evidence {
		seen[s.Report] = true
	}
	return len(seen)
}

// show prints the gold entries whose events are in several entries, or were not found, where EVAL_SHOW asks for it.
func (s *storyEntries) show(set string) {
	if os.Getenv("EVAL_SHOW") != set {
		return
	}
	for g, first := range s.told {
		var lines []string
		parts := map[int]bool{}
		for i, t := range s.told {
			if s.gold[i] != g {
				continue
			}
			line := "\t" + t.gold.Evidence + "\tnot found"
			if f := s.found[i]; f >= 0 {
				e := s.entries[f]
				line = fmt.Sprintf("\t%s\t%s %s of %d reports: %s > %s", t.gold.Evidence, e.ID, e.Status, reportsOf(e), namesOf(e.Actors), namesOf(e.Recipients))
			}
			lines = append(lines, line)
			parts[s.found[i]] = true
		}
		if len(parts) > 1 {
			fmt.Fprintf(os.Stderr, "%s %s %s %s %s > %s\n%s\n", set, first.gold.Type, first.gold.Status, first.gold.Date,
				strings.Join(first.gold.Actors, ", "), strings.Join(first.gold.Recipients, ", "), strings.Join(lines, "\n"))
		}
	}
}

func namesOf(parties []news.EntryParty) string {
	out := make([]string, len(parties))
	for i, p := range parties {
		out[i] = strings.TrimSpace(p.Name + " " + p.Country)
	}
	return strings.Join(out, ", ")
}
