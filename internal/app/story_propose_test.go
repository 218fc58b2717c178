package app

import (
	"slices"
	"testing"

	"github.com/dragoman-news/dragoman/internal/cluster"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/window"
)

// fresh looks for proposals as if so much was decided.
func fresh(d *desk, decided ...store.StoryDecision) *proposer {
	return &proposer{
		st: d.Store, source: clusterSource{d.Store, window.New(d.Store, rows())}, decided: decided,
		best: map[[2]string]StoryProposal{}, score: map[[2]string]float64{},
	}
}

// found are the proposals of a kind about a story, by the report that speaks most for each.
func (p *proposer) found(d *desk, kind, story string) []string {
	d.t.Helper()
	s := d.find(story).Story
	if err := p.look(d.t.Context(), s); err != nil {
		d.t.Fatal(err)
	}
	var out []string
	for _, v := range p.best {
		if v.Confidence <= 0 || v.Confidence >= 1 || len(v.Reasons) == 0 || v.Second == "" || (v.B == nil) != (v.Kind == store.Split) {
			d.t.Errorf("%+v", v)
		}
		if v.Kind == kind {
			out = append(out, v.First)
		}
	}
	slices.Sort(out)
	return out
}

// TestWhatWasSettledWronglyIsProposed makes a story of two, and two of one, by decisions, and looks without them.
func TestWhatWasSettledWronglyIsProposed(t *testing.T) {
	d := newDesk(t)
	d.read(retold()...)
	merged, one, err := MergeStories(t.Context(), d.Store, "r00", "r01")
	if err != nil {
		t.Fatal(err)
	}
	if own := fresh(d, merged).found(d, store.Split, one.ID); len(own) > 0 {
		t.Errorf("reports %v are proposed to go though it is decided that they stay", own)
	}
	if _, err := UndoStories(t.Context(), d.Store, 0); err != nil {
		t.Fatal(err)
	}
	whole := d.story("r02")
	split, stays, _, err := SplitStory(t.Context(), d.Store, whole.ID, whole.Reports[len(whole.Reports)-1])
	if err != nil {
		t.Fatal(err)
	}
	if got := fresh(d).found(d, store.Merge, stays.ID); len(got) != 1 {
		t.Errorf("of what is one story, and was split, %v are proposed", got)
	}
	if got := fresh(d, split).found(d, store.Merge, stays.ID); len(got) > 0 {
		t.Errorf("%v are proposed though it is decided that they are two", got)
	}
	found, err := ProposeStories(t.Context(), d.Store, store.Filter{Limit: 2})
	if err != nil || found.Looked != 2 || found.Last == "" {
		t.Errorf("%+v, %v", found, err)
	}
}

// TestAReportThatHangsLooselyIsProposed puts a report of something else beside two that are one.
func TestAReportThatHangsLooselyIsProposed(t *testing.T) {
	d := newDesk(t)
	docs := retold()
	d.read(docs[0], docs[6], docs[12], docs[1])
	_, one, err := MergeStories(t.Context(), d.Store, "r00", "r01")
	if err != nil || len(one.Reports) != 4 {
		t.Fatalf("%+v, %v", one, err)
	}
	if got := fresh(d).found(d, store.Split, one.ID); !slices.Equal(got, []string{"r01"}) {
		t.Errorf("reports %v are proposed to go, want r01", got)
	}
}

func TestKeptApartAndTogether(t *testing.T) {
	d := newDesk(t)
	d.read(retold()...)
	a, b := d.story("r00"), d.story("r01")
	if _, err := KeepApart(t.Context(), d.Store, a.ID, "r01"); err != nil {
		t.Fatal(err)
	}
	if _, err := KeepTogether(t.Context(), d.Store, b.ID); err != nil {
		t.Fatal(err)
	}
	if x, y := d.story("r00"), d.story("r01"); x.ID != a.ID || y.ID != b.ID {
		t.Errorf("the stories are %s and %s, were %s and %s", x.ID, y.ID, a.ID, b.ID)
	}
	if _, err := KeepApart(t.Context(), d.Store, a.ID, "r00"); news.CodeOf(err) != news.Invalid {
		t.Errorf("a story kept apart from itself: %v", err)
	}
	if _, err := KeepApart(t.Context(), d.Store, a.ID, "nobody"); news.CodeOf(err) != news.NotFound {
		t.Errorf("a story that is not there: %v", err)
	}
	made, err := d.StoryDecisions(t.Context())
	if err != nil || len(made) != 2 {
		t.Fatalf("%v, %v", made, err)
	}
	for range made {
		if _, err := UndoStories(t.Context(), d.Store, 0); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOriginalsLeaveOutCopies(t *testing.T) {
	docs := retold()
	again := *docs[0]
	again.ID = "copy"
	list := []*cluster.Item{cluster.NewItem(docs[0]), cluster.NewItem(&again), cluster.NewItem(docs[1])}
	if got := originals(list); len(got) != 2 {
		t.Errorf("%d originals of %d", len(got), len(list))
	}
}
