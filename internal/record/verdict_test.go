package record

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
)

// promised is a story in which Nigeria promises Portugal to withdraw.
func promised(t *testing.T) *Told {
	t.Helper()
	d := sentenceOf("a", "en", "2024-03-12", "Nigeria promised Portugal to withdraw its troops from Sagres.", onWhom(deed(news.Agree, nga), prt), "Nigeria", "Portugal")
	return toldIn(t, "s1", d)
}

// withdrew is a report of a day on which Nigeria is told to have done so.
func withdrew(id, day string) *news.Document {
	return sentenceOf(id, "en", day, "Nigeria withdrew its troops from Portugal.", onWhom(deed(news.Retreat, nga), prt), "Nigeria", "Portugal")
}

func toldIn(t *testing.T, story string, docs ...*news.Document) *Told {
	t.Helper()
	return NewTold(Story(story, docs, nil), docs)
}

// followed is what is proposed of the promise of a story.
func followed(in *Told, judged []news.Verdict, later ...*Told) []news.FollowUp {
	c := in.Commitments[0]
	return FollowUps(c, in, later, Judged(&c, in.Docs, judged)...)
}

func TestWhatWasJudgedIsNotProposed(t *testing.T) {
	in, later := promised(t), toldIn(t, "s2", withdrew("b", "2024-04-02"))
	proposed := followed(in, nil, later)
	if len(proposed) != 1 || proposed[0].Accepted != nil || !strings.HasPrefix(proposed[0].ID, "s1.") || len(proposed[0].ID) > len("s1.")+6 {
		t.Fatalf("%+v", proposed)
	}
	docs := slices.Concat(in.Docs, later.Docs)
	for _, accepted := range []bool{true, false} {
		v := Judge(&in.Commitments[0], &proposed[0], docs, accepted)
		if v.Commitment != news.Promised || v.Kind != news.Implemented || v.Made[0].Text != in.Commitments[0].What[0].Text || v.Told[0].Text != docs[1].Text {
			t.Fatalf("%+v", v)
		}
		if got := followed(in, []news.Verdict{v}, later); len(got) > 0 {
			t.Errorf("accepted %t: %+v", accepted, got)
		}
		again := in.Commitments[0]
		again.Kind = news.Threatened
		if got := Judged(&again, in.Docs, []news.Verdict{v}); len(got) > 0 {
			t.Errorf("a threat takes the verdict on a promise: %+v", got)
		}
		if got := followed(in, []news.Verdict{v}, toldIn(t, "s3", withdrew("c", "2024-05-02"))); len(got) != 1 {
			t.Errorf("the same words of another report are judged with them: %+v", got)
		}
	}
}

// TestAVerdictHoldsWhateverComesOfStories has stories with other ids, more reports and texts that were moved.
func TestAVerdictHoldsWhateverComesOfStories(t *testing.T) {
	in, later := promised(t), toldIn(t, "s2", withdrew("b", "2024-04-02"))
	proposed := followed(in, nil, later)
	v := Judge(&in.Commitments[0], &proposed[0], slices.Concat(in.Docs, later.Docs), false)
	moved := sentenceOf("a", "en", "2024-03-12", "(Update) Nigeria promised Portugal to withdraw its troops from Sagres.", onWhom(deed(news.Agree, nga), prt), "Nigeria", "Portugal")
	renamed := toldIn(t, "s7", sentenceOf("0", "en", "2024-03-12", "Nigeria has promised Portugal to withdraw its troops from Sagres.", onWhom(deed(news.Agree, nga), prt), "Nigeria", "Portugal"), moved)
	if len(renamed.Commitments) != 1 || len(renamed.Commitments[0].What) != 2 {
		t.Fatalf("%v", readable(renamed.Commitments))
	}
	if got := followed(renamed, nil, toldIn(t, "s8", withdrew("b", "2024-04-02"))); len(got) != 1 {
		t.Fatalf("nothing is proposed: %+v", got)
	}
	if got := followed(renamed, []news.Verdict{v}, toldIn(t, "s8", withdrew("b", "2024-04-02"))); len(got) > 0 {
		t.Errorf("%+v", got)
	}
}

func TestTheNextBestIsProposedWhereOneWasRejected(t *testing.T) {
	in := promised(t)
	again := sentenceOf("c", "en", "2024-04-03", "Nigeria promised again to withdraw its troops from Sagres.", onWhom(deed(news.Agree, nga), prt), "Nigeria")
	later := toldIn(t, "s2", withdrew("b", "2024-04-02"), again)
	var kinds []news.FollowUpKind
	var verdicts []news.Verdict
	for range 3 {
		for _, f := range followed(in, verdicts, later) {
			kinds = append(kinds, f.Kind)
			verdicts = append(verdicts, Judge(&in.Commitments[0], &f, slices.Concat(in.Docs, later.Docs), false))
		}
	}
	slices.Sort(kinds)
	if want := []news.FollowUpKind{news.Implemented, news.Repeated}; !slices.Equal(kinds, want) {
		t.Errorf("proposed %q, want %q", kinds, want)
	}
}

func TestTheLaterVerdictHolds(t *testing.T) {
	in, later := promised(t), toldIn(t, "s2", withdrew("b", "2024-04-02"))
	proposed := followed(in, nil, later)
	yes := Judge(&in.Commitments[0], &proposed[0], slices.Concat(in.Docs, later.Docs), true)
	no := yes
	yes.Number, no.Number, no.Accepted = 1, 2, false
	if got := Judged(&in.Commitments[0], in.Docs, []news.Verdict{yes, no}); len(got) != 1 || got[0].Number != 2 {
		t.Errorf("%+v", got)
	}
	other := yes
	other.Number, other.Kind = 3, news.Broken
	if got := Judged(&in.Commitments[0], in.Docs, []news.Verdict{yes, other}); len(got) != 2 {
		t.Errorf("%+v", got)
	}
}

func TestWhatWasAcceptedStandsInItsWords(t *testing.T) {
	in, later := promised(t), toldIn(t, "s2", withdrew("b", "2024-04-02"))
	c := &in.Commitments[0]
	proposed := followed(in, nil, later)
	v := Judge(c, &proposed[0], slices.Concat(in.Docs, later.Docs), true)
	got := Accepted(c, &v, later.Story, Standing(&v, later.Docs))
	want := proposed[0]
	want.Accepted = &v
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("accepted (-proposed +got):\n%s", diff)
	}
	revised := withdrew("b", "2024-04-02")
	revised.Text = "At last: " + revised.Text
	if at := Standing(&v, []*news.Document{revised}); len(at) != 1 || at[0].Span.In(revised.Text) != later.Docs[0].Text {
		t.Errorf("%+v", at)
	}
	revised.Text = "Nigeria did not go."
	gone := withdrew("b", "2024-04-02")
	gone.Withdrawn = true
	for _, docs := range [][]*news.Document{nil, {revised}, {gone}, in.Docs} {
		if at := Standing(&v, docs); len(at) > 0 {
			t.Errorf("%+v", at)
		}
	}
}

func TestWhatBecameOfItIsTheLatestThatWasAccepted(t *testing.T) {
	after := func(kind news.FollowUpKind, date string, number int64) news.FollowUp {
		f := news.FollowUp{Kind: kind, Accepted: &news.Verdict{Number: number}}
		if date != "" {
			f.Date = on(date)
		}
		return f
	}
	proposed := after(news.Implemented, "2024-09-01", 0)
	proposed.Accepted = nil
	for _, tc := range []struct {
		name string
		in   []news.FollowUp
		want news.FollowUpKind
	}{
		{"nothing", nil, ""},
		{"a proposal", []news.FollowUp{proposed}, ""},
		{"made again", []news.FollowUp{after(news.Repeated, "2024-05-01", 1)}, ""},
		{"broken", []news.FollowUp{after(news.Broken, "2024-05-01", 1), proposed}, news.Broken},
		{"broken, done later", []news.FollowUp{after(news.Implemented, "2024-06-01", 1), after(news.Broken, "2024-05-01", 2)}, news.Implemented},
		{"one day", []news.FollowUp{after(news.Implemented, "2024-06-01", 1), after(news.Broken, "2024-06-01", 2)}, news.Broken},
		{"without a day", []news.FollowUp{after(news.Broken, "", 2), after(news.Implemented, "2024-06-01", 1)}, news.Implemented},
		{"both without", []news.FollowUp{after(news.Broken, "", 2), after(news.Implemented, "", 1)}, news.Broken},
	} {
		if got := Became(tc.in); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}
