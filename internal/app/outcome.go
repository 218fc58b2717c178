package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
)

// OutcomeReader is what working out the outcome of commitments needs of a store.
type OutcomeReader interface {
	store.Reader
	store.Verdicts
}

// Outcomes works out what became of commitments: what the user accepted, and what later stories are proposed to tell. It reads stories with
// their reports, each once while it is among the latest.
type Outcomes struct {
	st       OutcomeReader
	verdicts []news.Verdict
	kept     map[string]*record.Told
}

// NewOutcomes regards what was decided by now or, unless at is zero, until then.
func NewOutcomes(ctx context.Context, st OutcomeReader, at time.Time) (*Outcomes, error) {
	all, err := st.Verdicts(ctx)
	if err != nil {
		return nil, err
	}
	if !at.IsZero() {
		all = slices.DeleteFunc(all, func(v news.Verdict) bool { return v.At.After(at) })
	}
	return &Outcomes{st, all, map[string]*record.Told{}}, nil
}

// What became of a commitment is looked for in so many stories of each of its parties, told within so many days.
const (
	mostLater = 200
	daysLater = 730
)

// mostTold is how many stories are held before all are forgotten.
const mostTold = 500

// Told reads a story with its reports, and what was committed to in it.
func (o *Outcomes) Told(ctx context.Context, s *news.Story) (*record.Told, error) {
	if told := o.kept[s.ID]; told != nil {
		return told, nil
	}
	docs := make([]*news.Document, 0, len(s.Reports))
	for _, id := range s.Reports {
		d, err := WithVectors(ctx, o.st, id)
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	if len(o.kept) >= mostTold {
		clear(o.kept)
	}
	o.kept[s.ID] = record.NewTold(s, docs)
	return o.kept[s.ID], nil
}

// Of returns what became of a commitment of a story: what was accepted, then what is proposed, the surest first. It says in c what that makes
// of it.
func (o *Outcomes) Of(ctx context.Context, c *news.Commitment, in *record.Told) ([]news.FollowUp, error) {
	accepted, err := o.Accepted(ctx, c, in.Docs)
	if err != nil {
		return nil, err
	}
	later, err := o.later(ctx, c, in)
	if err != nil {
		return nil, err
	}
	return append(accepted, record.FollowUps(*c, in, later, record.Judged(c, in.Docs, o.verdicts)...)...), nil
}

// Accepted returns what the user accepted alone: for that no later story is looked for. docs are the reports of the commitment's story.
func (o *Outcomes) Accepted(ctx context.Context, c *news.Commitment, docs []*news.Document) ([]news.FollowUp, error) {
	var out []news.FollowUp
	for _, v := range record.Judged(c, docs, o.verdicts) {
		if !v.Accepted {
			continue
		}
		f, err := o.accepted(ctx, c, &v)
		if err != nil {
			return nil, err
		}
		if f != nil {
			out = append(out, *f)
		}
	}
	c.Became = record.Became(out)
	return out, nil
}

// StoryOutcomes returns the commitments of a story that was found, and by their ids what the user accepted as having become of them; docs are
// its reports.
func StoryOutcomes(ctx context.Context, st OutcomeReader, found *FoundStory, docs []*news.Document) ([]news.Commitment, map[string][]news.FollowUp, error) {
	o, err := NewOutcomes(ctx, st, found.AsOf)
	if err != nil {
		return nil, nil, err
	}
	all, after := record.Commitments(docs, found.Story), map[string][]news.FollowUp{}
	for i := range all {
		if after[all[i].ID], err = o.Accepted(ctx, &all[i], docs); err != nil {
			return nil, nil, err
		}
	}
	return all, after, nil
}

// accepted is what a verdict accepted, as the reports and stories have it now; nil where none has its words any more.
func (o *Outcomes) accepted(ctx context.Context, c *news.Commitment, v *news.Verdict) (*news.FollowUp, error) {
	var docs []*news.Document
	for _, q := range v.Told {
		d, err := o.st.Document(ctx, q.Report)
		if news.CodeOf(err) == news.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	evidence := record.Standing(v, docs)
	for _, e := range evidence {
		s, err := o.st.StoryOf(ctx, e.Report)
		if news.CodeOf(err) == news.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		f := record.Accepted(c, v, s, evidence)
		return &f, nil
	}
	return nil, nil //nolint:nilnil // its reports are gone, or say something else
}

// later reads the stories told after c in which one of its parties acts.
func (o *Outcomes) later(ctx context.Context, c *news.Commitment, in *record.Told) ([]*record.Told, error) {
	if c.Made == nil {
		return nil, nil
	}
	var out []*record.Told
	seen := map[string]bool{c.Story: true}
	for _, q := range slices.Concat(c.Who, c.To) {
		f := store.Filter{
			Since: c.Made.From.Format(time.DateOnly), Until: c.Made.To.AddDate(0, 0, daysLater).Format(time.DateOnly),
			Entity: cmp.Or(q.Entity, q.Name), Limit: mostLater,
		}
		if q.Kind == news.Country && q.Country != "" { // whoever acts for it
			f.Entity, f.Country = "", q.Country
		}
		for s, err := range o.st.Stories(ctx, f) {
			if err != nil {
				return nil, err
			}
			if seen[s.ID] || !record.MayFollow(*c, in, s) {
				continue
			}
			seen[s.ID] = true
			told, err := o.Told(ctx, s)
			if err != nil {
				return nil, err
			}
			out = append(out, told)
		}
	}
	return out, nil
}
