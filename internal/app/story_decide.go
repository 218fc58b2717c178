package app

import (
	"context"
	"slices"

	"github.com/dragoman-news/dragoman/internal/cluster"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/window"
)

// decided is what the user decided about stories, for settling.
type decided struct {
	links       *cluster.Links // which reports are of one story, nil where nothing was decided
	corrections []store.StoryDecision
}

// readDecided reads what the user decided about stories; more is as if it was decided, too.
func readDecided(ctx context.Context, st store.StoryDecisions, more ...store.StoryDecision) (decided, error) {
	var out decided
	all, err := st.StoryDecisions(ctx)
	if err != nil {
		return out, err
	}
	var links []cluster.Decision
	for _, d := range append(all, more...) {
		if d.Kind == store.Correct {
			out.corrections = append(out.corrections, d)
			continue
		}
		link := cluster.Decision{Parts: d.Parts, Apart: d.Apart}
		if len(d.Stories) > 0 {
			link.Keeps = d.Stories[0]
		}
		links = append(links, link)
	}
	if len(links) > 0 {
		out.links = cluster.NewLinks(links)
	}
	return out, nil
}

// identify gives those whom corrections name the ids that hold now: people may have become one since.
func (d *decided) identify(ctx context.Context, st store.Identities) error {
	for i := range d.corrections {
		c := d.corrections[i].Correction
		lists := [][]news.Party{c.Anchor.Parties, c.AddActors, c.DropActors, c.AddRecipients, c.DropRecipients}
		for _, b := range c.Anchor.Beside {
			lists = append(lists, b.Parties)
		}
		for _, list := range lists {
			for k := range list {
				if list[k].Entity == "" {
					continue
				}
				holder, err := st.Holder(ctx, list[k].Entity)
				if err != nil {
					return err
				}
				list[k].Entity = holder
			}
		}
	}
	return nil
}

// of returns the corrections that may be of a story of these reports.
func (d *decided) of(reports []string) []news.Correction {
	if len(d.corrections) == 0 {
		return nil
	}
	here := map[string]bool{}
	for _, r := range reports {
		here[r] = true
	}
	var out []news.Correction
	for _, k := range d.corrections {
		if slices.ContainsFunc(slices.Concat(k.Parts...), func(r string) bool { return here[r] }) {
			c := *k.Correction
			c.Number, c.At = k.Number, k.At
			out = append(out, c)
		}
	}
	return out
}

// MergeStories decides that stories are one, and settles it. It returns what became of them: it has
// the id of the largest of them, the first of equals.
func MergeStories(ctx context.Context, st store.Store, ids ...string) (store.StoryDecision, *news.Story, error) {
	d := store.StoryDecision{Kind: store.Merge, Parts: make([][]string, 1)}
	largest := 0
	for _, id := range ids {
		found, err := FindStory(ctx, st, id)
		if err != nil {
			return d, nil, err
		}
		s := found.Story
		if slices.Contains(d.Stories, s.ID) {
			return d, nil, &news.Error{Code: news.Invalid, Message: id + " is of story " + s.ID + ", which is one already"}
		}
		if len(s.Reports) > largest {
			largest = len(s.Reports)
			d.Stories = slices.Insert(d.Stories, 0, s.ID)
		} else {
			d.Stories = append(d.Stories, s.ID)
		}
		d.Parts[0] = append(d.Parts[0], s.Reports...)
	}
	d, err := decideStories(ctx, st, d)
	if err != nil {
		return d, nil, err
	}
	s, err := st.StoryOf(ctx, d.Parts[0][0])
	return d, s, err
}

// SplitStory decides that some reports of a story tell of another happening, and settles it. Those that
// stay keep the id. Copies go with their original. Those that go join another story if they fit it; those that stay
// do not, or a split would put together what was apart.
func SplitStory(ctx context.Context, st store.Store, id string, reports ...string) (d store.StoryDecision, stays, goes *news.Story, err error) {
	if _, err := Settle(ctx, st, nil); err != nil {
		return d, nil, nil, err
	}
	found, err := FindStory(ctx, st, id)
	if err != nil {
		return d, nil, nil, err
	}
	s := found.Story
	for _, r := range reports {
		if !slices.Contains(s.Reports, r) {
			return d, nil, nil, &news.Error{Code: news.NotFound, Message: "report " + r + " is not in story " + s.ID, Hint: "dragoman story " + s.ID}
		}
	}
	copies, err := copiesOf(ctx, st, s, reports)
	if err != nil {
		return d, nil, nil, err
	}
	d = store.StoryDecision{Kind: store.Split, Stories: []string{s.ID}, Parts: make([][]string, 2)}
	for _, r := range s.Reports {
		side := 0
		if slices.Contains(reports, r) || slices.Contains(copies, r) {
			side = 1
		}
		d.Parts[side] = append(d.Parts[side], r)
	}
	if len(d.Parts[0]) == 0 {
		return d, nil, nil, &news.Error{
			Code: news.Invalid, Message: "that leaves no report in story " + s.ID + " but copies of those that go",
			Hint: "dragoman story " + s.ID + "   lists the reports",
		}
	}
	if d.Apart, err = wouldJoin(ctx, st, d); err != nil {
		return d, nil, nil, err
	}
	if d, err = decideStories(ctx, st, d); err != nil {
		return d, nil, nil, err
	}
	if stays, err = st.StoryOf(ctx, d.Parts[0][0]); err != nil {
		return d, nil, nil, err
	}
	goes, err = st.StoryOf(ctx, d.Parts[1][0])
	return d, stays, goes, err
}

// wouldJoin returns the reports of other stories that those that stay would be put together with
// if a split said no more than who goes.
func wouldJoin(ctx context.Context, st store.Store, d store.StoryDecision) ([]string, error) {
	source := clusterSource{st, window.New(st, rows())}
	for {
		known, err := readDecided(ctx, st, d)
		if err != nil {
			return nil, err
		}
		settler := cluster.NewSettler(source) // what one step decides is not written, so the next has to look anew
		settler.Decide(known.links)
		changes, err := settler.Settle(ctx, slices.Concat(d.Parts...))
		if err != nil {
			return nil, err
		}
		n := len(d.Apart)
		for _, g := range changes.Stories {
			if slices.Contains(g.Reports, d.Parts[0][0]) {
				d.Apart = append(d.Apart, slices.DeleteFunc(g.Reports, func(r string) bool { return slices.Contains(d.Parts[0], r) })...)
			}
		}
		if len(d.Apart) == n {
			return d.Apart, nil
		}
	}
}

// copiesOf returns the reports of a story that are copies of some of its reports.
func copiesOf(ctx context.Context, st store.Reader, s *news.Story, originals []string) ([]string, error) {
	if s.Copies == 0 {
		return nil, nil
	}
	var out []string
	for _, r := range s.Reports {
		doc, err := st.Document(ctx, r)
		if err != nil {
			return nil, err
		}
		if slices.Contains(originals, doc.CopyOf) {
			out = append(out, r)
		}
	}
	return out, nil
}

func decideStories(ctx context.Context, st store.Store, d store.StoryDecision) (store.StoryDecision, error) {
	d, err := st.DecideStories(ctx, d)
	if err != nil {
		return d, err
	}
	return d, settleAll(ctx, st, store.JobPlace)
}

// UndoStories takes back the decision of a number, 0 for the latest, and settles what follows.
func UndoStories(ctx context.Context, st store.Store, number int64) (store.StoryDecision, error) {
	d, err := st.UndoStories(ctx, number)
	if err != nil {
		return d, err
	}
	return d, settleAll(ctx, st, store.JobPlace)
}
