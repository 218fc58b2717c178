package news

import "time"

// Verdict is what the user decided about a follow-up: whether it is what became of a commitment. It rests on
// words, so that it holds whatever ids stories have, and whatever reports come.
type Verdict struct {
	Number     int64 // given by the store, as is At; never used twice
	Accepted   bool
	Commitment CommitmentKind
	Made       []Quoted // what was to be done, in the words of each report
	Kind       FollowUpKind
	Told       []Quoted // what became of it, in those of later ones
	// Date, Reason and Confidence are those that the proposal had.
	Date       *Interval
	Reason     string
	Confidence float64
	By         string // who decided; "" for nobody by name
	At         time.Time
}
