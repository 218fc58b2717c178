package main

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// equal compares figures but for how they were added up.
func equal(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestRanks(t *testing.T) {
	for _, tc := range []struct {
		name    string
		v, want []float64
	}{
		{"none", nil, []float64{}},
		{"one", []float64{7}, []float64{0}},
		{"in order", []float64{1, 2, 3}, []float64{0, 1, 2}},
		{"in no order", []float64{30, 10, 20}, []float64{2, 0, 1}},
		{"two equals share the mean of their ranks", []float64{5, 1, 5, 9}, []float64{1.5, 0, 1.5, 3}},
		{"all equal", []float64{4, 4, 4}, []float64{1, 1, 1}},
		{"negative ones", []float64{-1, -3, 0}, []float64{1, 0, 2}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := ranks(tc.v); !slices.Equal(got, tc.want) {
				t.Errorf("ranks(%v) = %v, want %v", tc.v, got, tc.want)
			}
		})
	}
}

func TestSpearman(t *testing.T) {
	for _, tc := range []struct {
		name string
		a, b []float64
		want float64
	}{
		{"none", nil, nil, 0},
		{"one pair says nothing", []float64{1}, []float64{2}, 0},
		{"the same order at other distances", []float64{1, 2, 3, 4}, []float64{1, 10, 100, 1000}, 1},
		{"the other way round", []float64{1, 2, 3, 4}, []float64{9, 7, 5, 1}, -1},
		{"two neighbours changed", []float64{1, 2, 3, 4, 5}, []float64{2, 1, 3, 4, 5}, 0.9}, // 1 - 6·2/(5·24)
		{"no order in common", []float64{1, 2, 3, 4}, []float64{2, 4, 1, 3}, 0},
		{"equals on one side", []float64{1, 2, 3}, []float64{1, 1, 2}, math.Sqrt(3) / 2},
		{"the same equals on both sides", []float64{1, 1, 2}, []float64{5, 5, 6}, 1},
		{"all equal on one side", []float64{1, 2, 3}, []float64{8, 8, 8}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := spearman(tc.a, tc.b); !equal(got, tc.want) {
				t.Errorf("spearman(%v, %v) = %v, want %v", tc.a, tc.b, got, tc.want)
			}
			if got := spearman(tc.b, tc.a); !equal(got, tc.want) {
				t.Errorf("the other way %v, want %v", got, tc.want)
			}
		})
	}
}

func TestCosine(t *testing.T) {
	for _, tc := range []struct {
		name string
		a, b []int8
		want float64
	}{
		{"one direction, another length", []int8{10, 20}, []int8{50, 100}, 1},
		{"across", []int8{10, 0}, []int8{0, 10}, 0},
		{"against, with the lowest byte", []int8{-128, 0}, []int8{127, 0}, -1},
		{"between", []int8{100, 0}, []int8{100, 100}, math.Sqrt2 / 2},
		{"one that says nothing", []int8{0, 0}, []int8{1, 0}, 0},
		{"one that is missing", []int8{1, 0}, nil, 0},
		{"both missing", nil, nil, 0},
		{"of other models", []int8{1, 0}, []int8{1, 0, 0}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := cosine(tc.a, tc.b); math.Abs(got-tc.want) > 1e-6 {
				t.Errorf("cosine(%v, %v) = %v, want %v", tc.a, tc.b, got, tc.want)
			}
		})
	}
}

func TestRetrieval(t *testing.T) {
	x, y, z := []int8{100, 0, 0}, []int8{0, 100, 0}, []int8{0, 0, 100}
	for _, tc := range []struct {
		name string
		a, b [][]int8
		want float64
	}{
		{"none", nil, nil, 0},
		{"each its own", [][]int8{x, y, z}, [][]int8{x, y, z}, 1},
		{"each another's", [][]int8{x, y, z}, [][]int8{y, z, x}, 0},
		// At 0 and 66 degrees, and at 6 and 30: the one at 66 finds its own, and is not found by it.
		{"right one way only", [][]int8{x, {40, 90, 0}}, [][]int8{{100, 10, 0}, {100, 58, 0}}, 0.75},
		{"of equals the first", [][]int8{x, x}, [][]int8{x, x}, 0.5},
		{"one that is missing is as near as what has nothing in common", [][]int8{x, nil}, [][]int8{x, y}, 0.5},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := retrieval(tc.a, tc.b); !equal(got, tc.want) {
				t.Errorf("retrieval = %v, want %v", got, tc.want)
			}
			if got := retrieval(tc.b, tc.a); !equal(got, tc.want) {
				t.Errorf("with the languages changed %v, want %v", got, tc.want)
			}
		})
	}
}

func TestMeanOf(t *testing.T) {
	for _, tc := range []struct {
		name string
		in   [][]int8
		want []int8
	}{
		{"none", nil, []int8{}},
		{"one, at full length", [][]int8{{10, 0, -5}}, []int8{127, 0, -64}},
		{"long ones do not outweigh short ones", [][]int8{{100, 0}, {0, 1}}, []int8{127, 127}},
		{"one of zeros counts for nothing", [][]int8{{0, 0}, {0, 3}}, []int8{0, 127}},
		{"nothing but zeros", [][]int8{{0, 0}}, []int8{}},
		{"two that cancel out", [][]int8{{7, 0}, {-7, 0}}, []int8{0, 0}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := meanOf(tc.in); !slices.Equal(got, tc.want) {
				t.Errorf("meanOf(%v) = %v, want %v", tc.in, got, tc.want)
			}
		})
	}
}

func TestWithTeacher(t *testing.T) {
	got := withTeacher([]score{
		{Set: "xquad", Lang: "ar", Metric: "retrieval lead", Value: 0.5, N: 10},
		{Set: "xquad", Lang: "ar", Metric: "retrieval sentences", Value: 0.2, N: 10},
		{Set: "xquad", Lang: "fr", Metric: "retrieval lead", Value: 1, N: 30},
		{Set: "xquad", Lang: "fr", Metric: "retrieval sentences", Value: 0.4, N: 30},
	})
	all := map[string]score{}
	for _, s := range got[4:] {
		all[s.Metric] = s
	}
	for metric, want := range map[string]float64{"retrieval lead": 0.75, "retrieval sentences": 0.3} {
		s := all[metric]
		if s.Set != "xquad" || s.Lang != "all" || !equal(s.Value, want) || s.N != 40 || s.Peer != "teacher 1.000" {
			t.Errorf("all languages, %s: %+v, want the mean %v of 40 rows beside the teacher's", metric, s, want)
		}
	}
	if len(got) != 6 || got[0].Peer != "teacher 1.000" || got[2].Peer != "" {
		t.Errorf("the teacher stands beside the languages that it was measured in, and no other: %+v", got)
	}
	if got := withTeacher(nil); len(got) != 0 {
		t.Errorf("of no scores %+v", got)
	}
}

func TestTranslations(t *testing.T) {
	dir := t.TempDir()
	write := func(name, body string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	rows, err := translations(write("good.jsonl", `{"en":"Rain","fr":"Pluie"}`+"\n"+`{"en":"Sun"}`+"\n"))
	if err != nil || len(rows) != 2 || rows[0]["fr"] != "Pluie" || rows[1]["fr"] != "" {
		t.Errorf("rows %v, %v", rows, err)
	}
	if _, err := translations(write("bad.jsonl", `{"en":`)); err == nil || !strings.Contains(err.Error(), "bad.jsonl") {
		t.Errorf("a row that is cut short: %v, want an error that names the file", err)
	}
	if _, err := translations(filepath.Join(dir, "none.jsonl")); err == nil || !strings.Contains(err.Error(), "none.jsonl") {
		t.Errorf("no file: %v, want an error that names it", err)
	}
}
