package main

import (
	"maps"
	"math"
	"slices"
	"testing"
)

func TestSinglePass(t *testing.T) {
	docs := []storyDoc{on("a", "1", "en", 1), on("b", "1", "en", 2), on("c", "2", "en", 2), on("d", "1", "en", 20), on("e", "2", "en", 0)}
	alike := likeness{
		{1, .8, .1, .9, .1},
		{.8, 1, .2, .9, .1},
		{.1, .2, 1, .1, .7},
		{.9, .9, .1, 1, .1},
		{.1, .1, .7, .1, 1},
	}
	got := singlePass(docs, alike, 0.6)
	// d is the likest to a and b, and too late for their story; e has no date and may join any.
	if want := map[string]string{"a": "a", "b": "a", "c": "c", "d": "d", "e": "c"}; !maps.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
	// An undated report in a story does not open it to all days.
	late := []storyDoc{on("a", "1", "en", 1), on("u", "1", "en", 0), on("z", "2", "en", 20)}
	if got := singlePass(late, likeness{{1, .9, .9}, {.9, 1, .9}, {.9, .9, 1}}, 0.5); got["u"] != "a" || got["z"] != "z" {
		t.Errorf("undated in between: %v", got)
	}
	if got := singlePass(docs, alike, 0.96); len(slices.Compact(slices.Sorted(maps.Values(got)))) != 5 {
		t.Errorf("a bound that nothing reaches joins: %v", got)
	}
	// c is 0.2 from b and 0.1 from a: the centre of both, which is nearer than their mean, 0.158 away.
	if got := singlePass(docs[:3], alike, 0.155); got["c"] != "a" {
		t.Errorf("the centre is not the mean of vectors: %v", got)
	}
}

func TestWordCounts(t *testing.T) {
	got := wordCounts("Talks, talks: 北京会谈 in 2020")
	for w, n := range map[string]int{"talks": 2, "北京": 1, "京会": 1, "会谈": 1, "in": 1, "2020": 1} {
		if got[w] != n {
			t.Errorf("%q is counted %d times, not %d", w, got[w], n)
		}
	}
	docs := []storyDoc{justText(storyText{ID: "a", Text: "peace talks"}), justText(storyText{ID: "b", Text: "peace talks"}), justText(storyText{ID: "c", Text: "rain"})}
	l := wordLikeness(docs)
	if math.Abs(l[0][1]-1) > 1e-9 || l[0][2] != 0 {
		t.Errorf("alike %v", l)
	}
}

func TestDecisionFindsWhatSeparates(t *testing.T) {
	var examples []example
	for i := range 200 {
		same := i%2 == 0
		e := example{same: same, across: i%4 > 1, e5: 0.85, day: 1, share: 1, words: 0.1 + float64(i%7)/100}
		if same {
			e.words += 0.4
		}
		examples = append(examples, e)
	}
	d := &decision{words: true}
	d.fit(examples)
	for _, e := range examples {
		if (d.odds(e.across, e.words, e.e5, e.day) > 0) != e.same {
			t.Fatalf("weights %v misjudge %+v", d.weights, e)
		}
	}
	if d.weights[0][2] != 0 {
		t.Errorf("a decision by words weighs vectors: %v", d.weights)
	}
}

func TestAverage(t *testing.T) {
	sum := [][]float64{
		{0, 3, 2, -6},
		{3, 0, -1, -6},
		{2, -1, 0, 1},
		{-6, -6, 1, 0},
	}
	// 0 and 1 first; then 2 is at a mean of 0.5 from them and of 1 from 3.
	if got := average(sum); !slices.Equal(got, []int{0, 0, 2, 2}) {
		t.Errorf("%v", got)
	}
}

func TestCosines(t *testing.T) {
	key := func(b byte) string { return string([]byte{b, 0, 0, 0, 0, 0, 0, 0}) }
	file := []byte("some square 3\n" + key(1) + key(2) + key(3) + "\x00\xff\x80" + "other pairs 2\n" + key(4) + key(5) + "\xff")
	sets, err := readCosines(file)
	if err != nil {
		t.Fatal(err)
	}
	hex := func(b string) string { return b + "00000000000000" }
	for _, c := range []struct {
		set, a, b string
		want      float64
		known     bool
	}{
		{"some", "01", "02", 0.6, true},
		{"some", "03", "01", 1, true},
		{"some", "02", "03", 0.6 + 0.4*128/255, true},
		{"some", "02", "02", 1, true},
		{"some", "02", "09", 0, false},
		{"other", "04", "05", 1, true},
		{"none", "04", "05", 0, false},
	} {
		got, known := sets[c.set].of(hex(c.a), hex(c.b))
		if math.Abs(got-c.want) > 1e-9 || known != c.known {
			t.Errorf("%s of %s and %s is %.4f, %v", c.set, c.a, c.b, got, known)
		}
	}
	for _, cut := range []int{3, 20, len(file) - 1} {
		if _, err := readCosines(file[:cut]); err == nil {
			t.Errorf("a file that is cut short after %d bytes is read", cut)
		}
	}
	if _, err := readCosines(cosineFile); err != nil {
		t.Error(err)
	}
}
