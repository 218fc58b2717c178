package app

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// StoryReader is what finding a story needs of a store.
type StoryReader interface {
	store.Reader
	store.Histories
	store.StoryDecisions
}

// FoundStory is the story that an id means, with what is to be known of how it came about.
type FoundStory struct {
	Story *news.Story
	// Asked is the id that was asked for where Story has another one: an id that led to it,
	// or that of a report.
	Asked string
	// Elsewhere is where the reports are now that Asked, or Story, once held and Story does
	// not hold now; the largest part first.
	Elsewhere []StoryPart
	// Formerly is which of its reports were in stories of other ids before; the largest
	// part first. It is not looked for in a story as it stood.
	Formerly []StoryPart
	Decided  []store.StoryDecision // what the user decided about its reports
	Versions []store.StoryVersion  // when it changed
	AsOf     time.Time             // when it stood so; zero for now

	st StoryReader
}

// StoryPart is some reports that are, or were, in one story.
type StoryPart struct {
	Story   string
	Reports []string
}

// FindStory returns the story that id means: its own id, else one whose reports it holds now (the
// largest part of them, ties by id), else that of a report.
func FindStory(ctx context.Context, st StoryReader, id string) (*FoundStory, error) {
	f := &FoundStory{st: st}
	s, err := st.Story(ctx, id)
	if err != nil && news.CodeOf(err) != news.NotFound {
		return nil, err
	}
	left, lost := st.Left(ctx, id)
	if lost != nil {
		return nil, lost
	}
	if f.Elsewhere, lost = whereNow(ctx, st, left); lost != nil {
		return nil, lost
	}
	switch {
	case s != nil:
	case len(f.Elsewhere) > 0:
		s, err = st.Story(ctx, f.Elsewhere[0].Story)
		f.Elsewhere = f.Elsewhere[1:]
	default:
		s, err = st.StoryOf(ctx, id)
	}
	if err != nil {
		return nil, err
	}
	f.Story = s
	return f, f.complete(ctx, id)
}

// FindStoryAt returns the story that id meant at an instant: as it stood then, or else the one that
// held then most of the reports that the id means now.
func FindStoryAt(ctx context.Context, st StoryReader, id string, at time.Time) (*FoundStory, error) {
	f := &FoundStory{st: st, AsOf: at}
	var err error
	if f.Story, err = st.StoryAt(ctx, id, at); news.CodeOf(err) == news.NotFound {
		f.Story, err = heldAt(ctx, st, id, at)
	}
	if err != nil {
		return nil, err
	}
	return f, f.complete(ctx, id)
}

// complete adds what is known of a story that was found.
func (f *FoundStory) complete(ctx context.Context, asked string) error {
	if f.Story.ID != asked {
		f.Asked = asked
	}
	var err error
	if f.Versions, err = f.st.StoryVersions(ctx, f.Story.ID); err != nil {
		return err
	}
	if f.Decided, err = DecidedOf(ctx, f.st, f.Story); err != nil {
		return err
	}
	if !f.AsOf.IsZero() {
		f.Decided = slices.DeleteFunc(f.Decided, func(d store.StoryDecision) bool { return d.At.After(f.AsOf) })
		return nil
	}
	f.Formerly, err = formerly(ctx, f.st, f.Story)
	return err
}

// formerly says in which stories the reports of one were before, the largest part first, ties by id.
func formerly(ctx context.Context, st store.Histories, s *news.Story) ([]StoryPart, error) {
	held := map[string][]string{}
	for _, r := range s.Reports {
		ids, err := st.HeldBy(ctx, r)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			held[id] = append(held[id], r)
		}
	}
	var out []StoryPart
	for id, reports := range held {
		out = append(out, StoryPart{Story: id, Reports: reports})
	}
	slices.SortFunc(out, largest)
	return out, nil
}

// largest is the order of parts: the largest first, ties by id.
func largest(a, b StoryPart) int {
	return cmp.Or(cmp.Compare(len(b.Reports), len(a.Reports)), cmp.Compare(a.Story, b.Story))
}

// DecidedOf returns what the user decided about the reports of a story.
func DecidedOf(ctx context.Context, st store.StoryDecisions, s *news.Story) ([]store.StoryDecision, error) {
	all, err := st.StoryDecisions(ctx)
	return slices.DeleteFunc(all, func(d store.StoryDecision) bool {
		return !slices.ContainsFunc(slices.Concat(d.Parts...), func(r string) bool { return slices.Contains(s.Reports, r) })
	}), err
}

// whereNow says in which stories reports are now, the largest part first, ties by id. Those that
// are in none yet are left out.
func whereNow(ctx context.Context, st store.Reader, reports []string) ([]StoryPart, error) {
	var out []StoryPart
	known := map[string]int{} // index of the part by report
	for _, r := range reports {
		at, ok := known[r]
		if !ok {
			s, err := st.StoryOf(ctx, r)
			if news.CodeOf(err) == news.NotFound {
				continue
			}
			if err != nil {
				return nil, err
			}
			at = len(out)
			out = append(out, StoryPart{Story: s.ID})
			for _, other := range s.Reports {
				known[other] = at
			}
		}
		out[at].Reports = append(out[at].Reports, r)
	}
	slices.SortFunc(out, largest)
	return out, nil
}

// heldAt returns the story that at an instant held most of the reports that id means now, ties by id.
func heldAt(ctx context.Context, st StoryReader, id string, at time.Time) (*news.Story, error) {
	now, err := FindStory(ctx, st, id)
	if err != nil {
		return nil, err
	}
	reports := now.Story.Reports
	if slices.Contains(reports, id) {
		reports = []string{id}
	}
	ids := map[string]bool{now.Story.ID: true}
	for _, r := range reports {
		held, err := st.HeldBy(ctx, r)
		if err != nil {
			return nil, err
		}
		for _, h := range held {
			ids[h] = true
		}
	}
	var best *news.Story
	most := 0
	for _, candidate := range slices.Sorted(maps.Keys(ids)) {
		s, err := st.StoryAt(ctx, candidate, at)
		if news.CodeOf(err) == news.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		n := 0
		for _, r := range reports {
			if slices.Contains(s.Reports, r) {
				n++
			}
		}
		if n > most {
			best, most = s, n
		}
	}
	if best == nil {
		return nil, notYet(now, id, at)
	}
	return best, nil
}

// notYet says since when there is something to show.
func notYet(now *FoundStory, id string, at time.Time) error {
	e := &news.Error{Code: news.NotFound, Message: id + " was no story yet at " + at.Format(time.RFC3339)}
	if len(now.Versions) > 0 {
		e.Hint = "--as-of " + now.Versions[0].At.In(at.Location()).Add(time.Second).Format("2006-01-02T15:04:05") + "   is the first that is kept"
	}
	return e
}

// Document returns a report in the revision that the story was told from, so that what the story
// points at is there whatever the report says now.
func (f *FoundStory) Document(ctx context.Context, id string) (*news.Document, error) {
	doc, err := f.st.Document(ctx, id)
	if err != nil {
		return nil, err
	}
	told := max(f.Story.Revisions[id], 1)
	if doc.Revision == told {
		return doc, nil
	}
	was, err := f.st.Revision(ctx, id, told)
	if err != nil || !f.pointsInto(was) {
		return doc, err // a story of before revisions were noted was told from the latest one
	}
	return was, nil
}

// pointsInto reports whether all evidence of a report lies in its text.
func (f *FoundStory) pointsInto(doc *news.Document) bool {
	fits := func(r news.ReportSpan) bool {
		s := r.Span
		return r.Report != doc.ID || s.Start >= 0 && s.Start <= s.End && s.End <= len(doc.Text) &&
			boundary(doc.Text, s.Start) && boundary(doc.Text, s.End)
	}
	for _, e := range f.Story.Entries {
		if slices.ContainsFunc(e.Evidence, func(r news.ReportSpan) bool { return !fits(r) }) {
			return false
		}
	}
	for _, d := range f.Story.Differences {
		for _, v := range d.Values {
			if slices.ContainsFunc(v.Evidence, func(r news.ReportSpan) bool { return !fits(r) }) {
				return false
			}
		}
	}
	return true
}

func boundary(s string, at int) bool { return at == len(s) || utf8.RuneStart(s[at]) }
