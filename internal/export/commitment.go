package export

import (
	"github.com/dragoman-news/dragoman/internal/news"
)

// CommitmentSchema is the name that commitments carry.
const CommitmentSchema = "dragoman.commitment/1"

// Commitment is dragoman.commitment/1: what somebody agreed, promised, offered, threatened, demanded or asked
// for in a story, and what became of it. Offsets are code points into the text of the report named beside them.
// Entry and Type are "" where it was only said.
type Commitment struct {
	Schema     string       `json:"schema"`
	ID         string       `json:"id"`
	Story      string       `json:"story"`
	Entry      string       `json:"entry"`
	Kind       string       `json:"kind"`
	Type       string       `json:"type"`
	Status     string       `json:"status"`
	Who        []EntryParty `json:"who"`
	To         []EntryParty `json:"to"`
	What       []Wording    `json:"what"`
	Made       *interval    `json:"made"`
	Due        *interval    `json:"due"`
	Confidence float64      `json:"confidence"`
	Became     string       `json:"became"` // kind of the latest follow-up that was accepted, repetitions aside; "" for none
	FollowUps  []FollowUp   `json:"follow_ups"`
}

// Wording is what is to be done in the words of one report. Start and End are those of Text, Sentence what it
// is part of.
type Wording struct {
	Report string `json:"report"`
	Lang   string `json:"lang"`
	Text   string `json:"text"`
	Span
	Sentence Span `json:"sentence"`
}

// FollowUp is what a later story tells of a commitment, with the reason in words: a proposal, or what was accepted.
type FollowUp struct {
	ID         string       `json:"id"` // for an answer
	Kind       string       `json:"kind"`
	Story      string       `json:"story"`
	Entry      string       `json:"entry"`
	Date       *interval    `json:"date"`
	Evidence   []ReportSpan `json:"evidence"`
	Reason     string       `json:"reason"`
	Confidence float64      `json:"confidence"`
	Decision   int64        `json:"decision"` // by which it was accepted; 0 for a proposal
}

// NewCommitment renders c and what became of it. It asks texts once for each report.
func NewCommitment(c *news.Commitment, after []news.FollowUp, texts Texts) (Commitment, error) {
	l := newLocator(texts)
	party := func(p news.EntryParty) EntryParty { return EntryParty{newParty(p.Party), orEmpty(p.Reports)} }
	out := Commitment{
		Schema: CommitmentSchema, ID: c.ID, Story: c.Story, Entry: c.Entry, Kind: string(c.Kind), Type: string(c.Type),
		Status: string(c.Status), Who: each(c.Who, party), To: each(c.To, party),
		What: each(c.What, func(w news.Wording) Wording {
			at, sentence := l.span(news.ReportSpan{Report: w.Report, Span: w.Clause}), l.span(news.ReportSpan{Report: w.Report, Span: w.Sentence})
			return Wording{w.Report, string(w.Lang), w.Text, at.Span, sentence.Span}
		}),
		Made: jsonInterval(c.Made), Due: jsonInterval(c.Due), Confidence: round(c.Confidence), Became: string(c.Became),
		FollowUps: each(after, func(f news.FollowUp) FollowUp {
			out := FollowUp{
				f.ID, string(f.Kind), f.Story, f.Entry, jsonInterval(f.Date), each(f.Evidence, l.span), f.Reason, round(f.Confidence), 0,
			}
			if f.Accepted != nil {
				out.Decision = f.Accepted.Number
			}
			return out
		}),
	}
	return out, l.err
}
