package index

import (
	"fmt"
	"slices"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// CheckStoryDecision answers news.Invalid for a decision about stories that says nothing.
func CheckStoryDecision(d store.StoryDecision) error {
	parts := DecisionParts(d.Kind)
	switch {
	case parts == 0:
		return invalid("there is no decision of kind "+d.Kind+" about stories", "")
	case len(d.Parts) != parts, slices.ContainsFunc(d.Parts, func(p []string) bool { return len(p) == 0 }):
		return invalid("a decision to "+d.Kind+" stories does not say which reports", "")
	case d.Kind == store.Merge && len(slices.Compact(slices.Sorted(slices.Values(d.Parts[0])))) < 2:
		return invalid("a decision to merge stories names one report", "")
	case d.Kind == store.Split && slices.ContainsFunc(d.Parts[0], func(r string) bool { return slices.Contains(d.Parts[1], r) }):
		return invalid("a decision to split a story has a report on both sides", "")
	case slices.ContainsFunc(d.Apart, func(r string) bool { return slices.Contains(slices.Concat(d.Parts...), r) }):
		return invalid("a decision about stories keeps a report apart from itself", "")
	case (d.Kind == store.Correct) != (d.Correction != nil):
		return invalid("a decision to "+d.Kind+" does not say what is corrected, or corrects what it is not about", "")
	case d.Correction != nil && says(d.Correction) == "":
		return invalid("a correction says nothing", "")
	}
	return nil
}

// says is what a correction changes first, "" where it changes nothing.
func says(c *news.Correction) string {
	switch {
	case c.Wrong:
		return news.ChangeWrong
	case c.Same != nil:
		return news.ChangeSame
	case c.Type != "" || c.Mode != "" || c.Status != "" || c.Date != nil || c.Place != nil || len(c.Unset) > 0:
		return news.ChangeSet
	case len(c.AddActors)+len(c.AddRecipients) > 0:
		return news.ChangeAdd
	case len(c.DropActors)+len(c.DropRecipients) > 0:
		return news.ChangeDrop
	}
	return ""
}

// DecisionParts is how many parts a decision about stories of a kind has, 0 for no kind of these.
func DecisionParts(kind string) int {
	switch kind {
	case store.Merge, store.Correct:
		return 1
	case store.Split:
		return 2
	}
	return 0
}

// DecidedReports returns the reports that a decision names, sorted, each once.
func DecidedReports(d store.StoryDecision) []string {
	return slices.Compact(slices.Sorted(slices.Values(append(slices.Concat(d.Parts...), d.Apart...))))
}

// NoStoryDecision says that there is no decision of a number, or none at all.
func NoStoryDecision(number int64) error {
	if number == 0 {
		return &news.Error{Code: news.NotFound, Message: "nothing was decided about stories that could be undone"}
	}
	return &news.Error{
		Code: news.NotFound, Message: fmt.Sprintf("there is no decision %d about stories", number), Hint: "dragoman stories decisions",
	}
}

// CheckVerdict answers news.Invalid for a verdict that does not say about what, or what it rests on.
func CheckVerdict(v news.Verdict) error {
	wordless := func(q news.Quoted) bool { return q.Report == "" || q.Text == "" || q.Span.Start < 0 || q.Span.Empty() }
	switch {
	case !slices.Contains(news.CommitmentKinds, v.Commitment):
		return invalid("there is no commitment of kind "+string(v.Commitment), "")
	case !slices.Contains(news.FollowUpKinds, v.Kind):
		return invalid("there is no follow-up of kind "+string(v.Kind), "")
	case len(v.Made) == 0, len(v.Told) == 0, slices.ContainsFunc(v.Made, wordless), slices.ContainsFunc(v.Told, wordless):
		return invalid("a verdict about a follow-up does not say which words it rests on", "")
	}
	return nil
}

// JudgedReports returns the reports that a verdict names, sorted, each once.
func JudgedReports(v news.Verdict) []string {
	var out []string
	for _, q := range slices.Concat(v.Made, v.Told) {
		out = append(out, q.Report)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// NoVerdict says that there is no verdict of a number, or none at all.
func NoVerdict(number int64) error {
	if number == 0 {
		return &news.Error{Code: news.NotFound, Message: "nothing was decided about commitments that could be undone"}
	}
	return &news.Error{
		Code: news.NotFound, Message: fmt.Sprintf("there is no decision %d about commitments", number), Hint: "dragoman commitments decisions",
	}
}
