package main

import (
	"cmp"
	"errors"
	"maps"
	"os"
	"slices"

	"github.com/dragoman-news/dragoman/internal/cluster"
	"github.com/dragoman-news/dragoman/internal/news"
)

// evalStories scores clustering: B-cubed and pairwise F1, always side by side,
// because published systems report one or the other. Reports are read by the
// stages that clustering leans on (sentences, dates, entities, events), with their language
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
	sets, err := storySets(rd, data)
	errs := []error{err}
	var out []score
	for _, set := range storySetNames {
		docs := sets[set]
		if len(docs) == 0 {
			continue
		}
		of := groupOf(docs)
		out = append(out, scoreGroups(set, docs, of)...)
		out = append(out, scoreSmall(set, docs, groupOf)...)
		if set == ours || set == together {
			out = append(out, scoreLanguages(set, docs, of)...)
		}
	}
	pairs.all(ours, sets[ours]) // the others are for measuring only
	pairs.all("meantime_dev", sets["meantime_dev"])
	for _, part := range []func() ([]score, error){
		func() ([]score, error) { return evalMixed(sets[mixed]) },
		func() ([]score, error) { return evalOrders(sets[together]) },
		func() ([]score, error) { return evalStreams(rules, data) },
		func() ([]score, error) { return nil, fittingStreams(rules, data, pairs) },
		func() ([]score, error) { return scoreAlike(rules, data) },
		func() ([]score, error) { return evalBaselines(sets, data) },
	} {
		s, err := part()
		out, errs = append(out, s...), append(errs, err)
	}
	return out, errors.Join(append(errs, pairs.close())...)
}

// The sets that others are put together of, and those.
const (
	ours     = "reports"
	together = "reports and baghdad"
	short    = "reports, cut short"
	mixed    = "mixed stream"
)

// storySetNames are the sets that are grouped at once.
var storySetNames = []string{ours, short, "baghdad", together, "meantime_dev", "ecbplus_dev", "ecbplus_train"}

// storySets reads the sets. The stream that mixes them holds each report under the id
// and the story that it has in its set; both are told apart by the set's name.
func storySets(rd *readers, data string) (map[string][]storyDoc, error) {
	sets := map[string][]storyDoc{}
	var errs []error
	for _, set := range []struct {
		name string
		load func(data string) ([]storyText, error)
	}{
		{ours, reportTexts},
		{short, shortTexts},
		{"baghdad", baghdadTexts},
		{"meantime_dev", eventTexts("meantime_dev.jsonl")},
		{"ecbplus_dev", eventTexts("ecbplus_dev.jsonl")},
		{"ecbplus_train", eventTexts("ecbplus_train.jsonl")},
	} {
		texts, err := set.load(data)
		if err == nil {
			sets[set.name], err = readStories(rd, texts)
		}
		errs = append(errs, err)
	}
	sets[together] = slices.Concat(sets[ours], sets["baghdad"])
	sets[mixed] = inTime(slices.Concat(sets[together], sets["meantime_dev"], sets["ecbplus_dev"]))
	return sets, errors.Join(errs...)
}

// scoreGroups compares stories, by report, with the gold ones.
func scoreGroups(set string, docs []storyDoc, of map[string]string) []score {
	b := bcubedOf(docs, of)
	var pairs counts
	size := map[string]int{}
	for i, d := range docs {
		for _, e := range docs[:i] {
			pairs.add(of[d.doc.ID] == of[e.doc.ID], d.story == e.story)
		}
		size[of[d.doc.ID]]++
	}
	out := []score{
		{set, "all", "B-cubed F1", b.f1(), len(docs), ""},
		{set, "all", "B-cubed precision", b.precision, len(docs), ""},
		{set, "all", "B-cubed recall", b.recall, len(docs), ""},
		{set, "all", "pairwise F1", pairs.f1(), pairs.tp + pairs.fn, ""},
		{set, "all", "pairwise precision", pairs.precision(), pairs.tp + pairs.fp, ""},
		{set, "all", "pairwise recall", pairs.recall(), pairs.tp + pairs.fn, ""},
	}
	alone := tally{}
	for story, g := range byStory(docs) {
		if len(g) > 1 || story == "" {
			continue
		}
		alone.n++
		if size[of[docs[g[0]].doc.ID]] == 1 {
			alone.hit++
		}
	}
	if alone.n > 0 {
		out = append(out, score{set, "all", "singles apart", alone.rate(), alone.n, ""})
	}
	return out
}

// byStory returns the places of the reports of each gold story.
func byStory(docs []storyDoc) map[string][]int {
	gold := map[string][]int{}
	for i, d := range docs {
		gold[d.story] = append(gold[d.story], i)
	}
	return gold
}

// bcubed is the share of a report's story, as it was found, that is of its gold story,
// and the other way round, in the mean over reports.
type bcubed struct{ precision, recall float64 }

func (b bcubed) f1() float64 {
	if b.precision+b.recall == 0 {
		return 0
	}
	return 2 * b.precision * b.recall / (b.precision + b.recall)
}

func bcubedOf(docs []storyDoc, of map[string]string) bcubed {
	type cell struct{ gold, found string }
	gold, found, both := map[string]int{}, map[string]int{}, map[cell]int{}
	for _, d := range docs {
		f := of[d.doc.ID]
		gold[d.story]++
		found[f]++
		both[cell{d.story, f}]++
	}
	var b bcubed
	for _, d := range docs {
		f := of[d.doc.ID]
		n := float64(both[cell{d.story, f}])
		b.precision += n / float64(found[f]) / float64(len(docs))
		b.recall += n / float64(gold[d.story]) / float64(len(docs))
	}
	return b
}

// groupOf returns the story of each report.
func groupOf(docs []storyDoc) map[string]string {
	items := make([]*cluster.Item, len(docs))
	for i, d := range docs {
		items[i] = d.item
	}
	of := map[string]string{}
	for _, g := range cluster.Groups(items) {
		for _, id := range g.Reports {
			of[id] = g.ID
		}
	}
	return of
}

// scoreSmall keeps two, and three, reports of each story and counts the stories whose reports
// are joined all. A story that has fewer reports is there, too, and not counted.
func scoreSmall(set string, docs []storyDoc, group func([]storyDoc) map[string]string) []score {
	var out []score
	for _, size := range []struct {
		n            int
		metric, peer string
	}{{2, "two reports joined", "Event Registry small clusters: 0.575"}, {3, "three reports joined", ""}} {
		if t := smallStories(docs, size.n, group); t.n > 0 {
			out = append(out, score{set, "all", size.metric, t.rate(), t.n, size.peer})
		}
	}
	return out
}

func smallStories(docs []storyDoc, size int, group func([]storyDoc) map[string]string) tally {
	var keep []storyDoc
	var want [][]storyDoc
	gold := byStory(docs)
	for _, story := range slices.Sorted(maps.Keys(gold)) {
		few := fewOf(docs, gold[story], size)
		keep = append(keep, few...)
		if len(few) == size {
			want = append(want, few)
		}
	}
	of := group(keep)
	var t tally
	for _, few := range want {
		t.n++
		if !slices.ContainsFunc(few, func(d storyDoc) bool { return of[d.doc.ID] != of[few[0].doc.ID] }) {
			t.hit++
		}
	}
	return t
}

// fewOf takes at most size reports of a story: the first by id, then the first in another
// language and so on, then any.
func fewOf(docs []storyDoc, story []int, size int) []storyDoc {
	left := make([]storyDoc, 0, len(story))
	for _, i := range story {
		left = append(left, docs[i])
	}
	slices.SortFunc(left, func(a, b storyDoc) int { return cmp.Compare(a.doc.ID, b.doc.ID) })
	var few []storyDoc
	seen := map[news.Lang]bool{}
	for len(few) < size && len(left) > 0 {
		at := max(0, slices.IndexFunc(left, func(d storyDoc) bool { return !seen[d.doc.Lang] }))
		few = append(few, left[at])
		seen[left[at].doc.Lang] = true
		left = slices.Delete(left, at, at+1)
	}
	return few
}
