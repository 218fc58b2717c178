package storetest

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/store"
)

// known is an entity with everything that one can have.
func known() *news.Known {
	return &news.Known{
		ID: "Q2", Kind: news.Person, Name: "Ali Shamkhani", Country: "IRN", Sector: "GOV", Wikidata: "Q2",
		Names: []news.KnownName{{Name: "علي شمخاني", Lang: "ar"}, {Name: "Али Шамхани", Lang: "ru"}, {Name: "Shamkhani", Weak: true}},
		Roles: []news.Role{{Title: "Secretary of the SNSC", From: "2013-09-10", To: "2023-05-22"}, {Title: "Adviser"}},
		Lat:   31.3, Lon: 48.7, HasPoint: true,
	}
}

// given yields entities, then err unless it is nil.
func given(err error, all ...*news.Known) iter.Seq2[*news.Known, error] {
	return func(yield func(*news.Known, error) bool) {
		for _, k := range all {
			if !yield(k, nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

func (e *env) put(t *testing.T, all ...*news.Known) store.OwnCount {
	t.Helper()
	n, err := e.PutOwn(e.ctx, given(nil, all...))
	if err != nil {
		t.Fatalf("PutOwn: %v", err)
	}
	return n
}

func (e *env) owned(t *testing.T, f store.OwnFilter) string {
	t.Helper()
	var ids []string
	for _, k := range all(t, e.Owned(e.ctx, f)) {
		ids = append(ids, k.ID)
	}
	return strings.Join(ids, " ")
}

func (e *env) version(t *testing.T) int64 {
	t.Helper()
	v, err := e.OwnVersion(e.ctx)
	if err != nil {
		t.Fatalf("OwnVersion: %v", err)
	}
	return v
}

func named(id, name string) *news.Known {
	return &news.Known{ID: id, Kind: news.Organisation, Name: name}
}

var ownTests = []test{
	{"an entity of the user's comes back as it was given", func(t *testing.T, e *env) {
		equal(t, "counts", e.put(t, known()), store.OwnCount{Added: 1})
		equal(t, "entity", all(t, e.Owned(e.ctx, store.OwnFilter{})), []*news.Known{known()})
	}},
	{"the same again changes nothing, another under its id takes its place", func(t *testing.T, e *env) {
		e.put(t, known(), named("b", "Bank"))
		before := e.version(t)
		equal(t, "the same", e.put(t, known(), named("b", "Bank")), store.OwnCount{Same: 2})
		equal(t, "version", e.version(t), before)
		k := known()
		k.Names = k.Names[:1]
		equal(t, "changed", e.put(t, named("b", "Bank"), k), store.OwnCount{Same: 1, Changed: 1})
		equal(t, "entity", all(t, e.Owned(e.ctx, store.OwnFilter{Name: "Q2"})), []*news.Known{k})
		equal(t, "a name that it has no longer", e.owned(t, store.OwnFilter{Name: "Али Шамхани"}), "")
		if e.version(t) <= before {
			t.Error("the version did not grow")
		}
	}},
	{"they are found by id and by a name in any spelling", func(t *testing.T, e *env) {
		e.put(t, known(), named("c", "Compañía"), named("b", "compania"), named("Compania", "Other"))
		for _, tc := range []struct{ name, want string }{
			{"COMPANIA", "b c"},
			{"Compania", "Compania b c"},
			{"على  شمخانی", "Q2"},
			{"shamkhani", "Q2"},
			{"Ali", ""},
			{"Q2", "Q2"},
			{"q2", ""},
		} {
			equal(t, tc.name, e.owned(t, store.OwnFilter{Name: tc.name}), tc.want)
		}
	}},
	{"lists go by id, with a limit and from a row on", func(t *testing.T, e *env) {
		e.put(t, named("c", "C3"), named("a", "A1"), named("d", "D4"), named("b", "B2"))
		for _, tc := range []struct {
			f    store.OwnFilter
			want string
		}{
			{store.OwnFilter{}, "a b c d"},
			{store.OwnFilter{Limit: 2}, "a b"},
			{store.OwnFilter{Limit: 2, After: "b"}, "c d"},
			{store.OwnFilter{After: "bb"}, "c d"},
			{store.OwnFilter{After: "d"}, ""},
		} {
			equal(t, fmt.Sprintf("%+v", tc.f), e.owned(t, tc.f), tc.want)
		}
	}},
	{"many entities come in pages, each once", func(t *testing.T, e *env) {
		const many = 2500
		var in []*news.Known
		for i := range many {
			in = append(in, named(fmt.Sprintf("%04d", (i*7)%many), "Name of all"))
		}
		equal(t, "counts", e.put(t, in...), store.OwnCount{Added: many})
		for _, f := range []store.OwnFilter{{}, {Name: "name of all"}} {
			got := strings.Fields(e.owned(t, f))
			if len(got) != many || got[0] != "0000" || got[many-1] != "2499" {
				t.Errorf("%+v yields %d", f, len(got))
			}
		}
		equal(t, "a limit of more than a page", len(all(t, e.Owned(e.ctx, store.OwnFilter{Limit: 1001}))), 1001)
	}},
	{"input that ends with an error leaves everything as it was", func(t *testing.T, e *env) {
		e.put(t, known())
		before := e.version(t)
		broken := errors.New("line 3 is broken")
		k := known()
		k.Name = "Other"
		n, err := e.PutOwn(e.ctx, given(broken, named("a", "A1"), k))
		if !errors.Is(err, broken) || n != (store.OwnCount{}) {
			t.Errorf("PutOwn = %+v, %v", n, err)
		}
		equal(t, "entities", all(t, e.Owned(e.ctx, store.OwnFilter{})), []*news.Known{known()})
		equal(t, "version", e.version(t), before)
	}},
	{"one without an id or a name, or not in UTF-8, is refused", func(t *testing.T, e *env) {
		for _, k := range []*news.Known{{Name: "X1"}, {ID: "x"}, nil, named("x", "X\xff"), {ID: "x", Name: "X1", Names: []news.KnownName{{Name: "\xff"}}}} {
			_, err := e.PutOwn(e.ctx, given(nil, named("a", "A1"), k))
			wantCode(t, "PutOwn", err, news.Invalid)
		}
		equal(t, "entities", e.owned(t, store.OwnFilter{}), "")
	}},
	{"an id twice in one input is taken in its order", func(t *testing.T, e *env) {
		equal(t, "counts", e.put(t, named("a", "First"), named("a", "Second"), named("a", "Second")), store.OwnCount{Added: 1, Changed: 1, Same: 1})
		equal(t, "entities", all(t, e.Owned(e.ctx, store.OwnFilter{})), []*news.Known{named("a", "Second")})
		equal(t, "by the first name", e.owned(t, store.OwnFilter{Name: "first"}), "")
	}},
	{"entities are removed by id, all that are named or none", func(t *testing.T, e *env) {
		e.put(t, known(), named("a", "A1"), named("b", "B2"))
		before := e.version(t)
		_, err := e.DeleteOwn(e.ctx, "a", "nobody")
		wantCode(t, "DeleteOwn", err, news.NotFound)
		equal(t, "entities", e.owned(t, store.OwnFilter{}), "Q2 a b")
		equal(t, "version", e.version(t), before)
		n, err := e.DeleteOwn(e.ctx, "a", "Q2", "a")
		if err != nil || n != 2 {
			t.Errorf("DeleteOwn = %d, %v", n, err)
		}
		equal(t, "entities", e.owned(t, store.OwnFilter{}), "b")
		equal(t, "by name", e.owned(t, store.OwnFilter{Name: "Ali Shamkhani"}), "")
		if e.version(t) <= before {
			t.Error("the version did not grow")
		}
	}},
	{"all are removed at once", func(t *testing.T, e *env) {
		if n, err := e.DeleteOwn(e.ctx); err != nil || n != 0 || e.version(t) != 0 {
			t.Errorf("DeleteOwn of nothing = %d, %v", n, err)
		}
		e.put(t, known(), named("a", "A1"))
		if n, err := e.DeleteOwn(e.ctx); err != nil || n != 2 {
			t.Errorf("DeleteOwn = %d, %v", n, err)
		}
		equal(t, "entities", e.owned(t, store.OwnFilter{}), "")
		equal(t, "by name", e.owned(t, store.OwnFilter{Name: "A1"}), "")
		equal(t, "again", e.put(t, known()), store.OwnCount{Added: 1})
	}},
	{"what the user knows does not touch reports", func(t *testing.T, e *env) {
		e.add(t, visit()...)
		before := e.entities(t, store.Filter{})
		e.put(t, known())
		equal(t, "entities of reports", e.entities(t, store.Filter{}), before)
		if _, err := e.DeleteOwn(e.ctx); err != nil {
			t.Fatal(err)
		}
		equal(t, "entities of reports", e.entities(t, store.Filter{}), before)
	}},
	{"an index of the entities is kept for as long as they are as they were", func(t *testing.T, e *env) {
		index := func() string {
			v, data, err := e.OwnIndex(e.ctx)
			if err != nil {
				t.Fatalf("OwnIndex: %v", err)
			}
			if len(data) == 0 {
				equal(t, "version of none", v, 0)
				return ""
			}
			equal(t, "version", v, e.version(t))
			return string(data)
		}
		put := func(version int64, data string) {
			if err := e.PutOwnIndex(e.ctx, version, []byte(data)); err != nil {
				t.Fatalf("PutOwnIndex: %v", err)
			}
		}
		equal(t, "none", index(), "")
		e.put(t, known())
		large := strings.Repeat("0123456789", 250_000)
		put(e.version(t), large)
		if index() != large {
			t.Error("the index comes back otherwise")
		}
		put(e.version(t), "small")
		equal(t, "another in its place", index(), "small")
		e.put(t, known())
		equal(t, "after nothing changed", index(), "small")
		old := e.version(t)
		e.put(t, named("a", "A1"))
		equal(t, "after a change", index(), "")
		put(old, "late")
		equal(t, "one of an earlier version", index(), "")
		put(e.version(t), "new")
		equal(t, "of the current one", index(), "new")
		if _, err := e.DeleteOwn(e.ctx, "a"); err != nil {
			t.Fatal(err)
		}
		equal(t, "after a removal", index(), "")
	}},
}
