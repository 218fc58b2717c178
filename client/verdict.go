package client

import (
	"context"
	"iter"
	"net/http"
	"strconv"
)

// Verdict is dragoman.verdict/1: what the user decided about a follow-up, in the words that commitment and follow-up rest on.
type Verdict struct {
	Schema     string    `json:"schema"`
	Number     int64     `json:"number"`
	Accepted   bool      `json:"accepted"`
	Commitment string    `json:"commitment"` // its kind
	Made       []Quoted  `json:"made"`
	Kind       string    `json:"kind"` // of the follow-up
	Told       []Quoted  `json:"told"`
	Date       *Interval `json:"date"`
	Reason     string    `json:"reason"`
	Confidence float64   `json:"confidence"` // of the proposal
	By         string    `json:"by"`         // "" for nobody by name
	At         string    `json:"at"`
}

// NewVerdict is what is decided about a follow-up.
type NewVerdict struct {
	FollowUp string `json:"follow_up"` // its id, as a commitment has it
	Answer   string `json:"answer"`    // accept or reject
}

const verdicts = "/commitments/decisions"

// Verdicts yields what was decided about the follow-ups of commitments, the earliest first.
func (c *Client) Verdicts(ctx context.Context) iter.Seq2[*Verdict, error] {
	return list[*Verdict](ctx, c, verdicts, nil, 0)
}

// AnswerFollowUp accepts a follow-up, which is then what became of its commitment, or rejects it: then it is not proposed again. This and
// UndoVerdict take the role editor.
func (c *Client) AnswerFollowUp(ctx context.Context, id string, accept bool) (*Verdict, error) {
	in := NewVerdict{FollowUp: id, Answer: "reject"}
	if accept {
		in.Answer = "accept"
	}
	out := &Verdict{}
	return out, c.change(ctx, http.MethodPost, c.address(verdicts, nil), in, out)
}

// UndoVerdict takes a decision back, or answers ErrNotFound.
func (c *Client) UndoVerdict(ctx context.Context, number int64) (*Verdict, error) {
	out := &Verdict{}
	return out, c.change(ctx, http.MethodDelete, c.address(verdicts+"/"+strconv.FormatInt(number, 10), nil), nil, out)
}
