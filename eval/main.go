// Command eval scores every stage on the labelled data under EVAL_DATA and writes
// eval/scores.golden. A change that moves a number shows in the diff.
//
//	go run ./eval [-only stage] [-golden eval/scores.golden]
//	go run ./eval -explain [-rules] FILE...
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// stages lists what is scored, in the order of the report. Each has a file of
// its own, named for it.
var stages = []stage{
	{"language", evalLanguage},
	{"sentences", evalSentences},
	{"maintext", evalMaintext},
	{"published", evalPublished},
	{"dates", evalDates},
	{"boilerplate", evalBoilerplate},
	{"copies", evalCopies},
	{"stories", evalStories},
	{"visits", evalVisits},
	{"entries", evalEntries},
	{"commitments", evalCommitments},
	{"names", evalNames},
	{"people", evalPeople},
	{"places", evalPlaces},
	{"settled", evalSettled},
	{"coreference", evalCoreference},
	{"translit", evalTranslit},
	{"linking", evalLinking},
	{"meaning", evalMeaning},
	{"quotes", evalQuotes},
	{"events", evalEvents},
	{"modes", evalModes},
	{"eventsets", evalEventSets},
	{"precision", evalPrecision},
}

// stage is one row group of the golden file.
type stage struct {
	name string
	run  func(data string) ([]score, error) // data is the EVAL_DATA folder
}

// score is one line: what was measured, on what, in which language.
type score struct {
	Set    string // which data: "tatoeba", "reports", "baghdad", ...
	Lang   string // "all" when not split
	Metric string // "accuracy", "F1", "precision", "recall", ...
	Value  float64
	N      int    // items scored
	Peer   string // published or measured figure of another system on the same data, "" if none
}

// missing says that a set is not there. It is named in the report, never
// skipped silently.
type missing struct{ path string }

func (m missing) Error() string { return "missing: " + m.path }

func main() {
	only := flag.String("only", "", "score just this stage and print, writing nothing")
	golden := flag.String("golden", "eval/scores.golden", "file to write")
	why := flag.Bool("explain", false, "print what speaks for events in the labelled sentences of the files that are named")
	rules := flag.Bool("rules", false, "with -explain: by rules alone, and all sentences, not only those held back")
	flag.Parse()
	if *why {
		if err := explain(flag.Args(), *rules, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	data := os.Getenv("EVAL_DATA")
	if data == "" {
		data = "../shared/data"
	}
	var sb strings.Builder
	fmt.Fprintln(&sb, "# Written by `make eval` on the data named in eval/README.md. stage set lang metric value n peer")
	for _, s := range stages {
		if *only != "" && s.name != *only {
			continue
		}
		start := time.Now()
		scores, err := s.run(data)
		fmt.Fprintf(os.Stderr, "%-12s %d scores in %s\n", s.name, len(scores), time.Since(start).Round(time.Millisecond))
		slices.SortStableFunc(scores, func(a, b score) int {
			return strings.Compare(a.Set+"\x00"+a.Metric+"\x00"+a.Lang, b.Set+"\x00"+b.Metric+"\x00"+b.Lang)
		})
		for _, r := range scores {
			fmt.Fprintf(&sb, "%-10s %-22s %-4s %-18s %.4f %6d  %s\n", s.name, r.Set, r.Lang, r.Metric, r.Value, r.N, r.Peer)
		}
		if err != nil {
			fmt.Fprintf(&sb, "%-10s %s\n", s.name, strings.ReplaceAll(err.Error(), data, "$EVAL_DATA"))
			fmt.Fprintln(os.Stderr, s.name+":", err)
		}
	}
	fmt.Print(sb.String())
	if *only == "" {
		if err := os.WriteFile(filepath.Clean(*golden), []byte(sb.String()), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
