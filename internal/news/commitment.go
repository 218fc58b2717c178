package news

// CommitmentKind is how somebody bound themselves or others to do something.
type CommitmentKind string

// The kinds.
const (
	Agreed     CommitmentKind = "agreed"     // all of Who, with one another
	Promised   CommitmentKind = "promised"   // Who will do it
	Offered    CommitmentKind = "offered"    // Who would do it if To took it
	Threatened CommitmentKind = "threatened" // Who will do it to the harm of To
	Demanded   CommitmentKind = "demanded"   // To shall do it, says Who
	Asked      CommitmentKind = "asked"      // To is asked by Who to do it
)

// CommitmentKinds lists all of them in the order in which they bind.
var CommitmentKinds = []CommitmentKind{Agreed, Promised, Offered, Threatened, Demanded, Asked}

// Commitment is what somebody agreed, promised, offered, threatened, demanded or asked for, as
// the reports of one story tell it.
type Commitment struct {
	ID         string
	Story      string
	Entry      string // id of the story's entry that it is part of, "" where it was only said
	Kind       CommitmentKind
	Type       EventType // of that event, "" where it was only said
	Status     Status    // of that event; Occurred where it was only said
	Who        []EntryParty
	To         []EntryParty // to whom, of whom; empty where no report says so
	What       []Wording    // one for each report that tells of it, the earliest first
	Made       *Interval    // when: the event's date, else the publication of the earliest report; nil where unknown
	Due        *Interval    // by when it is to be done; nil where no report says so
	Confidence float64
	Became     FollowUpKind // of the latest follow-up that the user accepted, repetitions aside; "" where there is none
}

// Wording is what is to be done in the very words of one report.
type Wording struct {
	Report   string
	Lang     Lang
	Text     string // the words of Clause
	Clause   Span   // of the report's text: what is to be done
	Sentence Span   // that which the clause is part of
}

// FollowUpKind is what became of a commitment.
type FollowUpKind string

// The kinds.
const (
	Implemented FollowUpKind = "implemented"
	Repeated    FollowUpKind = "repeated"
	Broken      FollowUpKind = "broken"
	DeniedLater FollowUpKind = "denied" // whoever made it says that they did not
)

// FollowUpKinds lists all of them.
var FollowUpKinds = []FollowUpKind{Implemented, Repeated, Broken, DeniedLater}

// FollowUp is what a later story tells of what became of a commitment: a proposal, or what the user accepted.
type FollowUp struct {
	ID         string // names it when it is answered; it begins with that of the commitment's story
	Kind       FollowUpKind
	Story      string
	Entry      string       // id of an entry of that story, "" where only a commitment of it speaks for it
	Date       *Interval    // of what the later story tells, nil where unknown
	Evidence   []ReportSpan // in the reports of the later story
	Reason     string       // in words, for people
	Confidence float64
	Accepted   *Verdict // by which it is no proposal any more; nil for one
}
