package app

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/dragoman-news/dragoman/internal/cluster"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
)

// desk is a store in memory whose clock is moved by hand.
type desk struct {
	*memstore.Store
	t   *testing.T
	now time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, now: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	d.Store = memstore.New(store.Options{Features: cluster.Features, Now: func() time.Time { return d.now }})
	return d
}

// read keeps reports and settles; then an hour passes.
func (d *desk) read(docs ...*news.Document) {
	d.t.Helper()
	if _, err := d.Add(d.t.Context(), docs); err != nil {
		d.t.Fatal(err)
	}
	d.settle()
}

func (d *desk) settle() {
	d.t.Helper()
	if _, err := Settle(d.t.Context(), d.Store, nil); err != nil {
		d.t.Fatal(err)
	}
	d.now = d.now.Add(time.Hour)
}

func (d *desk) story(report string) *news.Story {
	d.t.Helper()
	s, err := d.StoryOf(d.t.Context(), report)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

func (d *desk) find(id string) *FoundStory {
	d.t.Helper()
	f, err := FindStory(d.t.Context(), d.Store, id)
	if err != nil {
		d.t.Fatal(err)
	}
	return f
}

func (d *desk) findAt(id string, at time.Time) string {
	d.t.Helper()
	f, err := FindStoryAt(d.t.Context(), d.Store, id, at)
	if err != nil {
		return string(news.CodeOf(err))
	}
	return f.Story.ID + ": " + strings.Join(f.Story.Reports, " ")
}

// all lists the stories, each with its id, reports and copies.
func (d *desk) all() string {
	d.t.Helper()
	lines := map[string]bool{}
	for doc, err := range d.Documents(d.t.Context(), store.Filter{}) {
		if err != nil {
			d.t.Fatal(err)
		}
		s := d.story(doc.ID)
		lines[s.ID+": "+strings.Join(s.Reports, " ")] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(lines)), "\n")
}

// retold is harbourNews with a word that no other report has after every second word, so that
// none is a copy of another.
func retold() []*news.Document {
	docs := harbourNews()
	for i, d := range docs {
		core, _, _ := strings.Cut(d.Text, ". ")
		who := strings.TrimSuffix(d.Title, " on the news")
		var words []string
		for k, w := range slices.Repeat(strings.Fields(core), 3) {
			if words = append(words, w); k%2 == 1 {
				words = append(words, fmt.Sprintf("%c%c%cing%s", 'b'+i%20, "aeiou"[k/2%5], 'b'+k%20, strings.Repeat("o", i/20)))
			}
		}
		land := []string{"Norway", "Czechia", "Mali", "Japan", "Colombia", "Belgium"}[i%6]
		d.Text = who + " was there in " + land + ". " + strings.Join(words, " ") + ". So " + who + " told the news."
		for _, m := range []news.Mention{
			{Kind: news.Person, Entity: fmt.Sprintf("Q%d", 100+i%6), Name: who}, {Kind: news.Country, Entity: "ISO:" + land, Name: land, Country: land[:3]},
		} {
			m.Span.Start = strings.Index(d.Text, m.Name)
			m.Span.End = m.Span.Start + len(m.Name)
			d.Mentions = append(d.Mentions, m)
		}
	}
	return docs
}

// harbourDecisions say that the ferry and the glassworks are one story, and that two reports of the
// millet are another than the other two.
func harbourDecisions() []store.StoryDecision {
	return []store.StoryDecision{
		{Kind: store.Merge, Stories: []string{"a", "b"}, Parts: [][]string{{"r00", "r06", "r12", "r18", "r01", "r07", "r13", "r19"}}},
		{Kind: store.Split, Stories: []string{"c"}, Parts: [][]string{{"r02", "r08"}, {"r14", "r20"}}},
	}
}

func TestDecisionsHoldInAnyOrder(t *testing.T) {
	t.Run("copies", func(t *testing.T) { decidedInAnyOrder(t, harbourNews()) })
	t.Run("originals", func(t *testing.T) { decidedInAnyOrder(t, retold()) })
}

func decidedInAnyOrder(t *testing.T, docs []*news.Document) {
	t.Helper()
	plain := newDesk(t)
	plain.read(docs...)
	var want string
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 9))
		rnd.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		d := newDesk(t)
		pending := harbourDecisions()
		for rest := docs; len(rest) > 0; {
			n := 1 + rnd.IntN(min(9, len(rest)))
			d.read(rest[:n]...)
			rest = rest[n:]
			if len(pending) > 0 {
				if _, err := d.DecideStories(t.Context(), pending[0]); err == nil { // its reports are here
					pending = pending[1:]
				} else if news.CodeOf(err) != news.NotFound {
					t.Fatal(err)
				}
			}
		}
		for _, p := range pending {
			if _, err := d.DecideStories(t.Context(), p); err != nil {
				t.Fatal(err)
			}
		}
		d.settle()
		got := d.all()
		if want == "" {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d (-first +now):\n%s", seed, diff)
		}
		if a, b := d.story("r00"), d.story("r19"); a.ID != b.ID || len(a.Reports) != 8 {
			t.Fatalf("merged: %v, %v", a.Reports, b.Reports)
		}
		if a, b := d.story("r02"), d.story("r14"); a.ID == b.ID || len(a.Reports) != 2 || len(b.Reports) != 2 {
			t.Fatalf("split: %v, %v", a.Reports, b.Reports)
		}
		for range 2 {
			if _, err := UndoStories(t.Context(), d.Store, 0); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(plain.all(), d.all()); diff != "" {
			t.Fatalf("seed %d, taken back (-never decided +now):\n%s", seed, diff)
		}
	}
}

func TestMergeAndSplitSayWhatBecameOfTheStories(t *testing.T) {
	ctx := t.Context()
	d := newDesk(t)
	d.read(retold()...)
	ferry, glass := d.story("r00"), d.story("r01")
	decided, s, err := MergeStories(ctx, d.Store, ferry.ID, "r07")
	if err != nil || len(s.Reports) != 8 || decided.Number == 0 || !slices.Equal(decided.Stories, []string{ferry.ID, glass.ID}) {
		t.Fatalf("merged %+v into %v, %v", decided, s, err)
	}
	gone := glass.ID
	if s.ID == glass.ID {
		gone = ferry.ID
	}
	f := d.find(gone)
	if f.Story.ID != s.ID || f.Asked != gone || len(f.Elsewhere) != 0 || len(f.Decided) != 1 || f.Decided[0].Number != decided.Number {
		t.Errorf("the id that went leads to %s, asked %q, elsewhere %v, decided %v", f.Story.ID, f.Asked, f.Elsewhere, f.Decided)
	}
	if _, _, err := MergeStories(ctx, d.Store, gone, s.ID); news.CodeOf(err) != news.Invalid {
		t.Errorf("merged with itself: %v", err)
	}
	if _, _, err := MergeStories(ctx, d.Store, "nope", s.ID); news.CodeOf(err) != news.NotFound {
		t.Errorf("merged with nothing: %v", err)
	}
	_, stays, goes, err := SplitStory(ctx, d.Store, s.ID, "r01", "r07")
	if err != nil || len(stays.Reports) != 6 || !slices.Equal(goes.Reports, []string{"r01", "r07"}) {
		t.Fatalf("split into %v and %v, %v", stays, goes, err)
	}
	for name, reports := range map[string][]string{"all reports": stays.Reports, "a report of another story": {"r03"}} {
		if _, _, _, err := SplitStory(ctx, d.Store, stays.ID, reports...); news.CodeOf(err) != news.Invalid && news.CodeOf(err) != news.NotFound {
			t.Errorf("split off %s: %v", name, err)
		}
	}
	if got := len(d.find("r02").Decided); got != 0 {
		t.Errorf("%d decisions about a story that none is about", got)
	}
	if _, err := UndoStories(ctx, d.Store, decided.Number); err != nil {
		t.Fatal(err)
	}
	if got := d.story("r00").Reports; len(got) != 6 { // the split tied what stayed
		t.Errorf("after the merge alone was taken back: %v", got)
	}
	if _, err := UndoStories(ctx, d.Store, 0); err != nil {
		t.Fatal(err)
	}
	if a, b := d.story("r00"), d.story("r01"); a.ID != ferry.ID || b.ID != glass.ID || len(a.Reports) != 4 {
		t.Errorf("after both were taken back: %v, %v", a.Reports, b.Reports)
	}
}

func TestCopiesGoWithTheirOriginal(t *testing.T) {
	d := newDesk(t)
	docs := retold()
	again := *docs[6]
	again.ID, again.Source = "copy", "reprint.example"
	d.read(append(docs, &again)...)
	if doc, err := d.Document(t.Context(), "r06"); err != nil || doc.CopyOf != "copy" {
		t.Fatalf("it is no copy: %v, %v", doc, err)
	}
	_, stays, goes, err := SplitStory(t.Context(), d.Store, "r00", "copy")
	if err != nil || len(stays.Reports) != 3 || len(goes.Reports) != 2 || goes.Copies != 1 {
		t.Fatalf("split into %+v and %+v, %v", stays, goes, err)
	}
	_, stays, goes, err = SplitStory(t.Context(), d.Store, goes.ID, "r06")
	if err != nil || len(stays.Reports) != 1 || len(goes.Reports) != 1 || goes.Copies != 0 {
		t.Errorf("split into %+v and %+v, %v", stays, goes, err)
	}
}

func TestAnIDThatWasShownStaysReadable(t *testing.T) {
	d := newDesk(t)
	docs := retold()
	t0 := d.now
	d.read(docs[6], docs[12])
	first := d.story("r06").ID
	d.read(docs[0]) // earlier than both: the story's id is another
	second := d.story("r06").ID
	if first == second {
		t.Fatal("the id stays")
	}
	f := d.find(first)
	if f.Story.ID != second || f.Asked != first || !cmp.Equal(f.Formerly, []StoryPart{{first, []string{"r06", "r12"}}}) {
		t.Errorf("%s leads to %s, formerly %v", first, f.Story.ID, f.Formerly)
	}
	for _, tc := range []struct {
		id   string
		at   time.Time
		want string
	}{
		{first, t0.Add(time.Minute), first + ": r06 r12"},
		{second, t0.Add(time.Minute), first + ": r06 r12"},
		{"r12", t0.Add(time.Minute), first + ": r06 r12"},
		{"r00", t0.Add(time.Minute), "not_found"},
		{first, t0.Add(2 * time.Hour), second + ": r00 r06 r12"},
		{first, t0.Add(-time.Minute), "not_found"},
		{"nope", t0.Add(time.Minute), "not_found"},
	} {
		if got := d.findAt(tc.id, tc.at); got != tc.want {
			t.Errorf("%s at %s is %q, want %q", tc.id, tc.at, got, tc.want)
		}
	}
	_, stays, goes, err := SplitStory(t.Context(), d.Store, second, "r00")
	if err != nil || stays.ID != second || goes.ID == second || goes.ID == first {
		t.Fatalf("split: %v, %v, %v", stays, goes, err)
	}
	f = d.find(second)
	if want := []StoryPart{{goes.ID, []string{"r00"}}}; f.Story.ID != second || f.Asked != "" || !cmp.Equal(f.Elsewhere, want) {
		t.Errorf("%s is %v, elsewhere %v", second, f.Story.Reports, f.Elsewhere)
	}
	if f = d.find(first); f.Story.ID != second {
		t.Errorf("%s leads to %s", first, f.Story.ID)
	}
	if _, err := UndoStories(t.Context(), d.Store, 0); err != nil {
		t.Fatal(err)
	}
	if f = d.find(goes.ID); f.Story.ID != second || f.Asked != goes.ID {
		t.Errorf("after it was taken back %s leads to %s", goes.ID, f.Story.ID)
	}
}

// Where the earliest report leaves a story by itself, the id is that report's; most of what it held is
// told with it.
func TestAnIDThatMovedSaysWhereTheRestIs(t *testing.T) {
	d := newDesk(t)
	docs := retold()
	d.read(docs[0], docs[6], docs[12], docs[1], docs[7])
	id := d.story("r00").ID
	changed := *docs[0]
	changed.Text, changed.Title, changed.Mentions = "Nobody had expected snow over the vineyards of Stellenbosch in such a mild spring.", "Snow", nil
	d.read(&changed)
	f := d.find(id)
	want := []StoryPart{{d.story("r06").ID, []string{"r06", "r12"}}}
	if !slices.Equal(f.Story.Reports, []string{"r00"}) || !cmp.Equal(f.Elsewhere, want) {
		t.Errorf("%s is %v, elsewhere %v", id, f.Story.Reports, f.Elsewhere)
	}
}

func TestAChangedReportChangesItsStoryAndTheEarlierStateStays(t *testing.T) {
	ctx := t.Context()
	d := newDesk(t)
	docs := retold()[:7]
	text := docs[6].Text
	docs[6].Events = []news.Event{{
		Type: news.Consult, Status: news.Occurred, Evidence: []news.Span{{Start: len(text) - 9, End: len(text)}},
		Actors: []news.Party{{Name: "Ketil Brandvold"}, {Name: "Anneliese Hofstetter"}},
	}}
	t0 := d.now
	d.read(docs...)
	changed := *docs[6]
	changed.Text, changed.Title, changed.Events = strings.TrimSuffix(text, " told the news.")+" said.", "Correction", nil
	d.read(&changed)
	if s := d.story("r06"); s.Revisions["r06"] != 2 || len(s.Entries) != 0 {
		t.Errorf("the story does not follow: %+v", s)
	}
	f, err := FindStoryAt(ctx, d.Store, "r06", t0.Add(time.Minute))
	if err != nil || len(f.Story.Entries) != 1 {
		t.Fatalf("the earlier state: %+v, %v", f, err)
	}
	doc, err := f.Document(ctx, "r06")
	if err != nil || doc.Text != text {
		t.Errorf("its report: %v, %v", doc, err)
	}
	if got := f.Story.Entries[0].Evidence[0].Span.In(doc.Text); got != text[len(text)-9:] {
		t.Errorf("its evidence: %q", got)
	}
	if doc, err := d.find("r06").Document(ctx, "r06"); err != nil || doc.Title != "Correction" {
		t.Errorf("the report now: %v, %v", doc, err)
	}
	if len(d.find("r06").Versions) < 2 {
		t.Errorf("versions %v", d.find("r06").Versions)
	}
}

// Between a change of a report and its placing the story still points into the old text.
func TestWhatAStoryPointsAtIsThereBeforeItIsToldAnew(t *testing.T) {
	d := newDesk(t)
	docs := retold()[:7]
	docs[0].Events = []news.Event{{
		Type: news.Consult, Status: news.Occurred, Evidence: []news.Span{{Start: 200, End: 220}},
		Actors: []news.Party{{Name: "Ketil Brandvold"}, {Name: "Anneliese Hofstetter"}},
	}}
	d.read(docs...)
	changed := *docs[0]
	changed.Text, changed.Events, changed.Mentions = "Short.", nil, nil
	if _, err := d.Add(t.Context(), []*news.Document{&changed}); err != nil {
		t.Fatal(err)
	}
	f := d.find("r00")
	doc, err := f.Document(t.Context(), "r00")
	if err != nil || len(f.Story.Entries) != 1 || len(doc.Text) < 220 {
		t.Errorf("%d entries, text %q, %v", len(f.Story.Entries), doc.Text, err)
	}
}

func TestAWithdrawnReportStaysInItsStory(t *testing.T) {
	for name, text := range map[string]string{
		"with a notice": "The editors have withdrawn this article and apologise to the readers.", "without a text": "",
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			docs := retold()
			d.read(docs...)
			before := d.story("r06")
			gone := *docs[6]
			gone.Text, gone.Title, gone.Mentions, gone.Withdrawn = text, "", nil, true
			d.read(&gone)
			after := d.story("r06")
			if !slices.Equal(after.Reports, before.Reports) || !slices.Equal(after.Withdrawn, []string{"r06"}) || after.Sources != before.Sources-1 {
				t.Errorf("before %+v\nafter %+v", before, after)
			}
			if len(d.find("r06").Versions) != 2 {
				t.Errorf("versions %v", d.find("r06").Versions)
			}
		})
	}
}

func TestAWithdrawalOfWhatNobodyHasIsSetAside(t *testing.T) {
	d := newDesk(t)
	var in []*news.Raw
	for i, id := range []string{"known", "known", "unknown"} {
		raw := &news.Raw{Name: fmt.Sprintf("line %d", i), ID: id, MediaType: "text/plain", UTF8: true}
		if i == 0 {
			raw.Body = []byte("The ferry Solveig ran aground off Hammerøya with 240 passengers on Monday.")
		} else {
			raw.Withdrawn = true
		}
		in = append(in, raw)
	}
	p := Reading(1, NewReadingModel(NoModel), nil, nil)
	kept, err := Keep(t.Context(), p, d.Store, func(yield func(*news.Raw, error) bool) {
		for _, raw := range in {
			if !yield(raw, nil) {
				return
			}
		}
	}, nil)
	if err != nil || kept != (Kept{Added: 1, Revised: 1, SetAside: 1}) {
		t.Fatalf("kept %+v, %v", kept, err)
	}
	doc, err := d.Document(t.Context(), "known")
	if err != nil || !doc.Withdrawn || !strings.Contains(doc.Text, "Solveig") {
		t.Errorf("%+v, %v", doc, err)
	}
}

// A split takes apart; it never puts together. Without the report that goes, what stays may be more
// like another story than it was.
func TestWhatStaysAfterASplitJoinsNoOtherStory(t *testing.T) {
	d := newDesk(t)
	docs := retold()
	for _, i := range []int{6, 12} { // undated: they go with whichever tells most alike
		docs[i].Published = nil
	}
	later := *docs[18]
	later.ID, later.Source = "later", "other.example"
	later.Published = &news.Published{Interval: news.Interval{Precision: news.Day, From: time.Date(2021, 5, 30, 0, 0, 0, 0, time.UTC), To: time.Date(2021, 5, 30, 0, 0, 0, 0, time.UTC)}}
	later.Text = strings.ReplaceAll(docs[18].Text, "ing", "ung")
	d.read(docs[0], docs[6], docs[12], &later)
	if a, b := d.story("r00"), d.story("later"); a.ID == b.ID || len(a.Reports) != 3 || len(b.Reports) != 1 {
		t.Fatalf("stories %v and %v", a.Reports, b.Reports)
	}
	decided, stays, goes, err := SplitStory(t.Context(), d.Store, "r00", "r00")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(stays.Reports, []string{"r06", "r12"}) || !slices.Equal(goes.Reports, []string{"r00"}) {
		t.Errorf("split into %v and %v", stays.Reports, goes.Reports)
	}
	if !slices.Equal(decided.Apart, []string{"later"}) {
		t.Errorf("kept apart from %v: without that they would stay alone", decided.Apart)
	}
	if _, s, err := MergeStories(t.Context(), d.Store, "r06", "later"); err != nil || len(s.Reports) != 3 {
		t.Errorf("merged all the same: %v, %v", s, err)
	}
}
