package storetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// meeting is the story of visit's three reports.
func meeting() *news.Story {
	day := func(s string) *news.Interval { return &published(s).Interval }
	salih := news.Party{Name: "Barham Salih", Entity: "Q1", Kind: news.Person, Country: "IRQ", Sector: "GOV"}
	return &news.Story{
		ID: "s1", Titles: map[news.Lang]string{"en": "Report en", "fr": "Report fr", "ar": "Report ar"},
		From: "2020-03-07", To: "2020-03-09", Languages: []news.Lang{"ar", "en", "fr"}, Reports: []string{"ar", "en", "fr"}, Copies: 1, Sources: 2, Withdrawn: []string{"fr"}, Revisions: map[string]int{"fr": 2},
		Entries: []news.Entry{
			{
				ID: "e1", Story: "s1", Type: news.Consult, Mode: "visit", Status: news.Occurred,
				Actors:     []news.EntryParty{{Party: salih, Reports: []string{"en", "fr"}}},
				Recipients: []news.EntryParty{{Party: news.Party{Name: "X", Country: "IRN", Mention: -1}, Reports: []string{"en"}}},
				Location:   &news.Location{Name: "Baghdad", Country: "IRQ", Lat: 33.34, Lon: 44.4, HasPoint: true, Precision: "city"},
				Places:     []news.EntryPlace{{Location: news.Location{Name: "Baghdad", Country: "IRQ", Precision: "city", Inferred: true}, Reports: []string{"en"}}},
				Dates:      []news.EntryDate{{Interval: *day("2020-03-08"), Reports: []string{"en", "fr"}, Sister: []string{"fr"}}},
				Date:       day("2020-03-08"), Evidence: []news.ReportSpan{{Report: "en", Span: news.Span{Start: 0, End: 47}}},
				Corrected: []string{news.AttributeDate},
			},
			{ID: "e2", Story: "s1", Type: news.Agree, Status: news.Planned, Date: day("2020-04")},
		},
		Differences: []news.Difference{{Entry: 0, Attribute: "date", Values: []news.DifferenceValue{
			{Value: "2020-03-07", Reports: []string{"fr"}, Evidence: []news.ReportSpan{{Report: "fr"}}}, {Value: "2020-03-08", Reports: []string{"en"}},
		}}, {Entry: -1, Attribute: "place"}},
		Corrected: []news.Corrected{
			{
				Number: 3, Change: news.ChangeSet, Entry: "e1", Attribute: news.AttributeDate, Was: "2020-03-07", Is: "2020-03-08", Note: "by telephone",
				At: time.Date(2020, 3, 9, 8, 0, 0, 5e6, time.UTC), Overruled: 4,
			},
			{Number: 4, Change: news.ChangeWrong, Was: "AID occurred", At: time.Date(2020, 3, 9, 9, 0, 0, 0, time.UTC), Since: []string{"fr"}},
		},
	}
}

// weather is the story of visit's fourth report: undated, without entries.
func weather() *news.Story {
	return &news.Story{ID: "s2", Titles: map[news.Lang]string{"en": "Report other"}, Languages: []news.Lang{"en"}, Reports: []string{"other"}, Sources: 1}
}

func (e *env) apply(t *testing.T, ch store.StoryChanges) {
	t.Helper()
	if err := e.ApplyStories(e.ctx, ch); err != nil {
		t.Fatalf("ApplyStories: %v", err)
	}
}

func (e *env) stories(t *testing.T, f store.Filter) string {
	t.Helper()
	var ids []string
	for _, s := range all(t, e.Stories(e.ctx, f)) {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, " ")
}

func (e *env) entries(t *testing.T, f store.Filter) string {
	t.Helper()
	var ids []string
	for _, s := range all(t, e.Entries(e.ctx, f)) {
		ids = append(ids, s.ID)
	}
	return strings.Join(ids, " ")
}

var storyTests = []test{
	{"a story comes back as it was put", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.apply(t, store.StoryChanges{Put: []*news.Story{meeting(), weather()}})
		for _, want := range []*news.Story{meeting(), weather()} {
			got, err := e.Story(e.ctx, want.ID)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmp.Comparer(sameTime)); diff != "" {
				t.Errorf("Story (-want +got):\n%s", diff)
			}
		}
		got, err := e.StoryOf(e.ctx, "fr")
		if err != nil || got.ID != "s1" {
			t.Errorf("StoryOf(fr) = %v, %v", got, err)
		}
	}},
	{"a missing story has code NotFound", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		_, err := e.Story(e.ctx, "nope")
		wantCode(t, "Story", err, news.NotFound)
		_, err = e.StoryOf(e.ctx, "nope")
		wantCode(t, "StoryOf an unknown report", err, news.NotFound)
		_, err = e.StoryOf(e.ctx, "en")
		wantCode(t, "StoryOf a report without a story", err, news.NotFound)
	}},
	{"stories come by their end, undated last, narrowed by what their entries and reports hold", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		later := &news.Story{ID: "s0", From: "2020-05-01", To: "2020-05-02", Languages: []news.Lang{"de"}}
		same := &news.Story{ID: "s3", From: "2020-03-09", To: "2020-03-09"}
		e.apply(t, store.StoryChanges{Put: []*news.Story{weather(), same, meeting(), later}})
		for _, tc := range []struct {
			name string
			f    store.Filter
			want string
		}{
			{"all", store.Filter{}, "s0 s1 s3 s2"},
			{"limit", store.Filter{Limit: 2}, "s0 s1"},
			{"after", store.Filter{After: "s1"}, "s3 s2"},
			{"after, limit", store.Filter{After: "s1", Limit: 1}, "s3"},
			{"since", store.Filter{Since: "2020-03-09"}, "s0 s1 s3"},
			{"until", store.Filter{Until: "2020-03-08"}, "s1"},
			{"language", store.Filter{Lang: "ar"}, "s1"},
			{"source of a report", store.Filter{Source: "echo.example"}, "s1"},
			{"type of an entry", store.Filter{Type: news.Consult}, "s1"},
			{"type and status of one entry", store.Filter{Type: news.Consult, Status: news.Planned}, ""},
			{"country of an entry", store.Filter{Country: "IRQ"}, "s1"},
			{"entity of a report", store.Filter{Entity: "علي شمخاني"}, "s1"},
			{"name of a report", store.Filter{Entity: "Jean Untel"}, "s2"},
			{"nobody", store.Filter{Entity: "nobody"}, ""},
		} {
			equal(t, tc.name, e.stories(t, tc.f), tc.want)
		}
	}},
	{"an entry is found by its id", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.apply(t, store.StoryChanges{Put: []*news.Story{meeting(), weather()}})
		got, err := e.Entry(e.ctx, "e1")
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "entry", got, &meeting().Entries[0])
		for _, id := range []string{"e3", "s1", ""} {
			_, err := e.Entry(e.ctx, id)
			wantCode(t, "Entry "+id, err, news.NotFound)
		}
		other := holding("s0", "of another story", "other")
		other.Entries = []news.Entry{{ID: "e1", Type: news.Aid}}
		e.apply(t, store.StoryChanges{Delete: []string{"s2"}, Put: []*news.Story{other}})
		if got, err := e.Entry(e.ctx, "e1"); err != nil || got.Story != "s0" {
			t.Errorf("the entry of two stories: %+v, %v", got, err)
		}
	}},
	{"entries are listed by date and narrowed each for itself", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		undated := weather()
		undated.Entries = []news.Entry{{Type: news.Accuse, Status: news.Occurred}, {Type: news.Reject, Status: news.Occurred}}
		e.apply(t, store.StoryChanges{Put: []*news.Story{undated, meeting()}})
		for _, tc := range []struct {
			name string
			f    store.Filter
			want string
		}{
			{"all", store.Filter{}, "e2 e1 s2/0 s2/1"},
			{"limit", store.Filter{Limit: 1}, "e2"},
			{"after", store.Filter{After: "e1"}, "s2/0 s2/1"},
			{"type", store.Filter{Type: news.Consult}, "e1"},
			{"status", store.Filter{Status: news.Occurred}, "e1 s2/0 s2/1"},
			{"country of the place", store.Filter{Country: "IRQ"}, "e1"},
			{"country of a party", store.Filter{Country: "IRN"}, "e1"},
			{"entity", store.Filter{Entity: "Q1"}, "e1"},
			{"entity by another spelling", store.Filter{Entity: "برهم صالح"}, "e1"},
			{"entity that only a report names", store.Filter{Entity: "Q2"}, ""},
			{"since", store.Filter{Since: "2020-04-15"}, "e2"},
			{"until", store.Filter{Until: "2020-03-31"}, "e1"},
			{"language of the story", store.Filter{Lang: "fr"}, "e2 e1"},
			{"source of the story", store.Filter{Source: "echo.example"}, "e2 e1"},
		} {
			equal(t, tc.name, e.entries(t, tc.f), tc.want)
		}
		for _, en := range all(t, e.Entries(e.ctx, store.Filter{Type: news.Consult})) {
			if diff := cmp.Diff(&meeting().Entries[0], en, cmp.Comparer(sameTime)); diff != "" {
				t.Errorf("entry (-want +got):\n%s", diff)
			}
		}
	}},
	{"a story put again takes the place of the old one", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.apply(t, store.StoryChanges{Put: []*news.Story{meeting()}})
		smaller := meeting()
		smaller.Reports, smaller.Languages, smaller.Entries, smaller.To = []string{"ar", "en"}, []news.Lang{"ar", "en"}, smaller.Entries[:1], "2020-03-08"
		e.apply(t, store.StoryChanges{Put: []*news.Story{smaller}})
		_, err := e.StoryOf(e.ctx, "fr")
		wantCode(t, "StoryOf the report that left", err, news.NotFound)
		equal(t, "entries", e.entries(t, store.Filter{}), "e1")
		equal(t, "French", e.stories(t, store.Filter{Lang: "fr"}), "")
		if st, err := e.Stats(e.ctx); err != nil || st.Stories != 1 {
			t.Errorf("Stats = %+v, %v", st, err)
		}
	}},
	{"a report moves with the story that claims it", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.apply(t, store.StoryChanges{Put: []*news.Story{meeting(), weather()}})
		both := weather()
		both.Reports = append(both.Reports, "en")
		e.apply(t, store.StoryChanges{Put: []*news.Story{both}})
		if st, err := e.StoryOf(e.ctx, "en"); err != nil || st.ID != "s2" {
			t.Errorf("StoryOf(en) = %v, %v", st, err)
		}
		e.apply(t, store.StoryChanges{Delete: []string{"s1", "unknown"}})
		if st, err := e.StoryOf(e.ctx, "en"); err != nil || st.ID != "s2" {
			t.Errorf("StoryOf(en) after its old story went = %v, %v", st, err)
		}
		_, err := e.StoryOf(e.ctx, "ar")
		wantCode(t, "StoryOf a report whose story went", err, news.NotFound)
		equal(t, "entries", e.entries(t, store.Filter{}), "")
	}},
	{"a revised report stays in its story", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.apply(t, store.StoryChanges{Put: []*news.Story{meeting()}})
		e.add(t, report("en", "en", "2021-01-01", "Another text."))
		if st, err := e.StoryOf(e.ctx, "en"); err != nil || st.ID != "s1" {
			t.Errorf("StoryOf(en) = %v, %v", st, err)
		}
	}},
	{"copies are set, taken back and counted", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.apply(t, store.StoryChanges{Copies: map[string]string{"fr": "en", "ar": "en"}})
		e.apply(t, store.StoryChanges{Copies: map[string]string{"fr": "", "ar": "en"}})
		fr, err1 := e.Document(e.ctx, "fr")
		ar, err2 := e.Document(e.ctx, "ar")
		if err := errors.Join(err1, err2); err != nil || fr.CopyOf != "" || ar.CopyOf != "en" {
			t.Errorf("fr is a copy of %q, ar of %q, %v", fr.CopyOf, ar.CopyOf, err)
		}
		if st, err := e.Stats(e.ctx); err != nil || st.Copies != 1 {
			t.Errorf("Stats = %+v, %v", st, err)
		}
	}},
	{"a step acknowledges its jobs", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		jobs, err := e.Lease(e.ctx, store.JobPlace, 3, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		e.apply(t, store.StoryChanges{Put: []*news.Story{meeting()}, Jobs: jobs})
		n, err := e.Waiting(e.ctx, store.JobPlace)
		if err != nil || n != 1 {
			t.Errorf("Waiting = %d, %v; want the one job that is left", n, err)
		}
	}},
	{"a step that cannot be kept keeps nothing", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		e.apply(t, store.StoryChanges{Put: []*news.Story{weather()}})
		jobs, err := e.Lease(e.ctx, store.JobPlace, 1, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		rival, unnamed, double, unknown := meeting(), meeting(), meeting(), meeting()
		rival.ID, unnamed.ID, double.Entries[1].ID, unknown.Reports = "s9", "", "e1", []string{"en", "gone"}
		for _, tc := range []struct {
			name string
			ch   store.StoryChanges
			want news.Code
		}{
			{"two stories claim a report", store.StoryChanges{Put: []*news.Story{meeting(), rival}}, news.Invalid},
			{"a story without an id", store.StoryChanges{Put: []*news.Story{meeting(), unnamed}}, news.Invalid},
			{"two entries with one id", store.StoryChanges{Put: []*news.Story{double}}, news.Invalid},
			{"put and deleted", store.StoryChanges{Put: []*news.Story{meeting()}, Delete: []string{"s1"}}, news.Invalid},
			{"an unknown report", store.StoryChanges{Put: []*news.Story{unknown}, Delete: []string{"s2"}}, news.NotFound},
			{"a copy that is not there", store.StoryChanges{Put: []*news.Story{meeting()}, Copies: map[string]string{"gone": "en"}}, news.NotFound},
			{"a lease that was lost", store.StoryChanges{Put: []*news.Story{meeting()}, Fence: store.Fence{Lease: "stories", Epoch: 7}}, news.Conflict},
		} {
			tc.ch.Jobs = jobs
			wantCode(t, tc.name, e.ApplyStories(e.ctx, tc.ch), tc.want)
		}
		equal(t, "stories", e.stories(t, store.Filter{}), "s2")
		st, err := e.Stats(e.ctx)
		if err != nil || st.Queued != 4 || st.Stories != 1 || st.Copies != 0 {
			t.Errorf("Stats = %+v, %v", st, err)
		}
	}},
	{"a step under the current lease is kept", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		epoch, ok, err := e.Acquire(e.ctx, "stories", "a", time.Minute)
		if err != nil || !ok {
			t.Fatalf("Acquire = %v, %v", ok, err)
		}
		e.apply(t, store.StoryChanges{Put: []*news.Story{meeting()}, Fence: store.Fence{Lease: "stories", Epoch: epoch}})
		equal(t, "stories", e.stories(t, store.Filter{}), "s1")
	}},
}
