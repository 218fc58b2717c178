package cluster

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/dragoman-news/dragoman/internal/news"
)

var update = flag.Bool("update", false, "rewrite the want sections of testdata")

// TestCases reads testdata/*.txtar. A file "id.lang" is a report: an optional first
// line "published: 2020-03-09", then the text, in which [Barham Salih|person|Q57414|IRQ]
// is a mention. want has a line for each story, with its reports in order and the
// copies as copy=original.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var docs []*news.Document
			var want string
			at := -1
			for i, f := range ar.Files {
				if f.Name == "want" {
					want, at = string(f.Data), i
					continue
				}
				docs = append(docs, document(t, f.Name, string(f.Data)))
			}
			got := described(Groups(itemsOf(docs)))
			if *update && at >= 0 {
				ar.Files[at].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", strings.TrimSpace(string(ar.Comment)), diff)
			}
		})
	}
}

// document reads a report of a case.
func document(t *testing.T, name, body string) *news.Document {
	t.Helper()
	id, lang, ok := strings.Cut(name, ".")
	if !ok {
		t.Fatalf("file %s is not id.lang", name)
	}
	d := &news.Document{Report: news.Report{ID: id, Lang: news.Lang(lang), Source: id + ".example"}}
	if rest, ok := strings.CutPrefix(body, "published: "); ok {
		day, after, _ := strings.Cut(rest, "\n")
		d.Published = published(t, day)
		body = after
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(body, "[")
		b.WriteString(before)
		if !ok {
			break
		}
		mark, after, _ := strings.Cut(rest, "]")
		f := strings.Split(mark, "|")
		if len(f) != 4 {
			t.Fatalf("mention %q is not words|kind|id|country", mark)
		}
		start := b.Len()
		b.WriteString(f[0])
		d.Mentions = append(d.Mentions, news.Mention{
			Span: news.Span{Start: start, End: b.Len()}, Kind: news.Kind(f[1]), Entity: f[2], Name: f[0], Country: f[3],
		})
		body = after
	}
	d.Text = b.String()
	return d
}

func published(t *testing.T, s string) *news.Published {
	t.Helper()
	iv := news.Interval{Precision: news.Day}
	var err error
	if len(s) == len("2020-03") {
		iv.Precision = news.Month
		iv.From, err = time.Parse("2006-01", s)
		iv.To = iv.From.AddDate(0, 1, -1)
	} else {
		iv.From, err = time.Parse(time.DateOnly, s)
		iv.To = iv.From
	}
	if err != nil {
		t.Fatal(err)
	}
	return &news.Published{Interval: iv, ReadFrom: news.ReadFromInput}
}

func itemsOf(docs []*news.Document) []*Item {
	items := make([]*Item, len(docs))
	for i, d := range docs {
		items[i] = NewItem(d)
	}
	return items
}

func described(groups []Group) string {
	var b strings.Builder
	for _, g := range groups {
		for i, id := range g.Reports {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(id)
			if o := g.Copies[id]; o != "" {
				b.WriteString("=" + o)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// corpus is all reports of all cases, ids made distinct.
func corpus(t testing.TB) []*news.Document {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	var docs []*news.Document
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ar.Files {
			if f.Name == "want" {
				continue
			}
			d := document(t.(*testing.T), f.Name, string(f.Data))
			d.ID = filepath.Base(file) + "/" + d.ID
			docs = append(docs, d)
		}
	}
	return docs
}

func TestPairIsTheSameEitherWayRound(t *testing.T) {
	items := itemsOf(corpus(t))
	for i, a := range items {
		for _, b := range items[:i] {
			if diff := cmp.Diff(Pair(a, b), Pair(b, a)); diff != "" {
				t.Errorf("%s and %s:\n%s", a.Report, b.Report, diff)
			}
			if got, want := pairOf(a, b, false).Score, Pair(a, b).Score; got != want {
				t.Errorf("%s and %s: %v without the signals that have no weight, %v with all", a.Report, b.Report, got, want)
			}
		}
	}
}

func TestRowsComeBackAsTheyWere(t *testing.T) {
	for _, d := range corpus(t) {
		data, keys := Features(d)
		got, err := Decode(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(NewItem(d), got); diff != "" {
			t.Errorf("%s (-computed +decoded):\n%s", d.ID, diff)
		}
		if diff := cmp.Diff(keys, got.Keys()); diff != "" {
			t.Errorf("%s: keys of the decoded row (-want +got):\n%s", d.ID, diff)
		}
	}
}

func TestDamagedRowsAreErrors(t *testing.T) {
	data, _ := Features(corpus(t)[0])
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"nothing at all", nil},
		{"another version", append([]byte{99}, data[1:]...)},
		{"cut off", data[:len(data)/2]},
		{"something behind the end", append(slices.Clone(data), 0)},
	} {
		if _, err := Decode(c.data); news.CodeOf(err) != news.Invalid {
			t.Errorf("%s: got %v, want an error with code invalid", c.name, err)
		}
	}
}

// memory is a Source over rows, as a store would be.
type memory struct {
	rows   map[string][]byte
	keys   map[string][]string
	day    map[string]string
	groups map[string]Group
	of     map[string]string
}

func (m *memory) add(d *news.Document) {
	m.rows[d.ID], m.keys[d.ID] = Features(d)
	if d.Published != nil && d.Published.Precision == news.Day {
		m.day[d.ID] = d.Published.From.Format(time.DateOnly)
	}
}

func (m *memory) Items(_ context.Context, reports []string) ([]*Item, error) {
	var out []*Item
	for _, id := range reports {
		if data, ok := m.rows[id]; ok {
			it, err := Decode(data)
			if err != nil {
				return nil, err
			}
			out = append(out, it)
		}
	}
	return out, nil
}

func (m *memory) Candidates(ctx context.Context, q Query) ([]*Item, error) {
	var ids []string
	for id, keys := range m.keys {
		it, err := Decode(m.rows[id])
		if err != nil {
			return nil, err
		}
		shared := q.Signs.Weight(it.Signs())
		for _, k := range keys {
			if slices.Contains(q.Keys, k) {
				shared += KeyWeight(k)
			}
		}
		day := m.day[id]
		if shared >= Enough && (day == "" || (q.From == "" || day >= q.From) && (q.To == "" || day <= q.To)) {
			ids = append(ids, id)
		}
	}
	return m.Items(ctx, ids)
}

func (m *memory) Story(_ context.Context, report string) (string, []string, error) {
	g := m.groups[m.of[report]]
	return g.ID, g.Reports, nil
}

func (m *memory) apply(ch Changes) {
	for _, id := range ch.Delete {
		delete(m.groups, id)
	}
	for _, g := range ch.Stories {
		m.groups[g.ID] = g
		for _, r := range g.Reports {
			m.of[r] = g.ID
		}
	}
}

// The settled stories are a function of the set of reports.
func TestAnyOrderAndAnyBatchesSettleAlike(t *testing.T) {
	docs := corpus(t)
	want := described(Groups(itemsOf(docs)))
	for seed := range uint64(8) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		order := rnd.Perm(len(docs))
		m := &memory{map[string][]byte{}, map[string][]string{}, map[string]string{}, map[string]Group{}, map[string]string{}}
		for len(order) > 0 {
			n := 1 + rnd.IntN(len(order))
			var ids []string
			for _, i := range order[:n] {
				m.add(docs[i])
				ids = append(ids, docs[i].ID)
			}
			order = order[n:]
			ch, err := Settle(t.Context(), ids, m)
			if err != nil {
				t.Fatal(err)
			}
			m.apply(ch)
		}
		if diff := cmp.Diff(want, m.described(docs)); diff != "" {
			t.Errorf("seed %d (-all at once +in batches):\n%s", seed, diff)
		}
	}
}

// described lists the stories in the order of their first reports.
func (m *memory) described(docs []*news.Document) string {
	var groups []Group
	for _, it := range sorted(itemsOf(docs)) {
		if g := m.groups[m.of[it.Report]]; g.Reports[0] == it.Report {
			groups = append(groups, g)
		}
	}
	return described(groups)
}

func TestRevisedReportLeavesItsStory(t *testing.T) {
	docs := corpus(t)
	m := &memory{map[string][]byte{}, map[string][]string{}, map[string]string{}, map[string]Group{}, map[string]string{}}
	var ids []string
	for _, d := range docs {
		m.add(d)
		ids = append(ids, d.ID)
	}
	ch, err := Settle(t.Context(), ids, m)
	if err != nil {
		t.Fatal(err)
	}
	m.apply(ch)
	var moved *news.Document
	for _, d := range docs {
		if len(m.groups[m.of[d.ID]].Reports) > 2 {
			moved = d
		}
	}
	if moved == nil {
		t.Fatal("no case has a story of three reports")
	}
	before := m.groups[m.of[moved.ID]].Reports
	moved.Text, moved.Mentions = "Nobody had expected snow over the vineyards of Stellenbosch in such a mild spring.", nil
	m.add(moved)
	ch, err = Settle(t.Context(), []string{moved.ID}, m)
	if err != nil {
		t.Fatal(err)
	}
	m.apply(ch)
	if got := m.groups[m.of[moved.ID]].Reports; len(got) != 1 {
		t.Errorf("the revised report is still with %v", got)
	}
	for _, id := range before {
		if id != moved.ID && slices.Contains(m.groups[m.of[id]].Reports, moved.ID) {
			t.Errorf("story of %s still lists the revised report", id)
		}
	}
	if diff := cmp.Diff(described(Groups(itemsOf(docs))), m.described(docs)); diff != "" {
		t.Errorf("after the revision (-all at once +step by step):\n%s", diff)
	}
}

func TestNamesKeepTheirSkeletonAcrossScripts(t *testing.T) {
	for _, c := range []struct {
		name  string
		forms []string // word/lang
	}{
		{"Gorbachev", []string{"gorbachev/en", "gorbatchov/pt", "gorbatschow/de", "gorbatchev/fr", "gorbaciov/it", "горбачев/ru", "غورباتشوف/ar"}},
		{"Shamkhani", []string{"shamkhani/en", "شمخاني/ar", "شمخانی/fa", "шамхани/ru"}},
		{"Putin", []string{"putin/en", "poutine/fr", "путин/ru", "بوتين/ar", "پوتین/fa"}},
		{"Zelensky", []string{"zelenskiy/en", "зеленский/ru", "زيلينسكي/ar"}},
		{"Erdogan", []string{"erdogan/en", "erdogan/tr", "эрдоган/ru", "اردوغان/ar"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			count := map[string]int{}
			for _, f := range c.forms {
				w, lang, _ := strings.Cut(f, "/")
				count[skeleton(w, news.Lang(lang))]++
			}
			if len(count) != 1 {
				t.Errorf("skeletons %v, want one", count)
			}
		})
	}
}

func TestWindowIsDaysAroundPublication(t *testing.T) {
	d := &news.Document{Report: news.Report{ID: "a", Lang: "en", Text: "Rain.", Published: published(t, "2020-03-01")}}
	from, to := Window(NewItem(d))
	if from != "2020-02-26" || to != "2020-03-05" {
		t.Errorf("got %s to %s", from, to)
	}
	d.Published = nil
	if from, to := Window(NewItem(d)); from != "" || to != "" {
		t.Errorf("an undated report has window %q to %q, want it open", from, to)
	}
}

func TestEarliestIsTheOriginal(t *testing.T) {
	body := "The ferry company said on Monday that all crossings between the two islands would stop for a week while divers inspect the damaged pier and the harbour master counts what the storm has left of the moorings, the lights and the small crane."
	var docs []*news.Document
	for i, day := range []string{"", "2021-05-04", "2021-05-03", "2021-05"} {
		d := &news.Document{Report: news.Report{ID: fmt.Sprintf("r%d", i), Lang: "en", Text: body}}
		if day != "" {
			d.Published = published(t, day)
		}
		docs = append(docs, d)
	}
	got := described(Groups(itemsOf(docs)))
	if want := "r2 r1=r2 r3=r2 r0=r2\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func FuzzItem(f *testing.F) {
	f.Add("Ali Shamkhani met Barham Salih in Baghdad.", "en", "Talks in Baghdad")
	f.Add("朝鲜最高领导人金正恩19日在平壤签署宣言。", "zh", "")
	f.Add("وقّع الرئيس أمس الاثنين ١٢٣٤", "ar", "\xff")
	f.Add("1.234.567 12,5 %", "de", "")
	f.Fuzz(func(t *testing.T, body, lang, title string) {
		d := &news.Document{Report: news.Report{ID: "a", Lang: news.Lang(lang), Text: body, Title: title}}
		it := NewItem(d)
		got, err := Decode(it.encode())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(it, got); diff != "" {
			t.Errorf("row changed on the way:\n%s", diff)
		}
		if len(it.Shingles) > shingleKeep || len(it.Terms) > maxTerms || len(it.Pool) > maxPool || len(it.Names) > maxNames {
			t.Errorf("row is over its bounds")
		}
		if l := Pair(it, it); len(it.Shingles) > 0 && (l.Jaccard != 1 || l.Contained != 1) {
			t.Errorf("a text is not its own copy: %v", l)
		}
		last := int32(0)
		for _, w := range words(nil, body) {
			if w.start < last || w.end <= w.start || int(w.end) > len(body) {
				t.Fatalf("word %v out of order or range", w)
			}
			last = w.end
		}
	})
}

func FuzzDecode(f *testing.F) {
	data, _ := Features(&news.Document{Report: news.Report{ID: "a", Lang: "en", Text: "Two ministers met in Oslo on 4 May."}})
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		it, err := Decode(data)
		if err != nil {
			return
		}
		if l := Pair(it, it); l.Jaccard > 1 || l.Contained > 1 {
			t.Errorf("shares above one: %v", l)
		}
	})
}

func BenchmarkSignature(b *testing.B) {
	body := strings.Repeat("The ministers of both countries met in Geneva on Monday and agreed to open the border for trade. ", 26)
	b.SetBytes(int64(len(body)))
	var ws []word
	for b.Loop() {
		ws = words(ws[:0], body)
		signature(ws)
		shingles(ws)
	}
}

func BenchmarkFeatures(b *testing.B) {
	body := strings.Repeat("The ministers of both countries met in Geneva on Monday and agreed to open the border for trade. ", 26)
	d := &news.Document{Report: news.Report{ID: "a", Lang: "en", Text: body}}
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		Features(d)
	}
}

func BenchmarkPair(b *testing.B) {
	x := NewItem(&news.Document{Report: news.Report{ID: "a", Lang: "en", Text: strings.Repeat("The ministers of both countries met in Geneva on Monday. ", 20)}})
	y := NewItem(&news.Document{Report: news.Report{ID: "b", Lang: "en", Text: strings.Repeat("Snow closed the passes between Bern and Geneva on Monday. ", 20)}})
	for b.Loop() {
		Pair(x, y)
	}
}
