package watch_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
	"github.com/dragoman-news/dragoman/internal/watch"
)

// room is a store whose clock the test moves.
type room struct {
	*memstore.Store
	t    *testing.T
	at   time.Time
	desk *watch.Desk
}

func newRoom(t *testing.T) *room {
	r := &room{t: t, at: time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)}
	r.Store = memstore.New(store.Options{Now: r.now})
	r.desk = &watch.Desk{Keeper: r.Store, Reader: r.Store, Now: r.now}
	return r
}

func (r *room) now() time.Time { return r.at }

// tell keeps a story of one report, a minute later.
func (r *room) tell(id string, lang news.Lang, day, text string) {
	r.t.Helper()
	r.at = r.at.Add(time.Minute)
	doc := &news.Document{Report: news.Report{ID: "r-" + id + r.at.String(), Lang: lang, Title: "Title of " + id, Text: text}}
	if _, err := r.Add(r.t.Context(), []*news.Document{doc}); err != nil {
		r.t.Fatal(err)
	}
	s := &news.Story{
		ID: id, Titles: map[news.Lang]string{lang: doc.Title + " <b>"}, From: day, To: day, Languages: []news.Lang{lang}, Reports: []string{doc.ID}, Sources: 1,
		Entries: []news.Entry{{ID: id + "/0", Story: id, Type: news.Consult, Status: news.Occurred}},
	}
	if err := r.ApplyStories(r.t.Context(), store.StoryChanges{Put: []*news.Story{s}}); err != nil {
		r.t.Fatal(err)
	}
	r.at = r.at.Add(2 * time.Second)
}

func (r *room) add(w store.Watch) store.Watch {
	r.t.Helper()
	w, err := r.desk.NewWatch(r.t.Context(), w)
	if err != nil {
		r.t.Fatal(err)
	}
	r.at = r.at.Add(time.Second)
	return w
}

func (r *room) fresh(id string, limit int) watch.Fresh {
	r.t.Helper()
	w, err := r.Watch(r.t.Context(), id)
	if err != nil {
		r.t.Fatal(err)
	}
	f, err := r.desk.Fresh(r.t.Context(), w, limit)
	if err != nil {
		r.t.Fatal(err)
	}
	return f
}

func (r *room) sender(web watch.Poster) *watch.Sender {
	return &watch.Sender{Store: r.Store, Web: web, Base: "https://desk.example.org/", Log: slog.New(slog.DiscardHandler), Now: r.now}
}

func TestWhatIsNewSinceTheLastLook(t *testing.T) {
	r := newRoom(t)
	r.tell("before", "fr", "2020-03-08", "x")
	w := r.add(store.Watch{Name: "French", Filter: store.Filter{Lang: "fr"}})
	if f := r.fresh(w.ID, 10); f.Count != 0 || f.More {
		t.Errorf("what was there before is new: %+v", f)
	}
	r.tell("one", "fr", "2020-03-08", "x")
	r.tell("other", "en", "2020-03-08", "x")
	r.tell("two", "fr", "2020-03-09", "x")
	r.tell("before", "fr", "2020-03-08", "changed")
	f := r.fresh(w.ID, 2)
	if f.Count != 3 || len(f.Changes) != 2 || f.Changes[0].ID != "before" || f.Changes[0].New || f.Changes[1].ID != "two" || !f.Changes[1].New {
		t.Errorf("new: %+v", f)
	}
	if err := r.SeeWatch(t.Context(), w.ID, f.Until); err != nil {
		t.Fatal(err)
	}
	r.tell("three", "fr", "2020-03-09", "x")
	if f := r.fresh(w.ID, 10); f.Count != 1 || f.Changes[0].ID != "three" {
		t.Errorf("after a look: %+v", f)
	}
}

func ids(list []*news.Story) string {
	var out []string
	for _, s := range list {
		out = append(out, s.ID)
	}
	return strings.Join(out, " ")
}

func TestMatchingAndDays(t *testing.T) {
	r := newRoom(t)
	for i, day := range []string{"2020-03-08", "2020-03-09", "2020-03-10"} {
		r.tell(string(rune('a'+i)), "en", day, "x")
	}
	w := r.add(store.Watch{Name: "all", Filter: store.Filter{Since: "2020-03-09"}})
	got, more, err := r.desk.Matching(t.Context(), w, 1)
	if ids(got) != "c" || !more || err != nil {
		t.Errorf("one: %s, %v, %v", ids(got), more, err)
	}
	for day, want := range map[string]string{"2020-03-08": "", "2020-03-09": "b", "2020-03-10": "c", "2020-03-11": ""} {
		got, more, err := r.desk.OnDay(t.Context(), w, day, 10)
		if ids(got) != want || more || err != nil {
			t.Errorf("%s: %s, %v, %v", day, ids(got), more, err)
		}
	}
}

func TestTheDigestHasAllWatches(t *testing.T) {
	r := newRoom(t)
	for i, day := range []string{"2020-03-08", "2020-03-09", "2020-03-09"} {
		r.tell(string(rune('a'+i)), "en", day, "x")
	}
	r.add(store.Watch{Name: "all"})
	r.add(store.Watch{Name: "later", Filter: store.Filter{Since: "2020-03-10"}})
	digest := func(day string) (told []string, err error) {
		err = r.desk.Digest(t.Context(), day, 1, func(w store.Watch, stories []*news.Story, more bool) error {
			told = append(told, fmt.Sprint(w.Name, " ", len(stories), " ", more))
			return nil
		})
		return told, err
	}
	if got, err := digest("2020-03-09"); err != nil || !slices.Equal(got, []string{"all 1 true", "later 0 false"}) {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := digest("2020-03-08"); err != nil || !slices.Equal(got, []string{"all 1 false", "later 0 false"}) {
		t.Errorf("%q, %v", got, err)
	}
	for _, day := range []string{"", "soon", "2020-13-01", "2020-3-8"} {
		if got, err := digest(day); news.CodeOf(err) != news.Invalid || got != nil {
			t.Errorf("%q: %q, %v", day, got, err)
		}
	}
}

func TestWords(t *testing.T) {
	r := newRoom(t)
	r.tell("en", "en", "2020-03-08", "The High Commission met in Baghdad.")
	r.tell("ar", "ar", "2020-03-08", "استقبل الرئيس وفدًا في بغداد")
	r.tell("zh", "zh", "2020-03-08", "伊拉克总统会见代表团")
	for words, want := range map[string]string{
		"":                            "ar en zh",
		"baghdad commission":          "en",
		`"high commission" -football`: "en",
		`"commission high"`:           "",
		"-commission":                 "ar zh",
		"رئيس":                        "ar",
		"总统":                          "zh",
		"title":                       "ar en zh",
		"?!":                          "",
		`"met in`:                     "en",
	} {
		got, _, err := r.desk.Matching(t.Context(), store.Watch{Words: words}, 10)
		if ids(got) != want || err != nil {
			t.Errorf("%q finds %q, %v; want %q", words, ids(got), err, want)
		}
	}
}

// broken has no reports.
type broken struct{ *memstore.Store }

var errGone = errors.New("gone")

func (broken) Document(context.Context, string) (*news.Document, error) { return nil, errGone }

func TestWhatTheStoreFailsWithComesBack(t *testing.T) {
	r := newRoom(t)
	w := r.add(store.Watch{Name: "words", Words: "x"})
	r.tell("s", "en", "2020-03-08", "x")
	r.desk.Reader = broken{r.Store}
	if _, err := r.desk.Fresh(t.Context(), w, 5); !errors.Is(err, errGone) {
		t.Errorf("Fresh: %v", err)
	}
	if _, _, err := r.desk.Matching(t.Context(), w, 5); !errors.Is(err, errGone) {
		t.Errorf("Matching: %v", err)
	}
	if _, err := r.desk.NewWatch(t.Context(), store.Watch{}); news.CodeOf(err) != news.Invalid {
		t.Errorf("NewWatch: %v", err)
	}
}

func FuzzWords(f *testing.F) {
	f.Add(`"a b" -c d`)
	f.Add("-\"\xff")
	r := memstore.New(store.Options{})
	d := &watch.Desk{Keeper: r, Reader: r}
	f.Fuzz(func(t *testing.T, words string) {
		if _, _, err := d.Matching(t.Context(), store.Watch{Words: words}, 1); err != nil {
			t.Error(err)
		}
	})
}
