package app

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// visiting is retold, where who was there called on the country on the day before, or on the fifth of May.
func visiting() []*news.Document {
	docs := retold()
	for i, d := range docs {
		first, _, _ := strings.Cut(d.Text, ". ")
		on := time.Date(2021, 5, 3+2*(i%12/6), 0, 0, 0, 0, time.UTC)
		d.Events = []news.Event{{
			Type: news.Consult, Status: news.Occurred, Evidence: []news.Span{{Start: 0, End: len(first) + 1}}, Confidence: 0.9,
			Actors: []news.Party{party(d, 0)}, Recipients: []news.Party{party(d, 1)},
			Date: &news.Interval{From: on, To: on, Precision: news.Day}, Location: &news.Location{Name: "Lisbon", Country: "PRT", Precision: news.AtCity},
		}}
	}
	return docs
}

func (d *desk) correct(about string, in Correcting) *CorrectionMade {
	d.t.Helper()
	made, err := CorrectStory(d.t.Context(), d.Store, about, in)
	if err != nil {
		d.t.Fatal(err)
	}
	d.now = d.now.Add(time.Hour)
	return made
}

// entry is the first entry of the story of a report.
func (d *desk) entry(report string) *news.Entry {
	d.t.Helper()
	s := d.story(report)
	if len(s.Entries) == 0 {
		d.t.Fatalf("no entries in %s", s.ID)
	}
	return &s.Entries[0]
}

func TestACorrectionIsKeptAndTakenBack(t *testing.T) {
	d := newDesk(t)
	docs := visiting()
	d.read(docs...)
	plain := d.all()
	before := d.now.Add(-time.Minute)
	was := d.entry("r00")
	if len(d.story("r00").Differences) != 1 {
		t.Fatalf("differences: %+v", d.story("r00").Differences)
	}
	made := d.correct(was.ID, Correcting{
		Date: "2021-05-04", Place: "Oslo", Mode: "visit", DropActors: []string{was.Actors[0].Name}, AddActors: []string{"Czechia"}, Note: "asked\nthem",
	})
	check := func(what string) {
		t.Helper()
		s := d.story("r06")
		e := s.Entries[0]
		if e.ID != was.ID || e.Date.From.Format(time.DateOnly) != "2021-05-04" || e.Location.Name != "Oslo" || e.Location.Country != "NOR" || !e.Location.HasPoint ||
			len(e.Actors) != 1 || e.Actors[0].Entity != "ISO:Czechia" || len(e.Actors[0].Reports) != 0 || e.Mode != "visit" || len(e.Dates) != 2 {
			t.Errorf("%s: %+v", what, e)
		}
		if len(s.Corrected) != 5 || s.Corrected[0].Number != made.Decision.Number || s.Corrected[0].Note != "asked them" || !s.Corrected[0].At.Equal(made.Decision.At) {
			t.Errorf("%s: %+v", what, s.Corrected)
		}
		if got := d.all(); got != plain {
			t.Errorf("%s: other stories: %s", what, cmp.Diff(plain, got))
		}
		if f := d.find("r00"); len(f.Decided) != 1 || f.Decided[0].Number != made.Decision.Number {
			t.Errorf("%s: decided %+v", what, f.Decided)
		}
	}
	check("made")
	if made.Story.ID != d.story("r00").ID || len(made.Notes) == 0 {
		t.Errorf("made %+v", made)
	}
	for _, doc := range docs { // read again, each of them
		if err := d.Replace(t.Context(), doc); err != nil {
			t.Fatal(err)
		}
	}
	d.settle()
	check("read again")
	f, err := FindStoryAt(t.Context(), d.Store, "r00", before)
	if err != nil || len(f.Decided) != 0 || len(f.Story.Corrected) != 0 || f.Story.Entries[0].Date.From.Day() != 3 {
		t.Errorf("as it stood before: %+v, %v", f, err)
	}
	if f, err = FindStoryAt(t.Context(), d.Store, "r00", d.now); err != nil || len(f.Decided) != 1 || len(f.Story.Corrected) != 5 {
		t.Errorf("as it stands: %+v, %v", f, err)
	}
	if _, err := UndoStories(t.Context(), d.Store, made.Decision.Number); err != nil {
		t.Fatal(err)
	}
	if s := d.story("r00"); !cmp.Equal(&s.Entries[0], was) || len(s.Corrected) != 0 {
		t.Errorf("taken back: %+v, %+v", s.Entries[0], s.Corrected)
	}
}

func TestACorrectionSurvivesMergeSplitAndRevision(t *testing.T) {
	ctx := t.Context()
	d := newDesk(t)
	docs := visiting()
	d.read(docs...)
	id := d.entry("r00").ID
	made := d.correct(id, Correcting{Date: "2021-05-04"})
	day := func(report string) string {
		t.Helper()
		for _, e := range d.story(report).Entries {
			if slices.Contains(e.Corrected, news.AttributeDate) {
				return e.Date.From.Format(time.DateOnly)
			}
		}
		return ""
	}
	merged, s, err := MergeStories(ctx, d.Store, "r00", "r01")
	if err != nil || len(s.Reports) != 8 || day("r19") != "2021-05-04" || len(s.Corrected) != 1 {
		t.Fatalf("merged: %+v, %v", s, err)
	}
	if _, _, _, err := SplitStory(ctx, d.Store, s.ID, "r00"); err != nil || day("r00") != "2021-05-04" || day("r06") != "2021-05-04" {
		t.Fatalf("split: %q, %q, %v", day("r00"), day("r06"), err)
	}
	for _, n := range []int64{0, merged.Number} {
		if _, err := UndoStories(ctx, d.Store, n); err != nil {
			t.Fatal(err)
		}
	}
	// A word before it is new, and the reading model has read it as something else.
	revised := *docs[0]
	revised.Text = "Correction. " + revised.Text
	revised.Events = slices.Clone(revised.Events)
	revised.Events[0].Type, revised.Events[0].Mode = news.Cooperate, "new"
	revised.Events[0].Evidence = []news.Span{{Start: 12, End: 12 + docs[0].Events[0].Evidence[0].End}}
	d.read(&revised)
	if got := day("r00"); got != "2021-05-04" {
		t.Errorf("revised: %q in %+v", got, d.story("r00").Entries)
	}
	// It no longer tells of it, nor do the others.
	for i := 0; i < len(docs); i += 6 {
		silent := *docs[i]
		silent.Events, silent.Text = nil, "Nothing of it is true. "+silent.Text[len(silent.Text)/2:]
		silent.Mentions = nil
		d.read(&silent)
	}
	nothing, err := FindsNothing(ctx, d.Store, made.Decision)
	if err != nil || !nothing || day("r00") != "" {
		t.Errorf("it finds nothing: %v, %v, %q", nothing, err, day("r00"))
	}
	if len(d.find("r00").Decided) != 1 {
		t.Error("the correction is no longer listed")
	}
	d.read(docs[6])
	if nothing, err = FindsNothing(ctx, d.Store, made.Decision); err != nil || nothing || day("r06") != "2021-05-04" {
		t.Errorf("told again: %v, %v, %q", nothing, err, day("r06"))
	}
}

func TestWhatIsWrongAndWhatIsNoDifference(t *testing.T) {
	d := newDesk(t)
	d.read(visiting()...)
	made := d.correct(d.entry("r00").ID, Correcting{Same: "date"})
	if s := made.Story; len(s.Differences) != 0 || len(s.Entries) != 1 || s.Corrected[0].Change != news.ChangeSame {
		t.Errorf("no difference: %+v", s)
	}
	wrong := d.correct(d.entry("r00").ID, Correcting{Wrong: true})
	if s := d.story("r00"); len(s.Entries) != 0 || len(s.Corrected) != 2 || s.Corrected[1].Entry != "" {
		t.Errorf("wrong: %+v", s)
	}
	_, err := CorrectStory(t.Context(), d.Store, wrong.Decision.Correction.Anchor.Entry, Correcting{Date: "2020"})
	if news.CodeOf(err) != news.NotFound || !strings.Contains(err.Error(), "decision 2 says") {
		t.Errorf("corrected once more: %v", err)
	}
	entries := 0
	for _, err := range d.Entries(t.Context(), store.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		entries++
	}
	if entries != 5 {
		t.Errorf("%d entries are listed", entries)
	}
	if _, err := UndoStories(t.Context(), d.Store, wrong.Decision.Number); err != nil {
		t.Fatal(err)
	}
	if s := d.story("r00"); len(s.Entries) != 1 || len(s.Differences) != 0 {
		t.Errorf("not wrong any more: %+v", s)
	}
}

func TestWhoWasAddedHasTheIDThatHolds(t *testing.T) {
	ctx := t.Context()
	st := kept(t, aYear(t), 100)
	story, err := st.StoryOf(ctx, "spring")
	if err != nil {
		t.Fatal(err)
	}
	made, err := CorrectStory(ctx, st, story.Entries[0].ID, Correcting{AddRecipients: []string{"L9"}})
	if err != nil || made.Decision.Correction.AddRecipients[0].Name != "Sadeq Larijani" {
		t.Fatalf("made %+v, %v", made, err)
	}
	merged, err := MergePeople(ctx, st, "Ali Larijani", "L9")
	if err != nil || merged.ID == "L9" {
		t.Fatalf("%+v holds, %v", merged, err)
	}
	if _, err := CorrectStory(ctx, st, story.Entries[0].ID, Correcting{Mode: "visit"}); err != nil { // the story is told anew
		t.Fatal(err)
	}
	if story, err = st.StoryOf(ctx, "spring"); err != nil {
		t.Fatal(err)
	}
	r := story.Entries[0].Recipients
	if got := r[len(r)-1]; len(got.Reports) != 0 || got.Entity != merged.ID {
		t.Errorf("added is %+v, and %s holds", got, merged.ID)
	}
}

func TestCorrectionsHoldInAnyOrder(t *testing.T) {
	docs := visiting()
	first := newDesk(t)
	first.read(docs...)
	made := first.correct(first.entry("r00").ID, Correcting{Date: "2021-05-04", AddRecipients: []string{"Ann Example"}})
	wrong := first.correct(first.entry("r01").ID, Correcting{Wrong: true})
	want := first.story("r00")
	for seed := range uint64(5) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		rnd.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		d := newDesk(t)
		d.now = first.now
		pending := []store.StoryDecision{made.Decision, wrong.Decision}
		for rest := docs; len(rest) > 0; {
			n := 1 + rnd.IntN(min(9, len(rest)))
			d.read(rest[:n]...)
			rest = rest[n:]
			for len(pending) > 0 {
				if _, err := d.DecideStories(t.Context(), pending[0]); err != nil { // its reports are not here yet
					break
				}
				pending = pending[1:]
			}
		}
		d.settle()
		got := d.story("r00")
		for i := range got.Corrected { // the clock is another
			got.Corrected[i].At = want.Corrected[i].At
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d (-want +got):\n%s", seed, diff)
		}
		if s := d.story("r01"); len(s.Entries) != 0 || len(s.Corrected) != 1 {
			t.Fatalf("seed %d: %+v", seed, s)
		}
	}
}

func TestWhatCannotBeCorrectedIsSaid(t *testing.T) {
	d := newDesk(t)
	d.read(visiting()...)
	id, story := d.entry("r00").ID, d.story("r00").ID
	for name, c := range map[string]struct {
		about string
		in    Correcting
		code  news.Code
		says  string
	}{
		"nothing":                {id, Correcting{Note: "hm"}, news.Invalid, "not said"},
		"wrong and another date": {id, Correcting{Wrong: true, Date: "2020"}, news.Invalid, "no other values"},
		"an unknown type":        {id, Correcting{Type: "MEETING"}, news.Invalid, "no event type"},
		"an unknown status":      {id, Correcting{Status: "maybe"}, news.Invalid, "no status"},
		"no mode":                {id, Correcting{Mode: "A visit"}, news.Invalid, "no name of a mode"},
		"no date":                {id, Correcting{Date: "8 March"}, news.Invalid, "no date"},
		"nobody":                 {id, Correcting{AddActors: []string{" "}}, news.Invalid, "without a name"},
		"who is no actor":        {id, Correcting{DropActors: []string{"Ann Example"}}, news.NotFound, "is not an actor"},
		"who is one already":     {id, Correcting{AddRecipients: []string{"Norway"}}, news.Invalid, "already"},
		"no difference":          {id, Correcting{Same: "place"}, news.NotFound, "do not differ on place"},
		"an entry's difference":  {story, Correcting{Same: "date"}, news.NotFound, "do not differ on date"},
		"a date of a story":      {story, Correcting{Date: "2020"}, news.Invalid, "is a story"},
		"an unknown entry":       {"e0", Correcting{Wrong: true}, news.NotFound, "no entry or story e0"},
	} {
		_, err := CorrectStory(t.Context(), d.Store, c.about, c.in)
		if news.CodeOf(err) != c.code || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if all, err := d.StoryDecisions(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("decided %v, %v", all, err)
	}
	if made := d.correct(id, Correcting{Type: "epidemic", OwnTypes: []news.EventType{"EPIDEMIC"}, Status: "Denied", Place: NoValue}); made.Decision.Correction.Type != "EPIDEMIC" ||
		d.entry("r00").Status != news.Denied || d.entry("r00").Location != nil {
		t.Errorf("made %+v", made.Decision.Correction)
	}
}

func TestParseDays(t *testing.T) {
	for _, c := range []struct {
		in, from, to string
		precision    news.Precision
	}{
		{"2020-03-08", "2020-03-08", "2020-03-08", news.Day},
		{"2020-02", "2020-02-01", "2020-02-29", news.Month},
		{"2019", "2019-01-01", "2019-12-31", news.Year},
		{"2020-03-08/2020-03-10", "2020-03-08", "2020-03-10", news.Range},
		{"2020-03-08/2020-03-08", "2020-03-08", "2020-03-08", news.Day},
	} {
		iv, err := ParseDays(c.in)
		if err != nil || iv.From.Format(time.DateOnly) != c.from || iv.To.Format(time.DateOnly) != c.to || iv.Precision != c.precision {
			t.Errorf("%s: %+v, %v", c.in, iv, err)
		}
	}
	for _, s := range []string{"", "8 March", "2020-02-30", "2020-13", "20", "0000", "2020-03-10/2020-03-08", "2020/2021", "2020-03-08/", "/", "2020-03-08/2020-03-09/2020-03-10", " 2020"} {
		if iv, err := ParseDays(s); news.CodeOf(err) != news.Invalid {
			t.Errorf("%q: %+v, %v", s, iv, err)
		}
	}
}

func FuzzParseDays(f *testing.F) {
	for _, s := range []string{"2020-03-08", "2020-03", "2020", "2020-03-08/2020-03-10", "9999-12", "/", "２０２０"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		iv, err := ParseDays(s)
		if (iv == nil) == (err == nil) {
			t.Fatalf("%q: %v, %v", s, iv, err)
		}
		if iv != nil && (iv.To.Before(iv.From) || iv.From.Year() < 1) {
			t.Errorf("%q: %+v", s, iv)
		}
	})
}
