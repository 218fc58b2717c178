package entity_test

import (
	"bytes"
	"fmt"
	"iter"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/dragoman-news/dragoman/internal/entity"
	"github.com/dragoman-news/dragoman/internal/kb/own"
	"github.com/dragoman-news/dragoman/internal/news"
)

// TestOwn runs every testdata/own/*.txtar: a report, the user's entities as they import
// them, and what is found.
func TestOwn(t *testing.T) {
	golden(t, "testdata/own/*.txtar", func(t *testing.T, lang, body string, ar *txtar.Archive) *news.Document {
		doc := document(lang, body)
		doc.Published = &news.Published{Interval: news.Interval{From: time.Date(2020, 3, 8, 0, 0, 0, 0, time.UTC)}}
		doc.Mentions = knowing(t, ar.Files[1].Data).Find(doc)
		return doc
	})
}

// knowing returns a Finder that knows the entities of a table.
func knowing(t testing.TB, table []byte) *entity.Finder {
	t.Helper()
	f, err := entity.New()
	if err != nil {
		t.Fatal(err)
	}
	o, err := entity.NewOwn(own.Open(bytes.NewReader(table), own.Options{Name: "kb.csv"}).Entities())
	if err != nil {
		t.Fatal(err)
	}
	return f.With(o)
}

// TestOwnLeavesReportsOfOthersAlone runs the cases without entities of the user's beside
// some who are not in them: nothing may change.
func TestOwnLeavesReportsOfOthersAlone(t *testing.T) {
	f := knowing(t, []byte("kind,name,weak_aliases\nperson,Xenia Quuxbaum,Ali|Salih|Putin\norganisation,Quuxbaum Trust,\n"))
	golden(t, "testdata/*.txtar", func(t *testing.T, lang, body string, _ *txtar.Archive) *news.Document {
		doc := document(lang, body)
		doc.Mentions = f.Find(doc)
		return doc
	})
}

func TestAPlaceOfTheUsersIsOnTheMap(t *testing.T) {
	f := knowing(t, []byte("id,kind,name,lat,lon\nmy:camp,place,Camp Quux,33.5,44.25\nmy:other,place,Camp Quuz,,\n"))
	if lat, lon, ok := f.Place("my:camp"); !ok || lat != 33.5 || lon != 44.25 {
		t.Errorf("Place = %v %v %v", lat, lon, ok)
	}
	if _, _, ok := f.Place("my:other"); ok {
		t.Error("a place without a point has one")
	}
	if _, _, ok := f.Place("GN:98182"); !ok {
		t.Error("a place of the tables has none")
	}
}

func TestCountryNamed(t *testing.T) {
	f := knowing(t, []byte("kind,name\nperson,Ann Example\n"))
	for name, want := range map[string]string{
		"Iraq": "IRQ", "العراق": "IRQ", "伊拉克": "IRQ", "Côte d'Ivoire": "CIV", "Iraqi": "", "Baghdad": "", "": "", "Iraq and Iran": "",
	} {
		if got := f.CountryNamed(name); got != want {
			t.Errorf("CountryNamed(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestNewOwnEndsAtAnError(t *testing.T) {
	if _, err := entity.NewOwn(own.Open(strings.NewReader("kind,name\nperson,X\n"), own.Options{}).Entities()); news.CodeOf(err) != news.Invalid {
		t.Errorf("NewOwn: %v", err)
	}
}

// many yields n people with a name in two scripts each.
func many(n int) iter.Seq2[*news.Known, error] {
	given := []string{"Alban", "Berta", "Corin", "Dunja", "Edgar", "Farida", "Gustav", "Hamida"}
	return func(yield func(*news.Known, error) bool) {
		for i := range n {
			name := fmt.Sprintf("%s Q%sx", given[i%len(given)], strings.Map(func(r rune) rune { return r - '0' + 'a' }, fmt.Sprint(i)))
			k := &news.Known{ID: fmt.Sprintf("m%07d", i), Kind: news.Person, Name: name, Names: []news.KnownName{{Name: "علي " + name}}, Country: "IRN"}
			if !yield(k, nil) {
				return
			}
		}
	}
}

// BenchmarkNewOwn is what is paid before the first report is read, for a list of 100,000.
func BenchmarkNewOwn(b *testing.B) {
	const n = 100_000
	for b.Loop() {
		if o, err := entity.NewOwn(many(n)); err != nil || o.Len() != n {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/entity")
}

// TestOwnOfAMillion measures memory; it runs where DRAGOMAN_LARGE is set, as a million
// takes some seconds.
func TestOwnOfAMillion(t *testing.T) {
	n := 20_000
	if os.Getenv("DRAGOMAN_LARGE") != "" {
		n = 1_000_000
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	o, err := entity.NewOwn(many(n))
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := float64(after.HeapAlloc-before.HeapAlloc) / float64(n)
	t.Logf("%d entities in %s, %.0f bytes each", n, took, each)
	if each > 400 {
		t.Errorf("%.0f bytes for an entity", each)
	}
	if o.Len() != n {
		t.Errorf("%d entities", o.Len())
	}
	runtime.KeepAlive(o)
}

// TestWhatIsKeptFindsTheSame runs the cases with entities that were written and read back.
func TestWhatIsKeptFindsTheSame(t *testing.T) {
	golden(t, "testdata/own/*.txtar", func(t *testing.T, lang, body string, ar *txtar.Archive) *news.Document {
		made, err := entity.NewOwn(own.Open(bytes.NewReader(ar.Files[1].Data), own.Options{Name: "kb.csv"}).Entities())
		if err != nil {
			t.Fatal(err)
		}
		kept, ok := entity.ReadOwn(made.Bytes())
		if !ok {
			t.Fatal("what was written is not read")
		}
		f, err := entity.New()
		if err != nil {
			t.Fatal(err)
		}
		doc := document(lang, body)
		doc.Published = &news.Published{Interval: news.Interval{From: time.Date(2020, 3, 8, 0, 0, 0, 0, time.UTC)}}
		doc.Mentions = f.With(kept).Find(doc)
		return doc
	})
}

func TestWhatIsKeptAndDamagedIsNotRead(t *testing.T) {
	made, err := entity.NewOwn(many(20))
	if err != nil {
		t.Fatal(err)
	}
	data := made.Bytes()
	for n := range data {
		if _, ok := entity.ReadOwn(data[:n]); ok {
			t.Fatalf("the first %d bytes are read", n)
		}
		data[n] ^= 0x10
		if _, ok := entity.ReadOwn(data); ok {
			t.Fatalf("it is read with byte %d changed", n)
		}
		data[n] ^= 0x10
	}
	if o, ok := entity.ReadOwn(data); !ok || o.Len() != 20 {
		t.Error("it is not read")
	}
}

// TestAmongACrowd looks for people of a list that is too large to compare a name with all.
func TestAmongACrowd(t *testing.T) {
	made, err := entity.NewOwn(func(yield func(*news.Known, error) bool) {
		if !yield(&news.Known{ID: "s", Kind: news.Person, Name: "علي شمخاني", Country: "IRN"}, nil) {
			return
		}
		for k, err := range many(30_000) {
			if !yield(k, err) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	kept, ok := entity.ReadOwn(made.Bytes())
	if !ok {
		t.Fatal("what was written is not read")
	}
	f, err := entity.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []*entity.Own{made, kept} {
		doc := document("en", "Ali Shamkhani met Berta Qbx in Baghdad. Then Shamkhani met Quentin Quux.")
		doc.Mentions = f.With(o).Find(doc)
		want := "Ali Shamkhani: person s country=IRN sector=GOV\nBerta Qbx: person m0000001 country=IRN\nBaghdad: place GN:98182 country=IRQ\n" +
			"Shamkhani: person s country=IRN sector=GOV\nQuentin Quux: person #1\n"
		if got := render(doc); got != want {
			t.Errorf("got:\n%swant:\n%s", got, want)
		}
	}
}

// FuzzOwn looks for any name in any text: mentions stay in range, in order and apart.
func FuzzOwn(f *testing.F) {
	f.Add("Ali Shamkhani", "PMF", "en", "Ali Shamkhani met the PMF. Shamkhani left.")
	f.Add("علي", "الحشد", "ar", "وعلي والحشد للحشد علي شمخاني")
	f.Add("李明", "李", "zh", "李明博说李明")
	f.Add("a. b", "Quuxs", "de", "A. B traf Quuxs' A B")
	base, err := entity.New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, person, body, lang, s string) {
		o, err := entity.NewOwn(func(yield func(*news.Known, error) bool) {
			_ = yield(&news.Known{ID: "p", Kind: news.Person, Name: person, Names: []news.KnownName{{Name: body, Weak: true}}}, nil) &&
				yield(&news.Known{ID: "o", Kind: news.Organisation, Name: body, HasPoint: true}, nil)
		})
		if err != nil {
			t.Fatal(err)
		}
		if kept, ok := entity.ReadOwn(o.Bytes()); !ok || kept.Len() != 2 {
			t.Fatal("what was written is not read")
		}
		doc := document(lang, s)
		end := 0
		for _, m := range base.With(o).Find(doc) {
			if m.Span.Start < end || m.Span.Empty() || m.Span.End > len(s) {
				t.Fatalf("span %v after %d in %d bytes", m.Span, end, len(s))
			}
			end = m.Span.End
		}
	})
}
