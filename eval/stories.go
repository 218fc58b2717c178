package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dragoman-news/dragoman/internal/clean"
	"github.com/dragoman-news/dragoman/internal/cluster"
	"github.com/dragoman-news/dragoman/internal/date"
	"github.com/dragoman-news/dragoman/internal/event"
	"github.com/dragoman-news/dragoman/internal/news"
	"github.com/dragoman-news/dragoman/internal/text"
)

// evalStories scores clustering: B-cubed and pairwise F1, always side by side,
// because published systems report one or the other. Reports are read by the
// stages that clustering leans on (sentences, dates, entities), with their language
// given, so that the figure is clustering's own; the figure of the whole program
// is the black-box scorer's.
func evalStories(data string) ([]score, error) {
	rd, err := newReaders()
	if err != nil {
		return nil, err
	}
	rules := &readers{names: rd.names} // the made streams and the pairs are too many for the model
	pairs, err := newPairWriter(os.Getenv("EVAL_PAIRS"))
	if err != nil {
		return nil, err
	}
	var out []score
	var errs []error
	for _, set := range []struct {
		name string
		load func(*readers, string) ([]storyDoc, error)
	}{
		{"reports", loadReports},
		{"baghdad", loadBaghdad},
		{"meantime_dev", loadEvents("meantime_dev.jsonl")},
		{"ecbplus_dev", loadEvents("ecbplus_dev.jsonl")},
		{"ecbplus_train", loadEvents("ecbplus_train.jsonl")},
	} {
		docs, err := set.load(rd, data)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		out = append(out, scoreStories(set.name, docs)...)
		if set.name == "reports" || set.name == "meantime_dev" { // the others are for measuring only
			pairs.all(set.name, docs)
		}
	}
	s, err := evalStreams(rules, data)
	out, errs = append(out, s...), append(errs, err, fittingStreams(rules, data, pairs))
	for _, lang := range []string{"de", "en", "es"} {
		s, err := scorePairs(rules, data, lang)
		out, errs = append(out, s...), append(errs, err)
	}
	return out, errors.Join(append(errs, pairs.close(), rd.failed)...)
}

// storyDoc is a document with its gold story.
type storyDoc struct {
	doc   *news.Document
	story string
}

func loadReports(rd *readers, data string) ([]storyDoc, error) {
	var out []storyDoc
	err := eachLine(filepath.Join(data, "reports", "reports.jsonl"), func(line []byte) error {
		var r struct{ ID, Story, Lang, Source, Published, Title, Text string }
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		out = append(out, newStoryDoc(rd, r.ID, r.Story, r.Lang, r.Source, r.Published, r.Title, r.Text))
		return nil
	})
	return out, err
}

func loadEvents(name string) func(*readers, string) ([]storyDoc, error) {
	return func(rd *readers, data string) ([]storyDoc, error) {
		var out []storyDoc
		err := eachLine(filepath.Join(data, "clustering", name), func(line []byte) error {
			var r struct{ ID, Event, Lang, Title, Date, Text string }
			if err := json.Unmarshal(line, &r); err != nil {
				return err
			}
			out = append(out, newStoryDoc(rd, r.ID, r.Event, r.Lang, "", r.Date, r.Title, r.Text))
			return nil
		})
		return out, err
	}
}

// loadBaghdad reads the five reports as they are, with what their date lines say.
func loadBaghdad(rd *readers, data string) ([]storyDoc, error) {
	path := filepath.Join(data, "baghdad", "gold.json")
	b, err := os.ReadFile(filepath.Clean(path))
	if err != nil {
		return nil, missing{path}
	}
	var rows []struct {
		ID, File, Story, Lang string
		Published             *struct{ Date, Precision string }
	}
	if err := json.Unmarshal(b, &rows); err != nil {
		return nil, err
	}
	var out []storyDoc
	for _, r := range rows {
		b, err := os.ReadFile(filepath.Join(data, "baghdad", r.File))
		if err != nil {
			return nil, missing{r.File}
		}
		published := ""
		if r.Published != nil {
			published = r.Published.Date
		}
		out = append(out, newStoryDoc(rd, r.ID, r.Story, r.Lang, "", published, "", string(b)))
	}
	return out, nil
}

// newStoryDoc reads a text up to what clustering needs of it.
func newStoryDoc(rd *readers, id, story, lang, source, published, title, body string) storyDoc {
	d := &news.Document{Report: news.Report{
		ID: id, Lang: news.Lang(lang), Source: source, Title: title, Text: text.NFC(body), Published: publishedAs(published),
	}}
	cleaned := clean.Text(clean.Input{Title: d.Title, Text: d.Text, Lang: d.Lang})
	d.Title, d.Text = cleaned.Title, cleaned.Text
	if d.Published == nil {
		d.Published = cleaned.Published
	}
	d.Sentences = text.Sentences(d.Text, d.Lang)
	var ref *news.Interval
	if d.Published != nil {
		ref = &d.Published.Interval
	}
	d.Dates = date.Find(d.Text, d.Lang, ref)
	if err := rd.mentions(d); err != nil {
		rd.failed = err
	}
	d.Events = event.Find(d)
	return storyDoc{d, story}
}

// publishedAs reads the dates of the data sets: RFC 3339, a day or a month.
func publishedAs(s string) *news.Published {
	for _, f := range []struct {
		layout    string
		precision news.Precision
	}{{time.RFC3339, news.Second}, {"2006-01-02T15:04Z07:00", news.Minute}, {time.DateOnly, news.Day}, {"2006-01", news.Month}} {
		t, err := time.Parse(f.layout, s)
		if err != nil {
			continue
		}
		iv := news.Interval{From: t, To: t, Precision: f.precision}
		if f.precision == news.Month {
			iv.To = t.AddDate(0, 1, -1)
		}
		return &news.Published{Interval: iv, ReadFrom: news.ReadFromInput}
	}
	return nil
}

// scoreStories groups docs and compares with the gold stories.
func scoreStories(set string, docs []storyDoc) []score {
	of := groupOf(docs)
	gold, pred := map[string][]int{}, map[string][]int{}
	for i, d := range docs {
		gold[d.story] = append(gold[d.story], i)
		pred[of[d.doc.ID]] = append(pred[of[d.doc.ID]], i)
	}
	var p, r float64
	var pairs counts
	for i, d := range docs {
		g, c := gold[d.story], pred[of[d.doc.ID]]
		both := 0
		for _, j := range g {
			if slices.Contains(c, j) {
				both++
			}
		}
		p += float64(both) / float64(len(c)) / float64(len(docs))
		r += float64(both) / float64(len(g)) / float64(len(docs))
		for _, e := range docs[:i] {
			pairs.add(of[d.doc.ID] == of[e.doc.ID], d.story == e.story)
		}
	}
	out := []score{
		{set, "all", "B-cubed F1", 2 * p * r / (p + r), len(docs), ""},
		{set, "all", "B-cubed precision", p, len(docs), ""},
		{set, "all", "B-cubed recall", r, len(docs), ""},
		{set, "all", "pairwise F1", pairs.f1(), pairs.tp + pairs.fn, ""},
		{set, "all", "pairwise precision", pairs.precision(), pairs.tp + pairs.fp, ""},
		{set, "all", "pairwise recall", pairs.recall(), pairs.tp + pairs.fn, ""},
	}
	alone := tally{}
	for i, d := range docs {
		if len(gold[d.story]) == 1 {
			alone.n++
			if len(pred[of[docs[i].doc.ID]]) == 1 {
				alone.hit++
			}
		}
	}
	if alone.n > 0 {
		out = append(out, score{set, "all", "singles apart", alone.rate(), alone.n, ""})
	}
	if small := smallStories(docs, gold); small.n > 0 {
		out = append(out, score{set, "all", "two reports joined", small.rate(), small.n, "Event Registry small clusters: 0.575"})
	}
	return out
}

// groupOf returns the story of each report.
func groupOf(docs []storyDoc) map[string]string {
	items := make([]*cluster.Item, len(docs))
	for i, d := range docs {
		items[i] = cluster.NewItem(d.doc)
	}
	of := map[string]string{}
	for _, g := range cluster.Groups(items) {
		for _, id := range g.Reports {
			of[id] = g.ID
		}
	}
	return of
}

// smallStories keeps two reports of each story, in two languages where there are,
// and counts the stories whose two are joined.
func smallStories(docs []storyDoc, gold map[string][]int) tally {
	var keep []storyDoc
	var want [][2]string
	for _, story := range slices.Sorted(maps.Keys(gold)) {
		g := slices.Clone(gold[story])
		slices.SortFunc(g, func(a, b int) int { return cmp.Compare(docs[a].doc.ID, docs[b].doc.ID) })
		keep = append(keep, docs[g[0]])
		if len(g) < 2 {
			continue
		}
		second := g[1]
		for _, j := range g[1:] {
			if docs[j].doc.Lang != docs[g[0]].doc.Lang {
				second = j
				break
			}
		}
		keep = append(keep, docs[second])
		want = append(want, [2]string{docs[g[0]].doc.ID, docs[second].doc.ID})
	}
	of := groupOf(keep)
	var t tally
	for _, w := range want {
		t.n++
		if of[w[0]] == of[w[1]] {
			t.hit++
		}
	}
	return t
}

// scorePairs scores the pairs of SemEval 2022 task 8: those with a mean score of
// 2 and less are of one story. AUC is of the pair score, accuracy at its sign.
func scorePairs(rd *readers, data, lang string) ([]score, error) {
	type judged struct {
		score float64
		same  bool
	}
	var all []judged
	var c counts
	err := eachLine(filepath.Join(data, "clustering", "semeval2022t8_"+lang+".jsonl"), func(line []byte) error {
		var r struct {
			A, B  struct{ Title, Text string }
			Score float64
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return err
		}
		a := newStoryDoc(rd, "a", "", lang, "", "", r.A.Title, r.A.Text)
		b := newStoryDoc(rd, "b", "", lang, "", "", r.B.Title, r.B.Text)
		l := cluster.Pair(cluster.NewItem(a.doc), cluster.NewItem(b.doc))
		all = append(all, judged{l.Score, r.Score <= 2})
		c.add(l.Joined, r.Score <= 2)
		return nil
	})
	if err != nil {
		return nil, err
	}
	above, n := 0.0, 0
	for _, x := range all {
		for _, y := range all {
			if x.same && !y.same {
				n++
				switch {
				case x.score > y.score:
					above++
				case x.score == y.score:
					above += 0.5
				}
			}
		}
	}
	return []score{
		{"semeval2022t8", lang, "pair accuracy", c.accuracy(), c.n(), ""},
		{"semeval2022t8", lang, "pair F1", c.f1(), c.tp + c.fn, ""},
		{"semeval2022t8", lang, "pair AUC", above / float64(max(n, 1)), n, ""},
	}, nil
}

// pairWriter writes the signals of judged pairs for train/stories.py: set, 1 for the
// same story, then the signals. Pairs of two stories count as of one day, for in a
// stream there are such. It does nothing without a path.
type pairWriter struct{ w *os.File }

func newPairWriter(path string) (*pairWriter, error) {
	if path == "" {
		return &pairWriter{}, nil
	}
	f, err := os.Create(filepath.Clean(path))
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(f, "set\tsame\t%s\n", strings.Join(cluster.SignalNames[:], "\t"))
	return &pairWriter{f}, err
}

func (p *pairWriter) all(set string, docs []storyDoc) {
	if p.w == nil {
		return
	}
	items := make([]*cluster.Item, len(docs))
	for i, d := range docs {
		items[i] = cluster.NewItem(d.doc)
		for j := range i {
			p.add(set, cluster.Pair(items[i], items[j]), d.story == docs[j].story)
		}
	}
}

func (p *pairWriter) add(set string, l cluster.Link, same bool) {
	if p.w == nil || l.Copy {
		return
	}
	row := []string{set, "0"}
	if same {
		row[1] = "1"
	} else if l.Signals[cluster.Undated]+l.Signals[cluster.BothUndated] == 0 {
		l.Signals[cluster.Near], l.Signals[cluster.Far] = 1, 0
	}
	for _, v := range l.Signals {
		row = append(row, strconv.FormatFloat(v, 'g', 4, 64))
	}
	_, _ = fmt.Fprintln(p.w, strings.Join(row, "\t")) // a short file fails in train/stories.py
}

func (p *pairWriter) close() error {
	if p.w == nil {
		return nil
	}
	return p.w.Close()
}
