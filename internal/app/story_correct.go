package app

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
)

// NoValue is what an attribute is called that is to have none.
const NoValue = "none"

// Correcting is what the user says of an entry, or of what the reports of a story differ on, as they write it. What is empty stays.
type Correcting struct {
	Type, Status                  string
	Mode, Date, Place             string // NoValue for none
	AddActors, DropActors         []string
	AddRecipients, DropRecipients []string
	Wrong                         bool   // the reports do not tell this
	Same                          string // the attribute of a difference that is none
	Note                          string
	OwnTypes                      []news.EventType // those known beside the program's
}

// CorrectionMade is what became of a correction.
type CorrectionMade struct {
	Decision store.StoryDecision
	Story    *news.Story
	Notes    []string // how what was written was understood, where that is not plain
}

// CorrectStory decides that an entry, or a difference, is otherwise than the reports were read, and settles it. about is
// the id of an entry, or that of a story for what its reports differ on as a whole.
func CorrectStory(ctx context.Context, st store.Store, about string, in Correcting) (*CorrectionMade, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	if _, err := Settle(ctx, st, nil); err != nil {
		return nil, err
	}
	t, err := findCorrected(ctx, st, about)
	if err != nil {
		return nil, err
	}
	d := store.StoryDecision{Kind: store.Correct, Stories: []string{t.shown.ID}}
	var notes []string
	if d.Correction, notes, err = t.correction(ctx, st, in); err != nil {
		return nil, err
	}
	d.Parts = [][]string{restsOn(d.Correction)}
	if d, err = decideStories(ctx, st, d); err != nil {
		return nil, err
	}
	s, err := st.StoryOf(ctx, d.Parts[0][0])
	return &CorrectionMade{Decision: d, Story: s, Notes: notes}, err
}

var modeName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// values reports whether an entry is to have other values.
func (in *Correcting) values() bool {
	return in.Type != "" || in.Status != "" || in.Mode != "" || in.Date != "" || in.Place != "" ||
		len(in.AddActors)+len(in.DropActors)+len(in.AddRecipients)+len(in.DropRecipients) > 0
}

// check refuses what needs no store to be seen as wrong.
func (in *Correcting) check() error {
	switch {
	case !in.values() && !in.Wrong && in.Same == "":
		return &news.Error{Code: news.Invalid, Message: "what is to be corrected is not said", Hint: "--date 2020-03-08, --wrong, --same date, and so on: dragoman stories correct --help"}
	case in.Wrong && (in.values() || in.Same != ""):
		return &news.Error{Code: news.Invalid, Message: "what the reports do not tell has no other values", Hint: "--wrong alone, or with --note"}
	case in.Mode != "" && !modeName.MatchString(in.Mode):
		return &news.Error{Code: news.Invalid, Message: in.Mode + " is no name of a mode", Hint: "small letters, such as visit; or " + NoValue}
	}
	return nil
}

// corrected is an entry that is to be corrected, or a story as a whole.
type corrected struct {
	shown *news.Story // as it is kept
	told  *news.Story // as the reports tell it
	docs  []*news.Document
	at    int         // of told's entries; -1 for the story as a whole
	entry *news.Entry // of shown, nil for the story as a whole
}

// findCorrected finds what is to be corrected, and how the reports tell it.
func findCorrected(ctx context.Context, st store.Store, about string) (*corrected, error) {
	t := &corrected{at: -1}
	var err error
	switch t.entry, err = st.Entry(ctx, about); {
	case err == nil:
		t.shown, err = st.Story(ctx, t.entry.Story)
	case news.CodeOf(err) == news.NotFound:
		var found *FoundStory
		if found, err = FindStory(ctx, st, about); err == nil {
			t.shown = found.Story
		} else if news.CodeOf(err) == news.NotFound {
			err = noEntry(ctx, st, about)
		}
	}
	if err != nil {
		return nil, err
	}
	copies := map[string]string{}
	for _, r := range t.shown.Reports {
		doc, err := WithVectors(ctx, st, r)
		if err != nil {
			return nil, err
		}
		t.docs = append(t.docs, doc)
		if doc.CopyOf != "" {
			copies[r] = doc.CopyOf
		}
	}
	t.told = record.Story(t.shown.ID, t.docs, copies)
	if t.entry == nil {
		return t, nil
	}
	if t.at = slices.IndexFunc(t.told.Entries, func(e news.Entry) bool { return e.ID == t.entry.ID }); t.at < 0 {
		return nil, &news.Error{Code: news.Conflict, Message: "the reports tell entry " + about + " otherwise since a moment ago", Hint: "dragoman story " + t.shown.ID}
	}
	return t, nil
}

// noEntry says that there is no entry of an id, and what took it out.
func noEntry(ctx context.Context, st store.StoryDecisions, id string) error {
	all, err := st.StoryDecisions(ctx)
	if err != nil {
		return err
	}
	for _, d := range slices.Backward(all) {
		if d.Kind == store.Correct && d.Correction.Wrong && d.Correction.Anchor.Entry == id {
			n := strconv.FormatInt(d.Number, 10)
			return &news.Error{Code: news.NotFound, Message: "decision " + n + " says that the reports do not tell " + id, Hint: "dragoman stories undo " + n}
		}
	}
	return &news.Error{Code: news.NotFound, Message: "there is no entry or story " + id, Hint: "dragoman story ID   shows the entries with their ids"}
}

// correction turns what was written into what is kept.
func (t *corrected) correction(ctx context.Context, st store.Store, in Correcting) (*news.Correction, []string, error) {
	c := &news.Correction{Anchor: record.AnchorOf(t.told, t.at, t.docs), Wrong: in.Wrong, Note: strings.TrimSpace(line(in.Note))}
	if t.entry == nil && (in.Wrong || in.values()) {
		return nil, nil, &news.Error{
			Code: news.Invalid, Message: t.shown.ID + " is a story: of one only what its reports differ on is corrected so",
			Hint: "dragoman story " + t.shown.ID + "   shows the entries with their ids",
		}
	}
	var err error
	if c.Type, err = typeNamed(in.Type, in.OwnTypes); err != nil {
		return nil, nil, err
	}
	if c.Status, err = statusNamed(in.Status); err != nil {
		return nil, nil, err
	}
	if c.Same, err = t.agreement(in.Same); err != nil {
		return nil, nil, err
	}
	w := &wording{st: st, docs: t.docs}
	if err := w.values(ctx, c, in); err != nil {
		return nil, nil, err
	}
	if err := w.parties(ctx, c, in, t.entry); err != nil {
		return nil, nil, err
	}
	return c, w.notes, nil
}

// agreement is that the reports do not differ on an attribute.
func (t *corrected) agreement(attribute string) (*news.Agreement, error) {
	if attribute == "" {
		return nil, nil //nolint:nilnil // nothing is said of a difference
	}
	if a := record.AgreementOn(t.told, t.at, attribute, t.docs); a != nil {
		return a, nil
	}
	e := &news.Error{Code: news.NotFound, Message: "the reports do not differ on " + attribute + " there"}
	var here []string
	for _, d := range t.told.Differences {
		switch {
		case d.Entry == t.at:
			here = append(here, d.Attribute)
		case d.Attribute == attribute && d.Entry < 0:
			e.Hint = "dragoman stories correct " + t.shown.ID + " --same \"" + attribute + "\"   they differ on it in the story as a whole"
		case d.Attribute == attribute && e.Hint == "":
			e.Hint = "dragoman stories correct " + t.told.Entries[d.Entry].ID + " --same \"" + attribute + "\"   they differ on it in that entry"
		}
	}
	if e.Hint == "" {
		e.Hint = "dragoman story " + t.shown.ID + "   shows where they differ"
		if len(here) > 0 {
			e.Hint = "they differ on " + strings.Join(here, ", ")
		}
	}
	return nil, e
}

// restsOn returns the reports whose words a correction rests on, or, without any, those of the story.
func restsOn(c *news.Correction) []string {
	words := c.Anchor.Words
	if c.Same != nil {
		words = slices.Concat(words, c.Same.Words)
	}
	var out []string
	for _, w := range words {
		out = append(out, w.Report)
	}
	if len(out) == 0 {
		for r := range c.Anchor.Reports {
			out = append(out, r)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// FindsNothing reports whether a correction is kept and finds nothing in any story now: the reports were revised, withdrawn or read
// anew so that they do not tell what it is about.
func FindsNothing(ctx context.Context, st store.Reader, d store.StoryDecision) (bool, error) {
	if d.Kind != store.Correct {
		return false, nil
	}
	for _, r := range slices.Concat(d.Parts...) {
		s, err := st.StoryOf(ctx, r)
		if news.CodeOf(err) == news.NotFound {
			continue
		}
		if err != nil {
			return false, err
		}
		if Holds(s, d) {
			return false, nil
		}
	}
	return true, nil
}

// Holds reports whether a story was told with a correction.
func Holds(s *news.Story, d store.StoryDecision) bool {
	return slices.ContainsFunc(s.Corrected, func(c news.Corrected) bool { return c.Number == d.Number })
}
