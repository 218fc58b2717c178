package app

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/record"
	"github.com/dragoman-news/dragoman/internal/store"
)

// tell keeps a report of one sentence that Nigeria did something to Portugal, and tells a story of it.
func (d *desk) tell(story, id, day, text string, typ news.EventType, more ...string) {
	d.t.Helper()
	on, err := time.Parse(time.DateOnly, day)
	if err != nil {
		d.t.Fatal(err)
	}
	doc := &news.Document{Report: news.Report{
		ID: id, Lang: "en", Title: id, Source: id + ".example", Text: text,
		Published: &news.Published{Interval: news.Interval{From: on, To: on, Precision: news.Day}},
	}}
	whole := news.Span{Start: 0, End: len(text)}
	doc.Sentences = []news.Span{whole}
	e := news.Event{Type: typ, Status: news.Occurred, Evidence: []news.Span{whole}, Confidence: 0.9}
	for i, p := range []news.Party{
		{Name: "Nigeria", Entity: "Q1033", Kind: news.Country, Country: "NGA", Mention: 0}, {Name: "Portugal", Entity: "Q45", Kind: news.Country, Country: "PRT", Mention: 1},
	} {
		at := strings.Index(text, p.Name)
		doc.Mentions = append(doc.Mentions, news.Mention{Span: news.Span{Start: at, End: at + len(p.Name)}, Kind: p.Kind, Entity: p.Entity, Name: p.Name, Country: p.Country})
		if i == 0 {
			e.Actors = append(e.Actors, p)
		} else {
			e.Recipients = append(e.Recipients, p)
		}
	}
	doc.Events = []news.Event{e}
	if _, err := d.Add(d.t.Context(), []*news.Document{doc}); err != nil {
		d.t.Fatal(err)
	}
	d.gather(story, append(more, id)...)
}

// gather makes a story of reports.
func (d *desk) gather(story string, reports ...string) {
	d.t.Helper()
	var docs []*news.Document
	for _, id := range reports {
		doc, err := d.Document(d.t.Context(), id)
		if err != nil {
			d.t.Fatal(err)
		}
		docs = append(docs, doc)
	}
	if err := d.ApplyStories(d.t.Context(), store.StoryChanges{Put: []*news.Story{record.Story(story, docs, nil)}}); err != nil {
		d.t.Fatal(err)
	}
}

// outcome is what became of the one commitment of the story that holds a report.
func (d *desk) outcome(report string, at time.Time) (news.Commitment, []news.FollowUp) {
	d.t.Helper()
	o, err := NewOutcomes(d.t.Context(), d.Store, at)
	if err != nil {
		d.t.Fatal(err)
	}
	in, err := o.Told(d.t.Context(), d.story(report))
	if err != nil || len(in.Commitments) != 1 {
		d.t.Fatalf("%+v, %v", in, err)
	}
	c := in.Commitments[0]
	after, err := o.Of(d.t.Context(), &c, in)
	if err != nil {
		d.t.Fatal(err)
	}
	return c, after
}

func (d *desk) answer(id string, accept bool) news.Verdict {
	d.t.Helper()
	v, err := AnswerFollowUp(d.t.Context(), d.Store, id, accept, "ada")
	if err != nil {
		d.t.Fatal(err)
	}
	d.now = d.now.Add(time.Hour)
	return v
}

func (d *desk) undo(number int64) {
	d.t.Helper()
	if _, err := d.UndoVerdict(d.t.Context(), number); err != nil {
		d.t.Fatal(err)
	}
}

const (
	willGo = "Nigeria promised Portugal to withdraw its troops from the island."
	wentOn = "Nigeria withdrew its troops from Portugal."
)

func TestAFollowUpIsAcceptedRejectedAndTakenBack(t *testing.T) {
	d := newDesk(t)
	d.tell("s1", "a", "2024-03-12", willGo, news.Agree)
	d.tell("s2", "b", "2024-04-02", wentOn, news.Retreat)
	c, after := d.outcome("a", time.Time{})
	if len(after) != 1 || after[0].Kind != news.Implemented || after[0].Accepted != nil || c.Became != "" {
		t.Fatalf("proposed: %+v", after)
	}
	id := after[0].ID
	before := d.now
	yes := d.answer(id, true)
	if yes.By != "ada" || !yes.Accepted || yes.Made[0].Text == "" || yes.Told[0].Text != wentOn {
		t.Errorf("the verdict %+v", yes)
	}
	if c, after = d.outcome("a", time.Time{}); len(after) != 1 || after[0].Accepted == nil || after[0].Accepted.Number != yes.Number || after[0].ID != id || c.Became != news.Implemented {
		t.Errorf("accepted: %+v, became %q", after, c.Became)
	}
	if c, after = d.outcome("a", before.Add(-time.Minute)); len(after) != 1 || after[0].Accepted != nil || c.Became != "" {
		t.Errorf("before it was accepted: %+v", after)
	}
	if _, err := AnswerFollowUp(t.Context(), d.Store, id, true, ""); news.CodeOf(err) != news.Conflict {
		t.Errorf("accepted twice: %v", err)
	}
	no := d.answer(id, false)
	if c, after = d.outcome("a", time.Time{}); len(after) > 0 || c.Became != "" {
		t.Errorf("rejected: %+v", after)
	}
	if _, err := AnswerFollowUp(t.Context(), d.Store, id, true, ""); news.CodeOf(err) != news.NotFound {
		t.Errorf("what was rejected is answered: %v", err)
	}
	d.undo(no.Number)
	if c, _ = d.outcome("a", time.Time{}); c.Became != news.Implemented {
		t.Errorf("the rejection is taken back: %q", c.Became)
	}
	d.undo(0)
	if c, after = d.outcome("a", time.Time{}); len(after) != 1 || after[0].Accepted != nil || c.Became != "" {
		t.Errorf("all is taken back: %+v", after)
	}
}

// TestVerdictsOutliveStories gives the stories other ids and other reports, and then takes away what was accepted.
func TestVerdictsOutliveStories(t *testing.T) {
	d := newDesk(t)
	d.tell("s1", "a", "2024-03-12", willGo, news.Agree)
	d.tell("s2", "b", "2024-04-02", wentOn, news.Retreat)
	d.tell("s3", "c", "2024-05-02", "Nigeria withdrew all its troops from Portugal on Thursday.", news.Retreat)
	_, after := d.outcome("a", time.Time{})
	if len(after) != 2 {
		t.Fatalf("%+v", after)
	}
	of := func(story string) string {
		i := slices.IndexFunc(after, func(f news.FollowUp) bool { return f.Story == story })
		return after[i].ID
	}
	old := of("s2")
	d.answer(of("s3"), false)
	d.answer(old, true)
	d.gather("s7", "a")
	d.gather("s8", "b", "c")
	c, after := d.outcome("a", time.Time{})
	if len(after) != 1 || after[0].Story != "s8" || after[0].Accepted == nil || c.Became != news.Implemented || !strings.HasPrefix(after[0].ID, "s7.") {
		t.Errorf("in other stories: %+v", after)
	}
	if _, err := AnswerFollowUp(t.Context(), d.Store, old, true, ""); news.CodeOf(err) != news.Conflict {
		t.Errorf("the former id leads nowhere: %v", err)
	}
	d.gather("s9", "a", "b", "c") // it is one story with its promise now, in which nothing would be proposed
	if c, after = d.outcome("b", time.Time{}); len(after) != 1 || c.Became != news.Implemented {
		t.Errorf("in one story: %+v", after)
	}
	gone, err := d.Document(t.Context(), "b")
	if err != nil {
		t.Fatal(err)
	}
	gone.Withdrawn = true
	if _, err := d.Add(t.Context(), []*news.Document{gone}); err != nil {
		t.Fatal(err)
	}
	if c, after = d.outcome("a", time.Time{}); len(after) > 0 || c.Became != "" {
		t.Errorf("withdrawn: %+v", after)
	}
}

func TestAnIDOfNoFollowUpSaysSo(t *testing.T) {
	d := newDesk(t)
	d.tell("s1", "a", "2024-03-12", willGo, news.Agree)
	for _, id := range []string{"", "s1", "s1.", "s1.abc", "nope.abc", ".", "a.b.c"} {
		_, err := AnswerFollowUp(t.Context(), d.Store, id, true, "")
		if news.CodeOf(err) != news.NotFound || !strings.Contains(err.Error(), "no follow-up is called") {
			t.Errorf("%q: %v", id, err)
		}
	}
}
