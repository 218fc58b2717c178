package app

import (
	"context"
	"iter"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
	"github.com/dragoman-news/dragoman/internal/store/memstore"
)

// ids reads a report and lists the ids of who is named in it.
func ids(t *testing.T, own Knowledge, text string) string {
	t.Helper()
	doc, err := Reading(1, NewReadingModel(NoModel), own, nil).Process(&news.Raw{Body: []byte(text), Lang: "en"})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, m := range doc.Mentions {
		if strings.HasPrefix(m.Entity, "my:") {
			out = append(out, m.Entity)
		}
	}
	return strings.Join(out, " ")
}

const meeting = "Xenia Quuxbaum met the commanders of the Quuz Brigades in Oslo on Sunday, and said that she was glad."

func teach(t *testing.T, st store.Own, table string) {
	t.Helper()
	if _, err := Import(t.Context(), st, "t.csv", strings.NewReader(table)); err != nil {
		t.Fatal(err)
	}
}

func TestAProgramThatGoesOnLearnsOfImports(t *testing.T) {
	st := memstore.New(store.Options{})
	own := KnowledgeIn(t.Context(), st)
	for _, step := range []struct {
		name, want string
		do         func()
	}{
		{"nothing is known", "", func() {}},
		{"after an import", "my:x", func() { teach(t, st, "id,kind,name\nmy:x,person,Xenia Quuxbaum\n") }},
		{"after another", "my:x my:q", func() { teach(t, st, "id,kind,name\nmy:q,organisation,Quuz Brigades\n") }},
		{"after a removal", "my:q", func() {
			if _, err := st.DeleteOwn(t.Context(), "my:x"); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		step.do()
		if got := ids(t, own, meeting); got != step.want {
			t.Errorf("%s: %q, want %q", step.name, got, step.want)
		}
	}
}

// countedStore counts how often all entities are read.
type countedStore struct {
	store.Own
	reads int
}

func (c *countedStore) Owned(ctx context.Context, f store.OwnFilter) iter.Seq2[*news.Known, error] {
	c.reads++
	return c.Own.Owned(ctx, f)
}

func TestWhatWasPreparedIsNotGatheredAgain(t *testing.T) {
	st := &countedStore{memstore.New(store.Options{}), 0}
	teach(t, st, "id,kind,name,lat,lon\nmy:x,person,Xenia Quuxbaum,,\nmy:q,organisation,Quuz Brigades,59,10\n")
	if err := Prepare(t.Context(), st); err != nil {
		t.Fatal(err)
	}
	before := st.reads
	if got := ids(t, KnowledgeIn(t.Context(), st), meeting); got != "my:x my:q" {
		t.Errorf("found %q", got)
	}
	if st.reads != before {
		t.Error("the entities were gathered again")
	}
	_, data, err := st.OwnIndex(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)-1] ^= 1 // damaged
	version, err := st.OwnVersion(t.Context())
	if err == nil {
		err = st.PutOwnIndex(t.Context(), version, data)
	}
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(t, KnowledgeIn(t.Context(), st), meeting); got != "my:x my:q" || st.reads != before+1 {
		t.Errorf("of a damaged index: %q, gathered %d times", got, st.reads-before)
	}
}

func TestAFileOfOnesOwn(t *testing.T) {
	if _, err := KnowledgeOf("nowhere.csv")(); news.CodeOf(err) != news.Invalid {
		t.Errorf("error %v", err)
	}
}

func TestBuiltIn(t *testing.T) {
	for name, want := range map[string]string{"Iraq": "ISO:IRQ", "ISO:IRQ": "ISO:IRQ", "العراق": "ISO:IRQ", "伊拉克": "ISO:IRQ", "Багдад": "GN:98182"} {
		got, err := BuiltIn(name)
		if err != nil || len(got) == 0 || got[0].ID != want || got[0].Name == "" || len(got[0].Names) == 0 {
			t.Errorf("BuiltIn(%q) = %v, %v", name, got, err)
		}
	}
	if got, err := BuiltIn("Quuxbaum"); err != nil || len(got) != 0 {
		t.Errorf("BuiltIn = %v, %v", got, err)
	}
}
