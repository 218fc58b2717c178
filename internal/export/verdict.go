package export

import (
	"github.com/dragoman-news/dragoman/internal/news"
)

// VerdictSchema is the name that verdicts carry.
const VerdictSchema = "dragoman.verdict/1"

// Verdict is dragoman.verdict/1: what the user decided about a follow-up, in the words that commitment and follow-up rest on.
type Verdict struct {
	Schema     string    `json:"schema"`
	Number     int64     `json:"number"`
	Accepted   bool      `json:"accepted"`
	Commitment string    `json:"commitment"` // its kind
	Made       []Quoted  `json:"made"`
	Kind       string    `json:"kind"` // of the follow-up
	Told       []Quoted  `json:"told"`
	Date       *interval `json:"date"`
	Reason     string    `json:"reason"`
	Confidence float64   `json:"confidence"` // of the proposal
	By         string    `json:"by"`         // "" for nobody by name
	At         string    `json:"at"`
}

// NewVerdict renders a verdict.
func NewVerdict(v news.Verdict) Verdict {
	return Verdict{
		Schema: VerdictSchema, Number: v.Number, Accepted: v.Accepted, Commitment: string(v.Commitment), Made: each(v.Made, newQuoted),
		Kind: string(v.Kind), Told: each(v.Told, newQuoted), Date: jsonInterval(v.Date), Reason: v.Reason, Confidence: round(v.Confidence),
		By: v.By, At: Clock(v.At),
	}
}
