package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// holding is a story of some reports.
func holding(id, title string, reports ...string) *news.Story {
	return &news.Story{ID: id, Titles: map[news.Lang]string{"en": title}, Reports: reports, Languages: []news.Lang{"en"}, Sources: len(reports)}
}

// at says what a story was at an instant: its title and reports, or the code of the error.
func (e *env) at(t *testing.T, id string, at time.Time) string {
	t.Helper()
	s, err := e.StoryAt(e.ctx, id, at)
	if err != nil {
		return string(news.CodeOf(err))
	}
	return s.Titles["en"] + ": " + strings.Join(s.Reports, " ")
}

func (e *env) left(t *testing.T, id string) string {
	t.Helper()
	ids, err := e.Left(e.ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(ids, " ")
}

func (e *env) heldBy(t *testing.T, report string) string {
	t.Helper()
	ids, err := e.HeldBy(e.ctx, report)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(ids, " ")
}

var historyTests = []test{
	{"what a story was stays readable by the time it was so", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		t0 := e.clock.now()
		e.apply(t, store.StoryChanges{Put: []*news.Story{meeting()}})
		e.clock.pass(time.Hour)
		e.apply(t, store.StoryChanges{Put: []*news.Story{holding("s1", "second", "en", "fr")}})
		e.clock.pass(time.Hour)
		e.apply(t, store.StoryChanges{Put: []*news.Story{holding("s1", "third", "en")}})
		e.clock.pass(time.Hour)
		got, err := e.StoryAt(e.ctx, "s1", t0.Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(meeting(), got, cmp.Comparer(sameTime)); diff != "" {
			t.Errorf("the first state (-want +got):\n%s", diff)
		}
		for _, tc := range []struct {
			after time.Duration
			want  string
		}{
			{-time.Millisecond, "not_found"},
			{0, "Report en: ar en fr"},
			{time.Hour - time.Millisecond, "Report en: ar en fr"},
			{time.Hour, "second: en fr"},
			{2*time.Hour - time.Millisecond, "second: en fr"},
			{2 * time.Hour, "third: en"},
			{200 * time.Hour, "third: en"},
		} {
			equal(t, "after "+tc.after.String(), e.at(t, "s1", t0.Add(tc.after)), tc.want)
		}
		versions, err := e.StoryVersions(e.ctx, "s1")
		equal(t, "versions", versions, []store.StoryVersion{{At: t0}, {At: t0.Add(time.Hour)}, {At: t0.Add(2 * time.Hour)}})
		if err != nil {
			t.Error(err)
		}
	}},
	{"a story put as it was has no new state", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		for range 3 {
			e.apply(t, store.StoryChanges{Put: []*news.Story{meeting(), weather()}})
			e.clock.pass(time.Hour)
		}
		for _, id := range []string{"s1", "s2"} {
			if v, err := e.StoryVersions(e.ctx, id); err != nil || len(v) != 1 {
				t.Errorf("versions of %s: %v, %v", id, v, err)
			}
		}
	}},
	{"states within one tick of the clock are kept apart", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		t0 := e.clock.now()
		for i := range 4 {
			e.apply(t, store.StoryChanges{Put: []*news.Story{holding("s1", fmt.Sprint(i), "en")}})
		}
		e.clock.pass(-time.Hour) // somebody set the clock back
		e.apply(t, store.StoryChanges{Put: []*news.Story{holding("s1", "4", "en")}})
		for i := range 5 {
			equal(t, "state", e.at(t, "s1", t0.Add(time.Duration(i)*time.Millisecond)), fmt.Sprint(i)+": en")
		}
	}},
	{"a long history is read at any of its points", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		t0 := e.clock.now()
		const n = 100
		for i := range n {
			s := meeting()
			s.Titles["en"], s.Copies = fmt.Sprintf("state %d", i), i
			e.apply(t, store.StoryChanges{Put: []*news.Story{s}})
			e.clock.pass(time.Minute)
		}
		for i := range n {
			s, err := e.StoryAt(e.ctx, "s1", t0.Add(time.Duration(i)*time.Minute+time.Second))
			if err != nil || s.Copies != i || s.Titles["en"] != fmt.Sprintf("state %d", i) || len(s.Entries) != 2 {
				t.Fatalf("state %d: %v, %v", i, s, err)
			}
		}
	}},
	{"an id that went is known, with when it was there and what it held", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		t0 := e.clock.now()
		e.apply(t, store.StoryChanges{Put: []*news.Story{holding("s1", "first", "en", "fr")}})
		e.clock.pass(time.Hour)
		e.apply(t, store.StoryChanges{Delete: []string{"s1", "unknown"}, Put: []*news.Story{holding("s0", "merged", "ar", "en", "fr")}})
		e.clock.pass(time.Hour)
		_, err := e.Story(e.ctx, "s1")
		wantCode(t, "Story of an id that went", err, news.NotFound)
		equal(t, "before", e.at(t, "s1", t0.Add(time.Minute)), "first: en fr")
		equal(t, "after", e.at(t, "s1", t0.Add(time.Hour)), "not_found")
		equal(t, "what it held", e.left(t, "s1"), "en fr")
		equal(t, "what held the report", e.heldBy(t, "fr"), "s1")
		equal(t, "an id that never was", e.left(t, "unknown")+e.heldBy(t, "unknown"), "")
		if v, err := e.StoryVersions(e.ctx, "unknown"); err != nil || len(v) != 0 {
			t.Errorf("versions of an id that never was: %v, %v", v, err)
		}
		e.apply(t, store.StoryChanges{Delete: []string{"s0"}, Put: []*news.Story{holding("s1", "again", "en"), holding("s2", "rest", "ar", "fr")}})
		versions, err := e.StoryVersions(e.ctx, "s1")
		equal(t, "versions", versions, []store.StoryVersion{{At: t0}, {At: t0.Add(time.Hour), Gone: true}, {At: t0.Add(2 * time.Hour)}})
		if err != nil {
			t.Error(err)
		}
		equal(t, "the first time", e.at(t, "s1", t0.Add(time.Minute)), "first: en fr")
		equal(t, "between", e.at(t, "s1", t0.Add(time.Hour)), "not_found")
		equal(t, "the second time", e.at(t, "s1", t0.Add(2*time.Hour)), "again: en")
		equal(t, "what came back is not left", e.left(t, "s1"), "fr")
		equal(t, "two held it", e.heldBy(t, "fr"), "s0 s1")
	}},
	{"reports that move from story to story are followed", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.apply(t, store.StoryChanges{Put: []*news.Story{holding("s1", "one", "en", "fr"), holding("s2", "two", "ar")}})
		e.apply(t, store.StoryChanges{Put: []*news.Story{holding("s1", "one", "en"), holding("s2", "two", "ar", "fr")}})
		equal(t, "left s1", e.left(t, "s1"), "fr")
		equal(t, "left s2", e.left(t, "s2"), "")
		e.apply(t, store.StoryChanges{Put: []*news.Story{holding("s1", "one", "en", "fr"), holding("s2", "two", "ar")}})
		equal(t, "back in s1", e.left(t, "s1"), "")
		equal(t, "out of s2", e.left(t, "s2"), "fr")
		equal(t, "held by", e.heldBy(t, "fr"), "s2")
	}},
	{"a withdrawn report keeps the features of what it told", func(t *testing.T, e *env) {
		docs := visit()
		e.add(t, docs...)
		row := func() string {
			var out []string
			for _, f := range all(t, e.Features(e.ctx, store.FeatureQuery{Reports: []string{"en"}})) {
				out = append(out, string(f.Data))
			}
			return strings.Join(out, "|")
		}
		shared := func(key string) string {
			var out []string
			for _, f := range all(t, e.Features(e.ctx, store.FeatureQuery{Undated: true, Keys: []string{key}})) {
				out = append(out, f.Report)
			}
			return strings.Join(out, " ")
		}
		equal(t, "before", row(), "Report en")
		gone := report("en", "en", "2020-03-09", "We have withdrawn this.")
		gone.Title, gone.Withdrawn = "Withdrawal", true
		e.add(t, gone)
		equal(t, "withdrawn", row()+", by key "+shared("en"), "Report en, by key en")
		equal(t, "by its own key", shared("Withdrawal"), "")
		again := report("en", "en", "2020-03-09", "We have withdrawn this, and are sorry.")
		again.Title, again.Withdrawn = "Apology", true
		e.add(t, again)
		equal(t, "withdrawn twice", row(), "Report en")
		if err := e.Replace(e.ctx, again); err != nil {
			t.Fatal(err)
		}
		equal(t, "read again", row(), "Report en")
		back := report("en", "en", "2020-03-09", "It is true after all.")
		back.Title = "Restored"
		e.add(t, back)
		equal(t, "standing again", row(), "Restored")
		never := report("new", "en", "2020-03-09", "Withdrawn before anybody saw it.")
		never.Title, never.Withdrawn = "Never", true
		e.add(t, never)
		equal(t, "nothing stood before", shared("Never"), "new")
	}},
	{"a withdrawal without a text withdraws what is kept", func(t *testing.T, e *env) {
		docs := visit()
		e.add(t, docs...)
		gone := report("en", "en", "", "")
		gone.Title, gone.Withdrawn = "", true
		for _, want := range []store.Outcome{store.Revised, store.Same} {
			equal(t, "outcome", e.add(t, gone)[0], want)
			got, err := e.Document(e.ctx, "en")
			if err != nil {
				t.Fatal(err)
			}
			if !got.Withdrawn || got.Revision != 2 || got.Text != docs[0].Text || got.Title != docs[0].Title || len(got.Events) != 1 || got.Published == nil {
				t.Errorf("withdrawn: %+v", got)
			}
		}
		if st, err := e.Stats(e.ctx); err != nil || st.Reports != 4 || st.Revisions != 5 {
			t.Errorf("Stats = %+v, %v", st, err)
		}
		unknown := report("new", "en", "", "")
		unknown.Withdrawn = true
		equal(t, "what nobody has", e.add(t, unknown)[0], store.Added)
	}},
}

// split is a decision about the reports of visit.
func split() store.StoryDecision {
	return store.StoryDecision{Kind: store.Split, Stories: []string{"s1"}, Parts: [][]string{{"en", "fr"}, {"ar"}}, Apart: []string{"other"}}
}

func merge() store.StoryDecision {
	return store.StoryDecision{Kind: store.Merge, Stories: []string{"s1", "s2"}, Parts: [][]string{{"ar", "en", "other"}}}
}

// correction says everything that a correction can say.
func correction() store.StoryDecision {
	day := published("2020-03-08").Interval
	party := func(name string) []news.Party {
		return []news.Party{{Name: name, Entity: "Q" + name, Kind: news.Person, Country: "IRQ", Sector: "GOV", Mention: -1, Inferred: true}}
	}
	words := []news.Quoted{{ReportSpan: news.ReportSpan{Report: "en", Span: news.Span{Start: 3, End: 9}}, Text: "said <b> & «so»"}}
	return store.StoryDecision{Kind: store.Correct, Stories: []string{"s1"}, Parts: [][]string{{"en", "fr"}}, Correction: &news.Correction{
		Anchor: news.Anchor{
			Entry: "e1", Told: news.Told{Type: news.Consult, Status: news.Occurred, Parties: party("told")}, Words: words,
			Beside: []news.Told{{Type: news.Aid, Status: news.Planned, Parties: party("beside")}}, Reports: map[string]int{"en": 2, "fr": 1},
		},
		Type: news.Agree, Mode: "visit", Status: news.Planned, Date: &day, Unset: []string{news.AttributePlace},
		Place:     &news.Location{Name: "Basra", Country: "IRQ", Lat: 30.5, Lon: 47.8, HasPoint: true, Precision: news.AtCity},
		AddActors: party("a"), DropActors: party("b"), AddRecipients: party("c"), DropRecipients: party("d"),
		Wrong: true, Same: &news.Agreement{Attribute: "date", Values: []string{"1", "2"}, Words: words}, Note: "so says the ministry",
	}}
}

func (e *env) decideStories(t *testing.T, d store.StoryDecision) store.StoryDecision {
	t.Helper()
	out, err := e.DecideStories(e.ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// placed takes the place jobs that wait and returns their reports.
func (e *env) placed(t *testing.T) string {
	t.Helper()
	jobs, err := e.Lease(e.ctx, store.JobPlace, 100, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, j := range jobs {
		keys = append(keys, j.Key)
	}
	if err := e.Ack(e.ctx, jobs...); err != nil {
		t.Fatal(err)
	}
	return strings.Join(keys, " ")
}

var storyDecisionTests = []test{
	{"decisions come back as they were made, in their order, and their reports are placed anew", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.placed(t)
		first := e.decideStories(t, split())
		equal(t, "to place", e.placed(t), "ar en fr other")
		e.clock.pass(time.Minute)
		second := e.decideStories(t, merge())
		equal(t, "to place", e.placed(t), "ar en other")
		want := []store.StoryDecision{split(), merge()}
		for i := range want {
			want[i].Number = []int64{first.Number, second.Number}[i]
			want[i].At = e.clock.now().Add(time.Duration(i-1) * time.Minute)
		}
		equal(t, "returned", []store.StoryDecision{first, second}, want)
		got, err := e.StoryDecisions(e.ctx)
		equal(t, "decisions", got, want)
		if err != nil || first.Number == 0 || second.Number <= first.Number {
			t.Errorf("numbers %d, %d, %v", first.Number, second.Number, err)
		}
	}},
	{"any decision is taken back, and its number is not given again", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		_, err := e.UndoStories(e.ctx, 0)
		wantCode(t, "nothing to undo", err, news.NotFound)
		first, second := e.decideStories(t, split()), e.decideStories(t, merge())
		e.placed(t)
		undone, err := e.UndoStories(e.ctx, first.Number)
		equal(t, "undone", undone, first)
		if err != nil {
			t.Error(err)
		}
		equal(t, "to place", e.placed(t), "ar en fr other")
		_, err = e.UndoStories(e.ctx, first.Number)
		wantCode(t, "twice", err, news.NotFound)
		undone, err = e.UndoStories(e.ctx, 0)
		equal(t, "the latest", undone, second)
		if err != nil {
			t.Error(err)
		}
		if third := e.decideStories(t, split()); third.Number <= second.Number {
			t.Errorf("number %d after %d", third.Number, second.Number)
		}
		got, err := e.StoryDecisions(e.ctx)
		if err != nil || len(got) != 1 {
			t.Errorf("decisions %v, %v", got, err)
		}
	}},
	{"a correction comes back as it was made, and is taken back", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.placed(t)
		made := e.decideStories(t, correction())
		equal(t, "to place", e.placed(t), "en fr")
		want := correction()
		want.Number, want.At = made.Number, e.clock.now()
		equal(t, "returned", made, want)
		made.Correction.AddActors[0].Name = "somebody else"
		for range 2 {
			got, err := e.StoryDecisions(e.ctx)
			if err != nil || len(got) != 1 {
				t.Fatalf("decisions %v, %v", got, err)
			}
			equal(t, "kept", got[0], want)
			got[0].Correction.Anchor.Words[0].Text = "something else"
		}
		e.decideStories(t, split())
		undone, err := e.UndoStories(e.ctx, made.Number)
		equal(t, "undone", undone, want)
		equal(t, "to place", e.placed(t), "ar en fr other")
		if got, all := e.StoryDecisions(e.ctx); err != nil || all != nil || len(got) != 1 || got[0].Correction != nil {
			t.Errorf("decisions %v, %v, %v", got, err, all)
		}
	}},
	{"a decision that somebody's work has missed is work again", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		jobs, err := e.Lease(e.ctx, store.JobPlace, 100, time.Hour)
		if err != nil || len(jobs) != 4 {
			t.Fatalf("jobs %v, %v", jobs, err)
		}
		e.decideStories(t, split())
		if err := e.Ack(e.ctx, jobs...); err != nil {
			t.Fatal(err)
		}
		equal(t, "to place", e.placed(t), "ar en fr other")
	}},
	{"a decision that says nothing, or is about reports that are not there, is refused", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.placed(t)
		for name, d := range map[string]store.StoryDecision{
			"no kind":             {Parts: [][]string{{"en", "fr"}}},
			"a kind of people's":  {Kind: store.Whole, Parts: [][]string{{"en", "fr"}}},
			"no reports":          {Kind: store.Merge},
			"one report":          {Kind: store.Merge, Parts: [][]string{{"en", "en"}}},
			"a split of one part": {Kind: store.Split, Parts: [][]string{{"en", "fr"}}},
			"an empty part":       {Kind: store.Split, Parts: [][]string{{"en", "fr"}, {}}},
			"on both sides":       {Kind: store.Split, Parts: [][]string{{"en", "fr"}, {"fr"}}},
			"no correction":       {Kind: store.Correct, Parts: [][]string{{"en"}}},
			"an empty correction": {Kind: store.Correct, Parts: [][]string{{"en"}}, Correction: &news.Correction{Note: "hm"}},
			"a merge that corrects": {
				Kind: store.Merge, Parts: [][]string{{"en", "fr"}}, Correction: &news.Correction{Wrong: true},
			},
		} {
			_, err := e.DecideStories(e.ctx, d)
			wantCode(t, name, err, news.Invalid)
		}
		d := split()
		d.Apart = []string{"en"}
		_, err := e.DecideStories(e.ctx, d)
		wantCode(t, "apart from itself", err, news.Invalid)
		d = split()
		d.Parts[1] = []string{"nope"}
		_, err = e.DecideStories(e.ctx, d)
		wantCode(t, "a report that is not there", err, news.NotFound)
		if got, err := e.StoryDecisions(e.ctx); err != nil || len(got) != 0 {
			t.Errorf("decisions %v, %v", got, err)
		}
		equal(t, "to place", e.placed(t), "")
	}},
}
