package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/dragoman-news/dragoman/internal/export"
	"github.com/dragoman-news/dragoman/internal/news"
)

// Verdicts decide about the follow-ups of commitments.
type Verdicts interface {
	// Verdicts returns those that were not taken back, in the order in which they were given.
	Verdicts(ctx context.Context) ([]news.Verdict, error)
	// AnswerFollowUp accepts or rejects the follow-up of an id, in somebody's name: news.NotFound where none is proposed under it, news.Conflict
	// where it is accepted already.
	AnswerFollowUp(ctx context.Context, id string, accept bool, by string) (news.Verdict, error)
	// UndoVerdict takes one back, or answers news.NotFound.
	UndoVerdict(ctx context.Context, number int64) (news.Verdict, error)
}

// NewVerdict is what is decided about a follow-up.
type NewVerdict struct {
	FollowUp string `json:"follow_up"` // its id, as a commitment has it
	Answer   string `json:"answer"`    // accept or reject
}

// verdictRoutes are those of what was decided about follow-ups.
func verdictRoutes() []*route {
	const path = "/commitments/decisions"
	return []*route{
		{
			path: path, id: "listCommitmentDecisions", handle: verdictList, params: []param{pLimit, pCursor},
			about:  "What was decided about the follow-ups of commitments and not taken back, the earliest first.",
			answer: typeOf[List[export.Verdict]](), line: typeOf[export.Verdict](),
		},
		{
			path: path, method: http.MethodPost, id: "answerFollowUp", handle: verdictAdd, body: typeOf[NewVerdict](), status: http.StatusCreated,
			about: "Accept a follow-up, which is then what became of its commitment, or reject it: then it is not proposed again. It is named by the id that " +
				"the commitment has it under.",
			answer: typeOf[export.Verdict](),
		},
		{
			path: path + "/{id}", method: http.MethodDelete, id: "undoCommitmentDecision", handle: verdictUndo, params: []param{pathID("Number of a decision.")},
			about: "Take a decision about a follow-up back.", answer: typeOf[export.Verdict](),
		},
	}
}

func verdictList(s *server, w http.ResponseWriter, q *request) error {
	all, err := s.Verdicts.Verdicts(q.Context())
	if err != nil {
		return err
	}
	key := func(v news.Verdict) string { return fmt.Sprintf("%019d", v.Number) } // keys are compared as texts
	return atHand(s, w, q, all, key, func(v news.Verdict) (export.Verdict, error) { return export.NewVerdict(v), nil })
}

func verdictAdd(s *server, w http.ResponseWriter, q *request) error {
	asked, err := body[NewVerdict](w, q)
	if err != nil {
		return err
	}
	if asked.FollowUp == "" {
		return &problem{invalidBody, "follow_up is missing", "take the id of a follow-up as GET " + Prefix + "/commitments has it"}
	}
	if err := bounded("follow_up", asked.FollowUp, maxValue); err != nil {
		return err
	}
	if asked.Answer != "accept" && asked.Answer != "reject" {
		return &problem{invalidBody, "answer is neither accept nor reject", `{"follow_up": "…", "answer": "accept"}`}
	}
	v, err := s.Verdicts.AnswerFollowUp(q.Context(), asked.FollowUp, asked.Answer == "accept", q.who)
	if err != nil {
		return err
	}
	return tell(w, http.StatusCreated, export.NewVerdict(v))
}

func verdictUndo(s *server, w http.ResponseWriter, q *request) error {
	number, err := strconv.ParseInt(q.PathValue("id"), 10, 64)
	if err != nil || number < 1 {
		return &problem{notFound, "there is no decision " + short(q.PathValue("id")), "GET " + Prefix + "/commitments/decisions lists them"}
	}
	v, err := s.Verdicts.UndoVerdict(q.Context(), number)
	if err != nil {
		return err
	}
	return tell(w, http.StatusOK, export.NewVerdict(v))
}
