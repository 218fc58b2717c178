package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
)

// OutcomeStore is what deciding about follow-ups needs of a store.
type OutcomeStore interface {
	StoryReader
	store.Verdicts
}

// AnswerFollowUp decides whether the follow-up of an id is what became of its commitment: one that is proposed, or that was accepted before.
// A rejected one is not proposed again. by is who decides, "" for nobody by name.
func AnswerFollowUp(ctx context.Context, st OutcomeStore, id string, accept bool, by string) (news.Verdict, error) {
	c, f, docs, err := followUp(ctx, st, id)
	if err != nil {
		return news.Verdict{}, err
	}
	if f.Accepted != nil && accept {
		return news.Verdict{}, &news.Error{
			Code: news.Conflict, Message: fmt.Sprintf("%s is accepted already: decision %d", id, f.Accepted.Number),
			Hint: fmt.Sprintf("dragoman commitments undo %d   takes it back", f.Accepted.Number),
		}
	}
	v := record.Judge(c, f, docs, accept)
	v.By = by
	return st.KeepVerdict(ctx, v)
}

// followUp finds a follow-up by its id, with its commitment and the reports of both stories.
func followUp(ctx context.Context, st OutcomeStore, id string) (*news.Commitment, *news.FollowUp, []*news.Document, error) {
	lost := &news.Error{
		Code: news.NotFound, Message: "no follow-up is called " + id + ", or it is proposed no more",
		Hint: "dragoman commitments   lists them, dragoman commitments decisions   what was decided",
	}
	dot := strings.LastIndexByte(id, '.')
	if dot < 0 {
		return nil, nil, nil, lost
	}
	found, err := FindStory(ctx, st, id[:dot])
	if news.CodeOf(err) == news.NotFound {
		return nil, nil, nil, lost
	}
	if err != nil {
		return nil, nil, nil, err
	}
	outcomes, err := NewOutcomes(ctx, st, time.Time{})
	if err != nil {
		return nil, nil, nil, err
	}
	in, err := outcomes.Told(ctx, found.Story)
	if err != nil {
		return nil, nil, nil, err
	}
	for i := range in.Commitments {
		c := &in.Commitments[i]
		after, err := outcomes.Of(ctx, c, in)
		if err != nil {
			return nil, nil, nil, err
		}
		for k := range after {
			if f := &after[k]; f.ID[strings.LastIndexByte(f.ID, '.'):] == id[dot:] { // the story may have another id now
				docs, err := toldBy(ctx, st, f)
				return c, f, append(docs, in.Docs...), err
			}
		}
	}
	return nil, nil, nil, lost
}

// toldBy reads the reports that a follow-up rests on.
func toldBy(ctx context.Context, st store.Reader, f *news.FollowUp) ([]*news.Document, error) {
	var docs []*news.Document
	for _, e := range f.Evidence {
		d, err := st.Document(ctx, e.Report)
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	return docs, nil
}
